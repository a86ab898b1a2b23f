"""Table rows that are repeated for the entries of a list."""

import io

import docx as python_docx
import pytest
from lxml import etree

from letters.template import ListUse, MissingValues, Template, TemplateError
from tests.unit.letters.word import W, docx, paragraph, paragraphs, part, run

SITI = {"NIK": "3299014107850001", "Nama": "Siti Aminah"}
RIZKI = {"NIK": "3299010202100002", "Nama": "Rizki Maulana"}
FAMILY = {"Anggota": [SITI, RIZKI]}
HEAD = ("No", "Nama")


def row(*cells: str, properties: str = "") -> str:
    """Return the XML of a table row; a cell may be given as its text when it holds no tag."""
    inner = (one if "<" in one else paragraph(one) for one in cells)
    return f"<w:tr>{properties}" + "".join(f"<w:tc>{one}</w:tc>" for one in inner) + "</w:tr>"


def table(*rows: str) -> str:
    """Return the XML of a table and the paragraph that Word wants behind it."""
    return "<w:tbl>" + "".join(rows) + "</w:tbl><w:p/>"


def cells(letter: bytes, name: str = "word/document.xml") -> list[list[str]]:
    """Return the text of each row's cells; python-docx opens the letter as well."""
    python_docx.Document(io.BytesIO(letter))
    root = etree.fromstring(part(letter, name))
    rows = root.iter(f"{{{W}}}tr")
    return [["".join(cell.itertext(f"{{{W}}}t")) for cell in one.iterchildren(f"{{{W}}}tc")] for one in rows]


def filled(body: str, lists: dict[str, list[dict[str, str]]], values: dict[str, str] | None = None) -> list[list[str]]:
    """Fill a body and return its tables' rows."""
    return cells(Template.read(docx(body)).fill(values or {}, lists))


def test_a_row_stands_once_for_each_entry() -> None:
    """The row with a list's columns is repeated in the order of the entries, the rows around it stay."""
    body = table(row(*HEAD), row("{{Anggota.NIK}}", paragraph("{{Ang", "gota.Na", "ma}}")), row("akhir", "surat"))
    assert filled(body, FAMILY) == [
        [*HEAD],
        ["3299014107850001", "Siti Aminah"],
        ["3299010202100002", "Rizki Maulana"],
        ["akhir", "surat"],
    ]


def test_list_names_and_ordinary_names_in_one_row() -> None:
    """An ordinary name in a repeated row says the same in every copy."""
    body = table(row("{{Anggota.Nama}}", "{{Alamat}}, {{No. KK}}"))
    assert filled(body, FAMILY, {"Alamat": "Dusun I", "No. KK": "7"}) == [
        ["Siti Aminah", "Dusun I, 7"],
        ["Rizki Maulana", "Dusun I, 7"],
    ]


def test_names_with_a_dot_are_ordinary_without_a_list() -> None:
    """A name such as "No.HP" in a table is an ordinary name as long as no list is called "No"."""
    body = table(row("{{No.HP}}", "{{No. KK}}", "{{Tgl.Lahir}}"))
    assert filled(body, FAMILY, {"No.HP": "0812", "No. KK": "7", "Tgl.Lahir": "5 Mei"}) == [["0812", "7", "5 Mei"]]
    with pytest.raises(MissingValues) as caught:
        filled(body, FAMILY)
    assert caught.value.names == ("No.HP", "No. KK", "Tgl.Lahir")


def test_columns_may_hold_dots_themselves() -> None:
    """Only the first dot parts the list from its column."""
    assert filled(table(row("{{Anggota.No. KK}}")), {"Anggota": [{"No. KK": "7"}, {"No. KK": "8"}]}) == [["7"], ["8"]]


def test_the_number_of_an_entry() -> None:
    """`No` counts by itself unless the entries bring their own."""
    body = table(row("{{Anggota.No}}", "{{Anggota.Nama}}"))
    assert [one[0] for one in filled(body, FAMILY)] == ["1", "2"]
    own = [SITI | {"No": "a"}, RIZKI | {"no": "b"}]
    assert [one[0] for one in filled(body, {"Anggota": own})] == ["a", "b"]


@pytest.mark.parametrize("written", ["ANGGOTA.nama", "Anggota .Nama", "Ang\u00adgota.\u200bNama", "anggota.Nama "])
def test_matching_is_forgiving(written: str) -> None:
    """Lists and columns are recognised as forgivingly as names are."""
    body = table(row("{{" + written + "}}"))
    assert filled(body, {"anggota": [{" NAMA": "Siti"}]}) == [["Siti"]]
    assert Template.read(docx(body)).problems([], {"Anggota": ["Nama"]}) == []


