"""The heartbeat's cell: what it tells, and what an older version of the spreadsheet shows."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.ledger import bookmarks
from office.ledger.connection import Ledger
from sheets_sync.google import Grid
from sheets_sync.heartbeat import CELL, TITLE, Heartbeat, is_older, serial, told
from sheets_sync.rows import Cell, moment
from tests.unit.builders import JAKARTA, NOON, NOON_SERIAL

SECOND = 1 / 86_400
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis'
ZONES = st.sampled_from([JAKARTA, ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura"), ZoneInfo("UTC")])


def grid(cell: Cell) -> Grid:
    return [[TITLE], [cell]]


# --- telling time -----------------------------------------------------------------------------------------------


def test_a_moment_in_the_spreadsheets_zone() -> None:
    """Noon in Jakarta is two in the afternoon in Jayapura."""
    assert serial(NOON, JAKARTA) == NOON_SERIAL
    assert serial(NOON, ZoneInfo("Asia/Jayapura")) == pytest.approx(NOON_SERIAL + 2 / 24)


@given(MOMENTS, ZONES)
def test_the_serial_is_the_moment_to_the_second(at: datetime, zone: ZoneInfo) -> None:
    """As the form tabs' time stamps are read."""
    assert moment(serial(at, zone), zone) == at.replace(microsecond=0)


def test_the_time_in_the_cell_is_read() -> None:
    """Known by the title above it."""
    assert told(grid(46349.5)) == 46349.5


@pytest.mark.parametrize(
    "seen",
    [
        [],
        [[TITLE]],
        [[TITLE], []],
        grid(""),
        grid("23/11/2026 12:00"),
        grid(True),
        grid(None),
        [["Keputusan"], [46349.5]],
        [[46349.5]],
        [[46349.5, "ACDE"]],
        [[46349.4], [46349.5]],
        [[TITLE, "x"], [46349.5]],
        [[TITLE], [46349.5], [46349.5]],
        [[], [46349.5]],
    ],
)
def test_what_is_no_heartbeat_tells_nothing(seen: Grid) -> None:
    """A blank, words, and the grids of other tabs: the end of a form's tab is a time, too."""
    assert told(seen) is None


# --- older than what was written --------------------------------------------------------------------------------


@given(st.floats(40_000, 70_000), st.floats(-SECOND / 2, 1_000))
def test_what_was_written_and_what_is_newer_is_no_restore(confirmed: float, more: float) -> None:
    """Nor is a difference that comes of rounding."""
    assert not is_older(confirmed + more, confirmed)


@given(st.floats(40_000, 70_000), st.floats(2 * SECOND, 1_000))
def test_what_is_older_is_a_restore(confirmed: float, less: float) -> None:
    """By more than a rounding error."""
    assert is_older(confirmed - less, confirmed)


@given(MOMENTS, st.integers(2, 10**7), ZONES)
def test_each_heartbeat_is_newer_than_those_before(at: datetime, seconds: int, zone: ZoneInfo) -> None:
    """Of two, the spreadsheet shows which was first."""
    first, second = serial(at, zone), serial(at + timedelta(seconds=seconds), zone)
    assert is_older(first, second)
    assert not is_older(second, first)


def test_nothing_is_known_without_both() -> None:
    """A blank cell is no restore; nor is any before the first heartbeat."""
    assert not is_older(None, 46349.5)
    assert not is_older(46349.5, None)


# --- over time --------------------------------------------------------------------------------------------------


def test_the_cell_is_asked_for_when_the_tab_is_there(ledger: Ledger) -> None:
    """A tab that could not be read is not asked for until it is written again."""
    beat = Heartbeat(ledger)
    assert beat.asks() == []
    beat.written(1.0)
    assert beat.asks() == [CELL]
    assert not beat.was_restored(None)
    assert beat.asks() == []


def test_an_older_time_is_a_restore_until_it_is_written_again(ledger: Ledger) -> None:
    """Then never more."""
    beat = Heartbeat(ledger)
    beat.written(100.0)
    assert not beat.was_restored(grid(100.0))
    assert beat.was_restored(grid(99.0))
    beat.begin(101.0)
    assert beat.was_restored(grid(99.0))
    beat.written(101.0)
    assert not beat.was_restored(grid(101.0))


def test_a_restart_remembers_what_was_written(ledger: Ledger) -> None:
    """A spreadsheet that was brought back while the laptop was off is noticed, too."""
    Heartbeat(ledger).written(100.0)
    assert Heartbeat(ledger).was_restored(grid(99.0))


def test_what_was_not_confirmed_is_not_known(ledger: Ledger) -> None:
    """Its answer was lost: either time may stand there."""
    beat = Heartbeat(ledger)
    beat.written(100.0)
    beat.begin(101.0)
    for seen in (100.0, 101.0):
        assert not beat.was_restored(grid(seen))
    with ledger.read() as tx:
        assert bookmarks.get(tx, "heartbeat") == 100.0


def test_a_clock_that_was_put_back_makes_no_restore(ledger: Ledger) -> None:
    """Nor one whose heartbeat's answer was lost."""
    beat = Heartbeat(ledger)
    beat.written(100.0)
    beat.begin(90.0)
    assert not beat.was_restored(grid(90.0))
    assert not Heartbeat(ledger).was_restored(grid(90.0))
    beat.written(90.0)
    assert beat.was_restored(grid(80.0))


def test_a_cell_that_cannot_be_written_is_noticed_once(ledger: Ledger) -> None:
    """What stands there is what is known from now on."""
    beat = Heartbeat(ledger)
    beat.written(100.0)
    assert beat.was_restored(grid(99.0))
    beat.cannot_be_written()
    assert not beat.was_restored(grid(99.0))
    assert beat.was_restored(grid(98.0))


def test_a_cell_that_cannot_be_written_and_is_no_older_changes_nothing(ledger: Ledger) -> None:
    """A newer time that nobody confirmed is no marker."""
    beat = Heartbeat(ledger)
    beat.written(100.0)
    for seen in (grid(101.0), grid("")):
        beat.was_restored(seen)
        beat.cannot_be_written()
    assert beat.was_restored(grid(99.0))
