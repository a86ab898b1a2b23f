"""What is said of polls that fail."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from office.doors import Refused, Retryable
from office.ledger.connection import Ledger
from office.ledger.schema import outbox
from sheets_sync.troubles import REFUSALS, UNREACHABLE, Troubles
from tests.unit.bot.village import Clock
from tests.unit.builders import STAFF, clerk

REFUSED, BUSY = Refused("Google answered 403"), Retryable("Google answered 429", 30.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def troubles(ledger: Ledger, clock: Clock) -> Troubles:
    return Troubles(ledger, clerk(STAFF), clock.now)


def told(ledger: Ledger) -> list[str]:
    with ledger.read() as tx:
        return [params["alert"] for params in tx.scalars(select(outbox.c.params).order_by(outbox.c.id))]


def test_a_refusal_that_lasts_is_told_to_the_staff_once_a_day(troubles: Troubles, ledger: Ledger, clock: Clock) -> None:
    """One or two are not; after it worked again it counts anew."""
    for _ in range(REFUSALS - 1):
        troubles.failed(REFUSED)
    troubles.well(clock_trusted=True)
    troubles.failed(REFUSED)
    assert told(ledger) == []
    for _ in range(REFUSALS):
        troubles.failed(REFUSED)
    assert told(ledger) == ["spreadsheet_refused"]
    clock.advance(24 * 3600)
    troubles.failed(REFUSED)
    assert told(ledger) == ["spreadsheet_refused"] * 2


def test_google_out_of_reach_is_told_to_the_staff_when_it_lasts(
    troubles: Troubles, ledger: Ledger, clock: Clock
) -> None:
    """Half an hour, without a single poll in between."""
    for _ in range(5):
        troubles.failed(BUSY)
        clock.advance(UNREACHABLE.total_seconds() - 1)
        troubles.well(clock_trusted=True)
    assert told(ledger) == []
    troubles.failed(BUSY)
    clock.advance(UNREACHABLE.total_seconds())
    troubles.failed(BUSY)
    troubles.failed(BUSY)
    assert told(ledger) == ["spreadsheet_unreachable"]


def test_the_log_says_once_what_is_wrong(troubles: Troubles, caplog: pytest.LogCaptureFixture) -> None:
    """And once that it is over; no text of an unknown error, which may hold answers."""
    full = OperationalError("INSERT", {}, Exception("disk full"))
    for error in (full, full, KeyError("Siti Aminah 3216010101900001")):
        troubles.failed(error)
    troubles.well(clock_trusted=True)
    assert [record.getMessage() for record in caplog.records] == [
        "Buku data belum bisa dibaca atau ditulis (OperationalError); dicoba terus. Periksa sisa ruang disk.",
        "Spreadsheet belum bisa diproses (KeyError); dicoba terus.",
        "Hubungan dengan Google pulih.",
    ]


def test_a_clock_that_is_not_trusted_is_told(troubles: Troubles, caplog: pytest.LogCaptureFixture) -> None:
    """Until it is."""
    with caplog.at_level(logging.WARNING):
        for trusted in (False, False, True):
            troubles.well(clock_trusted=trusted)
    assert [record.getMessage().partition(",")[0] for record in caplog.records] == [
        "Jam komputer tidak cocok dengan jam Google",
        "Hubungan dengan Google pulih.",
    ]


def test_a_ledger_that_cannot_be_written_stops_no_poll(
    troubles: Troubles, ledger: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The staff are told by the next poll that finds it writable."""

    def full() -> None:
        raise OperationalError("BEGIN", {}, Exception("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr(ledger, "write", full)
        for _ in range(REFUSALS):
            troubles.failed(REFUSED)
    assert told(ledger) == []
    clock.advance(timedelta(seconds=10).total_seconds())
    troubles.failed(REFUSED)
    assert told(ledger) == ["spreadsheet_refused"]
