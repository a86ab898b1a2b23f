"""What kinds of parts a package holds (ECMA-376 part 2: names are compared without case), and what is no letter."""

import re
from collections.abc import Iterable, Mapping

from letters import wordml
from letters.package import Part
from letters.problems import TemplateError

TYPES = "[Content_Types].xml"
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DOCUMENT = _WORDPROCESSING + "document.main+xml"
_TEXTS = {_DOCUMENT, *(_WORDPROCESSING + f"{kind}+xml" for kind in ("header", "footer", "footnotes", "endnotes"))}
_DRAWN_TEXTS = re.compile(r"application/vnd\.(openxmlformats-officedocument\.drawingml|ms-office\.drawingml)\..*\+xml")


def content_types(parts: Iterable[Part]) -> Mapping[str, str]:
    """Return the content type of each part by its name; raise TemplateError when this is no Word letter."""
    names = [part.name for part in parts]
    listing = next((part.content for part in parts if part.name == TYPES), None)
    if listing is None:
        raise TemplateError("Berkas ini bukan dokumen Word (.docx). Buka di Word, lalu simpan sebagai .docx.")
    entries = list(wordml.parse(listing))
    by_ending = {one.get("Extension", "").lower(): one.get("ContentType", "") for one in entries}
    by_name = {one.get("PartName", "").lstrip("/").lower(): one.get("ContentType", "") for one in entries}
    _refuse_other_kinds({*by_ending.values(), *by_name.values()})
    return {name: by_name.get(name.lower(), by_ending.get(name.rpartition(".")[2].lower(), "")) for name in names}


def holds_text(kind: str) -> bool:
    """Whether a part of this content type is filled."""
    return kind in _TEXTS


def is_drawn(kind: str) -> bool:
    """Whether a part of this content type is a chart or diagram, whose text is shown but never filled."""
    return bool(_DRAWN_TEXTS.fullmatch(kind))


def _refuse_other_kinds(kinds: set[str]) -> None:
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds):
        raise TemplateError(
            "Berkas ini berisi makro (.docm). Simpan tanpa makro, sebagai \u201cWord Document (*.docx)\u201d."
        )
    if _WORDPROCESSING + "template.main+xml" in kinds:
        raise TemplateError("Berkas ini templat Word (.dotx). Simpan sebagai \u201cWord Document (*.docx)\u201d.")
    if _DOCUMENT not in kinds:
        raise TemplateError("Berkas ini bukan dokumen Word, mungkin Excel atau PowerPoint. Buat suratnya di Word.")
