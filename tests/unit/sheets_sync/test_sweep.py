"""What a sweep reads whole, as the ledger knows the rows."""

import pytest

from office.cases import Decision, Status
from sheets_sync.columns import Column
from sheets_sync.google import Cell, Range
from tests.unit.builders import CHAT, HEADERS, NIK, NOON_SERIAL, SKU_TAB
from tests.unit.sheets_sync.hall import Hall
from tests.unit.sheets_sync.paper import sheet_row

DAY = 86_400


def swept(hall: Hall) -> set[int]:
    """The rows of the SKU tab that the next sweep reads whole."""
    before = len(hall.door.asked)
    hall.poll(601)
    asked = [one for call in hall.door.asked[before:] for one in call if one.tab == SKU_TAB and one.first_row]
    assert all(one.last_column is None for one in asked)
    return {row for one in asked for row in range(one.first_row, one.last_row or 0)}


def whole(hall: Hall) -> bool:
    """Whether the next sweep reads the whole SKU tab in the end."""
    before = len(hall.door.asked)
    hall.poll(601)
    return any(one == Range(SKU_TAB) for call in hall.door.asked[before:] for one in call)


def done(hall: Hall) -> str:
    """A request that was approved, lettered and delivered; its key."""
    key = hall.arrive()
    hall.pick(key, Decision.APPROVE)
    hall.settle()
    hall.print_next()
    hall.deliver_all()
    assert hall.dossier(key).status is Status.DONE
    return key


@pytest.fixture
def hall_with_past(hall: Hall) -> Hall:
    """Two requests that were done days ago, and one that waits, the last."""
    done(hall)
    done(hall)
    hall.poll(2 * DAY)
    hall.arrive()
    return hall


def test_what_is_done_with_is_not_read_again(hall_with_past: Hall) -> None:
    """Only the open one."""
    assert swept(hall_with_past) == {3}


def test_what_was_done_a_moment_ago_still_is(hall: Hall) -> None:
    """For as long as it stands on the desk."""
    done(hall)
    hall.arrive()
    assert swept(hall) == {1, 2}


def test_a_refused_one_stays_watched(hall: Hall) -> None:
    """A refusal may be taken back."""
    key = hall.arrive()
    hall.pick(key, Decision.REJECT, "x")
    hall.settle()
    hall.poll(2 * DAY)
    hall.arrive()
    assert swept(hall) == {1, 2}


def test_history_is_not_read(hall: Hall) -> None:
    """Rows from before the set-up with codes that nobody gave out, however many."""
    hall.door.tabs[SKU_TAB] += [sheet_row(f"X{n}", NOON_SERIAL - 30 + n / 1e3, "Lama", NIK) for n in range(50)]
    hall.arrive()
    assert swept(hall) == {51}
    assert len(hall.dossiers()) == 1


def test_a_copy_of_a_done_row_is_judged_beside_its_original(hall_with_past: Hall) -> None:
    """It is a second row with a used code, not the first one edited."""
    hall = hall_with_past
    copied = [NOON_SERIAL + 3, *hall.door.tabs[SKU_TAB][1][1:]]
    copied[HEADERS.index("Nama Lengkap")] = "Orang Lain"
    hall.door.tabs[SKU_TAB].insert(1, copied)
    assert swept(hall) == {1, 2, 4}
    assert [dossier.concerns[0].kind for dossier in hall.dossiers() if dossier.concerns] == ["code_used_again"]


def test_a_copy_with_the_same_time_and_code_is_seen(hall_with_past: Hall) -> None:
    """Both are read, so that an edited copy does not hide behind its original."""
    hall = hall_with_past
    hall.door.tabs[SKU_TAB].insert(1, list(hall.door.tabs[SKU_TAB][1]))
    assert swept(hall) == {1, 2, 4}


def test_a_code_typed_over_another_is_seen(hall_with_past: Hall) -> None:
    """The row is not the one that was done with."""
    hall_with_past.door.type(SKU_TAB, 1, 1, "XXXX")
    assert swept(hall_with_past) == {1, 3}


def test_an_answer_that_a_sort_took_from_a_done_row_is_not_used(hall: Hall) -> None:
    """All rows are read where one was changed, so that its new answer is found to be another's; an edit counts."""
    old = hall.arrive({"Nama Lengkap": "Lama", "NIK": "3216010101900009"})
    hall.pick(old, Decision.APPROVE)
    hall.settle()
    hall.print_next()
    hall.deliver_all()
    hall.poll(2 * DAY)
    mine = hall.arrive({"Nama Lengkap": "Baru"}, 2)
    first, second = hall.door.tabs[SKU_TAB][1:]
    first[3], second[3] = second[3], first[3]
    for _ in range(3):
        hall.poll(601)
    assert hall.dossier(mine).answers["NIK"] == NIK
    assert "tertukar dengan baris lain" in str(hall.shown(mine, Column.CHECK))
    first[3], second[3] = second[3], first[3]
    hall.poll(601)
    second[2] = "Barunya"
    hall.poll(601)
    hall.poll()
    assert hall.dossier(mine).answers["Nama Lengkap"] == "Barunya"


@pytest.mark.parametrize("stamp", [-1, -800_000, 2_958_466, 3216010101900001])
def test_a_number_that_is_no_time_stops_no_other_row(hall: Hall, stamp: Cell) -> None:
    """One cell of one row without a code."""
    hall.send()
    hall.door.type(SKU_TAB, 1, 0, stamp)
    hall.send(hall.code())
    for _ in range(2):
        hall.poll(601)
    assert [dossier.chat_id for dossier in hall.dossiers()] == [CHAT]


@pytest.mark.parametrize(("decision", "message"), [(Decision.APPROVE, ""), (Decision.REJECT, "x")])
def test_an_edit_after_the_decision_is_read_with_its_whole_tab_once(
    hall_with_past: Hall, decision: str, message: str
) -> None:
    """It is judged beside all rows; from then on the sweeps are small again, until it says something else."""
    hall = hall_with_past
    key = hall.arrive(chat=2)
    hall.pick(key, decision, message)
    hall.settle()
    for name in ("Budi Contoh", "Cici Contoh"):
        hall.door.type(SKU_TAB, 4, HEADERS.index("Nama Lengkap"), name)
        assert whole(hall)
        assert not whole(hall)
    assert "setelah diputuskan" in str(hall.shown(key, Column.CHECK))
    hall.start()
    assert whole(hall)
    assert not whole(hall)


def test_answers_of_two_decided_rows_that_were_mixed_stay_called_mixed(hall_with_past: Hall) -> None:
    """They are another row's only beside that row, which a sweep would not read by itself."""
    hall = hall_with_past
    key = hall.arrive({"Nama Lengkap": "Budi Contoh", "NIK": "3216010101900009"}, chat=2)
    hall.pick(key, Decision.APPROVE)
    hall.settle()
    first, last = hall.door.tabs[SKU_TAB][1], hall.door.tabs[SKU_TAB][4]
    for column in (2, 3):
        first[column], last[column] = last[column], first[column]
    for _ in range(3):
        assert whole(hall)
        assert "tertukar dengan baris lain" in str(hall.shown(key, Column.CHECK))
