"""The village head's way on a phone, from the staff notice to a decision that counts, with the real service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import demo
from simulator.persons import PEOPLE
from simulator.story import Citizen, Story

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, expect
else:
    expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

PATIENCE = 60_000
ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "kades.md"
NUMERALS = {2: "dua", 3: "tiga", 4: "empat", 5: "lima"}
COUNT_TAPS = """
addEventListener('pointerdown', (event) => {
  if (event.isTrusted) localStorage.taps = Number(localStorage.taps ?? 0) + 1;
}, true);
"""


@dataclass(frozen=True)
class Office:
    """A phone, and what people do in the village whose desk it opens."""

    phone: BrowserContext
    story: Story


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[Office]:
    """A village whose service runs as its own process, and a phone that counts how often it is touched."""
    with demo.opened(ROOT / "config.yaml", tmp_path) as (url, village, _):
        phone = browser.new_context(
            base_url=url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="id-ID"
        )
        phone.set_default_timeout(PATIENCE)
        phone.add_init_script(COUNT_TAPS)
        yield Office(phone, Story(url, village.spreadsheet, tmp_path, lambda _: None))
        phone.close()


def ask(office: Office) -> Citizen:
    """Have a citizen ask for a letter and say that the request is theirs."""
    office.story.wait_for_office()
    citizen = office.story.citizen(PEOPLE[0])
    citizen.ask_for("SKU")
    citizen.send_form(office.story.tell)
    citizen.confirm(office.story.tell)
    return citizen


def steps_of_the_guide() -> tuple[str, list[str]]:
    """Read the way from the notice to the decision: its heading and its numbered steps."""
    part = next(part for part in GUIDE.read_text(encoding="utf-8").split("\n## ") if "ketukan" in part.splitlines()[0])
    return part.splitlines()[0], re.findall(r"^\d\. .*$", part, flags=re.MULTILINE)


def test_the_guide_says_how_many_taps_a_decision_takes(office: Office) -> None:
    """From the staff's notice to a decision that counts, the finger touches the phone as often as the guide says."""
    citizen = ask(office)
    chats = office.phone.new_page()
    chats.goto("/")
    chats.get_by_role("button", name="Staf Desa").tap()
    opens = chats.get_by_role("button", name="Buka Meja")
    expect(opens).to_be_visible(timeout=PATIENCE)

    chats.evaluate("() => localStorage.removeItem('taps')")
    with office.phone.expect_page() as opened:
        opens.tap()
    desk = opened.value
    expect(desk.locator("#cell-1-4")).to_have_text("Baru", timeout=PATIENCE)
    in_sight(desk.locator("#cell-1-2")).get_by_text(PEOPLE[0].first_name).wait_for()
    in_sight(desk.locator("#cell-1-0 .chip")).tap()
    in_sight(desk.get_by_role("option", name="Setujui")).tap()

    expect(desk.locator("#cell-1-4")).to_have_text(re.compile("Disetujui|Selesai"), timeout=PATIENCE)
    assert citizen.waits_for_document()["file_name"].startswith("517-001")
    taps = int(desk.evaluate("() => localStorage.taps"))
    heading, steps = steps_of_the_guide()
    assert heading.endswith(f": {NUMERALS[taps]} ketukan")
    assert len(steps) == taps


def in_sight(what: Locator) -> Locator:
    """Insist that nobody has to scroll for it."""
    expect(what).to_be_in_viewport()
    return what
