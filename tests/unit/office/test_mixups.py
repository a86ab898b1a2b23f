"""Rows that were torn apart by a sort of some columns."""

from dataclasses import replace

import pytest

from office.cases import Concern, Decision, Dossier, Pick
from office.casework import Sighting
from office.mixups import MIXED, Said, said, scrambled, shuffled
from tests.unit.builders import NOON, arrival, dossier

OK, NO, NONE = ("Setujui", ""), ("Tolak", "di luar desa"), ("", "")


def picked(**picks: tuple[str, str]) -> list[Pick]:
    return [Pick(key, *pick, steady=True) for key, pick in picks.items()]


def seen(**picks: tuple[str, str]) -> dict[str, Sighting]:
    return {key: Sighting(*pick, NOON) for key, pick in picks.items()}


def carried_out(**picks: tuple[str, str]) -> dict[str, Said]:
    return {key: (*pick, False) for key, pick in picks.items()}


# --- the desk ---------------------------------------------------------------------------------------------------


def test_decisions_that_changed_places_are_noticed() -> None:
    """Somebody sorted the column Keputusan alone."""
    assert shuffled(picked(a=NO, b=OK, c=OK), seen(a=OK, b=NO, c=OK), {}) == {"a", "b"}


def test_decisions_that_all_went_to_empty_rows_are_noticed() -> None:
    """A sort puts what is filled before what is empty; the messages may have stayed where they were."""
    then = seen(a=NONE, b=NONE, c=OK, d=NO)
    assert shuffled(picked(a=OK, b=NO, c=NONE, d=NONE), then, {}) == {"a", "b", "c", "d"}
    assert shuffled(picked(a=OK, b=("Tolak", ""), c=NONE, d=("", "di luar desa")), then, {}) == {"a", "b", "c", "d"}


def test_messages_that_changed_places_are_noticed() -> None:
    """Though each decision stands where it stood."""
    then = seen(a=("Tolak", "x"), b=("Tolak", "y"), c=OK)
    assert shuffled(picked(a=("Tolak", "y"), b=("Tolak", "x"), c=OK), then, {}) == {"a", "b"}


def test_a_decision_that_was_carried_out_is_no_slip_to_be_mended() -> None:
    """One alone that goes from a finished row to an empty one was sorted there, too."""
    assert shuffled(picked(a=NONE, b=OK), seen(a=OK, b=NONE), carried_out(a=OK, b=NONE)) == {"a", "b"}


def test_a_tick_that_went_to_another_row_is_noticed() -> None:
    """One of a finished row, or several; one that nobody had used yet may be set anew."""
    now = [Pick("a", *OK, steady=True), Pick("b", *OK, steady=True, originals_seen=True)]
    then = {"a": Sighting(*OK, NOON, originals_seen=True), "b": Sighting(*OK, NOON)}
    assert shuffled(now, then, {"a": (*OK, True), "b": (*NONE, False)}) == {"a", "b"}
    assert shuffled(now, then, {}) == set()


def test_the_first_read_is_compared_with_what_was_carried_out() -> None:
    """Somebody sorted the column while the program was off; what was picked meanwhile is no sort."""
    done = carried_out(a=NONE, b=NONE, c=OK, d=NO)
    assert shuffled(picked(a=NO, b=OK, c=NONE, d=NONE), {}, done) == {"a", "b", "c", "d"}
    assert shuffled(picked(a=NO, b=OK, c=OK, d=NO), {}, done) == set()


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (picked(a=NONE, b=OK), seen(a=OK, b=NONE)),  # a slip, mended: from one row to another
        (picked(a=OK, b=OK), seen(a=NONE, b=NONE)),
        (picked(a=NONE, b=NONE), seen(a=OK, b=OK)),
        (picked(a=NO), seen(a=OK)),
        (picked(a=OK, b=NO), seen(a=OK, b=NO)),
        (picked(a=OK, b=NO), {}),
    ],
)
def test_decisions_that_people_made_are_not(now: list[Pick], then: dict[str, Sighting]) -> None:
    """Picking, changing one's mind, taking back, mending a slip; and of a row that is new nothing was known before."""
    assert shuffled(now, then, {}) == set()


def test_what_was_carried_out_is_told_of_a_dossier() -> None:
    """Nothing, as long as nothing was decided."""
    assert said(dossier()) == ("", "", False)
    done = dossier(asked=Decision.REJECT, message="di luar desa")
    assert said(done) == ("Tolak", "di luar desa", False)


# --- a form tab -------------------------------------------------------------------------------------------------


def two() -> list[Dossier]:
    ana = dossier(arrival("AAAA", {"Nama Lengkap": "Ana", "NIK": "1"}), attempt_id=1)
    budi = dossier(arrival("BBBB", {"Nama Lengkap": "Budi", "NIK": "2"}), attempt_id=2, case_id=2, key="SKU-2")
    return [ana, budi]


def test_answers_that_changed_places_are_noticed() -> None:
    """Somebody sorted the columns from the NIK on."""
    ana, budi = two()
    rows = [(ana, arrival("AAAA", {"Nama Lengkap": "Ana", "NIK": "2"})), (budi, arrival("BBBB", {"NIK": "1"}))]
    assert scrambled(rows) == {1, 2}


def test_answers_that_people_corrected_are_not() -> None:
    """Two rows edited in one read, each in its own way."""
    ana, budi = two()
    rows = [(ana, arrival("AAAA", {"Nama Lengkap": "Anna", "NIK": "1"})), (budi, arrival("BBBB", {"NIK": "3"}))]
    assert scrambled(rows) == set()
    assert scrambled([]) == set()


def test_answers_stay_mixed_until_they_are_what_they_were() -> None:
    """Also read alone; and an edit of somebody else counts meanwhile."""
    ana, budi = (replace(mine, concerns=(Concern(MIXED, "NIK"),)) for mine in two())
    cici = dossier(arrival("CCCC", {"NIK": "3", "Keperluan": "Kredit"}), attempt_id=3, case_id=3, key="SKU-3")
    rows = [
        (ana, arrival("AAAA", {"Nama Lengkap": "Ana", "NIK": "2"})),
        (budi, arrival("BBBB", {"Nama Lengkap": "Budi", "NIK": "1"})),
        (cici, arrival("CCCC", {"NIK": "3", "Keperluan": "Modal"})),
    ]
    assert scrambled(rows) == {1, 2}
    assert scrambled(rows[:1]) == {1}
    assert scrambled([(ana, arrival("AAAA", {"Nama Lengkap": "Ana", "NIK": "1"}))]) == set()
    assert scrambled([*rows[:2], (cici, arrival("CCCC", {"NIK": "1", "Keperluan": "Kredit"}))]) == {1, 2, 3}
