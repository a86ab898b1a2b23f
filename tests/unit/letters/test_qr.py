"""The letter's QR: a code that scans, in the place of the picture that is named so."""

import io
import re
import secrets
import subprocess
import sys
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from docx.shared import Mm

from letters.qr import png
from letters.template import MissingValues, Template, TemplateError
from tests.unit.letters.scanner import pixels, scan
from tests.unit.letters.word import PICTURE, docx, paragraph, part, relations, with_files

LINK = "https://t.me/SukamulyaBot?start=v_7K3QX9ABCDEF"
SAMPLE = png("contoh")


def drawing(properties: str = 'descr="QR"', inner: str = "", relation: str = "rIdP", blip: str = "") -> str:
    """Return a run with a picture as Word draws it; `properties` and `inner` name it from outside and from inside."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="Gambar" {properties}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="0" name="x.png" {inner}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}">{blip}</a:blip><a:srcRect l="10000"/><a:stretch><a:fillRect/></a:stretch>'
        "</pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def template(body: str, more: dict[str, str | bytes] | None = None) -> Template:
    """Return the template of a body whose pictures are `rIdP` (the sample) and `rIdL` (the logo)."""
    ties = {"rIdP": ("image", "media/sample.png"), "rIdL": ("image", "media/logo.png")}
    files = {"word/_rels/document.xml.rels": relations(ties), "word/media/sample.png": SAMPLE}
    return Template.read(with_files(docx(body), files | (more or {})))


def shown(letter: bytes, name: str = "word/document.xml") -> list[str]:
    """Return what the codes of a part say, by the files that its pictures show; python-docx opens the letter."""
    python_docx.Document(io.BytesIO(letter))
    folder, _, file = name.rpartition("/")
    ties = re.findall(r'Id="(\w+)"[^>]* Target="([^"]+)"', part(letter, f"{folder}/_rels/{file}.rels").decode())
    targets = {one: f"word/{target}" if target[0] != "/" else target[1:] for one, target in ties}
    pictures = re.findall(r'r:(?:embed|id)="(\w+)"', part(letter, name).decode())
    return [text for one in pictures for text in scan(*pixels(part(letter, targets[one])))]


@pytest.mark.parametrize("length", [*range(1, 60, 7), 200, 600])
def test_codes_of_any_length_scan(length: int) -> None:
    """Any text comes back from the picture, though its mask is not chosen."""
    text = secrets.token_urlsafe(length)[:length]
    assert scan(*pixels(png(text))) == [text]


def test_300_links_scan() -> None:
    """The codes of many letters all scan."""
    links = [f"https://t.me/SukamulyaBot?start=v_{secrets.token_urlsafe(9)}" for _ in range(300)]
    assert [scan(*pixels(png(link))) for link in links] == [[link] for link in links]


def test_the_picture_is_small_with_a_quiet_zone() -> None:
    """A code is some hundred bytes, with four modules of white on each side."""
    width, height, grey = pixels(png(LINK))
    assert width == height
    rows = [grey[at : at + width] for at in range(0, len(grey), width)]
    dark = [number for number, one in enumerate(rows) if 0 in one]
    left = rows[dark[0]].index(0)
    module = (rows[dark[0]].index(255, left) - left) // 7  # a finder is seven wide
    assert dark[0] == left == height - 1 - dark[-1] == 4 * module
    assert len(png(LINK)) < 600


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(drawing('descr="QR"'), id="description"),
        pytest.param(drawing('title="QR"'), id="title"),
        pytest.param(drawing('descr=" qr "'), id="other spelling"),
        pytest.param(drawing("", 'descr="QR"'), id="a picture in a group"),
        pytest.param(drawing('descr="QR"', 'descr="QR"'), id="named twice"),
        pytest.param(
            '<w:r><w:pict><v:shape alt="QR"><v:imagedata r:id="rIdP" cropleft="9f"/></v:shape></w:pict></w:r>', id="VML"
        ),
    ],
)
def test_a_picture_named_qr_shows_the_letters_code(picture: str) -> None:
    """The picture whose alt text is QR is replaced, however Word keeps that text."""
    ready = template(paragraph("Nama: {{Nama}}", picture))
    assert ready.has_qr
    assert ready.names == ("Nama",)
    letter = ready.fill({"Nama": "Siti"}, qr=LINK)
    assert shown(letter) == [LINK]
    assert ready.fill({"Nama": "Siti"}, qr=LINK) == letter
    assert shown(ready.fill({"Nama": "Siti"}, qr=LINK + "2")) == [LINK + "2"]


def test_size_stays_and_effects_go() -> None:
    """The code keeps the picture's size; what would crop, colour or outdo it goes."""
    svg = '<a:grayscl/><a:extLst><a:ext uri="x"><s:svgBlip xmlns:s="s" r:embed="rIdL"/></a:ext></a:extLst>'
    xml = part(template(paragraph(drawing(blip=svg))).fill({}, qr=LINK)).decode()
    assert '<wp:extent cx="900000" cy="900000"/>' in xml
    assert '<a:blip r:embed="rIdQR"/><a:stretch>' in xml


