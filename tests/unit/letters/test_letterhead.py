"""What the office itself writes into a letter."""

from datetime import date

import pytest

from letters.letterhead import SIGNED_ELECTRONICALLY, UNSIGNED, Identity, letter_content
from tests.unit.builders import dossier, service, village


@pytest.mark.parametrize(
    ("days", "frozen", "printed"), [(30, "2026-12-23", "23 Desember 2026"), (0, "", "ada perubahan keterangan")]
)
def test_the_last_day_is_frozen_as_it_is_printed(days: int, frozen: str, printed: str) -> None:
    """Whoever checks the letter later is told the day on the paper, whatever the settings say by then."""
    config = village()
    identity = Identity("517/001", date(2026, 11, 23), "ACDE34679FGH", config.signers[0], "surat_desa_bot")
    wanted = service(surat={"templat": "sku.docx", "kode": "517", "berlaku_hari": days})
    content = letter_content(config, wanted, dossier().answers, dossier().reference, identity)
    assert (content.valid_until, content.values["Berlaku Sampai"]) == (frozen, printed)
    assert content.qr == "https://t.me/surat_desa_bot?start=v_ACDE34679FGH"


@pytest.mark.parametrize(
    ("hand_over", "printing", "said"),
    [
        ("langsung", {}, UNSIGNED),
        ("langsung", {"sertifikat": "desa.p12"}, SIGNED_ELECTRONICALLY),
        ("langsung", {"sertifikat": "desa.p12", "kirim_docx": True}, UNSIGNED),
        ("pindai", {}, ""),
        ("pindai", {"sertifikat": "desa.p12"}, ""),
        ("cetak", {"sertifikat": "desa.p12"}, ""),
    ],
)
def test_what_a_letter_says_of_its_signature(hand_over: str, printing: dict[str, object], said: str) -> None:
    """Only a PDF that is sent as it is can be signed electronically; what is signed by hand says nothing."""
    config = village(cetak=printing)
    identity = Identity("517/001", date(2026, 11, 23), "ACDE34679FGH", config.signers[0], "surat_desa_bot")
    wanted = service(surat={"templat": "sku.docx", "kode": "517", "serah": hand_over})
    content = letter_content(config, wanted, {}, "SKU-7K3Q", identity)
    assert content.values["Keterangan Tanda Tangan"] == said
