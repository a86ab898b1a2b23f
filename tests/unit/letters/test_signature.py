"""The village's own electronic signature, judged by pyHanko's validation; certificates are made for the day."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader, PdfWriter

from letters.signature import SignatureFailed, sign

REASON = "Surat Keterangan Usaha Nomor 517/007/DS-KRS/XI/2026"
TODAY = datetime.now(UTC)


class Village:
    """A village with a key and a certificate that it has made itself, kept in a PKCS#12 file."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file, self.pdf = folder, folder / "desa.p12", folder / "surat.pdf"
        writer = PdfWriter()
        writer.add_blank_page(600, 900)
        writer.write(self.pdf)

    def certify(
        self,
        key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None,
        *,
        begins: int = -1,
        ends: int = 365,
        passphrase: bytes = b"rahasia",
    ) -> "Village":
        """Make a certificate that is valid from and to these days after today."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kepala Desa Sukamulya")])
        certificate = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(TODAY + timedelta(days=begins))
            .not_valid_after(TODAY + timedelta(days=ends))
            .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
            .sign(key, hashes.SHA256())
        )
        lock = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
        self.file.write_bytes(pkcs12.serialize_key_and_certificates(b"desa", key, certificate, None, lock))
        self.der = certificate.public_bytes(Encoding.DER)
        return self

    def verdict(self, *, known: bool = True) -> PdfSignatureStatus:
        """What a PDF reader says, that knows the village's certificate or does not."""
        roots = [Certificate.load(self.der)] if known else []
        with self.pdf.open("rb") as file:
            (signature,) = PdfFileReader(file).embedded_signatures
            return validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False))


@pytest.fixture
def village(tmp_path: Path) -> Village:
    return Village(tmp_path)


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_signed_letter_is_valid_for_who_trusts_the_village(village: Village, kind: str) -> None:
    """The signature is whole, covers the whole file and was made as PAdES, with the reason readers show."""
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else None
    sign(village.certify(key).pdf, village.file, "rahasia", REASON)
    verdict = village.verdict()
    assert verdict.bottom_line
    assert verdict.coverage.name == "ENTIRE_FILE"
    (field,) = PdfReader(village.pdf).get_fields().values()  # type: ignore[union-attr] # without fields it fails
    assert field["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"
    assert field["/V"]["/Reason"] == REASON
    assert village.pdf.stat().st_mode & 0o777 == 0o600 or sys.platform == "win32"


def test_a_reader_that_does_not_know_the_village_says_so(village: Village) -> None:
    """Whole, yet by an unknown issuer: what the village is told to expect."""
    sign(village.certify().pdf, village.file, "rahasia", REASON)
    verdict = village.verdict(known=False)
    assert (verdict.intact, verdict.valid, verdict.trusted) == (True, True, False)


def test_a_changed_letter_is_found_out(village: Village) -> None:
    """One byte of the signed letter changed, and the signature no longer holds."""
    sign(village.certify().pdf, village.file, "rahasia", REASON)
    village.pdf.write_bytes(village.pdf.read_bytes().replace(b"900", b"901", 1))
    assert not village.verdict().bottom_line


def test_a_file_without_a_passphrase_needs_none(village: Village) -> None:
    """A PKCS#12 file may be unprotected; the passphrase is then empty."""
    sign(village.certify(passphrase=b"").pdf, village.file, "", REASON)
    assert village.verdict().bottom_line


@pytest.mark.parametrize(("begins", "ends"), [(-30, -1), (1, 30)])
def test_a_certificate_signs_only_in_its_time(village: Village, begins: int, ends: int) -> None:
    """An expired certificate and one of tomorrow sign nothing, and the letter stays as it was."""
    before = village.certify(begins=begins, ends=ends).pdf.read_bytes()
    with pytest.raises(SignatureFailed, match="not valid today"):
        sign(village.pdf, village.file, "rahasia", REASON)
    assert village.pdf.read_bytes() == before


def test_a_wrong_passphrase_is_told(village: Village) -> None:
    """Without the passphrase itself in the message."""
    with pytest.raises(SignatureFailed, match="passphrase is wrong") as caught:
        sign(village.certify().pdf, village.file, "kelapa-muda", REASON)
    assert "kelapa-muda" not in str(caught.value)


def test_a_file_without_a_key_is_told(village: Village) -> None:
    """A certificate alone cannot sign."""
    alone = x509.load_der_x509_certificate(village.certify().der)
    village.file.write_bytes(
        pkcs12.serialize_key_and_certificates(b"desa", None, alone, None, BestAvailableEncryption(b"rahasia"))
    )
    with pytest.raises(SignatureFailed, match="holds no key"):
        sign(village.pdf, village.file, "rahasia", REASON)


def test_a_missing_certificate_file_is_told(village: Village) -> None:
    """The operator may have moved it."""
    with pytest.raises(SignatureFailed, match="cannot be read"):
        sign(village.pdf, village.file, "rahasia", REASON)


@pytest.mark.parametrize("content", [b"", b"bukan pdf", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_not_signed(village: Village, content: bytes) -> None:
    """It stays as it was."""
    village.certify().pdf.write_bytes(content)
    with pytest.raises(SignatureFailed, match="PDF cannot be signed"):
        sign(village.pdf, village.file, "rahasia", REASON)
    assert village.pdf.read_bytes() == content


def test_a_letter_is_signed_once(village: Village) -> None:
    """A second signature in the same place is refused; the first stays good."""
    sign(village.certify().pdf, village.file, "rahasia", REASON)
    with pytest.raises(SignatureFailed, match="PDF cannot be signed"):
        sign(village.pdf, village.file, "rahasia", REASON)
    assert village.verdict().bottom_line


def test_without_the_extra_the_failure_names_it(village: Village) -> None:
    """A village that configures signing and has no pyHanko hears what is missing."""
    program = (
        "import sys, pathlib; sys.modules['pyhanko'] = None\n"
        "from letters.signature import SignatureFailed, sign\n"
        "try: sign(pathlib.Path(sys.argv[1]), pathlib.Path('desa.p12'), '', '')\n"
        "except SignatureFailed as error: print(error)"
    )
    root = Path(__file__).parents[3]
    told = subprocess.run(
        [sys.executable, "-c", program, str(village.pdf)],
        check=False,
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "extra `tte`" in told.stdout, told.stderr
