"""Tickets: the codes handed out in a chat, by which a form's row finds its way back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update

from office.cases import Ticket
from office.codes import Choose, ticket_code
from office.ledger.chunks import chunks
from office.ledger.schema import tickets


def take(tx: Connection, chat_id: int, service: str, now: datetime, choose: Choose) -> Ticket:
    """The chat's unused code for this service, or a new one."""
    unused = and_(tickets.c.chat_id == chat_id, tickets.c.service == service, tickets.c.case_id.is_(None))
    return _unused(tx, unused) or _new(tx, chat_id, service, None, now, choose)


def take_correction(tx: Connection, chat_id: int, service: str, case_id: int, now: datetime, choose: Choose) -> Ticket:
    """The unused code with which this case can be corrected, or a new one."""
    return _unused(tx, tickets.c.case_id == case_id) or _new(tx, chat_id, service, case_id, now, choose)


def find(tx: Connection, codes: Collection[str]) -> dict[str, Ticket]:
    """The tickets among these codes, by code."""
    rows = (row for some in chunks(codes) for row in tx.execute(select(tickets).where(tickets.c.code.in_(some))))
    return {row.code: _ticket(row) for row in rows}


def use(tx: Connection, code: str, now: datetime) -> None:
    """Mark a code as used; it is never handed out again."""
    tx.execute(update(tickets).where(tickets.c.code == code).values(used_at=now))


def _unused(tx: Connection, which: ColumnElement[bool]) -> Ticket | None:
    row = tx.execute(select(tickets).where(which, tickets.c.used_at.is_(None))).one_or_none()
    return _ticket(row) if row else None


def _new(tx: Connection, chat_id: int, service: str, case_id: int | None, now: datetime, choose: Choose) -> Ticket:
    ticket = Ticket(ticket_code(choose), chat_id, service, case_id)
    values = {"code": ticket.code, "chat_id": chat_id, "service": service, "case_id": case_id, "taken_at": now}
    tx.execute(insert(tickets).values(values))
    return ticket


def _ticket(row: Row[tuple[object, ...]]) -> Ticket:
    return Ticket(row.code, row.chat_id, row.service, row.case_id, row.used_at is not None)
