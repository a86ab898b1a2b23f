"""Nothing gives anybody away: a whole story with everything going wrong in it, logged as chattily as it can be.

Wherever something was written that others may read, there is no token, no key, no NIK; and what holds people's data
is its owner's alone.
"""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from simulator.persons import Person
from tests.contract.google_oracle import Oracle
from tests.system.conftest import well_kept
from tests.system.patience import until
from tests.system.process import Service, command
from tests.system.village import SECRETS_FILE, Village, leaks

DEWI = Person("Dewi", "Rahasia Contoh", {"NIK": "3216064107900041"})
MESSAGE, READ, TOKEN = "/bot/sendMessage", "/v4/spreadsheets/*/values:batchGetByDataFilter", "/token"
FAILURE = "dibuat gagal"
SECONDS = 40.0


@contextmanager
def failing(village: Village, table: str) -> Iterator[None]:
    """Have the ledger refuse every new row of a table, with the row in its statement's parameters."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{FAILURE}'); END"
    _change(village, f"CREATE TRIGGER gagal BEFORE INSERT ON {table} {refuse}")
    try:
        yield
    finally:
        _change(village, "DROP TRIGGER gagal")


def _change(village: Village, statement: str) -> None:
    with closing(sqlite3.connect(village.home / "data" / "buku.db", timeout=30)) as opened, opened:
        opened.execute(statement)


@contextmanager
def watching_processes(village: Village) -> Iterator[set[str]]:
    """All command lines of the service and what it starts, looked at again and again meanwhile."""
    seen: set[str] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            seen.update(village.service.family())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    yield seen
    done.set()
    watcher.join()


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory, bytecode: Path, oracle: Oracle
) -> Iterator[tuple[Village, set[str]]]:
    """A village after a story in which everything failed once, and the command lines that were seen meanwhile."""
    home = tmp_path_factory.mktemp("leaks")
    with well_kept(Village(home, bytecode, oracle)) as village:
        village.service = Service(home, bytecode, "--rinci")
        village.open()
        with watching_processes(village) as seen:
            _story_of_failures(village)
        yield village, seen


def _story_of_failures(village: Village) -> None:
    dewi = village.citizen(DEWI)
    dewi.type("/start")
    dewi.wait_for("Selamat datang")
    with failing(village, "chats"):
        dewi.type(f"NIK saya {DEWI.answer('NIK')}")
        until(lambda: "tidak bisa dijawab (IntegrityError)" in village.service.log, "a handler's failure", SECONDS)
    for kind in ("500", "drop_before", "429"):
        village.faults.arm(MESSAGE, kind, retry_after=1)
        village.faults.arm(READ, kind, retry_after=1)
    village.faults.arm(TOKEN, "500", times=3)
    link = dewi.ask_for("SKU")
    with failing(village, "attempts"):
        dewi.send(link)
        until(lambda: "tidak bisa dicatat: IntegrityError" in village.service.log, "a row's failure", SECONDS)
    village.service.stop()
    village.service.start()  # which reads all rows again, as it otherwise does every ten minutes
    reference = until(dewi.references, "a receipt", SECONDS)[0]
    dewi.tap("Ya, ini permohonan saya")
    village.desk.decide(reference, "Setujui")
    assert DEWI.answer("NIK") in dewi.letter(SECONDS).text


def test_whatever_fails_the_log_holds_nothing_secret(told: tuple[Village, set[str]]) -> None:
    """Failures of handlers, of SQL, of Telegram and of Google are in the log; their data is not."""
    village, _ = told
    log = village.service.log
    assert "DEBUG" in log
    assert "tidak bisa dijawab (IntegrityError)" in log
    assert "tidak bisa dicatat: IntegrityError" in log
    assert "Spreadsheet belum bisa dibaca" in log
    assert village.leaks() == []
    assert DEWI.name not in log
    assert "Rahasia" not in log


def test_no_command_line_holds_anything_secret(told: tuple[Village, set[str]]) -> None:
    """Everybody on the computer may list processes: what the service and its helpers were called with is harmless."""
    village, seen = told
    assert any("scheduler.py" in line for line in seen)
    assert [line for line in seen if leaks(line, village.founded.key) or "Rahasia" in line] == []


@pytest.mark.parametrize(
    "words",
    [("check",), ("setup",), ("surat", "daftar"), ("surat", "coba", "sku"), ("backup",), ("surat", "cabut", "0")],
    ids=" ".join,
)
def test_what_commands_say(
    told: tuple[Village, set[str]], bytecode: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Whatever the operator asks for, the answer can be shown to anybody who helps."""
    village, _ = told
    more = ("--ke", tmp_path / "contoh.docx") if "coba" in words else ("--alasan", "keliru") if "cabut" in words else ()
    done = command(bytecode, *words, *more, "--config", village.config_file)
    assert done.stdout + done.stderr
    assert leaks(done.stdout + done.stderr, village.founded.key) == []


def test_a_key_file_that_is_no_good_is_not_quoted(
    told: tuple[Village, set[str]], bytecode: Path, tmp_path: Path
) -> None:
    """Neither `check` nor the start says anything of what stands in it."""
    village, _ = told
    for name in ("config.yaml", "formulir.yaml", SECRETS_FILE):
        (tmp_path / name).write_text((village.home / name).read_text())
    key = village.founded.key["private_key"]
    for spoilt in (f'{{"private_key": "{key}"', f'{{"type": "service_account", "private_key": {key!r}}}', key):
        (tmp_path / "kunci-google.json").write_text(spoilt)
        for words in (("check",), ()):
            done = command(bytecode, *words, "--config", tmp_path / "config.yaml")
            assert done.returncode == 2
            assert leaks(done.stdout + done.stderr, village.founded.key) == []


def test_what_holds_peoples_data_is_its_owners_alone(told: tuple[Village, set[str]]) -> None:
    """Ledger with its side files, archive, copies, secrets: 0600 and 0700 after a whole story."""
    village, _ = told
    data = village.home / "data"
    kept = [village.home / SECRETS_FILE, village.home / "kunci-google.json", data, *data.rglob("*")]
    names = {path.name for path in kept}
    assert names >= {"buku.db", "buku.db-wal", "buku.db-shm"}
    assert {path.suffix for path in kept} >= {".docx", ".json"}
    assert [path for path in kept if _mode(path) != (0o700 if path.is_dir() else 0o600)] == []


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
