"""Human acts on tabs and on the spreadsheet itself."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from werkzeug.exceptions import BadRequest, Conflict

from simulator.google import protection, tables
from simulator.google.book import Spreadsheet
from simulator.google.cells import Json
from simulator.google.forms import release_tab
from simulator.google.grid import Sheet
from simulator.google.habits import COPY_TITLE, OWNER, TABLE_NAME
from simulator.google.places import box_of, sheet_of, used_box
from simulator.google.sharing import share


def _rename(book: Spreadsheet, body: Json) -> None:
    """Give the tab `sheetId` the title `title`."""
    sheet = book.sheet(body["sheetId"])
    book.check_title(body["title"], but=sheet)
    sheet.title = body["title"]


def _delete(book: Spreadsheet, body: Json) -> None:
    """Delete a tab; a form's one must be unlinked before, and one visible tab must stay."""
    sheet = sheet_of(book, body)
    if sheet.form_id:
        raise Conflict("Batalkan tautan formulir terlebih dahulu.")
    if all(other is sheet or other.hidden for other in book.sheets):
        raise Conflict("Anda tidak dapat menghapus semua sheet yang terlihat.")
    book.sheets.remove(sheet)


def _duplicate(book: Spreadsheet, body: Json) -> None:
    """Put a copy behind a tab, named `copyTitle` or as Sheets names copies. No form writes into it."""
    sheet = sheet_of(book, {name: value for name, value in body.items() if name != "copyTitle"})
    title = body.get("copyTitle") or COPY_TITLE.format(sheet.title)
    book.check_title(title)
    copy = sheet.copy()
    copy.id, copy.title = book.free_id(), title
    release_tab(copy)
    _renumber(copy)
    book.sheets.insert(book.sheets.index(sheet) + 1, copy)


def _renumber(copy: Sheet) -> None:
    """Give what lies over a copied tab ids and ranges of its own."""
    here = {"sheetId": copy.id}
    copy.protected = [
        each | {"protectedRangeId": secrets.randbelow(2**31), "range": each["range"] | here} for each in copy.protected
    ]
    copy.conditional = [rule | {"ranges": [wanted | here for wanted in rule["ranges"]]} for rule in copy.conditional]
    copy.charts = [chart | {"chartId": secrets.randbelow(2**31)} for chart in copy.charts]
    if copy.basic_filter:
        copy.basic_filter = copy.basic_filter | {"range": copy.basic_filter["range"] | here}
    if copy.table:
        copy.table = copy.table | {"tableId": secrets.token_hex(5), "range": copy.table["range"] | here}


def _table(book: Spreadsheet, body: Json) -> None:
    """Convert `range`, or all that is filled, to a table; its first row is the header."""
    sheet = sheet_of(book, body)
    box = box_of(sheet, body["range"]) if "range" in body else used_box(sheet)
    names = {other.table["name"] for other in book.sheets if other.table}
    free = (name for number in range(1, len(names) + 2) if (name := TABLE_NAME.format(number)) not in names)
    tables.convert(sheet, box, body.get("name") or next(free))


def _settings(book: Spreadsheet, body: Json) -> None:
    """Change `locale` or `timeZone` in the spreadsheet's settings; what cells hold stays, what they show changes."""
    if not body.keys() & {"locale", "timeZone"}:
        raise BadRequest("Say locale or timeZone.")
    book.locale, book.zone = body.get("locale", book.locale), body.get("timeZone", book.zone)


def _protect(book: Spreadsheet, body: Json) -> None:
    """Protect `range`, or the whole tab: only the owner and `editors` may change it, or everybody is merely warned."""
    sheet = sheet_of(book, body)
    wanted: Json = {"range": {"sheetId": sheet.id}}
    if "range" in body:
        box = box_of(sheet, body["range"])
        names = ("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex")
        ends = dict(zip(names, (box.top, box.left, box.bottom, box.right), strict=True))
        wanted["range"] |= ends
    wanted |= {"warningOnly": True} if body.get("warningOnly") else {"editors": {"users": body.get("editors", [])}}
    sheet.protected.append(protection.new(wanted, OWNER))


def _share(book: Spreadsheet, body: Json) -> None:
    """See `sharing.share`."""
    share(book, body)


ACTS: dict[str, Callable[[Spreadsheet, Json], None]] = {
    "sheets/rename": _rename,
    "sheets/delete": _delete,
    "sheets/duplicate": _duplicate,
    "table": _table,
    "settings": _settings,
    "protect": _protect,
    "share": _share,
}
