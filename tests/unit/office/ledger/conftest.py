"""A real ledger in a file for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from office.ledger.connection import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger(tmp_path / "data" / "buku.db") as opened:
        yield opened
