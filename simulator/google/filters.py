"""The tab's filter: which rows it hides from people. Programs read all rows all the same."""

from __future__ import annotations

from dataclasses import replace

from simulator.google.a1 import Box
from simulator.google.cells import Json
from simulator.google.errors import invalid
from simulator.google.grid import Sheet


def put(sheet: Sheet, wanted: Json, box: Box, locale: str) -> None:
    """Set the tab's filter (BasicFilter) over a box whose first row is the header."""
    specs = wanted.get("filterSpecs", [])
    if wanted.get("criteria") or any(set(spec.get("filterCriteria", {})) - {"hiddenValues"} for spec in specs):
        raise invalid("Of a filter's criteria, only hiddenValues in filterSpecs are spoken by this simulator.")
    hidden = {spec.get("columnIndex", 0): set(spec.get("filterCriteria", {}).get("hiddenValues", [])) for spec in specs}
    lift(sheet)
    sheet.basic_filter = wanted
    for row in range(box.top + 1, box.bottom):
        shown = {column: sheet.cell(row, column).shown(locale) for column in hidden}
        filtered = any(shown[column] in texts for column, texts in hidden.items())
        sheet.rows[row] = replace(sheet.rows[row], filtered=filtered)


def lift(sheet: Sheet) -> None:
    """Take the filter away: every row is seen again."""
    sheet.basic_filter = None
    sheet.rows = [replace(row, filtered=False) if row.filtered else row for row in sheet.rows]
