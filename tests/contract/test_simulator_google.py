"""The simulated Sheets API against clients and documents that we did not write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gspread
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import AuthorizedSession

from tests.contract.google_oracle import Json
from tests.contract.google_world import TIMEOUT, World

DROPDOWN = {
    "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Setujui"}, {"userEnteredValue": "Tolak"}]},
    "strict": True,
    "showCustomUi": True,
}


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with World() as world:
        yield world


@pytest.fixture
def world(served: World) -> Iterator[World]:
    yield served
    problems = list(served.watched.problems)
    served.watched.problems.clear()
    assert problems == []


@pytest.fixture
def book(world: World) -> str:
    return world.book()


@pytest.fixture
def sheet(world: World, book: str) -> gspread.Worksheet:
    return world.gspread.open_by_key(book).sheet1


def text(value: str) -> Json:
    return {"userEnteredValue": {"stringValue": value}}


def put(*rows: list[str], sheet_id: int = 0, row: int = 0) -> Json:
    cells = [{"values": [text(value) for value in line]} for line in rows]
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": 0}
    return {"updateCells": {"rows": cells, "start": start, "fields": "userEnteredValue"}}


def message(answer: requests.Response) -> str:
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert error["status"] == "INVALID_ARGUMENT"
    return str(error["message"])


# Who may ask


def test_call_without_token_is_refused(world: World, book: str) -> None:
    """Without a bearer token every API answers 401 in Google's envelope."""
    for path in (f"/v4/spreadsheets/{book}", "/v1/forms/x", "/drive/v3/files/x"):
        answer = requests.get(world.url + path, timeout=TIMEOUT)
        assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_key_of_somebody_else_gets_no_token(world: World) -> None:
    """An assertion that another key signed is refused at the token endpoint."""
    pem = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    credentials = world.credentials(key=world.key | {"private_key": pem.decode()})
    with AuthorizedSession(credentials) as session, pytest.raises(RefreshError, match="Invalid JWT Signature"):
        session.get(f"{world.url}/v4/spreadsheets/x", timeout=TIMEOUT)


def test_token_for_other_scopes_is_refused(world: World, book: str) -> None:
    """A token may do only what its scopes allow."""
    with AuthorizedSession(world.credentials("forms.body.readonly")) as session:
        answer = session.get(f"{world.url}/v4/spreadsheets/{book}", timeout=TIMEOUT)
    assert (answer.status_code, answer.json()["error"]["status"]) == (403, "PERMISSION_DENIED")


def test_forgotten_token_is_renewed_by_the_client(world: World, book: str) -> None:
    """When all tokens are forgotten the client signs again with the key, which stays good."""
    assert world.call("GET", f"/v4/spreadsheets/{book}").ok
    world.google.account.revoke_all()
    assert world.call("GET", f"/v4/spreadsheets/{book}").ok


def test_spreadsheet_that_is_not_shared_is_not_found(world: World, book: str) -> None:
    """A spreadsheet whose sharing was taken away looks the same as one that does not exist."""
    world.human(f"spreadsheets/{book}/share", shared=False)
    hidden, absent = (world.call("GET", f"/v4/spreadsheets/{name}") for name in (book, "nowhere"))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json() == absent.json()
    assert world.batch(book, put(["x"])).status_code == 404
    world.human(f"spreadsheets/{book}/share", shared=True)
    assert world.rows(book, 0) == []


# The spreadsheet


def test_spreadsheet_is_described(world: World, book: str) -> None:
    """A field mask picks title, locale, time zone and the tabs' properties."""
    fields = "properties(title,locale,timeZone),sheets.properties(sheetId,title,gridProperties/rowCount)"
    answer = world.call("GET", f"/v4/spreadsheets/{book}", params={"fields": fields}).json()
    assert answer == {
        "properties": {"title": "Layanan Desa", "locale": "in_ID", "timeZone": "Asia/Jakarta"},
        "sheets": [{"properties": {"sheetId": 0, "title": "Sheet1", "gridProperties": {"rowCount": 1000}}}],
    }


