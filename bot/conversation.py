"""The conversation: what a person's update means, and the screens that answer it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import keyboards, ownership, verification
from bot.keyboards import CANCEL, CANCEL_SURELY, CLAIM, ERASE_SURELY, HELP, NEW_MENU, SERVICE, STATUS, Message
from bot.opening import opening_words
from bot.origin import Origin
from bot.ownership import AskForContact
from bot.staff import Enrol, StaffAct, command_in, invited, pressed_in, scan_in
from bot.texts import Texts
from office.cases import CLOSED, Dossier, Scan, Status, letter_waits, may_cancel, to_be_confirmed
from office.codes import tidy
from office.config import Village
from office.hours import day_and_time
from office.services import Papers, Service

Screen = Message
"""A message that a button press may replace."""


@dataclass(frozen=True, slots=True)
class ShowMenu:
    """The way back from everywhere; `first` when the person has just pressed Start."""

    origin: Origin
    first: bool = False


@dataclass(frozen=True, slots=True)
class ShowService:
    """Requirements and form of one service."""

    origin: Origin
    key: str


@dataclass(frozen=True, slots=True)
class ShowStatus:
    """The person's own cases."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class Cancel:
    """The person wants to take back the request with this number; `sure` once they were asked."""

    origin: Origin
    reference: str
    sure: bool


@dataclass(frozen=True, slots=True)
class ShowHelp:
    """How it works, where the office is."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class ShowPrivacy:
    """What is kept of the person, why and how long."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class EraseMine:
    """The person wants their data erased; `sure` once they were asked."""

    origin: Origin
    sure: bool = False


@dataclass(frozen=True, slots=True)
class CheckLetter:
    """What is known of the letter with this code, tidied; empty when none was given. `message_id` tells tries apart."""

    origin: Origin
    code: str
    message_id: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person has blocked the bot."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The person can be written to again."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class LeaveGroup:
    """The bot was put into a group where it has no business."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Ignore:
    """Nothing is to be done."""

    reason: str


Question = ShowMenu | ShowService | ShowStatus | Cancel | ShowHelp | ShowPrivacy | EraseMine | CheckLetter
Request = Question | ownership.Intent | Enrol
"""What is answered with a screen."""
Intent = Request | Scan | StaffAct | Blocked | Unblocked | LeaveGroup | Ignore


def is_wish(intent: Intent) -> bool:
    """Whether nothing but a screen is asked for, so that a later one makes up for it."""
    match intent:
        case Cancel():
            return not intent.sure
        case ownership.SayWhose():
            return intent.mine is None
    return isinstance(intent, ShowMenu | ShowService | ShowStatus | ShowHelp | ownership.AskForContact)


def chat_of(update: Mapping[str, Any]) -> int:
    """The chat whose order an update belongs to; 0 for one that names none."""
    body: Mapping[str, Any] = next((value for key, value in update.items() if key != "update_id"), {})
    message = body.get("message", body)
    place = message.get("chat") or body.get("from") or {}
    return int(place.get("id", 0))


def understand(update: Mapping[str, Any], services: Mapping[str, Service], staff_chat: int | None = None) -> Intent:
    """What an update, as Telegram sent it, asks for."""
    if query := update.get("callback_query"):
        return _press(query, services, staff_chat)
    if message := update.get("message"):
        return _message(message, staff_chat)
    if member := update.get("my_chat_member"):
        return _membership(member, staff_chat)
    return Ignore("edited or unknown")


def _press(query: Mapping[str, Any], services: Mapping[str, Service], staff_chat: int | None) -> Intent:
    message, data = query.get("message") or {}, query.get("data", "")
    person, chat = query["from"], message.get("chat") or {"id": query["from"]["id"], "type": "private"}
    if chat.get("type") != "private":
        return pressed_in(query) if chat["id"] == staff_chat else Ignore("a press outside a private chat")
    edit = None if data in {NEW_MENU, CLAIM} else message.get("message_id")
    origin = Origin(chat["id"], person.get("username"), query["id"], edit)
    plain: Mapping[str, Intent] = {
        STATUS: ShowStatus(origin), HELP: ShowHelp(origin), ERASE_SURELY: EraseMine(origin, sure=True),
    }  # fmt: skip
    if data in plain:
        return plain[data]
    if answer := ownership.pressed(data, origin):
        return answer
    for prefix, sure in ((CANCEL, False), (CANCEL_SURELY, True)):
        if data.startswith(prefix):
            return Cancel(origin, data.removeprefix(prefix), sure)
    key = data.removeprefix(SERVICE)
    asked = services.get(key) if data.startswith(SERVICE) else None
    return ShowService(origin, key) if asked and asked.offered else ShowMenu(origin)


def _message(message: Mapping[str, Any], staff_chat: int | None) -> Intent:
    chat = message["chat"]
    if chat["id"] == staff_chat and (scan := scan_in(message)):
        return scan
    if chat.get("type") != "private":
        return _in_a_group(message, staff_chat)
    origin = Origin(chat["id"], message.get("from", {}).get("username"))
    words = message.get("text", "").split()
    command = words[0].split("@")[0].casefold() if words else ""
    if asked := ownership.shared(message, origin) or invited(words, message, origin):
        return asked
    if shown := _COMMANDS.get(command):
        return shown(origin)
    code = _code(command, words)
    if code is not None:
        return CheckLetter(origin, code, message["message_id"])
    return ShowMenu(origin, first=command == "/start")


def _in_a_group(message: Mapping[str, Any], staff_chat: int | None) -> Intent:
    chat_id = message["chat"]["id"]
    if chat_id != staff_chat:
        return LeaveGroup(chat_id)
    return command_in(message) or Ignore("talk among the staff")


_COMMANDS: Mapping[str, type[ShowStatus | ShowHelp | ShowPrivacy | EraseMine | AskForContact]] = {
    "/status": ShowStatus,
    "/bantuan": ShowHelp,
    "/help": ShowHelp,
    "/privasi": ShowPrivacy,
    "/hapus": EraseMine,
    "/hubungkan": AskForContact,
}


def _code(command: str, words: Sequence[str]) -> str | None:
    match command:
        case "/start":
            return verification.linked_code(words[1:])
        case "/cek":
            return tidy("".join(words[1:]))
    return verification.bare_code(words)


def _membership(member: Mapping[str, Any], staff_chat: int | None) -> Intent:
    chat, status = member["chat"], member["new_chat_member"]["status"]
    gone = status in {"kicked", "left"}
    if chat.get("type") != "private":
        welcome = gone or chat["id"] == staff_chat
        return Ignore("the staff chat, or a group left") if welcome else LeaveGroup(chat["id"])
    return Blocked(chat["id"]) if gone else Unblocked(Origin(chat["id"], member["from"].get("username")))


# --- screens ----------------------------------------------------------------------------------------------------


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
