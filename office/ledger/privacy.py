"""Forgetting: what is kept no longer, and what its citizen wants erased. The register of letters always stays.

What is masked or erased leaves its attempt, with the fingerprint of its row, so that an old row of a form tab is still
recognised.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update

from office.cases import Dossier, Redaction
from office.ledger import cases
from office.ledger.inbox import DONE, FAILED
from office.ledger.outbox import DELIVERED, PERMANENT_FAILURE, UNCERTAIN
from office.ledger.register import Letter, letter
from office.ledger.schema import attempts, letters, outbox
from office.ledger.schema import cases as cases_table
from office.retention import masked_nik

FINISHED = (DELIVERED, PERMANENT_FAILURE, UNCERTAIN)
HANDLED = (DONE, FAILED)
Masked = Callable[[str, Mapping[str, str]], dict[str, str]]
"""A service's key and answers -> the answers with what they hide now."""


def empty_notices(tx: Connection, before: datetime) -> int:
    """Forget what notices said that have come to an end. Those of requests that are still open stay."""
    other = attempts.alias()
    still_open = exists().where(other.c.id == outbox.c.attempt_id, other.c.closed_at.is_(None))
    old = and_(outbox.c.state.in_(FINISHED), outbox.c.changed_at < before, outbox.c.params != {}, ~still_open)
    return tx.execute(update(outbox).where(old).values(params={})).rowcount


def mask_answers(tx: Connection, before: datetime, mask: Masked, now: datetime) -> int:
    """Mask the answers of requests that were closed before this moment; of how many attempts.

    What is masked is no longer good for a letter: it counts as damaged.
    """
    found = cases.which(tx, and_(_over(before), attempts.c.redacted.is_(None)))
    for dossier in found:
        answers = mask(dossier.service, dossier.answers)
        hidden = [title for title, answer in answers.items() if answer != dossier.answers[title]]
        values: dict[str, Any] = {"answers": answers, "damaged": list(dict.fromkeys([*dossier.damaged, *hidden]))}
        _set(tx, dossier.attempt_id, values | {"redacted": Redaction.NIK, "covered_at": None if hidden else now})
    return len(found)


def mask_nik(tx: Connection, service: str, before: datetime) -> int:
    """Mask whom requests of a service were for that were closed before this moment: they are counted no longer."""
    mine = select(cases_table.c.id).where(cases_table.c.service == service)
    open_ones = and_(attempts.c.nik.is_not(None), ~attempts.c.nik.contains("*"), attempts.c.case_id.in_(mine))
    found = tx.execute(select(attempts.c.id, attempts.c.nik).where(_over(before), open_ones)).all()
    for row in found:
        _set(tx, row.id, {"nik": masked_nik(row.nik)})
    return len(found)


def services(tx: Connection) -> list[str]:
    """The keys of all services that ever had a request."""
    return list(tx.scalars(select(cases_table.c.service).distinct()))


def erase_answers(tx: Connection, before: datetime) -> int:
    """Erase the answers of requests that were closed before this moment; of how many attempts."""
    ids = list(tx.scalars(select(attempts.c.id).where(_over(before), _not_erased())))
    for attempt_id in ids:
        erase_attempt(tx, attempt_id, keep_nik=True)  # masked in its own time
    return len(ids)


def erase_attempt(tx: Connection, attempt_id: int, *, keep_nik: bool) -> None:
    """Erase an attempt's answers."""
    whose = {} if keep_nik else {"nik": None}
    _set(tx, attempt_id, {"answers": {}, "damaged": [], "redacted": Redaction.ALL, "covered_at": None} | whose)


def letters_to_empty(tx: Connection, before: datetime) -> list[Letter]:
    """The letters of closed requests that were issued before this moment and still hold what was printed."""
    old = select(letters).where(letters.c.issued_at < before, letters.c.template.is_not(None))
    still_open = exists().where(attempts.c.id == letters.c.attempt_id, attempts.c.closed_at.is_(None))
    found = (letter(tx, row.id) for row in tx.execute(old.where(~still_open)))
    return [one for one in found if one.entry.content.values]


def empty_letter(tx: Connection, one: Letter) -> None:
    """Forget what was printed in a letter, but not until when it was good; its line in the register stays."""
    content: dict[str, Any] = {"values": {}, "lists": {}, "qr": None, "valid_until": one.entry.content.valid_until}
    tx.execute(update(letters).where(letters.c.id == one.id).values(content=content))


# --- the archive tabs -------------------------------------------------------------------------------------------


def to_cover(tx: Connection, closed_before: datetime) -> list[Dossier]:
    """The attempts whose row in an archive tab may still say what the ledger has masked or erased, oldest first."""
    due = and_(attempts.c.redacted.is_not(None), attempts.c.covered_at.is_(None), attempts.c.closed_at < closed_before)
    return cases.which(tx, due)


def covered(tx: Connection, dossiers: Iterable[Dossier], now: datetime) -> None:
    """Their rows say no more than the ledger does, or are not there; one that was redacted further meanwhile waits."""
    for dossier in dossiers:
        same = and_(attempts.c.id == dossier.attempt_id, attempts.c.redacted == dossier.redacted)
        tx.execute(update(attempts).where(same).values(covered_at=now))


def uncover(tx: Connection) -> None:
    """An older version of the spreadsheet was brought back: what was covered since stands there again."""
    tx.execute(update(attempts).where(attempts.c.covered_at.is_not(None)).values(covered_at=None))


def _over(before: datetime) -> ColumnElement[bool]:
    """The attempts of requests of which no attempt is open, or was before this moment."""
    other = attempts.alias()
    ongoing = or_(other.c.closed_at.is_(None), other.c.closed_at >= before)
    return ~exists().where(other.c.case_id == attempts.c.case_id, ongoing)


def _not_erased() -> ColumnElement[bool]:
    return or_(attempts.c.redacted.is_(None), attempts.c.redacted != Redaction.ALL)


def _set(tx: Connection, attempt_id: int, values: Mapping[str, Any]) -> None:
    tx.execute(update(attempts).where(attempts.c.id == attempt_id).values(**values))
