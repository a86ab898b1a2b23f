"""What the loops' tests share: a real ledger, a standing clock, a door that remembers."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.guesses import Guesses
from bot.replies import Replies
from bot.staff_group import StaffGroup
from bot.tempo import Tempo
from office.codes import Choose
from office.ledger.connection import Ledger
from tests.unit.bot.village import STAFF, Clock, FakeDoor, village_config


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "buku.db") as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door() -> Iterator[FakeDoor]:
    fake = FakeDoor()
    yield fake
    fake.close()


@pytest.fixture
def choose() -> Choose:
    return random.Random(7).choice  # noqa: S311 - a test wants the same codes every time


@pytest.fixture
def replies(door: FakeDoor, ledger: Ledger, clock: Clock, choose: Choose) -> Replies:
    guesses, tries = Guesses(clock.monotonic), Guesses(clock.monotonic)
    staff = StaffGroup(door, ledger, STAFF, clock.now)
    memories: dict[str, Any] = {"staff": staff, "guesses": guesses, "tries": tries, "tempo": Tempo(clock.monotonic)}
    return Replies(door, ledger, village_config(STAFF), clock.now, choose, **memories)
