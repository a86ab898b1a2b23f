"""A citizen's rights over their data, with the real process: reading what is kept, having it erased."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from simulator.persons import Person
from tests.system.citizen import Citizen
from tests.system.patience import until
from tests.system.process import command
from tests.system.village import Village

DEWI = Person("Dewi", "Lestari Contoh", {"NIK": "3216064107900011", "Nomor/Username Telegram": "081200000001"})
ERASED = "SELECT count(*) FROM attempts WHERE answers <> '{}'"


def hears(citizen: Citizen, typed: str, words: str) -> None:
    citizen.type(typed)
    citizen.wait_for(words)


def kept(village: Village) -> bool:
    """Whether the ledger still holds answers."""
    return village.ledger(ERASED) != [(0,)]


def test_what_is_kept_is_told(town: Village) -> None:
    """`/privasi`: what, why, how long, where, whom to ask."""
    dewi = town.citizen(DEWI)
    hears(dewi, "/start", "Selamat datang")
    hears(dewi, "/privasi", "UU 27/2022")


def test_a_citizen_has_their_data_erased(town: Village, bytecode: Path) -> None:
    """First the request is finished; then question, answer, list, tick; the row in the form's tab opens nothing new."""
    dewi = town.citizen(DEWI)
    reference = dewi.request("SKU")
    hears(dewi, "/hapus", f"Masih ada permohonan yang berjalan: {reference}")
    assert kept(town)
    town.desk.decide(reference, "Setujui")
    dewi.letter()
    town.desk.wait(reference, Status="Selesai")

    hears(dewi, "/hapus", "Hapus data Bapak/Ibu?")
    dewi.tap("Ya, hapus")
    dewi.wait_for("sudah kami hapus")
    assert not kept(town)
    assert "Belum ada permohonan dari chat ini" in dewi.status()
    until(lambda: f"Warga meminta datanya dihapus: {reference}" in town.staff_chat(), "the staff hear")
    assert town.ledger("SELECT count(*) FROM letters WHERE addressee <> ''") == [(1,)]
    until(lambda: town.desk.wait(reference)["Nama"] == "", "the name is gone from the desk")

    listed = command(bytecode, "privasi", "daftar", "--config", town.config_file)
    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.startswith(f"{reference}  Surat Keterangan Usaha")
    assert "Dewi" not in listed.stdout
    ticked = command(bytecode, "privasi", "selesai", reference, "--config", town.config_file)
    assert ticked.returncode == 0, ticked.stderr
    assert "Tidak ada yang perlu dihapus" in command(bytecode, "privasi", "daftar", "--config", town.config_file).stdout

    town.service.stop()
    town.service.start()  # reads every tab from the top
    town.wait_for_polls(3)
    assert town.ledger("SELECT count(*), count(DISTINCT case_id) FROM attempts") == [(1, 1)]
    assert town.ledger("SELECT concerns FROM attempts") == [("[]",)]
    assert not kept(town)
    until(lambda: town.desk.wait(reference)["Isian"] == "", "the answers are gone from the desk")
    assert town.desk.wait(reference, Status="Selesai")["Perlu Dicek"] == ""


def test_a_copy_for_the_citizen(town: Village, bytecode: Path, tmp_path: Path) -> None:
    """By number, since a NIK never stands in a command; the file is the citizen's whole request."""
    agus = town.citizen(Person("Agus", "Santoso Contoh", {"NIK": "3216060107880011"}))
    reference = agus.request("SKU")
    into = tmp_path / "salinan.json"
    copied = command(bytecode, "privasi", "salin", reference, "--ke", into, "--config", town.config_file)
    assert copied.returncode == 0, copied.stderr
    assert "3216060107880011" in into.read_text(encoding="utf-8")
    assert "3216060107880011" not in copied.stdout + copied.stderr
    until(partial(kept, town), "the request is kept")
