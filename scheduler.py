"""The letter desk of a village: one script.

    scheduler.py [--config PATH]    serve: chat, spreadsheet, letters
    scheduler.py check              say what is still wrong, and how to mend it
    scheduler.py setup              make the script's tabs in the spreadsheet where they are missing
    scheduler.py rebuild            make a lost ledger anew from the spreadsheet alone
    scheduler.py formulir ...       write the script that makes the forms, take in what it printed
    scheduler.py surat ...          the register, numbers for letters made by hand, templates on trial
    scheduler.py staf ...           who of the office may answer in the staff chat
    scheduler.py privasi ...        people's data: what to erase by hand, a copy for one of them
    scheduler.py backup             copy ledger, archive and settings; the service does it daily by itself
    scheduler.py restore FILE       bring such a copy back
    scheduler.py demo               play a village on this computer, without any account

Front door: commands, composition of the rooms, timed jobs. Knows everybody, decides nothing.
"""

import argparse
import getpass
import logging
import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import OperationalError

from bot.courier import Courier, Document
from bot.opening import opening_words
from bot.reception import Reception
from bot.telegram import TelegramDoor
from bot.texts import commands, description
from letters import commands as surat
from letters.press import Press, Surroundings
from letters.printing import printer
from letters.template import MissingValues, TemplateError
from office import config as settings
from office import logs, staff_commands
from office import privacy_commands as privasi
from office.backup import commands as copies
from office.backup import keeping
from office.backup.making import Task
from office.backup.package import CopyError
from office.config import Config, ConfigError, Problem, Secrets
from office.doors import Ambiguous, DoorError, Retryable
from office.forgetting import due, purge
from office.ledger import ownership, register, upkeep
from office.ledger.connection import (
    LEDGER_FILE,
    LOCK_FILE,
    AlreadyRunning,
    InstanceLock,
    Ledger,
    NewerLedger,
    UnusableLedger,
)
from office.ledger.record import Clerk
from office.outage import Outage
from office.private import close_to_others
from sheets_sync.appsscript import commands as formulir
from sheets_sync.censor import Censor
from sheets_sync.exact import Responses
from sheets_sync.google import GoogleDoor
from sheets_sync.setup import mend, set_up
from sheets_sync.sync import Sync
from sheets_sync.troubles import Troubles

log = logging.getLogger("meja")

STOP_SECONDS = 3.0
WRONG = 2
"""Exit status when something has to be mended first."""


