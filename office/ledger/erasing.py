"""Erasing on request what the ledger keeps of a chat, and the list of what people must erase by hand at Google.

The register of letters stays, with what was printed: the office must keep it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, not_, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from office.ledger import outbox as notices
from office.ledger import privacy
from office.ledger.schema import attempts, cases, chats, erasures, inbox, offers, outbox, tickets
from office.notices import NoticeKind

NOBODY = 0
"""The chat of what has none any more."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """A row of a form tab that is to be erased by hand, with its response and its files.

    `key` is the attempt's number; `serial` the time stamp in the form's tab, in days since 1899-12-30.
    """

    key: str
    service: str
    serial: float


def still_open(tx: Connection, chat_id: int) -> list[str]:
    """The references of the chat's requests that are not closed yet, oldest first."""
    mine = select(cases.c.reference).join(attempts, attempts.c.case_id == cases.c.id).where(cases.c.chat_id == chat_id)
    return list(dict.fromkeys(tx.scalars(mine.where(attempts.c.closed_at.is_(None)).order_by(cases.c.id))))


def erase(tx: Connection, chat_id: int, counted: Collection[str], staff_chat: int | None, now: datetime) -> list[str]:
    """Erase what is kept of a chat; the numbers of what must be erased by hand, of which the staff are told.

    Nothing of the chat may be open. Of `counted` services the NIK stays until their limit no longer looks back.
    """
    if still_open(tx, chat_id):
        raise ValueError("requests that are open cannot be erased")
    keys = _answers(tx, chat_id, counted, now)
    _traces(tx, chat_id)
    if keys and staff_chat is not None:
        about = {"alert": "erasure", "about": keys[0] if len(keys) == 1 else f"{keys[0]} (+{len(keys) - 1})"}
        key = f"erasure:{keys[0]}:{now.isoformat()}"
        notices.put(tx, key=key, chat_id=staff_chat, kind=NoticeKind.STAFF_ALERT, params=about, now=now)
    return keys


def by_hand(tx: Connection) -> list[ByHand]:
    """What is still to be erased by hand, in the order in which it was asked for."""
    query = (
        select(attempts.c.key, cases.c.service, attempts.c.serial)
        .join(erasures, erasures.c.attempt_id == attempts.c.id)
        .join(cases, cases.c.id == attempts.c.case_id)
        .where(erasures.c.done_at.is_(None))
        .order_by(erasures.c.asked_at, attempts.c.id)
    )
    return [ByHand(row.key, row.service, row.serial) for row in tx.execute(query)]


def put_on_list(tx: Connection, attempt_id: int, now: datetime) -> None:
    """People are to erase what lies at Google of it."""
    tx.execute(insert(erasures).values(attempt_id=attempt_id, asked_at=now).on_conflict_do_nothing())


def tick_off(tx: Connection, key: str, now: datetime) -> bool:
    """It was erased by hand; False when no such number is on the list, or is ticked off already."""
    mine = select(attempts.c.id).where(attempts.c.key == key).scalar_subquery()
    waiting = and_(erasures.c.attempt_id == mine, erasures.c.done_at.is_(None))
    return tx.execute(update(erasures).where(waiting).values(done_at=now)).rowcount == 1


def _answers(tx: Connection, chat_id: int, counted: Collection[str], now: datetime) -> list[str]:
    mine = select(attempts.c.id, attempts.c.key, cases.c.service).join(cases, cases.c.id == attempts.c.case_id)
    found = tx.execute(mine.where(cases.c.chat_id == chat_id).order_by(attempts.c.id)).all()
    for row in found:
        privacy.erase_attempt(tx, row.id, keep_nik=row.service in counted)
        put_on_list(tx, row.id, now)
    return [row.key for row in found]


def _traces(tx: Connection, chat_id: int) -> None:
    """Whose it was: codes, notices, messages, the name in Telegram. What is on its way still goes out."""
    tx.execute(delete(tickets).where(tickets.c.chat_id == chat_id, tickets.c.used_at.is_(None)))
    tx.execute(update(tickets).where(tickets.c.chat_id == chat_id).values(chat_id=NOBODY))
    told = and_(outbox.c.chat_id == chat_id, outbox.c.state.in_(privacy.FINISHED), _to_citizen())
    tx.execute(update(outbox).where(told).values(params={}, chat_id=NOBODY))
    said = and_(inbox.c.chat_id == chat_id, inbox.c.state.in_(privacy.HANDLED))
    tx.execute(update(inbox).where(said).values(payload="{}"))
    tx.execute(delete(offers).where(offers.c.chat_id == chat_id))
    tx.execute(update(chats).where(chats.c.id == chat_id).values(username=None))
    tx.execute(update(cases).where(cases.c.chat_id == chat_id).values(chat_id=None))


def _to_citizen() -> ColumnElement[bool]:
    staff = [kind for kind in NoticeKind if kind.startswith("staff_")]
    return not_(or_(*(outbox.c.kind == kind for kind in staff)))
