"""The tab `Ringkasan`: what it says, how it is drawn, and when it is written."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from office.cases import Decision, Status
from office.doors import Ambiguous, Permanent, Refused, Retryable
from office.ledger import bookmarks, register
from office.ledger.connection import Ledger
from office.ledger.register import Entry
from office.ledger.statistics import Figures, Standing, Tally, last_months
from sheets_sync import heartbeat, summary, summary_look
from sheets_sync.batch import BOOK_TAB, DESK_TAB, SUMMARY_TAB
from sheets_sync.columns import Column
from sheets_sync.google import Cell, Tab
from sheets_sync.heartbeat import HEARTBEAT_EVERY
from sheets_sync.summary import BESIDE_COLUMN, CHART_COLUMN, LEFT_COLUMNS, Page
from sheets_sync.summary_charts import AGES_CHART, CHARTS, REQUESTS_CHART, SHARE_CHART, WIDTH, redraw_charts
from sheets_sync.sync import SWEEP_EVERY
from sheets_sync.tables import Line, Table
from tests.unit.builders import CHAT, JAKARTA, NOON, STAFF
from tests.unit.sheets_sync.hall import Hall

NAMES = {"sku": "SKU", "sktm": "SKTM"}
MONTHS = last_months(date(2026, 11, 23))
OCTOBER, NOVEMBER = MONTHS[-2:]
BEAT = HEARTBEAT_EVERY.total_seconds()
Request = Mapping[str, Any]


def figures(
    standings: Mapping[str | None, Standing] | None = None,
    tallies: Mapping[tuple[date, str | None], Tally] | None = None,
) -> Figures:
    return Figures(MONTHS, standings or {}, tallies or {})


def page(*parts: Mapping[Any, Any]) -> Page:
    return summary.page(figures(*parts), NAMES)


def line(table: Table, name: str) -> Line:
    """A table's line by the name in its first cell."""
    (found,) = (line for line in table.lines if line[0] == name)
    return found


FULL = page(
    {"sku": Standing((0, 9), late=1, with_citizen=2), "sktm": Standing((3,), ready=4)},
    {
        (OCTOBER, "sku"): Tally(5, 4, 3, 4, 4),
        (NOVEMBER, "sku"): Tally(2, 1, 1, 1, 1),
        (NOVEMBER, "sktm"): Tally(1, 0, 0, 2, 0),
        (NOVEMBER, None): Tally(letters=7),
    },
)
EMPTY = page()


# --- what it says -----------------------------------------------------------------------------------------------


def test_what_is_open_now() -> None:
    """Per service and together; where nothing waits there is no oldest."""
    assert [head.title for head in FULL.standing.heads] == [
        "Terbuka Sekarang", "Menunggu Kantor", "Tertua (hari)", "Lewat Tenggat", "Menunggu Warga", "Siap Diambil",
    ]  # fmt: skip
    assert FULL.standing.lines == (
        ("SKU", 2, 9, 1, 2, 0),
        ("SKTM", 1, 3, 0, 0, 4),
        ("Lainnya", 0, None, 0, 0, 0),
        ("Jumlah", 3, 9, 1, 2, 4),
    )


def test_how_long_requests_wait() -> None:
    """Every age has its line, and no age has two."""
    ages = tuple(range(12))
    lines = page({"sku": Standing(ages)}).ages.lines
    assert lines == (("Hari ini", 1), ("1 hari", 1), ("2-3 hari", 2), ("4-7 hari", 4), ("Lebih dari 7 hari", 4))


def test_month_by_month() -> None:
    """The oldest first, twelve of them, then their sum; a month in which nothing was due has no share."""
    assert [one[0] for one in FULL.months.lines] == [
        "Des 2025", "Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "Mei 2026", "Jun 2026", "Jul 2026", "Agu 2026",
        "Sep 2026", "Okt 2026", "Nov 2026", "Jumlah",
    ]  # fmt: skip
    assert line(FULL.months, "Okt 2026") == ("Okt 2026", 5, 4, 0.75, 4)
    assert line(FULL.months, "Nov 2026") == ("Nov 2026", 3, 1, 0.3333, 8)
    assert line(FULL.months, "Jumlah") == ("Jumlah", 8, 5, 0.5714, 12)
    assert line(FULL.months, "Sep 2026") == ("Sep 2026", 0, 0, None, 0)


