"""Everything that Google serves to programs and to people with a browser."""

from __future__ import annotations

from werkzeug.routing import Rule

from simulator.google import drive_routes, forms_routes, page_routes, sheets_routes, token_routes
from simulator.google.models import Google


def rules(google: Google) -> list[Rule]:
    """Return the rules of the token endpoint, Sheets v4, Forms v1, Drive v3 and the form page."""
    rooms = (token_routes, sheets_routes, forms_routes, drive_routes, page_routes)
    return [rule for room in rooms for rule in room.rules(google)]
