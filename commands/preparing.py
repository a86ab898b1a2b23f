"""The spreadsheet made ready on the operator's word: the script's tabs, and what people have undone of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from office.config import Config
from office.ledger.connection import LEDGER_FILE, Ledger
from sheets_sync.batch import SUMMARY_TAB
from sheets_sync.google import GoogleDoor, Workbook
from sheets_sync.heartbeat import Heartbeat
from sheets_sync.mending import mend
from sheets_sync.rows import zone_named
from sheets_sync.setup import set_up
from sheets_sync.summary_tab import SummaryTab
from sheets_sync.texts import SUMMARY_TITLE


def prepare(door: GoogleDoor, config: Config, now: datetime) -> list[str]:
    """Make what is missing and bring back what was undone; what was done, in Indonesian. Raises DoorError.

    Once more it changes nothing. Safe beside the running service.
    """
    ready = set_up(door, config, now.astimezone(config.village.hours.zone).year)
    made = [*ready.made, *_summary(door, config, ready.book, now)]
    return [f"Tab {title} dibuat" for title in made] + mend(door, config)


def _summary(door: GoogleDoor, config: Config, book: Workbook, now: datetime) -> Iterator[str]:
    if any(tab.id == SUMMARY_TAB for tab in book.tabs):
        return
    with _known(config.data_dir / LEDGER_FILE) as ledger:
        tab = SummaryTab(door, ledger, Heartbeat(ledger), config)
        tab.found(book)
        tab.keep(zone_named(book.zone) or config.village.hours.zone, now, sweep=False, restored=False)
    yield SUMMARY_TITLE


@contextmanager
def _known(path: Path) -> Iterator[Ledger]:
    """The ledger, or an empty one where there is none yet: figures are no reason to begin one."""
    with TemporaryDirectory() as folder, Ledger(path if path.exists() else Path(folder, LEDGER_FILE)) as ledger:
        yield ledger
