"""The converter's manners with a LibreOffice that hangs, crashes or forgets, and the reading of PDFs."""

import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from letters.pdf import ConversionFailed, Converter, check, find_converter
from office.ledger.connection import AlreadyRunning, InstanceLock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a script with a #!")

PATIENCE = 2.0
STAND_IN = """
# Stands for LibreOffice: does with each letter what is written in it, and notes how it was called.
import fcntl, json, os, pathlib, sys, time
notes = pathlib.Path({notes!r})
arguments = sys.argv[1:]
out = pathlib.Path(arguments[arguments.index("--outdir") + 1])
letters = [pathlib.Path(name) for name in arguments if name.endswith(".docx")]
with notes.open("a") as file:
    texts = [letter.read_text() for letter in letters]
    file.write(json.dumps({{"texts": texts, "arguments": arguments, "environment": dict(os.environ)}}) + "\\n")
for letter in letters:
    text = letter.read_text()
    pdf = out / (letter.stem + ".pdf")
    if "forgotten" in text:
        continue
    if "crash" in text:
        print("Unspecified Application Error")
        sys.exit(77)
    if "hang" in text:
        held = open(notes.with_suffix(".held"), "w")
        fcntl.flock(held, fcntl.LOCK_EX)
        pdf.write_text("%PDF-1.7 half of it")
        os.fork()
        time.sleep(60)
    pdf.write_text("%PDF-1.7 " + text + " %%EOF")
"""


class Desk:
    """A folder with letters to print, and the stand-in that prints them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.notes, self.home = folder, folder / "notes.jsonl", folder / "data" / "libreoffice"
        self.into = folder / "surat"
        self.program = self.folder / "soffice"
        script = self.folder / "soffice.py"
        script.write_text(STAND_IN.format(notes=str(self.notes)))
        # By way of the shell: a `#!` line takes no path with spaces.
        self.program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -IS "{script}" "$@"\n')
        self.program.chmod(0o755)
        self.converter = self.another()

    def another(self, **environment: str) -> Converter:
        return Converter(self.program, self.home, {"PATH": os.environ["PATH"], **environment})

    def letters(self, *texts: str) -> list[Path]:
        paths = [self.folder / f"{number} {text}.docx" for number, text in enumerate(texts)]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text)
        return paths

    def printed(self, *texts: str) -> list[str]:
        """Convert letters of these texts; return the names of those that were printed."""
        made = self.converter.convert(self.letters(*texts), self.into, PATIENCE)
        return sorted(letter.stem.partition(" ")[2] for letter in made)

    def calls(self) -> list[str]:
        return self.notes.read_text().splitlines()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_each_letter_becomes_a_pdf_of_its_name_for_its_owner_only(desk: Desk) -> None:
    """One call prints all letters, whatever their names, and leaves nothing else behind."""
    letters = [*desk.letters("satu"), desk.folder / "-env:apa.docx", desk.folder / "517 (dua) & Rp.docx"]
    for letter in letters[1:]:
        letter.write_text(letter.stem)
    made = desk.converter.convert(letters, desk.into, PATIENCE)
    assert made == {letter: desk.into / f"{letter.stem}.pdf" for letter in letters}
    assert made[letters[2]].read_text() == "%PDF-1.7 517 (dua) & Rp %%EOF"
    assert {path.stat().st_mode & 0o777 for path in made.values()} == {0o600}
    assert len(list(desk.into.iterdir())) == len(letters)
    assert len(desk.calls()) == 1


def test_what_was_not_printed_is_absent(desk: Desk) -> None:
    """A letter that LibreOffice passes over, also when asked again for it alone, is not in the result."""
    assert desk.printed("satu", "forgotten", "tiga") == ["satu", "tiga"]
    assert not (desk.into / "1 forgotten.pdf").exists()


def test_a_hanging_letter_does_not_stop_the_others(desk: Desk) -> None:
    """What was ready before the time-out is kept, the rest is tried one by one, the half-written PDF is not taken."""
    assert desk.printed("satu", "hang", "tiga", "empat") == ["empat", "satu", "tiga"]
    assert not (desk.into / "1 hang.pdf").exists()


def test_a_crash_does_not_stop_the_others(desk: Desk) -> None:
    """Letters after the one that LibreOffice dies of are printed all the same."""
    assert desk.printed("crash", "dua", "tiga") == ["dua", "tiga"]


def test_two_bad_letters_in_front_do_not_stop_the_others(desk: Desk) -> None:
    """The letters after the one that hung are tried first, so that two bad ones are not taken for a sick program."""
    assert desk.printed("hang", "crash", "tiga", "empat") == ["empat", "tiga"]


def test_a_late_libreoffice_is_killed_whole(desk: Desk) -> None:
    """After the time-out neither the program nor what it started is alive."""
    begun = time.monotonic()
    with pytest.raises(ConversionFailed, match="not done after 2 s"):
        desk.printed("hang")
    assert time.monotonic() - begun < PATIENCE + 5
    assert _let_go(desk.notes.with_suffix(".held"))


def test_a_crash_is_told_with_its_code_and_last_words(desk: Desk) -> None:
    """The log hears how LibreOffice ended, and nothing that stood in the letter."""
    with pytest.raises(ConversionFailed, match=r"code 77: Unspecified Application Error$"):
        desk.printed("crash: Siti Aminah")


def test_a_sick_libreoffice_is_not_asked_for_every_letter(desk: Desk) -> None:
    """When the first call and two letters alone come to nothing, the rest waits for another time."""
    with pytest.raises(ConversionFailed):
        desk.printed(*["crash"] * 20)
    assert len(desk.calls()) == 3


def test_a_program_that_cannot_run_fails_the_conversion(desk: Desk) -> None:
    """A file that is no program is told as a failed conversion, like all else that LibreOffice can do wrong."""
    desk.program.write_bytes(b"\0not a program")
    with pytest.raises(ConversionFailed, match="cannot be started"):
        desk.printed("satu")


def test_no_letters_are_no_failure(desk: Desk) -> None:
    """Where there is nothing to print, LibreOffice is not even started."""
    assert desk.printed() == []
    assert not desk.notes.exists()


def test_letters_of_one_name_are_refused(desk: Desk) -> None:
    """Two letters that would become one file are a mistake of the caller, found before anything is overwritten."""
    with pytest.raises(ValueError, match="same PDF"):
        desk.converter.convert([Path("2025/7.docx"), Path("2026/7.docx")], desk.into, PATIENCE)


def test_no_secret_reaches_libreoffice(desk: Desk) -> None:
    """Of the environment it gets what finds programs and fonts, and neither tokens nor another's settings."""
    secrets = {"TELEGRAM_TOKEN": "1:rahasia", "LD_PRELOAD": "", "PYTHONPATH": "/apa", "HTTPS_PROXY": "http://apa"}
    desk.converter = desk.another(HOME="/rumah", **secrets)
    desk.printed("satu")
    assert '"HOME": "/rumah"' in desk.calls()[0]
    assert [name for name in secrets if name in desk.calls()[0]] == []


