"""What people have undone of the script's tabs since they were made: `check` tells it, and only `setup` brings it back.

The service itself leaves it alone: somebody may have meant it. Not seen on live Google: whether a cell that was pasted
over has lost its dropdown, and what a protection looks like after its columns were moved.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from office.config import Config
from sheets_sync import batch, columns
from sheets_sync.batch import BOOK_TAB, DESK_TAB, Request
from sheets_sync.columns import BY_SCRIPT, HIDDEN, LOOKS, SWEPT, Column, Layout
from sheets_sync.google import GoogleDoor, Protection, Range, Tab, Workbook
from sheets_sync.setup import texts_of, who_may_edit
from sheets_sync.texts import DESK_TITLE

MOST_ROUNDS = 2
"""What comes back in the first may need to be protected in the second."""


@dataclass(frozen=True, slots=True)
class Undone:
    """Something that is not as it was made: what is wrong, and once it is mended what was done (both in Indonesian).

    Without `changes` only people can mend it, and `wrong` says how. `advice`: the desk works without it.
    """

    wrong: str
    mended: str = ""
    changes: tuple[Request, ...] = ()
    advice: bool = False


def undone(door: GoogleDoor, book: Workbook, config: Config) -> Iterator[Undone]:
    """All that is not as it was made, of the tabs that are there. Raises DoorError."""
    tabs = {tab.id: tab for tab in book.tabs}
    editors = who_may_edit(door, config)
    if desk := tabs.get(DESK_TAB):
        yield from _of_the_desk(door, desk, editors)
    for tab in book.tabs:
        if tab.id == BOOK_TAB or batch.archive_year(tab.id):
            yield from _of_a_mirror(tab, editors)
        yield from _other_editors(tab, editors)


def mend(door: GoogleDoor, config: Config) -> list[str]:
    """Bring back what can be brought back; what was done, in Indonesian. Raises DoorError."""
    said: list[str] = []
    for _ in range(MOST_ROUNDS):
        found = [one for one in undone(door, door.workbook(), config) if one.changes]
        if not found:
            break
        door.change([change for one in found for change in one.changes])
        said += [one.mended for one in found]
    return said


def _of_the_desk(door: GoogleDoor, desk: Tab, editors: Sequence[str]) -> Iterator[Undone]:
    titles = texts_of(door.read([Range(DESK_TAB, 0, 1)])[0])
    try:
        layout = columns.find(titles)
    except columns.UnusableDesk:
        yield from _headers(desk, titles)
        return
    yield from _dropdown(door, desk, layout)
    yield from _protection(desk, layout, editors)


def _headers(desk: Tab, titles: Sequence[str]) -> Iterator[Undone]:
    end = len(titles)
    for column in sorted(SWEPT):
        title = LOOKS[column].title
        if title not in titles:
            changes = batch.column_again(column, end, max(desk.columns, end))
            mended = f"Kolom `{title}` dibuat lagi di ujung kanan tab {DESK_TITLE}"
            yield Undone(f"kolom `{title}` tidak ada di tab {DESK_TITLE}", mended, tuple(changes))
            end += 1
        elif titles.count(title) > 1:
            yield Undone(f"kolom `{title}` ada dua di tab {DESK_TITLE}; hapus, atau ganti judul yang salah")


def _dropdown(door: GoogleDoor, desk: Tab, layout: Layout) -> Iterator[Undone]:
    if desk.is_table:
        return  # its column has a list of its own
    place, keys = layout.place(Column.DECISION), layout.place(Column.KEY)
    rows = door.read([Range(DESK_TAB, first_column=keys, last_column=keys + 1)])[0][1:]
    offers = door.rows_with_list(desk, place) if rows else frozenset()
    without = sum(bool(row) and at not in offers for at, row in enumerate(rows, start=1))
    if without:
        title = LOOKS[Column.DECISION].title
        yield Undone(
            f"{without} baris tab {DESK_TITLE} tidak punya pilihan di kolom `{title}`",
            f"Pilihan di kolom `{title}` dipasang lagi",
            (batch.dropdown(place),),
        )


def _protection(desk: Tab, layout: Layout, editors: Sequence[str]) -> Iterator[Undone]:
    ours = [one.range for one in _ours(desk) if one.range]
    if not all(any(_holds(one, 0, place) for one in ours) for place in layout.places.values()):
        header = batch.protect({"sheetId": DESK_TAB, "endRowIndex": 1}, editors)
        yield _bare(f"baris judul tab {DESK_TITLE}", editors, header)
    bare = [column for column in BY_SCRIPT if not any(_holds(one, 1, layout.place(column)) for one in ours)]
    if bare:
        titles = ", ".join(f"`{LOOKS[column].title}`" for column in bare)
        protected = (batch.protect(batch.block_of(run, layout), editors) for run in layout.runs(bare))
        hidden = (batch.hide(layout.place(column)) for column in HIDDEN if column in bare)
        yield _bare(f"kolom {titles} di tab {DESK_TITLE}", editors, *protected, *hidden)


def _of_a_mirror(tab: Tab, editors: Sequence[str]) -> Iterator[Undone]:
    if not any(_ours(tab)):
        block = batch.BOOK if tab.id == BOOK_TAB else {"sheetId": tab.id}
        yield _bare(f"tab {tab.title}", editors, batch.protect(block, editors))


def _bare(what: str, editors: Sequence[str], *changes: Request) -> Undone:
    wrong = f"{what} tidak dilindungi lagi dari salah ketik"
    return Undone(wrong, f"{what[0].upper()}{what[1:]} dilindungi lagi", changes, advice=not editors)


def _other_editors(tab: Tab, editors: Sequence[str]) -> Iterator[Undone]:
    """Our protections that the settings' editors may not change, or others may.

    Google adds the spreadsheet's owner, who is not known here: so one more than named is no mistake.
    """
    named = {address.casefold() for address in editors}
    wrong = [one for one in _ours(tab) if one.warning_only or _differ({who.casefold() for who in one.editors}, named)]
    if editors and wrong:
        yield Undone(
            f"yang boleh mengubah bagian program di tab {tab.title} belum sama dengan google.penyunting",
            f"Bagian program di tab {tab.title} sekarang hanya bisa diubah oleh penyunting di config.yaml",
            tuple(batch.lock(one.id, editors) for one in wrong),
        )


def _differ(present: Set[str], named: Set[str]) -> bool:
    return not named <= present or len(present - named) > 1


def _ours(tab: Tab) -> Iterator[Protection]:
    return (one for one in tab.protections if one.description == batch.PROTECTION)


def _holds(block: Range, row: int, column: int) -> bool:
    rows = block.first_row <= row and (block.last_row is None or row < block.last_row)
    return rows and block.first_column <= column and (block.last_column is None or column < block.last_column)
