"""The daily copy by itself: when it is due, that it is noted, who hears of a failure, what `check` says."""

import logging
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from office.backup import keeping, making
from office.backup.keeping import Keeper
from office.ledger import schema
from office.ledger.connection import Ledger
from tests.unit.builders import JAKARTA, NOON
from tests.unit.office.backup.home import Home

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Watch:
    """A keeper whose clock stands until it is moved."""

    def __init__(self, home: Home, ledger: Ledger) -> None:
        self.home, self.ledger, self.now = home, ledger, NOON
        self.keeper = self.new()

    def new(self) -> Keeper:
        """A keeper as after a start of the service."""
        return Keeper(self.ledger, self.home.task(), DAY, JAKARTA, lambda: self.now)

    def after(self, wait: timedelta) -> list[str]:
        """The copies there are when the keeper has looked once more."""
        self.now += wait
        self.keeper.keep_up()
        return [path.name for path in self.home.backups]

    def broken(self) -> bool | None:
        """What is reported of the copies; None while nothing is known."""
        report = self.keeper.outage.report
        return report.broken if report else None


@pytest.fixture
def watch(home: Home) -> Iterator[Watch]:
    """The office at Monday noon, with a fresh keeper."""
    with home.ledger() as ledger:
        yield Watch(home, ledger)


def no_folder(home: Home) -> Path:
    """Settings that name a stick that is not there; where its folder would be."""
    home.put("config.yaml", home.config_file.read_text() + "cadangan: {folder: usb/cadangan}\n")
    return home.folder / "usb"


def test_a_copy_a_day(watch: Watch) -> None:
    """At once when there was none, then when a day has passed; starts of the service make no difference."""
    first, second = "cadangan-20261123-1200.zip", "cadangan-20261124-1210.zip"
    assert watch.after(timedelta()) == [first]
    watch.keeper = watch.new()
    assert watch.after(23 * HOUR) == [first]
    assert watch.after(HOUR + timedelta(minutes=10)) == [first, second]
    assert watch.after(HOUR) == [first, second]
    assert watch.broken() is False


def test_a_copy_by_hand_counts(watch: Watch) -> None:
    """The daily one is due a day after it."""
    keeping.make_noted(watch.ledger, watch.home.task(), NOON.astimezone(JAKARTA), lambda *_: None)
    assert len(watch.after(23 * HOUR)) == 1
    assert len(watch.after(HOUR)) == 2


def test_a_clock_that_was_ahead_holds_nothing_up(watch: Watch) -> None:
    """A last copy in the future is no reason to wait for it."""
    watch.after(365 * DAY)
    assert watch.after(-365 * DAY)[0] == "cadangan-20261123-1200.zip"


def test_how_it_went_is_noted(watch: Watch) -> None:
    """For `check`: when and what; after a failure also why, until the next success."""
    watch.after(timedelta())
    noted = {"done": "2026-11-23T12:00:00+07:00", "file": "cadangan-20261123-1200.zip", "failed": None, "why": None}
    assert watch.home.noted() == noted
    usb = no_folder(watch.home)
    watch.keeper = watch.new()
    watch.after(DAY)
    failed = watch.home.noted()
    assert (failed["done"], failed["failed"]) == (noted["done"], "2026-11-24T12:00:00+07:00")
    assert "tidak ada. Pasang flashdisknya" in failed["why"]
    usb.mkdir()
    watch.after(HOUR)
    assert watch.home.noted()["why"] is None


def test_a_failure_is_logged_once_and_reported(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    """It is tried again with every look; when it works again, that is said too."""
    usb = no_folder(home)
    with home.ledger() as ledger, caplog.at_level(logging.INFO):
        watch = Watch(home, ledger)
        assert watch.broken() is None
        for _ in range(3):
            watch.after(HOUR)
            assert watch.broken()
        usb.mkdir()
        watch.after(HOUR)
        assert watch.broken() is False
    said = [record.message for record in caplog.records]
    assert len(said) == 3
    assert said[0].startswith("Folder cadangan")
    assert said[1:] == ["Cadangan dibuat: cadangan-20261123-1600.zip", "Cadangan bisa dibuat lagi."]


def test_a_copy_by_hand_mends_what_failed(watch: Watch) -> None:
    """The keeper sees that none is due."""
    usb = no_folder(watch.home)
    watch.after(timedelta())
    usb.mkdir()
    keeping.make_noted(watch.ledger, watch.home.task(), watch.now.astimezone(JAKARTA), lambda *_: None)
    watch.after(timedelta(minutes=10))
    assert watch.broken() is False


def test_what_nobody_thought_of_does_not_stop_the_service(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told like any failure, without what the error holds."""

    def surprise(*_: object) -> None:
        raise RuntimeError("3216010101900001")

    monkeypatch.setattr(making, "_make", surprise)
    assert watch.after(timedelta()) == []
    assert [record.message for record in caplog.records] == ["Cadangan belum bisa dibuat (RuntimeError)."]
    assert watch.broken()


def test_a_service_that_ends_breaks_its_copy_off(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    """Without a word: it is made at the next start."""
    watch.keeper.stop()
    assert watch.after(timedelta()) == []
    assert not caplog.records
    watch.keeper = watch.new()
    assert len(watch.after(timedelta())) == 1


# --- check ------------------------------------------------------------------------------------------------------


def problems(home: Home, now: datetime) -> list[str]:
    return [str(problem) for problem in keeping.problems(home.config, now)]


def begun(home: Home, at: datetime) -> None:
    """Let the ledger be as old as that."""
    with home.ledger() as ledger, ledger.write() as tx:
        tx.execute(update(schema.version).values(at=at))


def test_a_young_office_needs_no_copy_yet(home: Home) -> None:
    """Three days, as the service makes one by itself."""
    begun(home, NOON)
    assert problems(home, NOON + 3 * DAY) == []
    assert problems(home, NOON + 3 * DAY + HOUR) == ["cadangan: belum pernah dibuat. Jalankan: scheduler.py backup"]


def test_copies_that_are_too_old_are_told(watch: Watch) -> None:
    """With the day of the last one, and why there is none since."""
    begun(watch.home, NOON - 30 * DAY)
    watch.after(timedelta())
    assert problems(watch.home, NOON + 3 * DAY) == []
    assert problems(watch.home, NOON + 4 * DAY) == [
        "cadangan: terakhir dibuat 23 November 2026. Jalankan: scheduler.py backup"
    ]
    no_folder(watch.home)
    watch.keeper = watch.new()
    watch.after(4 * DAY)
    folder, old = problems(watch.home, watch.now)
    assert folder.startswith("cadangan.folder: ")
    assert "Percobaan terakhir gagal: Folder cadangan" in old


def test_a_village_without_a_ledger_has_nothing_to_copy(home: Home) -> None:
    """`check` before the first start says nothing of copies, and makes no ledger."""
    for path in home.data.glob("buku.db*"):
        path.unlink()
    assert problems(home, NOON + 30 * DAY) == []
    assert not (home.data / "buku.db").exists()


def test_a_ledger_that_is_damaged_is_told_with_the_way_back(home: Home) -> None:
    """Instead of ending `check`."""
    (home.data / "buku.db").write_bytes(os.urandom(5000))
    assert problems(home, NOON) == ["data_dir: buku datanya rusak. Pulihkan dari cadangan: scheduler.py restore BERKAS"]