def test_grid_data_shows_what_cells_carry(world: World, book: str) -> None:
    """With includeGridData a cell shows its value, text, format, note and dropdown."""
    look = {"textFormat": {"bold": True}}
    cell = {**text("Baru"), "note": "catatan", "userEnteredFormat": look, "dataValidation": DROPDOWN}
    rows = {"rows": [{"values": [cell]}], "start": {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}, "fields": "*"}
    world.batch(book, {"updateCells": rows})
    params = {"includeGridData": "true", "ranges": "Sheet1!B2"}
    data = world.call("GET", f"/v4/spreadsheets/{book}", params=params).json()["sheets"][0]["data"][0]
    assert (data["startRow"], data["startColumn"]) == (1, 1)
    found = data["rowData"][0]["values"][0]
    assert found["formattedValue"] == "Baru"
    assert {name: found[name] for name in cell} == cell


# Values, as gspread reads and writes them


def test_gspread_works_through_its_whole_day(world: World, book: str, sheet: gspread.Worksheet) -> None:
    """What gspread offers for reading, writing, formatting and arranging works against the simulator."""
    sheet.update([["Nama", "Umur"], ["Siti", 40], ["Budi", 7.5]], "A1")
    assert sheet.get_all_values() == [["Nama", "Umur"], ["Siti", "40"], ["Budi", "7,5"]]
    sheet.append_row(["Ani", "012"])
    assert sheet.row_values(4) == ["Ani", "012"]
    assert sheet.col_values(1) == ["Nama", "Siti", "Budi", "Ani"]
    found = sheet.find("Budi")
    assert found is not None
    assert (found.row, found.col) == (3, 1)
    sheet.format("A1:B1", {"textFormat": {"bold": True}})
    sheet.freeze(1)
    sheet.insert_row(["Cici", 3], 2)
    sheet.sort((1, "asc"), range="A2:B5")
    assert sheet.col_values(1)[1:] == ["Ani", "Budi", "Cici", "Siti"]
    sheet.insert_note("A1", "Nama lengkap")
    assert sheet.get_note("A1") == "Nama lengkap"
    sheet.batch_update([{"range": "A2", "values": [["Anisa"]]}, {"range": "B2", "values": [[1]]}])
    assert sheet.batch_get(["A2:B2", "D4"]) == [[["Anisa", "1"]], []]
    sheet.batch_clear(["A2:B2"])
    assert sheet.acell("A2").value is None
    sheet.delete_rows(2)
    sheet.resize(20, 6)
    sheet.update_title("Arsip 2026")
    assert [tab.title for tab in world.gspread.open_by_key(book).worksheets()] == ["Arsip 2026"]
    sheet.clear()
    assert sheet.get_all_values() == [[]]


@pytest.mark.parametrize("title", ["Form Responses 1", "Ja'waban", "A1", "KK/Akta 50%", "Meja!", "2026"])
def test_titles_of_any_shape_are_found_and_echoed(world: World, book: str, title: str) -> None:
    """A tab is found whatever its title holds, and the range is echoed in a form that gspread can read."""
    tab = world.gspread.open_by_key(book).add_worksheet(title, 5, 3)
    tab.update([["isi"]], "B2")
    assert tab.get_all_values() == [["", ""], ["", "isi"]]
    assert [cell.value for cell in tab.range("A2:B2")] == ["", "isi"]


def test_kinds_of_values_are_kept_apart(sheet: gspread.Worksheet) -> None:
    """RAW keeps text, numbers and booleans as they were sent; `=...` stays text."""
    sent = [["0812", 812, True, "=IMPORTDATA(A1)", "1,5", "TRUE"]]
    sheet.update(sent, "A1", value_input_option=gspread.utils.ValueInputOption.raw)
    assert sheet.get(value_render_option=gspread.utils.ValueRenderOption.unformatted) == sent
    assert sheet.get() == [["0812", "812", "TRUE", "=IMPORTDATA(A1)", "1,5", "TRUE"]]