def test_the_profile_is_kept_until_a_failure(desk: Desk) -> None:
    """The slow first start is paid once, and a profile that a crash may have broken is not used again."""
    desk.printed("satu")
    first = _profiles(desk)
    desk.converter = desk.another()
    desk.printed("satu")
    assert len(first) == 1
    assert first == _profiles(desk)
    assert first.pop().stat().st_mode & 0o777 == 0o700
    desk.printed("satu", "crash")
    desk.printed("satu")
    assert len(_profiles(desk)) == 1
    assert "UserInstallation=" + _profiles(desk).pop().as_uri() in desk.calls()[-1]
    assert "UserInstallation=" + _profiles(desk).pop().as_uri() not in desk.calls()[0]


def test_copies_of_letters_that_a_killed_process_left_are_swept_away(desk: Desk) -> None:
    """Personal data does not pile up beside the profile."""
    left = desk.home / "kerja-lama"
    left.mkdir(parents=True)
    (left / "0.docx").write_text("Siti Aminah")
    desk.printed("satu")
    assert sorted(path.name[:6] for path in desk.home.iterdir()) == ["kunci", "profil"]


def test_stop_ends_a_running_conversion(desk: Desk) -> None:
    """The desk can close at once, whatever LibreOffice is at, and starts no other."""
    failed: list[ConversionFailed] = []

    def convert() -> None:
        try:
            desk.converter.convert(desk.letters("hang", "dua"), desk.into, 60)
        except ConversionFailed as error:
            failed.append(error)

    thread = threading.Thread(target=convert)
    thread.start()
    assert _in_time(desk.notes.with_suffix(".held").exists)
    desk.converter.stop()
    thread.join(10)
    assert str(failed[0]) == "stopped"
    assert _let_go(desk.notes.with_suffix(".held"))


def test_two_conversions_never_share_a_profile(desk: Desk) -> None:
    """A second conversion on the same folder fails at once and says why."""
    desk.home.mkdir(parents=True)
    lock = InstanceLock(desk.home / "kunci")
    with pytest.raises(ConversionFailed, match="using this profile"):
        desk.printed("satu")
    lock.release()
    assert desk.printed("satu") == ["satu"]


def test_libreoffice_is_found_on_the_path(desk: Desk) -> None:
    """By either name."""
    found = find_converter({"PATH": str(desk.folder)}, desk.home)
    assert found is not None
    assert found.program == desk.program
    desk.program.rename(desk.folder / "libreoffice")
    found = find_converter({"PATH": str(desk.folder)}, desk.home)
    assert found is not None
    assert found.program == desk.folder / "libreoffice"


def test_libreoffice_is_found_where_windows_keeps_programs(desk: Desk) -> None:
    """Its installer does not put it on the PATH there."""
    place = desk.folder / "LibreOffice" / "program" / "soffice.exe"
    place.parent.mkdir(parents=True)
    desk.program.rename(place)
    found = find_converter({"PATH": "", "PROGRAMFILES": str(desk.folder)}, desk.home)
    assert found is not None
    assert found.program == place


