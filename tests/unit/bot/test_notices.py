"""What people are told, asserted as sentences."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.keyboards import Button, Message
from bot.notices import notice
from bot.opening import opening_words
from bot.texts import CAPTION_LIMIT, TEXT_LIMIT
from office.notices import NoticeKind
from office.outage import Part
from office.services import Papers, Service
from tests.unit.bot.village import SHIPPED, village_config

CONFIG = village_config()
COMMON = {"reference": "SKU-7K3Q", "service": "sku", "name": "Siti A."}
DUE = "Selasa, 24 November pukul 15.00"
MENU = (Button("Menu", data="menu:new"),)


def told(kind: NoticeKind, services: Mapping[str, Service] = CONFIG.services, **params: Any) -> Message:
    return notice(SHIPPED, kind, COMMON | params, services, CONFIG.village)


def test_receipt() -> None:
    """A receipt says what, whose, the number and by when."""
    assert told(NoticeKind.RECEIPT, due=DUE) == Message(
        "Permohonan Surat Keterangan Usaha atas nama Siti A. sudah kami terima.\n"
        "Nomor: <b>SKU-7K3Q</b>\nKami kabari paling lambat Selasa, 24 November pukul 15.00.",
        (MENU,),
    )


QUESTION = (
    "Mohon tekan <b>Ya, ini permohonan saya</b>. Suratnya baru kami kirim ke chat ini setelah itu. "
    "Bila bukan, tekan <b>Bukan saya</b>."
)
WHOSE = (
    (Button("Ya, ini permohonan saya", data="mine:SKU-7K3Q"),),
    (Button("Bukan saya", data="not-mine:SKU-7K3Q"),),
    MENU,
)


@pytest.mark.parametrize("kind", [NoticeKind.RECEIPT, NoticeKind.CORRECTION_RECEIPT, NoticeKind.CONFIRM_REMINDER])
def test_whose_request_it_is(kind: NoticeKind) -> None:
    """The same words with a question below them, which has two answers; no more of the person than the short name."""
    asked, plain = told(kind, due=DUE, confirm=True), told(kind, due=DUE)
    assert asked == Message(f"{plain.text}\n\n{QUESTION}", WHOSE)
    assert "Siti A." in asked.text


def test_a_reminder_to_confirm() -> None:
    """It says that the letter is ready, and nothing of what is in it."""
    assert told(NoticeKind.CONFIRM_REMINDER).text == (
        "Surat Keterangan Usaha atas nama Siti A. (permohonan <b>SKU-7K3Q</b>) sudah jadi."
    )


def test_incomplete_before_it_is_known_whose_it_is() -> None:
    """What is missing is told; the form with the old answers comes after the answer."""
    message = told(NoticeKind.INCOMPLETE, message="foto KTP buram", link="", confirm=True)
    assert "Yang kurang: “foto KTP buram”." in message.text
    assert "Mohon tekan dulu <b>Ya, ini permohonan saya</b>, lalu tombol Lengkapi muncul." in message.text
    assert message.keyboard == WHOSE


def test_receipt_without_a_name() -> None:
    """Somebody who left the name empty is still addressed."""
    assert "atas nama Bapak/Ibu sudah kami terima" in told(NoticeKind.RECEIPT, due=DUE, name="").text


def test_incomplete_opens_the_form_again() -> None:
    """What is missing is told in the village head's words, with a button to the pre-filled form."""
    link = "https://docs.google.com/forms/d/e/x/viewform?usp=pp_url&entry.11=ACDE"
    message = told(NoticeKind.INCOMPLETE, message="foto KTP buram", link=link)
    assert message.text == (
        "Permohonan <b>SKU-7K3Q</b> (Surat Keterangan Usaha) belum lengkap. Yang kurang: “foto KTP buram”.\n"
        "Isian lama masih ada; cukup perbaiki yang kurang. Foto berkas mohon diunggah lagi."
    )
    assert message.keyboard == ((Button("Lengkapi", url=link),), MENU)


