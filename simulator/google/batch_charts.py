"""batchUpdate requests about charts. A chart is kept and shown as it was sent; nothing is drawn."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from simulator.google.book import Spreadsheet
from simulator.google.cells import Json
from simulator.google.errors import invalid
from simulator.google.grid import Sheet


def _add(book: Spreadsheet, body: Json) -> Json:
    chart = {"chartId": secrets.randbelow(2**31)} | body["chart"]
    if any(other["chartId"] == chart["chartId"] for sheet in book.sheets for other in sheet.charts):
        raise invalid(f"An object with id {chart['chartId']} already exists.")
    position = chart.get("position", {})
    if position.get("newSheet"):
        raise invalid("A chart on a sheet of its own is not spoken by this simulator.")
    anchor = position.get("overlayPosition", {}).get("anchorCell", {})
    _check_sources(book, chart["spec"])
    book.sheet(anchor.get("sheetId", 0)).charts.append(chart)
    return {"addChart": {"chart": chart}}


def _update(book: Spreadsheet, body: Json) -> Json:
    sheet, place = _find(book, body["chartId"], "No chart with id: {}")
    _check_sources(book, body["spec"])
    sheet.charts[place] = sheet.charts[place] | {"spec": body["spec"]}
    return {}


def _delete(book: Spreadsheet, body: Json) -> Json:
    sheet, place = _find(book, body["objectId"], "No object with id: {}")
    del sheet.charts[place]
    return {}


def _find(book: Spreadsheet, number: int, refusal: str) -> tuple[Sheet, int]:
    for sheet in book.sheets:
        for place, chart in enumerate(sheet.charts):
            if chart["chartId"] == number:
                return sheet, place
    raise invalid(refusal.format(number))


def _check_sources(book: Spreadsheet, spec: object) -> None:
    """ApiError 400 when any range in a chart's spec leads to no tab or beyond its grid."""
    if isinstance(spec, list):
        for part in spec:
            _check_sources(book, part)
    if not isinstance(spec, dict):
        return
    for name, part in spec.items():
        if name != "sources":
            _check_sources(book, part)
            continue
        for wanted in part:
            sheet, span = book.locate_grid(wanted)
            sheet.box(span)


KINDS: dict[str, Callable[[Spreadsheet, Json], Json]] = {
    "addChart": _add,
    "updateChartSpec": _update,
    "deleteEmbeddedObject": _delete,
}
