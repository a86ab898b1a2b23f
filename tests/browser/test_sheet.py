"""The third pane: the spreadsheet in the village head's hands. The desk's tab is made through the Sheets API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.hands import Json, Sheets, Village

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, expect
else:
    expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

DESK = 4711
DECISIONS = ["Setujui", "Belum Lengkap", "Tolak"]
DROPDOWN = {
    "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": name} for name in DECISIONS]},
    "strict": True,
    "showCustomUi": True,
}


@pytest.fixture
def desk(page: Page, sheets: Sheets, village: Village) -> str:
    """A shown tab `Meja` with a dropdown, a hidden column and three requests; returns the spreadsheet's id."""
    book = str(village.act("google/spreadsheets", {"title": "Surat Desa"})["spreadsheetId"])
    grid = {"frozenRowCount": 1, "columnCount": 4}
    choice = {"sheetId": DESK, "startRowIndex": 1, "endRowIndex": 100, "startColumnIndex": 0, "endColumnIndex": 1}
    key = {"sheetId": DESK, "dimension": "COLUMNS", "startIndex": 3, "endIndex": 4}
    hide = {"range": key, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    sheets.change(
        book,
        {"addSheet": {"properties": {"sheetId": DESK, "title": "Meja", "index": 1, "gridProperties": grid}}},
        {"setDataValidation": {"range": choice, "rule": DROPDOWN}},
        {"updateDimensionProperties": hide},
        written(0, ["Keputusan", "Pesan untuk Warga", "Nama", "Kunci"]),
        written(1, ["", "", "Siti Aminah", "SKU-1"]),
        written(2, ["", "", "Budi Santoso", "SKU-2"]),
        written(3, ["", "", "Agus Setiawan", "SKU-3"]),
    )
    expect(page.get_by_role("tab", name="Meja")).to_have_attribute("aria-selected", "true")
    return book


def written(row: int, texts: list[str]) -> Json:
    """Return the request that writes one row of the desk."""
    values = [{"userEnteredValue": {"stringValue": text}} if text else {} for text in texts]
    start = {"sheetId": DESK, "rowIndex": row, "columnIndex": 0}
    return {"updateCells": {"rows": [{"values": values}], "start": start, "fields": "userEnteredValue"}}


def cell(page: Page, row: int, column: int) -> Locator:
    """Find a cell of the shown tab by zero-based row and column."""
    return page.locator(f"#cell-{row}-{column}")


@pytest.mark.usefixtures("desk")
def test_the_desk_is_shown_first(page: Page) -> None:
    """The tab `Meja` opens by itself though it is not the first, with some spare rows, without its hidden column."""
    cell(page, 1, 2).get_by_text("Siti Aminah").wait_for()
    assert page.locator(".grid thead th").all_inner_texts()[1:] == ["A", "B", "C"]
    assert page.locator(".grid tbody th").first.inner_text() == "1"
    assert 30 < page.locator(".grid tbody tr").count() < 60


def test_the_header_stays_in_sight(page: Page, village: Village, sheets: Sheets, desk: str) -> None:
    """A frozen row stays below the column letters while a long tab is scrolled, and its end can be reached."""
    sheets.change(desk, *(written(row, ["", "", f"Warga {row}", f"SKU-{row}"]) for row in range(1, 300)))
    cell(page, 150, 2).scroll_into_view_if_needed()
    expect(cell(page, 0, 2)).to_be_in_viewport()
    page.locator(".grid-scroll").evaluate("scroller => scroller.scrollTo(0, scroller.scrollHeight)")
    cell(page, 299, 2).scroll_into_view_if_needed()
    expect(cell(page, 299, 2)).to_have_text("Warga 299")
    assert len(village.rows(desk, "Meja")) == 300


def test_a_chart_has_its_place(page: Page, sheets: Sheets, desk: str) -> None:
    """Google would draw it; the page shows where it lies, and takes it away with the tab."""
    place = {"anchorCell": {"sheetId": DESK, "rowIndex": 5, "columnIndex": 1}, "widthPixels": 300, "heightPixels": 200}
    chart = {"spec": {"title": "Permohonan masuk"}, "position": {"overlayPosition": place}}
    sheets.change(desk, {"addChart": {"chart": chart}})
    box = page.locator(".chart").filter(has_text="Permohonan masuk")
    seen, corner = box.bounding_box(), cell(page, 5, 1).bounding_box()
    assert seen
    assert corner
    assert abs(seen["x"] - corner["x"]) < 3 > abs(seen["y"] - corner["y"])
    assert (round(seen["width"]), round(seen["height"])) == (300, 200)
    page.get_by_role("tab", name="Sheet1").click()
    expect(box).to_have_count(0)


def test_long_text_runs_on_over_empty_cells(page: Page, sheets: Sheets, desk: str) -> None:
    """And stops where the next one holds something."""
    long = "Merah: program mati. Periksa komputer."
    sheets.change(desk, written(8, ["", long, "", ""]), written(9, ["", long, "x", ""]))
    cell(page, 9, 1).get_by_text(long).wait_for()
    right = [cell(page, row, 1).locator(".value").evaluate("node => node.scrollWidth") for row in (8, 9)]
    assert right[0] > cell(page, 8, 1).evaluate("node => node.offsetWidth")
    shown = [cell(page, row, 1).evaluate("node => getComputedStyle(node).overflow") for row in (8, 9)]
    assert shown == ["visible", "hidden"]


def test_a_decision_is_picked_from_the_dropdown(page: Page, village: Village, desk: str) -> None:
    """The village head picks a decision with the pointer, another one with the keyboard, and takes one back."""
    cell(page, 1, 0).locator(".chip").click()
    page.get_by_role("option", name="Setujui").click()
    cell(page, 1, 0).get_by_text("Setujui").wait_for()
    for key in ("ArrowDown", "Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    cell(page, 2, 0).get_by_text("Belum Lengkap").wait_for()
    assert [row[0] for row in village.rows(desk, "Meja")] == ["Keputusan", "Setujui", "Belum Lengkap", ""]
    cell(page, 1, 0).locator(".chip").click()
    page.get_by_role("option", name="Kosongkan").click()
    expect(cell(page, 1, 0)).to_have_text("▾")
    assert [row[0] for row in village.rows(desk, "Meja")] == ["Keputusan", "", "Belum Lengkap", ""]


def test_a_message_is_typed_into_a_cell(page: Page, village: Village, desk: str) -> None:
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
    page.get_by_label("Isi sel").fill("Lewat bilah rumus")
    page.keyboard.press("Enter")
    cell(page, 3, 1).get_by_text("Lewat bilah rumus").wait_for()
    texts = [row[1] for row in village.rows(desk, "Meja")[1:]]
    assert texts == ["KK belum terbaca", "Kurang pengantar RT", "Lewat bilah rumus"]


def test_a_pick_follows_its_row(page: Page, village: Village, sheets: Sheets, desk: str) -> None:
    """A row inserted on top while the list is open does not make the decision land on another request."""
    cell(page, 1, 0).locator(".chip").click()
    page.get_by_role("option", name="Tolak").wait_for()
    place = {"sheetId": DESK, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    insert = {"insertDimension": {"range": place, "inheritFromBefore": False}}
    sheets.change(desk, insert, written(1, ["", "", "Ratna Wulandari", "SKU-4"]))
    page.get_by_role("option", name="Tolak").click()
    cell(page, 2, 0).get_by_text("Tolak").wait_for()
    decided = {row[2]: row[0] for row in village.rows(desk, "Meja")[1:]}
    assert decided == {"Ratna Wulandari": "", "Siti Aminah": "Tolak", "Budi Santoso": "", "Agus Setiawan": ""}


def test_an_edit_survives_news_from_the_script(page: Page, village: Village, sheets: Sheets, desk: str) -> None:
    """A cell written by a program appears while a person types into another one, whose text and focus stay."""
    cell(page, 1, 1).click()
    page.keyboard.type("Mohon ")
    sheets.change(desk, written(3, ["", "", "Agus Wijaya", "SKU-3"]))
    cell(page, 3, 2).get_by_text("Agus Wijaya").wait_for()
    page.keyboard.type("lengkapi")
    page.keyboard.press("Enter")
    cell(page, 1, 1).get_by_text("Mohon lengkapi").wait_for()
    assert village.rows(desk, "Meja")[1][1] == "Mohon lengkapi"


def test_rows_are_sorted_deleted_and_cells_cleared(page: Page, village: Village, desk: str) -> None:
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


def test_a_checkbox_is_tapped(page: Page, village: Village, sheets: Sheets, desk: str) -> None:
    """It shows as a box: a tap ticks it, the space bar takes the tick back, the arrow keys pass by."""
    box = {"sheetId": DESK, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 2}
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True}
    sheets.change(desk, {"setDataValidation": {"range": box, "rule": rule}})
    ticks = page.get_by_role("checkbox")
    expect(ticks).to_have_count(2)
    ticks.nth(0).click()
    expect(ticks.nth(0)).to_be_checked()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(ticks.nth(1)).to_be_checked()
    page.keyboard.press("Space")
    expect(ticks.nth(1)).not_to_be_checked()
    assert [row[1] for row in village.rows(desk, "Meja")[1:]] == ["TRUE", "FALSE", ""]


def test_a_filter_hides_rows_and_columns_can_be_hidden(page: Page, village: Village, desk: str) -> None:
    """The page shows what a person would see; the arrow keys pass over what is hidden."""
    village.act(f"google/spreadsheets/{desk}/filter", {"sheetId": DESK, "column": 2, "hidden": ["Budi Santoso"]})
    expect(cell(page, 2, 2)).to_be_hidden()
    cell(page, 1, 2).click()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".name-box")).to_have_text("C4")
    village.act(f"google/spreadsheets/{desk}/filter/clear", {"sheetId": DESK})
    expect(cell(page, 2, 2)).to_be_visible()
    village.act(f"google/spreadsheets/{desk}/columns/hide", {"sheetId": DESK, "column": 1})
    expect(page.locator(".grid thead th")).to_have_text(["", "A", "C"])


