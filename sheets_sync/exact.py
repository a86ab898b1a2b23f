"""Digits that a cell lost: the string as it was typed, from the ledger or from the form's own responses."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import isclose
from typing import Protocol

from office.answers import phone
from office.cases import Arrival, Dossier, TabRead
from office.codes import tidy
from office.doors import DoorError
from office.services import CODE_QUESTION, Form, QuestionKind, Service

log = logging.getLogger(__name__)

SAME_NUMBER = 1e-14
"""A cell keeps 15 places at least."""
_BEFORE = timedelta(minutes=5)

Typed = Mapping[str, str]
"""Answers as they were typed, by the question's title."""


Here = Mapping[tuple[int, float], Sequence[Dossier]]
"""Attempts by tab and time stamp."""


class Responses(Protocol):
    """The door to the forms' responses."""

    def responses(self, form_id: str, since: datetime) -> Sequence[Mapping[int, str]]:
        """What was sent since then, each by entry number. Raises DoorError."""


class Exact:
    """Finds exact digits for rows in which they came as a number. Whatever goes wrong only leaves the row as it is.

    `open_forms` is called when digits are needed for the first time.
    """

    def __init__(self, services: Iterable[Service], open_forms: Callable[[], Responses]) -> None:
        self._services = {service.form.tab: service for service in services if service.form}
        self._open = open_forms
        self._forms: Responses | None = None
        self._tried: set[tuple[int, float, str]] = set()

    def forget(self) -> None:
        """Ask again for rows that were asked for in vain, as each sweep does."""
        self._tried.clear()

    def mended(self, read: TabRead, known: Mapping[str, Dossier], here: Here) -> TabRead:
        """The same rows, with the digits that could be had; at most one call.

        `known` are the ledger's attempts by code, and `here` by the place of their row.
        """
        rows = [as_found(row, here) for row in read.arrivals]
        lost = [row for row in rows if row.damaged and row.code and not _kept_no_longer(row, known)]
        lacking = [row for row in lost if (*row.place, row.code) not in self._tried]
        if lacking:
            self._tried |= {(*row.place, row.code) for row in lacking}
            typed = self._typed(self._services[lacking[0].tab], min(row.sent_at for row in lacking))
            rows = [self._from_form(row, typed) for row in rows]
        return replace(read, arrivals=tuple(rows))

    def _typed(self, service: Service, since: datetime) -> Mapping[str, Sequence[Typed]]:
        """What was typed into the form since then, by code."""
        form = service.form
        if form is None:
            return {}
        try:
            self._forms = forms = self._forms or self._open()
            sent = forms.responses(form.form_id, since - _BEFORE)
        except DoorError as error:
            log.warning("Angka persis dari formulir %s belum bisa dibaca: %s", service.key, error)
            return {}
        found: dict[str, list[Typed]] = {}
        for answers in (_by_title(form, one) for one in sent):
            found.setdefault(tidy(answers.get(CODE_QUESTION.title, "")), []).append(answers)
        return found

    def _from_form(self, row: Arrival, typed: Mapping[str, Sequence[Typed]]) -> Arrival:
        sent = typed.get(tidy(row.code), ())
        if len(sent) != 1:  # somebody used a code twice: whose digits they are is not certain
            return row
        service = self._services[row.tab]
        return _with(row, {title: _written(service, title, text) for title, text in sent[0].items()})


def _kept_no_longer(row: Arrival, known: Mapping[str, Dossier]) -> bool:
    """Whether the exact digits were masked or erased since: then they are not to be fetched again."""
    before = known.get(tidy(row.code))
    return before is not None and before.redacted is not None and before.closed_at is not None


def _before(row: Arrival, here: Sequence[Dossier]) -> Dossier | None:
    """The attempt that this row became: it has its code, or none because that was not a good one."""
    alike = [one for one in here if one.code == tidy(row.code)] or [one for one in here if not one.code]
    return alike[0] if len(alike) == 1 else None


def as_found(row: Arrival, here: Here) -> Arrival:
    """What was found before need not be asked again; another row with the same code may be another person's."""
    before = _before(row, here.get(row.place, ()))
    if not row.damaged or before is None:
        return row
    return _with(row, {title: text for title, text in before.answers.items() if title not in before.damaged})


def _with(row: Arrival, typed: Typed) -> Arrival:
    found = {title: typed[title] for title in row.damaged if _same(row.answers.get(title, ""), typed.get(title, ""))}
    still = tuple(title for title in row.damaged if title not in found)
    return replace(row, answers={**row.answers, **found}, damaged=still)


def _same(cell: str, typed: str) -> bool:
    """Whether the cell can be what became of these digits; a cell that was edited since is not."""
    try:
        return typed.isdecimal() and isclose(float(cell), float(typed), rel_tol=SAME_NUMBER)
    except ValueError:
        return False


def _by_title(form: Form, answers: Mapping[int, str]) -> Typed:
    return {title: answers[entry] for title, entry in form.entries.items() if entry in answers}


def _written(service: Service, title: str, text: str) -> str:
    question = service.question(title)
    return phone(text) if question and question.kind is QuestionKind.PHONE else text.strip()
