"""One poll's read: what cannot be read safely is left out and named."""

from dataclasses import replace

import pytest

from office.doors import Permanent, Refused
from sheets_sync import columns
from sheets_sync.batch import DESK_TAB
from sheets_sync.columns import LOOKS, Column
from sheets_sync.google import Range
from sheets_sync.reader import Reader, View, desk_rows
from tests.unit.builders import HEADERS, JAKARTA, NOON, NOON_SERIAL, SKTM_TAB, SKU_TAB, village
from tests.unit.sheets_sync.paper import PaperDoor, sheet_row

SITI = sheet_row("ACDE", NOON_SERIAL, "Siti Contoh", "1")
BUDI = sheet_row("CDEF", NOON_SERIAL + 1, "Budi Contoh", "2")


@pytest.fixture
def door() -> PaperDoor:
    return PaperDoor({SKU_TAB: [HEADERS, SITI], SKTM_TAB: [HEADERS], DESK_TAB: [columns.HEADERS]})


@pytest.fixture
def reader(door: PaperDoor) -> Reader:
    return Reader(door, village(), now=lambda: NOON)  # type: ignore[arg-type] # the paper door


def read(reader: Reader, *, sweep: bool = False) -> View:
    return reader.read(JAKARTA, sweep=sweep)


def names(view: View) -> list[list[str]]:
    return [[arrival.answers["Nama Lengkap"].split()[0] for arrival in tab.arrivals] for tab in view.tabs]


def test_a_poll_is_one_call(reader: Reader, door: PaperDoor) -> None:
    """What the last row of every form tab is known by, an empty tab whole, and the desk's narrow columns."""
    read(reader)
    before = len(door.asked)
    view = read(reader)
    assert door.asked[before:] == [
        [
            Range(SKU_TAB, first_row=1, last_column=2),
            Range(SKTM_TAB),
            Range(DESK_TAB, first_column=0, last_column=6),
            Range(DESK_TAB, first_column=8, last_column=14),
        ]
    ]
    assert (names(view), view.desk, view.troubles) == ([[], []], (), {})


def test_new_rows_are_one_call_more_whatever_the_tabs(reader: Reader, door: PaperDoor) -> None:
    """They are read whole, from the last known row on."""
    door.tabs[SKTM_TAB].append(SITI)
    read(reader)
    for tab in (SKU_TAB, SKTM_TAB):
        door.tabs[tab].append(BUDI)
    before = len(door.asked)
    assert names(read(reader)) == [["Siti", "Budi"], ["Siti", "Budi"]]
    assert door.asked[before + 1 :] == [[Range(SKU_TAB, first_row=1), Range(SKTM_TAB, first_row=1)]]


def test_a_sweep_reads_what_is_worth_reading(door: PaperDoor) -> None:
    """The desk with its long cells, the headers, what each row is known by, then whole rows; never people's notes."""
    door.tabs[SKU_TAB] += [BUDI, SITI, BUDI]
    reader = Reader(door, village(), lambda _tab, keys: {2} & keys.keys(), now=lambda: NOON)  # type: ignore[arg-type] # the paper door
    view = read(reader, sweep=True)
    assert all(tab.complete for tab in view.tabs)
    assert names(view) == [["Budi", "Budi"], []]
    assert door.asked == [
        [Range(DESK_TAB, first_column=0, last_column=14), Range(DESK_TAB, first_column=15, last_column=17)],
        [Range(SKU_TAB, 0, 1), Range(SKTM_TAB, 0, 1)],
        [Range(SKU_TAB, last_column=2), Range(SKTM_TAB, last_column=2)],
        [Range(SKU_TAB, 2, 3), Range(SKU_TAB, 4, 5)],
    ]


def test_a_sorted_tab_is_read_whole_at_once(reader: Reader, door: PaperDoor) -> None:
    """In the same poll, so that nothing that is new waits."""
    door.tabs[SKU_TAB].append(BUDI)
    read(reader)
    door.sort(SKU_TAB, 0, descending=True)
    view = read(reader)
    assert names(view)[0] == ["Budi", "Siti"]
    assert view.tabs[0].complete


