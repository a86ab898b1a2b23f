"""Requests that their citizen takes back."""

import pytest
from sqlalchemy import Connection, select

from office.cases import Decision, Status
from office.casework import CarryOut
from office.ledger import cases, closing, letter_jobs
from office.ledger.cases import Opened
from office.ledger.connection import Ledger
from office.ledger.record import record
from office.ledger.schema import outbox
from tests.unit.builders import CHAT, NOON, STAFF, clerk
from tests.unit.office.ledger.papers import opened


def alerts(tx: Connection) -> list[tuple[str, str]]:
    rows = tx.execute(select(outbox.c.params).where(outbox.c.chat_id == STAFF))
    return [(row.params["alert"], row.params["about"]) for row in rows]


def cancelled(tx: Connection, case: Opened, chat: int = CHAT) -> Status | None:
    mine = closing.cancel(tx, chat, case.reference, STAFF, NOON)
    return mine.status if mine else None


@pytest.mark.parametrize("status", [Status.NEW, Status.INCOMPLETE, Status.APPROVED])
def test_a_request_without_a_number_is_taken_back(ledger: Ledger, status: Status) -> None:
    """It is closed, and the staff hear of it by its number; a second press changes nothing."""
    with ledger.write() as tx:
        case = opened(tx)
        cases.set_status(tx, case.attempt_id, status, NOON)
        assert [cancelled(tx, case), cancelled(tx, case)] == [Status.CANCELLED] * 2
        assert cases.by_id(tx, case.attempt_id).closed_at == NOON
        assert alerts(tx) == [("cancelled", case.key)]


@pytest.mark.parametrize("status", [Status.AWAITING_SIGNATURE, Status.READY, Status.DONE, Status.REJECTED])
def test_what_is_decided_stays(ledger: Ledger, status: Status) -> None:
    """Nothing changes, and nobody is told."""
    with ledger.write() as tx:
        case = opened(tx)
        cases.set_status(tx, case.attempt_id, status, NOON)
        assert cancelled(tx, case) is status
        assert alerts(tx) == []


def test_another_chat_cannot_take_it_back(ledger: Ledger) -> None:
    """A request's number is known to many and opens nothing."""
    with ledger.write() as tx:
        case = opened(tx)
        assert cancelled(tx, case, CHAT + 1) is None
        assert cases.by_id(tx, case.attempt_id).status is Status.NEW


def test_an_ordered_letter_is_called_off(ledger: Ledger) -> None:
    """The press does not find it any more."""
    with ledger.write() as tx:
        case = opened(tx)
        record(tx, [CarryOut(cases.by_id(tx, case.attempt_id), Decision.APPROVE, "")], clerk(), NOON)
        assert letter_jobs.still_ordered(tx, case.attempt_id)
        cancelled(tx, case)
        assert letter_jobs.next_ordered(tx, NOON) is None
        assert not letter_jobs.still_ordered(tx, case.attempt_id)


def test_an_approval_that_was_read_before_does_not_count(ledger: Ledger) -> None:
    """Whoever comes first wins; the other begins anew from what is so now."""
    with ledger.write() as tx:
        case = opened(tx)
        read = cases.by_id(tx, case.attempt_id)
        cancelled(tx, case)
        with pytest.raises(cases.Outdated):
            record(tx, [CarryOut(read, Decision.APPROVE, "")], clerk(), NOON)
        with pytest.raises(cases.Outdated):
            cases.close(tx, read, Status.CANCELLED, NOON)
