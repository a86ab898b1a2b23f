"""What follows from the picks on the desk: which count, which cannot, which are held. Pure."""

from collections.abc import Iterator, Sequence

from office import answers
from office.actions import TOO_MANY, CarryOut, NotePick
from office.cases import BEFORE_APPROVAL, MAY_BE_FETCHED, MAY_BE_WITHDRAWN, Concern, Decision, Dossier, Pick, Status
from office.inputs import Rules


def decisions(settled: Sequence[tuple[Dossier, Pick]], rules: Rules) -> Iterator[CarryOut | NotePick]:
    """What is to be done about picks that have stood long enough."""
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


def asks_anew(dossier: Dossier, pick: Pick) -> bool:
    """Whether a pick asks for something else than what was carried out last."""
    return bool(pick.decision) and (pick.decision, pick.message) != (dossier.asked, dossier.message)


def _judge(dossier: Dossier, pick: Pick, rules: Rules) -> CarryOut | Concern | None:
    """The decision as it can be carried out, or why it cannot; None when there is nothing to do."""
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
