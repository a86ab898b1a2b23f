"""What the operator does with letters by hand."""

import argparse
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pytest

from letters import commands
from letters.commands import CommandError
from letters.template import MissingValues
from office.config import load
from tests.unit.builders import NOON
from tests.unit.letters.workshop import Workshop, template

REAL = load(Path(__file__).parents[3] / "config.yaml")


@pytest.fixture
def surat(shop: Workshop) -> Callable[..., str]:
    """Return what a command said, its lines joined."""

    def said(*words: str) -> str:
        parser = argparse.ArgumentParser()
        commands.arguments(parser)
        return "\n".join(commands.run(parser.parse_args(words), shop.config, shop.ledger, NOON))

    return said


def text_of(path: Path) -> str:
    """Return the text of a Word file's paragraphs and tables."""
    document = python_docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def booked(surat: Callable[..., str], *words: str) -> str:
    """Return the number that was booked."""
    return surat("catat", *words, "--kepada", "Ketua RT 01", "--ringkasan", "Undangan").removeprefix(
        "Nomor untuk surat ini: "
    )


def test_a_booked_number_is_of_the_services_own_series(shop: Workshop, surat: Callable[..., str]) -> None:
    """A letter made by hand for a service takes the next number of that service's series, code and pattern."""
    shop.open({"seri": "usaha", "nomor": "{kode}.{urut}/U/{tahun}"})
    assert [booked(surat, "sku"), booked(surat, "sku"), booked(surat, "005")] == [
        "517.001/U/2026",
        "517.002/U/2026",
        "005/001/DS-KRS/XI/2026",
    ]


def test_a_booked_number_looks_like_the_others_of_its_series(shop: Workshop, surat: Callable[..., str]) -> None:
    """A free code is written in the pattern that the series' letters have."""
    shop.open({"seri": "usaha", "nomor": "{kode}.{urut}/U/{tahun}"})
    assert booked(surat, "005", "--seri", "usaha") == "005.001/U/2026"


@pytest.mark.parametrize("deed", [("mulai", "7"), ("catat", "005", "--kepada", "x", "--ringkasan", "y")])
def test_a_series_that_nobody_set_up(surat: Callable[..., str], deed: tuple[str, ...]) -> None:
    """A mistyped series is no new series."""
    with pytest.raises(CommandError, match="Seri `suart` tidak ada; yang ada: surat"):
        surat(*deed, "--seri", "suart")


def test_a_booked_number_that_another_series_has(shop: Workshop, surat: Callable[..., str]) -> None:
    """Two series whose numbers read the same: the operator is told, and nothing is used up."""
    shop.open({"seri": "usaha", "kode": "460"})
    assert [booked(surat, "sku"), booked(surat, "sku")] == ["460/001/DS-KRS/XI/2026", "460/002/DS-KRS/XI/2026"]
    with pytest.raises(CommandError, match=r"Nomor 460/001/DS-KRS/XI/2026 sudah dipakai surat lain"):
        booked(surat, "460")
    surat("mulai", "2")
    assert booked(surat, "460") == "460/003/DS-KRS/XI/2026"


@pytest.mark.parametrize("name", REAL.services)
def test_every_service_can_be_tried(tmp_path: Path, name: str) -> None:
    """Each starter letter is filled with samples, without a remark."""
    said = list(commands.try_out(REAL, name, {}, NOON.date(), tmp_path / "contoh.docx"))
    assert said == [f"Surat contoh: {tmp_path / 'contoh.docx'}"]
    assert "{{" not in text_of(tmp_path / "contoh.docx")


def test_given_answers_are_printed_as_in_a_letter(tmp_path: Path) -> None:
    """Also a list's lines, dates, and titles that are spelled a little differently."""
    given = {
        "daftar anggota yang  pindah": "3216000000000001; Budi; anak\n3216000000000002; Ani; istri",
        "rencana tanggal pindah": "2026-12-01",
    }
    list(commands.try_out(REAL, "pindah", given, NOON.date(), tmp_path / "contoh.docx"))
    text = text_of(tmp_path / "contoh.docx")
    assert all(one in text for one in ("Budi", "Ani", "3216000000000002", "1 Desember 2026"))


def test_a_draft_elsewhere_is_the_one_that_is_tried(shop: Workshop, tmp_path: Path) -> None:
    """A file of the same name as a service's template is filled itself, and what stands against it is said."""
    draft = tmp_path / "sku.docx"
    draft.write_bytes(template("Konsep untuk {{Nama Lengkap}} dan {{Nama Lengkp}}"))
    said = list(commands.try_out(shop.config, str(draft), {}, NOON.date(), tmp_path / "contoh.docx"))
    assert "Konsep untuk Contoh Nama Lengkap dan Contoh Nama Lengkp" in text_of(tmp_path / "contoh.docx")
    assert ["Isian {{Nama Lengkp}} tidak dikenal" in line for line in said[1:]] == [True]


def test_an_answer_that_is_left_empty(shop: Workshop, tmp_path: Path) -> None:
    """What would be missing in a letter is missing on trial, too."""
    with pytest.raises(MissingValues, match="Keperluan"):
        list(commands.try_out(shop.config, "sku", {"Keperluan": ""}, NOON.date(), tmp_path / "contoh.docx"))
    assert not (tmp_path / "contoh.docx").exists()
