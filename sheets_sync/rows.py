"""Reading form tabs: from cells to arrivals. Columns are found by their headers only."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeGuard
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from office.answers import phone
from office.cases import Arrival
from office.names import fold
from office.services import CODE_QUESTION, DIGIT_KINDS, Question, QuestionKind, Service

Cell = str | int | float | bool | None
LAST_DAY = 2_958_465
"""31 December 9999; a larger number in the time stamp's column is something else."""
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serials count local days; the spreadsheet's zone is put on later
_TYPED_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
TIME_HEADERS = frozenset(map(fold, ("Timestamp", "Stempel waktu", "Cap waktu", "Cap Waktu")))


class UnusableTab(Exception):  # noqa: N818 - says what is the case
    """The tab's headers cannot be read safely; `kind` says why, `about` names the header."""

    def __init__(self, kind: str, about: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.about = about


Key = tuple[float, str]
"""A row by its time stamp and its code."""


@dataclass(frozen=True, slots=True)
class Headers:
    """Which column holds what: the time stamp, the code, and each answer with the question it belongs to."""

    time: int
    columns: Mapping[int, tuple[str, Question | None]]
    width: int

    @property
    def code(self) -> int | None:
        """The column of the code; None where the form asks for none."""
        return next((index for index, (title, _) in self.columns.items() if title == CODE_QUESTION.title), None)

    @property
    def digits(self) -> Set[int]:
        """The columns of NIK, KK and phone."""
        asked = ((index, question) for index, (_, question) in self.columns.items())
        return {index for index, question in asked if question and question.kind in DIGIT_KINDS}

    @property
    def keys(self) -> tuple[int, int]:
        """The narrowest block of columns, its end excluded, that holds what a row is known by."""
        both = [self.time] if self.code is None else [self.time, self.code]
        return min(both), max(both) + 1

    def key(self, cells: Sequence[Cell], first_column: int = 0) -> "Key | None":
        """What a row is known by, from its cells from this column on; None for one without a time, which is none."""
        stamp = _at(cells, self.time - first_column)
        if not _is_time(stamp):
            return None
        return float(stamp), "" if self.code is None else _text(_at(cells, self.code - first_column))

    def lacks_time(self, cells: Sequence[Cell], first_column: int = 0) -> bool:
        """Whether these cells hold a code or an answer to a question without a time; others are notes beside it."""
        asked = (index for index, (title, question) in self.columns.items() if question or title == CODE_QUESTION.title)
        told = (_at(cells, index - first_column) for index in asked if index >= first_column)
        return self.key(cells, first_column) is None and any(map(_text, told))


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last row that was read, so that the next read can begin there: its index, and what it held."""

    row: int
    serial: float
    code: str
    fingerprint: str

    @property
    def key(self) -> "Key":
        """What this row is known by."""
        return self.serial, self.code

    @classmethod
    def at(cls, row: int, arrival: Arrival) -> "Anchor":
        """The anchor that this arrival is."""
        return cls(row, arrival.serial, arrival.code, arrival.fingerprint)


def read_headers(service: Service, cells: Sequence[Cell]) -> Headers:
    """The headers of a form tab. Raises UnusableTab when they or the time stamp's are gone, or when two are equal."""
    titles = [_text(cell) for cell in cells]
    time = next((index for index, title in enumerate(titles) if fold(title) in TIME_HEADERS), None)
    if time is None:
        # Forms writes the time stamp first, and its header in the account's language.
        time = 0
        if titles and service.question(titles[0]):
            raise UnusableTab("no_headers", titles[0])
    counted = Counter(fold(title) for title in titles if title)
    if twice := next((title for title in titles if title and counted[fold(title)] > 1), None):
        raise UnusableTab("header_twice", twice)
    columns = {index: _column(service, title) for index, title in enumerate(titles) if title and index != time}
    if not any(question for _, question in columns.values()):
        raise UnusableTab("no_headers")
    return Headers(time, columns, len(cells))


def read_rows(
    service: Service, headers: Headers, rows: Sequence[Sequence[Cell]], first_row: int, zone: ZoneInfo
) -> tuple[list[Arrival], Anchor | None]:
    """The arrivals among these rows, and the anchor for the next read. Blank rows and rows without a time are passed.

    `first_row` is the index of the first of the rows in its tab.
    """
    arrivals: list[Arrival] = []
    anchor = None
    for index, cells in enumerate(rows, start=first_row):
        if arrival := _arrival(service, headers, cells, zone):
            arrivals.append(arrival)
            anchor = Anchor.at(index, arrival)
    return arrivals, anchor


def moment(serial: float, zone: ZoneInfo) -> datetime:
    """A spreadsheet's date-time serial as a moment (Sheets API, DateTimeRenderOption SERIAL_NUMBER).

    Raises OverflowError for a number that is no time, such as a NIK.
    """
    local = EPOCH + timedelta(milliseconds=round(serial * 86_400_000))
    return local.replace(tzinfo=zone)


def zone_named(name: str) -> ZoneInfo | None:
    """The spreadsheet's time zone; None for one that is Google's own, such as `GMT+07:00`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _column(service: Service, title: str) -> tuple[str, Question | None]:
    question = service.question(title)
    return (question.title if question else title), question


def _arrival(service: Service, headers: Headers, cells: Sequence[Cell], zone: ZoneInfo) -> Arrival | None:
    stamp = _stamp(_at(cells, headers.time), zone)
    answers = dict(_answers(headers, cells))
    code = answers.pop(CODE_QUESTION.title, "")
    if not answers or stamp is None:
        return None
    tab = service.form.tab if service.form else 0
    return Arrival(service.key, tab, code, *stamp, answers, tuple(_damaged(headers, cells)))


def _stamp(cell: Cell, zone: ZoneInfo) -> tuple[float, datetime] | None:
    return (float(cell), moment(cell, zone)) if _is_time(cell) else None


def _answers(headers: Headers, cells: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    for index, (title, question) in headers.columns.items():
        answer = _answer(_at(cells, index), question)
        if answer:
            yield title, answer


def _damaged(headers: Headers, cells: Sequence[Cell]) -> Iterator[str]:
    """Digits that came as a number may have lost a leading zero or their last places (beyond 2**53)."""
    for index, (title, question) in headers.columns.items():
        cell = _at(cells, index)
        if question and question.kind in DIGIT_KINDS and isinstance(cell, int | float):
            yield title


def _answer(cell: Cell, question: Question | None) -> str:
    kind = question.kind if question else QuestionKind.TEXT
    if kind is QuestionKind.DATE:
        return _day(cell)
    if kind is QuestionKind.PHONE:
        return phone(_text(cell))
    return _text(cell)


def _day(cell: Cell) -> str:
    """A date cell, or `17/8/1990` as people type it in Indonesia -> `1990-08-17`; what is no such date stays."""
    text = _text(cell)
    typed = _TYPED_DATE.fullmatch(text)
    with suppress(ValueError, OverflowError):  # 31/2/1990, or a number that is no date
        if _is_number(cell):
            return (EPOCH + timedelta(days=int(cell))).date().isoformat()
        if typed:
            return date(int(typed[3]), int(typed[2]), int(typed[1])).isoformat()
    return text


def _at(cells: Sequence[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else None


def _is_number(cell: Cell) -> TypeGuard[int | float]:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _is_time(cell: Cell) -> TypeGuard[int | float]:
    return _is_number(cell) and 0 <= cell <= LAST_DAY


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Ya" if cell else "Tidak"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    if isinstance(cell, int):
        return str(cell)
    return whole(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def whole(text: str) -> str:
    """The text without halves of characters, which JSON may carry and nothing else can keep."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
