"""A Word template, compiled: read and cut once, then one letter is a join of literals and values.

The placeholders are the titles of the form's questions: `{{Nama Lengkap}}`, `{{Penghasilan|rupiah}}`,
`{{NIP|boleh kosong}}`, `{{Nama Istri|boleh kosong: -}}`.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from letters import markup, package
from letters.names import distinct, key, nearest
from letters.problems import MissingValues, Problem, TemplateError, one_line_each, quoted

__all__ = ["MissingValues", "Problem", "Template", "TemplateError"]

_TYPES = "[Content_Types].xml"
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DOCUMENT = _WORDPROCESSING + "document.main+xml"
_TEXTS = {_DOCUMENT, *(_WORDPROCESSING + f"{kind}+xml" for kind in ("header", "footer", "footnotes", "endnotes"))}
_DRAWN_TEXTS = re.compile(r"application/vnd\.(openxmlformats-officedocument\.drawingml|ms-office\.drawingml)\..*\+xml")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A changing part: its literals with gaps between them, and for each gap the number of a slot."""

    name: str
    pieces: tuple[bytes, ...]
    gaps: tuple[int, ...]

    def joined(self, texts: Sequence[bytes]) -> bytes:
        pieces = list(self.pieces)
        pieces[1::2] = [texts[gap] for gap in self.gaps]
        return b"".join(pieces)


@dataclass(frozen=True, slots=True)
class Template:
    """A template that can be filled any number of times, from any thread."""

    names: tuple[str, ...]
    """Every placeholder's name as written, without its formats, in the order of the document."""
    required: tuple[str, ...]
    """Those of `names` that may not stay blank."""
    fingerprint: str
    """SHA-256 of the file, in hex."""
    _parts: tuple[package.Part | _Cut, ...]
    _slots: tuple[markup.Slot, ...]
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

    def problems(self, known_names: Iterable[str]) -> list[Problem]:
        """Return what would make a wrong letter: unknown placeholders, single braces, comments of the office."""
        known = tuple(known_names)
        found = [*self._unknown(known), *self._single_braces(known)]
        if self._commented:
            found.append(
                Problem("Masih ada komentar di dalam surat. Di Word: Review > Delete All Comments, lalu simpan.")
            )
        return list(dict.fromkeys(found))

    def fill(self, values: Mapping[str, str]) -> bytes:
        """Return the letter as DOCX, the same bytes for the same values; raise MissingValues naming all that lack."""
        texts = self._texts(values)
        return package.write(
            part if isinstance(part, package.Part) else package.Part.of(part.name, part.joined(texts))
            for part in self._parts
        )

    def _texts(self, values: Mapping[str, str]) -> list[bytes]:
        by_key = {key(name): value for name, value in values.items()}
        printed = [slot.placeholder.printed(values, by_key) for slot in self._slots]
        if missing := [slot.placeholder.name for slot, text in zip(self._slots, printed, strict=True) if text is None]:
            raise MissingValues(distinct(missing))
        return [slot.filled(text or "") for slot, text in zip(self._slots, printed, strict=True)]

    def _unknown(self, known: tuple[str, ...]) -> Iterator[Problem]:
        keys = {key(name) for name in known}
        for slot in self._slots:
            name = slot.placeholder.name
            if key(name) not in keys:
                near = nearest(name, known)
                yield Problem(
                    f"Isian {{{{{name}}}}} tidak dikenal, di {quoted(slot.paragraph, name)}. "
                    + (f"Mungkin maksudnya {{{{{near}}}}}. " if near else "")
                    + "Samakan dengan judul pertanyaan di formulir, atau tambahkan pertanyaannya di config.yaml."
                )

    def _single_braces(self, known: tuple[str, ...]) -> Iterator[Problem]:
        titles = {key(name): name for name in known}
        for inside, paragraph in self._lone:
            title = titles.get(key(inside.partition("|")[0]))
            if title:
                yield Problem(
                    f"Isian {{{title}}} hanya berkurung satu, di {quoted(paragraph, inside)}. "
                    f"Tulis {{{{{title}}}}} dengan dua kurung kurawal."
                )


def _compiled(data: bytes) -> Template:
    parts = package.read(data)
    types = _content_types(parts)
    _refuse_other_kinds(types)
    texts = {part.name: markup.read(part.content) for part in parts if types.get(part.name.lower()) in _TEXTS}
    problems = [problem for text in texts.values() for problem in text.problems]
    problems += [problem for part in parts for problem in _drawn(part, types)]
    if problems:
        raise TemplateError(one_line_each(problems))
    slots = tuple(dict.fromkeys(slot for text in texts.values() for slot in text.slots))
    numbers = {slot: number for number, slot in enumerate(slots)}
    return Template(
        names=distinct(slot.placeholder.name for slot in slots),
        required=distinct(slot.placeholder.name for slot in slots if not slot.placeholder.optional),
        fingerprint=hashlib.sha256(data).hexdigest(),
        _parts=tuple(_cut(part, texts.get(part.name), numbers) for part in parts),
        _slots=slots,
        _lone=tuple(one for text in texts.values() for one in text.lone),
        _commented=any(text.commented for text in texts.values()),
    )


def _content_types(parts: Iterable[package.Part]) -> dict[str, str]:
    """Return the content type of each part by its name in lower case, as OPC (ECMA-376 part 2) compares names."""
    listing = next((part.content for part in parts if part.name == _TYPES), None)
    if listing is None:
        raise TemplateError("Berkas ini bukan dokumen Word (.docx). Buka di Word, lalu simpan sebagai .docx.")
    entries = list(markup.parse(listing))
    by_ending = {one.get("Extension", "").lower(): one.get("ContentType", "") for one in entries}
    types = {part.name.lower(): by_ending.get(part.name.rpartition(".")[2].lower(), "") for part in parts}
    return types | {one.get("PartName", "").lstrip("/").lower(): one.get("ContentType", "") for one in entries}


def _refuse_other_kinds(types: Mapping[str, str]) -> None:
    kinds = set(types.values())
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds):
        raise TemplateError(
            "Berkas ini berisi makro (.docm). Simpan tanpa makro, sebagai \u201cWord Document (*.docx)\u201d."
        )
    if _WORDPROCESSING + "template.main+xml" in kinds:
        raise TemplateError("Berkas ini templat Word (.dotx). Simpan sebagai \u201cWord Document (*.docx)\u201d.")
    if _DOCUMENT not in kinds:
        raise TemplateError("Berkas ini bukan dokumen Word, mungkin Excel atau PowerPoint. Buat suratnya di Word.")


def _drawn(part: package.Part, types: Mapping[str, str]) -> Iterator[Problem]:
    if _DRAWN_TEXTS.fullmatch(types.get(part.name.lower(), "")):
        yield from markup.out_of_reach(markup.parse(part.content))


def _cut(part: package.Part, text: markup.TextPart | None, numbers: Mapping[markup.Slot, int]) -> package.Part | _Cut:
    if text is None or not text.slots:
        return part
    pieces = [text.literals[0]]
    for literal in text.literals[1:]:
        pieces += [b"", literal]
    return _Cut(part.name, tuple(pieces), tuple(numbers[slot] for slot in text.slots))