def test_hands_other_than_the_owners_are_stopped(page: Page, village: Village, desk: str) -> None:
    """Opened for somebody by name, the page says that a protected cell is not theirs to change."""
    protect = {"sheetId": DESK, "range": "C1:D9", "editors": ["operator@desa-contoh.example"]}
    village.act(f"google/spreadsheets/{desk}/protect", protect)
    page.goto("/?as=kades@desa-contoh.example")
    cell(page, 1, 2).click()
    page.get_by_label("Isi sel").fill("Orang Lain")
    page.keyboard.press("Enter")
    page.get_by_text("sel atau objek yang dilindungi").wait_for()
    cell(page, 1, 1).click()
    page.get_by_label("Isi sel").fill("boleh")
    page.keyboard.press("Enter")
    cell(page, 1, 1).get_by_text("boleh").wait_for()
    assert village.rows(desk, "Meja")[1][1:3] == ["boleh", "Siti Aminah"]


def test_a_refused_value_is_explained(page: Page, village: Village, desk: str) -> None:
    """Text that a strict dropdown does not offer is refused in words and nothing is written."""
    cell(page, 1, 0).click()
    page.get_by_label("Isi sel").fill("Mungkin")
    page.keyboard.press("Enter")
    page.get_by_text("Input harus berupa salah satu item").wait_for()
    assert village.rows(desk, "Meja")[1][0] == ""


def test_a_block_is_pasted(page: Page, village: Village, desk: str) -> None:
    """Lines and tabs of a pasted text go to the cells below and to the right, as from another sheet."""
    cell(page, 1, 1).click()
    page.evaluate(
        """() => {
            const clipboardData = new DataTransfer();
            clipboardData.setData('text/plain', 'satu\\tNama 1\\ndua\\tNama 2\\n');
            const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
            document.querySelector('.grid').dispatchEvent(paste);
        }"""
    )
    cell(page, 2, 2).get_by_text("Nama 2").wait_for()
    assert [row[1:3] for row in village.rows(desk, "Meja")[1:3]] == [["satu", "Nama 1"], ["dua", "Nama 2"]]
