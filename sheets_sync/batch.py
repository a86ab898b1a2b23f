"""How changes to the spreadsheet are said to the Sheets API (spreadsheets.batchUpdate). Pure.

Values always go as plain strings (`stringValue`), so that an answer such as `=IMPORTDATA(...)` stays text.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR
from typing import Any

from office import config
from office.cases import Decision
from sheets_sync import book
from sheets_sync.columns import BY_SCRIPT, HIDDEN, HOME, LOOKS, Column, Layout
from sheets_sync.desk import Write
from sheets_sync.looks import Look
from sheets_sync.texts import ARCHIVE_NOTE, BOOK_TITLE, DESK_TITLE

Request = dict[str, Any]

DESK_TAB = config.DESK_TAB
BOOK_TAB = 17_081_946
"""The sheet id of the register's mirror, chosen as the desk's."""
SUMMARY_TAB = 17_081_947
"""The sheet id of the office's figures, chosen likewise."""
BOOK = {"sheetId": BOOK_TAB, "startColumnIndex": 0, "endColumnIndex": len(book.LOOKS)}
"""The register's columns: beside them people may write."""
PROTECTION = "Diisi program"
"""The description of every protection that is the script's."""
_FIRST_ARCHIVE = 17_100_000
_DECISION_COLOURS = {
    Decision.APPROVE: (0.85, 0.94, 0.83),
    Decision.INCOMPLETE: (1.0, 0.95, 0.8),
    Decision.REJECT: (0.96, 0.8, 0.8),
    Decision.COLLECTED: (0.81, 0.89, 0.95),
    Decision.WITHDRAW: (0.85, 0.85, 0.85),
}


def new_desk(title: str = DESK_TITLE, editors: Sequence[str] = ()) -> list[Request]:
    """Make the desk, ready to be used: header and notes, frozen, all text, dropdown, protection of script cells.

    With `editors` (e-mail addresses, the script's own among them) nobody else can change these; without, people are
    only warned.
    """
    return [
        *new_tab(DESK_TAB, title, 0, list(LOOKS.values())),
        # A ticked box is a truth and no text.
        {
            "repeatCell": {
                "range": _block(DESK_TAB, 1, column=Column.ORIGINALS),
                "cell": {},
                "fields": "userEnteredFormat.numberFormat",
            }
        },
        dropdown(Column.DECISION),
        *(_decision_colour(decision, colour) for decision, colour in _DECISION_COLOURS.items()),
        *_hidden(DESK_TAB),
        protect({"sheetId": DESK_TAB, "endRowIndex": 1}, editors),
        *(protect(block_of(run), editors) for run in HOME.runs(BY_SCRIPT)),
    ]


def new_archive(tab: int, title: str, editors: Sequence[str] = ()) -> list[Request]:
    """Make the tab of a year's closed requests: the desk's columns; without its dropdown, as nobody reads it there."""
    explained = replace(LOOKS[Column.DECISION], note=ARCHIVE_NOTE)
    looks = [explained, *list(LOOKS.values())[1:]]
    return [*new_tab(tab, title, 2, looks), *_hidden(tab), protect({"sheetId": tab}, editors)]


def new_book(title: str = BOOK_TITLE, editors: Sequence[str] = ()) -> list[Request]:
    """Make the tab that mirrors the register."""
    return [*new_tab(BOOK_TAB, title, 1, book.LOOKS), protect(BOOK, editors)]


def archive_tab(year: int) -> int:
    """The sheet id of a year's archive."""
    return _FIRST_ARCHIVE + year


def archive_year(tab: int) -> int | None:
    """The year whose archive has this sheet id; None for any other tab."""
    year = tab - _FIRST_ARCHIVE
    return year if MINYEAR <= year <= MAXYEAR else None


