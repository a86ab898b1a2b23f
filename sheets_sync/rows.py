"""Reading form tabs: from cells to arrivals. Columns are found by their headers only."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from office.answers import phone
from office.cases import Arrival
from office.names import fold
from office.services import CODE_QUESTION, DIGIT_KINDS, Question, QuestionKind, Service

Cell = str | int | float | bool | None
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serials count local days; the spreadsheet's zone is put on later
TIME_HEADERS = frozenset(map(fold, ("Timestamp", "Stempel waktu", "Cap waktu", "Cap Waktu")))


class UnusableTab(Exception):  # noqa: N818 - says what is the case
    """The tab's headers cannot be read safely; `kind` says why, `about` names the header."""

    def __init__(self, kind: str, about: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.about = about


@dataclass(frozen=True, slots=True)
class Headers:
    """Which column holds what: the time stamp, the code, and each answer with the question it belongs to."""

    time: int
    columns: Mapping[int, tuple[str, Question | None]]
    width: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last row that was read, so that the next read can begin there: its index, time stamp and code."""

    row: int
    serial: float
    code: str


def read_headers(service: Service, cells: Sequence[Cell]) -> Headers:
    """The headers of a form tab. Raises UnusableTab when they are gone, or when one that matters stands twice."""
    titles = [_text(cell) for cell in cells]
    # Forms writes the time stamp first; its header's words depend on the account's language.
    time = next((index for index, title in enumerate(titles) if fold(title) in TIME_HEADERS), 0)
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
            anchor = Anchor(index, arrival.serial, arrival.code)
    return arrivals, anchor


def moment(serial: float, zone: ZoneInfo) -> datetime:
    """A spreadsheet's date-time serial as a moment (Sheets API, DateTimeRenderOption SERIAL_NUMBER)."""
    local = EPOCH + timedelta(milliseconds=round(serial * 86_400_000))
    return local.replace(tzinfo=zone)


def _column(service: Service, title: str) -> tuple[str, Question | None]:
    question = service.question(title)
    return (question.title if question else title), question


def _arrival(service: Service, headers: Headers, cells: Sequence[Cell], zone: ZoneInfo) -> Arrival | None:
    serial = cells[headers.time] if headers.time < len(cells) else None
    if isinstance(serial, bool) or not isinstance(serial, int | float):
        return None
    answers = dict(_answers(headers, cells))
    code = answers.pop(CODE_QUESTION.title, "")
    if not answers:
        return None
    tab = service.form.tab if service.form else 0
    damaged = tuple(_damaged(headers, cells))
    return Arrival(service.key, tab, code, float(serial), moment(serial, zone), answers, damaged)


def _answers(headers: Headers, cells: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    for index, (title, question) in headers.columns.items():
        answer = _answer(cells[index] if index < len(cells) else None, question)
        if answer:
            yield title, answer


def _damaged(headers: Headers, cells: Sequence[Cell]) -> Iterator[str]:
    """Digits that came as a number may have lost a leading zero or their last places (beyond 2**53)."""
    for index, (title, question) in headers.columns.items():
        cell = cells[index] if index < len(cells) else None
        if question and question.kind in DIGIT_KINDS and isinstance(cell, int | float):
            yield title


def _answer(cell: Cell, question: Question | None) -> str:
    kind = question.kind if question else QuestionKind.TEXT
    if kind is QuestionKind.DATE and isinstance(cell, int | float) and not isinstance(cell, bool):
        return (EPOCH + timedelta(days=int(cell))).date().isoformat()
    if kind is QuestionKind.DATE:
        return _iso(_text(cell))
    if kind is QuestionKind.PHONE:
        return phone(_text(cell))
    return _text(cell)


def _iso(text: str) -> str:
    """`17/8/1990` as people type it in Indonesia -> `1990-08-17`; what is no such date stays."""
    parts = text.replace("-", "/").split("/")
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Ya" if cell else "Tidak"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()