class Office:
    """The running service: every room set up and connected, for as long as the process lives.

    `shut_out` is called when Telegram will not have us: its log line says why.
    """

    def __init__(self, path: Path, config: Config, keys: Secrets, shut_out: Callable[[], None]) -> None:
        self._lock = InstanceLock(config.data_dir / LOCK_FILE)
        self._ledger = Ledger(config.data_dir / LEDGER_FILE)
        self._config = config
        self._clerk = clerk = Clerk.of(config, secrets.choice)
        self._telegram = telegram = TelegramDoor(keys.telegram_token.get_secret_value(), config.telegram.api_url)
        google = GoogleDoor(keys.google_key, config.google.spreadsheet, config.google.api_url)
        world = Surroundings(now, lambda: self._sync.clock_trusted, lambda: self._bot)
        prints = printer(config, os.environ, keys.passphrase)
        self._press = Press(self._ledger, config, clerk, world, printer=prints, changed=self._wake)
        self._sync = Sync(
            google,
            self._ledger,
            config,
            clerk,
            required=self._press.required,
            now=now,
            changed=self._wake,
            open_forms=lambda: _responses(config, keys),
        )
        self._censor = Censor(google, self._ledger, config, now)
        self._courier = courier = Courier(telegram, self._ledger, config, document=self._document, now=now)
        self._reception = Reception(
            telegram,
            self._ledger,
            config,
            now=now,
            choose=secrets.choice,
            on_refused=lambda _: shut_out(),
            on_restored=courier.hurry,
        )
        copying, every = Task.of(path, config, keys.backup_passphrase), timedelta(hours=config.backup.every_hours)
        self._keeper = keeping.Keeper(self._ledger, copying, every, clerk, now)
        self._village = config.village
        self._bot: str | None = None
        self._introduced = False
        self._greeting = Outage(log, "Bot sudah bisa dihubungi.")
        self._troubles = Troubles(self._ledger, clerk, now)
        self._polling = threading.Lock()
        self._timer = self._timed_jobs(config.google.poll_seconds)

    def start(self) -> None:
        """Open the office; after an absence the staff are told, and nobody gets one answer for each old message."""
        began = now()
        with self._ledger.write() as tx:
            if since := upkeep.away_since(tx, began):
                upkeep.tell_absence(tx, self._clerk, since, began)
        self._reception.start(after_absence=since is not None)
        for worker in (self._courier, self._press, self._timer):
            worker.start()

    def stop(self) -> bool:
        """Close it: what is in hand is finished, what waits is kept. False when Google keeps a poll hanging."""
        self._keeper.stop()
        self._timer.shutdown(wait=False)
        for worker in (self._reception, self._courier, self._press):
            worker.stop(STOP_SECONDS)
        if not self._polling.acquire(timeout=STOP_SECONDS):
            return False
        self._ledger.close()
        self._lock.release()
        return True

    def _timed_jobs(self, poll_seconds: float) -> BackgroundScheduler:
        # One worker thread owns everything of Google's; what is not Google's never holds it up. Nor does a copy, which
        # may take minutes, hold up the bot's name, which letters wait for.
        executors = {name: ThreadPoolExecutor(1) for name in ("default", "google", "backup")}
        timer = BackgroundScheduler(executors=executors, timezone=UTC)
        first = {"next_run_time": now(), "max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        timer.add_job(self._poll, "interval", seconds=poll_seconds, executor="google", **first)
        timer.add_job(self._cover, "interval", hours=1, executor="google", **first)
        timer.add_job(self._introduce, "interval", minutes=1, **first)
        timer.add_job(self._purge, "interval", minutes=10, **first)
        timer.add_job(self._keeper.keep_up, "interval", minutes=10, executor="backup", **first)
        timer.add_job(self._note_the_time, "interval", minutes=1, **first)
        timer.add_job(self._look_around, "interval", hours=1, **first)
        return timer

    def _introduce(self) -> None:
        """Once per start, as soon as Telegram is there: learn the bot's name for the QR codes, tell what it does."""
        if self._introduced:
            return
        village = self._village
        try:
            self._bot = self._telegram.me()
            self._press.wake()
            self._telegram.introduce(commands())
            self._telegram.describe(*description(village.name, opening_words(village.opening), village.phone))
        except DoorError as error:
            self._greeting.broke(f"Bot belum bisa dihubungi, dicoba lagi: {error}")
        else:
            self._introduced = True
            self._greeting.mended()

    def _poll(self) -> None:
        if not self._polling.acquire(blocking=False):
            return  # the office is closing: whoever waited here would keep the process
        try:
            self._sync.poll()
        except Exception as error:  # noqa: BLE001 - whatever it was, it is told, and the next poll begins anew
            self._troubles.failed(error)
        else:
            self._troubles.well(clock_trusted=self._sync.clock_trusted)
        finally:
            self._polling.release()

    def _purge(self) -> None:
        # By a clock that runs years ahead, everything would be old.
        if self._sync.clock_trusted and due(self._ledger, now()):
            purge(self._ledger, self._config, now(), self._press.archive.forget)

    def _cover(self) -> None:
        if not self._polling.acquire(blocking=False):
            return  # as above
        try:
            self._censor.cover()
        except DoorError as error:
            log.warning("NIK di tab Arsip belum bisa ditutup, dicoba lagi: %s", error)
        finally:
            self._polling.release()

    def _note_the_time(self) -> None:
        with suppress(OperationalError), self._ledger.write() as tx:  # a minute later it is tried again
            upkeep.seen(tx, now())

    def _look_around(self) -> None:
        with suppress(OperationalError), self._ledger.write() as tx:  # an hour later it is tried again
            upkeep.tell_stuck(tx, self._clerk, now())
            ownership.tell_of_the_unconfirmed(tx, self._clerk, now())

    def _wake(self) -> None:
        self._courier.wake()
        self._press.wake()

    def _document(self, letter_id: int) -> Document:
        with self._ledger.read() as tx:
            letter = register.letter(tx, letter_id)
        path = self._press.file(letter)
        return Document(path, path.name)


def _responses(config: Config, keys: Secrets) -> Responses:
    # Heavy, and only needed where a cell made a number of a NIK.
    from sheets_sync.forms import RESPONSES, FormsDoor  # noqa: PLC0415 - see above

    return FormsDoor(keys.google_key, config.google.api_url, scopes=RESPONSES)


def now() -> datetime:
    """The clock of the whole service."""
    return datetime.now(UTC)


def run(path: Path) -> int:
    """Serve until Ctrl-C or SIGTERM, or until Telegram shuts us out; the exit status."""
    config = settings.load(path)
    keys = settings.load_secrets(path.parent)
    stopping, refused = threading.Event(), threading.Event()

    def shut_out() -> None:
        refused.set()
        stopping.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopping.set())
    office = Office(path, config, keys, shut_out)
    _keep_private(path.parent / ".env", keys.google_key, config.data_dir)
    office.start()
    log.info("Meja surat Desa %s sudah buka. Hentikan dengan Ctrl-C.", config.village.name)
    while not stopping.wait(0.5):  # with a time-out, so that Ctrl-C works on Windows
        pass
    clean = office.stop()
    log.info("Meja surat sudah tutup. Tidak ada yang hilang; yang belum selesai dilanjutkan nanti.")
    status = WRONG if refused.is_set() else 0
    if not clean:
        # The executor's thread would keep the process until Google answers; the ledger bears a hard end.
        logging.shutdown()
        os._exit(status)
    return status


