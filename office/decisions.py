"""What follows from the picks on the desk: which count, which cannot, which are held. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from office import answers, limits
from office.actions import RESTORED, ROW_MIXED, TOO_MANY, CarryOut, NotePick
from office.cases import (
    BEFORE_APPROVAL,
    MAY_BE_FETCHED,
    MAY_BE_WITHDRAWN,
    Concern,
    Decision,
    Dossier,
    Pick,
    Status,
    letter_waits,
)
from office.inputs import Known, Rules, Whose

_GRAVE = frozenset({Decision.APPROVE, Decision.WITHDRAW})
"""What cannot be taken back: a number is given, or a letter is good no more."""
Verdict = CarryOut | Concern | None
"""A pick as it can be carried out, or why it cannot be; None when there is nothing to do."""


def decisions(settled: Sequence[Pick], known: Known, rules: Rules, now: datetime) -> Iterator[CarryOut | NotePick]:
    """What is to be done about picks that have stood long enough."""
    judged = _judged(settled, known, rules, now)
    free = [pair for pair in judged if not _held(*pair)]
    counted: set[Whose] = set()
    grave = sum(_newly_grave(pick, *pair) for pick, pair in zip(settled, judged, strict=True))
    for dossier, verdict in free:
        if _grave(verdict) and grave > rules.burst:
            yield NotePick(dossier, Concern(TOO_MANY, f"{grave}/{rules.burst}"))
        elif isinstance(verdict, CarryOut):
            mine = _counted(verdict, rules)
            if mine not in counted:  # a second letter for one NIK waits until the first is counted
                yield verdict
            if mine:
                counted.add(mine)
        elif dossier.pick_concern != verdict:
            yield NotePick(dossier, verdict)


def hold(picks: Iterable[Pick], why: Concern, known: Known, rules: Rules, now: datetime) -> Iterator[NotePick]:
    """What is to be done about picks that nobody may have meant: none counts, whether it stood or not.

    Held is also what would act once something else is mended.
    """
    asked = {pair[0].key: pair[0] for pair in _judged(picks, known, rules, now) if _may_act(*pair)}
    yield from (NotePick(dossier, why) for dossier in asked.values())


def _may_act(dossier: Dossier, verdict: Verdict) -> bool:
    later = verdict is not None and dossier.status in BEFORE_APPROVAL
    return (later or isinstance(verdict, CarryOut)) and not _held(dossier, verdict)


def _judged(picks: Iterable[Pick], known: Known, rules: Rules, now: datetime) -> list[tuple[Dossier, Verdict]]:
    pairs = [(known.by_key[pick.key], pick) for pick in picks]
    return [(dossier, _judge(dossier, pick, known, rules, now)) for dossier, pick in pairs]


def _grave(verdict: Verdict) -> bool:
    return isinstance(verdict, CarryOut) and verdict.decision in _GRAVE


def _newly_grave(pick: Pick, dossier: Dossier, verdict: Verdict) -> bool:
    # An impossible one counts as well, once: a cell that is dragged down meets all sorts of rows.
    new = verdict is not None and verdict != dossier.pick_concern and not _held(dossier, verdict)
    return new and pick.decision in _GRAVE


def _held(dossier: Dossier, verdict: Verdict) -> bool:
    """Whether a pick was asked about: until it is taken back, it is no answer yet."""
    kind = dossier.pick_concern.kind if dossier.pick_concern else ""
    return (kind == TOO_MANY and _grave(verdict)) or (kind in {RESTORED, ROW_MIXED} and verdict is not None)


def asks_anew(dossier: Dossier, pick: Pick) -> bool:
    """Whether a pick asks for something else than what was carried out last."""
    return bool(pick.decision) and (pick.decision, pick.message) != (dossier.asked, dossier.message)


def _judge(dossier: Dossier, pick: Pick, known: Known, rules: Rules, now: datetime) -> Verdict:
    if not asks_anew(dossier, pick):
        return None
    try:
        decision = Decision(pick.decision)
    except ValueError:
        return Concern("unknown_decision", pick.decision[:40])
    if dossier.status is Status.SUPERSEDED:
        return Concern("replaced")
    if decision is dossier.asked and dossier.status not in BEFORE_APPROVAL:
        return None  # a message typed beside a decision that was carried out changes nothing and needs no remark
    impossible = _impossible(dossier, decision, pick.message)
    if decision is Decision.APPROVE and not impossible:
        impossible = _letter_impossible(dossier, pick, known, rules, now)
    return impossible or CarryOut(dossier, decision, pick.message, pick.originals_seen)


def _impossible(dossier: Dossier, decision: Decision, message: str) -> Concern | None:
    """Why this decision cannot follow from the status, or None."""
    if decision is Decision.COLLECTED:
        return None if dossier.status in MAY_BE_FETCHED or letter_waits(dossier) else Concern("not_ready")
    if decision is Decision.WITHDRAW:
        return _withdrawal_impossible(dossier, message)
    if dossier.status not in BEFORE_APPROVAL:
        return Concern("too_late", str(dossier.status))
    return None if message or decision is Decision.APPROVE else Concern("message_needed")


def _withdrawal_impossible(dossier: Dossier, message: str) -> Concern | None:
    if not (dossier.status in MAY_BE_WITHDRAWN or letter_waits(dossier)) or dossier.number is None:
        return Concern("no_letter_yet", str(dossier.status))
    # What already stood there at the decision before is no reason for this one.
    return None if message and message != dossier.message else Concern("withdraw_why")


def _letter_impossible(dossier: Dossier, pick: Pick, known: Known, rules: Rules, now: datetime) -> Concern | None:
    required, service = rules.required.get(dossier.service), rules.services[dossier.service]
    if required is None:
        return Concern("no_template")
    if lacking := answers.missing(required, service, dossier.answers, dossier.damaged):
        return Concern("missing_values", ", ".join(lacking))
    if reached := limits.reached(service, dossier, known, now):
        return reached
    return Concern("originals_needed") if service.needs_originals and not pick.originals_seen else None


def _counted(verdict: CarryOut, rules: Rules) -> Whose | None:
    service = rules.services[verdict.dossier.service]
    if verdict.decision is not Decision.APPROVE or service.letter.limit is None:
        return None
    return limits.whose(service, verdict.dossier)
