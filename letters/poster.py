"""The poster for the office's wall: a Word file of one A4 page, and a PDF of it where LibreOffice is there."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import docx
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from letters import package, qr
from letters.drafting.ooxml import describe, draw_rule, lighten, set_font, set_widths
from letters.pdf import Converter, pages_of

SIZES = (24, 22, 20, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6)
"""Of the services' letters, in points."""
SLACKS = (0, 8, 16, 30, 50, 80, 120)
"""Millimetres that are left free where the reckoning proved too bold."""
SECONDS = 120.0
"""For LibreOffice's first start, with a profile that is thrown away."""
_FONT = "Arial"  # on every Windows; Liberation Sans has the same widths elsewhere
_PAPER, _EDGE = (Mm(210), Mm(297)), Mm(13)
_WIDTH = Length(_PAPER[0] - 2 * _EDGE)
_HEIGHT = Length(_PAPER[1] - 2 * _EDGE - Mm(6))  # Word and LibreOffice differ by a little
_COST, _PROMISE, _GAP = Mm(32), Mm(50), Mm(6)
_MOST_QR = Mm(112)
_LINE, _BOLD, _PLAIN = 1.16, 0.57, 0.46
"""Of a letter's size: a line's height, a letter's width on average."""
_PADDING = 0.18  # of a letter's size, above and below the text of a row


@dataclass(frozen=True, slots=True)
class Offer:
    """One service as people ask for it."""

    title: str
    cost: str
    days: int

    @property
    def promise(self) -> str:
        """When it is done."""
        return f"{self.days} hari kerja" if self.days else "hari kerja yang sama"


@dataclass(frozen=True, slots=True)
class Poster:
    """What the poster says; `bot` is the bot's name without `@`."""

    village: str
    bot: str
    offers: Sequence[Offer]
    opening: str
    phone: str
    address: str

    @property
    def link(self) -> str:
        """What the QR opens."""
        return f"https://t.me/{self.bot}"


def make(poster: Poster, path: Path, converter: Converter | None) -> Path | None:
    """Write the Word file, and beside it the PDF, whose place is returned; None without LibreOffice.

    What is drawn as large as fits one page is known by reckoning, and where LibreOffice is there by looking.
    Raises ConversionFailed and OSError.
    """
    made = None
    for slack in SLACKS:
        path.write_bytes(drawn(poster, *_sizes(poster, Length(_HEIGHT - Mm(slack)))))
        if converter is None:
            return None
        made = converter.convert([path], path.parent, SECONDS)[path]
        if pages_of(made) == 1:
            break
    return made


def _sizes(poster: Poster, height: Length) -> tuple[int, Length]:
    """The size of the services' letters and the QR's side that fill the height."""
    fitting = (size for size in SIZES if _height_but_qr(poster, size) + _least_qr(size).pt <= height.pt)
    size = next(fitting, SIZES[-1])
    left = Pt(height.pt - _height_but_qr(poster, size))
    return size, Length(max(_least_qr(size), min(left, _MOST_QR)))


def _least_qr(size: int) -> Length:
    """Large beside large letters; 5 cm is still read from a metre and a half."""
    return Mm(38 + 2 * size)


def _height_but_qr(poster: Poster, size: int) -> float:
    """Points of all else on the page, rather too many than too few."""
    name = _name_size(poster.village)
    head = _LINE * (18 + name * _lines(f"DESA {poster.village}", _WIDTH, name * _BOLD)) + 24
    rows = sum(_row_lines(offer, size) * _LINE + 2 * _PADDING for offer in poster.offers) * size
    foot = sum(_lines(line, _WIDTH, _small(size) * _PLAIN) for line in _foot(poster)) * _small(size) * _LINE
    return head + size * _LINE + rows + 2.5 * len(poster.offers) + foot + 44


def _row_lines(offer: Offer, size: int) -> int:
    plain = max(_lines(text, width, size * _PLAIN) for text, width in ((offer.cost, _COST), (offer.promise, _PROMISE)))
    return max(plain, _lines(offer.title, _title_width(), size * _BOLD))


def _lines(text: str, width: Length, letter: float) -> int:
    return max(1, ceil(len(text) * letter / float(width.pt - 8)))


def _small(size: int) -> float:
    return min(17, max(10, size))


def _name_size(village: str) -> float:
    return min(44.0, max(20.0, float(_WIDTH.pt) / (0.75 * (len(village) + 5))))


def _title_width() -> Length:
    return Length(_WIDTH - _COST - _PROMISE)


