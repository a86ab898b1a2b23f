"""Sheets API v4 (https://developers.google.com/workspace/sheets/api/reference/rest)."""

from __future__ import annotations

from werkzeug.routing import Rule

from simulator.google import batch, masks, values
from simulator.google.a1 import Box, Span
from simulator.google.book import Spreadsheet
from simulator.google.calls import Api, Call
from simulator.google.cells import Json
from simulator.google.errors import invalid
from simulator.google.grid import Sheet
from simulator.google.models import Google
from simulator.google.values import Rendering

READ = ("spreadsheets", "spreadsheets.readonly", "drive", "drive.readonly", "drive.file")
WRITE = ("spreadsheets", "drive", "drive.file")


def rules(google: Google) -> list[Rule]:
    """Return the rules under `/v4/`."""
    api, book = Api("sheets", google, WRITE), "/v4/spreadsheets/<book_id>"
    return [
        api.rule("GET", book, _get, READ),
        api.rule("POST", f"{book}:batchUpdate", _batch_update),
        api.rule("GET", f"{book}/values/<path:a1>", _values_get, READ),
        api.rule("PUT", f"{book}/values/<path:a1>", _values_update),
        api.rule("POST", f"{book}/values/<path:a1>:append", _values_append),
        api.rule("POST", f"{book}/values/<path:a1>:clear", _values_clear),
        api.rule("GET", f"{book}/values:batchGet", _values_batch_get, READ),
        api.rule("POST", f"{book}/values:batchGetByDataFilter", _values_by_filter, READ),
        api.rule("POST", f"{book}/values:batchUpdate", _values_batch_update),
        api.rule("POST", f"{book}/values:batchClear", _values_batch_clear),
    ]


def _book(call: Call, book_id: str) -> Spreadsheet:
    return call.google.book(book_id, by_service=True)


def _url(call: Call, book: Spreadsheet) -> str:
    return f"{call.google.base_url}/spreadsheets/d/{book.id}/edit"


def _get(call: Call, book_id: str) -> Json:
    book = _book(call, book_id)
    if call.query.get("includeGridData") != "true" and not _names_cells(call.query.get("fields", "")):
        return book.describe(_url(call, book))
    places = [book.locate(a1) for a1 in call.query.getlist("ranges")]
    boxes: dict[int, list[Box]] = {}
    for sheet, span in places or [(sheet, Span()) for sheet in book.sheets]:
        boxes.setdefault(sheet.id, []).append(sheet.box(span))
    return book.describe(_url(call, book), boxes)


def _names_cells(fields: str) -> bool:
    """Whether a field mask asks for the cells: it then counts instead of includeGridData."""
    return bool(fields) and "data" in masks.parse(fields).get("sheets", {})


def _batch_update(call: Call, book_id: str) -> Json:
    body = call.body

    def act(book: Spreadsheet) -> Json:
        answer: Json = {"spreadsheetId": book.id, "replies": batch.apply(book, body.get("requests"))}
        if body.get("includeSpreadsheetInResponse"):
            answer["updatedSpreadsheet"] = book.describe(_url(call, book))
        return answer

    return call.google.change(book_id, act, by_service=True)


def _values_get(call: Call, book_id: str, a1: str) -> Json:
    book = _book(call, book_id)
    return values.read(*book.locate(a1), Rendering.of(call.options), book.locale)


def _values_batch_get(call: Call, book_id: str) -> Json:
    book, rendering = _book(call, book_id), Rendering.of(call.options)
    places = [book.locate(a1) for a1 in call.query.getlist("ranges")]
    return {"spreadsheetId": book.id, "valueRanges": [values.read(*place, rendering, book.locale) for place in places]}


def _values_by_filter(call: Call, book_id: str) -> Json:
    book, body = _book(call, book_id), call.body
    rendering, filters = Rendering.of(body), body.get("dataFilters", [])
    if not filters:
        raise invalid("Must specify at least one DataFilter.")
    found = [
        {"valueRange": values.read(*_matched(book, wanted), rendering, book.locale), "dataFilters": [wanted]}
        for wanted in filters
    ]
    return {"spreadsheetId": book.id, "valueRanges": found}


def _matched(book: Spreadsheet, wanted: Json) -> tuple[Sheet, Span]:
    match wanted:
        case {"gridRange": dict(grid_range)}:
            return book.locate_grid(grid_range)
        case {"a1Range": str(a1)}:
            return book.locate(a1)
    raise invalid(f"Invalid dataFilters: this simulator does not know {sorted(wanted)}.")


def _values_update(call: Call, book_id: str, a1: str) -> Json:
    def act(book: Spreadsheet) -> Json:
        return values.write(book, *book.locate(a1), call.body, call.options)

    return call.google.change(book_id, act, by_service=True)


def _values_append(call: Call, book_id: str, a1: str) -> Json:
    def act(book: Spreadsheet) -> Json:
        return values.append(book, *book.locate(a1), call.body, call.options)

    return call.google.change(book_id, act, by_service=True)


def _values_clear(call: Call, book_id: str, a1: str) -> Json:
    def act(book: Spreadsheet) -> Json:
        return {"spreadsheetId": book.id, "clearedRange": values.clear(*book.locate(a1))}

    return call.google.change(book_id, act, by_service=True)


def _values_batch_update(call: Call, book_id: str) -> Json:
    body = call.body

    def act(book: Spreadsheet) -> Json:
        done = [values.write(book, *book.locate(data["range"]), data, body) for data in body.get("data", [])]
        totals: Json = {
            "totalUpdatedSheets": len({answer["updatedRange"].rpartition("!")[0] for answer in done}),
            "totalUpdatedRows": sum(answer.get("updatedRows", 0) for answer in done),
            "totalUpdatedColumns": sum(answer.get("updatedColumns", 0) for answer in done),
            "totalUpdatedCells": sum(answer.get("updatedCells", 0) for answer in done),
        }
        return {"spreadsheetId": book.id, **totals, "responses": done}

    return call.google.change(book_id, act, by_service=True)


def _values_batch_clear(call: Call, book_id: str) -> Json:
    ranges = call.body.get("ranges", [])

    def act(book: Spreadsheet) -> Json:
        return {"spreadsheetId": book.id, "clearedRanges": [values.clear(*book.locate(a1)) for a1 in ranges]}

    return call.google.change(book_id, act, by_service=True)
