"""The register, from the book in the spreadsheet, the numbers on the desk, and the archive of files. Pure.

The archive alone knows what was printed; the code in the QR stands also in the tab for the page that checks letters.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from office.cases import Dossier, Status
from office.config import Config
from office.ledger.rebuild import OldLetter, OnFile
from office.ledger.register import Content, Entry, Letter
from office.numbering import SERIES, taken_apart
from office.services import NAME_TITLE, Service
from sheets_sync.book import Booked, booked
from sheets_sync.recovery.remains import Remains

_OTHER_SERIES = "lain"
"""For a number that fits none of the village's patterns and whose place in the usual series is taken."""
_NOON = time(12)
"""The book knows only the day."""

_Place = tuple[str, int, int]
"""A series, a year, and the number's place in it."""


@dataclass(frozen=True, slots=True)
class _Source:
    """All that is known of one number."""

    number: str
    line: Booked | None
    file: OnFile | None
    attempt: Dossier | None
    code: str | None
    valid_until: str


def numbered(
    attempts: Sequence[Dossier], book: Iterable[Booked], files: Iterable[OnFile], config: Config
) -> tuple[Dossier, ...]:
    """The attempts with their numbers, also those that only the archive of files knows of.

    One that has its number and was not handed over yet is ready to be fetched: nobody is sent anything, and the office
    can hand it over or withdraw it. What is in no book and looks like no number is none.
    """
    shown = {mine.number for mine in attempts}
    free = {file.reference: file.number for file in files if file.number not in shown}
    certain = {line.number for line in book} | {file.number for file in files}
    return tuple(_with_number(mine, free, certain, config) for mine in attempts)


def _with_number(mine: Dossier, free: Mapping[str, str], certain: Collection[str], config: Config) -> Dossier:
    waits = mine.status is Status.APPROVED
    number = mine.number or (free.get(mine.reference) if waits and mine.latest else None)
    if number is None:
        return mine
    good = number in certain or any(
        taken_apart(service.letter.pattern, number, config.village.code) for service in config.services.values()
    )
    return replace(mine, number=number if good else None, status=Status.READY if waits else mine.status)


def old_letters(
    remains: Remains, attempts: Sequence[Dossier], files: Iterable[OnFile], config: Config, now: datetime
) -> tuple[OldLetter, ...]:
    """Every letter of which a number is known, in the order of the book; what it lacks comes behind."""
    by_number: dict[str, Dossier] = {}
    cases = set()
    for mine in attempts:
        if mine.number and mine.number not in by_number and mine.reference not in cases:
            by_number[mine.number] = mine
            cases.add(mine.reference)
    on_file = {file.number: file for file in files}
    lines = {line.number: line for line in booked(remains.book)}
    numbers = dict.fromkeys([*lines, *by_number, *on_file])
    sources = []
    for one in numbers:
        code, until = remains.codes.get(one, (None, ""))
        sources.append(_Source(one, lines.get(one), on_file.get(one), by_number.get(one), code, until))
    return tuple(_in_series(sources, config, now))


def _in_series(sources: Sequence[_Source], config: Config, now: datetime) -> Iterator[OldLetter]:
    """The letters, each with its place in a series; those whose service is known take theirs first."""
    places: dict[str, _Place] = {}
    taken: set[_Place] = set()
    for source in sorted(sources, key=lambda one: one.attempt is None):
        possible = _places(source, config, now)
        place = next((place for place in possible if place not in taken), None) or _beyond(taken, possible[-1])
        places[source.number] = place
        taken.add(place)
    yield from (_letter(source, places[source.number], config, now) for source in sources)


def _beyond(taken: Collection[_Place], wanted: _Place) -> _Place:
    name, year, sequence = _OTHER_SERIES, *wanted[1:]
    while (name, year, sequence) in taken:
        sequence += 1
    return name, year, sequence


def _places(source: _Source, config: Config, now: datetime) -> list[_Place]:
    """Series, year and place in it that this number may have, the likeliest first; at least one."""
    mine = _service(source, config)
    year = _issued_at(source, config, now).astimezone(config.village.hours.zone).year
    sequence = source.line.sequence if source.line else None
    dated = source.file or (source.line and source.line.day)
    fits = []
    for service in config.services.values():
        parts = taken_apart(service.letter.pattern, source.number, config.village.code)
        if parts and sequence in {None, parts.sequence}:
            rank = (mine is None or mine.letter.series != service.letter.series, parts.code != service.letter.code)
            fits.append((rank, (service.letter.series, year if dated else parts.year, parts.sequence)))
    usual = mine.letter.series if mine else SERIES
    found = [place for _, place in sorted(fits, key=lambda one: one[0])]
    return found or [(usual, year, sequence or 0)]


def _letter(source: _Source, place: _Place, config: Config, now: datetime) -> OldLetter:
    line, file, mine, service = source.line, source.file, source.attempt, _service(source, config)
    series, year, sequence = place
    entry = Entry(
        number=source.number,
        series=series,
        year=year,
        sequence=sequence,
        addressee=line.addressee if line else _name(source),
        summary=line.summary if line else service.title if service else "",
        approved_by=line.approved_by if line else "spreadsheet",
        service=service.key if service else None,
        verification=file.verification if file else source.code,
        template=file.template if file else None,
        fingerprint=file.fingerprint if file else None,
        content=file.content if file else Content(valid_until=source.valid_until),
    )
    issued_at = _issued_at(source, config, now)
    why = _withdrawn_why(source)
    letter = Letter(0, entry, issued_at, None if why is None else _withdrawn_at(source, issued_at), why)
    return OldLetter(letter, mine.key if mine else "")


def _name(source: _Source) -> str:
    if source.attempt:
        return source.attempt.name
    return source.file.content.values.get(NAME_TITLE, "") if source.file else ""


def _service(source: _Source, config: Config) -> Service | None:
    if source.attempt:
        return config.services.get(source.attempt.service)
    template = source.file.template if source.file else None
    return next((one for one in config.services.values() if template and one.letter.template == template), None)


def _issued_at(source: _Source, config: Config, now: datetime) -> datetime:
    if source.file:
        return source.file.issued_at
    if source.line and source.line.day:
        return datetime.combine(source.line.day, _NOON, config.village.hours.zone)
    mine = source.attempt
    return now if mine is None else mine.news.at if mine.news else mine.arrived_at


def _withdrawn_why(source: _Source) -> str | None:
    if source.line and source.line.withdrawn_why is not None:
        return source.line.withdrawn_why
    if source.attempt and source.attempt.status is Status.WITHDRAWN:
        return source.attempt.message
    return None


def _withdrawn_at(source: _Source, issued_at: datetime) -> datetime:
    return (source.attempt.closed_at if source.attempt else None) or issued_at
