"""The sentences that people read in Telegram, in one flat table, and how they are filled in.

HTML as Telegram knows it. `{names}` are filled in by `Texts.say`, always escaped. A village may replace each by its
name; `bot.wording` says what is wrong with one of its own.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from string import Formatter
from typing import Self

from bot.opening import opening_words
from bot.sentences.buttons import BUTTONS
from bot.sentences.notices import NOTICES
from bot.sentences.ownership import OWNERSHIP
from bot.sentences.privacy import PRIVACY
from bot.sentences.screens import SCREENS
from bot.sentences.staff import STAFF
from bot.sentences.verification import VERIFICATION
from office.config import Config

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024
"""Longest message and longest caption (Bot API), counted here in UTF-16 units with the tags: the safe side."""
DESCRIPTION_LIMIT, ABOUT_LIMIT = 512, 120
WINDOW_LIMIT = 200
"""Of what is shown in a window over the chat after a press; it knows no tags."""

TEXTS: Mapping[str, str] = {**BUTTONS, **SCREENS, **PRIVACY, **VERIFICATION, **OWNERSHIP, **NOTICES, **STAFF}
"""As they ship, in Indonesian."""
COMMANDS = ("start", "status", "cek", "bantuan", "privasi", "hapus", "batal")


@dataclass(frozen=True, slots=True)
class Texts:
    """One village's sentences by their names, and the words that any of them may mention: where the office is."""

    sentences: Mapping[str, str] = field(default_factory=lambda: TEXTS)
    office: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, config: Config) -> Self:
        """What the village has written itself stands before its second language, that before what ships."""
        return cls({**TEXTS, **config.language.sentences, **config.texts.sentences}, office_words(config))

    def say(self, name: str, /, *, limit: int = TEXT_LIMIT, **params: object) -> str:
        """The sentence of this name as HTML, every parameter escaped.

        What is longer than `limit` loses the end of its longest parameter, so that tags stay whole.
        """
        sentence = self.sentences[name]
        given = {**self.office, **params}
        plain = {key: str(given[key]) for key in placeholders(sentence)}
        for _ in plain:
            over = length(_filled(sentence, plain)) - limit
            if over <= 0:
                break
            longest = max(plain, key=lambda key: _escaped_length(plain[key]))
            plain[longest] = _cut(plain[longest], _escaped_length(plain[longest]) - over)
        return _filled(sentence, plain)

    def commands(self) -> dict[str, str]:
        """The bot's commands and what each does, as Telegram lists them."""
        return {name: self.sentences[f"command_{name}"] for name in COMMANDS}

    def description(self) -> tuple[str, str]:
        """What Telegram shows of the bot in an empty chat, and in its profile; what is too long loses its end."""
        long, short = (self.sentences[name].format_map(self.office) for name in ("bot_description", "bot_about"))
        return _shortened(long, DESCRIPTION_LIMIT), _shortened(short, ABOUT_LIMIT)


def office_words(config: Config) -> dict[str, str]:
    """What every sentence may mention, by the names of the placeholders."""
    village = config.village
    return {
        "village": village.name,
        "address": village.address,
        "phone": village.phone,
        "opening": opening_words(village.opening),
    }


def placeholders(sentence: str) -> list[str]:
    """The names in `{}`, each once, in their order. Raises ValueError for braces that do not pair."""
    return list(dict.fromkeys(name for _, name, _, _ in Formatter().parse(sentence) if name is not None))


def length(text: str) -> int:
    """In UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _shortened(text: str, limit: int) -> str:
    """At most so long: sentences, else words are left out at the end."""
    if length(text) <= limit:
        return text
    sentences = text.removesuffix(".").rpartition(". ")[0]
    return _shortened(f"{sentences}.", limit) if sentences else text[: limit - 1].rpartition(" ")[0] + "…"


def _filled(sentence: str, plain: Mapping[str, str]) -> str:
    return sentence.format_map({key: escape(text, quote=False) for key, text in plain.items()})


def _cut(text: str, room: int) -> str:
    kept = bisect_right(range(1, len(text) + 1), room - 1, key=lambda end: _escaped_length(text[:end]))
    return text[:kept].rstrip() + "…"


def _escaped_length(text: str) -> int:
    return length(escape(text, quote=False))
