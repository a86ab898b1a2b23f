"""Texts: HTML parse mode read and checked as the official server does, entities in UTF-16 units, limits.

Rules and wording: https://core.telegram.org/bots/api#html-style, and the behaviour of the official server for
everything that page leaves open (byte offsets in errors, a bare `>` and unknown `&names;` are plain text).
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from typing import Any

from simulator.telegram.errors import BotError, bad_request

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
_LONGEST_SOURCE = 32 * 1024  # bytes, before parsing

_SURROGATES = range(0xD800, 0xE000)
_CODES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]{1,6})|#(?P<dec>[0-9]{1,7})|(?P<name>[A-Za-z]+));?")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s*(?P<name>[^\s=>/"']+)(?:\s*=\s*(?:"(?P<d>[^"]*)"|'(?P<s>[^']*)'|(?P<w>[\w.-]+)))?""")
_COMMAND = re.compile(r"(?:^|(?<=\s))/[A-Za-z0-9_]{1,64}(?:@\w+)?")

_TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}

Entity = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """A text as it stands in a message: `plain` with `entities`; `html` shows the same on a page."""

    plain: str
    entities: list[Entity]
    html: str


def utf16(text: str) -> int:
    """Return the length in the units of entity offsets."""
    return len(text.encode("utf-16-le")) // 2


def formatted(source: str, parse_mode: str, limit: int, given: list[Entity] | None = None) -> Text:
    """Read a text that a bot sends; `given` entities count when there is no parse mode.

    BotError when it cannot be parsed, or is longer than `limit` after parsing.
    """
    if len(source.encode()) > _LONGEST_SOURCE:
        raise bad_request("text is too long")
    match parse_mode.lower():
        case "html":
            plain, entities = parse_html(source)
            html = source
        case "" | "none":
            plain, entities = source, given or []
            html = escape(source)
        case _:  # the real server also knows Markdown; here it is refused rather than half understood
            raise bad_request("unsupported parse_mode")
    plain, entities = _trimmed(plain, entities)
    if len(plain) > limit:
        raise bad_request("message is too long" if limit == LONGEST_TEXT else "message caption is too long")
    return Text(plain, sorted(entities + commands_in(plain), key=_outer_first), html.strip())


def commands_in(plain: str) -> list[Entity]:
    """Return the entities of the commands in a text, which Telegram finds by itself."""
    return [
        {"type": "bot_command", "offset": utf16(plain[: found.start()]), "length": len(found.group())}
        for found in _COMMAND.finditer(plain)
    ]


def escape(plain: str) -> str:
    """Return the text as HTML that shows it."""
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return (plain text, entities); BotError "can't parse entities: ..." for what the server refuses."""
    parser = _Parser(source)
    parser.run()
    return "".join(parser.out), sorted(parser.entities, key=_outer_first)


def _outer_first(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _trimmed(plain: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    kept = plain.strip()
    lead = utf16(plain[: len(plain) - len(plain.lstrip())])
    length = utf16(kept)
    fitted = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(length, entity["offset"] + entity["length"] - lead)
        if end > start:
            fitted.append({**entity, "offset": start, "length": end - start})
    return kept, fitted


@dataclass
class _Open:
    tag: str
    offset: int  # UTF-16 units of plain text before it
    pieces: int  # items of `out` before it
    attributes: dict[str, str]


@dataclass
class _Parser:
    source: str
    at: int = 0
    length: int = 0  # of the plain text so far, UTF-16 units
    out: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def run(self) -> None:
        while self.at < len(self.source):
            if self.source.startswith("</", self.at):
                self._end_tag()
            elif self.source[self.at] == "<":
                self._start_tag()
            else:
                self._character()
        if self.open:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _character(self) -> None:
        found = _CHARACTER.match(self.source, self.at)
        decoded = _decoded(found) if found else None
        if found is None or decoded is None:
            decoded = self.source[self.at]
            self.at += 1
        else:
            self.at = found.end()
        self.out.append(decoded)
        self.length += utf16(decoded)

    def _start_tag(self) -> None:
        begin = self.at
        tag, self.at = self._name_at(begin + 1)
        if self.at >= len(self.source):
            raise _unparsable(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if tag not in _TYPES:
            raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self.open.append(_Open(tag, self.length, len(self.out), attributes))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            while self.source[self.at : self.at + 1].isspace():
                self.at += 1
            if self.at >= len(self.source):
                raise _unparsable(f'Unclosed start tag "{tag}" at byte offset {self._bytes(begin)}')
            if self.source[self.at] == ">":
                self.at += 1
                return attributes
            found = _ATTRIBUTE.match(self.source, self.at)
            if not found:
                where = self._bytes(begin)
                raise _unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            self.at = found.end()
            attributes[found["name"].lower()] = _CHARACTER.sub(
                lambda code: _decoded(code) or code.group(), found["d"] or found["s"] or found["w"] or ""
            )

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        tag, end = self._name_at(begin + 2)
        closing = self.source.find(">", end)
        if closing < 0 or self.source[end:closing].strip():
            raise _unparsable(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        opened = self.open.pop()
        if tag not in ("", opened.tag):
            where = self._bytes(begin)
            raise _unparsable(f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"')
        self.at = closing + 1
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Entity = {"type": _TYPES[opened.tag], "offset": opened.offset, "length": self.length - opened.offset}
        if opened.tag == "a":
            entity["url"] = opened.attributes.get("href") or "".join(self.out[opened.pieces :])
            if not re.match(r"(?:https?|tg|mailto|tel):", entity["url"]):
                return  # the server drops a link that it does not understand and keeps its text
        if opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        if entity["length"]:
            self.entities.append(entity)

    def _name_at(self, start: int) -> tuple[str, int]:
        found = _NAME.match(self.source, start)
        assert found  # noqa: S101 - the pattern also matches nothing
        return found.group().lower(), found.end()

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())


def _decoded(found: re.Match[str]) -> str | None:
    if found["name"]:
        return _CODES.get(found["name"])
    code = int(found["hex"], 16) if found["hex"] else int(found["dec"])
    return chr(code) if 0 < code <= sys.maxunicode and code not in _SURROGATES else None


def _unparsable(why: str) -> BotError:
    return bad_request(f"can't parse entities: {why}")
