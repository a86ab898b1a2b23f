"""Requests that end without a decision: taken back by their citizen."""

from datetime import datetime

from sqlalchemy import Connection

from office.cases import Dossier, Status, may_cancel
from office.ledger import cases, letter_jobs, outbox
from office.notices import NoticeKind


def cancel(tx: Connection, chat_id: int, reference: str, staff_chat: int | None, now: datetime) -> Dossier | None:
    """Take a request back for its own chat; how it stands then, or None when it is not this chat's.

    Too late, or a second time, it changes nothing.
    """
    dossier = cases.of_reference(tx, chat_id, reference)
    if dossier is None or not may_cancel(dossier):
        return dossier
    cases.close(tx, dossier, Status.CANCELLED, now)
    letter_jobs.call_off(tx, dossier.attempt_id)
    if staff_chat is not None:
        about = {"alert": "cancelled", "about": dossier.key}
        key = f"cancelled:{dossier.attempt_id}"
        outbox.put(tx, key=key, chat_id=staff_chat, kind=NoticeKind.STAFF_ALERT, params=about, now=now)
    return cases.by_id(tx, dossier.attempt_id)
