"""Human acts on forms: what their maker does in the editor, and what a citizen does with an answer that was sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from werkzeug.exceptions import BadRequest, NotFound

from simulator.google.cells import Json
from simulator.google.files import File
from simulator.google.forms import Answers, Form, Question, Response, faults
from simulator.google.models import Google
from simulator.google.sharing import share

_TYPES = ("text", "paragraph", "choice", "date", "file")


def question_of(body: Json) -> Question:
    """Read a question that is to be made: `title`, and perhaps type, required, options, help, pattern, max_files."""
    return _checked(
        Question(
            title=body["title"],
            type=body.get("type", "text"),
            required=body.get("required", False),
            options=list(body.get("options") or []),
            help=body.get("help") or "",
            pattern=body.get("pattern") or "",
            max_files=body.get("max_files") or 1,
        )
    )


def _checked(question: Question) -> Question:
    if question.type not in _TYPES or (question.type == "choice" and not question.options):
        raise BadRequest(f"Question {question.title!r}: type must be one of {_TYPES}; a choice needs options.")
    return question


def _share(_google: Google, form: Form, body: Json) -> None:
    """See `sharing.share`."""
    share(form, body)


def _link(google: Google, form: Form, body: Json) -> None:
    """Send the answers to a new tab of `spreadsheetId`."""
    google.link_form(form, body["spreadsheetId"])


def _unlink(google: Google, form: Form, _body: Json) -> None:
    """Part the form from its spreadsheet; the tab stays there."""
    google.unlink_form(form)


def _add_question(google: Google, form: Form, body: Json) -> None:
    """Add a question at the end; one that takes the title of a deleted one gets a column of its own."""
    google.add_question(form, question_of(body))


def _delete_question(_google: Google, form: Form, body: Json) -> None:
    """Delete the question `title`; its column stays in the tab, dead."""
    form.questions.remove(_find(form, body["title"]))
    form.revision += 1


def _edit_question(google: Google, form: Form, body: Json) -> None:
    """Give the question `title` another title (`newTitle`), type, options, pattern, help or required."""
    wanted = {name: body[name] for name in ("type", "options", "pattern", "help", "required") if name in body}
    question = _find(form, body["title"])
    google.alter_question(form, _checked(replace(question, title=body.get("newTitle", question.title), **wanted)))


def _find(form: Form, title: str) -> Question:
    found = next((question for question in form.questions if question.title == title), None)
    if found is None:
        raise NotFound(f"No such question: {title}")
    return found


def _edit_response(google: Google, form: Form, body: Json) -> None:
    """Change `answers` by title in the newest response that says what `where` says; an empty text takes one away."""
    wanted = {_find(form, title).id: text for title, text in body.get("where", {}).items()}
    matches = [sent for sent in form.responses if all(sent.answers.get(key) == [text] for key, text in wanted.items())]
    if not matches:
        raise NotFound("No such response.")
    google.edit_response(form, matches[-1], _edited(form, matches[-1], body["answers"]))


def _edited(form: Form, sent: Response, changes: Json) -> Answers:
    answers: Answers = dict(sent.answers)
    for title, text in changes.items():
        question = _find(form, title)
        answer: list[str] | list[File] = [text] if text else []
        wrong = faults(question, answer)
        if wrong or question.type == "file":
            raise BadRequest(f"{title}: {wrong or 'a file cannot be changed here'}")
        answers[question.id] = answer
    return {key: answer for key, answer in answers.items() if answer}


ACTS: dict[str, Callable[[Google, Form, Json], None]] = {
    "share": _share,
    "link": _link,
    "unlink": _unlink,
    "questions": _add_question,
    "questions/delete": _delete_question,
    "questions/edit": _edit_question,
    "responses/edit": _edit_response,
}