@pytest.mark.parametrize(
    ("locale", "typed", "unformatted", "shown"),
    [
        ("in_ID", "0812", 812, "812"),
        ("in_ID", "'0812", "0812", "0812"),
        ("in_ID", "1,5", 1.5, "1,5"),
        ("in_ID", "1.500.000", 1500000, "1.500.000"),
        ("in_ID", "50%", 0.5, "50%"),
        ("in_ID", "1.5", "1.5", "1.5"),
        ("en_US", "1.5", 1.5, "1.5"),
        ("en_US", "1,500", 1500, "1,500"),
        ("in_ID", "22/05/2023", 45068, "22/05/2023"),
        ("en_US", "5/22/2023", 45068, "5/22/2023"),
        ("in_ID", "2023-05-22 12:00", 45068.5, "22/05/2023 12:00:00"),
        ("in_ID", "31/02/2023", "31/02/2023", "31/02/2023"),
        ("in_ID", "true", True, "TRUE"),
        ("in_ID", "=1", 1, "1"),
        ("in_ID", "=IMPORTDATA(A1)", "#N/A", "#N/A"),
        ("in_ID", "9171012345678901", 9171012345678900, "9171012345678900"),
        ("in_ID", "Siti", "Siti", "Siti"),
    ],
)
def test_what_a_person_types_is_understood(world: World, locale: str, typed: str, unformatted: Any, shown: str) -> None:
    """USER_ENTERED reads numbers, dates and formulas as the spreadsheet's locale writes them."""
    tab = world.gspread.open_by_key(world.book(locale=locale)).sheet1
    tab.update([[typed]], "A1", value_input_option=gspread.utils.ValueInputOption.user_entered)
    (found,) = tab.get("A1", value_render_option=gspread.utils.ValueRenderOption.unformatted)
    assert (found, type(found[0])) == ([unformatted], type(unformatted))
    assert tab.acell("A1").value == shown


def test_formula_is_marked_as_one(world: World, book: str, sheet: gspread.Worksheet) -> None:
    """A formula is told from a text that looks the same, so that a test can say that none ever arose."""
    sheet.update([["=A2"]], "A1", value_input_option=gspread.utils.ValueInputOption.user_entered)
    sheet.update([["=A2"]], "B1", value_input_option=gspread.utils.ValueInputOption.raw)
    assert [cell["type"] for cell in world.seen(book, "Sheet1")["rows"][0]] == ["formula", "text"]
    assert sheet.get("A1", value_render_option=gspread.utils.ValueRenderOption.formula) == [["=A2"]]


def test_long_read_may_come_as_a_post(world: World, book: str, sheet: gspread.Worksheet) -> None:
    """A GET that is too long is sent as a POST with an override, and is answered as the GET."""
    sheet.update([["x"]], "C3")
    answer = world.call(
        "POST",
        f"/v4/spreadsheets/{book}/values:batchGet",
        data=[("ranges", "C3"), ("ranges", "A1:D9"), ("majorDimension", "COLUMNS")],
        headers={"X-HTTP-Method-Override": "GET"},
    )
    assert [found.get("values") for found in answer.json()["valueRanges"]] == [[["x"]], [[], [], ["", "", "x"]]]
    assert world.call("POST", f"/v4/spreadsheets/{book}/values:batchGet").status_code == 404
    assert world.watched.problems.pop().startswith("Google knows no POST")


def test_write_outside_its_range_is_refused(world: World, book: str) -> None:
    """Values that do not fit into their range or into the grid are refused, and nothing is written."""
    path = f"/v4/spreadsheets/{book}/values"
    body = {"values": [["a", "b"], ["c", "d"]]}
    params = {"valueInputOption": "RAW"}
    assert "tried writing to row [2]" in message(world.call("PUT", f"{path}/A1:B1", params=params, json=body))
    assert "tried writing to column [B]" in message(world.call("PUT", f"{path}/A1:A2", params=params, json=body))
    beyond = "Range (Sheet1!A1000:B1001) exceeds grid limits. Max rows: 1000, max columns: 26"
    assert message(world.call("PUT", f"{path}/A1000", params=params, json=body)) == beyond
    assert "required" in message(world.call("PUT", f"{path}/A1", json=body))
    assert world.rows(book, 0) == []


def test_append_finds_the_table_and_lengthens_the_grid(world: World, book: str) -> None:
    """Appending writes below the table that the range touches; at the grid's end new rows are added."""
    tab = world.gspread.open_by_key(book).add_worksheet("Meja", 3, 4)
    tab.update([["a", "b"], ["c"]], "B2")
    answer = tab.append_rows([["x", "y"]], table_range="B2")
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Meja!B2:C3", "Meja!B4:C4")
    assert tab.get_all_values() == [["", "", ""], ["", "a", "b"], ["", "c", ""], ["", "x", "y"]]
    inserted = gspread.utils.InsertDataOption.insert_rows
    tab.append_row(["z"], table_range="B2", insert_data_option=inserted)
    assert tab.col_values(2) == ["", "a", "c", "x", "z"]


