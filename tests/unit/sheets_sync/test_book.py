"""The tab `Buku Surat`: what it ought to say, and what must be written where it says something else."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from office.doors import Ambiguous, Refused, Retryable
from office.ledger import register
from office.ledger.register import Entry, Letter
from sheets_sync import batch, book
from sheets_sync.batch import BOOK_TAB
from sheets_sync.google import Cell, Range
from sheets_sync.looks import LONGEST_CELL
from sheets_sync.mirror import RegisterMirror
from sheets_sync.sync import SWEEP_EVERY
from tests.unit.builders import JAKARTA, NOON
from tests.unit.sheets_sync.hall import Hall
from tests.unit.sheets_sync.paper import PaperDoor

HEAD = ("No. Urut", "Nomor Surat", "Tanggal", "Ditujukan Kepada", "Isi Ringkas", "Disetujui", "Keterangan")
Line = tuple[str, ...]


def letter(sequence: int, **fields: Any) -> Letter:
    values = {"addressee": "Siti Contoh", "summary": "Surat Keterangan Usaha", "approved_by": "spreadsheet"}
    entry = Entry(f"517/{sequence:03}/DS-KRS/XI/2026", "surat", 2026, sequence, **(values | fields))
    return Letter(sequence, entry, NOON)


def line(sequence: int, **fields: Any) -> Line:
    return book.lines([letter(sequence, **fields)], JAKARTA)[0]


ONE, TWO, THREE = line(1), line(2), line(3)
ALL = (ONE, TWO, THREE)


def mended(rows: Iterable[Sequence[Cell]], wanted: Sequence[Line] = ALL) -> list[list[Cell]]:
    """The tab after what differs was written, cells without blank ends."""
    door = PaperDoor({BOOK_TAB: [list(row) for row in rows]})
    differs = book.difference(door.tabs[BOOK_TAB], wanted)
    if differs:
        door.change(batch.put_right_in_book(differs.corrections, differs.missing))
        again = book.difference(door.tabs[BOOK_TAB], wanted)
        assert not again, "it is not right after one writing"
    return [[cell for cell in row if cell] for row in door.tabs[BOOK_TAB]]


def shown(*lines: Line) -> list[list[Cell]]:
    return [[cell for cell in row if cell] for row in (HEAD, *lines)]


# --- what it ought to say ---------------------------------------------------------------------------------------


def test_a_line_of_the_book() -> None:
    """Running number, number, date, addressed to, summary, how it was approved, remarks."""
    assert ONE == (
        "1", "517/001/DS-KRS/XI/2026", "23/11/2026", "Siti Contoh", "Surat Keterangan Usaha", "lewat tab Meja", "",
    )  # fmt: skip


def test_a_letter_made_by_hand() -> None:
    """It says who booked it."""
    assert line(4, approved_by="dicatat operator")[5] == "dicatat operator"


def test_a_withdrawn_letter_keeps_its_line() -> None:
    """With the reason as remark."""
    entry = letter(1).entry
    (said,) = book.lines([Letter(1, entry, NOON, NOON, "Salah nama")], JAKARTA)
    assert said == (*ONE[:6], "Dicabut: Salah nama")


def test_the_day_is_the_villages() -> None:
    """A letter of half past midnight is not of the day before."""
    late = NOON.replace(hour=17, minute=30)
    assert book.lines([Letter(1, letter(1).entry, late)], JAKARTA)[0][2] == "24/11/2026"


# --- what must be written ---------------------------------------------------------------------------------------


def test_a_book_that_is_right_costs_nothing() -> None:
    """Also with spaces and empty cells where Google keeps them."""
    rows = [list(HEAD), [f" {ONE[0]} ", *ONE[1:6], None], [*TWO, "", ""], list(THREE[:6])]
    assert not book.difference(rows, ALL)


def test_new_letters_come_behind_the_last() -> None:
    """In the order of the register."""
    assert mended([HEAD]) == shown(*ALL)
    assert mended([HEAD, ONE]) == shown(*ALL)


def test_a_deleted_line_comes_back() -> None:
    """At the end, where no row has to move for it."""
    assert mended([HEAD, ONE, THREE]) == shown(ONE, THREE, TWO)


def test_a_sorted_book_stays_sorted() -> None:
    """Lines are known by their number, wherever they stand."""
    assert mended([HEAD, THREE, ONE, TWO]) == shown(THREE, ONE, TWO)


@pytest.mark.parametrize("column", range(len(HEAD)))
@pytest.mark.parametrize("cell", ["lain", "", 7, 46349.0])
def test_an_edited_cell_is_put_right(column: int, cell: Cell) -> None:
    """In its place, whichever it is; also the number itself, by which the line is known."""
    edited: list[Cell] = list(TWO)
    edited[column] = cell
    assert mended([HEAD, ONE, edited, THREE]) == shown(*ALL)


def test_a_withdrawal_reaches_every_copy_of_a_line() -> None:
    """A line that somebody copied must not go on saying that the letter is good."""
    withdrawn = (*TWO[:6], "Dicabut: Salah nama")
    assert mended([HEAD, ONE, TWO, THREE, TWO], (ONE, withdrawn, THREE)) == shown(ONE, withdrawn, THREE, withdrawn)


@pytest.mark.parametrize("head", [[], ["No. Urut", "Nomor"], list(HEAD[::-1])])
def test_the_header_is_put_right(head: list[Cell]) -> None:
    """It is the script's like all the rest."""
    assert mended([head, *ALL]) == shown(*ALL)


def test_a_header_that_was_deleted_comes_back() -> None:
    """With the line that had moved into its place behind the others."""
    assert mended(ALL) == shown(TWO, THREE, ONE)


