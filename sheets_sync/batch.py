"""How changes to the spreadsheet are said to the Sheets API (spreadsheets.batchUpdate). Pure.

Values always go as plain strings (`stringValue`), so that an answer such as `=IMPORTDATA(...)` stays text.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from office.cases import Decision
from sheets_sync import book
from sheets_sync.desk import BY_PEOPLE, LOOKS, Column, Write
from sheets_sync.looks import Look
from sheets_sync.texts import BOOK_TITLE, DESK_TITLE

Request = dict[str, Any]

DESK_TAB = 17_081_945
"""The desk's sheet id, chosen by us: it is found again whatever people call the tab."""
BOOK_TAB = 17_081_946
"""The sheet id of the register's mirror, chosen likewise."""
_DECISION_COLOURS = {
    Decision.APPROVE: (0.85, 0.94, 0.83),
    Decision.INCOMPLETE: (1.0, 0.95, 0.8),
    Decision.REJECT: (0.96, 0.8, 0.8),
    Decision.COLLECTED: (0.81, 0.89, 0.95),
    Decision.WITHDRAW: (0.85, 0.85, 0.85),
}


def new_desk() -> list[Request]:
    """Make the desk, ready to be used: header and notes, frozen, all text, dropdown, warning on script cells."""
    return [
        *_new_tab(DESK_TAB, DESK_TITLE, 0, list(LOOKS.values())),
        {"setDataValidation": {"range": _block(DESK_TAB, 1, column=Column.DECISION), "rule": _dropdown()}},
        *(_decision_colour(decision, colour) for decision, colour in _DECISION_COLOURS.items()),
        _warn(DESK_TAB, Column.NAME, Column.NEWS),
    ]


def new_book() -> list[Request]:
    """Make the tab that mirrors the register; all of it is the script's."""
    return [*_new_tab(BOOK_TAB, BOOK_TITLE, 1, book.LOOKS), _warn(BOOK_TAB, 0, len(book.LOOKS) - 1)]


def keep_as_text(tab: int, columns: Iterable[int]) -> list[Request]:
    """Have whole columns of a form tab kept as text, so that a NIK or a phone number loses no digit."""
    return [
        {
            "repeatCell": {
                "range": {"sheetId": tab, "startRowIndex": 1, "startColumnIndex": column, "endColumnIndex": column + 1},
                "cell": {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}},
                "fields": "userEnteredFormat.numberFormat",
            }
        }
        for column in columns
    ]


def put_right(writes: Iterable[Write]) -> list[Request]:
    """Write single script cells at the rows where they were read."""
    return [_cells(DESK_TAB, write.row, write.column, [[write.text]]) for write in writes]


def put_right_in_book(corrections: Mapping[int, Sequence[str]], missing: Sequence[Sequence[str]]) -> list[Request]:
    """Write lines of the book at the rows where they were read, and put missing ones behind the last."""
    changes = [_cells(BOOK_TAB, row, 0, [line]) for row, line in corrections.items()]
    if missing:
        rows = [{"values": [_value(text) for text in line]} for line in missing]
        changes.append({"appendCells": {"sheetId": BOOK_TAB, "rows": rows, "fields": "userEnteredValue"}})
    return changes


def new_rows(rows: Sequence[Mapping[Column, str]]) -> list[Request]:
    """Put new rows on top, below the header; the first given stands highest."""
    if not rows:
        return []
    script = [column for column in Column if column not in BY_PEOPLE]
    place = {"sheetId": DESK_TAB, "dimension": "ROWS", "startIndex": 1, "endIndex": 1 + len(rows)}
    texts = [[row[column] for column in script] for row in rows]
    # Taken after the row below, so that the new rows have its dropdown and formats and not the header's.
    return [
        {"insertDimension": {"range": place, "inheritFromBefore": False}},
        _cells(DESK_TAB, 1, script[0], texts),
    ]


def _cells(tab: int, row: int, column: int, texts: Iterable[Iterable[str]]) -> Request:
    rows = [{"values": [_value(text) for text in line]} for line in texts]
    start = {"sheetId": tab, "rowIndex": row, "columnIndex": int(column)}
    return {"updateCells": {"rows": rows, "start": start, "fields": "userEnteredValue"}}


def _value(text: str) -> dict[str, Any]:
    return {"userEnteredValue": {"stringValue": text}} if text else {}


def _new_tab(tab: int, title: str, place: int, looks: Sequence[Look]) -> list[Request]:
    grid = {"rowCount": 200, "columnCount": len(looks), "frozenRowCount": 1}
    sheet = {"sheetId": tab, "title": title, "index": place, "gridProperties": grid}
    return [
        {"addSheet": {"properties": sheet}},
        _format(_block(tab, 0), {"numberFormat": {"type": "TEXT"}, "wrapStrategy": "WRAP", "verticalAlignment": "TOP"}),
        _format(_block(tab, 0, 1), {"textFormat": {"bold": True}, "backgroundColor": _colour((0.91, 0.93, 0.96))}),
        _header_row(tab, looks),
        *(_width(tab, column, look.width) for column, look in enumerate(looks)),
    ]


def _block(tab: int, first_row: int, last_row: int | None = None, column: int | None = None) -> dict[str, int]:
    block = {"sheetId": tab, "startRowIndex": first_row}
    if last_row is not None:
        block["endRowIndex"] = last_row
    if column is not None:
        block |= {"startColumnIndex": int(column), "endColumnIndex": int(column) + 1}
    return block


def _format(block: dict[str, int], cell_format: dict[str, Any]) -> Request:
    fields = f"userEnteredFormat({','.join(cell_format)})"
    return {"repeatCell": {"range": block, "cell": {"userEnteredFormat": cell_format}, "fields": fields}}


def _header_row(tab: int, looks: Sequence[Look]) -> Request:
    cells = [{"userEnteredValue": {"stringValue": look.title}, "note": look.note} for look in looks]
    start = {"sheetId": tab, "rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"rows": [{"values": cells}], "start": start, "fields": "userEnteredValue,note"}}


def _dropdown() -> dict[str, Any]:
    values = [{"userEnteredValue": str(decision)} for decision in Decision]
    return {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": True, "showCustomUi": True}


def _decision_colour(decision: Decision, colour: tuple[float, float, float]) -> Request:
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": str(decision)}]}
    rule = {"condition": condition, "format": {"backgroundColor": _colour(colour)}}
    ranges = [_block(DESK_TAB, 1, column=Column.DECISION)]
    return {"addConditionalFormatRule": {"rule": {"ranges": ranges, "booleanRule": rule}, "index": 0}}


def _width(tab: int, column: int, pixels: int) -> Request:
    place = {"sheetId": tab, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    return {"updateDimensionProperties": {"range": place, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}


def _warn(tab: int, first: int, last: int) -> Request:
    script = {"sheetId": tab, "startColumnIndex": int(first), "endColumnIndex": int(last) + 1}
    wanted = {"range": script, "warningOnly": True, "description": "Diisi program"}
    return {"addProtectedRange": {"protectedRange": wanted}}


def _colour(rgb: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("red", "green", "blue"), rgb, strict=True))
