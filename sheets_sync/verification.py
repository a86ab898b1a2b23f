"""The tab `Verifikasi`: of each letter with a code what a stranger may know, for the page that checks letters. Pure.

Never a NIK, a telephone number or an answer; of a withdrawn letter not even whose it was. The page trusts this tab, so
it holds nothing but these lines: what people added is wiped.
"""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from office.ledger.register import Letter
from office.masking import without_long_numbers
from sheets_sync import batch
from sheets_sync.looks import Look, fitting

VERIFICATION_TAB = 17_081_948
"""The tab's sheet id, chosen by us as the desk's is."""
TITLE = "Verifikasi"
LOOKS = (
    Look("Kode", "Kode di bawah QR surat. Seluruh tab ini diisi program untuk halaman pemeriksaan surat.", 140),
    Look("Jenis", "Jenis surat.", 220),
    Look("Nomor", "Nomor yang tercetak di surat.", 180),
    Look("Tanggal", "Tanggal surat: tahun-bulan-hari.", 100),
    Look("Atas Nama", "Kosong bila surat dicabut.", 180),
    Look("Berlaku Sampai", "Kosong bila tidak dibatasi.", 110),
    Look("Dicabut", "Tanggal pencabutan.", 100),
)
HEADERS = tuple(look.title for look in LOOKS)
_NUMBER, _UNTIL = 2, 5
_BLANK = ("",) * len(LOOKS)

Line = tuple[str, ...]


def new_verification(title: str, editors: Sequence[str] = ()) -> list[batch.Request]:
    """Make the tab; all of it is the script's."""
    return [*batch.new_tab(VERIFICATION_TAB, title, 2, LOOKS), batch.protect({"sheetId": VERIFICATION_TAB}, editors)]


def lines(letters: Iterable[Letter], zone: ZoneInfo) -> list[Line]:
    """What the tab ought to say: the header, and a line per letter that has a code, in the order of the register."""
    return [HEADERS, *(_line(letter, zone) for letter in letters if letter.entry.verification)]


def told(rows: Sequence[Sequence[object]]) -> dict[str, tuple[str, str]]:
    """What the tab, as it was read, tells of letters: by number the code, and the last day on which it is good."""
    read = (_texts(row) for row in rows[1:])
    return {line[_NUMBER]: (line[0], line[_UNTIL]) for line in read if line[0] and line[_NUMBER]}


def corrections(rows: Sequence[Sequence[object]], wanted: Sequence[Line]) -> list[batch.Request]:
    """What must be written so that the tab, as it was read, says this and nothing else."""
    read = [_texts(row) for row in rows[: len(wanted)]]
    wrong = {at: line for at, (line, said) in enumerate(zip(wanted, read, strict=False)) if line != said}
    surplus = {at: _BLANK for at, row in enumerate(rows) if at >= len(wanted) and any(_texts(row))}
    changes = [batch.cells(VERIFICATION_TAB, at, 0, [line]) for at, line in (wrong | surplus).items()]
    if missing := wanted[len(rows) :]:
        changes.append(batch.appended(VERIFICATION_TAB, missing))
    return changes


def _line(letter: Letter, zone: ZoneInfo) -> Line:
    entry, day = letter.entry, letter.issued_at.astimezone(zone).date()
    known = (entry.verification or "", without_long_numbers(entry.summary), entry.number, day.isoformat())
    if letter.withdrawn_at:
        return (*map(fitting, known), "", "", letter.withdrawn_at.astimezone(zone).date().isoformat())
    return (*map(fitting, known), fitting(without_long_numbers(entry.addressee)), entry.content.valid_until, "")


def _texts(row: Sequence[object]) -> Line:
    cells = ["" if cell is None else str(cell) for cell in row[: len(LOOKS)]]
    return (*cells, *[""] * (len(LOOKS) - len(cells)))
