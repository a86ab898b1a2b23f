"""What is open now, and what came and was finished month by month."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Connection

from office.cases import Decision, Status
from office.ledger import cases, register, statistics
from office.ledger.cases import Opened
from office.ledger.connection import Ledger
from office.ledger.register import Entry
from office.ledger.statistics import Figures, Standing, Tally, last_months
from tests.unit.builders import JAKARTA, NOON, Dealer, arrival
from tests.unit.office.ledger.papers import entry

NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEFORE, AFTER = NOON - 2 * HOUR, NOON - HOUR
DUE = NOON - HOUR - HOUR / 2
_DEAL, _SERIALS = Dealer(), count(1)


def came(tx: Connection, at: datetime = BEFORE, *, due: datetime = DUE, service: str = "sku") -> Opened:
    """A request without a chat."""
    row = arrival(serial=float(next(_SERIALS)), service=service)
    return cases.open_case(
        tx, row, "S", chat_id=None, code=None, concerns=(), due_at=due, now=at, choose=_DEAL
    )  # fmt: skip


def figures(tx: Connection) -> Figures:
    return statistics.figures(tx, JAKARTA, NOON)


def tally(tx: Connection) -> Tally:
    """The SKU's in this month."""
    return figures(tx).tallies[NOVEMBER, "sku"]


def standing(tx: Connection) -> Standing:
    return figures(tx).standings["sku"]


# --- months -----------------------------------------------------------------------------------------------------


def test_the_last_twelve_months() -> None:
    """With this one as the last; a year's end among them."""
    assert last_months(date(2026, 11, 23)) == (date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 12)))


def test_months_begin_at_the_villages_midnight(ledger: Ledger) -> None:
    """Not at London's."""
    midnight = datetime(2026, 11, 1, tzinfo=JAKARTA)
    with ledger.write() as tx:
        came(tx, midnight - timedelta(microseconds=1))
        came(tx, midnight)
        came(tx, datetime(2026, 11, 1, 0, 0, tzinfo=UTC))
        assert {month: tally.requests for (month, _), tally in figures(tx).tallies.items()} == {OCTOBER: 1, NOVEMBER: 2}


def test_what_came_before_the_last_twelve_months_is_left_out(ledger: Ledger) -> None:
    """Also the letters of that time."""
    begin = datetime(2025, 12, 1, tzinfo=JAKARTA)
    with ledger.write() as tx:
        for number, at in enumerate((begin - HOUR, begin), start=1):
            register.enter(tx, entry(came(tx, at), number, service="sku"), at)
        assert figures(tx).tallies == {(date(2025, 12, 1), "sku"): Tally(requests=1, due=1, letters=1)}


def test_an_empty_ledger_has_nothing_to_tell(ledger: Ledger) -> None:
    """There are no entries with nothing in them."""
    with ledger.read() as tx:
        told = figures(tx)
    assert (told.standings, told.tallies, len(told.months)) == ({}, {}, 12)


# --- finished, and in time --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.DONE, Status.READY, Status.REJECTED])
@pytest.mark.parametrize(("at", "in_time"), [(DUE, 1), (DUE + timedelta(microseconds=1), 0)])
def test_finished_in_time_is_at_or_before_the_promise(
    ledger: Ledger, status: Status, at: datetime, in_time: int
) -> None:
    """Whichever way it is finished."""
    with ledger.write() as tx:
        cases.set_status(tx, came(tx).attempt_id, status, at)
        assert tally(tx) == Tally(requests=1, finished=1, in_time=in_time, due=1)


def test_a_letter_that_lies_ready_counts_from_then(ledger: Ledger) -> None:
    """A citizen who fetches it a week later does not make the office late."""
    with ledger.write() as tx:
        mine = came(tx).attempt_id
        cases.set_status(tx, mine, Status.READY, DUE)
        cases.set_status(tx, mine, Status.DONE, DUE + 7 * DAY)
        assert tally(tx).in_time == 1


@pytest.mark.parametrize("status", sorted(statistics.IN_THE_OFFICE))
@pytest.mark.parametrize(("due", "late"), [(NOON - HOUR, 1), (NOON, 0)])
def test_what_lies_past_its_promise_is_late_already(ledger: Ledger, status: Status, due: datetime, late: int) -> None:
    """Nobody's share gets better by leaving a request undecided, or a letter unsigned."""
    with ledger.write() as tx:
        cases.set_status(tx, came(tx, due=due).attempt_id, status, BEFORE)
        assert tally(tx) == Tally(requests=1, due=late)
        assert standing(tx).late == late


@pytest.mark.parametrize("status", [Status.INCOMPLETE, Status.CANCELLED, Status.EXPIRED, Status.WITHDRAWN])
def test_what_waits_for_its_citizen_or_was_taken_back_is_neither_in_time_nor_late(
    ledger: Ledger, status: Status
) -> None:
    """It came, and that is all that counts of it."""
    with ledger.write() as tx:
        cases.set_status(tx, came(tx).attempt_id, status, AFTER)
        assert tally(tx) == Tally(requests=1)


