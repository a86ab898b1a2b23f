"""Ten thousand messages after a weekend, and one chat that floods the others, for `bench/faults.py`."""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from json import dumps
from pathlib import Path

from simulator.telegram.acts import People
from simulator.telegram.models import Chat, Telegram
from tests.system.busy_day import for_a_busy_day
from tests.system.village import Village, with_two_services

TEXTS = ("/start", "halo", "/status", "/bantuan", "kok tidak dijawab?", "pak", "/start", "tolong", "/bantuan", "/start")
FLOOD, OTHERS = 500, 50
_PATIENCE = 900.0


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waited and how fast it was kept and dealt with (per second), memory in MB, chats without an answer.

    `longest_wait`: seconds until an answer, of those who wrote once while somebody else flooded the bot.
    """

    updates: int
    chats: int
    kept: float
    handled: float
    answers: int
    peak_mb: float
    lost: int
    longest_wait: float


def backlog(home: Path, updates: int) -> Backlog:
    """So many updates that have come since Friday, ten in each chat; then a flood."""
    home.mkdir()
    with _village(home) as village:
        _run_once(village)
        telegram = village.simulator.telegram
        chats = _written(telegram, updates)
        before = {chat.id: _answers(chat) for chat in chats}
        village.service.start()
        began = time.monotonic()
        _until(lambda: _counted(village, "1 = 1") >= updates)
        kept = time.monotonic() - began
        _until(lambda: not _counted(village, "state = 'waiting'"))
        handled = time.monotonic() - began
        new = [_answers(chat) - before[chat.id] for chat in chats]
        print(f"backlog: {updates} updates dealt with", file=sys.stderr)
        return Backlog(
            updates=updates,
            chats=len(chats),
            kept=updates / kept,
            handled=updates / handled,
            answers=sum(new),
            peak_mb=memory(village.service.pid, "VmHWM"),
            lost=new.count(0),
            longest_wait=_flooded(telegram),
        )


def memory(pid: int, what: str) -> float:
    """A line of a process's status, in MB (Linux only)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


@contextmanager
def _village(home: Path) -> Iterator[Village]:
    village = Village(home, home / "bytecode", None, with_two_services)
    try:
        village.adjust(for_a_busy_day)
        yield village
    finally:
        village.close()


def _run_once(village: Village) -> None:
    """The service was last there on Friday."""
    village.open()
    village.service.stop()
    friday = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    with closing(sqlite3.connect(village.home / "data" / "buku.db")) as raw:
        raw.execute("UPDATE bookmarks SET value = ? WHERE name = 'last_seen'", [dumps(friday)])
        raw.execute("DELETE FROM inbox")
        raw.commit()


def _written(telegram: Telegram, updates: int) -> list[Chat]:
    people = People(telegram)
    with telegram.lock:
        chats = [_newcomer(people, f"Warga {number}") for number in range(updates // len(TEXTS))]
        for text in TEXTS:
            for chat in chats:
                people.write(chat, {"text": text})
    return chats


def _newcomer(people: People, name: str) -> Chat:
    return people.world.chats[people.add_person({"first_name": name})["id"]]


def _flooded(telegram: Telegram) -> float:
    """The longest that somebody waits who writes one message while another chat writes hundreds."""
    people = People(telegram)
    with telegram.lock:
        flooder, others = _newcomer(people, "Deras"), [_newcomer(people, f"Tenang {n}") for n in range(OTHERS)]
        for _ in range(FLOOD):
            people.write(flooder, {"text": "/start"})
        for chat in others:
            people.write(chat, {"text": "/start"})
    began = time.monotonic()
    _until(lambda: all(_answers(chat) for chat in others))
    return time.monotonic() - began


def _answers(chat: Chat) -> int:
    return sum(message.sender.is_bot for message in chat.messages.copy().values())


def _counted(village: Village, which: str) -> int:
    return int(village.ledger(f"SELECT count(*) FROM inbox WHERE {which}")[0][0])  # noqa: S608 - our own words


def _until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not met():
        if time.monotonic() > deadline:
            raise TimeoutError("it did not come about")
        time.sleep(0.05)
