"""The number of a letter: `kode/urut/desa/bulan romawi/tahun`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from string import Formatter

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


@dataclass(frozen=True, slots=True)
class NumberParts:
    """What a printed number tells."""

    code: str
    sequence: int
    year: int


def taken_apart(pattern: str, number: str, village: str) -> NumberParts | None:
    """What a number of this pattern tells; None for a number that is of another one."""
    found = re.fullmatch("".join(_pieces(pattern, village)), number)
    if found is None:
        return None
    parts = found.groupdict()
    return NumberParts(parts.get("kode", ""), int(parts["urut"]), int(parts["tahun"]))


def _pieces(pattern: str, village: str) -> Iterator[str]:
    """The pattern as a regular expression; what occurs again must be the same again."""
    forms = {"kode": ".+?", "urut": r"\d+", "desa": re.escape(village), "bulan": "[IVX]+", "tahun": r"\d{4}"}
    seen: set[str] = set()
    for literal, name, _, _ in Formatter().parse(pattern):
        yield re.escape(literal)
        if name:
            yield f"(?P={name})" if name in seen else f"(?P<{name}>{forms[name]})"
            seen.add(name)


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
