"""A village's folder for each test."""

from pathlib import Path

import pytest

from tests.unit.office.backup.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A village that has worked for a while."""
    return Home(tmp_path / "desa")
