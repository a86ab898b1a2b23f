"""The simulator's page in a real browser: chat, form and spreadsheet, played by a citizen and a village head.

The service is absent here: the test answers as the bot, through the plain Bot API, and makes the desk's tab itself,
through the Sheets API.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, expect
else:
    expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

DESK = 4711
DECISIONS = ["Setujui", "Belum Lengkap", "Tolak"]
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


@pytest.fixture
def spreadsheet(village: Any) -> str:
    """A spreadsheet that the page shows."""
    return str(village.act("google/spreadsheets", {"title": "Surat Desa"})["spreadsheetId"])


@pytest.fixture
def form(village: Any, spreadsheet: str) -> dict[str, Any]:
    """A form that writes into the spreadsheet."""
    wish = {"title": "Surat Keterangan Usaha", "spreadsheetId": spreadsheet, "questions": QUESTIONS}
    return dict(village.act("google/forms", wish))


@pytest.fixture
def desk(sheets: Any, spreadsheet: str) -> str:
    """A tab `Meja` with a dropdown and three requests; returns the spreadsheet's id."""
    grid = {"frozenRowCount": 1, "columnCount": 4}
    dropdown = {
        "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": name} for name in DECISIONS]},
        "strict": True,
        "showCustomUi": True,
    }
    choice = {"sheetId": DESK, "startRowIndex": 1, "endRowIndex": 100, "startColumnIndex": 0, "endColumnIndex": 1}
    hidden = {"sheetId": DESK, "dimension": "COLUMNS", "startIndex": 3, "endIndex": 4}
    sheets.change(
        spreadsheet,
        {"addSheet": {"properties": {"sheetId": DESK, "title": "Meja", "index": 0, "gridProperties": grid}}},
        {"setDataValidation": {"range": choice, "rule": dropdown}},
        {"updateDimensionProperties": {"range": hidden, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}},
        cells(0, ["Keputusan", "Pesan untuk Warga", "Nama", "Kunci"]),
        cells(1, ["", "", "Siti Aminah", "SKU-1"]),
        cells(2, ["", "", "Budi Santoso", "SKU-2"]),
        cells(3, ["", "", "Agus Setiawan", "SKU-3"]),
    )
    return spreadsheet


def cells(row: int, texts: list[str]) -> dict[str, Any]:
    """Return the request that writes one row of the desk."""
    values = [{"userEnteredValue": {"stringValue": text}} if text else {} for text in texts]
    start = {"sheetId": DESK, "rowIndex": row, "columnIndex": 0}
    return {"updateCells": {"rows": [{"values": values}], "start": start, "fields": "userEnteredValue"}}


def cell(page: Page, row: int, column: int) -> Locator:
    """Find a cell of the shown tab by zero-based row and column."""
    return page.locator(f"#cell-{row}-{column}")


def greet(bot: Any, form: dict[str, Any]) -> int:
    """Answer `/start` with a menu and a tap on SKU with the form's button; returns the chat's id."""
    chat = int(bot.next_update()["message"]["chat"]["id"])
    menu = {"inline_keyboard": [[{"text": "SKU", "callback_data": "sku"}, {"text": "SKTM", "callback_data": "sktm"}]]}
    bot.call("sendMessage", chat_id=chat, text="Bapak/Ibu perlu <b>surat apa</b>?", parse_mode="HTML", reply_markup=menu)
    return chat


def offer_form(bot: Any, form: dict[str, Any], code: str) -> None:
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


def test_a_tap_becomes_a_row(page: Page, village: Any, bot: Any, form: dict[str, Any], spreadsheet: str) -> None:
    """A citizen starts the chat, taps a service, sends the form with sample answers and sees the row."""
    village.person("Siti", "Aminah")
    page.get_by_role("button", name="MULAI").click()
    greet(bot, form)
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
    cell(page, 1, 1).get_by_text("SKU-7K3Q").wait_for()
    header, row = village.rows(spreadsheet, "Form Responses 1")
    answers = dict(zip(header, row, strict=True))
    assert answers["Nama Lengkap"] == "Siti Aminah"
    assert answers["Jenis Kelamin"] == "Perempuan"
    assert answers["Foto KTP"].count("/open?id=") == 1
    assert answers["KTP Saksi"].count("/open?id=") == 2


