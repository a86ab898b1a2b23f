"""The courier: carries what is in the outbox to the chats, one notice after the other."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import Connection

from bot import notices, staff_group
from bot.door import UNREACHABLE, Door
from bot.texts import Texts
from office.config import Config
from office.doors import Ambiguous, Moved, Permanent, Refused, Retryable
from office.ledger import addresses, chats, handover, outbox
from office.ledger.connection import Ledger
from office.ledger.outbox import Notice
from office.notices import NoticeKind
from office.outage import Outage, unusable_ledger

log = logging.getLogger(__name__)

_MOST_WAIT, _REFUSED_WAIT, _DOUBT_WAIT = 300.0, 60.0, 5.0
_MOST_DOUBLINGS = 9
"""After these the wait is longer than the longest; thousands would be beyond any number."""
_MOST_REST = 2.0
_BLOCKED_REST = 0.5
"""Seconds between two looks while a notice is due but must wait for the one before it in its chat."""


@dataclass(frozen=True, slots=True)
class Document:
    """A letter's file, and the name under which the citizen gets it."""

    path: Path
    filename: str


class Courier:
    """One daemon thread. `document` gives the file of a letter by its id; `now` gives aware moments."""

    def __init__(
        self,
        door: Door,
        ledger: Ledger,
        config: Config,
        document: Callable[[int], Document],
        now: Callable[[], datetime],
    ) -> None:
        self._door = door
        self._ledger = ledger
        self._config = config
        self._texts = Texts.of(config)
        self._document = document
        self._now = now
        self._outage = Outage(log, "Buku data bisa dipakai lagi.", now)
        self._stopped, self._called = Event(), Event()
        self._thread = Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Take up again what an earlier process was sending, and begin; what made notices wait may be mended."""
        with self._ledger.write() as tx:
            outbox.recover(tx, self._now())
            outbox.hurry(tx, self._now())
        self._thread.start()

    def stop(self, timeout: float = 5.0) -> None:
        """Finish the notice in hand, but wait no longer than `timeout` seconds."""
        self._stopped.set()
        self._called.set()
        self._thread.join(timeout)

    def wake(self) -> None:
        """There is something new in the outbox."""
        self._called.set()

    def hurry(self) -> None:
        """Telegram can be reached again: nothing needs to wait for its next try."""
        with self._ledger.write() as tx:
            outbox.hurry(tx, self._now())
        self.wake()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._called.clear()
            try:
                rest = 0.0 if self._deliver_next() else self._until_due()
                self._outage.mended()
            except Exception as error:  # noqa: BLE001 - the ledger may be locked or the disk full: it is tried again
                self._outage.broke(unusable_ledger(error))
                rest = _MOST_REST
            if rest and not self._stopped.is_set():
                self._called.wait(rest)

    def _until_due(self) -> float:
        with self._ledger.read() as tx:
            due = outbox.next_due(tx)
        wait = (due - self._now()).total_seconds() if due else _MOST_REST
        return min(wait, _MOST_REST) if wait > 0 else _BLOCKED_REST

    def _deliver_next(self) -> bool:
        with self._ledger.write() as tx:
            notice = outbox.claim(tx, self._now())
        if notice is None:
            return False
        try:
            send = self._prepared(notice)
        except OSError as error:
            self._later(notice, 0.0, type(error).__name__)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with this notice must not hold up the others
            self._give_up(notice, type(error).__name__)
        else:
            self._attempt(notice, send)
        return True

    def _prepared(self, notice: Notice) -> Callable[[], int]:
        kind = NoticeKind(notice.kind)
        message = notices.notice(self._texts, kind, notice.params, self._config.services, self._config.village)
        if kind is NoticeKind.LETTER_SCAN:
            file_id, is_photo = notice.params["file_id"], notice.params["is_photo"]
            send = partial(self._door.send_file, is_photo=is_photo)
            return partial(send, notice.chat_id, file_id, message.text, message.keyboard)
        if notice.letter_id is None:
            return partial(self._door.send, notice.chat_id, message.text, message.keyboard)
        document = self._document(notice.letter_id)
        return partial(
            self._door.send_document,
            notice.chat_id,
            document.path,
            document.filename,
            message.text,
            message.keyboard,
        )

    def _attempt(self, notice: Notice, send: Callable[[], int]) -> None:
        try:
            message_id = send()
        except Retryable as error:
            self._later(notice, error.after, str(error))
        except Refused as error:
            self._later(notice, _REFUSED_WAIT, error.reason)
        except Moved as error:
            self._redirect(notice, error)
        except Permanent as error:
            self._give_up(notice, error.reason)
        except Ambiguous:
            self._doubt(notice)
        except OSError as error:
            self._later(notice, 0.0, type(error).__name__)
        except Exception as error:  # noqa: BLE001 - an answer that telebot cannot read: it may have been sent
            log.error("Jawaban Telegram tidak terbaca (%s).", type(error).__name__)  # noqa: TRY400 - may hold personal data
            self._doubt(notice)
        else:
            self._delivered(notice, message_id)

    def _delivered(self, notice: Notice, message_id: int) -> None:
        with self._ledger.write() as tx:
            outbox.delivered(tx, notice.id, message_id, self._now())
            handover.arrived(tx, notice, self._now())

    def _later(self, notice: Notice, least: float, reason: str) -> None:
        wait = max(least, min(2.0 ** min(notice.tries - 1, _MOST_DOUBLINGS), _MOST_WAIT))
        with self._ledger.write() as tx:
            outbox.retry(tx, notice, timedelta(seconds=wait), reason, self._now())
            hopeless = outbox.hopeless(tx, notice, self._now())
        if hopeless:
            self._give_up(notice, f"tried for days: {reason}")

    def _redirect(self, notice: Notice, error: Moved) -> None:
        with self._ledger.write() as tx:
            staff_group.follow(tx, notice.chat_id, error.to, self._now())
            known = outbox.redirect(tx, notice, self._now())
        if not known:
            self._give_up(notice, error.reason)

    def _give_up(self, notice: Notice, reason: str) -> None:
        log.warning("Kabar %s untuk %s gagal: %s", notice.kind, notice.params.get("reference"), reason)
        with self._ledger.write() as tx:
            outbox.failed(tx, notice.id, reason, self._now())
            if reason in UNREACHABLE:
                chats.blocked(tx, notice.chat_id, self._now())
            handover.got_lost(tx, notice, self._now())
            self._tell_staff(tx, notice, "undelivered")

    def _doubt(self, notice: Notice) -> None:
        with self._ledger.write() as tx:
            if outbox.ambiguous(tx, notice, timedelta(seconds=_DOUBT_WAIT), self._now()):
                return
            log.warning("Kabar %s untuk %s tidak pasti sampai.", notice.kind, notice.params.get("reference"))
            handover.got_lost(tx, notice, self._now())
            self._tell_staff(tx, notice, "uncertain")

    def _tell_staff(self, tx: Connection, notice: Notice, alert: str) -> None:
        staff = self._config.telegram.staff_chat
        if staff is None or addresses.same(tx, notice.chat_id, staff):
            return
        params = {"alert": alert, "about": notice.params.get("reference", "-")}
        key = f"staff:{notice.id}:{alert}"
        outbox.put(tx, key=key, chat_id=staff, kind=NoticeKind.STAFF_ALERT, params=params, now=self._now())
