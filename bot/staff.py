"""What the staff say: in their chat by presses, commands and scans; by invitations, each in their own. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import keyboards
from bot.keyboards import Message
from bot.origin import Origin
from bot.texts import COMMANDS, Texts
from office.cases import Scan

INVITATION = "s_"
"""Begins the payload of the link with which somebody becomes staff."""


@dataclass(frozen=True, slots=True)
class StaffAct:
    """Somebody pressed a button in the staff chat (then there is a `callback_id`), or typed a command for the bot.

    `sender` is their numeric id, None when Telegram names nobody; `key` tells acts apart.
    """

    chat_id: int
    sender: int | None
    key: str
    callback_id: str = ""


def pressed_in(query: Mapping[str, Any]) -> StaffAct:
    """A press in the staff chat as Telegram sent it."""
    chat_id = query["message"]["chat"]["id"]
    return StaffAct(chat_id, query["from"]["id"], f"press:{query['id']}", query["id"])


def command_in(message: Mapping[str, Any]) -> StaffAct | None:
    """The command in a message of the staff chat as Telegram sent it; one that names its bot may be another's."""
    word = next(iter(message.get("text", "").split()), "")
    name, at, _ = word.removeprefix("/").partition("@")
    if not word.startswith("/") or (at and name.casefold() not in COMMANDS):
        return None
    chat_id, sender = message["chat"]["id"], message.get("from", {}).get("id")
    return StaffAct(chat_id, sender, f"command:{chat_id}:{message['message_id']}")


def scan_in(message: Mapping[str, Any]) -> Scan | None:
    """The scan in a message as Telegram sent it: a document or photo that replies to a message of a bot."""
    replied = message.get("reply_to_message") or {}
    photo = max(message.get("photo") or (), key=lambda size: size["width"] * size["height"], default=None)
    file = message.get("document") or photo
    if file is None or not replied.get("from", {}).get("is_bot"):
        return None
    return Scan(
        chat_id=message["chat"]["id"],
        message_id=message["message_id"],
        reply_to=replied["message_id"],
        file_id=file["file_id"],
        unique_id=file["file_unique_id"],
        is_photo=file is photo,
        sender=message.get("from", {}).get("id"),
    )


@dataclass(frozen=True, slots=True)
class Enrol:
    """Somebody opened an invitation to the staff, in their own private chat."""

    origin: Origin
    code: str


def invited(words: Sequence[str], message: Mapping[str, Any], origin: Origin) -> Enrol | None:
    """What `/start s_<code>` asks for; None when it is something else, or not said by the chat's own person."""
    match words:
        case ["/start", payload] if (
            payload.startswith(INVITATION) and message.get("from", {}).get("id") == origin.chat_id
        ):
            return Enrol(origin, payload.removeprefix(INVITATION))
    return None


def enrolled_screen(texts: Texts, name: str | None, phone: str) -> Message:
    """The answer to an invitation: the name under which it enrolled, None when it is no longer good."""
    text = texts.say("staff_welcome", name=name) if name else texts.say("staff_no_invitation", phone=phone)
    return Message(text, keyboards.back_to_menu(texts))
