"""The tab `Verifikasi`: what a stranger may know of a letter, and nothing else in it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from office.ledger import register
from office.ledger.connection import Ledger
from office.ledger.register import Content, Entry, Letter
from sheets_sync import verification
from sheets_sync.google import Cell
from sheets_sync.sync import SWEEP_EVERY
from sheets_sync.verification import HEADERS, VERIFICATION_TAB, Line
from tests.unit.builders import JAKARTA, NAME, NIK, NOON
from tests.unit.sheets_sync.hall import Hall
from tests.unit.sheets_sync.paper import PaperDoor

ON = {"google": {"halaman_verifikasi": True}}


def entry(sequence: int, **fields: Any) -> Entry:
    values: dict[str, Any] = {
        "addressee": NAME,
        "summary": "Surat SKU",
        "approved_by": "spreadsheet",
        "verification": f"ACDE34679FG{sequence}",
        "content": Content({"NIK": NIK}, valid_until="2026-12-23"),
    }
    return Entry(f"517/{sequence:03}/DS-KRS/XI/2026", "surat", 2026, sequence, **(values | fields))


def line(sequence: int, **fields: Any) -> Line:
    return verification.lines([Letter(sequence, entry(sequence, **fields), NOON)], JAKARTA)[1]


ONE, TWO, THREE = line(3), line(4), line(6)
ALL = (HEADERS, ONE, TWO, THREE)


def mended(rows: Iterable[Sequence[Cell]], wanted: Sequence[Line] = ALL) -> list[list[Cell]]:
    """The tab after what differs was written, without blank ends."""
    door = PaperDoor({VERIFICATION_TAB: [list(row) for row in rows]})
    door.change(verification.corrections(door.tabs[VERIFICATION_TAB], wanted))
    assert not verification.corrections(door.tabs[VERIFICATION_TAB], wanted), "it is not right after one writing"
    shown = [[cell for cell in row if cell] for row in door.tabs[VERIFICATION_TAB]]
    while shown and not shown[-1]:
        shown.pop()
    return shown


RIGHT = [[cell for cell in row if cell] for row in ALL]


def test_a_line_says_what_the_page_needs() -> None:
    """Code, kind, number, date, whose it is, how long it is good."""
    assert ONE == ("ACDE34679FG3", "Surat SKU", "517/003/DS-KRS/XI/2026", "2026-11-23", NAME, "2026-12-23", "")


def test_a_letter_without_a_code_is_not_there() -> None:
    """One that was booked by hand carries no QR."""
    assert verification.lines([Letter(1, entry(1, verification=None), NOON)], JAKARTA) == [HEADERS]


def test_no_long_number_gets_there() -> None:
    """Wherever somebody typed a NIK or a phone; the printed answers are not looked at."""
    said = line(3, addressee=f"{NAME} {NIK}", summary=f"Surat {NIK[:6]} {NIK[6:]}")
    assert said[4] == f"{NAME} …"
    assert said[1] == "Surat …"
    assert NIK not in " ".join(said)


def test_of_a_withdrawn_letter_only_that_it_is_withdrawn() -> None:
    """Neither whose it was nor how long it was good."""
    late = NOON.replace(hour=18)
    said = verification.lines([Letter(3, entry(3), NOON, late, "Salah nama")], JAKARTA)[1]
    assert said == (*ONE[:4], "", "", "2026-11-24")


def test_a_tab_that_is_right_costs_nothing() -> None:
    """Also where Google keeps no empty cells."""
    assert not verification.corrections(RIGHT, ALL)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [HEADERS],
        [HEADERS, ONE],
        [HEADERS, TWO, ONE, THREE],
        [HEADERS, ONE, THREE],
        [ONE, TWO, THREE],
        [HEADERS, ONE, ("", ""), TWO, THREE],
        [*ALL, ("PALSU3467ACD", "Surat SKU", "9/9/9", "2026-11-23", "Orang Lain")],
        [HEADERS, ("PALSU3467ACD", "Surat SKU"), ONE, TWO, THREE],
        [*ALL, ONE],
        [HEADERS, ONE, (*TWO[:4], "Orang Lain", *TWO[5:]), THREE],
        [HEADERS, ONE, (*TWO[:6], "dicabut"), THREE],
        [HEADERS, ONE, (f"{TWO[0]} ", *TWO[1:]), THREE],
        [HEADERS, ONE, (*TWO[:3], 46349.0, *TWO[4:]), THREE],
        [["", ""], [], *ALL],
    ],
)
def test_whatever_people_did_the_tab_says_what_the_register_says(rows: Sequence[Sequence[Cell]]) -> None:
    """No line that is not the register's is left: the page would vouch for it."""
    assert mended(rows) == RIGHT


