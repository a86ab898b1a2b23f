"""Reading all that is left in the spreadsheet. Nothing is written."""

from zoneinfo import ZoneInfo

from office.cases import Arrival
from office.config import Config
from office.services import Service
from sheets_sync import batch
from sheets_sync.columns import UnusableDesk, find
from sheets_sync.desk import Row
from sheets_sync.google import GoogleDoor, Grid, Range, Tab
from sheets_sync.reader import desk_rows
from sheets_sync.recovery.remains import RebuildError, Remains
from sheets_sync.rows import UnusableTab, read_headers, read_rows, zone_named
from sheets_sync.setup import texts_of
from sheets_sync.texts import DESK_TITLE
from sheets_sync.verification import VERIFICATION_TAB, told

AT_ONCE = 2_000
"""Rows that are asked for in one call: a row of the desk has some kilobytes."""


def read_all(door: GoogleDoor, config: Config, *, forms: bool = True) -> Remains:
    """Everything; without `forms` only what the script itself has written.

    Raises RebuildError where a tab cannot be read safely, DoorError.
    """
    workbook = door.workbook()
    tabs = {tab.id: tab for tab in workbook.tabs}
    if batch.DESK_TAB not in tabs:
        raise RebuildError(
            f"Tab {DESK_TITLE} tidak ada di spreadsheet ini. Periksa google.spreadsheet di config.yaml; bila tabnya "
            "terhapus, kembalikan lewat Riwayat versi di Google Sheets."
        )
    zone = zone_named(workbook.zone) or config.village.hours.zone
    years = {tab.id: year for tab in workbook.tabs if (year := batch.archive_year(tab.id))}
    page = tabs.get(VERIFICATION_TAB)
    book, of_forms = tabs.get(batch.BOOK_TAB), config.by_tab if forms else {}
    return Remains(
        desk=_requests(door, tabs[batch.DESK_TAB]),
        archives={year: _requests(door, tabs[tab]) for tab, year in years.items()},
        arrivals={tab: _arrivals(door, tabs[tab], service, zone) for tab, service in of_forms.items() if tab in tabs},
        gone=tuple(service.key for tab, service in of_forms.items() if tab not in tabs),
        book=_grid(door, book) if book else [],
        codes=told(_grid(door, page)) if page else {},
        zone=zone,
    )


def _grid(door: GoogleDoor, tab: Tab) -> Grid:
    """A whole tab, some rows at a time; rows that are left out at the end of an answer are blank."""
    grid: Grid = []
    for first in range(0, max(tab.rows, 1), AT_ONCE):
        grid += [[]] * (first - len(grid))
        grid += door.read([Range(tab.id, first, min(first + AT_ONCE, max(tab.rows, 1)))])[0]
    return grid


def _requests(door: GoogleDoor, tab: Tab) -> tuple[Row, ...]:
    grid = _grid(door, tab)
    try:
        layout = find(texts_of(grid))
    except UnusableDesk as trouble:
        how = "ada dua" if trouble.kind == "desk_header_twice" else "tidak ada"
        raise RebuildError(
            f"Judul kolom `{trouble.about}` {how} di tab {tab.title}. Betulkan dulu judulnya, lalu ulangi. Bila kolom "
            "Meja terhapus, kembalikan lewat Riwayat versi di Google Sheets."
        ) from None
    return desk_rows([(Range(tab.id), grid)], layout) or ()


def _arrivals(door: GoogleDoor, tab: Tab, service: Service, zone: ZoneInfo) -> tuple[Arrival, ...]:
    grid = _grid(door, tab)
    try:
        headers = read_headers(service, grid[0] if grid else ())
    except UnusableTab:
        raise RebuildError(f"Baris judul di tab {tab.title} tidak bisa dibaca. Betulkan dulu, lalu ulangi.") from None
    return tuple(read_rows(service, headers, grid[1:], 1, zone)[0])
