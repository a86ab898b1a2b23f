"""The correctness cases that every filler of letters is judged by, each under its name."""

import datetime
import hashlib
import io
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.template import MissingValues, Template
from tests.unit.letters.word import PICTURE, docx, paragraph, paragraphs, part, run

SITI = {"Nama Lengkap": "Siti Aminah"}


def filled(body: str, values: dict[str, str] | None = None) -> list[str]:
    """Fill a body, make sure that python-docx opens the letter, and return its paragraphs."""
    letter = Template.read(docx(body)).fill(SITI if values is None else values)
    python_docx.Document(io.BytesIO(letter))
    return paragraphs(letter)


def in_first_run(value: str) -> str:
    """Return what the letter shows of a value."""
    return filled(paragraph("{{X}}"), {"X": value})[0]


@pytest.mark.parametrize(
    "runs",
    [
        pytest.param(["{{Nama Lengkap}}"], id="one run"),
        pytest.param(["{", "{Nama", " Leng", "kap}", "}"], id="split runs"),
        pytest.param(["{{Nama ", '<w:proofErr w:type="spellStart"/>', "Lengkap", "}}"], id="proofErr"),
        pytest.param(
            ["{{Nama", '<w:bookmarkStart w:id="1" w:name="b"/>', " Lengkap}}", '<w:bookmarkEnd w:id="1"/>'],
            id="bookmark",
        ),
        pytest.param(["{{", run("Nama ", "<w:b/>"), run("Lengkap", "<w:i/>"), "}}"], id="mixed formats"),
        pytest.param([f'<w:hyperlink w:anchor="x">{run("{{Nama ")}</w:hyperlink>', "Lengkap}}"], id="hyperlink"),
        pytest.param([f'<w:smartTag w:element="x">{run("{{Nama ")}</w:smartTag>', "Lengkap}}"], id="smart tag"),
        pytest.param([f"<w:sdt><w:sdtContent>{run('{{Nama Lengkap}}')}</w:sdtContent></w:sdt>"], id="content control"),
        pytest.param(["<w:r><w:t>{{Nama</w:t><w:lastRenderedPageBreak/><w:t> Lengkap}}</w:t></w:r>"], id="page break"),
        pytest.param(["<w:r><w:t>{{Nama</w:t><w:br/><w:t>Lengkap}}</w:t></w:r>"], id="line break in the name"),
        pytest.param(
            ['<w:commentRangeStart w:id="1"/>', "{{Nama ", '<w:commentRangeEnd w:id="1"/>', "Lengkap}}"], id="comment"
        ),
    ],
)
def test_split_runs(runs: list[str]) -> None:
    """However Word spread a placeholder, the value stands there once and the text around it stays."""
    assert filled(paragraph("Nama: ", *runs, " (pemohon)")) == ["Nama: Siti Aminah (pemohon)"]


def test_the_first_run_gives_the_format() -> None:
    """A value takes the format of the run in which its placeholder begins."""
    body = paragraph(run("Nama: {{Na", "<w:b/>"), run("ma Lengkap}} ya", "<w:i/>"))
    xml = part(Template.read(docx(body)).fill(SITI)).decode()
    assert '<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Nama: Siti Aminah</w:t>' in xml
    assert '<w:rPr><w:i/></w:rPr><w:t xml:space="preserve"> ya</w:t>' in xml


def test_several_placeholders_in_one_paragraph() -> None:
    """Placeholders side by side and across shared runs all get their own value."""
    body = paragraph("{{A}}{{B}}, {{", "A}} dan {{B", "}}{{A}}.")
    assert filled(body, {"A": "satu", "B": "dua"}) == ["satudua, satu dan duasatu."]


def test_tables_and_nested_tables() -> None:
    """A table in a table's cell is filled like any paragraph."""
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('{{Nama ', 'Lengkap}}')}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{paragraph('{{Nama Lengkap}}')}{inner}<w:p/></w:tc></w:tr></w:tbl>"
    assert filled(body) == ["Siti Aminah", "Siti Aminah", ""]


