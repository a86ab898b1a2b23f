"""The tab `Buku Surat`: the register as the office's book of outgoing letters shows it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from office.ledger.register import Letter
from sheets_sync.looks import Look, fitting

LOOKS = (
    Look("No. Urut", "Nomor urut dalam tahun ini. Seluruh tab ini diisi program.", 70),
    Look("Nomor Surat", "Nomor yang tercetak di surat.", 180),
    Look("Tanggal", "Tanggal surat.", 100),
    Look("Ditujukan Kepada", "Untuk siapa surat ini.", 180),
    Look("Isi Ringkas", "Tentang apa.", 220),
    Look("Disetujui", "Lewat apa, atau oleh siapa, surat ini disetujui.", 130),
    Look("Keterangan", "Misalnya: dicabut, dan mengapa.", 200),
)
HEADERS = tuple(look.title for look in LOOKS)
NUMBER = 1
"""Which cell of a line holds the letter's number."""
_DAY = "%d/%m/%Y"
_WITHDRAWN = "Dicabut: "
_WAYS = {"spreadsheet": "lewat tab Meja"}

Line = tuple[str, ...]
"""The cells of a letter, or of the header."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What a line of the book tells of a letter; None where it cannot be read. `withdrawn_why`: None if it was not."""

    number: str
    sequence: int | None
    day: date | None
    addressee: str
    summary: str
    approved_by: str
    withdrawn_why: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What must be written: lines by the row where they were read, and lines that are missing, in order."""

    corrections: dict[int, Line]
    missing: tuple[Line, ...]

    def __bool__(self) -> bool:
        return bool(self.corrections or self.missing)


def lines(letters: Iterable[Letter], zone: ZoneInfo) -> list[Line]:
    """What the book ought to say, a line per letter."""
    return [_line(letter, zone) for letter in letters]


def difference(rows: Sequence[Sequence[object]], wanted: Sequence[Line]) -> Difference:
    """Compare the tab as it was read with what it ought to say: the header, and each letter's line wherever it stands.

    A line is known by its number; one whose number was changed, by all the rest. What people added stays.
    """
    head, *present = [texts(row) for row in rows] or [()]
    by_number = {line[NUMBER]: line for line in wanted}
    numbers = {row[NUMBER] for row in present}
    missing = {line: None for line in wanted if line[NUMBER] not in numbers}
    renumbered = {_rest(line): line for line in missing}
    wrong = {0: HEADERS} if head != HEADERS else {}
    for index, row in enumerate(present, start=1):
        line = by_number.get(row[NUMBER]) or renumbered.pop(_rest(row), None)
        if line and line != row:
            wrong[index] = line
            missing.pop(line, None)
    return Difference(wrong, tuple(missing))


def booked(rows: Sequence[Sequence[object]]) -> list[Booked]:
    """The letters in the tab as it was read, in its order; of two lines with the same number the first."""
    found: dict[str, Booked] = {}
    for line in map(texts, rows[1:]):
        if line[NUMBER]:
            found.setdefault(line[NUMBER], _booked(line))
    return list(found.values())


def _booked(line: Line) -> Booked:
    sequence, number, day, addressee, summary, way, remark = line
    return Booked(
        number,
        int(sequence) if sequence.isdecimal() else None,
        _day(day),
        addressee,
        summary,
        next((name for name, words in _WAYS.items() if words == way), way),
        remark.removeprefix(_WITHDRAWN) if remark.startswith(_WITHDRAWN) else None,
    )


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, _DAY).date()  # noqa: DTZ007 - a day of the village's
    except ValueError:
        return None


def _rest(line: Line) -> Line:
    return (*line[:NUMBER], *line[NUMBER + 1 :])


def _line(letter: Letter, zone: ZoneInfo) -> Line:
    entry, day = letter.entry, letter.issued_at.astimezone(zone)
    remark = f"{_WITHDRAWN}{letter.withdrawn_why}" if letter.withdrawn_at else ""
    way = _WAYS.get(entry.approved_by, entry.approved_by)
    line = (str(entry.sequence), entry.number, f"{day:{_DAY}}", entry.addressee, entry.summary, way, remark)
    return tuple(map(fitting, line))


def texts(row: Sequence[object]) -> Line:
    """The cells of a row as it was read, as many as a line has."""
    cells = ["" if cell is None else str(cell).strip() for cell in row[: len(LOOKS)]]
    return (*cells, *[""] * (len(LOOKS) - len(cells)))
