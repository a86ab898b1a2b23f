"""Keeping the tabs `Buku Surat` and `Verifikasi` like the register."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from office.doors import Permanent, Refused
from office.ledger import register
from office.ledger.connection import Ledger
from office.ledger.register import Letter, State
from sheets_sync import batch, book, verification
from sheets_sync.gone import read_if_there
from sheets_sync.google import GoogleDoor, Grid, Range


class _Mirror:
    """Adds new letters without looking; reads the tab whole when one was withdrawn, and in sweeps, and mends it.

    One thread uses it. A tab of ten thousand letters is two megabytes: it is not read for every new one.
    """

    tab: int
    whole_every: timedelta
    """Sweeps sooner than this after a whole read only see whether the tab is there."""

    def __init__(self, door: GoogleDoor, ledger: Ledger, zone: ZoneInfo) -> None:
        self._door, self._ledger, self._zone = door, ledger, zone
        self._mirrored: State | None = None
        self._read_at: datetime | None = None

    def forget(self) -> None:
        """The tab is perhaps not what it was: it is read whole next."""
        self._mirrored = None

    def follow(self, now: datetime, *, sweep: bool) -> bool:
        """Put the tab right; False when it is gone and has to be made anew. Raises DoorError."""
        if sweep and self._is_old(now):
            self.forget()
        elif sweep and read_if_there(self._door, Range(self.tab, 0, 1)) is None:
            return False
        known = self._mirrored
        with self._ledger.read() as tx:
            state = register.state(tx)
            if state == known:
                return True
            add = known is not None and state.withdrawn == known.withdrawn
            letters = register.after(tx, known.last) if known and add else register.all_letters(tx)
        self.forget()  # until it is known to have gone well
        if not (self._add(letters) if add else self._mend(letters, now)):
            return False
        self._mirrored = state
        return True

    def _is_old(self, now: datetime) -> bool:
        """Also where the clock was set back."""
        return self._read_at is None or not timedelta(0) <= now - self._read_at < self.whole_every

    def _add(self, letters: Sequence[Letter]) -> bool:
        lines = self._lines(letters)
        try:
            if lines:
                self._door.change([batch.appended(self.tab, lines)])
        except Refused:
            raise
        except Permanent:
            return False
        return True

    def _mend(self, letters: Sequence[Letter], now: datetime) -> bool:
        rows = read_if_there(self._door, Range(self.tab))
        if rows is None:
            return False
        if changes := self._changes(rows, letters):
            self._door.change(changes)
        self._read_at = now
        return True

    def _lines(self, letters: Sequence[Letter]) -> Sequence[Sequence[str]]:
        """What letters look like in this tab."""
        raise NotImplementedError

    def _changes(self, rows: Grid, letters: Sequence[Letter]) -> list[batch.Request]:
        """What is wrong with the tab as it was read."""
        raise NotImplementedError


class RegisterMirror(_Mirror):
    """The book of outgoing letters: people may add lines of their own."""

    tab = batch.BOOK_TAB
    whole_every = timedelta(hours=1)

    def _lines(self, letters: Sequence[Letter]) -> Sequence[Sequence[str]]:
        return book.lines(letters, self._zone)

    def _changes(self, rows: Grid, letters: Sequence[Letter]) -> list[batch.Request]:
        differs = book.difference(rows, book.lines(letters, self._zone))
        return batch.put_right_in_book(differs.corrections, differs.missing)


class VerificationMirror(_Mirror):
    """What the web page reads: nothing but the script's lines, so every sweep looks for others."""

    tab = verification.VERIFICATION_TAB
    whole_every = timedelta(0)

    def _lines(self, letters: Sequence[Letter]) -> Sequence[Sequence[str]]:
        return verification.lines(letters, self._zone)[1:]

    def _changes(self, rows: Grid, letters: Sequence[Letter]) -> list[batch.Request]:
        return verification.corrections(rows, verification.lines(letters, self._zone))
