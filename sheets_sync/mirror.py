"""Keeping the tabs `Buku Surat` and `Verifikasi` like the register."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from office.doors import Permanent, Refused
from office.ledger import register
from office.ledger.connection import Ledger
from office.ledger.register import Letter
from sheets_sync import batch, book, verification
from sheets_sync.google import GoogleDoor, Grid, Range


class _Mirror:
    """Reads a tab when the register has changed, and in each sweep; writes what differs."""

    tab: int

    def __init__(self, door: GoogleDoor, ledger: Ledger, zone: ZoneInfo) -> None:
        self._door, self._ledger, self._zone = door, ledger, zone
        self._mirrored: tuple[int, int] | None = None

    def follow(self, *, sweep: bool) -> bool:
        """Put the tab right; False when it is gone and has to be made anew. Raises DoorError."""
        with self._ledger.read() as tx:
            state = register.state(tx)
            if state == self._mirrored and not sweep:
                return True
            letters = register.all_letters(tx)
        try:
            rows = self._door.read([Range(self.tab)])[0]
        except Refused:
            raise
        except Permanent:
            return False
        if changes := self._changes(rows, letters):
            self._door.change(changes)
        self._mirrored = state
        return True

    def _changes(self, rows: Grid, letters: Sequence[Letter]) -> list[batch.Request]:
        raise NotImplementedError


class RegisterMirror(_Mirror):
    """The book of outgoing letters: people may add lines of their own."""

    tab = batch.BOOK_TAB

    def _changes(self, rows: Grid, letters: Sequence[Letter]) -> list[batch.Request]:
        differs = book.difference(rows, book.lines(letters, self._zone))
        return batch.put_right_in_book(differs.corrections, differs.missing)


class VerificationMirror(_Mirror):
    """What the web page reads: nothing but the script's lines."""

    tab = verification.VERIFICATION_TAB

    def _changes(self, rows: Grid, letters: Sequence[Letter]) -> list[batch.Request]:
        return verification.corrections(rows, verification.lines(letters, self._zone))
