"""The form's page over HTTP: opened by anybody with the link, pre-filled by it, answered by a plain POST."""

from __future__ import annotations

from datetime import date

from werkzeug import Request, Response
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.routing import Rule
from werkzeug.utils import redirect

from simulator.google import page
from simulator.google.errors import ApiError
from simulator.google.files import File
from simulator.google.forms import Answers, Form, Question, faults
from simulator.google.habits import LARGEST_UPLOAD, LONGEST_PREFILLED_QUERY
from simulator.google.models import Google

TOO_LARGE = f"Ukuran file melebihi {LARGEST_UPLOAD // 1024**2} MB"


def rules(google: Google) -> list[Rule]:
    """Return the rules under `/forms/d/e/`, and the spreadsheet's address, which leads to the page that shows it."""
    pages = _Pages(google)
    base = "/forms/d/e/<public_id>"
    return [
        Rule(f"{base}/viewform", endpoint=pages.view, methods=["GET"]),
        Rule(f"{base}/formResponse", endpoint=pages.answer, methods=["POST"]),
        Rule(f"{base}/formResponse", endpoint=pages.again, methods=["GET"]),
        Rule("/spreadsheets/d/<book_id>/edit", endpoint=_to_the_page, methods=["GET"]),
    ]


class _Pages:
    def __init__(self, google: Google) -> None:
        self._google = google

    def _form(self, public_id: str) -> Form:
        try:
            return self._google.public_form(public_id)
        except ApiError as error:
            raise NotFound(error.message) from error

    def view(self, request: Request, public_id: str) -> Response:
        form = self._form(public_id)
        if not (form.published and form.accepting):
            return _html(page.closed_page(form))
        if len(request.query_string) > LONGEST_PREFILLED_QUERY:
            return _html(page.too_long_page(form), 400)
        answers: Answers = {}
        if request.args.get("usp") == "pp_url":
            answers = {question.id: _texts(question, request.args) for question in form.asked}
        return _html(page.form_page(form, answers, {}))

    def again(self, _request: Request, public_id: str) -> Response:
        return redirect(f"/forms/d/e/{public_id}/viewform")

    def answer(self, request: Request, public_id: str) -> Response:
        form = self._form(public_id)
        if not (form.published and form.accepting):
            return _html(page.closed_page(form))
        answers, wrong = self._read(form, request)
        wrong = {question.id: faults(question, answers[question.id]) for question in form.asked} | wrong
        if any(wrong.values()):
            return _html(page.form_page(form, answers, wrong))
        self._google.submit(form, {key: answer for key, answer in answers.items() if answer})
        return _html(page.thanks_page(form))

    def _read(self, form: Form, request: Request) -> tuple[Answers, dict[str, str]]:
        answers: Answers = {}
        wrong: dict[str, str] = {}
        for question in form.asked:
            if question.type != "file":
                answers[question.id] = _texts(question, request.form)
                continue
            uploads = [upload for upload in request.files.getlist(f"entry.{question.entry}") if upload.filename]
            stored = [self._stored(upload) for upload in uploads]
            if None in stored:
                wrong[question.id] = TOO_LARGE
            kept = [self._kept(file_id) for file_id in request.form.getlist(f"entry.{question.entry}")]
            answers[question.id] = [file for file in stored or kept if file]  # a new choice takes the old one's place
        return answers, wrong

    def _kept(self, file_id: str) -> File | None:
        """Find a file that came with an earlier, refused sending."""
        try:
            file = self._google.file(file_id)
        except ApiError:
            return None
        return file if file.data is not None else None

    def _stored(self, upload: FileStorage) -> File | None:
        data = upload.read()
        if len(data) > LARGEST_UPLOAD:
            return None
        return self._google.store(upload.filename or "", upload.mimetype or "application/octet-stream", data)


def _to_the_page(_request: Request, **_: str) -> Response:
    return redirect("/")


def _texts(question: Question, fields: MultiDict[str, str]) -> list[str]:
    """Return what was typed for a question, exactly; line breaks as Google keeps them."""
    if question.type == "file":
        return []
    name = f"entry.{question.entry}"
    text = fields.get(name, "").replace("\r\n", "\n")
    if question.type == "date" and not text:
        text = _date_of_parts(*(fields.get(f"{name}_{part}", "") for part in ("year", "month", "day")))
    return [text] if text else []


def _date_of_parts(year: str, month: str, day: str) -> str:
    if not (year or month or day):
        return ""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return f"{year}-{month}-{day}"


def _html(text: str, status: int = 200) -> Response:
    return Response(text, status, content_type="text/html; charset=utf-8")
