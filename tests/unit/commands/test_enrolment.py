"""`check` on who may act in the staff chat."""

from pathlib import Path

import pytest

from commands.check import links
from office.ledger import staff
from office.ledger.connection import LEDGER_FILE, Ledger
from office.problems import Link
from office.settings_edit import write_values
from tests.unit.builders import NOON, STAFF, Dealer
from tests.unit.office.ledger.papers import enrolled

ROOT = Path(__file__).resolve().parents[3]
LEDGER = Path("data") / LEDGER_FILE


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A village with a staff chat, without a ledger and without secrets."""
    (tmp_path / "config.yaml").write_text((ROOT / "config.yaml").read_text())
    write_values(tmp_path / "config.yaml", {("telegram", "chat_staf"): STAFF})
    return tmp_path


def enrolment(home: Path) -> Link | None:
    return next((link for link in links(home / "config.yaml", NOON) if link.name == "Staf terdaftar"), None)


def signs_on_paper(home: Path) -> None:
    write_values(home / "config.yaml", {("layanan", "sku", "surat", "serah"): "pindai"})


def test_before_anybody_is_enrolled_it_is_said_how(home: Path) -> None:
    """Advice, as nothing waits for them yet; no ledger is made by looking."""
    link = enrolment(home)
    assert link
    assert link.sound
    assert "Jalankan: scheduler.py staf undang NAMA" in str(link.problems[0])
    assert not (home / LEDGER).exists()


def test_where_letters_come_back_as_scans_somebody_must_be_enrolled(home: Path) -> None:
    """Nobody could pass one on. With an invitation that is still open there is nothing to mend but to open it."""
    signs_on_paper(home)
    link = enrolment(home)
    assert link
    assert not link.sound
    (home / "data").mkdir()
    with Ledger(home / LEDGER) as ledger, ledger.write() as tx:
        staff.invite(tx, "Kasi", NOON, Dealer())
    invited = enrolment(home)
    assert invited
    assert invited.sound
    assert "undangannya sudah dibuat" in str(invited.problems[0])


def test_with_somebody_enrolled_all_is_well_until_they_are_removed(home: Path) -> None:
    signs_on_paper(home)
    (home / "data").mkdir()
    with Ledger(home / LEDGER) as ledger:
        with ledger.write() as tx:
            enrolled(tx, 41)
        assert enrolment(home) == Link("Staf terdaftar")
        with ledger.write() as tx:
            staff.remove(tx, 41, NOON)
        link = enrolment(home)
    assert link
    assert not link.sound


def test_without_a_staff_chat_nobody_has_to_be_enrolled(home: Path) -> None:
    write_values(home / "config.yaml", {("telegram", "chat_staf"): None})
    assert enrolment(home) is None