def test_formats_and_blanks_inside_a_row() -> None:
    """Formats, `boleh kosong` and its own word work in a repeated row as anywhere."""
    body = table(row("{{A.Nama|kapital}}", "{{A.Lahir|tanggal}}", "{{A.Kerja|boleh kosong: -}}"))
    entries = [{"Nama": "Siti", "Lahir": "1985-07-01", "Kerja": "Petani"}, {"Nama": "Edi", "Lahir": "2010-02-02"}]
    assert filled(body, {"A": entries}) == [["SITI", "1 Juli 1985", "Petani"], ["EDI", "2 Februari 2010", "-"]]


def test_what_entries_lack_is_listed_with_their_rows() -> None:
    """Missing values of entries are told with their row, together with all other missing names."""
    body = table(row("{{Anggota.Nama}}", "{{Anggota.NIK}}", "{{Alamat}}"))
    with pytest.raises(MissingValues) as caught:
        filled(body, {"Anggota": [SITI, {"Nama": "Rizki", "NIK": " "}, {}]})
    assert caught.value.names == (
        "Alamat",
        "Anggota.NIK (baris 2)",
        "Anggota.Nama (baris 3)",
        "Anggota.NIK (baris 3)",
    )


def test_an_empty_list_with_required_columns() -> None:
    """A list without entries is missing, named by its columns; the counting column is not."""
    body = table(row(*HEAD), row("{{Anggota.No}}", "{{Anggota.Nama}} {{Anggota.Umur|boleh kosong}}"))
    with pytest.raises(MissingValues) as caught:
        filled(body, {"Anggota": []})
    assert caught.value.names == ("Anggota.Nama",)


def test_an_empty_list_that_may_be_empty_gives_no_row() -> None:
    """A list whose columns may all stay blank leaves no trace of its row."""
    body = table(row(*HEAD), row("{{Anggota.No}}", "{{Anggota.Nama|boleh kosong}}"))
    assert filled(body, {"Anggota": []}) == [[*HEAD]]


def test_a_table_keeps_at_least_one_row() -> None:
    """A table of nothing but an empty list's row shows it once, blank: a table without rows is none."""
    body = table(row("{{Anggota.No}}", "{{Anggota.Nama|boleh kosong: nihil}}", "{{Alamat}}"))
    assert filled(body, {"Anggota": []}, {"Alamat": "Dusun I"}) == [["", "nihil", "Dusun I"]]


def test_nested_tables_repeat_the_innermost_row() -> None:
    """In a table in a table's cell the inner row repeats, the outer one stands once."""
    body = table(row("{{Alamat}}", table(row(*HEAD), row("{{Anggota.No}}", "{{Anggota.Nama}}"))))
    letter = Template.read(docx(body)).fill({"Alamat": "Dusun I"}, FAMILY)
    assert paragraphs(letter) == ["Dusun I", *HEAD, "1", "Siti Aminah", "2", "Rizki Maulana", "", ""]


def test_a_table_within_a_repeated_row() -> None:
    """A table in a repeated row comes with every copy, also when its names hold dots."""
    body = table(row("{{Anggota.Nama}}", table(row("{{No.HP}}", "{{Alamat}}"))))
    letter = Template.read(docx(body)).fill({"Alamat": "Dusun I", "No.HP": "0812"}, FAMILY)
    assert paragraphs(letter) == ["Siti Aminah", "0812", "Dusun I", "", "Rizki Maulana", "0812", "Dusun I", "", ""]


def test_two_lists_in_rows_of_their_own() -> None:
    """Each row repeats for its own list, and a list may be printed in two places."""
    body = table(row("{{Saksi.Nama}}"), row("{{Anggota.Nama}}"), row("{{Saksi.No}}"))
    assert filled(body, FAMILY | {"Saksi": [{"Nama": "Ujang"}]}) == [
        ["Ujang"],
        ["Siti Aminah"],
        ["Rizki Maulana"],
        ["1"],
    ]


def test_rows_in_a_header() -> None:
    """A row in a header repeats as well."""
    template = Template.read(docx(paragraph("Isi"), {"header1": table(row("{{Anggota.Nama}}"))}))
    assert cells(template.fill({}, FAMILY), "word/header1.xml") == [["Siti Aminah"], ["Rizki Maulana"]]


