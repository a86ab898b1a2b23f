"""What `check` says of signing and printing."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from letters.checkup import number_problems, printing_problems, signing_problems
from tests.unit.builders import village
from tests.unit.letters.paper import write_certificate
from tests.unit.letters.workshop import config_at

TODAY = datetime.now(UTC)


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
