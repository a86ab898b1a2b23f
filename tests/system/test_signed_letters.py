"""`serah: pindai` with the real process: the staff sign on paper, the citizen gets the scan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.persons import Person
from tests.contract.google_oracle import Oracle
from tests.system.conftest import Found, well_kept
from tests.system.patience import until
from tests.system.phone import Phone
from tests.system.process import command
from tests.system.staff import PHOTO, SCAN, Staff, enrolled
from tests.system.village import Raw, Village, leaks

DEWI = Person("Dewi", "Lestari Contoh")
AGUS = Person("Agus", "Santoso Contoh")
RINA = Person("Rina", "Wulandari Contoh")
BAYU = Person("Bayu", "Pratama Contoh")
NOT_ENROLLED = "Mohon maaf, Bapak/Ibu belum terdaftar sebagai staf, jadi"
UNDER_WAY = "SELECT 1 FROM outbox WHERE chat_id > 0 AND state <> 'delivered'"
KEPT = (
    *("SELECT * FROM attempts", "SELECT * FROM chats", "SELECT * FROM tickets", "SELECT * FROM letters"),
    *("SELECT * FROM staff", "SELECT * FROM outbox WHERE chat_id > 0"),
)
"""What no refused act may change."""
WAIT = "Disetujui. Surat sedang ditandatangani. Mohon jangan datang dulu; nanti kami kabari."


def _sku_is_signed(raw: Raw) -> None:
    raw["layanan"]["sku"]["surat"]["serah"] = "pindai"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, bytecode: Path, oracle: Oracle) -> Iterator[Village]:
    with well_kept(Village(tmp_path_factory.mktemp("signing"), bytecode, oracle, _sku_is_signed)) as village:
        village.open()
        enrolled(village)
        yield village


@pytest.fixture
def staff(town: Village) -> Staff:
    return Staff(town.url, town.founded.staff_chat)


def test_a_scan_reaches_the_citizen_and_closes_the_case(town: Village, staff: Staff) -> None:
    """Approved: the staff get the file, the citizen is asked to wait; the reply with the scan comes to the citizen."""
    dewi = town.citizen(DEWI)
    reference = dewi.request("SKU")
    town.desk.decide(reference, "Setujui")
    file = staff.to_sign(reference)
    assert "Dewi" not in file["plain"]
    dewi.wait_for(WAIT)
    number = town.desk.wait(reference, Status="Menunggu Tanda Tangan", Kabar_ke_Warga="Disetujui")["Nomor Surat"]
    assert Path(file["document"]["file_name"]).stem == number.replace("/", "-")
    assert WAIT in dewi.status()
    assert not dewi.papers()

    staff.reply(file)
    assert f"nomor {number}, berlaku sampai" in dewi.paper(SCAN)
    staff.wait_for(f"Diteruskan ke warga untuk permohonan {reference}.")
    town.desk.wait(reference, Status="Selesai", Kabar_ke_Warga="Pindaian surat dikirim")

    staff.reply(file, PHOTO)
    dewi.paper(PHOTO)
    staff.wait_for(f"Berkas yang baru untuk permohonan {reference} diteruskan juga ke warga.")


def test_somebody_who_cannot_be_reached_fetches_the_letter(town: Village, staff: Staff) -> None:
    """A scan for somebody who blocked the bot: it lies ready, the staff hear whom to phone; a later one works."""
    rina = town.citizen(RINA)
    reference = rina.request("SKU")
    town.desk.decide(reference, "Setujui")
    file = staff.to_sign(reference)
    rina.wait_for(WAIT)
    rina.block()
    staff.reply(file, PHOTO)
    town.desk.wait(reference, Status="Siap Diambil", Kabar_ke_Warga="Pindaian surat dikirim: tidak sampai - hubungi")
    staff.wait_for(f"Kabar untuk permohonan {reference} tidak bisa dikirim")
    rina.unblock()
    staff.reply(file)
    rina.paper(SCAN)
    town.desk.wait(reference, Status="Selesai")


def test_the_paper_is_fetched_before_a_scan(town: Village, staff: Staff) -> None:
    """`Sudah Diambil` ends a case that waits for its signature."""
    bayu = town.citizen(BAYU)
    reference = bayu.request("SKU")
    town.desk.decide(reference, "Setujui")
    staff.to_sign(reference)
    town.desk.wait(reference, Status="Menunggu Tanda Tangan")
    town.desk.decide(reference, "Sudah Diambil")
    town.desk.wait(reference, Status="Selesai", Perlu_Dicek="")


def test_a_reply_to_the_wrong_message(town: Village, staff: Staff) -> None:
    """A scan that answers another message of the bot goes to nobody, and the staff hear which one to answer."""
    agus = town.citizen(AGUS)
    reference = agus.request("SKU")
    town.desk.decide(reference, "Setujui")
    staff.to_sign(reference)
    staff.reply(staff.wait_for(f"Permohonan baru: {reference}"))
    staff.wait_for("Pesan yang dibalas bukan surat yang perlu ditandatangani.")
    assert not agus.papers()
    town.desk.wait(reference, Status="Menunggu Tanda Tangan")


def tells_whoever_is_not_enrolled(town: Village, staff: Staff, file: dict[str, Any]) -> None:
    """A scan, a command and presses of the officer, who is not enrolled: each is answered, nothing else happens."""
    until(lambda: not town.ledger(UNDER_WAY), "nothing is under way to the citizen")
    before = [town.ledger(query) for query in KEPT]
    for act in (lambda: staff.reply(file), lambda: staff.reply(file, PHOTO), lambda: staff.types("/hapus")):
        told = town.staff_chat().count(NOT_ENROLLED)
        act()
        until(lambda told=told: town.staff_chat().count(NOT_ENROLLED) > told, "a refusal", 40)
    for data in ("bind:SKU-7K3Q", "mine:SKU-7K3Q", "cancel!:SKU-7K3Q"):
        assert staff.presses(data).startswith(NOT_ENROLLED)
    assert [town.ledger(query) for query in KEPT] == before


def test_only_enrolled_staff_may_answer(found: Found, bytecode: Path) -> None:
    """An invitation enrols one person by a link; only that person's scans are passed on, and nobody's before."""
    town = found(_sku_is_signed).open()
    dewi = town.citizen(Person("Dewi", "Contoh Staf"))
    reference = dewi.request("SKU")
    town.desk.decide(reference, "Setujui")
    staff = Staff(town.url, town.founded.staff_chat)
    file = staff.to_sign(reference)
    town.desk.wait(reference, Status="Menunggu Tanda Tangan")
    tells_whoever_is_not_enrolled(town, staff, file)
    assert not dewi.papers()

    kasi, guest = Phone(town.url, "Kasi"), Phone(town.url, "Tamu")
    telegram = town.simulator.telegram
    telegram.chats[town.founded.staff_chat].members[kasi.id] = telegram.users[kasi.id]
    invited = command(bytecode, "staf", "undang", "Kasi Contoh", "--config", town.config_file)
    assert invited.returncode == 0, invited.stderr
    code = invited.stdout.strip().rpartition("?start=")[2]
    for phone, words in ((kasi, "terdaftar sebagai staf"), (guest, "tautan ini sudah dipakai")):
        phone.type("/start")
        phone.wait_for("Selamat datang")
        phone.type(f"/start {code}")
        phone.wait_for(words)
    told = staff.wait_for("Ada staf baru yang terdaftar; sekarang 1 orang.")
    assert "Kasi Contoh" not in told["plain"]

    tells_whoever_is_not_enrolled(town, staff, file)
    assert not dewi.papers()
    staff.reply(file, sender=kasi.id)
    dewi.paper(SCAN)
    removed = command(bytecode, "staf", "keluarkan", str(kasi.id), "--config", town.config_file)
    assert removed.returncode == 0, removed.stderr
    tells_whoever_is_not_enrolled(town, staff, file)
    acts = command(bytecode, "staf", "catatan", "--config", town.config_file).stdout
    assert f"{kasi.id}  meneruskan pindaian {reference}" in acts
    assert "ditolak, tidak terdaftar" in acts
    assert not leaks(acts + invited.stdout)
    assert all(person not in town.staff_chat() for person in ("Dewi", "Contoh Staf", str(kasi.id)))
