"""The log as a file, for the day after: masked as on stderr, bounded in size, readable by its owner only."""

import logging
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from office.masking import MaskingFormatter
from office.private import make_private

FILE = Path("catatan", "meja.log")
"""In the data folder; older ones beside it are `meja.log.1` (the newest of them) and so on."""
MOST_BYTES, OLD_FILES = 1_000_000, 5


class LogFile(RotatingFileHandler):
    """Begins a new file when this one is full. What cannot be written is said once on stderr, and stops nothing.

    On Windows (not tried here) a file that somebody looks at cannot be renamed: it then grows until it can.
    Raises OSError when its folder cannot be made.
    """

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES, old_files: int = OLD_FILES) -> None:
        make_private(path.parent)
        super().__init__(path, maxBytes=most_bytes, backupCount=old_files, encoding="utf-8", delay=True)
        self.setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(message)s"))
        self._said = False

    def doRollover(self) -> None:  # noqa: N802 - logging's
        """See `RotatingFileHandler`, whose own loses old files and lines while one of them cannot be renamed."""
        if self.stream:
            self.stream.close()
            self.stream = None  # `emit` opens it again
        with suppress(OSError):
            self._older(0).unlink(missing_ok=True)
            Path(self.baseFilename).rename(self._older(0))
            for number in range(self.backupCount, 0, -1):
                if self._older(number - 1).exists():
                    self._older(number - 1).replace(self._older(number))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - logging's
        """See `logging.Handler`; the line itself is on stderr already."""
        if not self._said and isinstance(sys.exception(), OSError):
            self._said = True
            with suppress(OSError, ValueError):
                sys.stderr.write(f"Catatan belum bisa ditulis ke {self.baseFilename}. Periksa sisa ruang disk.\n")

    def _open(self) -> TextIOWrapper:
        return os.fdopen(
            os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8"
        )

    def _older(self, number: int) -> Path:
        return Path(f"{self.baseFilename}.{number}")
