"""The proof: what the new ledger would write, held against what the spreadsheet shows. Pure."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from office.cases import Dossier
from office.ledger.register import Letter
from office.services import Service
from sheets_sync import book, desk
from sheets_sync.columns import BY_SCRIPT, LOOKS, Column
from sheets_sync.recovery.remains import Remains, Shown
from sheets_sync.texts import BOOK_TITLE

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
    remains: Remains,
    known: Mapping[str, Dossier],
    letters: Sequence[Letter],
    services: Mapping[str, Service],
    zone: ZoneInfo,
    meant: Container[tuple[str, Column]],
) -> Proof:
    """Hold every row of a request, and every line of the book, against the ledger. `meant`: cells changed knowingly."""
    newest: dict[str, Shown] = {}
    for shown in remains.rows():
        newest.setdefault(shown.cell(Column.KEY) or shown.where, shown)
    rows = [_row(shown, known.get(key), services, zone, meant) for key, shown in newest.items()]
    lines = list(_lines(remains.book, letters, zone))
    return Proof(len(newest), len(letters), tuple(one for one in (*rows, *lines) if one))


def _row(
    shown: Shown,
    mine: Dossier | None,
    services: Mapping[str, Service],
    zone: ZoneInfo,
    meant: Container[tuple[str, Column]],
) -> Difference | None:
    if mine is None:
        return Difference(shown.cell(Column.KEY), shown.where, (), matters=shown.on_desk)
    wanted = desk.projection(mine, services[mine.service], zone)
    wrong = [column for column in BY_SCRIPT if shown.cell(column) != wanted[column]]
    if not wrong:
        return None
    grave = [column for column in wrong if (mine.key, column) not in meant]
    matters = any(shown.on_desk or column in _KEPT_FOR_EVER for column in grave)
    return Difference(mine.key, shown.where, tuple(LOOKS[column].title for column in wrong), matters)


def _lines(rows: Sequence[Sequence[object]], letters: Iterable[Letter], zone: ZoneInfo) -> Iterator[Difference]:
    wanted = book.lines(letters, zone)
    differs = book.difference(rows, wanted)
    for index, line in differs.corrections.items():
        was = book.texts(rows[index]) if index < len(rows) else ()
        wrong = [title for title, now, before in zip(book.HEADERS, line, was, strict=False) if now != before]
        yield Difference(line[book.NUMBER], f"{BOOK_TITLE} baris {index + 1}", tuple(wrong), matters=index > 0)
    for line in differs.missing:
        yield Difference(line[book.NUMBER], BOOK_TITLE, (), matters=False)
