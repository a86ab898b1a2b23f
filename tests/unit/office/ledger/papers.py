"""Shortcuts for the ledger's tests: a case, an attempt, a line of the register."""

from typing import Any

from sqlalchemy import Connection

from office.cases import Arrival
from office.ledger import cases, staff
from office.ledger.cases import Opened
from office.ledger.register import Entry
from tests.unit.builders import CHAT, DEAL, NOON, arrival

OFFICER = 41
"""The numeric id of one of the staff."""


def opened(tx: Connection, row: Arrival | None = None, *, chat_id: int | None = CHAT, confirmed: bool = True) -> Opened:
    """A case from this row, told in Siti's chat, who has said that it is hers."""
    row = row or arrival("ACDE")
    told = {"chat_id": chat_id, "code": row.code or None, "confirmed": confirmed}
    return cases.open_case(tx, row, "SKU", concerns=(), due_at=NOON, now=NOON, choose=DEAL, **told)


def enrolled(tx: Connection, user_id: int = OFFICER) -> None:
    """One of the staff from now on, by an invitation as everybody; the staff chat is not told."""
    if not staff.may_act(tx, user_id):
        assert staff.enrol(tx, staff.invite(tx, f"Petugas {user_id}", NOON, DEAL), user_id, None, NOON)


def entry(case: Opened, sequence: int = 1, **fields: Any) -> Entry:
    """What the register is to hold of this attempt's letter."""
    values: dict[str, Any] = {
        "number": f"517/{sequence:03}/DS-KRS/XI/2026",
        "series": "surat",
        "year": 2026,
        "sequence": sequence,
        "addressee": "Siti",
        "summary": "Surat SKU",
        "approved_by": "Meja",
        "attempt_id": case.attempt_id,
        "case_id": case.case_id,
    }
    return Entry(**(values | fields))
