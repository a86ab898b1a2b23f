"""Asking the ledger for very many rows."""

from datetime import timedelta

from office.cases import Status
from office.ledger import cases, tickets
from office.ledger.chunks import SIZE, chunks
from office.ledger.connection import Ledger
from tests.unit.builders import NOON, NOON_SERIAL, SKTM_TAB, SKU_TAB, arrival
from tests.unit.office.ledger.papers import opened

FAR_TOO_MANY = 300_000
"""More than SQLite takes in one statement, however it was built."""


def test_many_values_are_cut_into_lists() -> None:
    """None is lost, and nothing is asked for nothing."""
    assert [len(some) for some in chunks(range(2 * SIZE + 1))] == [SIZE, SIZE, 1]
    assert list(chunks([])) == []


def test_more_rows_than_one_statement_takes(ledger: Ledger) -> None:
    """The one that is there is found."""
    others = [str(n) for n in range(FAR_TOO_MANY)]
    with ledger.write() as tx:
        key = opened(tx).key
        assert list(cases.by_code(tx, ["ACDE", *others])) == ["ACDE"]
        assert list(cases.by_key(tx, [*others, key])) == [key]
        place = (SKU_TAB, NOON_SERIAL)
        assert list(cases.by_place(tx, [*((SKU_TAB, float(n)) for n in range(1, 40_000)), place])) == [place]
        assert tickets.find(tx, others) == {}


def test_rows_that_are_done_with(ledger: Ledger) -> None:
    """Closed long enough ago, of this tab; not a refused one, which may come back."""
    day = timedelta(days=1)
    ends = [Status.DONE, Status.DONE, Status.REJECTED, Status.NEW, Status.SUPERSEDED]
    with ledger.write() as tx:
        for number, status in enumerate(ends):
            new = opened(tx, arrival(f"C{number}", serial=float(number)))
            cases.set_status(tx, new.attempt_id, status, NOON + day * (number == 1))
        bare = opened(tx, arrival("", serial=9.0))
        cases.set_status(tx, bare.attempt_id, Status.CANCELLED, NOON)
        assert cases.settled(tx, SKU_TAB, NOON + day) == {(0.0, "C0"), (4.0, "C4"), (9.0, "")}
        assert cases.settled(tx, SKTM_TAB, NOON + day) == set()