def _foot(poster: Poster) -> tuple[str, ...]:
    return (
        f"Kantor Desa {poster.village}, {poster.address}",
        f"Buka: {poster.opening}",
        f"Telepon: {poster.phone}",
        "Tidak punya HP? Silakan datang ke kantor desa, kami bantu.",
    )


# --- drawing ----------------------------------------------------------------------------------------------------


def drawn(poster: Poster, size: int, side: Length) -> bytes:
    """The Word file with letters of this size and a QR of this side."""
    sheet = _Sheet(size)
    sheet.heading(poster.village)
    sheet.way_in(poster, side)
    sheet.offers(poster.offers)
    sheet.foot(_foot(poster))
    return sheet.file(f"Poster layanan surat Desa {poster.village}")


class _Sheet:
    """One page being drawn from the top down."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._document = docx.Document()
        lighten(self._document)
        set_font(self._document, _FONT, "id-ID")
        normal = self._document.styles["Normal"].paragraph_format
        normal.space_after, normal.line_spacing = Pt(0), 1.0
        section = self._document.sections[0]
        section.page_width, section.page_height = _PAPER
        section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = _EDGE
        section.header_distance = section.footer_distance = Mm(5)

    def heading(self, village: str) -> None:
        """Whose office it is."""
        self._centred("LAYANAN SURAT LEWAT HP", 18)
        _words(self._centred("", 1), f"DESA {village.upper()}", _name_size(village), bold=True)
        self._rule()

    def way_in(self, poster: Poster, side: Length) -> None:
        """The QR, and beside it how to go on."""
        table = self._document.add_table(1, 2)
        set_widths(table, [Length(side + _GAP), Length(_WIDTH - side - _GAP)], Length(0))
        left, right = table.rows[0].cells
        picture = left.paragraphs[0].add_run().add_picture(io.BytesIO(qr.png(poster.link)), side, side)
        describe(picture, f"QR {poster.link}")
        right.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        steps = (
            "1. Pindai kode ini dengan kamera HP.",
            "2. Tekan Mulai, lalu pilih surat.",
            "3. Isi formulirnya, lalu kirim. Kabar dan suratnya datang ke HP.",
        )
        room = float(_WIDTH.pt - side.pt - _GAP.pt)
        for paragraph, step in zip((right.paragraphs[0], *map(right.add_paragraph, ("", ""))), steps, strict=True):
            _words(paragraph, step, min(19, room / 11))
            paragraph.paragraph_format.space_after = Pt(6)
        line = self._centred("Tidak bisa memindai? Di Telegram, cari ", 14)  # between the tables, else they become one
        _words(line, f"@{poster.bot}", 14, bold=True)
        line.paragraph_format.space_after = Pt(8)

    def offers(self, offers: Sequence[Offer]) -> None:
        """Each service with its cost and when it is done."""
        table = self._document.add_table(len(offers) + 1, 3)
        set_widths(table, [_title_width(), _COST, _PROMISE], Length(0), ruled=True)
        for cell, title in zip(table.rows[0].cells, ("Surat", "Biaya", "Selesai dalam"), strict=True):
            _words(cell.paragraphs[0], title, self._size * 0.8)
        for row, offer in zip(table.rows[1:], offers, strict=True):
            for cell, text in zip(row.cells, (offer.title, offer.cost, offer.promise), strict=True):
                cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
                lines = cell.paragraphs[0].paragraph_format
                lines.space_before = lines.space_after = Pt(_PADDING * self._size)
                _words(cell.paragraphs[0], text, self._size, bold=text is offer.title)

    def foot(self, lines: Sequence[str]) -> None:
        """Where the office is, when it is open."""
        for number, line in enumerate(lines):
            paragraph = self._centred(line, _small(self._size))
            paragraph.paragraph_format.space_before = Pt(0 if number else 10)

    def file(self, title: str) -> bytes:
        """The DOCX."""
        facts = self._document.core_properties
        facts.title, facts.author, facts.comments, facts.language = title, "Pemerintah Desa", "", "id-ID"
        out = io.BytesIO()
        self._document.save(out)
        return package.write(package.read(out.getvalue()))

    def _centred(self, text: str, size: float) -> Paragraph:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _words(paragraph, text, size)
        return paragraph

    def _rule(self) -> None:
        rule = self._document.add_paragraph()
        rule.paragraph_format.line_spacing = Pt(2)
        rule.paragraph_format.space_before, rule.paragraph_format.space_after = Pt(4), Pt(2)
        draw_rule(rule, 18, 0)


def _words(paragraph: Paragraph, text: str, size: float, *, bold: bool = False) -> None:
    if text:
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold or None, Pt(round(size * 2) / 2)
