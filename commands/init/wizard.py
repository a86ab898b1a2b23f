"""The set-up as a whole: its chapters in order, and what all of them use."""

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from commands.errors import WRONG
from commands.init import bot, copies, ending, forms, google, numbers, page, questions
from commands.init.desk import Desk
from commands.init.folder import Folder
from commands.init.terminal import Terminal
from letters.checkup import printing_problems
from office.ledger.connection import LOCK_FILE, InstanceLock

LATER = "Lanjutkan nanti dengan: scheduler.py init. Yang sudah dijawab tersimpan."


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the set-up; done again it offers what stands there."""

    title: str
    do: Callable[[Desk], None]


def _services(desk: Desk) -> None:
    desk.ask_all(questions.services)
    for problem in printing_problems(desk.folder.config(), os.environ):
        desk.terminal.trouble(f"{problem}. Boleh nanti; di akhir diperiksa lagi.")


def _forms(desk: Desk) -> None:
    already = page.ask(desk)
    page.put_up(desk, pasted=forms.make(desk), already=already)


CHAPTERS = (
    Chapter("Desa", lambda desk: desk.ask_all(questions.village)),
    Chapter("Layanan dan surat", _services),
    Chapter("Nomor surat", numbers.ask),
    Chapter("Bot Telegram", bot.ask_token),
    Chapter("Grup staf", bot.find_staff_chat),
    Chapter("Kunci Google", google.ask_key),
    Chapter("Formulir", _forms),
    Chapter("Spreadsheet", google.open_spreadsheet),
    Chapter("Pertanyaan unggah berkas", forms.add_uploads),
    Chapter("Cadangan", copies.ask),
)


def init(options: argparse.Namespace, now: datetime) -> int:
    """Set the village up, step by step; exit status 0 when all is in order or the person wants to go on later."""
    terminal, folder = Terminal(), Folder(options.config.absolute())
    terminal.say("Selamat datang. Program ini menyiapkan meja surat desa, satu pertanyaan demi satu.")
    terminal.say("Tekan Enter untuk memakai isi di dalam kurung. Berhenti kapan saja dengan Ctrl-C.")
    terminal.say(*folder.found())
    desk = Desk(terminal, folder, now)
    lock = InstanceLock(folder.config().data_dir / LOCK_FILE)
    try:
        for number, chapter in enumerate(CHAPTERS, start=1):
            terminal.chapter(f"{number}. {chapter.title}")
            chapter.do(desk)
        terminal.chapter("Pemeriksaan")
        return 0 if ending.close(desk) else WRONG
    except (KeyboardInterrupt, EOFError):
        terminal.say("", LATER)
        return 0
    finally:
        lock.release()
