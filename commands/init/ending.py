"""The end of the set-up: everything is checked, and what comes next is said."""

from commands.check import links
from commands.init.desk import Desk
from commands.init.forms import uploads_by_hand
from commands.init.handwork import HANDWORK, PAGE
from office.config import Config
from office.problems import Link


def close(desk: Desk) -> bool:
    """Check everything; say what is still wrong, or how to go on. Whether all is in order."""
    desk.terminal.say("Semua diperiksa sekali lagi...")
    wrong = sum(_shown(desk, link) for link in links(desk.folder.config_file, desk.now))
    if wrong:
        desk.terminal.say(f"{wrong} hal perlu dibereskan. Setelah itu jalankan lagi: scheduler.py init")
        return False
    desk.terminal.done("Semua beres.")
    desk.terminal.say(
        closing_words(desk.terminal.answered, desk.folder.config()),
        "Mulai layanan dengan: python3 -m uv run scheduler.py",
        "Di Windows: py -m uv run scheduler.py",
        "Lalu coba satu permohonan, dari jendela lain: scheduler.py check --live",
    )
    return True


def _shown(desk: Desk, link: Link) -> int:
    """Show a link of the chain; how many of its problems are to be mended."""
    if not link.problems:
        desk.terminal.done(f"beres: {link.name}")
    for problem in link.problems:
        tell = desk.terminal.say if problem.advice else desk.terminal.trouble
        tell(f"- {problem}")
    return sum(not problem.advice for problem in link.problems)


def closing_words(answered: int, config: Config) -> str:
    """How much work it was."""
    steps = len(HANDWORK) + (len(PAGE) if config.google.verification_page else 0)
    uploads = uploads_by_hand(config)
    by_hand = f"{steps} langkah di luar program" + (f" dan {uploads} pertanyaan unggah" if uploads else "")
    return f"Selesai: {answered} jawaban di sini, {by_hand}."
