"""Letters go to the right person only: whoever took the code says that the request is theirs, or nothing is sent."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

from simulator.persons import Person
from tests.system.citizen import MINE, NOT_MINE, Citizen
from tests.system.conftest import Found
from tests.system.patience import until
from tests.system.village import Raw, Village, with_two_services

CONTACT = "Nomor/Username Telegram"
AGUS = Person("Agus", "Santoso Contoh")
TUTI = Person("Tuti", "Handayani Contoh", {"NIK": "3216066308950031", CONTACT: "0812 0000 0031"})
DEWI = Person("Dewi", "Lestari Contoh")
RINA = Person("Rina", "Wulandari Contoh", {"NIK": "3216066308950032", CONTACT: "+62 812-0000-0032"})
BAYU = Person("Bayu", "Pratama Contoh", {"NIK": "3216061508990033", CONTACT: "081200000033"})


def said_to_staff(village: Village, words: str) -> bool:
    return words in village.staff_chat()


def receipt(person: Citizen) -> str:
    until(person.references, "a receipt")
    return person.references()[-1]


def bare_form(village: Village) -> str:
    """The form as somebody finds it who has not met the bot."""
    return str(village.founded.forms["sku"]["responderUri"])


def labels(person: Citizen) -> list[str]:
    return [label for message in person.messages() for row in message["buttons"] for label in [b["text"] for b in row]]


def test_a_forwarded_link(town: Village) -> None:
    """Agus sends his link on, and Tuti fills it in: he is asked, says no, and never gets her letter."""
    agus, tuti = town.citizen(AGUS), town.citizen(TUTI)
    tuti.send(agus.ask_for("SKU"))
    reference = receipt(agus)
    told = next(text for text in agus.heard() if reference in text)
    assert "atas nama Tuti H. sudah kami terima" in told
    assert not [answer for answer in (TUTI.last_name, "3216066308950031", "0812") if answer in told]
    agus.tap(NOT_MINE)
    agus.wait_for("Terima kasih sudah memberi tahu.")
    until(partial(said_to_staff, town, f"Penerima kabar permohonan {reference} berkata"), "the staff hear")
    assert "Tuti" not in " ".join(agus.heard())
    row = town.desk.wait(reference, Perlu_Dicek="berkata ini bukan permohonannya")
    assert row["Kabar ke Warga"] == "Belum dikabari - hubungi 081200000031"

    town.desk.decide(reference, "Setujui")
    town.desk.wait(reference, Status="Siap Diambil", Nomor_Surat="517/")
    assert "Belum ada permohonan dari chat ini" in agus.status()
    assert reference not in " ".join(agus.heard())
    assert not agus.papers()
    assert not town.ledger(f"SELECT 1 FROM outbox WHERE chat_id = {agus.id} AND kind = 'letter'")  # noqa: S608 - our own


def test_a_forwarded_link_and_no_answer(town: Village) -> None:
    """Until there is one, what is lacking is told without the neighbour's answers, and a letter waits."""
    agus, tuti = town.citizen(AGUS), town.citizen(TUTI)
    tuti.send(agus.ask_for("SKU"))
    reference = receipt(agus)
    town.desk.decide(reference, "Belum Lengkap", "Foto KTP buram.")
    agus.wait_for("Yang kurang: “Foto KTP buram.”")
    agus.status()
    assert not [label for label in labels(agus) if label.startswith(("Lengkapi", "Batalkan"))]
    town.desk.decide(reference, "Setujui")
    town.desk.wait(reference, Status="Disetujui", Kabar_ke_Warga="Menunggu konfirmasi warga - bila lama, hubungi 0812")
    agus.wait_for("sudah jadi.")
    agus.tap(NOT_MINE)
    town.desk.wait(reference, Status="Siap Diambil", Kabar_ke_Warga="Belum dikabari")
    until(partial(said_to_staff, town, f"Surat untuk permohonan {reference} siap dicetak"), "the staff hear")
    assert not agus.papers()


