"""The outbox: what is to be told to whom. States as in GOV.UK Notify: created, sending, delivered, the failures.

Each notice has a key (case, sequence, kind) and is put once. In each chat the oldest unfinished one goes first;
one that has failed for good steps aside, and so does one that is held until its citizen confirms the request.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, literal, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from office.ledger import addresses
from office.ledger.schema import Instant, attempts, outbox
from office.notices import HELD, NoticeKind

CREATED, SENDING, DELIVERED = "created", "sending", "delivered"
PERMANENT_FAILURE, UNCERTAIN = "permanent-failure", "uncertain"
WITHDRAWN, FETCHED, NOT_THEIRS = "the letter was withdrawn", "fetched at the office", "the request is not this chat's"
TAKEN_BACK = (WITHDRAWN, FETCHED, NOT_THEIRS)
"""Why a notice never went although nothing failed."""
_UNFINISHED = (CREATED, SENDING)
_NOT_OUT = (CREATED, HELD)
_CALLS = (NoticeKind.LETTER_SCAN, NoticeKind.READY, NoticeKind.CONFIRM_REMINDER)
WITH_LETTER = (NoticeKind.LETTER, NoticeKind.LETTER_SCAN)
"""What brings a letter to its citizen."""
PATIENCE = timedelta(days=3)
"""So long a notice may fail on its own account."""
_A_FAIR_TRY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one chat: `kind` names the words, `params` fill them; `letter_id` is the document with it."""

    id: int
    chat_id: int
    kind: str
    params: Mapping[str, Any]
    attempt_id: int | None
    letter_id: int | None
    tries: int
    ambiguous: int


def put(  # the parts of a notice, all named
    tx: Connection,
    *,
    key: str,
    chat_id: int,
    kind: str,
    params: Mapping[str, Any],
    now: datetime,
    attempt_id: int | None = None,
    letter_id: int | None = None,
    held: bool = False,
) -> None:
    """Have a notice sent, or held; the same key a second time is the same notice and changes nothing.

    To a group that has moved it goes where that is now.
    """
    values = {
        "key": key,
        "chat_id": addresses.now_at(tx, chat_id),
        "kind": kind,
        "params": dict(params),
        "attempt_id": attempt_id,
    }
    values |= {"letter_id": letter_id, "state": HELD if held else CREATED, "tries": 0, "ambiguous": 0}
    values |= {"next_at": now, "changed_at": now}
    tx.execute(insert(outbox).values(values).on_conflict_do_nothing(index_elements=[outbox.c.key]))


def claim(tx: Connection, now: datetime) -> Notice | None:
    """Take the oldest notice that may go now, and mark it as sending. Commit before the call goes out."""
    earlier = outbox.alias()
    blocked = exists().where(
        and_(earlier.c.chat_id == outbox.c.chat_id, earlier.c.id < outbox.c.id, earlier.c.state.in_(_UNFINISHED))
    )
    due = select(outbox).where(outbox.c.state == CREATED, outbox.c.next_at <= now, ~blocked)
    row = tx.execute(due.order_by(outbox.c.next_at, outbox.c.id).limit(1)).one_or_none()
    if row is None:
        return None
    mine = update(outbox).where(outbox.c.id == row.id, outbox.c.state == CREATED)
    if tx.execute(mine.values(state=SENDING, tries=row.tries + 1, changed_at=now)).rowcount != 1:
        return None
    return replace(_notice(row), tries=row.tries + 1)


def by_message(tx: Connection, chat_id: int, message_id: int) -> Notice | None:
    """What was delivered to this chat as this message."""
    mine = (outbox.c.state == DELIVERED) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
    # Of two, the newer: another bot in the same chat may count from the start again.
    row = tx.execute(select(outbox).where(mine).order_by(outbox.c.id.desc()).limit(1)).one_or_none()
    return _notice(row) if row else None


def going_out(tx: Connection, chat_id: int) -> Notice | None:
    """What is being sent to this chat, or has just come and is not noted yet."""
    row = tx.execute(select(outbox).where(outbox.c.state == SENDING, outbox.c.chat_id == chat_id)).one_or_none()
    return _notice(row) if row else None