def test_the_sample_goes_and_other_pictures_stay() -> None:
    """The picture that held the place is in no letter; a picture that is shown elsewhere as well stays there."""
    letter = template(paragraph(drawing(), drawing("", relation="rIdL"))).fill({}, qr=LINK)
    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        assert "word/media/sample.png" not in archive.namelist()
        assert archive.testzip() is None
    assert part(letter, "word/media/logo.png") == PICTURE
    twice = template(paragraph(drawing(), drawing("", relation="rIdP"))).fill({}, qr=LINK)
    assert shown(twice) == [LINK, "contoh"]


def test_the_sample_stays_where_another_part_shows_it() -> None:
    """A file that the header shows as well is kept for the header."""
    head = {"word/_rels/header1.xml.rels": relations({"rIdP": ("image", "media/sample.png")})}
    data = docx(paragraph(drawing()), {"header1": paragraph(drawing(""))})
    ties = {"rIdP": ("image", "media/sample.png"), "rIdheader1": ("header", "header1.xml")}
    files = head | {"word/_rels/document.xml.rels": relations(ties), "word/media/sample.png": SAMPLE}
    letter = Template.read(with_files(data, files)).fill({}, qr=LINK)
    assert shown(letter) == [LINK]
    assert shown(letter, "word/header1.xml") == ["contoh"]


def test_codes_in_body_and_header_are_one_file() -> None:
    """Every picture named QR shows the same code."""
    head = {"word/_rels/header1.xml.rels": relations({"rIdP": ("image", "media/sample.png")})}
    data = docx(paragraph(drawing(), drawing()), {"header1": paragraph(drawing())})
    ties = {"rIdP": ("image", "media/sample.png"), "rIdheader1": ("header", "header1.xml")}
    files = head | {"word/_rels/document.xml.rels": relations(ties), "word/media/sample.png": SAMPLE}
    letter = Template.read(with_files(data, files)).fill({}, qr=LINK)
    assert shown(letter) == [LINK, LINK]
    assert shown(letter, "word/header1.xml") == [LINK]
    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        assert [name for name in archive.namelist() if "media" in name] == ["word/media/logo.png", "word/media/qr.png"]


@pytest.mark.parametrize("text", [None, "", "  "])
def test_no_picture_is_left_to_lie(text: str | None) -> None:
    """Without a text for its QR no letter is made, and QR is named with all else that lacks."""
    with pytest.raises(MissingValues) as caught:
        template(paragraph("{{Nama}}", drawing())).fill({}, qr=text)
    assert caught.value.names == ("Nama", "QR")


def test_a_letter_without_a_place_for_it_needs_no_code() -> None:
    """A template without such a picture is filled with or without a text for it."""
    ready = template(paragraph("{{Nama}}", drawing("")))
    assert not ready.has_qr
    assert ready.fill({"Nama": "Siti"}) == ready.fill({"Nama": "Siti"}, qr=LINK)


def test_an_issued_letter_serves_as_a_template() -> None:
    """A letter that was made here may be changed in Word and used again."""
    ready = template(paragraph("{{Nama}}", drawing()))
    again = Template.read(ready.fill({"Nama": "{{Nama}}"}, qr=LINK))
    letter = again.fill({"Nama": "Siti"}, qr=LINK + "2")
    assert shown(letter) == [LINK + "2"]
    types = part(letter, "[Content_Types].xml").decode()
    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        codes = [name for name in archive.namelist() if "/qr" in name]
    assert [f'"/{name}"' for name in codes] == re.findall(r'"/word/media/qr[^"]*"', types)
    assert len(codes) == 1


@pytest.mark.parametrize(
    "thing",
    [
        pytest.param(
            '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="QR"/></wp:inline></w:drawing></w:r>',
            id="shape",
        ),
        pytest.param(
            drawing().replace("<pic:spPr/>", '<pic:spPr><a:blip r:embed="rIdL"/></pic:spPr>'), id="two pictures"
        ),
        pytest.param('<w:r><w:pict><v:shape alt="QR"/></w:pict></w:r>', id="VML shape"),
    ],
)
def test_qr_on_something_else_is_refused(thing: str) -> None:
    """A shape or group named QR could not show a code, so the template is refused."""
    with pytest.raises(TemplateError) as caught:
        template(paragraph(thing))
    assert str(caught.value).startswith("Alt text \u201cQR\u201d terpasang pada sesuatu yang bukan satu gambar.")


def test_a_template_drawn_by_python_docx_shows_the_code() -> None:
    """A picture that another program put in works as well."""
    document = python_docx.Document()
    picture = document.add_picture(io.BytesIO(SAMPLE), Mm(25))
    picture._inline.docPr.set("descr", "QR")
    out = io.BytesIO()
    document.save(out)
    letter = Template.read(out.getvalue()).fill({}, qr=LINK)
    (shape,) = python_docx.Document(io.BytesIO(letter)).inline_shapes
    assert shape.width == shape.height == Mm(25)
    assert shown(letter) == [LINK]


def test_the_library_is_loaded_only_for_a_code() -> None:
    """A village whose letters show no code never loads what draws it."""
    asked = "import sys, letters.template; sys.exit('segno' in sys.modules)"
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", asked], check=False, cwd=root).returncode == 0
