"""What `check` says of templates, numbers, signing and printing."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from letters.checkup import number_problems, printing_problems, signing_problems, template_problems
from tests.unit.builders import block, village
from tests.unit.letters.paper import write_certificate
from tests.unit.letters.word import docx, paragraph
from tests.unit.letters.workshop import config_at, only_sktm, template

TODAY = datetime.now(UTC)
LISTS = {"Waris": {"pertanyaan": "Keperluan", "kolom": ["Nama", "Hubungan"]}}


def said(home: Path, *lines: str, letter: Mapping[str, Any] | None = None, **changes: Any) -> list[str]:
    """What is said of the SKU's template when it has these paragraphs; the other one is sound."""
    folder = home / "templat"
    folder.mkdir()
    (folder / "sktm.docx").write_bytes(template())
    (folder / "sku.docx").write_bytes(template(*lines))
    return list(map(str, template_problems(config_at(home, letter, **changes))))


def row(*cells: str) -> bytes:
    """A template with one table row of these cells below its heading."""
    rows = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in line) for line in (["Kepala"] * len(cells), cells))
    return docx("<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in rows) + "</w:tbl>" + paragraph(""))


# --- templates --------------------------------------------------------------------------------------------------


def test_sound_templates_need_no_word(tmp_path: Path) -> None:
    """Titles of questions and the office's own names, however they are spelled."""
    assert said(tmp_path, "{{nama  lengkap}} {{KEPERLUAN}} {{Nama Desa}} {{NIP Penanda Tangan|boleh kosong}}") == []


def test_a_template_that_is_missing(tmp_path: Path) -> None:
    """Each is told with its service and its file."""
    (tmp_path / "templat").mkdir()
    assert list(map(str, template_problems(config_at(tmp_path)))) == [
        "layanan.sku.surat.templat: berkas sku.docx tidak ada di templat",
        "layanan.sktm.surat.templat: berkas sktm.docx tidak ada di templat",
    ]


def test_a_template_that_is_no_word_file(tmp_path: Path) -> None:
    """The mend is to save it as one."""
    said(tmp_path)
    (tmp_path / "templat" / "sku.docx").write_bytes(b"{\\rtf1 Surat}")
    (problem,) = template_problems(config_at(tmp_path))
    assert str(problem).startswith("layanan.sku.surat.templat: sku.docx: Berkas ini bukan dokumen Word (.docx)")


def test_everything_that_is_wrong_with_a_template_is_told_at_once(tmp_path: Path) -> None:
    """A line each, with the paragraph quoted."""
    told = said(tmp_path, "Nama {{Nama Lengkap", "Untuk {{Keperluan|besar}} saja")
    assert len(told) == 2
    assert all(line.startswith("layanan.sku.surat.templat: sku.docx: ") for line in told)
    assert "\u201cNama {{Nama Lengkap\u201d" in told[0]
    assert "Bentuk \u201cbesar\u201d tidak dikenal" in told[1]


def test_an_unknown_placeholder_and_its_near_miss(tmp_path: Path) -> None:
    """What was meant is guessed where something comes near."""
    near, far = said(tmp_path, "Nama: {{Nama Lengkp}}, golongan darah {{Golongan Darah}}")
    assert "Isian {{Nama Lengkp}} tidak dikenal, di \u201cNama: {{Nama Lengkp}}" in near
    assert "Mungkin maksudnya {{Nama Lengkap}}." in near
    assert "Isian {{Golongan Darah}} tidak dikenal" in far
    assert "Mungkin" not in far


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("{{Waris.Nama}}", None),
        ("{{Waris.No}}", None),
        ("{{Waris.Hubungn}}", ["Kolom {{Waris.Hubungn}} tidak dikenal", "{{Waris.Hubungan}}", "Nama, Hubungan, No"]),
        ("{{Wris.Nama}}", ["Isian {{Wris.Nama}} tidak dikenal", "Mungkin maksudnya {{Waris.Nama}}"]),
        ("{{Anggota.Umur}}", ["Isian {{Anggota.Umur}} tidak dikenal"]),
    ],
)
def test_lists_and_columns(tmp_path: Path, cell: str, words: list[str] | None) -> None:
    """A list that the settings do not name, and a column that it does not have."""
    said(tmp_path)
    (tmp_path / "templat" / "sku.docx").write_bytes(row(cell))
    told = list(map(str, template_problems(config_at(tmp_path, {"daftar": LISTS}))))
    assert len(told) == (1 if words else 0)
    assert all(word in told[0] for word in words or [])


