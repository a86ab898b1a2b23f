"""A1 notation: `'Form Responses 1'!A2:C` <-> indexes (https://developers.google.com/workspace/sheets/api/guides/concepts).

Indexes are zero-based and half-open, as in GridRange; None is an open end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.google.errors import invalid

_CELL = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d{0,7})")
_QUOTED = re.compile(r"'((?:[^']|'')*)'(?:!(.*))?")
_BARE_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LOOKS_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*")


@dataclass(frozen=True)
class Span:
    """A rectangle whose ends may be open: `A2:C` is Span(1, 0, None, 3)."""

    top: int | None = None
    left: int | None = None
    bottom: int | None = None
    right: int | None = None


@dataclass(frozen=True)
class Box:
    """A rectangle inside a grid, every end known."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def span(self) -> Span:
        """The same rectangle as a span."""
        return Span(self.top, self.left, self.bottom, self.right)


def letters(column: int) -> str:
    """Name a column: 0 is `A`, 26 is `AA`."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_index(name: str) -> int:
    """Undo `letters`."""
    index = 0
    for letter in name.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def parse(text: str) -> tuple[str | None, Span | None]:
    """Read `title!span`, `span` or `title`.

    Returns (title or None for the first tab, span or None for the whole tab). A word that could be either is a span
    when it looks like a cell (`A1`), else a title; quotes always mean a title. ApiError 400 when it is neither.
    """
    quotes = _QUOTED.fullmatch(text)
    if quotes:
        return quotes[1].replace("''", "'"), _span(quotes[2], text) if quotes[2] else None
    title, mark, rest = text.rpartition("!")
    if mark:
        return title, _span(rest, text)
    if ":" in text or _LOOKS_LIKE_CELL.fullmatch(text.replace("$", "")):
        return None, _span(text, text)
    return text, None


def quoted(title: str) -> str:
    """Put quotes around a title that needs them."""
    if _BARE_TITLE.fullmatch(title) and not _LOOKS_LIKE_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def label(title: str, span: Span) -> str:
    """Write a span the way Google echoes it: one cell without a colon, open ends left out."""
    start = _corner(span.top, span.left)
    end = _corner(None if span.bottom is None else span.bottom - 1, None if span.right is None else span.right - 1)
    return f"{quoted(title)}!{start}" if start == end else f"{quoted(title)}!{start}:{end}"


def _corner(row: int | None, column: int | None) -> str:
    return ("" if column is None else letters(column)) + ("" if row is None else str(row + 1))


def _span(text: str, whole: str) -> Span:
    first, colon, second = text.partition(":")
    top, left = _cell(first, whole)
    if not colon:
        if top is None or left is None:
            raise invalid(f"Unable to parse range: {whole}")
        return Span(top, left, top + 1, left + 1)
    bottom, right = _cell(second, whole)
    top, bottom = _ordered(top, bottom)
    left, right = _ordered(left, right)
    return Span(top, left, None if bottom is None else bottom + 1, None if right is None else right + 1)


def _cell(text: str, whole: str) -> tuple[int | None, int | None]:
    match = _CELL.fullmatch(text)
    if not match or not text or match[2] == "0":
        raise invalid(f"Unable to parse range: {whole}")
    return (int(match[2]) - 1 if match[2] else None), (column_index(match[1]) if match[1] else None)


def _ordered(one: int | None, other: int | None) -> tuple[int | None, int | None]:
    if one is not None and other is not None and other < one:
        return other, one
    return one, other
