"""Fetching updates: kept in the inbox first, acknowledged to Telegram by the next question only then."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from threading import Event, Thread
from typing import Any

from bot.backlog import LATE, is_late
from bot.conversation import chat_of
from bot.door import CONFLICT, REVOKED, WEBHOOK, Door
from bot.staff_group import StaffGroup
from office.doors import DoorError, Refused, Retryable
from office.ledger import inbox
from office.ledger.connection import Ledger
from office.outage import Outage, unusable_ledger

log = logging.getLogger(__name__)

POLL_SECONDS = 25
_FULL_BATCH = 100
"""As many as Telegram gives at once: there may be more."""
_LEAST_WAIT, _MOST_WAIT = 1.0, 60.0
_SENTENCES = {
    CONFLICT: "Bot ini sedang dijalankan juga di tempat lain. Matikan salah satu; satu bot hanya boleh satu program.",
    WEBHOOK: "Bot ini masih tersambung ke program lain (webhook). Putuskan dulu di program itu.",
    REVOKED: (
        "Telegram menolak token bot. Salin token yang berlaku dari BotFather ke TELEGRAM_TOKEN di .env, lalu jalankan "
        "ulang program ini. Spreadsheet tetap dibaca; kabar dan surat untuk warga menunggu."
    ),
}


class Poller:
    """One daemon thread. `arrived` is told the chats of each batch once it is safe in the inbox.

    `refused` is told why Telegram shuts us out when that has lasted `patience` seconds: a predecessor's last question
    may linger for a while. A token that is not accepted is waited for instead: the spreadsheet goes on without it.
    `restored` is told when Telegram can be asked again.
    """

    def __init__(
        self,
        door: Door,
        ledger: Ledger,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        *,
        staff: StaffGroup,
        arrived: Callable[[Iterable[int]], None],
        refused: Callable[[str], None],
        restored: Callable[[], None],
        patience: float,
    ) -> None:
        self._door, self._ledger = door, ledger
        self._now, self._monotonic = now, monotonic
        self._staff = staff
        self._arrived, self._refused, self._restored = arrived, refused, restored
        self._patience = patience
        self.outage = Outage(log, "Sambungan ke Telegram pulih.", now)
        self._stopped, self._asking = Event(), Event()
        self._offset: int | None = None
        self._catching_up = False
        self._held: set[int] = set()
        self._heard_at: float | None = None
        self._wait = _LEAST_WAIT
        self._refused_since: float | None = None
        self._thread = Thread(target=self._run, name="poller", daemon=True)

    def start(self, *, after_absence: bool) -> None:
        """Begin to ask. After an absence what waits at Telegram is late."""
        self._catching_up = after_absence
        self._thread.start()

    def stop(self) -> None:
        """Ask no more. What an open question still brings is left for the next start."""
        self._stopped.set()

    def join(self, timeout: float) -> None:
        """Wait for a batch that is just being kept; an open question is not waited for."""
        until = self._monotonic() + timeout
        while self._thread.is_alive() and not self._asking.is_set() and self._monotonic() < until:
            self._thread.join(0.02)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._fetch()
            except DoorError as error:
                if not self._stopped.is_set():
                    self._trouble(error)
            except Exception as error:  # noqa: BLE001 - the ledger may be locked or the disk full: the batch comes again
                self.outage.broke(f"Pesan dari Telegram belum bisa disimpan. {unusable_ledger(error)}")
                self._back_off(0.0)

    def _fetch(self) -> None:
        self._asking.set()
        try:
            updates = self._door.get_updates(self._offset, POLL_SECONDS)
        finally:
            self._asking.clear()
        if self._stopped.is_set():
            return
        self._notice_absence()
        self._keep(updates)
        self._catching_up &= len(updates) >= _FULL_BATCH
        if not self._catching_up:
            # Only now, so that each chat is answered by what it said last.
            chats, self._held = self._held, set()
            self._arrived(chats)
        if self.outage.mended():
            self._restored()
        self._wait, self._refused_since = _LEAST_WAIT, None

    def _notice_absence(self) -> None:
        before, self._heard_at = self._heard_at, self._monotonic()
        if before is not None and self._heard_at - before > LATE.total_seconds():
            self._catching_up = True

    def _keep(self, updates: Sequence[Mapping[str, Any]]) -> None:
        if not updates:
            return
        kept = [(update["update_id"], chat_of(update), json.dumps(update, ensure_ascii=False)) for update in updates]
        now = self._now()
        late = {update["update_id"] for update in updates if self._catching_up or is_late(update, now)}
        with self._ledger.write() as tx:
            inbox.accept(tx, kept, now, late)
            # Not when its turn comes: chats are served side by side, and what the new one says is another's turn.
            self._staff.learn(tx, updates, now)
        # Never the highest id: after a quiet week Telegram may count from lower ones.
        self._offset = kept[-1][0] + 1
        self._held |= {chat_id for _, chat_id, _ in kept}

    def _trouble(self, error: DoorError) -> None:
        if isinstance(error, Refused):
            sentence = _SENTENCES.get(error.reason, f"Telegram menolak: {error.reason}.")
            self.outage.broke(sentence)
            if error.reason != REVOKED:
                self._lose_patience(sentence)
        else:
            self._refused_since = None
            log.debug("No updates: %s", error)
            self.outage.broke("Telegram tidak terjangkau; dicoba terus.")
        self._back_off(error.after if isinstance(error, Retryable) else 0.0)

    def _lose_patience(self, sentence: str) -> None:
        now = self._monotonic()
        if self._refused_since is None:
            self._refused_since = now
        elif now - self._refused_since >= self._patience:
            self._refused_since = now
            self._refused(sentence)

    def _back_off(self, least: float) -> None:
        self._stopped.wait(max(least, self._wait))
        self._wait = min(self._wait * 2, _MOST_WAIT)
