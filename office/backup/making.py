"""Making a copy: one file, written under another name, read again, and only then given its own."""

import errno
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pydantic import SecretStr

from office.backup import opening
from office.backup.package import (
    CONFIG,
    FORMS,
    LEDGER,
    LETTERS,
    MANIFEST,
    TEMPLATES,
    VERSIONS,
    WORDS,
    CopyError,
    Manifest,
    Places,
    Progress,
)
from office.backup.sealing import Sealer
from office.config import Config
from office.ledger import copies
from office.ledger.connection import LEDGER_FILE, AlreadyRunning, InstanceLock, UnusableLedger

log = logging.getLogger(__name__)

_NAME = re.compile(r"cadangan-(\d{6})\d{2}-\d{4}\.zip(\.enc)?")
_MONTHS = 12
_WORK = ".cadangan-"
_ALREADY_SMALL = {".docx", ".pdf"}
_ONLY = {TEMPLATES: ".docx", WORDS: ".yaml"}
"""What is taken along of folders in which people keep other things, too."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is copied, where to, and how many copies are kept. With a passphrase they are encrypted."""

    places: Places
    village: str
    folder: Path
    keep: int
    passphrase: SecretStr | None

    @classmethod
    def of(cls, config_file: Path, config: Config, passphrase: SecretStr | None) -> "Task":
        """As the village's settings want it."""
        places = Places.of(config_file, config)
        return cls(places, config.village.name, config.backup_folder, config.backup.keep, passphrase)


def make(task: Task, now: datetime, progress: Progress) -> Path:
    """Make a copy of the village's state and remove those that are too many; the new file (0600).

    `now` is in the village's zone and gives the name. Safe beside the running service. Raises CopyError; whatever
    `progress` raises ends the work and leaves nothing behind.
    """
    data = task.places.data
    try:
        task.folder.mkdir(exist_ok=True, mode=0o700)  # without parents: a stick that is not there is not made up
        with _alone(data, task.folder), tempfile.TemporaryDirectory(prefix=_WORK, dir=data) as work:
            made = _make(task, now, Path(work), progress)
            _prune(task.folder, made, task.keep)
            return made
    except OSError as error:
        raise CopyError(_why(error, task.folder)) from None
    except UnusableLedger as error:
        raise CopyError(f"Buku data {error} rusak. Pulihkan dari cadangan: scheduler.py restore BERKAS") from None


def surplus(names: Iterable[str], keep: int) -> list[str]:
    """Those that may go: kept are the newest, and the newest of each month for a year. Other files are none of ours."""
    ours = sorted((name for name in names if _NAME.fullmatch(name)), reverse=True)
    months: dict[str, str] = {}
    for name in ours:
        months.setdefault(name[len("cadangan-") :][:6], name)
    kept = {*ours[:keep], *list(months.values())[:_MONTHS]}
    return [name for name in ours if name not in kept]


def _make(task: Task, now: datetime, work: Path, progress: Progress) -> Path:
    ending = ".zip.enc" if task.passphrase else ".zip"
    path = task.folder / f"cadangan-{now:%Y%m%d-%H%M}{ending}"
    number, name = tempfile.mkstemp(prefix=_WORK, suffix=".tmp", dir=task.folder)
    unproved = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            said = _write(task, now, file, work, progress)
            file.flush()
            os.fsync(file.fileno())
        _prove(unproved, task.passphrase, said, work, progress)
        unproved.replace(path)
    except BaseException:
        unproved.unlink(missing_ok=True)
        raise
    return path


def _write(task: Task, now: datetime, file: BinaryIO, work: Path, progress: Progress) -> Manifest:
    files, said = _gather(task, now, work)
    sealer = Sealer(file, task.passphrase.get_secret_value()) if task.passphrase else None
    with ZipFile(sealer, "w") if sealer else ZipFile(file, "w") as archive:
        archive.writestr(MANIFEST, said.written())
        for done, (name, path) in enumerate(files.items()):
            _add(archive, name, path, partial(progress, done, 2 * len(files)))
    if sealer:
        sealer.close()
    return said


