"""The first of the staff: until somebody is enrolled, nobody may act in their chat."""

import secrets
from collections.abc import Callable

from commands.init import checks, handwork
from commands.init.checks import Mend
from commands.init.desk import Desk
from office.doors import DoorError
from office.ledger import staff
from office.ledger.connection import LEDGER_FILE, Ledger
from office.staff_commands import INVITE, StaffError, invite

_LATER = f"Mengundang staf bisa kapan saja: {INVITE}"


def invite_first(desk: Desk, bot: Callable[[], str]) -> None:
    """Where nobody is enrolled, make a link for the first one; `bot` asks Telegram for the bot's name."""
    with Ledger(desk.folder.config().data_dir / LEDGER_FILE) as ledger:
        with ledger.read() as tx:
            enrolled = staff.members(tx)
        if enrolled:
            desk.terminal.done(f"Staf yang terdaftar: {len(enrolled)} orang. {_LATER}")
            return
        desk.terminal.say("Hanya staf yang terdaftar boleh bertindak di grup staf. Belum ada yang terdaftar.")
        link = _asked(desk, ledger, bot)
    if link:
        desk.terminal.say(*link)
        desk.terminal.steps([handwork.TELEGRAM["staff"]])
    else:
        desk.terminal.say(_LATER)


def _asked(desk: Desk, ledger: Ledger, bot: Callable[[], str]) -> list[str]:
    """The link in sentences; nothing when it is to wait, or has to."""

    def taken(text: str) -> list[str]:
        if text.strip() == checks.NOTHING:
            return []
        try:
            return [*invite(ledger, text, bot, desk.now, secrets.choice)]
        except StaffError as error:
            raise Mend(str(error)) from None

    try:
        return desk.until(f"Nama orang pertama yang didaftarkan; {checks.NOTHING} bila nanti", taken, "Operator")
    except DoorError as error:
        desk.terminal.trouble(f"Tautannya belum bisa dibuat ({error}).")
        return []
