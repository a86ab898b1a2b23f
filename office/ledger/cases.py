"""Cases and their attempts: what a citizen asked for, each version of it, and how far it has come."""

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, literal, or_, select, update

from office.answers import person
from office.cases import CLOSED, FINISHED, Arrival, Concern, Decision, Dossier, News, Redaction, Status
from office.codes import Choose, reference
from office.ledger.chunks import chunks
from office.ledger.schema import attempts, cases, letters, outbox


class Outdated(Exception):  # noqa: N818 - says what is the case
    """The case has changed since it was read; nothing was written."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a new case or attempt is called."""

    attempt_id: int
    case_id: int
    reference: str
    key: str


def open_case(
    tx: Connection,
    arrival: Arrival,
    short: str,
    *,
    chat_id: int | None,
    code: str | None,
    concerns: Iterable[Concern],
    due_at: datetime,
    now: datetime,
    choose: Choose,
    nik: str | None = None,
    confirmed: bool = False,
) -> Opened:
    """A new case with its first attempt; `short` is the service's prefix of the reference, `nik` whom it is for."""
    name = _free_reference(tx, short, choose)
    values = {"reference": name, "service": arrival.service, "chat_id": chat_id, "due_at": due_at, "opened_at": now}
    values["confirmed_at"] = now if confirmed else None
    case_id = tx.execute(insert(cases).values(values | {"attempts": 1, "notices": 0})).lastrowid
    attempt_id = _insert(tx, case_id, name, arrival, code, concerns, now=now, status=Status.NEW, nik=nik)
    return Opened(attempt_id, case_id, name, name)


def add_attempt(
    tx: Connection,
    case_id: int,
    arrival: Arrival,
    code: str,
    concerns: Iterable[Concern],
    *,
    due_at: datetime,
    now: datetime,
    late: bool,
    nik: str | None = None,
) -> Opened:
    """A correction. It takes the place of the attempt before, with a new promised time.

    When `late` it is kept beside that one as cancelled, and the promised time stays.
    """
    case = tx.execute(select(cases).where(cases.c.id == case_id)).one()
    count = case.attempts + 1
    mine = update(cases).where(cases.c.id == case_id)
    tx.execute(mine.values(attempts=count, due_at=case.due_at if late else due_at))
    if not late:
        replaced = update(attempts).where(attempts.c.case_id == case_id, attempts.c.latest)
        tx.execute(replaced.values(latest=False, status=Status.SUPERSEDED, closed_at=now, pick_concern=None))
    key = f"{case.reference}-{count}"
    status = Status.CANCELLED if late else Status.NEW
    attempt_id = _insert(tx, case_id, key, arrival, code, concerns, now=now, status=status, latest=not late, nik=nik)
    return Opened(attempt_id, case_id, case.reference, key)


def revise(
    tx: Connection,
    dossier: Dossier,
    arrival: Arrival,
    concerns: Iterable[Concern],
    *,
    used: bool,
    now: datetime,
    nik: str | None = None,
) -> None:
    """Take over changed answers, or only note that they changed, and when the row now says it was sent."""
    values: dict[str, Any] = {"concerns": _concerns(concerns), "serial": arrival.serial}
    if used:
        values |= {"answers": dict(arrival.answers), "damaged": list(arrival.damaged)}
        values |= {"fingerprint": arrival.fingerprint, "nik": nik, "redacted": None, "covered_at": None}
        # Somebody is at work on it: the time to complete it begins anew.
        values |= {"incomplete_since": now if dossier.incomplete_since else None}
    tx.execute(update(attempts).where(attempts.c.id == dossier.attempt_id).values(values))


def note_pick(tx: Connection, attempt_id: int, concern: Concern | None) -> None:
    """Keep what is wrong with the present pick, or that nothing is."""
    tx.execute(
        update(attempts).where(attempts.c.id == attempt_id).values(pick_concern=asdict(concern) if concern else None)
    )


def ask_again(tx: Connection, case_id: int) -> None:
    """Whose request it is has to be confirmed anew."""
    tx.execute(update(cases).where(cases.c.id == case_id).values(confirmed_at=None))


def remark(tx: Connection, dossier: Dossier, concern: Concern, instead_of: Container[str]) -> None:
    """Note something about an attempt in place of what was noted of these kinds."""
    kept = [one for one in dossier.concerns if one.kind not in instead_of and one.kind != concern.kind]
    mine = update(attempts).where(attempts.c.id == dossier.attempt_id)
    tx.execute(mine.values(concerns=_concerns([concern, *kept])))