def test_an_emptied_book_is_written_anew() -> None:
    """From the register, which is the book."""
    assert mended([]) == shown(*ALL)


def test_what_people_added_stays() -> None:
    """A line with a number that is not the register's is nobody's business here."""
    own = ("", "005/surat masuk", "", "Camat")
    assert mended([HEAD, own, ONE]) == [*shown(), ["005/surat masuk", "Camat"], *shown(*ALL)[1:]]


def test_words_with_spaces_around_are_not_written_again_and_again() -> None:
    """A cell is read without them."""
    wanted = line(1, addressee="  Siti ", summary=" Surat\n")
    assert (wanted[3], wanted[4]) == ("Siti", "Surat")
    assert mended([HEAD], [wanted]) == shown(wanted)


def test_very_long_words_are_cut_to_what_google_keeps() -> None:
    """Or it would refuse to write anything."""
    entry = letter(1).entry
    (said,) = book.lines([Letter(1, entry, NOON, NOON, "x" * 50_000)], JAKARTA)
    assert said[6] == "Dicabut: " + "x" * (LONGEST_CELL - 9)


# --- in the loop ------------------------------------------------------------------------------------------------


def book_reads(hall: Hall) -> int:
    return sum(asked == Range(BOOK_TAB) for call in hall.door.asked for asked in call)


def enter(hall: Hall, sequence: int) -> Letter:
    with hall.ledger.write() as tx:
        return register.enter(tx, letter(sequence).entry, hall.now)


def test_the_book_appears_with_the_first_round(hall: Hall) -> None:
    """The tab with its header and its notes, all text, and a warning for whoever types into it."""
    hall.poll()
    assert hall.door.tabs[BOOK_TAB] == [list(HEAD)]
    made = [change for change in hall.door.changes[0] if str(BOOK_TAB) in str(change)]
    assert next(iter(made[0])) == "addSheet"
    assert "addProtectedRange" in made[-1]


def test_a_letter_stands_in_the_book_with_the_next_round(hall: Hall) -> None:
    """Also one that an operator booked by hand while the service runs."""
    hall.poll()
    enter(hall, 1)
    hall.poll()
    assert hall.door.column(BOOK_TAB, 1) == [ONE[1]]


def test_a_withdrawal_stands_in_the_book_with_the_next_round(hall: Hall) -> None:
    """The remark is added to the line."""
    hall.poll()
    made = enter(hall, 1)
    hall.poll()
    with hall.ledger.write() as tx:
        register.withdraw(tx, made.id, "Salah nama", hall.now)
    hall.poll()
    assert hall.door.column(BOOK_TAB, 6) == ["Dicabut: Salah nama"]


def test_the_book_is_not_read_for_every_letter(hall: Hall) -> None:
    """It grows for years: new letters are added unseen, and an hour later a sweep looks at the whole."""
    hall.poll()
    before = book_reads(hall)
    for sequence in range(1, 4):
        enter(hall, sequence)
        hall.poll()
    hall.poll(SWEEP_EVERY.total_seconds())
    assert (book_reads(hall), len(hall.door.column(BOOK_TAB, 1))) == (before, 3)
    hall.poll(RegisterMirror.whole_every.total_seconds())
    assert book_reads(hall) == before + 1


def test_what_people_changed_is_put_right_within_the_hour(hall: Hall) -> None:
    """Not before: nobody is to pay for reading it each time."""
    hall.poll()
    enter(hall, 1)
    hall.poll()
    hall.door.type(BOOK_TAB, 1, 3, "Orang Lain")
    hall.poll()
    assert hall.door.column(BOOK_TAB, 3) == ["Orang Lain"]
    hall.poll(RegisterMirror.whole_every.total_seconds())
    assert hall.door.column(BOOK_TAB, 3) == ["Siti Contoh"]


def test_a_book_that_was_deleted_is_made_anew_with_the_next_letter(hall: Hall) -> None:
    """With all that belongs there, each once."""
    hall.poll()
    enter(hall, 1)
    hall.poll()
    del hall.door.tabs[BOOK_TAB]
    enter(hall, 2)
    for _ in range(2):
        hall.poll()
    assert hall.door.column(BOOK_TAB, 1) == [ONE[1], TWO[1]]


def test_a_letter_whose_line_was_perhaps_written_stands_there_once(hall: Hall) -> None:
    """The answer was lost: the book is read."""
    hall.poll()
    enter(hall, 1)
    hall.door.troubles["change after"] = [Ambiguous("lost")]
    with pytest.raises(Ambiguous):
        hall.poll()
    hall.poll()
    assert hall.door.column(BOOK_TAB, 1) == [ONE[1]]


@pytest.mark.parametrize("call", ["read", "change"])
def test_a_book_that_could_not_be_kept_is_kept_later(hall: Hall, call: str) -> None:
    """A round that fails before the book is written does not count as done."""
    hall.poll()
    made = enter(hall, 1)
    with hall.ledger.write() as tx:
        register.withdraw(tx, made.id, "Salah nama", hall.now)
    hall.door.troubles[call] = [Retryable("later", 1.0)]
    with pytest.raises(Retryable):
        hall.poll()
    hall.poll()
    assert hall.door.column(BOOK_TAB, 1) == [ONE[1]]


def test_a_spreadsheet_that_is_shared_no_more_is_told(hall: Hall) -> None:
    """That is not a book that is gone: nothing is made anew."""
    hall.poll()
    enter(hall, 1)
    made = len(hall.door.changes)
    hall.door.troubles["read"] = [Refused("no access")]
    with pytest.raises(Refused):
        hall.poll()
    assert len(hall.door.changes) == made
