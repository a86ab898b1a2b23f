"""The rows of the form tabs, to be found again by what the desk says of them. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from office.cases import Arrival, Dossier
from office.codes import tidy
from office.services import Service
from sheets_sync.desk import Cells
from sheets_sync.recovery.readback import Origin, shows


class FormRows:
    """All that the form tabs hold."""

    def __init__(self, tabs: Mapping[int, Sequence[Arrival]]) -> None:
        self._all = [arrival for rows in tabs.values() for arrival in rows]
        self._by_place: dict[tuple[int, float], list[Arrival]] = {}
        self._by_code: dict[tuple[int, str], list[Arrival]] = {}
        for arrival in self._all:
            self._by_place.setdefault(arrival.place, []).append(arrival)
            self._by_code.setdefault((arrival.tab, tidy(arrival.code)), []).append(arrival)

    def of(self, origin: Origin, cells: Cells, service: Service) -> Arrival | None:
        """The row that this attempt came from, if it is still there; of several the one that the desk shows."""
        here = self._by_place.get((origin.tab, origin.serial), [])
        if origin.code:
            # Sent anew since the last read, it has another time stamp.
            here = [row for row in here if tidy(row.code) == origin.code] or self._by_code.get(
                (origin.tab, origin.code), []
            )
        return next((row for row in here if shows(cells, service, dict(row.answers))), here[0] if here else None)

    def shown_by(self, cells: Cells, service: Service) -> Arrival | None:
        """The row that shows just these answers, where only one does."""
        tab = service.form.tab if service.form else None
        found = [row for row in self._all if row.tab == tab and shows(cells, service, dict(row.answers))]
        return found[0] if len(found) == 1 else None

    def strangers(self, known: Collection[Dossier]) -> Iterator[Arrival]:
        """The rows that belong to none of these attempts."""
        codes = {(mine.tab, mine.code) for mine in known if mine.code}
        rows = {(mine.place, mine.fingerprint) for mine in known}
        places = {mine.place for mine in known if not mine.code}
        yield from (row for row in self._all if not _known(row, codes, rows, places))


def _known(
    row: Arrival,
    codes: Collection[tuple[int, str | None]],
    rows: Collection[tuple[tuple[int, float], str]],
    places: Collection[tuple[int, float]],
) -> bool:
    return (row.place, row.fingerprint) in rows or (row.tab, tidy(row.code)) in codes or row.place in places
