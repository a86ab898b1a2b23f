"""Whole stories: people in the simulated worlds, the real service between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from office.hours import long_date
from simulator.persons import Person
from tests.system.patience import until
from tests.system.village import Village

ROMAN = r"(?:I{1,3}|IV|VI{0,3}|IX|XI{0,2}|X)"
DEWI = Person("Dewi", "Lestari Contoh", {"Nomor/Username Telegram": "081200000001"})
AGUS = Person("Agus", "Santoso Contoh", {"NIK": "3216060107880011"})
SITI = Person("Siti", "Aminah Contoh", {"NIK": "3216064203920012"})
BAYU = Person("Bayu", "Pratama Contoh", {"NIK": "3216061508990013"})
RINA = Person("Rina", "Wulandari Contoh", {"NIK": "3216066308950014", "Nomor/Username Telegram": "0812 0000 0005"})


def today() -> datetime:
    return datetime.now(ZoneInfo("Asia/Jakarta"))


def said_to_staff(village: Village, words: str) -> bool:
    return words in village.staff_chat()


@pytest.fixture
def slow_documents(town: Village) -> Iterator[Village]:
    """The town while a letter that is sent stays on its way until the test ends."""
    town.faults.arm("/bot/sendDocument", "hold_before")
    yield town
    town.faults.clear()


def test_the_staff_hear_of_every_arrival(town: Village) -> None:
    """Each arrival is told in the staff chat by its number and service, never with a name or a NIK."""
    references = {town.citizen(person).request("SKU"): person for person in (DEWI, AGUS)}
    for reference in references:
        until(partial(said_to_staff, town, f"Permohonan baru: {reference}"), "the staff hear")
    said = town.staff_chat()
    assert not re.search(r"\d{10,}", said)
    for person in references.values():
        assert person.first_name not in said
        assert person.last_name not in said


def test_somebody_who_blocked_the_bot(town: Village) -> None:
    """The letter is made all the same; the desk says that it did not arrive and whom to phone, the staff hear it."""
    rina = town.citizen(RINA)
    reference = rina.request("SKU")
    rina.block()
    town.desk.decide(reference, "Setujui")
    row = town.desk.wait(reference, Status="Siap Diambil", Kabar_ke_Warga="tidak sampai - hubungi 081200000005")
    assert f"{row['Nomor Surat'].replace('/', '-')}.docx" in {path.name for path in town.letter_files()}
    until(partial(said_to_staff, town, f"Kabar untuk permohonan {reference} tidak bisa dikirim"), "an alert")
    assert not rina.letters()


def test_a_tap_becomes_a_numbered_letter(town: Village) -> None:
    """A citizen taps SKU, sends the form, the village head approves: the chat gets the filled and numbered letter."""
    dewi = town.citizen(DEWI)
    reference = dewi.request("SKU")
    town.desk.decide(reference, "Setujui")
    letter = dewi.letter()
    row = town.desk.wait(reference, Status="Selesai", Kabar_ke_Warga="Surat dikirim")

    number = re.search(rf"517/\d{{3}}/DS-KRS/{ROMAN}/{today().year}", letter.text)
    assert number, letter.text
    assert row["Nomor Surat"] == number[0]
    assert number[0] in letter.caption
    assert letter.file_name == f"{number[0].replace('/', '-')}.docx"
    assert "dewi lestari contoh" in letter.text.casefold()
    assert "Warung Melati" in letter.text
    assert "1 Juli 1990" in letter.text
    assert long_date(today().date()) in letter.text
    assert "{{" not in letter.text


def test_what_is_missing_is_sent_again(town: Village) -> None:
    """Belum Lengkap: the citizen reads why, finds the old answers in the form, and only the new attempt counts."""
    agus = town.citizen(AGUS)
    first = agus.request("SKU", {"Nama Usaha": "Bengkel Lama"})
    town.desk.decide(first, "Belum Lengkap", "Foto KTP buram.")
    agus.wait_for("Yang kurang: “Foto KTP buram.”")
    assert "Belum lengkap. Yang kurang: “Foto KTP buram.”" in agus.status()

    link = agus.link("Lengkapi")
    assert agus.prefilled(link).items() >= {"Nama Usaha": "Bengkel Lama", "Tanggal Lahir": "1990-07-01"}.items()
    agus.send(link, {"Nama Usaha": "Bengkel Baru"})
    agus.wait_for("Perbaikan")
    second = f"{first}-2"
    assert "Nama Usaha" in town.desk.wait(second, Status="Baru")["Perlu Dicek"]
    assert town.desk.wait(first, Status="Digantikan")["Keputusan"] == "Belum Lengkap"

    town.desk.decide(first, "Setujui")
    town.desk.wait(first, Perlu_Dicek="Putuskan pada baris yang terbaru")
    assert not agus.letters()
    town.desk.decide(second, "Setujui")
    assert "Bengkel Baru" in agus.letter().text
    town.desk.wait(second, Status="Selesai")
    assert town.desk.wait(first)["Nomor Surat"] == ""


def test_a_refusal_says_why(town: Village) -> None:
    """Tolak waits for its reason, and the citizen reads it, in the message and in the status."""
    siti = town.citizen(SITI)
    reference = siti.request("SKU")
    town.desk.decide(reference, "Tolak")
    town.desk.wait(reference, Status="Baru", Perlu_Dicek="Tulis alasannya")
    town.desk.decide(reference, "Tolak", "Alamat di luar desa.")
    siti.wait_for("belum bisa kami setujui. Alasannya: “Alamat di luar desa.”")
    town.desk.wait(reference, Status="Ditolak", Kabar_ke_Warga="Ditolak")
    assert "Alasannya: “Alamat di luar desa.”" in siti.status()
    assert not siti.letters()


def test_a_letter_that_is_fetched_at_the_office(town: Village) -> None:
    """`cetak`: the letter lies in the office, the citizen is told to come, `Sudah Diambil` closes."""
    bayu = town.citizen(BAYU)
    reference = bayu.request("SKTM")
    town.desk.decide(reference, "Sudah Diambil")
    town.desk.wait(reference, Perlu_Dicek="hanya untuk surat yang Siap Diambil")
    town.desk.decide(reference, "Setujui")
    bayu.wait_for("sudah jadi dan bisa diambil di kantor desa. Mohon bawa KTP.")
    row = town.desk.wait(reference, Status="Siap Diambil", Kabar_ke_Warga="Siap diambil", Perlu_Dicek="")
    assert "bisa diambil di kantor desa" in bayu.status()
    assert row["Nomor Surat"].startswith("460/")
    assert f"{row['Nomor Surat'].replace('/', '-')}.docx" in {path.name for path in town.letter_files()}

    town.desk.decide(reference, "Sudah Diambil")
    town.desk.wait(reference, Status="Selesai")
    assert f"Selesai. Nomor surat: {row['Nomor Surat']}." in bayu.status()
    assert not bayu.letters()


def test_the_status_on_the_way(slow_documents: Village) -> None:
    """`/status` says at each stage where the request is: looked at, approved, done."""
    town, dewi = slow_documents, slow_documents.citizen(DEWI)
    reference = dewi.request("SKU")
    assert "Sedang kami periksa. Kami kabari paling lambat" in dewi.status()
    town.desk.decide(reference, "Setujui")
    town.desk.wait(reference, Status="Disetujui", Kabar_ke_Warga="Surat dikirim: sedang dikirim")
    assert "Disetujui. Surat sedang dibuat." in dewi.status()
    town.faults.clear()
    town.desk.wait(reference, Status="Selesai")
    assert "Selesai. Nomor surat: 517/" in dewi.status()


def test_nothing_written_gives_anybody_away(town: Village) -> None:
    """After whole stories neither the log nor a file's name holds the token or a NIK; letters are there to compare."""
    agus = town.citizen(AGUS)
    town.desk.decide(agus.request("SKU"), "Setujui")
    agus.letter()
    assert town.service.log
    assert town.letter_files()
    assert not town.leaks()