def _keep_private(*paths: Path) -> None:
    for path in paths:
        try:
            if path.exists() and close_to_others(path):
                log.info("%s tadinya bisa dibaca pengguna lain di komputer ini; sekarang hanya oleh pemiliknya.", path)
        except OSError:
            log.warning("%s bisa dibaca pengguna lain di komputer ini. Batasi izinnya.", path)


def check(path: Path) -> int:
    """Say everything that is wrong, at once; exit status 0 when nothing is."""
    problems = list(_problems(path))
    for problem in problems:
        print(f"- {problem}")
    print(f"{len(problems)} hal perlu dibereskan." if problems else "Semua beres.")
    return WRONG if problems else 0


def _problems(path: Path) -> Iterator[Problem]:
    # What only `check` needs is imported here: Google's forms library is heavy.
    from letters.checkup import number_problems, printing_problems, signing_problems, template_problems  # noqa: PLC0415
    from sheets_sync.checkup import google_problems, without_form  # noqa: PLC0415

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
    today = now().astimezone(config.village.hours.zone).date()
    yield from template_problems(config)
    yield from number_problems(config)
    yield from printing_problems(config, os.environ)
    yield from keeping.problems(config, now())
    if keys:
        yield from signing_problems(config, keys.passphrase, today)
    yield from without_form(config)
    yield from _ledger_problems(config)
    if keys:
        yield from google_problems(config, keys.google_key, today.year)
        yield from _telegram_problems(config, keys)


def _ledger_problems(config: Config) -> Iterator[Problem]:
    path = config.data_dir / LEDGER_FILE
    if not path.exists():
        return
    try:
        with Ledger(path) as ledger, ledger.read() as tx:
            yield from upkeep.problems(tx, now())
    except (NewerLedger, UnusableLedger) as error:
        yield Problem("data_dir", _explained(error))


def _telegram_problems(config: Config, keys: Secrets) -> Iterator[Problem]:
    try:
        TelegramDoor(keys.telegram_token.get_secret_value(), config.telegram.api_url).me()
    except DoorError as error:
        yield Problem(
            "TELEGRAM_TOKEN", f"bot tidak bisa dihubungi ({error}). Periksa token dari BotFather dan internet"
        )


def setup(options: argparse.Namespace) -> int:
    """Make what is missing in the spreadsheet; once more it changes nothing. Safe beside the running service.

    With `--forms`, make the forms that are missing instead.
    """
    config, keys = settings.load(options.config), settings.load_secrets(options.config.parent)
    if options.forms:
        from sheets_sync.form_making import make_forms  # noqa: PLC0415 - heavy, and only needed here

        people = options.bagikan or config.google.editors
        for line in make_forms(config, keys.google_key, options.config.parent, people):
            print(line, flush=True)
        return 0
    door = GoogleDoor(keys.google_key, config.google.spreadsheet, config.google.api_url)
    made = set_up(door, config, now().astimezone(config.village.hours.zone).year).made
    lines = [f"Tab {title} dibuat" for title in made] + mend(door, config)
    print("\n".join(f"- {line}." for line in lines) or "Semua sudah ada; tidak ada yang diubah.")
    return 0