def test_who_brings_papers_hears_so_again() -> None:
    """In the receipt, and when something is missing: never that a photo is to be uploaded."""
    services = {"sku": CONFIG.services["sku"].model_copy(update={"papers": Papers.BROUGHT})}
    receipt = told(NoticeKind.RECEIPT, services, due=DUE)
    missing = [told(NoticeKind.INCOMPLETE, services, message="KTP", link="https://x.y/z", days=days) for days in (0, 9)]
    assert "Mohon bawa syaratnya ke kantor desa, asli atau fotokopinya. Kantor buka " in receipt.text
    assert all("Bila itu berkas, mohon dibawa ke kantor desa." in message.text for message in missing)
    assert missing[1].text.endswith("\nMohon dilengkapi dalam 9 hari.")
    assert told(NoticeKind.REJECTED, services, message="x") == told(NoticeKind.REJECTED, message="x")


def test_incomplete_says_how_long_there_is() -> None:
    """Where requests expire, nobody is taken by surprise."""
    message = told(NoticeKind.INCOMPLETE, message="foto KTP buram", link="https://x.y/z", days=14)
    assert message.text.endswith("Foto berkas mohon diunggah lagi.\nMohon dilengkapi dalam 14 hari.")


def test_expired() -> None:
    """Why it was closed, and that one may ask anew: the menu is one tap away."""
    message = told(NoticeKind.EXPIRED, days=14)
    assert message.text == (
        "Mohon maaf, permohonan <b>SKU-7K3Q</b> (Surat Keterangan Usaha) kami tutup karena belum dilengkapi "
        "dalam 14 hari.\nMasih perlu suratnya? Silakan ajukan lagi lewat menu."
    )
    assert message.keyboard == (MENU,)


def test_rejected() -> None:
    """A refusal is polite, gives the reason and a way to ask."""
    assert told(NoticeKind.REJECTED, message="alamat di luar desa").text == (
        "Mohon maaf, permohonan <b>SKU-7K3Q</b> (Surat Keterangan Usaha) belum bisa kami setujui. "
        "Alasannya: “alamat di luar desa”.\n"
        "Ada pertanyaan? Silakan datang ke kantor desa atau telepon 021 5550 0123."
    )


def test_letter() -> None:
    """The caption of a letter holds its number and until when it is good."""
    message = told(NoticeKind.LETTER, number="517/007/DS-KRS/XI/2026", valid_until="24 Desember 2026")
    assert message.text == (
        "Surat Keterangan Usaha atas nama Siti A. sudah jadi, nomor 517/007/DS-KRS/XI/2026, "
        "berlaku sampai 24 Desember 2026. Ini suratnya."
    )


def test_letter_without_an_end() -> None:
    """A letter that is good for ever says nothing about it."""
    message = told(NoticeKind.LETTER, service="kematian", number="474/001", valid_until="")
    assert message.text == "Surat Keterangan Kematian atas nama Siti A. sudah jadi, nomor 474/001. Ini suratnya."


def test_approved() -> None:
    """Who must wait for a signature is asked not to come yet."""
    assert told(NoticeKind.APPROVED).text == (
        "Permohonan <b>SKU-7K3Q</b> (Surat Keterangan Usaha): Disetujui. Surat sedang ditandatangani. "
        "Mohon jangan datang dulu; nanti kami kabari."
    )


@pytest.mark.parametrize(("until", "words"), [("24 Desember 2026", ", berlaku sampai 24 Desember 2026"), ("", "")])
def test_a_scan(until: str, words: str) -> None:
    """The caption of a scan says that the letter is signed, its number and last day, and where the paper is."""
    message = told(NoticeKind.LETTER_SCAN, number="517/007", valid_until=until)
    assert message.text == (
        f"Surat Keterangan Usaha atas nama Siti A. sudah ditandatangani, nomor 517/007{words}. "
        "Ini hasil pindainya. Aslinya bisa diambil di kantor desa; mohon bawa KTP."
    )
    assert message.keyboard == (MENU,)


