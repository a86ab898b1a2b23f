"""Whether the wall clock was set back: whoever waits for an hour that it showed before waits for very long. Pure."""

from collections.abc import Callable
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=1)
"""So far it may be put right without anybody noticing."""


class ClockWatch:
    """Compares the wall clock with one that only runs on, `monotonic`, in seconds."""

    def __init__(self, now: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._now, self._monotonic = now, monotonic
        self.begin()

    def begin(self) -> None:
        """Take the wall clock as it is now."""
        self._started = self._start()

    def set_back(self) -> bool:
        """Whether it was set back since the beginning, or since it was furthest ahead; so until it is begun anew."""
        start = self._start()
        self._started = max(self._started, start)
        return start < self._started - TOLERANCE

    def _start(self) -> datetime:
        """What the wall clock would have shown when the other one began to run."""
        return self._now() - timedelta(seconds=self._monotonic())
