"""Commands about what the office keeps: `surat`, `staf`, `privasi`, `backup`, `restore`.

All are safe beside the running service except `restore`, which takes its lock.
"""

import argparse
import getpass
import secrets
import sys
from datetime import datetime

from bot.telegram import TelegramDoor
from letters import commands as surat
from office import config as settings
from office import privacy_commands as privasi
from office import staff_commands as staf
from office.backup import commands as copies
from office.ledger.connection import LEDGER_FILE, Ledger


def letters(options: argparse.Namespace, now: datetime) -> int:
    """Do one of the commands below `surat`."""
    config = settings.load(options.config)
    with Ledger(config.data_dir / LEDGER_FILE) as ledger:
        for line in surat.run(options, config, ledger, now):
            print(line)
    return 0


def staff(options: argparse.Namespace, now: datetime) -> int:
    """Do one of the commands below `staf`."""
    config = settings.load(options.config)

    def bot() -> str:
        keys = settings.load_secrets(options.config.parent)
        return TelegramDoor(keys.telegram_token.get_secret_value(), config.telegram.api_url).me()

    with Ledger(config.data_dir / LEDGER_FILE) as ledger:
        for line in staf.run(options, ledger, config.village.hours.zone, now, bot, secrets.choice):
            print(line)
    return 0


def privacy(options: argparse.Namespace, now: datetime) -> int:
    """Do one of the commands below `privasi`."""
    config = settings.load(options.config)
    with Ledger(config.data_dir / LEDGER_FILE) as ledger:
        for line in privasi.run(options, config, ledger, now, _ask_nik):
            print(line)
    return 0


def back_up(options: argparse.Namespace, now: datetime) -> int:
    """Make a copy now."""
    copies.back_up(options.config, now, print)
    return 0


def restore(options: argparse.Namespace, now: datetime) -> int:
    """Bring a copy back."""
    copies.restore(options.berkas, options.ke, options.config, now, print)
    return 0


def _ask_nik() -> str:
    return getpass.getpass("NIK: ") if sys.stdin.isatty() else sys.stdin.readline()
