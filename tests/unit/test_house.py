"""What holds for the house as a whole."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS_OF_THE_MACHINE = {"pip", "setuptools", "wheel", "uv"}


def test_every_installed_version_is_a_tested_one() -> None:
    """Each package that a fresh machine gets, direct or not, is pinned in pyproject.toml."""
    pinned = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["constraint-dependencies"]
    installed = {f"{_plain(one.name)}=={one.version}" for one in distributions() if one.name}
    installed = {one for one in installed if one.partition("==")[0] not in TOOLS_OF_THE_MACHINE}
    assert installed <= {f"{_plain(pin.partition('==')[0])}=={pin.partition('==')[2]}" for pin in pinned}


def test_the_service_does_without_what_only_a_command_needs() -> None:
    """Neither the simulator nor Google's forms library nor python-docx is imported by the running service."""
    code = "import scheduler, sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"simulator", "demo", "googleapiclient", "docx", "werkzeug", "aiogram", "rich", "ruamel"} & set(
        loaded.stdout.split()
    )


def test_no_lock_file_with_addresses_is_kept() -> None:
    """The repository ignores uv's lock file, which records where packages were downloaded from."""
    assert "uv.lock" in (ROOT / ".gitignore").read_text().split()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
