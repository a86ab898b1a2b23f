"""Opening a copy: nothing in the file that somebody gave us decides where something is written, or how much."""

import errno
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - a class

from pydantic import SecretStr

from office.backup import sealing
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
)
from office.backup.sealing import Damaged, Unsealed, WrongPassphrase

CHUNK = 1024 * 1024
_SMALL = 16 * 1024 * 1024
"""Largest manifest or settings file, in bytes."""
_MOST_SHRUNK = 200
"""How many times smaller than its text a file may be; letters and ledgers stay far below."""
_MAY_SHRINK = 1024 * 1024
_FOREIGN = "Berkas ini bukan cadangan dari program ini"
_DAMAGED = "Berkas cadangan ini rusak atau tidak utuh. Pakai cadangan yang lain."


@contextmanager
def opened(file: Path, passphrase: SecretStr | None) -> Iterator[ZipFile]:
    """The copy, with nothing but what a copy may hold. Raises CopyError, also for damage found while it is read."""
    try:
        with file.open("rb") as raw, ZipFile(_readable(raw, passphrase)) as archive:
            _refuse_strange(archive.infolist())
            yield archive
    except (BadZipFile, Damaged, ZlibError, EOFError, NotImplementedError):
        raise CopyError(_DAMAGED) from None
    except OSError as error:
        if error.errno != errno.EINVAL or error.filename:
            raise
        raise CopyError(_DAMAGED) from None  # a place in the file that cannot be
    except WrongPassphrase:
        raise CopyError(
            "Kata sandi cadangan salah. Tulis di .env kata sandi yang dipakai waktu cadangan itu dibuat: "
            "BACKUP_PASSPHRASE=..."
        ) from None


def manifest(archive: ZipFile) -> Manifest:
    """What the copy says of itself. Raises CopyError, also when a file is not there any more."""
    said = Manifest.read(archive.read(MANIFEST))
    if len(archive.infolist()) != said.files + 1:
        raise CopyError(_DAMAGED)
    return said


def pieces(archive: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    """What one file in the copy holds; read to its end, it is proved to be whole."""
    with archive.open(info) as source:
        while piece := source.read(CHUNK):
            yield piece


def _readable(raw: BinaryIO, passphrase: SecretStr | None) -> BinaryIO:
    if not sealing.is_sealed(raw):
        return raw
    if passphrase is None:
        raise CopyError("Cadangan ini diberi kata sandi. Tulis kata sandinya di .env: BACKUP_PASSPHRASE=...")
    return BufferedReader(Unsealed(raw, passphrase.get_secret_value()), sealing.PIECE)


def _refuse_strange(infos: list[ZipInfo]) -> None:
    names = [info.filename for info in infos]
    for info in infos:
        if not may_hold(info.filename) or stat.S_ISLNK(info.external_attr >> 16):
            raise CopyError(f"{_FOREIGN}: di dalamnya ada `{_shown(info.filename)}`.")
        too_large = info.filename in {MANIFEST, CONFIG, FORMS} and info.file_size > _SMALL
        if too_large or (info.file_size > _MAY_SHRINK and info.file_size > _MOST_SHRUNK * info.compress_size):
            raise CopyError(f"{_FOREIGN}: isi `{_shown(info.filename)}` tidak wajar besarnya.")
        if info.flag_bits & 1 or info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise CopyError(f"{_FOREIGN}: `{_shown(info.filename)}` dikunci program lain.")
    if len(set(names)) < len(names) or not {MANIFEST, CONFIG, LEDGER} <= set(names):
        raise CopyError(f"{_FOREIGN}, atau tidak utuh.")


def may_hold(name: str) -> bool:
    """Whether a copy may hold a file of this name: a known one, or one that stays in a known folder everywhere."""
    if name in {MANIFEST, CONFIG, FORMS, LEDGER}:
        return True
    folder = next((folder for folder in (LETTERS, VERSIONS, TEMPLATES, WORDS) if name.startswith(f"{folder}/")), None)
    if folder is None or "\\" in name or ":" in name or not name.isprintable():
        return False
    # Equal only when there is nothing odd in it: no empty part, no dot, no slash at the end.
    return str(PurePosixPath(name)) == name and ".." not in name.split("/")


def _shown(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name)[:80]
