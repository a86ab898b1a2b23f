"""What people do: start, type, tap, share, block. A bot cannot do these things, so they have no place in the Bot API.

Each act takes the JSON body of its request and returns the answer's; the world's lock is held. What a person could not
do either (press a button that is not there, write to a bot that was never started) is a `Conflict`.
"""

from __future__ import annotations

from typing import Any

from werkzeug.exceptions import BadRequest, Conflict, NotFound

from simulator.telegram import views
from simulator.telegram.arguments import Upload
from simulator.telegram.entities import Text, commands_in, escape
from simulator.telegram.errors import BotError
from simulator.telegram.events import tell_membership, tell_message, tell_press
from simulator.telegram.models import SUPERGROUPS, Chat, Message, Telegram, User

Body = dict[str, Any]
_NOTHING = Text("", [], "")
_TOLD = ("member", "to", "from")


class People:
    """The acts of everybody in the world."""

    def __init__(self, world: Telegram) -> None:
        self.world = world

    def add_person(self, body: Body) -> Body:
        """Let a person exist, who has not met the bot yet."""
        if not body.get("first_name"):
            raise BadRequest("first_name is missing")
        first, last, nick, phone = (
            str(body.get(key) or "") for key in ("first_name", "last_name", "username", "phone")
        )
        person = User(self.world.new_id(), first, last, nick, phone)
        self.world.users[person.id] = person
        self.world.chats[person.id] = Chat(person.id, person.name, {person.id: person})
        return {"id": person.id}

    def add_group(self, body: Body) -> Body:
        """Let a group exist; its first member has just taken the bot in."""
        members = {number: self._person(number) for number in body.get("members", [])}
        if not members:
            raise BadRequest("a group needs members")
        chat = Chat(-self.world.new_id(), str(body.get("title", "")), members, opened=True)
        self.world.chats[chat.id] = chat
        founder = next(iter(members.values()))
        tell_membership(self.world, chat, founder, "left", "member")
        tell_message(self.world, self.world.post(chat, founder, _NOTHING, joined=self.world.bot))
        return {"id": chat.id}

    def upgrade(self, chat: Chat, body: Body) -> Body:
        """Make a supergroup of a group, as Telegram does when it becomes public or new members may read back.

        `told` names the updates that reach the bot, in this order: that it is a `member` of the new one, the service
        messages `to` (in the old) and `from` (in the new). By default all. The order is assumed here, the nastiest one.
        """
        told = body.get("told", _TOLD)
        if not isinstance(told, list | tuple) or not set(told) <= set(_TOLD):
            raise BadRequest(f"told lists some of {', '.join(_TOLD)}")
        if not chat.is_group or chat.is_supergroup or chat.moved_to:
            raise Conflict("only a group becomes a supergroup, and once")
        new = Chat(
            SUPERGROUPS - self.world.new_id(), chat.title, chat.members, opened=chat.opened, blocked=chat.blocked
        )
        self.world.chats[new.id] = chat.moved_to = new
        founder = next(iter(chat.members.values()))
        gone = self.world.post(chat, founder, _NOTHING, went={"migrate_to_chat_id": new.id})
        come = self.world.post(new, founder, _NOTHING, went={"migrate_from_chat_id": chat.id})
        for what in told if new.opened else ():
            if what == "member":
                tell_membership(self.world, new, founder, "left", "member")
            else:
                tell_message(self.world, gone if what == "to" else come)
        return {"id": new.id}

    def write(self, chat: Chat, body: Body) -> Body:
        """Type a text; in a private chat `/start` opens the bot, and nothing else does."""
        text = str(body.get("text", "")).strip()
        if not text:
            raise BadRequest("text is missing")
        self._open(chat, text)
        return self._say(chat, body, _plain(text))

    def share_contact(self, chat: Chat, body: Body) -> Body:
        """Share the person's own contact, or a card of somebody else when `phone_number` and `first_name` are given."""
        sender = self._sender(chat, body)
        if body.get("phone_number"):
            card = {"phone_number": body["phone_number"], "first_name": body.get("first_name", "")}
            card |= self._known_owner(str(body["phone_number"]))
        elif sender.phone:
            own = {"phone_number": sender.phone.removeprefix("+"), "first_name": sender.first_name}
            card = {**own, "user_id": sender.id}
        else:
            raise Conflict("this person has no phone number")
        return self._say(chat, body, _NOTHING, contact=card)

    def send_file(self, chat: Chat, body: Body, part: str, upload: Upload) -> Body:
        """Send a photo (`part` is `photo`) or any file, with `caption` and `reply_to`."""
        files = self.world.files
        try:
            if part == "photo":
                file = files.add_photo(upload.content)
            else:
                file = files.add_document(upload.name, upload.content, upload.mime)
        except BotError as error:
            raise Conflict(error.description) from error
        return self._say(chat, body, _plain(str(body.get("caption", ""))), file=file)

    def edit(self, chat: Chat, body: Body) -> Body:
        """Change a text that was sent."""
        message = self._message(chat, body.get("message_id"))
        if message.sender == self.world.bot or message.file:
            raise Conflict("a person can edit only own texts")
        message.text, message.edited = _plain(str(body.get("text", "")).strip()), self.world.now()
        self.world.touch(chat)
        return {"update_id": tell_message(self.world, message, "edited_message")}

    def press(self, chat: Chat, body: Body) -> Body:
        """Tap a button that exists on the message, found by its `data` or its `text`."""
        if chat.blocked:
            raise Conflict("the bot is blocked here")
        message = self._message(chat, body.get("message_id"))
        button = _button(message, body)
        if "callback_data" not in button:
            raise Conflict("this button opens a link")
        chat.alert = None
        self.world.touch(chat)
        person = self._sender(chat, body)
        return {"callback_query_id": tell_press(self.world, message, person, button["callback_data"])}

    def block(self, chat: Chat, _body: Body) -> Body:
        """Block the bot; of a group: throw it out."""
        if not chat.blocked:
            chat.blocked = True
            self._change(chat, "member", "kicked")
        return {}

    def unblock(self, chat: Chat, _body: Body) -> Body:
        """Unblock the bot; of a group: take it in again."""
        if chat.blocked or not chat.opened:
            old = "kicked" if chat.blocked else "left"
            chat.blocked, chat.opened = False, True
            self._change(chat, old, "member")
        return {}

    def chats(self, _body: Body) -> list[Body]:
        """Look at the list of chats."""
        return views.chat_list(self.world)

    def look(self, chat: Chat, body: Body) -> Body:
        """Look at a chat."""
        return views.chat_view(self.world, chat, _integer(body.get("since", 0)))

    def repeat_update(self, _body: Body) -> Body:
        """Deliver the newest update once more, as happens when an acknowledgement was lost."""
        return {"update_id": self.world.updates.repeat()}

    def jump(self, body: Body) -> Body:
        """Go on with another update id, higher or lower."""
        try:
            self.world.updates.jump(_integer(body.get("next_id")))
        except ValueError as error:
            raise Conflict(str(error)) from error
        return {}

    def expire_presses(self, _body: Body) -> Body:
        """Let every unanswered press become too old to be answered."""
        self.world.presses.clear()
        return {}

    def _open(self, chat: Chat, text: str) -> None:
        if chat.is_group or (chat.opened and not chat.blocked):
            return
        if text.split(maxsplit=1)[0] != "/start":
            raise Conflict("the phone offers only Start here: the bot was not started, or is blocked")
        if chat.blocked:
            self.unblock(chat, {})
        chat.opened = True

    def _say(self, chat: Chat, body: Body, text: Text, **content: Any) -> Body:  # noqa: ANN401 - fields of Message
        if chat.moved_to:
            raise Conflict(f"the group goes on as {chat.moved_to.id}")
        if chat.blocked or not chat.opened:
            raise Conflict("the bot is blocked here, or was not started")
        reply_to = self._message(chat, body["reply_to"]) if body.get("reply_to") else None
        message = self.world.post(chat, self._sender(chat, body), text, reply_to=reply_to, **content)
        if chat.keyboard_once:
            chat.keyboard = None
        return {"message_id": message.id, "update_id": tell_message(self.world, message)}

    def _known_owner(self, number: str) -> Body:
        owners = (user for user in self.world.users.values() if user.phone)
        found = next((user for user in owners if user.phone.removeprefix("+") == number.removeprefix("+")), None)
        return {"user_id": found.id} if found else {}

    def _change(self, chat: Chat, old: str, new: str) -> None:
        self.world.touch(chat)
        tell_membership(self.world, chat, next(iter(chat.members.values())), old, new)

    def _person(self, number: object) -> User:
        person = self.world.users.get(_integer(number))
        if person is None:
            raise NotFound(f"no person {number}")
        return person

    def _sender(self, chat: Chat, body: Body) -> User:
        sender = self._person(body["from"]) if body.get("from") else next(iter(chat.members.values()))
        if sender.id not in chat.members:
            raise Conflict("this person is not in the chat")
        return sender

    def _message(self, chat: Chat, number: object) -> Message:
        message = chat.messages.get(_integer(number))
        if message is None:
            raise NotFound(f"no message {number} in this chat")
        return message


def _plain(text: str) -> Text:
    return Text(text, commands_in(text), escape(text))


def _button(message: Message, body: Body) -> Body:
    field = "callback_data" if "data" in body else "text"
    wanted = body.get("data", body.get("text"))
    for row in message.buttons or []:
        for button in row:
            if wanted is not None and button.get(field) == wanted:
                return button
    raise Conflict("there is no such button on this message")


def _integer(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise BadRequest(f"{value!r} is no integer") from None
