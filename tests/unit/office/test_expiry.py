"""When a request that its citizen never completed is closed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from office.cases import Decision, Pick, Status, TabRead
from office.casework import CarryOut, Expire, Seen, decide
from tests.unit.builders import NOON, NOON_SERIAL, arrival, dossier, ticket
from tests.unit.office.village_hall import FORTNIGHT, known, pick, rules, settled, stood

TOO_LATE = NOON + FORTNIGHT
WAITING = dossier(status=Status.INCOMPLETE, asked=Decision.INCOMPLETE, message="foto buram", incomplete_since=NOON)
DONE = pick(Decision.INCOMPLETE, "foto buram")


@pytest.mark.parametrize("chosen", [DONE, pick(""), pick("", "foto buram")])
@pytest.mark.parametrize(("early", "closed"), [(timedelta(0), True), (timedelta(seconds=1), False)])
def test_what_was_not_completed_in_time_is_closed(chosen: Pick, early: timedelta, closed: bool) -> None:
    """After as many days as the village gives, whether the decision still stands on the desk or was emptied."""
    ruling = settled(chosen, dossiers=[WAITING], now=TOO_LATE - early)
    assert ruling.actions == ((Expire(WAITING),) if closed else ())


def test_a_village_may_let_nothing_expire() -> None:
    """Zero days are no days at all."""
    for_ever = replace(rules(), expire_after=timedelta(0))
    assert settled(DONE, dossiers=[WAITING], using=for_ever, now=TOO_LATE).actions == ()


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.INCOMPLETE])
def test_nothing_else_expires(status: Status) -> None:
    """What the office has to do does not go away by waiting."""
    ruling = settled(pick(""), dossiers=[replace(WAITING, status=status)], now=TOO_LATE)
    assert not [action for action in ruling.actions if isinstance(action, Expire)]


@pytest.mark.parametrize(
    "chosen", [pick(Decision.APPROVE), pick(Decision.REJECT), pick(Decision.INCOMPLETE, "foto KTP buram"), pick("ya")]
)
def test_a_pick_that_stands_goes_first(chosen: Pick) -> None:
    """However short it stands, and also one that cannot be carried out: somebody wants something of this request."""
    ruling = decide(known([WAITING]), Seen((), (chosen,), {}), rules(), TOO_LATE)
    assert ruling.actions == ()


def test_a_pick_that_has_stood_is_carried_out_instead() -> None:
    """One thing happens to a request, not two."""
    chosen = pick(Decision.APPROVE)
    seen = Seen((), (chosen,), stood(chosen))
    assert decide(known([WAITING]), seen, rules(), TOO_LATE).actions == (CarryOut(WAITING, Decision.APPROVE, ""),)


@pytest.mark.parametrize(
    "picks", [(), (pick("", steady=False),), (pick(""), pick(""))], ids=["gone", "moving", "twice"]
)
def test_a_row_that_was_not_seen_in_peace_waits(picks: tuple[Pick, ...]) -> None:
    """Nobody knows what is picked there."""
    assert decide(known([WAITING]), Seen((), picks, {}), rules(), TOO_LATE).actions == ()


def test_a_tab_that_could_not_be_read_holds_up_its_own_service() -> None:
    """The correction may lie there."""
    for unread, actions in (({"sku", "Meja"}, ()), ({"sktm"}, (Expire(WAITING),))):
        seen = Seen((), (DONE,), {}, unread=unread)
        assert decide(known([WAITING]), seen, rules(), TOO_LATE).actions == actions


def test_a_correction_in_the_same_read_is_in_time() -> None:
    """Also at the last moment, and also when the office was closed for weeks."""
    correction = ticket("WXYZ", case_id=WAITING.case_id)
    for row, kept in (
        (arrival("WXYZ", serial=NOON_SERIAL + 13), "AddAttempt"),
        (arrival("ACDE", {"NIK": "1"}), "Revise"),
    ):
        seen = Seen((TabRead((row,), complete=False),), (DONE,), {})
        ruling = decide(known([WAITING], [correction]), seen, rules(), TOO_LATE)
        assert [type(action).__name__ for action in ruling.actions] == [kept]
