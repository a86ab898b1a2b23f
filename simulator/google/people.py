"""The human acts under `/_sim/google/`: what people do at Google by hand, and what the page needs to see."""

from __future__ import annotations

import functools
from collections.abc import Callable

from werkzeug import Request, Response
from werkzeug.exceptions import BadRequest, Conflict, NotFound
from werkzeug.routing import Rule

from simulator.google import acts_cells, acts_forms, acts_lines, acts_tabs, view
from simulator.google.acts_forms import question_of
from simulator.google.adopting import book_of, form_of
from simulator.google.book import Spreadsheet
from simulator.google.calls import as_json
from simulator.google.cells import Json
from simulator.google.errors import ApiError
from simulator.google.forms import Form
from simulator.google.habits import OWNER
from simulator.google.models import Google
from simulator.google.protection import ProtectedError

BookAct = Callable[[Spreadsheet, Json], None]
FormAct = Callable[[Google, Form, Json], None]
_PROTECTED = "Anda mencoba mengedit sel atau objek yang dilindungi. Hubungi pemilik spreadsheet bila perlu mengeditnya."


def rules(google: Google) -> list[Rule]:
    """Return the rules under `/_sim/google/`. Bodies and answers are JSON; refusals are {"error": "..."}."""
    people = _People(google)
    book, form = "/_sim/google/spreadsheets/<book_id>", "/_sim/google/forms/<form_id>"
    acts: dict[str, BookAct] = {**acts_cells.ACTS, **acts_lines.ACTS, **acts_tabs.ACTS}
    return [
        _rule("GET", "/_sim/google/key", people.key),
        _rule("POST", "/_sim/google/spreadsheets", people.new_book),
        _rule("GET", book, people.see_book),
        *(_rule("POST", f"{book}/{name}", functools.partial(people.on_book, act)) for name, act in acts.items()),
        _rule("GET", f"{book}/versions", people.versions),
        _rule("POST", f"{book}/versions/name", people.name_version),
        _rule("POST", f"{book}/versions/restore", people.restore),
        _rule("POST", "/_sim/google/apis", people.switch_apis),
        _rule("POST", "/_sim/google/forms", people.new_form),
        _rule("POST", "/_sim/google/made", people.adopt),
        *(
            _rule("POST", f"{form}/{name}", functools.partial(people.on_form, act))
            for name, act in acts_forms.ACTS.items()
        ),
    ]


def _rule(method: str, path: str, act: Callable[..., Json]) -> Rule:
    def endpoint(request: Request, **arguments: str) -> Response:
        body = request.get_json() if method == "POST" and request.get_data() else {}
        if not isinstance(body, dict):
            raise BadRequest("A JSON object is wanted.")
        try:
            return as_json(act(request, body, **arguments))
        except ProtectedError as error:
            raise Conflict(_PROTECTED) from error
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
        return view.describe(book, self._google.clock())

    def on_book(self, act: BookAct, _request: Request, body: Json, book_id: str) -> Json:
        """Act as the person with the e-mail address `as`, without it as the owner."""
        self._google.change(book_id, lambda book: act(book, body), who=body.get("as", OWNER))
        return {"version": self._google.book(book_id).version}

    def versions(self, _request: Request, _body: Json, book_id: str) -> Json:
        return {"versions": self._google.versions(book_id)}

    def name_version(self, _request: Request, body: Json, book_id: str) -> Json:
        return {"version": self._google.name_version(book_id, body["name"])}

    def restore(self, _request: Request, body: Json, book_id: str) -> Json:
        self._google.restore(book_id, body["version"], body.get("as", OWNER))
        return {"version": self._google.book(book_id).version}

    def switch_apis(self, _request: Request, body: Json) -> Json:
        """Enable or disable APIs for the service account's project: {"drive": false}."""
        if not body or not body.keys() <= {"sheets", "forms", "drive"}:
            raise BadRequest("Of the APIs, sheets, forms and drive can be switched.")
        with self._google.lock:
            off = {name for name, enabled in body.items() if not enabled}
            self._google.disabled.difference_update(body)
            self._google.disabled.update(off)
            return {"disabled": sorted(self._google.disabled)}

    def new_form(self, _request: Request, body: Json) -> Json:
        with self._google.lock:
            form = self._google.create_form(body["title"], body.get("description", ""))
            form.questions.extend(question_of(question) for question in body["questions"])
            if body.get("spreadsheetId"):
                self._google.link_form(form, body["spreadsheetId"])
            return _described(self._google, form)

    def adopt(self, _request: Request, body: Json) -> Json:
        """Take in what a script of the village's has made: see `adopting`."""
        linked = [form_of(form) for form in body["forms"]]
        for book in body["books"]:
            self._google.adopt(book_of(book, linked), linked)
        return {}

    def on_form(self, act: FormAct, _request: Request, body: Json, form_id: str) -> Json:
        with self._google.lock:
            form = self._google.form(form_id)
            act(self._google, form, body)
            return _described(self._google, form)


def _described(google: Google, form: Form) -> Json:
    answer: Json = {"formId": form.id, "responderUri": google.responder_uri(form)}
    answer["entries"] = {question.title: question.entry for question in form.asked}
    tab = google.linked_tab(form)
    if tab:
        title = google.book(tab[0]).sheet(tab[1]).title
        answer |= {"spreadsheetId": tab[0], "sheetId": tab[1], "tabTitle": title}
    return answer
