"""Small Word files from strings of XML, and what a reader sees in them."""

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PICTURE = b"\x89PNG not really a picture, but bytes that must not change" * 20


def docx(
    body: str, parts: Mapping[str, str] | None = None, document: str = "document.main", more_types: str = ""
) -> bytes:
    """Return a DOCX with this body; `parts` are further text parts ("header1": XML of its content)."""
    texts = {name: (name.rstrip("0123456789"), content) for name, content in (parts or {}).items()}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORDPROCESSING}.{kind}+xml"/>'
        for name, (kind, _) in texts.items()
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORDPROCESSING}.{document}+xml"/>'
        f"{overrides}{more_types}</Types>"
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations({f"rId{name}": (texts[name][0], f"{name}.xml") for name in texts}),
        "word/media/logo.png": PICTURE,
    }
    files |= {f"word/{name}.xml": _root(kind, content) for name, (kind, content) in texts.items()}
    return zipped(files)


def _root(kind: str, content: str) -> str:
    tag = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
    return f"<w:{tag} {NAMESPACES}>{content}</w:{tag}>"


def relations(ties: Mapping[str, tuple[str, str]]) -> str:
    """Return the XML of relationships given as (kind, target) by their ids."""
    rows = "".join(
        f'<Relationship Id="{one}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for one, (kind, target) in ties.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def with_files(data: bytes, files: Mapping[str, str | bytes]) -> bytes:
    """Return the package with these files added or put in the place of those of their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | dict(files))


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return the ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    """Return the XML of a run."""
    return f'<w:r>{properties and f"<w:rPr>{properties}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    """Return the XML of a paragraph; a run may be given as its text when it holds no tag."""
    return "<w:p>" + "".join(one if "<" in one else run(one) for one in runs) + "</w:p>"


def part(letter: bytes, name: str = "word/document.xml") -> bytes:
    """Return one file of the package."""
    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        return archive.read(name)


def paragraphs(letter: bytes, name: str = "word/document.xml") -> list[str]:
    """Return each paragraph's own text as Word shows it: spaces at the ends count only where the file says so."""
    root = etree.fromstring(part(letter, name))
    return ["".join(_shown(one)) for one in root.iter(f"{{{W}}}p")]


def _shown(element: etree._Element) -> list[str]:
    shown: list[str] = []
    for child in element:
        if child.tag == f"{{{W}}}t":
            kept = child.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
            shown.append((child.text or "") if kept else (child.text or "").strip())
        elif child.tag in (f"{{{W}}}br", f"{{{W}}}tab"):
            shown.append("\n" if child.tag == f"{{{W}}}br" else "\t")
        elif child.tag not in (f"{{{W}}}p", f"{{{W}}}pPr"):
            shown += _shown(child)
    return shown
