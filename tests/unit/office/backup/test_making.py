"""Making a copy: whole, proved, private, rotated; or not at all, with the reason."""

import errno
import json
import os
import sqlite3
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from office.backup import making
from office.backup.making import surplus
from office.backup.opening import opened
from office.backup.package import CopyError, Stopped
from office.ledger import bookmarks, copies
from office.ledger.connection import InstanceLock
from tests.unit.office.backup.home import LETTER, LOCAL_NOON, PASSPHRASE, RECORD, TEMPLATE, VERSION, Home, mode

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")


def test_a_copy_holds_what_cannot_be_made_again(home: Home) -> None:
    """Ledger, letters, templates old and new, settings, words; no secret, nothing half made, nothing foreign."""
    copy = home.copy()
    assert copy == home.data / "cadangan" / "cadangan-20261123-1200.zip"
    with ZipFile(copy) as archive:
        assert sorted(archive.namelist()) == sorted(
            [
                *("cadangan.json", "config.yaml", "formulir.yaml", "data/buku.db"),
                *(f"data/{name}" for name in (LETTER, RECORD, VERSION)),
                *(f"templat_desa/{TEMPLATE}", "bahasa/jv.yaml"),
            ]
        )
        assert archive.read("config.yaml") == home.config_file.read_bytes()
        assert archive.read(f"data/{LETTER}") == (home.data / LETTER).read_bytes()
        said = json.loads(archive.read("cadangan.json"))
    assert (said["dibuat"], said["desa"], said["isi"]["series"]) == (LOCAL_NOON.isoformat(), "Karangsatria", 1)


def test_the_ledger_is_copied_while_it_is_in_use(home: Home, tmp_path: Path) -> None:
    """What was committed is in the copy, also where it stands in the log beside the file; what was not is not."""
    with home.ledger() as ledger, closing(sqlite3.connect(home.data / "buku.db")) as writer:
        with ledger.write() as tx:
            bookmarks.put(tx, "x", "committed")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE bookmarks SET value = '\"under way\"'")
        with ZipFile(home.copy()) as archive:
            archive.extract("data/buku.db", tmp_path)
        writer.rollback()
    with copies.reading(tmp_path / "data" / "buku.db") as tx:
        assert bookmarks.get(tx, "x") == "committed"