def test_service_by_service() -> None:
    """The last twelve months together; letters made by hand stand under others."""
    assert FULL.services.lines == (
        ("SKU", 7, 5, 0.8, 5),
        ("SKTM", 1, 0, 0.0, 0),
        ("Lainnya", 0, 0, None, 7),
        ("Jumlah", 8, 5, 0.5714, 12),
    )


def test_month_by_month_and_service_by_service() -> None:
    """The newest on top, only what there is."""
    told = [one for one in FULL.details.lines if any(one)]
    assert told == [
        ("Nov 2026", "SKU", 2, 1, 1.0, 1),
        ("Nov 2026", "SKTM", 1, 0, 0.0, 0),
        ("Nov 2026", "Lainnya", 0, 0, None, 7),
        ("Okt 2026", "SKU", 5, 4, 0.75, 4),
    ]
    assert FULL.details.lines[: len(told)] == tuple(told)


def test_what_a_service_that_is_gone_left_stands_under_others() -> None:
    """Nothing that was counted is lost when the settings change; without it, there are no others."""
    gone = page({"domisili": Standing((1,))}, {(NOVEMBER, "domisili"): Tally(2, 2, 2, 2, 2)})
    assert line(gone.standing, "Lainnya") == ("Lainnya", 1, 1, 0, 0, 0)
    assert line(gone.services, "Lainnya") == ("Lainnya", 2, 2, 1.0, 2)
    assert "Lainnya" not in str(EMPTY.cells())


def test_what_the_chart_needs() -> None:
    """A column per service, a line per month."""
    assert [head.title for head in FULL.requests.heads] == ["Masuk", "SKU", "SKTM", "Lainnya"]
    assert FULL.requests.lines[-2:] == (("Okt 2026", 5, 0, 0), ("Nov 2026", 2, 1, 0))


def test_every_header_of_a_figure_is_explained() -> None:
    """In words that say what counts; the names of services need none."""
    heads = [head for table in FULL.tables[:-1] for head in table.heads]
    assert [head.title for head in heads if not head.note] == ["Layanan"]


def test_what_is_said_changes_no_layout() -> None:
    """However much there is to tell; only another service does."""
    assert page({"sku": Standing((1,))}, {(NOVEMBER, "sku"): Tally(1)}).layout == EMPTY.layout
    assert FULL.layout != EMPTY.layout


# --- how it is drawn --------------------------------------------------------------------------------------------


def areas(thing: object) -> Iterator[Mapping[str, int]]:
    """Every block of cells that these requests name."""
    if isinstance(thing, Mapping):
        if "startRowIndex" in thing and "endColumnIndex" in thing:
            yield thing
        for below in thing.values():
            yield from areas(below)
    elif isinstance(thing, list):
        for below in thing:
            yield from areas(below)


def of_kind(kind: str, requests: list[dict[str, Any]]) -> list[Request]:
    return [request[kind] for request in requests if kind in request]


@pytest.mark.parametrize("shown", [EMPTY, FULL])
def test_no_table_lies_over_another(shown: Page) -> None:
    """Each cell belongs to one; on the left none is wider than six columns."""
    places = [place for table in shown.tables for place, _ in table.cells()]
    assert len(places) == len(set(places))
    assert all(column < LEFT_COLUMNS or column >= BESIDE_COLUMN for _, column in places)


@pytest.mark.parametrize("shown", [EMPTY, FULL])
def test_no_chart_ever_covers_a_number(shown: Page) -> None:
    """They lie in a column of their own, which is wider, and are less high than the rows between them."""
    (pixels,) = (
        one["properties"]["pixelSize"]
        for one in of_kind("updateDimensionProperties", summary_look.new_tab(shown))
        if one["range"]["startIndex"] == CHART_COLUMN
    )
    places = [
        chart["chart"]["position"]["overlayPosition"] for chart in of_kind("addChart", summary_look.adorn(shown, ()))
    ]
    assert {place["anchorCell"]["columnIndex"] for place in places} == {CHART_COLUMN}
    assert pixels > WIDTH
    rows = [place["anchorCell"]["rowIndex"] for place in places]
    assert all(21 * (below - above) > places[0]["heightPixels"] for above, below in pairwise(rows))
    assert rows[-1] + 17 <= summary_look.rows_needed(shown)


