"""batchUpdate requests about rows and columns, and what lies over them: protection, colours, filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from simulator.google import filters, protection
from simulator.google.auth import EMAIL
from simulator.google.book import Spreadsheet
from simulator.google.cells import Json
from simulator.google.errors import invalid
from simulator.google.grid import Sheet
from simulator.google.masks import paths
from simulator.google.ranges import Dimension

_PROTECTION = ("range", "description", "warningOnly", "unprotectedRanges", "editors")


def _lines(book: Spreadsheet, wanted: Json) -> tuple[Sheet, Dimension, int, int]:
    """Read a DimensionRange; open ends go to the grid's end."""
    sheet = book.sheet(wanted.get("sheetId", 0))
    dimension = wanted.get("dimension")
    if dimension not in {"ROWS", "COLUMNS"}:
        raise invalid("No dimension specified.")
    start, end = wanted.get("startIndex", 0), wanted.get("endIndex", sheet.size(dimension))
    if min(start, end) < 0:
        raise invalid("DimensionRange indexes must be >= 0")
    if start >= end:
        raise invalid(f"DimensionRange startIndex[{start}] must be less than endIndex[{end}].")
    return sheet, dimension, start, end


def _insert(book: Spreadsheet, body: Json) -> Json:
    sheet, dimension, start, end = _lines(book, body["range"])
    from_before = body.get("inheritFromBefore", False)
    if from_before and start == 0:
        raise invalid("Cannot inherit from before at index 0.")
    size = sheet.size(dimension)
    if start > size or (start == size and not from_before):
        raise invalid("range.startIndex must be less than the grid size if inheritFromBefore is false")
    sheet.insert(dimension, start, end - start, start - 1 if from_before else start)
    return {}


def _delete(book: Spreadsheet, body: Json) -> Json:
    sheet, dimension, start, end = _lines(book, body["range"])
    size, one = sheet.size(dimension), "row" if dimension == "ROWS" else "column"
    if start >= size:
        raise invalid(
            f"Cannot delete a {one} that doesn't exist. Tried to delete {one} index {start} but there are only "
            f"{size} {one}s."
        )
    end = min(end, size)
    if end - start == size:
        raise invalid(f"You can't delete all the {one}s on the sheet.")
    frozen = sheet.frozen_rows if dimension == "ROWS" else sheet.frozen_columns
    if frozen and start <= frozen and end == size:
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {one}s.")
    sheet.rearrange(dimension, [*range(start), *range(end, size)])
    return {}


def _move(book: Spreadsheet, body: Json) -> Json:
    sheet, dimension, start, end = _lines(book, body["source"])
    size, to = sheet.size(dimension), body["destinationIndex"]
    if end > size or not 0 <= to <= size or start < to < end:
        raise invalid(f"Cannot move [{start}, {end}) to {to}.")
    rest = [*range(start), *range(end, size)]
    at = to if to <= start else to - (end - start)
    sheet.rearrange(dimension, [*rest[:at], *range(start, end), *rest[at:]])
    return {}


def _append(book: Spreadsheet, body: Json) -> Json:
    sheet = book.sheet(body.get("sheetId", 0))
    if body.get("dimension") not in {"ROWS", "COLUMNS"} or body.get("length", 0) < 1:
        raise invalid("appendDimension needs a dimension and a length.")
    sheet.resize(body["dimension"], sheet.size(body["dimension"]) + body["length"])
    return {}


