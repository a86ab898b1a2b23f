"""What became of the polls: said once in the log; to the staff once a day when it lasts."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from office.doors import DoorError, Refused
from office.ledger.connection import Ledger
from office.ledger.record import Clerk, tell_staff
from office.notices import NoticeKind
from office.outage import Outage, unusable_ledger

log = logging.getLogger(__name__)

REFUSALS = 3
"""So many in a row are no slip of Google's."""
UNREACHABLE = timedelta(minutes=30)
"""After so long the staff will have noticed, and want to know why."""
_CLOCK = "Jam komputer tidak cocok dengan jam Google, jadi surat ditahan. Betulkan jamnya."


class Troubles:
    """Hears how each poll went. `now` gives aware moments."""

    def __init__(self, ledger: Ledger, clerk: Clerk, now: Callable[[], datetime]) -> None:
        self._ledger, self._clerk, self._now = ledger, clerk, now
        self._outage = Outage(log, "Hubungan dengan Google pulih.")
        self._since: datetime | None = None
        self._refusals = 0

    def well(self, *, clock_trusted: bool) -> None:
        """A poll went well, but perhaps for our clock."""
        self._since, self._refusals = None, 0
        if clock_trusted:
            self._outage.mended()
        else:
            self._outage.broke(_CLOCK)

    def failed(self, error: Exception) -> None:
        """A poll failed; the next one begins anew."""
        self._since = self._since or self._now()
        self._refusals = self._refusals + 1 if isinstance(error, Refused) else 0
        self._outage.broke(_sentence(error))
        if self._refusals >= REFUSALS:
            self._tell("spreadsheet_refused")
        elif isinstance(error, DoorError) and self._now() - self._since >= UNREACHABLE:
            self._tell("spreadsheet_unreachable")

    def _tell(self, alert: str) -> None:
        today = self._now().astimezone(self._clerk.hours.zone).date()
        params = {"alert": alert, "about": "spreadsheet"}
        with suppress(OperationalError), self._ledger.write() as tx:  # the next poll tries again
            tell_staff(tx, self._clerk, f"{alert}:{today}", NoticeKind.STAFF_ALERT, params, self._now())


def _sentence(error: Exception) -> str:
    match error:
        case Refused():
            return f"Google menolak: {error}. Periksa dengan: scheduler.py check"
        case DoorError():
            return f"Spreadsheet belum bisa dibaca; dicoba terus: {error}"
        case OperationalError() | OSError():
            return unusable_ledger(error)
    # Its text may hold answers.
    return f"Spreadsheet belum bisa diproses ({type(error).__name__}); dicoba terus."