def test_a_letter_waits_for_its_citizen(town: Village) -> None:
    """She is reminded once; the letter comes when she says that it is hers, once however often she does."""
    dewi = town.citizen(DEWI)
    reference = dewi.request("SKU", confirm=False)
    town.desk.decide(reference, "Setujui")
    row = town.desk.wait(reference, Status="Disetujui", Kabar_ke_Warga="Menunggu konfirmasi warga")
    dewi.wait_for(f"atas nama Dewi L. (permohonan {reference}) sudah jadi.")
    assert "Surat sudah jadi. Mohon tekan tombol Konfirmasi di bawah" in dewi.status()
    town.wait_for_polls(3)
    assert not dewi.papers()
    assert row["Nomor Surat"].startswith("517/")

    dewi.confirm()
    assert "dewi lestari contoh" in dewi.letter().text.casefold()
    town.desk.wait(reference, Status="Selesai", Kabar_ke_Warga="Surat dikirim")
    dewi.confirm()  # the receipt has the button, too
    town.wait_for_polls(3)
    assert len(dewi.papers()) == 1
    assert sum("sudah jadi." in text and "(permohonan" in text for text in dewi.heard()) == 1
    assert MINE not in labels(dewi)


def test_a_letter_that_waits_is_handed_over_by_hand(town: Village) -> None:
    """`Sudah Diambil` closes the request, and a late yes brings nothing more."""
    dewi = town.citizen(DEWI)
    reference = dewi.request("SKU", confirm=False)
    town.desk.decide(reference, "Setujui")
    town.desk.wait(reference, Kabar_ke_Warga="Menunggu konfirmasi warga")
    town.desk.decide(reference, "Sudah Diambil")
    town.desk.wait(reference, Status="Selesai", Perlu_Dicek="")
    dewi.wait_for("sudah jadi.")
    dewi.confirm()
    town.wait_for_polls(3)
    assert not dewi.papers()


def test_the_staff_hear_that_nobody_confirms(town: Village) -> None:
    """When the program starts again days later, a letter that still waits is told in the staff chat."""
    dewi = town.citizen(DEWI)
    reference = dewi.request("SKU", confirm=False)
    town.desk.decide(reference, "Setujui")
    town.desk.wait(reference, Kabar_ke_Warga="Menunggu konfirmasi warga")
    town.service.kill()
    long_ago = (datetime.now(UTC) - timedelta(days=3)).isoformat(timespec="microseconds")
    with closing(sqlite3.connect(town.home / "data" / "buku.db")) as ledger, ledger:
        ledger.execute("UPDATE outbox SET changed_at = ? WHERE state = 'held'", (long_ago,))
    town.service.start()
    until(partial(said_to_staff, town, f"Surat untuk permohonan {reference} sudah jadi, tetapi"), "the staff hear")
    dewi.confirm()
    dewi.letter()


def test_a_bare_form_is_claimed_by_its_own_number(town: Village) -> None:
    """Rina filled in the form without the bot's code: she shares her number, says yes, and gets her letter."""
    rina = town.citizen(RINA, "6281200000032")
    rina.send(bare_form(town), {"Kode Permohonan": ""})
    row = town.desk.wait(RINA.name, Status="Baru", Perlu_Dicek="tanpa kode dari Telegram")
    reference = row["No. Permohonan"]
    rina.type("/start")
    rina.wait_for("Selamat datang")
    assert "Belum ada permohonan" in rina.status()
    rina.tap("Saya sudah isi formulir")
    rina.wait_for("mohon tekan Bagikan nomor saya")
    assert rina.keys()[0] == [{"text": "Bagikan nomor saya", "request_contact": True}]
    rina.share_contact()
    rina.wait_for(f"Apakah permohonan {reference} (Surat Keterangan Usaha (SKU)) atas nama Rina W. ini milik")
    assert rina.keys() == []
    assert town.desk.wait(reference)["Kabar ke Warga"].startswith("Belum dikabari")
    rina.tap(f"Ya, {reference}")
    rina.wait_for("sudah terhubung dengan chat ini")
    until(partial(said_to_staff, town, f"Permohonan {reference} sekarang terhubung"), "the staff hear")
    town.desk.wait(reference, Perlu_Dicek="Pemohon menghubungkan chat-nya sendiri", Kabar_ke_Warga="")
    town.desk.decide(reference, "Setujui")
    assert "rina wulandari contoh" in rina.letter().text.casefold()
    town.desk.wait(reference, Status="Selesai")
    assert len(rina.papers()) == 1


