"""How long what is kept: which moment ends each kind, and what an answer says once its NIK is masked. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from office.answers import NUMBER_KINDS
from office.cases import Arrival, Dossier, Redaction
from office.config import Privacy
from office.services import QuestionKind, Service

_HIDDEN, _FIRST, _LAST = "*", 6, 4
_SIXTEEN = re.compile(r"(?<![\w*])\d(?:[ .-]?\d){15}(?![\w*])")
"""A NIK or the number of a family card, also one that is written in groups."""
_DAYS_IN_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Ends:
    """For each kind the moment before which it is kept no longer; None: it is kept for good."""

    chats: datetime
    notices: datetime | None
    answers: datetime | None
    letters: datetime | None
    niks: datetime | None


def ends(kept: Privacy, now: datetime) -> Ends:
    """What the settings mean at this moment. A year has 366 days: nothing goes too early."""
    return Ends(
        chats=now - timedelta(days=kept.chat_days),
        notices=_before(now, kept.notice_days),
        answers=_before(now, kept.answer_days),
        letters=_before(now, kept.letter_years * _DAYS_IN_A_YEAR),
        niks=_before(now, kept.nik_days),
    )


def nik_counts_until(service: Service | None, masked: datetime | None, now: datetime) -> datetime | None:
    """Before when a person's NIK is masked where letters are counted by it: never while a limit still looks back."""
    limit = service.letter.limit if service else None
    return min(masked, now - timedelta(days=limit.days)) if masked and limit else masked


def masked_nik(digits: str) -> str:
    """`3216010101900001` -> `321601******0001`; what has not enough digits is hidden whole."""
    if len(digits) <= _FIRST + _LAST:
        return _HIDDEN * len(digits)
    return digits[:_FIRST] + _HIDDEN * (len(digits) - _FIRST - _LAST) + digits[-_LAST:]


def masked(answers: Mapping[str, str], service: Service | None) -> dict[str, str]:
    """The answers with every NIK and family card number masked, wherever it stands; done again it changes nothing.

    `service` is None where the village no longer offers it.
    """
    return {title: _masked(answer, _kind(service, title)) for title, answer in answers.items()}


def as_kept(row: Arrival, dossier: Dossier, service: Service) -> Arrival:
    """A row as the ledger would hold it now, so that what was masked or erased since is not taken for an edit.

    The fingerprint still tells whether it is the same. Of an open request everything counts.
    """
    if dossier.redacted is None:
        return row
    same = replace(row, answers=dossier.answers, damaged=dossier.damaged)
    if row.fingerprint == dossier.fingerprint:
        return same
    if dossier.closed_at is None:
        return row
    if dossier.redacted is Redaction.ALL:
        return same
    # Digits that came as a number are no edit: the exact ones can no longer be compared.
    unsure = {title: dossier.answers.get(title, "") for title in row.damaged}
    return replace(same, answers={**masked(row.answers, service), **unsure})


def _before(now: datetime, days: int) -> datetime | None:
    return now - timedelta(days=days) if days else None


def _kind(service: Service | None, title: str) -> QuestionKind:
    question = service.question(title) if service else None
    return question.kind if question else QuestionKind.TEXT


def _masked(answer: str, kind: QuestionKind) -> str:
    if kind is QuestionKind.FILE:  # a link that would no longer open
        return answer
    if kind in NUMBER_KINDS:
        return masked_nik(re.sub(r"[\s.-]", "", answer))
    return _SIXTEEN.sub(lambda found: masked_nik(re.sub(r"\D", "", found[0])), answer)
