"""A village hall whose ledger is lost: the same spreadsheet, and a new ledger made from it."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from office.cases import Dossier
from office.ledger import letter_jobs
from office.ledger.connection import Ledger
from office.ledger.rebuild import OnFile
from office.ledger.schema import letter_jobs as jobs
from office.ledger.schema import outbox
from sheets_sync.recovery.command import Wishes, make_anew
from tests.unit.sheets_sync.hall import Hall

NOTHING_MORE = Wishes()


class Loss:
    """What became of a hall after its ledger was lost at this place and made anew."""

    def __init__(self, hall: Hall, place: Path, files: Sequence[OnFile] = (), wishes: Wishes = NOTHING_MORE) -> None:
        self.said: list[str] = []
        door = deepcopy(hall.door)
        sheet = deepcopy(door.tabs)
        self.proved = make_anew(door, hall.config, place, files, wishes, now=hall.now, say=self.said.append)  # type: ignore[arg-type] # the paper door
        assert door.tabs == sheet, "something was written into the spreadsheet"
        self.ledger = Ledger(place)
        self.hall = reopened(hall, self.ledger)
        self.hall.door = door
        self.hall.start()

    @property
    def text(self) -> str:
        """All that was said."""
        return "\n".join(self.said)

    def line(self, words: str) -> str:
        """The only line that holds these words."""
        (line,) = [line for line in self.said if words in line]
        return line

    def close(self) -> None:
        self.ledger.close()


def reopened(hall: Hall, ledger: Ledger) -> Hall:
    """The same hall with another ledger, a spreadsheet of its own, and nothing in memory."""
    other = Hall(ledger, staff_chat=hall.clerk.staff_chat)
    other.door, other.now, other.forms = deepcopy(hall.door), hall.now, deepcopy(hall.forms)
    other.config, other.clerk, other.required = hall.config, hall.clerk, hall.required
    other.start()
    return other


def waiting(ledger: Ledger) -> list[str]:
    """What is still to be told, by kind."""
    with ledger.read() as tx:
        unsent = outbox.c.state.in_(("created", "sending"))
        return list(tx.scalars(select(outbox.c.kind).where(unsent).order_by(outbox.c.id)))


def ordered(ledger: Ledger) -> set[int]:
    """The attempts whose letter is to be made."""
    with ledger.read() as tx:
        return set(tx.scalars(select(jobs.c.attempt_id).where(jobs.c.state != letter_jobs.DONE)))


def minute(moment: datetime) -> datetime:
    """As much as a cell tells of a moment."""
    return moment.replace(second=0, microsecond=0)


def known(hall: Hall) -> dict[str, Dossier]:
    """All attempts by their keys."""
    return {mine.key: mine for mine in hall.dossiers()}
