"""A Word template, compiled: read and cut once, then one letter is a join of literals and values.

The placeholders are the titles of the form's questions: `{{Nama Lengkap}}`, `{{Penghasilan|rupiah}}`,
`{{NIP|boleh kosong}}`, `{{Nama Istri|boleh kosong: -}}`. A table row with `{{Anggota.Nama}}` is repeated for each entry
of the list `Anggota`. A picture whose alt text is `QR` shows the letter's QR.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from letters import contents, deflate, markup, package, pictures, wordml
from letters.cuts import Entries, PartCut, RowCut, is_needed
from letters.names import distinct, key
from letters.problems import MissingValues, Problem, TemplateError, one_line_each
from letters.qr import png
from letters.review import KnownLists, Review
from letters.slots import ListUse, Piece, Row, Slot

__all__ = ["ListUse", "MissingValues", "Problem", "Template", "TemplateError"]

_NO_LISTS: Mapping[str, tuple[()]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Template:
    """A template that can be filled any number of times, from any thread."""

    names: tuple[str, ...]
    """Every placeholder's name as written, without its formats, in the order of the document."""
    required: tuple[str, ...]
    """Those of `names` that may not stay blank; see `needed` where lists are given."""
    lists: tuple[ListUse, ...]
    """The lists that its table rows may repeat for: `Anggota` of `{{Anggota.Nama}}`."""
    has_qr: bool
    """Whether it shows a QR."""
    fingerprint: str
    """SHA-256 of the file, in hex."""
    _frame: package.Frame
    _cuts: tuple[PartCut, ...]
    _rows: tuple[RowCut, ...]
    _slots: tuple[Slot, ...]
    _qr_file: str
    _lone: tuple[tuple[str, str], ...]
    _commented: bool

    @classmethod
    def read(cls, source: Path | bytes) -> "Template":
        """Compile the template; raise TemplateError with everything that stands against it."""
        if isinstance(source, bytes):
            return _compiled(source)
        try:
            return _compiled(source.read_bytes())
        except OSError as error:
            raise TemplateError(f"Berkas templat surat tidak bisa dibuka: {source}.") from error
        except TemplateError as error:
            raise TemplateError("\n".join(f"{source.name}: {line}" for line in str(error).splitlines())) from error

    def needed(self, lists: Iterable[str]) -> tuple[str, ...]:
        """Return those of `required` that are no columns of these lists."""
        given = {key(name) for name in lists}
        plain = (slot for slot in self._slots if slot.list_key not in given)
        return distinct(slot.placeholder.name for slot in plain if not slot.placeholder.optional)

    def problems(self, known_names: Iterable[str], known_lists: KnownLists = _NO_LISTS) -> list[Problem]:
        """Return what would make a wrong letter: unknown placeholders, single braces, comments of the office.

        `known_lists` gives each list's columns by its name.
        """
        review = Review(known_names, known_lists)
        found = [
            *review.slots(self._slots),
            *review.rows(one.row for one in self._rows),
            *review.single_braces(self._lone),
        ]
        if self._commented:
            found.append(
                Problem("Masih ada komentar di dalam surat. Di Word: Review > Delete All Comments, lalu simpan.")
            )
        return list(dict.fromkeys(found))

    def fill(self, values: Mapping[str, str], lists: Entries = _NO_LISTS, *, qr: str | None = None) -> bytes:
        """Return the letter as DOCX, the same bytes for the same values.

        `lists` gives each list's entries by its name, an entry being its columns' texts by their names; `qr` is what
        the QR says. Raise MissingValues naming all that lacks, TemplateError when a list's row cannot repeat.
        """
        missing: list[str] = []
        texts = self._texts(values, {key(name): entries for name, entries in lists.items()}, missing)
        if self.has_qr and not (qr and qr.strip()):
            missing.append(pictures.ALT_TEXT)
        if missing:
            raise MissingValues(distinct(missing))
        blocks = [deflate.quick_blocks(text) for text in texts]
        changed = [cut.part(texts, blocks) for cut in self._cuts]
        if self._qr_file and qr:
            changed.append(package.Part.stored(self._qr_file, png(qr)))
        return self._frame.filled(changed)

    def shown(self, values: Mapping[str, str], lists: Entries = _NO_LISTS) -> list[str]:
        """Return the texts that the letter of these values shows, to look for them on paper."""
        by_key = {key(name): value for name, value in values.items()}
        folded = {key(name): entries for name, entries in lists.items()}
        plain = (slot.placeholder.printed(values, by_key) for slot in self._slots if slot.list_key not in folded)
        return [text for text in (*plain, *(text for row in self._rows for text in row.shown(folded))) if text]

    def _texts(self, values: Mapping[str, str], lists: Entries, missing: list[str]) -> list[bytes]:
        by_key = {key(name): value for name, value in values.items()}
        texts: list[bytes] = []
        for slot in self._slots:
            text = "" if slot.list_key in lists else slot.placeholder.printed(values, by_key)
            if text is None:
                missing.append(slot.placeholder.name)
            texts.append(slot.filled(text or ""))
        for row in self._rows:  # those within others come first
            texts.append(row.filled(texts, lists, missing))
        return texts