def test_text_longer_than_a_cell_is_refused(world: World, book: str) -> None:
    """A cell takes 50,000 characters and no more, whichever way they come."""
    for size, status in ((50_000, 200), (50_001, 400)):
        long = "x" * size
        assert world.batch(book, put([long])).status_code == status
        path, params = f"/v4/spreadsheets/{book}/values/A2", {"valueInputOption": "RAW"}
        assert world.call("PUT", path, params=params, json={"values": [[long]]}).status_code == status


# Reads by tab id, as our own door makes them


def test_read_by_tab_id_leaves_out_empty_ends(world: World, book: str) -> None:
    """Trailing empty cells and rows are left out, an open end goes to the grid's end, the filter is echoed."""
    world.batch(book, put(["a", "", "c"], [""], ["d"]))
    answer = world.read(book, 0, endColumnIndex=5).json()
    (found,) = answer["valueRanges"]
    assert found["valueRange"] == {
        "range": "Sheet1!A1:E1000",
        "majorDimension": "ROWS",
        "values": [["a", "", "c"], [], ["d"]],
    }
    wanted = {"sheetId": 0, "startRowIndex": 0, "startColumnIndex": 0, "endColumnIndex": 5}
    assert found["dataFilters"] == [{"gridRange": wanted}]
    assert "values" not in world.read(book, 0, top=3).json()["valueRanges"][0]["valueRange"]


def test_read_beyond_the_grid_or_of_no_tab_is_refused(world: World, book: str) -> None:
    """A range that starts beyond the grid, or a tab id that is not there, refuses the whole read."""
    world.batch(book, {"addSheet": {"properties": {"sheetId": 7, "title": "Form Responses 1"}}})
    limits = {"sheetId": 7, "dimension": "ROWS", "startIndex": 900, "endIndex": 1000}
    world.batch(book, {"deleteDimension": {"range": limits}})
    beyond = "Range ('Form Responses 1'!A901:Z) exceeds grid limits. Max rows: 900, max columns: 26"
    assert message(world.read(book, 7, top=900, endColumnIndex=26)) == beyond
    assert message(world.read(book, 99)) == "No grid with id: 99"
    assert world.read(book, 7, top=899, endRowIndex=2000).ok


def test_a1_filter_and_options_are_understood(world: World, book: str) -> None:
    """A filter may be an A1 range; an unknown rendering is refused."""
    world.batch(book, put(["a", "b"]))
    path = f"/v4/spreadsheets/{book}/values:batchGetByDataFilter"
    answer = world.call("POST", path, json={"dataFilters": [{"a1Range": "Sheet1!B:B"}], "majorDimension": "COLUMNS"})
    assert answer.json()["valueRanges"][0]["valueRange"]["values"] == [["b"]]
    assert "Unable to parse range" in message(world.call("POST", path, json={"dataFilters": [{"a1Range": "Nope!A1"}]}))


# batchUpdate


