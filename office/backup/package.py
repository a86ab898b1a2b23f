"""What is in a copy, by which name, and where it lies in a village."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from office.config import Config
from office.ledger.connection import LEDGER_FILE

MANIFEST, CONFIG, FORMS, LEDGER = "cadangan.json", "config.yaml", "formulir.yaml", f"data/{LEDGER_FILE}"
LETTERS, VERSIONS, TEMPLATES, WORDS = "data/surat", "data/templat", "templat_desa", "bahasa"
"""Folders: issued letters, the versions of templates that they were made from, the village's own templates and words.

The words lie beside the settings, in a folder of this name.
"""
_FORMAT = 1

Progress = Callable[[int, int], None]
"""Told again and again how many files are done, of how many; may raise to end the work."""


class CopyError(Exception):
    """It could not be done, and nothing was changed; the text says why and how to mend it, in Indonesian."""


class Stopped(Exception):  # noqa: N818 - says what is the case
    """The work was broken off because the program ends."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a village's things lie."""

    config: Path
    forms: Path
    data: Path
    templates: Path

    @classmethod
    def of(cls, config_file: Path, config: Config) -> "Places":
        """Those of a village, by its settings."""
        return cls(config_file, config_file.parent / config.forms, config.data_dir, config.templates)

    @classmethod
    def usual(cls, home: Path) -> "Places":
        """Those of a village that has no settings yet."""
        return cls(home / CONFIG, home / FORMS, home / "data", home / "letters" / "templates")

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.data / LEDGER_FILE

    @property
    def folders(self) -> dict[str, Path]:
        """The folders by their names in a copy."""
        return {
            LETTERS: self.data / "surat",
            VERSIONS: self.data / "templat",
            TEMPLATES: self.templates,
            WORDS: self.config.parent / WORDS,
        }


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy says of itself."""

    made_at: datetime
    village: str
    rows: dict[str, int]
    """The ledger's, by table."""
    files: int
    """How many there are beside this one."""

    def written(self) -> str:
        """As it stands in the copy."""
        said = {"bentuk": _FORMAT, "dibuat": self.made_at.isoformat(), "desa": self.village}
        return json.dumps({**said, "isi": self.rows, "berkas": self.files}, ensure_ascii=False, indent=1)

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        """Read it back. Raises CopyError."""
        try:
            said = json.loads(text)
            if said["bentuk"] > _FORMAT:
                raise CopyError("Cadangan ini dari versi program yang lebih baru. Perbarui programnya dulu.")
            rows = {str(table): int(count) for table, count in said["isi"].items()}
            return cls(datetime.fromisoformat(said["dibuat"]), str(said["desa"]), rows, int(said["berkas"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise CopyError("Berkas ini bukan cadangan dari program ini.") from None
