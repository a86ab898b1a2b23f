"""All that is left, put together to what the new ledger is to know. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from office.cases import Arrival, Dossier, Status
from office.config import Config
from office.ledger import outbox
from office.ledger.rebuild import OnFile, Past
from sheets_sync import book
from sheets_sync.book import Booked
from sheets_sync.columns import Column
from sheets_sync.recovery.attempts import Read, read_attempts
from sheets_sync.recovery.form_rows import FormRows
from sheets_sync.recovery.letters import numbered, old_letters
from sheets_sync.recovery.remains import Remains
from sheets_sync.rows import moment


@dataclass(frozen=True, slots=True)
class Recovered:
    """What is entered, what was read of the rows, and what the operator has to know beside.

    `meant` are cells that will say something else than before, on purpose. `strangers` are the rows of the form tabs
    that belong to no request; those sent since `takes_since` will come in as new ones. `undated` are the letters whose
    day nobody wrote down.
    """

    past: Past
    read: Read
    meant: frozenset[tuple[str, Column]]
    strangers: tuple[Arrival, ...]
    undated: tuple[str, ...]
    takes_since: datetime

    @property
    def unsure(self) -> list[str]:
        """The attempts of which nobody knows whether the last news arrived."""
        news = {mine.key: mine.news.state for mine in self.past.dossiers if mine.news}
        return [key for key, column in sorted(self.meant) if column is Column.NEWS and news[key] == outbox.UNCERTAIN]


def recover(remains: Remains, config: Config, files: Sequence[OnFile], now: datetime) -> Recovered:
    """What was, as far as the spreadsheet and the archive of files tell."""
    lines = book.booked(remains.book)
    read = read_attempts(remains, config, now)
    before = [mine for mine, _ in read.attempts]
    withdrawn = {line.number: line.withdrawn_why for line in lines if line.withdrawn_why is not None}
    attempts = tuple(
        replace(mine, message=withdrawn[mine.number])
        if mine.status is Status.WITHDRAWN and mine.number in withdrawn
        else mine
        for mine in numbered(before, lines, files, config)
    )
    since = _since(attempts, remains, now)
    return Recovered(
        past=Past(
            dossiers=attempts,
            letters=old_letters(remains, attempts, files, config, now),
            since=since,
            unconfirmed=tuple(sorted({service.letter.series for service in config.services.values()})),
        ),
        read=read,
        undated=tuple(_undated(attempts, lines, files)),
        meant=frozenset(_meant(before, attempts, now)),
        strangers=tuple(FormRows(remains.arrivals).strangers(attempts)),
        takes_since=datetime.combine(config.google.since, time(), config.village.hours.zone)
        if config.google.since
        else since,
    )


def _since(attempts: Sequence[Dossier], remains: Remains, now: datetime) -> datetime:
    """From when on unknown rows are new ones: the time of the newest row that is known.

    The lost ledger had read all tabs at once, so it had seen every row that was sent before that one: what is older
    and has no request was history, or its request was deleted. What is newer it never saw, and that must come in.
    A time in the future was typed by hand. Without any request, all that is there now is history.
    """
    stamps = (moment(mine.serial, remains.zone) for mine in attempts if mine.serial)
    return max((stamp for stamp in stamps if stamp <= now), default=now)


def _undated(attempts: Sequence[Dossier], lines: Sequence[Booked], files: Sequence[OnFile]) -> Iterator[str]:
    dated = {line.number for line in lines if line.day} | {file.number for file in files}
    numbers = [*(mine.number for mine in attempts), *(line.number for line in lines)]
    yield from dict.fromkeys(number for number in numbers if number and number not in dated)


def _meant(before: Sequence[Dossier], after: Sequence[Dossier], now: datetime) -> Iterator[tuple[str, Column]]:
    for was, mine in zip(before, after, strict=True):
        if was.status is not mine.status:
            yield mine.key, Column.STATUS
        if was.number is None and mine.number:
            yield mine.key, Column.NUMBER
        if mine.news and mine.news.at == now:  # no cell tells a moment so exactly
            yield mine.key, Column.NEWS