def rebuild(options: argparse.Namespace) -> int:
    """Make a lost ledger anew from the spreadsheet; exit status 0 when the comparison at the end holds."""
    from letters.archive import on_file  # noqa: PLC0415 - only this command needs these
    from sheets_sync.recovery.command import Wishes, make_anew  # noqa: PLC0415
    from sheets_sync.recovery.remains import RebuildError  # noqa: PLC0415

    config, keys = settings.load(options.config), settings.load_secrets(options.config.parent)
    lock = InstanceLock(config.data_dir / LOCK_FILE)
    door = GoogleDoor(keys.google_key, config.google.spreadsheet, config.google.api_url)
    files, wishes = list(on_file(config.data_dir / "surat")), Wishes(options.ganti, options.nomor_terakhir)
    try:
        proved = make_anew(door, config, config.data_dir / LEDGER_FILE, files, wishes, now=now(), say=print)
    except RebuildError as error:
        print(error, file=sys.stderr)
        return WRONG
    finally:
        lock.release()
    return 0 if proved else WRONG


def forms_by_script(options: argparse.Namespace) -> int:
    """Do one of the commands below `formulir`."""
    config = settings.load(options.config)

    def account() -> str:
        return GoogleDoor(settings.load_secrets(options.config.parent).google_key, config.google.spreadsheet).account

    for line in formulir.run(options, config, account, sys.stdin):
        print(line, flush=True)
    return 0


def letters_by_hand(options: argparse.Namespace) -> int:
    """Do one of the commands below `surat`."""
    config = settings.load(options.config)
    with Ledger(config.data_dir / LEDGER_FILE) as ledger:
        try:
            for line in surat.run(options, config, ledger, now()):
                print(line)
        except (surat.CommandError, TemplateError, MissingValues) as error:
            print(error, file=sys.stderr)
            return WRONG
        except OSError as error:
            where = error.filename2 or error.filename
            print(f"Berkas {where} tidak bisa dibaca atau ditulis.", file=sys.stderr)
            return WRONG
    return 0


def staff_by_hand(options: argparse.Namespace) -> int:
    """Do one of the commands below `staf`. Safe beside the running service."""
    config = settings.load(options.config)

    def bot() -> str:
        keys = settings.load_secrets(options.config.parent)
        return TelegramDoor(keys.telegram_token.get_secret_value(), config.telegram.api_url).me()

    with Ledger(config.data_dir / LEDGER_FILE) as ledger:
        try:
            for line in staff_commands.run(options, ledger, config.village.hours.zone, now(), bot, secrets.choice):
                print(line)
        except staff_commands.StaffError as error:
            print(error, file=sys.stderr)
            return WRONG
        except DoorError as error:
            print(
                f"Telegram belum bisa dihubungi ({error}). Periksa internet dan token, lalu coba lagi.", file=sys.stderr
            )
            return WRONG
    return 0


def privacy_by_hand(options: argparse.Namespace) -> int:
    """Do one of the commands below `privasi`."""
    config = settings.load(options.config)
    with Ledger(config.data_dir / LEDGER_FILE) as ledger:
        try:
            for line in privasi.run(options, config, ledger, now(), _ask_nik):
                print(line)
        except privasi.CommandError as error:
            print(error, file=sys.stderr)
            return WRONG
    return 0


def _ask_nik() -> str:
    return getpass.getpass("NIK: ") if sys.stdin.isatty() else sys.stdin.readline()


