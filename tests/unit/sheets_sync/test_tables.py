"""Tables of words and numbers: what differs, and how little is written."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_sync.rows import Cell
from sheets_sync.tables import Head, Place, Table, differences, read_cells, write
from tests.unit.sheets_sync.paper import PaperDoor

TAB = 7
CELLS = st.none() | st.sampled_from(["a", "=A1"]) | st.sampled_from([0, 1, 0.25])
PLACES = st.tuples(st.integers(0, 4), st.integers(0, 4))


def written(cells: dict[Place, Cell]) -> dict[Place, Cell]:
    """What stands in a blank tab after these cells were written."""
    door = PaperDoor({TAB: []})
    door.change(write(TAB, cells))
    return {place: cell for place, cell in read_cells(door.tabs[TAB]).items() if cell not in {None, ""}}


def test_a_tables_cells_are_its_headers_and_its_lines() -> None:
    """From its corner on."""
    table = Table(2, 3, (Head("A"), Head("B")), (("x", 1), ("y", None)))
    assert dict(table.cells()) == {(2, 3): "A", (2, 4): "B", (3, 3): "x", (3, 4): 1, (4, 3): "y", (4, 4): None}
    assert (table.end, table.right) == (5, 5)


@given(st.dictionaries(PLACES, CELLS))
def test_every_cell_is_written_where_it_belongs(cells: dict[Place, Cell]) -> None:
    """However they lie; and where none belongs, nothing is."""
    assert written(cells) == {place: cell for place, cell in cells.items() if cell is not None}


def test_a_block_of_neighbours_is_one_request() -> None:
    """Also where two blocks stand side by side in the same rows."""
    left = {(row, column): 1 for row in range(3) for column in range(2)}
    right = {(row, 5): 2 for row in range(1, 3)}
    starts = [one["updateCells"]["start"] for one in write(TAB, left | right)]
    assert [(start["rowIndex"], start["columnIndex"]) for start in starts] == [(0, 0), (1, 5)]


def test_words_are_words_and_numbers_are_numbers() -> None:
    """Nothing becomes a formula, and a sum can be reckoned with."""
    (request,) = write(TAB, {(0, 0): "=1+1", (0, 1): 12, (0, 2): 0.25, (0, 3): None})
    values: list[dict[str, Any]] = request["updateCells"]["rows"][0]["values"]
    assert values == [
        {"userEnteredValue": {"stringValue": "=1+1"}},
        {"userEnteredValue": {"numberValue": 12}},
        {"userEnteredValue": {"numberValue": 0.25}},
        {},
    ]


@pytest.mark.parametrize(
    ("seen", "wanted"),
    [(5, 5), (5.0, 5), (0.8333, 0.8333000000000001), ("a", "a"), (None, None), ("", None), (0, 0)],
)
def test_what_is_right_is_not_written(seen: Cell, wanted: Cell) -> None:
    """Whatever Google makes of a number's last digit, and however it says blank."""
    assert differences({(0, 0): seen}, {(0, 0): wanted}) == {}


@pytest.mark.parametrize(
    ("seen", "wanted"), [("5", 5), (True, 1), (None, 0), ("", 0), (0, None), ("x", None), (5, "5"), (None, "a"), (6, 5)]
)
def test_what_differs_is_written(seen: Cell, wanted: Cell) -> None:
    """Words that look like the number are not the number."""
    assert differences({(0, 0): seen}, {(0, 0): wanted}) == {(0, 0): wanted}


def test_a_cell_that_was_not_read_is_blank() -> None:
    """Blank ends are left out of what is read; cells that are nobody's here are left alone."""
    seen = read_cells([["a"], [], ["x", "y"]])
    assert differences(seen, {(0, 0): "a", (0, 1): None, (1, 0): 0}) == {(1, 0): 0}
