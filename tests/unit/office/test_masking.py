"""Nothing personal and no secret in a log."""

import io
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from office.masking import MaskingFormatter, mask
from tests.unit.builders import NIK

TOKEN = "123456789:BBH-invented_token_of_a_bot_that_is_none"

PIECE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7" * 2
"""What a key looks like; it is none."""
KIND = "PRIVATE KEY"
"""Put between the dashes only when the tests run, so that no file here looks as if it held a key."""
PEM = f"-----BEGIN {KIND}-----\n{PIECE}\n-----END {KIND}-----"
ADDRESS = "http://127.0.0.1:34069/v4/spreadsheets/1aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7bC9d/values/A1"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger of its own that writes masked lines into the text."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(MaskingFormatter("%(levelname)s %(message)s"))
    logger = logging.Logger("masking")
    logger.addHandler(handler)
    yield logger, written
    handler.close()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
            "POST https://api.telegram.org/bot<token>/sendMessage",
        ),
        (f"NIK {NIK}.", "NIK <16 angka>."),
        (f"{NIK},{NIK}", "<16 angka>,<16 angka>"),
        (f"1{NIK}", f"1{NIK}"),
        (f"{NIK}1", f"{NIK}1"),
        (f"/viewform?entry.1=%20{NIK}&x=1", "/viewform?entry.1=%20<16 angka>&x=1"),
        (f"{NIK[:4]} {NIK[4:8]} {NIK[8:12]} {NIK[12:]}", "<16 angka>"),
        (f"{NIK[:6]}.{NIK[6:12]}.{NIK[12:]}", "<16 angka>"),
        (f"/bot{TOKEN.replace(':', '%3A')}/getMe", "/bot<token>/getMe"),
        ("Authorization: Bearer ya29.c.b0Aaekm1K-x_y", "Authorization: Bearer <token>"),
        (f"assertion=eyJhbGciOiJSUzI1NiJ9.{PIECE}.c2lnbmVk", "assertion=<kunci>"),
        (f"a\n{PEM}\nb", "a\n<kunci>\nb"),
        (f"{{'private_key': '-----BEGIN RSA {KIND}-----\\n{PIECE}", "{'private_key': '<kunci>"),
        (f"quoted: {PIECE}", "quoted: <kunci>"),
        ("/home/desa/" + "surat-kelahiran/" * 9 + "517.docx", "/home/desa/" + "surat-kelahiran/" * 9 + "517.docx"),
        (ADDRESS, ADDRESS),
        ("SKU-7K3Q 517/007/DS-KRS/XI/2026 12:30", "SKU-7K3Q 517/007/DS-KRS/XI/2026 12:30"),
    ],
)
def test_tokens_and_niks_are_masked(text: str, masked: str) -> None:
    """Sixteen digits, tokens and keys go, all else stays."""
    assert mask(text) == masked


@pytest.mark.parametrize("piece", ["a", "9", "aA", "eyJ-", "9 ", "1234 ", f"{NIK}:", "-----BEGIN "])
def test_a_megabyte_is_masked_in_no_time(piece: str) -> None:
    """Whatever is quoted, the log does not stand still."""
    began = time.monotonic()
    mask(piece * (1_000_000 // len(piece)))
    assert time.monotonic() - began < 5


def test_arguments_are_masked(log: tuple[logging.Logger, io.StringIO]) -> None:
    """It is the finished line that is masked."""
    logger, written = log
    logger.warning("%s of %s", NIK, {"token": TOKEN})
    assert written.getvalue() == "WARNING <16 angka> of {'token': '<token>'}\n"


def test_tracebacks_are_masked(log: tuple[logging.Logger, io.StringIO]) -> None:
    """An exception quotes what it choked on."""
    logger, written = log
    try:
        int(f"{NIK} via {TOKEN}")
    except ValueError:
        logger.exception("failed")
    assert "Traceback" in written.getvalue()
    assert NIK not in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_lines_without_secrets_stay(log: tuple[logging.Logger, io.StringIO]) -> None:
    """A time is no secret."""
    logger, written = log
    logger.info("at %s", datetime(2026, 11, 23, tzinfo=UTC))
    assert written.getvalue() == "INFO at 2026-11-23 00:00:00+00:00\n"
