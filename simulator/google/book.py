"""One spreadsheet: its tabs, and where a range or a sheet id leads."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.google import protection, tables
from simulator.google.a1 import Box, Span, parse
from simulator.google.auth import EMAIL
from simulator.google.cells import Json, cell_data
from simulator.google.errors import invalid
from simulator.google.grid import Column, Row, Sheet
from simulator.google.ranges import Dimension
from simulator.google.sharing import Document


@dataclass
class Spreadsheet(Document):
    """A spreadsheet. `version` grows with every change."""

    id: str
    title: str
    locale: str
    zone: str  # IANA name
    sheets: list[Sheet]
    version: int = 1
    recalc: str = "ON_CHANGE"
    named_ranges: list[Json] = field(default_factory=list)

    def copy(self) -> Spreadsheet:
        """Return a draft: changing it does not change this one."""
        return replace(self, sheets=[sheet.copy() for sheet in self.sheets], named_ranges=list(self.named_ranges))

    def sheet(self, sheet_id: int) -> Sheet:
        """Find a tab by its id. ApiError 400 when there is none."""
        for sheet in self.sheets:
            if sheet.id == sheet_id:
                return sheet
        raise invalid(f"No grid with id: {sheet_id}")

    def titled(self, title: str) -> Sheet | None:
        """Find a tab by its title, without regard to case as Google does."""
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold()), None)

    def free_id(self) -> int:
        """Return a tab id that is not taken."""
        taken = {sheet.id for sheet in self.sheets}
        return next(number for number in iter(lambda: secrets.randbelow(2**31 - 1) + 1, 0) if number not in taken)

    def locate(self, a1: str) -> tuple[Sheet, Span]:
        """Find tab and span of an A1 range. ApiError 400 when it leads nowhere."""
        title, span = parse(a1)
        if title is None:
            return self.sheets[0], span or Span()
        sheet = self.titled(title)
        if sheet:
            return sheet, span or Span()
        named = next((named for named in self.named_ranges if named["name"] == title), None)
        if named is None or span:
            raise invalid(f"Unable to parse range: {a1}")
        return self.locate_grid(named["range"])

    def locate_grid(self, grid_range: Json) -> tuple[Sheet, Span]:
        """Find tab and span of a GridRange; without an id it means tab 0. ApiError 400 when it leads nowhere."""
        sheet = self.sheet(grid_range.get("sheetId", 0))
        names = ("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex")
        return sheet, Span(*(grid_range.get(name) for name in names))

    def describe(self, url: str, grids: dict[int, list[Box]] | None = None) -> Json:
        """Return the Spreadsheet as JSON; `grids` names by tab id the boxes whose cells are wanted, other tabs not."""
        answer: Json = {
            "spreadsheetId": self.id,
            "properties": {
                "title": self.title,
                "locale": self.locale,
                "autoRecalc": self.recalc,
                "timeZone": self.zone,
                "defaultFormat": {"backgroundColor": {"red": 1, "green": 1, "blue": 1}, "verticalAlignment": "BOTTOM"},
            },
            "sheets": [
                self._sheet(sheet, (grids or {}).get(sheet.id, []))
                for sheet in self.sheets
                if grids is None or sheet.id in grids
            ],
            "spreadsheetUrl": url,
        }
        return answer | ({"namedRanges": self.named_ranges} if self.named_ranges else {})

    def _sheet(self, sheet: Sheet, boxes: list[Box]) -> Json:
        kept: dict[str, Any] = {
            "data": [self._grid(sheet, box) for box in boxes],
            "conditionalFormats": sheet.conditional,
            "protectedRanges": [protection.shown(protected, EMAIL) for protected in sheet.protected],
            "charts": sheet.charts,
            "basicFilter": sheet.basic_filter,
            "tables": tables.describe(sheet),
        }
        return {"properties": self.properties(sheet)} | {name: value for name, value in kept.items() if value}

    def properties(self, sheet: Sheet) -> Json:
        """Return the SheetProperties of a tab."""
        grid: Json = {"rowCount": len(sheet.rows), "columnCount": len(sheet.columns)}
        if sheet.frozen_rows:
            grid["frozenRowCount"] = sheet.frozen_rows
        if sheet.frozen_columns:
            grid["frozenColumnCount"] = sheet.frozen_columns
        answer: Json = {"sheetId": sheet.id, "title": sheet.title, "index": self.sheets.index(sheet)}
        answer |= {"sheetType": "GRID", "gridProperties": grid, **sheet.look}
        return answer | ({"hidden": True} if sheet.hidden else {})

    def _grid(self, sheet: Sheet, box: Box) -> Json:
        rows = [
            {"values": [cell_data(sheet.cell(row, column), self.locale) for column in range(box.left, box.right)]}
            for row in range(box.top, box.bottom)
        ]
        while rows and not any(rows[-1]["values"]):
            rows.pop()
        answer: Json = {"rowData": rows}
        answer |= {"rowMetadata": _sizes(sheet, "ROWS", box.top, box.bottom)}
        answer |= {"columnMetadata": _sizes(sheet, "COLUMNS", box.left, box.right)}
        start = {"startRow": box.top, "startColumn": box.left}
        return answer | {name: index for name, index in start.items() if index}

    def check_title(self, title: str, but: Sheet | None = None) -> None:
        """ApiError 400 when another tab bears this title."""
        other = self.titled(title)
        if other and other is not but:
            raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _sizes(sheet: Sheet, dimension: Dimension, start: int, end: int) -> list[Json]:
    if dimension == "COLUMNS":
        return [_line(column, filtered=False) for column in sheet.columns[start:end]]
    return [_line(row, filtered=row.filtered) for row in sheet.rows[start:end]]


def _line(line: Row | Column, *, filtered: bool) -> Json:
    hidden = {"hiddenByUser": line.hidden, "hiddenByFilter": filtered}
    return {"pixelSize": line.size} | {name: True for name, is_so in hidden.items() if is_so}
