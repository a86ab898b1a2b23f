"""Writing into the operator's settings: values of `config.yaml` with all else left as it is, and the forms file."""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from io import StringIO
from itertools import starmap
from pathlib import Path
from typing import Any

import yaml

from office.problems import ConfigError, Problem
from office.services import Form
from office.settings_file import read_yaml

_HEAD = "# Diisi program. Tidak perlu diubah dengan tangan.\n"
_MARK = "\ufeff"
_NEVER_WRAP = 4096

Place = tuple[str, ...]
"""Where a setting stands: its keys, from the top."""
Value = str | int | bool | list[str] | Mapping[str, str] | None


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
    write_whole(path, _HEAD + text)


def write_spreadsheet(path: Path, spreadsheet: str) -> bool:
    """Put the spreadsheet into `config.yaml`; False when it stood there already. Raises ConfigError, OSError."""
    return write_values(path, {("google", "spreadsheet"): spreadsheet})


def write_values(path: Path, values: Mapping[Place, Value]) -> bool:
    """Put these settings, by their places, into `config.yaml`; False when all stood there. Raises ConfigError, OSError.

    None takes a setting out. All else stays: order, comments, what people wrote; only spaces may be put in order.
    """
    try:
        text = path.read_bytes().decode("utf-8")
        changed = with_values(text, values)
    except UnicodeDecodeError:
        changed = None
    if changed is None:
        read_yaml(path)  # perhaps it is not readable at all: then that is told
        what = f"tidak bisa diubah program; tulis sendiri: {'; '.join(starmap(_by_hand, values.items()))}"
        raise ConfigError([Problem(path.name, what)])
    if changed != text:
        write_whole(path, changed)
    return changed != text


def with_values(text: str, values: Mapping[Place, Value]) -> str | None:
    """The YAML text with these settings in their places, unchanged if they stood there. None where it cannot be."""
    bare = text.removeprefix(_MARK)
    try:
        before = _read(bare) or {}
        wanted = _with(before, values)
        if wanted == before:
            return text
        made = _rewritten(bare, values)
        if _read(made) != wanted:
            return None
    except (yaml.YAMLError, TypeError, ValueError, AttributeError):  # a section that is no mapping, a tag of its own
        return None
    end = "\r\n" if "\r\n" in text else "\n"
    return _MARK * text.startswith(_MARK) + made.replace("\r\n", "\n").replace("\n", end)


def _read(text: str) -> Any:  # noqa: ANN401 - whatever stands there
    # Where it is installed with its C part, PyYAML reads ten times as fast.
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


def _rewritten(text: str, values: Mapping[Place, Value]) -> str:
    # Only a command that edits needs it.
    from ruamel.yaml import YAML  # noqa: PLC0415 - see above
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - see above

    book, written = YAML(), StringIO()
    book.preserve_quotes, book.width = True, _NEVER_WRAP
    book.indent(mapping=2, sequence=4, offset=2)
    try:
        raw = book.load(text)
        only_comments = raw is None
        raw = book.map() if only_comments else raw
        for place, value in values.items():
            _put(raw, place, value)
        book.dump(raw, written)
    except YAMLError as error:
        raise ValueError(str(error)) from None
    return (_closed(text) if only_comments else "") + written.getvalue()


def _closed(text: str) -> str:
    return text if text.endswith("\n") or not text else f"{text}\n"


def _with(before: Mapping[str, Any], values: Mapping[Place, Value]) -> dict[str, Any]:
    """The settings as they are to be; all that is not changed is the same."""
    wanted = dict(before)
    for (first, *rest), value in values.items():
        if rest:
            wanted[first] = _with(wanted.get(first) or {}, {tuple(rest): value})
        elif value is None:
            wanted.pop(first, None)
        else:
            wanted[first] = value
    return wanted


def _put(raw: Any, place: Place, value: Value) -> None:  # noqa: ANN401 - the library's own mapping
    *above, last = place
    for key in above:
        if raw.get(key) is None:
            raw[key] = type(raw)()
        raw = raw[key]
    if isinstance(value, Mapping) and raw.get(last):
        for key in [key for key in raw[last] if key not in value]:
            del raw[last][key]
        for key, inner in value.items():
            _put(raw[last], (key,), inner)
    elif value is None:
        raw.pop(last, None)
    elif last in raw:
        raw[last] = _quoted(value)
    else:
        # First: what follows the last one may be the comment of the next section.
        raw.insert(0 if above else len(raw), last, _quoted(value))


def _quoted(value: Value) -> Any:  # noqa: ANN401 - the library's own text
    """The value; text that a reader of YAML 1.1 would take for something else, such as `Ya` or 12:30, in quotes."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString  # noqa: PLC0415 - as above

    return DoubleQuotedScalarString(value) if isinstance(value, str) and not _is_plain(value) else value


def _is_plain(text: str) -> bool:
    try:
        return bool(yaml.safe_load(f"- {text}") == [text])
    except yaml.YAMLError:
        return False


def _by_hand(place: Place, value: Value) -> str:
    *above, last = place
    where = "".join(f"di bawah {key}: " for key in above)
    return f"{where}{last}: {json.dumps(value, ensure_ascii=False)}"


def write_whole(path: Path, text: str) -> None:
    """Write whole or not at all, with the rights that the file had; a new one is its owner's alone. Raises OSError."""
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
