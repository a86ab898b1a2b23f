"""`check`: everything that is wrong, at once, each with its mend."""

import argparse
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.telegram import TelegramDoor
from commands.errors import WRONG, explained
from letters.checkup import number_problems, printing_problems, signing_problems, template_problems
from office import config as settings
from office.backup import keeping
from office.config import Config, ConfigError, Problem, Secrets
from office.doors import DoorError
from office.ledger import upkeep
from office.ledger.connection import LEDGER_FILE, Ledger, NewerLedger, UnusableLedger
from sheets_sync.checkup import google_problems, without_form


def check(options: argparse.Namespace, now: datetime) -> int:
    """Say everything that is wrong, at once; exit status 0 when nothing is."""
    problems = list(_problems(options.config, now))
    for problem in problems:
        print(f"- {problem}")
    print(f"{len(problems)} hal perlu dibereskan." if problems else "Semua beres.")
    return WRONG if problems else 0


def _problems(path: Path, now: datetime) -> Iterator[Problem]:
    keys = None
    try:
        keys = settings.load_secrets(path.parent)
    except ConfigError as error:
        yield from error.problems
    try:
        config = settings.load(path)
    except ConfigError as error:
        yield from error.problems
        return
    today = now.astimezone(config.village.hours.zone).date()
    yield from template_problems(config)
    yield from number_problems(config)
    yield from printing_problems(config, os.environ)
    yield from keeping.problems(config, now)
    if keys:
        yield from signing_problems(config, keys.passphrase, today)
    yield from without_form(config)
    yield from _ledger_problems(config, now)
    if keys:
        yield from google_problems(config, keys.google_key, today.year)
        yield from _telegram_problems(config, keys)


def _ledger_problems(config: Config, now: datetime) -> Iterator[Problem]:
    path = config.data_dir / LEDGER_FILE
    if not path.exists():
        return
    try:
        with Ledger(path) as ledger, ledger.read() as tx:
            yield from upkeep.problems(tx, now)
    except (NewerLedger, UnusableLedger) as error:
        yield Problem("data_dir", explained(error))


def _telegram_problems(config: Config, keys: Secrets) -> Iterator[Problem]:
    try:
        TelegramDoor(keys.telegram_token.get_secret_value(), config.telegram.api_url).me()
    except DoorError as error:
        yield Problem(
            "TELEGRAM_TOKEN", f"bot tidak bisa dihubungi ({error}). Periksa token dari BotFather dan internet"
        )
