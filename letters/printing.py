"""Printing letters as PDF: LibreOffice makes it, its text is read again, the village's certificate may sign it."""

import logging
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from pydantic import SecretStr

from letters import pdf
from letters.pdf import ConversionFailed, Converter
from letters.press import Sheet
from office.config import Config

log = logging.getLogger(__name__)

SECONDS_PER_CALL = 60.0
_UNPROVED = ".cetak-"


class LibreOfficePrinter:
    """A `letters.press.Printer`. With a certificate each PDF is signed after it was proved."""

    def __init__(
        self, converter: Converter, certificate: Path | None = None, passphrase: SecretStr | None = None
    ) -> None:
        self._converter, self._certificate, self._passphrase = converter, certificate, passphrase

    def print_all(self, sheets: list[Sheet]) -> dict[Sheet, str]:
        """See `Printer`. A PDF that does not show everything never lies in the archive."""
        failed: dict[Sheet, str] = {}
        for folder, group in groupby(sorted(sheets, key=_folder), key=_folder):
            failed |= dict(self._print_into(folder, list(group)))
        return failed

    def stop(self) -> None:
        """Print no more."""
        self._converter.stop()

    def _print_into(self, folder: Path, sheets: list[Sheet]) -> Iterator[tuple[Sheet, str]]:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left_by_a_killed_process in folder.glob(f"{_UNPROVED}*"):
            shutil.rmtree(left_by_a_killed_process, ignore_errors=True)
        # What lies in the archive under a PDF's name is proved: until then it is elsewhere on the same disk.
        with tempfile.TemporaryDirectory(prefix=_UNPROVED, dir=folder, ignore_cleanup_errors=True) as unproved:
            try:
                made = self._converter.convert([sheet.docx for sheet in sheets], Path(unproved), SECONDS_PER_CALL)
            except (ConversionFailed, OSError) as error:
                log.warning("LibreOffice tidak bisa mencetak: %s", error)
                yield from ((sheet, str(error)) for sheet in sheets)
                return
            for sheet in sheets:
                if failure := self._release(sheet, made.get(sheet.docx)):
                    yield sheet, failure

    def _release(self, sheet: Sheet, made: Path | None) -> str | None:
        """Put a PDF in its place once it is proved and signed; why not, or None."""
        if made is None:
            return "LibreOffice made no PDF of this letter"
        try:
            if lost := pdf.check(made, sheet.shown):
                return f"{len(lost)} texts are not to be read in the PDF"
            self._sign(made, f"Surat nomor {sheet.number}")
            made.replace(sheet.pdf)
        except (ConversionFailed, OSError) as error:
            return str(error)
        return None

    def _sign(self, path: Path, reason: str) -> None:
        if self._certificate is None:
            return
        # An extra that few villages have: imported only where it is used.
        from letters.signature import SignatureFailed, sign  # noqa: PLC0415

        try:
            sign(path, self._certificate, self._passphrase.get_secret_value() if self._passphrase else "", reason)
        except SignatureFailed as error:
            raise ConversionFailed(str(error)) from None


class NoPrinter:
    """Stands in where LibreOffice is not to be found: letters are held until it is, or until the village sends DOCX."""

    def print_all(self, sheets: list[Sheet]) -> dict[Sheet, str]:
        """See `letters.press.Printer`."""
        return dict.fromkeys(sheets, "LibreOffice is not installed")

    def stop(self) -> None:
        """Nothing to stop."""


def printer(
    config: Config, environment: Mapping[str, str], passphrase: SecretStr | None
) -> "LibreOfficePrinter | NoPrinter | None":
    """What makes the letters' PDFs; None when the village sends editable files."""
    if config.printing.send_docx:
        return None
    converter = pdf.find_converter(environment, config.data_dir / "libreoffice", config.printing.libreoffice)
    return LibreOfficePrinter(converter, config.printing.certificate, passphrase) if converter else NoPrinter()


def _folder(sheet: Sheet) -> Path:
    return sheet.pdf.parent
