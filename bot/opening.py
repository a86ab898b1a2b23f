"""The office's opening hours as people say them."""

from collections.abc import Mapping
from itertools import groupby

from office.hours import DAYS


def opening_words(opening: Mapping[str, str]) -> str:
    """`{"senin": "08.00-15.00", ...}` -> `Senin-Kamis 08.00-15.00, Jumat 08.00-14.00`."""
    spans = [(day, opening.get(day)) for day in DAYS]
    runs = [(span, [day for day, _ in run]) for span, run in groupby(spans, key=lambda entry: entry[1])]
    return ", ".join(f"{_days(days)} {span}" for span, days in runs if span)


def _days(days: list[str]) -> str:
    first, last = days[0].capitalize(), days[-1].capitalize()
    return first if first == last else f"{first}-{last}"
