"""The poster's Word file, without LibreOffice."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from letters.poster import SIZES, Offer, Poster, drawn, make
from tests.unit.letters.scanner import pixels, scan
from tests.unit.letters.word import part

POSTER = Poster(
    village="Karangsatria",
    bot="SuratDesaKarangsatriaBot",
    offers=[Offer("Surat Keterangan Usaha (SKU)", "Gratis", 1), Offer("Surat Kematian", "Rp 5.000", 0)],
    opening="Senin-Jumat 08.00-15.00",
    phone="021 5550 0123",
    address="Jalan Contoh Nomor 1",
)


def size_of(data: bytes) -> float:
    """The size of the services' letters."""
    size = docx.Document(io.BytesIO(data)).tables[1].cell(1, 0).paragraphs[0].runs[0].font.size
    assert size
    return size.pt


def test_the_word_file_says_what_each_service_costs_and_when_it_is_done(tmp_path: Path) -> None:
    """Without LibreOffice it is all there is."""
    assert make(POSTER, tmp_path / "poster.docx", None) is None
    document = docx.Document(str(tmp_path / "poster.docx"))
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert rows == [
        ["Surat", "Biaya", "Selesai dalam"],
        ["Surat Keterangan Usaha (SKU)", "Gratis", "1 hari kerja"],
        ["Surat Kematian", "Rp 5.000", "hari kerja yang sama"],
    ]
    said = [paragraph.text for paragraph in document.paragraphs]
    assert "DESA KARANGSATRIA" in said
    assert "Buka: Senin-Jumat 08.00-15.00" in said
    assert "Telepon: 021 5550 0123" in said


def test_the_code_leads_to_the_bot() -> None:
    data = drawn(POSTER, 14, docx.shared.Mm(70))
    assert scan(*pixels(part(data, "word/media/image1.png"))) == ["https://t.me/SuratDesaKarangsatriaBot"]


@pytest.mark.parametrize("count", [1, 3, 12, 24, 100])
def test_more_services_are_written_smaller(count: int, tmp_path: Path) -> None:
    """Never larger than for fewer ones, and never so small that the ladder ends."""
    few, many = tmp_path / "few.docx", tmp_path / "many.docx"
    make(replace(POSTER, offers=POSTER.offers[:1] * count), few, None)
    make(replace(POSTER, offers=POSTER.offers[:1] * count * 2), many, None)
    assert SIZES[0] >= size_of(few.read_bytes()) >= size_of(many.read_bytes()) >= SIZES[-1]
    assert count > 3 or size_of(few.read_bytes()) == SIZES[0]
