"""Nothing personal and no secret in a log: tokens, keys and 16-digit numbers are masked, wherever they come from."""

import logging
import re
import sys
import traceback
from contextlib import suppress

_KEY = r"[A-Z ]{0,30}PRIVATE KEY-----"
_OF_ALL_KINDS = r"(?=[\w+/]*?\d)(?=[\w+/]*?[a-z])(?=[\w+/]*?[A-Z])"
# Each begins where nothing of its kind stands before it, so that a long text is gone through once only.
_MASKS = (
    (re.compile(rf"-----BEGIN {_KEY}.*?(?:-----END {_KEY}|\Z)", re.DOTALL), "<kunci>"),
    (re.compile(r"(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*"), "<kunci>"),
    # A piece of a key: long, and mixed as no word is; addresses and paths begin otherwise.
    (re.compile(rf"(?<![\w+/.:-])(?!/){_OF_ALL_KINDS}[\w+/]{{60,}}={{0,2}}"), "<kunci>"),
    (re.compile(r"\bya29\.[\w.-]+|(?<=Bearer )[\w.~+/-]+=*"), "<token>"),
    (re.compile(r"(?<!\d)\d{6,}(?::|%3[Aa])[\w-]{20,}"), "<token>"),
    # The digits of `%20` before it belong to a space in an address.
    (re.compile(r"(?:(?<!\d)|(?<=%\d\d))\d{16}(?!\d)"), "<16 angka>"),
    # As people write it: in fours, or area, birth and order.
    (re.compile(r"(?<!\d)(?:\d{4}([ .-])\d{4}\1\d{4}\1\d{4}|\d{6}([ .-])\d{6}\2\d{4})(?!\d)"), "<16 angka>"),
)
_LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){9,}")
"""Ten digits and more: a NIK or a phone, though the question asked for something else."""


def mask(text: str) -> str:
    """The text without bot tokens, keys, NIKs and family card numbers."""
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text


def without_long_numbers(text: str) -> str:
    """The text as a stranger may read it."""
    return _LONG_NUMBER.sub("…", text)


class MaskingFormatter(logging.Formatter):
    """Masks the finished line, so that arguments and tracebacks are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter.format`."""
        return mask(super().format(record))


class MaskingHandler(logging.StreamHandler):  # type: ignore[type-arg] # generic for checkers only
    """Writes masked lines to stderr, also about a line that could not be written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(message)s"))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's
        """See `logging.Handler.handleError`, whose own prints the record's arguments as they are."""
        with suppress(OSError, ValueError):
            sys.stderr.write(mask(f"{traceback.format_exc()}Log: {record.pathname}:{record.lineno}\n"))
