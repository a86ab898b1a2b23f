"""`spreadsheets.values`: reading and writing rectangles of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from simulator.google import tables
from simulator.google.a1 import Box, Span, label, letters
from simulator.google.book import Spreadsheet
from simulator.google.cells import Cell, Json, Scalar, fitting, plain
from simulator.google.errors import invalid
from simulator.google.grid import Sheet
from simulator.google.habits import typed

Line = list[Scalar]
_RENDER = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
_DATES = ("SERIAL_NUMBER", "FORMATTED_STRING")
_DIMENSIONS = ("ROWS", "COLUMNS")
_INPUT = ("RAW", "USER_ENTERED")


@dataclass(frozen=True)
class Rendering:
    """How values are wanted: the three options of the API, checked."""

    value: str = "FORMATTED_VALUE"
    date: str = "SERIAL_NUMBER"
    dimension: str = "ROWS"

    @classmethod
    def of(cls, options: Json, prefix: str = "") -> Rendering:
        """Read the options; `prefix` is `response` where a write asks for its values back. ApiError 400."""
        value, date = ("responseValueRenderOption", "responseDateTimeRenderOption")
        if not prefix:
            value, date = ("valueRenderOption", "dateTimeRenderOption")
        return cls(
            one_of(options, value, _RENDER),
            one_of(options, date, _DATES),
            one_of(options, "majorDimension", _DIMENSIONS),
        )


def one_of(options: Json, name: str, allowed: Sequence[str]) -> str:
    """Return an option or its default, the first allowed one. ApiError 400 for any other."""
    value = options.get(name) or allowed[0]
    if value not in allowed:
        raise invalid(f"Invalid value at '{name}', \"{value}\"")
    return str(value)


def read(sheet: Sheet, span: Span, rendering: Rendering, locale: str) -> Json:
    """Return the ValueRange of a span: empty cells and rows at the end are left out, the range is echoed whole."""
    box = sheet.box(span)
    lines = [
        [_rendered(sheet.cell(row, column), rendering, locale) for column in range(box.left, box.right)]
        for row in range(box.top, min(box.bottom, max(box.top, sheet.used_rows(box.left, box.right))))
    ]
    if rendering.dimension == "COLUMNS":
        lines = [list(line) for line in zip_longest(*lines, fillvalue="")]
    trimmed = _without_tail([_without_tail(line, "") for line in lines], [])
    answer: Json = {"range": label(sheet.title, box.span), "majorDimension": rendering.dimension}
    return answer | ({"values": trimmed} if trimmed else {})


def _without_tail(line: list[Any], blank: object) -> list[Any]:
    end = len(line)
    while end and line[end - 1] == blank and type(line[end - 1]) is type(blank):
        end -= 1
    return line[:end]


def _rendered(cell: Cell, rendering: Rendering, locale: str) -> Scalar:
    if rendering.value == "FORMULA" and cell.formula is not None:
        return cell.formula
    as_text = rendering.value == "FORMATTED_VALUE" or (cell.is_date and rendering.date == "FORMATTED_STRING")
    if as_text:
        return cell.shown(locale)
    return "" if cell.value is None else plain(cell.value)


def write(book: Spreadsheet, sheet: Sheet, span: Span, body: Json, options: Json) -> Json:
    """Put a ValueRange into a span; null leaves a cell alone, an empty string empties it.

    Returns the UpdateValuesResponse. ApiError 400 when the values are no rectangle of scalars, are larger than the span
    (a single cell is only a corner) or leave the grid.
    """
    lines = rows_of(body)
    height, width = len(lines), max((len(line) for line in lines), default=0)
    corner = sheet.box(span)
    target = Span(corner.top, corner.left, corner.top + max(height, 1), corner.left + max(width, 1))
    if not _is_one_cell(span):
        _check_inside(sheet, corner, target)
    box = sheet.whole(target)
    entered = _input_option(options)
    for row, line in enumerate(lines, box.top):
        for column, value in enumerate(line, box.left):
            if value is not None:
                sheet.put(row, column, _put(sheet.cell(row, column), value, entered, book.locale))
    return _updated(book, sheet, box, lines, options)


def rows_of(body: Json) -> list[Line]:
    """Return the values of a ValueRange by row. ApiError 400 for anything but lists of scalars."""
    lines = body.get("values", [])
    for i, line in enumerate(lines):
        if not isinstance(line, list):
            raise invalid(
                f"Invalid value at 'data.values[{i}]' (type.googleapis.com/google.protobuf.ListValue), \"{line}\""
            )
        for j, value in enumerate(line):
            if value is not None and not isinstance(value, (str, int, float)):
                raise invalid(f"Invalid data[{i}]: Invalid values[{i}][{j}]: {type(value).__name__}")
    if one_of(body, "majorDimension", _DIMENSIONS) == "COLUMNS":
        return [list(line) for line in zip_longest(*lines)]
    return [list(line) for line in lines]


def _input_option(options: Json) -> str:
    if "valueInputOption" not in options:
        raise invalid("'valueInputOption' is required but not specified")
    return one_of(options, "valueInputOption", _INPUT)


def _is_one_cell(span: Span) -> bool:
    return None not in {span.top, span.left} and (span.bottom, span.right) == (
        (span.top or 0) + 1,
        (span.left or 0) + 1,
    )


def _check_inside(sheet: Sheet, box: Box, target: Span) -> None:
    asked = label(sheet.title, box.span)
    if (target.bottom or 0) > box.bottom:
        raise invalid(f"Requested writing within range [{asked}], but tried writing to row [{box.bottom + 1}]")
    if (target.right or 0) > box.right:
        raise invalid(f"Requested writing within range [{asked}], but tried writing to column [{letters(box.right)}]")


def _put(cell: Cell, value: str | float, entered: str, locale: str) -> Cell:
    if isinstance(value, str):
        fitting(value)
    if entered == "USER_ENTERED" and isinstance(value, str):
        return typed(value, locale, cell)
    kept: Scalar = value if isinstance(value, (bool, str)) else float(value)
    return replace(cell, value=None if kept == "" else kept, formula=None)


def _updated(book: Spreadsheet, sheet: Sheet, box: Box, lines: list[Line], options: Json) -> Json:
    answer: Json = {"spreadsheetId": book.id, "updatedRange": label(sheet.title, box.span)}
    count = sum(value is not None for line in lines for value in line)
    if count:
        answer |= {"updatedRows": box.bottom - box.top, "updatedColumns": box.right - box.left, "updatedCells": count}
    if options.get("includeValuesInResponse") in {True, "true", "True"}:
        answer["updatedData"] = read(sheet, box.span, Rendering.of(options, "response"), book.locale)
    return answer


def append(book: Spreadsheet, sheet: Sheet, span: Span, body: Json, options: Json) -> Json:
    """Put rows below the table that the span touches, lengthening the grid; returns the AppendValuesResponse."""
    lines = rows_of(body)
    table = _table(sheet, sheet.box(span))
    top, left = (table.bottom, table.left) if table else (sheet.box(span).top, sheet.box(span).left)
    if one_of(options, "insertDataOption", ("OVERWRITE", "INSERT_ROWS")) == "INSERT_ROWS" and top < len(sheet.rows):
        sheet.insert("ROWS", top, len(lines), top - 1 if top else None)
    sheet.resize("ROWS", max(len(sheet.rows), top + len(lines)))
    updates = write(book, sheet, Span(top, left, top + 1, left + 1), body, options)
    if lines:
        tables.grow(sheet, Box(top, left, top + len(lines), left + max(map(len, lines))))
    answer: Json = {"spreadsheetId": book.id, "updates": updates}
    return answer | ({"tableRange": label(sheet.title, table.span)} if table else {})


def _table(sheet: Sheet, box: Box) -> Box | None:
    """Find the last block of neighbouring filled cells that the box touches."""
    filled = {
        (number, column)
        for number, row in enumerate(sheet.rows)
        for column, cell in row.cells.items()
        if cell.kind != "empty"
    }
    inside = [at for at in filled if box.top <= at[0] < box.bottom and box.left <= at[1] < box.right]
    if not inside:
        return None
    block, edge = {max(inside)}, [max(inside)]
    while edge:
        row, column = edge.pop()
        near = {(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & filled - block
        block |= near
        edge.extend(near)
    rows, columns = [at[0] for at in block], [at[1] for at in block]
    return Box(min(rows), min(columns), max(rows) + 1, max(columns) + 1)


def clear(sheet: Sheet, span: Span) -> str:
    """Empty the cells of a span, keeping their looks; returns the range as echoed."""
    box = sheet.box(span)
    sheet.change(box, Cell.emptied)
    return label(sheet.title, box.span)
