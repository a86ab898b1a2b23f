"""A visitor plays citizen and village head on the page, with the real service behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, expect
else:
    expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

PATIENCE = 60_000
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page of a village whose service runs as its own process."""
    with demo.opened(ROOT / "config.yaml", tmp_path) as (url, _, _):
        opened = browser.new_page(viewport={"width": 1600, "height": 900}, locale="id-ID")
        opened.set_default_timeout(PATIENCE)
        opened.goto(url)
        yield opened
        opened.close()


def test_a_visitor_gets_a_letter_by_playing_both(page: Page) -> None:
    """Tap, form, send, yes, a row on the desk, a decision, the letter in the chat: all through the three panes."""
    page.get_by_role("tab", name="Meja").wait_for()
    page.get_by_role("button", name="+ Warga baru").click()
    page.get_by_label("Nama depan").fill("Tuti")
    page.get_by_role("button", name="Tambah").click()
    page.get_by_role("button", name="MULAI").click()
    page.get_by_role("button", name="SKU").first.click()
    page.get_by_role("button", name="Isi Formulir").click()
    page.get_by_role("button", name="Isi contoh").click()
    page.frame_locator("iframe").get_by_role("button", name="Kirim").click()
    expect(page.get_by_text("sudah kami terima")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Bukan saya")).to_be_visible()
    page.get_by_role("button", name="Ya, ini permohonan saya").click()
    expect(page.get_by_text("sudah dikonfirmasi")).to_be_visible(timeout=PATIENCE)

    decision = page.locator("#cell-1-0")
    expect(page.locator("#cell-1-4")).to_have_text("Baru", timeout=PATIENCE)
    decision.click()
    page.keyboard.press("Enter")
    page.get_by_role("option", name="Setujui").click()

    expect(page.get_by_text("517-001-DS-KRS").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#cell-1-4")).to_have_text("Selesai", timeout=PATIENCE)
