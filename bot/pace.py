"""How fast we may write. Telegram: about 30 messages a second overall, 1 a second per chat, 20 a minute per group."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

BURST = 3
"""Messages that a chat may get at once: a reply and a notice often come together."""
_OVERALL_BURST = 10
_CHAT_INTERVAL, _GROUP_INTERVAL = 1.0, 3.0
_MANY_CHATS = 1000


@dataclass(slots=True)
class _Bucket:
    """A leaky bucket as one number: the moment at which it will have run empty."""

    interval: float
    burst: int
    empty_at: float = -math.inf

    def wait(self, now: float) -> float:
        return max(0.0, self.empty_at - now - (self.burst - 1) * self.interval)

    def take(self, now: float) -> None:
        self.empty_at = max(self.empty_at, now) + self.interval

    def hold(self, until: float) -> None:
        self.empty_at = max(self.empty_at, until + (self.burst - 1) * self.interval)


class Pace:
    """Both limits, shared by all threads. `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float], per_second: float = 30.0) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._overall = _Bucket(1 / per_second, _OVERALL_BURST)
        self._promised = -math.inf
        self._chats: dict[int, _Bucket] = {}

    def ask(self, chat_id: int) -> float:
        """Take a turn and return 0.0, or take none and return the seconds after which to ask again."""
        with self._lock:
            now = self._monotonic()
            chat = self._chat(chat_id, now)
            if wait := chat.wait(now):
                return wait
            if wait := self._overall.wait(now):
                return self._spread(now, wait)
            chat.take(now)
            self._overall.take(now)
            return 0.0

    def hold(self, chat_id: int, seconds: float) -> None:
        """Nothing to this chat for so long: Telegram said so."""
        with self._lock:
            now = self._monotonic()
            self._chat(chat_id, now).hold(now + seconds)

    def _spread(self, now: float, wait: float) -> float:
        # Hundreds that are told the same moment would all come back at it, and all but one in vain.
        self._promised = max(self._promised + self._overall.interval, now + wait)
        return self._promised - now

    def _chat(self, chat_id: int, now: float) -> _Bucket:
        if len(self._chats) > _MANY_CHATS:
            self._chats = {known: bucket for known, bucket in self._chats.items() if bucket.empty_at > now}
        interval = _GROUP_INTERVAL if chat_id < 0 else _CHAT_INTERVAL
        return self._chats.setdefault(chat_id, _Bucket(interval, BURST))
