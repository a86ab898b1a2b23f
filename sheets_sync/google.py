"""The one door to Google Sheets. Only this file imports gspread and google-auth.

It never sleeps and never retries; one thread uses it. Not tried against live Google, only against the simulator.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from json import dumps as compact
from pathlib import Path
from typing import Any

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from gspread.utils import absolute_range_name, rowcol_to_a1
from requests.adapters import HTTPAdapter

from office.doors import Ambiguous, DoorError, Permanent, Refused, Retryable

Cell = str | int | float | bool | None
Grid = list[list[Cell]]

SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
TIMEOUT = (10, 60)
"""Seconds to connect, and between two pieces of the answer."""
BUSY_SECONDS = 30.0
_GOOGLE_HOST = "https://sheets.googleapis.com"
_VALUES = "valueRanges.valueRange.values"
_LISTS = frozenset({"ONE_OF_LIST", "ONE_OF_RANGE"})
_NAMED_VALUES = "valueRanges(valueRange.values,dataFilters)"


@dataclass(frozen=True, slots=True)
class Range:
    """A block of a tab: rows and columns counted from 0, ends excluded; None is the grid's end."""

    tab: int
    first_row: int = 0
    last_row: int | None = None
    first_column: int = 0
    last_column: int | None = None

    def as_filter(self) -> dict[str, Any]:
        """In the words of the Sheets API (DataFilter)."""
        starts = {"startRowIndex": self.first_row or None, "startColumnIndex": self.first_column or None}
        ends = {"endRowIndex": self.last_row, "endColumnIndex": self.last_column}
        edges = {name: value for name, value in (starts | ends).items() if value is not None}
        return {"gridRange": {"sheetId": self.tab} | edges}


@dataclass(frozen=True, slots=True)
class Protection:
    """A protection: people are warned, or only the editors (e-mail addresses) may change what it is about.

    `range` is None where that is a named range or a table.
    """

    id: int
    range: Range | None
    description: str
    warning_only: bool
    editors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet of the spreadsheet as it is named, sized and protected now, with the ids of its charts.

    `is_table`: people have made a table of it, or of a part, whose columns have rules of their own.
    """

    id: int
    title: str
    rows: int
    columns: int
    protections: tuple[Protection, ...] = ()
    charts: tuple[int, ...] = ()
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """The spreadsheet's own settings and its tabs."""

    title: str
    zone: str
    locale: str
    tabs: tuple[Tab, ...]