def test_an_uploaded_paper_opens_from_its_cell(
    page: Page, village: Any, form: dict[str, Any], spreadsheet: str, session: Any
) -> None:
    """The link below the selected cell leads to the very file that was uploaded with the form."""
    entry = form["entries"]
    answers = {"Nama Lengkap": "Siti", "NIK": "3216994508900001", "Tanggal Lahir": "1990-08-05"}
    answers |= {"Jenis Kelamin": "Perempuan", "Alamat": "Dusun Satu"}
    fields = {f"entry.{entry[title]}": text for title, text in answers.items()}
    paper = ("ktp.png", b"\x89PNG invented", "image/png")
    send = form["responderUri"].replace("viewform", "formResponse")
    assert session.post(send, data=fields, files={f"entry.{entry['Foto KTP']}": paper}, timeout=10).ok

    column = QUESTIONS.index(next(one for one in QUESTIONS if one["title"] == "Foto KTP")) + 1
    page.get_by_role("tab", name="Form Responses 1").click()
    cell(page, 1, column).get_by_text("/open?id=").click()
    link = page.get_by_role("link", name="Buka")
    address = link.evaluate("link => link.href")
    assert page.request.get(address).body() == b"\x89PNG invented"
    assert len(village.rows(spreadsheet, "Form Responses 1")) == 2


def test_a_document_downloads_with_the_same_bytes(page: Page, village: Any, bot: Any, tmp_path: Path) -> None:
    """A letter that the bot sends stands in the chat and is downloaded as it was sent."""
    chat = village.person("Siti")
    page.get_by_role("button", name="MULAI").click()
    bot.next_update()
    letter = bytes(range(256)) * 40
    bot.call("sendDocument", files={"document": ("SKU Siti.docx", letter)}, chat_id=chat, caption="Ini suratnya.")
    page.get_by_text("Ini suratnya.").wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="SKU Siti.docx").click()
    waiting.value.save_as(tmp_path / "letter")
    assert waiting.value.suggested_filename == "SKU Siti.docx"
    assert (tmp_path / "letter").read_bytes() == letter


def test_a_text_and_a_command_reach_the_bot(page: Page, village: Any, bot: Any) -> None:
    """What is typed, and a command from the menu, arrive as texts; a typed `<b>` stays what it is."""
    village.person("Siti")
    bot.call("setMyCommands", commands=[{"command": "status", "description": "Permohonan saya"}])
    page.get_by_role("button", name="MULAI").click()
    assert bot.next_update()["message"]["text"] == "/start"
    page.get_by_label("Tulis pesan").fill("mau <b>tanya</b>")
    page.keyboard.press("Enter")
    assert bot.next_update()["message"]["text"] == "mau <b>tanya</b>"
    page.get_by_text("mau <b>tanya</b>").wait_for()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitem", name="/status").click()
    assert bot.next_update()["message"]["text"] == "/status"


