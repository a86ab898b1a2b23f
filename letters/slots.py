"""What a text part is made of once it is cut: literal bytes, slots for values, and table rows that may repeat."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from html import escape

from letters.names import distinct
from letters.placeholders import Placeholder
from letters.problems import quoted


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that a value goes to."""

    placeholder: Placeholder
    prefix: str
    """How this part spells Word's namespace: "w:"."""
    paragraph: str
    """The text around, for people."""
    list_key: str = ""
    """The folded name of the list that this is a column of, when that is given; "" outside of tables."""

    @property
    def column(self) -> Placeholder:
        """The placeholder as a column: `Nama` of `{{Anggota.Nama}}`."""
        return replace(self.placeholder, name=self.placeholder.list_and_column[1])

    def filled(self, text: str) -> bytes:
        """Return the text as it stands inside `<w:t>`: escaped, line ends and tabs as Word's own elements."""
        xml = escape(text, quote=False)
        if "\n" in xml or "\t" in xml:
            close, again = f"</{self.prefix}t><{self.prefix}", f'/><{self.prefix}t xml:space="preserve">'
            xml = xml.replace("\n", f"{close}br{again}").replace("\t", f"{close}tab{again}")
        return xml.encode()


@dataclass(frozen=True, slots=True)
class Row:
    """A table row with columns of a list: it stands once for each entry of the list, or as drawn if none is given."""

    first: "tuple[Piece, ...]"
    again: "tuple[Piece, ...]"
    """The same without what may stand only once in a document."""
    alone: bool
    """Whether its table has no row that always stands: a table without rows is none."""
    merged: bool
    """Whether a cell of it is merged with one above or below."""
    unique: bool
    """Whether something in it may not stand twice: a drawing, a footnote."""

    @property
    def columns(self) -> tuple[Slot, ...]:
        """The slots of its own that may be columns, without those of a row within."""
        return tuple(dict.fromkeys(one for one in self.first if isinstance(one, Slot) and one.list_key))

    def trouble(self, lists: Collection[str]) -> str | None:
        """Return why it cannot repeat for these lists (their folded names), in Indonesian with its text, or None."""
        given = [slot for slot in self.columns if slot.list_key in lists]
        if not given:
            return None
        names = distinct(slot.placeholder.list_and_column[0] for slot in given)
        where = quoted(" | ".join(dict.fromkeys(slot.paragraph for slot in given)))
        if len(names) > 1:
            return (
                f"Satu baris tabel memuat lebih dari satu daftar ({', '.join(names)}), di {where}. "
                "Beri setiap daftar barisnya sendiri."
            )
        if self.merged:
            return (
                f"Baris daftar {names[0]} memakai sel yang digabung ke atas atau ke bawah, di {where}. "
                "Di Word: pilih sel itu, lalu Layout > Split Cells."
            )
        if self.unique:
            return (
                f"Baris daftar {names[0]} memuat gambar, kotak teks, atau catatan kaki, di {where}. "
                "Pindahkan ke luar baris itu."
            )
        if any(slot.list_key in lists for row in self._inner() for slot in row.columns):
            return f"Di dalam baris daftar {names[0]} ada baris daftar lagi, di {where}. Pindahkan ke luar baris itu."
        return None

    def _inner(self) -> "Iterator[Row]":
        for piece in self.first:
            if isinstance(piece, Row):
                yield piece
                yield from piece._inner()


Piece = bytes | Slot | Row


@dataclass(frozen=True, slots=True)
class ListUse:
    """A list that the rows of a template may repeat for, and the columns that they print, all as written."""

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    """Those of `columns` that no entry may leave blank."""
