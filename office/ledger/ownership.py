"""Whose request it is: confirmed or refused by the chat that took its code, or claimed by somebody's phone number.

A number on a button is a reference, never a permission: each act looks whether the case is this chat's, or on offer to
it. Nothing here happens twice: a press that is handled again changes nothing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from office.answers import contact
from office.cases import CLOSED, Concern, Dossier
from office.ledger import cases, handover, outbox, register, tickets
from office.ledger.record import Clerk, tell_staff
from office.ledger.schema import cases as case_table
from office.ledger.schema import offers
from office.notices import NoticeKind
from office.services import Service

CLAIMED_WITHIN = timedelta(days=30)
"""A request without a chat may be claimed for so long after it arrived."""
OFFERED_FOR = timedelta(days=1)
"""After this a number must be shared again."""
PATIENCE = timedelta(days=2)
"""So long a finished letter waits before the staff are told that nobody has confirmed it."""
_ABOUT_THE_CHAT = frozenset(
    {"no_code", "unknown_code", "code_of_other_service", "code_used_again", "code_expired", "bound", "not_mine"}
)
"""Concerns that say which chat, or none, is told of a request."""


def confirm(tx: Connection, chat_id: int, reference: str, now: datetime) -> Dossier | None:
    """The person says that the request is their own: what was held goes. None when it is not this chat's."""
    dossier = cases.of_reference(tx, chat_id, reference)
    if dossier is None or dossier.confirmed:
        return dossier
    mine = update(case_table).where(case_table.c.id == dossier.case_id, case_table.c.confirmed_at.is_(None))
    tx.execute(mine.values(confirmed_at=now))
    outbox.release(tx, dossier.case_id, now)
    return cases.by_id(tx, dossier.attempt_id)


def disown(tx: Connection, clerk: Clerk, chat_id: int, reference: str, now: datetime) -> bool:
    """The person says that the request is not theirs: nothing more of it goes to this chat.

    False when it is too late, since a letter is there already; the staff hear of both.
    """
    dossier = cases.of_reference(tx, chat_id, reference)
    if dossier is None:
        return True
    too_late = outbox.letter_is_out(tx, dossier.case_id, chat_id)
    if too_late:
        key, alert = f"not_mine_late:{dossier.case_id}", "not_mine_late"
    else:
        key, alert = f"{dossier.case_id}:{cases.next_notice(tx, dossier.case_id)}:not_mine", "not_mine"
        _unbind(tx, clerk, dossier, chat_id, now)
    tell_staff(tx, clerk, key, NoticeKind.STAFF_ALERT, {"alert": alert, "about": dossier.key}, now)
    return not too_late


def offer(tx: Connection, chat_id: int, number: str, services: Mapping[str, Service], now: datetime) -> list[Dossier]:
    """Offer a chat the open requests without a chat whose own number this is (as `answers.phone` writes it)."""
    waiting = cases.without_chat(tx, now - CLAIMED_WITHIN)
    found = [one for one in waiting if one.service in services and _number(services, one) == number]
    tx.execute(delete(offers).where(offers.c.chat_id == chat_id))
    for one in found:
        tx.execute(insert(offers).values(chat_id=chat_id, case_id=one.case_id, offered_at=now))
    return found


def offered(tx: Connection, chat_id: int, now: datetime) -> list[Dossier]:
    """What this chat may still claim."""
    mine = select(offers.c.case_id).where(offers.c.chat_id == chat_id, offers.c.offered_at > now - OFFERED_FOR)
    case_ids = set(tx.scalars(mine))
    return [one for one in cases.without_chat(tx, now - CLAIMED_WITHIN) if one.case_id in case_ids]


def decline(tx: Connection, chat_id: int, reference: str) -> None:
    """The person does not claim this request."""
    named = select(case_table.c.id).where(case_table.c.reference == reference)
    tx.execute(delete(offers).where(offers.c.chat_id == chat_id, offers.c.case_id.in_(named)))


def bind(tx: Connection, clerk: Clerk, chat_id: int, reference: str, now: datetime) -> Dossier | None:
    """The person claims a request that is on offer to them: its chat is this one now, and the first keeps it.

    Returns the request when it is this chat's now, also when it was before.
    """
    dossier = next((one for one in offered(tx, chat_id, now) if one.reference == reference), None)
    if dossier is None:
        return cases.of_reference(tx, chat_id, reference)
    free = update(case_table).where(case_table.c.id == dossier.case_id, case_table.c.chat_id.is_(None))
    if tx.execute(free.values(chat_id=chat_id, confirmed_at=now)).rowcount != 1:
        return None
    cases.remark(tx, dossier, Concern("bound"), _ABOUT_THE_CHAT)
    key = f"{dossier.case_id}:{cases.next_notice(tx, dossier.case_id)}:bound"
    tell_staff(tx, clerk, key, NoticeKind.STAFF_ALERT, {"alert": "bound", "about": dossier.key}, now)
    handover.catch_up(tx, clerk, cases.by_id(tx, dossier.attempt_id), now)
    return cases.by_id(tx, dossier.attempt_id)


def tell_of_the_unconfirmed(tx: Connection, clerk: Clerk, now: datetime) -> None:
    """Tell the staff, once each, of letters that have waited too long for their citizen's confirmation."""
    for notice in outbox.held_before(tx, now - PATIENCE):
        if notice.attempt_id is not None:
            about = {"alert": "unconfirmed", "about": cases.by_id(tx, notice.attempt_id).key}
            tell_staff(tx, clerk, f"unconfirmed:{notice.attempt_id}", NoticeKind.STAFF_ALERT, about, now)


def _number(services: Mapping[str, Service], dossier: Dossier) -> str:
    return contact(services[dossier.service], dossier.answers)


def _unbind(tx: Connection, clerk: Clerk, dossier: Dossier, chat_id: int, now: datetime) -> None:
    mine = update(case_table).where(case_table.c.id == dossier.case_id, case_table.c.chat_id == chat_id)
    tx.execute(mine.values(chat_id=None, confirmed_at=None))
    tickets.void_corrections(tx, dossier.case_id, now)
    recalled = outbox.take_back(tx, dossier.case_id, chat_id, now)
    cases.remark(tx, dossier, Concern("not_mine"), _ABOUT_THE_CHAT)
    letter = register.of_attempt(tx, dossier.attempt_id)
    if recalled & {*outbox.WITH_LETTER} and letter is not None and dossier.status not in CLOSED:
        handover.lay_ready(tx, clerk.staff_chat, cases.by_id(tx, dossier.attempt_id), letter, now)
