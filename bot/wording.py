"""What is wrong with a village's own sentences, all at once, said in Indonesian with the mend. Pure."""

from collections.abc import Collection, Iterator, Mapping
from string import Formatter

from bot import markup
from bot.notices import ROOM_BELOW
from bot.sentences.notices import NOTICES
from bot.sentences.staff import STAFF
from bot.texts import (
    ABOUT_LIMIT,
    CAPTION_LIMIT,
    DESCRIPTION_LIMIT,
    TEXT_LIMIT,
    TEXTS,
    WINDOW_LIMIT,
    length,
    office_words,
    placeholders,
)
from office.config import Config, ConfigError, Problem
from office.problems import nearest

BUTTON_ROOM = 40
"""Ours: what one line of a small phone shows. Telegram names no limit."""
SIGNATURE_ROOM = 200
_OFFICE = frozenset({"village", "address", "phone", "opening"})
_BY_REFERENCE = frozenset({"name", "service"})
"""May be left out where the request's number is told, except where a stranger has to know whose request it is."""
_VALUE = "x" * 20
"""About as long as what is filled in; the end of more is left out when it is said."""

_PIECES = (
    *("promise_same_day", "promise_days", "nameless"),
    *(name for name in TEXTS if name.startswith(("privacy_days", "privacy_years", "privacy_for", "privacy_never"))),
)
"""What is put into other sentences, where its tags would be shown as they stand."""
_WINDOW = "staff_press_refused"
_ROOMS = {
    "bot_description": DESCRIPTION_LIMIT,
    "bot_about": ABOUT_LIMIT,
    "signature": SIGNATURE_ROOM,
    "service": 3000,
    "service_form": 500,
    "service_form_brought": 500,
    "service_no_form": 500,
    "status_title": 80,
    "status_case": 80,
    "whose": 600,
    "verify_found": 1000,
    "verify_fact": 200,
    "verify_until": 200,
    "verify_expired": 200,
    "verify_endless": 200,
    "verify_compare": 250,
    "confirm": ROOM_BELOW - 2,
    "confirm_incomplete": ROOM_BELOW - 2,
    "confirmed": ROOM_BELOW - 2,
    **{name: CAPTION_LIMIT - SIGNATURE_ROOM for name in TEXTS if name.startswith("letter")},
    "staff_to_sign": CAPTION_LIMIT,
    _WINDOW: WINDOW_LIMIT,
}


def checked(config: Config) -> Config:
    """The settings as they are. Raises ConfigError with all that is wrong with the village's own sentences."""
    if wrong := list(problems(config)):
        raise ConfigError(wrong)
    return config


def problems(config: Config) -> Iterator[Problem]:
    """What could not be said, or not be understood by whoever reads it."""
    office = office_words(config)
    for wording in (config.language, config.texts):
        for name, sentence in wording.sentences.items():
            yield from (Problem(wording.where(name), what) for what in faults(name, sentence, office))


def faults(name: str, sentence: str, office: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the sentence of this name; `office` are the words that each may mention."""
    if name not in TEXTS:
        yield f"kalimat dengan nama ini tidak ada{nearest(name, TEXTS)}; semua nama: scheduler.py teks"
    elif not sentence:
        if name != "signature":
            yield "tidak boleh kosong; hapus barisnya bila ingin kalimat bawaan"
    else:
        yield from _form(name, sentence)
        wrong = list(_blanks(name, sentence))
        yield from wrong or _length(name, sentence, office)


def _form(name: str, sentence: str) -> Iterator[str]:
    if name.startswith(("button_", "command_", "bot_")) or name in (*_PIECES, _WINDOW):
        if markup.has_tags(sentence):
            yield "di sini tidak boleh ada tag HTML seperti `<b>`; tulis hurufnya saja"
        if "\n" in sentence and name != "bot_description":
            yield "harus satu baris saja"
    else:
        yield from markup.faults(sentence)


def _blanks(name: str, sentence: str) -> Iterator[str]:
    """What is wrong with the placeholders."""
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError:
        yield "kurung kurawal tidak berpasangan; isian ditulis seperti `{phone}`, kurung biasa ditulis `(` dan `)`"
        return
    shipped = placeholders(TEXTS[name])
    found = {blank for _, blank, _, _ in parts if blank is not None}
    for _, blank, spec, conversion in parts:
        if blank is not None and (spec or conversion or blank not in _OFFICE | set(shipped)):
            yield _unknown(blank, [*shipped, *sorted(_OFFICE - set(shipped))])
    yield from (f"isian `{{{blank}}}` harus ada" for blank in shipped if blank in _needed(name, shipped) - found)


def _unknown(blank: str, known: Collection[str]) -> str:
    listed = ", ".join(f"{{{one}}}" for one in known)
    return f"isian `{{{blank}}}` tidak dikenal di kalimat ini{nearest(blank, known)}; yang ada: {listed}"


def _needed(name: str, shipped: Collection[str]) -> set[str]:
    by_reference = "reference" in shipped and name != "whose"
    return set(shipped) - _OFFICE - (_BY_REFERENCE if by_reference else set())


def _length(name: str, sentence: str, office: Mapping[str, str]) -> Iterator[str]:
    blanks = placeholders(sentence)
    long, room = length(sentence.format_map(dict.fromkeys(blanks, _VALUE) | dict(office))), _room(name)
    if long > room:
        yield f"terlalu panjang, kira-kira {long} huruf; paling banyak {room}"


def _room(name: str) -> int:
    if name in _ROOMS:
        return _ROOMS[name]
    if name.startswith("button_"):
        return BUTTON_ROOM
    if name.startswith("command_") or name in _PIECES:
        return 100
    if name.startswith("status_"):
        return 600
    return TEXT_LIMIT - ROOM_BELOW - SIGNATURE_ROOM if name in NOTICES or name in STAFF else TEXT_LIMIT
