"""A sheet of F4 paper with what the letters of one office share: kop, title, biodata, signature."""

import datetime
import io
from collections.abc import Sequence

import docx
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from letters import package
from letters.drafting.ooxml import describe, draw_rule, lighten, repeat_on_each_page, set_font, set_widths
from letters.drafting.picture import square

_FONT = "Times New Roman"  # on every Windows; Liberation Serif has the same widths elsewhere
_PAPER = (Mm(215), Mm(330))  # F4, the office paper of Indonesia
_MARGINS = {"top_margin": Mm(17), "bottom_margin": Mm(14), "left_margin": Mm(25), "right_margin": Mm(20)}
_WIDTH, _INDENT, _LOGO, _FLUSH = Mm(170), Mm(10), Mm(24), Mm(0)
_NUMBER, _LABELS, _COLON = Mm(8), Mm(50), Mm(4)
_LEADING = 1.12
_VERIFY = (
    "Kode: {{Kode Verifikasi}}",
    "Periksa di Telegram @{{Nama Bot}}",
    "atau telepon {{Telepon Kantor}}",
    "Nomor permohonan: {{Nomor Permohonan}}",
)
_ROOM_TO_SIGN = Pt(52)  # with the line below it; a stamp is about 4 cm wide and half of it overlaps the name
_SIGNER, _QR = Mm(82), Mm(24)
_DRAWN = datetime.datetime(2026, 1, 1)  # noqa: DTZ001 - python-docx knows no zones; fixed: drawn again, nothing changes


