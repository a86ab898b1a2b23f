"""Opening the ledger: its settings, its transactions, its version, its one holder."""

import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy import delete, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from office.cases import Status
from office.ledger import bookmarks, cases, outbox, ownership, register, schema, tickets
from office.ledger.connection import AlreadyRunning, InstanceLock, Ledger, NewerLedger
from tests.unit.builders import CHAT, NIK, NOON, Dealer, arrival
from tests.unit.office.ledger.papers import entry, opened

HOUR = timedelta(hours=1)

HOLDER = """
import sys, time
from pathlib import Path
from office.ledger.connection import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- the file ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_only_its_owner_can_read_the_ledger(ledger: Ledger, tmp_path: Path) -> None:
    """Answers are personal: the folder, the file and SQLite's files beside it are closed to others."""
    with ledger.write() as tx:
        bookmarks.put(tx, "x", 1)
        files = sorted((tmp_path / "data").iterdir())
        assert [file.name for file in files] == ["buku.db", "buku.db-shm", "buku.db-wal"]
        assert {mode(file) for file in files} == {0o600}
    assert mode(tmp_path / "data") == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_a_ledger_brought_back_from_a_copy_is_closed_again(tmp_path: Path) -> None:
    """A copy is often readable by everybody."""
    path = tmp_path / "buku.db"
    path.touch(mode=0o644)
    path.chmod(0o644)
    with Ledger(path):
        assert mode(path) == 0o600


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)]
)
def test_every_connection_is_safe(ledger: Ledger, pragma: str, value: object) -> None:
    """WAL, synchronous FULL, foreign keys, and patience with the other threads."""
    with ledger.read() as tx, ledger.write() as other:
        assert [one.exec_driver_sql(f"PRAGMA {pragma}").scalar() for one in (tx, other)] == [value, value]


def test_what_was_committed_is_there_after_opening_again(tmp_path: Path) -> None:
    """A ledger is a memory."""
    path = tmp_path / "buku.db"
    with Ledger(path) as first, first.write() as tx:
        bookmarks.put(tx, "x", {"a": [1]})
    with Ledger(path) as second, second.read() as tx:
        assert bookmarks.get(tx, "x") == {"a": [1]}


# --- transactions -----------------------------------------------------------------------------------------------


def test_an_error_rolls_everything_back(ledger: Ledger) -> None:
    """All or nothing."""

    def fail() -> None:
        with ledger.write() as tx:
            bookmarks.put(tx, "x", 1)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with ledger.read() as tx:
        assert bookmarks.get(tx, "x") is None


def test_a_reader_sees_one_moment(ledger: Ledger) -> None:
    """What is written meanwhile does not show in the middle of a look."""
    with ledger.read() as reader:
        before = bookmarks.get(reader, "x")
        with ledger.write() as writer:
            bookmarks.put(writer, "x", 1)
        assert bookmarks.get(reader, "x") == before
    with ledger.read() as reader:
        assert bookmarks.get(reader, "x") == 1


def test_threads_lose_no_number(ledger: Ledger) -> None:
    """Four threads take fifty numbers each: 1 to 200, none twice, none left out."""

    def take(_: int) -> int:
        with ledger.write() as tx:
            return register.allocate(tx, "surat", 2026)

    with ThreadPoolExecutor(4) as threads:
        taken = list(threads.map(take, range(200)))
    assert sorted(taken) == list(range(1, 201))


def test_threads_lose_no_reading_before_writing(ledger: Ledger) -> None:
    """A value read and written back by four threads counts every turn: a writer holds the lock from its first look."""
    with ledger.write() as tx:
        bookmarks.put(tx, "count", 0)

    def add(_: int) -> None:
        with ledger.write() as tx:
            bookmarks.put(tx, "count", bookmarks.get(tx, "count") + 1)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(100)))
    with ledger.read() as tx:
        assert bookmarks.get(tx, "count") == 100


def test_a_rolled_back_number_was_never_given(ledger: Ledger) -> None:
    """A letter that could not be made leaves no gap."""

    def fail() -> None:
        with ledger.write() as tx:
            register.allocate(tx, "surat", 2026)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with ledger.write() as tx:
        assert register.allocate(tx, "surat", 2026) == 1


def test_a_stranger_key_is_refused(ledger: Ledger) -> None:
    """Nothing may belong to a case that is not there."""
    with pytest.raises(IntegrityError), ledger.write() as tx:
        tickets.take_correction(tx, CHAT, "sku", 99, NOON, Dealer())


def test_an_error_of_the_database_quotes_no_answers(ledger: Ledger) -> None:
    """The text of an error goes into logs: it shows the statement, not what was in it."""
    with pytest.raises(IntegrityError) as refused, ledger.write() as tx:
        outbox.put(tx, key="a", chat_id=CHAT, kind="receipt", params={"nik": NIK}, now=NOON, attempt_id=99)
    assert NIK not in str(refused.value)


