"""A village year with faults sprinkled in, for `bench/faults.py`: all services, the real process, in one life.

Weeks pass by letting what was closed grow older in the ledger, so that the desk is cleared as it is in a real year.
Every week others come: so a year is a village's thousand chats.
"""

import sqlite3
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from threading import Event, Thread

from bench.faults_backlog import memory
from office import config as settings
from simulator.faults import Faults
from tests.system.books import Books, books
from tests.system.busy_day import BusyDay, for_a_busy_day
from tests.system.killer import CALLS
from tests.system.process import Service
from tests.system.residents import Resident, names
from tests.system.village import Raw, Village

SEED, VISITORS, WEEKS = 12, 20, 52
"""As many people come in a week."""
SCRIPT = Path(__file__).with_name("quick_weeks.py")
FAULTS = ("429", "500", "502", "drop_before", "drop_after")
FAULT_EVERY = (0.5, 4.0)
"""Seconds between two faults."""
_BETWEEN_DROPS = 20.0
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Year:
    """Its books; how many forms and faults; seconds; the service's MB of memory after the first week and at the end."""

    books: Books
    requests: int
    faults: int
    seconds: float
    mb_before: float
    mb_after: float


def year(home: Path, requests: int) -> Year:
    """So many requests, over all services of config.yaml."""
    home.mkdir()
    village = Village(home, home / "bytecode", None, _by_chat)
    try:
        village.adjust(for_a_busy_day)
        village.service = Service(home, home / "bytecode", script=SCRIPT)
        village.open()
        return _lived(village, requests)
    finally:
        village.close()


def _by_chat(raw: Raw) -> None:
    """Every letter goes to its chat: nobody is there who signs or fetches."""
    for service in raw["layanan"].values():
        service["surat"]["serah"] = "langsung"


def _lived(village: Village, requests: int) -> Year:
    buttons = [service.button for service in settings.load(village.config_file).services.values()]
    people, villagers, mischief = names(), list[Resident](), Mischief(village.faults)
    began, before, weeks = time.monotonic(), 0.0, max(1, min(WEEKS, requests // VISITORS))
    with mischief:
        for week in range(1, weeks + 1):
            day = BusyDay(village, SEED + week, islice(people, VISITORS), buttons)
            share = requests * week // weeks - _forms(villagers)
            day.live(lambda day=day, share=share: day.sent < share)
            villagers += day.residents
            _let_a_week_pass(village)
            before = before or memory(village.service.pid, "VmRSS")
            took = time.monotonic() - began
            print(f"year: {_forms(villagers)} of {requests} forms, {took:.0f} s", file=sys.stderr)
    day.settle()
    took, after = time.monotonic() - began, memory(village.service.pid, "VmRSS")
    return Year(books(village, villagers), _forms(villagers), mischief.done, took, before, after)


def _forms(villagers: Iterable[Resident]) -> int:
    return sum(one.sent for one in villagers)


def _let_a_week_pass(village: Village) -> None:
    """What is closed was closed a week earlier."""
    with closing(sqlite3.connect(village.home / "data" / "buku.db", timeout=30)) as raw:
        closed = raw.execute("SELECT closed_at, id FROM attempts WHERE closed_at IS NOT NULL").fetchall()
        older = [((datetime.fromisoformat(at) - _WEEK).isoformat(timespec="microseconds"), id_) for at, id_ in closed]
        raw.executemany("UPDATE attempts SET closed_at = ? WHERE id = ?", older)
        raw.commit()


class Mischief:
    """Lets a random call fail every now and then, while it is entered."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._random = Random(SEED)  # noqa: S311 - faults that can be had again
        self._over = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._dropped_at = 0.0
        self.done = 0

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._faults.clear()

    def _run(self) -> None:
        while not self._over.wait(self._random.uniform(*FAULT_EVERY)):
            self._faults.arm(self._random.choice(CALLS), self._kind(), retry_after=1)
            self.done += 1

    def _kind(self) -> str:
        """One of them; what is dropped is tried once more by its sender and must get through then."""
        kind = self._random.choice(FAULTS)
        if not kind.startswith("drop"):
            return kind
        if time.monotonic() - self._dropped_at < _BETWEEN_DROPS:
            return "500"
        self._dropped_at = time.monotonic()
        return kind
