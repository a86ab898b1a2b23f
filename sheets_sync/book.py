"""The tab `Buku Surat`: the register as the office's book of outgoing letters shows it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from office.ledger.register import Letter
from sheets_sync.looks import Look

LOOKS = (
    Look("No. Urut", "Nomor urut dalam tahun ini. Seluruh tab ini diisi program.", 70),
    Look("Nomor Surat", "Nomor yang tercetak di surat.", 180),
    Look("Tanggal", "Tanggal surat.", 100),
    Look("Ditujukan Kepada", "Untuk siapa surat ini.", 180),
    Look("Isi Ringkas", "Tentang apa.", 220),
    Look("Disetujui", "Lewat apa, atau oleh siapa, surat ini disetujui.", 130),
    Look("Keterangan", "Misalnya: dicabut, dan mengapa.", 200),
)
_NUMBER = 1
_WAYS = {"spreadsheet": "lewat tab Meja"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What must be written: lines by the row where they were read, and lines that are missing, in order."""

    corrections: dict[int, tuple[str, ...]]
    missing: tuple[tuple[str, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.corrections or self.missing)


def lines(letters: Iterable[Letter], zone: ZoneInfo) -> list[tuple[str, ...]]:
    """What the book ought to say, a line per letter."""
    return [_line(letter, zone) for letter in letters]


def difference(rows: Sequence[Sequence[object]], wanted: Sequence[tuple[str, ...]]) -> Difference:
    """Compare the tab as it was read (with its header) with what it ought to say. Lines are known by their number."""
    present: dict[str, int] = {}
    for index, row in enumerate(rows[1:], start=1):
        present.setdefault(_texts(row)[_NUMBER], index)
    wrong = {
        present[line[_NUMBER]]: line
        for line in wanted
        if line[_NUMBER] in present and _texts(rows[present[line[_NUMBER]]]) != line
    }
    return Difference(wrong, tuple(line for line in wanted if line[_NUMBER] not in present))


def _line(letter: Letter, zone: ZoneInfo) -> tuple[str, ...]:
    entry, day = letter.entry, letter.issued_at.astimezone(zone)
    remark = f"Dicabut: {letter.withdrawn_why}" if letter.withdrawn_at else ""
    way = _WAYS.get(entry.approved_by, entry.approved_by)
    return (str(entry.sequence), entry.number, f"{day:%d/%m/%Y}", entry.addressee, entry.summary, way, remark)


def _texts(row: Sequence[object]) -> tuple[str, ...]:
    cells = ["" if cell is None else str(cell).strip() for cell in row[: len(LOOKS)]]
    return (*cells, *[""] * (len(LOOKS) - len(cells)))
