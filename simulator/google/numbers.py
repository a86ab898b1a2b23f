"""Numbers as a locale writes and reads them: `1.500,5` in Indonesia, `1,500.5` in the United States."""

from __future__ import annotations

import re
from decimal import Decimal

from simulator.google.serials import language

_PATTERN = re.compile(r"[#0,]+(\.[0#]+)?%?")
_LONGEST_PLAIN = 1e21


def marks(locale: str) -> tuple[str, str]:
    """Return the decimal mark and the grouping mark of a locale."""
    return (",", ".") if language(locale) == "in" else (".", ",")


def read(text: str, locale: str) -> float | None:
    """Read a number as the locale writes it, None when it is none. Leading zeros and digits beyond 2**53 are lost."""
    decimal, group = (re.escape(mark) for mark in marks(locale))
    if not re.fullmatch(rf"[+-]?(\d{{1,3}}({group}\d{{3}})+|\d+)?({decimal}\d+)?", text) or not re.search(r"\d", text):
        return None
    decimal_mark, group_mark = marks(locale)
    return float(text.replace(group_mark, "").replace(decimal_mark, "."))


def general(value: float, locale: str) -> str:
    """Write a number without any format: whole ones in full, others with at most 15 digits."""
    if float(value).is_integer() and abs(value) < _LONGEST_PLAIN:
        return str(int(value))
    return f"{value:.15g}".upper().replace(".", marks(locale)[0])


def patterned(value: float, pattern: str, locale: str) -> str:
    """Write a number in a pattern such as `#,##0.00`, `0%` or `"Rp"#,##0`."""
    match = _PATTERN.search(pattern)
    if not match:
        return general(value, locale)
    number = Decimal(repr(float(value))) * (100 if match[0].endswith("%") else 1)
    places = len(match[1]) - 1 if match[1] else 0
    width = 0 if "#" in match[0] else match[0].split(".")[0].count("0")
    digits = f"{abs(number):{',' if ',' in match[0] else ''}.{places}f}"
    digits = digits.zfill(width + (places + 1 if places else 0))
    swap = dict(zip(".,", marks(locale), strict=True))
    text = ("-" if number < 0 else "") + "".join(swap.get(letter, letter) for letter in digits)
    before, after = pattern[: match.start()], pattern[match.end() :]
    return (before + text + ("%" if match[0].endswith("%") else "") + after).replace('"', "")
