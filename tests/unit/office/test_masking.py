"""Nothing personal and no secret in a log."""

import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from office.masking import MaskingFormatter, mask
from tests.unit.builders import NIK

TOKEN = "123456789:BBH-invented_token_of_a_bot_that_is_none"


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
        ("SKU-7K3Q 517/007/DS-KRS/XI/2026 12:30", "SKU-7K3Q 517/007/DS-KRS/XI/2026 12:30"),
    ],
)
def test_tokens_and_niks_are_masked(text: str, masked: str) -> None:
    """Sixteen digits and tokens go, all else stays."""
    assert mask(text) == masked


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
