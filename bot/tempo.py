"""Chats that write faster than anybody reads: asked once to slow down, then left without an answer until they do."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from threading import Lock

MOST, WITHIN = 30, 60.0
"""So many wishes within so many seconds are answered."""
_MANY_CHATS = 1000


class Answer(Enum):
    """What a wish gets."""

    SCREEN = auto()
    SLOW_DOWN = auto()
    NOTHING = auto()


def answer(recent: int, *, asked: bool) -> Answer:
    """What a wish gets after so many recent ones; `asked` when the chat was asked to slow down and has not yet."""
    if recent < MOST:
        return Answer.SCREEN
    return Answer.NOTHING if asked else Answer.SLOW_DOWN


@dataclass(slots=True)
class _Chat:
    moments: deque[float] = field(default_factory=lambda: deque(maxlen=MOST))
    asked: bool = False
    last: tuple[int, Answer] | None = None


class Tempo:
    """Counts in memory, per chat; the same update again is no further wish. `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._chats: dict[int, _Chat] = {}

    def of(self, chat_id: int, update_id: int) -> Answer:
        """What this wish gets."""
        with self._lock:
            now = self._monotonic()
            chat = self._chat(chat_id, now)
            if chat.last and chat.last[0] == update_id:
                return chat.last[1]
            recent = sum(now - at < WITHIN for at in chat.moments)
            given = answer(recent, asked=chat.asked)
            chat.asked = given is not Answer.SCREEN
            chat.last = (update_id, given)
            chat.moments.append(now)
            return given

    def _chat(self, chat_id: int, now: float) -> _Chat:
        if len(self._chats) > _MANY_CHATS:
            self._chats = {known: chat for known, chat in self._chats.items() if now - _newest(chat) < WITHIN}
        return self._chats.setdefault(chat_id, _Chat())


def _newest(chat: _Chat) -> float:
    return chat.moments[-1] if chat.moments else -math.inf
