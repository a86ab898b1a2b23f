"""What the operator does for people's rights: what is to be erased by hand, and a copy of one person's data.

Each command gives lines to be printed, in Indonesian, and is safe beside the running service. A NIK is never an
argument: those stand in the list of processes for everybody to read.
"""

import json
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from office.config import Config
from office.hours import clock
from office.ledger import erasing, person
from office.ledger.connection import Ledger
from office.services import Service

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a form tab counts local days
_ELSEWHERE = (
    "Google Formulir: jawaban tiap formulir (buka formulirnya, tab Jawaban), dan berkas yang diunggah di Google Drive.",
    "Spreadsheet desa: tab jawaban tiap formulir, tab Meja, Arsip, dan Buku Surat.",
    "Telegram: percakapan warga dengan bot, dan obrolan staf (surat dan pindaiannya).",
    "Laptop kantor: berkas surat di folder data/surat, dan cadangan di folder cadangan.",
)


class CommandError(Exception):
    """What was asked cannot be done; the text says why and what to do."""


def arguments(privasi: ArgumentParser, *common: ArgumentParser) -> None:
    """Describe the commands below `privasi`."""
    commands = privasi.add_subparsers(dest="deed", required=True, title="perintah", metavar="perintah")
    commands.add_parser("daftar", parents=common, help="yang perlu dihapus dengan tangan di Google")
    selesai = commands.add_parser("selesai", parents=common, help="tandai sudah dihapus dengan tangan")
    selesai.add_argument("nomor", help="No. Permohonan dari daftar itu")
    salin = commands.add_parser("salin", parents=common, help="salin semua data satu warga ke berkas")
    salin.add_argument("nomor", nargs="?", help="No. Permohonan; tanpa ini ditanyakan NIK-nya (tidak ditulis di sini)")
    salin.add_argument("--ke", type=Path, required=True, help="berkas hasilnya")


def run(options: Namespace, config: Config, ledger: Ledger, now: datetime, ask_nik: Callable[[], str]) -> Iterator[str]:
    """Do what was asked on the command line. `ask_nik` reads a NIK where nobody else sees it."""
    match options.deed:
        case "daftar":
            return listing(ledger, config, now)
        case "selesai":
            return tick_off(ledger, options.nomor, now)
        case _:
            return copy(ledger, options.nomor, options.ke, now, ask_nik)


def listing(ledger: Ledger, config: Config, now: datetime) -> Iterator[str]:
    """What is to be erased by hand, a line each: number, form, time of sending as it stands in the form's tab."""
    with ledger.read() as tx:
        waiting = erasing.by_hand(tx)
    for one in waiting:
        yield f"{one.key}  {_title(config.services.get(one.service), one.service)}  dikirim {_sent(one.serial)}"
    if waiting:
        yield "Hapus untuk masing-masing: jawabannya di Google Formulir, berkasnya di Google Drive, barisnya di tab"
        yield "jawaban formulir. Sesudah itu: scheduler.py privasi selesai NOMOR"
    else:
        yield "Tidak ada yang perlu dihapus dengan tangan."
    if days := config.privacy.answer_days:
        old = (now - timedelta(days=days)).astimezone(config.village.hours.zone)
        yield f"Jawaban formulir dan berkas dari sebelum {old:%d/%m/%Y} tidak diperlukan lagi dan boleh dihapus juga."


def tick_off(ledger: Ledger, key: str, now: datetime) -> Iterator[str]:
    """Take one off the list."""
    with ledger.write() as tx:
        done = erasing.tick_off(tx, key.strip().upper(), now)
    if not done:
        raise CommandError(f"{key} tidak ada di daftar. Lihat dengan: scheduler.py privasi daftar")
    yield f"{key.strip().upper()} ditandai sudah dihapus."


def copy(ledger: Ledger, reference: str | None, into: Path, now: datetime, ask_nik: Callable[[], str]) -> Iterator[str]:
    """Write what the ledger knows of a person into a file of JSON that only its owner can read."""
    with ledger.read() as tx:
        if reference and reference.strip().isdecimal():
            raise CommandError("NIK jangan ditulis di perintah: jalankan tanpa nomor, nanti ditanyakan.")
        if reference:
            found, named = person.of_reference(tx, reference.strip().upper()), []
        else:
            nik = _nik(ask_nik())
            found, named = person.of_nik(tx, nik), person.mentions(tx, nik)
    if not found or not (found["permohonan"] or named):
        raise CommandError("Tidak ada data tentang itu di buku data. Bila NIK-nya sudah ditutup, pakai No. Permohonan.")
    record = {"dibuat": now.isoformat(), **found, "disebut_di_permohonan_lain": named, "juga_ada_di": _ELSEWHERE}
    _write(into, json.dumps(record, ensure_ascii=False, indent=1, default=str))
    yield f"Data warga itu disalin ke {into}: {len(found['permohonan'])} permohonan, {len(found['surat'])} surat."
    yield "Berkas ini memuat data pribadi: serahkan hanya kepada orangnya, lalu hapus. Satu HP bisa dipakai sekeluarga:"
    yield "hapus dulu yang milik orang lain (bagian `pesan` dan `kode`)."
    yield "Yang tidak ada di buku data, dan perlu dilihat sendiri:"
    yield from (f"- {place}" for place in _ELSEWHERE)


def _nik(typed: str) -> str:
    digits = "".join(character for character in typed if character.isdecimal())
    if len(digits) != 16:  # noqa: PLR2004 - a NIK's length
        raise CommandError("NIK harus 16 angka.")
    return digits


def _title(service: Service | None, key: str) -> str:
    return service.title if service else key


def _sent(serial: float) -> str:
    local = _EPOCH + timedelta(days=serial) + timedelta(milliseconds=500)
    return f"{local:%d/%m/%Y} {clock(local)}"


def _write(into: Path, text: str) -> None:
    into.unlink(missing_ok=True)  # one that is there may be open to others
    with os.fdopen(os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
