"""What the script's own cells say, read back. Pure: each function is the inverse of what wrote the cell."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from office.cases import Arrival, Concern, Dossier, News
from office.codes import ALPHABET, REFERENCE_LENGTH
from office.hours import MONTHS
from office.ledger import outbox
from office.notices import HELD
from office.services import Question, QuestionKind, Service
from sheets_sync import texts
from sheets_sync.columns import Column
from sheets_sync.desk import Cells, answer_lines, answer_text
from sheets_sync.looks import fitting
from sheets_sync.rows import LAST_DAY

_KEY = re.compile(rf"(?P<reference>.+-[{ALPHABET}]{{{REFERENCE_LENGTH}}})(?:-[1-9]\d*)?")
_SPOKEN = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
_MOMENT = re.compile(r"\d{2}/\d{2}/\d{4} \d{2}\.\d{2}$")
_STATES = (outbox.DELIVERED, outbox.PERMANENT_FAILURE, outbox.UNCERTAIN, outbox.CREATED, HELD)


@dataclass(frozen=True, slots=True)
class Origin:
    """The row of a form tab that an attempt came from: the tab's id, the time stamp's serial, the code."""

    tab: int
    serial: float
    code: str


def reference_of(key: str) -> str | None:
    """The case that a number of the desk belongs to: `SKU-7K3Q-2` is one of `SKU-7K3Q`; None for no such number."""
    found = _KEY.fullmatch(key)
    return found["reference"] if found else None


def origin_of(text: str) -> Origin | None:
    """The cell `Asal`, or None."""
    tab, _, rest = text.partition("/")
    serial, _, code = rest.partition("/")
    with suppress(ValueError):
        found = Origin(int(tab), float(serial), code)
        return found if abs(found.serial) <= LAST_DAY else None
    return None


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """`22/11/2026 14.03` -> that minute; None for anything else."""
    with suppress(ValueError):
        return datetime.strptime(text, "%d/%m/%Y %H.%M").replace(tzinfo=zone)
    return None


def number_of(text: str) -> int | None:
    """A whole number, or None."""
    with suppress(ValueError):
        return int(text)
    return None


def concerns_of(text: str) -> tuple[Concern, ...]:
    """The remarks in Perlu Dicek, one a line, in their order; what is no remark of the program's is passed."""
    return tuple(found for line in text.split("\n") if (found := texts.read_concern(line)))


def news_of(text: str, mine: Dossier, service: Service, zone: ZoneInfo) -> News | None:
    """What the citizen was told last by the cell Kabar; the rest of the dossier must be known by now."""
    found = _MOMENT.search(text)
    at = (moment_of(found[0], zone) if found else None) or mine.arrived_at
    told = [None, *(News(kind, state, at) for state in _STATES for kind in texts.NEWS_KINDS)]
    return next((news for news in told if texts.news(replace(mine, news=news), service, zone) == text), None)


def answers_of(cells: Cells, service: Service, row: Arrival | None) -> dict[str, str]:
    """The answers that the desk shows: exactly as in the form's row where that is shown, else as they can be read."""
    given = dict(row.answers) if row else {}
    if shows(cells, service, given):
        return given
    titles = [*given, *(question.title for question in service.form_questions)]
    shown = [entry for column in (Column.ANSWERS, Column.FILES) for entry in _entries(cells.get(column, ""), titles)]
    return {title: _answer(service.question(title), text, given.get(title, "")) for title, text in shown}


def shows(cells: Cells, service: Service, answers: dict[str, str]) -> bool:
    """Whether a row of the desk shows exactly these answers."""
    wanted = {column: answer_lines(answers, service, files=column is Column.FILES) for column in _ANSWERS}
    return all(cells.get(column, "") == fitting(text) for column, text in wanted.items())


_ANSWERS = (Column.ANSWERS, Column.FILES)


def _entries(text: str, titles: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The answers by title, each beginning on a line of its own. A title that comes again is part of an answer."""
    known = "|".join(re.escape(title) for title in sorted({*titles}, key=len, reverse=True))
    starts = {found[1]: found for found in reversed([*re.finditer(rf"^({known}): ", text, re.MULTILINE)])}
    ordered = sorted(starts.values(), key=lambda found: found.start())
    for found, after in zip_longest(ordered, ordered[1:]):
        yield found[1], text[found.end() : after.start() - 1 if after else None]


def _answer(question: Question | None, shown: str, given: str) -> str:
    if given and answer_text(question, given) == shown:
        return given
    spoken = _SPOKEN.fullmatch(shown) if question and question.kind is QuestionKind.DATE else None
    if spoken:
        with suppress(ValueError):
            return date(int(spoken[3]), MONTHS.index(spoken[2]) + 1, int(spoken[1])).isoformat()
    return shown
