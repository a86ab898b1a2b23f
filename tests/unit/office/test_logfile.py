"""The log's file: what it hides, how large it grows, and that trouble with it stops nothing."""

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from office import logs
from office.logfile import LogFile
from tests.unit.builders import NIK
from tests.unit.office.test_masking import TOKEN

LINE = "x" * 60


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catatan" / "meja.log"


@pytest.fixture
def say(path: Path) -> Iterator[Callable[[str], None]]:
    """Log something to a small file that keeps two older ones."""
    handler, log = LogFile(path, most_bytes=300, old_files=2), logging.Logger("tried")
    log.addHandler(handler)
    yield log.warning
    handler.close()


def test_nothing_secret_is_kept(path: Path, say: Callable[[str], None]) -> None:
    say(f"{NIK} {TOKEN}")
    assert path.read_text(encoding="utf-8").endswith(" WARNING <16 angka> <token>\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_only_its_owner_reads_it(path: Path, say: Callable[[str], None]) -> None:
    """Also the older ones, and the folder."""
    for _ in range(9):
        say(LINE)
    assert {kept.stat().st_mode & 0o777 for kept in path.parent.iterdir()} == {0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_it_is_bounded_and_the_newest_is_kept(path: Path, say: Callable[[str], None]) -> None:
    """Two older files beside it, in order, none larger than agreed; nothing is lost between them."""
    for number in range(50):
        say(f"{number} {LINE}")
    files = [path.with_name(f"meja.log{end}") for end in (".2", ".1", "")]
    assert sorted(path.parent.iterdir()) == sorted(files)
    assert all(file.stat().st_size <= 300 for file in files)
    said = [int(line.split()[3]) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert said == list(range(50 - len(said), 50))
    assert len(said) >= 5


def test_while_a_file_cannot_be_renamed_every_line_is_kept(
    path: Path, say: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows while somebody looks at it: it grows beyond its size, older ones stay, later it is put aside."""
    for number in range(7):
        say(f"{number} {LINE}")
    older = path.with_name("meja.log.1").read_text(encoding="utf-8")

    def refuse(_path: Path, _target: Path) -> None:
        raise PermissionError

    with monkeypatch.context() as looked_at:
        looked_at.setattr(Path, "rename", refuse)
        for number in range(7, 20):
            say(f"{number} {LINE}")
    assert path.with_name("meja.log.1").read_text(encoding="utf-8") == older
    assert f"19 {LINE}" in path.read_text(encoding="utf-8")
    say("later")
    assert path.read_text(encoding="utf-8").endswith(" WARNING later\n")
    assert path.stat().st_size < 300


def test_a_file_that_cannot_be_written_is_said_once(
    path: Path, say: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    path.mkdir()
    for _ in range(3):
        say(LINE)
    assert capsys.readouterr().err == f"Catatan belum bisa ditulis ke {path}. Periksa sisa ruang disk.\n"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """And the log goes on without a file."""
    (tmp_path / "catatan").write_text("no folder")
    handlers = list(logging.getLogger().handlers)
    logs.keep(tmp_path / logs.FILE)
    assert logging.getLogger().handlers == handlers
    assert "tidak bisa disimpan" in caplog.text
