"""The simulator's page in a real browser: a citizen's way from the tap to the row, with no service behind it.

The test answers as the bot, through the plain Bot API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.hands import Bot, Json, Village

if TYPE_CHECKING:
    from playwright.sync_api import Page, expect
else:
    expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

QUESTIONS = [
    {"title": "Kode Permohonan", "type": "text"},
    {"title": "Nama Lengkap", "type": "text", "required": True},
    {"title": "NIK", "type": "text", "required": True, "pattern": "[0-9]{16}"},
    {"title": "Tanggal Lahir", "type": "date", "required": True},
    {"title": "Jenis Kelamin", "type": "choice", "options": ["Laki-laki", "Perempuan"], "required": True},
    {"title": "Alamat", "type": "paragraph", "required": True},
    {"title": "Foto KTP", "type": "file", "required": True},
    {"title": "KTP Saksi", "type": "file", "max_files": 2},
]
PAPER_COLUMN = 7  # of `Foto KTP`, after the time and the six questions before it


@pytest.fixture
def form(village: Village) -> Json:
    """A form that writes into the only spreadsheet."""
    book = village.act("google/spreadsheets", {"title": "Surat Desa"})["spreadsheetId"]
    wish = {"title": "Surat Keterangan Usaha", "spreadsheetId": book, "questions": QUESTIONS}
    return village.act("google/forms", wish) | {"spreadsheetId": book}


def offer_menu(bot: Bot) -> None:
    """Answer `/start` with two services."""
    chat = bot.next_update()["message"]["chat"]["id"]
    services = [{"text": "SKU", "callback_data": "sku"}, {"text": "SKTM", "callback_data": "sktm"}]
    text = "Bapak/Ibu perlu <b>surat apa</b>?"
    keyboard = {"inline_keyboard": [services]}
    bot.call("sendMessage", chat_id=chat, text=text, parse_mode="HTML", reply_markup=keyboard)


def offer_form(bot: Bot, form: Json, code: str) -> None:
    """Answer a tap on a service with the button to its form."""
    query = bot.next_update()["callback_query"]
    assert query["data"] == "sku"
    bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Sebentar, ya.")
    link = f"{form['responderUri']}?usp=pp_url&entry.{form['entries']['Kode Permohonan']}={code}"
    message = query["message"]
    bot.call(
        "editMessageText",
        chat_id=message["chat"]["id"],
        message_id=message["message_id"],
        text="Siapkan: foto KTP.",
        reply_markup={"inline_keyboard": [[{"text": "Isi Formulir", "url": link}]]},
    )


def test_a_tap_becomes_a_row(page: Page, village: Village, bot: Bot, form: Json) -> None:
    """A citizen starts the chat, taps a service, sends the form with sample answers and sees the row."""
    village.person("Siti", "Aminah")
    page.get_by_role("button", name="MULAI").click()
    offer_menu(bot)
    page.get_by_text("Bapak/Ibu perlu surat apa?").wait_for()
    page.get_by_role("button", name="SKU").click()
    offer_form(bot, form, "SKU-7K3Q")
    page.get_by_text("Sebentar, ya.").wait_for()

    page.get_by_role("button", name="Isi Formulir").click()
    frame = page.frame_locator("iframe")
    assert frame.get_by_label("Kode Permohonan").input_value() == "SKU-7K3Q"
    page.get_by_role("button", name="Isi contoh").click()
    expect(frame.get_by_role("button", name="Kirim")).to_be_focused()
    frame.get_by_role("button", name="Kirim").click()
    frame.get_by_text("Jawaban Anda telah direkam.").wait_for()
    page.get_by_text("Jawaban terkirim.").wait_for()

    page.get_by_role("tab", name="Form Responses 1").click()
    page.locator("#cell-1-1").get_by_text("SKU-7K3Q").wait_for()
    header, row = village.rows(form["spreadsheetId"], "Form Responses 1")
    answers = dict(zip(header, row, strict=True))
    assert answers["Nama Lengkap"] == "Siti Aminah"
    assert answers["Jenis Kelamin"] == "Perempuan"
    assert answers["Foto KTP"].count("/open?id=") == 1
    assert answers["KTP Saksi"].count("/open?id=") == 2


def test_an_uploaded_paper_opens_from_its_cell(page: Page, village: Village, form: Json) -> None:
    """The link below the selected cell leads to the very file that was uploaded with the form."""
    answers = {"Nama Lengkap": "Siti", "NIK": "3216994508900001", "Tanggal Lahir": "1990-08-05"}
    answers |= {"Jenis Kelamin": "Perempuan", "Alamat": "Dusun Satu"}
    village.send_form(form, answers, {"Foto KTP": ("ktp.png", b"\x89PNG invented", "image/png")})
    page.get_by_role("tab", name="Form Responses 1").click()
    cell = page.locator(f"#cell-1-{PAPER_COLUMN}")
    expect(cell).to_contain_text("/open?id=")
    cell.click(position={"x": 8, "y": 8})  # a long address runs on over its neighbours, which are other cells
    address = page.get_by_role("link", name="Buka").get_attribute("href")
    assert address is not None
    assert page.request.get(address).body() == b"\x89PNG invented"


@pytest.mark.usefixtures("form")
def test_a_small_screen_shows_one_pane_at_a_time(page: Page, village: Village) -> None:
    """On a phone the bar below leads from pane to pane, and nothing is wider than the screen."""
    page.set_viewport_size({"width": 390, "height": 844})
    village.person("Siti")
    page.get_by_role("button", name="MULAI").wait_for()
    expect(page.locator("#sheet")).to_be_hidden()
    page.get_by_role("button", name="Formulir").click()
    page.get_by_text("Formulir muncul di sini").wait_for()
    page.get_by_role("button", name="Spreadsheet").click()
    page.get_by_role("tab", name="Form Responses 1").wait_for()
    expect(page.locator("#phone")).to_be_hidden()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_the_page_says_when_the_simulator_is_gone(page: Page) -> None:
    """A visitor is told that the simulator does not answer instead of looking at a frozen page."""
    page.get_by_text("Belum ada warga").wait_for()
    expect(page.get_by_text("Simulator tidak menjawab")).to_be_hidden()
    page.context.set_offline(True)
    page.get_by_text("Simulator tidak menjawab").wait_for()
    page.context.set_offline(False)
    expect(page.get_by_text("Simulator tidak menjawab")).to_be_hidden()
