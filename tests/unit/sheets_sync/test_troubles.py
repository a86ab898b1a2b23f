"""What is said and reported of polls that fail."""

import logging

import pytest
from sqlalchemy.exc import OperationalError

from office.doors import Refused, Retryable
from sheets_sync.troubles import REFUSALS, Troubles
from tests.unit.bot.village import Clock

REFUSED, BUSY = Refused("Google answered 403"), Retryable("Google answered 429", 30.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def troubles(clock: Clock) -> Troubles:
    return Troubles(clock.now)


def reported(troubles: Troubles) -> tuple[bool, str, bool]:
    """Whether it is broken, in which words, and whether that is urgent."""
    report = troubles.outage.report
    assert report
    return report.broken, report.alert, report.urgent


def test_a_refusal_that_lasts_is_urgent(troubles: Troubles) -> None:
    """One or two are not; after it worked again it counts anew."""
    for _ in range(REFUSALS - 1):
        troubles.failed(REFUSED)
    troubles.well(clock_trusted=True)
    assert reported(troubles) == (False, "", False)
    troubles.failed(REFUSED)
    assert reported(troubles) == (True, "", False)
    for _ in range(REFUSALS):
        troubles.failed(REFUSED)
    assert reported(troubles) == (True, "spreadsheet_refused", True)


def test_google_out_of_reach_is_broken_since_the_first_poll_that_failed(troubles: Troubles, clock: Clock) -> None:
    """Without a single good one in between, which begins the time anew."""
    troubles.failed(BUSY)
    clock.advance(60)
    troubles.well(clock_trusted=True)
    began = clock.now()
    for _ in range(5):
        troubles.failed(BUSY)
        clock.advance(10)
    assert troubles.outage.report
    assert troubles.outage.report.since == troubles.outage.report.well_at == began
    assert reported(troubles) == (True, "", False)


def test_the_log_says_once_what_is_wrong(troubles: Troubles, caplog: pytest.LogCaptureFixture) -> None:
    """And once that it is over; no text of an unknown error, which may hold answers."""
    full = OperationalError("INSERT", {}, Exception("disk full"))
    for error in (full, full, KeyError("Siti Aminah 3216010101900001")):
        troubles.failed(error)
        assert reported(troubles) == (True, "spreadsheet_unprocessed", False)
    troubles.well(clock_trusted=True)
    assert [record.getMessage() for record in caplog.records] == [
        "Buku data belum bisa dibaca atau ditulis (OperationalError); dicoba terus. Periksa sisa ruang disk.",
        "Spreadsheet belum bisa diproses (KeyError); dicoba terus.",
        "Hubungan dengan Google pulih.",
    ]


def test_a_clock_that_is_not_trusted_is_told(troubles: Troubles, caplog: pytest.LogCaptureFixture) -> None:
    """Until it is; the spreadsheet is read all the same."""
    with caplog.at_level(logging.WARNING):
        for trusted in (False, False, True):
            troubles.well(clock_trusted=trusted)
            assert reported(troubles) == (False, "", False)
    assert [record.getMessage().partition(",")[0] for record in caplog.records] == [
        "Jam komputer tidak cocok dengan jam Google",
        "Jam komputer cocok lagi dengan jam Google.",
    ]
