"""The human acts under `/_sim/google/`: what people do at Google by hand, and what the page needs to see."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from werkzeug import Request, Response
from werkzeug.exceptions import BadRequest, Conflict, NotFound
from werkzeug.routing import Rule

from simulator.google import view
from simulator.google.a1 import Box, parse
from simulator.google.book import Spreadsheet
from simulator.google.calls import as_json
from simulator.google.cells import Cell, Json
from simulator.google.errors import ApiError
from simulator.google.forms import Form, Question
from simulator.google.grid import Sheet
from simulator.google.habits import typed
from simulator.google.models import Google

BookAct = Callable[[Spreadsheet, Json], Any]
_TYPES = ("text", "paragraph", "choice", "date", "file")


def rules(google: Google) -> list[Rule]:
    """Return the rules under `/_sim/google/`. Bodies and answers are JSON; refusals are {"error": "..."}."""
    people = _People(google)
    book, form = "/_sim/google/spreadsheets/<book_id>", "/_sim/google/forms/<form_id>"
    acts: dict[str, BookAct] = {
        "cells": _type,
        "clear": _clear,
        "sort": _sort,
        "rows/insert": _insert_rows,
        "rows/delete": _delete_rows,
        "sheets/rename": _rename_sheet,
        "sheets/delete": _delete_sheet,
        "share": _share_book,
    }
    return [
        _rule("GET", "/_sim/google/key", people.key),
        _rule("POST", "/_sim/google/spreadsheets", people.new_book),
        _rule("GET", book, people.see_book),
        *(_rule("POST", f"{book}/{name}", functools.partial(people.on_book, act)) for name, act in acts.items()),
        _rule("POST", "/_sim/google/forms", people.new_form),
        _rule("POST", f"{form}/share", people.share_form),
        _rule("POST", f"{form}/link", people.link_form),
        _rule("POST", f"{form}/questions", people.add_question),
        _rule("POST", f"{form}/questions/delete", people.delete_question),
    ]


def _rule(method: str, path: str, act: Callable[..., Json]) -> Rule:
    def endpoint(request: Request, **arguments: str) -> Response:
        body = request.get_json() if method == "POST" and request.get_data() else {}
        if not isinstance(body, dict):
            raise BadRequest("A JSON object is wanted.")
        try:
            return as_json(act(request, body, **arguments))
        except ApiError as error:
            raise (NotFound if error.code == 404 else BadRequest)(error.message) from error  # noqa: PLR2004 - HTTP
        except (KeyError, TypeError) as error:
            raise BadRequest(f"Missing or wrong: {error}") from error

    return Rule(path, endpoint=endpoint, methods=[method])


class _People:
    def __init__(self, google: Google) -> None:
        self._google = google

    def key(self, _request: Request, _body: Json) -> Json:
        with self._google.lock:
            return self._google.account.key_file(self._google.token_uri)

    def new_book(self, _request: Request, body: Json) -> Json:
        locale, zone = body.get("locale", "in_ID"), body.get("timeZone", "Asia/Jakarta")
        return {"spreadsheetId": self._google.create_spreadsheet(body["title"], locale, zone).id}

    def see_book(self, request: Request, _body: Json, book_id: str) -> Json:
        book = self._google.book(book_id)
        if request.args.get("since", -1, int) == book.version:
            return {"version": book.version, "title": book.title, "unchanged": True}
        return view.describe(book)

    def on_book(self, act: BookAct, _request: Request, body: Json, book_id: str) -> Json:
        self._google.change(book_id, lambda book: act(book, body))
        return {"version": self._google.book(book_id).version}

    def new_form(self, _request: Request, body: Json) -> Json:
        with self._google.lock:
            form = self._google.create_form(body["title"], body.get("description", ""))
            form.questions.extend(_question(question) for question in body["questions"])
            if body.get("spreadsheetId"):
                self._google.link_form(form, body["spreadsheetId"])
            return self._described(form)

    def _described(self, form: Form) -> Json:
        answer: Json = {"formId": form.id, "responderUri": self._google.responder_uri(form)}
        answer["entries"] = {question.title: question.entry for question in form.questions}
        if form.book_id and form.sheet_id is not None:
            title = self._google.book(form.book_id).sheet(form.sheet_id).title
            answer |= {"spreadsheetId": form.book_id, "sheetId": form.sheet_id, "tabTitle": title}
        return answer

    def share_form(self, _request: Request, body: Json, form_id: str) -> Json:
        with self._google.lock:
            self._google.form(form_id).shared = body["shared"]
        return {}

    def link_form(self, _request: Request, body: Json, form_id: str) -> Json:
        with self._google.lock:
            form = self._google.form(form_id)
            self._google.link_form(form, body["spreadsheetId"])
            return self._described(form)

    def add_question(self, _request: Request, body: Json, form_id: str) -> Json:
        with self._google.lock:
            form = self._google.form(form_id)
            self._google.add_question(form, _question(body))
            return self._described(form)

    def delete_question(self, _request: Request, body: Json, form_id: str) -> Json:
        """The question's column stays in the tab, dead."""
        with self._google.lock:
            form = self._google.form(form_id)
            found = next((question for question in form.questions if question.title == body["title"]), None)
            if found is None:
                raise NotFound("No such question.")
            form.questions.remove(found)
            return self._described(form)


