"""What an update means, and the screens that answer it."""

from datetime import timedelta
from typing import Any

import pytest

from bot import conversation, screens
from bot.conversation import (
    Blocked,
    Cancel,
    EraseMine,
    Ignore,
    Intent,
    LeaveGroup,
    Origin,
    ShowHelp,
    ShowMenu,
    ShowPrivacy,
    ShowService,
    ShowStatus,
    Unblocked,
    chat_of,
)
from bot.keyboards import Button
from bot.opening import opening_words
from bot.texts import Texts
from office.cases import News, Status
from office.notices import HELD
from office.services import Papers
from tests.unit.bot.village import NOON, SHIPPED, STAFF, dossier, member, message, press, private, village_config

CONFIG = village_config()
TYPED = Origin(5, "siti")
PRESSED = Origin(5, "siti", "q1", 40)
GROUP = {"id": -7, "type": "group", "title": "Arisan"}


def understood(update: dict[str, Any]) -> Intent:
    return conversation.understand(update, CONFIG.services, STAFF)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("/start", ShowMenu(TYPED, first=True)),
        ("/start abc", ShowMenu(TYPED, first=True)),
        ("/START@surat_desa_bot", ShowMenu(TYPED, first=True)),
        ("/batal", ShowMenu(TYPED)),
        ("/apa_ini", ShowMenu(TYPED)),
        ("selamat pagi pak", ShowMenu(TYPED)),
        ("Batal", ShowMenu(TYPED)),
        ("", ShowMenu(TYPED)),
        ("/status", ShowStatus(TYPED)),
        ("/bantuan", ShowHelp(TYPED)),
        ("/help", ShowHelp(TYPED)),
        ("/privasi", ShowPrivacy(TYPED)),
        ("/hapus", EraseMine(TYPED)),
    ],
)
def test_typed(text: str, intent: Intent) -> None:
    """Commands are understood, and everything else leads to the menu."""
    assert understood(message(text)) == intent


def test_a_photo_leads_to_the_menu() -> None:
    """A message without text is answered too."""
    update = message("")
    del update["message"]["text"]
    assert understood(update) == ShowMenu(TYPED)


@pytest.mark.parametrize(
    ("data", "intent"),
    [
        ("menu", ShowMenu(PRESSED)),
        ("menu:new", ShowMenu(Origin(5, "siti", "q1", None))),
        ("svc:sku", ShowService(PRESSED, "sku")),
        ("svc:dihapus", ShowMenu(PRESSED)),
        ("status", ShowStatus(PRESSED)),
        ("help", ShowHelp(PRESSED)),
        ("tombol lama", ShowMenu(PRESSED)),
    ],
)
def test_pressed(data: str, intent: Intent) -> None:
    """A button's data says what is wanted; what is unknown leads to the menu; a notice is not overwritten."""
    assert understood(press(data)) == intent


def test_a_press_on_a_message_that_is_gone() -> None:
    """A press whose message Telegram no longer shows is answered with a new message."""
    update = press("help")
    del update["callback_query"]["message"]
    assert understood(update) == ShowHelp(Origin(5, "siti", "q1", None))
    assert chat_of(update) == 5


@pytest.mark.parametrize(
    ("update", "intent"),
    [
        (member("kicked", private()), Blocked(5)),
        (member("member", private()), Unblocked(TYPED)),
        (member("member", GROUP), LeaveGroup(-7)),
        (member("left", GROUP), Ignore("the staff chat, or a group left")),
        (member("member", GROUP | {"id": STAFF}), Ignore("the staff chat, or a group left")),
        (message("halo", chat=GROUP), LeaveGroup(-7)),
        (message("halo", chat=GROUP | {"id": STAFF}), Ignore("talk among the staff")),
        ({"update_id": 1, "edited_message": message("/start")["message"]}, Ignore("edited or unknown")),
    ],
)
def test_around_the_chat(update: dict[str, Any], intent: Intent) -> None:
    """Blocks are noticed; groups are left, except the staff's; edited messages are not new ones."""
    assert understood(update) == intent


