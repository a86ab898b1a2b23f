"""One API call on the wire: bearer token, query, JSON in and out, `fields`, the error envelope."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug import Request, Response
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.routing import Rule

from simulator.google import masks
from simulator.google.cells import Json
from simulator.google.errors import ApiError, disabled, invalid
from simulator.google.models import Google

Envelope = Callable[[ApiError], Json]


class Call:
    """What an API handler gets: the world, the query and the JSON body."""

    def __init__(self, google: Google, request: Request, query: MultiDict[str, str]) -> None:
        self.google = google
        self.query = query
        self._request = request

    @property
    def options(self) -> Json:
        """The query as plain names and values, for options that some calls take in the body."""
        return dict(self.query.items())

    @property
    def body(self) -> Json:
        """The JSON body; an absent one is empty. ApiError 400 when it is no JSON object."""
        data = self._request.get_data()
        if not data:
            return {}
        try:
            body = json.loads(data)
        except ValueError as error:
            raise invalid(f"Invalid JSON payload received. {error}") from error
        if not isinstance(body, dict):
            raise invalid("Invalid JSON payload received. Unknown name at the root: Proto field is not repeating.")
        return body


Handler = Callable[..., Any]  # (call, **path arguments) -> JSON value or Response


def envelope(error: ApiError) -> Json:
    """Return the error body that Sheets and Forms send."""
    body: Json = {"code": error.code, "message": error.message, "status": error.status}
    return {"error": body | ({"details": list(error.details)} if error.details else {})}


def as_json(value: object, status: int = 200) -> Response:
    """Answer with JSON the way Google does."""
    return Response(json.dumps(value, ensure_ascii=False), status, content_type="application/json; charset=UTF-8")


class Api:
    """The rules of one API: every call needs a token with one of its scopes and is done under the world's lock.

    `name` is the API's in the host's name: `drive` of `drive.googleapis.com`.
    """

    def __init__(self, name: str, google: Google, scopes: Iterable[str], error_body: Envelope = envelope) -> None:
        self._name = name
        self._google = google
        self._scopes = frozenset(scopes)
        self._error_body = error_body

    def rule(self, method: str, path: str, handler: Handler, scopes: Iterable[str] = ()) -> Rule:
        """Bind a handler. A GET is also taken as a POST with `X-HTTP-Method-Override`, as long ones are sent."""
        allowed = frozenset(scopes) or self._scopes

        def endpoint(request: Request, **arguments: str) -> Response:
            query = _query(request, method)
            with self._google.lock:
                try:
                    self._google.account.check(request.headers.get("Authorization", ""), allowed)
                    if self._name in self._google.disabled:
                        raise disabled(self._name)
                    answer = handler(Call(self._google, request, query), **arguments)
                except ApiError as error:
                    return as_json(self._error_body(error), error.code)
            return answer if isinstance(answer, Response) else as_json(_partial(answer, query))

        return Rule(path, endpoint=endpoint, methods=["GET", "POST"] if method == "GET" else [method])


def _query(request: Request, method: str) -> MultiDict[str, str]:
    if method != "GET" or request.method == "GET":
        return request.args
    if request.headers.get("X-HTTP-Method-Override", "").upper() != "GET":
        raise NotFound
    return request.form


def _partial(answer: Json, query: MultiDict[str, str]) -> Json:
    selected: Json = masks.select(answer, masks.parse(query["fields"])) if query.get("fields") else answer
    return selected
