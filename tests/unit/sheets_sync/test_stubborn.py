"""Cells that come out different however often they are written."""

from sheets_sync.columns import Column
from sheets_sync.desk import Row, Write
from sheets_sync.stubborn import Stubborn

NARROW = Row(1, {Column.STATUS: "?", Column.KEY: "SKU-1"})
WHOLE = Row(1, {Column.STATUS: "?", Column.ANSWERS: "?", Column.KEY: "SKU-1"})
STATUS, ANSWERS = Write(1, Column.STATUS, "SKU-1", "Baru"), Write(1, Column.ANSWERS, "SKU-1", "Nama: Siti")


def rounds(stubborn: Stubborn, *reads: list[Write], rows: Row = WHOLE) -> list[int]:
    """How many cells are written in each of these reads, given what was found wrong."""
    counts = []
    for wrong in reads:
        writes = stubborn.worth_writing(wrong, [rows])
        stubborn.written(writes)
        counts.append(len(writes))
    return counts


def test_a_cell_is_written_three_times_and_then_left_alone() -> None:
    """It is named, with what it ought to say."""
    stubborn = Stubborn()
    assert rounds(stubborn, *[[STATUS]] * 5) == [1, 1, 1, 0, 0]
    assert stubborn.left_alone == {("SKU-1", Column.STATUS): "Baru"}


def test_a_row_that_moves_is_still_the_same_row() -> None:
    """New requests push it down meanwhile."""
    moving = [[Write(index, Column.STATUS, "SKU-1", "Baru")] for index in range(1, 6)]
    assert rounds(Stubborn(), *moving) == [1, 1, 1, 0, 0]


def test_a_cell_that_was_right_in_between_begins_anew() -> None:
    """Somebody who wrote over it three times in a year is no reason to give up."""
    stubborn = Stubborn()
    assert rounds(stubborn, *[[STATUS], []] * 5) == [1, 0] * 5
    assert stubborn.left_alone == {}


def test_a_cell_that_came_right_by_itself_is_not_left_alone_any_more() -> None:
    """Whatever stood in the way is gone."""
    stubborn = Stubborn()
    rounds(stubborn, *[[STATUS]] * 4, [])
    assert stubborn.left_alone == {}


def test_another_text_is_tried_anew() -> None:
    """The cell may take that one."""
    stubborn = Stubborn()
    other = Write(1, Column.STATUS, "SKU-1", "Disetujui")
    assert rounds(stubborn, *[[STATUS]] * 4, [other]) == [1, 1, 1, 0, 1]


def test_what_was_not_read_is_not_forgotten() -> None:
    """The long cells are only read in a sweep."""
    stubborn = Stubborn()
    rounds(stubborn, *[[ANSWERS]] * 3)
    rounds(stubborn, [], rows=NARROW)
    assert rounds(stubborn, [ANSWERS]) == [0]


def test_a_write_that_failed_is_no_try() -> None:
    """Google was away."""
    stubborn = Stubborn()
    for _ in range(5):
        assert stubborn.worth_writing([STATUS], [WHOLE]) == [STATUS]


def test_a_request_on_two_rows_counts_once() -> None:
    """Both cells are written; it is one try."""
    stubborn = Stubborn()
    both = [STATUS, Write(2, Column.STATUS, "SKU-1", "Baru")]
    assert rounds(stubborn, *[both] * 4) == [2, 2, 2, 0]


def test_an_empty_desk() -> None:
    """Nothing is wrong on it."""
    assert Stubborn().worth_writing([], []) == []