def carry_out(
    tx: Connection,
    dossier: Dossier,
    decision: Decision,
    message: str,
    status: Status,
    now: datetime,
    *,
    originals_seen: bool = False,
) -> None:
    """Record a decision and the status it leads to. Raises Outdated when the attempt has moved on meanwhile.

    With an approval it is kept for good whether the originals were seen.
    """
    same = update(attempts).where(attempts.c.id == dossier.attempt_id, attempts.c.status == dossier.status)
    values: dict[str, Any] = {"asked": decision, "message": message, "pick_concern": None} | _come_to(status, now)
    values |= {"incomplete_since": now if status is Status.INCOMPLETE else None}
    if decision is Decision.APPROVE:
        values["originals_seen"] = originals_seen
    if tx.execute(same.values(values)).rowcount != 1:
        raise Outdated


def set_status(tx: Connection, attempt_id: int, status: Status, now: datetime) -> None:
    """Where the attempt has come to by the office's own work (a letter made, a letter delivered)."""
    tx.execute(update(attempts).where(attempts.c.id == attempt_id).values(_come_to(status, now)))


def finish(tx: Connection, attempt_id: int, now: datetime) -> None:
    """The office has done its part, though the status does not say so yet: its citizen was told that it is ready."""
    tx.execute(update(attempts).where(attempts.c.id == attempt_id).values(finished_at=_first_time(now)))


def next_notice(tx: Connection, case_id: int) -> int:
    """The case's next notice sequence, so that each notice has its own key."""
    tx.execute(update(cases).where(cases.c.id == case_id).values(notices=cases.c.notices + 1))
    count: int = tx.execute(select(cases.c.notices).where(cases.c.id == case_id)).scalar_one()
    return count


def by_id(tx: Connection, attempt_id: int) -> Dossier:
    """One attempt."""
    return _dossiers(tx, attempts.c.id == attempt_id)[0]


def by_code(tx: Connection, codes: Collection[str]) -> dict[str, Dossier]:
    """The attempts that came with these codes."""
    found = (dossier for some in chunks(codes) for dossier in _dossiers(tx, attempts.c.code.in_(some)))
    return {dossier.code: dossier for dossier in found if dossier.code}


def by_place(tx: Connection, places: Collection[tuple[int, float]]) -> dict[tuple[int, float], list[Dossier]]:
    """The attempts that came from these places (tab, time stamp)."""
    found: dict[tuple[int, float], list[Dossier]] = {}
    for tab in {tab for tab, _ in places}:  # for pairs in a list SQLite uses no index
        for some in chunks([serial for one, serial in places if one == tab]):
            for dossier in _dossiers(tx, and_(attempts.c.tab == tab, attempts.c.serial.in_(some))):
                found.setdefault(dossier.place, []).append(dossier)
    return found


def settled(tx: Connection, tab: int, closed_before: datetime) -> set[tuple[float, str]]:
    """The rows of this form tab that are done with, by time stamp and code (empty: it came without a good one)."""
    # What was refused may still be mended, as long as its answers are there.
    never_again = or_(attempts.c.status != Status.REJECTED, attempts.c.redacted.is_not(None))
    which = and_(attempts.c.tab == tab, attempts.c.closed_at < closed_before, never_again)
    return {(row.serial, row.code or "") for row in tx.execute(select(attempts.c.serial, attempts.c.code).where(which))}


def which(tx: Connection, condition: ColumnElement[bool]) -> list[Dossier]:
    """The attempts for which this holds, oldest first; for the ledger's own modules."""
    return _dossiers(tx, condition)


def of_cases(tx: Connection, case_ids: Collection[int]) -> list[Dossier]:
    """All attempts of these cases."""
    return _dossiers(tx, attempts.c.case_id.in_(case_ids))


def on_desk(tx: Connection, closed_after: datetime) -> list[Dossier]:
    """What the desk shows: open attempts, and those closed after the given moment; oldest first."""
    return _dossiers(tx, or_(attempts.c.closed_at.is_(None), attempts.c.closed_at > closed_after))


def by_key(tx: Connection, keys: Collection[str]) -> dict[str, Dossier]:
    """The attempts with these numbers of the desk."""
    return {dossier.key: dossier for some in chunks(keys) for dossier in _dossiers(tx, attempts.c.key.in_(some))}


def of_chat(tx: Connection, chat_id: int, most: int) -> list[Dossier]:
    """The chat's own cases, newest first: of each the attempt that counts."""
    mine = _query().where(cases.c.chat_id == chat_id, attempts.c.latest).order_by(attempts.c.id.desc())
    return [_dossier(row) for row in tx.execute(mine.limit(most))]


def open_ones(tx: Connection, chat_id: int) -> int:
    """How many of the chat's own cases are not done."""
    mine = select(func.count()).select_from(attempts).join(cases, cases.c.id == attempts.c.case_id)
    return tx.scalar(mine.where(cases.c.chat_id == chat_id, attempts.c.latest, attempts.c.closed_at.is_(None))) or 0


def of_reference(tx: Connection, chat_id: int, reference: str) -> Dossier | None:
    """The attempt that counts of one of the chat's own cases; None when the case is not this chat's."""
    mine = (cases.c.chat_id == chat_id) & (cases.c.reference == reference) & attempts.c.latest
    return next(iter(_dossiers(tx, mine)), None)


