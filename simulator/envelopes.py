"""The error answers that both APIs share among all their calls."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from werkzeug import Response

# https://cloud.google.com/apis/design/errors#handling_errors
_GOOGLE_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}
_BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"  # noqa: E501 - one page, as nginx sends it


def as_json(value: object, status: int = 200) -> Response:
    """Answer with JSON in UTF-8."""
    return Response(json.dumps(value, ensure_ascii=False), status, content_type="application/json; charset=utf-8")


def refusal(path: str, status: int, message: str, retry_after: int | None = None) -> Response:
    """Refuse in the words of the API to which the journal path belongs."""
    if path.startswith(("/bot", "/file/bot")):
        return telegram_refusal(status, message, retry_after)
    if path.startswith("/_sim/"):
        return as_json({"error": message}, status)
    if path == "/token":
        return as_json({"error": "internal_failure", "error_description": message}, status)
    name = _GOOGLE_STATUS.get(status, "INTERNAL")
    return as_json({"error": {"code": status, "message": message, "status": name}}, status)


def telegram_refusal(
    status: int, message: str, retry_after: int | None = None, parameters: Mapping[str, int] | None = None
) -> Response:
    """Refuse as the Bot API does: `retry_after` stands in the sentence and in `parameters`."""
    envelope: dict[str, Any] = {"ok": False, "error_code": status, "description": message}
    if parameters:
        envelope["parameters"] = dict(parameters)
    response_headers = {}
    if retry_after is not None:
        envelope["description"] = f"{message}: retry after {retry_after}"
        envelope["parameters"] = {"retry_after": retry_after}
        response_headers["Retry-After"] = str(retry_after)
    response = as_json(envelope, status)
    response.headers.update(response_headers)
    return response


def bad_gateway() -> Response:
    """Answer with the HTML page of a proxy whose server is away."""
    return Response(_BAD_GATEWAY, 502, content_type="text/html")