@pytest.mark.parametrize("name", ["header1", "header2", "footer1", "footnotes", "endnotes"])
def test_headers_footers_first_page_header_footnotes_endnotes(name: str) -> None:
    """Every part that holds text is filled, not only the body."""
    content = paragraph("{{Nama ", "Lengkap}}")
    if name.endswith("notes"):
        content = f'<w:{name[:-1]} w:id="1">{content}</w:{name[:-1]}>'
    section = '<w:sectPr><w:headerReference w:type="first" r:id="rIdheader2"/><w:titlePg/></w:sectPr>'
    letter = Template.read(docx(paragraph("Isi") + section * (name == "header2"), {name: content})).fill(SITI)
    assert paragraphs(letter, f"word/{name}.xml") == ["Siti Aminah"]


def test_text_boxes_both_copies() -> None:
    """A text box lies in the file twice, for new and old Word: both are filled, and the paragraph around."""
    box = f"<w:txbxContent>{paragraph('Kotak {{', 'Nama Lengkap}}')}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = paragraph("{{Nama ", f"<w:r>{both}</w:r>", "Lengkap}} dan {{Umur}}")
    letter = Template.read(docx(body)).fill(SITI | {"Umur": "40"})
    assert paragraphs(letter) == ["Siti Aminah dan 40", "Kotak Siti Aminah", "Kotak Siti Aminah"]


def test_content_control_tied_to_data() -> None:
    """A content control that Word refreshes from data would lose the value: the tie is cut."""
    control = (
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID="{1}"/><w:showingPlcHdr/></w:sdtPr>'
        f"<w:sdtContent>{paragraph('{{Nama Lengkap}}')}</w:sdtContent></w:sdt>"
    )
    letter = Template.read(docx(control)).fill(SITI)
    assert paragraphs(letter) == ["Siti Aminah"]
    assert b"dataBinding" not in part(letter)
    assert b"showingPlcHdr" not in part(letter)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("Toko <b>Maju & Jaya</b> > \"1\" 'satu'", "Toko <b>Maju & Jaya</b> > \"1\" 'satu'", id="& < >"),
        pytest.param("a]]>b &amp; &#10;", "a]]>b &amp; &#10;", id="looks escaped"),
        pytest.param("a\x00b\x07c\x0bd\x1fe\x7ff\x85g", "abcdefg", id="control characters"),
        pytest.param("a\ufffeb\uffffc", "abc", id="U+FFFE"),
        pytest.param("a\ud800b", "ab", id="half a surrogate pair"),
        pytest.param("Dusun I\r\nRT 1\nRW 2\rDesa", "Dusun I\nRT 1\nRW 2\nDesa", id="CRLF and newline"),
        pytest.param("\nsatu\n\ndua\n", "\nsatu\n\ndua\n", id="blank lines"),
        pytest.param("satu\u2028dua", "satu\ndua", id="line separator"),
        pytest.param("kiri\tkanan", "kiri\tkanan", id="tab"),
        pytest.param("Warung 🍜👨‍👩‍👧‍👦 🇮🇩", "Warung 🍜👨‍👩‍👧‍👦 🇮🇩", id="emoji"),
        pytest.param("عبد الله", "عبد الله", id="right-to-left"),
        pytest.param("ꦱꦶꦠꦶ Ñandú é", "ꦱꦶꦠꦶ Ñandú é", id="Javanese and combining signs"),
        pytest.param(
            "  dua di depan, tiga di belakang   ", "  dua di depan, tiga di belakang   ", id="spaces at the ends"
        ),
        pytest.param(r"\1 \g<0> %s {0} $1 <?slot 0?>", r"\1 \g<0> %s {0} $1 <?slot 0?>", id="looks like code"),
    ],
)
def test_values(value: str, shown: str) -> None:
    """What a citizen typed is what the letter shows, save for what cannot be shown."""
    assert in_first_run(value) == shown


def test_200_000_characters() -> None:
    """A very long answer arrives whole."""
    value = "Keterangan & lain-lain. " * 8400
    assert in_first_run(value) == value


def test_a_line_break_is_words_own() -> None:
    """Line ends and tabs become Word's elements, so that Word shows them."""
    xml = part(Template.read(docx(paragraph("{{X}}"))).fill({"X": "a\nb\tc"})).decode()
    kept = '<w:t xml:space="preserve">'
    assert f"{kept}a</w:t><w:br/>{kept}b</w:t><w:tab/>{kept}c</w:t>" in xml


