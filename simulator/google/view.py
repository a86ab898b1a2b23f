"""A spreadsheet as a person sees it: texts, colours, notes and dropdowns, for the page."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from simulator.google import tables
from simulator.google.a1 import Span, column_index
from simulator.google.book import Spreadsheet
from simulator.google.cells import Json
from simulator.google.errors import ApiError
from simulator.google.grid import Sheet
from simulator.google.serials import to_serial
from simulator.google.validation import options, ticks

Tint = tuple[range, range, Json]  # rows, columns, BooleanRule
_AGE = re.compile(r"=NOW\(\)-\$([A-Z]+)\$(\d+)>(\d+)/(\d+)")


def describe(book: Spreadsheet, now: datetime) -> Json:
    """Return {"version", "title", "sheets": [...]}: rows up to the last filled one, as long as the last filled column.

    A cell is {"value", "type": "text|number|bool|formula|empty", "bg"?, "bold"?, "wrap"?, "top"?, "note"?, "options"?,
    "ticked"?}; `bg` is #rrggbb, `top` tells that the text stands at the cell's upper edge, `ticked` is a checkbox's.
    """
    serial = to_serial(now.astimezone(ZoneInfo(book.zone)).replace(tzinfo=None))
    sheets = [_sheet(sheet, index, book.locale, serial) for index, sheet in enumerate(book.sheets)]
    return {"version": book.version, "title": book.title, "sheets": sheets}


def _sheet(sheet: Sheet, index: int, locale: str, now: float) -> Json:
    width, tints = sheet.used_columns(), _tints(sheet, now)
    rows = [
        [_cell(sheet, row, column, _tint(tints, sheet, row, column, locale), locale) for column in range(width)]
        for row in range(sheet.used_rows())
    ]
    return {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": index,
        "hidden": sheet.hidden,
        "frozenRows": sheet.frozen_rows,
        "hiddenRows": [number for number, row in enumerate(sheet.rows[: len(rows)]) if row.hidden or row.filtered],
        "columns": [{"width": column.size, "hidden": column.hidden} for column in sheet.columns],
        "rows": rows,
        "charts": [_chart(chart) for chart in sheet.charts],
    }


def _chart(chart: Json) -> Json:
    """Where a chart lies and what it is called; it is not drawn."""
    place = chart.get("position", {}).get("overlayPosition", {})
    corner = place.get("anchorCell", {})
    return {
        "title": chart["spec"].get("title", ""),
        "row": corner.get("rowIndex", 0),
        "column": corner.get("columnIndex", 0),
        "width": place.get("widthPixels", 600),
        "height": place.get("heightPixels", 371),
    }


def _cell(sheet: Sheet, row: int, column: int, tint: Json, locale: str) -> Json:
    cell, rule = sheet.cell(row, column), tables.rule(sheet, row, column)
    seen: Json = {"value": cell.shown(locale), "type": cell.kind}
    ticked = ticks(rule)
    if ticked and cell.value in ticked:
        seen["ticked"] = cell.value == ticked[0]
    look = cell.format | tint
    extras: dict[str, Any] = {
        "bg": _colour(look),
        "bold": look.get("textFormat", {}).get("bold"),
        "wrap": look.get("wrapStrategy") == "WRAP",
        "top": look.get("verticalAlignment") == "TOP",
        "note": cell.note,
        "options": options(rule),
    }
    return seen | {name: value for name, value in extras.items() if value}


def _colour(look: Json) -> str | None:
    colour = look.get("backgroundColorStyle", {}).get("rgbColor") or look.get("backgroundColor")
    if colour is None:
        return None
    return "#" + "".join(f"{round(colour.get(part, 0) * 255):02x}" for part in ("red", "green", "blue"))


def _tints(sheet: Sheet, now: float) -> list[Tint]:
    found: list[Tint] = []
    for rule in sheet.conditional:
        condition = rule.get("booleanRule", {}).get("condition", {})
        if condition.get("type") == "CUSTOM_FORMULA" and not _formula_holds(condition, sheet, now):
            continue
        for wanted in rule["ranges"] if "booleanRule" in rule else []:
            span = Span(*(wanted.get(f"{end}{line}Index") for end in ("start", "end") for line in ("Row", "Column")))
            try:
                box = sheet.box(span)
            except ApiError:
                continue  # its rows were deleted since
            found.append((range(box.top, box.bottom), range(box.left, box.right), rule["booleanRule"]))
    return found


def _formula_holds(condition: Json, sheet: Sheet, now: float) -> bool:
    """Work out whether a cell's time is long ago: the one formula that is reckoned here. Others never hold."""
    match = _AGE.fullmatch(condition["values"][0]["userEnteredValue"])
    if match is None:
        return False
    told = sheet.cell(int(match[2]) - 1, column_index(match[1])).value or 0.0
    return isinstance(told, float) and now - told > int(match[3]) / int(match[4])


def _tint(tints: list[Tint], sheet: Sheet, row: int, column: int, locale: str) -> Json:
    """Return the format of the first rule that holds; what `_formula_holds` cannot work out never does."""
    for rows, columns, rule in tints:
        if row in rows and column in columns and _holds(rule["condition"], sheet.cell(row, column).shown(locale)):
            found: Json = rule.get("format", {})
            return found
    return {}


def _holds(condition: Json, text: str) -> bool:
    wanted: list[str] = [value.get("userEnteredValue", "").casefold() for value in condition.get("values", [])]
    match condition.get("type"), wanted:
        case "TEXT_EQ", [value]:
            return text.casefold() == value
        case "TEXT_CONTAINS", [value]:
            return value in text.casefold()
        case "TEXT_STARTS_WITH", [value]:
            return text.casefold().startswith(value)
        case ("BLANK" | "NOT_BLANK") as kind, _:
            return bool(text) is bool(kind == "NOT_BLANK")
        case "CUSTOM_FORMULA", _:
            return True  # those that do not hold were left out
    return False