def test_somebody_elses_number_is_refused(town: Village) -> None:
    """Agus shares Bayu's card, then his own number: he learns nothing of Bayu's request, and gets nothing of it."""
    bayu, agus = town.citizen(BAYU, "6281200000033"), town.citizen(AGUS, "6281200000034")
    bayu.send(bare_form(town), {"Kode Permohonan": ""})
    reference = town.desk.wait(BAYU.name, Status="Baru")["No. Permohonan"]
    agus.type("/start")
    agus.wait_for("Selamat datang")
    agus.type("/hubungkan")
    agus.wait_for("mohon tekan Bagikan nomor saya")
    agus.share_contact("6281200000033")
    agus.wait_for("itu bukan nomor Bapak/Ibu sendiri")
    agus.share_contact()
    agus.wait_for("tidak ada permohonan dengan nomor telepon itu")
    assert town.ledger(f"SELECT chat_id FROM cases WHERE reference = '{reference}'") == [(None,)]  # noqa: S608 - our own
    town.desk.decide(reference, "Setujui")
    town.desk.wait(reference, Status="Siap Diambil")
    assert "Bayu" not in " ".join(agus.heard())
    assert reference not in " ".join(agus.heard())
    assert not agus.papers()


def test_guessed_and_used_codes_send_nothing(town: Village) -> None:
    """Neither a code that nobody handed out nor one that was used tells anybody but the staff."""
    dewi, thief = town.citizen(DEWI), town.citizen(Person("Maling", "Contoh"))
    link = dewi.ask_for("SKU")
    code = dewi.prefilled(link)["Kode Permohonan"]
    dewi.send(link)
    receipt(dewi)
    thief.type("/start")
    thief.wait_for("Selamat datang")
    before = {person.id: len(person.heard()) for person in (dewi, thief)}
    for name, wrong in (("Satu", "AAAACCCCDDDD"), ("Dua", code), ("Tiga", code[:-1] + "?")):
        stranger = Person("Orang", f"Contoh {name}")
        town.citizen(stranger).send(bare_form(town), {"Kode Permohonan": wrong, "Nama Lengkap": stranger.name})
        row = town.desk.wait(stranger.name, Status="Baru")
        until(partial(said_to_staff, town, f"Permohonan baru: {row['No. Permohonan']}"), "the staff hear")
        town.desk.decide(row["No. Permohonan"], "Setujui")
        town.desk.wait(row["No. Permohonan"], Status="Siap Diambil", Kabar_ke_Warga="Belum dikabari")
    assert {person.id: len(person.heard()) for person in (dewi, thief)} == before


def test_a_village_that_asks_nobody(found: Found) -> None:
    """`konfirmasi: false`: no question, and the letter comes at once."""

    def trusting(raw: Raw) -> None:
        raw["telegram"]["konfirmasi"] = False

    village = found(with_two_services)
    village.adjust(trusting)
    village.open()
    dewi = village.citizen(DEWI)
    reference = dewi.request("SKU", confirm=False)
    assert MINE not in labels(dewi)
    village.desk.decide(reference, "Setujui")
    dewi.letter()
    village.desk.wait(reference, Status="Selesai")
