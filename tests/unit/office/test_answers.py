"""What answers are worth."""

import pytest

from office.answers import changed, concerns, contact, missing, nik, person, phone, short_name
from office.cases import Concern
from tests.unit.builders import ANSWERS, NIK, PHONE, QUESTIONS, SKU, arrival, service


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("081200001111", "081200001111"),
        ("81200001111", "081200001111"),
        ("6281200001111", "081200001111"),
        ("+62 812-0000-1111", "081200001111"),
        ("(0812) 0000.1111", "081200001111"),
        ("+62 (0)21 5550123", "+62 (0)21 5550123"),
        ("021 5550123", "021 5550123"),
        (" @siti_contoh ", "@siti_contoh"),
        ("0812 / 0813", "0812 / 0813"),
        ("", ""),
    ],
)
def test_a_phone_number_as_it_is_dialled(written: str, dialled: str) -> None:
    """Mobile numbers get their zero; whatever else was written stays as it was."""
    assert phone(written) == dialled


def test_nothing_is_missing_when_every_name_has_an_answer() -> None:
    """A template's placeholder may be written a little differently from the question."""
    assert missing(("nama  lengkap", "Nik"), SKU, ANSWERS, ()) == ()


@pytest.mark.parametrize("answer", ["", "  ", "\u200b", "\u00a0\ufeff\n"])
def test_an_answer_that_shows_nothing_is_missing(answer: str) -> None:
    """Spaces and zero-width characters print nothing."""
    assert missing(("Nama Lengkap", "Keperluan"), SKU, ANSWERS | {"Keperluan": answer}, ()) == ("Keperluan",)


def test_a_damaged_answer_is_missing() -> None:
    """Digits that came as a number may be wrong and are never printed."""
    assert missing(("NIK",), SKU, ANSWERS, ("NIK",)) == ("NIK",)


def test_what_was_never_asked_is_missing() -> None:
    """Named as the template writes it."""
    assert missing(("Nama Ibu",), SKU, ANSWERS, ()) == ("Nama Ibu",)


def test_a_damaged_number_that_may_be_blank_is_missing_too() -> None:
    """A letter shows `-` for an old KK number that was not given, never one that may be wrong."""
    asked = [*QUESTIONS, {"judul": "Nomor KK Lama", "jenis": "kk", "wajib": False}]
    given = ANSWERS | {"Nomor KK Lama": "3216010101900000"}
    assert missing(("NIK",), service(pertanyaan=asked), given, ("Nomor KK Lama",)) == ("Nomor KK Lama",)
    assert missing(("NIK",), SKU, ANSWERS, ("Nomor/Username Telegram",)) == ()


FAMILY = service(
    surat={
        "templat": "kk.docx",
        "kode": "474",
        "daftar": {
            "Anggota": {"pertanyaan": "Daftar Anggota", "kolom": ["NIK", "Nama", "Hubungan"]},
            "Saksi": {"bernomor": {"Nama": "Nama Saksi {n}", "NIK": "NIK Saksi {n}"}},
        },
    },
)


@pytest.mark.parametrize(
    ("answer", "lacking"),
    [
        ("1; Budi; anak\n\n2; Ani; istri; kedua", ()),
        ("-; Budi; anak", ()),
        ("Budi, anak", ("Daftar Anggota (baris 1: Nama)", "Daftar Anggota (baris 1: Hubungan)")),
        ("1; Budi; anak\n2; Ani", ("Daftar Anggota (baris 2: Hubungan)",)),
        (" ; ;", ("Daftar Anggota",)),
        ("", ("Daftar Anggota",)),
    ],
)
def test_every_line_of_a_list_has_what_its_row_prints(answer: str, lacking: tuple[str, ...]) -> None:
    """Approved with a gap, the letter could never be made: the desk says beforehand which line lacks what."""
    needed = ("Nama Lengkap", "Anggota.NIK", "anggota.nama", "Anggota.Hubungan")
    found = missing(needed, FAMILY, ANSWERS | {"Daftar Anggota": answer}, ())
    assert tuple(one.replace("nama)", "Nama)") for one in found) == lacking


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({"Nama Saksi 1": "A", "NIK Saksi 1": "1"}, ()),
        ({"Nama Saksi 1": "A", "NIK Saksi 1": "1", "Nama Saksi 2": "B"}, ("NIK Saksi 2",)),
        ({"Nama Saksi 2": "B"}, ("NIK Saksi 2",)),
        ({}, ("Nama Saksi 1", "NIK Saksi 1")),
    ],
)
def test_every_numbered_entry_has_what_its_row_prints(given: dict[str, str], lacking: tuple[str, ...]) -> None:
    """Named by the question that was left blank."""
    assert missing(("Saksi.Nama", "Saksi.NIK"), FAMILY, ANSWERS | given, ()) == lacking


