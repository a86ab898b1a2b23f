"""The number of a letter."""

from datetime import date

import pytest

from office.numbering import DEFAULT_PATTERN, NumberParts, check_pattern, letter_number, taken_apart


@pytest.mark.parametrize(
    ("sequence", "day", "number"),
    [
        (7, date(2026, 11, 23), "517/007/DS-KRS/XI/2026"),
        (1, date(2027, 1, 1), "517/001/DS-KRS/I/2027"),
        (1234, date(2026, 12, 31), "517/1234/DS-KRS/XII/2026"),
    ],
)
def test_a_number_in_the_usual_form(sequence: int, day: date, number: str) -> None:
    """Code, running number of three digits or more, village, Roman month, year."""
    assert letter_number(DEFAULT_PATTERN, "517", sequence, "DS-KRS", day) == number


@pytest.mark.parametrize("pattern", [DEFAULT_PATTERN, "{urut}/{tahun}", "{kode}.{urut}-{bulan}-{tahun}"])
def test_patterns_that_never_give_a_number_twice(pattern: str) -> None:
    """Running number and year are enough."""
    assert check_pattern(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{kode}/{tahun}", "harus memuat {urut}"),
        ("{urut}/{bulan}", "harus memuat {tahun}"),
        ("{urut}/{tahun}/{hari}", "hanya boleh memakai"),
        ("{urut}/{tahun}/{}", "hanya boleh memakai"),
        ("{urut/{tahun}", "hanya boleh memakai"),
        ("{urut:d}/{tahun}", "hanya boleh memakai"),
        ("{urut.x}/{tahun}", "hanya boleh memakai"),
    ],
)
def test_patterns_that_are_refused(pattern: str, words: str) -> None:
    """What could give twins, and what cannot be read."""
    assert (check_pattern(pattern) or "").startswith(words)


@pytest.mark.parametrize("pattern", [DEFAULT_PATTERN, "{urut}/{tahun}", "{kode}.{urut}-{bulan}-{tahun}-{kode}"])
@pytest.mark.parametrize("sequence", [7, 1234])
def test_a_number_is_taken_apart_again(pattern: str, sequence: int) -> None:
    """What a register that was lost must know of it."""
    number = letter_number(pattern, "517.1", sequence, "DS-KRS", date(2026, 12, 31))
    code = "517.1" if "{kode}" in pattern else ""
    assert taken_apart(pattern, number, "DS-KRS") == NumberParts(code, sequence, 2026)


@pytest.mark.parametrize(
    "number", ["", "517/007/DS-LAIN/XI/2026", "517/VII/DS-KRS/XI/2026", "517/007/DS-KRS/XI/2026/x"]
)
def test_a_number_of_another_pattern(number: str) -> None:
    """It tells nothing."""
    assert taken_apart(DEFAULT_PATTERN, number, "DS-KRS") is None
