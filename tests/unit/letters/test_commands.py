"""What the operator does with letters by hand."""

import argparse
import threading
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pytest

from letters import commands
from letters.commands import CommandError
from letters.template import MissingValues, TemplateError
from office.cases import Status
from office.config import ConfigError, load
from office.ledger import outbox, register
from office.ledger.register import Entry
from office.settings_file import read_answers
from tests.unit.builders import CHAT, NOON
from tests.unit.letters.workshop import Workshop, template

REAL = load(Path(__file__).parents[3] / "config.yaml")


@pytest.fixture
def surat(shop: Workshop) -> Callable[..., str]:
    """Return what a command said, its lines joined."""

    def said(*words: str) -> str:
        parser = argparse.ArgumentParser()
        commands.arguments(parser)
        return "\n".join(commands.run(parser.parse_args(words), shop.config, shop.ledger, NOON))

    return said


def text_of(path: Path) -> str:
    """Return the text of a Word file's paragraphs and tables."""
    document = python_docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def booked(surat: Callable[..., str], *words: str) -> str:
    """Return the number that was booked."""
    return surat("catat", *words, "--kepada", "Ketua RT 01", "--ringkasan", "Undangan").removeprefix(
        "Nomor untuk surat ini: "
    )


def test_a_booked_number_is_of_the_services_own_series(shop: Workshop, surat: Callable[..., str]) -> None:
    """A letter made by hand for a service takes the next number of that service's series, code and pattern."""
    shop.open({"seri": "usaha", "nomor": "{kode}.{urut}/U/{tahun}"})
    assert [booked(surat, "sku"), booked(surat, "sku"), booked(surat, "005")] == [
        "517.001/U/2026",
        "517.002/U/2026",
        "005/001/DS-KRS/XI/2026",
    ]


def test_a_booked_number_looks_like_the_others_of_its_series(shop: Workshop, surat: Callable[..., str]) -> None:
    """A free code is written in the pattern that the series' letters have."""
    shop.open({"seri": "usaha", "nomor": "{kode}.{urut}/U/{tahun}"})
    assert booked(surat, "005", "--seri", "usaha") == "005.001/U/2026"


@pytest.mark.parametrize("deed", [("mulai", "7"), ("catat", "005", "--kepada", "x", "--ringkasan", "y")])
def test_a_series_that_nobody_set_up(surat: Callable[..., str], deed: tuple[str, ...]) -> None:
    """A mistyped series is no new series."""
    with pytest.raises(CommandError, match="Seri `suart` tidak ada; yang ada: surat"):
        surat(*deed, "--seri", "suart")


def test_a_booked_number_that_another_series_has(shop: Workshop, surat: Callable[..., str]) -> None:
    """Two series whose numbers read the same: the operator is told, and nothing is used up."""
    shop.open({"seri": "usaha", "kode": "460"})
    assert [booked(surat, "sku"), booked(surat, "sku")] == ["460/001/DS-KRS/XI/2026", "460/002/DS-KRS/XI/2026"]
    with pytest.raises(CommandError, match=r"Nomor 460/001/DS-KRS/XI/2026 sudah dipakai surat lain"):
        booked(surat, "460")
    surat("mulai", "2")
    assert booked(surat, "460") == "460/003/DS-KRS/XI/2026"


@pytest.mark.parametrize("name", REAL.services)
def test_every_service_can_be_tried(tmp_path: Path, name: str) -> None:
    """Each starter letter is filled with samples, without a remark."""
    said = list(commands.try_out(REAL, name, {}, NOON.date(), tmp_path / "contoh.docx"))
    assert said == [f"Surat contoh: {tmp_path / 'contoh.docx'}"]
    assert "{{" not in text_of(tmp_path / "contoh.docx")


def test_given_answers_are_printed_as_in_a_letter(tmp_path: Path) -> None:
    """Also a list's lines, dates, and titles that are spelled a little differently."""
    given = {
        "daftar anggota yang  pindah": "3216000000000001; Budi; anak\n3216000000000002; Ani; istri",
        "rencana tanggal pindah": "2026-12-01",
    }
    list(commands.try_out(REAL, "pindah", given, NOON.date(), tmp_path / "contoh.docx"))
    text = text_of(tmp_path / "contoh.docx")
    assert all(one in text for one in ("Budi", "Ani", "3216000000000002", "1 Desember 2026"))


def test_a_draft_elsewhere_is_the_one_that_is_tried(shop: Workshop, tmp_path: Path) -> None:
    """A file of the same name as a service's template is filled itself, and what stands against it is said."""
    draft = tmp_path / "sku.docx"
    draft.write_bytes(template("Konsep untuk {{Nama Lengkap}} dan {{Nama Lengkp}}"))
    said = list(commands.try_out(shop.config, str(draft), {}, NOON.date(), tmp_path / "contoh.docx"))
    assert "Konsep untuk Contoh Nama Lengkap dan Contoh Nama Lengkp" in text_of(tmp_path / "contoh.docx")
    assert ["Isian {{Nama Lengkp}} tidak dikenal" in line for line in said[1:]] == [True]


