"""The chats that have opened the bot, and whether they can be written to."""

from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from office.ledger.schema import chats


def heard(tx: Connection, chat_id: int, username: str | None, now: datetime) -> None:
    """A chat has said something: it is known, and not blocked."""
    values = {"username": username, "heard_at": now, "blocked_at": None}
    new = insert(chats).values(id=chat_id, **values)
    tx.execute(new.on_conflict_do_update(index_elements=[chats.c.id], set_=values))


def blocked(tx: Connection, chat_id: int, now: datetime) -> None:
    """The person has blocked the bot."""
    tx.execute(update(chats).where(chats.c.id == chat_id).values(blocked_at=now))


def is_blocked(tx: Connection, chat_id: int) -> bool:
    """Whether the last that was heard of the chat is that it blocked the bot."""
    return tx.scalar(select(chats.c.blocked_at).where(chats.c.id == chat_id)) is not None
