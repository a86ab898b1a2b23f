"""What still happens after a request was sent, and after its letter: somebody changes their mind."""

from __future__ import annotations

from simulator.persons import Person
from tests.system.patience import until
from tests.system.village import Village

DEWI = Person("Dewi", "Lestari Contoh", {"NIK": "3216060107880021"})
AGUS = Person("Agus", "Santoso Contoh", {"NIK": "3216060107880022"})
RINA = Person("Rina", "Wulandari Contoh", {"NIK": "3216066308950024"})
STRANGER = Person("Orang", "Bank")


def test_a_letter_is_withdrawn_on_the_desk(town: Village) -> None:
    """`Cabut` waits for its reason; then the citizen reads it, the number stays, and whoever checks the QR is told."""
    dewi = town.citizen(DEWI)
    reference = dewi.request("SKU")
    town.desk.decide(reference, "Cabut", "Nama salah.")
    town.desk.wait(reference, Status="Baru", Perlu_Dicek="hanya untuk surat yang sudah")
    town.desk.decide(reference, "Setujui")
    dewi.letter()
    number = town.desk.wait(reference, Status="Selesai")["Nomor Surat"]
    town.desk.decide(reference, "Cabut")
    town.desk.wait(reference, Status="Selesai", Perlu_Dicek="Tulis mengapa surat ini dicabut")
    town.desk.decide(reference, "Cabut", "Nama usaha salah.")
    dewi.wait_for(f"nomor {number} (permohonan {reference}), kami cabut dan tidak berlaku lagi.")
    row = town.desk.wait(reference, Status="Dicabut", Kabar_ke_Warga="Surat dicabut", Perlu_Dicek="")
    assert row["Nomor Surat"] == number
    assert f"Surat nomor {number} sudah dicabut" in dewi.status()
    book = until(lambda: _line(town, number, "Dicabut: Nama usaha salah."), "a remark in the book")
    assert book

    bank = town.citizen(STRANGER)
    codes = dict(town.ledger("SELECT number, verification FROM letters"))
    bank.type(f"/start v_{codes[number]}")
    bank.wait_for("Surat ini sudah dicabut dan tidak berlaku lagi.")


def test_a_request_is_cancelled(town: Village) -> None:
    """`/status` offers it, asks once, and then desk and staff know; the village head's pick counts no more."""
    agus = town.citizen(AGUS)
    reference = agus.request("SKU")
    agus.status()
    agus.tap(f"Batalkan {reference}")
    agus.wait_for(f"Permohonan {reference} (Surat Keterangan Usaha (SKU)) akan dibatalkan")
    agus.tap("Ya, batalkan")
    agus.wait_for(f"Permohonan {reference} (Surat Keterangan Usaha (SKU)) sudah dibatalkan.")
    town.desk.wait(reference, Status="Dibatalkan")
    until(lambda: f"Permohonan {reference} dibatalkan oleh pemohonnya." in town.staff_chat(), "the staff hear")
    town.desk.decide(reference, "Setujui")
    town.desk.wait(reference, Status="Dibatalkan", Perlu_Dicek="sudah Dibatalkan")
    assert not agus.letters()


def test_a_letter_comes_after_all(town: Village) -> None:
    """Somebody blocked the bot, and comes back: the letter that lay ready is sent, once."""
    rina = town.citizen(RINA)
    reference = rina.request("SKU")
    rina.block()
    town.desk.decide(reference, "Setujui")
    town.desk.wait(reference, Status="Siap Diambil", Kabar_ke_Warga="tidak sampai")
    rina.unblock()
    rina.type("/start")
    rina.letter()
    town.desk.wait(reference, Status="Selesai", Kabar_ke_Warga="Surat dikirim")
    rina.status()
    assert len(rina.letters()) == 1


def _line(town: Village, number: str, remark: str) -> bool:
    lines = [[cell["value"] for cell in row] for row in town.book.cells("Buku Surat")]
    return any(line[1] == number and line[-1] == remark for line in lines)