def test_bad_request_in_a_batch_changes_nothing(world: World, book: str) -> None:
    """One bad request refuses the whole batch, says which one it was, and leaves everything as it was."""
    version = world.google.book(book).version
    bad = {"deleteDimension": {"range": {"sheetId": 5, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}}
    answer = world.batch(book, put(["a"]), {"addSheet": {"properties": {"title": "Meja"}}}, bad)
    assert message(answer) == "Invalid requests[2].deleteDimension: No grid with id: 5"
    assert world.rows(book, 0) == []
    assert [sheet.title for sheet in world.google.book(book).sheets] == ["Sheet1"]
    assert world.google.book(book).version == version


def test_unknown_kind_of_request_is_refused(world: World, book: str) -> None:
    """A kind of request that the simulator does not speak is refused loudly, and the oracle minds it as well."""
    assert message(world.batch(book, {"paintItBlack": {}})).startswith("Invalid requests[0].paintItBlack: ")
    assert "paintItBlack" in world.watched.problems.pop()


def test_batch_makes_a_desk(world: World, book: str) -> None:
    """A tab with header, formats, dropdown, widths, protection, colours and filter is made in one batch."""
    block = {"sheetId": 17, "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    whole = {"sheetId": 17, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    red = {"backgroundColor": {"red": 1.0, "green": 0.5}}
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": "Tolak"}]}
    rule = {"ranges": [block], "booleanRule": {"condition": condition, "format": red}}
    note = {"rows": [{"values": [{"note": "Pilih"}]}], "start": {"sheetId": 17}, "fields": "note"}
    repeated = {"range": block, "cell": {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}}
    answer = world.batch(
        book,
        {"addSheet": {"properties": {"sheetId": 17, "title": "Meja", "index": 0, "gridProperties": {"rowCount": 9}}}},
        put(["Keputusan"], ["Tolak"], ["Setujui"], sheet_id=17),
        {"updateCells": note},
        {"setDataValidation": {"range": block, "rule": DROPDOWN}},
        {"repeatCell": {**repeated, "fields": "userEnteredFormat.numberFormat"}},
        {"updateDimensionProperties": {"range": whole, "properties": {"pixelSize": 160}, "fields": "pixelSize"}},
        {"addProtectedRange": {"protectedRange": {"range": block, "warningOnly": True}}},
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"setBasicFilter": {"filter": {"range": {"sheetId": 17}}}},
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 17, "gridProperties": {"frozenRowCount": 1}},
                "fields": "gridProperties.frozenRowCount",
            }
        },
        {"addNamedRange": {"namedRange": {"name": "keputusan", "range": block}}},
    )
    replies = answer.json()["replies"]
    assert [sorted(reply) for reply in replies] == [
        ["addSheet"], [], [], [], [], [], ["addProtectedRange"], [], [], [], ["addNamedRange"]
    ]  # fmt: skip
    seen = world.seen(book, "Meja")
    assert (seen["index"], seen["frozenRows"], seen["columns"][0]["width"]) == (0, 1, 160)
    assert seen["rows"][0][0] == {"value": "Keputusan", "type": "text", "note": "Pilih"}
    options = ["Setujui", "Tolak"]
    assert seen["rows"][1][0] == {"value": "Tolak", "type": "text", "bg": "#ff8000", "options": options}
    assert seen["rows"][2][0] == {"value": "Setujui", "type": "text", "options": options}
    named = world.call("GET", f"/v4/spreadsheets/{book}/values/keputusan").json()
    assert named["values"] == [["Tolak"], ["Setujui"]]
    kept = world.call("GET", f"/v4/spreadsheets/{book}").json()["sheets"][0]
    assert {"protectedRanges", "conditionalFormats", "basicFilter"} < set(kept)


def test_rows_on_top_look_like_the_rows_below(world: World, book: str) -> None:
    """Rows inserted at the top take format and dropdown from the row below, not from the header."""
    block = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 1}
    place = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}
    world.batch(book, put(["Keputusan"], ["Tolak"]), {"setDataValidation": {"range": block, "rule": DROPDOWN}})
    world.batch(book, {"insertDimension": {"range": place, "inheritFromBefore": False}}, put(["Setujui"], row=1))
    assert world.rows(book, 0) == [["Keputusan"], ["Setujui"], [], ["Tolak"]]
    assert [row[0].get("options") for row in world.seen(book, "Sheet1")["rows"]] == [None, *[["Setujui", "Tolak"]] * 3]


def test_rows_and_columns_are_moved_and_deleted(world: World, book: str) -> None:
    """Rows and columns are moved, deleted and appended with all that they hold."""
    world.batch(book, put(["a", "b", "c"], ["1", "2", "3"], ["x", "y", "z"]))
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    columns = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}
    world.batch(book, {"moveDimension": {"source": rows, "destinationIndex": 3}})
    world.batch(book, {"moveDimension": {"source": columns, "destinationIndex": 0}})
    assert world.rows(book, 0) == [["3", "1", "2"], ["z", "x", "y"], ["c", "a", "b"]]
    world.batch(book, {"deleteDimension": {"range": rows}}, {"deleteDimension": {"range": columns}})
    world.batch(book, {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}})
    assert world.rows(book, 0) == [["z", "x"], ["c", "a"]]
    assert len(world.google.book(book).sheets[0].rows) == 1000


