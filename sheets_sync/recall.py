"""What the ledger knows of rows as they are read: which to read whole, which say something new, whose they are."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from office import limits
from office.cases import Dossier, Status, TabRead
from office.casework import Known
from office.codes import tidy
from office.config import Config
from office.ledger import bookmarks, cases, earlier, tickets
from office.ledger.connection import Ledger
from office.mixups import MIXED
from sheets_sync.exact import as_found
from sheets_sync.keeper import ON_DESK_AFTER_CLOSING
from sheets_sync.rows import Key, moment

Judged = Set[tuple[tuple[int, float], str]]
"""Places of rows with what they said."""


class Recall:
    """Asks the ledger. `zone` is the spreadsheet's, as soon as it is known. One thread uses it."""

    def __init__(self, ledger: Ledger, config: Config, now: Callable[[], datetime]) -> None:
        self._ledger, self._config, self._now = ledger, config, now
        self.zone: ZoneInfo = config.village.hours.zone
        self._judged: dict[int, Judged] = {}

    def worth_reading(self, tab: int, keys: Mapping[int, Key]) -> Set[int]:
        """The rows of a form tab that a sweep reads whole: not those that are done with, nor history without a code.

        With a row come all that share its code or its time stamp, so that a copy is judged beside its original.
        """
        told = {index: (serial, tidy(code)) for index, (serial, code) in keys.items()}
        with self._ledger.read() as tx:
            settled = cases.settled(tx, tab, self._now() - ON_DESK_AFTER_CLOSING)
            often = Counter(told.values())
            fresh = {
                index: key
                for index, key in told.items()
                if often[key] > 1 or (key not in settled and (key[0], "") not in settled)
            }
            taken = tickets.find(tx, {code for _, code in fresh.values()} - {""})
            known = cases.by_place(tx, {(tab, serial) for serial, _ in fresh.values()})
            since = self.since(tx)
        wanted = [
            key
            for key in fresh.values()
            if key[1] in taken or (tab, key[0]) in known or moment(key[0], self.zone) >= since
        ]
        serials, codes = {serial for serial, _ in wanted}, {code for _, code in wanted} - {""}
        return {index for index, (serial, code) in told.items() if serial in serials or code in codes}

    def edited(self, read: TabRead) -> bool:
        """Whether a row says something new; what was judged when its whole tab was read, and not used, is not."""
        judged = {pair for pairs in self._judged.values() for pair in pairs}
        with self._ledger.read() as tx:
            places = cases.by_place(tx, {row.place for row in read.arrivals})
            codes = cases.by_code(tx, {tidy(row.code) for row in read.arrivals} - {""})
        return any(
            row.fingerprint not in {known.fingerprint for known in places.get(row.place, ())}
            and not ((row.place, row.fingerprint) in judged and all(map(_decided_and_not_mixed, whose)))
            for row in (as_found(one, places) for one in read.arrivals)
            if (whose := [*places.get(row.place, ()), *filter(None, [codes.get(tidy(row.code))])])
        )

    def judged(self, tabs: Iterable[TabRead]) -> None:
        """All that these tabs say was judged, and recorded where it is used."""
        for tab in tabs:
            if tab.complete and tab.arrivals:
                self._judged[tab.arrivals[0].tab] = {(row.place, row.fingerprint) for row in tab.arrivals}

    def known(self, tx: Connection, tabs: Iterable[TabRead], on_desk: Sequence[Dossier]) -> Known:
        """What is known of the rows of these tabs, and of what stands on the desk."""
        arrivals = [arrival for tab in tabs for arrival in tab.arrivals]
        codes = {tidy(arrival.code) for arrival in arrivals} - {""}
        found = tickets.find(tx, codes)
        corrected = [ticket.case_id for ticket in found.values() if ticket.case_id is not None]
        all_known = [*on_desk, *cases.of_cases(tx, corrected)]
        return Known(
            tickets=found,
            by_code=cases.by_code(tx, codes),
            by_place=cases.by_place(tx, {arrival.place for arrival in arrivals}),
            by_key={dossier.key: dossier for dossier in all_known},
            of_nik=earlier.of_niks(tx, limits.niks(arrivals, on_desk, self._config.services)),
        )

    def since(self, tx: Connection) -> datetime:
        """From when on rows count that came without a code."""
        since = self._config.google.since
        if since:
            return datetime.combine(since, datetime.min.time(), self._config.village.hours.zone)
        return datetime.fromisoformat(bookmarks.get(tx, bookmarks.SET_UP))


def _decided_and_not_mixed(dossier: Dossier) -> bool:
    """Whether new answers of its row are not used however few rows are read with it, nor called another row's."""
    return dossier.status not in {Status.NEW, Status.INCOMPLETE} and all(
        concern.kind != MIXED for concern in dossier.concerns
    )
