"""Human acts on cells. Each takes the spreadsheet's draft and the JSON body; `cell` and ranges are in A1 notation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from werkzeug.exceptions import BadRequest, Conflict

from simulator.google import tables
from simulator.google.a1 import Box
from simulator.google.book import Spreadsheet
from simulator.google.cells import BLANK, Cell, Json
from simulator.google.grid import Sheet
from simulator.google.habits import typed
from simulator.google.places import box_of, sheet_of
from simulator.google.validation import options, ticks

Lines = list[list[Cell]]


def _type(book: Spreadsheet, body: Json) -> None:
    """Type `value` into `cell`; what a strict dropdown or a checkbox does not know is refused."""
    sheet = sheet_of(book, body)
    box = box_of(sheet, body["cell"])
    new = typed(str(body["value"]), book.locale, sheet.cell(box.top, box.left))
    _refuse_what_the_rule_refuses(new, tables.rule(sheet, box.top, box.left), book.locale)
    sheet.put(box.top, box.left, new)


def _refuse_what_the_rule_refuses(cell: Cell, rule: Json | None, locale: str) -> None:
    if rule is None or not rule.get("strict") or cell.kind == "empty":
        return
    offered, ticked = options(rule), ticks(rule)
    if offered is not None and cell.shown(locale) not in offered:
        raise Conflict("Input harus berupa salah satu item dalam daftar.")
    if ticked is not None and cell.value not in ticked:
        raise Conflict("Input harus berupa salah satu nilai kotak centang.")


def _tick(book: Spreadsheet, body: Json) -> None:
    """Tick the checkbox in `cell`, or untick it when `ticked` is false; without it, turn it over."""
    sheet = sheet_of(book, body)
    box = box_of(sheet, body["cell"])
    cell = sheet.cell(box.top, box.left)
    held = ticks(cell.validation)
    if held is None:
        raise Conflict("There is no checkbox in this cell.")
    ticked = body.get("ticked", cell.value != held[0])
    sheet.put(box.top, box.left, replace(cell, value=held[0] if ticked else held[1], formula=None))


def _clear(book: Spreadsheet, body: Json) -> None:
    """Empty `range`; what the cells look like stays, a checkbox is unticked."""
    sheet = sheet_of(book, body)
    sheet.change(box_of(sheet, body["range"]), Cell.emptied)


def _paste(book: Spreadsheet, body: Json) -> None:
    """Paste the texts `values` from `cell` on, as from another program; the grid grows, no dropdown refuses."""
    sheet, lines = sheet_of(book, body), body["values"]
    top, left = (box := box_of(sheet, body["cell"])).top, box.left
    _make_room(sheet, top + len(lines), left + max(map(len, lines), default=0))
    for row, line in enumerate(lines, top):
        for column, text in enumerate(line, left):
            sheet.put(row, column, typed(str(text), book.locale, sheet.cell(row, column)))


def _copy(book: Spreadsheet, body: Json) -> None:
    """Copy `range` to the cell `to` with all that it carries: looks, notes, dropdowns."""
    sheet = sheet_of(book, body)
    _put_down(sheet, _taken(sheet, box_of(sheet, body["range"])), box_of(sheet, body["to"]))


def _cut(book: Spreadsheet, body: Json) -> None:
    """Cut `range` and paste it at the cell `to`; where it was, bare cells are left."""
    sheet = sheet_of(book, body)
    source = box_of(sheet, body["range"])
    lines = _taken(sheet, source)
    sheet.change(source, lambda _: BLANK)
    _put_down(sheet, lines, box_of(sheet, body["to"]))


def _fill(book: Spreadsheet, body: Json) -> None:
    """Fill `range` down from its first row, as Ctrl+D does; notes stay where they are."""
    sheet = sheet_of(book, body)
    box = box_of(sheet, body["range"])
    if box.bottom - box.top == 1:
        raise BadRequest("There is nothing to fill below the first row.")
    for row, column in sheet.each(Box(box.top + 1, box.left, box.bottom, box.right)):
        sheet.put(row, column, replace(sheet.cell(box.top, column), note=sheet.cell(row, column).note))


def _taken(sheet: Sheet, box: Box) -> Lines:
    return [[sheet.cell(row, column) for column in range(box.left, box.right)] for row in range(box.top, box.bottom)]


def _put_down(sheet: Sheet, lines: Lines, to: Box) -> None:
    _make_room(sheet, to.top + len(lines), to.left + len(lines[0]))
    for row, line in enumerate(lines, to.top):
        for column, cell in enumerate(line, to.left):
            sheet.put(row, column, cell)


def _make_room(sheet: Sheet, rows: int, columns: int) -> None:
    sheet.resize("ROWS", max(len(sheet.rows), rows))
    sheet.resize("COLUMNS", max(len(sheet.columns), columns))


ACTS: dict[str, Callable[[Spreadsheet, Json], None]] = {
    "cells": _type,
    "tick": _tick,
    "clear": _clear,
    "paste": _paste,
    "copy": _copy,
    "cut": _cut,
    "fill": _fill,
}
