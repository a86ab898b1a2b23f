"""SIGKILL at moments that nobody has chosen, but a seed can bring back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from simulator.faults import Faults
from tests.system.patience import until

LONGEST_LIFE = 1.5
"""Seconds from open to killed."""
_CALL_SECONDS = 1.0
CALLS = (
    "/bot/getUpdates",
    "/bot/sendMessage",
    "/bot/editMessageText",
    "/bot/answerCallbackQuery",
    "/bot/sendDocument",
    "/v4/spreadsheets/*/values:batchGetByDataFilter",
    "/v4/spreadsheets/*:batchUpdate",
)


@dataclass(frozen=True, slots=True)
class Blow:
    """So many seconds after it is open; where `call` is given, in the middle of the next such call (path, kind)."""

    seconds: float
    call: tuple[str, str] | None


def blows(random: Random, count: int) -> list[Blow]:
    """Half of them by the clock, half in the middle of a call, before or after its effect."""
    return [
        Blow(
            random.uniform(0, LONGEST_LIFE),
            (random.choice(CALLS), random.choice(("hold_before", "hold_after"))) if random.random() < 0.5 else None,
        )
        for _ in range(count)
    ]


class Victim(Protocol):
    """A process that can be killed, and started again."""

    def start(self) -> None:
        """Start it and wait until it is open."""

    def kill(self) -> None:
        """SIGKILL."""


class Killer:
    """Kills a running service, helped by the faults of its world, and starts it again."""

    def __init__(self, victim: Victim, faults: Faults) -> None:
        self._victim, self._faults = victim, faults

    def strike_all(self, moments: Sequence[Blow], told: Callable[[int], None] = lambda _: None) -> None:
        """One blow after the other; the victim runs in the end. `told` hears how many there were."""
        for number, blow in enumerate(moments, start=1):
            self.strike(blow)
            self._victim.start()
            told(number)

    def strike(self, blow: Blow) -> None:
        """Kill it at this moment; a call that does not come in time is not waited for."""
        time.sleep(blow.seconds)
        if blow.call:
            self._faults.arm(*blow.call)
            self._wait_for_the_call()
        self._victim.kill()
        # Released before it is seen that nobody listens, a held call would have its effect after all.
        until(lambda: not self._faults.state()["held"], "the held calls to be given up")
        self._faults.clear()

    def _wait_for_the_call(self) -> None:
        deadline = time.monotonic() + _CALL_SECONDS
        while not self._faults.state()["held"] and time.monotonic() < deadline:
            time.sleep(0.01)
