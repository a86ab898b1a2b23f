"""The bot: its token, what it says of itself, and the chat of the staff."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.door import CONFLICT, REVOKED, WEBHOOK
from bot.introduction import introduce
from bot.telegram import TelegramDoor
from bot.texts import Texts
from bot.wording import checked
from commands.init import checks, handwork
from commands.init.checks import Mend
from commands.init.desk import Desk
from office.config import Config
from office.doors import DoorError, Refused
from office.services import HandOver

SEARCH, NONE = "cari", checks.NOTHING
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
        token = checks.token(text.strip() or known)
        try:
            door = _door(config, token)
            name = door.me()
            desk.folder.keep_secret("TELEGRAM_TOKEN", token)
            introduce(door, Texts.of(checked(config)))
        except DoorError as error:
            raise Mend(_why(error)) from None
        return name

    name = desk.until(words, taken, hidden=True)
    desk.terminal.done(f"Bot @{name} siap: nama, perintah, dan tombol menunya sudah dipasang. https://t.me/{name}")


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
        return _staff_chat(desk, config, text.strip().casefold(), must=must)

    chat = desk.until(words, taken, SEARCH if known is None else str(known))
    if chat != known:
        desk.folder.write({("telegram", "chat_staf"): chat})
    if must:
        desk.terminal.say("Daftarkan siapa yang boleh membalas dengan pindaian: scheduler.py staf undang NAMA")


def _staff_chat(desk: Desk, config: Config, typed: str, *, must: bool) -> int | None:
    if typed == SEARCH:
        return _searched(desk, config)
    if typed == NONE and not must:
        return None
    if typed.removeprefix("-").isdecimal():
        return int(typed)
    raise Mend(f"Ketik {SEARCH}." if must else f"Ketik {SEARCH} atau {NONE}.")


def _searched(desk: Desk, config: Config) -> int:
    door = _door(config, desk.folder.secret("TELEGRAM_TOKEN"))
    desk.terminal.say("Menunggu bot dimasukkan ke grup...")
    try:
        group = _awaited(door)
        door.send(group.id, f"Grup ini sekarang grup staf meja surat Desa {config.village.name}.")
    except DoorError as error:
        raise Mend(_why(error)) from None
    desk.terminal.done(f"Grup ditemukan: {group.title}")
    return group.id


@dataclass(frozen=True, slots=True)
class Group:
    """A group that the bot is in."""

    id: int
    title: str


def _awaited(door: TelegramDoor) -> Group:
    # Nothing is acknowledged: what citizens have written meanwhile is still there for the service.
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if found := groups(door.get_updates(None, _LONG_POLL)):
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
            if said.get("new_chat_member", {}).get("status") not in {"left", "kicked"}:
                found[chat["id"]] = Group(chat["id"], chat.get("title", ""))
    return [*found.values()]


def _door(config: Config, token: str) -> TelegramDoor:
    return TelegramDoor(token, config.telegram.api_url)


def _why(error: DoorError) -> str:
    if isinstance(error, Refused):
        return _WHY.get(error.reason, f"Telegram menolak ({error.reason}).")
    return f"Telegram belum terjangkau ({error}). Periksa internet, lalu coba lagi."
