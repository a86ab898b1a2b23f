"""Keyboards: what a bot may put under a message or in place of a person's keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from simulator.telegram.errors import bad_request

LONGEST_CALLBACK_DATA = 64  # bytes
_SCHEMES = frozenset({"http", "https", "tg"})

Button = dict[str, Any]
Rows = list[list[Button]]


@dataclass(frozen=True)
class Markup:
    """What one `reply_markup` asks for; nothing at all when every field is empty."""

    inline: Rows | None = None
    keyboard: Rows | None = None
    once: bool = False
    remove: bool = False


def read(wish: object) -> Markup:
    """Check a decoded `reply_markup` (None: there was none). BotError in the server's words."""
    if wish is None:
        return Markup()
    if not isinstance(wish, dict):
        raise bad_request("object expected as reply markup")
    if wish.get("keyboard"):
        rows = [[_key(button) for button in row] for row in _rows(wish["keyboard"], "keyboard")]
        return Markup(keyboard=rows, once=bool(wish.get("one_time_keyboard")))
    if wish.get("inline_keyboard"):
        rows = _rows(wish["inline_keyboard"], "inline_keyboard")
        return Markup(inline=[[_inline(button) for button in row] for row in rows if row] or None)
    return Markup(remove=bool(wish.get("remove_keyboard")))


def _rows(value: object, name: str) -> list[list[Any]]:
    if isinstance(value, list) and all(isinstance(row, list) for row in value):
        return value
    raise bad_request(f'field "{name}" must be an Array of Arrays')


def _key(button: object) -> Button:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not button.get("text"):
        raise bad_request("keyboard button text must be non-empty")
    return button


def _inline(button: object) -> Button:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not button.get("text"):
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("url"):
        return {"text": button["text"], "url": _checked_url(button["url"])}
    if button.get("callback_data"):
        return {"text": button["text"], "callback_data": _checked_data(button["callback_data"])}
    raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def _checked_data(data: str) -> str:
    if len(data.encode()) > LONGEST_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return data


def _checked_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or not parts.netloc:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return url
