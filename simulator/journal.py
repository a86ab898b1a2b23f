"""The request log: what was asked of the simulated services, how often and how heavy.

Tokens never enter it: `/bot<token>/sendMessage` is kept as `/bot/sendMessage`. Bodies and queries are counted, not
kept.
"""

from __future__ import annotations

import re
from collections import deque
from threading import Lock
from typing import NotRequired, TypedDict

_KEPT = 20_000
_TOKEN_IN_PATH = re.compile(r"/bot[^/]+/")


class Entry(TypedDict):
    """One request that was answered or dropped."""

    n: NotRequired[int]  # running number, set by the journal; never restarts
    at: float  # when it arrived, Unix seconds
    method: str
    path: str  # masked, without the query
    bytes_in: int  # query string and body
    bytes_out: int  # body of the answer
    status: int  # 0: closed without an answer
    ms: int
    unknown: NotRequired[bool]  # no such call exists here: a test may assert that there was none
    fault: NotRequired[str]  # the fault's kind, when one was applied
    crashed: NotRequired[bool]  # the simulator itself failed


class Total(TypedDict):
    """Sums over one path."""

    count: int
    bytes_in: int
    bytes_out: int


def masked(path: str) -> str:
    """Return the path without a bot's token."""
    return _TOKEN_IN_PATH.sub("/bot/", path, count=1)


class Journal:
    """The latest 20,000 requests since the start or the last `clear`, and the sums of all."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._totals: dict[str, Total] = {}
        self._last = 0

    def add(self, entry: Entry) -> None:
        """Keep the entry under the next number."""
        with self._lock:
            self._last += 1
            entry["n"] = self._last
            self._entries.append(entry)
            total = self._totals.setdefault(entry["path"], Total(count=0, bytes_in=0, bytes_out=0))
            total["count"] += 1
            total["bytes_in"] += entry["bytes_in"]
            total["bytes_out"] += entry["bytes_out"]

    def entries(self, since: int = 0) -> list[Entry]:
        """Return the entries numbered above `since`, in the order in which they ended."""
        with self._lock:
            return [entry for entry in self._entries if entry["n"] > since]

    def totals(self) -> dict[str, Total]:
        """Return count and bytes per path, also of entries that are no longer kept."""
        with self._lock:
            return {path: total.copy() for path, total in self._totals.items()}

    def clear(self) -> None:
        """Forget the entries; the numbering goes on."""
        with self._lock:
            self._entries.clear()
            self._totals.clear()
