"""Tickets: the codes handed out in a chat, by which a form's row finds its way back."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update

from office.cases import Ticket
from office.codes import Choose, ticket_code
from office.ledger.chunks import chunks
from office.ledger.schema import tickets


def take(tx: Connection, chat_id: int, service: str, now: datetime, choose: Choose) -> Ticket:
    """The chat's unused code for this service, counted from now, or a new one."""
    unused = and_(tickets.c.chat_id == chat_id, tickets.c.service == service, tickets.c.case_id.is_(None))
    return _renewed(tx, unused, now) or _new(tx, chat_id, service, None, now, choose)


def take_correction(tx: Connection, chat_id: int, service: str, case_id: int, now: datetime, choose: Choose) -> Ticket:
    """The unused code with which this case can be corrected, counted from now, or a new one."""
    mine = tickets.c.case_id == case_id
    return _renewed(tx, mine, now) or _new(tx, chat_id, service, case_id, now, choose)


def find(tx: Connection, codes: Collection[str]) -> dict[str, Ticket]:
    """The tickets among these codes, by code."""
    rows = (row for some in chunks(codes) for row in tx.execute(select(tickets).where(tickets.c.code.in_(some))))
    return {row.code: _ticket(row) for row in rows}


def use(tx: Connection, code: str, now: datetime) -> None:
    """Mark a code as used; it is never handed out again."""
    tx.execute(update(tickets).where(tickets.c.code == code).values(used_at=now))


def void_corrections(tx: Connection, case_id: int, now: datetime) -> None:
    """Let nobody correct this case with a code that was handed out before."""
    mine = update(tickets).where(tickets.c.case_id == case_id, tickets.c.used_at.is_(None))
    tx.execute(mine.values(used_at=now))


def _renewed(tx: Connection, which: ColumnElement[bool], now: datetime) -> Ticket | None:
    row = tx.execute(select(tickets).where(which, tickets.c.used_at.is_(None))).one_or_none()
    if row is None:
        return None
    ticket = _ticket(row)
    if ticket.expired(now):
        use(tx, ticket.code, now)
        return None
    tx.execute(update(tickets).where(tickets.c.code == ticket.code).values(taken_at=now))
    return replace(ticket, taken_at=now)


def _new(tx: Connection, chat_id: int, service: str, case_id: int | None, now: datetime, choose: Choose) -> Ticket:
    ticket = Ticket(ticket_code(choose), chat_id, service, case_id, taken_at=now)
    values = {"code": ticket.code, "chat_id": chat_id, "service": service, "case_id": case_id, "taken_at": now}
    tx.execute(insert(tickets).values(values))
    return ticket


def _ticket(row: Row[tuple[object, ...]]) -> Ticket:
    return Ticket(row.code, row.chat_id, row.service, row.case_id, row.used_at is not None, row.taken_at)
