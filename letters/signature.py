"""The village's electronic signature on a PDF: PAdES B-B with a certificate that the village holds itself.

It proves that the file has not been changed since the holder of that key signed it. It is not the certified signature
(TTE tersertifikasi) of BSrE: readers will say that the signer is unknown, and the law gives it less weight.
Needs the extra `tte` (pyHanko). Format: ETSI EN 319 142-1, level B-B: no time stamp, no revocation data.
"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from letters.shelf import write_whole

try:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter
except ImportError:  # the extra is the village's choice
    _INSTALLED = False
else:
    _INSTALLED = True

_FIELD = "TandaTanganDesa"


class SignatureFailed(Exception):  # noqa: N818 - says what is the case
    """The PDF is as it was, without a signature. The text says why, for the log; `mend` tells the operator."""

    def __init__(self, why: str, mend: str = "surat tidak bisa ditandatangani; lihat catatan program") -> None:
        super().__init__(why)
        self.mend = mend


def sign(pdf: Path, certificate: Path, passphrase: str, reason: str) -> None:
    """Sign the PDF invisibly, in place, whole or not at all, with the key in a PKCS#12 file (`.p12`, `.pfx`).

    `reason` is shown by PDF readers. Raises SignatureFailed, also for a certificate that is not valid today.
    """
    signer = usable(certificate, passphrase)
    about = signers.PdfSignatureMetadata(
        field_name=_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason
    )
    try:
        signed = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf.read_bytes())), about, signer)
    except (PdfError, ValueError, OSError) as error:
        raise SignatureFailed(f"the PDF cannot be signed ({type(error).__name__}: {error})") from error
    write_whole(pdf, signed.getvalue())


def usable(certificate: Path, passphrase: str) -> "signers.SimpleSigner":
    """The key and its certificate, good for today. Raises SignatureFailed."""
    if not _INSTALLED:
        raise SignatureFailed(
            "pyHanko is not installed; it comes with the extra `tte`",
            "pyHanko belum terpasang; pasang dengan: python3 -m uv sync --extra tte",
        )
    try:
        data = certificate.read_bytes()
        signer: signers.SimpleSigner = signers.SimpleSigner.load_pkcs12_data(data, [], passphrase.encode() or None)
    except OSError as error:
        raise SignatureFailed(
            f"the certificate file cannot be read ({type(error).__name__})", "berkas ini tidak bisa dibuka"
        ) from error
    except (ValueError, AttributeError) as error:  # pyHanko takes for granted that key and certificate are there
        raise SignatureFailed(
            "the passphrase is wrong, or the file holds no key with its certificate",
            "kata sandinya (CERTIFICATE_PASSPHRASE di .env) salah, atau berkas ini tidak memuat kunci dan sertifikat",
        ) from error
    held = signer.signing_cert
    if held is None or not held.not_valid_before <= datetime.now(UTC) <= held.not_valid_after:
        raise SignatureFailed(
            "the certificate is not valid today",
            "sertifikat ini tidak berlaku hari ini; pasang yang baru",
        )
    return signer
