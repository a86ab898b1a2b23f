"""Dates as spreadsheets keep them: days since 1899-12-30 as a float, in the spreadsheet's own time zone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial has no zone; the spreadsheet has
_MILLISECONDS = 86_400_000
_TOKEN = re.compile(r'"[^"]*"|\\.|y+|m+|d+|h+|s+|am/pm|.', re.IGNORECASE | re.DOTALL)
_MONTHS = {
    "in": "Januari,Februari,Maret,April,Mei,Juni,Juli,Agustus,September,Oktober,November,Desember",
    "en": "January,February,March,April,May,June,July,August,September,October,November,December",
}
_DAYS = {
    "in": "Senin,Selasa,Rabu,Kamis,Jumat,Sabtu,Minggu",
    "en": "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday",
}


def to_serial(moment: datetime) -> float:
    """Turn a local time without zone into days since the epoch, to the millisecond."""
    return round((moment - EPOCH) / timedelta(milliseconds=1)) / _MILLISECONDS


def from_serial(serial: float) -> datetime:
    """Turn days since the epoch into a local time without zone."""
    return EPOCH + timedelta(milliseconds=round(serial * _MILLISECONDS))


def language(locale: str) -> str:
    """Return `in` for Indonesian locales (`in_ID`, `id_ID`), else `en`."""
    return "in" if locale[:2] in {"in", "id"} else "en"


def default_pattern(kind: str, locale: str) -> str:
    """Return the locale's own pattern for a DATE, TIME or DATE_TIME cell."""
    date = "dd/mm/yyyy" if language(locale) == "in" else "m/d/yyyy"
    return {"DATE": date, "TIME": "h:mm:ss"}.get(kind, f"{date} h:mm:ss")


def formatted(serial: float, pattern: str, locale: str) -> str:
    """Write a serial in a pattern of https://developers.google.com/workspace/sheets/api/guides/formats."""
    moment = from_serial(serial)
    hour = (moment.hour % 12 or 12) if "am/pm" in pattern.lower() else moment.hour
    tokens = _TOKEN.findall(pattern)
    return "".join(_written(tokens, place, moment, hour, locale) for place in range(len(tokens)))


def _written(tokens: list[str], place: int, moment: datetime, hour: int, locale: str) -> str:
    token = tokens[place]
    lower = token.lower()
    if lower == "am/pm":
        return "AM" if moment.hour < 12 else "PM"  # noqa: PLR2004 - noon
    if lower[0] == "m" and _means_minutes(tokens, place):
        return f"{moment.minute:0{min(len(token), 2)}d}"
    if lower[0] in "ymd":
        return _date_part(lower, moment, language(locale))
    if lower[0] in "hs":
        return f"{hour if lower[0] == 'h' else moment.second:0{min(len(token), 2)}d}"
    return token.strip('"') if token.startswith('"') else token.removeprefix("\\")


def _date_part(token: str, moment: datetime, tongue: str) -> str:
    match token[0], len(token):
        case "y", length:
            return f"{moment.year:04d}" if length > 2 else f"{moment.year % 100:02d}"  # noqa: PLR2004 - `yy`
        case "m", (1 | 2) as length:
            return f"{moment.month:0{length}d}"
        case "m", length:
            name = _MONTHS[tongue].split(",")[moment.month - 1]
            return name[:3] if length == 3 else name  # noqa: PLR2004 - `mmm`
        case _, (1 | 2) as length:
            return f"{moment.day:0{length}d}"
        case _, length:
            name = _DAYS[tongue].split(",")[moment.weekday()]
            return name[:3] if length == 3 else name  # noqa: PLR2004 - `ddd`


def _means_minutes(tokens: list[str], place: int) -> bool:
    """`m` is minutes after an hour or before seconds, else months."""
    units = [i for i, token in enumerate(tokens) if token[0].lower() in "ymdhs" and token.lower() != "am/pm"]
    at = units.index(place)
    before = tokens[units[at - 1]][0].lower() if at else ""
    after = tokens[units[at + 1]][0].lower() if at + 1 < len(units) else ""
    return before == "h" or after == "s"
