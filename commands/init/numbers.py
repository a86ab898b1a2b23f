"""Where the numbers of letters go on from: the last one that the village used this year."""

from collections.abc import Iterator

from commands.init import checks
from commands.init.checks import Mend
from commands.init.desk import Desk
from letters.commands import CommandError, start_after
from office.config import Config
from office.ledger import register
from office.ledger.connection import LEDGER_FILE, Ledger
from office.numbering import SERIES


def ask(desk: Desk) -> None:
    """Ask it for each series of numbers, and write it into the ledger when it differs from what stands there."""
    config = desk.folder.config()
    year = desk.now.astimezone(config.village.hours.zone).year
    with Ledger(config.data_dir / LEDGER_FILE) as ledger:
        for series in _series(config):
            with ledger.read() as tx:
                last = register.last_number(tx, series, year)

            def taken(text: str, series: str = series, last: int = last) -> Iterator[str]:
                number = checks.number(text)
                return iter(()) if number == last else _started(ledger, config, number, series, year)

            desk.terminal.say(*desk.until(_words(series, year), taken, str(last)))


def _series(config: Config) -> list[str]:
    return list(dict.fromkeys(service.letter.series for service in config.offered.values()))


def _words(series: str, year: int) -> str:
    which = "" if series == SERIES else f" dari seri {series}"
    return f"Nomor urut surat terakhir{which} di buku surat desa tahun {year}; 0 bila belum ada"


def _started(ledger: Ledger, config: Config, last: int, series: str, year: int) -> Iterator[str]:
    try:
        return iter([*start_after(ledger, config, last, series, year)])
    except CommandError as error:
        raise Mend(str(error)) from None