def test_when_the_register_has_none_all_lines_go() -> None:
    """Only the header stays."""
    assert mended(ALL, [HEADERS]) == [list(HEADERS)]


# --- in the loop ------------------------------------------------------------------------------------------------


@pytest.fixture
def open_hall(ledger: Ledger) -> Hall:
    """A hall whose village wants the page."""
    return Hall(ledger, **ON)


def enter(hall: Hall, sequence: int) -> Letter:
    with hall.ledger.write() as tx:
        return register.enter(tx, entry(sequence), hall.now)


def test_without_the_setting_there_is_no_such_tab(hall: Hall) -> None:
    """It is off unless the village wants it."""
    hall.poll()
    enter(hall, 3)
    hall.poll()
    assert VERIFICATION_TAB not in hall.door.tabs
    assert all(asked.tab != VERIFICATION_TAB for call in hall.door.asked for asked in call)


def test_with_it_letters_and_withdrawals_stand_there_with_the_next_round(open_hall: Hall) -> None:
    """The tab is made with its header; each letter follows."""
    open_hall.poll()
    assert open_hall.door.tabs[VERIFICATION_TAB] == [list(HEADERS)]
    made = enter(open_hall, 3)
    open_hall.poll()
    assert open_hall.door.column(VERIFICATION_TAB, 0) == ["ACDE34679FG3"]
    with open_hall.ledger.write() as tx:
        register.withdraw(tx, made.id, "Salah nama", open_hall.now)
    open_hall.poll()
    assert open_hall.door.column(VERIFICATION_TAB, 4) == [""]
    assert open_hall.door.column(VERIFICATION_TAB, 6) == ["2026-11-23"]


def test_a_forged_line_is_wiped_in_the_next_sweep(open_hall: Hall) -> None:
    """Idle rounds do not read the tab."""
    open_hall.poll()
    open_hall.door.type(VERIFICATION_TAB, 1, 0, "PALSU3467ACD")
    open_hall.poll()
    assert open_hall.door.column(VERIFICATION_TAB, 0) == ["PALSU3467ACD"]
    open_hall.poll((SWEEP_EVERY + timedelta(seconds=1)).total_seconds())
    assert open_hall.door.column(VERIFICATION_TAB, 0) == [""]


def test_a_tab_that_was_deleted_is_made_anew(open_hall: Hall) -> None:
    """With all that belongs there."""
    open_hall.poll()
    enter(open_hall, 3)
    open_hall.poll()
    del open_hall.door.tabs[VERIFICATION_TAB]
    open_hall.poll(SWEEP_EVERY.total_seconds())
    open_hall.poll()
    assert open_hall.door.column(VERIFICATION_TAB, 0) == ["ACDE34679FG3"]


def test_only_the_editors_may_change_it_where_the_village_names_them() -> None:
    """Elsewhere people are warned, as in the other tabs."""
    (*_, locked) = verification.new_verification("Verifikasi", ["kades@contoh.id"])
    assert locked["addProtectedRange"]["protectedRange"]["editors"] == {"users": ["kades@contoh.id"]}
    (*_, warned) = verification.new_verification("Verifikasi")
    assert warned["addProtectedRange"]["protectedRange"]["warningOnly"] is True
