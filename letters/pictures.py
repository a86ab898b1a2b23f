"""The picture whose alt text is "QR": it is given a file of its own in the package, which each letter brings anew.

Relationships and content types: ECMA-376 part 2; pictures: DrawingML in part 1, and VML in part 4 for older Words.
"""

import itertools
import posixpath
from collections.abc import Container, Iterator, Mapping

from lxml import etree

from letters import wordml
from letters.contents import TYPES
from letters.names import key
from letters.package import Part
from letters.problems import Problem

ALT_TEXT = "QR"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_VML = "{urn:schemas-microsoft-com:vml}"


def problems(root: etree._Element) -> Iterator[Problem]:
    """Yield a problem when something named QR is not one picture."""
    if any(len(pictures) != 1 for pictures in _named(root)):
        yield Problem(
            f"Alt text \u201c{ALT_TEXT}\u201d terpasang pada sesuatu yang bukan satu gambar. Di Word: klik kanan "
            f"gambar tempat QR > Edit Alt Text, isi {ALT_TEXT}, dan hapus alt text itu dari yang lain."
        )


def make_room(files: dict[str, Part], roots: Mapping[str, etree._Element]) -> str | None:
    """Tie the pictures named QR in these parts to one new file of the package, still empty.

    `files` and `roots`, both by the parts' names, are changed. Return the new file's name, or None without any.
    """
    shown = {name: root for name, root in roots.items() if any(_named(root))}
    if not shown:
        return None
    media = _free("word/media/qr{}.png", files)
    left = {target for name, root in shown.items() for target in _tie(root, name, files, media)}
    for unused in left - {target for name in files for target in _targets(name, files)}:
        files.pop(unused, None)
    files[media] = Part.stored(media, b"")
    _list_type(files, media)
    return media


def _named(root: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield for each thing named QR the pictures in it; a picture may be named in two places."""
    for element in root.iter("{*}docPr", "{*}cNvPr"):
        if ALT_TEXT.casefold() in (key(element.get("descr", "")), key(element.get("title", ""))):
            yield list(_holder(element).iter("{*}blip"))
    for shape in root.iter(f"{_VML}shape", f"{_VML}rect"):
        if key(shape.get("alt", "")) == ALT_TEXT.casefold():
            yield list(shape.iter(f"{_VML}imagedata"))


def _holder(properties: etree._Element) -> etree._Element:
    """Return what the properties are of: `<pic:cNvPr>` lies one deeper than the others."""
    above = properties.getparent()
    over = None if above is None else above.getparent()
    holder = over if above is not None and etree.QName(above).localname == "nvPicPr" else above
    return properties if holder is None else holder


def _tie(root: etree._Element, name: str, files: dict[str, Part], media: str) -> set[str]:
    """Tie the pictures named QR in this part to the file; return the files that the part needs no more."""
    relations_name = posixpath.join(posixpath.dirname(name), "_rels", f"{posixpath.basename(name)}.rels")
    relations = wordml.parse(files[relations_name].content if relations_name in files else _NO_RELATIONS)
    before = set(_targets(relations_name, files))
    own = _free("rIdQR{}", {one.get("Id", "") for one in relations})
    spaces = [_show(picture, own) for pictures in _named(root) for picture in pictures]
    held = {value for element in root.iter(etree.Element) for value in element.attrib.values()}
    for one in [one for one in relations if one.get("Type", "").endswith("/image") and one.get("Id") not in held]:
        relations.remove(one)
    tag = etree.QName(etree.QName(relations).namespace, "Relationship")
    etree.SubElement(relations, tag, Id=own, Type=f"{spaces[0]}/image", Target=f"/{media}")
    files[relations_name] = Part.of(relations_name, wordml.written(relations))
    files[name] = Part.of(name, wordml.written(root))
    return before.difference(_targets(relations_name, files))


def _show(picture: etree._Element, relation: str) -> str:
    """Let the picture show that file, whole and without effects; return the namespace by which it refers to it."""
    spaces = [etree.QName(name).namespace or "" for name in picture.attrib]
    space = next((one for one in spaces if one.endswith("/relationships")), _OFFICE)
    picture.clear()  # also of an SVG, which Word would rather show
    for crop in list(picture.itersiblings("{*}srcRect")):
        wordml.remove(crop)
    picture.set(f"{{{space}}}{'id' if picture.tag.startswith(_VML) else 'embed'}", relation)
    return space


def _targets(relations_name: str, files: Mapping[str, Part]) -> Iterator[str]:
    """Yield the files that a part refers to; nothing when the name is not of a part's relationships."""
    folder, _, name = relations_name.rpartition("_rels/")
    if name.endswith(".rels") and relations_name in files:
        for one in wordml.parse(files[relations_name].content):
            yield posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")


def _list_type(files: dict[str, Part], media: str) -> None:
    types = wordml.parse(files[TYPES].content)
    held = {"", *(f"/{name}".lower() for name in files)}
    for one in [one for one in types if one.get("PartName", "").lower() not in held]:
        types.remove(one)
    tag = etree.QName(etree.QName(types).namespace, "Override")
    etree.SubElement(types, tag, PartName=f"/{media}", ContentType="image/png")
    files[TYPES] = Part.of(TYPES, wordml.written(types))


def _free(pattern: str, taken: Container[str]) -> str:
    names = (pattern.format(number or "") for number in itertools.count())
    return next(name for name in names if name not in taken)
