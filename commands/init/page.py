"""The web page that checks letters: whether the village wants it, and how it is put up by hand.

It comes in the script that makes the forms. Once the program is told its address, the letters' QR opens it.
"""

from commands.init import handwork, questions
from commands.init.desk import Desk
from commands.init.forms import write_script

_WHY = (
    "Boleh ditambah: halaman web untuk memeriksa surat dari kodenya, tanpa Telegram dan walau laptop mati, misalnya "
    "oleh petugas bank. Yang tampak di sana hanya isi tab Verifikasi, tanpa NIK."
)
_UP_ALREADY = (
    "Bila sudah terpasang, lewati saja. Hanya bila data desa berubah: tempel lagi skripnya, lalu Deploy > Manage "
    "deployments > Edit > New version; alamatnya tetap."
)


def ask(desk: Desk) -> bool:
    """Ask whether the village wants it, before the script is written; whether it was wanted already."""
    already = desk.folder.config().google.verification_page
    desk.terminal.say(_WHY)
    desk.ask_all(questions.page)
    return already


def put_up(desk: Desk, *, pasted: bool, already: bool) -> None:
    """Say how it is put up, if it is wanted; `pasted`: the script with it was just pasted to make forms."""
    config = desk.folder.config()
    if not config.google.verification_page:
        return
    steps = [*handwork.PAGE.values()]
    if not pasted:
        steps.insert(0, handwork.PASTE_AGAIN)
        desk.terminal.say(f"Skrip dengan halamannya sudah ditulis di {write_script(desk, config, [])}")
    desk.terminal.say("Halaman pemeriksaan surat dipasang begini:", *[_UP_ALREADY] * already)
    desk.terminal.steps(steps)
    desk.ask_all(questions.page_address)
