"""`teks`: every sentence of the bot by its name, as it is said now, to be changed in `config.yaml` or translated."""

import argparse
from datetime import datetime
from pathlib import Path

import yaml

from bot.texts import Texts
from bot.wording import checked
from office import config as settings
from office.config import ConfigError, Problem


def texts(options: argparse.Namespace, _now: datetime) -> int:
    """Print the sentences as YAML, or write them to a new file; an existing one is left as it is."""
    asked = [word.casefold() for word in options.kata]
    said = Texts.of(checked(settings.load(options.config))).sentences
    found = {name: said[name] for name in said if all(word in f"{name} {said[name]}".casefold() for word in asked)}
    if not found:
        print("Tidak ada kalimat dengan kata itu.")
    elif options.ke is None:
        print(_written(found), end="")
    else:
        _write_new(options.ke, _written(found))
        print(f"{len(found)} kalimat ditulis ke {options.ke}. Cara memakainya ada di config.yaml, bagian `bahasa`.")
    return 0


class _Readable(yaml.SafeDumper):
    """YAML in which lines of a sentence are lines."""


def _sentence(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Readable.add_representer(str, _sentence)


def _written(sentences: dict[str, str]) -> str:
    return yaml.dump(sentences, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=120)


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        what = f"{path} sudah ada dan tidak diubah; pilih nama lain"
        raise ConfigError([Problem("--ke", what)]) from None
