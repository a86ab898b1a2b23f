"""Noticing that the wall clock was set back."""

from datetime import timedelta

import pytest

from office.clockwatch import ClockWatch
from tests.unit.builders import NOON

HOUR = timedelta(hours=1)


class Clocks:
    """A wall clock that can be set, and one that only runs on."""

    def __init__(self) -> None:
        self.wall, self.seconds = NOON, 5000.0
        self.watch = ClockWatch(lambda: self.wall, lambda: self.seconds)

    def run(self, time: timedelta, *, put: timedelta = timedelta(0)) -> bool:
        """Time passes, and the wall clock is put forward or back; whether it was set back."""
        self.wall += time + put
        self.seconds += time.total_seconds()
        return self.watch.set_back()


@pytest.mark.parametrize("put", [timedelta(0), HOUR, timedelta(seconds=-50)])
def test_a_clock_that_runs_or_is_put_forward_or_a_little_back_is_left_alone(put: timedelta) -> None:
    """A laptop that slept jumps forward, too."""
    clocks = Clocks()
    assert [clocks.run(HOUR, put=put), clocks.run(HOUR)] == [False, False]


def test_a_clock_that_is_set_back_is_noticed_until_that_was_heeded() -> None:
    """What could not be done about it the first time is tried again; then it is over."""
    clocks = Clocks()
    assert clocks.run(timedelta(seconds=0.5), put=-7 * HOUR)
    assert clocks.run(timedelta(seconds=0.5))
    clocks.watch.begin()
    assert not clocks.run(timedelta(seconds=0.5))
    assert clocks.run(timedelta(seconds=0.5), put=-HOUR)


def test_a_clock_that_goes_forward_and_then_back_is_set_back() -> None:
    """Although it shows the right time as at the beginning."""
    clocks = Clocks()
    assert not clocks.run(timedelta(seconds=0.5), put=24 * HOUR)
    assert clocks.run(timedelta(seconds=0.5), put=-24 * HOUR)


def test_many_small_steps_back_add_up() -> None:
    """Two of fifty seconds are one of a hundred."""
    clocks = Clocks()
    small = timedelta(seconds=-50)
    assert [clocks.run(HOUR, put=small), clocks.run(HOUR, put=small)] == [False, True]
