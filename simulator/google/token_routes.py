"""The OAuth token endpoint (https://developers.google.com/identity/protocols/oauth2/service-account#httprest)."""

from __future__ import annotations

from werkzeug import Request, Response
from werkzeug.routing import Rule

from simulator.google.auth import GRANT, InvalidGrantError
from simulator.google.calls import as_json
from simulator.google.models import Google


def rules(google: Google) -> list[Rule]:
    """Return the rule `/token`."""

    def token(request: Request) -> Response:
        if request.form.get("grant_type") != GRANT:
            return _refused("unsupported_grant_type", "Invalid grant_type")
        with google.lock:
            try:
                return as_json(google.account.grant(request.form.get("assertion", ""), google.token_uri))
            except InvalidGrantError as error:
                return _refused("invalid_grant", str(error))

    return [Rule("/token", endpoint=token, methods=["POST"])]


def _refused(error: str, description: str) -> Response:
    return as_json({"error": error, "error_description": description}, 400)
