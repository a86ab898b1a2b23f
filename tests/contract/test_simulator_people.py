"""What people do to a spreadsheet, and what the Sheets API then shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from simulator.google.models import Google
from tests.contract.google_oracle import Json
from tests.contract.google_world import World
from tests.system.desk import Book, Desk

TAB = {"sheetId": 0}
HEADS = ["Nama", "Status", "Catatan"]
DROPDOWN = {
    "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Baru"}, {"userEnteredValue": "Selesai"}]},
    "strict": True,
    "showCustomUi": True,
}
CHECKBOX = {"condition": {"type": "BOOLEAN"}, "strict": True}
SIR, MADAM = "kades@desa-contoh.example", "sekdes@desa-contoh.example"


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


class Office:
    """A spreadsheet with a header and three rows, in a person's hands and as the API reads it."""

    def __init__(self, world: World) -> None:
        self.world, self.id = world, world.book()
        self.book = Book(world.url, self.id)
        self.book.paste("A1", HEADS, ["Siti", "Baru", "x"], ["Budi", "Selesai", "y"], ["Ana", "Baru", "z"], **TAB)

    def rows(self, sheet_id: int = 0) -> list[list[object]]:
        return self.world.rows(self.id, sheet_id)

    def names(self) -> list[object]:
        return [row[0] if row else "" for row in self.rows()[1:]]

    def do(self, *requests: Json) -> Json:
        """A batchUpdate that must succeed."""
        answer = self.world.batch(self.id, *requests)
        assert answer.ok, answer.text
        found: Json = answer.json()
        return found

    def validate(self, rule: Json, **ends: int) -> None:
        self.do({"setDataValidation": {"range": {"sheetId": 0, "startRowIndex": 1, **ends}, "rule": rule}})

    def see(self, fields: str) -> Json:
        """The first tab as spreadsheets.get shows it."""
        answer = self.world.call("GET", f"/v4/spreadsheets/{self.id}", params={"fields": f"sheets({fields})"})
        found: Json = answer.json()["sheets"][0]
        return found

    def protect(self, **protection: object) -> int:
        """Protect the column Status below its header through the API; the protection's id."""
        status = {"sheetId": 0, "startRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 2}
        done = self.do({"addProtectedRange": {"protectedRange": {"range": status, **protection}}})
        return int(done["replies"][0]["addProtectedRange"]["protectedRange"]["protectedRangeId"])


@pytest.fixture
def office(world: World) -> Iterator[Office]:
    office = Office(world)
    yield office
    office.book.close()


# Cells


def test_a_block_is_pasted_over_anything(office: Office) -> None:
    """Over the header, over a dropdown that would refuse it, and beyond the grid, which grows."""
    office.validate(DROPDOWN, startColumnIndex=1, endColumnIndex=2)
    assert "daftar" in office.book.refused("cells", cell="B2", value="Terserah", **TAB)
    office.book.paste("A1", ["Nama Warga", "Keadaan"], ["Siti", "Terserah"], **TAB)
    assert office.rows()[:2] == [["Nama Warga", "Keadaan", "Catatan"], ["Siti", "Terserah", "x"]]
    office.book.paste("A1000", ["jauh"], ["di bawah"], **TAB)
    assert office.rows()[1000] == ["di bawah"]


def test_a_row_is_cut_and_pasted_elsewhere(office: Office) -> None:
    """With looks and dropdown; where it was, a bare row is left."""
    office.validate(DROPDOWN, endRowIndex=2, startColumnIndex=1, endColumnIndex=2)
    office.book.cut("2:2", "A7", **TAB)
    assert office.rows()[1:] == [[], ["Budi", "Selesai", "y"], ["Ana", "Baru", "z"], [], [], ["Siti", "Baru", "x"]]
    shown = office.book.cells("Sheet1")
    assert "options" not in shown[1][1]
    assert shown[6][1]["options"] == ["Baru", "Selesai"]


def test_cells_are_copied_filled_and_cleared(office: Office) -> None:
    """A copy carries its note, a fill leaves notes where they are, clearing leaves looks and dropdown."""
    office.validate(DROPDOWN, endRowIndex=2, startColumnIndex=1, endColumnIndex=2)
    note = {"rows": [{"values": [{"note": "lihat"}]}], "start": {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}}
    office.do({"updateCells": {**note, "fields": "note"}})
    office.book.fill("B2:B4", **TAB)
    office.book.copy("B2", "C2", **TAB)
    office.book.clear("A2:B3", **TAB)
    assert office.rows()[1:] == [["", "", "Baru"], ["", "", "y"], ["Ana", "Baru", "z"]]
    shown = office.book.cells("Sheet1")
    assert [row[1].get("note") for row in shown] == [None, "lihat", None, None]
    assert [row[1].get("options") for row in shown[1:]] == [["Baru", "Selesai"]] * 3
    assert shown[1][2]["note"] == "lihat"
    assert office.book.refused("fill", range="B2", **TAB)


# Checkboxes


def test_a_checkbox_that_nobody_ticked_reads_false(office: Office) -> None:
    """Down to the last row of its range, so that appended cells come below it all, as they do at Google."""
    office.validate(CHECKBOX, endRowIndex=9, startColumnIndex=3, endColumnIndex=4)
    assert [row[3] for row in office.rows()[1:]] == [False] * 8
    office.do({"appendCells": {"sheetId": 0, "rows": [{"values": [{"userEnteredValue": {"stringValue": "lagi"}}]}],
                               "fields": "userEnteredValue"}})  # fmt: skip
    assert office.rows()[9] == ["lagi"]


def test_a_checkbox_is_ticked_typed_and_cleared(office: Office) -> None:
    """A tap turns it over, TRUE ticks it even in a text column, clearing unticks it, other words are refused."""
    text = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    column = {"sheetId": 0, "startColumnIndex": 3, "endColumnIndex": 4}
    office.do({"repeatCell": {"range": column, "cell": text, "fields": "userEnteredFormat.numberFormat"}})
    office.validate(CHECKBOX, endRowIndex=5, startColumnIndex=3, endColumnIndex=4)
    office.book.tick("D2", **TAB)
    office.book.type("D3", "true", **TAB)
    office.book.tick("D4", ticked=True, **TAB)
    office.book.clear("D4", **TAB)
    assert [row[3] for row in office.rows()[1:]] == [True, True, False, False]
    assert [row[3].get("ticked") for row in office.book.cells("Sheet1")] == [None, True, True, False, False]
    assert office.book.refused("cells", cell="D3", value="mungkin", **TAB)
    assert office.book.refused("tick", cell="A2", **TAB)
    office.book.tick("D2", **TAB)
    assert office.rows()[1][3] is False
    assert office.see("data.rowData.values(userEnteredValue,dataValidation/condition)")["data"][0]["rowData"][1][
        "values"
    ][3] == {"userEnteredValue": {"boolValue": False}, "dataValidation": {"condition": {"type": "BOOLEAN"}}}


def test_a_checkbox_may_hold_two_words(office: Office) -> None:
    """Then these are what it reads, ticked and not."""
    words = [{"userEnteredValue": "Ya"}, {"userEnteredValue": "Tidak"}]
    office.validate(
        {"condition": {"type": "BOOLEAN", "values": words}}, endRowIndex=3, startColumnIndex=3, endColumnIndex=4
    )
    office.book.tick("D2", **TAB)
    assert [row[3:] for row in office.rows()[1:3]] == [["Ya"], ["Tidak"]]


def test_rows_inserted_among_checkboxes_have_one(office: Office) -> None:
    """A new row has the box of its neighbour, not its tick."""
    office.validate(CHECKBOX, endRowIndex=4, startColumnIndex=3, endColumnIndex=4)
    office.book.tick("D2", **TAB)
    place = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    office.do({"insertDimension": {"range": place, "inheritFromBefore": False}})
    assert [row[3] for row in office.rows()[1:3]] == [False, True]


def test_numbers_and_truths_are_written_as_such(office: Office) -> None:
    """UpdateCells takes numberValue and boolValue beside text."""
    values = [{"userEnteredValue": value} for value in ({"numberValue": 7}, {"numberValue": 1.5}, {"boolValue": True})]
    start = {"sheetId": 0, "rowIndex": 1, "columnIndex": 0}
    office.do({"updateCells": {"rows": [{"values": values}], "start": start, "fields": "userEnteredValue"}})
    assert office.rows()[1] == [7, 1.5, True]
    assert [cell["value"] for cell in office.book.cells("Sheet1")[1]] == ["7", "1,5", "TRUE"]


def test_a_requests_cells_are_found_by_header(office: Office) -> None:
    """Wherever their column was dragged and their row was sorted to."""
    office.book.act("sheets/rename", sheetId=0, title="Meja")
    office.book.paste("D1", ["No. Permohonan"], ["SKU-1"], ["SKU-2"], ["SKU-3"], **TAB)
    office.validate(CHECKBOX, endRowIndex=4, startColumnIndex=4, endColumnIndex=5)
    office.book.type("E1", "Dicetak", **TAB)
    office.book.sort(0, **TAB)
    office.book.move_column(4, 0, **TAB)
    desk = Desk(office.book)
    assert (desk.column("Nama"), desk.cell("SKU-1", "Catatan")) == (1, "D4")
    desk.type("SKU-2", "Catatan", "hubungi")
    desk.tick("SKU-2", "Dicetak")
    assert office.rows()[1:4] == [
        [False, "Ana", "Baru", "z", "SKU-3"],
        [True, "Budi", "Selesai", "hubungi", "SKU-2"],
        [False, "Siti", "Baru", "x", "SKU-1"],
    ]
    desk.tick("SKU-2", "Dicetak", ticked=False)
    assert office.rows()[2][0] is False


# Rows and columns


def test_the_whole_tab_is_sorted_or_a_part_of_it(office: Office) -> None:
    """Only some columns, which tears rows apart, or only some rows; the header stays."""
    office.book.sort(0, **TAB)
    assert office.rows() == [HEADS, ["Ana", "Baru", "z"], ["Budi", "Selesai", "y"], ["Siti", "Baru", "x"]]
    office.book.sort(0, "A2:A4", ascending=False, **TAB)
    assert office.rows()[1:] == [["Siti", "Baru", "z"], ["Budi", "Selesai", "y"], ["Ana", "Baru", "x"]]
    office.book.sort(0, "A3:C4", **TAB)
    assert office.names() == ["Siti", "Ana", "Budi"]
    assert office.book.refused("sort", column=2, range="A2:B4", **TAB)


def test_a_filter_hides_rows_from_people_alone(office: Office) -> None:
    """All values are read all the same; what is hidden by it is told, and a validation passes over it unless told."""
    office.book.filter(1, "Baru", **TAB)
    assert office.names() == ["Siti", "Budi", "Ana"]
    assert office.book.texts("Sheet1")[1] == ["Siti", "Baru", "x"]
    assert office.world.seen(office.id, "Sheet1")["hiddenRows"] == [1, 3]
    seen = office.see("basicFilter,data.rowMetadata.hiddenByFilter")
    assert seen["basicFilter"]["filterSpecs"] == [{"columnIndex": 1, "filterCriteria": {"hiddenValues": ["Baru"]}}]
    assert [line.get("hiddenByFilter") for line in seen["data"][0]["rowMetadata"][:5]] == [None, True, None, True, None]
    office.validate(DROPDOWN, endRowIndex=4, startColumnIndex=1, endColumnIndex=2)
    assert ["options" in row[1] for row in office.book.cells("Sheet1")[1:]] == [False, True, False]
    office.book.clear_filter(**TAB)
    assert office.world.seen(office.id, "Sheet1")["hiddenRows"] == []
    assert "basicFilter" not in office.see("basicFilter,properties")


def test_rows_are_inserted_and_deleted(office: Office) -> None:
    """Blank rows move the others down; rows that are not there cannot be deleted."""
    office.book.insert_rows(1, 3, **TAB)
    assert office.names() == ["", "", "Siti", "Budi", "Ana"]
    office.book.delete_rows(1, 4, **TAB)
    assert office.names() == ["Budi", "Ana"]
    assert office.book.refused("rows/delete", start=0, end=5000, **TAB)


def test_columns_are_moved_duplicated_hidden_and_deleted(office: Office) -> None:
    """With all that they hold; a hidden one is read as before."""
    office.book.move_column(0, 2, **TAB)
    assert office.rows()[:2] == [["Status", "Catatan", "Nama"], ["Baru", "x", "Siti"]]
    office.book.duplicate_column(0, **TAB)
    assert office.rows()[1] == ["Baru", "Baru", "x", "Siti"]
    office.book.delete_column(2, **TAB)
    office.book.insert_column(0, **TAB)
    office.book.type("A1", "Keadaan", **TAB)
    assert office.rows()[:2] == [["Keadaan", "Status", "Status", "Nama"], ["", "Baru", "Baru", "Siti"]]
    office.book.hide_column(3, **TAB)
    assert office.rows()[1][3] == "Siti"
    columns = office.see("data.columnMetadata.hiddenByUser")["data"][0]["columnMetadata"]
    assert [column.get("hiddenByUser") for column in columns[:5]] == [None, None, None, True, None]
    office.book.hide_column(3, hidden=False, **TAB)
    assert not office.world.seen(office.id, "Sheet1")["columns"][3]["hidden"]
    assert office.book.refused("columns/move", column=0, to=99, **TAB)


def test_the_api_hides_columns_too(office: Office) -> None:
    """UpdateDimensionProperties with hiddenByUser, and back."""
    place = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 3}
    hide = {"range": place, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    office.do({"updateDimensionProperties": hide})
    shown = office.world.seen(office.id, "Sheet1")["columns"]
    assert [column["hidden"] for column in shown[:4]] == [False, True, True, False]
    office.do({"updateDimensionProperties": hide | {"properties": {}}})
    assert not any(column["hidden"] for column in office.world.seen(office.id, "Sheet1")["columns"])


@pytest.mark.parametrize(
    ("act", "rows", "columns"),
    [
        (("rows/insert", {"start": 1, "end": 3}), (3, 5), (0, 2)),
        (("rows/insert", {"start": 2, "end": 3}), (1, 4), (0, 2)),
        (("rows/delete", {"start": 0, "end": 2}), (0, 1), (0, 2)),
        (("columns/insert", {"column": 1}), (1, 3), (0, 3)),
        (("columns/delete", {"column": 0}), (1, 3), (0, 1)),
        (("columns/move", {"column": 1, "to": 5}), (1, 3), (0, 1)),
        (("columns/move", {"column": 5, "to": 1}), (1, 3), (0, 3)),
        (("columns/move", {"column": 5, "to": 0}), (1, 3), (1, 3)),
    ],
)
def test_what_lies_over_cells_goes_along(
    office: Office, act: tuple[str, Json], rows: tuple[int, int], columns: tuple[int, int]
) -> None:
    """Protections and colours follow the rows and columns that people insert, delete and move."""
    names = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    block = {"sheetId": 0} | dict(zip(names, (1, 3, 0, 2), strict=True))
    rule = {"ranges": [block], "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {}}}
    office.do({"addProtectedRange": {"protectedRange": {"range": block}}}, {"addConditionalFormatRule": {"rule": rule}})
    deed, body = act
    office.book.act(deed, **body, **TAB)
    seen = office.see("protectedRanges,conditionalFormats")
    wanted = {"sheetId": 0} | dict(zip(names, (*rows, *columns), strict=True))
    assert seen["protectedRanges"][0]["range"] == seen["conditionalFormats"][0]["ranges"][0] == wanted


def test_what_lay_over_deleted_cells_is_gone(office: Office) -> None:
    """With the last of its rows; what reaches to the grid's end stays."""
    block = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3}
    office.do({"addProtectedRange": {"protectedRange": {"range": block}}}, {"addProtectedRange": {"protectedRange": {
        "range": {"sheetId": 0, "startRowIndex": 1}}}})  # fmt: skip
    office.book.delete_rows(1, 4, **TAB)
    assert [each["range"] for each in office.see("protectedRanges")["protectedRanges"]] == [
        {"sheetId": 0, "startRowIndex": 1}
    ]


# Tabs and the whole


def test_tabs_are_renamed_duplicated_and_deleted(office: Office) -> None:
    """A copy is a tab of its own; the last visible tab cannot be deleted."""
    office.protect()
    office.book.rename_tab("Sheet1", "Meja")
    office.book.duplicate_tab(title="Meja")
    office.book.duplicate_tab(title="Meja", copyTitle="Cadangan")
    assert office.book.titles() == ["Meja", "Cadangan", "Copy of Meja"]
    office.book.type("A2", "Joko", title="Cadangan")
    assert (office.names()[0], office.book.texts("Cadangan")[1][0]) == ("Siti", "Joko")
    fields = "sheets(properties.sheetId,protectedRanges)"
    sheets = office.world.call("GET", f"/v4/spreadsheets/{office.id}", params={"fields": fields}).json()["sheets"]
    assert all(one["protectedRanges"][0]["range"]["sheetId"] == one["properties"]["sheetId"] for one in sheets)
    assert len({one["protectedRanges"][0]["protectedRangeId"] for one in sheets}) == 3
    office.book.delete_tab(title="Meja")
    office.book.delete_tab(title="Cadangan")
    assert office.book.refused("sheets/delete", title="Copy of Meja")
    assert office.book.refused("sheets/rename", sheetId=0, title="Meja")


def test_another_locale_shows_the_same_cells_otherwise(office: Office) -> None:
    """Dates and numbers keep their values and change their faces; what is typed from then on is read otherwise."""
    office.book.paste("A5", ["22/05/2023", "1,5"], **TAB)
    assert (office.rows()[4], office.book.texts("Sheet1")[4][:2]) == ([45068, 1.5], ["22/05/2023", "1,5"])
    office.book.change_locale("en_US")
    assert (office.rows()[4], office.book.texts("Sheet1")[4][:2]) == ([45068, 1.5], ["5/22/2023", "1.5"])
    office.book.paste("A6", ["5/22/2023", "1,5"], **TAB)
    assert office.rows()[5] == [45068, "1,5"]
    assert office.book.refused("settings")


def test_how_often_the_whole_is_worked_out_anew_is_set(office: Office) -> None:
    """AutoRecalc is kept and shown; none other than Google's three is taken."""

    def ask(recalc: str) -> Json:
        return {"updateSpreadsheetProperties": {"properties": {"autoRecalc": recalc}, "fields": "autoRecalc"}}

    office.do(ask("MINUTE"))
    path = f"/v4/spreadsheets/{office.id}"
    fields = {"fields": "properties.autoRecalc"}
    assert office.world.call("GET", path, params=fields).json() == {"properties": {"autoRecalc": "MINUTE"}}
    assert office.world.batch(office.id, ask("RECALCULATION_INTERVAL_UNSPECIFIED")).status_code == 400


def test_an_earlier_version_is_restored(office: Office) -> None:
    """With tabs, settings and looks, not with who has access; the state before can be had back as well."""
    office.validate(DROPDOWN, startColumnIndex=1, endColumnIndex=2)
    number = office.book.name_version("pagi")
    office.book.type("A2", "Joko", **TAB)
    office.book.change_locale("en_US")
    office.book.duplicate_tab(**TAB)
    office.book.share(link="reader")
    office.book.restore(number)
    assert (office.names(), office.book.titles()) == (["Siti", "Budi", "Ana"], ["Sheet1"])
    assert office.world.google.book(office.id).locale == "in_ID"
    assert office.world.google.book(office.id).link == "reader"
    assert office.book.cells("Sheet1")[1][1]["options"] == ["Baru", "Selesai"]
    kept = office.book.versions()
    assert [version["name"] for version in kept] == ["", "pagi", ""]
    office.book.restore(kept[-1]["version"])
    assert (office.names()[0], office.book.titles()) == ("Joko", ["Sheet1", "Copy of Sheet1"])
    assert office.book.refused("versions/restore", version=12345)


def test_versions_without_a_name_are_kept_now_and_then() -> None:
    """One for each minute in which something changed, and not without end."""
    now = datetime(2026, 5, 4, 8, tzinfo=UTC)
    google = Google(clock=lambda: now)
    book = google.create_spreadsheet("Layanan")
    numbers = []
    for turn in range(40):
        now += timedelta(seconds=30)
        google.change(book.id, lambda draft, turn=turn: setattr(draft, "title", f"{turn}"))
        numbers = [version["version"] for version in google.versions(book.id)]
    assert numbers == [*range(17, 41, 2)]


# Protected ranges


def test_a_protected_range_is_for_its_editors(office: Office) -> None:
    """Others may neither type there nor move, delete or cover it; beside it they may do what they like."""
    number = office.protect(editors={"users": [SIR]})
    madam, sir = office.book.of(MADAM), office.book.of(SIR)
    tries: list[tuple[str, Json]] = [
        ("cells", {"cell": "B2", "value": "Selesai"}),
        ("clear", {"range": "A2:C2"}),
        ("sort", {"column": 1}),
        ("rows/delete", {"start": 1, "end": 2}),
        ("rows/insert", {"start": 2, "end": 3}),
        ("cut", {"range": "A2:C2", "to": "A9"}),
        ("copy", {"range": "A2", "to": "B2"}),
        ("paste", {"cell": "A2", "values": [["a", "b"]]}),
        ("columns/delete", {"column": 1}),
    ]
    for deed, body in tries:
        assert "dilindungi" in madam.refused(deed, **body, **TAB), deed
    madam.type("A2", "Siti Aminah", **TAB)
    madam.type("B1", "Keadaan", **TAB)
    sir.type("B2", "Selesai", **TAB)
    office.book.type("B3", "Baru", **TAB)
    assert office.rows()[:3] == [["Nama", "Keadaan", "Catatan"], ["Siti Aminah", "Selesai", "x"], ["Budi", "Baru", "y"]]
    office.do({"deleteProtectedRange": {"protectedRangeId": number}})
    madam.type("B2", "Baru", **TAB)
    madam.close()
    sir.close()


def test_a_tab_with_a_protected_range_is_not_deleted_by_others(office: Office) -> None:
    """Nor does a row above it count as a change to it."""
    office.book.duplicate_tab(**TAB)
    span = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2}
    office.do({"addProtectedRange": {"protectedRange": {"range": span, "editors": {"users": [SIR]}}}})
    madam = office.book.of(MADAM)
    assert madam.refused("sheets/delete", **TAB)
    madam.insert_rows(0, 1, **TAB)
    assert madam.refused("cells", cell="A3", value="x", **TAB)
    madam.type("A2", "x", **TAB)
    madam.close()


