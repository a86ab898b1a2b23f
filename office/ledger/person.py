"""All that the ledger knows of one person, as plain data for a copy that they may ask for."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from office.ledger.schema import attempts, cases, chats, inbox, letters, outbox, tickets

Record = dict[str, Any]


def of_nik(tx: Connection, nik: str) -> Record:
    """The requests for this NIK, with all that belongs to them; empty lists when there are none."""
    ids = select(attempts.c.case_id).where(attempts.c.nik == nik)
    printed = [row.case_id for row in tx.execute(select(letters)) if row.case_id and nik in str(row.content)]
    return _of_cases(tx, {*tx.scalars(ids), *printed} - {None})


def of_reference(tx: Connection, reference: str) -> Record | None:
    """The same by the number of one of the person's requests or attempts; None when there is no such number.

    Where whom it was for is known no longer, it is this request alone.
    """
    named = or_(cases.c.reference == reference, attempts.c.key == reference)
    found = select(attempts.c.case_id, attempts.c.nik).join(cases, cases.c.id == attempts.c.case_id).where(named)
    rows = tx.execute(found.order_by(attempts.c.id.desc())).all()
    if not rows:
        return None
    nik = next((row.nik for row in rows if row.nik and "*" not in row.nik), None)
    more = select(attempts.c.case_id).where(attempts.c.nik == nik)
    return _of_cases(tx, {rows[0].case_id, *(tx.scalars(more) if nik else ())})


def mentions(tx: Connection, nik: str) -> list[str]:
    """The numbers of other people's attempts in whose answers this NIK stands."""
    rows = tx.execute(select(attempts.c.key, attempts.c.nik, attempts.c.answers).order_by(attempts.c.id))
    return [row.key for row in rows if row.nik != nik and any(nik in str(answer) for answer in row.answers.values())]


def _of_cases(tx: Connection, ids: Collection[int]) -> Record:
    mine = _rows(tx, cases, cases.c.id.in_(ids))
    of_attempts = _rows(tx, attempts, attempts.c.case_id.in_(ids))
    told = _rows(tx, outbox, outbox.c.attempt_id.in_([row["id"] for row in of_attempts]))
    where = {row["chat_id"] for row in mine} - {None}
    return {
        "permohonan": mine,
        "isian": of_attempts,
        "kabar": told,
        "surat": _rows(tx, letters, letters.c.case_id.in_(ids)),
        "obrolan": _rows(tx, chats, chats.c.id.in_(where)),
        "kode": _rows(tx, tickets, tickets.c.chat_id.in_(where)),
        "pesan": _rows(tx, inbox, inbox.c.chat_id.in_(where)),
    }


def _rows(tx: Connection, table: Table, which: ColumnElement[bool]) -> list[Record]:
    found: Iterable[Any] = tx.execute(select(table).where(which).order_by(*table.primary_key)).mappings()
    return [dict(row) for row in found]
