"""How a GridRange follows the rows and columns that it lies over when these are inserted, deleted or moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from simulator.google.cells import Json

Dimension = Literal["ROWS", "COLUMNS"]
Order = Sequence[int | None]
"""The lines of a dimension anew: each place names the old index it takes, None is a new line."""

_ENDS: dict[Dimension, tuple[str, str]] = {
    "ROWS": ("startRowIndex", "endRowIndex"),
    "COLUMNS": ("startColumnIndex", "endColumnIndex"),
}


def followed(wanted: Json, dimension: Dimension, order: Order) -> Json | None:
    """Return the range over the same lines in their new order; None when none of them is left.

    A range grows with what is put between its lines and keeps its open ends; a line that is moved out of it is lost.
    """
    first, last = _ENDS[dimension]
    if first not in wanted and last not in wanted:
        return wanted
    start, end = wanted.get(first, 0), wanted.get(last)
    mine = {old for old in order if old is not None and start <= old and (end is None or old < end)}
    places = _places(order, mine)
    if not places:
        return wanted if end is None else None
    if any(old not in mine for old in order[places[0] : places[-1]] if old is not None):
        places = _places(order, mine - _carried(order)) or places
    edges = {first: places[0]} if first in wanted else {}
    return wanted | edges | ({last: places[-1] + 1} if last in wanted else {})


def _places(order: Order, lines: set[int]) -> list[int]:
    return [place for place, old in enumerate(order) if old in lines]


def _carried(order: Order) -> set[int]:
    """Find the lines that were put elsewhere: the smaller of two neighbouring blocks that changed places."""
    lines = [old for old in order if old is not None]
    turn = next((i for i in range(len(lines) - 1) if lines[i] > lines[i + 1]), None)
    if turn is None:
        return set()
    before = {old for old in lines[: turn + 1] if old > lines[turn + 1]}
    after = {old for old in lines[turn + 1 :] if old < lines[turn]}
    return min(before, after, key=len)
