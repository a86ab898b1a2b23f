"""The inbox: Telegram updates, kept before they are acknowledged, handled in order per chat."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from office.ledger.schema import inbox

WAITING, DONE, FAILED = "waiting", "done", "failed"
PATIENCE, A_FAIR_TRY = timedelta(days=3), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Item:
    """One update: `payload` is its JSON as Telegram sent it; `late` when it waited while the office was away."""

    id: int
    update_id: int
    chat_id: int
    payload: str
    late: bool = False


def accept(tx: Connection, updates: Iterable[tuple[int, int, str]], now: datetime, late: Collection[int] = ()) -> None:
    """Keep (update id, chat id, payload) triples; one that is here already is not taken twice. `late`: update ids."""
    for update_id, chat_id, payload in updates:
        values = {"update_id": update_id, "chat_id": chat_id, "payload": payload, "received_at": now}
        values |= {"state": WAITING, "late": update_id in late}
        tx.execute(insert(inbox).values(values).on_conflict_do_nothing())


def waiting_chats(tx: Connection) -> list[int]:
    """The chats that have something waiting, longest waiting first."""
    rows = tx.execute(select(inbox.c.chat_id).where(inbox.c.state == WAITING).order_by(inbox.c.id))
    return list(dict.fromkeys(row.chat_id for row in rows))


def head(tx: Connection, chat_id: int) -> Item | None:
    """The oldest update of a chat that still waits."""
    return next(iter(_waiting(tx, chat_id, 1)), None)


def waiting(tx: Connection, chat_id: int) -> list[Item]:
    """All updates of a chat that still wait, oldest first."""
    return _waiting(tx, chat_id, None)


def done(tx: Connection, item_id: int) -> None:
    """It has been answered."""
    tx.execute(update(inbox).where(inbox.c.id == item_id).values(state=DONE))


def hopeless(tx: Connection, item: Item, now: datetime) -> bool:
    """Whether it has waited for three days, although whoever wrote a day later was answered.

    While nobody is answered it is not the update's fault.
    """
    since = tx.execute(select(inbox.c.received_at).where(inbox.c.id == item.id)).scalar_one()
    if now - since < PATIENCE:
        return False
    later = and_(inbox.c.state == DONE, inbox.c.received_at > since + A_FAIR_TRY)
    return tx.scalar(select(inbox.c.id).where(later).limit(1)) is not None


def failed(tx: Connection, item_id: int, reason: str) -> None:
    """It could not be handled and steps aside; kept with its reason (no personal data in it)."""
    tx.execute(update(inbox).where(inbox.c.id == item_id).values(state=FAILED, reason=reason))


def purge(tx: Connection, before: datetime, failed_before: datetime) -> int:
    """Forget what was handled and is older; the number forgotten. Failed ones stay longer, for the operator."""
    handled = and_(inbox.c.state == DONE, inbox.c.received_at < before)
    given_up = and_(inbox.c.state == FAILED, inbox.c.received_at < failed_before)
    return tx.execute(delete(inbox).where(or_(handled, given_up))).rowcount


def _waiting(tx: Connection, chat_id: int, most: int | None) -> list[Item]:
    mine = select(inbox).where(inbox.c.state == WAITING, inbox.c.chat_id == chat_id)
    rows = tx.execute(mine.order_by(inbox.c.id).limit(most))
    return [Item(row.id, row.update_id, row.chat_id, row.payload, row.late) for row in rows]
