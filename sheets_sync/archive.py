"""The tabs `Arsip <year>`: closed requests leave the desk for them, with all that people wrote beside them. Pure.

Rows are only known by where they stood when they were read, and somebody may sort the desk in that very moment. So a
row is cut as a whole, with the deletion of the row it leaves in the same call: if it was another row, nothing of it is
lost, and what stands in the archive then tells (`strangers`), so that it can be brought back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sheets_sync import batch
from sheets_sync.batch import DESK_TAB, Request

AT_ONCE = 50
"""Rows that move in one call."""


@dataclass(frozen=True, slots=True)
class Match:
    """Which column of the archive takes each column of the desk, and the headers that the archive lacks for that."""

    places: tuple[int, ...]
    added: tuple[str, ...]
    width: int


def match(desk: Sequence[str], archive: Sequence[str]) -> Match:
    """Match two header rows by their titles. Columns that people added to the desk are taken along."""
    free = {title: [i for i, other in enumerate(archive) if other == title] for title in archive}
    places: list[int] = []
    added: list[str] = []
    for title in desk:
        if free.get(title):
            places.append(free[title].pop(0))
        else:
            places.append(len(archive) + len(added))
            added.append(title)
    return Match(tuple(places), tuple(added), len(archive))


def moves(rows: Iterable[int], tab: int, matched: Match, columns: int) -> list[Request]:
    """Move these rows of the desk to the top of an archive, the first given highest. `columns`: the archive's grid."""
    wanted = list(rows)
    return [
        *_wider(tab, matched, columns),
        _insert(tab, len(wanted)),
        *(cut for at, row in enumerate(wanted, start=1) for cut in _cuts(DESK_TAB, row, tab, at, _pairs(matched))),
        *(_delete(DESK_TAB, row) for row in sorted(wanted, reverse=True)),
    ]


def brings_back(rows: Iterable[int], tab: int, matched: Match) -> list[Request]:
    """Bring these rows of an archive back to the top of the desk."""
    wanted = list(rows)
    pairs = [(place, at) for at, place in _pairs(matched)]
    return [
        _insert(DESK_TAB, len(wanted)),
        *(cut for at, row in enumerate(wanted, start=1) for cut in _cuts(tab, row, DESK_TAB, at, pairs)),
        *(_delete(tab, row) for row in sorted(wanted, reverse=True)),
    ]


def happened(before: Sequence[str], after: Sequence[str], count: int) -> bool:
    """Whether a move of so many rows took place, by the numbers at the archive's top before and after."""
    return len(after) >= count and list(after[count : count + len(before)]) == list(before)


def strangers(found: Sequence[str], meant: Sequence[str]) -> list[int]:
    """Of the rows that a move brought to an archive's top (the header being row 0), those that nobody meant."""
    return [row for row, key in enumerate(found[: len(meant)], start=1) if key not in meant]


def by_year(due: Mapping[str, int]) -> dict[int, list[str]]:
    """The requests that are due, by the year whose archive takes them."""
    years = sorted(due, key=lambda key: due[key])
    return {year: list(keys) for year, keys in groupby(years, key=lambda key: due[key])}


def _pairs(matched: Match) -> list[tuple[int, int]]:
    return list(enumerate(matched.places))


def _cuts(source: int, row: int, target: int, to: int, pairs: Sequence[tuple[int, int]]) -> Iterator[Request]:
    """Cut a row in as few pieces as its columns stand side by side in both tabs."""
    ordered = sorted(pairs)
    pieces = groupby(enumerate(ordered), key=lambda one: (one[1][0] - one[0], one[1][1] - one[0]))
    for _, piece in pieces:
        (first, place), *rest = [pair for _, pair in piece]
        block = {"startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": first}
        block |= {"sheetId": source, "endColumnIndex": first + 1 + len(rest)}
        goal = {"sheetId": target, "rowIndex": to, "columnIndex": place}
        yield {"cutPaste": {"source": block, "destination": goal, "pasteType": "PASTE_NORMAL"}}


def _wider(tab: int, matched: Match, columns: int) -> Iterator[Request]:
    lacking = matched.width + len(matched.added) - columns
    if lacking > 0:
        yield {"appendDimension": {"sheetId": tab, "dimension": "COLUMNS", "length": lacking}}
    if matched.added:
        yield batch.cells(tab, 0, matched.width, [matched.added])


def _insert(tab: int, count: int) -> Request:
    place = {"sheetId": tab, "dimension": "ROWS", "startIndex": 1, "endIndex": 1 + count}
    return {"insertDimension": {"range": place, "inheritFromBefore": False}}


def _delete(tab: int, row: int) -> Request:
    place = {"sheetId": tab, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    return {"deleteDimension": {"range": place}}
