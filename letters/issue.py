"""Issuing a letter: its number, its frozen content and the job's next step are one transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from letters import letterhead
from letters.letterhead import Identity
from letters.shelf import Shelf
from letters.template import Template
from office.cases import Dossier
from office.codes import ticket_code
from office.config import Config
from office.ledger import cases, letter_jobs, register
from office.ledger.connection import Ledger
from office.ledger.letter_jobs import Job
from office.ledger.record import Clerk
from office.ledger.register import Entry, Letter
from office.numbering import letter_number
from office.services import Service


class NobodySigns(Exception):  # noqa: N818 - says what is the case
    """The settings name nobody who signs on this day."""


class NumberTaken(Exception):  # noqa: N818 - says what is the case
    """The next number of the series belongs to a letter of another series."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True)
class Issuer:
    """Enters ordered letters in the register. A letter that cannot be leaves no number used."""

    ledger: Ledger
    config: Config
    clerk: Clerk
    shelf: Shelf

    def issue(self, job: Job, bot: str, now: datetime) -> Letter | None:
        """Number and freeze one letter; `bot` is who will vouch for it. None when it was called off in the meantime.

        Raises TemplateError, MissingValues, NobodySigns, NumberTaken; KeyError when its service is offered no more.
        """
        with self.ledger.read() as tx:
            dossier = cases.by_id(tx, job.attempt_id)
        service = self.config.services[dossier.service]
        template, rules = self.shelf.keep(service.letter.template), service.letter
        day = now.astimezone(self.clerk.hours.zone).date()
        signer = self.config.signer(day)
        if signer is None:
            raise NobodySigns
        with self.ledger.write() as tx:
            if not letter_jobs.still_ordered(tx, job.attempt_id):
                return None
            sequence, number = next_number(tx, rules.series, rules.pattern, rules.code, self.config.village.code, day)
            to_chat = dossier.chat_id is not None
            code, page = ticket_code(self.clerk.choose), self.config.google.letters_page
            identity = Identity(number, day, code, signer, bot, to_chat, page)
            letter = register.enter(tx, self._entry(dossier, service, template, identity, sequence), now)
            letter_jobs.numbered(tx, dossier.attempt_id, letter.id, now)
        return letter

    def _entry(
        self, dossier: Dossier, service: Service, template: Template, identity: Identity, sequence: int
    ) -> Entry:
        content = letterhead.letter_content(self.config, service, dossier.answers, dossier.reference, identity)
        template.fill(content.values, content.lists, qr=content.qr)  # a letter that cannot be has no number
        return Entry(
            number=identity.number,
            series=service.letter.series,
            year=identity.day.year,
            sequence=sequence,
            addressee=dossier.name,
            summary=service.title,
            approved_by="spreadsheet",
            service=service.key,
            attempt_id=dossier.attempt_id,
            case_id=dossier.case_id,
            verification=identity.code,
            template=service.letter.template,
            fingerprint=template.fingerprint,
            content=content,
        )


def next_number(tx: Connection, series: str, pattern: str, code: str, village: str, day: date) -> tuple[int, str]:
    """Take the next number of a series: its place in the year, and as it is printed. Raises NumberTaken."""
    sequence = register.allocate(tx, series, day.year)
    number = letter_number(pattern, code, sequence, village, day)
    if register.by_number(tx, number):
        raise NumberTaken(number)
    return sequence, number
