"""Take the pictures of the village head's guide: `python -m docs.gambar_kades` from the root; up to seven minutes.

On the phone they follow one request from the staff's notice to the citizen's letter, tap by tap as the guide counts
them.
"""

from pathlib import Path

from playwright.sync_api import Page, expect

from docs.gambar import PATIENCE, Studio, studio, take
from simulator.persons import PEOPLE
from simulator.story import Ending, Plot

PICTURES = Path(__file__).with_name("kades")
ASKED = 4
"""Requests in all."""
FIGURES_COME = 330_000
"""Milliseconds: the summary is written every five minutes."""


def main() -> None:
    """Play some requests to their ends, decide one on a phone, leave one held, and photograph it all."""
    with studio() as village:
        past = ((PEOPLE[1], "SKTM", Ending.REJECTED), (PEOPLE[2], "Domisili", Ending.COMPLETED))
        for person, button, ending in past:
            village.story.play(Plot(person, button, ending))
        on_a_phone(village)
        on_a_computer(village)


def on_a_phone(village: Studio) -> None:
    """The staff's notice, the desk, its dropdown, and the citizen's chat afterwards."""
    ask(village, 0, "SKU")
    phone = village.phone()
    phone.goto("/")
    phone.get_by_role("button", name="Staf Desa").tap()
    take(phone.locator(".device"), PICTURES / "kabar-staf.png")
    with phone.context.expect_page() as opened:
        phone.get_by_role("button", name="Buka Meja").last.tap()
    desk = opened.value
    expect(desk.locator("#cell-1-4")).to_have_text("Baru", timeout=PATIENCE)
    take(desk.locator("#sheet"), PICTURES / "meja-telepon.png")
    desk.locator("#cell-1-0 .chip").tap()
    take(desk.locator("#sheet"), PICTURES / "pilihan.png")
    desk.get_by_role("option", name="Setujui").tap()
    phone.get_by_role("button", name=PEOPLE[0].name).tap()
    expect(phone.get_by_text("Ini suratnya")).to_be_visible(timeout=PATIENCE)
    take(phone.locator(".device"), PICTURES / "obrolan-warga.png")


def on_a_computer(village: Studio) -> None:
    """The desk, a decision that is held, and the summary."""
    ask(village, 4, "Belum Menikah")
    page = village.computer(1450, 560, sheet_alone=True)
    expect(page.locator("#cell-1-4")).to_have_text("Baru", timeout=PATIENCE)
    take(page.locator("#sheet"), PICTURES / "meja.png")
    page.locator("#cell-1-0 .chip").click()
    page.get_by_role("option", name="Tolak").click()
    held = page.locator("#cell-1-8")
    expect(held).to_contain_text("Tulis alasannya", timeout=PATIENCE)
    held.click()
    take(page.locator("#sheet"), PICTURES / "perlu-dicek.png")
    summary(page)


def summary(page: Page) -> None:
    """The tab with the figures, once they know of the requests above."""
    page.set_viewport_size({"width": 1100, "height": 1180})
    page.get_by_role("tab", name="Ringkasan", exact=True).click()
    arrived_this_month = page.locator("#cell-37-1")
    expect(arrived_this_month).to_have_text(str(ASKED), timeout=FIGURES_COME)
    take(page.locator("#sheet"), PICTURES / "ringkasan.png")


def ask(village: Studio, who: int, button: str) -> None:
    """Have somebody ask for a letter and say that the request is theirs."""
    citizen = village.story.citizen(PEOPLE[who])
    citizen.ask_for(button)
    citizen.send_form(village.story.tell)
    citizen.confirm(village.story.tell)


if __name__ == "__main__":
    main()
