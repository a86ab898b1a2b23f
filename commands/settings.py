"""The settings as commands look at them: read, and proved as far as that needs neither network nor ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot import wording
from letters.checkup import number_problems, signing_problems, template_problems
from office import config as settings
from office.config import Config, ConfigError, Secrets
from office.problems import Link


@dataclass(frozen=True, slots=True)
class Looked:
    """Settings and secrets, each None when it cannot be used; what was looked at for this, and what is wrong."""

    config: Config | None
    keys: Secrets | None
    links: tuple[Link, ...]


def look_at(path: Path, now: datetime) -> Looked:
    """Read settings and secrets; of settings that can be read, prove what they name."""
    keys, config = None, None
    of_keys, of_config = Link("Rahasia (.env)"), Link(f"Pengaturan ({path.name})")
    try:
        keys = settings.load_secrets(path.parent)
    except ConfigError as error:
        of_keys = Link(of_keys.name, tuple(error.problems))
    try:
        config = settings.load(path)
    except ConfigError as error:
        of_config = Link(of_config.name, tuple(error.problems))
    proved = _proved(config, keys, now) if config else ()
    return Looked(config, keys, (of_keys, of_config, *proved))


def today(config: Config, now: datetime) -> date:
    """The village's."""
    return now.astimezone(config.village.hours.zone).date()


def _proved(config: Config, keys: Secrets | None, now: datetime) -> Iterator[Link]:
    yield Link("Kata-kata bot", tuple(wording.problems(config)))
    yield Link("Templat surat", tuple(template_problems(config)))
    yield Link("Nomor surat", tuple(number_problems(config)))
    if keys:
        yield Link("Tanda tangan", tuple(signing_problems(config, keys.passphrase, today(config, now))))
