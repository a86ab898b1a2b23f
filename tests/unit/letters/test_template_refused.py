"""What is no template, and what is wrong with one: said in Indonesian, with the paragraph and the mend."""

import io
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from letters.package import Part, read, write
from letters.template import Problem, Template, TemplateError
from tests.unit.letters.word import WORDPROCESSING, docx, paragraph, part, run, zipped

KNOWN = ("Nama Lengkap", "NIK", "Tanggal Lahir", "Nama Usaha")


def refusal(data: bytes) -> str:
    """Return the words with which a file is refused."""
    with pytest.raises(TemplateError) as caught:
        Template.read(data)
    return str(caught.value)


def messages(body: str) -> list[str]:
    """Return the problems of a template that is otherwise sound."""
    return [problem.message for problem in Template.read(docx(body)).problems(KNOWN)]


def test_unclosed_braces_quote_their_paragraph() -> None:
    """An unclosed placeholder is refused with the paragraph in which it stands."""
    assert refusal(docx(paragraph("Nama : {{Nama ", "Lengkap, warga desa"))) == (
        "Kurung kurawal tidak berpasangan di \u201cNama : {{Nama Lengkap, warga desa\u201d. Tulis isian sebagai "
        "{{Judul Pertanyaan}} dalam satu paragraf: dua kurung buka, dua kurung tutup."
    )


@pytest.mark.parametrize("text", ["{{A", "A}}", "{{A}", "{{{A}}}", "{{A}} {{B", "{{ {{A}} }}", "{{A{B}}}", "{A}}"])
def test_braces_that_do_not_pair(text: str) -> None:
    """Braces that a reader could take either way are refused rather than printed."""
    assert refusal(docx(paragraph(text))).startswith("Kurung kurawal tidak berpasangan di")


def test_braces_over_two_paragraphs_are_both_told() -> None:
    """All that is wrong is told at once, one line each."""
    said = refusal(docx(paragraph("Satu {{Nama") + paragraph("Lengkap}} dua")))
    assert [line.split("\u201c")[1][:4] for line in said.splitlines()] == ["Satu", "Leng"]


def test_a_long_paragraph_is_quoted_around_the_trouble() -> None:
    """A quotation stays short enough to read and still shows the placeholder."""
    said = refusal(docx(paragraph("awal " * 60 + "{{Nama " + "akhir " * 60)))
    assert "{{Nama" in said
    assert len(said) < 330


def test_an_unknown_format_is_refused() -> None:
    """A format that does not exist is refused with those that do."""
    said = refusal(docx(paragraph("Lahir {{Tanggal Lahir|tgl}}")))
    assert said == (
        "Bentuk \u201ctgl\u201d tidak dikenal. Yang ada: tanggal, rupiah, terbilang, kapital, boleh kosong. "
        "Letaknya di \u201cLahir {{Tanggal Lahir|tgl}}\u201d."
    )


@pytest.mark.parametrize("inside", ["", "  ", "\u200b", "|kapital"])
def test_a_placeholder_without_a_name_is_refused(inside: str) -> None:
    """Braces around nothing are refused."""
    assert refusal(docx(paragraph("x {{" + inside + "}}"))).startswith("Isian tanpa nama.")


