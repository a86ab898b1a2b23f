"""What follows from the rows of a form tab: new requests, corrections, rows that were edited. Pure."""

from collections.abc import Iterator, Set

from office import answers, limits
from office.actions import AFTER_CLOSING, Action, AddAttempt, OpenCase, Revise
from office.cases import BEFORE_APPROVAL, GIVEN_UP, Arrival, Concern, Dossier, Redaction, Status, TabRead, Ticket
from office.codes import tidy
from office.inputs import Known, Rules, Whose
from office.mixups import MIXED, scrambled
from office.retention import as_kept

_Row = tuple[tuple[int, float], str]
"""A row's place and fingerprint."""
_NEW = 0
"""Stands for an attempt that has no id yet."""


def arrivals(tab: TabRead, known: Known, rules: Rules) -> Iterator[Action]:
    """What is to be done about the rows of one tab, in their order."""
    taken: set[str] = set()
    persons: set[Whose] = set()
    rows = {(arrival.place, arrival.fingerprint) for arrival in tab.arrivals}
    recorded = [_recorded(arrival, tab, rows, known) for arrival in tab.arrivals]
    pairs = [(same, row) for same, row in zip(recorded, tab.arrivals, strict=True) if same]
    claimed = {(row.place, row.fingerprint): same.attempt_id for same, row in reversed(pairs)}
    mixed = scrambled([(same, as_kept(row, same, rules.services[row.service])) for same, row in pairs])
    for same, arrival in zip(recorded, tab.arrivals, strict=True):
        if same:
            changes = _changes(same, arrival, known, rules, mixed=same.attempt_id in mixed)
            yield from (change for change in changes if _claims(change, known, claimed))
            continue
        ticket, concern = _valid_ticket(arrival, known, taken)
        row = (arrival.place, arrival.fingerprint)
        # Without a code an old row is history; and a row that somebody copied is still one arrival.
        if row in claimed or (ticket is None and arrival.sent_at < rules.since):
            continue
        claimed[row] = _NEW
        if ticket:
            taken.add(ticket.code)
        yield _new_row(arrival, ticket, concern, known, rules, persons)


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
        # An edited answer has a new time, too: alone in its tab, a row is taken for the one that was known.
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
    if ticket.expired(arrival.sent_at):
        return None, Concern("code_expired")
    return ticket, None


def _new_row(
    arrival: Arrival, ticket: Ticket | None, concern: Concern | None, known: Known, rules: Rules, persons: set[Whose]
) -> OpenCase | AddAttempt:
    """A new request or a correction; `persons` are those whose new requests came before it in the same read."""
    if ticket and ticket.case_id is not None:
        return _correction(arrival, ticket, known, rules)
    mine = limits.whose(rules.services[arrival.service], arrival)
    beside = Concern("open_beside") if mine in persons else None
    if mine:
        persons.add(mine)
    return OpenCase(arrival, ticket, (*filter(None, (concern, beside)), *_concerns(arrival, known, rules)))


def _correction(arrival: Arrival, ticket: Ticket, known: Known, rules: Rules) -> AddAttempt:
    latest = next((d for d in known.by_key.values() if d.case_id == ticket.case_id and d.latest), None)
    late = latest is None or latest.status not in BEFORE_APPROVAL
    shown = (_late(latest),) if late else _corrected(latest, arrival, rules)
    return AddAttempt(arrival, ticket, (*shown, *_concerns(arrival, known, rules, ticket.case_id)), late)


def _late(latest: Dossier | None) -> Concern:
    closed = latest is not None and latest.status in GIVEN_UP
    return Concern(AFTER_CLOSING) if closed else Concern("late_correction")


def _corrected(before: Dossier | None, arrival: Arrival, rules: Rules) -> tuple[Concern, ...]:
    if before and before.redacted is Redaction.ALL:
        return ()
    kept = as_kept(arrival, before, rules.services[arrival.service]) if before else arrival
    titles = answers.changed(before.answers, kept.answers) if before else ()
    return (Concern("corrected", ", ".join(titles)) if titles else Concern("corrected_nothing"),)


def _concerns(arrival: Arrival, known: Known, rules: Rules, case_id: int | None = None) -> tuple[Concern, ...]:
    service = rules.services[arrival.service]
    return (*limits.still_open(service, arrival, known, case_id), *answers.concerns(service, arrival))


def _changes(dossier: Dossier, arrival: Arrival, known: Known, rules: Rules, *, mixed: bool) -> Iterator[Revise]:
    # An answer that came as a number and was typed anew as text has changed, though it reads the same.
    row = as_kept(arrival, dossier, rules.services[arrival.service])
    mended = {*dossier.damaged} ^ {*row.damaged}
    titles = sorted({*answers.changed(dossier.answers, row.answers), *mended})
    used = dossier.latest and dossier.status in {Status.NEW, Status.INCOMPLETE} and not mixed
    concerns = tuple(concern for concern in dossier.concerns if concern.kind != MIXED)
    if titles:
        flag = _changed(", ".join(titles), used=used, mixed=mixed)
        kept = [concern for concern in concerns if not used or concern.kind in _ABOUT_THE_ROW]
        fresh = _concerns(arrival, known, rules, dossier.case_id) if used else ()
        concerns = tuple(dict.fromkeys([*kept, flag, *fresh]))
    if concerns != dossier.concerns or arrival.serial != dossier.serial or (used and titles):
        yield Revise(dossier, arrival, concerns, used=bool(used and titles))


def _claims(change: Revise, known: Known, claimed: dict[_Row, int]) -> bool:
    """Whether an attempt may become this row: not where another is that row, or becomes it in the same read."""
    mine, arrival = change.dossier, change.arrival
    row = arrival.place, arrival.fingerprint if change.used else mine.fingerprint
    others = (other for other in known.by_place.get(arrival.place, ()) if other.attempt_id != mine.attempt_id)
    free = all(other.fingerprint != row[1] for other in others)
    return free and claimed.setdefault(row, mine.attempt_id) == mine.attempt_id


def _changed(titles: str, *, used: bool, mixed: bool) -> Concern:
    if mixed:
        return Concern(MIXED, titles)
    return Concern("answers_changed" if used else "answers_changed_after", titles)


_ABOUT_THE_ROW = {
    "no_code", "unknown_code", "code_of_other_service", "code_used_again", "corrected", "corrected_nothing",
    "answers_changed", "code_expired", "bound", "not_mine",
}  # fmt: skip
