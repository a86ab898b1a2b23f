"""Version history: what a spreadsheet was before, to be restored by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.google.book import Spreadsheet
from simulator.google.cells import Json
from simulator.google.errors import invalid
from simulator.google.files import rfc3339

_SITTING = timedelta(minutes=1)
_UNNAMED = 12


@dataclass(frozen=True)
class Version:
    """A kept state. One with a name is kept for good."""

    book: Spreadsheet
    at: datetime
    name: str

    def describe(self) -> Json:
        """Return {"version", "at", "name"}; the name may be empty."""
        return {"version": self.book.version, "at": rfc3339(self.at), "name": self.name}


class History:
    """The versions of one spreadsheet, oldest first: those that people named, and now and then one between."""

    def __init__(self) -> None:
        self._kept: list[Version] = []
        self._noted: datetime | None = None

    def note(self, book: Spreadsheet, now: datetime) -> None:
        """Keep a state that is about to change, unless one was kept a moment ago."""
        if self._noted is None or now - self._noted >= _SITTING:
            self._noted = now
            self.keep(book, now)

    def keep(self, book: Spreadsheet, now: datetime, name: str = "") -> None:
        """Keep a state; of those without a name, the oldest makes room."""
        self._kept.append(Version(book, now, name))
        unnamed = [version for version in self._kept if not version.name]
        if len(unnamed) > _UNNAMED:
            self._kept.remove(unnamed[0])

    def describe(self) -> list[Json]:
        """Return what `Version.describe` says of each."""
        return [version.describe() for version in self._kept]

    def find(self, number: int) -> Spreadsheet:
        """Return the newest kept state of this version number. ApiError 400 when there is none."""
        found = next((version.book for version in reversed(self._kept) if version.book.version == number), None)
        if found is None:
            raise invalid(f"No version {number} is kept.")
        return found


def restore(book: Spreadsheet, kept: Spreadsheet, linked: set[str]) -> None:
    """Put a kept state in the present one's place; sharing stays. Only forms that are `linked` write to it further."""
    book.sheets = [sheet.copy() for sheet in kept.sheets]
    book.named_ranges = list(kept.named_ranges)
    book.locale, book.zone, book.recalc = kept.locale, kept.zone, kept.recalc
    for sheet in book.sheets:
        if sheet.form_id not in linked:
            sheet.form_id = None
