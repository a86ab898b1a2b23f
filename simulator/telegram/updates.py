"""The update queue: kept until the next offset forgets them, handed out by long poll, one poller at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from threading import Condition
from typing import Any

from simulator.telegram.errors import BotError

Update = dict[str, Any]

# What a bot gets without asking, of the kinds that this world makes.
DEFAULT_KINDS = frozenset({"message", "edited_message", "callback_query", "my_chat_member"})
LONGEST_POLL = 50  # seconds
_LOOK_EVERY = 0.1  # seconds between two looks whether the poller is still there
_FAR_AHEAD = 10  # an offset further above the newest id than this is not believed

_CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class UpdateQueue:
    """Updates in the order of their happening. Being sent does not remove one; only a higher offset does."""

    def __init__(self, first_id: int) -> None:
        self._changed = Condition()
        self._waiting: list[Update] = []
        self._again: list[Update] = []  # to be handed out once more, whatever the offset
        self._next_id = first_id
        self._newest: Update | None = None
        self._kinds: Collection[str] = DEFAULT_KINDS
        self._poll = 0  # the number of the latest poll; an earlier one still waiting has lost

    def push(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update and wake the poller; returns its id, or None when the bot did not ask for this kind."""
        with self._changed:
            if kind not in self._kinds:
                return None
            self._newest = {"update_id": self._next_id, kind: content}
            self._next_id += 1
            self._waiting.append(self._newest)
            self._changed.notify_all()
            return self._next_id - 1

    def choose_kinds(self, kinds: Collection[str]) -> None:
        """Queue only these kinds from now on; an empty list means the default."""
        with self._changed:
            self._kinds = kinds or DEFAULT_KINDS

    def get(self, offset: int, limit: int, timeout: float, gone: Callable[[], bool]) -> list[Update]:
        """Forget what is below the offset and return up to `limit` updates, waiting `timeout` seconds for the first.

        A newer call ends this one with BotError 409, as the official server does. `gone` tells whether the client left.
        """
        deadline = time.monotonic() + min(timeout, LONGEST_POLL)
        with self._changed:
            self._poll += 1
            mine = self._poll
            self._changed.notify_all()
            self._forget(offset)
            while True:
                if self._poll != mine:
                    raise BotError(409, _CONFLICT)
                batch = self._batch(limit)
                left = deadline - time.monotonic()
                if batch or left <= 0 or gone():
                    return batch
                self._changed.wait(min(left, _LOOK_EVERY))

    def repeat(self) -> int | None:
        """Hand out the newest update once more, even if it was forgotten; returns its id."""
        with self._changed:
            if self._newest is None:
                return None
            self._again.append(self._newest)
            self._changed.notify_all()
            return int(self._newest["update_id"])

    def jump(self, next_id: int) -> None:
        """Number the next update so, also lower, as Telegram may after a quiet week. ValueError while some wait."""
        with self._changed:
            if self._waiting:
                raise ValueError("updates are waiting")
            self._next_id = next_id

    def clear(self) -> None:
        """Drop what waits and forget the chosen kinds; the numbering goes on."""
        with self._changed:
            self._waiting.clear()
            self._again.clear()
            self._newest = None
            self._kinds = DEFAULT_KINDS

    @property
    def pending(self) -> int:
        """The number of updates that no offset has forgotten yet."""
        return len(self._waiting)

    def _forget(self, offset: int) -> None:
        if offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset <= self._next_id + _FAR_AHEAD:
            self._waiting = [update for update in self._waiting if update["update_id"] >= offset]

    def _batch(self, limit: int) -> list[Update]:
        repeated, self._again = self._again[:limit], self._again[limit:]
        return repeated + self._waiting[: limit - len(repeated)]
