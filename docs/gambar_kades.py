"""Take the pictures of the village head's guide: `python -m docs.gambar_kades` from the root.

Needs Debian's chromium and the group `browser`. The staff chat and the desk are the simulator's page on a phone's
screen; Google's own app could not be photographed.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import demo
from docs.gambar_halaman import FLAGS
from simulator.persons import PEOPLE
from simulator.story import Ending, Plot, Story

PICTURES = Path(__file__).with_name("kades")
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1500, "height": 620}


def main() -> None:
    """Play three requests to their ends, leave one waiting, and photograph the desk wide and on a phone."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with demo.opened(Path("config.yaml"), home) as (url, village, _), sync_playwright() as driver:
            story = Story(url, village.spreadsheet, home / "diterima", sys.stdout.write)
            story.wait_for_office()
            for person, button, ending in zip(
                PEOPLE, ("SKU", "SKTM", "Domisili"), (Ending.APPROVED, Ending.REJECTED, Ending.COMPLETED), strict=False
            ):
                story.play(Plot(person, button, ending))
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            wide = browser.new_page(viewport=WIDE, locale="id-ID")
            desk(wide, url)
            wide.locator("#sheet").screenshot(path=PICTURES / "meja.png")
            phone = browser.new_page(viewport=PHONE, locale="id-ID", device_scale_factor=1.5)
            desk(phone, url)
            phone.screenshot(path=PICTURES / "meja-telepon.png")
            browser.close()


def desk(page: Page, url: str) -> None:
    """Open the page at the desk."""
    page.goto(url)
    sheet = page.locator(".pane-nav [data-pane=sheet]")
    if sheet.is_visible():
        sheet.click()
    page.get_by_role("tab", name="Meja", exact=True).click()
    page.wait_for_timeout(1500)


if __name__ == "__main__":
    main()
