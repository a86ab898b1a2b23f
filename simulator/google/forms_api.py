"""Forms API v1 resources as JSON (https://developers.google.com/workspace/forms/api/reference/rest/v1/forms)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from simulator.google.cells import Json
from simulator.google.errors import invalid
from simulator.google.files import File, rfc3339
from simulator.google.forms import Form, Question, Response
from simulator.google.habits import LARGEST_UPLOAD
from simulator.google.masks import paths

_FILTER = re.compile(r"\s*timestamp\s*(>=?)\s*(\S+)\s*")


def describe(form: Form, responder_uri: str) -> Json:
    """Return the Form resource."""
    info = {"title": form.title, "documentTitle": form.title}
    answer: Json = {
        "formId": form.id,
        "info": info | ({"description": form.description} if form.description else {}),
        "settings": {"emailCollectionType": "DO_NOT_COLLECT"},
        "revisionId": f"{form.revision:08x}",
        "responderUri": responder_uri,
        "items": [_item(question) for question in form.questions],
        "publishSettings": publish_settings(form),
    }
    return answer | ({"linkedSheetId": form.book_id} if form.book_id else {})


def publish_settings(form: Form) -> Json:
    """Return the PublishSettings resource."""
    return {"publishState": {"isPublished": form.published, "isAcceptingResponses": form.published and form.accepting}}


def _item(question: Question) -> Json:
    if question.type == "heading":
        heading: Json = {"itemId": question.item_id, "title": question.title, "textItem": {}}
        return heading | ({"description": question.help} if question.help else {})
    asked: Json = {"questionId": question.id} | ({"required": True} if question.required else {}) | _kind(question)
    item: Json = {"itemId": question.item_id, "title": question.title, "questionItem": {"question": asked}}
    return item | ({"description": question.help} if question.help else {})


def _kind(question: Question) -> Json:
    match question.type:
        case "choice":
            options = [{"value": option} for option in question.options]
            return {"choiceQuestion": {"type": question.choice_type, "options": options}}
        case "date":
            return {"dateQuestion": {"includeYear": True}}
        case "file":
            limits = {"maxFiles": question.max_files, "maxFileSize": str(LARGEST_UPLOAD), "types": ["PDF", "IMAGE"]}
            return {"fileUploadQuestion": {"folderId": f"folder-{question.id}"} | limits}
        case kind:
            return {"textQuestion": {"paragraph": True} if kind == "paragraph" else {}}


def response(form: Form, sent: Response) -> Json:
    """Return the FormResponse resource."""
    answers = {key: {"questionId": key} | _answer(values) for key, values in sent.answers.items()}
    times = {"createTime": rfc3339(sent.sent), "lastSubmittedTime": rfc3339(sent.last_sent)}
    return {"formId": form.id, "responseId": sent.id} | times | {"answers": answers}


def _answer(values: list[str] | list[File]) -> Json:
    files = [
        {"fileId": value.id, "fileName": value.name, "mimeType": value.mime}
        for value in values
        if isinstance(value, File)
    ]
    if files:
        return {"fileUploadAnswers": {"answers": files}}
    return {"textAnswers": {"answers": [{"value": value} for value in values]}}


def since(text: str) -> Callable[[Response], bool]:
    """Read the only filter there is: `timestamp > T` or `timestamp >= T`. ApiError 400 for any other."""
    if not text:
        return lambda _sent: True
    match = _FILTER.fullmatch(text)
    try:
        start = datetime.fromisoformat(match[2]) if match else None
    except ValueError:
        start = None
    if match is None or start is None or start.tzinfo is None:
        raise invalid(f"Invalid filter: {text}")
    first = start
    if match[1] == ">":
        return lambda sent: sent.last_sent > first
    return lambda sent: sent.last_sent >= first


def new_question(item: Json) -> Question:
    """Read an Item that is to be created. ApiError 400 for what the API cannot create, or this simulator not."""
    asked = item.get("questionItem", {}).get("question", {})
    if item.get("textItem") == {}:
        return Question(item.get("title", ""), type="heading", help=item.get("description", ""))
    question = Question(item.get("title", ""), required=asked.get("required", False), help=item.get("description", ""))
    match asked:
        case {"textQuestion": {"paragraph": True}}:
            return replace(question, type="paragraph")
        case {"textQuestion": _}:
            return question
        case {"dateQuestion": _}:
            return replace(question, type="date")
        case {"choiceQuestion": {"type": "RADIO" | "DROP_DOWN" as kind, "options": list(options)}}:
            return replace(question, type="choice", choice_type=kind, options=[option["value"] for option in options])
        case {"fileUploadQuestion": _}:
            raise invalid("Creating file upload questions is not supported.")
    raise invalid("This simulator does not know this kind of item.")


def update_info(form: Form, body: Json) -> None:
    """Do an updateFormInfo. ApiError 400 for other fields than title and description."""
    for path in paths(body.get("updateMask", "")):
        match path:
            case ("title",):
                form.title = body["info"]["title"]
            case ("description",):
                form.description = body["info"].get("description", "")
            case _:
                raise invalid(f"Field {'.'.join(path)} is not spoken by this simulator.")
