"""Taking in what a script has made elsewhere in the village's own account: a spreadsheet and the forms linked to it."""

from __future__ import annotations

from simulator.google import forms
from simulator.google.auth import EMAIL
from simulator.google.book import Spreadsheet
from simulator.google.cells import Json
from simulator.google.forms import Form, Question, QuestionType
from simulator.google.grid import new_sheet

_TYPES: dict[str, QuestionType] = {
    "text": "text",
    "paragraph": "paragraph",
    "date": "date",
    "choice": "choice",
    "list": "choice",
    "section": "heading",
}


def book_of(said: Json, linked: list[Form]) -> Spreadsheet:
    """Read a spreadsheet `{id, title, zone, locale, editors, sheets: [{id, name, form}]}`; `linked` are its forms."""
    book = Spreadsheet(said["id"], said["title"], said["locale"], said["zone"], [], shared=EMAIL in said["editors"])
    by_id = {form.id: form for form in linked}
    for tab in reversed(said["sheets"]):
        form = by_id.get(tab["form"] or "")
        if form is None:
            book.sheets.insert(0, new_sheet(tab["id"], tab["name"]))
            continue
        sheet = book.sheet(forms.new_tab(book, form))
        sheet.id, sheet.title = tab["id"], tab["name"]
        form.book_id, form.sheet_id = book.id, sheet.id
    return book


def form_of(said: Json) -> Form:
    """Read a form `{id, publicId, title, description, items, editors, published, accepting}`."""
    return Form(
        said["id"],
        said["publicId"],
        said["title"],
        said["description"],
        [_question(item) for item in said["items"]],
        published=said["published"],
        accepting=said["accepting"],
        shared=EMAIL in said["editors"],
    )


def _question(item: Json) -> Question:
    question = Question(
        item["title"], _TYPES[item["kind"]], item["required"], item.get("options", []), help=item["help"]
    )
    question.pattern = item.get("pattern", "")
    if "entry" in item:
        question.id = f"{item['entry']:08x}"
    return question
