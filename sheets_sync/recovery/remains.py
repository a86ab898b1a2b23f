"""What is left when the ledger is lost: everything in the spreadsheet, as one read saw it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from office.cases import Arrival
from sheets_sync.columns import IDENTITY, Column
from sheets_sync.desk import Row
from sheets_sync.texts import ARCHIVE_TITLE, DESK_TITLE


class RebuildError(Exception):
    """No ledger can be made now; the text says why and what to do, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A request's row, on the desk or in the archive of a year."""

    row: Row
    year: int | None = None

    @property
    def on_desk(self) -> bool:
        """Whether the village head still decides on it."""
        return self.year is None

    @property
    def where(self) -> str:
        """For people."""
        title = DESK_TITLE if self.year is None else ARCHIVE_TITLE.format(year=self.year)
        return f"{title} baris {self.row.index + 1}"

    def cell(self, column: Column) -> str:
        """What stands there."""
        return self.row.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Remains:
    """The desk, the archives by year, the rows of the form tabs by tab, the book's rows; `zone`: of time stamps.

    `codes` are by number the code in the QR, and until when the letter is good, where the tab for the page tells.
    `gone` are the services whose form tab is not there.
    """

    desk: tuple[Row, ...]
    archives: Mapping[int, tuple[Row, ...]]
    arrivals: Mapping[int, tuple[Arrival, ...]]
    book: Sequence[Sequence[object]]
    codes: Mapping[str, tuple[str, str]]
    zone: ZoneInfo
    gone: tuple[str, ...] = ()

    def rows(self) -> Iterator[Shown]:
        """The requests' rows, those that know best first: the desk, then the archives from the newest on."""
        yield from (Shown(row) for row in self.desk if _is_one(row))
        for year in sorted(self.archives, reverse=True):
            yield from (Shown(row, year) for row in self.archives[year] if _is_one(row))


def _is_one(row: Row) -> bool:
    return any(row.cells.get(column) for column in (*IDENTITY, Column.KEY))
