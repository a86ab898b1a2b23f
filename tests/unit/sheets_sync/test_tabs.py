"""Form tabs between two reads."""

from collections.abc import Mapping

import pytest

from office.cases import TabRead
from sheets_sync.google import Grid, Range
from sheets_sync.rows import Key, UnusableTab
from sheets_sync.tabs import FormTabs, Grown, Moved, WorthReading, all_rows, narrow, plan
from tests.unit.builders import HEADERS, JAKARTA, NOON_SERIAL, SERVICES, SKTM_TAB, SKU, SKU_TAB
from tests.unit.sheets_sync.paper import sheet_row

HEAD = list(HEADERS)
SITI = sheet_row("ACDE", NOON_SERIAL, "Siti Contoh", "1")
BUDI = sheet_row("CDEF", NOON_SERIAL + 1, "Budi Contoh", "2")
TUTI = sheet_row("DEFG", NOON_SERIAL + 2, "Tuti Contoh", "3")


@pytest.fixture
def tabs() -> FormTabs:
    return FormTabs(list(SERVICES.values()))


def cut(grid: Grid, asked: Range) -> Grid:
    return [row[asked.first_column : asked.last_column] for row in grid[asked.first_row : asked.last_row]]


def sweep(tabs: FormTabs, grid: Grid, worth_reading: WorthReading = all_rows, later: Grid | None = None) -> TabRead:
    """Sweep a tab that holds this grid; `later` is what it holds when its rows are read."""
    headers = tabs.begin(SKU_TAB, grid[:1])
    found = plan(SKU_TAB, headers, cut(grid, narrow(SKU_TAB, headers)), worth_reading)
    return tabs.finish(found, [cut(later or grid, block) for block in found.blocks], JAKARTA)


def ask(tabs: FormTabs, *, whole_rows: bool = False) -> Range:
    asked = tabs.ask(SKU_TAB, whole_rows=whole_rows)
    assert asked
    return asked


def read(tabs: FormTabs, grid: Grid, *, whole_rows: bool = False) -> TabRead:
    """Read what the memory asks for of a tab that holds this grid."""
    asked = ask(tabs, whole_rows=whole_rows)
    return tabs.take(asked, cut(grid, asked), JAKARTA)


def read_on(tabs: FormTabs, grid: Grid) -> TabRead:
    """Read, and read the new rows."""
    with pytest.raises(Grown):
        read(tabs, grid)
    return read(tabs, grid, whole_rows=True)


def names(seen: TabRead) -> list[str]:
    return [arrival.answers["Nama Lengkap"].split()[0] for arrival in seen.arrivals]


# --- sweeping ---------------------------------------------------------------------------------------------------


def test_of_a_tab_that_is_not_known_nothing_is_asked(tabs: FormTabs) -> None:
    """It is to be swept."""
    assert tabs.ask(SKU_TAB) is None


def test_a_sweep_takes_the_whole_tab(tabs: FormTabs) -> None:
    """By default every row."""
    seen = sweep(tabs, [HEAD, SITI, BUDI])
    assert (names(seen), seen.complete) == (["Siti", "Budi"], True)


def test_a_sweep_reads_the_rows_that_are_worth_it_in_blocks_and_the_last(tabs: FormTabs) -> None:
    """The last is where the next read begins; neighbours are one block."""
    grid = [HEAD, SITI, BUDI, TUTI, SITI, BUDI, TUTI]
    headers = tabs.begin(SKU_TAB, grid[:1])
    found = plan(SKU_TAB, headers, cut(grid, narrow(SKU_TAB, headers)), lambda _tab, _keys: {2, 3})
    assert found.blocks == (Range(SKU_TAB, 2, 4), Range(SKU_TAB, 6, 7))
    assert found.keys[2] == (NOON_SERIAL + 1, "CDEF")
    assert names(sweep(tabs, grid, lambda _tab, _keys: {2, 3})) == ["Budi", "Tuti", "Tuti"]
    assert ask(tabs).first_row == 6


def test_a_row_without_a_time_is_not_told_of(tabs: FormTabs) -> None:
    """Somebody wrote below the table, or a NIK into the time's column."""
    told: list[int] = []

    def listen(_tab: int, keys: Mapping[int, Key]) -> set[int]:
        told.extend(keys)
        return set()

    sweep(tabs, [HEAD, SITI, ["", "x"], [3216010101900001, "y"]], listen)
    assert told == [1]
    assert ask(tabs).first_row == 1


@pytest.mark.parametrize(
    "later",
    [[HEAD, BUDI, SITI], [HEAD, SITI], [HEAD], [HEAD, SITI, [*BUDI[:1], "XXXX", *BUDI[2:]]], [HEAD, SITI, [*BUDI, 1]]],
    ids=["sorted", "deleted", "emptied", "code edited", "column added"],
)
def test_a_tab_that_changes_while_it_is_swept(tabs: FormTabs, later: Grid) -> None:
    """What was told of its rows is not true of them any more."""
    with pytest.raises(Moved):
        sweep(tabs, [HEAD, SITI, BUDI], later=later)
    assert tabs.ask(SKU_TAB) is None


