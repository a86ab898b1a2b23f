"""Google's world: spreadsheets, forms, files and the service account, behind one lock."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import RLock
from typing import TypeVar

from simulator.google import forms, history, protection
from simulator.google.auth import EMAIL, Clock, ServiceAccount
from simulator.google.book import Spreadsheet
from simulator.google.cells import Json
from simulator.google.errors import ApiError, invalid, not_found
from simulator.google.files import FORM_TYPE, SHEET_TYPE, File
from simulator.google.forms import Form, Question
from simulator.google.grid import new_sheet
from simulator.google.habits import FIRST_TAB, OWNER
from simulator.google.history import History
from simulator.google.sharing import Document

T = TypeVar("T")
D = TypeVar("D", bound=Document)
_ALPHABET = string.ascii_letters + string.digits + "-_"


def utc_now() -> datetime:
    """Return the time; the default clock."""
    return datetime.now(UTC)


class Google:
    """All that Google holds for the village. Every method takes the lock; ApiError is what callers see of a refusal.

    `base_url` is the simulator's own address without a slash at its end; links and the token endpoint begin with it.
    `storage` is whether the service account may keep files of its own, which Google grants only some of them.
    `disabled` names the APIs (`sheets`, `forms`, `drive`) that nobody has enabled for the service account's project.
    """

    def __init__(self, clock: Clock = utc_now) -> None:
        self.lock = RLock()
        self.base_url = "http://127.0.0.1"
        self.clock = clock
        self.account = ServiceAccount(clock)
        self.disabled: set[str] = set()
        self.storage = True
        self._books: dict[str, Spreadsheet] = {}
        self._histories: dict[str, History] = {}
        self._forms: dict[str, Form] = {}
        self._files: dict[str, File] = {}

    def reset(self) -> None:
        """Forget everything but the service account's key."""
        with self.lock:
            self.account.revoke_all()
            self.disabled.clear()
            self.storage = True
            self._books, self._histories, self._forms, self._files = {}, {}, {}, {}

    def state(self) -> Json:
        """Return what there is, in short."""
        with self.lock:
            return {
                "spreadsheets": [_book_state(book) for book in self._books.values()],
                "forms": [self._form_state(form) for form in self._forms.values()],
                "files": [{"id": file.id, "name": file.name} for file in self._files.values()],
            }

    def _form_state(self, form: Form) -> Json:
        return {
            "formId": form.id,
            "title": form.title,
            "responderUri": self.responder_uri(form),
            "spreadsheetId": form.book_id,
            "sheetId": form.sheet_id,
            "responses": len(form.responses),
        }

    @property
    def token_uri(self) -> str:
        """Where assertions go, and their audience."""
        return f"{self.base_url}/token"

    def responder_uri(self, form: Form) -> str:
        """Return the address of the form's page."""
        return f"{self.base_url}/forms/d/e/{form.public_id}/viewform"

    # Spreadsheets

    def create_spreadsheet(self, title: str, locale: str = "in_ID", zone: str = "Asia/Jakarta") -> Spreadsheet:
        """Make a spreadsheet with one empty tab, shared with the service account."""
        with self.lock:
            book = Spreadsheet(_token(44), title, locale, zone, [new_sheet(0, FIRST_TAB)])
            self._books[book.id], self._histories[book.id] = book, History()
            return book

    def book(self, book_id: str, *, by_service: bool = False) -> Spreadsheet:
        """Return a spreadsheet, to be read only. ApiError 404 when unknown, or not shared and the service asks."""
        with self.lock:
            return _opened(self._books.get(book_id), by_service=by_service)

    def change(self, book_id: str, act: Callable[[Spreadsheet], T], *, by_service: bool = False, who: str = OWNER) -> T:
        """Do all of an act on a spreadsheet or, when it raises, nothing; the version grows.

        `who` is the e-mail address of the person who acts. ProtectedError when a protected range is not for them.
        """
        with self.lock:
            old = self.book(book_id, by_service=by_service)
            if by_service:
                old.check_open(to_write=True)
            draft = old.copy()
            result = act(draft)
            protection.check(old, draft, EMAIL if by_service else who)
            draft.version += 1
            self._histories[book_id].note(old, self.clock())
            self._books[book_id] = draft
            return result

    # Version history

    def versions(self, book_id: str) -> list[Json]:
        """Return the kept versions of a spreadsheet, oldest first."""
        with self.lock:
            self.book(book_id)
            return self._histories[book_id].describe()

    def name_version(self, book_id: str, name: str) -> int:
        """Keep the present state under a name; returns its version number."""
        with self.lock:
            book = self.book(book_id)
            self._histories[book_id].keep(book, self.clock(), name)
            return book.version

    def restore(self, book_id: str, version: int, who: str = OWNER) -> None:
        """Make a spreadsheet what it was. Forms keep all their responses, and who has access stays as it is."""
        with self.lock:
            kept = self._histories[book_id].find(version)
            self._histories[book_id].keep(self.book(book_id), self.clock())
            linked = {form.id for form in self._forms.values() if form.book_id == book_id}
            self.change(book_id, lambda book: history.restore(book, kept, linked), who=who)

    # Forms

    def create_form(self, title: str, description: str = "", *, published: bool = True) -> Form:
        """Make a form without questions."""
        with self.lock:
            form = Form(_token(44), f"1FAIpQL{_token(49)}", title, description, published=published)
            self._forms[form.id] = form
            return form

    def adopt(self, book: Spreadsheet, linked: list[Form]) -> None:
        """Take in a spreadsheet and its forms that were made elsewhere in the village's account."""
        with self.lock:
            self._books[book.id], self._histories[book.id] = book, History()
            self._forms |= {form.id: form for form in linked}

    def form(self, form_id: str, *, by_service: bool = False) -> Form:
        """Return a form. ApiError 404 as for `book`."""
        with self.lock:
            return _opened(self._forms.get(form_id), by_service=by_service)

    def public_form(self, public_id: str) -> Form:
        """Return the form of a page's address. ApiError 404."""
        with self.lock:
            found = next((form for form in self._forms.values() if form.public_id == public_id), None)
            if found is None:
                raise not_found()
            return found

    def link_form(self, form: Form, book_id: str) -> None:
        """Send the form's answers to a new tab of a spreadsheet, as a person does in the editor."""
        with self.lock:
            if form.book_id:
                raise invalid("This form already has a destination.")
            form.sheet_id = self.change(book_id, lambda book: forms.new_tab(book, form))
            form.book_id = book_id

    def unlink_form(self, form: Form) -> None:
        """Send the form's answers nowhere but into the form; its tab stays as an ordinary one."""
        with self.lock:
            tab = self.linked_tab(form)
            form.book_id = form.sheet_id = None
            if tab:
                self.change(tab[0], lambda book: forms.release_tab(book.sheet(tab[1])))

    def add_question(self, form: Form, question: Question) -> None:
        """Add a question at the form's end; a linked tab gets a column right after the other questions' ones."""
        with self.lock:
            form.questions.append(question)
            form.revision += 1
            self._add_column(form, question)

    def edit_form(self, form: Form, draft: Form) -> None:
        """Take over a draft's title, description and questions; a linked tab gets columns for the new ones."""
        with self.lock:
            known = {question.id for question in form.questions}
            form.title, form.description, form.questions = draft.title, draft.description, draft.questions
            form.revision += 1
            for question in form.asked:
                if question.id not in known:
                    self._add_column(form, question)

    def alter_question(self, form: Form, altered: Question) -> None:
        """Take a question's new title, type or options; it stays the same question with the same column."""
        with self.lock:
            form.questions = [altered if question.id == altered.id else question for question in form.questions]
            form.revision += 1
            tab = self.linked_tab(form)
            if tab:
                self.change(tab[0], lambda book: forms.entitle(book.sheet(tab[1]), altered))

    def _add_column(self, form: Form, question: Question) -> None:
        tab = self.linked_tab(form)
        if tab:
            book_id, sheet_id = tab
            self.change(book_id, lambda book: forms.new_column(book.sheet(sheet_id), question))

    def linked_tab(self, form: Form) -> tuple[str, int] | None:
        """Return (spreadsheet id, sheet id) of the tab that the form writes to, None when there is none."""
        book = self._books.get(form.book_id or "")
        sheet = next((sheet for sheet in book.sheets if sheet.form_id == form.id), None) if book else None
        return (book.id, sheet.id) if book and sheet else None

    def submit(self, form: Form, answers: forms.Answers) -> None:
        """Record answers that were checked: a response, and a new row in the linked tab."""
        with self.lock:
            response = forms.Response(_token(60), self.clock(), answers)
            form.responses.append(response)
            tab = self.linked_tab(form)
            if tab:
                self.change(tab[0], lambda book: forms.write_row(book, form, response, self.base_url))

    def edit_response(self, form: Form, response: forms.Response, answers: forms.Answers) -> None:
        """Record what the person made of their answers after sending: the same response, and the same row."""
        with self.lock:
            edited = replace(response, answers=answers, edited=self.clock())
            form.responses[form.responses.index(response)] = edited
            tab = self.linked_tab(form)
            if tab:
                self.change(tab[0], lambda book: forms.edit_row(book, form, response, edited, self.base_url))

    # Files

    def store(self, name: str, mime: str, data: bytes) -> File:
        """Keep an uploaded file."""
        with self.lock:
            file = File(_token(33), name, mime, self.clock(), data)
            self._files[file.id] = file
            return file

    def file(self, file_id: str) -> File:
        """Return an uploaded file, or the Drive side of a shared spreadsheet or form. ApiError 404."""
        with self.lock:
            if file_id in self._files:
                return self._files[file_id]
            document = self.document(file_id)
            mime = SHEET_TYPE if isinstance(document, Spreadsheet) else FORM_TYPE
            return File(file_id, document.title, mime, self.clock())

    def document(self, file_id: str) -> Spreadsheet | Form:
        """Return a spreadsheet or a form that the service account may see. ApiError 404 in Drive's words."""
        with self.lock:
            try:
                if file_id in self._books:
                    return self.book(file_id, by_service=True)
                return self.form(file_id, by_service=True)
            except ApiError as error:
                raise not_found(f"File not found: {file_id}.") from error


def _opened(document: D | None, *, by_service: bool) -> D:
    if document is None:
        raise not_found()
    if by_service:
        document.check_open()
    return document


def _book_state(book: Spreadsheet) -> Json:
    sheets = [{"sheetId": s.id, "title": s.title, "rows": s.used_rows(), "formId": s.form_id} for s in book.sheets]
    return {
        "spreadsheetId": book.id,
        "title": book.title,
        "version": book.version,
        "shared": book.shared,
        "link": book.link,
        "sheets": sheets,
    }


def _token(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
