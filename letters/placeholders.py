"""One placeholder, `{{Nama|kapital|boleh kosong: -}}`: its name, what prints it, and whether it may stay blank."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from letters.names import key
from letters.values import FORMATS

_MAY_BE_BLANK = "boleh kosong"
_NOT_TEXT = re.compile(r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VISIBLE = re.compile(r"[^\s\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LIST_AND_COLUMN = re.compile(r"([^.]*[^.\s])\s*\.([^.\s].*)")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")


class UnreadablePlaceholder(ValueError):  # noqa: N818 - names the thing, its text is the Indonesian reason
    """Between the braces stands something that is no placeholder."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands between the braces."""

    name: str
    formats: tuple[str, ...] = ()
    optional: bool = False
    if_blank: str = ""

    @classmethod
    def parse(cls, inside: str) -> "Placeholder":
        """Read "Nama|format|boleh kosong: -"; raise UnreadablePlaceholder with the mend."""
        name, *behind = (" ".join(piece.split()) for piece in inside.split("|"))
        if not _VISIBLE.search(name):
            raise UnreadablePlaceholder("Isian tanpa nama. Tulis judul pertanyaannya di antara {{ dan }}.")
        marks = [mark.partition(":") for mark in behind]
        blank = [text.strip() for mark, _, text in marks if key(mark) == _MAY_BE_BLANK]
        formats = tuple(key(mark + colon + text) for mark, colon, text in marks if key(mark) != _MAY_BE_BLANK)
        for unknown in (one for one in formats if one not in FORMATS):
            raise UnreadablePlaceholder(
                f"Bentuk \u201c{unknown}\u201d tidak dikenal. Yang ada: {', '.join(FORMATS)}, {_MAY_BE_BLANK}."
            )
        return cls(name, formats, bool(blank), blank[0] if blank else "")

    @property
    def list_and_column(self) -> tuple[str, str]:
        """The name's two halves if it may be a list's column: "Anggota" and "No. KK" of `Anggota.No. KK`, else ""."""
        found = _LIST_AND_COLUMN.fullmatch(self.name)
        return (found[1], found[2]) if found else ("", "")

    def printed(self, values: Mapping[str, str], by_key: Mapping[str, str]) -> str | None:
        """Return the text that the letter shows, or None when a value is needed and not there.

        `values` are found by the name as written, `by_key` (the same under `names.key`) by any other spelling.
        """
        text = values.get(self.name)
        if text is None:
            text = by_key.get(key(self.name), "")
        if not text.isprintable() or text.isspace() or not text:  # most are plain, and need none of this
            text = clean(text)
            if not _VISIBLE.search(text):
                return self.if_blank if self.optional else None
        for one in self.formats:
            text = FORMATS[one](text)
        return text


def clean(value: str) -> str:
    """Return the value with one kind of line end, and without control characters and what else XML forbids."""
    return _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", value))
