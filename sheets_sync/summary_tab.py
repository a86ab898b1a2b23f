"""The tab `Ringkasan` over time: made where there is none, written when it is due. One thread uses it."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from office.config import Config
from office.doors import Ambiguous, Permanent, Refused
from office.ledger import statistics
from office.ledger.connection import Ledger
from sheets_sync import heartbeat, summary, summary_look
from sheets_sync.batch import SUMMARY_TAB, Request
from sheets_sync.google import GoogleDoor, Range, Tab, Workbook
from sheets_sync.heartbeat import HEARTBEAT_EVERY, Heartbeat
from sheets_sync.rows import Cell
from sheets_sync.setup import free_title, who_may_edit
from sheets_sync.summary import Page
from sheets_sync.summary_charts import CHARTS, redraw_charts
from sheets_sync.tables import Place, differences, read_cells, write
from sheets_sync.texts import SUMMARY_TITLE

log = logging.getLogger(__name__)


class SummaryTab:
    """Keeps the tab like the ledger's figures: every few minutes one call, with the heartbeat and what differs.

    It is made in a call of its own and adorned in another: whatever Google may have against a chart or a formula,
    neither the desk nor the figures wait for it.
    """

    def __init__(self, door: GoogleDoor, ledger: Ledger, beat: Heartbeat, config: Config) -> None:
        self._door, self._ledger, self._heartbeat, self._config = door, ledger, beat, config
        self._names = {service.key: service.short for service in config.services.values()}
        self._looked = False
        self._titles: frozenset[str] = frozenset()
        self._tab: Tab | None = None
        self._layout: tuple[object, ...] | None = None
        self._said: Mapping[Place, Cell] = {}
        self._in_doubt = False
        self._plain = False
        self._kept_at: datetime | None = None
        self.unwritable = False
        """Whether Google would not have it written, when that was last tried."""

    def found(self, book: Workbook) -> None:
        """The spreadsheet was looked at: whether the tab is there, how large it is, which charts people left."""
        self._tab = next((tab for tab in book.tabs if tab.id == SUMMARY_TAB), None)
        self._titles = frozenset(tab.title for tab in book.tabs)
        self._looked, self._layout = True, None
        self._heartbeat.present = self._tab is not None

    def keep(self, zone: ZoneInfo, now: datetime, *, sweep: bool, restored: bool) -> None:
        """Write what is due: the heartbeat in the spreadsheet's zone, and the figures that have changed.

        What people changed is put right after a sweep; after a restore everything is written at once. Raises DoorError;
        Permanent when the tab will not be written, which is then tried again no sooner than the next heartbeat.
        """
        self._in_doubt |= sweep
        gone = self._tab is not None and not self._heartbeat.present
        if restored or gone:
            self._looked = False
        if restored or gone or self._is_due(now):
            with self._ledger.read() as tx:
                page = summary.page(statistics.figures(tx, self._config.village.hours.zone, now), self._names)
            self._write(page, heartbeat.serial(now - self._door.clock_ahead, zone), now)

    def _is_due(self, now: datetime) -> bool:
        return self._kept_at is None or not timedelta(0) <= now - self._kept_at < HEARTBEAT_EVERY

    def _write(self, page: Page, beat: float, now: datetime) -> None:
        if not self._looked or self._layout not in {None, page.layout}:
            self.found(self._door.workbook())
        self._plain |= self._tab is None
        try:
            changes = [*self._changes(page), *write(SUMMARY_TAB, heartbeat.cells(beat))]
            self._heartbeat.begin(beat)
            self._door.change(changes)
        except Permanent:
            self._heartbeat.cannot_be_written()
            self._looked, self._kept_at, self.unwritable = False, now, True
            raise
        except Ambiguous:
            self._looked = False
            raise
        self._heartbeat.written(beat)
        self._tab = self._tab or _made(page)
        self._said, self._layout, self._in_doubt, self._kept_at = page.cells(), page.layout, False, now
        self.unwritable = False
        if self._plain:
            self._adorn(page, self._tab)

    def _adorn(self, page: Page, tab: Tab) -> None:
        """Once, when we have made the tab: charts that people take away do not come back."""
        try:
            self._door.change(summary_look.adorn(page, tab.charts))
            self._tab = replace(tab, charts=CHARTS)
        except Refused:
            raise
        except Permanent as error:
            log.warning("%s tanpa grafik: %s", SUMMARY_TITLE, error)
        except Ambiguous:
            self._looked = False
            raise
        self._plain = False

    def _changes(self, page: Page) -> list[Request]:
        if self._tab is None:
            title, editors = free_title(SUMMARY_TITLE, self._titles), who_may_edit(self._door, self._config)
            return [*summary_look.new_tab(page, title, editors), *summary_look.draw(page, _made(page))]
        if self._layout != page.layout:
            return [*summary_look.draw(page, self._tab), *redraw_charts(page, self._tab.charts)]
        if self._in_doubt:
            self._said = read_cells(self._door.read([Range(SUMMARY_TAB)])[0])
        return write(SUMMARY_TAB, differences(self._said, page.cells()))


def _made(page: Page) -> Tab:
    """The tab as we make it."""
    rows, columns = summary_look.rows_needed(page), summary_look.columns_needed(page)
    return Tab(SUMMARY_TAB, SUMMARY_TITLE, rows, columns)
