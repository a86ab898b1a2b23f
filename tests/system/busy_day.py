"""A busy day: several citizens, a village head, and whatever befalls the service meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random
from typing import Protocol

from simulator.persons import Person
from tests.system.books import Books, books
from tests.system.patience import until
from tests.system.residents import Life, Resident
from tests.system.village import Raw, Village
from tests.system.village_head import VillageHead

PATIENCE = 60.0
"""Seconds without anything new after which whoever still waits has lost something."""
_GLANCE = 0.05
_UNFINISHED = (
    "SELECT id FROM inbox WHERE state = 'waiting' UNION ALL SELECT id FROM outbox WHERE state IN ('created', 'sending')"
)


def for_a_busy_day(raw: Raw) -> None:
    """Nobody listens in a staff chat, which may be written to only 20 times a minute; decisions count at once."""
    raw["telegram"]["chat_staf"] = None
    raw["desk"]["settle"] = 0
    raw["google"]["baca_tiap_detik"] = 0.2


class Neighbour(Protocol):
    """Somebody else who acts on this day."""

    def live(self, goes_on: Callable[[], bool]) -> Life:
        """Act as long as the day goes on."""


class BusyDay:
    """These people of an open village, acting by chance of `seed`."""

    def __init__(self, village: Village, seed: int, people: Iterable[Person], buttons: Sequence[str]) -> None:
        self._village, self._random = village, Random(seed)  # noqa: S311 - a day that can be had again
        simulator = village.simulator
        self.residents = [
            Resident(village.url, simulator.telegram, person, Random(self._random.random()), buttons)  # noqa: S311 - as above
            for person in people
        ]
        self._head = VillageHead(simulator.google, village.founded.spreadsheet, self._random)

    @property
    def sent(self) -> int:
        """How many forms were sent so far."""
        return sum(resident.sent for resident in self.residents)

    def during(self, trouble: Callable[[], None], others: Iterable[Neighbour] = ()) -> Books:
        """Let everybody go about their day until the trouble is over and everything begun is ended."""
        with ThreadPoolExecutor(1) as aside:
            doing = aside.submit(trouble)

            def goes_on() -> bool:
                return not doing.done() or doing.result() is not None

            self.live(goes_on, [other.live(goes_on) for other in others])
        self.settle()
        return books(self._village, self.residents)

    def live(self, goes_on: Callable[[], bool], others: Iterable[Life] = ()) -> None:
        """Have everybody act in turn until all have ended their day, or nothing has come for a long time."""
        lives = [*(resident.live(goes_on) for resident in self.residents), *others]
        seen, patience = self._progress(), time.monotonic() + PATIENCE
        while lives and time.monotonic() < patience:
            lives = [life for life in lives if next(life, _ENDED) is not _ENDED]
            self._head.glance()
            time.sleep(_GLANCE)
            if goes_on() or seen != (seen := self._progress()):
                patience = time.monotonic() + PATIENCE

    def settle(self) -> None:
        """Wait until everything is told and noted; what never will be is for the books to find."""
        with suppress(AssertionError):
            until(lambda: not self._village.ledger(_UNFINISHED), "an empty outbox", PATIENCE)

    def _progress(self) -> list[int]:
        chats = self._village.simulator.telegram.chats
        return [chats[resident.id].version for resident in self.residents]


_ENDED = object()
