"""What an answer must look like, and what it means: text in, a setting out. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence

from office.config import PAGE, TOKEN, wrong_opening
from office.hours import DAYS
from office.settings_edit import Value

NOTHING = "-"
"""What is typed to leave a setting empty that has something in it."""
ALL = "semua"
YES, NO = "ya", "tidak"
_PHONE = re.compile(r"[+(]?\d[\d .()-]{6,19}")
_CODE = re.compile(r"[\w.-]{1,20}")
_OPENING = re.compile(r"(?P<first>[a-z]+)(?:\s*-\s*(?P<last>[a-z]+))?\s+(?P<span>\d.*\d)")

Check = Callable[[str], Value]


class Mend(Exception):  # noqa: N818 - says what is to be done
    """An answer cannot be used; the text says how to mend it."""


def line(*without: str) -> Check:
    """A text that may not be empty; words in front of it that the program says itself are left out."""

    def checked(text: str) -> str:
        words = " ".join(text.split())
        for word in without:
            words = re.sub(rf"^{word}\s+(?=\S)", "", words, flags=re.IGNORECASE)
        if not words or words == NOTHING:
            raise Mend("Ini tidak boleh kosong.")
        return words

    return checked


def optional(check: Check) -> Check:
    """As the other check, or left empty."""
    return lambda text: "" if text.strip() in {"", NOTHING} else check(text)


def code(text: str) -> str:
    """The village's part of a letter number."""
    if not _CODE.fullmatch(text.strip()):
        raise Mend("Hanya huruf, angka, titik, dan tanda hubung, tanpa spasi. Contoh: DS-KRS")
    return text.strip()


def postcode(text: str) -> str:
    """Five digits."""
    if not re.fullmatch(r"\d{5}", text.strip()):
        raise Mend("Kode pos terdiri dari lima angka. Contoh: 17510")
    return text.strip()


def page(text: str) -> str:
    """The address of a web page at Google's that anybody may open: not that of its maker's own tries."""
    if not PAGE.fullmatch(text.strip()):
        raise Mend("Alamatnya berawalan https://script.google.com/ dan berakhiran /exec. Salin dari Deploy > Web app.")
    return text.strip()


def phone(text: str) -> str:
    """A number that people can call."""
    if not _PHONE.fullmatch(text.strip()):
        raise Mend("Tulis nomor telepon dengan angka. Contoh: 021 5550 0123")
    return text.strip()


def opening(text: str) -> dict[str, str]:
    """`Senin-Kamis 08.00-15.00, Jumat 08.00-14.00` -> hours by day."""
    hours: dict[str, str] = {}
    for part in filter(None, map(str.strip, text.casefold().split(","))):
        hours |= _days_open(part)
    if not hours:
        raise Mend("Tulis hari dan jamnya. Contoh: Senin-Kamis 08.00-15.00, Jumat 08.00-14.00")
    return {day: hours[day] for day in DAYS if day in hours}


def _days_open(part: str) -> dict[str, str]:
    found = _OPENING.fullmatch(part)
    if not found:
        raise Mend(f"`{part}` tidak terbaca. Contoh: Senin-Jumat 08.00-15.00")
    first, last = found["first"], found["last"] or found["first"]
    span = re.sub(r"\s", "", found["span"]).replace(":", ".")
    if wrong := [why for day in dict.fromkeys((first, last)) for why in wrong_opening(day, span)]:
        raise Mend(f"{'; '.join(dict.fromkeys(wrong))}.")
    days = DAYS[DAYS.index(first) : DAYS.index(last) + 1]
    if not days:
        raise Mend(f"`{part}`: hari pertama harus sebelum hari terakhir.")
    return dict.fromkeys(days, span)


def choice(options: Mapping[str, str]) -> Check:
    """One of these values, by its number (from 1) or itself."""

    def checked(text: str) -> str:
        picked = _picked(text.strip(), list(options))
        if picked is None:
            raise Mend(f"Ketik angka 1 sampai {len(options)}.")
        return picked

    return checked


def several(options: Sequence[str]) -> Check:
    """Some of these values, by their numbers (`1, 2, 5-7`) or themselves; `semua` for all."""

    def checked(text: str) -> list[str]:
        if text.strip().casefold() == ALL:
            return list(options)
        picked = [_picked(part, options) for word in re.split(r"[\s,;]+", text.strip()) for part in _spread(word)]
        if not picked or None in picked:
            raise Mend(f"Ketik angka 1 sampai {len(options)}, dipisah koma. Contoh: 1, 4, 5. Atau ketik: {ALL}")
        return [option for option in options if option in picked]

    return checked


def _spread(word: str) -> list[str]:
    first, dash, last = word.partition("-")
    if dash and first.isdecimal() and last.isdecimal():
        return [str(number) for number in range(int(first), min(int(last), int(first) + 99) + 1)]
    return [word]


def _picked(word: str, options: Sequence[str]) -> str | None:
    if word.isdecimal():
        return options[int(word) - 1] if 0 < int(word) <= len(options) else None
    return word if word in options else None


def agreed(no: str) -> Callable[[str], bool]:
    """`ya`, or this word for no."""

    def checked(text: str) -> bool:
        said = text.strip().casefold()
        if said not in {YES, no}:
            raise Mend(f"Ketik {YES} atau {no}.")
        return said == YES

    return checked


def number(text: str) -> int:
    """A running number, 0 or more."""
    if not re.fullmatch(r"\d{1,6}", text.strip()):
        raise Mend("Tulis angkanya saja. Contoh: 47. Bila belum ada surat tahun ini, tulis 0")
    return int(text.strip())


def token(text: str) -> str:
    """A bot's token as BotFather gives it; the message never repeats it."""
    if not TOKEN.fullmatch(text.strip()):
        raise Mend(
            "Itu bukan token bot. Salin seluruh barisnya dari BotFather: angka, titik dua, lalu huruf dan angka."
        )
    return text.strip()


def unquoted(text: str) -> str:
    """A path as it was meant: Windows copies it with quotes, a file dragged into a terminal comes with spaces."""
    bare = text.strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'":
        bare = bare[1:-1]
    return bare.replace("\\ ", " ")


def passphrase(text: str) -> str:
    """Long enough to hold."""
    if len(text.strip()) < 12:  # noqa: PLR2004 - what the sentence says
        raise Mend("Terlalu pendek. Pakai paling sedikit 12 huruf, misalnya empat kata.")
    if "$" in text:  # a reader of `.env` takes what follows for a name
        raise Mend("Jangan pakai tanda $.")
    return text.strip()