def test_a_letter_to_be_signed() -> None:
    """The staff read the request's number and what to do, and no name."""
    assert told(NoticeKind.STAFF_TO_SIGN) == Message(
        "Permohonan <b>SKU-7K3Q</b>\nCetak, tanda tangani, stempel, lalu balas pesan ini dengan foto atau pindaiannya."
    )


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("forwarded", "Diteruskan ke warga untuk permohonan <b>SKU-7K3Q</b>."),
        ("held", "Disimpan untuk permohonan <b>SKU-7K3Q</b>. Warganya belum menekan Ya, ini permohonan saya"),
        ("again", "Berkas yang baru untuk permohonan <b>SKU-7K3Q</b> diteruskan juga ke warga."),
        ("same", "Berkas ini sudah diteruskan untuk permohonan <b>SKU-7K3Q</b>, jadi tidak dikirim lagi."),
        ("no_chat", "Pemohon <b>SKU-7K3Q</b> tidak terhubung lewat Telegram. Mohon hubungi lewat nomor"),
        ("withdrawn", "Surat untuk permohonan <b>SKU-7K3Q</b> sudah dicabut, jadi tidak diteruskan."),
        ("unknown", "Pesan yang dibalas bukan surat yang perlu ditandatangani."),
    ],
)
def test_answers_to_the_staff(answer: str, words: str) -> None:
    """Whoever sent a scan reads what became of it."""
    assert told(NoticeKind.STAFF_ANSWER, answer=answer).text.startswith(words)


def test_ready() -> None:
    """A letter to be fetched: bring the KTP, and when the office is open."""
    assert told(NoticeKind.READY, number="517/007").text == (
        "Surat Keterangan Usaha atas nama Siti A. (permohonan <b>SKU-7K3Q</b>) sudah jadi dan bisa diambil "
        "di kantor desa. Mohon bawa KTP.\nKantor buka Senin-Jumat 08.00-15.00."
    )


def test_withdrawn() -> None:
    """A letter that is good no more: which, why, that it must not be used, and a way to ask."""
    assert told(NoticeKind.WITHDRAWN, number="517/007", message="nama salah").text == (
        "Mohon maaf, Surat Keterangan Usaha atas nama Siti A., nomor 517/007 (permohonan <b>SKU-7K3Q</b>), kami cabut "
        "dan tidak berlaku lagi. Alasannya: “nama salah”. Mohon surat itu tidak dipakai.\n"
        "Ada pertanyaan? Silakan datang ke kantor desa atau telepon 021 5550 0123."
    )


def test_late_correction() -> None:
    """A correction that came too late is not passed over in silence."""
    assert "tetapi tidak dipakai karena suratnya sudah diproses" in told(NoticeKind.LATE_CORRECTION, due=DUE).text


def test_closed_correction() -> None:
    """A correction of a request that was given up is answered with the way to a new one."""
    assert told(NoticeKind.CLOSED_CORRECTION, due=DUE).text == (
        "Perbaikan untuk permohonan <b>SKU-7K3Q</b> (Surat Keterangan Usaha) kami terima, tetapi tidak dipakai karena "
        "permohonan itu sudah ditutup. Masih perlu suratnya? Silakan ajukan lagi lewat menu."
    )


def test_correction_receipt() -> None:
    """A correction is acknowledged like the request, with the same number."""
    assert told(NoticeKind.CORRECTION_RECEIPT, due=DUE).text.startswith("Perbaikan Surat Keterangan Usaha atas nama")


def test_staff_hear_of_an_arrival_by_its_number() -> None:
    """The staff chat gets number, service and due time, and the way to the desk."""
    message = told(NoticeKind.STAFF_ARRIVAL, due=DUE, has_chat=True, link="https://docs.google.com/x#gid=1")
    assert message.keyboard == ((Button("Buka Meja", url="https://docs.google.com/x#gid=1"),),)
    assert told(NoticeKind.STAFF_ARRIVAL, due=DUE, has_chat=True, link="").keyboard == ()
    assert message.text == f"Permohonan baru: <b>SKU-7K3Q</b> (Surat Keterangan Usaha).\nTenggat: {DUE}."


def test_staff_hear_that_nobody_was_told() -> None:
    """An arrival without a chat tells the staff whom to look up."""
    assert "tidak terhubung lewat Telegram" in told(NoticeKind.STAFF_ARRIVAL, due=DUE, has_chat=False).text


