"""What the scripts that take the guides' pictures share: a served village with a browser beside it, and small PNGs.

They need Debian's chromium and the group `browser`. All that is seen is the simulator's page; neither Telegram's nor
Google's own app could be photographed.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

import demo
from simulator.story import Story

COLOURS = 256
PATIENCE = 60_000
PHONE = {"width": 390, "height": 700}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
ALONE = "main { display: block !important } .pane { height: 100% } .pane:not(#sheet) { display: none !important }"


@dataclass(frozen=True)
class Studio:
    """A village whose service runs, the people who live in it, and a browser."""

    url: str
    story: Story
    browser: Browser

    def phone(self) -> Page:
        """A phone's browser that has opened nothing yet."""
        look = {"viewport": PHONE, "device_scale_factor": 1.5, "has_touch": True, "is_mobile": True}
        phone = self.browser.new_context(locale="id-ID", base_url=self.url, **look)
        phone.set_default_timeout(PATIENCE)
        return phone.new_page()

    def computer(self, width: int, height: int, *, sheet_alone: bool = False) -> Page:
        """The page on a computer; `sheet_alone` leaves out the panes that no spreadsheet has beside it."""
        page = self.browser.new_page(
            viewport={"width": width, "height": height}, locale="id-ID", base_url=self.url, bypass_csp=True
        )
        page.set_default_timeout(PATIENCE)
        page.goto("/")
        if sheet_alone:
            page.add_style_tag(content=ALONE)
        return page


@contextmanager
def studio() -> Iterator[Studio]:
    """Open a village for as long as pictures are taken."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with demo.opened(Path("config.yaml"), home) as (url, village, _), sync_playwright() as driver:
            story = Story(url, village.spreadsheet, home / "diterima", _say)
            story.wait_for_office()
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            yield Studio(url, story, browser)
            browser.close()


def take(what: Page | Locator, path: Path) -> None:
    """Photograph it as a PNG with few colours, as small as it gets, once nothing moves any more."""
    page = what if isinstance(what, Page) else what.page
    page.wait_for_timeout(1500)
    path.parent.mkdir(exist_ok=True)
    picture = Image.open(BytesIO(what.screenshot())).convert("RGB")
    few = picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    _say(f"{path}: {path.stat().st_size // 1024} KB")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
