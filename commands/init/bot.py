"""The bot: its token, what it says of itself, and the chat of the staff."""

import re
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from bot.door import CONFLICT, REVOKED, WEBHOOK
from bot.introduction import introduce, name_after
from bot.telegram import TelegramDoor
from bot.texts import Texts
from bot.wording import checked
from commands.init import checks, handwork
from commands.init.checks import Mend
from commands.init.desk import Desk
from commands.init.staff import invite_first
from office.config import Config
from office.doors import DoorError, Permanent, Refused
from office.services import HandOver

SEARCH, NONE = "cari", checks.NOTHING
_NOT_OURS = "bukan"
_NUMBER = re.compile(r"-?[0-9]{1,16}")
_LOOKS_AGAIN = 1.0
_LONG_POLL = 5
_PATIENCE = 600.0
_WHY = {
    REVOKED: "Telegram tidak mengenal token ini. Salin lagi dari BotFather.",
    CONFLICT: "Bot ini sedang dijalankan di tempat lain. Hentikan dulu program itu, lalu coba lagi.",
    WEBHOOK: "Bot ini masih tersambung ke program lain (webhook). Putuskan dulu di program itu.",
}


def ask_token(desk: Desk) -> None:
    """Ask for the bot's token, try it, keep it, and introduce the bot."""
    known = desk.folder.secret("TELEGRAM_TOKEN")
    if not known:
        desk.terminal.steps([handwork.TELEGRAM["bot"]])
    words = "Token bot; tidak terlihat saat diketik" + ("; Enter: pakai yang sudah ada" if known else "")
    config = desk.folder.config()

    def taken(text: str) -> str:
        # Read anew: after a failure on the way to Telegram, what was typed just now is kept already.
        token = checks.token(text.strip() or desk.folder.secret("TELEGRAM_TOKEN"))
        try:
            door = _door(config, token)
            name = door.me()
            desk.folder.keep_secret("TELEGRAM_TOKEN", token)
            introduce(door, Texts.of(checked(config)))
        except DoorError as error:
            raise Mend(_why(error)) from None
        return name

    name = desk.until(words, taken, hidden=True)
    _name_bot(desk, config)
    desk.terminal.done(f"Bot @{name} siap: perintah dan tombol menunya sudah dipasang. https://t.me/{name}")


def _name_bot(desk: Desk, config: Config) -> None:
    """Call it after the village. It serves under any name, so a refusal stops nothing."""
    try:
        name_after(_door(config, desk.folder.secret("TELEGRAM_TOKEN")), config.village.name)
    except DoorError as error:
        desk.terminal.trouble(
            f"Nama bot belum bisa diganti ({error}). Bot tetap bisa dipakai; besok jalankan init lagi, atau ganti "
            "namanya lewat @BotFather."
        )


def find_staff_chat(desk: Desk) -> None:
    """Find the group of the staff by waiting until the bot is in one; or leave it out."""
    config = desk.folder.config()
    known = config.telegram.staff_chat
    desk.terminal.say("Di grup staf, bot mengabarkan permohonan baru, tanpa nama dan NIK.")
    if known is None:
        desk.terminal.steps([handwork.TELEGRAM["group"]])
    must = any(service.letter.hand_over is HandOver.SCANNED for service in config.offered.values())
    without = "" if must else f", atau {NONE} bila tanpa grup"
    words = f"Ketik {SEARCH} untuk mencari grup yang memuat bot{without}"

    def taken(text: str) -> int | None:
        typed = text.strip().casefold()
        if typed == NONE and not must:
            return None
        chat = _staff_chat(desk, config, typed, without)
        if chat != known:
            _greet(config, _door(config, desk.folder.secret("TELEGRAM_TOKEN")), chat)
        return chat

    chat = desk.until(words, taken, SEARCH if known is None else str(known))
    if chat != known:
        desk.folder.write({("telegram", "chat_staf"): chat})
    if chat is not None:
        invite_first(desk, lambda: _door(config, desk.folder.secret("TELEGRAM_TOKEN")).me())


def _staff_chat(desk: Desk, config: Config, typed: str, without: str) -> int:
    if typed == SEARCH:
        return _searched(desk, config)
    if _NUMBER.fullmatch(typed):
        return int(typed)
    raise Mend(f"Ketik {SEARCH}{without}.")


def _greet(config: Config, door: TelegramDoor, chat: int) -> None:
    """Show the staff where they will hear from the desk, and that the bot can write there."""
    try:
        door.send(chat, f"Grup ini sekarang grup staf meja surat Desa {escape(config.village.name)}.")
    except DoorError as error:
        shut = isinstance(error, Permanent) and not isinstance(error, Refused)
        again = f" Tambahkan bot ke grup itu, lalu ketik: {SEARCH}" if shut else ""
        raise Mend(f"{_why(error)}{again}") from None


def _searched(desk: Desk, config: Config) -> int:
    """The group that the person says is theirs: anybody can take a bot into a group."""
    door = _door(config, desk.folder.secret("TELEGRAM_TOKEN"))
    strange: set[int] = set()
    while True:
        desk.terminal.say("Menunggu bot dimasukkan ke grup...")
        try:
            group = _awaited(door, strange)
        except DoorError as error:
            raise Mend(_why(error)) from None
        words = f"Bot ada di grup: {group.title}. Benar ini grup stafnya? {checks.YES} atau {_NOT_OURS}"
        if desk.until(words, checks.agreed(_NOT_OURS), checks.YES):
            return group.id
        strange.add(group.id)


@dataclass(frozen=True, slots=True)
class Group:
    """A group that the bot is in."""

    id: int
    title: str


def _awaited(door: TelegramDoor, strange: Collection[int]) -> Group:
    # Nothing is acknowledged: what citizens have written meanwhile is still there for the service.
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if found := [group for group in groups(door.get_updates(None, _LONG_POLL)) if group.id not in strange]:
            return found[-1]
        time.sleep(_LOOKS_AGAIN)
    raise Mend("Belum ada grup yang memuat bot ini. Keluarkan bot dari grup, tambahkan lagi, lalu ketik: cari")


def groups(updates: Iterable[Mapping[str, Any]]) -> list[Group]:
    """The groups that the bot is in, as far as these updates say; where something happened last comes last."""
    found: dict[int, Group] = {}
    for update in updates:
        said = update.get("my_chat_member") or update.get("message") or {}
        chat = said.get("chat", {})
        if chat.get("type") in {"group", "supergroup"}:
            found.pop(chat["id"], None)
            moved = "migrate_to_chat_id" in said  # it goes on as another one, with another number
            if not moved and said.get("new_chat_member", {}).get("status") not in {"left", "kicked"}:
                found[chat["id"]] = Group(chat["id"], chat.get("title", ""))
    return [*found.values()]


def _door(config: Config, token: str) -> TelegramDoor:
    return TelegramDoor(token, config.telegram.api_url)


def _why(error: DoorError) -> str:
    if isinstance(error, Permanent):
        return _WHY.get(error.reason, f"Telegram menolak ({error.reason}).")
    return f"Telegram belum terjangkau ({error}). Periksa internet, lalu coba lagi."
