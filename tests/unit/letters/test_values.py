"""How dates, money and numbers are printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.values import FORMATS, printed, rupiah, terbilang


@pytest.mark.parametrize(
    ("kind", "answer", "shown"),
    [
        ("tanggal", "2026-05-05", "5 Mei 2026"),
        ("tanggal", " 2026-05-05\n", "5 Mei 2026"),
        ("tanggal", "5 Mei 2026", "5 Mei 2026"),
        ("tanggal", "2026-02-30", "2026-02-30"),
        ("tanggal", "20260505", "20260505"),
        ("tanggal", "", ""),
        ("teks", " 2026-05-05 ", "2026-05-05"),
        ("nik", "3299010505260001", "3299010505260001"),
        ("paragraf", "\n baris satu\nbaris dua ", "baris satu\nbaris dua"),
    ],
)
def test_answers_are_printed_by_their_kind(kind: str, answer: str, shown: str) -> None:
    """Only a date question turns an ISO date into words; everything else stays as the citizen wrote it."""
    assert printed(kind, answer) == shown


@pytest.mark.parametrize(("amount", "shown"), [(0, "Rp0"), (500, "Rp500"), (1500000, "Rp1.500.000")])
def test_rupiah(amount: int, shown: str) -> None:
    """Money has dots between the thousands and no space after Rp."""
    assert rupiah(amount) == shown


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (7, "tujuh"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (99, "sembilan puluh sembilan"),
        (100, "seratus"),
        (101, "seratus satu"),
        (211, "dua ratus sebelas"),
        (1000, "seribu"),
        (1945, "seribu sembilan ratus empat puluh lima"),
        (2000, "dua ribu"),
        (11000, "sebelas ribu"),
        (100000, "seratus ribu"),
        (101000, "seratus satu ribu"),
        (1000000, "satu juta"),
        (1500000, "satu juta lima ratus ribu"),
        (1001000, "satu juta seribu"),
        (2000000001, "dua miliar satu"),
        (10**14, "seratus triliun"),
    ],
)
def test_terbilang(number: int, words: str) -> None:
    """Numbers in words follow Indonesian: sebelas, seratus, seribu, but satu juta."""
    assert terbilang(number) == words


@given(st.integers(0, 10**15 - 1))
def test_terbilang_tells_numbers_apart(number: int) -> None:
    """Words count back to the number that they came from."""
    assert _counted(terbilang(number)) == number


def _counted(words: str) -> int:
    units = {
        "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
        "sembilan": 9, "sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000,
    }  # fmt: skip
    scales = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}
    total = group = unit = 0
    for word in words.split():
        if word in scales:
            total, group, unit = total + (group + unit) * scales[word], 0, 0
        elif word == "ratus":
            group, unit = group + unit * 100, 0
        elif word == "puluh":
            group, unit = group + unit * 10, 0
        elif word == "belas":
            unit += 10
        elif word == "seribu":
            total += 1000
        else:
            group, unit = group + unit, units[word]
    return total + group + unit


@pytest.mark.parametrize(
    "answer", ["1500000", "1.500.000", "Rp 1.500.000", "Rp1.500.000,-", "rp. 1.500.000,00", " 1500000 "]
)
def test_money_as_people_write_it(answer: str) -> None:
    """The usual ways to write whole rupiah are understood."""
    assert FORMATS["rupiah"](answer) == "Rp1.500.000"
    assert FORMATS["terbilang"](answer) == "satu juta lima ratus ribu"


@pytest.mark.parametrize(
    "answer", ["1,5 juta", "1.5", "1.500.00", "1,500,000", "kurang lebih 2.000.000", "-5", "1.500,75"]
)
def test_money_that_could_be_misread_stays_as_written(answer: str) -> None:
    """What is not clearly whole rupiah is printed as the citizen wrote it, never guessed."""
    assert FORMATS["rupiah"](answer) == FORMATS["terbilang"](answer) == answer


def test_numbers_beyond_words_stay_digits() -> None:
    """A number that has no usual name is not put into words."""
    assert FORMATS["terbilang"]("1" + "0" * 15) == "1" + "0" * 15


def test_capitals() -> None:
    """Capitals are those of the whole text."""
    assert FORMATS["kapital"]("Siti binti Ahmad") == "SITI BINTI AHMAD"
