"""The engines that `bench/letters.py` compares: one letter drawn for each, filled the way its makers say.

An engine is imported when it is asked for: the measuring of memory sees ours alone.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

Maker = Callable[[Mapping[str, str], Path], None]
"""Makes one letter of these values as this file."""
Place = Callable[["Paragraph", str], None]
"""Puts the placeholder of this name behind what the paragraph holds."""

VALUES: Mapping[str, str] = {
    "kabupaten": "Wanasari",
    "kecamatan": "Cibungah",
    "nama_desa": "Sukamulya",
    "alamat_kantor": "Jalan Raya Sukamulya Nomor 12",
    "nomor_surat": "517/007/DS-KRS/XI/2026",
    "nama_lengkap": "Siti Aminah binti Ahmad Sanusi",
    "nik": "3299014107850001",
    "tempat_lahir": "Wanasari",
    "tanggal_lahir": "1 Juli 1985",
    "jenis_kelamin": "Perempuan",
    "agama": "Islam",
    "pekerjaan": "Wiraswasta",
    "alamat": "Kampung Pasir Angin RT 003 RW 007, Dusun Mekarsari",
    "nama_usaha": "Warung Nasi & Kue <Barokah>",
    "jenis_usaha": "Makanan dan minuman olahan",
    "alamat_usaha": "Pasar Sukamulya Blok C Nomor 14",
    "sejak_tahun": "2017",
    "keperluan": "pengajuan pinjaman modal usaha pada bank penyalur",
    "tanggal_surat": "22 November 2026",
    "nama_kades": "H. Dadang Sutisna, S.IP",
    "nomor_permohonan": "SKU-7K3Q",
}
WHOLE = {"kabupaten", "kecamatan", "nama_desa", "alamat_kantor", "nomor_surat", "nomor_permohonan"}
"""The placeholders that Word kept in one run; the other fifteen it spread over three, as it does."""

_KOP = ("PEMERINTAH KABUPATEN {kabupaten}", "KECAMATAN {kecamatan}", "DESA {nama_desa}", "{alamat_kantor}")
_TITLE = ("SURAT KETERANGAN USAHA", "Nomor: {nomor_surat}")
_ROWS = {
    "Nama": "{nama_lengkap}",
    "NIK": "{nik}",
    "Tempat, tanggal lahir": "{tempat_lahir}, {tanggal_lahir}",
    "Jenis kelamin": "{jenis_kelamin}",
    "Agama": "{agama}",
    "Pekerjaan": "{pekerjaan}",
    "Alamat": "{alamat}",
    "Nama usaha": "{nama_usaha}",
    "Jenis usaha": "{jenis_usaha}",
    "Alamat usaha": "{alamat_usaha}",
}
_PROSE = (
    "Nama tersebut di atas benar memiliki usaha yang berjalan sejak tahun {sejak_tahun}. Surat ini diberikan untuk "
    "keperluan {keperluan}.",
    "Demikian surat keterangan ini dibuat dengan sebenarnya agar dapat dipergunakan sebagaimana mestinya.",
    "Sukamulya, {tanggal_surat}",
    "{nama_kades}",
)
_F4_MM, _QR_MM = 330, 25


def address(values: Mapping[str, str]) -> str:
    """Return what the letter's QR says."""
    return f"https://t.me/SuratSukamulyaBot?start=v_{values['nik'][-8:]}QX9A"


def qr_picture(values: Mapping[str, str]) -> bytes:
    """Return the letter's QR as ours draws it: docxtpl shows the same one, so that only the filling differs."""
    from letters.qr import png  # noqa: PLC0415 - see above

    return png(address(values))


def draw(path: Path, place: Place, finish: Callable[[Document], None] = lambda _: None) -> Path:
    """Draw the letter with python-docx, one page of F4, and return its path."""
    import docx  # noqa: PLC0415 - see above
    from docx.shared import Mm  # noqa: PLC0415 - see above

    document = docx.Document()
    document.sections[0].page_height = Mm(_F4_MM)
    for line in (*_KOP, *_TITLE):
        _write(document.add_paragraph(), line, place)
    table = document.add_table(len(_ROWS), 2)
    for row, (label, text) in zip(table.rows, _ROWS.items(), strict=True):
        row.cells[0].text = label
        _write(row.cells[1].paragraphs[0], f": {text}", place)
    for line in _PROSE:
        _write(document.add_paragraph(), line, place)
    _write(document.sections[0].footer.paragraphs[0], "Nomor permohonan: {nomor_permohonan}", place)
    finish(document)
    document.save(str(path))
    return path


def _write(paragraph: Paragraph, text: str, place: Place) -> None:
    for number, piece in enumerate(text.replace("}", "{").split("{")):
        if number % 2:
            place(paragraph, piece)
        elif piece:
            paragraph.add_run(piece)


def _braces(paragraph: Paragraph, name: str) -> None:
    pieces = (f"{{{{{name}}}}}",) if name in WHOLE else (f"{{{{{name[:3]}", name[3:], "}}")
    for piece in pieces:
        paragraph.add_run(piece)


