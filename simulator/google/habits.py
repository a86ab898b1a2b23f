"""What Google does by habit rather than by contract. Nothing here could be tried against the live service.

Sources: public threads and Google's help pages. Should one prove wrong, it is changed here or where it is named:
- a form's tab comes first (`forms.new_tab`); a new row takes format and dropdown from its neighbour (`grid.insert`);
- a sort takes the row's response along (`grid.sort`); an answer edited after sending rewrites the time and what has
  changed, and comes as a new row when its own is gone (`forms.edit_row`); a live question's deleted column comes back
  with the next response (`forms.write_row`); a question's new title is written over the header (`forms.entitle`);
- the API may write what a strict dropdown refuses to people, and people may paste it (`acts_cells`);
- an unticked checkbox holds FALSE from the moment its rule is set (`cells`);
- `values:batchGetByDataFilter` answers in the order asked (`sheets_routes`);
- a table's dropdown refuses what it does not offer; only dropdown and checkbox columns get a type by converting;
  `appendCells` with a table's id adds blank rows, without it does not make the table longer (`tables`);
- maker and owner stay editors of a protected range; refused is what leaves its cells other than they were, no matter
  by which act (`protection`); ranges go along with the lines below them (`ranges`);
- a filter hides rows when it is set and after a sort, not while people type (`filters`);
- restoring a version brings no form's link back and leaves the access as it is (`history`);
- the link to a document lets the service account in as it does anybody (`sharing`).
Known to differ: named ranges, charts and their sources do not move along with rows and columns; one table for each tab.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from simulator.google import numbers
from simulator.google.cells import BLANK, Cell, Json, computed
from simulator.google.serials import to_serial
from simulator.google.validation import ticks

FIRST_TAB = "Sheet1"
COPY_TITLE = "Copy of {}"  # of a duplicated tab; `Salinan {}` where the person's account speaks Indonesian
TABLE_NAME = "Table{}"
OWNER = "pemilik@desa-contoh.example"  # of every spreadsheet and form; a person who acts without a name is the owner
FORM_TAB = "Form Responses {}"  # Google's `Jawaban Formulir {}` where the maker's account speaks Indonesian
FORM_TIME_HEADER = "Timestamp"
EDITED_NOTE = "Responder updated this value."  # on each answer that was changed after sending
FILE_LINK = "{base}/open?id={id}"
FILE_JOINT = ", "
LONGEST_PREFILLED_QUERY = 8192
LARGEST_UPLOAD = 10 * 1024 * 1024
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_MOMENT = re.compile(r"(\S+)[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")


def from_form(text: str, locale: str, cell: Cell = BLANK) -> Cell:
    """Put a form's answer into a cell: what looks like a number becomes one, unless the cell is plain text.

    A formula-like answer stays text. Dates typed as text stay text as well.
    """
    number = None if cell.is_text_column else numbers.read(text.strip(), locale)
    return Cell(text if number is None else number, None, cell.format, cell.note, cell.validation)


def date_from_form(day: date, cell: Cell = BLANK) -> Cell:
    """Put a form's date into a cell: a serial shown as a date, in a plain-text column too."""
    return _dated(datetime.combine(day, time()), "DATE", cell)


def moment_from_form(moment: datetime, cell: Cell = BLANK) -> Cell:
    """Put the time of sending into column A."""
    return _dated(moment, "DATE_TIME", cell)


def typed(text: str, locale: str, cell: Cell = BLANK) -> Cell:
    """Put into a cell what a person typed (USER_ENTERED): numbers, dates, formulas are recognised.

    An apostrophe in front and a plain-text column keep the text as it is. A checkbox takes its own two values anyhow.
    """
    held = ticks(cell.validation)
    if held and text.upper() in {str(value).upper() for value in held if value is not None}:
        return _holding(cell, next(value for value in held if str(value).upper() == text.upper()) or False)
    if text.startswith("'") or cell.is_text_column:
        return _holding(cell, text.removeprefix("'"))
    if text.startswith("=") and len(text) > 1:
        return Cell(computed(text), text, cell.format, cell.note, cell.validation)
    if text.upper() in {"TRUE", "FALSE"}:
        return _holding(cell, text.upper() == "TRUE")
    return _number(text.strip(), locale, cell) or _date(text.strip(), locale, cell) or _holding(cell, text)


def _number(text: str, locale: str, cell: Cell) -> Cell | None:
    number = numbers.read(text.removesuffix("%"), locale)
    if number is None:
        return None
    if text.endswith("%"):
        return _holding(cell, number / 100, {"type": "PERCENT", "pattern": "0%"})
    grouped = numbers.marks(locale)[1] in text
    return _holding(cell, number, {"type": "NUMBER", "pattern": "#,##0"} if grouped else None)


def _date(text: str, locale: str, cell: Cell) -> Cell | None:
    moment = _MOMENT.fullmatch(text)
    day = _day(moment[1] if moment else text, day_first=not locale.endswith("US"))
    if day is None:
        return None
    hour, minute, second = (int(part or 0) for part in moment.groups()[1:]) if moment else (0, 0, 0)
    try:
        clock = time(hour, minute, second)
    except ValueError:
        return None
    return _dated(datetime.combine(day, clock), "DATE_TIME" if moment else "DATE", cell)


def _day(text: str, *, day_first: bool) -> date | None:
    match = _DATE.fullmatch(text)
    if not match:
        return None
    if match[1]:
        year, month, day = match[1], match[2], match[3]
    else:
        year = match[6]
        day, month = (match[4], match[5]) if day_first else (match[5], match[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _dated(moment: datetime, kind: str, cell: Cell) -> Cell:
    return _holding(cell, to_serial(moment), {"type": kind})


def _holding(cell: Cell, value: str | float | bool, number_format: Json | None = None) -> Cell:
    look = cell.format
    if number_format and cell.number_format.get("type") in {None, "TEXT"}:
        look = {**look, "numberFormat": number_format}
    return Cell(value if value != "" else None, None, look, cell.note, cell.validation)