@pytest.mark.parametrize(
    "change",
    [
        '<w:ins w:id="1" w:author="A">' + run("baru") + "</w:ins>",
        '<w:del w:id="1" w:author="A"><w:r><w:delText>lama</w:delText></w:r></w:del>',
        '<w:moveTo w:id="1" w:author="A">' + run("pindah") + "</w:moveTo>",
        run("tebal", '<w:b/><w:rPrChange w:id="1" w:author="A"><w:rPr/></w:rPrChange>'),
    ],
)
def test_tracked_changes_are_refused(change: str) -> None:
    """A template with tracked changes is refused with the paragraph, the struck-out words included."""
    said = refusal(docx(paragraph("Warga ", change, " {{Nama Lengkap}}")))
    assert said.startswith("Masih ada perubahan terlacak (Track Changes) di \u201cWarga ")
    assert "Accept All Changes" in said


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "dokumen Word lama (.doc)", id=".doc"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "kata sandi", id="encrypted"
        ),
        pytest.param(
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "(.odt)", id=".odt"
        ),
        pytest.param(docx(paragraph("x")).replace(b"PK\x05\x06", b"PK\x00\x00"), "bukan dokumen Word", id="cut off"),
        pytest.param(b"", "bukan dokumen Word", id="empty"),
        pytest.param(b"{\\rtf1 Nama}", "bukan dokumen Word", id=".rtf"),
        pytest.param(zipped({"a.txt": "x"}), "bukan dokumen Word", id="another zip"),
        pytest.param(docx("", document="template.main"), "(.dotx)", id=".dotx"),
        pytest.param(docx("", document="notes"), "bukan dokumen Word", id="without a document"),
        pytest.param(
            docx(
                "",
                more_types='<Override PartName="/word/document.xml" '
                'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>',
            ),
            "makro (.docm)",
            id=".docm",
        ),
        pytest.param(
            docx("", more_types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
            "makro",
            id="macros in a .docx",
        ),
        pytest.param(docx("<w:p>"), "rusak", id="damaged XML"),
        pytest.param(docx('<w:altChunk r:id="x"/>'), "dokumen lain yang disisipkan", id="another document inside"),
    ],
)
def test_other_files_are_refused(data: bytes, words: str) -> None:
    """Each kind of wrong file is refused with its own mend."""
    assert words in refusal(data)


def test_an_encrypted_entry_is_refused() -> None:
    """A ZIP with a password is no template."""
    data = bytearray(docx(""))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        directory = archive.start_dir
    data[directory + 8] |= 1
    assert "kata sandi" in refusal(bytes(data))


def test_a_file_too_large_for_a_letter_is_refused() -> None:
    """A file that unpacks to something enormous is refused before it is unpacked."""
    assert "terlalu besar" in refusal(zipped({"[Content_Types].xml": "", "x": bytes(65 * 2**20)}))


def test_a_size_that_lies_is_refused() -> None:
    """An archive that says it is small and unpacks to gigabytes is never unpacked, though its sum fits what it says."""
    honest = zlib.crc32(bytes(100))
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(bomb.compress(bytes(2**24)) for _ in range(16)) + bomb.flush()
    lying = Part("word/bom.xml", zipfile.ZIP_DEFLATED, honest, 100, packed)
    tracemalloc.start()
    try:
        assert "rusak" in refusal(write([*read(docx("")), lying]))
        assert tracemalloc.get_traced_memory()[1] < 16 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_word_does_not_know_is_refused(method: int) -> None:
    """Word opens what is stored or deflated (ISO/IEC 29500-2), and nothing else is unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("word/document.xml", "x" * 1000)
    assert "tidak dikenal Word" in refusal(out.getvalue())


def test_a_damaged_picture_is_found_when_the_template_is_read() -> None:
    """A part that is damaged stops the template, not a citizen's letter."""
    data = docx("")
    at = data.index(b"word/media/logo.png") + len("word/media/logo.png")
    assert "rusak" in refusal(data[: at + 5] + b"\xff\xff" + data[at + 7 :])


def test_xml_that_reaches_outside_is_refused(tmp_path: Path) -> None:
    """Entities are never read, neither from the file nor from outside."""
    secret = tmp_path / "secret.txt"
    secret.write_text("rahasia")
    dtd = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    plain = docx(paragraph("{{Nama Lengkap}} E"))
    document = dtd + part(plain).decode().replace(" E", "&e;")
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    said = refusal(zipped(files | {"word/document.xml": document}))
    assert "tidak aman" in said
    assert "rahasia" not in said


def test_a_missing_file_is_told_by_its_path(tmp_path: Path) -> None:
    """A template that is not there is told, not raised as the system's error."""
    with pytest.raises(TemplateError, match=r"tidak bisa dibuka: .*tidak-ada\.docx"):
        Template.read(tmp_path / "tidak-ada.docx")


