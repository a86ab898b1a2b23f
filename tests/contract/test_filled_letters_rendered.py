"""A filled letter as LibreOffice prints it: every entry of a list on paper, and a QR that scans from the page."""

import io
import shutil
import subprocess
from pathlib import Path

import docx as python_docx
import pytest
from docx.shared import Mm

from letters.qr import png
from letters.template import Template
from tests.unit.letters.scanner import scan

TOOLS = ("soffice", "pdftoppm", "pdftotext")
LINK = "https://t.me/SukamulyaBot?start=v_7K3QX9ABCDEF"
FAMILY = [{"Nama": f"Warga Kesekian {number}", "NIK": f"{3299010101010000 + number}"} for number in range(1, 61)]
SIZE = Mm(20)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the PDF of a letter with a list of 60 and a QR of 20 mm after it."""
    if absent := [tool for tool in TOOLS if shutil.which(tool) is None]:
        pytest.skip(f"needs {' and '.join(absent)}")
    folder = tmp_path_factory.mktemp("filled")
    letter = Template.read(_drawn()).fill({"Kepala": "Siti Aminah"}, {"Anggota": FAMILY}, qr=LINK)
    (folder / "letter.docx").write_bytes(letter)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "letter.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "letter.pdf"


def _drawn() -> bytes:
    document = python_docx.Document()
    document.add_paragraph("Kepala keluarga: {{Kepala}}")
    table = document.add_table(2, 3)
    for cell, text in zip(table.rows[0].cells, ("No", "Nama", "NIK"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("No", "Nama|kapital", "NIK"), strict=True):
        cell.text = f"{{{{Anggota.{text}}}}}"
    document.add_picture(io.BytesIO(png("contoh")), SIZE)._inline.docPr.set("descr", "QR")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_every_entry_is_on_paper_once_and_in_order(printed: Path) -> None:
    """Row after row can be read on the pages, each with its number, name and NIK."""
    text = subprocess.run(["pdftotext", "-layout", printed, "-"], check=True, capture_output=True, timeout=60).stdout
    rows = [line.split() for line in text.decode().splitlines() if "WARGA" in line]
    wanted = [[str(number), *one["Nama"].upper().split(), one["NIK"]] for number, one in enumerate(FAMILY, 1)]
    assert rows == wanted
    assert "Siti Aminah" in text.decode()


@pytest.mark.parametrize("dots_per_inch", [96, 150, 300])
def test_the_code_scans_from_the_page(printed: Path, dots_per_inch: int) -> None:
    """The code is read from the picture of a page, also of a coarse one, and the sample is gone."""
    pages = printed.with_name(f"page-{dots_per_inch}")
    command = ["pdftoppm", "-gray", "-r", str(dots_per_inch), printed, pages]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    seen = [text for page in sorted(printed.parent.glob(f"{pages.name}*.pgm")) for text in scan(*_read_pgm(page))]
    assert seen == [LINK]


def _read_pgm(path: Path) -> tuple[int, int, bytes]:
    _, size, _, grey = path.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    return width, height, grey