def test_a_warning_lets_everybody_through(office: Office) -> None:
    """And knows no editors; made a hard protection later, it stops those who are not named."""
    number = office.protect(warningOnly=True, editors={"users": [SIR]})
    madam = office.book.of(MADAM)
    madam.type("B2", "Selesai", **TAB)
    (shown,) = office.see("protectedRanges")["protectedRanges"]
    assert (shown["warningOnly"], "editors" in shown) == (True, False)
    changed = {"protectedRangeId": number, "warningOnly": False, "editors": {"users": [SIR]}, "description": "Status"}
    fields = "warningOnly,editors,description"
    office.do({"updateProtectedRange": {"protectedRange": changed, "fields": fields}})
    assert madam.refused("cells", cell="B2", value="Baru", **TAB)
    (shown,) = office.see("protectedRanges")["protectedRanges"]
    assert (shown["description"], shown["requestingUserCanEdit"]) == ("Status", True)
    assert office.world.key["client_email"] in shown["editors"]["users"]
    unknown = {"updateProtectedRange": {"protectedRange": changed | {"protectedRangeId": 5}, "fields": fields}}
    assert office.world.batch(office.id, unknown).status_code == 400
    madam.close()


def test_what_people_protect_stops_the_service_account(office: Office) -> None:
    """It may not write there, is not told who may, and can write everywhere else."""
    office.book.protect("B1:B9", editors=[SIR], **TAB)
    write = {"rows": [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}], "fields": "userEnteredValue"}
    place = {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}
    refused = office.world.batch(office.id, {"updateCells": {**write, "start": place}})
    assert (refused.status_code, "protected cell" in refused.text) == (400, True)
    office.do({"updateCells": {**write, "start": place | {"columnIndex": 0}}})
    assert office.rows()[1] == ["x", "Baru", "x"]
    (shown,) = office.see("protectedRanges")["protectedRanges"]
    assert shown.keys() & {"editors", "requestingUserCanEdit"} == set()


