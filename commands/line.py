"""The command line: which commands there are, their arguments, and the module that does each."""

import argparse
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path

from letters import commands as surat
from office import privacy_commands, staff_commands
from office.backup import commands as copies
from sheets_sync.appsscript import commands as formulir

Command = Callable[[argparse.Namespace, datetime], int]
"""Takes what was typed and the time; gives the exit status."""

# By name, so that a command loads only what it needs: Google's forms library alone takes a second.
_DONE_BY = {
    "backup": "commands.records.back_up",
    "check": "commands.check.check",
    "demo": "demo.command",
    "init": "commands.init.wizard.init",
    "formulir": "commands.spreadsheet.forms_by_script",
    "poster": "commands.poster.poster",
    "privasi": "commands.records.privacy",
    "rebuild": "commands.spreadsheet.rebuild",
    "restart": "commands.restart.restart",
    "restore": "commands.records.restore",
    "setup": "commands.spreadsheet.setup",
    "staf": "commands.records.staff",
    "status": "commands.status.status",
    "surat": "commands.records.letters",
    "teks": "commands.texts.texts",
}


def command(name: str) -> Command:
    """The command's function."""
    module, _, function = _DONE_BY[name].rpartition(".")
    found: Command = getattr(import_module(module), function)
    return found


def parser() -> argparse.ArgumentParser:
    """All arguments of `scheduler.py`; `options.command` is None when it is to serve."""
    line = argparse.ArgumentParser(prog="scheduler.py", description="Meja surat desa: satu program untuk semuanya.")
    place = argparse.ArgumentParser(add_help=False)
    # Without a default of its own, which would undo what stands before the command.
    place.add_argument("--config", type=Path, default=argparse.SUPPRESS, help="letak config.yaml")
    line.add_argument("--config", type=Path, default=Path("config.yaml"), help="letak config.yaml")
    line.add_argument("--rinci", action="store_true", help="catatan lebih rinci, bila ada yang perlu dicari sebabnya")
    line.add_argument("--tanpa-catatan", action="store_true", help="jangan simpan catatan di folder data")
    commands = line.add_subparsers(dest="command", title="perintah")

    def add(name: str, what: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[place], help=what)

    add("init", "siapkan semuanya, langkah demi langkah; boleh diulang")
    formulir.arguments(add("formulir", "buat formulir di akun desa"), place)
    surat.arguments(add("surat", "buku surat dan templat"), place)
    staff_commands.arguments(add("staf", "siapa yang boleh membalas"), place)
    privacy_commands.arguments(add("privasi", "hak warga atas datanya"), place)
    _poster_arguments(add("poster", "poster A4 dengan QR bot, untuk dinding kantor desa"))
    _texts_arguments(add("teks", "semua kalimat bot dengan namanya, untuk diganti atau diterjemahkan"))
    check = add("check", "periksa semuanya, sebutkan yang perlu dibereskan")
    check.add_argument("--live", action="store_true", help="coba juga satu permohonan lewat bot dan formulir sungguhan")
    add("restart", "pakai pengaturan yang baru, bila tidak ada salahnya; yang lama berhenti dulu")
    add("status", "bagaimana keadaan layanan, dalam sepuluh baris")
    _setup_arguments(add("setup", "siapkan tab di spreadsheet; yang sudah ada tetap"))
    add("backup", "buat cadangan buku data, arsip surat, dan pengaturan")
    copies.restore_arguments(add("restore", "kembalikan dari berkas cadangan"))
    _rebuild_arguments(add("rebuild", "buat ulang buku data yang hilang dari spreadsheet"))
    _demo_arguments(add("demo", "peragaan di komputer ini, tanpa akun apa pun"))
    return line


def _poster_arguments(poster: argparse.ArgumentParser) -> None:
    where = "nama berkas Word-nya, atau foldernya; PDF-nya di sebelahnya"
    poster.add_argument("--ke", type=Path, default=Path("poster.docx"), metavar="BERKAS", help=where)


def _texts_arguments(texts: argparse.ArgumentParser) -> None:
    texts.add_argument("kata", nargs="*", help="kata di nama atau isi kalimat yang dicari; kosong: semua")
    texts.add_argument("--ke", type=Path, metavar="BERKAS", help="tulis ke berkas baru ini, sebagai awal terjemahan")


def _setup_arguments(setup: argparse.ArgumentParser) -> None:
    setup.add_argument("--forms", action="store_true", help="buat formulir yang belum ada, lewat Forms API")
    setup.add_argument("--bagikan", metavar="EMAIL", nargs="+", help="siapa yang akan membuka formulir itu")


def _rebuild_arguments(rebuild: argparse.ArgumentParser) -> None:
    rebuild.add_argument(
        "--ganti", action="store_true", help="simpan buku yang ada sebagai buku-lama, lalu buat yang baru"
    )
    rebuild.add_argument("--nomor-terakhir", type=int, metavar="ANGKA", help="nomor urut surat terakhir tahun ini")


def _demo_arguments(demo: argparse.ArgumentParser) -> None:
    demo.add_argument("--once", action="store_true", help="selesai setelah ceritanya selesai")
    demo.add_argument("--service", default="sku", help="kunci layanan, atau all untuk semuanya")
    demo.add_argument("--port", type=int, default=0, help="pintu jaringan halaman peragaan")
    demo.add_argument("--data", type=Path, default=None, help="folder untuk berkas peragaan")