def test_sound_answers_need_no_look() -> None:
    """No remark without a reason."""
    assert list(concerns(SKU, arrival())) == []


@pytest.mark.parametrize("nik", [NIK, "3216 0101 0190 0001", "3216.0101.0190.0001", "3216-010101-900001"])
def test_a_nik_may_be_written_in_groups(nik: str) -> None:
    """Sixteen digits are sixteen digits."""
    assert list(concerns(SKU, arrival(changes={"NIK": nik}))) == []


@pytest.mark.parametrize("nik", [NIK[:-1], NIK + "1", "tidak punya", "32160101019OOOO1", "٣٢١٦٠١٠١٠١٩٠٠٠٠١"])
def test_a_nik_of_another_form_is_to_be_looked_at(nik: str) -> None:
    """It forbids nothing: NIKs are what they are."""
    assert list(concerns(SKU, arrival(changes={"NIK": nik}))) == [Concern("not_16_digits", "NIK")]


@pytest.mark.parametrize("answer", ["", "\u200b"])
def test_an_empty_answer_is_to_be_looked_at_where_it_was_required(answer: str) -> None:
    """People empty cells; an optional question may stay open."""
    assert list(concerns(SKU, arrival(changes={"Keperluan": answer}))) == [Concern("empty", "Keperluan")]


def test_an_empty_nik_is_empty_and_not_of_the_wrong_length() -> None:
    """One thing wrong is one remark."""
    assert list(concerns(SKU, arrival(changes={"NIK": ""}))) == [Concern("empty", "NIK")]


def test_a_damaged_nik_is_one_remark() -> None:
    """That it came as a number says all."""
    row = arrival(changes={"NIK": "3216010101900"}, damaged=("NIK",))
    assert list(concerns(SKU, row)) == [Concern("came_as_number", "NIK")]


def test_changed_titles_are_named() -> None:
    """Added, taken away and rewritten answers, in the order of the alphabet."""
    after = {"Nama Lengkap": "Siti", "NIK": NIK, "Agama": "Islam", "Keperluan": "Modal usaha"}
    assert changed(ANSWERS, after) == ("Agama", "Nama Lengkap", "Nomor/Username Telegram", "Tanggal Lahir")
    assert changed({"Agama": ""}, {}) == ()


def test_the_person_and_the_short_name() -> None:
    """The desk shows the name; a chat only what oneself recognises."""
    assert person({"Nama Lengkap": "  Siti \n Contoh  "}) == "Siti Contoh"
    assert person({}) == ""
    assert [short_name(name) for name in ("Siti Contoh Aminah", "Siti", "")] == ["Siti C.", "Siti", ""]


def test_how_the_person_can_be_reached() -> None:
    """The first phone question that was answered, else nothing."""
    sku = service(pertanyaan=[*QUESTIONS, {"judul": "HP", "jenis": "telepon"}])
    assert contact(sku, ANSWERS | {"HP": "0813"}) == "0813"
    assert contact(sku, ANSWERS) == PHONE
    assert contact(sku, {}) == ""


@pytest.mark.parametrize("written", [NIK, "3216 0101 0190 0001", "3216.010101-900001", f"\u00a0{NIK}\n"])
def test_a_nik_is_its_sixteen_digits(written: str) -> None:
    """However it was spaced."""
    assert nik(SKU, ANSWERS | {"NIK": written}, ()) == NIK


@pytest.mark.parametrize(
    "written", ["", NIK[:-1], NIK + "1", NIK.replace("1", "\N{FULLWIDTH DIGIT ONE}"), "tidak tahu"]
)
def test_what_is_no_nik_is_none(written: str) -> None:
    """Nobody is counted under half a number."""
    assert nik(SKU, ANSWERS | {"NIK": written}, ()) is None


def test_a_damaged_nik_is_none_and_a_form_may_ask_for_none() -> None:
    """Or ask for several: whom the request is for stands first."""
    several = [{"judul": "Nama Lengkap"}, {"judul": "NIK Pelapor", "jenis": "nik"}, {"judul": "NIK", "jenis": "nik"}]
    assert nik(SKU, ANSWERS, ("NIK",)) is None
    assert nik(service(pertanyaan=several[:1]), ANSWERS, ()) is None
    assert nik(service(pertanyaan=several), ANSWERS, ()) is None
    assert nik(service(pertanyaan=several), ANSWERS | {"NIK Pelapor": NIK}, ("NIK",)) == NIK