def test_cells_are_appended_and_cleared(world: World, book: str) -> None:
    """AppendCells writes below the last row; updateCells over a range clears what the rows do not name."""
    world.batch(book, put(["a", "b"]))
    fields = "userEnteredValue"
    world.batch(book, {"appendCells": {"sheetId": 0, "rows": [{"values": [text("c"), text("d")]}], "fields": fields}})
    block = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    world.batch(book, {"updateCells": {"range": block, "rows": [{"values": [text("e")]}], "fields": fields}})
    assert world.rows(book, 0) == [["e"]]


def test_sort_by_the_api_moves_only_its_range(world: World, book: str) -> None:
    """SortRange orders numbers before text before nothing, and leaves what is beside the range."""
    rows = [{"values": [cell, text(f"ket {i}")]} for i, cell in enumerate((text("b"), {}, text("A")))]
    rows.append({"values": [{"userEnteredValue": {"numberValue": 5}}, text("ket 3")]})
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    span = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 1}
    world.batch(
        book,
        {"updateCells": {"rows": rows, "start": start, "fields": "userEnteredValue"}},
        {"sortRange": {"range": span, "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]}},
    )
    assert world.rows(book, 0) == [["b", "ket 0"], ["A", "ket 1"], [5, "ket 2"], ["", "ket 3"]]


def test_chart_and_rules_are_kept(world: World, book: str) -> None:
    """A chart is accepted, gets an id and is shown again; colour rules and protections can be taken away."""
    place = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 2, "columnIndex": 2}}}
    chart = {"spec": {"title": "Permohonan"}, "position": place}
    made = world.batch(book, {"addChart": {"chart": chart}}).json()["replies"][0]["addChart"]["chart"]
    assert world.call("GET", f"/v4/spreadsheets/{book}").json()["sheets"][0]["charts"] == [made]
    rule = {"ranges": [{"sheetId": 0}], "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {}}}
    reply = world.batch(
        book,
        {"addConditionalFormatRule": {"rule": rule}},
        {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}},
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
    ).json()["replies"]
    number = reply[1]["addProtectedRange"]["protectedRange"]["protectedRangeId"]
    world.batch(book, {"deleteProtectedRange": {"protectedRangeId": number}})
    assert set(world.call("GET", f"/v4/spreadsheets/{book}").json()["sheets"][0]) == {"properties", "charts"}


def test_a_chart_with_an_id_of_its_own_is_changed_by_it(world: World, book: str) -> None:
    """Once only may it be added; the page tells where it lies and what it is called."""
    place = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 2, "columnIndex": 3}, "widthPixels": 500}}
    add = {"addChart": {"chart": {"chartId": 77, "spec": {"title": "Lama"}, "position": place}}}
    assert world.batch(book, add).ok
    assert world.batch(book, add).status_code == 400
    assert world.batch(book, {"updateChartSpec": {"chartId": 77, "spec": {"title": "Baru"}}}).ok
    assert world.batch(book, {"updateChartSpec": {"chartId": 78, "spec": {}}}).status_code == 400
    (shown,) = world.seen(book, "Sheet1")["charts"]
    assert shown == {"title": "Baru", "row": 2, "column": 3, "width": 500, "height": 371}


def test_the_time_between_two_reckonings_is_kept(world: World, book: str) -> None:
    """As it was asked for."""
    every = {"properties": {"autoRecalc": "MINUTE"}, "fields": "autoRecalc"}
    assert world.batch(book, {"updateSpreadsheetProperties": every}).ok
    assert world.call("GET", f"/v4/spreadsheets/{book}").json()["properties"]["autoRecalc"] == "MINUTE"


@pytest.mark.parametrize(
    ("request_", "wrong"),
    [
        ({"addSheet": {"properties": {"title": "sheet1"}}}, "already exists"),
        ({"addSheet": {"properties": {"title": "X", "sheetId": 0}}}, "already exists"),
        ({"deleteSheet": {"sheetId": 0}}, "can't remove all"),
        (
            {"updateSheetProperties": {"properties": {"sheetId": 9, "title": "X"}, "fields": "title"}},
            "No sheet with id",
        ),
        (put(["x"], row=1000), "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ({"updateCells": {"rows": [], "start": {"sheetId": 0}}}, "At least one field"),
        ({"updateCells": {"rows": [], "fields": "note"}}, "Either range or start"),
        ({"repeatCell": {"range": {"sheetId": 0, "endRowIndex": 1001}, "cell": {}, "fields": "note"}}, "exceeds grid"),
        ({"repeatCell": {"cell": {}, "fields": "note"}}, "range must be set"),
        ({"setDataValidation": {"range": {"sheetId": 4}}}, "No grid with id: 4"),
        (
            {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1000, "endIndex": 1001}}},
            "must be less than the grid size",
        ),
        (
            {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1000, "endIndex": 1001}}},
            "Cannot delete a row that doesn't exist. Tried to delete row index 1000 but there are only 1000 rows.",
        ),
        ({"deleteDimension": {"range": {"sheetId": 0, "dimension": "COLUMNS"}}}, "can't delete all the columns"),
    ],
)
def test_impossible_request_is_refused_in_googles_words(world: World, book: str, request_: Json, wrong: str) -> None:
    """Each impossible request is refused with the kind and the reason."""
    said = message(world.batch(book, request_))
    assert said.startswith(f"Invalid requests[0].{next(iter(request_))}: ")
    assert wrong in said


