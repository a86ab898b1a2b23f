"""What somebody who has a letter's code is told, asserted as sentences."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import verification
from bot.conversation import CheckLetter, Origin, ShowMenu, understand
from bot.keyboards import Button
from bot.texts import TEXT_LIMIT
from office.config import Config
from office.ledger.register import Content, Entry, Letter
from office.services import Service
from tests.unit.bot.village import SHIPPED, message, service, village_config

CODE = "ACDE34679FGH"
CONFIG = village_config()
QUESTIONS = ("Nama Lengkap", "Nama Usaha", "Jenis Usaha", "Keperluan")


def sku(*facts: str) -> Service:
    block = service("sku", "Surat Keterangan Usaha", "SKU")
    questions = [{"judul": title} for title in QUESTIONS]
    return Service.model_validate(
        block | {"pertanyaan": questions, "surat": block["surat"] | {"fakta_verifikasi": list(facts)}}
    )


def letter(values: dict[str, str] | None = None, valid_until: str = "2026-12-23", **fields: Any) -> Letter:
    entry = Entry(
        number="517/007/DS-KRS/XI/2026",
        series="surat",
        year=2026,
        sequence=7,
        addressee=fields.pop("addressee", "Siti Aminah"),
        summary="Surat Keterangan Usaha",
        approved_by="spreadsheet",
        service="sku",
        verification=CODE,
        content=Content(values or {}, valid_until=valid_until),
    )
    # 23 November in Jakarta, though still the 22nd in London.
    return Letter(1, entry, datetime(2026, 11, 22, 18, 0, tzinfo=UTC), **fields)


def told(shown: Letter, *facts: str, today: date = date(2026, 11, 24), config: Config = CONFIG) -> str:
    return verification.letter_screen(SHIPPED, shown, sku(*facts), config.village, today).text


def test_a_valid_letter() -> None:
    """Kind, number, date, holder, last day, the facts that matter, what to do with them, and what a QR is not."""
    values = {"Nama Usaha": "Warung <Melati>", "jenis  usaha": "Sembako", "NIK": "3216010101900001", "Keperluan": "x"}
    screen = verification.letter_screen(
        SHIPPED, letter(values), sku("Nama Usaha", "Jenis Usaha"), CONFIG.village, date(2026, 12, 23)
    )
    assert screen.text == (
        "<b>Surat ini tercatat di Desa Karangsatria.</b>\n\n"
        "Jenis: Surat Keterangan Usaha\nNomor: 517/007/DS-KRS/XI/2026\nTanggal: 23 November 2026\n"
        "Atas nama: Siti Aminah\nBerlaku sampai: 23 Desember 2026\n"
        "Nama Usaha: Warung &lt;Melati&gt;\nJenis Usaha: Sembako\n\n"
        "<b>Cocokkan dengan surat.</b> Ada yang berbeda? Telepon 021 5550 0123.\n"
        "Hasil pindai (scan) tanda tangan dan QR bukan tanda tangan elektronik."
    )
    assert screen.keyboard == ((Button("Menu", data="menu:new"),),)


def test_a_letter_whose_time_is_over() -> None:
    """The day after its last day a letter is told as expired, and until when it was good."""
    assert "Masa berlakunya <b>sudah habis</b>: hanya sampai 23 Desember 2026" in told(
        letter(), today=date(2026, 12, 24)
    )


def test_a_letter_without_an_end() -> None:
    """It says so in the paper's words."""
    assert "\nBerlaku sampai: ada perubahan keterangan" in told(letter(valid_until=""))


def test_a_withdrawn_letter() -> None:
    """Number and date, and nothing of its content, its holder or the reason."""
    shown = letter({"Nama Usaha": "Warung Melati"}, withdrawn_at=datetime(2026, 11, 24, tzinfo=UTC), withdrawn_why="x")
    assert told(shown, "Nama Usaha") == (
        "<b>Surat ini sudah dicabut dan tidak berlaku lagi.</b>\n\n"
        "Nomor: 517/007/DS-KRS/XI/2026\nTanggal: 23 November 2026\n\n"
        "Ada pertanyaan? Telepon Kantor Desa Karangsatria: 021 5550 0123."
    )


def test_a_service_that_is_no_longer_offered() -> None:
    """Its letters are still told, without facts."""
    text = verification.letter_screen(
        SHIPPED, letter({"Nama Usaha": "W"}), None, CONFIG.village, date(2026, 11, 24)
    ).text
    assert "Jenis: Surat Keterangan Usaha\n" in text
    assert "Nama Usaha" not in text


