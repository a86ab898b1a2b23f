"""Headless Chromium on the page of a served village.

For other browser tests: `page` is the simulator's page, `simulator` serves it, `village`, `bot` and `sheets` are hands.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import requests

from simulator.server import Simulator
from tests.browser.hands import Bot, Sheets, Village

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

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
        base_url=simulator.url,
        viewport={"width": 1600, "height": 900},
        locale="id-ID",
        timezone_id="Asia/Jakarta",
    )
    context.set_default_timeout(TIMEOUT)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda line: troubles.append(line.text) if _is_trouble(line) else None)
    opened.on("request", lambda sent: None if _is_local(sent.url, simulator.url) else troubles.append(sent.url))
    opened.goto("/")
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
