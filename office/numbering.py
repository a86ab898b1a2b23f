"""The number of a letter: `kode/urut/desa/bulan romawi/tahun`."""

from datetime import date

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
DEFAULT_PATTERN = "{kode}/{urut}/{desa}/{bulan}/{tahun}"
SERIES = "surat"
"""The series of letters that name none: one for all letters of a year."""


def letter_number(pattern: str, code: str, sequence: int, village: str, day: date) -> str:
    """The printed number, such as `517/007/DS-KRS/XI/2026`; the sequence has at least three digits.

    Raises KeyError for a name the pattern may not use (`check_pattern` finds it earlier).
    """
    return pattern.format_map(
        {
            "kode": code,
            "urut": f"{sequence:03}",
            "desa": village,
            "bulan": ROMAN_MONTHS[day.month - 1],
            "tahun": str(day.year),
        }
    )


def check_pattern(pattern: str) -> str | None:
    """What is wrong with a pattern, in the operator's words, or None."""
    try:
        first = letter_number(pattern, "1", 1, "D", date(2026, 1, 1))
        other = letter_number(pattern, "1", 2, "D", date(2026, 1, 1))
        next_year = letter_number(pattern, "1", 1, "D", date(2027, 1, 1))
    except (KeyError, ValueError, IndexError, AttributeError):
        return "hanya boleh memakai {kode}, {urut}, {desa}, {bulan} dan {tahun}"
    if first == other:
        return "harus memuat {urut}, supaya tidak ada nomor kembar"
    if first == next_year:
        return "harus memuat {tahun}, karena nomor urut mulai lagi dari 001 setiap tahun"
    return None
