"""A text part of a DOCX (ECMA-376 part 1, WordprocessingML): found placeholders, and the XML cut around them.

Word spreads what was typed as `{{Nama}}` over several runs as it likes. Per paragraph the runs' text is joined, the
placeholders are found in it, a slot is set into the run where each begins (its formatting wins) and the rest of the
placeholder is taken out of the other runs. A slot is a processing instruction: text can never look like one, so the
serialised part can be cut there without a doubt.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from lxml import etree

from letters.placeholders import Placeholder, UnreadablePlaceholder
from letters.problems import Problem, TemplateError, quoted

_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # "Strict Open XML", as Word may be told to save
)
_KEEP_SPACES = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_PROPERTIES = {"pPr", "rPr", "sdtPr", "sdtEndPr"}  # hold tab stops and the like, never text
_TRACKED = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"}
_FROM_ELSEWHERE = {"altChunk", "subDoc"}

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_STRAY = re.compile(r"\{\{|\}\}|\{\0|\0\}")  # \0 stands where a placeholder was
_LONE = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")
_SLOT = re.compile(rb"<\?slot (\d+)\?>")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that a value goes to."""

    placeholder: Placeholder
    prefix: str
    """How this part spells Word's namespace: "w:"."""
    paragraph: str
    """The text around, for people."""

    def filled(self, text: str) -> bytes:
        """Return the text as it stands inside `<w:t>`: escaped, line ends and tabs as Word's own elements."""
        close, again = f"</{self.prefix}t><{self.prefix}", f'/><{self.prefix}t xml:space="preserve">'
        xml = escape(text).replace("\n", f"{close}br{again}").replace("\t", f"{close}tab{again}")
        return xml.encode()


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part cut at its slots: `literals` has one member more than `slots`."""

    literals: tuple[bytes, ...]
    slots: tuple[Slot, ...]
    lone: tuple[tuple[str, str], ...]
    """(name, paragraph) of every `{Nama}` in single braces: perhaps meant as a placeholder."""
    commented: bool
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Found:
    slots: list[Slot] = field(default_factory=list)
    lone: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a paragraph's text and the element that holds it."""

    element: etree._Element
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def read(content: bytes) -> TextPart:
    """Find the placeholders of a text part; what is wrong with it stands in `problems`."""
    root = parse(content)
    found = _Found(problems=[*_left_over_edits(root), *out_of_reach(root)])
    for paragraph in [element for element in root.iter() if _local(element) == "p"]:
        _read_paragraph(paragraph, found)
    commented = any(_local(element) == "commentReference" for element in root.iter())
    cut = _SLOT.split(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
    # A text box is numbered after the paragraph that it hangs on, but stands in the middle of it.
    slots = tuple(found.slots[int(number)] for number in cut[1::2])
    return TextPart(tuple(cut[::2]), slots, tuple(found.lone), commented, tuple(found.problems))


def parse(content: bytes) -> etree._Element:
    """Parse XML from a stranger: no entity, no network; raise TemplateError when it is not plain XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateError("Isi berkas Word ini rusak. Buka di Word, lalu simpan lagi.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise TemplateError("Berkas ini tidak dibuat oleh Word dan tidak aman dibaca. Buka di Word, lalu simpan lagi.")
    return root


def out_of_reach(root: etree._Element) -> Iterator[Problem]:
    """Yield a problem when braces stand in text that no value can be put into: an equation, a field's code, a chart."""
    elsewhere = "".join(element.text or "" for element in root.iter() if _local(element) not in ("t", "delText"))
    if "{{" in elsewhere:
        yield Problem(
            f"Isian di dalam bagan, rumus, atau kode Word tidak bisa diisi ({quoted(elsewhere, '{{')}). "
            "Pindahkan ke teks biasa atau kotak teks."
        )


def _local(element: etree._Element) -> str:
    """Return the name within Word's namespace, or "" for everything else."""
    tag = element.tag
    return next((tag[len(space) :] for space in _WORD if isinstance(tag, str) and tag.startswith(space)), "")


def _left_over_edits(root: etree._Element) -> Iterator[Problem]:
    for element in root.iter():
        name = _local(element)
        if name in _TRACKED or name.endswith("Change"):
            yield Problem(
                f"Masih ada perubahan terlacak (Track Changes) di {_around(element)}. "
                "Di Word: Review > Accept All Changes, matikan Track Changes, lalu simpan."
            )
        elif name in _FROM_ELSEWHERE:
            yield Problem("Ada dokumen lain yang disisipkan di dalam surat ini. Salin isinya sebagai teks biasa.")


def _around(element: etree._Element) -> str:
    paragraph = next((one for one in (element, *element.iterancestors()) if _local(one) in ("p", "tbl")), element)
    return quoted("".join(one.text or "" for one in paragraph.iter() if _local(one) in ("t", "delText")))


def _pieces(paragraph: etree._Element) -> list[_Piece]:
    pieces: list[_Piece] = []
    for element, text in _texts(paragraph):
        pieces.append(_Piece(element, pieces[-1].end if pieces else 0, text))
    return pieces


def _texts(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for child in element:
        name = _local(child)
        if name == "t":
            yield child, child.text or ""
        elif name in _SIGNS:
            yield child, _SIGNS[name]
        elif name != "p" and name not in _PROPERTIES:  # the paragraphs of a text box speak for themselves
            yield from _texts(child)


def _read_paragraph(paragraph: etree._Element, found: _Found) -> None:
    pieces = _pieces(paragraph)
    text = "".join(piece.text for piece in pieces)
    if "{" not in text and "}}" not in text:
        return
    found.lone += [(match[1], text) for match in _LONE.finditer(text)]
    matches = list(_PLACEHOLDER.finditer(text))
    if _STRAY.search(_PLACEHOLDER.sub("\0", text)):
        found.problems.append(_unclosed(text))
        return
    placeholders = list(_parsed(matches, text, found))
    if len(placeholders) == len(matches):
        _set_slots(pieces, matches, placeholders, text, found.slots)


def _unclosed(text: str) -> Problem:
    return Problem(
        f"Kurung kurawal tidak berpasangan di {quoted(text, '{{')}. Tulis isian sebagai {{{{Judul Pertanyaan}}}} "
        "dalam satu paragraf: dua kurung buka, dua kurung tutup."
    )


def _parsed(matches: Iterable[re.Match[str]], text: str, found: _Found) -> Iterator[Placeholder]:
    for match in matches:
        try:
            yield Placeholder.parse(match[1])
        except UnreadablePlaceholder as error:
            found.problems.append(Problem(f"{error} Letaknya di {quoted(text, match[0])}."))


def _set_slots(
    pieces: list[_Piece], matches: list[re.Match[str]], placeholders: list[Placeholder], text: str, slots: list[Slot]
) -> None:
    numbers: dict[int, int] = {}
    for match, placeholder in zip(matches, placeholders, strict=True):
        prefix = next(piece.element.prefix for piece in pieces if piece.start <= match.start() < piece.end)
        numbers[match.start()] = len(slots)
        slots.append(Slot(placeholder, f"{prefix}:" if prefix else "", text))
    for piece in pieces:
        inside = [match.span() for match in matches if match.start() < piece.end and match.end() > piece.start]
        if inside:
            _rewrite(piece.element, list(_rest(piece, inside, numbers)))


def _rest(piece: _Piece, spans: list[tuple[int, int]], numbers: dict[int, int]) -> Iterator[str | int]:
    """Yield what stays in the piece: its own text, and the number of each slot that begins in it."""
    at = piece.start
    for start, end in spans:
        yield piece.text[at - piece.start : max(start - piece.start, 0)]
        if start >= piece.start:
            yield numbers[start]
        at = min(end, piece.end)
    yield piece.text[at - piece.start :]


def _rewrite(element: etree._Element, rest: list[str | int]) -> None:
    if _local(element) != "t":  # a tab, line break or hyphen within the braces
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
        return
    element.text = ""
    element.set(_KEEP_SPACES, "preserve")
    for item in rest:
        if isinstance(item, int):
            element.append(etree.ProcessingInstruction("slot", str(item)))
        elif len(element):
            element[-1].tail = item
        else:
            element.text = item
    _set_free(element)


def _set_free(element: etree._Element) -> None:
    """Cut a content control's tie to the data behind it: Word would put that back over the value."""
    for control in (one for one in element.iterancestors() if _local(one) == "sdt"):
        for tie in list(control.iter("{*}dataBinding", "{*}showingPlcHdr")):
            parent = tie.getparent()
            if parent is not None:
                parent.remove(tie)
