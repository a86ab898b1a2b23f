"""The press: has ordered letters numbered, prints them, hands them over. One thread.

What is in the register is the letter; the files are copies of it that can be made again.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from letters import letterhead
from letters.archive import Archive
from letters.issue import Issuer, NobodySigns, NumberTaken
from letters.needs import answers_needed
from letters.shelf import Shelf
from letters.template import MissingValues, TemplateError
from office.cases import Status
from office.config import Config
from office.ledger import cases, handover, letter_jobs, outages, register
from office.ledger.connection import Ledger
from office.ledger.letter_jobs import Job
from office.ledger.record import Clerk, tell_staff
from office.ledger.register import Letter
from office.notices import NoticeKind
from office.outage import Outage, Part, unusable_ledger

log = logging.getLogger(__name__)

IDLE_SECONDS = 5.0
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MOST_DOUBLINGS = 7
"""Of the first wait, after which it is longer than the longest; many more would be beyond any calendar."""
MOST_AT_ONCE = 20
"""Letters that are printed in one go, since starting the converter costs more than a page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter to be printed: its number, its Word file, where its PDF is to lie, the texts that it must show."""

    number: str
    docx: Path
    pdf: Path
    shown: tuple[str, ...]


class Printer(Protocol):
    """Makes PDFs of finished letters, and proves that nothing was lost."""

    def print_all(self, sheets: list[Sheet]) -> dict[Sheet, str]:
        """Print them; by sheet why it could not be done (no personal data), for those that failed."""

    def stop(self) -> None:
        """Break off what is being printed, for good."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the press must know of the world: the time, whether it is sure of it, and the bot's name (None: not yet)."""

    now: Callable[[], datetime]
    clock_trusted: Callable[[], bool]
    bot: Callable[[], str | None]


