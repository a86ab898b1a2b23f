"""Setting up the spreadsheet: the script's own tabs where they are missing, and digits kept as text in the form tabs.

Done again it changes nothing, and it never touches what people have set by hand.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from office.config import Config
from office.services import DIGIT_KINDS, Service
from sheets_sync import batch, verification
from sheets_sync.google import GoogleDoor, Grid, Range, Workbook
from sheets_sync.rows import whole
from sheets_sync.texts import ARCHIVE_TITLE, BOOK_TITLE, DESK_TITLE, SUMMARY_TITLE
from sheets_sync.verification import VERIFICATION_TAB


@dataclass(frozen=True, slots=True)
class Ready:
    """The spreadsheet as it was found, the titles of the tabs that were made since, the form tabs' text columns."""

    book: Workbook
    made: tuple[str, ...]
    digits: Mapping[int, Set[int]]


def set_up(door: GoogleDoor, config: Config, year: int) -> Ready:
    """Make what is missing, in one call. Raises DoorError."""
    book = door.workbook()
    editors = who_may_edit(door, config)
    new = dict(_missing_tabs(book, editors, year))
    if config.google.verification_page:
        new |= _missing_verification(book, editors)
    digits = _digits(door, config, book)
    as_text = [request for tab, places in digits.items() for request in batch.keep_as_text(tab, sorted(places))]
    # In one call: once the desk is to be seen, no answer can lose its digits any more.
    if changes := [*as_text, *(request for made in new.values() for request in made)]:
        door.change(changes)
    return Ready(book, tuple(new), digits)


def lacking(book: Workbook, config: Config, year: int) -> Iterator[str]:
    """The titles of the script's own tabs that are missing."""
    present = {tab.id for tab in book.tabs}
    wanted = {
        batch.DESK_TAB: DESK_TITLE,
        batch.BOOK_TAB: BOOK_TITLE,
        batch.archive_tab(year): ARCHIVE_TITLE.format(year=year),
        batch.SUMMARY_TAB: SUMMARY_TITLE,
    }
    if config.google.verification_page:
        wanted[VERIFICATION_TAB] = verification.TITLE
    yield from (title for tab, title in wanted.items() if tab not in present)


def texts_of(grid: Grid) -> list[str]:
    """The texts of a block's first row."""
    return ["" if cell is None else whole(str(cell)).strip() for cell in (grid[0] if grid else ())]


def who_may_edit(door: GoogleDoor, config: Config) -> tuple[str, ...]:
    """Who may change the script's cells; empty where people are only warned."""
    return (door.account, *config.google.editors) if config.google.editors else ()


def free_title(title: str, taken: Collection[str]) -> str:
    """A title that no tab has, by Google's reckoning without regard to case."""
    used = {other.casefold() for other in taken}
    return next(name for name in _titles(title) if name.casefold() not in used)


def _titles(title: str) -> Iterator[str]:
    yield title
    number = 2
    while True:
        yield f"{title} {number}"
        number += 1


def _missing_tabs(book: Workbook, editors: Sequence[str], year: int) -> Iterator[tuple[str, list[batch.Request]]]:
    present = {tab.id for tab in book.tabs}
    titles = {tab.title for tab in book.tabs}
    if batch.DESK_TAB not in present:
        title = free_title(DESK_TITLE, titles)
        yield title, batch.new_desk(title, editors)
    if batch.BOOK_TAB not in present:
        title = free_title(BOOK_TITLE, titles)
        yield title, batch.new_book(title, editors)
    if batch.archive_tab(year) not in present:
        title = free_title(ARCHIVE_TITLE.format(year=year), titles)
        yield title, batch.new_archive(batch.archive_tab(year), title, editors)


def _missing_verification(book: Workbook, editors: Sequence[str]) -> dict[str, list[batch.Request]]:
    if any(tab.id == VERIFICATION_TAB for tab in book.tabs):
        return {}
    title = free_title(verification.TITLE, {tab.title for tab in book.tabs})
    return {title: verification.new_verification(title, editors)}


def _digits(door: GoogleDoor, config: Config, book: Workbook) -> dict[int, Set[int]]:
    """Where each form tab holds NIK, KK or phone, by its header row."""
    present = {tab.id for tab in book.tabs}
    tabs = [tab for tab in config.by_tab if tab in present]
    heads = door.read([Range(tab, 0, 1) for tab in tabs]) if tabs else []
    return {tab: _digit_columns(config.by_tab[tab], texts_of(head)) for tab, head in zip(tabs, heads, strict=True)}


def _digit_columns(service: Service, head: Sequence[str]) -> Set[int]:
    questions = enumerate(map(service.question, head))
    return {place for place, question in questions if question and question.kind in DIGIT_KINDS}
