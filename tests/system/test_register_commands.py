"""`scheduler.py surat ...` as processes beside the running service: one series of numbers, one book, one archive."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from simulator.persons import Person
from tests.system.citizen import text_of
from tests.system.patience import until
from tests.system.process import SCRIPT, command, environment
from tests.system.village import FORMS_FILE, Village, leaks
from tests.system.word import write_template

BOOK = "Buku Surat"
HEAD = ["No. Urut", "Nomor Surat", "Tanggal", "Ditujukan Kepada", "Isi Ringkas", "Disetujui", "Keterangan"]
READ, CHANGE = ":batchGetByDataFilter", ":batchUpdate"
DEWI = Person("Dewi", "Lestari Contoh", {"NIK": "3216060107880031"})
AGUS = Person("Agus", "Santoso Contoh", {"NIK": "3216060107880032"})
BYHAND = ("--kepada", "Ketua RT 01", "--ringkasan", "Undangan")
Surat = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def surat(town: Village, bytecode: Path) -> Surat:
    """Return what runs `scheduler.py surat` with these words for the town."""

    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        done = command(bytecode, "surat", *words, "--config", town.config_file)
        assert "Traceback" not in done.stderr
        assert not leaks(done.stdout + done.stderr)
        return done

    return run


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines of a command that succeeded."""
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def booked(done: subprocess.CompletedProcess[str]) -> str:
    """The number that `catat` gave."""
    (line,) = said(done)
    return line.removeprefix("Nomor untuk surat ini: ")


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """Why a command was refused: one sentence, and nothing done."""
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr.strip()


def book(town: Village) -> list[list[str]]:
    """The tab `Buku Surat` as people see it, without its blank rows."""
    rows = [[cell["value"] for cell in row] for row in town.book.cells(BOOK)]
    return [row for row in rows if any(row)]


def line(town: Village, number: str, seconds: float = 20) -> list[str]:
    """A letter's line in the book, once it is there."""
    return until(lambda: next((row for row in book(town) if row[1] == number), None), f"{number} in the book", seconds)


def letter_of(town: Village, person: Person) -> tuple[str, bytes]:
    """Ask for an SKU and have it approved: the letter's number, and the file as it came."""
    citizen = town.citizen(person)
    reference = citizen.request("SKU")
    town.desk.decide(reference, "Setujui")
    until(citizen.papers, "a letter")
    return town.desk.wait(reference, Status="Selesai")["Nomor Surat"], citizen.papers()[-1][0]


def test_letters_and_numbers_by_hand_share_one_series(town: Village, surat: Surat, bytecode: Path) -> None:
    """From the village's own book on, whoever takes the next number; all of them stand in the register and the tab."""
    (begin,) = said(surat("mulai", "122"))
    assert begin.endswith("bernomor urut 123.")
    first, _ = letter_of(town, DEWI)
    words = [sys.executable, SCRIPT, "--config", town.config_file, "surat", "catat", "005", *BYHAND]
    together = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment(bytecode)) for _ in range(2)]
    taken = [hand.communicate(timeout=60)[0].strip().rpartition(" ")[2] for hand in together]
    last, _ = letter_of(town, AGUS)
    numbers = [first, *sorted(taken), last]
    assert [number.split("/")[:2] for number in numbers] == [
        ["517", "123"], ["005", "124"], ["005", "125"], ["517", "126"],
    ]  # fmt: skip

    assert [line(town, number)[0] for number in numbers] == ["123", "124", "125", "126"]
    assert book(town)[0] == HEAD
    assert line(town, first)[3:6] == ["Dewi Lestari Contoh", "Surat Keterangan Usaha (SKU)", "lewat tab Meja"]
    assert line(town, taken[0])[3:6] == ["Ketua RT 01", "Undangan", "dicatat operator"]
    listed = said(surat("daftar"))
    assert [number in shown for number, shown in zip(numbers, listed, strict=False)] == [True] * 4
    assert listed[-1].startswith("4 surat pada tahun")
    assert "sudah sampai nomor urut 126" in refused(surat("mulai", "100"))


def test_an_issued_letter_is_made_again(town: Village, tmp_path: Path, bytecode: Path) -> None:
    """The same bytes as the citizen got, although the village has another head and another template by now."""
    number, sent = letter_of(town, DEWI)
    config = yaml.safe_load(town.config_file.read_text(encoding="utf-8"))
    write_template(tmp_path / "sku.docx", "Lain sama sekali")
    later = config | {"folder_templat": str(tmp_path), "penandatangan": {"nama": "Baru", "jabatan": "Kepala Desa"}}
    other = town.home / "lain.yaml"
    other.write_text(yaml.safe_dump(later), encoding="utf-8")
    again = command(bytecode, "--config", other, "surat", "ulang", number, "--ke", tmp_path / "lagi.docx")
    assert said(again)[-1] == "Sama persis dengan arsip."
    assert (tmp_path / "lagi.docx").read_bytes() == sent


