"""PDFs with lines of text, and a village's certificate, made for the day."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

_FONT = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}


def write_pdf(path: Path, lines: Sequence[str]) -> None:
    """Write a PDF with one page of these lines."""
    writer = PdfWriter()
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in _FONT.items()})
    page = writer.add_blank_page(600, 900)
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    shown = " T* ".join(f"<{line.encode('cp1252').hex()}> Tj" for line in lines)
    content.set_data(f"BT /F1 12 Tf 14 TL 50 800 Td {shown} ET".encode())
    page[NameObject("/Contents")] = content
    writer.write(path)


def write_certificate(path: Path, passphrase: str, *, ends: int = 365) -> None:
    """Write a key and its certificate, which ends so many days from now, as PKCS#12."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kepala Desa Contoh")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=ends))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(key, hashes.SHA256())
    )
    lock = BestAvailableEncryption(passphrase.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"desa", key, certificate, None, lock))
