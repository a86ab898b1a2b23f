"""Letters' codes that were not found: whoever has tried many must wait before trying more."""

from collections.abc import Callable
from threading import Lock

MOST, WITHIN = 5, 600.0
"""So many codes that were not found, within so many seconds, are one's share."""
_MANY_CHATS = 1000


class Guesses:
    """Counts in memory, per chat and message: answering the same message again is no further guess.

    It keeps strangers from wearing the office out; what makes guessing hopeless is the code. `monotonic` gives seconds.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._misses: dict[int, dict[int, float]] = {}

    def wait(self, chat_id: int, message_id: int) -> float:
        """Seconds until the chat may try again; 0 when it may."""
        with self._lock:
            now = self._monotonic()
            others = sorted(at for other, at in self._recent(chat_id, now).items() if other != message_id)
            return others[-MOST] + WITHIN - now if len(others) >= MOST else 0.0

    def missed(self, chat_id: int, message_id: int) -> None:
        """The code in this message was not found."""
        with self._lock:
            now = self._monotonic()
            if len(self._misses) > _MANY_CHATS:
                self._misses = {known: recent for known in self._misses if (recent := self._recent(known, now))}
            self._misses[chat_id] = self._recent(chat_id, now) | {message_id: now}

    def _recent(self, chat_id: int, now: float) -> dict[int, float]:
        return {message: at for message, at in self._misses.get(chat_id, {}).items() if now - at < WITHIN}