def copy_by_hand(options: argparse.Namespace) -> int:
    """Do `backup` or `restore`."""
    try:
        if options.command == "backup":
            copies.back_up(options.config, now(), print)
        else:
            copies.restore(options.berkas, options.ke, options.config, now(), print)
    except CopyError as error:
        print(error, file=sys.stderr)
        return WRONG
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scheduler.py", description="Meja surat desa: satu program untuk semuanya.")
    place = argparse.ArgumentParser(add_help=False)
    # Without a default of its own, which would undo what stands before the command.
    place.add_argument("--config", type=Path, default=argparse.SUPPRESS, help="letak config.yaml")
    parser.add_argument("--config", type=Path, default=Path("config.yaml"), help="letak config.yaml")
    parser.add_argument("--rinci", action="store_true", help="catatan lebih rinci, bila ada yang perlu dicari sebabnya")
    commands = parser.add_subparsers(dest="command", title="perintah")
    formulir.arguments(commands.add_parser("formulir", parents=[place], help="buat formulir di akun desa"), place)
    surat.arguments(commands.add_parser("surat", parents=[place], help="buku surat dan templat"), place)
    staff_commands.arguments(commands.add_parser("staf", parents=[place], help="siapa yang boleh membalas"), place)
    privasi.arguments(commands.add_parser("privasi", parents=[place], help="hak warga atas datanya"), place)
    commands.add_parser("check", parents=[place], help="periksa semuanya, sebutkan yang perlu dibereskan")
    mend_all = commands.add_parser("setup", parents=[place], help="siapkan tab di spreadsheet; yang sudah ada tetap")
    mend_all.add_argument("--forms", action="store_true", help="buat formulir yang belum ada, lewat Forms API")
    mend_all.add_argument("--bagikan", metavar="EMAIL", nargs="+", help="siapa yang akan membuka formulir itu")
    commands.add_parser("backup", parents=[place], help="buat cadangan buku data, arsip surat, dan pengaturan")
    restore = commands.add_parser("restore", parents=[place], help="kembalikan dari berkas cadangan")
    copies.restore_arguments(restore)
    again = commands.add_parser("rebuild", parents=[place], help="buat ulang buku data yang hilang dari spreadsheet")
    again.add_argument(
        "--ganti", action="store_true", help="simpan buku yang ada sebagai buku-lama, lalu buat yang baru"
    )
    again.add_argument("--nomor-terakhir", type=int, metavar="ANGKA", help="nomor urut surat terakhir tahun ini")
    play = commands.add_parser("demo", parents=[place], help="peragaan di komputer ini, tanpa akun apa pun")
    play.add_argument("--once", action="store_true", help="selesai setelah ceritanya selesai")
    play.add_argument("--service", default="sku", help="kunci layanan, atau all untuk semuanya")
    play.add_argument("--port", type=int, default=0, help="pintu jaringan halaman peragaan")
    play.add_argument("--data", type=Path, default=None, help="folder untuk berkas peragaan")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; the exit status."""
    options = _arguments().parse_args(arguments)
    logs.set_up(logging.DEBUG if options.rinci else logging.INFO)
    try:
        return _COMMANDS[options.command](options)
    except KeyboardInterrupt:
        return 0
    except ConfigError as error:
        for problem in error.problems:
            print(f"- {problem}", file=sys.stderr)
    except (AlreadyRunning, NewerLedger, UnusableLedger, DoorError, OSError) as error:
        print(_explained(error), file=sys.stderr)
    return WRONG


def _demo(options: argparse.Namespace) -> int:
    import demo  # noqa: PLC0415 - the service does without the simulator

    return demo.play(options.config, options.service, options.port, options.data, once=options.once)


_COMMANDS: dict[str | None, Callable[[argparse.Namespace], int]] = {
    None: lambda options: run(options.config),
    "check": lambda options: check(options.config),
    "setup": setup,
    "formulir": forms_by_script,
    "rebuild": rebuild,
    "surat": letters_by_hand,
    "staf": staff_by_hand,
    "privasi": privacy_by_hand,
    "backup": copy_by_hand,
    "restore": copy_by_hand,
    "demo": _demo,
}


def _explained(error: Exception) -> str:
    match error:
        case AlreadyRunning():
            return "Program ini sudah berjalan dengan folder data yang sama. Tutup dulu yang lama."
        case NewerLedger():
            return "Buku data ini dari versi program yang lebih baru. Perbarui programnya dulu."
        case UnusableLedger():
            return f"Buku data {error} rusak atau tidak bisa ditulis. Pulihkan: scheduler.py restore BERKAS-CADANGAN"
        case OSError():
            where = error.filename or error.strerror
            return f"Tidak bisa dipakai: {where}. Periksa letaknya, izin menulis, dan sisa ruang disk."
        case Retryable() | Ambiguous():
            return f"Google belum terjangkau ({error}). Periksa internet, lalu coba lagi."
    return f"Tidak bisa mulai: {error}. Periksa dengan: scheduler.py check"


if __name__ == "__main__":
    sys.exit(main())