def test_a_correction_is_the_same_request_with_a_new_promise(ledger: Ledger) -> None:
    """What it replaced does not count; it belongs to the month in which the citizen first asked."""
    with ledger.write() as tx:
        first = came(tx, datetime(2026, 10, 30, tzinfo=UTC))
        corrected = arrival("WXYZ", serial=0.5)
        second = cases.add_attempt(tx, first.case_id, corrected, "WXYZ", (), due_at=NOON + DAY, now=AFTER, late=False)
        assert figures(tx).tallies == {(OCTOBER, "sku"): Tally(requests=1)}
        cases.set_status(tx, second.attempt_id, Status.DONE, NOON)
        assert figures(tx).tallies == {(OCTOBER, "sku"): Tally(requests=1, finished=1, in_time=1, due=1)}


def test_a_correction_that_came_too_late_changes_nothing(ledger: Ledger) -> None:
    """The attempt before stands for the request."""
    with ledger.write() as tx:
        first = came(tx)
        cases.set_status(tx, first.attempt_id, Status.DONE, DUE)
        late = arrival("WXYZ", serial=0.5)
        cases.add_attempt(tx, first.case_id, late, "WXYZ", (), due_at=NOON, now=AFTER, late=True)
        assert tally(tx) == Tally(requests=1, finished=1, in_time=1, due=1)


def test_a_letter_that_was_withdrawn_stays_finished_but_is_no_letter(ledger: Ledger) -> None:
    """Its citizen had it in time; it is good no more."""
    with ledger.write() as tx:
        mine = came(tx)
        made = register.enter(tx, entry(mine, service="sku"), BEFORE)
        cases.set_status(tx, mine.attempt_id, Status.DONE, DUE)
        assert tally(tx).letters == 1
        register.withdraw(tx, made.id, "Salah nama", AFTER)
        cases.carry_out(tx, cases.by_id(tx, mine.attempt_id), Decision.WITHDRAW, "x", Status.WITHDRAWN, AFTER)
        assert tally(tx) == Tally(requests=1, finished=1, in_time=1, due=1)


def test_letters_count_in_the_month_of_their_date(ledger: Ledger) -> None:
    """As in the register; those made by hand have no service."""
    by_hand = Entry("1/2026", "surat", 2026, 9, "Camat", "Undangan", "Sekdes")
    with ledger.write() as tx:
        register.enter(tx, entry(came(tx, datetime(2026, 10, 30, tzinfo=UTC)), service="sku"), NOON)
        register.enter(tx, by_hand, NOON)
        told = figures(tx).tallies
    assert (told[NOVEMBER, "sku"], told[NOVEMBER, None]) == (Tally(letters=1), Tally(letters=1))
    assert told[OCTOBER, "sku"].letters == 0


def test_services_are_told_apart(ledger: Ledger) -> None:
    """Now and in the months; their sum is told by adding."""
    with ledger.write() as tx:
        came(tx)
        cases.set_status(tx, came(tx, service="sktm").attempt_id, Status.DONE, DUE)
        told = figures(tx)
    assert told.tallies == {(NOVEMBER, "sku"): Tally(1, due=1), (NOVEMBER, "sktm"): Tally(1, 1, 1, 1)}
    assert sum(told.tallies.values(), Tally()) == Tally(2, 1, 1, 2)
    assert sum(told.standings.values(), Standing()) == Standing((0,), late=1)


@pytest.mark.parametrize(("in_time", "due", "share"), [(0, 0, None), (0, 2, 0.0), (1, 2, 0.5), (2, 2, 1.0)])
def test_the_share_in_time(in_time: int, due: int, share: float | None) -> None:
    """Of nothing there is none."""
    assert Tally(in_time=in_time, due=due).share_in_time == share


# --- open now ---------------------------------------------------------------------------------------------------


def test_a_letter_that_waits_for_its_citizen_is_finished(ledger: Ledger) -> None:
    """The office has done its part when it says so; however long the answer takes, the request is not late."""
    with ledger.write() as tx:
        mine, forgotten = came(tx), came(tx)
        for case in (mine, forgotten):
            cases.set_status(tx, case.attempt_id, Status.APPROVED, BEFORE)
        for moment in (BEFORE, AFTER):
            cases.finish(tx, mine.attempt_id, moment)
        assert tally(tx) == Tally(requests=2, finished=1, in_time=1, due=2)
        assert standing(tx) == Standing(ages=(0,), late=1, with_citizen=1)


def test_what_is_open_now(ledger: Ledger) -> None:
    """In the office's hands, with the citizen, ready to be fetched; what is closed is not."""
    with ledger.write() as tx:
        for status in Status:
            cases.set_status(tx, came(tx, due=NOON + DAY).attempt_id, status, AFTER)
        assert standing(tx) == Standing((0, 0, 0), with_citizen=1, ready=1)


def test_ages_are_days_of_the_calendar(ledger: Ledger) -> None:
    """From one midnight to the next in the village; a clock that was ahead makes nobody younger than today."""
    midnight = datetime(2026, 11, 23, tzinfo=JAKARTA)
    with ledger.write() as tx:
        for at in (NOON + HOUR, midnight, midnight - HOUR, midnight - 40 * DAY):
            came(tx, at)
        assert sorted(standing(tx).ages) == [0, 0, 1, 40]


def test_a_correction_is_as_old_as_itself(ledger: Ledger) -> None:
    """Before it came, its citizen was waited for."""
    with ledger.write() as tx:
        first = came(tx, NOON - 9 * DAY)
        corrected = arrival("WXYZ", serial=0.5)
        cases.add_attempt(tx, first.case_id, corrected, "WXYZ", (), due_at=NOON, now=NOON - 2 * DAY, late=False)
        assert standing(tx).ages == (2,)
