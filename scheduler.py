"""The letter desk of a village: one script.

    scheduler.py [--config PATH]    serve: chat, spreadsheet, letters
    scheduler.py init               set everything up, step by step; any number of times
    scheduler.py check              say what is still wrong, and how to mend it
    scheduler.py status             say in ten lines how the service is
    scheduler.py restart            have changed settings take effect, if they are good
    scheduler.py setup              make the script's tabs in the spreadsheet where they are missing
    scheduler.py rebuild            make a lost ledger anew from the spreadsheet alone
    scheduler.py formulir ...       write the script that makes the forms, take in what it printed
    scheduler.py surat ...          the register, numbers for letters made by hand, templates on trial
    scheduler.py staf ...           who of the office may answer in the staff chat
    scheduler.py poster             an A4 page for the wall: the bot's QR, services, cost, hours
    scheduler.py teks [KATA]        the bot's sentences by their names
    scheduler.py privasi ...        people's data: what to erase by hand, a copy for one of them
    scheduler.py backup             copy ledger, archive and settings; the service does it daily by itself
    scheduler.py restore FILE       bring such a copy back
    scheduler.py demo               play a village on this computer, without any account

Front door: composition of the rooms, timed jobs. Knows everybody, decides nothing; the commands live in `commands/`.
"""

import logging
import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import OperationalError

from bot.courier import Courier, Document
from bot.introduction import introduce
from bot.reception import Reception
from bot.telegram import TelegramDoor
from bot.texts import Texts
from bot.wording import checked
from commands import line
from commands.errors import KNOWN, SERVE, TOLD, WRONG, explained
from letters.press import Press, Surroundings
from letters.printing import printer
from office import config as settings
from office import logs, relief
from office.backup import keeping
from office.backup.making import Task
from office.clockwatch import ClockWatch
from office.config import Config, ConfigError, Secrets
from office.doors import DoorError
from office.forgetting import due, purge
from office.ledger import letter_jobs, outbox, ownership, register, serving, upkeep
from office.ledger.connection import (
    LEDGER_FILE,
    LOCK_FILE,
    Ledger,
    wait_for_lock,
)
from office.ledger.record import Clerk
from office.ledger.serving import Serving
from office.outage import Outage, Part
from office.private import close_to_others
from office.version import version
from office.watch import Watch
from sheets_sync.censor import Censor
from sheets_sync.exact import Responses
from sheets_sync.google import GoogleDoor
from sheets_sync.sync import Sync
from sheets_sync.troubles import Troubles

log = logging.getLogger("meja")

STOP_SECONDS = 3.0
LOCK_SECONDS = 1.0
"""The lock may be held for a moment by somebody who only looks whether the service runs."""


