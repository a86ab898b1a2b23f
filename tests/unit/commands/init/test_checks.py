"""What an answer must look like, and the sentence that mends it."""

from collections.abc import Callable
from typing import Any

import pytest

from commands.init import checks
from commands.init.checks import Mend


@pytest.mark.parametrize(
    ("check", "typed", "meant"),
    [
        (checks.line("desa"), "  Desa  Suka   Maju ", "Suka Maju"),
        (checks.line("desa"), "Desa", "Desa"),
        (checks.line("desa"), "Desaku", "Desaku"),
        (checks.optional(checks.line()), "-", ""),
        (checks.optional(checks.postcode), "", ""),
        (checks.code, " DS-SKM ", "DS-SKM"),
        (checks.postcode, "17510", "17510"),
        (checks.phone, "(021) 5550-0123", "(021) 5550-0123"),
        (checks.number, "047", 47),
        (checks.agreed("tidak"), " Ya ", True),
        (checks.agreed("tidak"), "TIDAK", False),
        (checks.choice({"a": "Satu", "b": "Dua"}), "2", "b"),
        (checks.choice({"a": "Satu", "b": "Dua"}), "a", "a"),
        (checks.several(["a", "b", "c", "d"]), "4, 1-2", ["a", "b", "d"]),
        (checks.several(["a", "b"]), "Semua", ["a", "b"]),
        (checks.token, " 123456:AAE-abcdefghijklmnopqrst ", "123456:AAE-abcdefghijklmnopqrst"),
        (checks.passphrase, "empat kata yang panjang", "empat kata yang panjang"),
    ],
)
def test_what_is_meant(check: Callable[[str], Any], typed: str, meant: object) -> None:
    """Spaces around it, and words that the program says itself, do not matter."""
    assert check(typed) == meant


@pytest.mark.parametrize(
    ("check", "typed", "mend"),
    [
        (checks.line(), " ", "tidak boleh kosong"),
        (checks.line(), "-", "tidak boleh kosong"),
        (checks.code, "DS/KRS", "Contoh: DS-KRS"),
        (checks.postcode, "1751", "lima angka"),
        (checks.phone, "kantor", "Contoh: 021"),
        (checks.number, "empat", "tulis 0"),
        (checks.number, "-1", "tulis 0"),
        (checks.agreed("tidak"), "", "Ketik ya atau tidak."),
        (checks.agreed("bukan"), "tidak", "Ketik ya atau bukan."),
        (checks.choice({"a": "Satu", "b": "Dua"}), "3", "angka 1 sampai 2"),
        (checks.choice({"a": "Satu"}), "0", "angka 1 sampai 1"),
        (checks.several(["a", "b"]), "1, 3", "angka 1 sampai 2"),
        (checks.several(["a", "b"]), "", "dipisah koma"),
        (checks.several(["a", "b"]), "1-9999999999", "angka 1 sampai 2"),
        (checks.passphrase, "pendek", "12 huruf"),
        (checks.passphrase, "kata ${SANDI} yang panjang", "tanda $"),
    ],
)
def test_how_to_mend_it(check: Callable[[str], Any], typed: str, mend: str) -> None:
    """In one sentence."""
    with pytest.raises(Mend, match=mend.replace("$", r"\$")):
        check(typed)


def test_a_token_that_is_none_is_not_repeated() -> None:
    """It may be one that was copied without its beginning."""
    with pytest.raises(Mend) as told:
        checks.token("AAE-abcdefghijklmnopqrst")
    assert "AAE" not in str(told.value)


def test_opening_hours_as_people_write_them() -> None:
    """A range of days or one, a dot or a colon, any capitals; days not named are closed."""
    typed = "senin - kamis 08:00 - 15:00, JUMAT 08.00-14.30"
    assert checks.opening(typed) == dict.fromkeys(["senin", "selasa", "rabu", "kamis"], "08.00-15.00") | {
        "jumat": "08.00-14.30"
    }


@pytest.mark.parametrize(
    ("typed", "mend"),
    [
        ("", "Contoh: Senin-Kamis"),
        ("tiap hari", "tidak terbaca"),
        ("Senen 08.00-15.00", "hari `senen` tidak dikenal"),
        ("Jumat-Senin 08.00-15.00", "hari pertama harus sebelum hari terakhir"),
        ("Senin 15.00-08.00", "jam tutup harus sesudah jam buka"),
        ("Senin 08.00-25.00", "tidak ada"),
    ],
)
def test_opening_hours_that_cannot_be(typed: str, mend: str) -> None:
    """What is wrong with them is said."""
    with pytest.raises(Mend, match=mend):
        checks.opening(typed)