def test_a_break_in_a_part_with_another_prefix() -> None:
    """A part that spells Word's namespace in its own way still gets well-formed line breaks."""
    body = docx(paragraph("{{X}}"))
    xml = part(body).replace(b"w:", b"ns0:").replace(b"xmlns:ns0:", b"xmlns:w:").replace(b"xmlns:w=", b"xmlns:ns0=")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        files = {name: xml if name == "word/document.xml" else archive.read(name) for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    letter = Template.read(out.getvalue()).fill({"X": "a\nb"})
    assert b"<ns0:br/>" in part(letter)
    assert paragraphs(letter) == ["a\nb"]


@pytest.mark.parametrize("value", ["{{NIK}}", "{{NIK}", "{% for x in y %}{{ 7*7 }}{% endfor %}", "{{X}}", "«NIK»"])
def test_a_placeholder_inside_an_answer(value: str) -> None:
    """An answer that looks like a template is printed as it is and never filled again."""
    assert filled(paragraph("{{X}} {{NIK}}"), {"X": value, "NIK": "3299"}) == [f"{value} 3299"]


@pytest.mark.parametrize(
    "name",
    [
        "Nama Lengkap Bapak/Ibu (sesuai KTP)?",
        "Hari, tanggal & jam",
        "No. HP",
        "Ma'had",
        "RT/RW #1",
        "Berat Bayi (kg)",
        "Anggota.Nama",
        "100% milik sendiri",
        "A - B",
        "Nama [alias]",
        'Disebut "Pak De"',
    ],
)
def test_names_as_form_titles_have_them(name: str) -> None:
    """Any title of a question serves as a placeholder."""
    escaped = name.replace("&", "&amp;")
    assert filled(paragraph("{{" + escaped + "}}"), {name: "ya"}) == ["ya"]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        pytest.param("NAMA lengkap", "Nama Lengkap", id="case"),
        pytest.param(" Nama  Lengkap ", "Nama Lengkap", id="double spaces"),
        pytest.param("Nama\u00a0Lengkap", "Nama Lengkap", id="no-break space"),
        pytest.param("Nama\u200b Leng\u00adkap\ufeff", "Nama Lengkap", id="zero-width characters"),
        pytest.param("Ma\u2019had \u201cA\u201d", 'Ma\'had "A"', id="curly quotes"),
        pytest.param("Ayah \u2013 Ibu", "Ayah - Ibu", id="dashes"),
        pytest.param("Lain\u2026", "Lain...", id="dots"),
        pytest.param("Nama Lengkap", "nama\u00a0 lengkap", id="the title is the odd one"),
    ],
)
def test_names_that_differ_as_word_changes_them(written: str, title: str) -> None:
    """What Word's autocorrect or the clipboard does to a name still matches the form's title."""
    template = Template.read(docx(paragraph("{{" + written + "}}")))
    assert paragraphs(template.fill({title: "ya"})) == ["ya"]
    assert template.problems([title]) == []


def test_a_missing_value_stops_the_letter_with_all_of_them_listed() -> None:
    """Nothing is printed while something is missing, blank or invisible, and every name is told, once."""
    body = paragraph("{{Nama Lengkap}} {{NIK}} {{Umur}} {{nik}} {{Agama}} {{Hobi|boleh kosong}}")
    with pytest.raises(MissingValues) as caught:
        Template.read(docx(body)).fill(SITI | {"Umur": " \n\t", "Agama": "\u200b\u00a0\x07"})
    assert caught.value.names == ("NIK", "Umur", "Agama")
    assert str(caught.value) == "Isian ini belum ada: NIK, Umur, Agama."


def test_what_may_stay_blank() -> None:
    """A placeholder marked so prints nothing, or its own word, when there is no value."""
    body = paragraph("[{{A|boleh kosong}}] [{{B | Boleh  Kosong: -}}] [{{C|kapital|boleh kosong:tidak ada}}]")
    assert filled(body, {"B": " "}) == ["[] [-] [tidak ada]"]
    assert filled(body, {"A": "a", "B": "b", "C": "c"}) == ["[a] [b] [C]"]


