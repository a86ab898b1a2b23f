"""How a running service is asked to make room for its successor: by a file in the data folder, so also on Windows."""

from contextlib import suppress
from pathlib import Path

from office.ledger.serving import Serving

_FILE = "ganti"
GUARDED = "MEJA_PENJAGA"
"""Set in the environment by whatever starts the service again after it has ended: `mulai.bat`, systemd, Docker."""
AGAIN = 3
"""Exit status of a guarded service that is to be started again at once."""


def ask(folder: Path, serving: Serving) -> None:
    """Ask this service, and no later one, to end. Raises OSError."""
    (folder / _FILE).write_text(serving.name, encoding="utf-8")


def asked(folder: Path, serving: Serving) -> bool:
    """Whether this service was asked to end."""
    try:
        return (folder / _FILE).read_text(encoding="utf-8") == serving.name
    except (OSError, ValueError):
        return False


def take_back(folder: Path) -> None:
    """Ask nobody any more."""
    with suppress(OSError):
        (folder / _FILE).unlink(missing_ok=True)