def test_no_letter_is_copied_that_the_copied_ledger_may_not_know(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is made meanwhile stays out: after a restore its number would be another's. Versions come along."""
    copy_ledger = copies.copy

    def slowly(ledger: Path, into: Path) -> None:
        copy_ledger(ledger, into)
        home.put("data/surat/2026/517-008.docx", "surat baru")
        home.put("data/templat/cd34.docx", "versi baru")

    monkeypatch.setattr(copies, "copy", slowly)
    with ZipFile(home.copy()) as archive:
        assert "data/templat/cd34.docx" in archive.namelist()
        assert "data/surat/2026/517-008.docx" not in archive.namelist()


def test_a_copy_with_a_passphrase_is_sealed(home: Home) -> None:
    """Nothing in it can be read without the word; with it, everything."""
    copy = home.copy(PASSPHRASE)
    assert copy.name == "cadangan-20261123-1200.zip.enc"
    assert b"config.yaml" not in copy.read_bytes()
    with opened(copy, PASSPHRASE) as archive:
        assert archive.read(f"data/{VERSION}") == (home.data / VERSION).read_bytes()
    with pytest.raises(CopyError, match="diberi kata sandi"), opened(copy, None):
        pass


@posix
def test_copies_are_for_their_owner_only(home: Home) -> None:
    """Whatever is personal is 0600, in a folder of 0700."""
    copy = home.copy()
    assert (mode(copy), mode(copy.parent)) == (0o600, 0o700)


def test_nothing_is_left_beside_the_copy(home: Home) -> None:
    """Neither by this one nor by one that was killed."""
    home.put("data/.cadangan-mati/buku.db", "x")
    home.put("data/cadangan/.cadangan-mati.tmp", "x")
    copy = home.copy()
    assert home.backups == [copy]
    assert not home.leftovers()


def test_a_copy_that_does_not_read_back_never_gets_its_name(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """As from a dying stick: the one before stays."""
    before = home.copy(now=LOCAL_NOON - timedelta(days=1))
    write = making._write

    def badly(*arguments: object) -> object:
        said = write(*arguments)  # type: ignore[arg-type]
        file = arguments[2]
        file.seek(-200, os.SEEK_CUR)  # type: ignore[attr-defined]
        file.write(b"?" * 150)  # type: ignore[attr-defined]
        return said

    monkeypatch.setattr(making, "_write", badly)
    with pytest.raises(CopyError, match="rusak"):
        home.copy()
    assert home.backups == [before]
    assert not home.leftovers()


def test_a_copy_whose_ledger_is_another_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are counted on both sides."""
    examine, seen = copies.examine, []

    def once_more(path: Path) -> copies.Contents:
        seen.append(path)
        found = examine(path)
        return copies.Contents(found.rows | {"letters": len(seen)}, found.numbers)

    monkeypatch.setattr(copies, "examine", once_more)
    with pytest.raises(CopyError, match="tidak sama dengan aslinya"):
        home.copy()
    assert not home.backups


# --- troubles ---------------------------------------------------------------------------------------------------


def test_a_stick_that_is_not_there_is_not_made_up(home: Home) -> None:
    """A folder of its name on the laptop's own disk would look like a copy in a safe place."""
    home.put("config.yaml", home.config_file.read_text() + f"cadangan: {{folder: {home.folder}/usb/cadangan}}\n")
    with pytest.raises(CopyError, match=r"Folder cadangan .*/usb/cadangan tidak ada. Pasang flashdisknya"):
        home.copy()
    assert not (home.folder / "usb").exists()


def test_a_file_where_the_folder_should_be(home: Home) -> None:
    """Is said with its place."""
    home.put("data/cadangan", "bukan folder")
    with pytest.raises(CopyError, match=r"Folder cadangan .*data/cadangan tidak ada"):
        home.copy()


def test_a_full_disk_is_called_by_its_name(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing half written stays, which would only fill it more."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(making, "_add", full)
    with pytest.raises(CopyError, match="Disk penuh"):
        home.copy()
    assert not home.backups
    assert not home.leftovers()


def test_a_damaged_ledger_is_not_copied_over_good_copies(home: Home) -> None:
    """The operator is led to the last good one."""
    before = home.copy(now=LOCAL_NOON - timedelta(days=1))
    (home.data / "buku.db").write_bytes(b"bukan buku" * 1000)
    with pytest.raises(CopyError, match=r"rusak. Pulihkan dari cadangan: scheduler.py restore"):
        home.copy()
    assert home.backups == [before]


def test_one_copy_at_a_time(home: Home) -> None:
    """The daily one and a command do not get into each other's way."""
    lock = InstanceLock(home.data / "kunci-cadangan")
    with pytest.raises(CopyError, match="sedang dibuat"):
        home.copy()
    lock.release()
    assert home.copy().exists()


def test_it_can_be_broken_off(home: Home) -> None:
    """At the program's end nobody waits for a large archive."""

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        making.make(home.task(), LOCAL_NOON, stop)
    assert not home.backups
    assert not home.leftovers()


def test_progress_goes_from_nothing_to_everything(home: Home) -> None:
    """Writing is the first half, reading again the second."""
    heard: list[tuple[int, int]] = []
    making.make(home.task(), LOCAL_NOON, lambda done, total: heard.append((done, total)))
    shares = [done / total for done, total in heard]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1] < 1) == (0, True)
    assert shares[-1] > 0.9


# --- rotation ---------------------------------------------------------------------------------------------------


def daily(first: date, days: int, ending: str = ".zip") -> list[str]:
    return [f"cadangan-{first + timedelta(days=day):%Y%m%d}-0805{ending}" for day in range(days)]


def test_the_newest_and_one_of_each_month_are_kept() -> None:
    """Two years of days leave fourteen, and the last of each of the twelve newest months."""
    names = daily(date(2025, 1, 1), 730)
    kept = sorted(set(names) - set(surplus(names, 14)))
    assert kept[-14:] == names[-14:]
    assert [name[9:17] for name in kept[:-14]] == [
        "20260131", "20260228", "20260331", "20260430", "20260531", "20260630",
        "20260731", "20260831", "20260930", "20261031", "20261130",
    ]  # fmt: skip


def test_nothing_goes_while_there_are_few() -> None:
    """Sealed and open ones count alike."""
    names = [*daily(date(2026, 11, 1), 7), *daily(date(2026, 11, 8), 7, ".zip.enc")]
    assert not surplus(names, 14)
    assert surplus([*names, "cadangan-20261130-0805.zip"], 14) == names[:1]


def test_other_files_are_none_of_ours(home: Home) -> None:
    """Only what is called exactly like a copy is ever removed."""
    others = ["cadangan-20200101.zip", "cadangan-20200101-0800 (1).zip", "foto.jpg", "cadangan-20200102-0800.zip.bak"]
    for name in (*others, *daily(date(2026, 11, 1), 20)):
        home.put(f"data/cadangan/{name}", "x")
    home.copy()
    left = [path.name for path in home.backups]
    assert set(others) <= set(left)
    assert len(left) == len(others) + 14


def test_the_copy_just_made_stays_although_a_clock_was_wrong(home: Home) -> None:
    """Fourteen copies from the future do not push out today's."""
    for name in daily(date(2031, 1, 1), 14):
        home.put(f"data/cadangan/{name}", "x")
    for day in range(3):
        copy = home.copy(now=LOCAL_NOON + timedelta(days=day))
        assert copy.exists()


def test_a_copy_that_cannot_be_removed_is_no_failure(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    """A folder that is called like a copy, say."""
    (home.data / "cadangan" / "cadangan-20200101-0800.zip").mkdir(parents=True)
    for name in daily(date(2026, 11, 1), 14):
        home.put(f"data/cadangan/{name}", "x")
    for month in range(1, 13):
        home.put(f"data/cadangan/cadangan-2025{month:02}01-0800.zip", "x")
    assert home.copy().exists()
    assert "cadangan-20200101-0800.zip tidak bisa dihapus" in caplog.text


def test_the_settings_say_how_many_are_kept(home: Home) -> None:
    """`simpan`, and `folder` as meant from where config.yaml is."""
    (home.folder / "lain").mkdir()
    home.put("config.yaml", home.config_file.read_text() + "cadangan: {folder: lain/di-sini, simpan: 2}\n")
    for day in range(4):
        home.copy(now=LOCAL_NOON + timedelta(days=day))
    kept = [path.name for path in sorted((home.folder / "lain" / "di-sini").iterdir())]
    assert kept == ["cadangan-20261125-1200.zip", "cadangan-20261126-1200.zip"]
