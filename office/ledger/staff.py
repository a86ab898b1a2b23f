"""Who works in the office, by their numeric Telegram ids; the invitations by which they enrol; what they did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_once

from office.codes import Choose, ticket_code
from office.ledger import outbox
from office.ledger.schema import staff, staff_acts, staff_invitations
from office.notices import NoticeKind

INVITATION_LASTS = timedelta(hours=24)
LONGEST_NAME = 80
ANONYMOUS = 1_087_968_824
"""GroupAnonymousBot, in whose name the admins of a supergroup write who remain anonymous."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff, by the name that the operator gave."""

    user_id: int
    name: str
    enrolled_at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did and what it was about: a request's number or nothing. `user_id` None: nobody was named."""

    user_id: int | None
    at: datetime
    what: str
    about: str


def may_act(tx: Connection, user_id: int | None) -> bool:
    """Whether this id counts as staff: who is enrolled now, and nobody else, also while nobody is."""
    return user_id is not None and any(one.user_id == user_id for one in members(tx))


def refusal(user_id: int | None) -> str:
    """Why this id may not act: nobody has enrolled it, or Telegram hides behind it who it is."""
    return "anonymous" if user_id == ANONYMOUS else "not_enrolled"


def members(tx: Connection) -> Sequence[Member]:
    """Who is enrolled now, longest first."""
    rows = tx.execute(select(staff).where(staff.c.removed_at.is_(None)).order_by(staff.c.id))
    return [Member(row.user_id, row.name, row.enrolled_at) for row in rows]


def invitation_open(tx: Connection, now: datetime) -> bool:
    """Whether somebody can still enrol by an invitation that nobody has used."""
    unused = (staff_invitations.c.used_by.is_(None), staff_invitations.c.made_at > now - INVITATION_LASTS)
    return tx.execute(select(staff_invitations).where(*unused).limit(1)).one_or_none() is not None


def invite(tx: Connection, name: str, now: datetime, choose: Choose) -> str:
    """Note an invitation for one person and return its code, which is kept nowhere; earlier ones of that name end."""
    code = ticket_code(choose) + ticket_code(choose)
    earlier = (staff_invitations.c.name == name, staff_invitations.c.used_by.is_(None))
    tx.execute(staff_invitations.delete().where(*earlier))
    tx.execute(insert(staff_invitations).values(hash=_hash(code), name=name, made_at=now))
    return code


def enrol(tx: Connection, code: str, user_id: int, staff_chat: int | None, now: datetime) -> str | None:
    """Enrol whoever opened an invitation, and tell the staff chat; the name, None when the invitation is not good.

    Opened again by the same person it changes nothing.
    """
    found = tx.execute(select(staff_invitations).where(staff_invitations.c.hash == _hash(code))).one_or_none()
    if found is None:
        return None
    if found.used_by is not None:
        again = found.used_by == user_id and any(one.user_id == user_id for one in members(tx))
        return str(found.name) if again else None
    if not timedelta(0) <= now - found.made_at <= INVITATION_LASTS:
        return None
    tx.execute(update(staff_invitations).where(staff_invitations.c.hash == found.hash).values(used_by=user_id))
    _leave(tx, user_id, now)
    tx.execute(insert(staff).values(user_id=user_id, name=found.name, enrolled_at=now))
    acted(tx, f"enrolled:{found.hash}", user_id, "enrolled", "", now)
    if staff_chat is not None:
        about = {"alert": "staff_enrolled", "about": str(len(members(tx)))}
        key = f"enrolled:{found.hash}"
        outbox.put(tx, key=key, chat_id=staff_chat, kind=NoticeKind.STAFF_ALERT, params=about, now=now)
    return str(found.name)


def remove(tx: Connection, user_id: int, now: datetime) -> bool:
    """End somebody's enrolment; whether there was one."""
    if not _leave(tx, user_id, now):
        return False
    acted(tx, f"removed:{user_id}:{now.isoformat()}", user_id, "removed", "", now)
    return True


def acted(tx: Connection, key: str, user_id: int | None, what: str, about: str, now: datetime) -> None:
    """Record what somebody did; once per `key`."""
    values = {"key": key, "user_id": user_id, "at": now, "what": what, "about": about}
    tx.execute(insert_once(staff_acts).values(values).on_conflict_do_nothing())


def answer(tx: Connection, key: str, chat_id: int, answer: str, about: str, now: datetime) -> None:
    """Tell the staff in their chat what became of what one of them did; once per `key`."""
    params = {"answer": answer, "reference": about}
    outbox.put(tx, key=key, chat_id=chat_id, kind=NoticeKind.STAFF_ANSWER, params=params, now=now)


def acts(tx: Connection, most: int) -> Sequence[Act]:
    """What was done last, newest first."""
    rows = tx.execute(select(staff_acts).order_by(staff_acts.c.id.desc()).limit(most))
    return [Act(row.user_id, row.at, row.what, row.about) for row in rows]


def _leave(tx: Connection, user_id: int, now: datetime) -> bool:
    mine = (staff.c.user_id == user_id, staff.c.removed_at.is_(None))
    return tx.execute(update(staff).where(*mine).values(removed_at=now)).rowcount > 0


def _hash(code: str) -> str:
    return sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