def test_a_whole_tab_is_protected_but_for_some_cells(office: Office) -> None:
    """Unprotected ranges are open to everybody."""
    open_cells = {"sheetId": 0, "startRowIndex": 1, "startColumnIndex": 2, "endColumnIndex": 3}
    wanted = {"range": {"sheetId": 0}, "unprotectedRanges": [open_cells], "editors": {"users": []}}
    office.do({"addProtectedRange": {"protectedRange": wanted}})
    madam = office.book.of(MADAM)
    madam.type("C2", "boleh", **TAB)
    assert madam.refused("cells", cell="B2", value="Selesai", **TAB)
    madam.close()


# Tables


def test_a_tab_becomes_a_table(office: Office) -> None:
    """It is shown with its columns; the dropdown's rule lives there and not in the cells, and people still meet it."""
    office.validate(DROPDOWN, endRowIndex=4, startColumnIndex=1, endColumnIndex=2)
    office.validate(CHECKBOX, endRowIndex=4, startColumnIndex=2, endColumnIndex=3)
    office.book.to_table(**TAB)
    (table,) = office.see("tables")["tables"]
    assert table["name"] == "Table1"
    assert table["range"] == {
        "sheetId": 0, "startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 3
    }  # fmt: skip
    assert table["columnProperties"] == [
        {"columnIndex": 0, "columnName": "Nama"},
        {
            "columnIndex": 1,
            "columnName": "Status",
            "columnType": "DROPDOWN",
            "dataValidationRule": {"condition": DROPDOWN["condition"]},
        },
        {"columnIndex": 2, "columnName": "Catatan", "columnType": "BOOLEAN"},
    ]
    cells = office.see("data.rowData.values.dataValidation")["data"][0]["rowData"]
    assert "dataValidation" not in cells[1]["values"][1]
    assert office.book.cells("Sheet1")[1][1]["options"] == ["Baru", "Selesai"]
    assert office.book.refused("cells", cell="B2", value="Terserah", **TAB)
    assert office.book.refused("table", **TAB)


