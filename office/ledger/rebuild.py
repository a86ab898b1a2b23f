"""A new ledger from what was found elsewhere: requests as they stood, the register, nothing that is still to happen.

Nothing is put that would be told to anybody: what a citizen was told last is entered as told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from office import answers
from office.cases import FINISHED, Dossier, Status
from office.ledger import bookmarks, letter_jobs, register, schema
from office.ledger.connection import Ledger, UnusableLedger
from office.ledger.erasing import NOBODY
from office.ledger.register import Content, Letter
from office.services import Service


@dataclass(frozen=True, slots=True)
class OnFile:
    """A letter as the archive of files keeps it: all that was frozen, the request it is for, the code in its QR."""

    number: str
    issued_at: datetime
    template: str | None
    fingerprint: str | None
    content: Content
    reference: str
    verification: str


@dataclass(frozen=True, slots=True)
class OldLetter:
    """A line of the register without its id, and the key of the attempt it was made of; empty: made by hand."""

    letter: Letter
    key: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """What the new ledger is to know. The dossiers' and letters' ids mean nothing.

    Rows of the form tabs without a known code that were sent before `since` are history. The series in `unconfirmed`
    give no number before the operator has said which was the last.
    """

    dossiers: tuple[Dossier, ...]
    letters: tuple[OldLetter, ...]
    since: datetime
    unconfirmed: tuple[str, ...]


def in_use(path: Path) -> bool:
    """Whether there is a ledger at this place that holds requests or letters, or that cannot be read."""
    if not path.exists():
        return False
    try:
        with Ledger(path) as ledger, ledger.read() as tx:
            return bool(_count(tx, schema.cases) or _count(tx, schema.letters))
    except (UnusableLedger, OSError):
        return True


def set_aside(path: Path, now: datetime) -> Path:
    """Give the ledger at this place a name that is free, `buku-lama-<time>.db`, which is returned. Raises OSError."""
    free = f"{path.stem}-lama-{now:%Y%m%d-%H%M%S}"
    while (aside := path.with_name(free + path.suffix)).exists():
        free += "-lagi"
    for ending in ("", "-wal", "-shm"):
        old = path.with_name(path.name + ending)
        if old.exists():
            old.rename(aside.with_name(aside.name + ending))
    return aside


def write(tx: Connection, past: Past, services: Mapping[str, Service], now: datetime) -> None:
    """Enter everything in a ledger without requests and letters."""
    ordered = sorted(past.dossiers, key=lambda mine: (mine.arrived_at, mine.serial, which_attempt(mine)))
    by_reference: dict[str, list[Dossier]] = {}
    for mine in ordered:
        by_reference.setdefault(mine.reference, []).append(mine)
    cases = {reference: _case(tx, attempts) for reference, attempts in by_reference.items()}
    letters = {old.key: old.letter for old in past.letters if old.key}
    places: dict[str, _Place] = {}
    for mine in ordered:
        known = {
            "nik": answers.nik(services[mine.service], mine.answers, mine.damaged),
            "finished_at": _finished_at(mine, letters.get(mine.key)),
        }
        places[mine.key] = _Place(cases[mine.reference], _attempt(tx, mine, cases[mine.reference], known))
    for old in past.letters:
        _letter(tx, old, places.get(old.key), now)
    for mine in ordered:
        if mine.status is Status.APPROVED and mine.key not in letters:
            letter_jobs.order(tx, places[mine.key].attempt_id, now)
    bookmarks.put(tx, bookmarks.SET_UP, past.since.isoformat())
    register.have_confirmed(tx, past.unconfirmed)


def which_attempt(mine: Dossier) -> int:
    """Which attempt of its case this is, by its key: `SKU-7K3Q` 1, `SKU-7K3Q-2` 2."""
    return int(mine.key.removeprefix(mine.reference).removeprefix("-") or 1)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an attempt stands in the new ledger."""

    case_id: int
    attempt_id: int


