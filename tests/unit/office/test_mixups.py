"""Rows that were torn apart by a sort of some columns."""

import pytest

from office.cases import Dossier, Pick
from office.casework import Sighting
from office.mixups import scrambled, shuffled
from tests.unit.builders import NOON, arrival, dossier

OK, NO = ("Setujui", ""), ("Tolak", "di luar desa")


def picked(**picks: tuple[str, str]) -> list[Pick]:
    return [Pick(key, *pick, steady=True) for key, pick in picks.items()]


def seen(**picks: tuple[str, str]) -> dict[str, Sighting]:
    return {key: Sighting(*pick, NOON) for key, pick in picks.items()}


# --- the desk ---------------------------------------------------------------------------------------------------


def test_decisions_that_changed_places_are_noticed() -> None:
    """Somebody sorted the column Keputusan alone."""
    assert shuffled(picked(a=NO, b=OK, c=OK), seen(a=OK, b=NO, c=OK)) == {"a", "b"}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (picked(a=("", ""), b=OK), seen(a=OK, b=("", ""))),  # a slip, mended: from one row to another
        (picked(a=OK, b=OK), seen(a=("", ""), b=("", ""))),
        (picked(a=NO), seen(a=OK)),
        (picked(a=OK, b=NO), seen(a=OK, b=NO)),
        (picked(a=OK, b=NO), {}),
    ],
)
def test_decisions_that_people_made_are_not(now: list[Pick], then: dict[str, Sighting]) -> None:
    """Picking, changing one's mind, mending a slip; and after a start nothing is known of before."""
    assert shuffled(now, then) == set()


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
