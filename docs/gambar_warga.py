"""Take the pictures of the citizens' page: `python -m docs.gambar_warga` from the root.

One request, played on the phone from the first tap to the letter.
"""

from pathlib import Path

from playwright.sync_api import expect

from docs.gambar import PATIENCE, studio, take
from simulator.persons import PEOPLE

PICTURES = Path(__file__).with_name("warga")
LETTER_NAME = "SKU"


def main() -> None:
    """Go the six steps, and photograph each before it is done."""
    with studio() as village:
        village.story.citizen(PEOPLE[0])
        phone = village.phone()
        phone.goto("/")
        chat, form = phone.locator(".device"), phone.frame_locator("#form iframe")

        start = phone.get_by_role("button", name="MULAI")
        start.wait_for()
        take(chat, PICTURES / "1-mulai.png")
        start.tap()

        service = phone.get_by_role("button", name=LETTER_NAME, exact=True)
        service.wait_for()
        take(chat, PICTURES / "2-pilih-surat.png")
        service.tap()

        to_form = phone.get_by_role("button", name="Isi Formulir")
        to_form.wait_for()
        take(chat, PICTURES / "3-siapkan.png")
        to_form.tap()

        phone.get_by_role("button", name="Isi contoh").tap()
        expect(form.get_by_role("button", name="Kirim")).to_be_focused()
        take(phone.locator("#form iframe"), PICTURES / "4-isi-formulir.png")
        form.get_by_role("button", name="Kirim").tap()
        form.get_by_text("Jawaban Anda telah direkam").wait_for()

        phone.get_by_role("button", name="Telepon").tap()
        mine = phone.get_by_role("button", name="Ya, ini permohonan saya")
        mine.wait_for()
        take(chat, PICTURES / "5-konfirmasi.png")
        mine.tap()

        village.story.decide(PEOPLE[0], "Setujui")
        expect(phone.get_by_text("Ini suratnya")).to_be_visible(timeout=PATIENCE)
        take(chat, PICTURES / "6-surat.png")


if __name__ == "__main__":
    main()