def column_again(column: Column, place: int, width: int) -> list[Request]:
    """Put a column of the desk that is gone at this free place; `width` is the grid's."""
    wider = {"appendDimension": {"sheetId": DESK_TAB, "dimension": "COLUMNS", "length": 1}}
    return [
        *([wider] if place >= width else []),
        _header_row(DESK_TAB, [LOOKS[column]], place),
        column_width(DESK_TAB, place, LOOKS[column].width),
        *([dropdown(place)] if column is Column.DECISION else []),
    ]


def dropdown(place: int) -> Request:
    """Have the desk's cells at this place offer the decisions, from the first row on."""
    values = [{"userEnteredValue": str(decision)} for decision in Decision]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": True, "showCustomUi": True}
    return {"setDataValidation": {"range": _block(DESK_TAB, 1, column=place), "rule": rule}}


def block_of(run: Sequence[Column], layout: Layout = HOME) -> dict[str, int]:
    """The block of neighbouring columns of the desk."""
    first, last = layout.place(run[0]), layout.place(run[-1])
    return {"sheetId": DESK_TAB, "startColumnIndex": first, "endColumnIndex": last + 1}


def lock(protection: int, editors: Sequence[str]) -> Request:
    """Let nobody but these change what one of our protections is about."""
    wanted = {"protectedRangeId": protection, "warningOnly": False, "editors": {"users": list(editors)}}
    return {"updateProtectedRange": {"protectedRange": wanted, "fields": "warningOnly,editors"}}


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


def put_right(writes: Iterable[Write], layout: Layout = HOME) -> list[Request]:
    """Write single script cells at the rows where they were read."""
    return [cells(DESK_TAB, write.row, layout.place(write.column), [[write.text]]) for write in writes]


def put_right_in_book(corrections: Mapping[int, Sequence[str]], missing: Sequence[Sequence[str]]) -> list[Request]:
    """Write lines of the book at the rows where they were read, and put missing ones behind the last."""
    changes = [cells(BOOK_TAB, row, 0, [line]) for row, line in corrections.items()]
    return [*changes, appended(BOOK_TAB, missing)] if missing else changes


def new_rows(
    rows: Sequence[Mapping[Column, str]], layout: Layout = HOME, *, with_tick: Collection[str] | None = None
) -> list[Request]:
    """Put new rows on top, below the header; the first given stands highest.

    `with_tick` are the numbers of those that get a tick box; None where no row of the desk has one.
    """
    if not rows:
        return []
    place = {"sheetId": DESK_TAB, "dimension": "ROWS", "startIndex": 1, "endIndex": 1 + len(rows)}
    # Taken after the row below, so that the new rows have its dropdown and formats and not the header's.
    return [
        {"insertDimension": {"range": place, "inheritFromBefore": False}},
        *(
            cells(DESK_TAB, 1, layout.place(run[0]), [[row[column] for column in run] for row in rows])
            for run in layout.runs(BY_SCRIPT)
        ),
        *([] if with_tick is None else _tick_boxes(rows, layout, with_tick)),
    ]


def _tick_boxes(rows: Sequence[Mapping[Column, str]], layout: Layout, with_tick: Collection[str]) -> Iterator[Request]:
    return (_tick_box(at, layout, wanted=row[Column.KEY] in with_tick) for at, row in enumerate(rows, start=1))


def _tick_box(row: int, layout: Layout, *, wanted: bool) -> Request:
    # Without a rule the request takes away what the row inherited from the one below.
    place = _block(DESK_TAB, row, row + 1, layout.place(Column.ORIGINALS))
    rule = {"rule": {"condition": {"type": "BOOLEAN"}, "showCustomUi": True}} if wanted else {}
    return {"setDataValidation": {"range": place} | rule}


def cells(tab: int, row: int, column: int, texts: Iterable[Iterable[str]]) -> Request:
    """Write a block of texts from this cell on."""
    rows = [{"values": [_value(text) for text in line]} for line in texts]
    start = {"sheetId": tab, "rowIndex": row, "columnIndex": int(column)}
    return {"updateCells": {"rows": rows, "start": start, "fields": "userEnteredValue"}}