def without_chat(tx: Connection, opened_after: datetime) -> list[Dossier]:
    """The open cases of which nobody is told, since nobody took their code in a chat; oldest first."""
    unheard = cases.c.chat_id.is_(None) & (cases.c.opened_at > opened_after)
    return _dossiers(tx, and_(unheard, attempts.c.latest, attempts.c.closed_at.is_(None)))


def close(tx: Connection, dossier: Dossier, status: Status, now: datetime) -> None:
    """End an attempt without a decision. Raises Outdated when it has moved on meanwhile."""
    same = update(attempts).where(attempts.c.id == dossier.attempt_id, attempts.c.status == dossier.status)
    if tx.execute(same.values(status=status, closed_at=now, pick_concern=None)).rowcount != 1:
        raise Outdated


def _come_to(status: Status, now: datetime) -> dict[str, Any]:
    """A status and its times. What was finished before stays so when it is fetched, or withdrawn."""
    values: dict[str, Any] = {"status": status, "closed_at": now if status in CLOSED else None}
    if status in FINISHED:
        values["finished_at"] = _first_time(now)
    elif status not in CLOSED:
        values["finished_at"] = None  # a refusal that is taken back
    return values


def _first_time(now: datetime) -> ColumnElement[Any]:
    return func.coalesce(attempts.c.finished_at, literal(now, attempts.c.finished_at.type))


def _free_reference(tx: Connection, short: str, choose: Choose) -> str:
    while True:
        name = reference(short, choose)
        if tx.scalar(select(cases.c.id).where(cases.c.reference == name)) is None:
            return name


def _insert(
    tx: Connection,
    case_id: int,
    key: str,
    arrival: Arrival,
    code: str | None,
    concerns: Iterable[Concern],
    *,
    now: datetime,
    status: Status,
    latest: bool = True,
    nik: str | None,
) -> int:
    values = {
        "case_id": case_id, "key": key, "code": code, "tab": arrival.tab, "serial": arrival.serial,
        "fingerprint": arrival.fingerprint, "latest": latest, "status": status, "answers": dict(arrival.answers),
        "damaged": list(arrival.damaged), "concerns": _concerns(concerns), "message": "", "arrived_at": now,
        "closed_at": now if status in CLOSED else None, "nik": nik,
    }  # fmt: skip
    attempt_id: int = tx.execute(insert(attempts).values(values)).lastrowid
    return attempt_id


def _concerns(concerns: Iterable[Concern]) -> list[Mapping[str, str]]:
    return [asdict(concern) for concern in concerns]


@cache  # to build it costs more than to run it
def _query() -> Select[Any]:
    # Only what its present chat was told: another may have had it before.
    told = (outbox.c.attempt_id == attempts.c.id) & (outbox.c.chat_id == cases.c.chat_id)
    last = select(func.max(outbox.c.id)).where(told).correlate(attempts, cases)
    news = outbox.alias("news")
    return (
        select(
            attempts,
            cases.c.reference,
            cases.c.service,
            cases.c.chat_id,
            cases.c.due_at,
            cases.c.confirmed_at,
            letters.c.number,
            news.c.kind.label("news_kind"),
            news.c.state.label("news_state"),
            news.c.changed_at.label("news_at"),
        )
        .join(cases, cases.c.id == attempts.c.case_id)
        .outerjoin(letters, letters.c.attempt_id == attempts.c.id)
        .outerjoin(news, news.c.id == last.scalar_subquery())
    )


def _dossiers(tx: Connection, which: ColumnElement[bool]) -> list[Dossier]:
    # Not ordered there: for that SQLite would rather read all that ever came.
    return sorted((_dossier(row) for row in tx.execute(_query().where(which))), key=attrgetter("attempt_id"))


def _dossier(row: Row[Any]) -> Dossier:
    return Dossier(
        attempt_id=row.id,
        case_id=row.case_id,
        key=row.key,
        reference=row.reference,
        service=row.service,
        chat_id=row.chat_id,
        code=row.code,
        tab=row.tab,
        serial=row.serial,
        fingerprint=row.fingerprint,
        status=Status(row.status),
        answers=row.answers,
        damaged=tuple(row.damaged),
        concerns=tuple(Concern(**concern) for concern in row.concerns),
        arrived_at=row.arrived_at,
        due_at=row.due_at,
        latest=row.latest,
        asked=Decision(row.asked) if row.asked else None,
        message=row.message,
        number=row.number,
        news=News(row.news_kind, row.news_state, row.news_at) if row.news_kind else None,
        closed_at=row.closed_at,
        pick_concern=Concern(**row.pick_concern) if row.pick_concern else None,
        incomplete_since=row.incomplete_since,
        originals_seen=row.originals_seen,
        redacted=Redaction(row.redacted) if row.redacted else None,
        name=person(row.answers),
        confirmed=row.confirmed_at is not None,
    )
