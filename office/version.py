"""Which version of the program this is."""

import tomllib
from pathlib import Path


def version() -> str:
    """As `pyproject.toml` has it."""
    file = Path(__file__).parents[1] / "pyproject.toml"
    found: str = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["version"]
    return found
