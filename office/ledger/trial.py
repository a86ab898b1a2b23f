"""A request that the operator sends on trial: found by the word in its answers, watched, and taken away again."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from office.cases import Dossier, Status, may_cancel
from office.ledger import cases, erasing, letter_jobs, privacy
from office.ledger.outbox import DELIVERED
from office.ledger.schema import attempts, outbox
from office.notices import NoticeKind


def arrived(tx: Connection, word: str, since: datetime) -> Dossier | None:
    """The newest request since then with this word in one of its answers."""
    recent = cases.which(tx, attempts.c.arrived_at >= since)
    named = (one for one in recent if any(word.casefold() in answer.casefold() for answer in one.answers.values()))
    return max(named, key=lambda one: one.attempt_id, default=None)


def acknowledged(tx: Connection, trial: Dossier) -> bool:
    """Whether its receipt has reached the chat."""
    mine = (outbox.c.attempt_id == trial.attempt_id) & (outbox.c.kind == NoticeKind.RECEIPT)
    return bool(tx.scalar(select(func.count()).select_from(outbox).where(mine, outbox.c.state == DELIVERED)))


def take_away(tx: Connection, trial: Dossier, now: datetime) -> bool:
    """Cancel it, erase its answers, and put what lies at Google on the list of what to erase by hand.

    False, and nothing is changed, when it has a number already.
    """
    current = cases.by_id(tx, trial.attempt_id)
    if not may_cancel(current):
        return False
    cases.close(tx, current, Status.CANCELLED, now)
    letter_jobs.call_off(tx, current.attempt_id)
    privacy.erase_attempt(tx, current.attempt_id, keep_nik=False)
    erasing.put_on_list(tx, current.attempt_id, now)
    return True