class Sheet:
    """One letter being drawn, from the top down.

    `size` is that of the text and `gap` the space after a paragraph, in points; `labels` is the width of the
    biodata's labels.
    """

    def __init__(self, name: str, *, size: float = 12, gap: float = 6, labels: Length = _LABELS) -> None:
        self._document = docx.Document()
        self._size, self._gap, self._labels = size, gap, labels
        lighten(self._document)
        set_font(self._document, _FONT, "id-ID")
        normal = self._document.styles["Normal"]
        normal.font.size, normal.paragraph_format.space_after = Pt(size), Pt(0)
        normal.paragraph_format.line_spacing = 1.0
        self._set_page()
        self._set_facts(name)

    def kop(self) -> None:
        """Draw the letterhead: a cell for the logo, the office in three lines, its address, a thick rule."""
        # The left cell waits for the village's own logo, up to 22 mm wide; the right one keeps the lines centred.
        logo, middle, _ = self._table(1, [_LOGO, Length(_WIDTH - 2 * _LOGO), _LOGO]).rows[0].cells
        logo.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        self._centred(middle.paragraphs[0], "PEMERINTAH KABUPATEN {{Kabupaten|kapital}}", size=14, bold=True)
        self._centred(middle.add_paragraph(), "KECAMATAN {{Kecamatan|kapital}}", size=14, bold=True)
        self._centred(middle.add_paragraph(), "DESA {{Nama Desa|kapital}}", size=18, bold=True)
        address = middle.add_paragraph()
        self._centred(address, "{{Alamat Kantor}}, Kode Pos {{Kode Pos}}", size=9.5, italic=True)
        self._centred(middle.add_paragraph(), "Telepon {{Telepon Kantor}}", size=9.5, italic=True)
        rule = self._gap_of(2)
        rule.paragraph_format.space_before, rule.paragraph_format.space_after = Pt(4), Pt(2 * self._gap)
        draw_rule(rule, 24, 6)

    def corner(self, text: str) -> None:
        """Write small at the right, above the title, the name of a model."""
        _text(self._paragraph(WD_ALIGN_PARAGRAPH.RIGHT), text, size=10)

    def title(self, text: str) -> None:
        """Write the letter's name and its number."""
        self._centred(self._document.add_paragraph(), text, size=14, bold=True, underline=True)
        number = self._document.add_paragraph()
        self._centred(number, "Nomor : {{Nomor Surat}}")
        number.paragraph_format.space_after = Pt(2 * self._gap)

    def opening(self, says: str) -> None:
        """Name the office that speaks, and end with what it says of the rows below."""
        self.prose(
            "Yang bertanda tangan di bawah ini, atas nama Pemerintah Desa {{Nama Desa}}, Kecamatan {{Kecamatan}}, "
            f"Kabupaten {{{{Kabupaten}}}}, Provinsi {{{{Provinsi}}}}, {says}"
        )

    def prose(self, text: str, *, goes_on: bool = False) -> Paragraph:
        """Write a justified paragraph; when it goes on with a sentence begun above rows, its first line is flush."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.JUSTIFY, after=self._gap)
        paragraph.paragraph_format.first_line_indent = _FLUSH if goes_on else _INDENT
        paragraph.paragraph_format.line_spacing = _LEADING
        _text(paragraph, text)
        return paragraph

    def quoted(self, text: str) -> None:
        """Write somebody's own words, set in from both sides."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.JUSTIFY, after=self._gap)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = _INDENT
        paragraph.paragraph_format.line_spacing = _LEADING
        _text(paragraph, text)

    def lead(self, text: str) -> None:
        """Write the words by which a sentence goes on between two groups of rows."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.LEFT, after=2)
        paragraph.paragraph_format.keep_with_next = True
        _text(paragraph, text)

    def heading(self, text: str) -> None:
        """Write the name of the group of rows that follows."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.LEFT)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.left_indent = _INDENT
        _text(paragraph, text, bold=True)

    def rows(
        self, rows: Sequence[tuple[str, str]], *, named: bool = False, each: tuple[str, str] | None = None
    ) -> None:
        """Draw numbered rows of label and value; when `named`, the first value is a person's name and bold.

        `each` is a last row without a number, which each entry of a list repeats: without entries it is gone.
        """
        drawn = [(f"{number}.", *row) for number, row in enumerate(rows, 1)]
        drawn += [("", *each)] if each else []
        value = Length(_WIDTH - _INDENT - _NUMBER - self._labels - _COLON)
        table = self._table(len(drawn), [_NUMBER, self._labels, _COLON, value], indent=_INDENT)
        for row, (number, label, text) in zip(table.rows, drawn, strict=True):
            for cell, words in zip(row.cells, (number, label, ":", text), strict=True):
                _text(cell.paragraphs[0], words, bold=named and number == "1." and words is text)
                cell.paragraphs[0].paragraph_format.line_spacing = _LEADING
        self._gap_of(self._gap)

    def note(self, text: str) -> None:
        """Write a short remark for the holder, in small italics."""
        _text(self._paragraph(WD_ALIGN_PARAGRAPH.JUSTIFY, after=self._gap), text, size=self._size - 1.5, italic=True)

    def closing(self, kind: str) -> None:
        """Write the sentence that ends every letter of the office."""
        last = self.prose(f"Demikian {kind} ini dibuat dengan sebenarnya agar dapat dipergunakan sebagaimana mestinya.")
        last.paragraph_format.keep_with_next = True  # a signature never stands on a page without words

    def list_of(self, columns: Sequence[tuple[str, str, Length]]) -> None:
        """Draw a framed table of (heading, text, width) columns: headings, and the row that each entry repeats.

        The first column is the entry's number.
        """
        table = self._table(2, [width for _, _, width in columns], indent=_INDENT, ruled=True)
        repeat_on_each_page(table.rows[0])
        for place, (heading, text, _) in enumerate(columns):
            self._centred(table.cell(0, place).paragraphs[0], heading, bold=True)
            _text(table.cell(1, place).paragraphs[0], text)
        table.cell(1, 0).paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._gap_of(self._gap)

    def signature(self) -> None:
        """Draw the signer's block at the right; at the left the QR and how to check the letter without it."""
        self._gap_of(self._gap).paragraph_format.keep_with_next = True
        left, right = self._table(1, [Length(_WIDTH - _SIGNER), _SIGNER]).rows[0].cells
        self._verify(left)
        self._sign(right)
        # Word wants a paragraph after the last table; a tiny one never makes a page of its own.
        self._gap_of(1)

    def acknowledged(self, by: str) -> None:
        """Draw, below the signer's block, room for another office that signs by hand."""
        self._gap_of(2 * self._gap)
        block = self._table(1, [_WIDTH]).cell(0, 0)
        self._centred(block.paragraphs[0], "Mengetahui,")
        self._centred(block.add_paragraph(), by)
        line = block.add_paragraph()
        line.paragraph_format.space_before = _ROOM_TO_SIGN
        self._centred(line, "." * 44)
        self._gap_of(1)

    def file(self) -> bytes:
        """Return the DOCX, the same bytes each time."""
        out = io.BytesIO()
        self._document.save(out)
        return package.write(package.read(out.getvalue()))

    def _verify(self, cell: _Cell) -> None:
        cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
        run = cell.paragraphs[0].add_run()
        describe(run.add_picture(io.BytesIO(square()), _QR, _QR), "QR")
        for line in _VERIFY:
            _text(cell.add_paragraph(), line, size=8)

    def _sign(self, cell: _Cell) -> None:
        self._centred(cell.paragraphs[0], "{{Nama Desa}}, {{Tanggal Surat}}")
        self._centred(cell.add_paragraph(), "{{Jabatan Penanda Tangan}}")
        remark = cell.add_paragraph()
        remark.paragraph_format.space_before = _ROOM_TO_SIGN
        self._centred(remark, "{{Keterangan Tanda Tangan|boleh kosong}}", size=8, italic=True)
        self._centred(cell.add_paragraph(), "{{Nama Penanda Tangan}}", bold=True, underline=True)
        self._centred(cell.add_paragraph(), "{{NIP Penanda Tangan|boleh kosong}}")

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = _PAPER
        for name, length in _MARGINS.items():
            setattr(section, name, length)

    def _set_facts(self, name: str) -> None:
        facts = self._document.core_properties
        facts.title, facts.author, facts.comments, facts.language = name, "Pemerintah Desa", "", "id-ID"
        facts.created = facts.modified = _DRAWN

    def _table(self, rows: int, widths: Sequence[Length], *, indent: Length = _FLUSH, ruled: bool = False) -> Table:
        table: Table = self._document.add_table(rows, len(widths))
        set_widths(table, widths, indent, ruled=ruled)
        return table

    def _paragraph(self, alignment: WD_ALIGN_PARAGRAPH, *, after: float = 0) -> Paragraph:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = alignment
        paragraph.paragraph_format.space_after = Pt(after)
        return paragraph

    def _gap_of(self, points: float) -> Paragraph:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(points)
        return paragraph

    def _centred(
        self,
        paragraph: Paragraph,
        text: str,
        *,
        size: float | None = None,
        bold: bool = False,
        italic: bool = False,
        underline: bool = False,
    ) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _text(paragraph, text, size=size, bold=bold, italic=italic, underline=underline)


def _text(
    paragraph: Paragraph,
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.underline = bold or None, italic or None, underline or None
    run.font.size = None if size is None else Pt(size)
