"""Setting up the spreadsheet, once and again."""

from sheets_sync.batch import BOOK_TAB, DESK_TAB, archive_tab
from sheets_sync.columns import HEADERS, LOOKS, Column
from sheets_sync.setup import free_title, mend, set_up
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
    del door.tabs[DESK_TAB][0][Column.NEWS]
    assert mend(door, village()) == ["Kolom `Kabar ke Warga` dibuat lagi di ujung kanan tab Meja"]  # type: ignore[arg-type] # paper
    assert door.tabs[DESK_TAB][0] == [*(t for t in HEADERS if t != LOOKS[Column.NEWS].title), "Kabar ke Warga"]
    assert mend(door, village()) == []  # type: ignore[arg-type] # the paper door
