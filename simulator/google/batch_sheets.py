"""batchUpdate requests about tabs and the spreadsheet itself."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from simulator.google.book import Spreadsheet
from simulator.google.cells import Json
from simulator.google.errors import invalid
from simulator.google.grid import COLUMNS, ROWS, Sheet, new_sheet
from simulator.google.masks import Path, paths

_LOOKS = ("tabColor", "tabColorStyle", "rightToLeft")


def _add_sheet(book: Spreadsheet, body: Json) -> Json:
    asked = body.get("properties", {})
    grid = asked.get("gridProperties", {})
    title = asked.get("title") or _free_title(book)
    book.check_title(title)
    sheet_id = asked.get("sheetId", book.free_id())
    if any(sheet.id == sheet_id for sheet in book.sheets):
        raise invalid(f"A sheet with id {sheet_id} already exists.")
    sheet = new_sheet(sheet_id, title, grid.get("rowCount", ROWS), grid.get("columnCount", COLUMNS))
    book.sheets.insert(asked.get("index", len(book.sheets)), sheet)
    _set_sheet(
        book, sheet, asked, [(name,) for name in asked if name not in {"title", "sheetId", "index", "sheetType"}]
    )
    return {"addSheet": {"properties": book.properties(sheet)}}


def _free_title(book: Spreadsheet) -> str:
    number = len(book.sheets) + 1
    while book.titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _delete_sheet(book: Spreadsheet, body: Json) -> Json:
    sheet = _sheet(book, body["sheetId"])
    if sheet.form_id:
        raise invalid("You can't delete a sheet with a linked form. Please unlink the form first.")
    if not any(other for other in book.sheets if other is not sheet and not other.hidden):
        raise invalid("You can't remove all the visible sheets in a document.")
    book.sheets.remove(sheet)
    return {}


def _sheet(book: Spreadsheet, sheet_id: int) -> Sheet:
    found = next((sheet for sheet in book.sheets if sheet.id == sheet_id), None)
    if found is None:
        raise invalid(f"No sheet with id: {sheet_id}")
    return found


def _update_sheet(book: Spreadsheet, body: Json) -> Json:
    asked = body.get("properties", {})
    sheet = _sheet(book, asked.get("sheetId", 0))
    wanted = paths(body.get("fields", ""))
    if () in wanted:
        wanted = [(name,) for name in ("title", "index", "hidden", "gridProperties", *_LOOKS) if name in asked]
    _set_sheet(book, sheet, asked, wanted)
    return {}


def _set_sheet(book: Spreadsheet, sheet: Sheet, asked: Json, wanted: list[Path]) -> None:
    for path in wanted:
        match path[0]:
            case "title":
                book.check_title(asked.get("title", ""), but=sheet)
                sheet.title = asked["title"]
            case "index":
                _move(book, sheet, asked["index"])
            case "hidden":
                _hide(book, sheet, hidden=asked.get("hidden", False))
            case "gridProperties":
                _set_grid(sheet, asked.get("gridProperties", {}), path[1:])
            case name if name in _LOOKS:
                sheet.look[name] = asked.get(name)
            case name:
                raise invalid(f"Field {name} is not spoken by this simulator.")


def _move(book: Spreadsheet, sheet: Sheet, index: int) -> None:
    """The index counts the places before the move."""
    old = book.sheets.index(sheet)
    book.sheets.remove(sheet)
    book.sheets.insert(index - 1 if index > old else index, sheet)


def _hide(book: Spreadsheet, sheet: Sheet, *, hidden: bool) -> None:
    if hidden and all(other is sheet or other.hidden for other in book.sheets):
        raise invalid("You can't hide all the sheets in a document.")
    sheet.hidden = hidden


def _set_grid(sheet: Sheet, grid: Json, path: Path) -> None:
    for name in path or tuple(grid):
        match name:
            case "rowCount":
                sheet.resize("ROWS", grid[name])
            case "columnCount":
                sheet.resize("COLUMNS", grid[name])
            case "frozenRowCount":
                sheet.frozen_rows = grid.get(name, 0)
            case "frozenColumnCount":
                sheet.frozen_columns = grid.get(name, 0)
            case _:
                raise invalid(f"Field gridProperties.{name} is not spoken by this simulator.")
    if sheet.frozen_rows and sheet.frozen_rows >= len(sheet.rows):
        raise invalid("You can't freeze all visible rows on the sheet.")


def _update_book(book: Spreadsheet, body: Json) -> Json:
    for path in paths(body.get("fields", "")):
        match path:
            case ("title",):
                book.title = body["properties"]["title"]
            case ("locale",):
                book.locale = body["properties"]["locale"]
            case ("timeZone",):
                book.zone = body["properties"]["timeZone"]
            case ("autoRecalc",):
                book.recalc = _recalc(body["properties"].get("autoRecalc"))
            case _:
                raise invalid(f"Field {'.'.join(path)} is not spoken by this simulator.")
    return {}


def _recalc(wanted: str | None) -> str:
    if wanted not in {"ON_CHANGE", "MINUTE", "HOUR"}:
        raise invalid(f"Invalid autoRecalc: {wanted}")
    return wanted


def _add_named_range(book: Spreadsheet, body: Json) -> Json:
    asked = body["namedRange"]
    book.locate_grid(asked.get("range", {}))
    if any(named["name"] == asked["name"] for named in book.named_ranges):
        raise invalid(f"A named range with the name {asked['name']} already exists.")
    named = {"namedRangeId": secrets.token_hex(6)} | asked
    book.named_ranges.append(named)
    return {"addNamedRange": {"namedRange": named}}


KINDS: dict[str, Callable[[Spreadsheet, Json], Json]] = {
    "addSheet": _add_sheet,
    "deleteSheet": _delete_sheet,
    "updateSheetProperties": _update_sheet,
    "updateSpreadsheetProperties": _update_book,
    "addNamedRange": _add_named_range,
}