def under_way(tx: Connection, attempt_id: int, kind: str) -> list[Notice]:
    """What went out about an attempt, or still will: not what has failed."""
    mine = (outbox.c.attempt_id == attempt_id) & (outbox.c.kind == kind)
    rows = tx.execute(select(outbox).where(mine, outbox.c.state.in_((*_UNFINISHED, HELD, DELIVERED))))
    return [_notice(row) for row in rows]


def recall(tx: Connection, attempt_id: int, letter_id: int, now: datetime) -> None:
    """A letter is good no more: what would bring it, or call somebody to fetch it, and is not out yet, never goes."""
    of_letter = or_(outbox.c.letter_id == letter_id, and_(outbox.c.attempt_id == attempt_id, outbox.c.kind.in_(_CALLS)))
    values = {"state": PERMANENT_FAILURE, "changed_at": now, "reason": WITHDRAWN}
    tx.execute(update(outbox).where(of_letter, outbox.c.state.in_(_NOT_OUT)).values(values))


def drop_held(tx: Connection, attempt_id: int, now: datetime) -> None:
    """What is held of this attempt never goes, nor the call to confirm it: the letter was handed over at the office."""
    reminder = (outbox.c.kind == NoticeKind.CONFIRM_REMINDER) & (outbox.c.state == CREATED)
    mine = (outbox.c.attempt_id == attempt_id) & ((outbox.c.state == HELD) | reminder)
    values = {"state": PERMANENT_FAILURE, "changed_at": now, "reason": FETCHED}
    tx.execute(update(outbox).where(mine).values(values))


def release(tx: Connection, case_id: int, now: datetime) -> None:
    """What is held of this case may go."""
    mine = _of_case(case_id) & (outbox.c.state == HELD)
    tx.execute(update(outbox).where(mine).values(state=CREATED, next_at=now, changed_at=now))


def held_before(tx: Connection, moment: datetime) -> list[Notice]:
    """What has been held since before this moment."""
    rows = tx.execute(select(outbox).where(outbox.c.state == HELD, outbox.c.changed_at <= moment))
    return [_notice(row) for row in rows]


def letter_is_out(tx: Connection, case_id: int, chat_id: int) -> bool:
    """Whether a letter of this case has reached this chat, or may reach it any moment."""
    mine = _of_case(case_id) & (outbox.c.chat_id == chat_id) & outbox.c.kind.in_(WITH_LETTER)
    out = outbox.c.state.in_((SENDING, DELIVERED, UNCERTAIN))
    return tx.scalar(select(outbox.c.id).where(mine, out).limit(1)) is not None


def take_back(tx: Connection, case_id: int, chat_id: int, now: datetime) -> set[str]:
    """What is not out yet of this case never goes to this chat; the kinds of these notices."""
    mine = _of_case(case_id) & (outbox.c.chat_id == chat_id) & outbox.c.state.in_(_NOT_OUT)
    kinds = set(tx.scalars(select(outbox.c.kind).where(mine)))
    values = {"state": PERMANENT_FAILURE, "changed_at": now, "reason": NOT_THEIRS}
    tx.execute(update(outbox).where(mine).values(values))
    return kinds


def ever_told(tx: Connection, attempt_id: int, kind: str) -> bool:
    """Whether a notice of this kind was ever put for an attempt, whatever became of it."""
    mine = (outbox.c.attempt_id == attempt_id) & (outbox.c.kind == kind)
    return tx.scalar(select(outbox.c.id).where(mine).limit(1)) is not None


def failed_ones(tx: Connection, chat_id: int, kinds: Collection[str], reasons: Collection[str]) -> list[Notice]:
    """What could not be told to a chat for one of these reasons, oldest first."""
    mine = (outbox.c.chat_id == chat_id) & outbox.c.kind.in_(kinds) & (outbox.c.state == PERMANENT_FAILURE)
    rows = tx.execute(select(outbox).where(mine, outbox.c.reason.in_(reasons)).order_by(outbox.c.id))
    return [_notice(row) for row in rows]


def next_due(tx: Connection) -> datetime | None:
    """When the next waiting notice may go, or None when nothing waits."""
    waiting = select(outbox.c.next_at).where(outbox.c.state == CREATED)
    return tx.scalar(waiting.order_by(outbox.c.next_at).limit(1))


