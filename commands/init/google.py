"""Google: the service account's key, and the spreadsheet that is shared with it."""

import json
from collections.abc import Iterator
from pathlib import Path

from commands.init import handwork
from commands.init.checks import Mend
from commands.init.desk import Desk
from commands.preparing import prepare
from office.config import Config
from office.doors import DoorError, Permanent, Refused, Retryable
from sheets_sync.google import GoogleDoor

_DOWNLOADS = ("Downloads", "Unduhan")
_LARGEST = 10_000
"""No key is larger, in bytes."""


def ask_key(desk: Desk) -> None:
    """Ask for the service account's key file, try it, and keep a copy beside the settings."""
    known = desk.folder.secret("GOOGLE_KEY_FILE")
    named = desk.folder.path / known if known else None
    offered = named
    if named is None or not _is_key(named):
        desk.terminal.steps(handwork.GOOGLE.values())
        offered = next(found_keys(desk.folder.path, *(Path.home() / name for name in _DOWNLOADS)), None)

    def taken(text: str) -> str:
        file = desk.place(text)
        try:
            account = GoogleDoor(file, "").account
        except Refused:
            raise Mend("Itu bukan berkas kunci akun layanan Google. Unduh lagi kuncinya (JSON).") from None
        if file != named:
            desk.folder.keep_key(file)
        return account

    account = desk.until("Letak berkas kunci JSON (boleh diseret ke jendela ini)", taken, str(offered or ""))
    desk.terminal.done(f"Kunci Google siap. Akun layanannya: {account}")


def open_spreadsheet(desk: Desk) -> None:
    """Open the spreadsheet, say with whom to share it until it opens, and make the script's tabs."""
    config = desk.folder.config()
    if not config.google.spreadsheet:
        desk.terminal.trouble("Spreadsheet belum ada, karena formulirnya belum dibuat. Jalankan init lagi nanti.")
        return
    door = GoogleDoor(desk.folder.secrets().google_key, config.google.spreadsheet, config.google.api_url)
    while True:
        try:
            lines = [f"{line}." for line in prepare(door, config, desk.now)]
        except DoorError as error:
            desk.terminal.trouble(_why(error, config, door.account))
            desk.terminal.ask("Tekan Enter bila sudah")
        else:
            desk.terminal.done("Spreadsheet bisa dibuka.")
            desk.terminal.say(*lines, f"Alamat Meja, untuk kepala desa: {config.google.desk_link}")
            return


def found_keys(*folders: Path) -> Iterator[Path]:
    """Files in these folders that are keys of service accounts, the newest of each first."""
    for folder in folders:
        files = folder.glob("*.json") if folder.is_dir() else ()
        yield from sorted(filter(_is_key, files), key=lambda file: file.stat().st_mtime, reverse=True)


def _is_key(file: Path) -> bool:
    try:
        if file.stat().st_size > _LARGEST:
            return False
        said = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and said.get("type") == "service_account"


def _why(error: DoorError, config: Config, account: str) -> str:
    if isinstance(error, Retryable):
        return f"Google belum terjangkau ({error}). Periksa internet."
    if isinstance(error, Permanent):
        book = f"https://docs.google.com/spreadsheets/d/{config.google.spreadsheet}/edit"
        return (
            f"Spreadsheet tidak bisa dibuka. Buka {book}, klik Bagikan, lalu tambahkan {account} sebagai Editor. "
            "Periksa juga: Google Sheets API sudah diaktifkan."
        )
    return f"Belum pasti berhasil ({error}). Dicoba lagi."
