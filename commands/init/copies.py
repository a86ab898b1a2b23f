"""The copies of the village's state: where they are put, and how they are locked."""

from pathlib import Path
from tempfile import TemporaryFile

from commands.init import checks
from commands.init.checks import Mend
from commands.init.desk import Desk

_PLACE = ("cadangan", "folder")


def ask(desk: Desk) -> None:
    """Ask for the folder of the copies, and for a passphrase that locks them."""
    config, raw = desk.folder.config(), desk.folder.raw()
    desk.terminal.say(
        "Tiap hari data disalin sendiri. Pilih flashdisk, atau folder yang tersinkron dan milik desa saja."
    )
    now = str((raw.get("cadangan") or {}).get("folder") or config.backup_folder)
    folder = desk.until("Folder cadangan", lambda typed: _usable(desk, typed), now)
    if folder != now:
        desk.folder.write({_PLACE: folder})
    _ask_passphrase(desk)


def _usable(desk: Desk, typed: str) -> str:
    """The folder as it is to stand in the settings; it is there, and something can be put into it."""
    bare = checks.unquoted(typed).strip()
    if not bare:
        raise Mend("Tulis letak sebuah folder.")
    folder = desk.place(typed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError):
        raise Mend("Folder itu tidak bisa dibuat. Periksa letaknya, dan apakah flashdisknya terpasang.") from None
    _try_to_write(folder)
    return str(folder) if bare.startswith("~") else bare  # the settings know no `~`


def _try_to_write(folder: Path) -> None:
    try:
        with TemporaryFile(dir=folder) as trial:
            trial.write(b"x")
    except OSError:
        raise Mend(
            "Folder itu tidak bisa ditulisi. Periksa apakah flashdisknya penuh atau terkunci, atau pilih folder lain."
        ) from None


def _ask_passphrase(desk: Desk) -> None:
    known = desk.folder.secret("BACKUP_PASSPHRASE")
    desk.terminal.say(
        "Cadangan memuat data warga, jadi sebaiknya dikunci. Catat kata sandinya juga di tempat lain: tanpa itu "
        "cadangan tidak bisa dibuka siapa pun."
    )
    without = "pakai yang sudah ada" if known else "tanpa kunci"
    words = f"Kata sandi cadangan; tidak terlihat saat diketik; Enter: {without}"
    while word := desk.until(words, lambda typed: checks.passphrase(typed) if typed.strip() else "", hidden=True):
        if desk.terminal.ask("Ketik sekali lagi", hidden=True).strip() == word:
            desk.folder.keep_secret("BACKUP_PASSPHRASE", word)
            return
        # Either may be the slip, and neither can be seen.
        desk.terminal.trouble("Keduanya tidak sama. Ketik dua-duanya sekali lagi.")