def test_a_tables_typed_columns_take_no_validation(office: Office) -> None:
    """In the words of Google; beside and below the table it may be set."""
    office.validate(DROPDOWN, endRowIndex=4, startColumnIndex=1, endColumnIndex=2)
    office.book.to_table(**TAB)
    rule = {"range": {"sheetId": 0, "startRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 2}, "rule": DROPDOWN}
    refused = office.world.batch(office.id, {"setDataValidation": rule})
    typed = "This operation is not allowed on cells in typed columns."
    assert refused.json()["error"]["message"] == f"Invalid requests[0].setDataValidation: {typed}"
    cells = {"range": rule["range"], "cell": {"dataValidation": DROPDOWN}, "fields": "dataValidation"}
    assert typed in office.world.batch(office.id, {"repeatCell": cells}).text
    office.validate(DROPDOWN, startColumnIndex=0, endColumnIndex=1)


def test_rows_are_appended_to_a_table_by_one_call_only(office: Office) -> None:
    """AppendCells with the table's id drops the values; values.append writes them and the table takes them in."""
    office.book.to_table(**TAB)
    (table,) = office.see("tables.tableId")["tables"]
    rows = [{"values": [{"userEnteredValue": {"stringValue": "hilang"}}]}]
    office.do({"appendCells": {"tableId": table["tableId"], "rows": rows, "fields": "userEnteredValue"}})
    assert "hilang" not in str(office.rows())
    assert office.see("tables.range.endRowIndex") == {"tables": [{"range": {"endRowIndex": 5}}]}
    path = f"/v4/spreadsheets/{office.id}/values/Sheet1!A1:append"
    office.book.type("A5", "Joko", **TAB)
    office.world.call("POST", path, params={"valueInputOption": "RAW"}, json={"values": [["Ratna", "Baru"]]})
    assert office.rows()[5] == ["Ratna", "Baru"]
    assert office.see("tables.range.endRowIndex") == {"tables": [{"range": {"endRowIndex": 6}}]}
    unknown = {"appendCells": {"tableId": "tiada", "rows": rows, "fields": "userEnteredValue"}}
    assert office.world.batch(office.id, unknown).status_code == 400


def test_a_table_follows_its_columns(office: Office) -> None:
    """A column that is moved takes its type along; a copy of the tab has a table of its own."""
    office.validate(DROPDOWN, endRowIndex=4, startColumnIndex=1, endColumnIndex=2)
    office.book.to_table(name="Permohonan", **TAB)
    office.book.move_column(1, 0, **TAB)
    (table,) = office.see("tables")["tables"]
    assert [column.get("columnType") for column in table["columnProperties"]] == ["DROPDOWN", None, None]
    office.book.duplicate_tab(**TAB)
    sheets = office.world.call("GET", f"/v4/spreadsheets/{office.id}", params={"fields": "sheets.tables"}).json()
    (first,), (second,) = (sheet["tables"] for sheet in sheets["sheets"])
    assert first["tableId"] == table["tableId"] != second["tableId"]
    assert second["range"]["sheetId"] != first["range"]["sheetId"] == 0


# Charts and colours


def test_charts_are_added_changed_shown_and_deleted(office: Office) -> None:
    """A field mask picks what is asked of them; a source that is nowhere is refused."""
    column = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 1, "endColumnIndex": 2}
    source = {"sourceRange": {"sources": [column]}}
    spec = {"title": "Permohonan", "basicChart": {"chartType": "COLUMN", "series": [{"series": source}]}}
    place = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 2, "columnIndex": 5}}}
    made = office.do({"addChart": {"chart": {"spec": spec, "position": place}}})["replies"][0]["addChart"]["chart"]
    number = made["chartId"]
    assert office.see("charts(chartId,spec.title)") == {
        "charts": [{"chartId": number, "spec": {"title": "Permohonan"}}]
    }
    office.do({"updateChartSpec": {"chartId": number, "spec": spec | {"title": "Bulan ini"}}})
    assert office.see("charts")["charts"] == [made | {"spec": spec | {"title": "Bulan ini"}}]
    astray = {"spec": {"pieChart": {"series": {"sourceRange": {"sources": [column | {"sheetId": 9}]}}}}}
    for wrong in (
        {"addChart": {"chart": astray | {"position": place}}},
        {"addChart": {"chart": {"spec": spec, "position": {"newSheet": True}}}},
        {"updateChartSpec": {"chartId": number, **astray}},
        {"updateChartSpec": {"chartId": 5, "spec": spec}},
        {"deleteEmbeddedObject": {"objectId": 5}},
    ):
        assert office.world.batch(office.id, wrong).status_code == 400
    office.do({"deleteEmbeddedObject": {"objectId": number}})
    assert "charts" not in office.see("charts,properties.title")


def test_colours_by_a_formula_are_kept_and_not_worked_out(office: Office) -> None:
    """CUSTOM_FORMULA is accepted and shown again; the page shows no colour for it."""
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=$B2="Baru"'}]}
    red = {"backgroundColor": {"red": 1.0}}
    rule = {"ranges": [{"sheetId": 0, "startRowIndex": 1}], "booleanRule": {"condition": condition, "format": red}}
    office.do({"addConditionalFormatRule": {"rule": rule, "index": 0}})
    assert office.see("conditionalFormats")["conditionalFormats"] == [rule]
    assert "bg" not in office.book.cells("Sheet1")[1][0]
