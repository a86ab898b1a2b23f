"""What happens in the world, told to the bot as updates."""

from __future__ import annotations

from simulator.telegram.models import Chat, Message, Telegram, User


def tell_message(world: Telegram, message: Message, kind: str = "message") -> int | None:
    """Queue a person's message; returns the update's id.

    In a group the bot hears only commands, replies to itself and what the group itself says (somebody joined, it was
    upgraded): privacy mode, which is on for every new bot.
    """
    if message.chat.is_group and not _concerns_bot(world, message):
        return None
    return world.updates.push(kind, message.as_api())


def _concerns_bot(world: Telegram, message: Message) -> bool:
    answers_bot = message.reply_to is not None and message.reply_to.sender == world.bot
    of_the_group = message.joined is not None or message.went is not None
    return answers_bot or of_the_group or message.text.plain.startswith("/")


def tell_press(world: Telegram, message: Message, person: User, data: str) -> str:
    """Queue the press of a button; returns the callback query's id."""
    query_id = str(world.new_id())
    world.presses[query_id] = (message.chat, world.clock())
    query = {
        "id": query_id,
        "from": person.as_api(),
        "message": message.as_api(),
        "chat_instance": message.chat.instance,
        "data": data,
    }
    world.updates.push("callback_query", query)
    return query_id


def tell_membership(world: Telegram, chat: Chat, actor: User, old: str, new: str) -> int | None:
    """Queue the bot's own change of standing in a chat, `old` and `new` being `member`, `left` or `kicked`."""
    change = {
        "chat": chat.as_api(),
        "from": actor.as_api(),
        "date": world.now(),
        "old_chat_member": _member(world.bot, old),
        "new_chat_member": _member(world.bot, new),
    }
    return world.updates.push("my_chat_member", change)


def _member(user: User, status: str) -> dict[str, object]:
    member: dict[str, object] = {"user": user.as_api(), "status": status}
    return {**member, "until_date": 0} if status == "kicked" else member