def test_moments_keep_their_order_and_their_instant(ledger: Ledger) -> None:
    """Written as text of one width in UTC, so that the database sorts them as time does."""
    moments = [NOON + timedelta(microseconds=step) for step in (0, 1, 999_999, 1_000_000)]
    with ledger.write() as tx:
        for number, moment in enumerate(moments, start=100):
            tx.execute(insert(schema.version).values(number=number, at=moment))
        found = tx.scalars(select(schema.version.c.at).where(schema.version.c.number >= 100).order_by("at")).all()
    assert found == moments


def test_a_moment_without_a_zone_is_refused(ledger: Ledger) -> None:
    """Nobody could say when it was."""
    with pytest.raises(StatementError, match="naive"), ledger.write() as tx:
        tx.execute(insert(schema.version).values(number=2, at=NOON.replace(tzinfo=None)))


# --- versions ---------------------------------------------------------------------------------------------------


def test_opening_again_migrates_nothing(tmp_path: Path) -> None:
    """Each migration is done once."""
    for _ in range(2):
        with Ledger(tmp_path / "buku.db") as ledger, ledger.read() as tx:
            numbers = tx.scalars(select(schema.version.c.number)).all()
            assert numbers == list(range(1, len(schema.MIGRATIONS) + 1))


def test_an_older_ledger_learns_when_its_requests_were_finished(tmp_path: Path) -> None:
    """By what it knows: when they were closed, or when the letter that lies ready got its number."""
    path = tmp_path / "buku.db"
    expected = {Status.DONE: NOON, Status.READY: NOON + HOUR, Status.REJECTED: NOON, Status.NEW: None}
    with Ledger(path) as ledger, ledger.write() as tx:
        for number, status in enumerate(expected, start=1):
            case = opened(tx, arrival(f"ACD{number}", serial=number))
            cases.set_status(tx, case.attempt_id, status, NOON)
            register.enter(tx, entry(case, number), NOON + HOUR)
        tx.execute(text("ALTER TABLE attempts DROP COLUMN finished_at"))
        tx.execute(delete(schema.version).where(schema.version.c.number > 1))
    with Ledger(path) as ledger, ledger.read() as tx:
        assert list(tx.scalars(select(schema.attempts.c.finished_at))) == list(expected.values())


def test_a_ledger_from_before_confirmations_learns_of_them(tmp_path: Path) -> None:
    """Its requests are kept, and none counts as confirmed."""
    path = tmp_path / "buku.db"
    with Ledger(path) as ledger, ledger.write() as tx:
        attempt = opened(tx).attempt_id
        tx.exec_driver_sql("ALTER TABLE cases DROP COLUMN confirmed_at")
        tx.exec_driver_sql("DROP TABLE offers")
        tx.exec_driver_sql("DELETE FROM version WHERE number > 1")
    with Ledger(path) as ledger, ledger.write() as tx:
        kept = cases.by_id(tx, attempt)
        assert (kept.chat_id, kept.confirmed) == (CHAT, False)
        assert ownership.confirm(tx, CHAT, kept.reference, NOON)
        assert cases.by_id(tx, attempt).confirmed
        assert ownership.offered(tx, CHAT, NOON) == []


def test_an_older_ledger_finds_its_letters_as_soon_as_a_new_one(tmp_path: Path) -> None:
    """What is looked up at every read of the spreadsheet has its index."""
    path = tmp_path / "buku.db"
    wanted = {str(index.name) for index in schema.letters.indexes}
    with Ledger(path) as ledger, ledger.write() as tx:
        for name in wanted:
            tx.execute(text(f"DROP INDEX {name}"))
        tx.execute(delete(schema.version).where(schema.version.c.number == len(schema.MIGRATIONS)))
    with Ledger(path) as ledger, ledger.read() as tx:
        assert {index["name"] for index in inspect(tx).get_indexes("letters")} >= wanted
    assert wanted


def test_a_newer_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    """An older program does not guess what a newer one wrote."""
    path = tmp_path / "buku.db"
    with Ledger(path) as ledger, ledger.write() as tx:
        tx.execute(insert(schema.version).values(number=len(schema.MIGRATIONS) + 1, at=NOON))
    with pytest.raises(NewerLedger):
        Ledger(path)


# --- one instance -----------------------------------------------------------------------------------------------


@contextmanager
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def test_there_is_one_holder(tmp_path: Path) -> None:
    """A second one is refused until the first lets go."""
    first = InstanceLock(tmp_path / "data" / "kunci")
    with pytest.raises(AlreadyRunning):
        InstanceLock(tmp_path / "data" / "kunci")
    first.release()
    InstanceLock(tmp_path / "data" / "kunci").release()


def test_another_process_is_refused_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    """No lock is left behind by kill -9."""
    path = tmp_path / "kunci"
    with holder(path) as process:
        with pytest.raises(AlreadyRunning):
            InstanceLock(path)
        process.send_signal(signal.SIGKILL)
        process.wait()
        taken_by_us(path).release()


def taken_by_us(path: Path) -> InstanceLock:
    until = monotonic() + 5
    while True:
        try:
            return InstanceLock(path)
        except AlreadyRunning:
            assert monotonic() < until
            sleep(0.01)
