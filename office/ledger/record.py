"""Recording what casework decided: each action, and the notices that follow from it, in the caller's transaction."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from office import answers
from office.cases import Arrival, Decision, Dossier, Status, to_be_confirmed
from office.casework import AFTER_CLOSING, TOO_MANY, Action, AddAttempt, CarryOut, Expire, NotePick, OpenCase, Revise
from office.codes import Choose
from office.config import Config
from office.hours import Hours, day_and_time
from office.ledger import cases, letter_jobs, outbox, register, tickets
from office.ledger.register import Letter
from office.names import fold
from office.notices import NoticeKind
from office.services import Service, form_link

_LEADS_TO = {
    Decision.APPROVE: Status.APPROVED,
    Decision.INCOMPLETE: Status.INCOMPLETE,
    Decision.REJECT: Status.REJECTED,
    Decision.COLLECTED: Status.DONE,
    Decision.WITHDRAW: Status.WITHDRAWN,
}
_ASKING = frozenset({NoticeKind.RECEIPT, NoticeKind.CORRECTION_RECEIPT})
"""Notices below which the citizen says whether the request is their own, as long as that is not known."""


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Clerk:
    """What recording needs beside the ledger. `staff_chat` is None where a village has none.

    `desk_link` opens the desk from the staff chat.
    `expiry_days` is how long the citizen has to complete a request; 0 means for ever.
    `confirm` when a letter goes only to somebody who has said that the request is their own.
    """

    services: Mapping[str, Service]
    hours: Hours
    staff_chat: int | None
    choose: Choose
    desk_link: str = ""
    expiry_days: int = 0
    confirm: bool = True

    @classmethod
    def of(cls, config: Config, choose: Choose) -> Self:
        """What the village's settings say."""
        return cls(
            services=config.services,
            hours=config.village.hours,
            staff_chat=config.telegram.staff_chat,
            choose=choose,
            desk_link=config.google.desk_link,
            expiry_days=config.desk.expiry_days,
            confirm=config.telegram.confirm,
        )


def record(tx: Connection, actions: Iterable[Action], clerk: Clerk, now: datetime) -> list[Action]:
    """Write down every action; those that contradict what is kept, of which nothing is written down.

    Raises `cases.Outdated` when one no longer fits: nothing may be committed then.
    """
    return [action for action in actions if not _fits(tx, action, clerk, now)]


def _fits(tx: Connection, action: Action, clerk: Clerk, now: datetime) -> bool:
    # Whatever we did not think of in one row must not keep all others from being recorded.
    try:
        with tx.begin_nested():
            _write_down(tx, action, clerk, now)
    except IntegrityError as error:
        log.error("Satu permohonan tidak bisa dicatat: %s", type(error.orig).__name__)  # noqa: TRY400 - may hold answers
        return False
    return True


def _write_down(tx: Connection, action: Action, clerk: Clerk, now: datetime) -> None:
    match action:
        case OpenCase():
            _open(tx, action, clerk, now)
        case AddAttempt():
            _add(tx, action, clerk, now)
        case Revise():
            _revise(tx, action, clerk, now)
        case CarryOut():
            _carry_out(tx, action, clerk, now)
        case NotePick():
            _note(tx, action, clerk, now)
        case Expire():
            _expire(tx, action.dossier, clerk, now)


def withdraw(tx: Connection, letter: Letter, why: str, now: datetime) -> None:
    """Withdraw a letter by hand: one of a request as on the desk, any other only in the register."""
    if letter.entry.attempt_id is None:
        register.withdraw(tx, letter.id, why, now)
        return
    dossier = cases.by_id(tx, letter.entry.attempt_id)
    cases.carry_out(tx, dossier, Decision.WITHDRAW, why, Status.WITHDRAWN, now)
    _withdraw(tx, dossier, why, now)


def tell_staff(
    tx: Connection, clerk: Clerk, key: str, kind: NoticeKind, params: Mapping[str, Any], now: datetime
) -> None:
    """Say something in the staff chat, if there is one. `params` hold references, never personal data."""
    if clerk.staff_chat is not None:
        outbox.put(tx, key=key, chat_id=clerk.staff_chat, kind=kind, params=params, now=now)