def appended(tab: int, texts: Iterable[Iterable[str]]) -> Request:
    """Write lines below the last one of a tab; its grid grows where that is needed."""
    rows = [{"values": [_value(text) for text in line]} for line in texts]
    return {"appendCells": {"sheetId": tab, "rows": rows, "fields": "userEnteredValue"}}


def _value(text: str) -> dict[str, Any]:
    return {"userEnteredValue": {"stringValue": text}} if text else {}


def new_tab(tab: int, title: str, place: int, looks: Sequence[Look]) -> list[Request]:
    """Make a tab of plain text with explained headers, the first row frozen."""
    grid = {"rowCount": 200, "columnCount": len(looks), "frozenRowCount": 1}
    sheet = {"sheetId": tab, "title": title, "index": place, "gridProperties": grid}
    return [
        {"addSheet": {"properties": sheet}},
        formatted(
            _block(tab, 0), {"numberFormat": {"type": "TEXT"}, "wrapStrategy": "WRAP", "verticalAlignment": "TOP"}
        ),
        formatted(_block(tab, 0, 1), {"textFormat": {"bold": True}, "backgroundColor": _colour((0.91, 0.93, 0.96))}),
        _header_row(tab, looks),
        *(column_width(tab, column, look.width) for column, look in enumerate(looks)),
    ]


def _block(tab: int, first_row: int, last_row: int | None = None, column: int | None = None) -> dict[str, int]:
    block = {"sheetId": tab, "startRowIndex": first_row}
    if last_row is not None:
        block["endRowIndex"] = last_row
    if column is not None:
        block |= {"startColumnIndex": int(column), "endColumnIndex": int(column) + 1}
    return block


def formatted(block: dict[str, int], cell_format: dict[str, Any]) -> Request:
    """Give all cells of a block these parts of a format."""
    fields = f"userEnteredFormat({','.join(cell_format)})"
    return {"repeatCell": {"range": block, "cell": {"userEnteredFormat": cell_format}, "fields": fields}}


def _header_row(tab: int, looks: Sequence[Look], first: int = 0) -> Request:
    cells = [{"userEnteredValue": {"stringValue": look.title}, "note": look.note} for look in looks]
    start = {"sheetId": tab, "rowIndex": 0, "columnIndex": first}
    return {"updateCells": {"rows": [{"values": cells}], "start": start, "fields": "userEnteredValue,note"}}


def _decision_colour(decision: Decision, colour: tuple[float, float, float]) -> Request:
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": str(decision)}]}
    rule = {"condition": condition, "format": {"backgroundColor": _colour(colour)}}
    ranges = [_block(DESK_TAB, 1, column=Column.DECISION)]
    return {"addConditionalFormatRule": {"rule": {"ranges": ranges, "booleanRule": rule}, "index": 0}}


def column_width(tab: int, column: int, pixels: int) -> Request:
    """Make a column this wide."""
    place = {"sheetId": tab, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    return {"updateDimensionProperties": {"range": place, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}


def _hidden(tab: int) -> list[Request]:
    return [hide(HOME.place(column), tab) for column in HIDDEN]


def hide(place: int, tab: int = DESK_TAB) -> Request:
    """Take a column out of people's sight."""
    column = {"sheetId": tab, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
    hidden = {"properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    return {"updateDimensionProperties": {"range": column} | hidden}


def protect(script: dict[str, int], editors: Sequence[str]) -> Request:
    """Let nobody but these editors change this block; without any, have people asked whether they mean it."""
    how = {"editors": {"users": list(editors)}} if editors else {"warningOnly": True}
    return {"addProtectedRange": {"protectedRange": {"range": script, "description": PROTECTION} | how}}


def _colour(rgb: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("red", "green", "blue"), rgb, strict=True))
