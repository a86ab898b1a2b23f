"""What starts the service again after it has ended: as much of it as can be tried where it does not run."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commands import line
from commands.errors import WRONG
from office.logs import FILE
from office.relief import AGAIN, GUARDED

ROOT = Path(__file__).parents[2]
BATCH, UNIT, IMAGE = ROOT / "mulai.bat", ROOT / "deploy" / "meja-surat.service", ROOT / "Dockerfile"


def batch() -> str:
    return BATCH.read_text(encoding="ascii")


def settings() -> dict[str, str]:
    """What the unit sets, each key once."""
    found = dict(re.findall(r"^(\w+)=(.*)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE))
    assert found
    return found


def test_windows_can_read_the_batch_file() -> None:
    """ASCII only, every line ended as Windows does, in a fresh clone as well; no line that cmd would cut off."""
    raw = BATCH.read_bytes()
    assert raw.isascii()
    assert raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r") > 0
    assert "*.bat text eol=crlf" in (ROOT / ".gitattributes").read_text()
    assert max(map(len, raw.splitlines())) < 8000
    assert raw.startswith(b"@echo off\r\n")


def test_the_batch_file_goes_nowhere_that_is_not_there() -> None:
    """Every label that it jumps to exists once, and every one that exists is reached."""
    labels = re.findall(r"^:(\w+)$", batch(), re.MULTILINE)
    assert len(labels) == len(set(labels))
    assert set(re.findall(r"\bgoto (\w+)", batch())) == set(labels)


def test_the_batch_file_knows_what_the_service_means() -> None:
    """Set-up wrong: the reason stays on the screen. Asked to begin anew: at once. Otherwise after a pause."""
    assert f'if "%KODE%"=="{WRONG}" goto salah' in batch()
    assert f'if "%KODE%"=="{AGAIN}" goto mulai' in batch()
    assert f"set {GUARDED}=1" in batch()
    assert re.search(r":salah\n(?:echo.*\n)+pause\nexit /b 2\n", batch())
    assert batch().index(f"set {GUARDED}=1") > batch().index("goto perintah")  # a command is no guarded service
    assert str(FILE).replace("/", "\\") in batch()


def test_the_batch_file_names_only_what_exists() -> None:
    """Scripts, and commands of the script."""
    for name in re.findall(r"\b(\w+\.py)\b", batch()):
        assert (ROOT / name).is_file()
    known = line.parser().format_help()
    for word in re.findall(r"mulai\.bat (\w+)", batch()):
        assert word in {"pasang", "lepas"} or f" {word} " in known or word == "lagi"


def test_the_unit_starts_again_but_for_a_wrong_set_up() -> None:
    found = settings()
    assert (found["Restart"], found["RestartPreventExitStatus"]) == ("on-failure", str(WRONG))
    assert found["Environment"] == f"{GUARDED}=1"
    assert found["ExecStart"].endswith("/.venv/bin/python scheduler.py")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_no_fault_with_the_unit(tmp_path: Path) -> None:
    """With a home in which everything is where the unit wants it."""
    program = tmp_path / "meja-surat" / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.symlink_to(sys.executable)
    home = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    words = ["systemd-analyze", "--user", "verify", str(UNIT)]
    judged = subprocess.run(words, capture_output=True, text=True, env=home, check=False)
    assert (judged.returncode, judged.stdout + judged.stderr) == (0, "")


def test_the_image_holds_the_program_and_nothing_secret() -> None:
    """What is copied is there, is let through by `.dockerignore`, and runs as nobody special."""
    words = IMAGE.read_text(encoding="utf-8")
    copied = [name for names in re.findall(r"^COPY (.+) \S+$", words, re.MULTILINE) for name in names.split()]
    assert "scheduler.py" in copied
    allowed = (ROOT / ".dockerignore").read_text().splitlines()
    assert next(entry for entry in allowed if entry and not entry.startswith("#")) == "*"
    assert sorted(entry[1:] for entry in allowed if entry.startswith("!")) == sorted(copied)
    assert all((ROOT / name).exists() for name in copied)
    assert not {".", "config.yaml", ".env", "data"} & set(copied)
    assert words.index("\nUSER meja\n") < words.index("\nENTRYPOINT ")
    assert f"{GUARDED}=1" in words