class GoogleDoor:
    """One spreadsheet, read and changed through a service account.

    Every method raises Retryable, Permanent or Refused; `change` also Ambiguous.
    """

    def __init__(
        self,
        key_file: Path,
        spreadsheet: str,
        api_url: str | None = None,
        *,
        timeout: tuple[float, float] = TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        credentials = service_account(key_file, SCOPES)
        self.account: str = credentials.service_account_email
        self.clock_ahead = timedelta(0)
        """How far our clock is ahead of Google's, by the last answer."""
        self._now = now
        self._path = f"v4/spreadsheets/{spreadsheet}"
        self._base = (api_url or _GOOGLE_HOST).rstrip("/")
        # gspread builds its addresses from constants; ours are given whole, so that another endpoint can be set.
        tokens = Request(_token_session(api_url))
        session = AuthorizedSession(credentials, auth_request=tokens)  # type: ignore[no-untyped-call] # google-auth is untyped
        self._http = HTTPClient(auth=credentials, session=session)
        self._http.set_timeout(timeout)

    def workbook(self) -> Workbook:
        """Name, zone and tabs of the spreadsheet."""
        protected = "protectedRanges(protectedRangeId,range,description,warningOnly,editors.users)"
        sheet = f"sheets(properties(sheetId,title,gridProperties),{protected},charts.chartId,tables.tableId)"
        answer = self._call("get", "", params={"fields": f"properties(title,locale,timeZone),{sheet}"})
        properties = answer["properties"]
        tabs = tuple(map(_tab, answer.get("sheets", ())))
        return Workbook(properties["title"], properties["timeZone"], properties["locale"], tabs)

    def rows_with_list(self, tab: Tab, column: int) -> Set[int]:
        """The rows, counted from 0, whose cell in this column offers a list to pick from."""
        letter = rowcol_to_a1(1, column + 1).removesuffix("1")
        cells = absolute_range_name(tab.title, f"{letter}:{letter}")
        kind = "sheets.data(startRow,rowData.values.dataValidation.condition.type)"
        answer = self._call("get", "", params={"ranges": cells, "fields": kind})
        blocks = (block for sheet in answer.get("sheets", ()) for block in sheet.get("data", ()))
        rules = {
            at: _rule(row)
            for block in blocks
            for at, row in enumerate(block.get("rowData", ()), start=block.get("startRow", 0))
        }
        return {at for at, rule in rules.items() if rule in _LISTS}

    def read(self, ranges: Sequence[Range], *, in_order: bool = False) -> list[Grid]:
        """The cells of each range, in one call: numbers as numbers, dates as serials, trailing blanks left out.

        `in_order` spares half of the answer: nothing in it says which range a grid is of. Nothing promises their
        order either, so this is for callers who know each grid by what it holds.
        """
        body = {
            "dataFilters": [part.as_filter() for part in ranges],
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
        }
        params = {"fields": _VALUES if in_order else _NAMED_VALUES, "prettyPrint": "false"}
        answers = self._call("post", "/values:batchGetByDataFilter", params=params, json=body).get("valueRanges", [])
        if in_order and len(answers) == len(ranges):
            return [part.get("valueRange", {}).get("values", []) for part in answers]
        found = {
            _corner(each): part.get("valueRange", {}).get("values", [])
            for part in answers
            for each in part.get("dataFilters", ())
        }
        if any(_corner(asked.as_filter()) not in found for asked in ranges):
            raise Permanent("Google did not answer for every range")
        return [found[_corner(asked.as_filter())] for asked in ranges]

    def change(self, changes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Apply batchUpdate requests, all or none; their replies. Ambiguous when the answer is lost."""
        try:
            answer = self._call("post", ":batchUpdate", json={"requests": list(changes)})
        except _LostError as lost:
            raise Ambiguous(str(lost)) from None
        replies: list[dict[str, Any]] = answer.get("replies", [])
        return replies

    def _call(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        json: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        try:
            data = None if json is None else compact(json, separators=(",", ":")).encode()
            headers = None if json is None else {"Content-Type": "application/json"}
            response = self._http.request(
                method, f"{self._base}/{self._path}{path}", params=params, data=data, headers=headers
            )
            self._compare_clocks(response)
            answer: dict[str, Any] = response.json()
        except APIError as error:
            raise _sorted(error) from None
        except (GoogleAuthError, requests.ConnectTimeout) as error:
            raise _not_sent(error) from None
        except requests.RequestException as error:
            raise _LostError(type(error).__name__, BUSY_SECONDS) from None
        return answer

    def _compare_clocks(self, response: requests.Response) -> None:
        if date := response.headers.get("Date"):
            self.clock_ahead = self._now() - parsedate_to_datetime(date)


class _LostError(Retryable):
    """The answer was lost. For a read that is simply to be tried again."""


class _Nowhere(HTTPAdapter):
    """Refuses to go anywhere."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:  # noqa: ANN401 - requests'
        """Raise ConnectionError."""
        raise requests.ConnectionError("only the configured endpoint is spoken to", request=request)


def _token_session(api_url: str | None) -> requests.Session:
    """The session for tokens. With an endpoint of our own, google-auth's side calls to Google itself stay unmade."""
    session = requests.Session()
    if api_url and not api_url.startswith(_HTTPS):
        session.mount(_HTTPS, _Nowhere())
    return session


_HTTPS = "https://"


def service_account(key_file: Path, scopes: Sequence[str]) -> Credentials:
    """The service account of a key file. Raises Refused when that is not one."""
    try:
        credentials: Credentials = Credentials.from_service_account_file(  # type: ignore[no-untyped-call] # as above
            str(key_file), scopes=scopes
        )
    except (ValueError, OSError, KeyError, TypeError, AttributeError) as error:
        # Without its text, which may quote the key.
        raise Refused(f"the service account's key cannot be read ({type(error).__name__})") from None
    return credentials


def _not_sent(error: Exception) -> DoorError:
    """A token could not be had, or no connection: the request itself never went out."""
    if isinstance(error, RefreshError) and not error.retryable:
        return Refused("Google refuses the service account's key")
    return Retryable(f"no way to Google ({type(error).__name__})", BUSY_SECONDS)


def _corner(data_filter: Mapping[str, Any]) -> tuple[int | None, ...]:
    grid = data_filter["gridRange"]
    starts = (grid.get(name, 0) for name in ("sheetId", "startRowIndex", "startColumnIndex"))
    return *starts, grid.get("endRowIndex"), grid.get("endColumnIndex")


def _tab(sheet: Mapping[str, Any]) -> Tab:
    properties, protected = sheet["properties"], sheet.get("protectedRanges", ())
    grid = properties.get("gridProperties", {})
    size = grid.get("rowCount", 0), grid.get("columnCount", 0)
    charts = tuple(chart["chartId"] for chart in sheet.get("charts", ()))
    protections, is_table = tuple(map(_protection, protected)), bool(sheet.get("tables"))
    return Tab(properties["sheetId"], properties["title"], *size, protections, charts, is_table)


def _protection(protected: Mapping[str, Any]) -> Protection:
    editors = protected.get("editors", {}).get("users", ())
    about = protected.get("description", ""), protected.get("warningOnly", False)
    block = _range(protected["range"]) if "range" in protected else None
    return Protection(protected["protectedRangeId"], block, *about, tuple(editors))


def _range(grid: Mapping[str, int]) -> Range:
    rows = grid.get("startRowIndex", 0), grid.get("endRowIndex")
    return Range(grid.get("sheetId", 0), *rows, grid.get("startColumnIndex", 0), grid.get("endColumnIndex"))


def _rule(row: Mapping[str, Any]) -> str:
    for cell in row.get("values", ()):
        return str(cell.get("dataValidation", {}).get("condition", {}).get("type", ""))
    return ""


def _sorted(error: APIError) -> DoorError:
    # An HTML error page has no code of its own (gspread says -1); the HTTP status is always there.
    status = error.response.status_code
    reason = f"Google answered {status}"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Retryable(reason, BUSY_SECONDS)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _LostError(reason, BUSY_SECONDS)
    if status in {401, 403, 404}:
        return Refused(f"{reason}: the spreadsheet is not there or not shared with the service account")
    return Permanent(reason)
