"""The starter letters as LibreOffice prints them: every value there, each on one page, its QR readable.

With LETTER_PICTURES=docs/surat in the environment the first page of each letter is also kept there as a small PNG.
"""

import io
import os
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import docx
import pytest
import zxingcpp

from letters.checkup import template_problems
from letters.letterhead import Identity, letter_content
from letters.names import key
from letters.template import Template
from office.config import load
from office.ledger.register import Content
from office.services import QuestionKind, Service
from tests.contract.letter_answers import ANSWERS
from tests.unit.builders import dossier

CONFIG = load(Path(__file__).parents[2] / "config.yaml")
SERVICES = CONFIG.services
TOOLS = ("soffice", "pdftotext", "pdftoppm")
DAY = date(2026, 11, 23)
MOST_PAGES = dict.fromkeys(SERVICES, 1)
SCANNED_DPI, PICTURE_DPI = 200, 80


@dataclass(frozen=True)
class Printed:
    """A letter on paper: what it was to say, and the text of each page."""

    content: Content
    pages: list[str]
    pdf: Path


def content_of(service: Service) -> Content:
    """Return what the press would freeze for the invented answers to this service's questions."""
    case = dossier(reference=f"{service.short}-7K3Q", service=service.key, answers=ANSWERS[service.key])
    number = f"{service.letter.code}/007/DS-KRS/XI/2026"
    identity = Identity(number, DAY, "7Q4MK9TX2HRD", CONFIG.signers[0], "SuratDesaKarangsatriaBot")
    return letter_content(CONFIG, service, case.answers, case.reference, identity)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Printed]:
    """Return every letter as printed, all converted in one call."""
    if absent := [tool for tool in TOOLS if shutil.which(tool) is None]:
        pytest.skip(f"needs {' and '.join(absent)}")
    folder = tmp_path_factory.mktemp("letters")
    contents = {name: content_of(service) for name, service in SERVICES.items()}
    for name, content in contents.items():
        (folder / f"{name}.docx").write_bytes(filled(SERVICES[name], content))
    convert(folder)
    letters = {}
    for name, content in contents.items():
        pdf = folder / f"{name}.pdf"
        letters[name] = Printed(content, text_of(pdf), pdf)
        if keep := os.environ.get("LETTER_PICTURES"):
            (Path(keep) / f"{name}.png").write_bytes(small_png(*pixels(pdf, PICTURE_DPI)))
    return letters


def template_of(service: Service) -> Template:
    """Return the service's template."""
    return Template.read(CONFIG.templates / service.letter.template)


def filled(service: Service, content: Content) -> bytes:
    """Return the letter as DOCX."""
    return template_of(service).fill(content.values, content.lists, qr=content.qr)


def convert(folder: Path) -> None:
    """Let LibreOffice print every DOCX of a folder to PDF, with a profile of its own."""
    letters = [str(path) for path in sorted(folder.glob("*.docx"))]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *letters]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def text_of(pdf: Path) -> list[str]:
    """Return the text of each page with single spaces; "raw" keeps a table's cell in one piece."""
    told = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True, timeout=60)
    return [" ".join(page.split()) for page in told.stdout.decode().split("\f")[:-1]]


def pixels(pdf: Path, dpi: int) -> tuple[int, int, bytes]:
    """Return width, height and one byte of grey per pixel of the first page."""
    command = ["pdftoppm", "-r", str(dpi), "-gray", "-singlefile", str(pdf)]
    image = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    _, size, _, grey = image.split(b"\n", 3)
    width, height = map(int, size.split())
    return width, height, grey


def small_png(width: int, height: int, grey: bytes) -> bytes:
    """Return the picture as PNG in sixteen greys, two pixels a byte: a third of what `pdftoppm -png` writes."""
    lines = (grey[start : start + width] + b"\xff" for start in range(0, width * height, width))
    packed = b"".join(
        b"\0" + bytes(a & 0xF0 | b >> 4 for a, b in zip(line[::2], line[1::2], strict=False)) for line in lines
    )
    header = struct.pack(">2I5B", width, height, 4, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(packed, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def test_the_templates_ask_only_for_what_form_and_office_have() -> None:
    """Every placeholder of the twelve letters is a question of its form, a column of its lists or the office's."""
    assert len(SERVICES) == 12
    assert list(template_problems(CONFIG)) == []


@pytest.mark.parametrize("name", SERVICES)
def test_every_answer_is_used(name: str) -> None:
    """A form asks nothing, except for papers, that its letter does not print."""
    letter, template = SERVICES[name].letter, template_of(SERVICES[name])
    used = {key(title) for title in template.names}
    for use in template.lists:
        source = letter.lists[use.name]
        used |= {key(source.question or "")}
        used |= {key(title.format(n=n)) for title in source.numbered.values() for n in (1, 2)}
    asked = [question for question in SERVICES[name].questions if question.kind is not QuestionKind.FILE]
    assert [question.title for question in asked if key(question.title) not in used] == []
    assert {question.title for question in asked} == set(ANSWERS[name])


@pytest.mark.parametrize("name", SERVICES)
def test_every_value_is_on_the_printed_page(name: str, printed: Mapping[str, Printed]) -> None:
    """What the citizen answered and what the office adds can be read on the page."""
    letter = printed[name]
    text = " ".join(letter.pages).casefold()
    names = {key(title) for title in template_of(SERVICES[name]).names}
    values = [value for title, value in letter.content.values.items() if key(title) in names]
    values += [cell for entries in letter.content.lists.values() for entry in entries for cell in entry.values()]
    lines = [" ".join(line.split()).casefold() for value in values for line in value.splitlines()]
    assert len(lines) > len(names) // 2
    assert [line for line in lines if line not in text] == []


@pytest.mark.parametrize("name", SERVICES)
def test_the_letter_keeps_its_page(name: str, printed: Mapping[str, Printed]) -> None:
    """A letter with ordinary answers is one clean page, and nothing of the template's language shows."""
    letter = printed[name]
    assert len(letter.pages) <= MOST_PAGES[name]
    assert not re.search(r"[{}|]", " ".join(letter.pages))


@pytest.mark.parametrize("name", SERVICES)
def test_the_code_is_read_from_the_page(name: str, printed: Mapping[str, Printed]) -> None:
    """A phone that sees the printed page reads the link under which the bot vouches for the letter."""
    width, height, grey = pixels(printed[name].pdf, SCANNED_DPI)
    found = zxingcpp.read_barcodes(memoryview(grey).cast("B", (height, width)))
    assert [code.text for code in found] == [printed[name].content.qr]


def test_a_list_without_entries_leaves_no_row() -> None:
    """A poverty letter of somebody with nobody to support says nothing of dependants."""
    service = SERVICES["sktm"]
    content = replace(content_of(service), lists={"Tanggungan": []})
    document = docx.Document(io.BytesIO(filled(service, content)))
    assert "Tanggungan 1" not in "".join(cell.text for table in document.tables for cell in table._cells)
