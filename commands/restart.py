"""`restart`: looks at the settings first; only when they are good the running service makes room for a new one."""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from commands.errors import SERVE, WRONG
from commands.settings import look_at
from office import relief
from office.config import Config
from office.ledger import copies, serving
from office.ledger.connection import LEDGER_FILE, LOCK_FILE, is_locked
from office.ledger.serving import Serving

PATIENCE = 120.0
"""Seconds: the old one ends within ten, a guard may wait as long before it starts a new one."""
_REST = 0.2


def restart(options: argparse.Namespace, now: datetime) -> int:
    """Have the settings take effect; the exit status, or SERVE when this process is to serve from now on."""
    looked = look_at(options.config, now)
    config, problems = looked.config, [problem for link in looked.links for problem in link.problems]
    if problems or config is None:
        print(*(f"- {problem}" for problem in problems), sep="\n", file=sys.stderr)
        print("Tidak dimulai ulang; yang sedang berjalan tetap berjalan dengan pengaturan lama.", file=sys.stderr)
        return WRONG
    if not is_locked(config.data_dir / LOCK_FILE):
        print(
            "Tidak ada yang sedang berjalan dengan folder data ini. Mulai seperti biasa: scheduler.py", file=sys.stderr
        )
        return WRONG
    return make_room(config)


def make_room(config: Config) -> int:
    """Have the running service end; as `restart`."""
    old = _last(config.data_dir)
    if old is None:
        return _give_up("Yang sedang berjalan dari versi lama. Hentikan sendiri (Ctrl-C), lalu mulai lagi.")
    relief.ask(config.data_dir, old)
    try:
        return _await_guard(config.data_dir, old) if old.guarded else _await_end(config.data_dir)
    finally:
        relief.take_back(config.data_dir)


def _await_end(folder: Path) -> int:
    if _within_patience(lambda: not is_locked(folder / LOCK_FILE)):
        print("Yang lama sudah berhenti; dimulai lagi dengan pengaturan baru.", flush=True)
        return SERVE
    return _give_up("Yang lama belum mau berhenti, jadi dibiarkan. Tutup jendelanya, lalu mulai lagi.")


def _await_guard(folder: Path, old: Serving) -> int:
    if _within_patience(lambda: _last(folder) != old):
        print("Sudah dimulai lagi dengan pengaturan baru.")
        return 0
    return _give_up("Belum dimulai lagi. Lihat keadaannya: scheduler.py status")


def _last(folder: Path) -> Serving | None:
    with copies.reading(folder / LEDGER_FILE) as tx:
        return serving.last(tx)


def _within_patience(done: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not (well := done()) and time.monotonic() < until:
        time.sleep(_REST)
    return well


def _give_up(why: str) -> int:
    print(why, file=sys.stderr)
    return WRONG
