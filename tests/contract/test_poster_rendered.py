"""The poster as LibreOffice prints it: one page, its QR readable, everything there."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp

from letters.pdf import Converter, find_converter, pages_of
from letters.poster import Offer, Poster, make
from office.config import load
from tests.contract.test_letters_rendered import TOOLS, pixels, text_of

CONFIG = load(Path(__file__).parents[2] / "config.yaml")
OFFERS = [Offer(service.title, service.cost, service.working_days) for service in CONFIG.services.values()]
POSTER = Poster(
    village=CONFIG.village.name,
    bot="SuratDesaKarangsatriaBot",
    offers=OFFERS,
    opening="Senin-Kamis 08.00-15.00, Jumat 08.00-11.30",
    phone="021 5550 0123",
    address="Jalan Raya Karangsatria Nomor 1",
)
LONG = Poster(
    village="Karangsatria Indah Permai Sejahtera",
    bot="X" * 32,
    offers=[Offer(f"{offer.title} bagi Warga Pendatang", "Rp 10.000 per lembar", 0) for offer in OFFERS],
    opening="Senin 08.00-12.00, Selasa 09.00-13.00, Rabu 10.00-14.00, Kamis 08.00-12.00, Jumat 08.00-11.00",
    phone="021 5550 0123 atau WA 0812 5550 0123",
    address="Jalan Raya Pantura Kilometer Tiga Puluh Tujuh Nomor 112 RT 003 RW 011",
)


@pytest.fixture(scope="module")
def converter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Converter]:
    """LibreOffice, where all that this module needs is there."""
    if absent := [tool for tool in TOOLS if shutil.which(tool) is None]:
        pytest.skip(f"needs {' and '.join(absent)}")
    found = find_converter(os.environ, tmp_path_factory.mktemp("libreoffice"))
    assert found
    yield found
    found.stop()


@pytest.mark.parametrize(
    "poster",
    [
        pytest.param(replace(POSTER, offers=OFFERS[:3]), id="three"),
        pytest.param(POSTER, id="twelve"),
        pytest.param(replace(POSTER, offers=OFFERS * 2), id="twenty-four"),
        pytest.param(LONG, id="long words"),
    ],
)
def test_the_poster_is_one_page_that_says_all_and_leads_to_the_bot(
    poster: Poster, converter: Converter, tmp_path: Path
) -> None:
    """A phone reads the bot's address from the page, and a person every service with cost and time, hours and phone."""
    pdf = make(poster, tmp_path / "poster.docx", converter)
    assert pdf == tmp_path / "poster.pdf"
    assert pages_of(pdf) == 1
    (page,) = text_of(pdf)
    asked = [poster.opening, poster.phone, poster.address, f"@{poster.bot}"]
    asked += [f"{offer.title} {offer.cost} {offer.promise}" for offer in poster.offers]
    shown = page.replace(" ", "")
    assert [words for words in asked if words.replace(" ", "") not in shown] == []
    width, height, grey = pixels(pdf, 100)
    assert [code.text for code in zxingcpp.read_barcodes(memoryview(grey).cast("B", (height, width)))] == [poster.link]
