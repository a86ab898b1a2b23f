"""Commands about the village's forms and spreadsheet: `formulir`, `setup`, `rebuild`."""

import argparse
import sys
from datetime import datetime

from commands.errors import WRONG
from commands.preparing import prepare
from letters.archive import on_file
from office import config as settings
from office.config import Config, Secrets
from office.ledger.connection import LEDGER_FILE, LOCK_FILE, InstanceLock
from sheets_sync.appsscript import commands as formulir
from sheets_sync.form_making import make_forms
from sheets_sync.google import GoogleDoor
from sheets_sync.recovery.command import Wishes, make_anew
from sheets_sync.recovery.remains import RebuildError


def forms_by_script(options: argparse.Namespace, _now: datetime) -> int:
    """Do one of the commands below `formulir`."""
    config = settings.load(options.config)

    def account() -> str:
        return _door(config, settings.load_secrets(options.config.parent)).account

    for line in formulir.run(options, config, account, sys.stdin):
        print(line, flush=True)
    return 0


def setup(options: argparse.Namespace, now: datetime) -> int:
    """Make what is missing in the spreadsheet; once more it changes nothing. Safe beside the running service.

    With `--forms`, make the forms that are missing instead.
    """
    config, keys = settings.load(options.config), settings.load_secrets(options.config.parent)
    if options.forms:
        people = options.bagikan or config.google.editors
        for line in make_forms(config, keys.google_key, options.config.parent, people):
            print(line, flush=True)
        return 0
    lines = prepare(_door(config, keys), config, now)
    print("\n".join(f"- {line}." for line in lines) or "Semua sudah ada; tidak ada yang diubah.")
    return 0


def rebuild(options: argparse.Namespace, now: datetime) -> int:
    """Make a lost ledger anew from the spreadsheet; exit status 0 when the comparison at the end holds."""
    config, keys = settings.load(options.config), settings.load_secrets(options.config.parent)
    lock = InstanceLock(config.data_dir / LOCK_FILE)
    files, wishes = list(on_file(config.data_dir / "surat")), Wishes(options.ganti, options.nomor_terakhir)
    try:
        ledger = config.data_dir / LEDGER_FILE
        proved = make_anew(_door(config, keys), config, ledger, files, wishes, now=now, say=print)
    except RebuildError as error:
        print(error, file=sys.stderr)
        return WRONG
    finally:
        lock.release()
    return 0 if proved else WRONG


def _door(config: Config, keys: Secrets) -> GoogleDoor:
    return GoogleDoor(keys.google_key, config.google.spreadsheet, config.google.api_url)
