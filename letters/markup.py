"""A text part of a DOCX: its placeholders, found, and the XML cut around them.

Word spreads what was typed as `{{Nama}}` over several runs as it likes. Per paragraph the runs' text is joined, the
placeholders are found in it, a slot is set into the run where each begins (its formatting wins) and the rest of the
placeholder is taken out of the other runs. A slot is a processing instruction: text can never look like one, so the
serialised part can be cut there without a doubt.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from letters import rows, wordml
from letters.names import key
from letters.placeholders import Placeholder, UnreadablePlaceholder
from letters.problems import Problem, quoted
from letters.slots import Piece, Slot
from letters.wordml import local

_KEEP_SPACES = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_PROPERTIES = {"pPr", "rPr", "sdtPr", "sdtEndPr"}  # hold tab stops and the like, never text

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_STRAY = re.compile(r"\{\{|\}\}|\{\0|\0\}")  # \0 stands where a placeholder was
_LONE = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")
_MARK = re.compile(rb"<\?(slot|row|end) (\d+)\?>")


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part cut at its slots and repeating rows."""

    pieces: tuple[Piece, ...]
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
class _Stretch:
    """A stretch of a paragraph's text and the element that holds it."""

    element: etree._Element
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def read(root: etree._Element) -> TextPart:
    """Find the placeholders of a text part, which is changed by it; what is wrong with it stands in `problems`."""
    found = _Found(problems=list(wordml.problems(root)))
    for paragraph in [element for element in root.iter() if local(element) == "p"]:
        _read_paragraph(paragraph, found)
    marked = rows.mark(root, found.slots)
    commented = any(local(element) == "commentReference" for element in root.iter())
    # A text box is numbered after the paragraph that it hangs on, but stands in the middle of it.
    pieces = _pieces(iter(_MARK.split(wordml.written(root))), found.slots, marked)
    return TextPart(pieces, tuple(found.lone), commented, tuple(found.problems))


def _pieces(cut: Iterator[bytes], slots: list[Slot], marked: list[rows.Facts]) -> tuple[Piece, ...]:
    """Return the pieces up to where the part ends, or the row: `cut` gives a literal, a mark's kind, its number..."""
    pieces: list[Piece] = [next(cut)]
    for kind in cut:
        number = int(next(cut))
        if kind == b"end":
            break
        if kind == b"slot":
            pieces.append(slots[number])
        else:
            pieces.append(rows.row(marked[number], _pieces(cut, slots, marked), _pieces(cut, slots, marked)))
        pieces.append(next(cut))
    return tuple(pieces)


def _stretches(paragraph: etree._Element) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    for element, text in _texts(paragraph):
        stretches.append(_Stretch(element, stretches[-1].end if stretches else 0, text))
    return stretches


def _texts(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for child in element:
        name = local(child)
        if name == "t":
            yield child, child.text or ""
        elif name in _SIGNS:
            yield child, _SIGNS[name]
        elif name != "p" and name not in _PROPERTIES:  # the paragraphs of a text box speak for themselves
            yield from _texts(child)


def _read_paragraph(paragraph: etree._Element, found: _Found) -> None:
    stretches = _stretches(paragraph)
    text = "".join(stretch.text for stretch in stretches)
    if "{" not in text and "}}" not in text:
        return
    found.lone += [(match[1], text) for match in _LONE.finditer(text)]
    matches = list(_PLACEHOLDER.finditer(text))
    if _STRAY.search(_PLACEHOLDER.sub("\0", text)):
        found.problems.append(_unclosed(text))
        return
    placeholders = list(_parsed(matches, text, found))
    if len(placeholders) == len(matches):
        _set_slots(stretches, matches, placeholders, text, found.slots)


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
    stretches: list[_Stretch],
    matches: list[re.Match[str]],
    placeholders: list[Placeholder],
    text: str,
    slots: list[Slot],
) -> None:
    numbers: dict[int, int] = {}
    for match, placeholder in zip(matches, placeholders, strict=True):
        element = next(one.element for one in stretches if one.start <= match.start() < one.end)
        numbers[match.start()] = len(slots)
        in_table = wordml.around(element, "tr") is not None
        prefix = f"{element.prefix}:" if element.prefix else ""
        slots.append(Slot(placeholder, prefix, text, key(placeholder.list_and_column[0]) if in_table else ""))
    for stretch in stretches:
        inside = [match.span() for match in matches if match.start() < stretch.end and match.end() > stretch.start]
        if inside:
            _rewrite(stretch.element, list(_rest(stretch, inside, numbers)))


def _rest(stretch: _Stretch, spans: list[tuple[int, int]], numbers: dict[int, int]) -> Iterator[str | int]:
    """Yield what stays in the stretch: its own text, and the number of each slot that begins in it."""
    at = stretch.start
    for start, end in spans:
        yield stretch.text[at - stretch.start : max(start - stretch.start, 0)]
        if start >= stretch.start:
            yield numbers[start]
        at = min(end, stretch.end)
    yield stretch.text[at - stretch.start :]


def _rewrite(element: etree._Element, rest: list[str | int]) -> None:
    if local(element) != "t":  # a tab, line break or hyphen within the braces
        wordml.remove(element)
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
    for control in (one for one in element.iterancestors() if local(one) == "sdt"):
        for tie in list(control.iter("{*}dataBinding", "{*}showingPlcHdr")):
            wordml.remove(tie)