def tell_citizen(
    tx: Connection,
    dossier: Dossier,
    kind: NoticeKind,
    params: Mapping[str, Any],
    now: datetime,
    letter_id: int | None = None,
    *,
    held: bool = False,
) -> None:
    """Put a notice to the case's own chat, or hold it; a case without a chat is told nothing."""
    if dossier.chat_id is None:
        return
    key = f"{dossier.case_id}:{cases.next_notice(tx, dossier.case_id)}:{kind}"
    common = {"reference": dossier.reference, "service": dossier.service, "name": answers.short_name(dossier.name)}
    outbox.put(
        tx,
        key=key,
        chat_id=dossier.chat_id,
        kind=kind,
        params=common | dict(params),
        attempt_id=dossier.attempt_id,
        letter_id=letter_id,
        now=now,
        held=held,
    )


def _open(tx: Connection, action: OpenCase, clerk: Clerk, now: datetime) -> None:
    service, ticket = clerk.services[action.arrival.service], action.ticket
    opened = cases.open_case(
        tx,
        action.arrival,
        service.short,
        chat_id=ticket.chat_id if ticket else None,
        code=ticket.code if ticket else None,
        concerns=action.concerns,
        due_at=clerk.hours.due(now, service.working_days),
        now=now,
        choose=clerk.choose,
        nik=_nik(action.arrival, clerk),
        confirmed=not clerk.confirm,
    )
    if ticket:
        tickets.use(tx, ticket.code, now)
    _acknowledge(tx, cases.by_id(tx, opened.attempt_id), NoticeKind.RECEIPT, clerk, now)


def _add(tx: Connection, action: AddAttempt, clerk: Clerk, now: datetime) -> None:
    if action.ticket.case_id is None:
        raise ValueError("a correction belongs to a case")
    if clerk.confirm and not action.late and _for_somebody_else(tx, action.ticket.case_id, action):
        cases.ask_again(tx, action.ticket.case_id)
    opened = cases.add_attempt(
        tx,
        action.ticket.case_id,
        action.arrival,
        action.ticket.code,
        action.concerns,
        due_at=clerk.hours.due(now, clerk.services[action.arrival.service].working_days),
        now=now,
        late=action.late,
        nik=_nik(action.arrival, clerk),
    )
    tickets.use(tx, action.ticket.code, now)
    _acknowledge(tx, cases.by_id(tx, opened.attempt_id), _receipt(action), clerk, now)


def _revise(tx: Connection, action: Revise, clerk: Clerk, now: datetime) -> None:
    nik = _nik(action.arrival, clerk)
    if clerk.confirm and action.used and _becomes_somebody_else(action, nik, clerk):
        cases.ask_again(tx, action.dossier.case_id)
    cases.revise(tx, action.dossier, action.arrival, action.concerns, used=action.used, now=now, nik=nik)


def _becomes_somebody_else(action: Revise, nik: str | None, clerk: Clerk) -> bool:
    """Whether an edited row names another person: a name and a NIK are quickly dragged down over the row below."""
    mine = action.dossier
    if fold(mine.name) != fold(answers.person(action.arrival.answers)):
        return True
    before = answers.nik(clerk.services[mine.service], mine.answers, mine.damaged)
    return before is not None and nik is not None and before != nik


def _nik(arrival: Arrival, clerk: Clerk) -> str | None:
    return answers.nik(clerk.services[arrival.service], arrival.answers, arrival.damaged)


def _for_somebody_else(tx: Connection, case_id: int, action: AddAttempt) -> bool:
    """Whether the correction names another person: its link, too, may have been sent on."""
    names = [fold(attempt.name) for attempt in cases.of_cases(tx, [case_id]) if attempt.latest]
    return names != [fold(answers.person(action.arrival.answers))]


