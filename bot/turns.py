"""Whose turn it is: chats side by side, each of them by one worker at a time."""

import heapq
import math
from collections.abc import Callable
from threading import Condition


class Turns:
    """A heap of (due moment, chat). A chat stands in it once, and not while it is being served.

    `monotonic` gives seconds.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._changed = Condition()
        self._heap: list[tuple[float, int]] = []
        self._queued: set[int] = set()
        self._served: set[int] = set()
        self._called_meanwhile: set[int] = set()
        self._closed = False

    def call(self, chat_id: int) -> None:
        """Queue a chat that has something waiting."""
        with self._changed:
            if chat_id in self._served:
                self._called_meanwhile.add(chat_id)
            elif chat_id not in self._queued:
                self._push(chat_id, 0.0)

    def take(self) -> int | None:
        """The next chat whose time has come, waited for; None when closed. Give it back with `give_back`."""
        with self._changed:
            while not self._closed:
                wait = self._heap[0][0] - self._monotonic() if self._heap else math.inf
                if wait <= 0:
                    return self._pop()
                self._changed.wait(None if wait == math.inf else wait)
        return None

    def give_back(self, chat_id: int, wait: float | None) -> None:
        """The chat's turn is over; it wants another in `wait` seconds, or None until it is called."""
        with self._changed:
            self._served.discard(chat_id)
            if chat_id in self._called_meanwhile and wait is None:
                wait = 0.0
            self._called_meanwhile.discard(chat_id)
            if wait is not None:
                self._push(chat_id, wait)

    def hurry(self) -> None:
        """Whoever was to come later may come now: what they wait for works again."""
        with self._changed:
            self._heap = [(0.0, chat_id) for _, chat_id in sorted(self._heap)]
            heapq.heapify(self._heap)
            self._changed.notify_all()

    def close(self) -> None:
        """Everybody who waits in `take` goes home."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _push(self, chat_id: int, wait: float) -> None:
        heapq.heappush(self._heap, (self._monotonic() + wait, chat_id))
        self._queued.add(chat_id)
        self._changed.notify()

    def _pop(self) -> int:
        _, chat_id = heapq.heappop(self._heap)
        self._queued.discard(chat_id)
        self._served.add(chat_id)
        return chat_id
