"""The conversation: what a person's update means. Pure. `bot.screens` answers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import ownership, verification
from bot.keyboards import CANCEL, CANCEL_SURELY, CLAIM, ERASE_SURELY, HELP, NEW_MENU, SERVICE, STATUS
from bot.origin import Origin
from bot.ownership import AskForContact
from bot.staff import Enrol, StaffAct, command_in, invited, pressed_in, scan_in
from office.cases import Scan
from office.codes import tidy
from office.services import Service


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
