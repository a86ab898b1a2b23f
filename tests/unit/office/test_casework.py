"""What casework decides in which order."""

from datetime import timedelta

import pytest

from office.cases import Arrival, Decision, Status, TabRead, Ticket
from office.casework import AddAttempt, Expire, OpenCase, Revise, Seen, decide
from tests.unit.builders import NOON, NOON_SERIAL, SKTM_TAB, SKU_TAB, arrival, dossier, kinds, ticket
from tests.unit.office.village_hall import FORTNIGHT, LATER, known, pick, rules, stood

LATE_SERIAL = NOON_SERIAL + 0.01
CORRECTION = ticket("WXYZ", case_id=1)


@pytest.mark.parametrize(
    ("row", "tickets"),
    [
        (arrival("ACDE", {"Keperluan": "Kredit"}), []),
        (arrival("WXYZ", {"Keperluan": "Kredit"}, serial=LATE_SERIAL), [CORRECTION]),
    ],
    ids=["edited", "corrected"],
)
def test_a_case_that_an_arrival_touches_waits(row: object, tickets: list[object]) -> None:
    """A decision that had stood long enough begins to stand anew, on what the desk shows then."""
    chosen = pick(Decision.APPROVE)
    seen = Seen((TabRead((row,), complete=False),), (chosen,), stood(chosen))  # type: ignore[arg-type] # a row
    ruling = decide(known([dossier()], tickets), seen, rules(), LATER)  # type: ignore[arg-type] # tickets
    assert [type(action) for action in ruling.actions] in ([Revise], [AddAttempt])
    assert ruling.sightings == {}


def test_other_cases_do_not_wait() -> None:
    """An arrival touches only its own case."""
    chosen, row, mine = pick(Decision.APPROVE), arrival("WXYZ", serial=LATE_SERIAL), ticket("WXYZ")
    seen = Seen((TabRead((row,), complete=False),), (chosen,), stood(chosen))
    ruling = decide(known([dossier()], [mine]), seen, rules(), NOON + timedelta(minutes=1))
    assert [type(action).__name__ for action in ruling.actions] == ["OpenCase", "CarryOut"]


def test_tabs_are_taken_one_by_one() -> None:
    """Each form has its own tab, and a code is good in one of them only."""
    rows = arrival("ACDE"), arrival("ACDE", service="sktm", tab=SKTM_TAB)
    tabs = tuple(TabRead((row,), complete=True) for row in rows)
    ruling = decide(known((), [ticket("ACDE")]), Seen(tabs, (), {}), rules(), NOON)
    assert [kinds(action.concerns) for action in ruling.actions if isinstance(action, OpenCase)] == [
        [],
        ["code_of_other_service"],
    ]
    assert rows[0].tab == SKU_TAB


@pytest.mark.parametrize(
    ("row", "tickets", "kinds_of_actions"),
    [
        (arrival("ACDE", {"Keperluan": "Kredit"}), [], ["Revise", "NotePick"]),
        (arrival("CDEF", {"NIK": ""}, serial=LATE_SERIAL), [ticket("CDEF")], ["OpenCase", "NotePick"]),
    ],
    ids=["edited", "new"],
)
def test_after_a_restore_arrivals_go_on_and_picks_wait(
    row: Arrival, tickets: list[Ticket], kinds_of_actions: list[str]
) -> None:
    """Also the picks of a case that an arrival touches: in the next read nobody would know any more."""
    chosen = pick(Decision.APPROVE)
    seen = Seen((TabRead((row,), complete=False),), (chosen,), stood(chosen), restored=True)
    ruling = decide(known([dossier()], tickets), seen, rules(), LATER)
    assert [type(action).__name__ for action in ruling.actions] == kinds_of_actions


def test_after_a_restore_nothing_expires() -> None:
    """What stood on the desk a moment ago is not known."""
    mine = dossier(status=Status.INCOMPLETE, asked=Decision.INCOMPLETE, message="foto", incomplete_since=NOON)
    chosen = pick(Decision.INCOMPLETE, "foto")
    for restored, actions in ((True, ()), (False, (Expire(mine),))):
        seen = Seen((), (chosen,), {}, restored=restored)
        assert decide(known([mine]), seen, rules(), NOON + FORTNIGHT).actions == actions
