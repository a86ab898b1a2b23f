"""Moving closed requests from the desk to the archive of their year, and bringing back what was taken by mistake."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from office.config import Config
from office.doors import Permanent, Refused
from sheets_sync import archive, batch
from sheets_sync.archive import AT_ONCE, Match
from sheets_sync.columns import LOOKS, Column
from sheets_sync.google import GoogleDoor, Range
from sheets_sync.setup import set_up, texts_of

log = logging.getLogger(__name__)

_TOP = 20
"""Rows of the archive by which a move is recognised."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the desk's columns go into an archive; `desk_key` and `key` are the places of the number in both."""

    tab: int
    matched: Match
    desk_key: int
    key: int


@dataclass(frozen=True, slots=True)
class _Move:
    """A move that is not proven yet: the numbers that were meant, and what stood on top of the archive before."""

    plan: _Plan
    meant: tuple[str, ...]
    before: tuple[str, ...]


class Archivist:
    """One thread uses it. What a lost answer leaves open is looked at by the next call."""

    def __init__(self, door: GoogleDoor, config: Config) -> None:
        self._door, self._config = door, config
        self._open: _Move | None = None

    def move(self, due: Mapping[str, int]) -> bool:
        """Move what is due, by number the year of each, a few at a time; whether any was. Raises DoorError."""
        self._prove()
        for year, keys in archive.by_year(due).items():
            plan = self._plan(year)
            if plan and self._move(plan, keys):
                return True
        return False

    def _plan(self, year: int) -> _Plan | None:
        """None while the desk's header row is not what it should be."""
        tab = batch.archive_tab(year)
        try:
            heads = self._door.read([Range(batch.DESK_TAB, 0, 1), Range(tab, 0, 1)])
        except Refused:
            raise
        except Permanent:  # somebody deleted it, or the year is new
            set_up(self._door, self._config, year)
            heads = self._door.read([Range(batch.DESK_TAB, 0, 1), Range(tab, 0, 1)])
        desk_head, head = (texts_of(grid) for grid in heads)
        title = LOOKS[Column.KEY].title
        if desk_head.count(title) != 1:
            return None
        matched, place = archive.match(desk_head, head), desk_head.index(title)
        return _Plan(tab, matched, place, matched.places[place])

    def _move(self, plan: _Plan, keys: Sequence[str]) -> bool:
        on_desk, before = self._keys(batch.DESK_TAB, plan.desk_key), self._keys(plan.tab, plan.key, _TOP)
        rows = {key: on_desk.index(key) + 1 for key in keys if on_desk.count(key) == 1}
        rows = dict(list(rows.items())[:AT_ONCE])
        if rows:
            self._open = _Move(plan, tuple(rows), tuple(before))
            self._door.change(archive.moves(rows.values(), plan.tab, plan.matched, self._columns(plan)))
            self._prove()
        return bool(rows)

    def _prove(self) -> None:
        """A row that was sorted into the place of one that was meant goes back, with all that stands in it."""
        if self._open is None:
            return
        plan, meant, before = self._open.plan, self._open.meant, self._open.before
        found = self._keys(plan.tab, plan.key, len(meant) + len(before))
        wrong = archive.strangers(found, meant) if archive.happened(before, found, len(meant)) else []
        self._open = None
        if wrong:
            log.warning("%d baris Meja ikut terpindah ke arsip; dikembalikan.", len(wrong))
            self._door.change(archive.brings_back(wrong, plan.tab, plan.matched))

    def _keys(self, tab: int, place: int, most: int | None = None) -> list[str]:
        """The numbers in a tab, from the first row below the header on."""
        last = None if most is None else most + 1
        grid = self._door.read([Range(tab, 1, last, place, place + 1)])[0]
        return [next(iter(texts_of([line])), "") for line in grid]

    def _columns(self, plan: _Plan) -> int:
        """How wide the archive's grid is; only asked where it has to grow."""
        if not plan.matched.added:
            return plan.matched.width
        return next(tab.columns for tab in self._door.workbook().tabs if tab.id == plan.tab)