def _receipt(action: AddAttempt) -> NoticeKind:
    if not action.late:
        return NoticeKind.CORRECTION_RECEIPT
    closed = any(concern.kind == AFTER_CLOSING for concern in action.concerns)
    return NoticeKind.CLOSED_CORRECTION if closed else NoticeKind.LATE_CORRECTION


def _acknowledge(tx: Connection, dossier: Dossier, kind: NoticeKind, clerk: Clerk, now: datetime) -> None:
    due = day_and_time(dossier.due_at.astimezone(clerk.hours.zone))
    asked = kind in _ASKING and to_be_confirmed(dossier)
    tell_citizen(tx, dossier, kind, {"due": due} | ({"confirm": True} if asked else {}), now)
    about = {"reference": dossier.key, "service": dossier.service, "due": due, "has_chat": dossier.chat_id is not None}
    about["link"] = clerk.desk_link
    tell_staff(tx, clerk, f"staff:{dossier.key}:arrival", NoticeKind.STAFF_ARRIVAL, about, now)


def _carry_out(tx: Connection, action: CarryOut, clerk: Clerk, now: datetime) -> None:
    dossier, decision = action.dossier, action.decision
    leads_to, seen = _LEADS_TO[decision], action.originals_seen
    cases.carry_out(tx, dossier, decision, action.message, leads_to, now, originals_seen=seen)
    match decision:
        case Decision.APPROVE:
            letter_jobs.order(tx, dossier.attempt_id, now)
        case Decision.INCOMPLETE:
            ask_for_more(tx, dossier, action.message, clerk, now)
        case Decision.REJECT:
            tell_citizen(tx, dossier, NoticeKind.REJECTED, {"message": action.message}, now)
        case Decision.COLLECTED:
            outbox.drop_held(tx, dossier.attempt_id, now)
        case Decision.WITHDRAW:
            _withdraw(tx, dossier, action.message, now)


def ask_for_more(tx: Connection, dossier: Dossier, message: str, clerk: Clerk, now: datetime) -> None:
    """Tell a citizen what is lacking, with the way to mend it."""
    # The link holds all old answers: as long as it is not known whose they are, it is not given away.
    asked = to_be_confirmed(dossier)
    more = {"link": "", "confirm": True} if asked else {"link": correction_link(tx, dossier, clerk, now)}
    params = {"message": message, "days": clerk.expiry_days} | more
    tell_citizen(tx, dossier, NoticeKind.INCOMPLETE, params, now)


def _withdraw(tx: Connection, dossier: Dossier, why: str, now: datetime) -> None:
    letter = register.of_attempt(tx, dossier.attempt_id)
    if letter is None:
        raise ValueError("only a letter that exists can be withdrawn")
    register.withdraw(tx, letter.id, why, now)
    outbox.recall(tx, dossier.attempt_id, letter.id, now)
    about = {"number": letter.entry.number, "message": why}
    tell_citizen(tx, dossier, NoticeKind.WITHDRAWN, about, now)


def _expire(tx: Connection, dossier: Dossier, clerk: Clerk, now: datetime) -> None:
    cases.close(tx, dossier, Status.EXPIRED, now)
    tell_citizen(tx, dossier, NoticeKind.EXPIRED, {"days": clerk.expiry_days}, now)


def _note(tx: Connection, action: NotePick, clerk: Clerk, now: datetime) -> None:
    cases.note_pick(tx, action.dossier.attempt_id, action.concern)
    if action.concern and action.concern.kind == TOO_MANY:
        # One question for all that are held together.
        about = {"alert": TOO_MANY, "about": action.concern.about}
        tell_staff(tx, clerk, f"burst:{now.isoformat()}", NoticeKind.STAFF_ALERT, about, now)


def correction_link(tx: Connection, dossier: Dossier, clerk: Clerk, now: datetime) -> str:
    """The link under which a case can be corrected, old answers filled in; empty where there is no chat or form."""
    service = clerk.services.get(dossier.service)
    if dossier.chat_id is None or service is None or service.form is None:
        return ""
    ticket = tickets.take_correction(tx, dossier.chat_id, dossier.service, dossier.case_id, now, clerk.choose)
    return form_link(service, ticket.code, dossier.answers)
