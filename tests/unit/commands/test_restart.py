"""How a running service is asked to make room, and what is said when it does not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from commands import restart
from commands.errors import WRONG
from office import relief
from office.config import Config
from office.ledger import serving
from office.ledger.connection import LEDGER_FILE, LOCK_FILE, AlreadyRunning, InstanceLock, Ledger, wait_for_lock
from office.ledger.serving import Serving
from tests.unit.builders import NOON, village

SERVICE = Serving(NOON, "0.1.0", guarded=False)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return village(data_dir=tmp_path)


@pytest.fixture
def ledger(config: Config) -> Iterator[Ledger]:
    """Of a service that holds its lock and hears nothing."""
    lock = InstanceLock(config.data_dir / LOCK_FILE)
    with Ledger(config.data_dir / LEDGER_FILE) as opened:
        yield opened
    lock.release()


@pytest.mark.parametrize(("guarded", "words"), [(False, "belum mau berhenti"), (True, "Belum dimulai lagi")])
def test_a_service_that_does_not_end_is_left_alone(
    config: Config,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    guarded: bool,
    words: str,
) -> None:
    """After a while; the request is taken back."""
    monkeypatch.setattr(restart, "PATIENCE", 0.3)
    service = replace(SERVICE, guarded=guarded)
    with ledger.write() as tx:
        serving.begin(tx, service)
    assert restart.make_room(config) == WRONG
    assert words in capsys.readouterr().err
    assert not relief.asked(config.data_dir, service)


@pytest.mark.usefixtures("ledger")
def test_a_service_that_cannot_be_asked_is_left_alone(config: Config, capsys: pytest.CaptureFixture[str]) -> None:
    """An earlier version does not look for a request."""
    assert restart.make_room(config) == WRONG
    assert "Hentikan sendiri" in capsys.readouterr().err


def test_only_who_was_asked_hears_it(tmp_path: Path) -> None:
    """Not a later service, and nobody once it is taken back."""
    assert not relief.asked(tmp_path, SERVICE)
    relief.ask(tmp_path, SERVICE)
    assert relief.asked(tmp_path, SERVICE)
    assert not relief.asked(tmp_path, replace(SERVICE, since=NOON.replace(hour=6)))
    relief.take_back(tmp_path)
    relief.take_back(tmp_path)
    assert not relief.asked(tmp_path, SERVICE)


def test_a_lock_is_waited_for_and_no_longer(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path / "kunci")
    with pytest.raises(AlreadyRunning):
        wait_for_lock(tmp_path / "kunci", 0.2)
    lock.release()
    wait_for_lock(tmp_path / "kunci", 0.2).release()