@pytest.mark.parametrize(
    ("grid", "trouble"),
    [
        (None, "tab_gone"),
        ([], "no_headers"),
        ([[], SITI], "no_headers"),
        ([[*HEADERS, "NIK"], SITI], "header_twice"),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_a_bad_tab_stops_alone(
    reader: Reader, door: PaperDoor, grid: list[list[object]] | None, trouble: str, known: bool
) -> None:
    """The others and the desk are read. Of a tab that is known, the headers are looked at in a sweep."""
    door.tabs[SKTM_TAB].append(BUDI)
    if known:
        read(reader)
    if grid is None:
        del door.tabs[SKU_TAB]
    else:
        door.tabs[SKU_TAB] = grid  # type: ignore[assignment] # cells
    view = read(reader, sweep=known)
    assert names(view) == [["Budi"]]
    assert view.troubles == {"sku": trouble}
    assert view.desk == ()


def test_a_tab_that_comes_back_is_read_on(reader: Reader, door: PaperDoor) -> None:
    """Nothing was lost meanwhile."""
    read(reader)
    kept = door.tabs.pop(SKU_TAB)
    read(reader)
    door.tabs[SKU_TAB] = [*kept, BUDI]
    assert names(read(reader))[0] == ["Siti", "Budi"]


@pytest.mark.parametrize("column", [Column.DECISION, Column.STATUS, Column.KEY])
def test_a_desk_with_another_header_is_not_relied_on(reader: Reader, door: PaperDoor, column: Column) -> None:
    """A column was put in, taken out or named anew; the form tabs are read as ever."""
    door.type(DESK_TAB, 0, column, "Lain")
    view = read(reader)
    assert (view.desk, view.troubles) == (None, {LOOKS[column].title: "desk_header_gone"})
    assert names(view)[0] == ["Siti"]


def test_a_desk_with_a_column_twice_is_not_relied_on(reader: Reader, door: PaperDoor) -> None:
    """Which of the two people mean nobody can know."""
    for row in door.tabs[DESK_TAB]:
        row.append("Keputusan")
    door.type(DESK_TAB, 0, Column.MESSAGE, "Keputusan")
    view = read(reader)
    assert (view.desk, view.troubles) == (None, {"Keputusan": "desk_header_twice"})


def test_columns_that_people_moved_are_found_by_their_headers(reader: Reader, door: PaperDoor) -> None:
    """Also with a column of their own between; the next poll is one call again."""
    door.tabs[DESK_TAB].append(["Setujui", "", "Siti", *[""] * 8, "SKU-1"])
    read(reader)
    for row in door.tabs[DESK_TAB]:
        row.extend([""] * (len(columns.HEADERS) - len(row)))
        row.insert(0, row.pop(Column.KEY))
        row.insert(1, "")
    view = read(reader, sweep=True)
    assert view.desk
    assert [(row.key, row.cells[Column.DECISION], row.cells[Column.NAME]) for row in view.desk] == [
        ("SKU-1", "Setujui", "Siti")
    ]
    assert (view.layout.place(Column.KEY), view.layout.place(Column.DECISION)) == (0, 2)
    before = len(door.asked)
    assert read(reader).desk == tuple(
        replace(row, cells={c: text for c, text in row.cells.items() if c in columns.NARROW}) for row in view.desk
    )
    assert len(door.asked) == before + 1


def test_what_cannot_be_read_is_said_once_and_once_that_it_can(
    reader: Reader, door: PaperDoor, caplog: pytest.LogCaptureFixture
) -> None:
    """However many polls there are in between; with what happened and how to mend it."""
    door.type(DESK_TAB, 0, Column.STATUS, "Keadaan")
    for _ in range(3):
        read(reader)
    kept = door.tabs.pop(SKU_TAB)
    for sweep in (True, False, False):
        read(reader, sweep=sweep)
    door.tabs[SKU_TAB] = kept
    door.type(DESK_TAB, 0, Column.STATUS, "Status")
    for _ in range(2):
        read(reader)
    desk = (
        "Judul kolom Status di tab Meja tidak ada, jadi keputusan belum bisa dibaca. Kembalikan judulnya; bila "
        "kolomnya terhapus, jalankan: scheduler.py setup."
    )
    form = (
        "Tab jawaban formulir sku tidak ada, jadi permohonan barunya belum bisa dibaca. Hubungkan lagi formulirnya, "
        "lalu jalankan: scheduler.py check."
    )
    assert caplog.messages == [desk, f"{desk} {form}", "Semua tab bisa dibaca lagi."]


@pytest.mark.parametrize("gone", [True, False], ids=["deleted", "renamed"])
def test_the_offices_own_remarks_may_be_called_anything_or_be_gone(reader: Reader, door: PaperDoor, gone: bool) -> None:
    """Nobody reads them; the columns behind are found where they stand now."""
    door.tabs[DESK_TAB].append(["Setujui", "", "Siti", *[""] * 8, "SKU-1", *[""] * 4, "101/1/ACDE"])
    for row in door.tabs[DESK_TAB]:
        row[Column.REMARKS : Column.REMARKS + 1] = [] if gone else ["Paraf"]
    view = read(reader, sweep=True)
    assert view.troubles == {}
    assert [(row.key, row.cells[Column.ORIGIN]) for row in view.desk or ()] == [("SKU-1", "101/1/ACDE")]


def test_a_desk_that_is_gone(reader: Reader, door: PaperDoor) -> None:
    """It is named, and the rest is read."""
    del door.tabs[DESK_TAB]
    view = read(reader)
    assert (view.desk, view.troubles) == (None, {"Meja": "desk_gone"})
    assert names(view)[0] == ["Siti"]


def test_a_shut_door_is_not_tried_tab_by_tab(reader: Reader, door: PaperDoor) -> None:
    """A refusal concerns everything."""
    door.troubles["read"] = [Refused("not shared")]
    with pytest.raises(Refused):
        read(reader)
    assert door.asked == []


def test_a_door_that_shuts_in_between(reader: Reader, door: PaperDoor) -> None:
    """Also while the tabs are tried one by one."""
    door.troubles["read"] = [Permanent("400"), Refused("not shared")]
    with pytest.raises(Refused):
        read(reader)


# --- the desk's rows --------------------------------------------------------------------------------------------


def test_the_desks_blocks_are_put_side_by_side() -> None:
    """Short lines are filled up, cells are read as text without spaces at their ends, blank rows are passed."""
    left, right = Range(DESK_TAB, last_column=2), Range(DESK_TAB, first_column=11, last_column=13)
    heads = (list(columns.HEADERS[0:2]), list(columns.HEADERS[11:13]))
    rows = desk_rows([(left, [heads[0], [" Setujui "], [], ["", "\ud83d"]]), (right, [heads[1], ["SKU-1", 517], []])])
    assert rows
    assert [(row.index, row.key) for row in rows] == [(1, "SKU-1"), (3, "")]
    assert rows[0].cells == {
        Column.DECISION: "Setujui", Column.MESSAGE: "", Column.KEY: "SKU-1", Column.NUMBER: "517",
    }  # fmt: skip
    assert rows[1].cells[Column.MESSAGE] == "\ufffd"
