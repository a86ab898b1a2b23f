"""The parts of a letter that change, as joins: literals with gaps between them, and for each gap a text's number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from letters import deflate
from letters.names import key
from letters.package import Part
from letters.placeholders import Placeholder
from letters.problems import TemplateError
from letters.slots import Piece, Row, Slot

Entries = Mapping[str, Sequence[Mapping[str, str]]]
"""Each list's entries by its name; an entry holds its columns' texts by their names."""
Numbers = Mapping[Slot | Row, int]
"""The number of the text that fills each slot or row."""

ORDINAL = "no"
"""The column that counts the entries where they do not: `{{Anggota.No}}`."""
_Column = tuple[int, Slot, Placeholder]  # a text's number, and what prints an entry's


@dataclass(frozen=True, slots=True)
class Cut:
    """Literals and gaps by turns."""

    pieces: tuple[bytes, ...]
    gaps: tuple[int, ...]

    @classmethod
    def of(cls, pieces: Sequence[Piece], numbers: Numbers) -> "Cut":
        """Return what was read as literals and slots or rows by turns."""
        literals = tuple(piece if isinstance(piece, bytes) else b"" for piece in pieces)
        return cls(literals, tuple(numbers[piece] for piece in pieces if not isinstance(piece, bytes)))

    def joined(self, texts: Sequence[bytes]) -> bytes:
        """Return the literals with the texts in the gaps."""
        pieces = list(self.pieces)
        pieces[1::2] = [texts[gap] for gap in self.gaps]
        return b"".join(pieces)


@dataclass(frozen=True, slots=True)
class PartCut:
    """A part that changes, as it is and deflated."""

    name: str
    plain: Cut
    packed: Cut

    @classmethod
    def of(cls, name: str, pieces: Sequence[Piece], numbers: Numbers) -> "PartCut":
        """Deflate the literals, once for all letters."""
        plain = Cut.of(pieces, numbers)
        *literals, last = (deflate.blocks(literal) for literal in plain.pieces)
        return cls(name, plain, Cut((*literals, last + deflate.END), plain.gaps))

    def part(self, texts: Sequence[bytes], blocks: Sequence[bytes]) -> Part:
        """Return the part with the texts, given as they are and as `deflate.quick_blocks`."""
        return Part.deflated(self.name, self.plain.joined(texts), self.packed.joined(blocks))


@dataclass(frozen=True, slots=True)
class RowCut:
    """A row that stands once for each entry of the list that its columns are of."""

    row: Row
    first: Cut
    again: Cut
    columns: tuple[_Column, ...]

    @classmethod
    def of(cls, row: Row, numbers: Numbers) -> "RowCut":
        """Return the row cut like the part that it stands in."""
        columns = tuple((numbers[slot], slot, slot.column) for slot in row.columns)
        return cls(row, Cut.of(row.first, numbers), Cut.of(row.again, numbers), columns)

    def filled(self, texts: Sequence[bytes], lists: Entries, missing: list[str]) -> bytes:
        """Return the row's XML, `lists` under their folded names; add to `missing` what no entry may leave blank.

        Raise TemplateError when it cannot repeat.
        """
        if trouble := self.row.trouble(lists):
            raise TemplateError(trouble)
        name = next((slot.list_key for _, slot, _ in self.columns if slot.list_key in lists), None)
        if name is None:
            return self.first.joined(texts)
        columns = [one for one in self.columns if one[1].list_key == name]
        if lists[name]:
            return b"".join(self._copies(columns, lists[name], texts, missing))
        missing += [slot.placeholder.name for _, slot, column in columns if is_needed(column)]
        return self._blank(columns, texts) if self.row.alone else b""

    def shown(self, lists: Entries) -> Iterator[str]:
        """Yield what its copies print, `lists` under their folded names."""
        for _, slot, column in self.columns:
            for ordinal, entry in enumerate(lists.get(slot.list_key, ()), 1):
                yield column.printed(entry, _by_key(ordinal, entry)) or ""

    def _copies(
        self,
        columns: Sequence[_Column],
        entries: Sequence[Mapping[str, str]],
        texts: Sequence[bytes],
        missing: list[str],
    ) -> Iterator[bytes]:
        own, cut = list(texts), self.first
        for ordinal, entry in enumerate(entries, 1):
            by_key = _by_key(ordinal, entry)
            for number, slot, column in columns:
                text = column.printed(entry, by_key)
                if text is None:
                    missing.append(f"{slot.placeholder.name} (baris {ordinal})")
                own[number] = slot.filled(text or "")
            yield cut.joined(own)
            cut = self.again

    def _blank(self, columns: Sequence[_Column], texts: Sequence[bytes]) -> bytes:
        own = list(texts)
        for number, slot, column in columns:
            own[number] = slot.filled(column.if_blank)
        return self.first.joined(own)


def is_needed(column: Placeholder) -> bool:
    """Whether an entry must have it."""
    return not column.optional and key(column.name) != ORDINAL


def _by_key(ordinal: int, entry: Mapping[str, str]) -> dict[str, str]:
    return {ORDINAL: str(ordinal)} | {key(name): value for name, value in entry.items()}
