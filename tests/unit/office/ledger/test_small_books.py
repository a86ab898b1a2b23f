"""Bookmarks and chats."""

from datetime import timedelta

from office.ledger import bookmarks, chats
from office.ledger.connection import Ledger
from tests.unit.builders import CHAT, NOON


def test_a_bookmark_holds_its_last_value(ledger: Ledger) -> None:
    """Any JSON, by name; nothing for a name that was never used."""
    with ledger.write() as tx:
        bookmarks.put(tx, "set-up", "a")
        bookmarks.put(tx, "set-up", {"b": [1, None]})
        assert bookmarks.get(tx, "set-up") == {"b": [1, None]}
        assert bookmarks.get(tx, "other") is None


def test_a_chat_that_speaks_is_not_blocked(ledger: Ledger) -> None:
    """Blocked until it is heard again; a chat that was never heard is not blocked."""
    with ledger.write() as tx:
        seen = [chats.is_blocked(tx, CHAT)]
        chats.heard(tx, CHAT, "siti", NOON)
        chats.blocked(tx, CHAT, NOON + timedelta(hours=1))
        seen.append(chats.is_blocked(tx, CHAT))
        chats.heard(tx, CHAT, None, NOON + timedelta(hours=2))
        seen.append(chats.is_blocked(tx, CHAT))
    assert seen == [False, True, False]
