"""`check`: every link of the chain from the citizen's tap to the letter, sound or not, with the mend."""

import argparse
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console
from sqlalchemy import Connection

from bot.markup import plain
from bot.notices import notice
from bot.telegram import TelegramDoor
from bot.texts import Texts
from commands.errors import WRONG, explained
from commands.live import live_links
from commands.settings import look_at, today
from commands.sleep import ask_system, sleep_problems
from letters.checkup import printing_problems
from office import config as settings
from office.backup import keeping
from office.config import Config, Secrets
from office.doors import DoorError
from office.ledger import addresses, copies, findings, staff, upkeep
from office.ledger.connection import LEDGER_FILE, Ledger, NewerLedger, UnusableLedger
from office.notices import NoticeKind
from office.problems import Link, Problem
from office.services import HandOver
from office.staff_commands import INVITE
from sheets_sync.checkup import google_links, without_form

_NOBODY = f"belum ada yang terdaftar, jadi tidak ada yang boleh bertindak di grup staf. Jalankan: {INVITE}"
_INVITED = (
    "belum ada yang terdaftar; undangannya sudah dibuat. Jalankan layanan, lalu buka tautannya di HP orang itu. "
    f"Tautannya hilang? {INVITE}"
)
_LATELY = timedelta(minutes=3)
"""The service notes the time every minute."""
_SOUND, _BROKEN, _ADVICE = ("beres", "green"), ("PERLU", "bold red"), ("saran", "yellow")


def check(options: argparse.Namespace, now: datetime) -> int:
    """Show each link as soon as it was looked at; exit status 0 when nothing has to be mended.

    With `--live`, and when all is well so far, walk a request on trial through it.
    """
    screen = Console(highlight=False, markup=False, soft_wrap=True)
    wrong = 0
    for link in links(options.config, now):
        _show(screen, link)
        wrong += _wrong(link)
    if options.live and not wrong:
        config, keys = settings.load(options.config), settings.load_secrets(options.config.parent)
        for link in live_links(config, keys, screen.print):
            _show(screen, link)
            wrong += _wrong(link)
    screen.print(f"{wrong} hal perlu dibereskan." if wrong else "Semua beres.")
    return WRONG if wrong else 0


def _wrong(link: Link) -> int:
    return sum(not problem.advice for problem in link.problems)


def _show(screen: Console, link: Link) -> None:
    word, style = (_ADVICE if link.problems else _SOUND) if link.sound else _BROKEN
    screen.print(word, style=style, end=" ")
    screen.print(link.name)
    for problem in link.problems:
        screen.print(f"- {problem}")


def links(path: Path, now: datetime) -> Iterator[Link]:
    """The whole chain; links that depend on settings that cannot be read are left out."""
    looked = look_at(path, now)
    yield from looked.links
    config, keys = looked.config, looked.keys
    if config is None:
        return
    yield from _at_home(config, now)
    if keys:
        yield from google_links(config, keys.google_key, today(config, now).year)
        yield from _telegram(config, keys)


def _at_home(config: Config, now: datetime) -> Iterator[Link]:
    """What needs no network."""
    yield Link("Cetak", tuple(printing_problems(config, os.environ)))
    yield Link("Alamat formulir", tuple(without_form(config)))
    yield Link("Buku data", tuple(_ledger_problems(config, now)))
    if config.telegram.staff_chat is not None:
        yield Link("Staf terdaftar", tuple(_enrolment_problems(config, now)))
    yield Link("Cadangan", tuple(keeping.problems(config, now)))
    yield Link("Laptop tetap menyala", tuple(sleep_problems(ask_system)))


def _ledger_problems(config: Config, now: datetime) -> Iterator[Problem]:
    path = config.data_dir / LEDGER_FILE
    if not path.exists():
        return
    try:
        with Ledger(path) as ledger, ledger.read() as tx:
            yield from upkeep.problems(tx, now)
            if now - (upkeep.last_seen(tx) or now) < _LATELY:  # else nobody has looked since
                yield from _findings(tx, config)
    except (NewerLedger, UnusableLedger) as error:
        yield Problem("data_dir", explained(error))


def _findings(tx: Connection, config: Config) -> Iterator[Problem]:
    """What the service saw when it last read the spreadsheet, as the staff are told it."""
    texts = Texts.of(config)
    for about, alert in findings.noted(tx).items():
        params = {"alert": alert, "about": about}
        said = notice(texts, NoticeKind.STAFF_ALERT, params, config.services, config.village)
        yield Problem("saat terakhir dibaca", plain(said.text))


def _enrolment_problems(config: Config, now: datetime) -> Iterator[Problem]:
    """Without staff no signed letter can be passed on; one who is invited enrols once the service runs."""
    path, invited = config.data_dir / LEDGER_FILE, False
    if path.exists():
        try:
            with Ledger(path) as ledger, ledger.read() as tx:
                if staff.members(tx):
                    return
                invited = staff.invitation_open(tx, now)
        except (NewerLedger, UnusableLedger):  # told of the ledger itself
            return
    must = any(service.letter.hand_over is HandOver.SCANNED for service in config.offered.values())
    yield Problem("staf", _INVITED if invited else _NOBODY, advice=invited or not must)


def _telegram(config: Config, keys: Secrets) -> Iterator[Link]:
    door = TelegramDoor(keys.telegram_token.get_secret_value(), config.telegram.api_url)
    try:
        door.me()
    except DoorError as error:
        what = f"bot tidak bisa dihubungi ({error}). Periksa token dari BotFather dan internet"
        yield Link("Bot Telegram", (Problem("TELEGRAM_TOKEN", what),))
        return
    yield Link("Bot Telegram")
    if config.telegram.staff_chat is not None:
        yield Link("Grup staf", tuple(_staff_problems(door, config, config.telegram.staff_chat)))


def _staff_problems(door: TelegramDoor, config: Config, written: int) -> Iterator[Problem]:
    """A group gets another number when Telegram makes a supergroup of it; `written` is the one in the settings."""
    known = _followed(config, written)
    try:
        used = door.moved_to(known) or known
        door.title(used)
    except DoorError as error:
        what = f"bot tidak bisa masuk ke sana ({error}). Tambahkan bot ke grup staf, lalu jalankan: scheduler.py init"
        yield Problem("telegram.chat_staf", what)
        return
    if known != written:  # until the service has followed it there, the old number is the right one to have
        what = (
            f"grup staf dijadikan supergrup oleh Telegram. Program memakai nomor barunya sendiri; bila config.yaml "
            f"disunting lagi, tulis di sana: {used}"
        )
        yield Problem("telegram.chat_staf", what, advice=True)


def _followed(config: Config, chat: int) -> int:
    path = config.data_dir / LEDGER_FILE
    if not path.exists():
        return chat
    try:
        with copies.reading(path) as tx:
            return addresses.now_at(tx, chat)
    except UnusableLedger:  # told with the ledger's own link
        return chat
