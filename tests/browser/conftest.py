"""Headless Chromium on the simulator's page, and the hands that a test needs around it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import requests
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials

from simulator.server import Simulator

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

Json = dict[str, Any]
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMEOUT = 10_000  # milliseconds for whatever a test waits for
_PATIENCE = 10  # seconds for one request of a test


class Village:
    """What people do by hand, over the control endpoint."""

    def __init__(self, url: str, session: requests.Session) -> None:
        self._url = url
        self._session = session

    def act(self, path: str, body: Json) -> Json:
        """POST to `/_sim/<path>`; a refusal fails the test."""
        response = self._session.post(f"{self._url}/_sim/{path}", json=body, timeout=_PATIENCE)
        assert response.ok, response.text
        return dict(response.json())

    def see(self, path: str) -> Any:
        """GET `/_sim/<path>`."""
        response = self._session.get(f"{self._url}/_sim/{path}", timeout=_PATIENCE)
        assert response.ok, response.text
        return response.json()

    def person(self, first_name: str, last_name: str = "") -> int:
        """Make a citizen; the id is also the private chat's."""
        return int(self.act("telegram/people", {"first_name": first_name, "last_name": last_name})["id"])

    def rows(self, spreadsheet: str, title: str) -> list[list[str]]:
        """Return the texts of a tab."""
        book = self.see(f"google/spreadsheets/{spreadsheet}")
        sheet = next(sheet for sheet in book["sheets"] if sheet["title"] == title)
        return [[cell["value"] for cell in row] for row in sheet["rows"]]


class Bot:
    """A bot that speaks the plain Bot API and does only what the test tells it."""

    def __init__(self, url: str, session: requests.Session) -> None:
        self._url = f"{url}/bot110201543:invented-token"
        self._session = session
        self._offset = 0

    def call(self, method: str, files: Json | None = None, **arguments: Any) -> Any:
        """Call a method; a refusal fails the test."""
        sent: Json = {"data": arguments, "files": files} if files else {"json": arguments}
        answer = self._session.post(f"{self._url}/{method}", timeout=_PATIENCE, **sent).json()
        assert answer["ok"], answer
        return answer["result"]

    def next_update(self) -> Json:
        """Wait for one update and acknowledge it with the next call."""
        updates = self.call("getUpdates", offset=self._offset, limit=1, timeout=5)
        assert updates, "no update came"
        self._offset = updates[0]["update_id"] + 1
        return dict(updates[0])


class Sheets:
    """The Sheets API as a service account uses it."""

    def __init__(self, url: str, key: Json) -> None:
        scopes = ["https://www.googleapis.com/auth/spreadsheets"]
        self._auth = requests.Session()
        credentials = Credentials.from_service_account_info(key, scopes=scopes)
        self._session = AuthorizedSession(credentials, auth_request=Request(self._auth))
        self._url = f"{url}/v4/spreadsheets"

    def change(self, spreadsheet: str, *changes: Json) -> None:
        """Do a batchUpdate."""
        response = self._session.post(
            f"{self._url}/{spreadsheet}:batchUpdate", json={"requests": changes}, timeout=_PATIENCE
        )
        assert response.ok, response.text

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
        self._auth.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; skips where it or playwright is absent."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=chromium, headless=True, args=CHROMIUM)
        yield launched
        launched.close()


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """An empty village that is served."""
    with Simulator() as running:
        yield running


@pytest.fixture
def page(browser: Browser, simulator: Simulator) -> Iterator[Page]:
    """The simulator's page on a wide screen; an error in its scripts, or a request to elsewhere, fails the test."""
    context = browser.new_context(
        viewport={"width": 1600, "height": 900}, locale="id-ID", timezone_id="Asia/Jakarta", accept_downloads=True
    )
    context.set_default_timeout(TIMEOUT)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda line: troubles.append(line.text) if _is_trouble(line) else None)
    opened.on("request", lambda sent: None if _is_local(sent.url, simulator.url) else troubles.append(sent.url))
    opened.goto(simulator.url)
    yield opened
    context.close()
    assert not troubles


def _is_trouble(line: ConsoleMessage) -> bool:
    refused = line.text.startswith("Failed to load resource")  # an answer above 399, which the page explains itself
    return line.type == "error" and not refused


def _is_local(address: str, home: str) -> bool:
    return address.startswith((f"{home}/", "data:", "blob:", "about:"))


@pytest.fixture
def session() -> Iterator[requests.Session]:
    """Connections that are closed afterwards."""
    with requests.Session() as opened:
        yield opened


@pytest.fixture
def village(simulator: Simulator, session: requests.Session) -> Village:
    """The people of the served village."""
    return Village(simulator.url, session)


@pytest.fixture
def bot(simulator: Simulator, session: requests.Session) -> Bot:
    """A bot for the test to lead."""
    return Bot(simulator.url, session)


@pytest.fixture
def sheets(simulator: Simulator, village: Village) -> Iterator[Sheets]:
    """The Sheets API."""
    opened = Sheets(simulator.url, village.see("google/key"))
    yield opened
    opened.close()
