"""Take the README's picture: the three panes after two requests. `python -m docs.gambar_halaman` from the root.

Needs Debian's chromium and the group `browser`.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import demo
from simulator.persons import PEOPLE
from simulator.story import Ending, Plot, Story

PICTURE = Path(__file__).with_name("tiga-panel.png")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


def main() -> None:
    """Play two requests, leave a third waiting for its decision, and photograph the page."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with demo.opened(Path("config.yaml"), home) as (url, village, _), sync_playwright() as driver:
            story = Story(url, village.spreadsheet, home / "diterima", sys.stdout.write)
            story.wait_for_office()
            story.play(Plot(PEOPLE[1], "SKTM", Ending.REJECTED))
            story.play(Plot(PEOPLE[0], "SKU", Ending.APPROVED))
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            page = browser.new_page(viewport={"width": 1600, "height": 900}, locale="id-ID")
            page.goto(url)
            page.get_by_role("button", name="Isi Formulir").last.click()
            page.get_by_role("button", name="Isi contoh").click()
            page.wait_for_timeout(2500)
            page.screenshot(path=PICTURE)
            browser.close()


if __name__ == "__main__":
    main()
