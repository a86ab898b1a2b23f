"""The one door to Telegram; the only file that knows telebot. telebot's errors stop here: see `office.doors`."""

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from telebot import TeleBot, apihelper, types
from telebot.apihelper import ApiTelegramException

from bot.door import CONFLICT, REVOKED, UNREACHABLE, WEBHOOK
from bot.keyboards import Keyboard, PhoneKeys
from bot.pace import Pace
from bot.sender import PASSING, Sender
from office.doors import DoorError, Moved, NotYet, Permanent, Refused, Retryable

_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
_NOT_MODIFIED, _TOO_OLD = "message is not modified", "query is too old"
_KNOWN = (*sorted(UNREACHABLE), _NOT_MODIFIED, _TOO_OLD)
_MOVED = "migrate_to_chat_id"
_UNSAFE_IN_FILENAME = re.compile(r"[^\w .()-]")

Answer = TypeVar("Answer")


class TelegramDoor:
    """A `bot.door.Door` to the Bot API at `api_url`. One per process: telebot keeps the address in globals."""

    def __init__(
        self,
        token: str,
        api_url: str = "https://api.telegram.org",
        monotonic: Callable[[], float] = time.monotonic,
        pace: Pace | None = None,
    ) -> None:
        _point_telebot(api_url.rstrip("/"), Sender(monotonic))
        self._token = token
        self._bot = TeleBot(token, parse_mode="HTML", threaded=False)
        self._pace = pace or Pace(monotonic)

    def get_updates(self, offset: int | None, timeout: int) -> list[dict[str, Any]]:
        """See `Door`. Raises Refused when another poller or a webhook is in the way, or the token is no good."""
        # telebot's own objects do not give the raw update back, and the inbox keeps the raw one.
        wanted = {"offset": offset, "long_polling_timeout": timeout, "allowed_updates": _UPDATES}
        get: Callable[..., list[dict[str, Any]]] = apihelper.get_updates
        return _ask(lambda: get(self._token, **wanted))

    def send(self, chat_id: int, text: str, keyboard: Keyboard | PhoneKeys = ()) -> int:
        """See `Door`."""
        markup = _keys(keyboard) if isinstance(keyboard, PhoneKeys) else _markup(keyboard)
        sent = self._paced(chat_id, lambda: self._bot.send_message(chat_id, text, reply_markup=markup))
        return sent.message_id

    def edit(self, chat_id: int, message_id: int, text: str, keyboard: Keyboard = ()) -> None:
        """See `Door`."""
        markup = _markup(keyboard)
        try:
            self._paced(chat_id, lambda: self._bot.edit_message_text(text, chat_id, message_id, reply_markup=markup))
        except Permanent as error:
            if error.reason != _NOT_MODIFIED:
                raise

    def answer(self, callback_id: str, text: str = "") -> None:
        """See `Door`."""
        try:
            _ask(lambda: self._bot.answer_callback_query(callback_id, text or None, show_alert=bool(text)))
        except Permanent as error:
            if error.reason != _TOO_OLD:
                raise

    def send_document(self, chat_id: int, path: Path, filename: str, caption: str, keyboard: Keyboard = ()) -> int:
        """See `Door`."""
        content, name = path.read_bytes(), _UNSAFE_IN_FILENAME.sub("_", filename)
        sent = self._paced(
            chat_id,
            lambda: self._bot.send_document(
                chat_id, content, caption=caption, visible_file_name=name, reply_markup=_markup(keyboard)
            ),
        )
        return sent.message_id

    def send_file(self, chat_id: int, file_id: str, caption: str, keyboard: Keyboard = (), *, is_photo: bool) -> int:
        """See `Door`. A photo can be sent on only as a photo, a document only as a document."""
        send: Callable[..., types.Message] = self._bot.send_photo if is_photo else self._bot.send_document
        sent = self._paced(chat_id, lambda: send(chat_id, file_id, caption=caption, reply_markup=_markup(keyboard)))
        return sent.message_id

    def leave(self, chat_id: int) -> None:
        """See `Door`."""
        _ask(lambda: self._bot.leave_chat(chat_id))

    def moved_to(self, chat_id: int) -> int | None:
        """See `Door`. Of a group that moved Telegram still gives the title, but not how many members it has."""
        try:
            _ask(lambda: self._bot.get_chat_member_count(chat_id))
        except Moved as error:
            return error.to
        return None

    def introduce(self, commands: Mapping[str, str]) -> None:
        """Set the bot's commands (name: what it does) and the menu button that lists them."""
        listed = [types.BotCommand(name, words) for name, words in commands.items()]
        _ask(lambda: self._bot.set_my_commands(listed))
        button: Callable[[], types.MenuButton] = types.MenuButtonCommands
        _ask(lambda: self._bot.set_chat_menu_button(menu_button=button()))

    def describe(self, description: str, about: str) -> None:
        """Say in plain text who the bot is: in a chat that is still empty (512 characters), in its profile (120)."""
        _ask(lambda: self._bot.set_my_description(description))
        _ask(lambda: self._bot.set_my_short_description(about))

    def name(self) -> str:
        """What the bot is called in people's list of chats."""
        name: str = _ask(self._bot.get_my_name).name
        return name

    def rename(self, name: str) -> None:
        """Call the bot so (64 characters). Telegram allows few changes a day."""
        _ask(lambda: self._bot.set_my_name(name))

    def me(self) -> str:
        """The bot's username, without @."""
        return _ask(self._bot.get_me).username or ""

    def title(self, chat_id: int) -> str:
        """What a group is called; nothing for a person's chat. Raises Permanent when the bot is not in it."""
        return _ask(lambda: self._bot.get_chat(chat_id)).title or ""

    def _paced(self, chat_id: int, call: Callable[[], Answer]) -> Answer:
        if wait := self._pace.ask(chat_id):
            raise NotYet("it is not its turn yet", wait)
        try:
            return _ask(call)
        except Retryable as error:
            self._pace.hold(chat_id, error.after)
            raise