def test_a_list_outside_of_a_table(tmp_path: Path) -> None:
    """It could not be repeated there."""
    (told,) = said(tmp_path, "Para ahli waris: {{Waris.Nama}}", letter={"daftar": LISTS})
    assert "berada di luar tabel" in told


def test_a_question_that_is_called_like_the_offices_own(tmp_path: Path) -> None:
    """The letter would print the office's district where the citizen's was asked for."""
    mine = block("SKU", key="sku", form=None)
    mine["pertanyaan"] += [{"judul": "kecamatan"}, {"judul": "Kecamatan Tujuan"}]
    (told,) = said(tmp_path, "{{Kecamatan}}", layanan={"sku": mine, **only_sktm()})
    assert told.startswith("layanan.sku.pertanyaan: `kecamatan` di surat selalu berarti isian kantor")


# --- printing and signing ---------------------------------------------------------------------------------------


def test_libreoffice_that_is_missing(tmp_path: Path) -> None:
    """Letters would be held; the village may choose Word files instead."""
    (told,) = printing_problems(config_at(tmp_path, cetak={}), {"PATH": str(tmp_path)})
    assert str(told).startswith("cetak: LibreOffice tidak ditemukan. Pasang LibreOffice, atau tulis `kirim_docx: true`")
    assert list(printing_problems(config_at(tmp_path), {"PATH": str(tmp_path)})) == []


@pytest.mark.parametrize(
    ("ends", "said"), [(30, []), (-1, ["cetak.sertifikat: sertifikat ini tidak berlaku hari ini; pasang yang baru"])]
)
def test_a_certificate_that_has_expired(tmp_path: Path, ends: int, said: list[str]) -> None:
    """Letters would be held: `check` says why."""
    write_certificate(tmp_path / "desa.p12", "rahasia", ends=ends)
    config = village(cetak={"sertifikat": tmp_path / "desa.p12"})
    assert [str(problem) for problem in signing_problems(config, SecretStr("rahasia"), TODAY.date())] == said


def test_a_certificate_that_is_not_there(tmp_path: Path) -> None:
    """Named in the settings, and no file."""
    config = village(cetak={"sertifikat": tmp_path / "desa.p12"})
    assert ["berkas ini tidak bisa dibuka" in str(one) for one in signing_problems(config, None, TODAY.date())] == [
        True
    ]


def test_a_certificate_for_word_files() -> None:
    """An editable file is never signed: the operator is told that the one setting makes the other useless."""
    config = village(cetak={"sertifikat": "desa.p12", "kirim_docx": True})
    assert list(signing_problems(config, None, TODAY.date())) == []
    assert ["tidak dipakai selama" in str(one) for one in printing_problems(config, {})] == [True]


def test_a_day_on_which_nobody_signs() -> None:
    """The last signer's time has ended."""
    config = village(penandatangan={"nama": "Ahmad Contoh", "jabatan": "Kepala Desa", "sampai": "2026-11-22"})
    (problem,) = signing_problems(config, None, date(2026, 11, 23))
    assert str(problem).startswith("penandatangan: tidak ada yang bertugas hari ini")
    assert list(signing_problems(config, None, date(2026, 11, 22))) == []


@pytest.mark.parametrize(
    ("letter", "clash"),
    [
        ({"seri": "usaha"}, True),
        ({"seri": "usaha", "nomor": "{kode}-{urut}-{desa}-{bulan}-{tahun}"}, True),
        ({"seri": "usaha", "kode": "518"}, False),
        ({"seri": "usaha", "nomor": "U/{kode}/{urut}/{tahun}"}, False),
        ({}, False),
    ],
)
def test_series_whose_numbers_would_be_the_same(tmp_path: Path, letter: dict[str, str], clash: bool) -> None:
    """Every second letter would be held, or lie in the archive under another's name: `check` says so beforehand."""
    found = [str(problem) for problem in number_problems(config_at(tmp_path, letter))]
    assert ["layanan.sktm.surat.seri: nomornya akan sama dengan nomor layanan sku" in one for one in found] == [
        True
    ] * clash
