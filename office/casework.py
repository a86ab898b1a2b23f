"""The rules of the office: from what the ledger knows and what was read, what is to be done.

Pure: `decide` returns actions; `office.ledger.record` records them in one transaction.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from office import answers
from office.cases import (
    BEFORE_APPROVAL,
    GIVEN_UP,
    MAY_BE_FETCHED,
    MAY_BE_WITHDRAWN,
    Arrival,
    Concern,
    Decision,
    Dossier,
    Pick,
    Status,
    TabRead,
    Ticket,
)
from office.codes import tidy
from office.services import Service


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A new request. Without a ticket it has no chat: nobody is told, the rest goes its way."""

    arrival: Arrival
    ticket: Ticket | None
    concerns: tuple[Concern, ...]


@dataclass(frozen=True, slots=True)
class AddAttempt:
    """A correction: it replaces the case's earlier attempt. `late`: it came too late and is only shown."""

    arrival: Arrival
    ticket: Ticket
    concerns: tuple[Concern, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class Revise:
    """A row of the form tab was edited. `used` when no decision stood yet and the case takes the answers over."""

    dossier: Dossier
    arrival: Arrival
    concerns: tuple[Concern, ...]
    used: bool


@dataclass(frozen=True, slots=True)
class CarryOut:
    """A decision counts."""

    dossier: Dossier
    decision: Decision
    message: str


@dataclass(frozen=True, slots=True)
class NotePick:
    """What stands in Keputusan cannot be done, and why (None: it is in order again)."""

    dossier: Dossier
    concern: Concern | None


TOO_MANY = "too_many_approvals"
"""The concern of picks that wait because more than `Rules.burst` came at once: approvals and withdrawals."""

AFTER_CLOSING = "closed_correction"
"""The concern of a correction whose request was given up before it came."""

Action = OpenCase | AddAttempt | Revise | CarryOut | NotePick


@dataclass(frozen=True, slots=True)
class Sighting:
    """A pick as it was first seen in this form."""

    decision: str
    message: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of the rows that were read: tickets and attempts by code, attempts by place and key."""

    tickets: Mapping[str, Ticket]
    by_code: Mapping[str, Dossier]
    by_place: Mapping[tuple[int, float], Sequence[Dossier]]
    by_key: Mapping[str, Dossier]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one poll read, and the sightings that the polls before left."""

    tabs: tuple[TabRead, ...]
    picks: tuple[Pick, ...]
    sightings: Mapping[str, Sighting]


@dataclass(frozen=True, slots=True)
class Rules:
    """The village's settings that casework needs.

    `required` holds per service the names its template needs from the answers; a service whose template is
    missing or broken is not in it. Rows without a known code that were sent before `since` are history.
    """

    services: Mapping[str, Service]
    required: Mapping[str, tuple[str, ...]]
    since: datetime
    settle: timedelta
    burst: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is to be done now, and what must be remembered until the next poll."""

    actions: tuple[Action, ...]
    sightings: Mapping[str, Sighting]


def decide(known: Known, seen: Seen, rules: Rules, now: datetime) -> Ruling:
    """Arrivals first, then decisions; a case that an arrival has touched waits for the next poll."""
    arrived = tuple(action for tab in seen.tabs for action in _arrivals(tab, known, rules))
    touched = {_touches(action) for action in arrived}
    picks = [pick for pick in seen.picks if pick.key in known.by_key and known.by_key[pick.key].case_id not in touched]
    once = Counter(pick.key for pick in seen.picks)
    steady = [pick for pick in picks if pick.steady and once[pick.key] == 1]
    sightings = dict(_sight(steady, picks, seen.sightings, now))
    settled = [pick for pick in steady if _stood(sightings[pick.key], seen.sightings.get(pick.key), rules, now)]
    decided = tuple(_decisions([(known.by_key[pick.key], pick) for pick in settled], rules))
    return Ruling((*arrived, *decided), sightings)


def _touches(action: Action) -> int | None:
    if isinstance(action, AddAttempt):
        return action.ticket.case_id
    return action.dossier.case_id if isinstance(action, Revise) else None


# --- arrivals ---------------------------------------------------------------------------------------------------


_Row = tuple[tuple[int, float], str]
"""A row's place and fingerprint."""


def _arrivals(tab: TabRead, known: Known, rules: Rules) -> Iterator[Action]:
    taken: set[str] = set()
    opened: set[_Row] = set()
    rows = {(arrival.place, arrival.fingerprint) for arrival in tab.arrivals}
    for arrival in tab.arrivals:
        if same := _recorded(arrival, tab, rows, known):
            yield from _changes(same, arrival, rules)
            continue
        ticket, concern = _valid_ticket(arrival, known, taken)
        row = (arrival.place, arrival.fingerprint)
        # Without a code an old row is history; and a row that somebody copied is still one arrival.
        if row in opened or (ticket is None and arrival.sent_at < rules.since):
            continue
        opened.add(row)
        if ticket:
            taken.add(ticket.code)
        yield from _new_row(arrival, ticket, concern, known, rules)


def _recorded(arrival: Arrival, tab: TabRead, rows: Set[_Row], known: Known) -> Dossier | None:
    """The attempt that this row already is, if it is one: unchanged, edited, or edited with a new time stamp.

    An attempt whose row is there as it was cannot be another row too.
    """
    here = known.by_place.get(arrival.place, ())
    if exact := next((dossier for dossier in here if dossier.fingerprint == arrival.fingerprint), None):
        return exact
    code = tidy(arrival.code)
    by_code = known.by_code.get(code)
    if by_code and by_code.tab == arrival.tab and (by_code.place, by_code.fingerprint) not in rows:
        alone = tab.complete and [tidy(other.code) for other in tab.arrivals].count(code) == 1
        if by_code.serial == arrival.serial or alone:
            return by_code
    edited = [dossier for dossier in here if not dossier.code and (dossier.place, dossier.fingerprint) not in rows]
    return edited[0] if len(edited) == 1 else None


def _valid_ticket(arrival: Arrival, known: Known, taken: set[str]) -> tuple[Ticket | None, Concern | None]:
    code = tidy(arrival.code)
    ticket = known.tickets.get(code)
    if not code:
        return None, Concern("no_code")
    if ticket is None:
        return None, Concern("unknown_code")
    if ticket.service != arrival.service:
        return None, Concern("code_of_other_service")
    if ticket.used or code in taken:
        return None, Concern("code_used_again")
    return ticket, None


def _new_row(
    arrival: Arrival, ticket: Ticket | None, concern: Concern | None, known: Known, rules: Rules
) -> Iterator[Action]:
    concerns = (*([concern] if concern else []), *_concerns(arrival, rules))
    if ticket is None or ticket.case_id is None:
        yield OpenCase(arrival, ticket, concerns)
        return
    latest = next((d for d in known.by_key.values() if d.case_id == ticket.case_id and d.latest), None)
    late = latest is None or latest.status not in BEFORE_APPROVAL
    shown = (_late(latest),) if late else _corrected(latest, arrival)
    yield AddAttempt(arrival, ticket, (*shown, *concerns), late)


def _late(latest: Dossier | None) -> Concern:
    closed = latest is not None and latest.status in GIVEN_UP
    return Concern(AFTER_CLOSING) if closed else Concern("late_correction")


def _corrected(before: Dossier | None, arrival: Arrival) -> tuple[Concern, ...]:
    titles = answers.changed(before.answers, arrival.answers) if before else ()
    return (Concern("corrected", ", ".join(titles)) if titles else Concern("corrected_nothing"),)


def _concerns(arrival: Arrival, rules: Rules) -> tuple[Concern, ...]:
    return tuple(answers.concerns(rules.services[arrival.service], arrival))


def _changes(dossier: Dossier, arrival: Arrival, rules: Rules) -> Iterator[Revise]:
    # An answer that came as a number and was typed anew as text has changed, though it reads the same.
    mended = {*dossier.damaged} ^ {*arrival.damaged}
    titles = sorted({*answers.changed(dossier.answers, arrival.answers), *mended})
    used = dossier.latest and dossier.status in {Status.NEW, Status.INCOMPLETE}
    concerns = dossier.concerns
    if titles:
        flag = Concern("answers_changed" if used else "answers_changed_after", ", ".join(titles))
        kept = [concern for concern in concerns if not used or concern.kind in _ABOUT_THE_ROW]
        concerns = tuple(dict.fromkeys([*kept, flag, *(_concerns(arrival, rules) if used else ())]))
    if concerns != dossier.concerns or arrival.serial != dossier.serial or (used and titles):
        yield Revise(dossier, arrival, concerns, used=bool(used and titles))


_ABOUT_THE_ROW = {
    "no_code", "unknown_code", "code_of_other_service", "code_used_again", "corrected", "corrected_nothing",
    "answers_changed",
}  # fmt: skip


# --- decisions --------------------------------------------------------------------------------------------------


def _sight(
    steady: Sequence[Pick], picks: Sequence[Pick], before: Mapping[str, Sighting], now: datetime
) -> Iterator[tuple[str, Sighting]]:
    """Since when each pick stands. A row caught in motion keeps its sighting but cannot count now."""
    steady_keys = {pick.key for pick in steady}
    for pick in picks:
        old = before.get(pick.key)
        if pick.key not in steady_keys:
            if old:
                yield pick.key, old
        elif old and (old.decision, old.message) == (pick.decision, pick.message):
            yield pick.key, old
        else:
            yield pick.key, Sighting(pick.decision, pick.message, now)


def _stood(sighting: Sighting, before: Sighting | None, rules: Rules, now: datetime) -> bool:
    """Whether a pick was the same in two reads, long enough apart. An empty one asks for nothing and need not wait."""
    return not sighting.decision or (sighting is before and now - sighting.since >= rules.settle)


def _decisions(settled: Sequence[tuple[Dossier, Pick]], rules: Rules) -> Iterator[CarryOut | NotePick]:
    judged = [(dossier, _judge(dossier, pick, rules)) for dossier, pick in settled]
    grave = sum(_grave(verdict) and not _held(dossier) for dossier, verdict in judged)
    for dossier, verdict in judged:
        if _grave(verdict) and _held(dossier):
            continue  # until the pick is taken back: the staff were asked, and this is no answer yet
        if _grave(verdict) and grave > rules.burst:
            yield NotePick(dossier, Concern(TOO_MANY, f"{grave}/{rules.burst}"))
        elif isinstance(verdict, CarryOut):
            yield verdict
        elif dossier.pick_concern != verdict:
            yield NotePick(dossier, verdict)


def _grave(verdict: CarryOut | Concern | None) -> bool:
    # What cannot be taken back: a number is given, or a letter is good no more.
    return isinstance(verdict, CarryOut) and verdict.decision in {Decision.APPROVE, Decision.WITHDRAW}


def _held(dossier: Dossier) -> bool:
    return dossier.pick_concern is not None and dossier.pick_concern.kind == TOO_MANY


def _judge(dossier: Dossier, pick: Pick, rules: Rules) -> CarryOut | Concern | None:
    """The decision as it can be carried out, or why it cannot; None when there is nothing to do."""
    if not pick.decision:
        return None
    try:
        decision = Decision(pick.decision)
    except ValueError:
        return Concern("unknown_decision", pick.decision[:40])
    if decision is dossier.asked and pick.message == dossier.message:
        return None
    if dossier.status is Status.SUPERSEDED:
        return Concern("replaced")
    if decision is dossier.asked and dossier.status not in BEFORE_APPROVAL:
        return None  # a message typed beside a decision that was carried out changes nothing and needs no remark
    return _impossible(dossier, decision, pick.message, rules) or CarryOut(dossier, decision, pick.message)


def _impossible(dossier: Dossier, decision: Decision, message: str, rules: Rules) -> Concern | None:
    """Why this decision cannot follow from the status, or None."""
    if decision is Decision.COLLECTED:
        return None if dossier.status in MAY_BE_FETCHED else Concern("not_ready")
    if decision is Decision.WITHDRAW:
        return _withdrawal_impossible(dossier, message)
    if dossier.status not in BEFORE_APPROVAL:
        return Concern("too_late", str(dossier.status))
    if decision is Decision.APPROVE:
        return _letter_impossible(dossier, rules)
    return None if message else Concern("message_needed")


def _withdrawal_impossible(dossier: Dossier, message: str) -> Concern | None:
    if dossier.status not in MAY_BE_WITHDRAWN or dossier.number is None:
        return Concern("no_letter_yet", str(dossier.status))
    # What already stood there at the decision before is no reason for this one.
    return None if message and message != dossier.message else Concern("withdraw_why")


def _letter_impossible(dossier: Dossier, rules: Rules) -> Concern | None:
    required = rules.required.get(dossier.service)
    if required is None:
        return Concern("no_template")
    lacking = answers.missing(required, rules.services[dossier.service], dossier.answers, dossier.damaged)
    return Concern("missing_values", ", ".join(lacking)) if lacking else None
