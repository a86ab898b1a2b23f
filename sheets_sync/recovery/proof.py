"""The proof: what the new ledger would write, held against what the spreadsheet shows. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from office.cases import Dossier
from office.config import Config
from office.ledger.register import Letter
from sheets_sync import book, desk
from sheets_sync.columns import BY_SCRIPT, LOOKS, Column
from sheets_sync.desk import Cells, Row
from sheets_sync.recovery.attempts import Unread
from sheets_sync.recovery.past import Recovered
from sheets_sync.recovery.remains import Remains, Shown
from sheets_sync.texts import BOOK_TITLE, DESK_TITLE

_KEPT_FOR_EVER = frozenset({Column.STATUS, Column.KEY, Column.NUMBER, Column.ORIGIN})
"""What must be right of an archived request, too: nothing else of it is ever used again."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One request or letter whose cells say something else; the titles of the columns, and whether it matters."""

    about: str
    where: str
    titles: tuple[str, ...]
    matters: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """How many rows and letters were compared, and all that differs."""

    rows: int
    letters: int
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing differs that matters."""
        return not any(difference.matters for difference in self.differences)


def compare(
    remains: Remains, known: Mapping[str, Dossier], letters: Sequence[Letter], config: Config, recovered: Recovered
) -> Proof:
    """Hold every row of a request, and every line of the book, against the ledger.

    Of several rows of a request, the desk's and then the newest archive's must be right.
    """
    zone = config.village.hours.zone
    wanted = {key: desk.projection(mine, config.services[mine.service], zone) for key, mine in known.items()}
    rows = [*remains.rows()]
    newest: dict[str, Shown] = {}
    for shown in rows:
        newest.setdefault(shown.cell(Column.KEY), shown)
    archived = [shown for key, shown in newest.items() if not shown.on_desk and key in wanted]
    differences = (
        *_unknown([shown for shown in rows if shown.cell(Column.KEY) not in wanted], recovered.read.unread),
        *_on_desk(remains.desk, wanted, recovered.meant),
        *_archived(archived, wanted),
        *_lines(remains.book, letters, zone),
    )
    return Proof(len(rows), len(letters), differences)


def _unknown(rows: Iterable[Shown], unread: Iterable[Unread]) -> Iterator[Difference]:
    over = {one.shown.where for one in unread if one.over}
    return (Difference(shown.cell(Column.KEY), shown.where, (), shown.where not in over) for shown in rows)


def _on_desk(
    rows: Sequence[Row], wanted: Mapping[str, Cells], meant: Collection[tuple[str, Column]]
) -> Iterator[Difference]:
    """What the program would write at its next read."""
    for key, writes in groupby(desk.corrections(rows, wanted), key=lambda write: write.key):
        columns = {write.column: write.row for write in writes}
        where = f"{DESK_TITLE} baris {min(columns.values()) + 1}"
        yield Difference(key, where, _titles(columns), matters=any((key, column) not in meant for column in columns))


def _archived(rows: Iterable[Shown], wanted: Mapping[str, Cells]) -> Iterator[Difference]:
    for shown in rows:
        key = shown.cell(Column.KEY)
        if wrong := [column for column in BY_SCRIPT if shown.cell(column) != wanted[key][column]]:
            yield Difference(key, shown.where, _titles(wrong), matters=not _KEPT_FOR_EVER.isdisjoint(wrong))


def _titles(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(LOOKS[column].title for column in sorted(columns))


def _lines(rows: Sequence[Sequence[object]], letters: Iterable[Letter], zone: ZoneInfo) -> Iterator[Difference]:
    wanted = book.lines(letters, zone)
    differs = book.difference(rows, wanted)
    for index, line in differs.corrections.items():
        was = book.texts(rows[index]) if index < len(rows) else ()
        wrong = [title for title, now, before in zip(book.HEADERS, line, was, strict=False) if now != before]
        yield Difference(line[book.NUMBER], f"{BOOK_TITLE} baris {index + 1}", tuple(wrong), matters=index > 0)
    for line in differs.missing:
        yield Difference(line[book.NUMBER], BOOK_TITLE, (), matters=False)
