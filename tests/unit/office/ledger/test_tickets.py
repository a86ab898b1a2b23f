"""The codes handed out in a chat."""

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from office.cases import Ticket
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