@pytest.mark.parametrize(
    ("alert", "about", "words"),
    [
        ("undelivered", "SKU-7K3Q", "Kabar untuk permohonan <b>SKU-7K3Q</b> tidak bisa dikirim ke warga."),
        ("uncertain", "SKU-7K3Q", "Kabar untuk permohonan <b>SKU-7K3Q</b> tidak pasti sampai ke warga."),
        ("letter_to_print", "SKU-7K3Q", "Surat untuk permohonan <b>SKU-7K3Q</b> siap dicetak dan ditandatangani."),
        (
            "too_many_approvals",
            "6/5",
            "Terlalu banyak Setujui atau Cabut sekaligus di Meja (<b>6/5</b>), jadi ditahan.",
        ),
        ("cancelled", "SKU-7K3Q", "Permohonan <b>SKU-7K3Q</b> dibatalkan oleh pemohonnya."),
        ("not_mine", "SKU-7K3Q", "Penerima kabar permohonan <b>SKU-7K3Q</b> berkata itu bukan permohonannya, jadi"),
        ("not_mine_late", "SKU-7K3Q", "Penerima surat permohonan <b>SKU-7K3Q</b> berkata itu bukan permohonannya"),
        ("unconfirmed", "SKU-7K3Q", "Surat untuk permohonan <b>SKU-7K3Q</b> sudah jadi, tetapi warganya belum menekan"),
        ("bound", "SKU-7K3Q", "Permohonan <b>SKU-7K3Q</b> sekarang terhubung dengan chat pemohonnya"),
        ("tab_gone", "sku", "Lembar jawaban <b>Surat Keterangan Usaha</b> tidak ada di spreadsheet."),
        ("something_new", "Meja", "Perlu dicek: <b>Meja</b> (something_new)."),
    ],
)
def test_staff_alerts(alert: str, about: str, words: str) -> None:
    """What the other rooms report is told in words; what is not known yet, as it is."""
    message = notice(SHIPPED, NoticeKind.STAFF_ALERT, {"alert": alert, "about": about}, CONFIG.services, CONFIG.village)
    assert message.text.startswith(words)
    assert message.keyboard == ()


@pytest.mark.parametrize("part", Part)
def test_of_each_outage_the_staff_hear_twice(part: Part) -> None:
    """Since when, and from when to when; other words only where the spreadsheet is shut or makes no sense."""
    params = {"about": part.value, "since": "Senin, 23 November pukul 12.00", "until": "Senin, 23 November pukul 12.30"}
    alerts = [f"outage_{part}", f"mended_{part}", *(["spreadsheet_unprocessed"] if part == "spreadsheet" else [])]
    for alert in alerts:
        message = notice(SHIPPED, NoticeKind.STAFF_ALERT, {"alert": alert} | params, CONFIG.services, CONFIG.village)
        text = message.text
        assert params["since"] in text
        assert (params["until"] in text) == alert.startswith("mended")
        assert "Perlu dicek" not in text


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_long_message_and_name_fit_every_notice(kind: NoticeKind) -> None:
    """5,000 characters from the village head or in a name never make a message that Telegram refuses."""
    long = {"message": "a&" * 2500, "name": "b<" * 2500, "due": DUE, "number": "1", "has_chat": True}
    long |= {"alert": "uncertain", "about": "SKU-7K3Q", "answer": "forwarded", "days": 14}
    with_file = {NoticeKind.LETTER, NoticeKind.LETTER_SCAN, NoticeKind.STAFF_TO_SIGN}
    for confirm in (False, kind not in with_file):
        message = told(kind, link="https://x.y/z", valid_until="besok", confirm=confirm, **long)
        assert len(message.text) <= (CAPTION_LIMIT if kind in with_file else TEXT_LIMIT)


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        (dict.fromkeys(("senin", "selasa", "rabu"), "08.00-15.00"), "Senin-Rabu 08.00-15.00"),
        ({"jumat": "08.00-11.00", "senin": "08.00-15.00"}, "Senin 08.00-15.00, Jumat 08.00-11.00"),
    ],
)
def test_opening_hours(opening: dict[str, str], words: str) -> None:
    """Days with the same hours are drawn together, in the week's order."""
    assert opening_words(opening) == words