def test_a_letter_is_withdrawn_by_command(town: Village, surat: Surat) -> None:
    """Its citizen reads why, desk and book say so; a second time, and a number that nobody has, are refused."""
    dewi = town.citizen(DEWI)
    reference = dewi.request("SKU")
    town.desk.decide(reference, "Setujui")
    number = town.desk.wait(reference, Status="Selesai")["Nomor Surat"]
    assert said(surat("cabut", number, "--alasan", "Nama usaha salah."))[0].startswith(f"Surat {number} sudah ditandai")
    dewi.wait_for("kami cabut dan tidak berlaku lagi. Alasannya: “Nama usaha salah.”")
    town.desk.wait(reference, Status="Dicabut", Nomor_Surat=number)
    until(lambda: line(town, number)[-1] == "Dicabut: Nama usaha salah.", "a remark in the book")
    assert "sudah dicabut sebelumnya, dengan alasan: Nama usaha salah." in refused(
        surat("cabut", number, "--alasan", "Lain")
    )
    assert "Tidak ada surat bernomor 517/999/X" in refused(surat("cabut", "517/999/X", "--alasan", "x"))
    assert "[DICABUT: Nama usaha salah.]" in "\n".join(said(surat("daftar")))


def test_the_book_costs_nothing_while_nothing_happens(town: Village, surat: Surat) -> None:
    """A new number is added in one call, without reading the book; and no round after that reads it."""
    line(town, booked(surat("catat", "005", *BYHAND)))
    idle = until(lambda: _idle(town), "rounds without anything to write")

    before = town.simulator.journal.entries()[-1]["n"]
    line(town, booked(surat("catat", "005", *BYHAND)))
    assert until(lambda: _idle(town), "rounds without anything to write") == idle
    busy = [(entry["path"], entry["bytes_in"]) for entry in town.simulator.journal.entries(before)]
    assert sum(path.endswith(CHANGE) for path, _ in busy) == 1
    assert not [size for path, size in busy if path.endswith(READ) and (path, size) not in idle]


def test_what_people_did_to_the_book_is_put_right(town: Village, surat: Surat) -> None:
    """With the next sweep, such as at a start: cells, a number, the header; what people added stays."""
    number = booked(surat("catat", "005", *BYHAND))
    mine = line(town, number)
    before = book(town)
    row = before.index(mine) + 1
    town.service.stop()
    for cell, text in ((f"D{row}", "Orang Lain"), ("B1", "Nomor"), ("B2", "salah"), (f"G{row + 3}", "tulisan sendiri")):
        town.book.type(cell, text, title=BOOK)
    town.open()
    own = [""] * 6 + ["tulisan sendiri"]
    until(lambda: [row for row in book(town) if row != own] == before, "the book is right")
    assert own in book(town)


@pytest.mark.parametrize("service", ["sku", "sktm"])
def test_a_template_is_tried(surat: Surat, tmp_path: Path, service: str) -> None:
    """With the given answers and samples for the rest, while the service runs."""
    given, into = tmp_path / "isian.yaml", tmp_path / "contoh.docx"
    given.write_text("Nama Lengkap: Budi Contoh\nTanggal Lahir: 2001-02-03\n", encoding="utf-8")
    assert said(surat("coba", service, "--isian", given, "--ke", into)) == [f"Surat contoh: {into}"]
    text = text_of(into.read_bytes())
    assert "budi contoh" in text.casefold()
    assert "3 Februari 2001" in text
    assert "{{" not in text


def test_what_cannot_be_tried_is_explained(town: Village, surat: Surat, tmp_path: Path) -> None:
    """A broken template with its paragraph, answers that are none, a place that cannot be written: status 2."""
    write_template(tmp_path / "rusak.docx", "Nama pemohon {{Nama Lengkap")
    told = refused(surat("coba", tmp_path / "rusak.docx", "--ke", tmp_path / "contoh.docx"))
    assert told.startswith("rusak.docx: ")
    assert "Nama pemohon {{Nama Lengkap" in told
    assert "isian.yaml: berkas ini tidak ada" in refused(surat("coba", "sku", "--isian", tmp_path / "isian.yaml"))
    for place in (town.home / FORMS_FILE / "x.docx", tmp_path):
        told = refused(surat("coba", "sku", "--ke", place))
        assert told.startswith(f"Tidak bisa dipakai: {town.home / FORMS_FILE if place != tmp_path else tmp_path}.")
        assert told.endswith("izin menulis, dan sisa ruang disk.")
    assert not (tmp_path / "contoh.docx").exists()


def _idle(town: Village) -> set[tuple[str, int]]:
    """What a few rounds ask of the spreadsheet: paths, and how much each call says. Nothing when one writes."""
    since = town.simulator.journal.entries()[-1]["n"]
    time.sleep(1.5)
    entries = [entry for entry in town.simulator.journal.entries(since) if "/spreadsheets/" in entry["path"]]
    calls = {(entry["path"], entry["bytes_in"]) for entry in entries}
    return set() if any(path.endswith(CHANGE) for path, _ in calls) else calls
