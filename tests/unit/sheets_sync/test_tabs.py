"""Form tabs between two reads."""

import pytest

from office.cases import TabRead
from sheets_sync.google import Grid, Range
from sheets_sync.rows import UnusableTab
from sheets_sync.tabs import FormTabs, Moved
from tests.unit.builders import HEADERS, JAKARTA, NOON_SERIAL, SERVICES, SKTM_TAB, SKU, SKU_TAB
from tests.unit.sheets_sync.paper import sheet_row

HEAD = list(HEADERS)
SITI = sheet_row("ACDE", NOON_SERIAL, "Siti Contoh", "1")
BUDI = sheet_row("CDEF", NOON_SERIAL + 1, "Budi Contoh", "2")
TUTI = sheet_row("DEFG", NOON_SERIAL + 2, "Tuti Contoh", "3")


@pytest.fixture
def tabs() -> FormTabs:
    return FormTabs(list(SERVICES.values()))


def read(tabs: FormTabs, grid: Grid) -> TabRead:
    """Read what the memory asks for of a tab that holds this grid."""
    asked = tabs.ask(SKU_TAB)
    return tabs.take(asked, grid[asked.first_row :], JAKARTA)


def names(seen: TabRead) -> list[str]:
    return [arrival.answers["Nama Lengkap"].split()[0] for arrival in seen.arrivals]


def test_the_first_read_is_the_whole_tab(tabs: FormTabs) -> None:
    """Nothing is known of it yet."""
    assert tabs.ask(SKU_TAB) == Range(SKU_TAB)
    seen = read(tabs, [HEAD, SITI, BUDI])
    assert (names(seen), seen.complete) == (["Siti", "Budi"], True)


def test_the_next_read_begins_at_the_last_known_row(tabs: FormTabs) -> None:
    """That row shows that the tab is as it was left; the anchor follows."""
    read(tabs, [HEAD, SITI, BUDI])
    assert tabs.ask(SKU_TAB) == Range(SKU_TAB, first_row=2)
    seen = read(tabs, [HEAD, SITI, BUDI, TUTI])
    assert (names(seen), seen.complete) == (["Budi", "Tuti"], False)
    assert tabs.ask(SKU_TAB) == Range(SKU_TAB, first_row=3)


def test_blank_rows_do_not_move_the_anchor(tabs: FormTabs) -> None:
    """The next answer may come before them or behind."""
    read(tabs, [HEAD, SITI, [], []])
    assert tabs.ask(SKU_TAB).first_row == 1
    assert names(read(tabs, [HEAD, SITI, [], BUDI])) == ["Siti", "Budi"]
    assert tabs.ask(SKU_TAB).first_row == 3


def test_an_empty_tab_is_read_whole_until_something_comes(tabs: FormTabs) -> None:
    """There is no row to begin at."""
    assert read(tabs, [HEAD]).arrivals == ()
    assert tabs.ask(SKU_TAB) == Range(SKU_TAB)


@pytest.mark.parametrize(
    "moved",
    [
        [HEAD, BUDI, SITI],
        [HEAD, SITI],
        [HEAD],
        [],
        [HEAD, TUTI, SITI, BUDI],
        [HEAD, SITI, [*BUDI[:1], "XXXX", *BUDI[2:]]],
        [HEAD, SITI, BUDI, [*TUTI, "baru"]],
        [HEAD, SITI, [*BUDI[:2], BUDI[3], BUDI[2], *BUDI[4:]]],
    ],
    ids=[
        "sorted", "last row deleted", "all deleted", "emptied", "row inserted", "code edited", "column added",
        "columns swapped",
    ],
)  # fmt: skip
def test_a_tab_that_is_not_as_it_was_left_must_be_read_whole(tabs: FormTabs, moved: Grid) -> None:
    """Row numbers mean nothing any more, and perhaps columns neither."""
    read(tabs, [HEAD, SITI, BUDI])
    with pytest.raises(Moved):
        read(tabs, moved)


def test_a_whole_read_learns_the_headers_anew(tabs: FormTabs) -> None:
    """After columns have changed places the answers stand under their own titles again."""
    read(tabs, [HEAD, SITI])
    swapped = [[*row[:2], row[3], row[2], *row[4:]] for row in (HEAD, SITI, BUDI)]
    seen = tabs.take(Range(SKU_TAB), swapped, JAKARTA)
    assert names(seen) == ["Siti", "Budi"]


def test_a_forgotten_tab_is_read_whole(tabs: FormTabs) -> None:
    """As in each sweep."""
    read(tabs, [HEAD, SITI])
    tabs.forget()
    assert tabs.ask(SKU_TAB) == Range(SKU_TAB)
    assert read(tabs, [HEAD, SITI]).complete


@pytest.mark.parametrize("grid", [[], [[]], [["", ""], SITI], [SITI, BUDI]])
def test_a_tab_without_its_headers_is_left_alone(tabs: FormTabs, grid: Grid) -> None:
    """Emptied, or its first row deleted."""
    with pytest.raises(UnusableTab) as refused:
        read(tabs, grid)
    assert refused.value.kind == "no_headers"


def test_each_tab_has_its_own_memory(tabs: FormTabs) -> None:
    """Reading one says nothing of the other."""
    read(tabs, [HEAD, SITI])
    assert tabs.ask(SKTM_TAB) == Range(SKTM_TAB)
    assert SKU.form
    assert SKU.form.tab == SKU_TAB