def _question(body: Json) -> Question:
    question = Question(
        title=body["title"],
        type=body.get("type", "text"),
        required=body.get("required", False),
        options=list(body.get("options") or []),
        help=body.get("help") or "",
        pattern=body.get("pattern") or "",
        max_files=body.get("max_files") or 1,
    )
    if question.type not in _TYPES or (question.type == "choice" and not question.options):
        raise BadRequest(f"Question {question.title!r}: type must be one of {_TYPES}; a choice needs options.")
    return question


def _sheet(book: Spreadsheet, body: Json) -> Sheet:
    if "sheetId" in body:
        return book.sheet(body["sheetId"])
    found = book.titled(body["title"])
    if found is None:
        raise NotFound("No such tab.")
    return found


def _box(sheet: Sheet, a1: str) -> Box:
    span = parse(a1)[1]
    if span is None:
        raise BadRequest(f"Not a range: {a1}")
    return sheet.whole(span)


def _type(book: Spreadsheet, body: Json) -> None:
    sheet = _sheet(book, body)
    box = _box(sheet, body["cell"])
    old = sheet.cell(box.top, box.left)
    new = typed(str(body["value"]), book.locale, old)
    _refuse_what_the_dropdown_refuses(new, book.locale)
    sheet.put(box.top, box.left, new)


def _refuse_what_the_dropdown_refuses(cell: Cell, locale: str) -> None:
    rule = cell.validation or {}
    options = view.options(cell)
    if options is not None and rule.get("strict") and cell.kind != "empty" and cell.shown(locale) not in options:
        raise Conflict("Input harus berupa salah satu item dalam daftar.")


def _clear(book: Spreadsheet, body: Json) -> None:
    sheet = _sheet(book, body)
    sheet.change(_box(sheet, body["range"]), Cell.emptied)


def _sort(book: Spreadsheet, body: Json) -> None:
    """Sort the sheet by a column; frozen rows stay, a tab without any keeps its first row."""
    sheet = _sheet(book, body)
    box = Box(max(1, sheet.frozen_rows), 0, len(sheet.rows), len(sheet.columns))
    sheet.sort(box, [(body["column"], body.get("ascending", True))])


def _insert_rows(book: Spreadsheet, body: Json) -> None:
    sheet = _sheet(book, body)
    sheet.insert("ROWS", body["start"], body["end"] - body["start"], like=body["start"])


def _delete_rows(book: Spreadsheet, body: Json) -> None:
    sheet = _sheet(book, body)
    sheet.rearrange("ROWS", [*range(body["start"]), *range(body["end"], len(sheet.rows))])


def _rename_sheet(book: Spreadsheet, body: Json) -> None:
    sheet = book.sheet(body["sheetId"])
    book.check_title(body["title"], but=sheet)
    sheet.title = body["title"]


def _delete_sheet(book: Spreadsheet, body: Json) -> None:
    """Delete a tab; a form's one is unlinked before, as Google asks for."""
    book.sheets.remove(_sheet(book, body))


def _share_book(book: Spreadsheet, body: Json) -> None:
    book.shared = body["shared"]
