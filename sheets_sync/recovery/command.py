"""`scheduler.py rebuild`: read what is left, write a new ledger, prove it by a comparison, say what is to be done."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from office.config import Config
from office.doors import DoorError
from office.ledger import cases, rebuild, register
from office.ledger.connection import Ledger
from office.ledger.rebuild import OnFile
from office.masking import mask
from sheets_sync.google import GoogleDoor
from sheets_sync.recovery import report
from sheets_sync.recovery.past import Recovered, recover
from sheets_sync.recovery.proof import Proof, compare
from sheets_sync.recovery.reading import read_all
from sheets_sync.recovery.remains import RebuildError, Remains

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the operator asked for: set an old ledger aside, and the last number of the usual series (None: later)."""

    replace: bool = False
    last_number: int | None = None


def make_anew(
    door: GoogleDoor, config: Config, place: Path, files: Sequence[OnFile], wishes: Wishes, *, now: datetime, say: Say
) -> bool:
    """Make the ledger at this place anew; whether the comparison found nothing that matters.

    Nobody else may use the ledger meanwhile. Raises RebuildError; DoorError before anything was changed; OSError.
    """
    if not wishes.replace and rebuild.in_use(place):
        raise RebuildError(_IN_USE.format(place=place))
    say("Membaca spreadsheet. Mohon jangan ada yang mengubahnya dulu.")
    remains = read_all(door, config)
    recovered = recover(remains, config, files, now)
    year = now.astimezone(config.village.hours.zone).year
    _check(recovered, wishes.last_number, year)
    if wishes.replace and place.exists():
        say(f"Buku lama disimpan sebagai {rebuild.set_aside(place, now)}.")
    with Ledger(place) as ledger:
        unconfirmed = _write(ledger, recovered, config, wishes.last_number, year, now)
        say("Membandingkan buku baru dengan spreadsheet.")
        proof = _proof(ledger, _read_again(door, config), recovered, config)
    _tell(say, "", report.outcome(recovered, proof))
    _tell(say, "Yang perlu diketahui dan dilakukan:", report.to_do(recovered, unconfirmed, config, year))
    _tell(say, "Yang tidak bisa dikembalikan dari spreadsheet:", report.gone(recovered, remains.gone))
    return proof.holds


_IN_USE = (
    "Di {place} sudah ada buku data. Bila ada cadangan, kembalikan dengan scheduler.py restore. Bila memang mau dibuat "
    "ulang dari spreadsheet: pindahkan berkas itu ke folder lain, atau ulangi dengan --ganti, yang menyimpannya dengan "
    "nama buku-lama."
)


def _check(recovered: Recovered, last_number: int | None, year: int) -> None:
    """Whether there is something to enter, and the last number can be so."""
    past = recovered.past
    if not (past.dossiers or past.letters or recovered.read.unread):
        raise RebuildError(
            "Meja, Arsip dan Buku Surat kosong: tidak ada yang perlu dibuat ulang. Jalankan saja program."
        )
    if last_number is None:
        return
    if len(past.unconfirmed) > 1:
        raise RebuildError(
            f"Desa ini memakai beberapa seri nomor ({', '.join(past.unconfirmed)}). Ulangi tanpa --nomor-terakhir, "
            "lalu pastikan satu per satu dengan: scheduler.py surat mulai ANGKA --seri SERI"
        )
    known = report.last_numbers(past.letters).get((past.unconfirmed[0], year), 0)
    if last_number < known:
        raise RebuildError(f"--nomor-terakhir paling kecil {known}: nomor urut itu sudah dipakai pada tahun {year}.")


def _write(
    ledger: Ledger, recovered: Recovered, config: Config, last_number: int | None, year: int, now: datetime
) -> list[str]:
    """Enter everything at once; the series that still wait for the operator's word."""
    with ledger.write() as tx:
        rebuild.write(tx, recovered.past, config.services, now)
        if last_number is not None:
            register.start_after(tx, recovered.past.unconfirmed[0], year, last_number)
        return register.unconfirmed(tx)


def _read_again(door: GoogleDoor, config: Config) -> Remains:
    try:
        return read_all(door, config, forms=False)
    except DoorError as error:
        raise RebuildError(
            f"Buku data baru sudah ditulis, tetapi belum bisa dibandingkan ({error}). Periksa internet, lalu ulangi: "
            "scheduler.py rebuild --ganti"
        ) from None


def _proof(ledger: Ledger, remains: Remains, recovered: Recovered, config: Config) -> Proof:
    with ledger.read() as tx:
        known = cases.by_key(tx, [mine.key for mine in recovered.past.dossiers])
        letters = register.all_letters(tx)
    return compare(remains, known, letters, config, recovered)


def _tell(say: Say, title: str, lines: Iterable[str]) -> None:
    for index, line in enumerate(lines):
        if title and not index:
            say(title)
        say(mask(f"- {line}" if title else line))  # a number may have been typed where a letter's stood
