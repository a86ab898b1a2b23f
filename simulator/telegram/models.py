"""The world of one bot: people, chats, messages, files, updates. No HTTP, no rules of the Bot API beyond who may write.

Whoever changes or reads the world holds `Telegram.lock`; only `Telegram.updates` has a lock of its own, so that a
waiting poller keeps nobody else waiting.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from simulator.telegram.entities import Entity, Text
from simulator.telegram.errors import BotError, bad_request, forbidden, upgraded
from simulator.telegram.files import File, Files
from simulator.telegram.markup import Rows
from simulator.telegram.updates import UpdateQueue

ANY_TOKEN = "110201543:SIMULATOR-TOKEN-not-secret-000000000"  # noqa: S105 - opens nothing but a simulator
_ID_EPOCH = 1_735_689_600  # 2025-01-01 UTC: with it, ids stay within 32 bits until 2033
_IDS_PER_SECOND = 8
SUPERGROUPS = -1_000_000_000_000  # their ids lie below, "-100..."
CALLBACK_LIFETIME = 30.0  # seconds in which a press can be answered


@dataclass(frozen=True)
class User:
    """A person, or the bot itself."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    phone: str = ""
    is_bot: bool = False

    @property
    def name(self) -> str:
        """The name as a phone shows it."""
        return f"{self.first_name} {self.last_name}".strip()

    def as_api(self) -> dict[str, Any]:
        """Return a `User` object."""
        user = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, **self.names()}
        return user if self.is_bot else {**user, "language_code": "id"}

    def names(self) -> dict[str, str]:
        """Return the optional names that are set."""
        optional = {"last_name": self.last_name, "username": self.username}
        return {key: value for key, value in optional.items() if value}


@dataclass
class Message:
    """One message as it now stands; `text` is the caption when there is a file."""

    id: int
    chat: Chat
    sender: User
    date: int
    text: Text
    file: File | None = None
    contact: dict[str, Any] | None = None
    joined: User | None = None
    went: dict[str, int] | None = None  # the service message of an upgrade, by its one field
    reply_to: Message | None = None
    origin: Message | None = None  # forwarded from
    buttons: Rows | None = None
    edited: int | None = None  # Unix seconds

    def as_api(self, with_reply: bool = True) -> dict[str, Any]:
        """Return a `Message` object; a reply inside a reply is left out, as on the wire."""
        message: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender.as_api(),
            "chat": self.chat.as_api(),
            "date": self.date,
            **self._content(),
        }
        if self.edited:
            message["edit_date"] = self.edited
        if self.buttons:
            message["reply_markup"] = {"inline_keyboard": self.buttons}
        if self.origin:
            sender = self.origin.sender.as_api()
            message["forward_origin"] = {"type": "user", "date": self.origin.date, "sender_user": sender}
        if self.reply_to and with_reply:
            message["reply_to_message"] = self.reply_to.as_api(with_reply=False)
        return message

    def _content(self) -> dict[str, Any]:
        if self.contact:
            return {"contact": self.contact}
        if self.joined:
            return {"new_chat_members": [self.joined.as_api()]}
        if self.went:
            return self.went
        if not self.file:
            return {"text": self.text.plain, **_named("entities", self.text.entities)}
        caption: dict[str, Any] = {"caption": self.text.plain} if self.text.plain else {}
        caption |= _named("caption_entities", self.text.entities)
        if self.file.size:
            return {"photo": self.file.as_photo(), **caption}
        return {"document": self.file.as_document(), **caption}


def _named(name: str, entities: list[Entity]) -> dict[str, list[Entity]]:
    return {name: entities} if entities else {}


@dataclass
class Chat:
    """A private chat (its id is the person's) or a group (negative id) with the bot in it.

    A supergroup counts its messages from 1; everywhere else they are numbered across all chats. `moved_to` is the
    supergroup as which a group goes on.
    """

    id: int
    title: str
    members: dict[int, User]
    opened: bool = False  # the bot may write
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Rows | None = None
    keyboard_once: bool = False  # the phone hides it as soon as something was said
    alert: str | None = None
    typing_until: float = 0.0
    moved_to: Chat | None = None
    posted: int = 0
    version: int = 0
    instance: str = field(default_factory=lambda: str(secrets.randbits(62)))

    @property
    def is_group(self) -> bool:
        """Whether this is a group or a supergroup."""
        return self.id < 0

    @property
    def is_supergroup(self) -> bool:
        """Whether this is a supergroup."""
        return self.id < SUPERGROUPS

    @property
    def kind(self) -> str:
        """What the Bot API calls its type."""
        if self.is_supergroup:
            return "supergroup"
        return "group" if self.is_group else "private"

    @property
    def person(self) -> User:
        """The person of a private chat."""
        return self.members[self.id]

    def as_api(self) -> dict[str, Any]:
        """Return a `Chat` object."""
        if self.is_supergroup:
            return {"id": self.id, "title": self.title, "type": self.kind}
        if self.is_group:
            return {"id": self.id, "title": self.title, "type": self.kind, "all_members_are_administrators": True}
        return {"id": self.id, "first_name": self.person.first_name, **self.person.names(), "type": self.kind}


