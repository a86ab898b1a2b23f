"""What the bot says of a letter to whoever has its code: from the QR, or read from the paper. Pure.

The code is random (55 bits) and no HMAC of the number: whether a letter was withdrawn must be looked up anyway, there
is no key that could leak and make every code forgeable, and a code by itself tells nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import ceil
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

from bot import keyboards
from bot.keyboards import Message
from bot.texts import Texts
from office.codes import ALPHABET, TICKET_LENGTH, tidy
from office.config import Village
from office.hours import long_date, spoken
from office.ledger.register import Letter
from office.masking import without_long_numbers
from office.names import fold
from office.services import Service

_LINK = "V_"
_HEAD_ROOM, _FACTS_ROOM, _LONGEST_ANSWER = 1200, 2400, 300


def linked_code(payload: Sequence[str]) -> str | None:
    """The code in what follows `/start`, when the QR's link was opened; None when it was another link, or none."""
    code = tidy("".join(payload))
    return code.removeprefix(_LINK) if code.startswith(_LINK) else None


def bare_code(words: Sequence[str]) -> str | None:
    """The code that somebody typed with nothing else, or None.

    Of several words at least one digit is asked for: in `yang udah kena` each letter is a code's, too.
    """
    code = tidy("".join(words))
    is_one = len(code) == TICKET_LENGTH and set(code) <= set(ALPHABET)
    return code if is_one and (len(words) == 1 or not code.isalpha()) else None


def letter_screen(texts: Texts, letter: Letter, service: Service | None, village: Village, today: date) -> Message:
    """What is in the register of this letter, fit for strangers: no NIK, no phone, and of a withdrawn one no content.

    `service` is None when the village no longer offers it.
    """
    entry, day = letter.entry, long_date(letter.issued_at.astimezone(ZoneInfo(village.zone)).date())
    if letter.withdrawn_at is not None:
        words = {"phone": village.phone, "village": village.name}
        return _screen(texts, "verify_withdrawn", {"number": entry.number, "day": day} | words)
    about = {"kind": entry.summary, "number": entry.number, "day": day, "name": without_long_numbers(entry.addressee)}
    lines = (
        texts.say("verify_found", limit=_HEAD_ROOM, village=village.name, **about),
        _validity(texts, entry.content.valid_until, today),
        *_facts(texts, letter, service.letter.facts if service else ()),
    )
    return Message(
        "\n".join(lines) + "\n\n" + texts.say("verify_compare", phone=village.phone), keyboards.notice(texts)
    )


def unknown_screen(texts: Texts, village: Village) -> Message:
    """No letter has this code."""
    return _screen(texts, "verify_unknown", {"phone": village.phone, "village": village.name})


def wait_screen(texts: Texts, village: Village, seconds: float) -> Message:
    """Too many codes were tried."""
    return _screen(texts, "verify_wait", {"minutes": ceil(seconds / 60), "phone": village.phone})


def how_screen(texts: Texts) -> Message:
    """How a letter is checked."""
    return _screen(texts, "verify_how", {})


def _screen(texts: Texts, sentence: str, words: Mapping[str, Any]) -> Message:
    # As below a notice: what was found out stays readable when the menu is opened.
    return Message(texts.say(sentence, **words), keyboards.notice(texts))


def _validity(texts: Texts, valid_until: str, today: date) -> str:
    if not valid_until:
        return texts.say("verify_endless")
    expired = date.fromisoformat(valid_until) < today
    return texts.say("verify_expired" if expired else "verify_until", until=spoken(valid_until))


def _facts(texts: Texts, letter: Letter, titles: Sequence[str]) -> Iterator[str]:
    printed = {fold(title): value for title, value in letter.entry.content.values.items()}
    for title in titles:
        # On one line, so that an answer cannot pass for further lines of ours.
        answer = without_long_numbers(" ".join(printed.get(fold(title), "").split()))
        if answer:
            room = _FACTS_ROOM // len(titles)
            shortened = shorten(answer, _LONGEST_ANSWER, placeholder=" …")
            yield texts.say("verify_fact", limit=room, title=title, answer=shortened)
