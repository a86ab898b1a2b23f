"""Copies of the ledger: made beside its users, examined without being changed."""

import stat
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert

from office.ledger import bookmarks, copies, register, schema
from office.ledger.connection import Ledger, NewerLedger, UnusableLedger
from tests.unit.builders import NOON


@pytest.fixture
def path(ledger: Ledger, tmp_path: Path) -> Path:
    """The ledger's file, with numbers of two series and two years."""
    with ledger.write() as tx:
        for series, year, last in (("surat", 2025, 40), ("surat", 2026, 7), ("nikah", 2026, 3)):
            register.start_after(tx, series, year, last)
    return tmp_path / "data" / "buku.db"


def test_a_copy_is_one_sound_file(path: Path, tmp_path: Path) -> None:
    """Without log files beside it, and it says the same as the original."""
    copies.copy(path, tmp_path / "salinan.db")
    found = copies.examine(tmp_path / "salinan.db")
    assert found == copies.examine(path)
    assert found.numbers == (("nikah", 2026, 3), ("surat", 2026, 7), ("surat", 2025, 40))
    assert found.rows["series"] == 3
    assert set(found.rows) == set(schema.metadata.tables)
    assert [file.name for file in tmp_path.glob("salinan*")] == ["salinan.db"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_a_copy_is_for_its_owner_only(path: Path, tmp_path: Path) -> None:
    """From its first moment."""
    copies.copy(path, tmp_path / "salinan.db")
    assert stat.S_IMODE((tmp_path / "salinan.db").stat().st_mode) == 0o600


def test_nothing_is_overwritten(path: Path) -> None:
    """Least of all the ledger by itself."""
    with pytest.raises(FileExistsError):
        copies.copy(path, path)


def test_names_with_signs_of_addresses(path: Path, tmp_path: Path) -> None:
    """A folder may be called anything."""
    odd = tmp_path / "50% #1?mode=rw" / "buku.db"
    odd.parent.mkdir()
    copies.copy(path, odd)
    assert copies.examine(odd) == copies.examine(path)
    assert [file.name for file in odd.parent.iterdir()] == ["buku.db"]


@pytest.mark.parametrize("content", [b"bukan buku data sama sekali" * 200, b"", b"SQLite format 3\0" + bytes(4000)])
def test_what_is_no_ledger(tmp_path: Path, content: bytes) -> None:
    """Neither copied nor believed."""
    file = tmp_path / "buku.db"
    file.write_bytes(content)
    with pytest.raises(UnusableLedger):
        copies.examine(file)
    assert file.read_bytes() == content


def test_damage_in_the_middle_is_found(ledger: Ledger, path: Path, tmp_path: Path) -> None:
    """Not only in the first lines."""
    with ledger.write() as tx:
        for number in range(2000):
            bookmarks.put(tx, f"x{number}", "y" * 50)
    copies.copy(path, tmp_path / "salinan.db")
    data = bytearray((tmp_path / "salinan.db").read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4096] = b"\xff" * 4096
    (tmp_path / "salinan.db").write_bytes(data)
    with pytest.raises(UnusableLedger):
        copies.examine(tmp_path / "salinan.db")


def test_a_ledger_that_is_not_there(tmp_path: Path) -> None:
    """Is not made by looking for it."""
    with pytest.raises(UnusableLedger):
        copies.copy(tmp_path / "tidak-ada.db", tmp_path / "salinan.db")
    assert not (tmp_path / "tidak-ada.db").exists()


def test_a_ledger_of_a_later_program(ledger: Ledger, path: Path) -> None:
    """Is not for us to judge."""
    with ledger.write() as tx:
        tx.execute(insert(schema.version).values(number=len(schema.MIGRATIONS) + 1, at=NOON))
    with pytest.raises(NewerLedger):
        copies.examine(path)


def test_looking_changes_nothing(ledger: Ledger, path: Path) -> None:
    """Nobody writes through it."""
    with pytest.raises(UnusableLedger), copies.reading(path) as tx:
        bookmarks.put(tx, "x", 1)
    with ledger.read() as tx:
        assert bookmarks.get(tx, "x") is None


def test_a_ledger_knows_its_age(path: Path) -> None:
    """From its first moment on, with its zone."""
    with copies.reading(path) as tx:
        at = copies.begun(tx)
    assert at is not None
    assert at.tzinfo is not None