def test_a_files_problems_begin_with_its_name(tmp_path: Path) -> None:
    """Among several templates the operator sees which one is meant."""
    path = tmp_path / "sktm.docx"
    path.write_bytes(docx(paragraph("{{A") + paragraph("B}}")))
    with pytest.raises(TemplateError) as caught:
        Template.read(path)
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == ["sktm.docx", "sktm.docx"]


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param("<m:oMath><m:r><m:t>{{Nama Lengkap}}</m:t></m:r></m:oMath>", id="equation"),
        pytest.param("<w:r><w:instrText>QUOTE {{Nama Lengkap}}</w:instrText></w:r>", id="field code"),
    ],
)
def test_a_placeholder_that_cannot_be_filled_is_refused(xml: str) -> None:
    """Braces in a place that no value can reach are refused, since they would be printed."""
    said = refusal(docx(paragraph("Lihat ", xml)))
    assert "tidak bisa diisi" in said
    assert "{{Nama Lengkap}}" in said


def test_a_placeholder_in_a_chart_is_refused() -> None:
    """Braces in a chart are refused as well."""
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    data = docx("", more_types=f'<Override PartName="/word/charts/chart1.xml" ContentType="{kind}"/>')
    with zipfile.ZipFile(io.BytesIO(data), "a") as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    chart = '<c xmlns:a="x"><a:t>Warga {</a:t><a:t>{Nama Lengkap}}</a:t></c>'
    assert "tidak bisa diisi" in refusal(zipped(whole | {"word/charts/chart1.xml": chart}))


def test_an_unknown_placeholder_quotes_its_paragraph_and_suggests() -> None:
    """An unknown name is told with its paragraph, the near miss and the mend; a known one is not."""
    assert messages(paragraph("Nama: {{Nama Lengkpa}}, {{NIK}}")) == [
        "Isian {{Nama Lengkpa}} tidak dikenal, di \u201cNama: {{Nama Lengkpa}}, {{NIK}}\u201d. "
        "Mungkin maksudnya {{Nama Lengkap}}. "
        "Samakan dengan judul pertanyaan di formulir, atau tambahkan pertanyaannya di config.yaml."
    ]


def test_an_unknown_placeholder_without_a_near_miss() -> None:
    """Nothing is suggested when nothing comes near."""
    (said,) = messages(paragraph("{{Golongan Darah}}"))
    assert "Mungkin" not in said


def test_all_unknown_placeholders_are_told_each_once() -> None:
    """Every unknown name is told, and a repeated one in the same paragraph once."""
    assert len(messages(paragraph("{{X1}} {{X1}} {{Y2|boleh kosong}}"))) == 2


def test_single_braces_around_a_known_name() -> None:
    """A known name in single braces would be printed with its braces, so it is told; other braces are text."""
    assert messages(paragraph("{nama lengkap} {atau lain}")) == [
        "Isian {Nama Lengkap} hanya berkurung satu, di \u201c{nama lengkap} {atau lain}\u201d. "
        "Tulis {{Nama Lengkap}} dengan dua kurung kurawal."
    ]


def test_comments_of_the_office_are_told() -> None:
    """A comment in the margin would reach the citizen."""
    (said,) = messages(paragraph("{{NIK}}", '<w:r><w:commentReference w:id="1"/></w:r>'))
    assert said.startswith("Masih ada komentar")


def test_a_sound_template_has_no_problem() -> None:
    """Known names, formats and plain text are in order."""
    body = paragraph("{{Nama Lengkap|kapital}} {{NIK}} {{tanggal lahir}} 100% { } [x]")
    assert Template.read(docx(body)).problems(KNOWN) == []
    assert WORDPROCESSING in part(docx(body), "[Content_Types].xml").decode()


def test_a_problem_is_a_value() -> None:
    """Problems can be compared and collected."""
    assert {Problem("a"), Problem("a")} == {Problem("a")}
