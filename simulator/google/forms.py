"""Forms: questions, responses, and the tab that they write."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from simulator.google import habits, tables
from simulator.google.a1 import Box
from simulator.google.book import Spreadsheet
from simulator.google.cells import Cell
from simulator.google.files import File
from simulator.google.grid import COLUMNS, ROWS, Sheet, new_sheet
from simulator.google.sharing import Document

QuestionType = Literal["text", "paragraph", "choice", "date", "file", "heading"]  # a heading asks nothing
Answers = dict[str, "list[str] | list[File]"]  # by question id; a date as YYYY-MM-DD
_TIME = "timestamp"  # in place of a question id, on column A


def _hex_id() -> str:
    return f"{secrets.randbelow(2**31):08x}"


@dataclass
class Question:
    """A question. `id` is 8 hex digits, on the page it is `entry.N`. `pattern` must match the whole answer."""

    title: str
    type: QuestionType = "text"
    required: bool = False
    options: list[str] = field(default_factory=list)
    choice_type: str = "DROP_DOWN"
    help: str = ""
    pattern: str = ""
    max_files: int = 1
    id: str = field(default_factory=_hex_id)
    item_id: str = field(default_factory=_hex_id)

    @property
    def entry(self) -> int:
        """The number after `entry.` in links and fields."""
        return int(self.id, 16)


@dataclass(frozen=True)
class Response:
    """What one person sent, exactly as typed; questions left empty are not in it. Times are aware.

    `edited` is when the person last sent it anew, with changed answers.
    """

    id: str
    sent: datetime
    answers: Answers
    edited: datetime | None = None

    @property
    def last_sent(self) -> datetime:
        """When it was sent the last time."""
        return self.edited or self.sent


@dataclass
class Form(Document):
    """A form. `published` lets anybody open the page."""

    id: str
    public_id: str
    title: str
    description: str = ""
    questions: list[Question] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    published: bool = True
    accepting: bool = True
    revision: int = 1
    book_id: str | None = None
    sheet_id: int | None = None

    @property
    def asked(self) -> list[Question]:
        """The questions, without the headings between them."""
        return [question for question in self.questions if question.type != "heading"]


def faults(question: Question, answer: list[str] | list[File]) -> str:
    """Return what is wrong with an answer in the words of the form's page, or an empty string."""
    if not answer:
        return "Pertanyaan ini wajib diisi" if question.required else ""
    text = str(answer[0])
    if question.type == "choice" and text not in question.options:
        return "Pilih salah satu opsi"
    if question.type == "date" and not _is_date(text):
        return "Tanggal tidak valid"
    if question.type == "file" and len(answer) > question.max_files:
        return f"Upload maksimal {question.max_files} file"
    if question.pattern and not re.fullmatch(question.pattern, text):
        return "Isian tidak sesuai dengan pola yang diminta"
    return ""


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def new_tab(book: Spreadsheet, form: Form) -> int:
    """Make the tab that takes the form's responses; returns its id."""
    number = 1
    while book.titled(habits.FORM_TAB.format(number)):
        number += 1
    width = max(COLUMNS, len(form.asked) + 1)
    sheet = new_sheet(book.free_id(), habits.FORM_TAB.format(number), ROWS, width)
    sheet.form_id, sheet.frozen_rows = form.id, 1
    sheet.columns[0].question = _TIME
    sheet.put(0, 0, Cell(habits.FORM_TIME_HEADER))
    for column, question in enumerate(form.asked, 1):
        _head(sheet, column, question)
    book.sheets.insert(0, sheet)
    return sheet.id


def new_column(sheet: Sheet, question: Question) -> None:
    """Insert a column for a new question after the last question's; columns made by hand move to the right."""
    at = 1 + max((i for i, column in enumerate(sheet.columns) if column.question), default=-1)
    sheet.insert("COLUMNS", at, 1)
    _head(sheet, at, question)


def entitle(sheet: Sheet, question: Question) -> None:
    """Write a question's title over its column, whatever people had made of the header."""
    for number, column in enumerate(sheet.columns):
        if column.question == question.id:
            sheet.put(0, number, replace(sheet.cell(0, number), value=question.title, formula=None))


