"""The ledger is lost: `scheduler.py rebuild` makes it anew from the spreadsheet, and the office goes on."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from itertools import chain
from pathlib import Path

import pytest

from simulator.persons import Person
from tests.system.citizen import MINE, Citizen
from tests.system.patience import until
from tests.system.process import command
from tests.system.village import Village, leaks

Rebuild = Callable[..., subprocess.CompletedProcess[str]]
ARCHIVE = f"Arsip {datetime.now().astimezone().year}"


@pytest.fixture
def scheduler(village: Village, bytecode: Path) -> Rebuild:
    """Return what runs `scheduler.py` with these words for the village."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        done = command(bytecode, *words, "--config", village.config_file)
        assert "Traceback" not in done.stderr
        assert not leaks(done.stdout + done.stderr)
        return done

    return run


class People:
    """Citizens by first name: the numbers of their requests, and all that they have heard."""

    def __init__(self, village: Village, *names: str) -> None:
        self._all = {
            name: village.citizen(Person(name, f"Contoh {name}", {"NIK": f"32160601078800{place:02}"}))
            for place, name in enumerate(names, 40)
        }
        self.keys: dict[str, str] = {}

    def __getitem__(self, name: str) -> Citizen:
        return self._all[name]

    def request(self, name: str) -> str:
        """Ask for an SKU; the request's number."""
        self.keys[name] = self[name].request("SKU")
        return self.keys[name]

    def heard(self, but: str = "") -> dict[str, list[str]]:
        """What the bot has said to each, one of them left out."""
        return {name: citizen.heard() for name, citizen in self._all.items() if name != but}


def a_busy_day(village: Village, scheduler: Rebuild) -> People:
    """One letter archived, one on the desk, one made by hand; one to be completed, one refused, one new."""
    people = People(village.open(), "Siti", "Budi", "Agus", "Dewi", "Rina", "Eko")
    for name in ("Siti", "Dewi"):
        village.desk.decide(people.request(name), "Setujui")
        people[name].letter()
        village.desk.wait(people.keys[name], Status="Selesai", Kabar_ke_Warga="Surat dikirim ")
    village.desk.decide(people.request("Budi"), "Belum Lengkap", "Foto KTP buram.")
    village.desk.decide(people.request("Agus"), "Tolak", "Di luar desa.")
    by_hand = scheduler("surat", "catat", "005", "--kepada", "Ketua RT 01", "--ringkasan", "Undangan")
    assert by_hand.returncode == 0
    village.desk.wait(people.keys["Budi"], Kabar_ke_Warga="Diminta melengkapi ")
    village.desk.wait(people.keys["Agus"], Kabar_ke_Warga="Ditolak ")
    village.desk.wait(people.request("Rina"), Kabar_ke_Warga="Diterima ")
    until(lambda: len(_rows(village, "Buku Surat")) == 4, "the book")
    archive_early(village, people.keys["Siti"])
    return people


def lose_the_ledger(village: Village) -> None:
    """All of it, while nobody serves."""
    for file in (village.home / "data").glob("buku.db*"):
        file.unlink()


def test_a_lost_ledger_is_made_anew(village: Village, scheduler: Rebuild) -> None:
    """Nobody is told anything again; what was asked and not done is done, with the number after the confirmed one."""
    people = a_busy_day(village, scheduler)
    keys, link = people.keys, people["Eko"].ask_for("SKU")
    code = village.ledger("SELECT verification FROM letters ORDER BY id")[0][0]
    village.service.kill()
    lose_the_ledger(village)
    village.desk.decide(keys["Rina"], "Setujui")
    people["Eko"].send(link)
    heard, desk, archive = people.heard(), village.desk.rows(), _rows(village, ARCHIVE)

    made = scheduler("rebuild")
    assert made.returncode == 0, made.stdout + made.stderr
    for line in (
        "Buku data baru: 5 permohonan dalam 5 baris, 5 obrolan warga, 3 surat.",
        "Dibandingkan dengan spreadsheet: 5 baris permohonan dan 3 surat.\nTidak ada yang berbeda.",
        "menurut catatan ini: 3. Cocokkan",
        f"akan dijalankan begitu program jalan: {keys['Rina']}.",
        "akan masuk tanpa obrolan, dengan tanda kode tidak dikenal: sku 1.",
        f"Tautan perbaikan yang sudah dikirim: {keys['Budi']}.",
        f"Jawaban warga bahwa permohonan itu miliknya: {keys['Rina']}, {keys['Budi']}.",
    ):
        assert line in made.stdout
    assert (village.desk.rows(), _rows(village, ARCHIVE)) == (desk, archive)

    village.service.start()
    village.desk.wait(keys["Rina"], Status="Disetujui")
    village.desk.wait("Eko Contoh Eko", Perlu_Dicek="Kode permohonan tidak dikenal")
    until(lambda: "surat yang disetujui belum diberi nomor" in village.staff_chat(), "the staff hear")
    village.wait_for_polls(3)
    assert people.heard() == heard
    assert _rows(village, ARCHIVE) == archive
    assert [row["No. Permohonan"] for row in village.desk.rows()][1:] == [row["No. Permohonan"] for row in desk]

    assert scheduler("surat", "mulai", "41").returncode == 0
    people["Rina"].wait_for(f"(permohonan {keys['Rina']}) sudah jadi.")
    people["Rina"].confirm()
    letter = people["Rina"].letter()
    number = village.desk.wait(keys["Rina"], Status="Selesai", Kabar_ke_Warga="Surat dikirim ")["Nomor Surat"]
    assert number.split("/")[1] == "042"
    assert number in letter.text
    assert len(people["Rina"].letters()) == 1
    del heard["Rina"]
    assert people.heard(but="Rina") == heard

    people["Agus"].type(f"/start v_{code}")
    people["Agus"].wait_for("Surat ini tercatat di Desa")
    correct(people["Budi"], keys["Budi"])
    village.desk.wait(f"{keys['Budi']}-2", Status="Baru")


