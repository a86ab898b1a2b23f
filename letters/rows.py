"""Table rows that may repeat, found in the XML: each is marked as drawn, and once more as its copies will be.

What is marked reads `<?row 0?>` the row `<?end 0?>` its copy `<?end 0?>`.
"""

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from letters.slots import Piece, Row, Slot
from letters.wordml import around, local

_NUMBERS = ("{*}paraId", "{*}textId")  # of paragraphs and rows; where there is none, Word gives one
_NAMED_ONCE = tuple(
    f"{{*}}{name}"
    for name in (
        *("bookmarkStart", "bookmarkEnd", "permStart", "permEnd"),
        *("commentRangeStart", "commentRangeEnd", "commentReference"),
    )
)
_UNIQUE = {"drawing", "pict", "object", "footnoteReference", "endnoteReference"}

Facts = tuple[bool, bool, bool]
"""Whether a row is alone in its table, has merged cells, holds something unique: see `Row`."""


def mark(root: etree._Element, slots: Sequence[Slot]) -> list[Facts]:
    """Mark the innermost row around each slot that may be a list's column; return the facts by the marks' numbers."""
    marked: list[Facts] = []
    _mark_within(root, slots, marked)
    return marked


def row(facts: Facts, first: tuple[Piece, ...], again: tuple[Piece, ...]) -> Row:
    """Return the row that was read between the marks."""
    return Row(first, again, *facts)


def _mark_within(element: etree._Element, slots: Sequence[Slot], marked: list[Facts]) -> None:
    for child in list(element):
        if local(child) == "tr" and _has_columns(child, slots):
            again = _copy(child)
            number = str(len(marked))
            marked.append(_facts(child, slots))
            child.addprevious(etree.ProcessingInstruction("row", number))
            child.addnext(etree.ProcessingInstruction("end", number))
            child.addnext(again)
            child.addnext(etree.ProcessingInstruction("end", number))
            _mark_within(again, slots, marked)
        _mark_within(child, slots, marked)


def _has_columns(row: etree._Element, slots: Sequence[Slot]) -> bool:
    marks = (one for one in row.iter() if isinstance(one, etree._ProcessingInstruction) and one.target == "slot")
    return any(slots[int(mark.text or "")].list_key and around(mark, "tr") is row for mark in marks)


def _facts(row: etree._Element, slots: Sequence[Slot]) -> Facts:
    table = around(row, "tbl")
    others = [
        one for one in (row if table is None else table).iter() if local(one) == "tr" and around(one, "tbl") is table
    ]
    return (
        all(_has_columns(one, slots) for one in others),
        any(local(one) == "vMerge" and around(one, "tr") is row for one in row.iter()),
        any(local(one) in _UNIQUE for one in row.iter()),
    )


def _copy(row: etree._Element) -> etree._Element:
    copy = deepcopy(row)
    etree.strip_attributes(copy, *_NUMBERS)
    etree.strip_elements(copy, *_NAMED_ONCE, with_tail=False)
    for properties in [one for one in copy.iter() if local(one) == "sdtPr"]:
        etree.strip_elements(properties, "{*}id", with_tail=False)
    return copy
