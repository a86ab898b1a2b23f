"""A village's folder with everything that a copy takes along, and what it must leave."""

from __future__ import annotations

import stat
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import yaml
from pydantic import SecretStr

from office import config
from office.backup import commands, making
from office.backup.making import Task, make
from office.config import Config
from office.ledger import bookmarks, register
from office.ledger.connection import Ledger
from tests.unit.builders import JAKARTA, NOON, SKU_TAB, form, settings

LOCAL_NOON = NOON.astimezone(JAKARTA)
PASSPHRASE = SecretStr("kalimat sandi contoh")
LETTER, RECORD, VERSION, TEMPLATE = (
    "surat/2026/517-001.docx",
    "surat/2026/517-001.json",
    "templat/ab12.docx",
    "sku.docx",
)


def quiet(_done: int, _total: int) -> None:
    """Hear of progress, and say nothing."""


class Home:
    """Below `folder`: settings, secrets, a ledger with seven numbers, an archive with a letter, templates."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.put("config.yaml", yaml.safe_dump(settings(folder_templat="templat-word")))
        self.put("formulir.yaml", yaml.safe_dump({"sku": form(SKU_TAB)}))
        self.put(".env", "TELEGRAM_TOKEN=rahasia\n")
        self.put("kunci-google.json", "{}")
        self.put(f"templat-word/{TEMPLATE}", "templat desa")
        self.put("bahasa/jv.yaml", "menu: Mangga")
        self.put("bahasa/catatan.txt", "bukan bahasa")
        self.put("templat-word/~$sku.docx", "dibuka di Word")
        self.put("templat-word/catatan.txt", "bukan templat")
        for name in (LETTER, RECORD, VERSION):
            self.put(f"data/{name}", name * 1000)
        self.put("data/surat/2026/.cetak-x/setengah.pdf", "setengah jadi")
        self.put("data/libreoffice/profil-1/registry.xml", "milik LibreOffice")
        self.number(7)

    @property
    def config_file(self) -> Path:
        return self.folder / "config.yaml"

    @property
    def config(self) -> Config:
        return config.load(self.config_file)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def backups(self) -> list[Path]:
        return sorted((self.data / "cadangan").iterdir()) if (self.data / "cadangan").exists() else []

    def ledger(self) -> Ledger:
        """The ledger, as the running service has it open."""
        return Ledger(self.data / "buku.db")

    def put(self, name: str, text: str) -> Path:
        """Write a file, open to everybody."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def number(self, last: int) -> None:
        """Have the numbers come so far."""
        with self.ledger() as ledger, ledger.write() as tx:
            register.start_after(tx, "surat", 2026, last)

    def last_number(self) -> int:
        with self.ledger() as ledger, ledger.write() as tx:
            return register.allocate(tx, "surat", 2026) - 1

    def noted(self) -> dict[str, str]:
        """What the ledger remembers of the last copy."""
        with self.ledger() as ledger, ledger.read() as tx:
            return dict(bookmarks.get(tx, "backup") or {})

    def task(self, passphrase: SecretStr | None = None) -> Task:
        return Task.of(self.config_file, self.config, passphrase)

    def copy(self, passphrase: SecretStr | None = None, now: datetime = LOCAL_NOON) -> Path:
        """A copy made now."""
        return make(self.task(passphrase), now, quiet)

    def restore(self, file: Path, into: Path | None = None, now: datetime = NOON) -> list[str]:
        """`scheduler.py restore`; what it says."""
        said: list[str] = []
        commands.restore(file, into, self.config_file, now, said.append)
        return said

    def files(self) -> dict[str, bytes]:
        """Everything but the ledger's files, locks and copies, by name."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        names = {path.relative_to(self.folder).as_posix(): path for path in found}
        left_out = ("data/buku.db", "data/kunci", "data/cadangan/")
        return {name: path.read_bytes() for name, path in names.items() if not name.startswith(left_out)}

    def leftovers(self) -> list[Path]:
        """What only lies there while the work is done."""
        return [path for path in self.data.rglob("*") if path.name.startswith((making._WORK, ".pulih-"))]


def altered(copy: Path, changes: dict[str, bytes | None]) -> Path:
    """The copy written anew beside it with other contents by name; None leaves a file out."""
    into = copy.with_name("lain.zip")
    with ZipFile(copy) as source, ZipFile(into, "w") as target:
        contents = {info.filename: source.read(info) for info in source.infolist()}
        for name, data in {**contents, **changes}.items():
            if data is not None:
                target.writestr(name, data)
    return into


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
