"""Drive API v3: `files.get`, `permissions.list` and `permissions.create`.

https://developers.google.com/workspace/drive/api/reference/rest/v3
"""

from __future__ import annotations

from werkzeug import Request, Response
from werkzeug.exceptions import NotFound
from werkzeug.http import dump_options_header
from werkzeug.routing import Rule

from simulator.google.auth import EMAIL
from simulator.google.calls import Api, Call, envelope
from simulator.google.cells import Json
from simulator.google.errors import ApiError, invalid
from simulator.google.files import File
from simulator.google.models import Google

READ = ("drive", "drive.readonly", "drive.file", "drive.metadata", "drive.metadata.readonly")
CHANGE = ("drive", "drive.file")
_DEFAULT_FIELDS = ("kind", "id", "name", "mimeType")
_DEFAULT_PERMISSION_FIELDS = ("id", "type", "kind", "role")
_REASONS = {401: "authError", 403: "insufficientPermissions", 404: "notFound"}


def rules(google: Google) -> list[Rule]:
    """Return the rules of Drive and of the links that Forms writes into the sheet."""
    api = Api("drive", google, READ, _error_body)

    def open_link(request: Request) -> Response:
        """The link as a person with a browser follows it."""
        try:
            return _media(google.file(request.args.get("id", "")))
        except ApiError as error:
            raise NotFound(error.message) from error

    return [
        api.rule("GET", "/drive/v3/files/<file_id>", _get),
        # Before the GET, which is also taken as a POST.
        api.rule("POST", "/drive/v3/files/<file_id>/permissions", _permit, CHANGE),
        api.rule("GET", "/drive/v3/files/<file_id>/permissions", _permissions),
        Rule("/open", endpoint=open_link, methods=["GET"]),
    ]


def _get(call: Call, file_id: str) -> Json | Response:
    file = call.google.file(file_id)
    if call.query.get("alt") == "media":
        return _media(file)
    known = file.describe(call.google.base_url)
    if not call.query.get("fields"):
        return {name: known[name] for name in _DEFAULT_FIELDS}
    document = None if file.data is not None else call.google.document(file_id)
    if document is None or not document.may_share:
        return known
    return known | {"permissions": document.permissions(EMAIL)}


def _permissions(call: Call, file_id: str) -> Json:
    """Tell who has access; unlike `files.get`, which leaves it out, this refuses those who may not share the file."""
    document = call.google.document(file_id)
    if not document.may_share:
        said = "The user does not have sufficient permissions for this file."
        raise ApiError(403, "PERMISSION_DENIED", said, reason="insufficientFilePermissions")
    found = document.permissions(EMAIL)
    if not call.query.get("fields"):
        found = [{name: each[name] for name in _DEFAULT_PERMISSION_FIELDS} for each in found]
    return {"kind": "drive#permissionList", "permissions": found}


def _permit(call: Call, file_id: str) -> Json:
    """Let a person change the file; of other grants this simulator knows nothing."""
    wanted, document = call.body, call.google.document(file_id)
    if wanted.keys() != {"type", "role", "emailAddress"} or (wanted["type"], wanted["role"]) != ("user", "writer"):
        raise invalid("This simulator only makes a user a writer.")
    if wanted["emailAddress"] not in document.editors:
        document.editors.append(wanted["emailAddress"])
    found = next(each for each in document.permissions(EMAIL) if each["emailAddress"] == wanted["emailAddress"])
    return {name: found[name] for name in _DEFAULT_PERMISSION_FIELDS}


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
    reason = error.reason or _REASONS.get(error.code, "badRequest")
    domain = "usageLimits" if reason == "accessNotConfigured" else "global"
    detail: Json = {"message": error.message, "domain": domain, "reason": reason}
    if error.code == 404:  # noqa: PLR2004 - HTTP
        detail |= {"location": "fileId", "locationType": "parameter"}
    return {"error": envelope(error)["error"] | {"errors": [detail]}}