def test_formats_behind_a_bar() -> None:
    """Formats print a value in a letter's way, one after the other."""
    body = paragraph("{{Tanggal|tanggal}}; {{Uang|rupiah}}; {{Uang|terbilang}} rupiah; {{Uang | Terbilang | kapital}}")
    assert filled(body, {"Tanggal": "2026-05-05", "Uang": "1500000"}) == [
        "5 Mei 2026; Rp1.500.000; satu juta lima ratus ribu rupiah; SATU JUTA LIMA RATUS RIBU"
    ]


def test_names_are_as_written_and_told_once() -> None:
    """A template tells its names without formats, in order, and which of them are needed."""
    template = Template.read(docx(paragraph("{{ NIK }} {{Nama|kapital}} {{nik}} {{Alamat|boleh kosong}} {{Hobi}}")))
    assert template.names == ("NIK", "Nama", "Alamat", "Hobi")
    assert template.required == ("NIK", "Nama", "Hobi")


def test_a_name_needed_in_one_place_is_needed() -> None:
    """A name that may be blank in one place and not in another is required."""
    template = Template.read(docx(paragraph("{{A|boleh kosong}} {{A}}")))
    assert template.required == ("A",)
    with pytest.raises(MissingValues):
        template.fill({})


def test_the_same_letter_twice_is_the_same_bytes(tmp_path: Path) -> None:
    """A letter depends on template and values alone, so an issued one can be made again."""
    data = docx(paragraph("{{Nama Lengkap}}"))
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    template = Template.read(path)
    letter = template.fill(SITI)
    assert letter == template.fill(dict(SITI)) == Template.read(data).fill(SITI)
    assert template.fingerprint == hashlib.sha256(data).hexdigest()
    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_what_does_not_change_is_kept_to_the_byte() -> None:
    """Pictures and parts without placeholders go through untouched, in their order."""
    data = docx(paragraph("{{Nama Lengkap}}"), {"header1": paragraph("Kop")})
    letter = Template.read(data).fill(SITI)
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(letter)) as after:
        assert after.namelist() == before.namelist()
        same = [name for name in before.namelist() if after.read(name) == before.read(name)]
    assert part(letter, "word/media/logo.png") == PICTURE
    assert set(before.namelist()) - set(same) == {"word/document.xml"}


def test_a_zip_made_in_other_ways_is_read() -> None:
    """Stored entries, streamed sizes, folders and names beyond ASCII come through."""
    data = docx(paragraph("{{Nama Lengkap}}"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as archive:
        archive.mkdir("word/")
        for number, name in enumerate(source.namelist()):
            method = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)[number % 2]
            archive.writestr(zipfile.ZipInfo(name), source.read(name), method)
        with archive.open("word/media/gambár.png", "w", force_zip64=True) as stream:
            stream.write(PICTURE)
    letter = Template.read(out.getvalue()).fill(SITI)
    assert paragraphs(letter) == ["Siti Aminah"]
    assert part(letter, "word/media/gambár.png") == PICTURE


@given(st.dictionaries(st.sampled_from(["Nama", "NIK", "Alamat"]), st.text(), min_size=3))
def test_any_text_makes_a_well_formed_letter(values: dict[str, str]) -> None:
    """No answer breaks the file."""
    template = Template.read(docx(paragraph("{{Nama}} ", "{{N", "IK}}") + paragraph("{{Alamat}}")))
    letter = template.fill({name: f"x{value}" for name, value in values.items()})
    assert [text[:1] for text in paragraphs(letter)] == ["x", "x"]


def test_a_template_drawn_by_python_docx_is_filled() -> None:
    """A file of another program than Word works as well."""
    document = python_docx.Document()
    document.add_paragraph("Nama: {{Nama Lengkap}}")
    document.core_properties.created = datetime.datetime(2026, 1, 1)  # noqa: DTZ001 - python-docx keeps no zone
    out = io.BytesIO()
    document.save(out)
    letter = Template.read(out.getvalue()).fill(SITI)
    assert [one.text for one in python_docx.Document(io.BytesIO(letter)).paragraphs] == ["Nama: Siti Aminah"]
