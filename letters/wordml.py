"""WordprocessingML as this room reads it (ECMA-376 part 1): parsing without trust, and what no letter may hold."""

from collections.abc import Iterator

from lxml import etree

from letters.problems import Problem, TemplateError, quoted

_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # "Strict Open XML", as Word may be told to save
)
_TRACKED = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"}
_FROM_ELSEWHERE = {"altChunk", "subDoc"}


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


def written(root: etree._Element) -> bytes:
    """Return the part's XML as it goes into the package."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def local(element: etree._Element) -> str:
    """Return the name within Word's namespace, or "" for everything else."""
    tag = element.tag
    return next((tag[len(space) :] for space in _WORD if isinstance(tag, str) and tag.startswith(space)), "")


def around(element: etree._Element, name: str) -> etree._Element | None:
    """Return the nearest element of this name that the element stands in."""
    return next((one for one in element.iterancestors() if local(one) == name), None)


def remove(element: etree._Element) -> None:
    """Take the element out of its parent; no text stands between elements of Word."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def problems(root: etree._Element) -> Iterator[Problem]:
    """Yield what stands against a text part as a whole: edits left over, documents put in, braces out of reach."""
    yield from _left_over_edits(root)
    yield from out_of_reach(root)


def out_of_reach(root: etree._Element) -> Iterator[Problem]:
    """Yield a problem when braces stand in text that no value can be put into: an equation, a field's code, a chart."""
    elsewhere = "".join(element.text or "" for element in root.iter() if local(element) not in ("t", "delText"))
    if "{{" in elsewhere:
        yield Problem(
            f"Isian di dalam bagan, rumus, atau kode Word tidak bisa diisi ({quoted(elsewhere, '{{')}). "
            "Pindahkan ke teks biasa atau kotak teks."
        )


def _left_over_edits(root: etree._Element) -> Iterator[Problem]:
    for element in root.iter():
        name = local(element)
        if name in _TRACKED or name.endswith("Change"):
            yield Problem(
                f"Masih ada perubahan terlacak (Track Changes) di {_neighbourhood(element)}. "
                "Di Word: Review > Accept All Changes, matikan Track Changes, lalu simpan."
            )
        elif name in _FROM_ELSEWHERE:
            yield Problem("Ada dokumen lain yang disisipkan di dalam surat ini. Salin isinya sebagai teks biasa.")


def _neighbourhood(element: etree._Element) -> str:
    paragraph = next((one for one in (element, *element.iterancestors()) if local(one) in ("p", "tbl")), element)
    return quoted("".join(one.text or "" for one in paragraph.iter() if local(one) in ("t", "delText")))
