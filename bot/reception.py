"""The reception: fetches what people say, and answers it, one chat always in order, chats side by side."""

import json
import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Thread

from sqlalchemy.exc import OperationalError

from bot.backlog import superseded
from bot.conversation import understand
from bot.door import Door
from bot.guesses import Guesses
from bot.poller import Poller
from bot.replies import Replies
from bot.staff_group import StaffGroup
from bot.tempo import Tempo
from bot.turns import Turns
from office.codes import Choose
from office.config import Config
from office.doors import Ambiguous, NotYet, Permanent, Refused, Retryable
from office.ledger import inbox
from office.ledger.connection import Ledger
from office.ledger.inbox import Item
from office.outage import Outage, unusable_ledger

log = logging.getLogger(__name__)

WORKERS = 4
PATIENCE = 60.0
_LEDGER_WAIT, _REFUSED_WAIT, _DOUBT_WAIT = 5.0, 60.0, 1.0
_MOST_WAIT, _MOST_DOUBLINGS = 300.0, 9


class Reception:
    """The poller's and the chat workers' threads. Whatever waits in the inbox at start is answered first.

    `now` gives aware moments, `monotonic` seconds, `choose` picks the letters of codes. `on_refused` is told, in the
    operator's words, when Telegram has kept us out for `patience` seconds; `on_restored` when it can be reached again.
    """

    def __init__(
        self,
        door: Door,
        ledger: Ledger,
        config: Config,
        now: Callable[[], datetime],
        choose: Choose,
        *,
        on_refused: Callable[[str], None] = lambda _sentence: None,
        on_restored: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self._ledger, self._config = ledger, config
        self._monotonic = monotonic
        self._on_restored = on_restored
        guesses, tries, tempo = Guesses(monotonic), Guesses(monotonic), Tempo(monotonic)
        staff = StaffGroup(door, ledger, config.telegram.staff_chat, now)
        memories = {"guesses": guesses, "tries": tries}
        self._replies = Replies(door, ledger, config, now, choose, staff=staff, tempo=tempo, **memories)
        self._turns = Turns(monotonic)
        self._poller = Poller(
            door,
            ledger,
            now,
            monotonic,
            staff=staff,
            arrived=self._call,
            refused=on_refused,
            restored=self._restored,
            patience=patience,
        )
        self.telegram = self._poller.outage
        self._outage = Outage(log, "Buku data bisa dipakai lagi.", now)
        self._now = now
        self._doubtful: set[int] = set()
        self._tries: dict[int, int] = {}
        self._workers = [Thread(target=self._work, name=f"chat-{n}", daemon=True) for n in range(WORKERS)]

    def start(self, *, after_absence: bool = False) -> None:
        """Begin to fetch and to answer; after an absence each chat's old wishes for a screen get one answer."""
        with self._ledger.read() as tx:
            self._call(inbox.waiting_chats(tx))
        for worker in self._workers:
            worker.start()
        self._poller.start(after_absence=after_absence)

    def stop(self, timeout: float = 5.0) -> None:
        """Finish what is in hand, but wait no longer than `timeout` seconds, and not for Telegram's next update."""
        until = self._monotonic() + timeout
        self._poller.stop()
        self._turns.close()
        self._poller.join(timeout)
        for worker in self._workers:
            worker.join(max(0.0, until - self._monotonic()))

    def _call(self, chats: Iterable[int]) -> None:
        for chat_id in chats:
            self._turns.call(chat_id)

    def _restored(self) -> None:
        self._turns.hurry()
        self._on_restored()

    def _work(self) -> None:
        while (chat_id := self._turns.take()) is not None:
            try:
                wait = self._serve(chat_id)
                self._outage.mended()
            except Exception as error:  # noqa: BLE001 - the ledger may be locked or the disk full: it is tried again
                self._outage.broke(unusable_ledger(error))
                wait = _LEDGER_WAIT
            self._turns.give_back(chat_id, wait)

    def _serve(self, chat_id: int) -> float | None:
        """Answer the chat's oldest update; the seconds until its next turn, None when nothing waits."""
        with self._ledger.read() as tx:
            item = inbox.head(tx, chat_id)
        if item is None:
            return None
        if item.late and self._leave_out_old_wishes(chat_id):
            return 0.0
        failure = None
        try:
            self._replies.handle(json.loads(item.payload))
        except (Retryable, Ambiguous, Refused, OperationalError) as error:
            if (wait := self._wait_after(error, item)) is not None and not self._is_hopeless(error, item):
                return wait
            failure = None if wait is None else f"tried for days: {error}"
        except Permanent as error:
            failure = error.reason
        except Exception as error:  # noqa: BLE001 - whatever is wrong with this update must not hold up the others
            failure = type(error).__name__
        self._close(item, failure)
        return 0.0

    def _leave_out_old_wishes(self, chat_id: int) -> bool:
        """Whether any were: what comes next is another update then."""
        services, staff_chat = self._config.services, self._config.telegram.staff_chat
        with self._ledger.write() as tx:
            waiting = inbox.waiting(tx, chat_id)
            asked = [
                (item.id, item.late, understand(json.loads(item.payload), services, staff_chat)) for item in waiting
            ]
            for item_id in (old := superseded(asked)):
                inbox.done(tx, item_id)
        return bool(old)

    def _wait_after(self, error: Exception, item: Item) -> float | None:
        """Seconds after which to try again, or None to leave it at that."""
        match error:
            case NotYet():
                return error.after
            case Retryable():
                tries = self._tries[item.id] = self._tries.get(item.id, 0) + 1
                return max(error.after, min(2.0 ** min(tries - 1, _MOST_DOUBLINGS), _MOST_WAIT))
            case Refused():
                return _REFUSED_WAIT
            case Ambiguous():
                # A menu twice does no harm, silence does; but only once more.
                again = item.id not in self._doubtful
                self._doubtful.add(item.id)
                return _DOUBT_WAIT if again else None
        return _LEDGER_WAIT

    def _is_hopeless(self, error: Exception, item: Item) -> bool:
        if isinstance(error, NotYet) or not isinstance(error, Retryable):
            return False
        with self._ledger.read() as tx:
            return inbox.hopeless(tx, item, self._now())

    def _close(self, item: Item, failure: str | None) -> None:
        self._doubtful.discard(item.id)
        self._tries.pop(item.id, None)
        if failure:
            log.error("Pesan nomor %s tidak bisa dijawab (%s).", item.update_id, failure)
        with self._ledger.write() as tx:
            if failure:
                inbox.failed(tx, item.id, failure)
            else:
                inbox.done(tx, item.id)
