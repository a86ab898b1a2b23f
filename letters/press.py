"""The press: makes ordered letters. Number, frozen values and the done job are one transaction; the file is a copy."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from letters import letterhead
from letters.names import key
from letters.shelf import Shelf, write_whole
from letters.template import MissingValues, Template, TemplateError
from office.cases import Dossier, Status
from office.config import Config
from office.ledger import cases, letter_jobs, register
from office.ledger.connection import Ledger
from office.ledger.record import Clerk, tell_citizen, tell_staff
from office.ledger.letter_jobs import Job
from office.ledger.register import Content, Entry, Letter
from office.notices import NoticeKind
from office.numbering import SERIES, letter_number
from office.services import HandOver, Service

log = logging.getLogger(__name__)

IDLE_SECONDS = 5.0
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)


class Press:
    """Fills templates and keeps the finished letters under `data_dir/surat/<year>/`.

    `may_issue` is asked before a number is given; `changed` is called after a letter was made.
    """

    def __init__(
        self,
        ledger: Ledger,
        config: Config,
        clerk: Clerk,
        *,
        now: Callable[[], datetime],
        may_issue: Callable[[], bool],
        changed: Callable[[], None],
    ) -> None:
        self._ledger, self._config, self._clerk = ledger, config, clerk
        self._now, self._may_issue, self._changed = now, may_issue, changed
        self._shelf = Shelf(config.templates, config.data_dir / "templat")
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="press", daemon=True)

    def start(self) -> None:
        """Begin to work through the orders."""
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """Finish the letter at hand and end."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(timeout)

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    def required(self) -> dict[str, tuple[str, ...]]:
        """Per service the answers its letter cannot do without; a service whose template is unusable is left out."""
        found: dict[str, tuple[str, ...]] = {}
        for service in self._config.services.values():
            with suppress(TemplateError):  # the desk says so at the first approval, and `check` says why
                found[service.key] = answers_needed(self._shelf.current(service.letter.template))
        return found

    def path(self, letter: Letter) -> Path:
        """The letter's file, made anew from what was frozen where it is missing."""
        path = self._place(letter)
        if not path.exists():
            write_whole(path, self._shelf.kept(letter.entry.fingerprint or "").fill(letter.entry.content.values))
        return path

    def work(self) -> bool:
        """Make the letter that has waited longest; whether there was one."""
        now = self._now()
        with self._ledger.read() as tx:
            job = letter_jobs.next_ordered(tx, now)
        if job is None or not self._may_issue():
            return False
        try:
            letter = self._issue(job, now)
        except (TemplateError, MissingValues) as error:
            self._postpone(job, type(error).__name__, now)
        except Exception as error:  # noqa: BLE001 - one bad letter must not stop the others; its reason is kept
            log.error("Surat tidak bisa dibuat (%s)", type(error).__name__)  # noqa: TRY400 - the trace could hold answers
            self._postpone(job, type(error).__name__, now)
        else:
            self.path(letter)
            self._changed()
        return True

    def _run(self) -> None:
        self._restore_missing()
        while not self._stopping.is_set():
            self._wake.clear()
            if not self.work():
                self._wake.wait(IDLE_SECONDS)

    def _restore_missing(self) -> None:
        with self._ledger.read() as tx:
            letters = register.all_letters(tx)
        for letter in letters:
            try:
                self.path(letter)
            except TemplateError:
                log.warning("Berkas surat nomor %s hilang dan templatnya tidak ada lagi", letter.entry.number)

    def _issue(self, job: Job, now: datetime) -> Letter:
        with self._ledger.read() as tx:
            dossier = cases.by_id(tx, job.attempt_id)
        service = self._config.services[dossier.service]
        template = self._shelf.keep(service.letter.template)
        day = now.astimezone(self._clerk.hours.zone).date()
        with self._ledger.write() as tx:
            letter = self._enter(tx, dossier, service, template, day, now)
            letter_jobs.done(tx, dossier.attempt_id)
            self._hand_over(tx, dossier, service, letter, day)
        return letter

    def _enter(
        self, tx: Connection, dossier: Dossier, service: Service, template: Template, day: date, now: datetime
    ) -> Letter:
        rules = service.letter
        sequence = register.allocate(tx, SERIES, day.year)
        number = letter_number(rules.pattern, rules.code, sequence, self._config.village.code, day)
        values = letterhead.letter_values(self._config, service, dossier, number, day)
        template.fill(values)  # raises before anything is committed: a letter that cannot be has no number
        entry = Entry(
            number=number,
            series=SERIES,
            year=day.year,
            sequence=sequence,
            addressee=dossier.name,
            summary=service.title,
            approved_by="spreadsheet",
            service=service.key,
            attempt_id=dossier.attempt_id,
            case_id=dossier.case_id,
            template=rules.template,
            fingerprint=template.fingerprint,
            content=Content(values),
        )
        return register.enter(tx, entry, now)

    def _hand_over(self, tx: Connection, dossier: Dossier, service: Service, letter: Letter, day: date) -> None:
        now = self._now()
        about = {"number": letter.entry.number, "valid_until": letterhead.valid_until(service.letter, day)}
        if service.letter.hand_over is HandOver.AT_ONCE and dossier.chat_id is not None:
            tell_citizen(tx, dossier, NoticeKind.LETTER, about, now, letter.id)
            return
        cases.set_status(tx, dossier.attempt_id, Status.READY, now)
        tell_citizen(tx, dossier, NoticeKind.READY, about, now)
        to_print = {"alert": "letter_to_print", "about": dossier.key}
        tell_staff(tx, self._clerk, f"print:{letter.id}", NoticeKind.STAFF_ALERT, to_print, now)

    def _postpone(self, job: Job, reason: str, now: datetime) -> None:
        wait = min(FIRST_WAIT * 2**job.tries, LONGEST_WAIT)
        with self._ledger.write() as tx:
            letter_jobs.postpone(tx, job, wait, reason, now)
            stuck = {"alert": "letter_stuck", "about": cases.by_id(tx, job.attempt_id).key}
            tell_staff(tx, self._clerk, f"stuck:{job.attempt_id}", NoticeKind.STAFF_ALERT, stuck, now)

    def _place(self, letter: Letter) -> Path:
        year = letter.issued_at.astimezone(self._clerk.hours.zone).year
        return self._config.data_dir / "surat" / str(year) / f"{file_name(letter.entry.number)}.docx"


def answers_needed(template: Template) -> tuple[str, ...]:
    """The placeholders that a citizen's answers must fill."""
    office = {key(name) for name in letterhead.NAMES}
    return tuple(name for name in template.required if key(name) not in office)


def known_names(service: Service) -> tuple[str, ...]:
    """Every placeholder that a letter of this service may use."""
    return (*letterhead.NAMES, *(question.title for question in service.form_questions))


def file_name(number: str) -> str:
    """A letter's number as a file may be called: `517-007-DS-KRS-XI-2026`."""
    return "".join(character if character.isalnum() or character in ".-" else "-" for character in number)
