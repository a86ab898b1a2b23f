"""The archive: issued letters as files, with a record of what was frozen; the register can always make them again."""

import hashlib
import json
import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from letters.archive import file_name, on_file
from tests.unit.builders import NAME, NIK, NOON, settings
from tests.unit.letters.workshop import Workshop

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@pytest.fixture
def issued(shop: Workshop) -> Workshop:
    """The office after its first letter."""
    shop.approve()
    shop.work()
    return shop


def test_a_letter_lies_under_its_year_and_number(issued: Workshop) -> None:
    """Where a person looks for it."""
    path = issued.press.archive.docx(issued.letter())
    assert path.relative_to(issued.home).as_posix() == "data/surat/2026/517-001-DS-KRS-XI-2026.docx"
    assert issued.press.archive.pdf(issued.letter()) == path.with_suffix(".pdf")


def test_the_record_beside_it(issued: Workshop) -> None:
    """Number, moment, template and its fingerprint, the file's hash, and all that was frozen."""
    letter = issued.letter()
    path = issued.press.archive.docx(letter)
    record = json.loads(path.with_suffix(".json").read_bytes())
    template = (issued.home / "templat" / "sku.docx").read_bytes()
    assert record["nomor"] == letter.entry.number
    assert record["terbit"] == NOON.isoformat()
    assert (record["templat"], record["sidik_templat"]) == ("sku.docx", hashlib.sha256(template).hexdigest())
    assert record["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (record["isi"]["values"]["Nama Lengkap"], record["isi"]["values"]["NIK"]) == (NAME, NIK)
    assert record["isi"]["qr"] == letter.entry.content.qr


def test_the_archive_tells_a_lost_register_what_was_printed(issued: Workshop) -> None:
    """Each letter with all that was frozen, its request, and the code in its QR; what cannot be read is passed."""
    letter = issued.letter()
    folder = issued.home / "data" / "surat"
    for name, text in (("rusak.json", "{"), ("lain.json", "[]"), ("kurang.json", '{"nomor": "1", "isi": {}}')):
        (folder / "2026" / name).write_text(text)
    (found,) = on_file(folder)
    assert (found.number, found.issued_at) == (letter.entry.number, letter.issued_at)
    assert (found.template, found.fingerprint) == (letter.entry.template, letter.entry.fingerprint)
    assert found.content == letter.entry.content
    assert found.verification == letter.entry.verification
    assert found.reference == issued.dossier(1).reference


def test_an_archive_that_is_not_there_tells_nothing(issued: Workshop) -> None:
    assert list(on_file(issued.home / "lain")) == []


@posix
def test_nobody_else_on_the_computer_can_read_letters(issued: Workshop) -> None:
    """Files 0600, folders 0700: answers and NIKs stand in them."""
    letters = issued.home / "data" / "surat"
    assert len([path for path in letters.rglob("*") if path.is_file()]) == 2
    for path in (letters, *letters.rglob("*"), *(issued.home / "data" / "templat").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize("lost", [(".docx",), (".json",), (".docx", ".json")])
def test_what_is_lost_is_made_again_as_it_was(issued: Workshop, lost: tuple[str, ...]) -> None:
    """The register holds everything; the files are copies."""
    letter = issued.letter()
    path = issued.press.archive.docx(letter)
    before = {ending: path.with_suffix(ending).read_bytes() for ending in (".docx", ".json")}
    for ending in lost:
        path.with_suffix(ending).unlink()
    issued.press.archive.docx(letter)
    assert {ending: path.with_suffix(ending).read_bytes() for ending in before} == before


def test_what_somebody_changed_never_leaves_the_office(issued: Workshop) -> None:
    """A file that was edited, or whose record was, is made anew from the register."""
    archive, letter = issued.press.archive, issued.letter()
    path = archive.docx(letter)
    before = path.read_bytes()
    for spoilt, content in ((path, b"edited in Word"), (path.with_suffix(".json"), b"{}")):
        spoilt.write_bytes(content)
        assert not archive.intact(letter)
        assert issued.press.file(letter).read_bytes() == before
        assert archive.intact(letter)


def test_what_was_issued_to_somebody_else_never_goes_out(shop: Workshop) -> None:
    """A ledger that was brought back gives a number again while the file of the first letter lies there, proved."""
    shop.approve()
    shop.work()
    letter = shop.letter()
    path = shop.press.archive.docx(letter)
    record = json.loads(path.with_suffix(".json").read_bytes())
    path.write_bytes(b"the letter of somebody else")
    path.with_suffix(".pdf").write_bytes(b"of somebody else, too")
    of_another = record | {
        "terbit": "2026-11-20T05:00:00+00:00",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    path.with_suffix(".json").write_text(json.dumps(of_another))
    assert not shop.press.archive.intact(letter)
    shop.press.archive.docx(letter)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == record["sha256"]
    assert not path.with_suffix(".pdf").exists()


def test_what_must_be_seen_on_paper(issued: Workshop) -> None:
    """The texts that the letter was filled with, and none that its template does not print."""
    shown = issued.press.archive.shown(issued.letter())
    assert {NAME, NIK, "1 Januari 1990", "517/001/DS-KRS/XI/2026"} <= set(shown)
    assert "Bekasi" not in shown


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("517/007/DS-KRS/XI/2026", "517-007-DS-KRS-XI-2026"),
        ("474.2/012/DS-KRS/I/2027", "474.2-012-DS-KRS-I-2027"),
        ('a\\b:c*d?e"f<g>h|i j', "a-b-c-d-e-f-g-h-i-j"),
        ("../../.ssh/x\n\0", "..-..-.ssh-x--"),
    ],
)
def test_a_number_as_a_file_may_be_called(number: str, name: str) -> None:
    """On every system, and never a way into another folder."""
    assert file_name(number) == name


def test_the_year_is_that_of_the_number(shop: Workshop) -> None:
    """The first letter of January in Jakarta, though it is December elsewhere; another zone later moves nothing."""
    shop.now = datetime(2026, 12, 31, 17, tzinfo=UTC)
    shop.approve()
    shop.work()
    shop.open(desa=settings()["desa"] | {"zona_waktu": "America/New_York"})
    path = shop.press.archive.docx(shop.letter())
    assert (path.parent.name, path.name) == ("2027", "517-001-DS-KRS-I-2027.docx")
    assert [year.name for year in path.parents[1].iterdir()] == ["2027"]


def test_a_letter_that_is_kept_no_longer_leaves_no_file(issued: Workshop) -> None:
    """Word file, PDF and record go; once more it changes nothing."""
    letter = issued.letter()
    archive = issued.press.archive
    archive.pdf(letter).write_bytes(b"%PDF")
    for _ in range(2):
        archive.forget(letter)
        assert not [path for path in (issued.home / "data" / "surat").rglob("*") if path.is_file()]


def test_what_was_issued_to_somebody_else_under_that_number_stays(issued: Workshop) -> None:
    """After a ledger was brought back, numbers are given again."""
    path = issued.press.archive.docx(issued.letter())
    issued.press.archive.forget(replace(issued.letter(), issued_at=NOON + timedelta(days=1)))
    assert path.exists()
