"""The village's own sentences for Telegram, by their names: in `config.yaml`, or in a file that it names.

What the names are, and what a sentence must hold, is the bot's to know.
"""

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from office.problems import WORDS, ConfigError, Problem
from office.services import Settings
from office.settings_file import Sources, read_yaml

_KEYS = ("bahasa", "teks")


class Wording(Settings):
    """Sentences by their names; `source` before a name says where it is written."""

    source: str = ""
    sentences: dict[str, Annotated[str, StringConstraints(strip_whitespace=True)]] = Field(default={})

    def where(self, name: str) -> str:
        """The place of a sentence as the operator finds it."""
        return f"{self.source}{name}"


def gather_sentences(raw: dict[str, Any], folder: Path, sources: Sources) -> list[Problem]:
    """Put the sentences in place, read from the files that are named instead, and say what could not be."""
    problems: list[Problem] = []
    for key in _KEYS:
        found, source = raw.pop(key, None), f"{key}."
        if isinstance(found, str):
            source = f"{found}: "
            found = _read(folder / found, key, found, problems)
        if found is not None and not isinstance(found, dict):
            problems.append(Problem(key, f"{WORDS['dict_type']}, atau letak berkas yang berisi daftar itu"))
        elif found:
            raw[key] = {"source": source, "sentences": found}
            sources.written.update({(key, "sentences", name): source + name for name in found})
    return problems


def _read(path: Path, key: str, named: str, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        return read_yaml(path)
    except ConfigError as error:
        problems += [Problem(key, f"{named}: {problem.what}") for problem in error.problems]
        return None
