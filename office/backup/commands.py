"""What the operator does with copies by hand; every line that is said is Indonesian."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic

from office import config as settings
from office.backup import keeping, restoring
from office.backup.making import Task
from office.backup.package import CopyError, Places
from office.backup.restoring import Restored
from office.config import ConfigError
from office.hours import clock, long_date
from office.ledger.connection import Ledger

_QUIET_SECONDS = 3.0

Say = Callable[[str], None]


def restore_arguments(restore: ArgumentParser) -> None:
    """Describe what follows `restore`."""
    restore.add_argument("berkas", type=Path, help="berkas cadangan (.zip atau .zip.enc)")
    restore.add_argument("--ke", type=Path, help="folder kosong untuk isinya, bila tidak langsung dipakai di sini")


def back_up(config_file: Path, now: datetime, say: Say) -> None:
    """Make a copy now. Raises CopyError, ConfigError."""
    config = settings.load(config_file)
    passphrase = settings.load_backup_passphrase(config_file.parent)
    task = Task.of(config_file, config, passphrase)
    if not task.places.ledger.is_file():
        raise CopyError(f"Belum ada yang bisa dicadangkan: {task.places.ledger} tidak ada.")
    with Ledger(task.places.ledger) as ledger:
        path = keeping.make_noted(ledger, task, now.astimezone(config.village.hours.zone), _Counter(say))
    say(f"Cadangan dibuat dan sudah diperiksa: {path} ({_size(path.stat().st_size)})")
    say("Berkas .env dan kunci Google tidak ikut dicadangkan. Simpan sendiri di tempat aman.")
    if passphrase is None:
        say("Cadangan ini memuat data warga dan tidak dikunci. Untuk mengunci, tulis BACKUP_PASSPHRASE=... di .env.")
    if path.resolve().is_relative_to(config.data_dir.resolve()):
        say(
            "Cadangan ini ada di disk yang sama dengan datanya. Arahkan `cadangan.folder` di config.yaml ke flashdisk "
            "atau folder yang tersinkron."
        )


def restore(file: Path, into: Path | None, config_file: Path, now: datetime, say: Say) -> None:
    """Bring a copy back, to the village's own places or into an empty folder. Raises CopyError, ConfigError."""
    if into and into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise CopyError(f"Folder {into} sudah berisi. Pilih folder lain yang kosong.")
    places = Places.usual(into) if into else _own_places(config_file)
    passphrase = settings.load_backup_passphrase(config_file.parent)
    done = restoring.restore(file, places, passphrase, now.astimezone(), _Counter(say))
    for line in [*_outcome(file, places, done), *_next_steps(places, done)]:
        say(line)


def _own_places(config_file: Path) -> Places:
    """Where things belong here. The settings in the copy have no say in it: a file must not choose where it is put."""
    try:
        return Places.of(config_file, settings.load(config_file))
    except ConfigError:  # broken, or not there yet
        return replace(Places.usual(config_file.parent), config=config_file)


def _outcome(file: Path, places: Places, done: Restored) -> Iterator[str]:
    said, made_at = done.manifest, done.manifest.made_at
    yield f"Dipulihkan: {file.name}, Desa {said.village}, dibuat {long_date(made_at.date())} pukul {clock(made_at)}."
    yield f"Isinya {said.rows['cases']} permohonan, {said.rows['letters']} surat, {said.files} berkas."
    yield f"Letaknya: {places.data}"
    if done.aside:
        yield f"Yang tadinya ada di sini tidak dihapus, tetapi dipindahkan ke {done.aside}"
    if (problem := _settings_problem(places)) is not None:
        yield problem


def _settings_problem(places: Places) -> str | None:
    try:
        named = Places.of(places.config, settings.load(places.config))
    except ConfigError:
        return f"{places.config} belum bisa dipakai; periksa dengan: scheduler.py check"
    if (named.data.resolve(), named.templates.resolve()) == (places.data.resolve(), places.templates.resolve()):
        return None
    return (
        f"Perhatian: {places.config} menyebut letak lain, yaitu data_dir {named.data} dan folder_templat "
        f"{named.templates}. Samakan dulu dengan {places.data} dan {places.templates}."
    )


def _next_steps(places: Places, done: Restored) -> Iterator[str]:
    yield "Sebelum menjalankan program lagi:"
    yield f"1. Taruh .env dan kunci Google di {places.config.parent}, karena keduanya tidak pernah ikut dicadangkan."
    yield "2. Cocokkan nomor surat. Nomor urut terakhir di cadangan ini:"
    newest = [one for one in done.contents.numbers if one[1] == done.contents.numbers[0][1]]
    yield from (f"     {last} (seri {series}, tahun {year})" for series, year, last in newest)
    if not newest:
        yield "     belum ada"
    yield "   Surat yang keluar sesudah cadangan dibuat tidak tercatat di sini. Bila tab Buku Surat di spreadsheet atau"
    yield "   buku surat desa sudah lebih jauh, lanjutkan dari sana: scheduler.py surat mulai NOMOR-TERAKHIR"
    yield "3. Lihat tab Meja. Keputusan yang dipilih sesudah cadangan dibuat akan dijalankan lagi, juga suratnya."
    yield "   Kosongkan Keputusan yang tidak perlu diulang."
    yield "4. Periksa semuanya: scheduler.py check"
    yield "Permohonan yang masuk sesudah cadangan dibuat akan masuk lagi dengan nomor permohonan baru, dan dikabarkan."
    yield "Kode formulir yang dibagikan sesudahnya tidak dikenal lagi: permohonannya tetap masuk Meja, tetapi warganya"
    yield "perlu dihubungi lewat telepon."


class _Counter:
    """Says how far long work has come."""

    def __init__(self, say: Say) -> None:
        self._say, self._said_at = say, monotonic()

    def __call__(self, done: int, total: int) -> None:
        if monotonic() - self._said_at >= _QUIET_SECONDS:
            self._say(f"... {100 * done // total}%")
            self._said_at = monotonic()


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB".replace(".", ",")
