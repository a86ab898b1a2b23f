"""`check --live`: a request on trial through the real bot, form and spreadsheet, watched at each step.

The operator plays the citizen: no program can press a bot's buttons, and a form with uploads wants a person's account.
What it leaves at Google, a row and a response, stays on the list of `privasi daftar`: a row is never deleted by its
place, which may be another's by the time the call arrives.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.telegram import TelegramDoor
from office.cases import Dossier
from office.config import Config, Secrets
from office.doors import Retryable
from office.ledger import trial
from office.ledger.connection import LEDGER_FILE, LOCK_FILE, Ledger, is_locked
from office.problems import Link, Problem
from sheets_sync.batch import DESK_TAB
from sheets_sync.google import GoogleDoor, Range

FORM_PATIENCE, PATIENCE = timedelta(minutes=15), timedelta(minutes=2)
"""How long a person may take, and how long the service."""
_GLANCE, _GLANCE_AT_GOOGLE = 1.0, 5.0
_SYLLABLES = ("ba", "ce", "do", "fi", "gu", "ka", "le", "mi", "no", "ru", "sa", "te")


Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial needs: settings, the open ledger, how to say a line to the operator, the word that marks it."""

    config: Config
    keys: Secrets
    ledger: Ledger
    say: Callable[[str], None]
    word: str


def live_links(config: Config, keys: Secrets, say: Callable[[str], None]) -> Iterator[Link]:
    """Each step as a link, as soon as it was seen; the first that fails is the last."""
    if not is_locked(config.data_dir / LOCK_FILE):
        yield Link("Program berjalan", (Problem("", "jalankan dulu di jendela lain: scheduler.py, lalu ulangi"),))
        return
    yield Link("Program berjalan")
    with Ledger(config.data_dir / LEDGER_FILE) as ledger:
        yield from _walk(Trial(config, keys, ledger, say, new_word()))


def new_word() -> str:
    """A word that nobody's answers hold by chance."""
    return "".join(secrets.choice(_SYLLABLES) for _ in range(4)).upper()


def _walk(one: Trial) -> Iterator[Link]:
    began = datetime.now(UTC)
    _ask(one)
    request = _wait_for(lambda: _arrived(one, began), FORM_PATIENCE)
    if request is None:
        what = (
            f"tidak ada formulir dengan kata {one.word} yang masuk. Periksa apakah barisnya ada di tab formulir; bila "
            "masih masuk nanti, tolak di Meja"
        )
        yield Link("Formulir sampai ke spreadsheet dan terbaca", (Problem("", what),))
        return
    yield Link("Formulir sampai ke spreadsheet dan terbaca")
    try:
        yield _code(request)
        yield _receipt(one, request)
        yield _desk(one, request)
    except BaseException:  # also when the operator breaks it off: nobody may decide about an invented request
        _swept(one, request)
        raise
    yield _swept(one, request)


def _ask(one: Trial) -> None:
    bot = TelegramDoor(one.keys.telegram_token.get_secret_value(), one.config.telegram.api_url).me()
    one.say("Permohonan percobaan. Di telepon:")
    one.say(f"  1. Buka https://t.me/{bot} dan tekan Mulai. Pilih layanan apa saja.")
    one.say(f"  2. Ketuk Isi Formulir. Sebagai nama, tulis: Uji {one.word}. Jawaban lain boleh karangan.")
    one.say("  3. Kirim. Jangan memutuskan apa pun di Meja.")
    one.say("Menunggu formulirnya ... (berhenti: Ctrl-C)")


def _code(request: Dossier) -> Link:
    name = "Kode dari bot ikut terkirim"
    if request.chat_id is not None:
        return Link(name)
    what = "formulirnya dibuka tanpa tombol bot, atau nomor isian kodenya salah. Ulangi dari tombol Isi Formulir"
    return Link(name, (Problem(f"layanan.{request.service}", what),))


def _receipt(one: Trial, request: Dossier) -> Link:
    def told() -> bool:
        with one.ledger.read() as tx:
            return trial.acknowledged(tx, request)

    name = "Tanda terima sampai di obrolan"
    if request.chat_id is None or _wait_for(told, PATIENCE):
        return Link(name, () if request.chat_id else (Problem("", "tanpa kode tidak ada yang dikabari"),))
    return Link(name, (Problem("", "belum sampai dalam dua menit. Lihat catatan program yang sedang berjalan"),))


def _desk(one: Trial, request: Dossier) -> Link:
    google = one.config.google
    door = GoogleDoor(one.keys.google_key, google.spreadsheet, google.api_url)

    def shown() -> bool:
        with suppress(Retryable):  # the running service shares what Google allows
            (grid,) = door.read([Range(DESK_TAB)])
            return any(request.key in row for row in grid)
        return False

    name = f"Baris {request.key} ada di tab Meja"
    if _wait_for(shown, PATIENCE, glance=_GLANCE_AT_GOOGLE):
        return Link(name)
    return Link(name, (Problem("google.spreadsheet", "belum ada dalam dua menit. Lihat catatan program"),))


def _swept(one: Trial, request: Dossier) -> Link:
    with one.ledger.write() as tx:
        gone = trial.take_away(tx, request, datetime.now(UTC))
    if not gone:
        what = f"{request.key} sudah diputuskan. Surat yang sudah bernomor dicabut di Meja, dengan Cabut"
        return Link("Percobaan dibersihkan", (Problem("", what),))
    what = (
        f"{request.key} dibatalkan dan isinya dihapus dari buku data. Hapus sendiri tanggapannya di Google Formulir, "
        f"barisnya di tab jawaban, dan fotonya di Drive, lalu: scheduler.py privasi selesai {request.key}"
    )
    return Link("Percobaan dibersihkan", (Problem("", what, advice=True),))


def _arrived(one: Trial, since: datetime) -> Dossier | None:
    with one.ledger.read() as tx:
        return trial.arrived(tx, one.word, since)


def _wait_for(look: Callable[[], Found], patience: timedelta, glance: float = _GLANCE) -> Found | None:
    """What is seen at last, or None."""
    ends = time.monotonic() + patience.total_seconds()
    while not (found := look()):
        if time.monotonic() > ends:
            return None
        time.sleep(glance)
    return found
