"""What a round asks of the ledger: a village that has been served for years is not read from the beginning."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from office.cases import Decision
from office.ledger import register
from office.ledger.connection import Ledger
from tests.unit.builders import CHAT
from tests.unit.sheets_sync.hall import Hall
from tests.unit.sheets_sync.test_book import letter

GROWING = {"attempts", "cases", "chats", "inbox", "letters", "outbox", "tickets"}


@contextmanager
def noted() -> Iterator[dict[str, Any]]:
    """The statements that are executed meanwhile, each with parameters."""
    statements: dict[str, Any] = {}

    def note(*told: Any) -> None:
        _, _, statement, parameters, _, _ = told
        statements.setdefault(statement, parameters)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def reads_whole(ledger: Ledger, statement: str, parameters: Any) -> list[str]:
    """The tables of which SQLite would read every row, or for which it would first build an index of all of them."""
    with ledger.read() as tx:
        plan = [step[3] for step in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    scanned = [step for step in plan if step.split()[0] == "SCAN" and step.split()[1] in GROWING]
    return scanned + [step for step in plan if "AUTOMATIC" in step]


def test_a_round_reads_no_table_whole(ledger: Ledger) -> None:
    """Neither when nothing happens, nor with arrivals, decisions, a letter, a withdrawal."""
    hall = Hall(ledger)
    hall.poll()
    with noted() as statements:
        keys = [hall.arrive({"Nama Lengkap": name}, chat) for chat, name in enumerate(("Ana", "Budi"), start=CHAT)]
        for key in keys:
            hall.pick(key, Decision.APPROVE)
        hall.settle()
        with hall.ledger.write() as tx:
            made = register.enter(tx, letter(1).entry, hall.now)
        hall.poll()
        with hall.ledger.write() as tx:
            register.withdraw(tx, made.id, "Salah nama", hall.now)
        for _ in range(3):
            hall.poll()
    asked = {one: with_ for one, with_ in statements.items() if one.startswith(("SELECT", "UPDATE", "DELETE"))}
    whole = {one: found for one, with_ in asked.items() if (found := reads_whole(ledger, one, with_))}
    # The book is read whole for the withdrawal.
    assert [found for one, found in whole.items() if not one.endswith("WHERE letters.id > ? ORDER BY letters.id")] == []
    assert len(asked) > 10