def _merge_field(paragraph: Paragraph, name: str) -> None:
    """Put the field of Word's own mail merge, whose pieces are always runs of their own."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - see above
    from docx.oxml.ns import nsdecls  # noqa: PLC0415 - see above

    begin, between, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end"))
    for piece in (begin, f"<w:instrText> MERGEFIELD {name} </w:instrText>", between, f"<w:t>«{name}»</w:t>", end):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{piece}</w:r>"))


def ours(folder: Path) -> Maker:
    """Our compiled template."""
    from letters.template import Template  # noqa: PLC0415 - see above

    template = Template.read(draw(folder / "ours.docx", _braces))

    def make(values: Mapping[str, str], path: Path) -> None:
        path.write_bytes(template.fill(values))

    return make


def ours_with_qr(folder: Path) -> Maker:
    """Our compiled template with a picture named QR."""
    from docx.shared import Mm  # noqa: PLC0415 - see above

    from letters.template import Template  # noqa: PLC0415 - see above

    def finish(document: Document) -> None:
        document.add_picture(io.BytesIO(qr_picture(VALUES)), Mm(_QR_MM))._inline.docPr.set("descr", "QR")

    template = Template.read(draw(folder / "ours-qr.docx", _braces, finish))

    def make(values: Mapping[str, str], path: Path) -> None:
        path.write_bytes(template.fill(values, qr=address(values)))

    return make


def ready_bytes(folder: Path) -> Maker:
    """The limit: writing a finished letter's bytes."""
    from letters.template import Template  # noqa: PLC0415 - see above

    letter = Template.read(draw(folder / "ready.docx", _braces)).fill(VALUES)

    def make(_values: Mapping[str, str], path: Path) -> None:
        path.write_bytes(letter)

    return make


def docxtpl(folder: Path) -> Maker:
    """Jinja in Word's XML, by the library docxtpl."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped] # noqa: PLC0415 - says nothing of types; see above

    template = DocxTemplate(draw(folder / "docxtpl.docx", _braces))

    def make(values: Mapping[str, str], path: Path) -> None:
        template.render(dict(values), autoescape=True)
        template.save(path)

    return make


def docxtpl_with_qr(folder: Path) -> Maker:
    """The same with an InlineImage."""
    from docx.shared import Mm  # noqa: PLC0415 - see above
    from docxtpl import DocxTemplate, InlineImage  # noqa: PLC0415 - see above

    def finish(document: Document) -> None:
        document.add_paragraph("{{qr}}")

    template = DocxTemplate(draw(folder / "docxtpl-qr.docx", _braces, finish))

    def make(values: Mapping[str, str], path: Path) -> None:
        picture = InlineImage(template, io.BytesIO(qr_picture(values)), width=Mm(_QR_MM))
        template.render({**values, "qr": picture}, autoescape=True)
        template.save(path)

    return make


def mailmerge(folder: Path) -> Maker:
    """Word's merge fields, by the library docx-mailmerge2."""
    from mailmerge import MailMerge  # type: ignore[import-untyped] # noqa: PLC0415 - says nothing of types; see above

    template = draw(folder / "mailmerge.docx", _merge_field)

    def make(values: Mapping[str, str], path: Path) -> None:
        with MailMerge(template) as merge:
            merge.merge(**values)
            merge.write(path)

    return make


def python_docx(folder: Path) -> Maker:
    """As most people fill a letter with python-docx: walk the paragraphs and replace, giving up the runs' formats."""
    import docx  # noqa: PLC0415 - see above

    template = str(draw(folder / "python-docx.docx", _braces))

    def make(values: Mapping[str, str], path: Path) -> None:
        document = docx.Document(template)
        cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
        for holder in (document, document.sections[0].footer, *cells):
            for paragraph in holder.paragraphs:
                _replace(paragraph, values)
        document.save(str(path))

    return make


def _replace(paragraph: Paragraph, values: Mapping[str, str]) -> None:
    text = paragraph.text
    if "{{" in text:
        for name, value in values.items():
            text = text.replace(f"{{{{{name}}}}}", value)
        paragraph.text = text


ENGINES: Mapping[str, Callable[[Path], Maker]] = {
    "ours": ours,
    "ready bytes": ready_bytes,
    "docxtpl": docxtpl,
    "docx-mailmerge2": mailmerge,
    "python-docx": python_docx,
    "ours, QR": ours_with_qr,
    "docxtpl, QR": docxtpl_with_qr,
}

_DOCXTEMPLATER = """
const fs = require("fs"), Zip = require("pizzip"), Engine = require("docxtemplater");
const [template, out, count, values] = process.argv.slice(1);
const bytes = fs.readFileSync(template), data = JSON.parse(values), start = process.hrtime.bigint();
for (let number = 0; number < count; number++) {
  const letter = new Engine(new Zip(bytes), { delimiters: { start: "{{", end: "}}" } });
  letter.render(data);
  fs.writeFileSync(`${out}/${number}.docx`, letter.toBuffer({ compression: "DEFLATE" }));
}
console.log(Number(process.hrtime.bigint() - start) / 1e9);
"""


def has_docxtemplater() -> bool:
    """Whether Node finds docxtemplater, and the ZIP library that it needs, from here or by NODE_PATH."""
    asked = ["node", "-e", 'require.resolve("pizzip"); require.resolve("docxtemplater")']
    return bool(shutil.which("node")) and subprocess.run(asked, check=False, capture_output=True).returncode == 0  # noqa: S603 - a fixed command


def docxtemplater(folder: Path, count: int) -> float:
    """Let docxtemplater make so many letters `0.docx`... in one Node process; return its own seconds, without start."""
    template = folder / "docxtemplater.docx"
    if not template.exists():
        draw(template, _braces)
    command = ["node", "-e", _DOCXTEMPLATER, str(template), str(folder), str(count), json.dumps(VALUES)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - a fixed command
