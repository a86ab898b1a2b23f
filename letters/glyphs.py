"""Which characters a PDF only claims to show.

Where no font has a character, LibreOffice draws the font's glyph 0 (".notdef", blank or an empty box) and still tells
readers the character that was meant: the text is there, the paper is blank. Measured with LibreOffice 7.4.
Formats: TrueType tables as in ISO/IEC 14496-22 (head, loca, glyf, cmap); ToUnicode as in ISO 32000-1, 9.10.3.
"""

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

from pypdf import PdfReader

_BFCHAR = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]+)>")
_CODES = 256
_ORDINARY = {"a", "e"}


def undrawn(reader: PdfReader) -> set[str]:
    """Return the texts whose glyph is blank or the mark for a missing one, in fonts that are embedded as TrueType.

    White space is among them: it is blank by nature.
    """
    found: set[str] = set()
    for font in _fonts(reader):
        with suppress(struct.error, LookupError, ValueError, TypeError):  # a font of another make proves nothing
            found.update(_undrawn_of(font))
    return found


def stand_ins(reader: PdfReader) -> set[str]:
    """Return the texts that only a font drew which stands in for one that lacks them.

    Such a font has few characters, ordinary letters not among them. LibreOffice draws these after the rest of the line,
    so a reader finds them behind it.
    """
    texts = [_texts(font) for font in _fonts(reader)]
    of_letters = {text for found in texts if found >= _ORDINARY for text in found}
    return {text for found in texts if not found >= _ORDINARY for text in found} - of_letters


def _texts(font: Any) -> set[str]:  # noqa: ANN401 - a PDF dictionary of anything
    if "/ToUnicode" not in font:
        return set()
    found = _BFCHAR.findall(font["/ToUnicode"].get_data())
    return {bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for _, text in found}


def _fonts(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        fonts = page.get("/Resources", {}).get("/Font", {})
        for font in fonts.get_object().values() if fonts else ():
            yield font.get_object()


def _undrawn_of(font: Any) -> Iterator[str]:  # noqa: ANN401 - a PDF dictionary of anything
    descriptor = font.get("/FontDescriptor", {})
    if "/FontFile2" not in descriptor or "/ToUnicode" not in font:
        return
    glyphs = _glyph_of_code(descriptor["/FontFile2"].get_data())
    for code, text in _BFCHAR.findall(font["/ToUnicode"].get_data()):
        if glyphs.get(int(code, 16)) in {b"", glyphs.get(None)}:
            yield bytes.fromhex(text.decode()).decode("utf-16-be", "replace")


def _glyph_of_code(font: bytes) -> dict[int | None, bytes]:
    """Return the outline that each one-byte code draws, and under None that of a missing glyph."""
    tables = _tables(font)
    encoding = _byte_encoding(tables.get("cmap", b""))
    if not encoding or not {"head", "loca", "glyf"} <= tables.keys():
        return {}
    wide = struct.unpack(">h", tables["head"][50:52])[0]
    loca = tables["loca"]
    places = [place for (place,) in struct.iter_unpack(">I" if wide else ">H", loca)]
    scale = 1 if wide else 2
    outlines = [tables["glyf"][start * scale : end * scale] for start, end in pairwise(places)]
    by_code: dict[int | None, bytes] = {
        code: outlines[glyph] for code, glyph in enumerate(encoding) if 0 < glyph < len(outlines)
    }
    return by_code | {None: outlines[0]}


def _tables(font: bytes) -> dict[str, bytes]:
    (count,) = struct.unpack(">H", font[4:6])
    entries = struct.iter_unpack(">4s4xII", font[12 : 12 + 16 * count])
    return {tag.decode("latin-1"): font[offset : offset + length] for tag, offset, length in entries}


def _byte_encoding(cmap: bytes) -> bytes:
    """Return the 256 glyph numbers of a cmap of format 0, which symbolic subsets carry; empty where there is none."""
    count = struct.unpack(">H", cmap[2:4])[0] if cmap else 0
    for _, _, offset in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * count]):
        if cmap[offset : offset + 2] == b"\0\0":
            return cmap[offset + 6 : offset + 6 + _CODES]
    return b""
