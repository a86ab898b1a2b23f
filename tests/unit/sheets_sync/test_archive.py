"""Closed requests leave the desk for the archive of their year."""

from datetime import timedelta

import pytest

from office.cases import Decision, Status
from office.doors import Ambiguous, Retryable
from office.ledger.connection import Ledger
from sheets_sync.archive import by_year, happened, match, strangers
from sheets_sync.batch import DESK_TAB, archive_tab
from sheets_sync.columns import HEADERS, Column
from tests.unit.builders import NOON, STAFF
from tests.unit.sheets_sync.hall import Hall

ARCHIVE = archive_tab(2026)
A_DAY = 86_400


def closed(hall: Hall, name: str = "Ana", chat: int = 1) -> str:
    """A request that was turned down."""
    key = hall.arrive({"Nama Lengkap": name}, chat)
    hall.pick(key, Decision.REJECT, "di luar desa")
    hall.settle()
    hall.deliver_all()
    assert hall.dossier(key).status is Status.REJECTED
    return key


def on_desk(hall: Hall) -> list[object]:
    return [key for key in hall.door.column(DESK_TAB, Column.KEY) if key]


def archived(hall: Hall) -> list[object]:
    return hall.door.column(ARCHIVE, Column.KEY)


# --- what goes where --------------------------------------------------------------------------------------------


def test_columns_are_matched_by_their_titles() -> None:
    """What people added goes along, also a column without a title."""
    matched = match(["B", "A", "Paraf", ""], ["A", "B"])
    assert (matched.places, matched.added) == ((1, 0, 2, 3), ("Paraf", ""))
    assert match(["A", "A"], ["A", "A", "B"]).places == (0, 1)


def test_each_year_has_its_own_archive() -> None:
    """A request belongs to the year in which it closed."""
    assert by_year({"a": 2027, "b": 2026, "c": 2027}) == {2026: ["b"], 2027: ["a", "c"]}


def test_a_move_is_known_by_what_it_pushed_down() -> None:
    """An answer may be lost; what nobody meant is named by its row."""
    assert happened(["x", "y"], ["b", "a", "x", "y"], 2)
    assert not happened(["x", "y"], ["x", "y"], 2)
    assert not happened([], [], 1)
    assert strangers(["b", "q", "x"], ["b", "a"]) == [2]


# --- in the hall ------------------------------------------------------------------------------------------------


def test_a_day_after_closing_a_row_moves_with_all_that_people_wrote(hall: Hall) -> None:
    """Not sooner; what is open stays."""
    key, other = closed(hall), hall.arrive({"Nama Lengkap": "Budi"}, 2)
    hall.write(key, Column.REMARKS, "sudah ditelepon")
    hall.poll(A_DAY - 600)
    assert on_desk(hall) == [other, key]
    hall.poll(1200)
    assert (on_desk(hall), archived(hall)) == ([other], [key])
    row = hall.door.tabs[ARCHIVE][1]
    assert (row[Column.DECISION], row[Column.MESSAGE], row[Column.REMARKS]) == (
        Decision.REJECT, "di luar desa", "sudah ditelepon",
    )  # fmt: skip
    assert len(row) == len(HEADERS)
    hall.poll()
    hall.poll(601)
    assert (on_desk(hall), archived(hall)) == ([other], [key])


def test_the_newest_stand_on_top_of_the_archive(hall: Hall) -> None:
    """As on the desk."""
    first = closed(hall)
    hall.poll(A_DAY)
    second = closed(hall, "Budi", 2)
    hall.poll(A_DAY + 601)
    hall.poll()
    assert archived(hall) == [second, first]


def test_a_row_on_which_somebody_asks_for_something_stays(hall: Hall) -> None:
    """For a day; what cannot be done is no reason to keep it for ever."""
    key = closed(hall)
    hall.poll(A_DAY - 1200)
    hall.pick(key, "entah")
    hall.poll(601)
    hall.poll(1200)
    assert on_desk(hall) == [key]
    hall.poll(A_DAY)
    hall.poll(601)
    assert archived(hall) == [key]


def test_a_row_that_somebody_put_back_stays_for_an_hour(hall: Hall) -> None:
    """As the archive's header promises: else it would leave again under the hand that wants to pick."""
    key = closed(hall)
    hall.poll(A_DAY + 601)
    hall.poll()
    assert archived(hall) == [key]
    hall.door.tabs[DESK_TAB].append(hall.door.tabs[ARCHIVE].pop(1))
    for _ in range(6):
        hall.poll(601)
    assert on_desk(hall) == [key]
    hall.poll(601)
    assert archived(hall) == [key]


def test_a_row_that_was_sorted_into_the_place_of_another_comes_back(hall: Hall) -> None:
    """Between our look and our move; nothing that people wrote on it is lost."""
    key, other = closed(hall), hall.arrive({"Nama Lengkap": "Budi"}, 2)
    hall.pick(other, Decision.INCOMPLETE)
    hall.write(other, Column.REMARKS, "menunggu")
    hall.door.before_change = lambda: hall.door.sort(DESK_TAB, Column.NAME)
    hall.now = NOON + timedelta(days=2)
    hall.poll()
    hall.door.before_change = None
    row = hall.door.tabs[DESK_TAB][hall.row(other)]
    assert (row[Column.DECISION], row[Column.REMARKS]) == (Decision.INCOMPLETE, "menunggu")
    hall.poll()
    hall.poll(601)
    assert (on_desk(hall), archived(hall)) == ([other], [key])


@pytest.mark.parametrize("when", ["change", "change after"])
def test_a_lost_answer_moves_nothing_twice(hall: Hall, when: str) -> None:
    """The next round looks whether it happened."""
    key, other = closed(hall), hall.arrive({"Nama Lengkap": "Budi"}, 2)
    hall.poll()
    hall.now += timedelta(days=1)
    hall.door.troubles[when] = [Ambiguous("lost") if when == "change after" else Retryable("busy")]
    with pytest.raises((Ambiguous, Retryable)):
        hall.poll()
    hall.poll()
    hall.poll()
    assert (on_desk(hall), archived(hall)) == ([other], [key])


def test_an_archive_that_was_deleted_is_made_anew(hall: Hall) -> None:
    """What it held is gone from the spreadsheet, and stays in the ledger."""
    key = closed(hall)
    del hall.door.tabs[ARCHIVE]
    hall.poll(A_DAY)
    hall.poll()
    assert archived(hall) == [key]


def test_a_shut_archive_stops_nothing_else(ledger: Ledger) -> None:
    """The rows stay on the desk, the staff hear of it, and the polls after it read no more than others."""
    hall = Hall(ledger, staff_chat=STAFF)
    key = closed(hall)
    hall.door.refuses = "cutPaste"
    hall.poll(2 * A_DAY)
    before = len(hall.door.asked)
    hall.poll()
    assert (hall.door.refused, len(hall.door.asked)) == (1, before + 1)
    assert on_desk(hall) == [key]
    assert "archive_unwritable" in [params.get("alert") for _, params in hall.told(STAFF)]