@pytest.mark.parametrize(
    ("update", "chat_id"),
    [
        (message("x", 8), 8),
        (press("menu", 9), 9),
        (member("kicked", private(10)), 10),
        ({"update_id": 1, "poll": {"id": "1"}}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_chat_of(update: dict[str, Any], chat_id: int) -> None:
    """Every update belongs to the order of one chat."""
    assert chat_of(update) == chat_id


def test_first_menu_greets() -> None:
    """Start is answered with the village's name and what it costs."""
    screen = screens.menu_screen(SHIPPED, CONFIG.village, CONFIG.services, first=True)
    assert screen.text == (
        "Selamat datang di Layanan Surat Desa Karangsatria.\nBapak/Ibu perlu surat apa? Semua gratis."
    )
    assert len(screen.keyboard) == 3


def test_nothing_is_called_free_that_is_not() -> None:
    """Where one service costs something, the greeting promises nothing."""
    priced = {key: service.model_copy(update={"cost": "Rp5.000"}) for key, service in CONFIG.services.items()}
    assert "gratis" not in screens.menu_screen(SHIPPED, CONFIG.village, priced, first=True).text


def test_a_closed_service_is_not_offered() -> None:
    """Neither in the menu nor by a button of an old one."""
    closed = CONFIG.services | {"sku": CONFIG.services["sku"].model_copy(update={"offered": False})}
    before, after = (
        screens.menu_screen(SHIPPED, CONFIG.village, one, first=False) for one in (CONFIG.services, closed)
    )
    gone = {button.data for row in before.keyboard for button in row}
    gone -= {button.data for row in after.keyboard for button in row}
    assert gone == {"svc:sku"}
    assert conversation.understand(press("svc:sku"), closed) == ShowMenu(PRESSED)


def test_later_menu_is_short() -> None:
    """Coming back to the menu does not greet again."""
    screen = screens.menu_screen(SHIPPED, CONFIG.village, CONFIG.services, first=False)
    assert screen.text == "Bapak/Ibu perlu surat apa? Silakan pilih."


def test_service_screen() -> None:
    """The screen says what the village issues, what to prepare, cost, promise and who is responsible."""
    screen = screens.service_screen(SHIPPED, CONFIG.services["sku"], "https://x.y/z", CONFIG.village.phone)
    assert screen.text == (
        "<b>Surat Keterangan Usaha</b>\nDesa membuat Surat Keterangan Usaha.\n\n"
        "<b>Siapkan:</b>\n- Foto KTP\n- Foto KK\n\n"
        "Biaya: Gratis\nSelesai: 1 hari kerja\nPetugas: Kasi Pelayanan\n\n"
        "Ketuk <b>Isi Formulir</b>, isi, lalu kirim. Kode permohonan sudah terisi, mohon jangan diubah.\n"
        "Perlu akun Google. Bila diminta masuk dan gagal, ketuk titik tiga lalu Buka di Chrome."
    )
    assert screen.keyboard[0] == (Button("Isi Formulir", url="https://x.y/z"),)


def test_papers_are_brought_to_the_office() -> None:
    """Where the form asks for no uploads, no Google account is spoken of: what to bring, where to, and when."""
    service = CONFIG.services["sku"].model_copy(update={"papers": Papers.BROUGHT})
    text = screens.service_screen(Texts.of(CONFIG), service, "https://x.y/z", CONFIG.village.phone).text
    assert "- Foto KTP\n- Foto KK\n" in text
    assert text.endswith(
        "Syarat di atas mohon dibawa ke kantor desa, asli atau fotokopinya; tidak perlu diunggah.\n"
        f"Kantor buka {opening_words(CONFIG.village.opening)}."
    )
    assert "Google" not in text


def test_service_on_the_same_day() -> None:
    """A promise of no days is said as people say it."""
    screen = screens.service_screen(SHIPPED, CONFIG.services["sktm"], "https://x.y/z", CONFIG.village.phone)
    assert "Selesai: di hari kerja yang sama\n" in screen.text


def test_service_without_form() -> None:
    """A service that has no form yet says so politely and names the other way."""
    screen = screens.service_screen(SHIPPED, CONFIG.services["nikah"], None, CONFIG.village.phone)
    assert screen.text.endswith(
        "Mohon maaf, formulir layanan ini belum tersedia. Silakan datang ke kantor desa atau telepon 021 5550 0123."
    )
    assert screen.keyboard == ((Button("Kembali", data="menu"),),)


@pytest.mark.parametrize(
    ("status", "fields", "words"),
    [
        (Status.NEW, {}, "Sedang kami periksa. Kami kabari paling lambat Selasa, 24 November pukul 15.00."),
        (
            Status.NEW,
            {"due_at": NOON - timedelta(hours=1)},
            "Sedang kami periksa. Mohon maaf, sudah lewat dari janji kami. Bapak/Ibu boleh telepon 021 5550 0123.",
        ),
        (
            Status.INCOMPLETE,
            {"message": "KTP <buram>"},
            "Belum lengkap. Yang kurang: “KTP &lt;buram&gt;”. Mohon dilengkapi lewat tombol di bawah.",
        ),
        (
            Status.APPROVED,
            {},
            "Disetujui. Surat sedang dibuat. Mohon jangan datang dulu; nanti kami kabari.",
        ),
        (
            Status.AWAITING_SIGNATURE,
            {},
            "Disetujui. Surat sedang ditandatangani. Mohon jangan datang dulu; nanti kami kabari.",
        ),
        (Status.READY, {}, "Surat sudah jadi dan bisa diambil di kantor desa. Mohon bawa KTP."),
        (Status.DONE, {"number": "517/007"}, "Selesai. Nomor surat: 517/007."),
        (Status.DONE, {}, "Selesai."),
        (
            Status.WITHDRAWN,
            {"number": "517/007", "message": "nama salah"},
            "Surat nomor 517/007 sudah dicabut dan tidak berlaku lagi. Alasannya: “nama salah”. "
            "Ada pertanyaan? Telepon 021 5550 0123.",
        ),
        (
            Status.EXPIRED,
            {"message": "foto KTP buram"},
            "Ditutup karena belum dilengkapi sampai batas waktunya. "
            "Masih perlu suratnya? Silakan ajukan lagi lewat menu.",
        ),
        (
            Status.REJECTED,
            {"message": "bukan warga desa"},
            "Mohon maaf, belum bisa kami setujui. Alasannya: “bukan warga desa”. "
            "Ada pertanyaan? Telepon 021 5550 0123.",
        ),
    ],
)
def test_status_of_a_case(status: Status, fields: dict[str, Any], words: str) -> None:
    """Each status is one short sentence about what it means for the person."""
    links = {"SKU-7K3Q": "https://x.y/z"} if status is Status.INCOMPLETE else {}
    mine = [dossier(status, **fields)]
    screen = screens.status_screen(SHIPPED, mine, links, CONFIG.services, CONFIG.village, NOON)
    assert screen.text == (f"<b>Status permohonan Bapak/Ibu</b>\n\n<b>SKU-7K3Q</b> - Surat Keterangan Usaha\n{words}")
    assert screen.keyboard[-1] == (Button("Menu", data="menu"),)


def test_status_offers_the_correction() -> None:
    """An incomplete case has its own button to the form."""
    mine = [dossier(Status.INCOMPLETE, message="KTP")]
    screen = screens.status_screen(SHIPPED, mine, {"SKU-7K3Q": "https://x.y/z"}, CONFIG.services, CONFIG.village, NOON)
    assert screen.keyboard[0] == (Button("Lengkapi SKU-7K3Q", url="https://x.y/z"),)


@pytest.mark.parametrize("status", Status)
def test_status_offers_to_cancel_until_there_is_a_number(status: Status) -> None:
    """What is still looked at, waits for its citizen, or is about to be made; below the corrections."""
    mine = [dossier(status), dossier(Status.APPROVED, reference="SKU-AAAA", number="517/001")]
    screen = screens.status_screen(SHIPPED, mine, {"SKU-X": "https://x.y/z"}, CONFIG.services, CONFIG.village, NOON)
    offered = [row[0] for row in screen.keyboard[1:-2]]
    open_ones = {Status.NEW, Status.INCOMPLETE, Status.APPROVED}
    assert offered == ([Button("Batalkan SKU-7K3Q", data="cancel:SKU-7K3Q")] if status in open_ones else [])


def test_cancelling_is_asked_about() -> None:
    """The question names the request; one tap does it, the other leads back."""
    screen = screens.cancel_screen(SHIPPED, dossier(Status.NEW), CONFIG.services, CONFIG.village)
    assert screen.text.startswith("Permohonan <b>SKU-7K3Q</b> (Surat Keterangan Usaha) akan dibatalkan")
    assert screen.keyboard == (
        (Button("Ya, batalkan", data="cancel!:SKU-7K3Q"),),
        (Button("Tidak jadi", data="status"),),
    )


@pytest.mark.parametrize(
    ("status", "words"), [(Status.CANCELLED, "sudah dibatalkan."), (Status.DONE, "tidak bisa dibatalkan lagi")]
)
def test_what_became_of_cancelling(status: Status, words: str) -> None:
    """Done, or too late; in both cases the menu is one tap away."""
    screen = screens.cancel_screen(SHIPPED, dossier(status, service="lama"), CONFIG.services, CONFIG.village)
    assert words in screen.text
    assert screen.keyboard == ((Button("Menu", data="menu"),),)


@pytest.mark.parametrize(("data", "sure"), [("cancel:SKU-7K3Q", False), ("cancel!:SKU-7K3Q", True)])
def test_a_press_to_cancel(data: str, sure: bool) -> None:
    """It carries the request's number, and whether it was asked about."""
    assert conversation.understand(press(data), CONFIG.services) == Cancel(PRESSED, "SKU-7K3Q", sure)


@pytest.mark.parametrize("status", Status)
def test_every_status_has_words(status: Status) -> None:
    """No status leaves the person without a sentence, even in a service that is no longer offered."""
    screen = screens.status_screen(SHIPPED, [dossier(status, service="lama")], {}, {}, CONFIG.village, NOON)
    assert "SKU-7K3Q</b> - lama\n" in screen.text


def test_status_of_nobody() -> None:
    """Somebody without a case is led to the menu."""
    screen = screens.status_screen(SHIPPED, [], {}, CONFIG.services, CONFIG.village, NOON)
    assert screen.text.startswith("Belum ada permohonan dari chat ini.")
    assert screen.keyboard == ((Button("Saya sudah isi formulir", data="claim"),), (Button("Menu", data="menu"),))


UNTIL_IT_IS_SURE = "Mohon tekan tombol Konfirmasi di bawah, lalu "


@pytest.mark.parametrize(
    ("status", "fields", "words"),
    [
        (Status.NEW, {}, "Sedang kami periksa."),
        (Status.INCOMPLETE, {"message": "KTP"}, f"Yang kurang: “KTP”. {UNTIL_IT_IS_SURE}bisa dilengkapi."),
        (
            Status.APPROVED,
            {"number": "517/001", "news": News("letter", HELD, NOON)},
            f"Surat sudah jadi. {UNTIL_IT_IS_SURE}suratnya kami kirim ke chat ini.",
        ),
    ],
)
def test_status_asks_whose_a_request_is(status: Status, fields: dict[str, Any], words: str) -> None:
    """As long as that is not known it offers neither the form with the old answers nor to cancel."""
    mine = [dossier(status, confirmed=False, **fields)]
    screen = screens.status_screen(SHIPPED, mine, {}, CONFIG.services, CONFIG.village, NOON)
    assert words in screen.text
    assert [row[0].text for row in screen.keyboard] == ["Konfirmasi SKU-7K3Q", "Saya sudah isi formulir", "Menu"]


def test_a_closed_request_needs_no_answer_any_more() -> None:
    """Whoever it was for, nothing will be sent."""
    mine = [dossier(Status.REJECTED, confirmed=False, message="x")]
    screen = screens.status_screen(SHIPPED, mine, {}, CONFIG.services, CONFIG.village, NOON)
    assert [row[0].text for row in screen.keyboard] == ["Saya sudah isi formulir", "Menu"]


def test_many_long_cases_fit() -> None:
    """Seven cases with long refusals stay within one message."""
    mine = [dossier(Status.REJECTED, message="&" * 5000) for _ in range(7)]
    screen = screens.status_screen(SHIPPED, mine, {}, CONFIG.services, CONFIG.village, NOON)
    assert len(screen.text) <= 4096
    assert screen.text.count("SKU-7K3Q") == screens.STATUS_MOST


def test_help_screen() -> None:
    """Help explains the way in three steps and says where the office is and when it is open."""
    text = screens.help_screen(SHIPPED, CONFIG.village).text
    assert "1. Pilih layanan di menu" in text
    assert text.endswith(
        "Kantor Desa Karangsatria, Jalan Contoh Nomor 1\nBuka Senin-Jumat 08.00-15.00\nTelepon 021 5550 0123"
    )
