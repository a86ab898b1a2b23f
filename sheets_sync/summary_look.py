"""How the tab `Ringkasan` is made and drawn: requests to the Sheets API. Pure.

Nothing here was tried against live Google: that its charts and the red heartbeat look as meant is to be seen there.
"""

from collections.abc import Collection, Iterator, Sequence

from sheets_sync.batch import SUMMARY_TAB, Request, column_width, formatted, protect
from sheets_sync.google import Tab
from sheets_sync.summary import BESIDE_COLUMN, CHART_COLUMN, GAP_COLUMN, LEFT_COLUMNS, TITLE_ROWS, Page
from sheets_sync.summary_charts import charts_end, new_charts
from sheets_sync.tables import Table, area, value
from sheets_sync.texts import SUMMARY_TITLE

_FIRST_WIDTH, _WIDTH, _GAP_WIDTH, _CHART_WIDTH = 150, 95, 24, 540
_HEAD_COLOUR = {"red": 0.91, "green": 0.93, "blue": 0.96}
_SUM_COLOUR = {"red": 0.96, "green": 0.96, "blue": 0.96}
_RED = {"red": 0.85, "green": 0.2, "blue": 0.18}
_WHITE = {"red": 1, "green": 1, "blue": 1}
# No comma, no semicolon, no decimal point: what separates arguments and decimals depends on the spreadsheet's locale.
# A heartbeat that was deleted is very old, too.
TOO_OLD = "=NOW()-$A$2>15/1440"


def new_tab(page: Page, title: str = SUMMARY_TITLE, editors: Sequence[str] = ()) -> list[Request]:
    """Make the tab, empty, behind the desk."""
    grid = {"rowCount": rows_needed(page), "columnCount": columns_needed(page), "frozenRowCount": TITLE_ROWS}
    sheet = {"sheetId": SUMMARY_TAB, "title": title, "index": 1, "gridProperties": grid}
    return [
        {"addSheet": {"properties": sheet}},
        *(column_width(SUMMARY_TAB, column, pixels) for column, pixels in enumerate(_widths(columns_needed(page)))),
        protect({"sheetId": SUMMARY_TAB}, editors),
    ]


def adorn(page: Page, present: Collection[int]) -> list[Request]:
    """Add the charts that are not there yet, and have the heartbeat turn red when it is too old."""
    return [
        # NOW() is reckoned anew only when somebody changes something, unless the spreadsheet is told otherwise; but
        # when the program stands still, nobody does.
        {"updateSpreadsheetProperties": {"properties": {"autoRecalc": "MINUTE"}, "fields": "autoRecalc"}},
        _red_when_too_old(),
        *new_charts(page, present),
    ]


def draw(page: Page, tab: Tab) -> list[Request]:
    """Write everything but the heartbeat, and have it look as it should, whatever stood there; make room if needed."""
    wider = {"rowCount": max(tab.rows, rows_needed(page)), "columnCount": max(tab.columns, columns_needed(page))}
    grid = {"sheetId": SUMMARY_TAB, "gridProperties": wider}
    return [
        {"updateSheetProperties": {"properties": grid, "fields": "gridProperties(rowCount,columnCount)"}},
        _fill(page, _block(0, 0, wider["rowCount"], LEFT_COLUMNS)),
        _fill(page, _block(page.requests.top, BESIDE_COLUMN, page.requests.end, wider["columnCount"])),
        *_formats(page),
    ]


def rows_needed(page: Page) -> int:
    """How many rows the tables and the charts need."""
    return max(page.details.end, charts_end(page))


def columns_needed(page: Page) -> int:
    """How many columns the tables need."""
    return page.requests.right


# --- cells ------------------------------------------------------------------------------------------------------


def _block(top: int, left: int, end: int, right: int) -> dict[str, int]:
    return area(SUMMARY_TAB, top, left, end, right)


def _fill(page: Page, block: dict[str, int]) -> Request:
    """Everything in this block, headers with their notes; what the page says nothing of becomes blank."""
    cells, notes = page.cells(), page.notes()
    rows = [
        {
            "values": [
                value(cells.get((row, column))) | ({"note": notes[row, column]} if (row, column) in notes else {})
                for column in range(block["startColumnIndex"], min(block["endColumnIndex"], columns_needed(page)))
            ]
        }
        for row in range(block["startRowIndex"], min(block["endRowIndex"], page.details.end))
    ]
    return {"updateCells": {"range": block, "rows": rows, "fields": "userEnteredValue,note"}}


def _formats(page: Page) -> Iterator[Request]:
    ours = (
        {"sheetId": SUMMARY_TAB, "startColumnIndex": 0, "endColumnIndex": LEFT_COLUMNS},
        _block(page.requests.top, BESIDE_COLUMN, page.requests.end, page.requests.right),
    )
    plain = {"userEnteredFormat": {"verticalAlignment": "MIDDLE", "wrapStrategy": "OVERFLOW_CELL"}}
    yield from ({"repeatCell": {"range": block, "cell": plain, "fields": "userEnteredFormat"}} for block in ours)
    moment = {"numberFormat": {"type": "DATE_TIME", "pattern": "dd/mm/yyyy hh:mm"}, "horizontalAlignment": "LEFT"}
    yield formatted(_block(0, 0, TITLE_ROWS, 1), {"textFormat": {"bold": True}})
    yield formatted(_block(1, 0, TITLE_ROWS, 1), moment)
    for table in page.tables:
        yield from _table_formats(table)


def _table_formats(table: Table) -> Iterator[Request]:
    bold = {"textFormat": {"bold": True}}
    head = bold | {"backgroundColor": _HEAD_COLOUR, "wrapStrategy": "WRAP"}
    yield formatted(_block(table.top, table.left, table.top + 1, table.right), head)
    for column, one in enumerate(table.heads, start=table.left):
        if one.share:
            percent = {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}
            yield formatted(_block(table.top + 1, column, table.end, column + 1), percent)
    if table.summed:
        last = _block(table.end - 1, table.left, table.end, table.right)
        yield formatted(last, bold | {"backgroundColor": _SUM_COLOUR})


def _red_when_too_old() -> Request:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": TOO_OLD}]}
    look = {"backgroundColor": _RED, "textFormat": {"foregroundColor": _WHITE, "bold": True}}
    rule = {"ranges": [_block(1, 0, TITLE_ROWS, 1)], "booleanRule": {"condition": condition, "format": look}}
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}


def _widths(columns: int) -> list[int]:
    widths = [_WIDTH] * columns
    widths[0], widths[GAP_COLUMN], widths[CHART_COLUMN] = _FIRST_WIDTH, _GAP_WIDTH, _CHART_WIDTH
    return widths