def test_a_sweep_learns_the_headers_anew(tabs: FormTabs) -> None:
    """After columns have changed places the answers stand under their own titles again, and so does the code."""
    sweep(tabs, [HEAD, SITI])
    swapped = [[*row[:1], row[3], row[2], row[1], *row[4:]] for row in (HEAD, SITI, BUDI)]
    assert names(sweep(tabs, swapped)) == ["Siti", "Budi"]
    assert ask(tabs) == Range(SKU_TAB, 2, None, 0, 4)


@pytest.mark.parametrize("grid", [[], [[]], [["", ""], SITI], [SITI, BUDI]])
def test_a_tab_without_its_headers_is_left_alone(tabs: FormTabs, grid: Grid) -> None:
    """Emptied, or its first row deleted."""
    with pytest.raises(UnusableTab) as refused:
        sweep(tabs, grid)
    assert refused.value.kind == "no_headers"


def test_a_tab_that_is_gone(tabs: FormTabs) -> None:
    """It is forgotten, so that it is swept when it comes back."""
    sweep(tabs, [HEAD, SITI])
    with pytest.raises(UnusableTab) as refused:
        tabs.begin(SKU_TAB, None)
    assert (refused.value.kind, tabs.ask(SKU_TAB)) == ("tab_gone", None)


def test_a_tab_can_be_taken_in_one_piece(tabs: FormTabs) -> None:
    """When people are at work in it."""
    seen = tabs.take_whole(SKU_TAB, [HEAD, SITI, BUDI], JAKARTA)
    assert (names(seen), seen.complete) == (["Siti", "Budi"], True)
    assert ask(tabs).first_row == 2


# --- between sweeps ---------------------------------------------------------------------------------------------


def test_the_next_read_is_what_the_last_known_row_and_those_below_are_known_by(tabs: FormTabs) -> None:
    """Time stamp and code show that the tab is as it was left; a sorted or longer one shows too."""
    sweep(tabs, [HEAD, SITI, BUDI])
    assert ask(tabs) == Range(SKU_TAB, 2, None, 0, 2)
    seen = read(tabs, [HEAD, SITI, BUDI])
    assert (names(seen), seen.complete) == ([], False)


def test_new_rows_are_read_whole_from_the_last_known_row_on(tabs: FormTabs) -> None:
    """The anchor follows."""
    sweep(tabs, [HEAD, SITI, BUDI])
    seen = read_on(tabs, [HEAD, SITI, BUDI, TUTI])
    assert (names(seen), seen.complete) == (["Budi", "Tuti"], False)
    assert ask(tabs).first_row == 3


def test_blank_rows_do_not_move_the_anchor(tabs: FormTabs) -> None:
    """The next answer may come before them or behind."""
    sweep(tabs, [HEAD, SITI, [], []])
    assert ask(tabs).first_row == 1
    assert names(read_on(tabs, [HEAD, SITI, [], BUDI])) == ["Siti", "Budi"]
    assert ask(tabs).first_row == 3


def test_an_empty_tab_is_read_whole_until_something_comes(tabs: FormTabs) -> None:
    """There is no row to begin at."""
    assert sweep(tabs, [HEAD]).arrivals == ()
    assert ask(tabs) == Range(SKU_TAB)
    assert names(read(tabs, [HEAD, SITI])) == ["Siti"]
    assert ask(tabs).first_row == 1


@pytest.mark.parametrize("whole_rows", [False, True])
@pytest.mark.parametrize(
    "moved",
    [[HEAD, BUDI, SITI], [HEAD, SITI], [HEAD], [], [HEAD, TUTI, SITI, BUDI], [HEAD, SITI, [*BUDI[:1], "XXXX"]]],
    ids=["sorted", "last row deleted", "all deleted", "emptied", "row inserted", "code edited"],
)
def test_a_tab_that_is_not_as_it_was_left_must_be_swept(tabs: FormTabs, moved: Grid, whole_rows: bool) -> None:
    """Row numbers mean nothing any more."""
    sweep(tabs, [HEAD, SITI, BUDI])
    with pytest.raises(Moved):
        read(tabs, moved, whole_rows=whole_rows)


@pytest.mark.parametrize(
    "moved",
    [
        [HEAD, SITI, BUDI, [*TUTI, "baru"]],
        [HEAD, SITI, [*BUDI[:2], BUDI[3], BUDI[2], *BUDI[4:]]],
        [HEAD, SITI, [*BUDI[:2], "Budi Lain", *BUDI[3:]]],
        [HEAD, TUTI, BUDI, SITI],
    ],
    ids=["column added", "columns swapped", "answer edited", "sorted around the last row"],
)
def test_where_whole_rows_are_read_their_answers_count_too(tabs: FormTabs, moved: Grid) -> None:
    """Before new rows are taken, and while a decision on the tab's answers stands; new rows are newer than all."""
    sweep(tabs, [HEAD, SITI, BUDI])
    with pytest.raises(Moved):
        read(tabs, moved, whole_rows=True)


def test_each_tab_has_its_own_memory(tabs: FormTabs) -> None:
    """Reading one says nothing of the other."""
    sweep(tabs, [HEAD, SITI])
    assert tabs.ask(SKTM_TAB) is None
    assert SKU.form
    assert SKU.form.tab == SKU_TAB
