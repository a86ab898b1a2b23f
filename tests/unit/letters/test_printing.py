"""Printing: what comes from LibreOffice reaches the archive only when it is proved, and signed where that is wished."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from pypdf import PdfReader

from letters.pdf import ConversionFailed
from letters.press import Sheet
from letters.printing import LibreOfficePrinter, NoPrinter, printer
from tests.unit.letters.paper import write_certificate, write_pdf
from tests.unit.letters.workshop import config_at


class StandIn:
    """Stands for the converter: makes a PDF of the lines in each letter, and leaves out those that say so."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.trouble: Exception | None = None
        self.stopped = False

    def convert(self, letters: Sequence[Path], into: Path, timeout: float) -> dict[Path, Path]:
        assert timeout > 0
        self.calls.append([letter.stem for letter in letters])
        if self.trouble:
            raise self.trouble
        made = {letter: into / f"{letter.stem}.pdf" for letter in letters if "forgotten" not in letter.read_text()}
        for letter, pdf in made.items():
            write_pdf(pdf, letter.read_text().splitlines())
        return made

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def office() -> StandIn:
    return StandIn()


def prints(office: StandIn, certificate: Path | None = None, passphrase: str = "") -> LibreOfficePrinter:
    return LibreOfficePrinter(office, certificate, SecretStr(passphrase))  # type: ignore[arg-type] # the stand-in


def sheet(folder: Path, number: str, text: str, *shown: str) -> Sheet:
    """A letter in the archive; its Word file stands for what LibreOffice would draw."""
    folder.mkdir(exist_ok=True)
    docx = folder / f"{number}.docx"
    docx.write_text(text)
    return Sheet(number, docx, folder / f"{number}.pdf", shown)


def text(letter: Sheet) -> str:
    return PdfReader(letter.pdf).pages[0].extract_text()


def left(folder: Path) -> list[str]:
    """The PDFs, and whatever else is no letter, in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".docx")


def test_several_letters_are_printed_in_one_call(office: StandIn, tmp_path: Path) -> None:
    """Each lies beside its Word file, and nothing else does."""
    letters = [sheet(tmp_path, str(n), f"Surat\nnomor {n}", "Surat", str(n)) for n in range(3)]
    assert prints(office).print_all(letters) == {}
    assert office.calls == [["0", "1", "2"]]
    assert [text(letter) for letter in letters] == ["Surat\nnomor 0", "Surat\nnomor 1", "Surat\nnomor 2"]
    assert left(tmp_path) == ["0.pdf", "1.pdf", "2.pdf"]


def test_a_letter_that_lost_a_value_is_not_released(office: StandIn, tmp_path: Path) -> None:
    """The others are; the reason says how much was lost, and not what."""
    bad = sheet(tmp_path, "1", "Nama: Siti", "Siti", "3216010101900001")
    good = sheet(tmp_path, "2", "Nama: Budi", "Budi")
    assert prints(office).print_all([bad, good]) == {bad: "1 texts are not to be read in the PDF"}
    assert left(tmp_path) == ["2.pdf"]


def test_a_letter_that_was_not_converted(office: StandIn, tmp_path: Path) -> None:
    """It does not stop the others."""
    bad, good = sheet(tmp_path, "1", "forgotten"), sheet(tmp_path, "2", "Budi")
    assert prints(office).print_all([bad, good]) == {bad: "LibreOffice made no PDF of this letter"}
    assert left(tmp_path) == ["2.pdf"]


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (ConversionFailed("LibreOffice was not done after 60 s"), "LibreOffice was not done after 60 s"),
        (OSError("disk full"), "disk full"),
    ],
)
def test_a_converter_that_fails_fails_all(office: StandIn, tmp_path: Path, trouble: Exception, reason: str) -> None:
    """What was printed before stays."""
    letters = [sheet(tmp_path, "1", "a"), sheet(tmp_path, "2", "b")]
    write_pdf(letters[0].pdf, ["before"])
    office.trouble = trouble
    assert prints(office).print_all(letters) == dict.fromkeys(letters, reason)
    assert left(tmp_path) == ["1.pdf"]
    assert text(letters[0]) == "before"


def test_a_pdf_that_cannot_be_put_in_its_place(office: StandIn, tmp_path: Path) -> None:
    """That letter has failed, and only that one."""
    bad, good = sheet(tmp_path, "1", "a"), sheet(tmp_path, "2", "b")
    bad.pdf.mkdir()
    assert list(prints(office).print_all([bad, good])) == [bad]
    assert text(good) == "b"


def test_letters_of_two_years_lie_in_two_folders(office: StandIn, tmp_path: Path) -> None:
    """Those that wait over New Year are printed together with the new ones all the same."""
    letters = [sheet(tmp_path / year, "1", year, year) for year in ("2026", "2027")]
    assert prints(office).print_all(letters[::-1]) == {}
    assert [left(tmp_path / year) for year in ("2026", "2027")] == [["1.pdf"], ["1.pdf"]]


def test_a_signed_letter(office: StandIn, tmp_path: Path) -> None:
    """With the village's certificate each PDF leaves signed, and says of what letter."""
    write_certificate(tmp_path / "desa.p12", "rahasia")
    letter = replace(sheet(tmp_path / "surat", "517-007", "Siti", "Siti"), number="517/007")
    assert prints(office, tmp_path / "desa.p12", "rahasia").print_all([letter]) == {}
    (field,) = PdfReader(letter.pdf).get_fields().values()  # type: ignore[union-attr] # without fields it fails
    assert field["/V"]["/Reason"] == "Surat nomor 517/007"


