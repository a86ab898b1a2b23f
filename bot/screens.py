"""The screens that answer what a person asked for. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot import keyboards
from bot.keyboards import Message
from bot.opening import opening_words
from bot.texts import Texts
from office.cases import CLOSED, Dossier, Status, letter_waits, may_cancel, to_be_confirmed
from office.config import Village
from office.hours import day_and_time
from office.services import Papers, Service

Screen = Message
"""A message that a button press may replace."""


def menu_screen(texts: Texts, village: Village, services: Mapping[str, Service], *, first: bool) -> Screen:
    """The services as buttons; `first` with a greeting."""
    offered = [service for service in services.values() if service.offered]
    free = all(service.cost.strip().casefold() == "gratis" for service in offered)
    greeting = "greeting_free" if free else "greeting"
    text = texts.say(greeting, village=village.name) if first else texts.say("menu")
    return Screen(text, keyboards.menu(texts, offered))


def service_screen(texts: Texts, service: Service, link: str | None, phone: str) -> Screen:
    """What one service gives, asks for, costs and promises; without a form a way to the office instead."""
    requirements = "\n".join(f"- {requirement}" for requirement in service.requirements)
    days = service.working_days
    what = texts.say(
        "service",
        title=service.title,
        outcome=service.outcome,
        requirements=requirements,
        cost=service.cost,
        promise=texts.say("promise_days", days=days) if days else texts.say("promise_same_day"),
        official=service.official,
        limit=_SERVICE_ROOM,
    )
    form = "service_form_brought" if service.papers is Papers.BROUGHT else "service_form"
    how = texts.say(form) if link else texts.say("service_no_form", phone=phone)
    return Screen(f"{what}\n\n{how}", keyboards.service_screen(texts, link))


def status_screen(
    texts: Texts,
    dossiers: Sequence[Dossier],
    links: Mapping[str, str],
    services: Mapping[str, Service],
    village: Village,
    now: datetime,
) -> Screen:
    """The person's cases in words, at most `STATUS_MOST`. `links` are the correction links by reference."""
    if not dossiers:
        return Screen(texts.say("status_none"), keyboards.status(texts))
    shown = dossiers[:STATUS_MOST]
    blocks = [_case(texts, dossier, dossier.reference in links, services, village, now) for dossier in shown]
    # Only who has said that it is theirs may take it back; a closed one needs no answer any more.
    cancellable = [dossier.reference for dossier in shown if may_cancel(dossier) and not to_be_confirmed(dossier)]
    unconfirmed = [d.reference for d in shown if to_be_confirmed(d) and d.status not in CLOSED]
    text = "\n\n".join([texts.say("status_title"), *blocks])
    return Screen(text, keyboards.status(texts, links.items(), cancellable, unconfirmed))


def cancel_screen(texts: Texts, dossier: Dossier, services: Mapping[str, Service], village: Village) -> Screen:
    """Whether a request is really to be taken back; what became of it, when it was, or when that is too late."""
    service = services.get(dossier.service)
    title, reference = service.title if service else dossier.service, dossier.reference
    if may_cancel(dossier):
        return Screen(
            texts.say("cancel_sure", reference=reference, service=title), keyboards.sure_to_cancel(texts, reference)
        )
    name = "cancel_done" if dossier.status is Status.CANCELLED else "cancel_too_late"
    return Screen(
        texts.say(name, reference=reference, service=title, phone=village.phone), keyboards.back_to_menu(texts)
    )


def help_screen(texts: Texts, village: Village) -> Screen:
    """How it works, where the office is and when it is open."""
    text = texts.say(
        "help",
        village=village.name,
        address=village.address,
        phone=village.phone,
        opening=opening_words(village.opening),
    )
    return Screen(text, keyboards.back_to_menu(texts))


def slow_down_screen(texts: Texts) -> Message:
    """A chat that writes faster than anybody reads is asked to slow down."""
    return Message(texts.say("slow_down"), keyboards.back_to_menu(texts))


def too_many_screen(texts: Texts, village: Village, count: int) -> Message:
    """No further request while so many of the chat's own are open."""
    return Message(texts.say("too_many_open", count=count, phone=village.phone), keyboards.back_to_menu(texts))


OPEN_MOST = 20
"""Requests of one chat that may be open at once: a family, or a neighbour who helps, has fewer."""
STATUS_MOST = 5
_CASE_ROOM = 700
_SERVICE_ROOM = 3500
_STATES = {
    Status.NEW: "status_new",
    Status.INCOMPLETE: "status_incomplete",
    Status.APPROVED: "status_approved",
    Status.AWAITING_SIGNATURE: "status_awaiting_signature",
    Status.READY: "status_ready",
    Status.DONE: "status_done",
    Status.REJECTED: "status_rejected",
    Status.CANCELLED: "status_cancelled",
    Status.SUPERSEDED: "status_superseded",
    Status.WITHDRAWN: "status_withdrawn",
    Status.EXPIRED: "status_expired",
}


def _case(
    texts: Texts, dossier: Dossier, has_link: bool, services: Mapping[str, Service], village: Village, now: datetime
) -> str:
    name = _STATES[dossier.status]
    if dossier.status is Status.NEW and now > dossier.due_at:
        name = "status_overdue"
    elif letter_waits(dossier):
        name = "status_waits"
    elif dossier.status is Status.INCOMPLETE and to_be_confirmed(dossier):
        name = "status_incomplete_confirm"
    elif dossier.status is Status.INCOMPLETE and not has_link:
        name = "status_incomplete_no_form"
    elif dossier.status is Status.DONE and dossier.number:
        name = "status_done_number"
    service = services.get(dossier.service)
    heading = texts.say(
        "status_case", reference=dossier.reference, service=service.title if service else dossier.service
    )
    due = day_and_time(dossier.due_at.astimezone(village.hours.zone))
    words = {"due": due, "phone": village.phone, "message": dossier.message, "number": dossier.number}
    return f"{heading}\n{texts.say(name, limit=_CASE_ROOM, **words)}"
