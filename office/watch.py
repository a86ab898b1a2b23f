"""The watch: one look every few seconds at all that may be broken, and a word to the staff about what stays so."""

import logging
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from office.config import Config
from office.ledger import letter_jobs, outages
from office.ledger.connection import Ledger
from office.ledger.record import Clerk
from office.outage import Outage, Part, Patience

log = logging.getLogger(__name__)

LOOK_SECONDS = 10.0
MEGABYTE = 1_000_000
_CLEARLY_MORE = 1.1
"""So many times the least free space make a disk that was nearly full no more so."""
_STAGES = {Part.LETTERS: letter_jobs.ORDERED, Part.PRINTING: letter_jobs.NUMBERED}
_SENTENCES = {
    Part.LETTERS: "Ada surat yang sudah disetujui tetapi belum bisa dibuat.",
    Part.PRINTING: "Ada surat yang sudah bernomor tetapi belum bisa diserahkan.",
}


class Watch:
    """Knows how every part is: of some by the `rooms` that use them, of disk and letters by looking itself."""

    def __init__(
        self, ledger: Ledger, config: Config, clerk: Clerk, now: Callable[[], datetime], rooms: Mapping[Part, Outage]
    ) -> None:
        self._ledger, self._clerk, self._now = ledger, clerk, now
        self._patience = Patience.of(config.watching.minutes)
        self._folder, self._least_free = config.data_dir, config.watching.least_free_mb * MEGABYTE
        own = {
            Part.LETTERS: "Tidak ada lagi surat yang belum bisa dibuat.",
            Part.PRINTING: "Tidak ada lagi surat yang belum bisa diserahkan.",
            Part.DISK: "Sisa ruang disk sudah cukup lagi.",
        }
        self._parts = {**rooms, **{part: Outage(log, mended, now) for part, mended in own.items()}}

    @property
    def seconds(self) -> float:
        """How often it has to look."""
        return min(LOOK_SECONDS, max(0.2, self._patience.mended.total_seconds()))

    def begin(self) -> None:
        """At start, before the first look."""
        with self._ledger.write() as tx:
            outages.begin(tx)

    def look(self) -> None:
        """Look once. What cannot be written down now is with the next look."""
        self._look_at_disk()
        with suppress(OperationalError), self._ledger.write() as tx:
            now = self._now()
            self._look_at_letters(tx, now)
            reports = {part: outage.report for part, outage in self._parts.items() if outage.report}
            outages.contact(tx, reports)
            outages.look(tx, reports, self._clerk, self._patience, now)

    def _look_at_disk(self) -> None:
        disk = self._parts[Part.DISK]
        was_low = disk.report is not None and disk.report.broken
        if shutil.disk_usage(self._folder).free < self._least_free * (_CLEARLY_MORE if was_low else 1):
            disk.broke("Disk hampir penuh. Hapus yang tidak perlu; bila penuh, tidak ada lagi yang bisa disimpan.")
        else:
            disk.mended()

    def _look_at_letters(self, tx: Connection, now: datetime) -> None:
        for part, stage in _STAGES.items():
            if letter_jobs.held_up(tx, stage, now):
                self._parts[part].broke(_SENTENCES[part])
            else:
                self._parts[part].mended()
