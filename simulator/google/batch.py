"""`spreadsheets.batchUpdate`: finds who does each request, and words the refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.google import batch_cells, batch_charts, batch_layout, batch_sheets
from simulator.google.book import Spreadsheet
from simulator.google.cells import Json
from simulator.google.errors import ApiError, invalid

KINDS: dict[str, Callable[[Spreadsheet, Json], Json]] = {
    **batch_sheets.KINDS,
    **batch_layout.KINDS,
    **batch_cells.KINDS,
    **batch_charts.KINDS,
}


def apply(book: Spreadsheet, requests: Any) -> list[Json]:  # noqa: ANN401 - straight from the wire
    """Do all requests on a draft of the spreadsheet, one reply each.

    ApiError 400 `Invalid requests[i].kind: ...` at the first bad one; the caller then drops the draft.
    """
    if not isinstance(requests, list) or not requests:
        raise invalid("Must specify at least one request.")
    return [_one(book, place, request) for place, request in enumerate(requests)]


def _one(book: Spreadsheet, place: int, request: Json) -> Json:
    if len(request) != 1:
        raise invalid(f"Invalid requests[{place}]: exactly one kind of request must be set.")
    ((kind, body),) = request.items()
    if kind not in KINDS:
        raise invalid(f"Invalid requests[{place}].{kind}: this simulator does not know this kind of request.")
    try:
        return KINDS[kind](book, body)
    except ApiError as error:
        raise invalid(f"Invalid requests[{place}].{kind}: {error.message}") from error
    except KeyError as error:
        raise invalid(f"Invalid requests[{place}].{kind}: {error.args[0]} must be set.") from error