def _update_lines(book: Spreadsheet, body: Json) -> Json:
    sheet, dimension, start, end = _lines(book, body["range"])
    if end > sheet.size(dimension):
        raise invalid(f"Index {end} is after the last of {sheet.size(dimension)} {dimension}.")
    wanted = {path[0] if path else "*" for path in paths(body.get("fields", ""))}
    if not wanted <= {"pixelSize", "hiddenByUser", "*"}:
        raise invalid(f"Fields {sorted(wanted)} are not spoken by this simulator.")
    asked = body.get("properties", {})
    change: Json = {}
    if wanted & {"pixelSize", "*"} and "pixelSize" in asked:
        change["size"] = asked["pixelSize"]
    if wanted & {"hiddenByUser", "*"}:
        change["hidden"] = asked.get("hiddenByUser", False)
    if dimension == "ROWS":
        sheet.rows[start:end] = [replace(row, **change) for row in sheet.rows[start:end]]
    else:
        sheet.columns[start:end] = [replace(column, **change) for column in sheet.columns[start:end]]
    return {}


def _protect(book: Spreadsheet, body: Json) -> Json:
    sheet, span = book.locate_grid(body["protectedRange"]["range"])
    sheet.box(span)
    protected = protection.new(body["protectedRange"], EMAIL)
    sheet.protected.append(protected)
    return {"addProtectedRange": {"protectedRange": protection.shown(protected, EMAIL)}}


def _reprotect(book: Spreadsheet, body: Json) -> Json:
    asked = body["protectedRange"]
    sheet, place = _protected(book, asked["protectedRangeId"])
    names = {path[0] if path else "*" for path in paths(body.get("fields", ""))}
    if not names <= {*_PROTECTION, "*"}:
        raise invalid(f"Fields {sorted(names)} are not spoken by this simulator.")
    names = set(_PROTECTION) if "*" in names else names
    kept = {name: value for name, value in sheet.protected[place].items() if name not in names}
    sheet.protected[place] = protection.settled(kept | {name: asked[name] for name in names if name in asked}, EMAIL)
    return {}


def _protected(book: Spreadsheet, number: int) -> tuple[Sheet, int]:
    """Find a protection by its id: its tab and its place there."""
    for sheet in book.sheets:
        for place, protected in enumerate(sheet.protected):
            if protected["protectedRangeId"] == number:
                return sheet, place
    raise invalid(f"No protected range with id: {number}")


def _unprotect(book: Spreadsheet, body: Json) -> Json:
    sheet, place = _protected(book, body["protectedRangeId"])
    del sheet.protected[place]
    return {}


def _add_rule(book: Spreadsheet, body: Json) -> Json:
    sheets = {book.locate_grid(grid_range)[0] for grid_range in body["rule"].get("ranges", [])}
    if len(sheets) != 1:
        raise invalid("A conditional format rule needs ranges on one sheet.")
    rules = sheets.pop().conditional
    rules.insert(body.get("index", 0), body["rule"])
    return {}


def _delete_rule(book: Spreadsheet, body: Json) -> Json:
    rules, index = book.sheet(body.get("sheetId", 0)).conditional, body.get("index", 0)
    if index >= len(rules):
        raise invalid(f"No conditional format on sheet: {body.get('sheetId', 0)} at index: {index}")
    return {"deleteConditionalFormatRule": {"rule": rules.pop(index)}}


def _filter(book: Spreadsheet, body: Json) -> Json:
    sheet, span = book.locate_grid(body["filter"]["range"])
    filters.put(sheet, body["filter"], sheet.box(span), book.locale)
    return {}


def _clear_filter(book: Spreadsheet, body: Json) -> Json:
    filters.lift(book.sheet(body.get("sheetId", 0)))
    return {}


KINDS: dict[str, Callable[[Spreadsheet, Json], Json]] = {
    "insertDimension": _insert,
    "deleteDimension": _delete,
    "moveDimension": _move,
    "appendDimension": _append,
    "updateDimensionProperties": _update_lines,
    "addProtectedRange": _protect,
    "updateProtectedRange": _reprotect,
    "deleteProtectedRange": _unprotect,
    "addConditionalFormatRule": _add_rule,
    "deleteConditionalFormatRule": _delete_rule,
    "setBasicFilter": _filter,
    "clearBasicFilter": _clear_filter,
}
