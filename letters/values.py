"""How values are printed in a letter: pure, Indonesian, and never false.

What a format cannot read it leaves as the citizen wrote it: a letter with the citizen's own words is true,
a letter with a guess is not, and a letter that fails after it has a number helps nobody.
"""

import re
from collections.abc import Callable, Mapping

from office.hours import spoken

_UNITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"), (100, "ratus"))
_BEYOND_WORDS = 10**15
# "1500000", "1.500.000", "Rp 1.500.000,-", "Rp. 1.500.000,00": whole rupiah only, so that nothing is rounded off.
_WHOLE_NUMBER = re.compile(r"(?:rp\.?)?\s*(\d{1,3}(?:\.\d{3})+|\d+)(?:,(?:00|0|-|--))?", re.IGNORECASE)


def printed(kind: str, answer: str) -> str:
    """Return the answer to a question of this kind as it is printed: a "tanggal" in Indonesian, the rest stripped."""
    return spoken(answer.strip()) if kind == "tanggal" else answer.strip()


def rupiah(amount: int) -> str:
    """Return the amount as EYD V writes money: "Rp1.500.000"."""
    return "Rp" + f"{amount:,}".replace(",", ".")


def terbilang(number: int) -> str:
    """Return a whole number of 0 to below 10**15 in Indonesian words: "satu juta lima ratus ribu"."""
    return " ".join(_words(number)) or "nol"


def _words(number: int) -> list[str]:
    if number < len(_UNITS):
        return [_UNITS[number]] if number else []
    if number < 20:  # noqa: PLR2004 - the teens end here
        return [_UNITS[number - 10], "belas"]
    if number < 100:  # noqa: PLR2004 - the tens end here
        return [_UNITS[number // 10], "puluh", *_words(number % 10)]
    size, scale = next(pair for pair in _SCALES if number >= pair[0])
    count, rest = divmod(number, size)
    one_of_it = count == 1 and size <= 1000  # noqa: PLR2004 - "seratus" and "seribu", but "satu juta"
    return [*(["se" + scale] if one_of_it else [*_words(count), scale]), *_words(rest)]


def _whole_number(text: str) -> int | None:
    found = _WHOLE_NUMBER.fullmatch(text)
    return int(found[1].replace(".", "")) if found else None


def _as_rupiah(text: str) -> str:
    amount = _whole_number(text)
    return text if amount is None else rupiah(amount)


def _as_terbilang(text: str) -> str:
    number = _whole_number(text)
    return text if number is None or number >= _BEYOND_WORDS else terbilang(number)


FORMATS: Mapping[str, Callable[[str], str]] = {
    "tanggal": lambda text: printed("tanggal", text),
    "rupiah": lambda text: _as_rupiah(text.strip()),
    "terbilang": lambda text: _as_terbilang(text.strip()),
    "kapital": str.upper,
}
"""What may stand behind the bar of a placeholder: `{{Penghasilan|rupiah}}`."""