def _gather(task: Task, now: datetime, work: Path) -> tuple[dict[str, Path], Manifest]:
    places = task.places
    # Letters before the ledger: one that the copied ledger does not know could later pass for another of its number.
    # Versions of templates after it: one that a letter needs is never missing.
    letters = _files(LETTERS, places)
    copies.copy(places.ledger, work / LEDGER_FILE)
    rows = copies.examine(work / LEDGER_FILE).rows
    settings = {name: path for name, path in ((CONFIG, places.config), (FORMS, places.forms)) if path.exists()}
    others = {name: path for folder in (VERSIONS, TEMPLATES, WORDS) for name, path in _files(folder, places).items()}
    files = {LEDGER: work / LEDGER_FILE, **settings, **others, **letters}
    return files, Manifest(now, task.village, rows, len(files))


def _files(folder: str, places: Places) -> dict[str, Path]:
    root, found = places.folders[folder], {}
    for path in root.rglob("*"):
        inside = path.relative_to(root)
        hidden = any(part.startswith((".", "~$")) for part in inside.parts)  # half made, or Word's own
        if hidden or not path.is_file() or path.suffix.lower() != _ONLY.get(folder, path.suffix.lower()):
            continue
        name = f"{folder}/{inside.as_posix()}"
        if opening.may_hold(name):
            found[name] = path
        else:
            log.warning("Tidak ikut dicadangkan, karena namanya memuat tanda yang tidak biasa: %s", path)
    return found


def _add(archive: ZipFile, name: str, path: Path, step: Callable[[], None]) -> None:
    info = ZipInfo.from_file(path, name, strict_timestamps=False)
    info.compress_type = ZIP_STORED if path.suffix.lower() in _ALREADY_SMALL else ZIP_DEFLATED
    with path.open("rb") as source, archive.open(info, "w") as target:
        while piece := source.read(opening.CHUNK):
            step()
            target.write(piece)


def _prove(path: Path, passphrase: SecretStr | None, said: Manifest, work: Path, progress: Progress) -> None:
    """Read a copy from its first byte to its last, and compare its ledger with what went in. Raises CopyError."""
    again = work / "dibaca-lagi.db"
    with opening.opened(path, passphrase) as archive, again.open("xb") as ledger:
        infos = archive.infolist()
        opening.manifest(archive)  # counts the files
        for done, info in enumerate(infos, start=len(infos)):
            for piece in opening.pieces(archive, info):
                progress(done, 2 * len(infos))
                if info.filename == LEDGER:
                    ledger.write(piece)
    if copies.examine(again).rows != said.rows:
        raise CopyError("Cadangan yang baru ditulis tidak sama dengan aslinya. Periksa disk atau flashdisknya.")


@contextmanager
def _alone(data: Path, folder: Path) -> Iterator[None]:
    """One at a time; what a killed process left is removed."""
    try:
        lock = InstanceLock(data / "kunci-cadangan")
    except AlreadyRunning:
        raise CopyError("Cadangan lain sedang dibuat. Tunggu sampai selesai.") from None
    try:
        for left in data.glob(f"{_WORK}*"):
            shutil.rmtree(left, ignore_errors=True)
        for left in folder.glob(f"{_WORK}*.tmp"):
            left.unlink(missing_ok=True)
        yield
    finally:
        lock.release()


def _prune(folder: Path, made: Path, keep: int) -> None:
    for name in surplus((path.name for path in folder.iterdir()), keep):
        if name != made.name:  # even when a wrong clock makes it look old
            try:
                (folder / name).unlink()
            except OSError:
                log.warning("Cadangan lama %s tidak bisa dihapus.", name)


def _why(error: OSError, folder: Path) -> str:
    where = Path(error.filename) if error.filename else folder
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "Disk penuh, jadi cadangan tidak dibuat. Hapus yang tidak perlu, atau ganti `cadangan.folder`."
    if where.is_relative_to(folder) and not folder.is_dir():
        return f"Folder cadangan {folder} tidak ada. Pasang flashdisknya, atau betulkan `cadangan.folder`."
    return f"Tidak bisa dibaca atau ditulis: {where}. Periksa letaknya dan izin menulisnya."
