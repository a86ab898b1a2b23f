"""A hall with a ledger to be lost, and a place for the new one."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from office.ledger.connection import Ledger
from office.ledger.rebuild import OnFile
from sheets_sync.recovery.command import Wishes
from tests.unit.sheets_sync.hall import Hall
from tests.unit.sheets_sync.recovery.loss import NOTHING_MORE, Loss

Lose = Callable[..., Loss]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """The village hall after its first poll."""
    with Ledger(tmp_path / "buku.db") as ledger:
        opened = Hall(ledger)
        opened.poll()
        yield opened


@pytest.fixture
def lose(tmp_path: Path) -> Iterator[Lose]:
    """Return what loses a hall's ledger and makes it anew."""
    with ExitStack() as losses:

        def lost(hall: Hall, files: Sequence[OnFile] = (), wishes: Wishes = NOTHING_MORE) -> Loss:
            return losses.enter_context(closing(Loss(hall, tmp_path / "baru" / "buku.db", files, wishes)))

        yield lost
