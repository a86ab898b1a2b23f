"""Take the README's picture: the three panes after two requests. `python -m docs.gambar_halaman` from the root."""

from pathlib import Path

from docs.gambar import studio, take
from simulator.persons import PEOPLE
from simulator.story import Ending, Plot

PICTURE = Path(__file__).with_name("tiga-panel.png")


def main() -> None:
    """Play two requests, leave a third waiting for its decision, and photograph the page."""
    with studio() as village:
        village.story.play(Plot(PEOPLE[1], "SKTM", Ending.REJECTED))
        village.story.play(Plot(PEOPLE[0], "SKU", Ending.APPROVED))
        page = village.computer(1600, 900)
        page.get_by_role("button", name="Isi Formulir").last.click()
        page.get_by_role("button", name="Isi contoh").click()
        page.wait_for_timeout(1500)
        take(page, PICTURE)


if __name__ == "__main__":
    main()
