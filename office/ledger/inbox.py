"""The inbox: Telegram updates, kept before they are acknowledged, handled in order per chat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from office.ledger.schema import inbox

WAITING, DONE, FAILED = "waiting", "done", "failed"


@dataclass(frozen=True, slots=True)
class Item:
    """One update: `payload` is its JSON as Telegram sent it."""

    id: int
    update_id: int
    chat_id: int
    payload: str


def accept(tx: Connection, updates: Iterable[tuple[int, int, str]], now: datetime) -> None:
    """Keep (update id, chat id, payload) triples; one that is here already is not taken twice."""
    for update_id, chat_id, payload in updates:
        values = {"update_id": update_id, "chat_id": chat_id, "payload": payload, "received_at": now}
        tx.execute(insert(inbox).values(values | {"state": WAITING}).on_conflict_do_nothing())


def waiting_chats(tx: Connection) -> list[int]:
    """The chats that have something waiting, longest waiting first."""
    rows = tx.execute(select(inbox.c.chat_id).where(inbox.c.state == WAITING).order_by(inbox.c.id))
    return list(dict.fromkeys(row.chat_id for row in rows))


def head(tx: Connection, chat_id: int) -> Item | None:
    """The oldest update of a chat that still waits."""
    mine = select(inbox).where(inbox.c.state == WAITING, inbox.c.chat_id == chat_id)
    row = tx.execute(mine.order_by(inbox.c.id).limit(1)).one_or_none()
    return Item(row.id, row.update_id, row.chat_id, row.payload) if row else None


def done(tx: Connection, item_id: int) -> None:
    """It has been answered."""
    tx.execute(update(inbox).where(inbox.c.id == item_id).values(state=DONE))


def failed(tx: Connection, item_id: int, reason: str) -> None:
    """It could not be handled and steps aside; kept with its reason (no personal data in it)."""
    tx.execute(update(inbox).where(inbox.c.id == item_id).values(state=FAILED, reason=reason))


def purge(tx: Connection, before: datetime) -> int:
    """Forget what was handled and is older; the number forgotten. Failed ones stay for the operator."""
    old = delete(inbox).where(inbox.c.state == DONE, inbox.c.received_at < before)
    return tx.execute(old).rowcount