def test_a_new_person_is_made_and_blocks_the_bot(page: Page, village: Any, bot: Any) -> None:
    """`+ Warga baru` makes a person without typing, whose phone can block the bot and let it in again."""
    page.get_by_role("button", name="+ Warga baru").click()
    page.get_by_role("button", name="Tambah").click()
    page.get_by_role("button", name="MULAI").click()
    assert bot.next_update()["message"]["from"]["first_name"] == "Siti"
    page.get_by_role("button", name="Pilihan obrolan").click()
    page.get_by_role("menuitem", name="Blokir bot").click()
    assert bot.next_update()["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    page.get_by_role("button", name="BUKA BLOKIR").click()
    assert bot.next_update()["my_chat_member"]["new_chat_member"]["status"] == "member"


def test_people_are_told_apart(page: Page, village: Any, bot: Any) -> None:
    """Each phone shows its own chat only, and another person's news are marked."""
    siti, budi = village.person("Siti"), village.person("Budi")
    village.act(f"telegram/chats/{budi}/text", {"text": "/start"})
    page.get_by_role("button", name="Siti").click()
    page.get_by_role("button", name="MULAI").click()
    page.get_by_text("/start").wait_for()
    bot.call("sendMessage", chat_id=siti, text="Halo Siti")
    page.get_by_text("Halo Siti").wait_for()
    bot.call("sendMessage", chat_id=budi, text="Halo Budi")
    page.get_by_role("button", name="Budi ada pesan baru").click()
    page.get_by_text("Halo Budi").wait_for()
    assert page.get_by_text("Halo Siti").count() == 0


def test_the_staff_group_speaks_as_its_member(page: Page, village: Any, bot: Any) -> None:
    """A button in the staff group is pressed by the member chosen there."""
    village.person("Siti")
    clerk = village.person("Rudi")
    group = village.act("telegram/groups", {"title": "Staf Desa", "members": [clerk]})["id"]
    page.get_by_role("button", name="Staf Desa").click()
    markup = {"inline_keyboard": [[{"text": "Lihat", "callback_data": "see"}]]}
    bot.call("sendMessage", chat_id=group, text="Permohonan baru SKU-1", reply_markup=markup)
    page.get_by_role("button", name="Lihat").click()
    while "callback_query" not in (update := bot.next_update()):
        pass
    assert update["callback_query"]["from"]["id"] == clerk


@pytest.mark.usefixtures("desk")
def test_the_desk_is_shown_first(page: Page) -> None:
    """The tab `Meja` opens by itself, with its letters and numbers, without the hidden column."""
    cell(page, 1, 2).get_by_text("Siti Aminah").wait_for()
    assert page.get_by_role("tab", name="Meja").get_attribute("aria-selected") == "true"
    assert page.locator(".grid thead th").all_inner_texts()[1:] == ["A", "B", "C"]
    assert page.locator(".grid tbody th").first.inner_text() == "1"
    assert 30 < page.locator(".grid tbody tr").count() < 60


def test_a_decision_is_picked_from_the_dropdown(page: Page, village: Any, desk: str) -> None:
    """The village head picks a decision with the pointer, another one with the keyboard, and takes one back."""
    cell(page, 1, 0).locator(".chip").click()
    page.get_by_role("option", name="Setujui").click()
    cell(page, 1, 0).get_by_text("Setujui").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    cell(page, 2, 0).get_by_text("Belum Lengkap").wait_for()
    assert [row[0] for row in village.rows(desk, "Meja")] == ["Keputusan", "Setujui", "Belum Lengkap", ""]
    cell(page, 1, 0).locator(".chip").click()
    page.get_by_role("option", name="Kosongkan").click()
    expect(cell(page, 1, 0)).to_have_text("▾")
    assert [row[0] for row in village.rows(desk, "Meja")] == ["Keputusan", "", "Belum Lengkap", ""]


def test_a_message_is_typed_into_a_cell(page: Page, village: Any, desk: str) -> None:
    """Typing begins editing, Enter and a click elsewhere both keep it, Escape throws it away."""
    cell(page, 1, 1).click()
    page.keyboard.type("KK belum terbaca")
    page.keyboard.press("Enter")
    page.keyboard.type("Kurang pengantar RT")
    cell(page, 3, 2).click()
    cell(page, 2, 1).get_by_text("Kurang pengantar RT").wait_for()
    cell(page, 3, 1).dblclick()
    page.keyboard.type("salah tik")
    page.keyboard.press("Escape")
    cell(page, 3, 1).click()
    page.get_by_label("Isi sel").fill("Lewat bilah rumus")
    page.keyboard.press("Enter")
    cell(page, 3, 1).get_by_text("Lewat bilah rumus").wait_for()
    texts = [row[1] for row in village.rows(desk, "Meja")[1:]]
    assert texts == ["KK belum terbaca", "Kurang pengantar RT", "Lewat bilah rumus"]


def test_a_pick_follows_its_row(page: Page, village: Any, sheets: Any, desk: str) -> None:
    """A row inserted on top while the list is open does not make the decision land on another request."""
    cell(page, 1, 0).locator(".chip").click()
    page.get_by_role("option", name="Tolak").wait_for()
    place = {"sheetId": DESK, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    new_row = cells(1, ["", "", "Ratna Wulandari", "SKU-4"])
    sheets.change(desk, {"insertDimension": {"range": place, "inheritFromBefore": False}}, new_row)
    page.get_by_role("option", name="Tolak").click()
    cell(page, 2, 0).get_by_text("Tolak").wait_for()
    decided = {row[2]: row[0] for row in village.rows(desk, "Meja")[1:]}
    assert decided == {"Ratna Wulandari": "", "Siti Aminah": "Tolak", "Budi Santoso": "", "Agus Setiawan": ""}


def test_an_edit_survives_news_from_the_script(page: Page, village: Any, sheets: Any, desk: str) -> None:
    """A cell written by a program appears while a person types into another one, whose text and focus stay."""
    cell(page, 1, 1).click()
    page.keyboard.type("Mohon ")
    sheets.change(desk, cells(3, ["", "", "Agus Wijaya", "SKU-3"]))
    cell(page, 3, 2).get_by_text("Agus Wijaya").wait_for()
    page.keyboard.type("lengkapi")
    page.keyboard.press("Enter")
    cell(page, 1, 1).get_by_text("Mohon lengkapi").wait_for()
    assert village.rows(desk, "Meja")[1][1] == "Mohon lengkapi"


def test_rows_are_sorted_deleted_and_cells_cleared(page: Page, village: Any, desk: str) -> None:
    """The tools and the menu of the right button do what people do to a sheet."""
    cell(page, 1, 2).click()
    page.get_by_role("button", name="Urutkan A-Z").click()
    cell(page, 1, 2).get_by_text("Agus Setiawan").wait_for()
    cell(page, 2, 2).click(button="right")
    page.get_by_role("menuitem", name="Hapus baris").click()
    cell(page, 2, 2).get_by_text("Siti Aminah").wait_for()
    cell(page, 1, 2).click()
    page.keyboard.press("Delete")
    expect(cell(page, 1, 2)).to_be_empty()
    assert [row[2] for row in village.rows(desk, "Meja")] == ["Nama", "", "Siti Aminah"]


def test_a_refused_value_is_explained(page: Page, village: Any, desk: str) -> None:
    """Text that a strict dropdown does not offer is refused in words and nothing is written."""
    cell(page, 1, 0).click()
    page.get_by_label("Isi sel").fill("Mungkin")
    page.keyboard.press("Enter")
    page.get_by_text("Input harus berupa salah satu item").wait_for()
    assert village.rows(desk, "Meja")[1][0] == ""


def test_a_small_screen_shows_one_pane_at_a_time(page: Page, village: Any, form: dict[str, Any]) -> None:
    """On a phone a form button leads to the form's pane and the bar below leads on to the spreadsheet."""
    page.set_viewport_size({"width": 390, "height": 844})
    chat = village.person("Siti")
    page.get_by_role("button", name="MULAI").wait_for()
    assert not page.locator("#sheet").is_visible()
    village.act(f"telegram/chats/{chat}/text", {"text": "/start"})
    page.get_by_role("button", name="Formulir").click()
    page.get_by_text("Formulir muncul di sini").wait_for()
    page.get_by_role("button", name="Spreadsheet").click()
    page.get_by_role("tab", name="Form Responses 1").wait_for()
    assert not page.locator("#phone").is_visible()
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


def test_the_page_says_when_the_simulator_is_gone(page: Page, simulator: Any) -> None:
    """A visitor is told that the simulator does not answer instead of looking at a frozen page."""
    page.get_by_role("button", name="+ Warga baru").wait_for()
    assert not page.get_by_role("alert").first.is_visible()
    simulator.faults.clear()
    page.context.set_offline(True)
    page.get_by_text("Simulator tidak menjawab").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Simulator tidak menjawab").wait_for(state="hidden")