def test_a_ledger_that_is_there_is_not_replaced_unasked(village: Village, scheduler: Rebuild) -> None:
    """While the service runs not at all; else only on the operator's word."""
    key = People(village.open(), "Siti").request("Siti")
    running = scheduler("rebuild", "--ganti")
    assert (running.returncode, "sudah berjalan" in running.stderr) == (2, True)
    village.service.kill()
    refused = scheduler("rebuild")
    assert (refused.returncode, "--ganti" in refused.stderr) == (2, True)
    assert village.ledger("SELECT reference FROM cases") == [(key,)]


def test_a_letter_that_was_numbered_and_not_sent(village: Village, scheduler: Rebuild) -> None:
    """Killed while the letter was on its way: it is not sent again by itself, and the office can hand it over."""
    people = People(village.open(), "Siti", "Budi")
    key = people.request("Siti")
    village.faults.arm("/bot/sendDocument", "hold_before", times=1)
    village.desk.decide(key, "Setujui")
    number = village.desk.wait(key, Status="Disetujui", Nomor_Surat="/", Kabar_ke_Warga="sedang dikirim")["Nomor Surat"]
    village.service.kill()
    until(lambda: not village.faults.state()["held"], "the held call to be given up")
    village.faults.clear()
    heard = people.heard()

    made = scheduler("rebuild", "--ganti", "--nomor-terakhir", "7")
    assert made.returncode == 0, made.stdout + made.stderr
    assert re.search(r"Buku lama disimpan sebagai .*buku-lama-\d{8}-\d{6}\.db\.", made.stdout)
    assert f"{key} bernomor {number} dan belum Selesai (Siap Diambil)" in made.stdout
    assert f"Kabar yang sedang dikirim: {key}." in made.stdout
    assert "surat mulai" not in made.stdout

    village.service.start()
    village.desk.wait(key, Status="Siap Diambil", Kabar_ke_Warga="tidak pasti sampai")
    village.wait_for_polls(3)
    assert people.heard() == heard
    assert not people["Siti"].letters()
    village.desk.decide(key, "Sudah Diambil")
    village.desk.wait(key, Status="Selesai")
    village.desk.decide(people.request("Budi"), "Setujui")
    people["Budi"].letter()
    assert village.desk.wait(people.keys["Budi"], Status="Selesai")["Nomor Surat"].split("/")[1] == "008"


def archive_early(village: Village, key: str) -> None:
    """Have a closed request leave for the archive now, as it would after a day."""
    village.service.stop()
    with closing(sqlite3.connect(village.home / "data" / "buku.db")) as ledger, ledger:
        ledger.execute("UPDATE attempts SET closed_at = '2026-01-02T03:04:05.000000+00:00' WHERE key = ?", (key,))
        year = "UPDATE attempts SET closed_at = replace(closed_at, '2026', ?) WHERE key = ?"
        ledger.execute(year, (ARCHIVE[-4:], key))
    village.service.start()
    until(lambda: len(_rows(village, ARCHIVE)) == 2, "the archive")


def correct(citizen: Citizen, reference: str) -> None:
    """Say once more that a request is one's own, and send its correction over the link that comes then."""
    citizen.status()
    citizen.tap(f"Konfirmasi {reference}")
    until(lambda: MINE in chain.from_iterable(citizen.buttons()), "the question")
    since = citizen.messages()[-1]["message_id"]
    citizen.confirm()
    citizen.send(citizen.link("Lengkapi", since), {"Keperluan": "Modal usaha"})


def _rows(village: Village, title: str) -> list[list[str]]:
    rows = [[cell["value"] for cell in row] for row in village.book.cells(title)]
    return [row for row in rows if any(row)]