class Press:
    """Makes letters. Without a `printer` they leave as Word files. `changed` is called after each step."""

    def __init__(
        self,
        ledger: Ledger,
        config: Config,
        clerk: Clerk,
        world: Surroundings,
        *,
        printer: Printer | None,
        changed: Callable[[], None],
    ) -> None:
        self._ledger, self._config, self._clerk, self._world = ledger, config, clerk, world
        self._printer, self._changed = printer, changed
        self._shelf = Shelf(config.templates, config.data_dir / "templat")
        self._issuer = Issuer(ledger, config, clerk, self._shelf)
        self.archive = Archive(config.data_dir / "surat", self._shelf)
        self._asked_on: date | None = None
        self._outage = Outage(log, "Surat bisa dibuat lagi.", world.now)
        self._wake, self._stopping, self._printing = threading.Event(), threading.Event(), threading.Lock()
        self._thread = threading.Thread(target=self._run, name="press", daemon=True)

    def start(self) -> None:
        """Begin to work through the orders, at once also those that had to wait: what held them may be mended."""
        with self._ledger.write() as tx:
            letter_jobs.wait_no_longer(tx, self._world.now())
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """End; a letter that is being printed is printed again at the next start."""
        self._stopping.set()
        self._wake.set()
        if self._printer:
            self._printer.stop()
        self._thread.join(timeout)

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    def required(self) -> dict[str, tuple[str, ...]]:
        """Per service the answers its letter cannot do without; a service whose template is unusable is left out."""
        found: dict[str, tuple[str, ...]] = {}
        for service in self._config.services.values():
            with suppress(TemplateError):  # the desk says so at the first approval, and `check` says why
                found[service.key] = answers_needed(self._shelf.current(service.letter.template), service)
        return found

    def file(self, letter: Letter) -> Path:
        """What the citizen gets. Raises FileNotFoundError while it is not printed."""
        path = self.archive.pdf(letter)
        if self._printer is None and not path.exists():  # what was printed before the village chose Word files stays so
            path = self.archive.docx(letter)
        if not path.exists():
            self._print([letter])
        if not path.exists():
            raise FileNotFoundError(path.name)
        return path

    def work(self) -> bool:
        """Number the letter that has waited longest, or else print those that have numbers; whether there was one."""
        return self._number_next() or self._print_numbered()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                busy = self.work()
                self._outage.mended()
            except Exception as error:  # noqa: BLE001 - the ledger may be locked or the disk full: it is tried again
                self._outage.broke(f"Surat belum bisa dibuat. {unusable_ledger(error)}")
                busy = False
            if not busy:
                self._wake.wait(IDLE_SECONDS)

    # --- numbering ----------------------------------------------------------------------------------------------

    def _number_next(self) -> bool:
        now = self._world.now()
        bot = self._world.bot()
        if bot is None or not self._world.clock_trusted():
            return False
        with self._ledger.read() as tx:
            job, unconfirmed = letter_jobs.next_ordered(tx, now), register.unconfirmed(tx)
        if job is None or self._held(unconfirmed, now):
            return False
        try:
            self._issuer.issue(job, bot, now)
        except Exception as error:  # noqa: BLE001 - one bad letter must not stop the others
            self._postpone(job, _alert(error), type(error).__name__, now)
        return True

    def _held(self, unconfirmed: Sequence[str], now: datetime) -> bool:
        """Whether numbers wait for the operator's word, as after the ledger was made anew; the staff hear it daily."""
        if unconfirmed and now.date() != self._asked_on:
            self._asked_on = now.date()
            log.warning("Surat belum diberi nomor: jalankan dulu scheduler.py surat mulai (nomor urut terakhir)")
            with self._ledger.write() as tx:
                params = {"alert": "numbers_unconfirmed", "about": ", ".join(unconfirmed)}
                key = f"numbers_unconfirmed:{now:%Y-%m-%d}"
                tell_staff(tx, self._clerk, key, NoticeKind.STAFF_ALERT, params, now)
            self._changed()
        return bool(unconfirmed)

    # --- printing and handing over --------------------------------------------------------------------------------

    def _print_numbered(self) -> bool:
        with self._ledger.read() as tx:
            jobs = letter_jobs.numbered_ones(tx, self._world.now(), MOST_AT_ONCE)
            letters = [register.letter(tx, job.letter_id) for job in jobs if job.letter_id is not None]
        failures = self._print(letters)
        if self._stopping.is_set() and any(failures.values()):
            return False  # broken off, not failed
        now, alert = self._world.now(), "letter_unprinted" if self._printer else "letter_stuck"
        for job, letter in zip(jobs, letters, strict=True):
            if failure := failures[letter.id]:
                self._postpone(job, alert, failure, now)
            else:
                self._hand_over(job, letter, now)
        if jobs:
            self._changed()
        return bool(jobs)

    def _print(self, letters: list[Letter]) -> dict[int, str | None]:
        """Make the files of these letters; by letter why one could not be made, or None."""
        failures: dict[int, str | None] = {}
        sheets: dict[int, Sheet] = {}
        for letter in letters:
            if letterhead.says_signed(letter.entry.content) and not self._config.printing.signs:
                failures[letter.id] = "it says that it is signed electronically, and no certificate is set any more"
                continue
            try:
                docx, shown = self.archive.docx(letter), self.archive.shown(letter)
                sheets[letter.id] = Sheet(letter.entry.number, docx, self.archive.pdf(letter), tuple(shown))
                failures[letter.id] = None
            except Exception as error:  # noqa: BLE001 - one bad letter must not stop the others
                failures[letter.id] = type(error).__name__
        if self._printer and sheets:
            failed = self._print_sheets(self._printer, list(sheets.values()))
            failures |= {letter_id: failed[sheet] for letter_id, sheet in sheets.items() if sheet in failed}
        return failures

    def _print_sheets(self, printer: Printer, sheets: list[Sheet]) -> dict[Sheet, str]:
        with self._printing:  # a citizen's file may be asked for again meanwhile
            try:
                return printer.print_all(sheets)
            except Exception as error:  # noqa: BLE001 - what nobody thought of is tried again like other failures
                return dict.fromkeys(sheets, type(error).__name__)

    def _hand_over(self, job: Job, letter: Letter, now: datetime) -> None:
        try:
            with self._ledger.write() as tx:
                self._give_out(tx, job, letter, now)
        except Exception as error:  # noqa: BLE001 - one bad letter must not stop the others
            self._postpone(job, _alert(error), type(error).__name__, now)

    def _give_out(self, tx: Connection, job: Job, letter: Letter, now: datetime) -> None:
        letter_jobs.done(tx, job.attempt_id)
        if register.letter(tx, letter.id).withdrawn_at:  # while it was waiting to be printed
            cases.set_status(tx, job.attempt_id, Status.WITHDRAWN, now)
        else:
            handover.give_out(tx, self._clerk, cases.by_id(tx, job.attempt_id), letter, now)

    def _postpone(self, job: Job, alert: str, reason: str, now: datetime) -> None:
        log.warning("Surat untuk permohonan ke-%s belum bisa dibuat, dicoba lagi: %s", job.attempt_id, reason)
        wait = min(FIRST_WAIT * 2 ** min(job.tries, MOST_DOUBLINGS), LONGEST_WAIT)
        with self._ledger.write() as tx:
            letter_jobs.postpone(tx, job, wait, reason, now, ends=alert in _ENDS)
            if alert in _GENERAL and outages.told(tx, _GENERAL[alert]):
                return  # no news: the staff know that letters wait
            stuck = {"alert": alert, "about": cases.by_id(tx, job.attempt_id).key}
            tell_staff(tx, self._clerk, f"{alert}:{job.attempt_id}", NoticeKind.STAFF_ALERT, stuck, now)


_ENDS = {"letter_no_signer", "letter_number_taken"}
"""What a day on which somebody signs ends, or `surat mulai`."""
_GENERAL = {"letter_stuck": Part.LETTERS, "letter_unprinted": Part.PRINTING}
"""What may keep all letters waiting, and not this one alone."""


def _alert(error: Exception) -> str:
    """Why a letter has to wait, as the staff are told."""
    match error:
        case TemplateError() | MissingValues():
            return "letter_template"
        case NobodySigns():
            return "letter_no_signer"
        case NumberTaken():
            return "letter_number_taken"
    return "letter_stuck"