def test_the_settings_choose_libreoffice(desk: Desk) -> None:
    """A place or name that was given counts alone: no other is taken in its stead."""
    chosen = desk.program.rename(desk.folder / "kantor")
    found = find_converter({"PATH": ""}, desk.home, chosen)
    assert found is not None
    assert found.program == chosen
    assert find_converter({"PATH": str(desk.folder)}, desk.home, Path("kantor")) is not None
    assert find_converter({"PATH": os.environ["PATH"]}, desk.home, desk.folder / "tidak-ada") is None


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes a PDF with these lines on its pages."""

    def write(*pages: Sequence[str]) -> Path:
        writer = PdfWriter()
        font = DictionaryObject(
            {
                NameObject(key): NameObject(value)
                for key, value in (
                    ("/Type", "/Font"),
                    ("/Subtype", "/Type1"),
                    ("/BaseFont", "/Helvetica"),
                    ("/Encoding", "/WinAnsiEncoding"),
                )
            }
        )
        for lines in pages:
            page = writer.add_blank_page(600, 900)
            page[NameObject("/Resources")] = DictionaryObject(
                {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
            )
            shown = " T* ".join(f"<{line.encode('cp1252').hex()}> Tj" for line in lines)
            content = DecodedStreamObject()
            content.set_data(f"BT /F1 12 Tf 14 TL 50 800 Td {shown} ET".encode())
            page[NameObject("/Contents")] = content
        writer.write(tmp_path / "surat.pdf")
        return tmp_path / "surat.pdf"

    return write


def test_a_text_that_wraps_is_there(pdf: Callable[..., Path]) -> None:
    """Where a line ends, also with a hyphen, is the page's affair, and so are capitals."""
    page = pdf(["Alamat : KAMPUNG PASIR ANGIN RT 003,", "Dusun Mekar-", "sari, dekat Masjid Al-", "Ikhlas"])
    address = "Kampung Pasir Angin RT 003,\nDusun Mekarsari, dekat Masjid Al-Ikhlas"
    assert check(page, [address, "", "  "]) == []


def test_a_text_that_is_not_there_is_returned(pdf: Callable[..., Path]) -> None:
    """A letter, a digit or a sign of punctuation too few is a false value; they come back as given, in their order."""
    page = pdf(["Siti Aminah", "3299014107850001", "Rp1.500.000"])
    wrong = ["Siti Aminnah", "3299014107850002", "Rp1,500.000", "Ahmad\nSanusi"]
    assert check(page, ["Siti Aminah", *wrong, "Rp1.500.000"]) == wrong


def test_a_text_may_run_over_the_end_of_a_page(pdf: Callable[..., Path]) -> None:
    """A footer and a header stand between its parts; a part that is missing is still missed."""
    document = pdf(["kop", "Siti Aminah; Rizki", "halaman 1"], ["kop", "Maulana; Nabila", "Putri", "halaman 2"])
    assert check(document, ["Siti Aminah; Rizki Maulana; Nabila Putri"]) == []
    assert check(document, ["Siti Aminah; Rizki Maulana; Nabila Dewi Putri"]) != []


def test_signs_that_fonts_write_in_other_ways_are_the_same(pdf: Callable[..., Path]) -> None:
    """Composed letters, ligatures, no-break spaces and invisible marks do not make a difference."""
    page = pdf(["René sertifikat Rp 1.500 “Barokah”"])
    assert check(page, ["Rene\u0301 serti\ufb01kat", "Rp\xa01.500", "\u200b“Baro\xadkah”\ufeff"]) == []


def test_a_symbol_does_not_hold_a_letter(pdf: Callable[..., Path]) -> None:
    """Which emoji are drawn is the fonts' affair, and no fact of a letter hangs on one."""
    assert check(pdf(["Warung Barokah"]), ["Warung \N{TULIP} Barokah \N{HEAVY BLACK HEART}\ufe0f", "\N{TULIP}"]) == []


def test_a_pdf_without_a_page_is_a_failure(pdf: Callable[..., Path]) -> None:
    """Nothing was printed, whatever was asked for."""
    with pytest.raises(ConversionFailed, match="no page"):
        check(pdf(), [])


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"<html>"])
def test_a_pdf_that_cannot_be_read_is_a_failure(tmp_path: Path, content: bytes) -> None:
    """A file that is no PDF proves nothing."""
    (tmp_path / "surat.pdf").write_bytes(content)
    with pytest.raises(ConversionFailed, match="cannot be read"):
        check(tmp_path / "surat.pdf", [])


def _profiles(desk: Desk) -> set[Path]:
    return set(desk.home.glob("profil-*"))


def _let_go(path: Path) -> bool:
    """Whether every process that held this file is gone."""
    assert path.exists()

    def free() -> bool:
        try:
            InstanceLock(path).release()
        except AlreadyRunning:
            return False
        return True

    return _in_time(free)


def _in_time(happened: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
