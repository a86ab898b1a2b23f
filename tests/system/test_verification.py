"""Checking a letter with the real process: by the QR's link, by the code on the paper; guessing is slowed down."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from office.hours import long_date
from simulator.persons import Person
from tests.system.patience import until
from tests.system.process import command
from tests.system.village import Village

DEWI = Person("Dewi", "Lestari Contoh")
STRANGER = Person("Orang", "Bank")


@pytest.fixture(scope="module")
def letter(town: Village) -> dict[str, str]:
    """An SKU's number and code, as they stand in the register."""
    dewi = town.citizen(DEWI)
    town.desk.decide(dewi.request("SKU"), "Setujui")
    until(dewi.papers, "the letter", 40)
    (found,) = town.ledger("SELECT number, verification, content FROM letters")
    assert f"?start=v_{found[1]}" in found[2]
    return {"number": found[0], "code": found[1]}


def test_a_stranger_opens_the_link(town: Village, letter: dict[str, str]) -> None:
    """Somebody who never met the bot learns number, date, holder, validity and facts, and the menu is one tap away."""
    bank = town.citizen(STRANGER)
    bank.type(f"/start v_{letter['code']}")
    bank.wait_for("Surat ini tercatat di Desa Karangsatria.")
    today = datetime.now(ZoneInfo("Asia/Jakarta")).date()
    (told,) = bank.heard()
    for words in (
        "Jenis: Surat Keterangan Usaha (SKU)",
        f"Nomor: {letter['number']}",
        f"Tanggal: {long_date(today)}",
        "Atas nama: Dewi Lestari Contoh",
        f"Berlaku sampai: {long_date(today + timedelta(days=30))}",
        "Nama Usaha: Warung Melati\nJenis Usaha: Warung sembako",
        "Cocokkan dengan surat.",
        "bukan tanda tangan elektronik",
    ):
        assert words in told
    assert not re.search(r"\d{10,}", told)
    bank.tap("Menu")
    bank.wait_for("Bapak/Ibu perlu surat apa?")
    assert told in bank.heard()


def test_the_code_is_read_from_the_paper(town: Village, letter: dict[str, str]) -> None:
    """Typed bare, in small letters, with spaces, after `/cek` or in a link typed by hand: the same letter."""
    bank, code = town.citizen(STRANGER), letter["code"]
    spaced = f"{code[:4]} {code[4:8]} {code[8:]}".lower()
    for n, typed in enumerate([code, code.lower(), f"/cek {spaced}", f"/start v_{code.lower()}"], start=1):
        bank.type("/start" if n == 1 else "/batal")
        bank.type(typed)
        bank.wait_for_count("Surat ini tercatat", n)


def test_a_withdrawn_letter(town: Village, letter: dict[str, str], bytecode: Path) -> None:
    """What the operator withdraws while the service runs is called withdrawn, by number and date alone."""
    number = _another_letter(town, "Agus")
    code = dict(town.ledger("SELECT number, verification FROM letters"))[number]
    withdrawn = command(bytecode, "surat", "--config", town.config_file, "cabut", number, "--alasan", "Salah nama")
    assert withdrawn.returncode == 0, withdrawn.stderr
    bank = town.citizen(STRANGER)
    bank.type(f"/start v_{code}")
    bank.wait_for("Surat ini sudah dicabut dan tidak berlaku lagi.")
    (told,) = bank.heard()
    assert number in told
    for words in ("Agus", "Warung", "Salah nama"):
        assert words not in told
    assert letter["number"] != number


def test_guessing_is_slowed_down(town: Village, letter: dict[str, str]) -> None:
    """After five unknown codes even a good one must wait; another chat does not."""
    thief, bank = town.citizen(Person("Maling", "Contoh")), town.citizen(STRANGER)
    thief.type("/start")
    for n, ending in enumerate("34679", start=1):
        thief.type(f"AAAAAAAAAAA{ending}")
        thief.wait_for_count("Surat dengan kode ini tidak ditemukan.", n)
    thief.type(f"/cek {letter['code']}")
    thief.wait_for("Silakan coba lagi nanti, kira-kira 10 menit lagi")
    bank.type(f"/start v_{letter['code']}")
    bank.wait_for("Surat ini tercatat")
    assert not any("Surat ini tercatat" in said for said in thief.heard())


def _another_letter(town: Village, name: str) -> str:
    person = town.citizen(Person(name, "Santoso Contoh"))
    reference = person.request("SKU")
    town.desk.decide(reference, "Setujui")
    until(person.papers, "the letter", 40)
    return town.desk.wait(reference, Status="Selesai")["Nomor Surat"]
