"""What a person sees of a chat, for the page and the story."""

from __future__ import annotations

from typing import Any

from simulator.telegram.account import commands_for
from simulator.telegram.models import Chat, Message, Telegram, summary


def chat_list(world: Telegram) -> list[dict[str, Any]]:
    """Return every chat with id, title, type and standing."""
    return [summary(chat) for chat in world.chats.values()]


def chat_view(world: Telegram, chat: Chat, since: int) -> dict[str, Any]:
    """Return the whole chat as it now stands; `changed` is false when nothing happened after version `since`."""
    return {
        **summary(chat),
        "changed": chat.version != since,
        "messages": [message_view(world, message) for message in chat.messages.values()],
        "keyboard": chat.keyboard,
        "menu": commands_for(world, chat),
        "alert": chat.alert,
        "typing": world.clock() < chat.typing_until,
        "members": [{"id": person.id, "name": person.name} for person in chat.members.values()],
    }


def message_view(world: Telegram, message: Message) -> dict[str, Any]:
    """Return one message: `text` is HTML fit for a page, `plain` the same without marks, `from` the sender's name."""
    view: dict[str, Any] = {
        "message_id": message.id,
        "date": message.date,
        "from_bot": message.sender == world.bot,
        "from": message.sender.name,
        "text": message.text.html,
        "plain": message.text.plain,
        "entities": message.text.entities,
        "buttons": message.buttons or [],
        "edited": message.edited is not None,
        "reply_to": message.reply_to.id if message.reply_to else None,
    }
    if message.contact:
        view["contact"] = message.contact
    if message.file:
        view["document"] = {
            "file_id": message.file.file_id,
            "file_name": message.file.name,
            "file_size": len(message.file.content),
            "mime_type": message.file.mime,
            "url": f"/_sim/telegram/files/{message.file.file_id}",
        }
    return view