def _case(tx: Connection, attempts: Sequence[Dossier]) -> int:
    first = attempts[0]
    values = {
        "reference": first.reference, "service": first.service, "chat_id": first.chat_id, "notices": 0,
        "attempts": max(map(which_attempt, attempts)), "due_at": first.due_at, "opened_at": first.arrived_at,
        "confirmed_at": first.arrived_at if first.confirmed else None,
    }  # fmt: skip
    if first.chat_id is not None:
        heard = {"id": first.chat_id, "username": None, "heard_at": first.arrived_at}
        tx.execute(upsert(schema.chats).values(heard).on_conflict_do_nothing())
    case_id: int = tx.execute(insert(schema.cases).values(values)).lastrowid
    return case_id


def _finished_at(mine: Dossier, letter: Letter | None) -> datetime | None:
    """When its citizen had what was promised, as far as it is known."""
    if mine.status not in FINISHED | {Status.WITHDRAWN}:
        return None
    if mine.news and mine.status is not Status.WITHDRAWN:
        return mine.news.at
    return letter.issued_at if letter else mine.closed_at


def _attempt(tx: Connection, mine: Dossier, case_id: int, known: Mapping[str, Any]) -> int:
    values = {
        **known,
        "case_id": case_id, "key": mine.key, "code": mine.code, "tab": mine.tab, "serial": mine.serial,
        "fingerprint": mine.fingerprint, "latest": mine.latest, "status": mine.status, "answers": dict(mine.answers),
        "damaged": list(mine.damaged), "concerns": [asdict(concern) for concern in mine.concerns],
        "asked": mine.asked, "message": mine.message, "arrived_at": mine.arrived_at, "closed_at": mine.closed_at,
        "incomplete_since": mine.incomplete_since, "originals_seen": mine.originals_seen,
        "redacted": mine.redacted,
        "pick_concern": asdict(mine.pick_concern) if mine.pick_concern else None,
    }  # fmt: skip
    attempt_id: int = tx.execute(insert(schema.attempts).values(values)).lastrowid
    _ticket(tx, mine, case_id)
    _news(tx, mine, attempt_id)
    return attempt_id


def _ticket(tx: Connection, mine: Dossier, case_id: int) -> None:
    if mine.code is None:
        return
    chat_id = NOBODY if mine.chat_id is None else mine.chat_id  # whoever's it was, it is used
    values = {"code": mine.code, "chat_id": chat_id, "service": mine.service, "taken_at": mine.arrived_at}
    values |= {"case_id": case_id if which_attempt(mine) > 1 else None, "used_at": mine.arrived_at}
    tx.execute(insert(schema.tickets).values(values))


def _news(tx: Connection, mine: Dossier, attempt_id: int) -> None:
    if mine.news is None or mine.chat_id is None:
        return
    values = {
        "key": f"rebuilt:{mine.key}", "chat_id": mine.chat_id, "kind": mine.news.kind, "params": {},
        "attempt_id": attempt_id, "state": mine.news.state, "tries": 0, "ambiguous": 0, "reason": "rebuilt",
        "next_at": mine.news.at, "changed_at": mine.news.at,
    }  # fmt: skip
    tx.execute(insert(schema.outbox).values(values))


def _letter(tx: Connection, old: OldLetter, place: _Place | None, now: datetime) -> None:
    entry, letter = old.letter.entry, old.letter
    if place:
        entry = replace(entry, attempt_id=place.attempt_id, case_id=place.case_id)
    new = register.enter(tx, entry, letter.issued_at)
    register.reached(tx, entry.series, entry.year, entry.sequence)
    if letter.withdrawn_at is not None:
        register.withdraw(tx, new.id, letter.withdrawn_why or "", letter.withdrawn_at)
    if place:  # so that it is never made a second time
        letter_jobs.order(tx, place.attempt_id, now)
        letter_jobs.numbered(tx, place.attempt_id, new.id, now)
        letter_jobs.done(tx, place.attempt_id)


def _count(tx: Connection, table: Table) -> int:
    return tx.scalar(select(func.count()).select_from(table)) or 0