def test_an_answer_that_is_left_empty(shop: Workshop, tmp_path: Path) -> None:
    """What would be missing in a letter is missing on trial, too."""
    with pytest.raises(MissingValues, match="Keperluan"):
        list(commands.try_out(shop.config, "sku", {"Keperluan": ""}, NOON.date(), tmp_path / "contoh.docx"))
    assert not (tmp_path / "contoh.docx").exists()


# --- the register -----------------------------------------------------------------------------------------------


def test_the_register_as_a_list(shop: Workshop, surat: Callable[..., str]) -> None:
    """A line per letter with its running number, number, day, addressee and summary, and what was withdrawn."""
    shop.approve("Siti Contoh")
    shop.work()
    second = booked(surat, "005")
    surat("cabut", second, "--alasan", "Acara batal")
    assert surat("daftar").splitlines() == [
        "   1  517/001/DS-KRS/XI/2026  23 November 2026  Siti Contoh  Surat SKU",
        "   2  005/002/DS-KRS/XI/2026  23 November 2026  Ketua RT 01  Undangan [DICABUT: Acara batal]",
        "2 surat pada tahun 2026.",
    ]
    assert surat("daftar", "--tahun", "2025") == "0 surat pada tahun 2025."


def test_the_programs_letters_and_those_by_hand_share_their_numbers(shop: Workshop, surat: Callable[..., str]) -> None:
    """Whoever comes next gets the next one."""
    taken = []
    for _ in range(2):
        taken.append(booked(surat, "sku"))
        shop.approve()
        shop.work()
    assert [letter.entry.sequence for letter in shop.letters()] == [1, 2, 3, 4]
    assert taken == shop.numbers()[::2]


def test_numbers_go_on_from_the_villages_own_book(shop: Workshop, surat: Callable[..., str]) -> None:
    """`mulai` says which number comes next; so do the next letters, booked or made."""
    assert surat("mulai", "122") == "Surat berikutnya (seri surat, tahun 2026) bernomor urut 123."
    assert booked(surat, "005") == "005/123/DS-KRS/XI/2026"
    shop.approve()
    shop.work()
    assert shop.numbers()[-1] == "517/124/DS-KRS/XI/2026"


def test_no_number_is_booked_before_the_last_one_is_confirmed(shop: Workshop, surat: Callable[..., str]) -> None:
    """After the ledger was made anew nobody knows the next number but the village's own book."""
    with shop.ledger.write() as tx:
        register.have_confirmed(tx, ["surat"])
    with pytest.raises(CommandError, match="surat mulai ANGKA --seri surat"):
        booked(surat, "005")
    surat("mulai", "41")
    assert booked(surat, "005") == "005/042/DS-KRS/XI/2026"


def test_a_letter_whose_content_was_lost_cannot_be_made_again(shop: Workshop, surat: Callable[..., str]) -> None:
    """Its number is known, and no more."""
    attempt = shop.approve()
    with shop.ledger.write() as tx:
        entry = Entry("517/001/DS-KRS/XI/2026", "surat", 2026, 1, "Budi", "SKU", "spreadsheet", attempt_id=attempt)
        register.enter(tx, entry, NOON)
    with pytest.raises(CommandError, match="tidak tercatat lagi sejak buku data dibuat ulang"):
        surat("ulang", "517/001/DS-KRS/XI/2026")


@pytest.mark.parametrize("last", ["0", "1"])
def test_numbers_that_were_given_are_never_given_again(surat: Callable[..., str], last: str) -> None:
    """`mulai` refuses to go back behind them, and says how far the program is."""
    booked(surat, "005")
    booked(surat, "005")
    with pytest.raises(CommandError, match="Tidak bisa: program sudah sampai nomor urut 2 pada tahun 2026"):
        surat("mulai", last)
    assert surat("mulai", "2").endswith("bernomor urut 003.")


def test_a_slip_of_the_pen_can_be_taken_back(surat: Callable[..., str]) -> None:
    """`mulai` with a wrong number does no harm until a letter has a number behind it."""
    surat("mulai", "1200")
    surat("mulai", "120")
    assert booked(surat, "005") == "005/121/DS-KRS/XI/2026"
    with pytest.raises(CommandError, match="sudah sampai nomor urut 121"):
        surat("mulai", "120")


@pytest.mark.parametrize("last", ["-1", "-20"])
def test_a_last_number_that_is_none(surat: Callable[..., str], last: str) -> None:
    """A series begins with 1."""
    with pytest.raises(CommandError, match="nomor urut 0"):
        surat("mulai", last)