def _point_telebot(base: str, sender: Sender) -> None:
    settings: Any = apihelper  # its settings are declared as None
    settings.API_URL = f"{base}/bot{{0}}/{{1}}"
    settings.FILE_URL = f"{base}/file/bot{{0}}/{{1}}"
    settings.CUSTOM_REQUEST_SENDER = sender


def _ask(call: Callable[[], Answer]) -> Answer:
    try:
        return call()
    except ApiTelegramException as error:
        problem = _sorted(error.error_code, error.description, error.result_json.get("parameters") or {})
    # Raised here and not above, so that it does not carry telebot's error, which knows the token.
    raise problem


def _sorted(code: int, description: str, parameters: Mapping[str, Any]) -> DoorError:
    if code == 429:  # noqa: PLR2004 - HTTP's codes are their own best names
        return Retryable("too many requests", float(parameters.get("retry_after", PASSING)))
    if code >= 500:  # noqa: PLR2004 - as above
        return Retryable(f"Telegram is in trouble ({code})", PASSING)
    if code == 409:  # noqa: PLR2004 - as above
        return Refused(WEBHOOK if "webhook" in description else CONFLICT)
    if code in {401, 404}:
        return Refused(REVOKED)
    if _MOVED in parameters:
        return Moved("the group was made a supergroup", int(parameters[_MOVED]))
    known = next((sentence for sentence in _KNOWN if sentence in description), None)
    return Permanent(known or _harmless(description) or str(code))


def _harmless(description: str) -> str:
    # What Telegram quotes is ours, and may be a citizen's.
    return re.sub(r"\d{5,}", "…", re.split("['\"]", description)[0])[:100].strip()


def _keys(keys: PhoneKeys) -> types.ReplyKeyboardMarkup:
    # Once: to have it removed would take a message of its own, and that could be repeated without end.
    markup = types.ReplyKeyboardMarkup(resize_keyboard=True, one_time_keyboard=True)
    markup.add(types.KeyboardButton(keys.share, request_contact=True))
    markup.add(types.KeyboardButton(keys.stop))
    return markup


def _markup(keyboard: Keyboard) -> types.InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    markup = types.InlineKeyboardMarkup()
    for row in keyboard:
        buttons = (
            types.InlineKeyboardButton(button.text, url=button.url or None, callback_data=button.data or None)
            for button in row
        )
        markup.keyboard.append(list(buttons))
    return markup
