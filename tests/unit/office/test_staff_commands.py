"""`scheduler.py staf ...`: what the operator asks and reads."""

import random
from argparse import ArgumentParser
from pathlib import Path

import pytest

from office import staff_commands
from office.doors import Retryable
from office.ledger import staff
from office.ledger.connection import Ledger
from tests.unit.builders import JAKARTA, NOON

CHOOSE = random.Random(6).choice  # noqa: S311 - a test


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "buku.db")


def said(ledger: Ledger, *words: str) -> list[str]:
    parser = ArgumentParser()
    staff_commands.arguments(parser)
    return list(staff_commands.run(parser.parse_args(words), ledger, JAKARTA, NOON, lambda: "desa_bot", CHOOSE))


def test_an_invitation_is_a_link_that_enrols(ledger: Ledger) -> None:
    """Its code enrols whoever opens it, and the list, the record and the end of it show so."""
    nobody = [
        "Tidak ada yang terdaftar, jadi tidak ada balasan yang diterima. Undang dengan: scheduler.py staf undang NAMA"
    ]
    assert said(ledger, "daftar") == nobody
    _, link = said(ledger, "undang", "  Rina   Kasi ")
    address, _, code = link.partition("?start=s_")
    assert address == "https://t.me/desa_bot"
    with ledger.write() as tx:
        assert staff.enrol(tx, code, 41, None, NOON) == "Rina Kasi"
    assert said(ledger, "daftar") == ["41  Rina Kasi, terdaftar 23-11-2026 12.00"]
    assert said(ledger, "keluarkan", "41") == ["Sudah dikeluarkan: balasannya tidak diterima lagi."]
    assert said(ledger, "daftar") == nobody
    assert said(ledger, "catatan") == ["23-11-2026 12.00  41  dikeluarkan", "23-11-2026 12.00  41  terdaftar"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Kasi\x1b[31m", "Kasi\u202e"])
def test_a_name_that_cannot_be_kept(ledger: Ledger, name: str) -> None:
    """What would be blank, too long, or play tricks in a list."""
    with pytest.raises(staff_commands.StaffError, match="Nama harus diisi"):
        said(ledger, "undang", name)


def test_somebody_who_is_not_enrolled_cannot_be_removed(ledger: Ledger) -> None:
    with pytest.raises(staff_commands.StaffError, match="Tidak ada staf dengan ID 9"):
        said(ledger, "keluarkan", "9")


def test_without_telegram_no_invitation_is_noted(ledger: Ledger) -> None:
    """The bot's name is part of the link."""
    parser = ArgumentParser()
    staff_commands.arguments(parser)

    def away() -> str:
        raise Retryable("Telegram cannot be reached")

    with pytest.raises(Retryable):
        list(staff_commands.run(parser.parse_args(["undang", "Rina"]), ledger, JAKARTA, NOON, away, CHOOSE))
    with ledger.read() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM staff_invitations").scalar() == 0
