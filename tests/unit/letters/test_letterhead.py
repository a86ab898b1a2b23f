"""What the office itself writes into a letter."""

from datetime import date

import pytest

from letters.letterhead import NAMES, SIGNED_ELECTRONICALLY, UNSIGNED, Identity, letter_content
from tests.unit.builders import dossier, service, village

PAGE = "https://script.google.com/macros/s/AKfycbContoh/exec"


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


def test_the_qr_opens_the_village_page_where_there_is_one() -> None:
    """A bank's officer needs no Telegram; the code is in the address."""
    config = village()
    identity = Identity("517/001", date(2026, 11, 23), "ACDE34679FGH", config.signers[0], "surat_desa_bot", page=PAGE)
    content = letter_content(config, service(surat={"templat": "sku.docx", "kode": "517"}), {}, "SKU-7K3Q", identity)
    assert content.qr == f"{PAGE}?kode=ACDE34679FGH"


@pytest.mark.parametrize(
    ("google", "page"),
    [
        ({"halaman_verifikasi": True, "alamat_halaman": PAGE}, PAGE),
        ({"halaman_verifikasi": True}, ""),
        ({"alamat_halaman": PAGE}, ""),
    ],
)
def test_a_page_that_is_switched_off_is_opened_by_no_qr(google: dict[str, object], page: str) -> None:
    assert village(google=google).google.letters_page == page


def test_only_the_address_that_all_may_open_is_taken() -> None:
    """The one that ends in /dev opens for its maker alone: he would not notice."""
    with pytest.raises(ValueError, match="salin alamat Web app"):
        village(google={"alamat_halaman": PAGE.replace("/exec", "/dev")})


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


def test_a_letter_that_goes_to_no_chat_says_nothing_of_its_signature() -> None:
    """It is printed at the office and signed there: a remark that it is unsigned would soon be false."""
    config = village()
    identity = Identity(
        "517/001", date(2026, 11, 23), "ACDE34679FGH", config.signers[0], "surat_desa_bot", to_chat=False
    )
    wanted = service(surat={"templat": "sku.docx", "kode": "517", "serah": "langsung"})
    assert letter_content(config, wanted, {}, "SKU-7K3Q", identity).values["Keterangan Tanda Tangan"] == ""


# --- lists ------------------------------------------------------------------------------------------------------

HEIRS = {"Waris": {"pertanyaan": "Daftar Waris", "kolom": ["NIK", "Nama", "Hubungan"]}}
WITNESSES = {"Saksi": {"bernomor": {"Nama": "Nama Saksi {n}", "Lahir": "Tanggal Lahir Saksi {n}"}}}


def entries(lists: dict[str, object], answers: dict[str, str]) -> list[dict[str, str]]:
    """The rows of the only list in a letter of these answers."""
    asked = [{"judul": "Nama Lengkap"}, {"judul": "Daftar Waris", "jenis": "paragraf"}]
    asked += [{"judul": f"Tanggal Lahir Saksi {n}", "jenis": "tanggal"} for n in (1, 2, 3)]
    wanted = service(pertanyaan=asked, surat={"templat": "sku.docx", "kode": "517", "daftar": lists})
    config = village()
    identity = Identity("517/001", date(2026, 11, 23), "ACDE34679FGH", config.signers[0], "surat_desa_bot")
    (rows,) = letter_content(config, wanted, answers, "SKU-7K3Q", identity).lists.values()
    return [dict(row) for row in rows]


@pytest.mark.parametrize(
    ("answer", "rows"),
    [
        ("1; Budi; anak", [("1", "Budi", "anak")]),
        ("1;Budi;anak\r\n\n ; ; \n2 ;  Ani ; istri \n", [("1", "Budi", "anak"), ("2", "Ani", "istri")]),
        ("1; Budi; anak; angkat;", [("1", "Budi", "anak; angkat; ")]),
        ("1; Budi", [("1", "Budi", "")]),
        ("Budi", [("Budi", "")]),
        ("", []),
        (" ;; ", []),
    ],
    ids=["a line", "blank lines", "too many cells", "one too few", "two too few", "no answer", "only marks"],
)
def test_a_list_asked_for_in_lines(answer: str, rows: list[tuple[str, ...]]) -> None:
    """A line is an entry, its cells stand between `;`; what is too much stays with the last column."""
    columns = ("NIK", "Nama", "Hubungan")
    assert entries(HEIRS, {"daftar  waris": answer}) == [dict(zip(columns, row, strict=False)) for row in rows]


def test_a_list_asked_for_in_numbered_questions() -> None:
    """Numbers without an answer are left out; dates are printed as everywhere in the letter."""
    answers = {
        "Nama Saksi 1": "Budi",
        "Tanggal Lahir Saksi 1": "1990-01-02",
        "Nama Saksi 2": " ",
        "nama saksi 3": "Ani",
    }
    assert entries(WITNESSES, answers) == [{"Nama": "Budi", "Lahir": "2 Januari 1990"}, {"Nama": "Ani", "Lahir": ""}]


def test_what_the_office_says_is_not_the_citizens_to_say() -> None:
    """An answer to a question that is called like one of the office's own names is not printed in its place."""
    config = village()
    identity = Identity("517/001", date(2026, 11, 23), "ACDE34679FGH", config.signers[0], "surat_desa_bot")
    forged = dict.fromkeys(NAMES, "palsu")
    content = letter_content(config, service(), forged, "SKU-7K3Q", identity)
    assert "palsu" not in content.values.values()
