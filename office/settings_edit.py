"""Writing into the operator's settings: one value of `config.yaml` with all else left as it is, and the forms file."""

import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from office.problems import NOT_UTF8, ConfigError, Problem
from office.services import Form
from office.settings_file import read_yaml

_HEAD = "# Diisi program. Tidak perlu diubah dengan tangan.\n"
_VALUE = r"""(?P<value>"[^"\n]*"|'[^'\n]*'|[^\s#"'{\[|>&*!][^\s#]*|)"""
_INDENT = "  "


def write_forms(path: Path, forms: Mapping[str, Form]) -> None:
    """Put these services' forms into the forms file; those of other services stay. Raises ConfigError, OSError."""
    written = read_yaml(path) if path.exists() else {}
    write_plain(path, written | {key: form.model_dump(by_alias=True) for key, form in forms.items()})


def write_plain(path: Path, data: Mapping[str, Any]) -> None:
    """Write a file that is the program's own; without any data there is none. Raises OSError."""
    if not data:
        path.unlink(missing_ok=True)
        return
    text = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=120)
    _write_whole(path, _HEAD + text)


def write_spreadsheet(path: Path, spreadsheet: str) -> bool:
    """Put the spreadsheet into `config.yaml`; False when it stood there already. Raises ConfigError, OSError."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise ConfigError([Problem(path.name, NOT_UTF8)]) from None
    changed = with_value(text, "google", "spreadsheet", spreadsheet)
    if changed is None:
        what = f'tulis sendiri, di bawah google: spreadsheet: "{spreadsheet}"'
        raise ConfigError([Problem(f"{path.name}: google.spreadsheet", what)])
    if changed != text:
        _write_whole(path, changed)
    return changed != text


def with_value(text: str, section: str, key: str, value: str) -> str | None:
    """The YAML text with this one value set: comments, order and line ends stay. None where that cannot be done."""
    before: dict[str, Any] = yaml.safe_load(text) or {}
    held = before.get(section) or {}
    if held.get(key) == value:
        return text
    changed = _replaced(text, section, key, value) if section in before else _with_section(text, section, key, value)
    try:
        return changed if yaml.safe_load(changed) == before | {section: held | {key: value}} else None
    except yaml.YAMLError:
        return None


def _with_section(text: str, section: str, key: str, value: str) -> str:
    end = _line_end(text)
    closed = text if text.endswith("\n") or not text else text + end
    return f'{closed}{section}:{end}{_INDENT}{key}: "{value}"{end}'


def _replaced(text: str, section: str, key: str, value: str) -> str:
    """The text with the value put in; as it was where the section is written in another style than ours."""
    lines = text.splitlines(keepends=True)
    end = _line_end(text)
    head = next(
        (at for at, line in enumerate(lines) if re.match(rf"\ufeff?{section}[ \t]*:[ \t]*(#.*)?\s*$", line)), None
    )
    if head is None:
        return text
    last = next((at for at in range(head + 1, len(lines)) if re.match(r"[^\s#]", lines[at])), len(lines))
    pattern = re.compile(rf"(?P<before>[ \t]+{key}[ \t]*:[ \t]*){_VALUE}(?P<after>[ \t]*(?:[ \t]#.*)?)(?P<end>\r?\n?)$")
    for at in range(head + 1, last):
        if found := pattern.match(lines[at]):
            lines[at] = _line(found, value)
            return "".join(lines)
    children = (re.match(r"[ \t]+(?=[^\s#])", line) for line in lines[head + 1 : last])
    indent = next((child[0] for child in children if child), _INDENT)
    lines[head] = lines[head].rstrip("\r\n") + end
    lines.insert(head + 1, f'{indent}{key}: "{value}"{end}')
    return "".join(lines)


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line(found: re.Match[str], value: str) -> str:
    """The line with its new value; a comment stays in its column where there is room."""
    before = found["before"] if found["before"].endswith((" ", "\t")) else found["before"] + " "
    written, comment = f'{before}"{value}"', found["after"].lstrip()
    column = len(found["before"]) + len(found["value"]) + len(found["after"]) - len(comment)
    return written + (" " * max(column - len(written), 2) + comment if comment else "") + found["end"]


def _write_whole(path: Path, text: str) -> None:
    """Write whole or not at all, with the rights that the file had."""
    number, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