@pytest.mark.parametrize("number", ["3216010101900001", "3216 0101 0190 0001", "0812-3456-7890", "+62 812 3456 7890"])
def test_long_numbers_are_never_told(number: str) -> None:
    """A NIK or phone that somebody wrote into another answer, or into the name, is left out."""
    text = told(letter({"Keperluan": f"untuk {number} saja"}, addressee=f"Siti {number}"), "Keperluan")
    assert "Keperluan: untuk" in text
    assert number not in text
    assert number[-4:] not in text


def test_a_long_number_is_left_out_before_the_answer_is_cut() -> None:
    """Also where the cut would leave only the half of it."""
    text = told(letter({"Keperluan": "x" * 285 + " 3216 0101 0190 0001 dan seterusnya"}), "Keperluan")
    assert "x" * 285 in text
    assert "3216" not in text


@pytest.mark.parametrize("answer", ["sejak 2019", "Rp10.000.000", "17-08-1990", "RT 002/RW 005"])
def test_other_numbers_are_told(answer: str) -> None:
    """Years, dates and amounts are what is to be compared."""
    assert f"Keperluan: {answer}\n" in told(letter({"Keperluan": answer}), "Keperluan")


def test_an_answer_cannot_pass_for_our_own_lines() -> None:
    """What was written over several lines stands on one."""
    text = told(letter({"Keperluan": "Modal\nBerlaku sampai: selamanya"}), "Keperluan")
    assert "\nKeperluan: Modal Berlaku sampai: selamanya\n" in text
    assert text.count("\nBerlaku sampai:") == 1


def test_empty_facts_are_left_out() -> None:
    """A question that was not answered, or is new since, has no line."""
    assert "Usaha:" not in told(letter({"Nama Usaha": " "}), "Nama Usaha", "Jenis Usaha")


def test_whatever_was_answered_fits_one_message() -> None:
    """Endless names and answers are cut, and what the office says stays whole."""
    values = dict.fromkeys(QUESTIONS, "kata & " * 900)
    text = told(letter(values, addressee="a&" * 2500), *QUESTIONS)
    assert len(text) <= TEXT_LIMIT
    assert text.endswith("bukan tanda tangan elektronik.")
    assert all(f"\n{title}: kata" in text for title in QUESTIONS)


def test_an_unknown_code() -> None:
    """It says what to do."""
    assert verification.unknown_screen(SHIPPED, CONFIG.village).text == (
        "<b>Surat dengan kode ini tidak ditemukan.</b>\nMohon cek lagi kodenya. Bila sudah benar, surat itu tidak "
        "tercatat di kantor kami. Ada pertanyaan? Telepon Kantor Desa Karangsatria: 021 5550 0123."
    )


def test_too_many_guesses() -> None:
    """It says for how long, and another way."""
    assert verification.wait_screen(SHIPPED, CONFIG.village, 61.0).text == (
        "Mohon maaf, sudah terlalu banyak kode yang tidak ditemukan. "
        "Silakan coba lagi nanti, kira-kira 2 menit lagi, atau telepon 021 5550 0123."
    )


# --- how a code comes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"/start v_{CODE}",
        f"/start V_{CODE.lower()}",
        "/start v_acde 3467 9fgh",
        f"/start@surat_desa_bot v_{CODE}",
        f"/cek {CODE}",
        "/cek acde 3467 9fgh",
        f"/CEK  {CODE.lower()}",
        CODE,
        CODE.lower(),
        " ACDE 3467 9FGH ",
        "acde\n3467\n9fgh",
    ],
)
def test_a_code_is_understood(text: str) -> None:
    """By the link, after `/cek`, or alone; small letters and spaces are forgiven."""
    assert understand(message(text), CONFIG.services) == CheckLetter(Origin(5, "siti"), CODE, 3)


@pytest.mark.parametrize(("text", "code"), [("/cek", ""), ("/start v_", ""), ("/cek 0OI", "0OI")])
def test_no_code_or_no_good_one(text: str, code: str) -> None:
    """Who asks to check something is not sent to the menu."""
    assert understand(message(text), CONFIG.services) == CheckLetter(Origin(5, "siti"), code, 3)


@pytest.mark.parametrize("text", ["/start abc", "yang udah kena", "ACDE34679FG", "ACDE34679FG0", f"{CODE} itu apa?"])
def test_what_is_no_code(text: str) -> None:
    """Other links and ordinary words lead to the menu."""
    assert isinstance(understand(message(text), CONFIG.services), ShowMenu)
