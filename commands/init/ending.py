"""The end of the set-up: everything is checked, and what comes next is said."""

from commands.check import problems
from commands.init.desk import Desk
from commands.init.forms import uploads_by_hand
from commands.init.handwork import HANDWORK


def close(desk: Desk) -> bool:
    """Check everything; say what is still wrong, or how to go on. Whether all is in order."""
    desk.terminal.say("Semua diperiksa sekali lagi...")
    found = list(problems(desk.folder.config_file, desk.now))
    for problem in found:
        desk.terminal.trouble(f"- {problem}")
    if found:
        desk.terminal.say(f"{len(found)} hal perlu dibereskan. Setelah itu jalankan lagi: scheduler.py init")
        return False
    desk.terminal.done("Semua beres.")
    desk.terminal.say(
        closing_words(desk.terminal.answered, uploads_by_hand(desk.folder.config())),
        "Mulai layanan dengan: python3 -m uv run scheduler.py",
        "Di Windows: py -m uv run scheduler.py",
        "Lalu coba sendiri: buka bot di Telegram dan minta satu surat.",
    )
    return True


def closing_words(answered: int, uploads: int) -> str:
    """How much work it was."""
    by_hand = f"{len(HANDWORK)} langkah di luar program" + (f" dan {uploads} pertanyaan unggah" if uploads else "")
    return f"Selesai: {answered} jawaban di sini, {by_hand}."
