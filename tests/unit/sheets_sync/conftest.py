"""A ledger, and a village hall that runs on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from office.ledger.connection import Ledger
from tests.unit.sheets_sync.hall import Hall


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger in a file."""
    with Ledger(tmp_path / "buku.db") as opened:
        yield opened


@pytest.fixture
def hall(ledger: Ledger) -> Hall:
    """The village hall with the spreadsheet on paper, before its first poll."""
    return Hall(ledger)
