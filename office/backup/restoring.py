"""Bringing a copy back: proved before anything is touched; what was there is set aside, never removed."""

import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from pydantic import SecretStr

from office.backup import opening
from office.backup.package import (
    CONFIG,
    FORMS,
    LEDGER,
    LETTERS,
    TEMPLATES,
    VERSIONS,
    WORDS,
    CopyError,
    Manifest,
    Places,
    Progress,
)
from office.ledger import copies
from office.ledger.connection import LOCK_FILE, AlreadyRunning, InstanceLock, NewerLedger, UnusableLedger
from office.ledger.copies import Contents
from office.private import make_private

_WORK = ".pulih-"
_SPARE = 64 * 1024 * 1024
"""Bytes of the disk that a restore leaves free."""
_BESIDE_LEDGER = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back; `aside` holds what was there before, if anything was."""

    manifest: Manifest
    contents: Contents
    aside: Path | None


def restore(file: Path, places: Places, passphrase: SecretStr | None, now: datetime, progress: Progress) -> Restored:
    """Bring a copy back to these places, files 0600 and folders 0700. Raises CopyError; then nothing was changed."""
    if not file.is_file():
        raise CopyError(f"Berkas {file} tidak ada.")
    with opening.opened(file, passphrase) as archive:
        manifest = opening.manifest(archive)
        with _closed_office(places.data), tempfile.TemporaryDirectory(prefix=_WORK, dir=places.data) as work:
            unpacked = _unpack(archive, Path(work), progress)
            contents = _proved(unpacked[LEDGER], manifest)
            data = places.data.resolve()
            aside = data.with_name(f"{data.name}-lama-{now:%Y%m%d-%H%M%S}")
            _exchange(unpacked, Path(work), places, aside)
    return Restored(manifest, contents, aside if aside.exists() else None)


@contextmanager
def _closed_office(data: Path) -> Iterator[None]:
    """Nobody serves meanwhile; what a killed restore left is removed."""
    try:
        lock = InstanceLock(data / LOCK_FILE)
    except AlreadyRunning:
        raise CopyError("Program sedang berjalan. Tutup dulu, lalu ulangi.") from None
    try:
        for left in data.glob(f"{_WORK}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        lock.release()


class Exchange:
    """Puts new things where old ones are, which are set aside; `undo` makes all as it was."""

    def __init__(self, aside: Path) -> None:
        self._aside, self._moved = aside, list[tuple[Path, Path]]()

    def put(self, new: Path | None, place: Path, name: str) -> None:
        """Set aside what is at a place, under a name, unless it is the same; then put the new there, if any."""
        if new and new.is_file() and place.is_file() and filecmp.cmp(new, place, shallow=False):
            return
        if place.exists():
            self._move(place, self._aside / name)
        if new and new.exists():
            self._move(new, place)

    def undo(self) -> None:
        """Move everything back."""
        for origin, place in reversed(self._moved):
            shutil.move(place, origin)

    def _move(self, origin: Path, place: Path) -> None:
        make_private(place.parent)
        shutil.move(origin, place)  # a copy, where the other place is on another disk
        self._moved.append((origin, place))


def _unpack(archive: ZipFile, work: Path, progress: Progress) -> dict[str, Path]:
    """Everything in the copy as files; by name in the copy."""
    infos = archive.infolist()
    if sum(info.file_size for info in infos) + _SPARE > shutil.disk_usage(work).free:
        raise CopyError("Tidak cukup ruang di disk untuk isi cadangan ini.")
    unpacked = {}
    for done, info in enumerate(infos):
        unpacked[info.filename] = path = work / info.filename
        make_private(path.parent)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            for piece in opening.pieces(archive, info):
                progress(done, len(infos))
                target.write(piece)
            if info.filename == LEDGER:
                target.flush()
                os.fsync(target.fileno())
    return unpacked


def _proved(ledger: Path, manifest: Manifest) -> Contents:
    try:
        contents = copies.examine(ledger)
    except UnusableLedger:
        raise CopyError("Buku data di dalam cadangan ini rusak. Pakai cadangan yang lain.") from None
    except NewerLedger:
        raise CopyError("Cadangan ini dari versi program yang lebih baru. Perbarui programnya dulu.") from None
    if contents.rows != manifest.rows:
        raise CopyError("Isi cadangan ini tidak sama dengan catatannya. Pakai cadangan yang lain.")
    return contents


def _exchange(unpacked: dict[str, Path], work: Path, places: Places, aside: Path) -> None:
    exchange = Exchange(aside)
    try:
        for name, place in {CONFIG: places.config, FORMS: places.forms}.items():
            if name in unpacked:
                exchange.put(unpacked[name], place, place.name)
        for name, new in unpacked.items():
            for folder in (TEMPLATES, WORDS):
                if name.startswith(f"{folder}/"):
                    exchange.put(new, places.folders[folder] / new.relative_to(work / folder), name)
        for name in (LETTERS, VERSIONS):
            exchange.put(work / name, places.folders[name], places.folders[name].name)
        # The ledger last: until then the office is as it was, but for letters that can be made again.
        for ending in _BESIDE_LEDGER:
            exchange.put(None, places.ledger.with_name(places.ledger.name + ending), places.ledger.name + ending)
        exchange.put(unpacked[LEDGER], places.ledger, places.ledger.name)
    except BaseException:
        exchange.undo()
        raise
