"""What `check` says of signing and printing."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from letters.checkup import printing_problems, signing_problems
from tests.unit.builders import village

TODAY = datetime.now(UTC)


def certificate(folder: Path, ends: int) -> Path:
    """A certificate that ends so many days from today, in a file without a passphrase."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Desa")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(TODAY - timedelta(days=90))
        .not_valid_after(TODAY + timedelta(days=ends))
        .sign(key, hashes.SHA256())
    )
    path = folder / "desa.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"desa", key, made, None, NoEncryption()))
    return path


@pytest.mark.parametrize(
    ("ends", "said"), [(30, []), (-1, ["cetak.sertifikat: sertifikat ini tidak berlaku hari ini; pasang yang baru"])]
)
def test_a_certificate_that_has_expired(tmp_path: Path, ends: int, said: list[str]) -> None:
    """Letters would be held: `check` says why."""
    config = village(cetak={"sertifikat": certificate(tmp_path, ends)})
    assert [str(problem) for problem in signing_problems(config, None, TODAY.date())] == said


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