class Telegram:
    """The world. `token`: the one token that opens it; None accepts every token of the right shape.

    Ids only go up and begin at a number made from the time, so that a simulator started anew does not repeat them.
    """

    def __init__(self, token: str | None = None, clock: Callable[[], float] = time.time) -> None:
        self.lock = RLock()
        self.clock = clock
        self.only_token = token
        self.token = token or ANY_TOKEN
        bot_id = int(self.token.partition(":")[0])
        self.bot = User(bot_id, "Surat Desa", username="surat_desa_bot", is_bot=True)
        self._last_id = max(0, int((clock() - _ID_EPOCH) * _IDS_PER_SECOND))
        self._last_version = 0
        self.updates = UpdateQueue(self._last_id)
        self.files = Files()
        self.reset()

    def reset(self) -> None:
        """Forget people, chats, files, settings and waiting updates; ids go on."""
        with self.lock:
            self.users: dict[int, User] = {}
            self.chats: dict[int, Chat] = {}
            self.presses: dict[str, tuple[Chat, float]] = {}  # callback query id -> chat, when
            self.profile: dict[str, Any] = {}  # name, descriptions, commands, menu buttons
            self.files.clear()
            self.updates.clear()

    def state(self) -> dict[str, Any]:
        """Return the bot, the chats and the number of waiting updates, ready for JSON."""
        with self.lock:
            chats = [summary(chat) for chat in self.chats.values()]
            return {"bot": self.bot.as_api(), "chats": chats, "pending_updates": self.updates.pending}

    def new_id(self) -> int:
        """Return a number that was never used."""
        self._last_id += 1
        return self._last_id

    def now(self) -> int:
        """Return Unix seconds, as dates are on the wire."""
        return int(self.clock())

    def touch(self, chat: Chat) -> None:
        """Note that what a person sees of the chat has changed."""
        self._last_version += 1
        chat.version = self._last_version

    def writable(self, chat_id: int) -> Chat:
        """Return the chat if the bot may write to it now; BotError when not."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.moved_to:
            raise upgraded(chat.moved_to.id)
        if chat.blocked:
            raise forbidden(
                f"bot was kicked from the {chat.kind} chat" if chat.is_group else "bot was blocked by the user"
            )
        if not chat.opened:
            raise forbidden(
                f"bot is not a member of the {chat.kind} chat"
                if chat.is_group
                else "bot can't initiate conversation with a user"
            )
        return chat

    def message(self, chat: Chat, message_id: int, purpose: str) -> Message:
        """Return a message of the chat; BotError "message to <purpose> not found"."""
        found = chat.messages.get(message_id)
        if found is None:
            raise bad_request(f"message {purpose} not found")
        return found

    def post(self, chat: Chat, sender: User, text: Text, **content: Any) -> Message:  # noqa: ANN401 - fields of Message
        """Put a new message into the chat."""
        chat.posted += 1
        number = chat.posted if chat.is_supergroup else self.new_id()
        message = Message(number, chat, sender, self.now(), text, **content)
        chat.messages[message.id] = message
        self.touch(chat)
        return message

    def check_token(self, token: str) -> None:
        """BotError 404 for what is no token, 401 for a wrong one."""
        number, _, secret = token.partition(":")
        if not (number.isdigit() and secret):
            raise BotError(404, "Not Found")
        if self.only_token not in (None, token):
            raise BotError(401, "Unauthorized")


def summary(chat: Chat) -> dict[str, Any]:
    """Return what a list of chats shows of one."""
    return {
        "id": chat.id,
        "title": chat.title,
        "type": chat.kind,
        "opened": chat.opened,
        "blocked": chat.blocked,
        "version": chat.version,
    }
