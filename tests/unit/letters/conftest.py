"""A village office that makes letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from office.ledger.connection import Ledger
from tests.unit.letters.workshop import Workshop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    """The office without a printer: its letters leave as Word files."""
    with Ledger(tmp_path / "data" / "buku.db") as ledger:
        yield Workshop(tmp_path, ledger)
