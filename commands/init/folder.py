"""The village's folder: its settings and secrets, read anew each time and written at once."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dotenv import set_key

from letters import __file__ as letters_room
from office import config as settings
from office.config import Config, ConfigError, Problem, Secrets
from office.private import close_to_others
from office.settings_edit import Place, Value, write_values
from office.settings_file import read_yaml

_PROGRAM = Path(__file__).resolve().parents[2]
KEY_FILE = "kunci-google.json"


class Folder:
    """Where `config.yaml` and `.env` are. Every method raises ConfigError or OSError where a file is of no use."""

    def __init__(self, config_file: Path) -> None:
        self.config_file = config_file
        self.path = config_file.parent
        self._env = self.path / ".env"

    def found(self) -> list[str]:
        """Begin with the program's own settings and templates where there are none; what was done."""
        told = []
        if not self.config_file.exists():
            shutil.copyfile(_PROGRAM / "config.yaml", self.config_file)
            told.append(f"Pengaturan baru dibuat: {self.config_file}")
        templates = self.config().templates
        if not templates.exists():
            shutil.copytree(Path(letters_room).parent / "templates", templates)
            told.append(f"Templat surat disalin ke: {templates}")
        return told

    def raw(self) -> dict[str, Any]:
        """The settings as they are written."""
        return read_yaml(self.config_file)

    def config(self) -> Config:
        """The settings as they are understood."""
        return settings.load(self.config_file)

    def write(self, values: Mapping[Place, Value]) -> bool:
        """Put these settings into `config.yaml` once it is proved that it can be read with them; whether it changed.

        The proof is read from a file beside it: paths in the settings are meant from there.
        """
        trial = self.path / f".{self.config_file.stem}-coba.yaml"
        try:
            shutil.copy(self.config_file, trial)
            changed = write_values(trial, values)
            if changed:
                settings.load(trial)
                trial.replace(self.config_file)
        except ConfigError as error:
            raise ConfigError(
                [_named(problem, trial.name, self.config_file.name) for problem in error.problems]
            ) from None
        finally:
            trial.unlink(missing_ok=True)
        return changed

    def secrets(self) -> Secrets:
        """All secrets that the service needs."""
        return settings.load_secrets(self.path)

    def secret(self, name: str) -> str:
        """A secret as the service would read it; empty when there is none yet."""
        return settings.load_secret(self.path, name)

    def keep_secret(self, name: str, value: str) -> None:
        """Put a secret into `.env` (0600); all else there stays."""
        if not self._env.exists():
            self._env.touch(mode=0o600)
        set_key(self._env, name, value, quote_mode="auto")
        close_to_others(self._env)

    def keep_key(self, file: Path) -> None:
        """Put the service account's key beside the settings, for its owner alone, and name it in `.env`."""
        kept = self.path / KEY_FILE
        if file.resolve() != kept.resolve():
            kept.unlink(missing_ok=True)
            kept.touch(mode=0o600)
            kept.write_bytes(file.read_bytes())
        close_to_others(kept)
        self.keep_secret("GOOGLE_KEY_FILE", KEY_FILE)


def _named(problem: Problem, trial: str, name: str) -> Problem:
    return replace(problem, where=problem.where.replace(trial, name))