def _compiled(data: bytes) -> Template:
    files = {part.name: part for part in package.read(data)}
    types = contents.content_types(files.values())
    roots = {name: wordml.parse(files[name].content) for name in files if contents.holds_text(types[name])}
    drawn = [wordml.parse(files[name].content) for name in files if contents.is_drawn(types[name])]
    problems = [problem for root in drawn for problem in wordml.out_of_reach(root)]
    problems += [problem for root in roots.values() for problem in pictures.problems(root)]
    qr_file = pictures.make_room(files, roots) if not problems else None
    texts = {name: markup.read(root) for name, root in roots.items()}
    problems += [problem for text in texts.values() for problem in text.problems]
    if problems:
        raise TemplateError(one_line_each(problems))
    return _cut(files, texts, qr_file or "", hashlib.sha256(data).hexdigest())


def _cut(
    files: Mapping[str, package.Part], texts: Mapping[str, markup.TextPart], qr_file: str, fingerprint: str
) -> Template:
    slots, rows = _gaps(texts.values())
    gaps: tuple[Slot | Row, ...] = (*slots, *rows)
    numbers = {gap: number for number, gap in enumerate(gaps)}
    cuts = [PartCut.of(name, text.pieces, numbers) for name, text in texts.items() if len(text.pieces) > 1]
    return Template(
        names=distinct(slot.placeholder.name for slot in slots),
        required=distinct(slot.placeholder.name for slot in slots if not slot.placeholder.optional),
        lists=tuple(_uses(rows)),
        has_qr=bool(qr_file),
        fingerprint=fingerprint,
        _frame=package.Frame.of(list(files.values()), [*(cut.name for cut in cuts), qr_file]),
        _cuts=tuple(cuts),
        _rows=tuple(RowCut.of(row, numbers) for row in rows),
        _slots=slots,
        _qr_file=qr_file,
        _lone=tuple(one for text in texts.values() for one in text.lone),
        _commented=any(text.commented for text in texts.values()),
    )


def _gaps(texts: Iterable[markup.TextPart]) -> tuple[tuple[Slot, ...], tuple[Row, ...]]:
    """Return what fills the gaps, each once: the slots in the order of the document, a row after those within it."""
    gaps = dict.fromkeys(gap for text in texts for gap in _within(text.pieces))
    return tuple(one for one in gaps if isinstance(one, Slot)), tuple(one for one in gaps if isinstance(one, Row))


def _within(pieces: Iterable[Piece]) -> Iterator[Slot | Row]:
    for piece in pieces:
        if isinstance(piece, Row):
            yield from _within((*piece.first, *piece.again))
        if not isinstance(piece, bytes):
            yield piece


def _uses(rows: Collection[Row]) -> Iterator[ListUse]:
    columns = [slot for row in rows for slot in row.columns]
    for list_key in dict.fromkeys(slot.list_key for slot in columns):
        own = [slot for slot in columns if slot.list_key == list_key]
        needed = distinct(slot.column.name for slot in own if is_needed(slot.column))
        yield ListUse(own[0].placeholder.list_and_column[0], distinct(slot.column.name for slot in own), needed)
