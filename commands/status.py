"""`status`: in at most ten lines how the service is. Changes nothing, and works whether it runs or not."""

import argparse
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from commands.errors import WRONG
from office import config as settings
from office.backup import keeping
from office.config import Config
from office.hours import day_and_time, long_date
from office.ledger import copies
from office.ledger.condition import Condition, condition
from office.ledger.connection import LEDGER_FILE, LOCK_FILE, is_locked
from office.outage import Part
from office.version import version
from office.watch import MEGABYTE

_PARTS = {
    Part.SPREADSHEET: "spreadsheet tidak terbaca",
    Part.TELEGRAM: "Telegram terputus",
    Part.LETTERS: "surat belum bisa dibuat",
    Part.PRINTING: "surat belum bisa dicetak",
    Part.DISK: "disk hampir penuh",
    Part.BACKUP: "cadangan gagal",
}
_GIGABYTE = 1000 * MEGABYTE
_SPANS = ((timedelta(days=2), timedelta(days=1), "hari"), (timedelta(hours=2), timedelta(hours=1), "jam"))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing about the service, and whether a person has to look after it."""

    words: str
    wrong: bool = False

    def __str__(self) -> str:
        return f"{'!' if self.wrong else ' '} {self.words}"


def status(options: argparse.Namespace, now: datetime) -> int:
    """Say how the service is; exit status 0 when nobody has to do anything."""
    config = settings.load(options.config)
    ledger = config.data_dir / LEDGER_FILE
    if not ledger.is_file():
        print(f"! Layanan: belum pernah dijalankan dengan folder data {config.data_dir}.")
        return WRONG
    running = is_locked(config.data_dir / LOCK_FILE)
    zone = config.village.hours.zone
    with copies.reading(ledger) as tx:
        found = condition(tx, zone, now)
        copied, old = keeping.last_copy(tx), keeping.overdue(tx, now)
    free = shutil.disk_usage(config.data_dir).free
    lines = [
        *told(found, config, now, running=running),
        Line(f"Cadangan terakhir: {long_date(copied.astimezone(zone).date()) if copied else 'belum ada'}.", old),
        Line(
            f"Sisa disk: {free / _GIGABYTE:.1f} GB.".replace(".", ",", 1),
            free < config.watching.least_free_mb * MEGABYTE,
        ),
    ]
    wrong = any(line.wrong for line in lines)
    print(*lines, sep="\n")
    print("Perlu dilihat: baris yang bertanda !. Rinciannya: scheduler.py check" if wrong else "Semua baik.")
    return WRONG if wrong else 0


def told(found: Condition, config: Config, now: datetime, *, running: bool) -> Iterator[Line]:
    """What the ledger knows, in words."""
    patience = timedelta(minutes=config.watching.minutes)
    yield _service(found, config, now, running=running)
    yield _contact("Spreadsheet terakhir dibaca", Part.SPREADSHEET, found, config, now, running=running)
    yield _contact("Telegram terakhir menjawab", Part.TELEGRAM, found, config, now, running=running)
    waits = [queue.oldest for queue in (found.unanswered, found.untold) if queue.oldest]
    since = f", paling lama {ago(min(waits), now)}" if waits else ""
    yield Line(
        f"Antrean: {found.unanswered.waiting} pesan warga, {found.untold.waiting} kabar{since}.",
        bool(waits) and now - min(waits) > patience,
    )
    failed = found.failed
    yield Line(
        f"Gagal dalam tujuh hari: {failed.unanswered} pesan, {failed.undelivered} kabar; "
        f"surat yang macet: {failed.letters}.",
        bool(failed),
    )
    requests = found.requests
    yield Line(
        f"Permohonan: {len(requests.ages)} di kantor ({requests.late} lewat tenggat), "
        f"{requests.with_citizen} menunggu warga, {requests.ready} siap diambil.",
        requests.late > 0,
    )
    lasting = {part: one.since for part, one in found.outages.items() if one.told or now - one.since >= patience}
    broken = [f"{_PARTS[Part(part)]} sejak {ago(since, now)}" for part, since in lasting.items()]
    yield Line(f"Gangguan: {'; '.join(broken) or 'tidak ada'}.", bool(broken))


def ago(moment: datetime, now: datetime) -> str:
    """`5 menit yang lalu`."""
    passed = now - moment
    for least, unit, word in _SPANS:
        if passed >= least:
            return f"{passed // unit} {word} yang lalu"
    minutes = passed // timedelta(minutes=1)
    return f"{minutes} menit yang lalu" if minutes > 0 else "baru saja"


def _service(found: Condition, config: Config, now: datetime, *, running: bool) -> Line:
    zone = config.village.hours.zone
    if running and found.serving:
        since, installed = day_and_time(found.serving.since.astimezone(zone)), version()
        newer = (
            f"; yang terpasang {installed}, jalankan scheduler.py restart" if installed != found.serving.version else ""
        )
        return Line(f"Layanan: berjalan sejak {since}, versi {found.serving.version}{newer}.", bool(newer))
    if running:
        return Line("Layanan: folder data sedang dipakai, mungkin oleh versi program yang lama.", wrong=True)
    last = f", terakhir terlihat {ago(found.seen, now)}" if found.seen else ""
    return Line(f"Layanan: tidak berjalan{last}; versi {version()}. Mulai dengan: scheduler.py", wrong=True)


def _contact(words: str, part: Part, found: Condition, config: Config, now: datetime, *, running: bool) -> Line:
    at = found.contact.get(part)
    begun = found.serving.since if found.serving else now
    # It is known to the minute only, and a poll takes its time.
    patience = timedelta(minutes=config.watching.minutes + 1, seconds=config.google.poll_seconds)
    silent = running and now - max(at or begun, begun) > patience
    return Line(f"{words}: {ago(at, now) if at else 'belum pernah'}.", silent)
