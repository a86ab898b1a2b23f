"""The arguments of one call, whichever way they came: query, form, multipart or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from werkzeug import Request

from simulator.telegram.errors import bad_request

_ATTACHED = "attach://"


@dataclass(frozen=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    content: bytes
    mime: str


class Arguments:
    """Named values; what is missing or malformed reads as the official server reads it."""

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload]) -> None:
        self._values = values
        self._uploads = uploads

    def has(self, name: str) -> bool:
        """Tell whether the argument was given."""
        return name in self._values

    def text(self, name: str) -> str:
        """Return a string, empty when missing."""
        value = self._values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return an integer, the default when there is none."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Return whether the value is true, yes or 1."""
        return self.text(name).lower() in {"true", "yes", "1"}

    def decoded(self, name: str, complaint: str) -> object:
        """Return a JSON value, None when missing; BotError with the complaint when it is no JSON."""
        value = self._values.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(complaint) from None

    def listed(self, name: str, complaint: str) -> list[Any] | None:
        """Return a JSON array, None when missing; BotError with the complaint when it is something else."""
        value = self.decoded(name, complaint)
        if value is None or isinstance(value, list):
            return value
        raise bad_request(complaint)

    def chat_id(self, name: str = "chat_id") -> int:
        """Return the id of a chat; BotError when it is missing. Names like `@channel` are nobody here."""
        if not self.text(name):
            raise bad_request("chat_id is empty")
        return self.number(name)

    def upload(self, name: str) -> Upload | None:
        """Return the file sent under this name, or under the name it points to with `attach://`."""
        pointed = self.text(name)
        return self._uploads.get(pointed.removeprefix(_ATTACHED) if pointed.startswith(_ATTACHED) else name)


def read(request: Request) -> Arguments:
    """Return the arguments of a request. BotError when a JSON body is none."""
    with _with_quoted_names(request) as form:
        values: dict[str, Any] = {**form.args.to_dict(), **form.form.to_dict()}
        uploads = {name: Upload(part.filename or name, part.read(), part.mimetype) for name, part in form.files.items()}
    if request.is_json and request.get_data():
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise bad_request("can't parse JSON object")
        values |= body
    return Arguments(values, uploads)


def _with_quoted_names(request: Request) -> Request:
    """Return the request with every file name of a multipart body in quotes.

    telebot sends `filename=Surat Usaha.docx` bare; the official server reads that up to the end of the line.
    """
    body = request.get_data()
    boundary = request.mimetype_params.get("boundary")
    if boundary:
        opening = rb"(--" + re.escape(boundary.encode()) + rb"\r\nContent-Disposition:[^\r\n]*?; filename=)"
        body = re.sub(opening + rb'([^"\r\n;]+)', rb'\1"\2"', body, flags=re.IGNORECASE)
    changed = {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)), "werkzeug.request": None}
    return type(request)({**request.environ, **changed})