def test_a_booked_letter_says_who_booked_it(shop: Workshop, surat: Callable[..., str]) -> None:
    """It has no content, nothing to check and nothing to send."""
    booked(surat, "005")
    entry = shop.letter().entry
    assert (entry.approved_by, entry.addressee, entry.summary) == ("dicatat operator", "Ketua RT 01", "Undangan")
    assert (entry.template, entry.verification, entry.attempt_id) == (None, None, None)


@pytest.mark.parametrize("words", [("--kepada", " ", "--ringkasan", "x"), ("--kepada", "x", "--ringkasan", "")])
def test_a_line_of_the_book_is_not_left_blank(
    shop: Workshop, surat: Callable[..., str], words: tuple[str, ...]
) -> None:
    """A number without a word is of no use to anybody; none is taken."""
    with pytest.raises(CommandError, match="Tulis untuk siapa"):
        surat("catat", "005", *words)
    assert shop.numbers() == []


def test_many_hands_take_numbers_at_once(shop: Workshop, surat: Callable[..., str]) -> None:
    """Commands beside the press, each in its own thread: no number twice, none left out."""
    taken: list[str] = []

    def take() -> None:
        for _ in range(5):
            taken.append(booked(surat, "005"))

    threads = [threading.Thread(target=take) for _ in range(3)]
    orders = [shop.approve() for _ in range(5)]
    for thread in threads:
        thread.start()
    shop.work()
    for thread in threads:
        thread.join()
    assert sorted(letter.entry.sequence for letter in shop.letters()) == list(range(1, 21))
    assert len(set(taken)) == 15
    assert {shop.job(order)[0] for order in orders} == {"done"}


def test_a_letter_is_withdrawn_once(shop: Workshop, surat: Callable[..., str]) -> None:
    """Its number stays taken, and the first reason stands."""
    number = booked(surat, "005")
    assert surat("cabut", number, "--alasan", "Acara batal") == (
        f"Surat {number} sudah ditandai dicabut. Nomornya tidak dipakai lagi."
    )
    with pytest.raises(CommandError, match="sudah dicabut sebelumnya, dengan alasan: Acara batal"):
        surat("cabut", number, "--alasan", "Lain")
    assert shop.letter().withdrawn_why == "Acara batal"
    assert booked(surat, "005").startswith("005/002/")


def test_a_withdrawn_letter_of_a_request(shop: Workshop, surat: Callable[..., str]) -> None:
    """As on the desk: what was to bring it stays here, its citizen is told why, its row says Dicabut."""
    attempt = shop.approve()
    shop.work()
    said = surat("cabut", shop.numbers()[0], "--alasan", "Salah nama")
    assert "ia dikabari dengan alasan itu" in said
    assert shop.told(CHAT) == ["letter", "withdrawn"]
    with shop.ledger.write() as tx:
        notice = outbox.claim(tx, shop.now)
    assert notice
    assert (notice.kind, notice.params["message"]) == ("withdrawn", "Salah nama")
    dossier = shop.dossier(attempt)
    assert (dossier.status, dossier.message) == (Status.WITHDRAWN, "Salah nama")


def test_a_withdrawal_says_why(shop: Workshop, surat: Callable[..., str]) -> None:
    """The reason is what people are told later."""
    number = booked(surat, "005")
    with pytest.raises(CommandError, match="Tulis mengapa"):
        surat("cabut", number, "--alasan", "  ")
    assert shop.letter().withdrawn_at is None


@pytest.mark.parametrize("words", [("cabut", "517/999/X", "--alasan", "x"), ("ulang", "517/999/X")])
def test_a_number_that_nobody_has(surat: Callable[..., str], words: tuple[str, ...]) -> None:
    """The operator is told where all numbers stand."""
    with pytest.raises(CommandError, match=r"Tidak ada surat bernomor 517/999/X\. Lihat .* surat daftar"):
        surat(*words)


# --- again ------------------------------------------------------------------------------------------------------


