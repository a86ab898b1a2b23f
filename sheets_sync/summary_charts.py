"""The charts of the tab `Ringkasan`, which Sheets draws from its tables. Pure. Not tried against live Google."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sheets_sync.batch import SUMMARY_TAB, Request
from sheets_sync.summary import CHART_COLUMN, FIRST_ROW, Page
from sheets_sync.tables import Table, area

Spec = dict[str, Any]
"""A ChartSpec of the Sheets API."""

CHARTS = REQUESTS_CHART, SHARE_CHART, AGES_CHART = 170_819_471, 170_819_472, 170_819_473
"""The charts' ids, chosen by us: they are found again to be told where their numbers stand."""
_ROWS = 17
WIDTH, HEIGHT = 520, 340
"""Pixels. So many rows are higher than that (a row has 21 at least), and so the charts never overlap."""


def new_charts(page: Page, present: Collection[int]) -> list[Request]:
    """Put the charts into their column, one below the other; not those that are there already."""
    return [
        {"addChart": {"chart": {"chartId": chart, "spec": spec, "position": _position(FIRST_ROW + number * _ROWS)}}}
        for number, (chart, spec) in enumerate(_specs(page).items())
        if chart not in present
    ]


def redraw_charts(page: Page, present: Iterable[int]) -> list[Request]:
    """Tell the charts that are still there where their numbers stand now."""
    specs = _specs(page)
    return [{"updateChartSpec": {"chartId": chart, "spec": specs[chart]}} for chart in present if chart in specs]


def charts_end(page: Page) -> int:
    """The row below the last chart."""
    return FIRST_ROW + _ROWS * len(_specs(page))


def _position(row: int) -> dict[str, Any]:
    corner = {"sheetId": SUMMARY_TAB, "rowIndex": row, "columnIndex": CHART_COLUMN}
    return {"overlayPosition": {"anchorCell": corner, "widthPixels": WIDTH, "heightPixels": HEIGHT}}


def _specs(page: Page) -> dict[int, Spec]:
    by_service = range(1, len(page.requests.heads))
    share = next(column for column, head in enumerate(page.months.heads) if head.share)
    whole = {"viewWindowOptions": {"viewWindowMin": 0, "viewWindowMax": 1, "viewWindowMode": "EXPLICIT"}}
    stacked = {"stackedType": "STACKED", "legendPosition": "BOTTOM_LEGEND"}
    return {
        REQUESTS_CHART: _spec("Permohonan masuk per bulan", page.requests, by_service, chart=stacked),
        SHARE_CHART: _spec("Selesai tepat waktu, per bulan", page.months, [share], axis=whole),
        AGES_CHART: _spec("Lama menunggu kantor", page.ages, [1]),
    }


def _spec(
    title: str, table: Table, columns: Sequence[int], *, chart: Spec | None = None, axis: Spec | None = None
) -> Spec:
    basic = {
        "chartType": "COLUMN",
        "legendPosition": "NO_LEGEND",
        "headerCount": 1,
        "axis": [{"position": "BOTTOM_AXIS"}, {"position": "LEFT_AXIS"} | (axis or {})],
        "domains": [{"domain": _column(table, 0)}],
        "series": [{"series": _column(table, column), "targetAxis": "LEFT_AXIS"} for column in columns],
    }
    return {"title": title, "altText": title, "basicChart": basic | (chart or {})}


def _column(table: Table, column: int) -> Spec:
    """A column with its header; without the line of sums, which would dwarf all else."""
    left, end = table.left + column, table.end - 1 if table.summed else table.end
    return {"sourceRange": {"sources": [area(SUMMARY_TAB, table.top, left, end, left + 1)]}}