@pytest.mark.parametrize(
    ("chart", "table", "columns"),
    [(REQUESTS_CHART, FULL.requests, [1, 2, 3]), (SHARE_CHART, FULL.months, [3]), (AGES_CHART, FULL.ages, [1])],
)
def test_a_chart_shows_a_table_with_its_headers_and_without_its_sum(
    chart: int, table: Table, columns: list[int]
) -> None:
    """Its first column along the bottom, and the columns that it is about."""
    (spec,) = (
        one["chart"]["spec"]["basicChart"]
        for one in of_kind("addChart", summary_look.adorn(FULL, ()))
        if one["chart"]["chartId"] == chart
    )
    sources = list(areas(spec))
    assert [area["startColumnIndex"] for area in sources] == [table.left + column for column in [0, *columns]]
    assert {area["startRowIndex"] for area in sources} == {table.top}
    assert {area["endRowIndex"] for area in sources} == {table.end - table.summed}
    assert spec["headerCount"] == 1


def test_charts_that_people_took_away_stay_away() -> None:
    """The others are told where their numbers stand."""
    told = redraw_charts(FULL, [SHARE_CHART, 5])
    assert [one["updateChartSpec"]["chartId"] for one in told] == [SHARE_CHART]
    assert len(of_kind("addChart", summary_look.adorn(FULL, [SHARE_CHART]))) == 2


