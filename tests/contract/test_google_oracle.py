"""The oracle itself: it must mind what Google's documents do not allow, or it proves nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.google_oracle import Oracle, OracleError

BOOK = "/v4/spreadsheets/abc"
FORMS = "/v1/forms/abc"
FILTER = {"dataFilters": [{"gridRange": {"sheetId": 1}}]}


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle()


def update(fields: str, **more: Any) -> dict[str, Any]:
    return {"requests": [{"updateCells": {"start": {"sheetId": 0}, "fields": fields, **more}}]}


@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        ("GET", BOOK, {"fields": ["properties(title),sheets.properties/sheetId"]}, None),
        ("GET", f"{BOOK}/values/'a/b:c'!A1:B2", {"majorDimension": ["ROWS"]}, None),
        ("POST", f"{BOOK}/values/'a/b:c'!A1:B2:append", {"valueInputOption": ["RAW"]}, {"values": [[1, "x", None]]}),
        ("POST", f"{BOOK}/values:batchGetByDataFilter", {}, FILTER),
        ("POST", f"{BOOK}:batchUpdate", {}, update("userEnteredFormat(backgroundColor),note", rows=None)),
        ("GET", f"{FORMS}/responses", {"filter": ["timestamp > x"], "pageSize": ["5"]}, None),
        ("GET", "/drive/v3/files/abc", {"includeItemsFromAllDrives": ["True"], "alt": ["media"]}, None),
    ],
)
def test_good_requests_pass(oracle: Oracle, method: str, path: str, query: dict[str, list[str]], body: Any) -> None:
    """What real clients send is let through."""
    oracle.check_request(method, path, query, body)


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "wrong"),
    [
        ("POST", f"{BOOK}/values:batchGet", {}, None, "Google knows no POST"),
        ("GET", BOOK, {"fieds": ["x"]}, None, "unknown query parameter fieds"),
        ("GET", BOOK, {"fields": ["sheets.propertys"]}, None, "unknown field sheets.propertys"),
        ("GET", BOOK, {"fields": ["a("]}, None, "not a field mask"),
        ("GET", BOOK, {"includeGridData": ["yes"]}, None, "includeGridData=yes"),
        ("GET", BOOK, {"includeGridData": ["true", "true"]}, None, "given 2 times"),
        ("GET", BOOK, {}, {"a": 1}, "a body where there is none"),
        ("GET", f"{FORMS}/responses", {"pageSize": ["many"]}, None, "pageSize=many"),
        ("POST", f"{BOOK}/values:batchGetByDataFilter", {}, {"dataFilter": []}, "'dataFilter' was unexpected"),
        ("POST", f"{BOOK}/values:batchGetByDataFilter", {}, FILTER | {"majorDimension": "ROW"}, "majorDimension"),
        ("POST", f"{BOOK}:batchUpdate", {}, {"requests": [{"addShet": {}}]}, "requests[0]"),
        ("POST", f"{BOOK}:batchUpdate", {}, update("userEnteredValues"), "unknown field userEnteredValues"),
        ("POST", f"{BOOK}:batchUpdate", {}, update("note", rows=[{"values": [{"note": 5}]}]), "note"),
    ],
)
def test_bad_requests_are_minded(
    oracle: Oracle, method: str, path: str, query: dict[str, list[str]], body: Any, wrong: str
) -> None:
    """A wrong path, parameter, body or field mask is named."""
    with pytest.raises(OracleError) as minded:
        oracle.check_request(method, path, query, body)
    assert wrong in str(minded.value)


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        (BOOK, 200, {"spreadsheetID": "abc"}),
        (BOOK, 200, {"sheets": [{"properties": {"sheetId": "0"}}]}),
        (BOOK, 200, {"sheets": None}),
        (BOOK, 404, {"error": "not found"}),
        (BOOK, 404, {"error": {"code": 400, "message": "x", "status": "NOT_FOUND"}}),
        ("/drive/v3/files/abc", 200, {"size": 5}),
    ],
)
def test_bad_answers_are_minded(oracle: Oracle, path: str, status: int, body: Any) -> None:
    """An answer of another shape than the document's, or an error without its envelope, is minded."""
    with pytest.raises(OracleError):
        oracle.check_response("GET", path, status, body)


def test_good_answers_pass(oracle: Oracle) -> None:
    """Answers as Google gives them are let through."""
    oracle.check_response("GET", BOOK, 200, {"sheets": [{"properties": {"sheetId": 0, "title": "Meja"}}]})
    oracle.check_response("GET", "/drive/v3/files/abc", 200, {"size": "5"})
    error = {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}
    oracle.check_response("GET", BOOK, 404, {"error": error})
