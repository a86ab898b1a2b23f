"""What became of the polls: said once in the log, and reported as an outage for as long as they fail."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import OperationalError

from office.doors import DoorError, Refused
from office.outage import Outage, unusable_ledger

log = logging.getLogger(__name__)

REFUSALS = 3
"""So many in a row are no slip of Google's: the staff hear of it at once."""
_CLOCK = "Jam komputer tidak cocok dengan jam Google, jadi surat ditahan. Betulkan jamnya."


class Troubles:
    """Hears how each poll went. `now` gives aware moments."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.outage = Outage(log, "Hubungan dengan Google pulih.", now)
        self._clock = Outage(log, "Jam komputer cocok lagi dengan jam Google.", now)
        self._refusals = 0

    def well(self, *, clock_trusted: bool) -> None:
        """A poll went well, but perhaps for our clock."""
        self._refusals = 0
        self.outage.mended()
        if clock_trusted:
            self._clock.mended()
        else:
            self._clock.broke(_CLOCK)

    def failed(self, error: Exception) -> None:
        """A poll failed; the next one begins anew."""
        self._refusals = self._refusals + 1 if isinstance(error, Refused) else 0
        shut = self._refusals >= REFUSALS
        known = "" if isinstance(error, DoorError) else "spreadsheet_unprocessed"
        self.outage.broke(_sentence(error), alert="spreadsheet_refused" if shut else known, urgent=shut)


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