def test_an_old_heartbeat_turns_red() -> None:
    """By a formula that means the same in every locale; and the clock goes on while nobody changes anything."""
    requests = summary_look.adorn(FULL, ())
    (rule,) = of_kind("addConditionalFormatRule", requests)
    (area,) = rule["rule"]["ranges"]
    condition = rule["rule"]["booleanRule"]["condition"]
    assert (area["startRowIndex"], area["startColumnIndex"]) == (1, 0)
    assert condition == {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=NOW()-$A$2>15/1440"}]}
    assert not set(",;.") & set(summary_look.TOO_OLD)
    assert of_kind("updateSpreadsheetProperties", requests)[0]["properties"] == {"autoRecalc": "MINUTE"}


def test_shares_are_percent_and_the_heartbeat_is_a_date() -> None:
    """In the cells where they stand, and nowhere else."""
    tab = Tab(SUMMARY_TAB, "Ringkasan", 100, 20)
    looks = [
        (one["range"], one["cell"]["userEnteredFormat"]["numberFormat"]["pattern"])
        for one in of_kind("repeatCell", summary_look.draw(FULL, tab))
        if "numberFormat" in one["cell"]["userEnteredFormat"]
    ]
    dates = [area for area, pattern in looks if pattern == "dd/mm/yyyy hh:mm"]
    assert [(area["startRowIndex"], area["endRowIndex"], area["endColumnIndex"]) for area in dates] == [(1, 2, 1)]
    percent = {
        (row, area["startColumnIndex"])
        for area, pattern in looks
        if pattern == "0%"
        for row in range(area["startRowIndex"], area["endRowIndex"])
    }
    shares = {place for place, cell in FULL.cells().items() if isinstance(cell, float)}
    assert shares <= percent


def test_a_tab_that_is_too_small_is_made_larger_and_none_smaller() -> None:
    """People may have put something behind ours."""
    for rows, columns in ((2, 1), (900, 80)):
        (grown,) = of_kind("updateSheetProperties", summary_look.draw(FULL, Tab(SUMMARY_TAB, "", rows, columns)))
        size = grown["properties"]["gridProperties"]
        assert size["rowCount"] == max(rows, FULL.details.end)
        assert size["columnCount"] == max(columns, FULL.requests.right)


# --- in the loop ------------------------------------------------------------------------------------------------


def shown(hall: Hall) -> dict[str, list[Cell]]:
    """The table of what is open now: a line by its first cell."""
    rows = hall.door.tabs[SUMMARY_TAB]
    return {str(row[0]): row[1:LEFT_COLUMNS] for row in rows[3:8] if row}


def beats(hall: Hall) -> Cell:
    return hall.door.tabs[SUMMARY_TAB][1][0]


def writes(hall: Hall) -> int:
    return sum(str(SUMMARY_TAB) in str(changes) for changes in hall.door.changes)


def alerts(hall: Hall) -> list[str]:
    return [params["alert"] for kind, params in hall.told(STAFF) if kind == "staff_alert"]


def restored_in(hall: Hall, seconds: float = 10) -> bool:
    """Whether the next round notices that an older version was brought back."""
    seen = []
    read = hall.sync._reader.read
    hall.sync._reader.read = lambda *args, **more: seen.append(read(*args, **more)) or seen[-1]  # type: ignore[method-assign, func-returns-value]
    try:
        hall.poll(seconds)
    finally:
        hall.sync._reader.read = read  # type: ignore[method-assign]
    return seen[0].restored


def test_the_first_round_makes_the_tab(hall: Hall) -> None:
    """Behind the desk, with its heartbeat, its figures and its charts."""
    hall.poll(0)
    (made,) = (
        made["properties"]
        for changes in hall.door.changes
        for made in of_kind("addSheet", changes)
        if made["properties"]["sheetId"] == SUMMARY_TAB
    )
    assert (made["title"], made["index"]) == ("Ringkasan", 1)
    assert beats(hall) == heartbeat.serial(NOON, JAKARTA)
    assert hall.door.tabs[SUMMARY_TAB][0][:2] == ["Bot terakhir aktif", summary.REMARKS[0]]
    assert shown(hall)["SKU"] == [0, "", 0, 0, 0]
    assert sorted(hall.door.charts) == sorted(CHARTS)


def test_an_idle_round_reads_two_cells_more_and_no_call_more(hall: Hall) -> None:
    """The heartbeat's cell and its title, last."""
    hall.poll()
    hall.arrive()
    before = len(hall.door.asked)
    hall.poll()
    (asked,) = hall.door.asked[before:]
    assert [one for one in asked if one.tab == SUMMARY_TAB] == [heartbeat.CELL] == asked[-1:]


def test_figures_are_written_with_the_next_heartbeat(hall: Hall) -> None:
    """Every five minutes at most, in one call, and only what has changed."""
    hall.poll()
    hall.arrive()
    before = writes(hall)
    for _ in range(10):
        hall.poll(10)
    assert writes(hall) == before
    assert shown(hall)["SKU"][0] == 0
    hall.poll(BEAT)
    assert writes(hall) == before + 1
    assert shown(hall)["SKU"][:2] == [1, 0]
    cells = [cell for one in hall.door.changes[-1] for row in one["updateCells"]["rows"] for cell in row["values"]]
    assert len(cells) < 30


def test_the_heartbeat_is_written_although_nothing_changed(hall: Hall) -> None:
    """In a call of less than 300 bytes; by Google's clock, which people compare it with."""
    hall.poll()
    hall.poll(BEAT)
    hall.door.clock_ahead = timedelta(hours=1)
    hall.poll(BEAT)
    assert beats(hall) == heartbeat.serial(hall.now - timedelta(hours=1), JAKARTA)
    assert len(str(hall.door.changes[-1])) < 300


def test_a_clock_that_was_put_back_does_not_stop_the_heart(hall: Hall) -> None:
    """Somebody mends a computer's date."""
    hall.poll()
    hall.now -= timedelta(days=30)
    assert not restored_in(hall)
    assert beats(hall) == heartbeat.serial(hall.now, JAKARTA)
    assert not restored_in(hall, BEAT)


def test_what_people_changed_is_put_right_after_a_sweep(hall: Hall) -> None:
    """Numbers, headers, words where blanks belong."""
    hall.poll()
    before = [list(row) for row in hall.door.tabs[SUMMARY_TAB]]
    for row, column in ((3, 0), (4, 1), (4, 2), (3, BESIDE_COLUMN)):
        hall.door.type(SUMMARY_TAB, row, column, "salah")
    hall.poll(BEAT)
    assert hall.door.tabs[SUMMARY_TAB][4][1] == "salah"
    hall.poll(SWEEP_EVERY.total_seconds())
    changed = [row[:] for row in hall.door.tabs[SUMMARY_TAB]]
    changed[1][0] = before[1][0]
    assert changed == before


def test_what_people_wrote_behind_it_stays(hall: Hall) -> None:
    """It is no cell of ours."""
    hall.poll()
    hall.door.type(SUMMARY_TAB, 60, CHART_COLUMN, "catatan")
    hall.start()
    hall.poll(SWEEP_EVERY.total_seconds())
    assert hall.door.tabs[SUMMARY_TAB][60][CHART_COLUMN] == "catatan"


def test_a_restart_draws_the_tab_anew_and_leaves_charts_that_are_gone(hall: Hall) -> None:
    """Formats and headers may be those of an older program; a chart that somebody took away does not come back."""
    hall.poll()
    del hall.door.charts[AGES_CHART]
    hall.door.type(SUMMARY_TAB, 20, 0, "sisa")
    hall.start()
    hall.poll()
    assert sorted(hall.door.charts) == sorted({*CHARTS} - {AGES_CHART})
    assert "sisa" not in str(hall.door.tabs[SUMMARY_TAB])


def test_a_letter_made_by_hand_brings_a_line_more(hall: Hall) -> None:
    """The tables below move, and the charts follow them."""
    hall.poll()
    before = hall.door.charts[SHARE_CHART]["spec"]
    with hall.ledger.write() as tx:
        register.enter(tx, Entry("1/2026", "surat", 2026, 1, "Camat", "Undangan", "Sekdes"), hall.now)
    hall.poll(BEAT)
    assert "Lainnya" in shown(hall)
    after = hall.door.charts[SHARE_CHART]["spec"]
    tops = [[area["startRowIndex"] for area in areas(spec)] for spec in (before, after)]
    assert tops[1] == [top + 1 for top in tops[0]] != []


def test_a_tab_that_was_deleted_is_made_anew_at_once(hall: Hall) -> None:
    """And the requests are read all the while."""
    hall.poll()
    del hall.door.tabs[SUMMARY_TAB]
    hall.door.charts.clear()
    key = hall.arrive()
    assert hall.dossier(key).status is Status.NEW
    assert shown(hall)["SKU"][0] == 1
    assert not restored_in(hall)


def test_a_title_that_is_taken_is_not_taken_again(hall: Hall) -> None:
    """Somebody has a tab of this name."""
    hall.door.tabs[5], hall.door.titles[5] = [], "ringkasan"
    hall.poll()
    assert hall.door.titles[SUMMARY_TAB] == "Ringkasan 2"


# --- when it cannot be written ----------------------------------------------------------------------------------


def test_a_tab_that_cannot_be_written_stops_alone(ledger: Ledger) -> None:
    """The staff hear of it once a day; requests, decisions and letters go on; it is tried with each heartbeat."""
    hall = Hall(ledger, staff_chat=STAFF)
    hall.poll()
    hall.door.refuses = str(SUMMARY_TAB)
    key = hall.arrive()
    hall.pick(key, Decision.APPROVE)
    hall.poll(BEAT)
    hall.settle()
    assert hall.dossier(key).status is Status.APPROVED
    assert hall.door.refused == 1
    hall.poll(BEAT)
    assert hall.door.refused == 2
    assert alerts(hall) == ["summary_unwritable"]
    hall.door.refuses = None
    hall.poll(BEAT)
    assert beats(hall) == heartbeat.serial(hall.now, JAKARTA)


def test_charts_that_google_will_not_have_cost_no_figures(hall: Hall) -> None:
    """They are left out, and the tab goes on without them."""
    hall.door.refuses = "addChart"
    for _ in range(3):
        hall.poll(BEAT)
    assert (hall.door.charts, hall.door.refused) == ({}, 1)
    assert beats(hall) == heartbeat.serial(hall.now, JAKARTA)
    with hall.ledger.write() as tx:
        register.enter(tx, Entry("1/2026", "surat", 2026, 1, "Camat", "Undangan", "Sekdes"), hall.now)
    hall.poll(BEAT)
    assert "Lainnya" in shown(hall)


@pytest.mark.parametrize(
    ("name", "trouble"),
    [("change", Retryable("busy")), ("change", Ambiguous("lost")), ("change after", Ambiguous("lost"))],
)
@pytest.mark.parametrize("nth", [2, 3])
def test_no_trouble_makes_a_second_tab_or_a_second_chart(hall: Hall, name: str, trouble: Exception, nth: int) -> None:
    """Whichever of its first two calls it strikes; what is lacking comes with the next."""
    hall.door.troubles[name] = [*[None] * (nth - 1), trouble]
    with pytest.raises(type(trouble)):
        hall.poll()
    for _ in range(2):
        hall.poll(BEAT)
    assert sorted(hall.door.charts) == sorted(CHARTS)
    assert beats(hall) == heartbeat.serial(hall.now, JAKARTA)


def test_a_spreadsheet_that_is_shared_no_more_is_told(hall: Hall) -> None:
    """That is not a tab that cannot be written."""
    hall.poll()
    hall.door.troubles["change"] = [Refused("no access")]
    with pytest.raises(Refused):
        hall.poll(BEAT)


# --- an older version is brought back ---------------------------------------------------------------------------


def test_an_older_version_is_noticed_once_and_everything_is_written_anew(hall: Hall) -> None:
    """Also in the round in which a form's tab and the desk have changed under our feet."""
    hall.poll()
    old = {tab: [list(row) for row in rows] for tab, rows in hall.door.tabs.items()}
    hall.arrive()
    hall.poll(BEAT)
    hall.door.tabs = old
    assert restored_in(hall)
    assert shown(hall)["SKU"][0] == 1
    assert beats(hall) == heartbeat.serial(hall.now, JAKARTA)
    assert not restored_in(hall)


def test_after_an_older_version_everything_is_right_again_in_the_next_round(hall: Hall) -> None:
    """Also what is only looked at in a sweep, such as the answers on the desk and the book."""
    key = hall.arrive()
    hall.poll()
    old = deepcopy(hall.door.tabs)
    old[DESK_TAB][1][Column.ANSWERS] = "lama"
    with hall.ledger.write() as tx:
        register.enter(tx, Entry("1/2026", "surat", 2026, 1, "Camat", "Undangan", "Sekdes"), hall.now)
    hall.poll(BEAT)
    right = hall.shown(key, Column.ANSWERS)
    hall.door.tabs = old
    hall.poll()
    hall.poll()
    assert hall.shown(key, Column.ANSWERS) == right
    assert hall.door.column(BOOK_TAB, 1) == ["1/2026"]


def test_an_older_version_that_was_brought_back_overnight_is_noticed(hall: Hall) -> None:
    """While the laptop was off."""
    hall.poll()
    old = [list(row) for row in hall.door.tabs[SUMMARY_TAB]]
    hall.poll(BEAT)
    hall.door.tabs[SUMMARY_TAB] = old
    hall.start()
    assert restored_in(hall, 86_400)


def test_a_restore_whose_rewriting_failed_is_noticed_again(hall: Hall) -> None:
    """Until it has been written."""
    hall.poll()
    old = [list(row) for row in hall.door.tabs[SUMMARY_TAB]]
    hall.poll(BEAT)
    hall.door.tabs[SUMMARY_TAB] = old
    hall.door.troubles["change"] = [Retryable("busy")]
    with pytest.raises(Retryable):
        hall.poll()
    assert restored_in(hall)
    assert not restored_in(hall)


def test_a_restore_that_cannot_be_rewritten_is_noticed_once(hall: Hall) -> None:
    """A tab that nobody may write must not keep the office in suspense."""
    hall.poll()
    old = [list(row) for row in hall.door.tabs[SUMMARY_TAB]]
    hall.poll(BEAT)
    hall.door.tabs[SUMMARY_TAB] = old
    hall.door.troubles["change"] = [Permanent("protected")]
    assert restored_in(hall)
    assert not restored_in(hall)


@pytest.mark.parametrize("cell", ["", "kemarin", True])
def test_a_heartbeat_that_somebody_typed_over_is_no_restore(hall: Hall, cell: Cell) -> None:
    """It is put right with the next one."""
    hall.poll()
    hall.door.type(SUMMARY_TAB, 1, 0, cell)
    assert not restored_in(hall)
    assert beats(hall) == cell
    hall.poll(BEAT)
    assert beats(hall) == heartbeat.serial(hall.now, JAKARTA)


def test_what_is_confirmed_is_kept_in_the_ledger(hall: Hall) -> None:
    """After the write; a write whose answer was lost leaves the older time."""
    hall.poll()
    confirmed = beats(hall)
    hall.door.troubles["change after"] = [Ambiguous("lost")]
    with pytest.raises(Ambiguous):
        hall.poll(BEAT)
    assert beats(hall) != confirmed
    with hall.ledger.read() as tx:
        assert bookmarks.get(tx, "heartbeat") == confirmed
    assert not restored_in(hall)


def test_finished_requests_are_told(hall: Hall) -> None:
    """From approval to the delivered letter, in the loop."""
    key = hall.arrive()
    hall.pick(key, Decision.APPROVE)
    hall.settle()
    hall.print_next()
    hall.deliver_all()
    hall.poll(BEAT)
    told = [row[:5] for row in hall.door.tabs[SUMMARY_TAB] if row and row[0] == "Nov 2026"]
    assert told[0] == ["Nov 2026", 1, 1, 1.0, 1]
    assert [kind for kind, _ in hall.told(CHAT)][-1] == "letter"
