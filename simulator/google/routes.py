"""Everything that Google serves to programs and to people with a browser."""

from __future__ import annotations

from werkzeug.routing import Rule

from simulator.google import sheets_routes, token_routes
from simulator.google.models import Google


def rules(google: Google) -> list[Rule]:
    """Return the rules of the token endpoint, Sheets v4, Forms v1, Drive v3 and the form page."""
    return [*token_routes.rules(google), *sheets_routes.rules(google)]
