"""The copies of the village's state: where they are put, and how they are locked."""

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
    folder = desk.folder.path / typed.strip()
    if not typed.strip() or folder.is_file():
        raise Mend("Tulis letak sebuah folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Mend("Folder itu tidak bisa dibuat. Periksa letaknya, dan apakah flashdisknya terpasang.") from None
    return typed.strip()


def _ask_passphrase(desk: Desk) -> None:
    known = desk.folder.secret("BACKUP_PASSPHRASE")
    desk.terminal.say(
        "Cadangan memuat data warga, jadi sebaiknya dikunci. Catat kata sandinya juga di tempat lain: tanpa itu "
        "cadangan tidak bisa dibuka siapa pun."
    )
    without = "pakai yang sudah ada" if known else "tanpa kunci"
    words = f"Kata sandi cadangan; tidak terlihat saat diketik; Enter: {without}"
    word = desk.until(words, lambda typed: checks.passphrase(typed) if typed.strip() else "", hidden=True)
    if word and desk.until("Ketik sekali lagi", lambda typed: _same(typed, word), hidden=True):
        desk.folder.keep_secret("BACKUP_PASSPHRASE", word)


def _same(typed: str, word: str) -> str:
    if typed.strip() != word:
        raise Mend("Tidak sama dengan yang pertama. Ketik lagi kata sandi yang pertama.")
    return word
