"""The tab `Buku Surat`: the register as the office's book of outgoing letters shows it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
_NUMBER = 1
_WAYS = {"spreadsheet": "lewat tab Meja"}

Line = tuple[str, ...]
"""The cells of a letter, or of the header."""


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
    head, *present = [_texts(row) for row in rows] or [()]
    by_number = {line[_NUMBER]: line for line in wanted}
    numbers = {row[_NUMBER] for row in present}
    missing = {line: None for line in wanted if line[_NUMBER] not in numbers}
    renumbered = {_rest(line): line for line in missing}
    wrong = {0: HEADERS} if head != HEADERS else {}
    for index, row in enumerate(present, start=1):
        line = by_number.get(row[_NUMBER]) or renumbered.pop(_rest(row), None)
        if line and line != row:
            wrong[index] = line
            missing.pop(line, None)
    return Difference(wrong, tuple(missing))


def _rest(line: Line) -> Line:
    return (*line[:_NUMBER], *line[_NUMBER + 1 :])


def _line(letter: Letter, zone: ZoneInfo) -> Line:
    entry, day = letter.entry, letter.issued_at.astimezone(zone)
    remark = f"Dicabut: {letter.withdrawn_why}" if letter.withdrawn_at else ""
    way = _WAYS.get(entry.approved_by, entry.approved_by)
    line = (str(entry.sequence), entry.number, f"{day:%d/%m/%Y}", entry.addressee, entry.summary, way, remark)
    return tuple(map(fitting, line))


def _texts(row: Sequence[object]) -> Line:
    cells = ["" if cell is None else str(cell).strip() for cell in row[: len(LOOKS)]]
    return (*cells, *[""] * (len(LOOKS) - len(cells)))