class Office:
    """The running service: every room set up and connected, for as long as the process lives.

    `shut_out` is called when Telegram will not have us: its log line says why.
    """

    def __init__(self, path: Path, config: Config, keys: Secrets, shut_out: Callable[[], None]) -> None:
        self._lock = wait_for_lock(config.data_dir / LOCK_FILE, LOCK_SECONDS)
        self._ledger = Ledger(config.data_dir / LEDGER_FILE)
        self._config = config
        self._serving = Serving(now(), version(), guarded=relief.GUARDED in os.environ)
        self._clerk = clerk = Clerk.of(config, secrets.choice)
        self._telegram = telegram = TelegramDoor(keys.telegram_token.get_secret_value(), config.telegram.api_url)
        google = GoogleDoor(keys.google_key, config.google.spreadsheet, config.google.api_url)
        world = Surroundings(now, lambda: self._sync.clock_trusted, lambda: self._bot)
        prints = printer(config, os.environ, keys.passphrase)
        self._press = Press(self._ledger, config, clerk, world, printer=prints, changed=self._wake)
        self._sync = Sync(
            google,
            self._ledger,
            config,
            clerk,
            required=self._press.required,
            now=now,
            changed=self._wake,
            open_forms=lambda: _responses(config, keys),
        )
        self._censor = Censor(google, self._ledger, config, now)
        self._courier = courier = Courier(telegram, self._ledger, config, document=self._document, now=now)
        self._reception = Reception(
            telegram,
            self._ledger,
            config,
            now=now,
            choose=secrets.choice,
            on_refused=lambda _: shut_out(),
            on_restored=courier.hurry,
        )
        copying, every = Task.of(path, config, keys.backup_passphrase), timedelta(hours=config.backup.every_hours)
        self._texts = Texts.of(config)
        self._keeper = keeping.Keeper(self._ledger, copying, every, config.village.hours.zone, now)
        self._bot: str | None = None
        self._introduced = False
        self._greeting = Outage(log, "Bot sudah bisa dihubungi.", now)
        self._troubles = Troubles(now)
        rooms = {
            Part.SPREADSHEET: self._troubles.outage,
            Part.TELEGRAM: self._reception.telegram,
            Part.BACKUP: self._keeper.outage,
        }
        self._watch = Watch(self._ledger, config, clerk, now, rooms)
        self._polling = threading.Lock()
        self._timer = self._timed_jobs(config.google.poll_seconds)
        self._clock = ClockWatch(now, time.monotonic)

    def start(self) -> None:
        """Open the office; after an absence the staff are told, and nobody gets one answer for each old message."""
        began = self._serving.since
        with self._ledger.write() as tx:
            serving.begin(tx, self._serving)
            if since := upkeep.away_since(tx, began):
                upkeep.tell_absence(tx, self._clerk, since, began)
        self._watch.begin()
        self._reception.start(after_absence=since is not None)
        for worker in (self._courier, self._press, self._timer):
            worker.start()

    def mind_the_clock(self) -> None:
        """When it was set back, nothing waits for the hour that it showed before."""
        if not self._clock.set_back():
            return
        with suppress(OperationalError):  # at the next look it is tried again
            with self._ledger.write() as tx:
                outbox.hurry(tx, now())
                letter_jobs.wait_no_longer(tx, now())
            self._clock.begin()
            run_now(self._timer)
            self._wake()
            log.warning("Jam komputer ini baru saja dimundurkan. Semua yang menunggu dikerjakan sekarang.")

    @property
    def relieved(self) -> bool:
        """Whether somebody wants to serve in our place."""
        return relief.asked(self._config.data_dir, self._serving)

    def stop(self) -> bool:
        """Close it: what is in hand is finished, what waits is kept. False when Google keeps a poll hanging."""
        self._keeper.stop()
        self._timer.shutdown(wait=False)
        for worker in (self._reception, self._courier, self._press):
            worker.stop(STOP_SECONDS)
        if not self._polling.acquire(timeout=STOP_SECONDS):
            return False
        self._ledger.close()
        self._lock.release()
        return True

    def _timed_jobs(self, poll_seconds: float) -> BackgroundScheduler:
        # One worker thread owns everything of Google's; what is not Google's never holds it up. Nor does a copy, which
        # may take minutes, hold up the bot's name, which letters wait for.
        executors = {name: ThreadPoolExecutor(1) for name in ("default", "google", "backup")}
        timer = BackgroundScheduler(executors=executors, timezone=UTC)
        first = {"next_run_time": now(), "max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        timer.add_job(self._poll, "interval", seconds=poll_seconds, executor="google", **first)
        timer.add_job(self._cover, "interval", hours=1, executor="google", **first)
        timer.add_job(self._introduce, "interval", minutes=1, **first)
        timer.add_job(self._purge, "interval", minutes=10, **first)
        timer.add_job(self._keeper.keep_up, "interval", minutes=10, executor="backup", **first)
        timer.add_job(self._note_the_time, "interval", minutes=1, **first)
        timer.add_job(self._watch.look, "interval", seconds=self._watch.seconds, **first)
        timer.add_job(self._look_around, "interval", hours=1, **first)
        return timer

    def _introduce(self) -> None:
        """Once per start, as soon as Telegram is there: learn the bot's name for the QR codes, tell what it does."""
        if self._introduced:
            return
        try:
            self._bot = self._telegram.me()
            self._press.wake()
            introduce(self._telegram, self._texts)
        except DoorError as error:
            self._greeting.broke(f"Bot belum bisa dihubungi, dicoba lagi: {error}")
        else:
            self._introduced = True
            self._greeting.mended()

    def _poll(self) -> None:
        if not self._polling.acquire(blocking=False):
            return  # the office is closing: whoever waited here would keep the process
        try:
            self._sync.poll()
        except Exception as error:  # noqa: BLE001 - whatever it was, it is told, and the next poll begins anew
            self._troubles.failed(error)
        else:
            self._troubles.well(clock_trusted=self._sync.clock_trusted)
        finally:
            self._polling.release()

    def _purge(self) -> None:
        # By a clock that runs years ahead, everything would be old.
        if self._sync.clock_trusted and due(self._ledger, now()):
            purge(self._ledger, self._config, now(), self._press.archive.forget)

    def _cover(self) -> None:
        if not self._polling.acquire(blocking=False):
            return  # as above
        try:
            self._censor.cover()
        except DoorError as error:
            log.warning("NIK di tab Arsip belum bisa ditutup, dicoba lagi: %s", error)
        finally:
            self._polling.release()

    def _note_the_time(self) -> None:
        with suppress(OperationalError), self._ledger.write() as tx:  # a minute later it is tried again
            upkeep.seen(tx, now())

    def _look_around(self) -> None:
        with suppress(OperationalError), self._ledger.write() as tx:  # an hour later it is tried again
            upkeep.tell_stuck(tx, self._clerk, now())
            ownership.tell_of_the_unconfirmed(tx, self._clerk, now())

    def _wake(self) -> None:
        self._courier.wake()
        self._press.wake()

    def _document(self, letter_id: int) -> Document:
        with self._ledger.read() as tx:
            letter = register.letter(tx, letter_id)
        path = self._press.file(letter)
        return Document(path, path.name)


def _responses(config: Config, keys: Secrets) -> Responses:
    # Heavy, and only needed where a cell made a number of a NIK.
    from sheets_sync.forms import RESPONSES, FormsDoor  # noqa: PLC0415 - see above

    return FormsDoor(keys.google_key, config.google.api_url, scopes=RESPONSES)


def run_now(timer: BackgroundScheduler) -> None:
    """Have every timed job run at once, and from then on as often as before."""
    for job in timer.get_jobs():
        job.modify(next_run_time=now())


def now() -> datetime:
    """The clock of the whole service."""
    return datetime.now(UTC)


def run(path: Path, *, keep_log: bool = True) -> int:
    """Serve until Ctrl-C or SIGTERM, until a successor asks, or until Telegram shuts us out; the exit status."""
    config = checked(settings.load(path))
    keys = settings.load_secrets(path.parent)
    stopping, refused = threading.Event(), threading.Event()

    def shut_out() -> None:
        refused.set()
        stopping.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopping.set())
    office = Office(path, config, keys, shut_out)
    if keep_log:
        logs.keep(config.data_dir / logs.FILE)  # only now: the file belongs to whoever holds the lock
    _keep_private(path.parent / ".env", keys.google_key, config.data_dir)
    office.start()
    log.info("Meja surat Desa %s sudah buka. Hentikan dengan Ctrl-C.", config.village.name)
    relieved = False
    while not stopping.wait(0.5) and not relieved:  # with a time-out, so that Ctrl-C works on Windows
        office.mind_the_clock()
        relieved = office.relieved
    clean = office.stop()
    log.info("Meja surat sudah tutup. Tidak ada yang hilang; yang belum selesai dilanjutkan nanti.")
    again = relief.AGAIN if relieved and relief.GUARDED in os.environ else 0
    status = WRONG if refused.is_set() else again
    if not clean:
        # The executor's thread would keep the process until Google answers; the ledger bears a hard end.
        logging.shutdown()
        os._exit(status)
    return status


def _keep_private(*paths: Path) -> None:
    for path in paths:
        try:
            if path.exists() and close_to_others(path):
                log.info("%s tadinya bisa dibaca pengguna lain di komputer ini; sekarang hanya oleh pemiliknya.", path)
        except OSError:
            log.warning("%s bisa dibaca pengguna lain di komputer ini. Batasi izinnya.", path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; the exit status."""
    options = line.parser().parse_args(arguments)
    logs.set_up(logging.DEBUG if options.rinci else logging.INFO)
    try:
        status = line.command(options.command)(options, now()) if options.command else SERVE
        return run(options.config, keep_log=not options.tanpa_catatan) if status == SERVE else status
    except KeyboardInterrupt:
        return 0
    except ConfigError as error:
        for problem in error.problems:
            print(f"- {problem}", file=sys.stderr)
    except TOLD as error:
        print(error, file=sys.stderr)
    except KNOWN as error:
        print(explained(error), file=sys.stderr)
    return WRONG


if __name__ == "__main__":
    sys.exit(main())
