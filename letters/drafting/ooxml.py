"""What python-docx has no word for: fixed widths, one font for every script, borders, a light file."""

from collections.abc import Sequence

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Length
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from lxml import etree

_UNUSED_PARTS = {"stylesWithEffects", "customXml", "webSettings", "numbering", "thumbnail"}
_USED_STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"}
_WORD_2013 = "15"  # the newest compatibility mode there is; python-docx's own file says 14


def set_font(document: Document, name: str, language: str) -> None:
    """Give the whole document one font for every script and one language, over what the theme says."""
    for properties in document.styles.element.iterfind(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"):
        properties[:] = [
            _element("rFonts", **dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), name)),
            _element("lang", val=language, eastAsia=language, bidi="ar-SA"),
        ]


def set_widths(table: Table, widths: Sequence[Length], indent: Length, *, ruled: bool = False) -> None:
    """Fix the columns: LibreOffice obeys the grid, Word the cells, so both are set; no row breaks over two pages.

    When `ruled`, every cell has a thin frame.
    """
    margins = _element("tblCellMar")
    room = {"top": 20, "left": 80, "bottom": 20, "right": 80} if ruled else {"left": 0, "right": 80}
    margins.extend([_element(side, w=str(twips), type="dxa") for side, twips in room.items()])
    table._tbl.tblPr[:] = [
        _element("tblW", w=_twips(sum(widths)), type="dxa"),
        _element("tblInd", w=_twips(indent), type="dxa"),
        *([_thin_frames()] if ruled else []),
        _element("tblLayout", type="fixed"),
        margins,
    ]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("cantSplit"))


def repeat_on_each_page(row: _Row) -> None:
    """Make a table's row its heading, which Word and LibreOffice print again where the table goes on."""
    row._tr.get_or_add_trPr().append(_element("tblHeader"))


def describe(picture: InlineShape, text: str) -> None:
    """Give a picture the alternative text by which a program finds it, and no room around it."""
    picture._inline.docPr.set("descr", text)
    for side in "TBLR":  # LibreOffice takes 3 mm where Word takes nothing
        picture._inline.set(f"dist{side}", "0")


def draw_rule(paragraph: Paragraph, above: int, below: int) -> None:
    """Draw a line above and one below the paragraph, so many eighths of a point thick.

    OOXML has double lines of its own, but programs disagree on which of the two is the thick one.
    """
    borders = _element("pBdr")
    for side, eighths in (("top", above), ("bottom", below)):
        borders.append(_element(side, val="single", sz=str(eighths), space="0", color="000000"))
    paragraph._p.get_or_add_pPr().insert(0, borders)


def lighten(document: Document) -> None:
    """Drop what python-docx's own starting file brings and no letter uses, and its old compatibility mode."""
    for related in (document.part.rels, document.part.package.rels):
        for key in [key for key, one in related.items() if one.reltype.rpartition("/")[2] in _UNUSED_PARTS]:
            del related[key]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _USED_STYLES:
            styles.remove(style)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)


def _thin_frames() -> etree._Element:
    frames = _element("tblBorders")
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    frames.extend([_element(side, val="single", sz="4", space="0", color="000000") for side in sides])
    return frames


def _element(name: str, **attributes: str) -> etree._Element:
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _twips(length: int) -> str:
    return str(Length(length).twips)
