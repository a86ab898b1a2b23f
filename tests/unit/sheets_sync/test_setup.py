"""Setting up the spreadsheet, once and again."""

from sheets_sync.batch import BOOK_TAB, DESK_TAB, archive_tab
from sheets_sync.columns import HEADERS, LOOKS, Column
from sheets_sync.mending import mend, undone
from sheets_sync.setup import free_title, set_up
from tests.unit.builders import HEADERS as FORM_HEADERS
from tests.unit.builders import SKTM_TAB, SKU_TAB, village
from tests.unit.sheets_sync.paper import PaperDoor


def paper() -> PaperDoor:
    return PaperDoor({SKU_TAB: [FORM_HEADERS], SKTM_TAB: [FORM_HEADERS]})


def test_everything_is_made_once() -> None:
    """And a second time nothing."""
    door = paper()
    assert set_up(door, village(), 2026).made == ("Meja", "Buku Surat", "Arsip 2026")  # type: ignore[arg-type] # paper
    assert {DESK_TAB, BOOK_TAB, archive_tab(2026)} <= door.tabs.keys()
    assert set_up(door, village(), 2026).made == ()  # type: ignore[arg-type] # the paper door
    kinds = {kind for change in door.changes[1] for kind in change}
    assert kinds == {"repeatCell"}
    assert set_up(door, village(), 2027).made == ("Arsip 2027",)  # type: ignore[arg-type] # the paper door


def test_a_tab_of_the_same_name_is_no_hindrance() -> None:
    """Somebody has made a tab Meja by hand: it stays as it is."""
    door = paper()
    door.tabs[5], door.titles[5] = [["punya kantor"]], "MEJA"
    assert set_up(door, village(), 2026).made[0] == "Meja 2"  # type: ignore[arg-type] # the paper door
    assert door.tabs[5] == [["punya kantor"]]
    assert free_title("Meja", ["Meja", "meja 2"]) == "Meja 3"


def test_columns_that_are_gone_come_back_on_the_operators_word() -> None:
    """At the right end; people's columns are left where they are."""
    door = paper()
    set_up(door, village(), 2026)  # type: ignore[arg-type] # the paper door
    gone = [Column.DECISION, Column.NEWS]
    door.tabs[DESK_TAB][0] = [look.title for column, look in LOOKS.items() if column not in gone]
    titles = [LOOKS[column].title for column in gone]
    assert mend(door, village())[:2] == [f"Kolom `{title}` dibuat lagi di ujung kanan tab Meja" for title in titles]  # type: ignore[arg-type] # paper
    assert door.tabs[DESK_TAB][0] == [*(title for title in HEADERS if title not in titles), *titles]
    assert mend(door, village()) == []  # type: ignore[arg-type] # the paper door


def test_a_column_that_is_there_twice_is_for_people_to_sort_out() -> None:
    door = paper()
    set_up(door, village(), 2026)  # type: ignore[arg-type] # the paper door
    door.tabs[DESK_TAB][0].append(LOOKS[Column.STATUS].title)
    (one,) = undone(door, door.workbook(), village())  # type: ignore[arg-type] # the paper door
    assert one.wrong == "kolom `Status` ada dua di tab Meja; hapus, atau ganti judul yang salah"
    assert mend(door, village()) == []  # type: ignore[arg-type] # the paper door
