"""The codes handed out in a chat."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from office.cases import CODE_LIFE, Ticket
from office.ledger import tickets
from office.ledger.connection import Ledger
from office.ledger.schema import tickets as table
from tests.unit.builders import CHAT, NOON, Dealer
from tests.unit.office.ledger.papers import opened


def test_an_unused_code_is_handed_out_again(ledger: Ledger) -> None:
    """Tapping the service again gives the same link; another service or another chat has its own."""
    deal = Dealer()
    with ledger.write() as tx:
        first = tickets.take(tx, CHAT, "sku", NOON, deal)
        assert tickets.take(tx, CHAT, "sku", NOON, deal) == first
        others = {tickets.take(tx, chat, key, NOON, deal).code for chat, key in ((CHAT, "sktm"), (CHAT + 1, "sku"))}
    assert len({first.code, *others}) == 3


def test_a_used_code_is_never_handed_out_again(ledger: Ledger) -> None:
    """The next request has a new one; the old one is remembered as used."""
    deal = Dealer()
    with ledger.write() as tx:
        first = tickets.take(tx, CHAT, "sku", NOON, deal)
        tickets.use(tx, first.code, NOON)
        second = tickets.take(tx, CHAT, "sku", NOON, deal)
        assert second.code != first.code
        assert tickets.find(tx, [first.code, second.code, "UNKNOWN"]) == {
            first.code: Ticket(first.code, CHAT, "sku", used=True),
            second.code: second,
        }


def test_a_correction_has_its_own_code(ledger: Ledger) -> None:
    """It belongs to its case, is handed out again until it is used, and is no code for a new request."""
    deal = Dealer()
    with ledger.write() as tx:
        case = opened(tx).case_id
        mine = tickets.take_correction(tx, CHAT, "sku", case, NOON, deal)
        assert mine.case_id == case
        assert tickets.take_correction(tx, CHAT, "sku", case, NOON, deal) == mine
        assert tickets.take(tx, CHAT, "sku", NOON, deal).code != mine.code


@pytest.mark.parametrize("days", [89, 91])
@pytest.mark.parametrize("of_case", [False, True])
def test_a_code_that_is_handed_out_again_is_good_for_as_long_as_a_new_one(
    ledger: Ledger, days: int, of_case: bool
) -> None:
    """An old one that is still good counts anew; one that is not is never handed out again."""
    deal, later = Dealer(), NOON + timedelta(days=days)
    with ledger.write() as tx:
        case = opened(tx).case_id

        def take(now: datetime) -> Ticket:
            if of_case:
                return tickets.take_correction(tx, CHAT, "sku", case, now, deal)
            return tickets.take(tx, CHAT, "sku", now, deal)

        first, second = take(NOON), take(later)
        assert (second.code == first.code) is (days < 90)
        assert tickets.find(tx, [second.code])[second.code].taken_at == later
        assert not second.expired(later + CODE_LIFE)
        assert second.expired(later + CODE_LIFE + timedelta(seconds=1))


def test_corrections_of_one_case_can_be_voided(ledger: Ledger) -> None:
    """The code that was handed out is no good any more, and the next is another."""
    deal = Dealer()
    with ledger.write() as tx:
        case = opened(tx).case_id
        mine, other = (
            tickets.take_correction(tx, CHAT, "sku", case, NOON, deal),
            tickets.take(tx, CHAT, "sku", NOON, deal),
        )
        tickets.void_corrections(tx, case, NOON)
        found = tickets.find(tx, [mine.code, other.code])
        assert [found[code].used for code in (mine.code, other.code)] == [True, False]
        assert tickets.take_correction(tx, CHAT, "sku", case, NOON, deal).code != mine.code


@pytest.mark.parametrize("of_case", [False, True])
def test_two_unused_codes_for_one_thing_cannot_be(ledger: Ledger, of_case: bool) -> None:
    """The ledger itself refuses the second, whoever writes it."""
    with ledger.write() as tx:
        case = opened(tx).case_id if of_case else None
        row = {"chat_id": CHAT, "service": "sku", "case_id": case, "taken_at": NOON}
        tx.execute(insert(table).values(row | {"code": "AAAA"}))
        with pytest.raises(IntegrityError):
            tx.execute(insert(table).values(row | {"code": "CCCC"}))
        tickets.use(tx, "AAAA", NOON)
        tx.execute(insert(table).values(row | {"code": "CCCC"}))