@pytest.mark.parametrize(
    ("passphrase", "ends", "reason"), [("salah", 365, "passphrase"), ("rahasia", -1, "not valid today")]
)
def test_what_cannot_be_signed_is_not_released(
    office: StandIn, tmp_path: Path, passphrase: str, ends: int, reason: str
) -> None:
    """The letter says that it is signed, so it does not leave unsigned."""
    write_certificate(tmp_path / "desa.p12", "rahasia", ends=ends)
    letter = sheet(tmp_path / "surat", "1", "Siti", "Siti")
    failed = prints(office, tmp_path / "desa.p12", passphrase).print_all([letter])
    assert reason in failed[letter]
    assert left(tmp_path / "surat") == []


def test_stopping_stops_the_converter(office: StandIn) -> None:
    """The press does not wait for it."""
    prints(office).stop()
    assert office.stopped


def test_without_libreoffice_letters_are_held(tmp_path: Path) -> None:
    """Each with the reason, until it is installed or the village chooses to send Word files."""
    letter = sheet(tmp_path, "1", "Siti")
    assert NoPrinter().print_all([letter]) == {letter: "LibreOffice is not installed"}
    assert left(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there a program is known by its ending")
def test_which_printer_the_settings_mean(tmp_path: Path) -> None:
    """Word files are sent only by the village's choice; else a PDF is made, or the letter held."""
    program = tmp_path / "soffice"
    assert printer(config_at(tmp_path, cetak={"kirim_docx": True}), {"PATH": str(tmp_path)}, None) is None
    nowhere = config_at(tmp_path, cetak={"libreoffice": str(program)})
    assert isinstance(printer(nowhere, {"PATH": ""}, None), NoPrinter)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for settings, path in (({"libreoffice": str(program)}, ""), ({}, str(tmp_path))):
        assert isinstance(printer(config_at(tmp_path, cetak=settings), {"PATH": path}, None), LibreOfficePrinter)


def test_what_a_killed_process_left_is_cleared_away(office: StandIn, tmp_path: Path) -> None:
    """Unproved PDFs of a call that never ended do not stay beside the letters."""
    letter = sheet(tmp_path, "1", "Surat", "Surat")
    unproved = tmp_path / ".cetak-lama"
    unproved.mkdir()
    (unproved / "9.pdf").write_text("of another letter")
    assert prints(office).print_all([letter]) == {}
    assert left(tmp_path) == ["1.pdf"]
