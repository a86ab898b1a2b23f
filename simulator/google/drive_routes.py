"""Drive API v3, only `files.get` (https://developers.google.com/workspace/drive/api/reference/rest/v3/files/get)."""

from __future__ import annotations

from werkzeug import Request, Response
from werkzeug.exceptions import NotFound
from werkzeug.http import dump_options_header
from werkzeug.routing import Rule

from simulator.google.calls import Api, Call
from simulator.google.cells import Json
from simulator.google.errors import ApiError
from simulator.google.files import File
from simulator.google.models import Google

READ = ("drive", "drive.readonly", "drive.file", "drive.metadata", "drive.metadata.readonly")
_DEFAULT_FIELDS = ("kind", "id", "name", "mimeType")
_REASONS = {401: "authError", 403: "insufficientPermissions", 404: "notFound"}


def rules(google: Google) -> list[Rule]:
    """Return the rules of Drive and of the links that Forms writes into the sheet."""
    api = Api(google, READ, _error_body)

    def open_link(request: Request) -> Response:
        """The link as a person with a browser follows it."""
        try:
            return _media(google.file(request.args.get("id", "")))
        except ApiError as error:
            raise NotFound(error.message) from error

    return [
        api.rule("GET", "/drive/v3/files/<file_id>", _get),
        Rule("/open", endpoint=open_link, methods=["GET"]),
    ]


def _get(call: Call, file_id: str) -> Json | Response:
    file = call.google.file(file_id)
    if call.query.get("alt") == "media":
        return _media(file)
    known = file.describe(call.google.base_url)
    return known if call.query.get("fields") else {name: known[name] for name in _DEFAULT_FIELDS}


def _media(file: File) -> Response:
    if file.data is None:
        raise ApiError(
            403,
            "PERMISSION_DENIED",
            "Only files with binary content can be downloaded. Use Export with Docs Editors files.",
        )
    response = Response(file.data, content_type=file.mime)
    response.headers["Content-Disposition"] = dump_options_header("inline", {"filename": file.name})
    # An upload comes from anybody: a browser shows it, but never runs it.
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _error_body(error: ApiError) -> Json:
    """Drive still sends the older list of errors beside the newer status."""
    detail: Json = {"message": error.message, "domain": "global", "reason": _REASONS.get(error.code, "badRequest")}
    if error.code == 404:  # noqa: PLR2004 - HTTP
        detail |= {"location": "fileId", "locationType": "parameter"}
    return {"error": {"code": error.code, "message": error.message, "status": error.status, "errors": [detail]}}
