"""The watch over the office: what it finds by itself, what it is told, and what the staff hear."""

import logging
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from office.ledger import bookmarks, letter_jobs, outages, register
from office.ledger.connection import Ledger
from office.ledger.letter_jobs import Job
from office.ledger.schema import outbox
from office.outage import Outage, Part
from office.watch import MEGABYTE, Watch
from tests.unit.bot.village import Clock
from tests.unit.builders import NOON, STAFF, clerk, village
from tests.unit.office.ledger.papers import entry, opened

log = logging.getLogger("tried")


class Disk(NamedTuple):
    total: int
    used: int
    free: int


class Office:
    """An office with room on its disk, whose rooms fail when the test says so."""

    def __init__(self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ledger, self.clock = ledger, Clock()
        self.free = 10_000
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Disk(0, 0, self.free * MEGABYTE))
        self.start()

    def start(self) -> None:
        """Begin with nothing in memory."""
        self.rooms = {part: Outage(log, "pulih", self.clock.now) for part in (Part.SPREADSHEET, Part.TELEGRAM)}
        self.watch = Watch(self.ledger, village(), clerk(STAFF), self.clock.now, self.rooms)
        self.watch.begin()

    def spend(self, minutes: int) -> None:
        """Let time pass, with a look every minute."""
        for _ in range(minutes):
            self.watch.look()
            self.clock.advance(60)

    def told(self) -> list[str]:
        with self.ledger.read() as tx:
            said = tx.scalars(select(outbox.c.params).where(outbox.c.chat_id == STAFF).order_by(outbox.c.id))
            return [params["alert"] for params in said]

    def params(self) -> dict[str, Any]:
        """Of the last thing said."""
        with self.ledger.read() as tx:
            found: dict[str, Any] = tx.scalars(select(outbox.c.params).order_by(outbox.c.id.desc()).limit(1)).one()
            return found


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with Ledger(tmp_path / "buku.db") as ledger:
        yield Office(ledger, monkeypatch)


def test_a_room_that_stays_broken_is_told_with_its_times(office: Office) -> None:
    """In the village's time."""
    office.rooms[Part.SPREADSHEET].broke("rusak")
    office.spend(10)
    assert office.told() == []
    office.spend(10)
    office.rooms[Part.SPREADSHEET].mended()
    office.spend(10)
    assert office.told() == ["outage_spreadsheet", "mended_spreadsheet"]
    assert office.params() == {
        "alert": "mended_spreadsheet",
        "about": "spreadsheet",
        "since": "Senin, 23 November pukul 12.00",
        "until": "Senin, 23 November pukul 12.20",
    }


def test_without_internet_all_is_told_when_it_is_back(office: Office) -> None:
    """Nothing is said into the void: one notice for each part, of what is over."""
    for outage in office.rooms.values():
        outage.broke("rusak")
    office.spend(30)
    assert office.told() == []
    for outage in office.rooms.values():
        outage.mended()
    office.spend(5)
    assert office.told() == ["mended_spreadsheet", "mended_telegram"]


def test_a_restart_says_nothing_again(office: Office) -> None:
    """What the staff know of is remembered, and its end is told; what they do not know begins anew."""
    office.rooms[Part.SPREADSHEET].broke("rusak")
    office.spend(12)
    office.clock.advance(3 * 86_400)
    office.start()
    office.spend(5)  # nothing is known yet
    office.rooms[Part.SPREADSHEET].broke("rusak")
    office.spend(12)
    assert office.told() == ["outage_spreadsheet"]
    office.start()
    office.rooms[Part.SPREADSHEET].mended()
    office.spend(5)
    assert office.told() == ["outage_spreadsheet", "mended_spreadsheet"]

    office.rooms[Part.SPREADSHEET].broke("rusak")
    office.spend(5)
    office.clock.advance(3 * 86_400)
    office.start()
    office.rooms[Part.SPREADSHEET].broke("rusak")
    office.spend(5)
    assert len(office.told()) == 2


def test_a_disk_that_is_nearly_full(office: Office) -> None:
    """A little more room than the least is not enough to call it mended."""
    office.free = 499
    office.spend(12)
    assert office.told() == ["outage_disk"]
    office.free = 501
    office.spend(12)
    assert office.told() == ["outage_disk"]
    office.free = 600
    office.spend(12)
    assert office.told() == ["outage_disk", "mended_disk"]


@pytest.mark.parametrize(("stage", "part"), [("ordered", "letters"), ("numbered", "printing")])
def test_letters_that_wait(office: Office, stage: str, part: str) -> None:
    """An order that fails, and a number without a letter, each as its own outage; the next success ends it."""
    with office.ledger.write() as tx:
        case = opened(tx)
        job = Job(case.attempt_id, 0)
        letter_jobs.order(tx, job.attempt_id, NOON)
        if stage == "numbered":
            letter_jobs.numbered(tx, job.attempt_id, register.enter(tx, entry(case), NOON).id, NOON)
        letter_jobs.postpone(tx, job, timedelta(hours=1), "broken", NOON)
    office.spend(12)
    with office.ledger.write() as tx:
        letter_jobs.done(tx, job.attempt_id)
    office.spend(5)
    assert office.told() == [f"outage_{part}", f"mended_{part}"]


def test_an_order_that_nobody_tries(office: Office) -> None:
    """A press that stands still is told, too; an order that just came is none of that."""
    with office.ledger.write() as tx:
        letter_jobs.order(tx, opened(tx).attempt_id, NOON)
        assert letter_jobs.held_up(tx, letter_jobs.ORDERED, NOON + timedelta(minutes=1)) == 0
    office.spend(15)
    assert office.told() == ["outage_letters"]


def test_when_each_part_last_worked_is_kept(office: Office) -> None:
    """To the minute, also while it is broken, and beyond a restart."""
    office.rooms[Part.TELEGRAM].mended()
    last = office.clock.now()
    office.spend(1)
    office.rooms[Part.TELEGRAM].broke("rusak")
    office.spend(3)
    office.start()
    office.watch.look()
    with office.ledger.read() as tx:
        assert outages.last_contact(tx)[Part.TELEGRAM] == last
        assert Part.SPREADSHEET not in outages.last_contact(tx)


def test_a_ledger_that_cannot_be_written_stops_no_look(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The staff are told at the next look that finds it writable."""

    def full() -> None:
        raise OperationalError("BEGIN", {}, Exception("disk full"))

    office.rooms[Part.SPREADSHEET].broke("rusak")
    with monkeypatch.context() as broken:
        broken.setattr(office.ledger, "write", full)
        office.spend(12)
    assert office.told() == []
    office.spend(1)
    assert office.told() == ["outage_spreadsheet"]


def test_looking_writes_nothing_where_nothing_changed(office: Office) -> None:
    """The disk is spared: a quiet office is written down once a minute, not with each look."""
    office.rooms[Part.TELEGRAM].mended()
    office.watch.look()
    with office.ledger.read() as tx:
        before = bookmarks.get(tx, "contact")
    office.clock.advance(30)
    office.rooms[Part.TELEGRAM].mended()
    office.watch.look()
    with office.ledger.read() as tx:
        assert bookmarks.get(tx, "contact") == before
