"""Forms API v1 (https://developers.google.com/workspace/forms/api/reference/rest)."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from werkzeug.routing import Rule

from simulator.google import forms_api
from simulator.google.calls import Api, Call
from simulator.google.cells import Json
from simulator.google.errors import ApiError, invalid, not_found
from simulator.google.forms import Form
from simulator.google.models import Google

BODY = ("forms.body", "drive", "drive.file")
READ_BODY = (*BODY, "forms.body.readonly", "drive.readonly")
READ_RESPONSES = ("forms.responses.readonly", "drive", "drive.file")
NO_STORAGE = "The user's Drive storage quota has been exceeded."  # Drive's words; untried whether Forms has the same
_LARGEST_PAGE = 5000


def rules(google: Google) -> list[Rule]:
    """Return the rules under `/v1/forms`."""
    api = Api("forms", google, BODY)
    return [
        api.rule("POST", "/v1/forms", _create),
        api.rule("GET", "/v1/forms/<form_id>", _get, READ_BODY),
        api.rule("POST", "/v1/forms/<form_id>:batchUpdate", _batch_update),
        api.rule("POST", "/v1/forms/<form_id>:setPublishSettings", _publish),
        api.rule("GET", "/v1/forms/<form_id>/responses", _responses, READ_RESPONSES),
        api.rule("GET", "/v1/forms/<form_id>/responses/<response_id>", _response, READ_RESPONSES),
    ]


def _form(call: Call, form_id: str) -> Form:
    return call.google.form(form_id, by_service=True)


def _described(call: Call, form: Form) -> Json:
    return forms_api.describe(form, call.google.responder_uri(form))


def _get(call: Call, form_id: str) -> Json:
    return _described(call, _form(call, form_id))


def _create(call: Call) -> Json:
    """Make a form; since 30 June 2026 it starts unpublished. 403 for an account that may keep no files."""
    if not call.google.storage:
        raise ApiError(403, "PERMISSION_DENIED", NO_STORAGE, details=({"reason": "storageQuotaExceeded"},))
    body = call.body
    info = body.get("info", {})
    if set(body) != {"info"} or not set(info) <= {"title", "documentTitle"} or not info.get("title"):
        raise invalid("Only info.title can be set when creating a form. To add items, use batchUpdate.")
    return _described(call, call.google.create_form(info["title"], published=False))


def _batch_update(call: Call, form_id: str) -> Json:
    body, form = call.body, _form(call, form_id)
    requests = body.get("requests", [])
    if not requests:
        raise invalid("Must specify at least one request.")
    wanted = body.get("writeControl", {}).get("requiredRevisionId", f"{form.revision:08x}")
    if wanted != f"{form.revision:08x}":
        raise invalid("The required revision ID does not match the latest revision.")
    draft = replace(form, questions=list(form.questions))
    replies = [_request(draft, place, request) for place, request in enumerate(requests)]
    call.google.edit_form(form, draft)
    answer: Json = {"replies": replies, "writeControl": {"requiredRevisionId": f"{form.revision:08x}"}}
    return answer | ({"form": _described(call, form)} if body.get("includeFormInResponse") else {})


def _request(form: Form, place: int, request: Json) -> Json:
    try:
        return _edit(form, request)
    except ApiError as error:
        raise invalid(f"Invalid requests[{place}]: {error.message}") from error
    except KeyError as error:
        raise invalid(f"Invalid requests[{place}]: {error.args[0]} must be set.") from error


def _edit(form: Form, request: Json) -> Json:
    match request:
        case {"createItem": body}:
            question = forms_api.new_question(body["item"])
            form.questions.insert(_place(body, len(form.questions)), question)
            asked = {"questionId": [question.id]} if question.type != "heading" else {}
            return {"createItem": {"itemId": question.item_id} | asked}
        case {"deleteItem": body}:
            del form.questions[_place(body, len(form.questions) - 1)]
        case {"updateFormInfo": body}:
            forms_api.update_info(form, body)
        case _:
            raise invalid(f"This simulator does not know {sorted(request)}.")
    return {}


def _place(body: Json, last: int) -> int:
    index: int = body.get("location", {}).get("index", 0)
    if not 0 <= index <= last:
        raise invalid(f"Location index {index} is out of bounds.")
    return index


def _publish(call: Call, form_id: str) -> Json:
    form, state = _form(call, form_id), call.body.get("publishSettings", {}).get("publishState", {})
    published, accepting = state.get("isPublished", False), state.get("isAcceptingResponses", False)
    if accepting and not published:
        raise invalid("A form that is not published cannot accept responses.")
    form.published, form.accepting = published, accepting
    return {"formId": form.id, "publishSettings": forms_api.publish_settings(form)}


def _responses(call: Call, form_id: str) -> Json:
    form, asked = _form(call, form_id), call.query.get("filter", "")
    wanted = forms_api.since(asked)
    size = min(call.query.get("pageSize", 0, int) or _LARGEST_PAGE, _LARGEST_PAGE)
    if size < 0:
        raise invalid("Page size must not be negative.")
    start = _start(call.query.get("pageToken", ""), form_id, asked)
    found = [sent for sent in form.responses if wanted(sent)]
    page = [forms_api.response(form, sent) for sent in found[start : start + size]]
    more = {"nextPageToken": _page_token(start + size, form_id, asked)} if len(found) > start + size else {}
    return ({"responses": page} if page else {}) | more


def _page_token(start: int, form_id: str, asked: str) -> str:
    """Return a token that is good for the same form and filter only."""
    return f"{start}.{sha256(f'{form_id} {asked}'.encode()).hexdigest()[:16]}"


def _start(token: str, form_id: str, asked: str) -> int:
    start = token.partition(".")[0] or "0"
    if token and (not start.isdecimal() or token != _page_token(int(start), form_id, asked)):
        raise invalid("Invalid page token.")
    return int(start)


def _response(call: Call, form_id: str, response_id: str) -> Json:
    form = _form(call, form_id)
    for sent in form.responses:
        if sent.id == response_id:
            return forms_api.response(form, sent)
    raise not_found()
