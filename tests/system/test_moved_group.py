"""Telegram makes a supergroup of the staff's group, with the real process: nobody does anything, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from simulator.persons import Person
from tests.system.conftest import Found
from tests.system.patience import until
from tests.system.phone import TIMEOUT, Phone
from tests.system.process import command
from tests.system.staff import SCAN, Staff
from tests.system.village import Raw, Village, with_two_services

DEWI = Person("Dewi", "Lestari Contoh")
AGUS = Person("Agus", "Santoso Contoh")
RINA = Person("Rina", "Wulandari Contoh")
NOTED = "Grup staf dijadikan supergrup oleh Telegram; program memakai nomor barunya"
LEFT = "bot keluar lagi"


def _sku_is_signed(raw: Raw) -> None:
    with_two_services(raw)
    raw["layanan"]["sku"]["surat"]["serah"] = "pindai"


def upgraded(town: Village, **how: Any) -> Staff:
    """The staff in their group after it became a supergroup."""
    url = f"{town.url}/_sim/telegram/chats/{town.founded.staff_chat}/upgrade"
    new = requests.post(url, json=how, timeout=TIMEOUT).json()["id"]
    town.founded = replace(town.founded, staff_chat=new)
    return Staff(town.url, new)


def enrolled(town: Village, bytecode: Path) -> Phone:
    """Somebody of the staff chat who may answer there."""
    kasi, telegram = Phone(town.url, "Kasi"), town.simulator.telegram
    telegram.chats[town.founded.staff_chat].members[kasi.id] = telegram.users[kasi.id]
    invited = command(bytecode, "staf", "undang", "Kasi Contoh", "--config", town.config_file)
    kasi.type("/start")
    kasi.type(f"/start {invited.stdout.strip().rpartition('?start=')[2]}")
    kasi.wait_for("terdaftar sebagai staf")
    return kasi


def test_the_group_moves_while_the_service_runs(found: Found, bytecode: Path) -> None:
    """What waits for a signature is shown there again and answered there; new requests, `check`, a restart follow."""
    town = found(_sku_is_signed).open()
    kasi, dewi, old = enrolled(town, bytecode), town.citizen(DEWI), town.founded.staff_chat
    reference = dewi.request("SKU")
    town.desk.decide(reference, "Setujui")
    Staff(town.url, old).to_sign(reference)
    town.desk.wait(reference, Status="Menunggu Tanda Tangan")

    staff = upgraded(town)
    staff.reply(staff.to_sign(reference), sender=kasi.id)
    dewi.paper(SCAN)
    staff.wait_for(f"Diteruskan ke warga untuk permohonan {reference}.")
    town.desk.wait(reference, Status="Selesai")
    staff.wait_for(f"Permohonan baru: {town.citizen(RINA).request('SKTM')}")

    checked = command(bytecode, "check", "--config", town.config_file)
    assert "saran Grup staf\n- telegram.chat_staf: grup staf dijadikan supergrup oleh Telegram" in checked.stdout
    assert f"tulis di sana: {town.founded.staff_chat}" in checked.stdout
    assert checked.returncode == 0, checked.stdout

    town.service.stop()
    town.service.start()
    staff.wait_for(f"Permohonan baru: {town.citizen(AGUS).request('SKTM')}")
    assert town.service.log.count(NOTED) == 1
    assert LEFT not in town.service.log
    assert not town.ledger("SELECT reason FROM outbox WHERE state = 'permanent-failure'")


@pytest.mark.parametrize("told", [["member", "to", "from"], ["member"], []])
def test_the_group_moves_while_nobody_serves(village: Village, told: list[str]) -> None:
    """Whatever Telegram still tells of it: all, after a day perhaps only that the bot is a member, or nothing."""
    village.open().service.stop()
    staff = upgraded(village, told=told)
    village.service.start()
    if told:
        until(lambda: NOTED in village.service.log, "the move is known")
    staff.wait_for(f"Permohonan baru: {village.citizen(DEWI).request('SKTM')}")
    assert village.service.log.count(NOTED) == 1
    assert LEFT not in village.service.log
    assert village.simulator.telegram.chats[village.founded.staff_chat].opened
