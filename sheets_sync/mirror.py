"""Keeping the tab `Buku Surat` like the register."""

from zoneinfo import ZoneInfo

from office.doors import Permanent, Refused
from office.ledger import register
from office.ledger.connection import Ledger
from sheets_sync import batch, book
from sheets_sync.google import GoogleDoor, Range


class RegisterMirror:
    """Reads the tab when the register has changed, and in each sweep; writes what differs."""

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
            rows = self._door.read([Range(batch.BOOK_TAB)])[0]
        except Refused:
            raise
        except Permanent:
            return False
        if differs := book.difference(rows, book.lines(letters, self._zone)):
            self._door.change(batch.put_right_in_book(differs.corrections, differs.missing))
        self._mirrored = state
        return True
