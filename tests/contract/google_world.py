"""A served Google world for contract tests: real clients on one side, the oracle on the wire between."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property
from io import BytesIO
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import gspread
import requests
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.service_account import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from gspread.http_client import HTTPClient

from simulator.dispatch import Application
from simulator.faults import Faults
from simulator.google import people, routes
from simulator.google.models import Google
from simulator.journal import Journal
from simulator.wire import Server
from tests.contract.google_oracle import Json, Oracle, OracleError, Query

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SCOPE = "https://www.googleapis.com/auth/"
OUR_SCOPES = ("spreadsheets", "forms.body", "forms.responses.readonly", "drive.readonly")
TIMEOUT = 10


class Quiet(Credentials):
    """Signs and refreshes as its parent, but starts no thread that asks iamcredentials.googleapis.com for regions."""

    def before_request(self, request: Any, _method: str, _url: str, headers: dict[str, str]) -> None:
        if not self.valid:
            self.refresh(request)
        self.apply(headers)


class World:
    """Google, served; `watched.problems` holds what the oracle minds. A context manager."""

    def __init__(self) -> None:
        self.google = Google()
        rules = [*routes.rules(self.google), *people.rules(self.google)]
        self.watched = Watched(Application(rules, Journal(), Faults()), Oracle())
        self._server = Server(self.watched)
        self.url = self.google.base_url = self._server.url
        self._server.start()
        self.key: Json = requests.get(f"{self.url}/_sim/google/key", timeout=TIMEOUT).json()
        self._ours = self.credentials()  # reading a key takes 50 ms
        self.session = AuthorizedSession(self._ours)

    def __enter__(self) -> World:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self.session.close()
        self._server.stop()

    def credentials(self, *scopes: str, key: Json | None = None) -> Credentials:
        """Sign with the downloaded key, as production does."""
        wanted = [SCOPE + scope for scope in scopes or OUR_SCOPES]
        return Quiet.from_service_account_info(key or self.key, scopes=wanted)

    @cached_property
    def gspread(self) -> gspread.Client:
        """A gspread client whose hosts are this world."""
        url = self.url

        class Rewritten(HTTPClient):
            def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:
                for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
                    endpoint = endpoint.replace(host, url)
                return super().request(method, endpoint, *args, **kwargs)

        return gspread.authorize(self._ours, http_client=Rewritten)

    def service(self, name: str, version: str) -> Any:
        """A googleapiclient service built from the shipped document with its root moved here."""
        document = json.loads(get_static_doc(name, version))
        document["rootUrl"] = f"{self.url}/"
        document.pop("mtlsRootUrl", None)
        document["servicePath"] = document["servicePath"].lstrip("/")
        return build_from_document(document, credentials=self._ours)

    def human(self, path: str, **body: Any) -> Json:
        """A human act; its answer. AssertionError when it is refused."""
        answer = self.try_human(path, **body)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def try_human(self, path: str, **body: Any) -> requests.Response:
        """A human act that may be refused."""
        return requests.post(f"{self.url}/_sim/google/{path}", json=body, timeout=TIMEOUT)

    def book(self, **more: Any) -> str:
        """Make a spreadsheet; its id."""
        return str(self.human("spreadsheets", title="Layanan Desa", **more)["spreadsheetId"])

    def seen(self, book: str, title: str) -> Json:
        """A tab as the page shows it."""
        view = requests.get(f"{self.url}/_sim/google/spreadsheets/{book}", timeout=TIMEOUT).json()
        return next(sheet for sheet in view["sheets"] if sheet["title"] == title)

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        """Any call with our token."""
        return self.session.request(method, f"{self.url}{path}", timeout=TIMEOUT, **more)

    def batch(self, book: str, *requests_: Json) -> requests.Response:
        """A batchUpdate of a spreadsheet."""
        return self.call("POST", f"/v4/spreadsheets/{book}:batchUpdate", json={"requests": list(requests_)})

    def read(self, book: str, sheet_id: int, top: int = 0, left: int = 0, **more: Any) -> requests.Response:
        """A read as our door does it: by tab id, serials, unformatted."""
        span = {"sheetId": sheet_id, "startRowIndex": top, "startColumnIndex": left, **more}
        body = {
            "dataFilters": [{"gridRange": span}],
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
            "majorDimension": "ROWS",
        }
        return self.call("POST", f"/v4/spreadsheets/{book}/values:batchGetByDataFilter", json=body)

    def rows(self, book: str, sheet_id: int, top: int = 0, left: int = 0, **more: Any) -> list[list[Any]]:
        """The values of `read`."""
        found = self.read(book, sheet_id, top, left, **more).json()["valueRanges"][0]["valueRange"]
        values: list[list[Any]] = found.get("values", [])
        return values


class Watched:
    """A WSGI application that has every call under Google's paths judged; what the oracle minds is in `problems`.

    `calls` holds (HTTP method, path, status) of every judged call.
    """

    def __init__(self, app: WSGIApplication, oracle: Oracle) -> None:
        self._app = app
        self._oracle = oracle
        self.problems: list[str] = []
        self.calls: list[tuple[str, str, int]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the call on and judge both sides of it."""
        if not environ["PATH_INFO"].startswith(("/v4/", "/v1/", "/drive/")):
            return self._app(environ, start_response)
        asked = environ["wsgi.input"].read()
        environ["wsgi.input"] = BytesIO(asked)
        head: list[Any] = []

        def keep(status: str, headers: Any, *rest: Any) -> Any:
            head[:] = [int(status.split(maxsplit=1)[0]), dict(headers)]
            return start_response(status, headers, *rest)

        answer = b"".join(self._app(environ, keep))
        self._judge(environ, asked, head[0], head[1], answer)
        return [answer]

    def _judge(self, environ: WSGIEnvironment, asked: bytes, status: int, headers: Json, answer: bytes) -> None:
        method, query, body = _as_meant(environ, asked)
        path = environ["PATH_INFO"].encode("latin-1").decode()
        self.calls.append((method, path, status))
        try:
            self._oracle.check_request(method, path, query, body)
            if headers.get("Content-Type", "").startswith("application/json") and query.get("alt") != ["media"]:
                self._oracle.check_response(method, path, status, json.loads(answer))
        except OracleError as error:
            self.problems.append(str(error))


def _as_meant(environ: WSGIEnvironment, asked: bytes) -> tuple[str, Query, Any]:
    """Undo the override by which long GETs are sent as POSTs."""
    if environ.get("HTTP_X_HTTP_METHOD_OVERRIDE") == "GET":
        return "GET", parse_qs(asked.decode(), keep_blank_values=True), None
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    return environ["REQUEST_METHOD"], query, json.loads(asked) if asked else None