def test_an_issued_letter_is_made_again(shop: Workshop, surat: Callable[..., str], tmp_path: Path) -> None:
    """Byte for byte, whatever has become of template and settings since, also when it was withdrawn."""
    shop.approve()
    shop.work()
    (number,), into = shop.numbers(), tmp_path / "lagi.docx"
    before = shop.press.archive.docx(shop.letter()).read_bytes()
    shop.write_template("sku", "Lain {{Nama Lengkap}}")
    shop.open(penandatangan={"nama": "Orang Baru", "jabatan": "Kepala Desa"})
    surat("cabut", number, "--alasan", "Salah nama")
    said = surat("ulang", number, "--ke", str(into))
    assert said.splitlines() == [f"Surat {number} dibuat lagi: {into}", "Sama persis dengan arsip."]
    assert into.read_bytes() == before


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"diubah")], ids=["gone", "changed"])
def test_an_archive_that_was_spoilt_is_told_and_mended(
    shop: Workshop, surat: Callable[..., str], tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    """What was issued stands in the register."""
    shop.approve()
    shop.work()
    kept = shop.press.archive.docx(shop.letter())
    before = kept.read_bytes()
    spoil(kept)
    said = surat("ulang", shop.numbers()[0], "--ke", str(tmp_path / "lagi.docx"))
    assert f"Arsip {kept} tadinya hilang atau sudah diubah orang" in said
    assert (tmp_path / "lagi.docx").read_bytes() == kept.read_bytes() == before


def test_a_letter_made_by_hand_cannot_be_made_again(surat: Callable[..., str]) -> None:
    """The program knows only its number."""
    with pytest.raises(CommandError, match="dibuat dengan tangan; program hanya mencatat nomornya"):
        surat("ulang", booked(surat, "005"))


# --- on trial ---------------------------------------------------------------------------------------------------


def test_a_file_of_answers(surat: Callable[..., str], tmp_path: Path) -> None:
    """Each is taken as it is written: no money, hour or telephone number becomes a number of the computer's."""
    given, into = tmp_path / "isian.yaml", tmp_path / "contoh.docx"
    given.write_text("Nama Lengkap: Budi\nKeperluan: 900.000\nTanggal Lahir: 2001-02-03\nNIK: 0071\n", encoding="utf-8")
    assert surat("coba", "sku", "--isian", str(given), "--ke", str(into)) == f"Surat contoh: {into}"
    assert "Budi, NIK 0071, lahir 3 Februari 2001, untuk 900.000" in text_of(into)
    assert "Kepala Desa, Ahmad Contoh" in text_of(into)


def test_a_file_of_answers_with_a_list(tmp_path: Path) -> None:
    """As lines or as a list of YAML."""
    given = tmp_path / "isian.yaml"
    given.write_text("A:\n  - 1; Budi\n  - 2; Ani\nB: |\n  3; Cici\n  4; Dedi\nC:\n", encoding="utf-8")
    assert read_answers(given) == {"A": "1; Budi\n2; Ani", "B": "3; Cici\n4; Dedi\n", "C": ""}


@pytest.mark.parametrize(
    ("text", "said"), [(None, "tidak ada"), ("- a", "bukan daftar"), ("a: [", "baris 1"), ("a: 1\na: 2", "dua kali")]
)
def test_a_file_of_answers_that_is_none(surat: Callable[..., str], tmp_path: Path, text: str | None, said: str) -> None:
    """It is named, with what is wrong."""
    given = tmp_path / "isian.yaml"
    if text:
        given.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=f"isian.yaml: .*{said}"):
        surat("coba", "sku", "--isian", str(given), "--ke", str(tmp_path / "contoh.docx"))


def test_a_broken_template_is_explained(shop: Workshop, surat: Callable[..., str], tmp_path: Path) -> None:
    """In Indonesian, with the paragraph quoted; nothing is written."""
    shop.write_template("sku", "Yang bertanda tangan di bawah ini {{Nama Lengkap")
    with pytest.raises(TemplateError) as told:
        surat("coba", "sku", "--ke", str(tmp_path / "contoh.docx"))
    assert str(told.value).startswith("sku.docx: ")
    assert "Yang bertanda tangan di bawah ini" in str(told.value)
    assert not (tmp_path / "contoh.docx").exists()


def test_a_template_of_no_service(surat: Callable[..., str], tmp_path: Path) -> None:
    """A draft for a service that is not in the settings yet: all its placeholders and lists are samples."""
    draft, into = tmp_path / "baru.docx", tmp_path / "contoh.docx"
    draft.write_bytes(template("{{Nomor Surat}} untuk {{Nama Kucing}}"))
    assert surat("coba", str(draft), "--ke", str(into)) == f"Surat contoh: {into}"
    assert "Contoh Nomor Surat untuk Contoh Nama Kucing" in text_of(into)


def test_a_template_that_is_not_there(surat: Callable[..., str], tmp_path: Path) -> None:
    """Neither a service nor a file."""
    with pytest.raises(CommandError, match="`skuu` bukan berkas dan bukan kunci layanan"):
        surat("coba", "skuu", "--ke", str(tmp_path / "contoh.docx"))


def test_a_trial_takes_no_number(shop: Workshop, surat: Callable[..., str], tmp_path: Path) -> None:
    """Its number is 000, and the register stays as it is."""
    surat("coba", "sku", "--ke", str(tmp_path / "contoh.docx"))
    assert "Nomor 517/000/DS-KRS/XI/2026" in text_of(tmp_path / "contoh.docx")
    assert shop.letters() == []
