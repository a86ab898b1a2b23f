"""What Telegram would refuse in a text in HTML, said in Indonesian with the mend. Pure.

By https://core.telegram.org/bots/api#html-style; not tried against the live server.
"""

import re
from collections.abc import Iterator
from html import unescape

_TAG = re.compile(r"<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?P<rest>[^<>]*)>|<")
_PLAIN = ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler")
_ATTRIBUTES = {
    **dict.fromkeys(_PLAIN, ""),
    "a": r""" +href=("[^"{}]+"|'[^'{}]+')""",
    "span": r""" +class="tg-spoiler\"""",
    "blockquote": r"( +expandable)?",
}
_EXAMPLES = {
    "a": '<a href="https://contoh.id">di sini</a>',
    "span": '<span class="tg-spoiler">rahasia</span>',
}


def has_tags(text: str) -> bool:
    """Whether the text would look odd where no HTML is read."""
    return any(found["tag"] for found in _TAG.finditer(text)) or "&lt;" in text or "&amp;" in text


def plain(text: str) -> str:
    """The text as it reads where no HTML is read."""
    return unescape(_TAG.sub(lambda found: "" if found["tag"] else found[0], text))


def faults(text: str) -> Iterator[str]:
    """Tags that Telegram does not know, that do not pair, or that hold what they may not."""
    still_open: list[str] = []
    for found in _TAG.finditer(text):
        tag = (found["tag"] or "").lower()
        if not tag:
            yield "tanda `<` di luar tag harus ditulis `&lt;`"
        elif tag not in _ATTRIBUTES:
            yield f"tag `<{found['end']}{tag}>` tidak dikenal Telegram; yang dikenal: {', '.join(_ATTRIBUTES)}"
        elif found["end"]:
            yield from _closed(tag, still_open)
        else:
            still_open.append(tag)
            if not re.fullmatch(_ATTRIBUTES[tag], found["rest"].rstrip()):
                yield f"isi tag `{found[0]}` salah; contoh yang benar: {_EXAMPLES.get(tag, f'<{tag}>...</{tag}>')}"
    yield from (f"tag `<{tag}>` belum ditutup; tambahkan `</{tag}>`" for tag in reversed(still_open))


def _closed(tag: str, still_open: list[str]) -> Iterator[str]:
    if tag not in still_open:
        yield f"`</{tag}>` tidak ada pembukanya; tambahkan `<{tag}>` di depannya, atau hapus"
        return
    while (last := still_open.pop()) != tag:
        yield f"tag `<{last}>` harus ditutup sebelum `</{tag}>`"
