"""Protected ranges: what somebody may not change who is not among its editors."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.google.a1 import Box, Span
from simulator.google.cells import Cell, Json
from simulator.google.errors import ApiError
from simulator.google.grid import Sheet
from simulator.google.habits import OWNER

if TYPE_CHECKING:
    from simulator.google.book import Spreadsheet


class ProtectedError(ApiError):
    """A protected cell is not for the one who wants to change it."""

    def __init__(self) -> None:
        said = (
            "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove "
            "protection if you need to edit."
        )
        super().__init__(400, "INVALID_ARGUMENT", said)


def new(wanted: Json, who: str) -> Json:
    """Return a protection (ProtectedRange) that `who` makes: its maker and the owner stay among the editors."""
    return settled({"protectedRangeId": secrets.randbelow(2**31)} | wanted, who)


def settled(protected: Json, who: str) -> Json:
    """Return a protection as Google keeps it after `who` made or changed it; a mere warning knows no editors."""
    if protected.get("warningOnly"):
        return {name: value for name, value in protected.items() if name != "editors"}
    if "editors" not in protected:
        return protected
    users = dict.fromkeys([OWNER, who, *protected["editors"].get("users", [])])
    return protected | {"editors": protected["editors"] | {"users": list(users)}}


def shown(protected: Json, who: str) -> Json:
    """Return a protection as `who` is shown it: only its editors see who they are."""
    if may_edit(protected, who):
        return protected | {"requestingUserCanEdit": True}
    return {name: value for name, value in protected.items() if name != "editors"}


def check(before: Spreadsheet, after: Spreadsheet, who: str) -> None:
    """ProtectedError when a protected cell is not what it was and `who` (an e-mail address) may not change it."""
    for sheet in before.sheets:
        for protected in sheet.protected:
            if not may_edit(protected, who) and not _is_kept(sheet, after, protected):
                raise ProtectedError


def may_edit(protected: Json, who: str) -> bool:
    """Whether a protection lets somebody pass: a mere warning everybody, else its editors and the owner."""
    if protected.get("warningOnly") or "editors" not in protected or who == OWNER:
        return True
    return who in protected["editors"].get("users", [])


def _is_kept(sheet: Sheet, after: Spreadsheet, protected: Json) -> bool:
    other = next((each for each in after.sheets if each.id == sheet.id), None)
    number = protected["protectedRangeId"]
    same = next((each for each in (other.protected if other else []) if each["protectedRangeId"] == number), None)
    if other is None or same is None:
        return False
    return list(_guarded(sheet, protected)) == list(_guarded(other, same))


def _guarded(sheet: Sheet, protected: Json) -> Iterator[dict[int, Cell]]:
    """Yield the protected cells row by row, by column counted from the range's own first, without blank ends."""
    box = _box(sheet, protected["range"])
    free = [found for wanted in protected.get("unprotectedRanges", []) if (found := _box(sheet, wanted))]
    if box is None:
        return
    lines = [
        {
            column - box.left: cell
            for column, cell in sheet.rows[row].cells.items()
            if box.left <= column < box.right and not any(_holds(each, row, column) for each in free)
        }
        for row in range(box.top, box.bottom)
    ]
    while lines and not lines[-1]:
        lines.pop()
    yield from lines


def _box(sheet: Sheet, wanted: Json) -> Box | None:
    names = ("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex")
    try:
        return sheet.box(Span(*(wanted.get(name) for name in names)))
    except ApiError:
        return None  # it lies beyond the grid by now


def _holds(box: Box, row: int, column: int) -> bool:
    return box.top <= row < box.bottom and box.left <= column < box.right
