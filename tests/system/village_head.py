"""A village head who decides whatever comes, quicker than any script: rows may move under a slower hand."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from random import Random

from simulator.google.book import Spreadsheet
from simulator.google.grid import Sheet
from simulator.google.habits import typed
from simulator.google.models import Google
from tests.system.desk import DESK

MOST_AT_ONCE = 4
"""Decisions that wait to be seen; more than five approvals in one read would be held back."""
_EVERY = 0.3
"""Seconds from glance to glance."""
_DECISION, _MESSAGE, _STATUS, _KEY = "Keputusan", "Pesan untuk Warga", "Status", "No. Permohonan"


class VillageHead:
    """Looks at the desk and picks a decision for each new request, as `random` has it."""

    def __init__(self, google: Google, spreadsheet: str, random: Random) -> None:
        self._google, self._spreadsheet, self._random = google, spreadsheet, random
        self._version, self._looked_at = -1, 0.0

    def glance(self) -> None:
        """Decide what is new, all in one moment."""
        book, now = self._google.book(self._spreadsheet), time.monotonic()
        if book.version == self._version or now - self._looked_at < _EVERY or book.titled(DESK) is None:
            return
        self._version, self._looked_at = book.version, now
        if any(self._undecided(book)):
            self._google.change(self._spreadsheet, self._decide)

    def _decide(self, book: Spreadsheet) -> None:
        for row, key in [*self._undecided(book)]:
            self._pick(book, row, key)

    def _undecided(self, book: Spreadsheet) -> Iterator[tuple[int, str]]:
        """Index and number of the new rows that may be decided now."""
        sheet = _desk(book)
        at = _columns(book, sheet)
        new = [row for row in range(1, sheet.used_rows()) if _shown(book, sheet, row, at[_STATUS]) == "Baru"]
        without = [row for row in new if not _shown(book, sheet, row, at[_DECISION])]
        room = max(0, MOST_AT_ONCE - (len(new) - len(without)))
        return ((row, _shown(book, sheet, row, at[_KEY])) for row in without[len(without) - min(room, len(without)) :])

    def _pick(self, book: Spreadsheet, row: int, key: str) -> None:
        chance, corrected = self._random.random(), key.count("-") > 1
        if chance < 0.1:
            decision, message = "Tolak", f"Di luar desa {self._random.randrange(10**6)}."
        elif chance < 0.25 and not corrected:
            decision, message = "Belum Lengkap", "Foto KTP buram."
        else:
            decision, message = "Setujui", ""
        sheet = _desk(book)
        at = _columns(book, sheet)
        for column, text in ((at[_MESSAGE], message), (at[_DECISION], decision)):
            sheet.put(row, column, typed(text, book.locale, sheet.cell(row, column)))


def _desk(book: Spreadsheet) -> Sheet:
    sheet = book.titled(DESK)
    if sheet is None:
        raise LookupError(DESK)
    return sheet


def _columns(book: Spreadsheet, sheet: Sheet) -> Mapping[str, int]:
    return {_shown(book, sheet, 0, column): column for column in range(sheet.used_columns())}


def _shown(book: Spreadsheet, sheet: Sheet, row: int, column: int) -> str:
    return sheet.cell(row, column).shown(book.locale)