def release_tab(sheet: Sheet) -> None:
    """Make an ordinary tab of a form's."""
    sheet.form_id = None
    for column in sheet.columns:
        column.question = None
    sheet.rows = [replace(row, response=None) for row in sheet.rows]


def _head(sheet: Sheet, column: int, question: Question) -> None:
    sheet.columns[column].question = question.id
    sheet.put(0, column, Cell(question.title))


def write_row(book: Spreadsheet, form: Form, response: Response, base_url: str) -> None:
    """Insert a row after the last response; it looks like the row above, the first one like the empty row below."""
    sheet = next(sheet for sheet in book.sheets if sheet.form_id == form.id)
    _mend_columns(sheet, form)
    at = _after_last(sheet)
    below = at if at < len(sheet.rows) else None
    sheet.insert("ROWS", at, 1, like=at - 1 if at > 1 else below)
    sheet.rows[at] = replace(sheet.rows[at], response=response.id)
    _write(book, sheet, at, response.last_sent, _asked(form, response.answers), base_url)
    tables.grow(sheet, Box(at, 0, at + 1, len(sheet.columns)))


def edit_row(book: Spreadsheet, form: Form, before: Response, after: Response, base_url: str) -> None:
    """Write changed answers into the response's own row, with the new time; a row that is gone is written anew."""
    sheet = next(sheet for sheet in book.sheets if sheet.form_id == form.id)
    at = next((number for number, row in enumerate(sheet.rows) if row.response == after.id), None)
    if at is None:
        write_row(book, form, after, base_url)
        return
    asked = _asked(form, {question.id: after.answers.get(question.id, []) for question in form.asked})
    changed = [(question, answer) for question, answer in asked if answer != before.answers.get(question.id, [])]
    _write(book, sheet, at, after.last_sent, changed, base_url)
    for question, _ in changed:
        for number, column in enumerate(sheet.columns):
            if column.question == question.id:
                sheet.put(at, number, replace(sheet.cell(at, number), note=habits.EDITED_NOTE))


def _asked(form: Form, answers: Answers) -> list[tuple[Question, list[str] | list[File]]]:
    return [(question, answers[question.id]) for question in form.questions if question.id in answers]


def _mend_columns(sheet: Sheet, form: Form) -> None:
    """Give a question whose column somebody deleted a new one."""
    present = {column.question for column in sheet.columns}
    for question in form.asked:
        if question.id not in present:
            new_column(sheet, question)


def _write(
    book: Spreadsheet,
    sheet: Sheet,
    at: int,
    moment: datetime,
    answers: Iterable[tuple[Question, list[str] | list[File]]],
    base_url: str,
) -> None:
    columns = {column.question: number for number, column in enumerate(sheet.columns) if column.question}
    local = moment.astimezone(ZoneInfo(book.zone)).replace(tzinfo=None)
    if _TIME in columns:
        sheet.put(at, columns[_TIME], habits.moment_from_form(local, sheet.cell(at, columns[_TIME])))
    for question, answer in answers:
        if question.id in columns:
            column = columns[question.id]
            sheet.put(at, column, _written(question, answer, sheet.cell(at, column), book.locale, base_url))


def _after_last(sheet: Sheet) -> int:
    time = next((number for number, column in enumerate(sheet.columns) if column.question == _TIME), None)
    used = sheet.used_rows() if time is None else sheet.used_rows(time, time + 1)
    return max(1, used)


def _written(question: Question, answer: list[str] | list[File], cell: Cell, locale: str, base_url: str) -> Cell:
    if not answer:
        return cell.emptied()
    links = [habits.FILE_LINK.format(base=base_url, id=file.id) for file in answer if isinstance(file, File)]
    if links:
        return habits.from_form(habits.FILE_JOINT.join(links), locale, cell)
    text = str(answer[0])
    if question.type == "date":
        return habits.date_from_form(date.fromisoformat(text), cell)
    return habits.from_form(text, locale, cell)