def test_rows_in_both_copies_of_a_text_box() -> None:
    """A table in a text box lies in the file twice: both copies repeat."""
    box = f"<w:txbxContent>{table(row('{{Anggota.Nama}}'))}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    letter = Template.read(docx(paragraph(f"<w:r>{both}</w:r>"))).fill({}, FAMILY)
    assert [one for one in paragraphs(letter) if one] == ["Siti Aminah", "Rizki Maulana"] * 2


def test_a_row_in_a_content_control() -> None:
    """A row that a content control holds repeats inside it."""
    body = table(row("kop"), f"<w:sdt><w:sdtContent>{row('{{Anggota.Nama}}')}</w:sdtContent></w:sdt>")
    assert filled(body, FAMILY) == [["kop"], ["Siti Aminah"], ["Rizki Maulana"]]


def test_an_entrys_line_ends_stay_in_its_cell() -> None:
    """Lines and tabs of an entry stay in its cell, and template syntax in it is text."""
    body = table(row("{{Anggota.Nama}}", "{{Anggota.NIK}}"))
    letter = Template.read(docx(body)).fill(
        {}, {"Anggota": [{"Nama": "Siti\r\nAminah", "NIK": "{{Anggota.Nama}}\t<&"}]}
    )
    assert paragraphs(letter)[:2] == ["Siti\nAminah", "{{Anggota.Nama}}\t<&"]


def test_what_is_numbered_or_named_once_stays_so() -> None:
    """Copies carry no paragraph numbers, bookmarks or control ids, which Word would call damage; the first row does."""
    ids = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="0A0A0A0A" w14:textId="77777777"'
    mark = '<w:bookmarkStart w:id="1" w:name="b"/>', '<w:bookmarkEnd w:id="1"/>'
    control = (
        f"<w:sdt><w:sdtPr><w:id w:val='9'/></w:sdtPr><w:sdtContent>{run('{{Anggota.NIK}}')}</w:sdtContent></w:sdt>"
    )
    cell = paragraph(mark[0], "{{Anggota.Nama}}", mark[1], control).replace("<w:p>", f"<w:p {ids}>")
    xml = part(Template.read(docx(table(row(cell)))).fill({}, {"Anggota": [SITI, RIZKI, SITI]})).decode()
    assert xml.count("<w:tr") == 3
    assert xml.count("<w:sdt>") == 3
    for once in ("paraId", "textId", "bookmarkStart", "bookmarkEnd", '<w:id w:val="9"/>'):
        assert xml.count(once) == 1, once
        assert xml.index(once) < xml.index("Rizki")
    assert xml.count("xmlns:w=") == 1


def test_500_rows() -> None:
    """A very long list arrives whole, the same bytes each time, and does not swell the file."""
    template = Template.read(docx(table(row(*HEAD), row("{{W.No}}", "{{W.Nama}}"))))
    lists = {"W": [{"Nama": f"Warga ke-{number} & keluarga"} for number in range(1, 501)]}
    letter = template.fill({}, lists)
    assert cells(letter)[1:] == [[str(number), f"Warga ke-{number} & keluarga"] for number in range(1, 501)]
    assert letter == template.fill({}, lists)
    assert len(letter) < 20_000


def test_a_template_tells_its_lists() -> None:
    """A template tells which lists its rows may repeat for, with columns, and what is needed beside them."""
    body = paragraph("{{Nama}} {{Di.Luar}}") + table(
        row(
            "{{Anggota.No}}",
            "{{Anggota.Nama}}",
            "{{anggota.nama|kapital}}",
            "{{Anggota.Kerja|boleh kosong}}",
            "{{Kec}}",
        )
    )
    template = Template.read(docx(body))
    assert template.lists == (ListUse("Anggota", ("No", "Nama", "Kerja"), ("Nama",)),)
    assert template.required == ("Nama", "Di.Luar", "Anggota.No", "Anggota.Nama", "Kec")
    assert template.needed(["anggota"]) == ("Nama", "Di.Luar", "Kec")
    assert template.needed([]) == template.required


def test_a_letter_tells_what_it_shows() -> None:
    """All that a letter prints can be looked for on paper: formatted, blanks by their word, each entry's columns."""
    body = paragraph("{{Nama|kapital}} {{Hobi|boleh kosong: -}} {{Lain|boleh kosong}}") + table(
        row("{{Anggota.No}}", "{{Anggota.Nama|kapital}}", "{{Alamat}}")
    )
    template = Template.read(docx(body))
    assert template.shown({"Nama": "Edi", "Alamat": "Dusun I", "Tak": "dipakai"}, FAMILY) == [
        *("EDI", "-", "Dusun I"),
        *("1", "2", "SITI AMINAH", "RIZKI MAULANA"),
    ]


