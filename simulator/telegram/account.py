"""The Bot API's methods about the bot itself, its chats and its files."""

from __future__ import annotations

import json
import re
from typing import Any

from simulator.telegram.arguments import Arguments
from simulator.telegram.errors import bad_request
from simulator.telegram.events import tell_membership
from simulator.telegram.models import Chat, Telegram

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LONGEST_DESCRIPTION = 256
_LONGEST = {"name": 64, "description": 512, "short_description": 120}
_DEFAULT_SCOPE = {"type": "default"}
Result = object


def get_me(world: Telegram, _args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#getme."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**world.bot.as_api(), **abilities}


def get_file(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#getfile."""
    if not args.text("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.by_id(args.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return file.as_file()


def get_chat(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#getchat, for a chat the bot has met."""
    chat = _met(world, args)
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    return {**chat.as_api(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member_count(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#getchatmembercount, the bot itself among them.

    Refused where the bot could not write: the official server shuts the members of an upgraded group, and a group that
    the bot is not in. Its `getChat` still answers for both.
    """
    return len(world.writable(args.chat_id()).members) + 1


def leave_chat(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#leavechat."""
    chat = _met(world, args)
    if not chat.is_group:
        raise bad_request("chat member status can't be changed in private chats")
    if chat.opened:
        chat.opened = False
        world.touch(chat)
        tell_membership(world, chat, world.bot, "member", "left")
    return True


def get_webhook_info(world: Telegram, _args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#getwebhookinfo; there is never a webhook here."""
    return {"url": "", "has_custom_certificate": False, "pending_update_count": world.updates.pending}


def delete_webhook(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#deletewebhook."""
    if args.flag("drop_pending_updates"):
        world.updates.clear()
    return True


def set_my_commands(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#setmycommands."""
    commands = args.listed("commands", "can't parse commands JSON object") or []
    for command in commands:
        if not _COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= _LONGEST_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile[_commands_key(args)] = [
        {"command": one["command"].removeprefix("/"), "description": one["description"]} for one in commands
    ]
    return _shown(world)


def get_my_commands(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#getmycommands: exactly of this scope and language."""
    return world.profile.get(_commands_key(args), [])


def delete_my_commands(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#deletemycommands."""
    world.profile.pop(_commands_key(args), None)
    return _shown(world)


def commands_for(world: Telegram, chat: Chat) -> list[dict[str, str]]:
    """Return the commands that the menu of a chat offers: the nearest scope that has any, as the clients choose."""
    everywhere = "all_group_chats" if chat.is_group else "all_private_chats"
    for scope in ({"type": "chat", "chat_id": chat.id}, {"type": everywhere}, _DEFAULT_SCOPE):
        commands: list[dict[str, str]] = world.profile.get(_scope_key(scope, ""), [])
        if commands:
            return commands
    return []


def set_chat_menu_button(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#setchatmenubutton."""
    button = args.decoded("menu_button", "can't parse menu button JSON object") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("unsupported menu button type specified")
    world.profile[f"menu {args.text('chat_id')}"] = button
    return True


def get_chat_menu_button(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#getchatmenubutton."""
    return world.profile.get(f"menu {args.text('chat_id')}", {"type": "commands"})


def set_text(field: str) -> Any:  # noqa: ANN401 - a method like the others of this module
    """Return the method that sets the bot's `name`, `description` or `short_description`."""

    def method(world: Telegram, args: Arguments) -> Result:
        if len(args.text(field)) > _LONGEST[field]:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.profile[f"{field} {args.text('language_code')}"] = args.text(field)
        return True

    return method


def get_text(field: str) -> Any:  # noqa: ANN401 - a method like the others of this module
    """Return the method that tells the bot's `name`, `description` or `short_description`."""

    def method(world: Telegram, args: Arguments) -> Result:
        unset = world.bot.first_name if field == "name" else ""
        return {field: world.profile.get(f"{field} {args.text('language_code')}") or unset}

    return method


def _met(world: Telegram, args: Arguments) -> Chat:
    chat = world.chats.get(args.chat_id())
    if chat is None or not (chat.opened or chat.is_group):
        raise bad_request("chat not found")
    return chat


def _commands_key(args: Arguments) -> str:
    scope = args.decoded("scope", "can't parse BotCommandScope JSON object") or _DEFAULT_SCOPE
    return _scope_key(scope, args.text("language_code"))


def _scope_key(scope: object, language: str) -> str:
    return f"commands {json.dumps(scope, sort_keys=True)} {language}"


def _shown(world: Telegram) -> bool:
    for chat in world.chats.values():
        world.touch(chat)
    return True
