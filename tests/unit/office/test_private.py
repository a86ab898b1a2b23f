"""What nobody else on the computer may read."""

import stat
import sys
from pathlib import Path

import pytest

from office.private import close_to_others, make_private

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folders_are_made_private_and_others_left(tmp_path: Path) -> None:
    """All that had to be made, and only those."""
    tmp_path.chmod(0o755)
    make_private(tmp_path / "a" / "b")
    assert [mode(tmp_path / name) for name in ("a/b", "a", ".")] == [0o700, 0o700, 0o755]
    make_private(tmp_path)
    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o600), (0o777, 0o700), (0o640, 0o600), (0o604, 0o600)])
def test_what_was_open_is_closed(tmp_path: Path, before: int, after: int) -> None:
    """Its owner keeps what he had; a second time there is nothing to do."""
    path = tmp_path / ".env"
    path.touch()
    path.chmod(before)
    assert close_to_others(path)
    assert mode(path) == after
    assert not close_to_others(path)