def test_rows_below_a_frozen_header_cannot_all_be_deleted(world: World, book: str) -> None:
    """With a frozen header at least one row below it must stay."""
    grid = {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}}
    world.batch(book, {"updateSheetProperties": {"properties": grid, "fields": "gridProperties.frozenRowCount"}})
    rest = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1}
    said = message(world.batch(book, {"deleteDimension": {"range": rest}}))
    assert said == "Invalid requests[0].deleteDimension: Sorry, it is not possible to delete all non-frozen rows."


# What people do


def test_dropdown_refuses_what_is_not_in_it(world: World, book: str) -> None:
    """A person cannot type into a strict dropdown what it does not offer, but can empty it."""
    world.batch(book, {"setDataValidation": {"range": {"sheetId": 0, "endColumnIndex": 1}, "rule": DROPDOWN}})
    path = f"spreadsheets/{book}/cells"
    assert world.try_human(path, sheetId=0, cell="A1", value="Terserah").status_code == 409
    world.human(path, sheetId=0, cell="A1", value="Setujui")
    world.human(path, sheetId=0, cell="B1", value="=A1")
    assert world.rows(book, 0) == [["Setujui", "#N/A"]]
    world.human(path, title="Sheet1", cell="A1", value="")
    world.human(f"spreadsheets/{book}/clear", sheetId=0, range="B1:B2")
    assert world.rows(book, 0) == []


def test_people_sort_insert_and_delete_rows(world: World, book: str) -> None:
    """A person's sort keeps the header; inserting and deleting moves the rows below."""
    world.batch(book, put(["Nama"], ["b"], ["a"], ["c"]))
    world.human(f"spreadsheets/{book}/sort", sheetId=0, column=0, ascending=False)
    assert world.rows(book, 0) == [["Nama"], ["c"], ["b"], ["a"]]
    world.human(f"spreadsheets/{book}/rows/insert", sheetId=0, start=1, end=2)
    world.human(f"spreadsheets/{book}/rows/delete", sheetId=0, start=2, end=4)
    assert world.rows(book, 0) == [["Nama"], [], ["a"]]


def test_version_grows_only_with_changes(world: World, book: str) -> None:
    """The page asks with the version that it has and is told in short when nothing has changed."""
    url = f"{world.url}/_sim/google/spreadsheets/{book}"
    version = requests.get(url, timeout=TIMEOUT).json()["version"]
    short = requests.get(url, params={"since": version}, timeout=TIMEOUT).json()
    assert (short["version"], short["unchanged"]) == (version, True)
    world.batch(book, put(["x"]))
    assert requests.get(url, params={"since": version}, timeout=TIMEOUT).json()["version"] == version + 1


def test_wrong_human_act_is_refused(world: World, book: str) -> None:
    """A human act on what is not there, or without what it needs, says so."""
    path = f"spreadsheets/{book}/cells"
    for status, body in (
        (400, {"sheetId": 5, "cell": "A1", "value": ""}),
        (400, {"sheetId": 0, "value": "x"}),
        (400, {"sheetId": 0, "cell": "A9999", "value": "x"}),
        (404, {"title": "Meja", "cell": "A1", "value": "x"}),
    ):
        answer = world.try_human(path, **body)
        assert (answer.status_code, set(answer.json())) == (status, {"error"})
    assert world.try_human("spreadsheets/nowhere/cells", sheetId=0, cell="A1", value="").status_code == 404