def delivered(tx: Connection, notice_id: int, message_id: int, now: datetime) -> None:
    """Telegram has confirmed it."""
    _close(tx, notice_id, {"state": DELIVERED, "message_id": message_id, "changed_at": now, "reason": None})


def retry(tx: Connection, notice: Notice, wait: timedelta, reason: str, now: datetime) -> None:
    """It did not go; it waits its turn again."""
    values = {"state": CREATED, "next_at": now + wait, "changed_at": now, "reason": reason}
    _close(tx, notice.id, values | {"failing_since": func.coalesce(outbox.c.failing_since, literal(now, Instant))})


def move(tx: Connection, chat_id: int, now: datetime) -> None:
    """A group has moved: what waits for it waits for its new number. What is being sent just now is not touched."""
    waiting = update(outbox).where(outbox.c.chat_id == chat_id, outbox.c.state == CREATED)
    tx.execute(waiting.values(chat_id=addresses.now_at(tx, chat_id), next_at=now, changed_at=now))


def redirect(tx: Connection, notice: Notice, now: datetime) -> bool:
    """It was refused because its group has moved: it goes there. False when it is not known where that is."""
    chat_id = addresses.now_at(tx, notice.chat_id)
    if chat_id == notice.chat_id:
        return False
    _close(tx, notice.id, {"state": CREATED, "chat_id": chat_id, "next_at": now, "changed_at": now, "reason": "moved"})
    return True


def to_sign(tx: Connection, chat_id: int) -> list[Notice]:
    """The letters that were shown to a group to be signed."""
    mine = (outbox.c.chat_id == chat_id) & (outbox.c.kind == NoticeKind.STAFF_TO_SIGN)
    rows = tx.execute(select(outbox).where(mine, outbox.c.state == DELIVERED).order_by(outbox.c.id))
    return [_notice(row) for row in rows]


def hopeless(tx: Connection, notice: Notice, now: datetime) -> bool:
    """Whether it has failed for three days, although others got through when it had a day left.

    While nothing gets through it is not the notice's fault: a village without network for a week loses nothing.
    """
    since = tx.scalar(select(outbox.c.failing_since).where(outbox.c.id == notice.id))
    if since is None or now - since < PATIENCE:
        return False
    meanwhile = and_(outbox.c.changed_at > since, outbox.c.changed_at < now - _A_FAIR_TRY)
    return tx.scalar(select(outbox.c.id).where(outbox.c.state == DELIVERED, meanwhile).limit(1)) is not None


def hurry(tx: Connection, now: datetime) -> None:
    """What waits for another try may go now: Telegram can be reached again, or this is a new start."""
    waiting = update(outbox).where(outbox.c.state == CREATED, outbox.c.next_at > now)
    tx.execute(waiting.values(next_at=now))


def failed(tx: Connection, notice_id: int, reason: str, now: datetime) -> None:
    """It can never go: someone must phone."""
    _close(tx, notice_id, {"state": PERMANENT_FAILURE, "changed_at": now, "reason": reason})


def ambiguous(tx: Connection, notice: Notice, wait: timedelta, now: datetime) -> bool:
    """Its answer was lost: try once more, then leave it as uncertain. True while it is tried again."""
    again = notice.ambiguous == 0
    values = {"state": CREATED if again else UNCERTAIN, "ambiguous": notice.ambiguous + 1}
    _close(tx, notice.id, values | {"next_at": now + wait, "changed_at": now, "reason": "answer lost"})
    return again


def recover(tx: Connection, now: datetime) -> int:
    """At start, under the instance lock: what was being sent when the process died is sent again."""
    dead = update(outbox).where(outbox.c.state == SENDING)
    return tx.execute(dead.values(state=CREATED, next_at=now, changed_at=now, reason="process ended")).rowcount


def _of_case(case_id: int) -> ColumnElement[bool]:
    return outbox.c.attempt_id.in_(select(attempts.c.id).where(attempts.c.case_id == case_id))


def _notice(row: Row[Any]) -> Notice:
    return Notice(row.id, row.chat_id, row.kind, row.params, row.attempt_id, row.letter_id, row.tries, row.ambiguous)


def _close(tx: Connection, notice_id: int, values: Mapping[str, Any]) -> None:
    tx.execute(update(outbox).where(outbox.c.id == notice_id).values(values))