def test_unknown_columns_are_told_with_those_that_exist() -> None:
    """A column that the list does not have is told with the near miss and all that it has."""
    (said,) = Template.read(docx(table(row("{{Anggota.Nmaa}} {{Anggota.No}}")))).problems(
        [], {"Anggota": ["NIK", "Nama"]}
    )
    assert said.message == (
        "Kolom {{Anggota.Nmaa}} tidak dikenal, di \u201c{{Anggota.Nmaa}} {{Anggota.No}}\u201d. "
        "Mungkin maksudnya {{Anggota.Nama}}. Kolom daftar Anggota: NIK, Nama, No."
    )


def test_an_unknown_list_suggests_the_known_one() -> None:
    """A misspelt list is an unknown name, and its near miss is a known list's column."""
    (said,) = Template.read(docx(table(row("{{Angota.Nama}}")))).problems([], {"Anggota": ["NIK", "Nama"]})
    assert said.message.startswith("Isian {{Angota.Nama}} tidak dikenal")
    assert "Mungkin maksudnya {{Anggota.Nama}}." in said.message


def test_a_lists_column_outside_of_a_table_is_told() -> None:
    """Outside of a table nothing can repeat."""
    (said,) = Template.read(docx(paragraph("Nama {{Anggota.Nama}}"))).problems([], {"Anggota": ["Nama"]})
    assert said.message == (
        "Isian daftar {{Anggota.Nama}} berada di luar tabel, di \u201cNama {{Anggota.Nama}}\u201d. "
        "Tulis di dalam satu baris tabel; baris itu diulang untuk setiap entri."
    )


DRAWN = "<w:r><w:drawing/></w:r>"
MERGED = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(
            table(row("{{Anggota.Nama}}", "oleh {{Saksi.Nama}}")),
            "Satu baris tabel memuat lebih dari satu daftar (Anggota, Saksi), di \u201c{{Anggota.Nama}} | oleh "
            "{{Saksi.Nama}}\u201d. Beri setiap daftar barisnya sendiri.",
            id="two lists",
        ),
        pytest.param(
            table(row(MERGED + paragraph("{{Anggota.Nama}}"), "x"), row("y", "z")),
            "Baris daftar Anggota memakai sel yang digabung ke atas atau ke bawah, di \u201c{{Anggota.Nama}}\u201d. "
            "Di Word: pilih sel itu, lalu Layout > Split Cells.",
            id="vertical merge",
        ),
        pytest.param(
            table(row(paragraph("{{Anggota.Nama}}", DRAWN))),
            "Baris daftar Anggota memuat gambar, kotak teks, atau catatan kaki, di \u201c{{Anggota.Nama}}\u201d. "
            "Pindahkan ke luar baris itu.",
            id="picture",
        ),
        pytest.param(
            table(row("{{Anggota.Nama}}", table(row("{{Saksi.Nama}}")))),
            "Di dalam baris daftar Anggota ada baris daftar lagi, di \u201c{{Anggota.Nama}}\u201d. "
            "Pindahkan ke luar baris itu.",
            id="list in a list",
        ),
    ],
)
def test_rows_that_cannot_repeat_are_refused(body: str, said: str) -> None:
    """A row that would not come out right is told when the template is checked, and no letter is made with it."""
    template = Template.read(docx(body))
    columns = {"Anggota": ["Nama"], "Saksi": ["Nama"]}
    assert [problem.message for problem in template.problems([], columns)] == [said]
    with pytest.raises(TemplateError) as caught:
        template.fill({}, FAMILY | {"Saksi": [{"Nama": "Ujang"}]})
    assert str(caught.value) == said


def test_merged_cells_are_no_trouble_without_a_list() -> None:
    """What a list's row may not hold, an ordinary row may."""
    body = table(row(MERGED + paragraph("{{No.HP}}", DRAWN), "{{Tgl.Lahir}}"), row("y", "z"))
    assert Template.read(docx(body)).problems(["No.HP", "Tgl.Lahir"], {"Anggota": ["Nama"]}) == []
    assert filled(body, FAMILY, {"No.HP": "0812", "Tgl.Lahir": "5 Mei"})[0] == ["0812", "5 Mei"]


def test_merged_cells_of_a_table_within_are_its_own() -> None:
    """A merge inside an inner table does not stand against the outer row."""
    inner = table(row(MERGED + paragraph("a")), row("<w:tcPr><w:vMerge/></w:tcPr><w:p/>"))
    assert [one[0] for one in filled(table(row("{{Anggota.Nama}}", inner)), FAMILY) if len(one) > 1] == [
        "Siti Aminah",
        "Rizki Maulana",
    ]
