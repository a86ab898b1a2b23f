"""The inbox: kept before they are acknowledged, answered in order."""

from datetime import timedelta

from office.ledger import inbox
from office.ledger.connection import Ledger
from tests.unit.builders import NOON

SITI, BUDI = 1, 2


def test_an_update_is_kept_once(ledger: Ledger) -> None:
    """Telegram sends again what was not acknowledged."""
    for _ in range(2):
        with ledger.write() as tx:
            inbox.accept(tx, [(10, SITI, "{}"), (11, BUDI, "{}")], NOON)
    with ledger.write() as tx:
        for chat in (SITI, BUDI):
            item = inbox.head(tx, chat)
            assert item
            inbox.done(tx, item.id)
            assert inbox.head(tx, chat) is None


def test_what_was_answered_does_not_wait_again(ledger: Ledger) -> None:
    """Also when it comes a second time."""
    with ledger.write() as tx:
        inbox.accept(tx, [(10, SITI, "{}")], NOON)
        item = inbox.head(tx, SITI)
        assert item
        inbox.done(tx, item.id)
        inbox.accept(tx, [(10, SITI, "{}")], NOON)
        assert inbox.waiting_chats(tx) == []


def test_each_chat_has_its_own_order(ledger: Ledger) -> None:
    """The oldest first; whoever has waited longest comes first."""
    with ledger.write() as tx:
        inbox.accept(tx, [(12, BUDI, "b1"), (13, SITI, "s1"), (14, BUDI, "b2")], NOON)
        assert inbox.waiting_chats(tx) == [BUDI, SITI]
        first = inbox.head(tx, BUDI)
        assert first
        assert (first.update_id, first.chat_id, first.payload) == (12, BUDI, "b1")
        inbox.done(tx, first.id)
        second = inbox.head(tx, BUDI)
        assert second
        assert second.payload == "b2"


def test_one_that_cannot_be_answered_steps_aside(ledger: Ledger) -> None:
    """The next in its chat has its turn; it is kept for the operator, but not for ever."""
    with ledger.write() as tx:
        inbox.accept(tx, [(10, SITI, "bad"), (11, SITI, "good")], NOON)
        item = inbox.head(tx, SITI)
        assert item
        inbox.failed(tx, item.id, "KeyError")
        following = inbox.head(tx, SITI)
        assert following
        assert following.payload == "good"
        assert inbox.purge(tx, NOON + timedelta(days=9), NOON) == 0
        assert inbox.purge(tx, NOON, NOON + timedelta(days=9)) == 1


def test_an_update_is_hopeless_only_when_others_are_answered(ledger: Ledger) -> None:
    """After three days, and when somebody who wrote a day later has an answer."""
    day = timedelta(days=1)
    with ledger.write() as tx:
        inbox.accept(tx, [(10, SITI, "a")], NOON)
        inbox.accept(tx, [(11, BUDI, "b")], NOON + 2 * day)
        first = inbox.head(tx, SITI)
        assert first
        assert not inbox.hopeless(tx, first, NOON + 5 * day)
        inbox.done(tx, 2)
        assert not inbox.hopeless(tx, first, NOON + 2 * day)
        assert inbox.hopeless(tx, first, NOON + 3 * day)


def test_old_answered_updates_are_forgotten(ledger: Ledger) -> None:
    """What still waits is never forgotten, however old."""
    with ledger.write() as tx:
        inbox.accept(tx, [(10, SITI, "old"), (11, BUDI, "waiting")], NOON)
        inbox.accept(tx, [(12, SITI, "new")], NOON + timedelta(hours=1))
        for _ in range(2):
            item = inbox.head(tx, SITI)
            assert item
            inbox.done(tx, item.id)
        assert inbox.purge(tx, NOON + timedelta(minutes=1), NOON) == 1
        assert inbox.waiting_chats(tx) == [BUDI]
