"""One cell: its value, how it looks, and its JSON (CellData of the Sheets API)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from simulator.google.errors import invalid
from simulator.google.masks import Path
from simulator.google.numbers import general, patterned
from simulator.google.serials import default_pattern, formatted
from simulator.google.validation import ticks

Json = dict[str, Any]
Scalar = str | float | bool | None
Kind = Literal["empty", "text", "number", "bool", "formula"]
LONGEST_TEXT = 50_000
FIELDS = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation")
_DATES = frozenset({"DATE", "TIME", "DATE_TIME"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell never changes; the grid replaces it. `formula` keeps what was entered, `value` what it shows."""

    value: Scalar = None
    formula: str | None = None
    format: Json = field(default_factory=dict)  # userEnteredFormat
    note: str = ""
    validation: Json | None = None  # DataValidationRule

    def __post_init__(self) -> None:
        """A checkbox is never empty: one that nobody ticked holds FALSE."""
        if self.value is None and self.formula is None and (ticked := ticks(self.validation)):
            object.__setattr__(self, "value", ticked[1])

    @property
    def kind(self) -> Kind:
        """Return what the cell holds; a formula stays one whatever it shows."""
        if self.formula is not None:
            return "formula"
        if self.value is None:
            return "empty"
        if isinstance(self.value, bool):
            return "bool"
        return "text" if isinstance(self.value, str) else "number"

    @property
    def number_format(self) -> Json:
        """The NumberFormat, or an empty one."""
        found: Json = self.format.get("numberFormat", {})
        return found

    @property
    def is_text_column(self) -> bool:
        """Tell whether what is typed here stays text ("Plain text" in the menu)."""
        return self.number_format.get("type") == "TEXT" or self.number_format.get("pattern") == "@"

    @property
    def is_date(self) -> bool:
        """Tell whether the number is a date or a time."""
        return self.kind == "number" and self.number_format.get("type") in _DATES

    def emptied(self) -> Cell:
        """Return the cell without its value; what it looks like stays."""
        return replace(self, value=None, formula=None)

    def without_rule(self) -> Cell:
        """Return the cell without its validation; the value stays."""
        return replace(self, validation=None)

    def shown(self, locale: str) -> str:
        """Return the text that a person sees."""
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        if not isinstance(self.value, (int, float)):
            return self.value or ""
        pattern = self.number_format.get("pattern", "")
        if self.is_date:
            return formatted(self.value, pattern or default_pattern(self.number_format["type"], locale), locale)
        return patterned(self.value, pattern, locale) if pattern and pattern != "@" else general(self.value, locale)


BLANK = Cell()


def plain(value: Scalar) -> Scalar:
    """Return a whole number as an integer, as it stands in Google's JSON."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def merged(cell: Cell, data: Json, paths: Sequence[Path]) -> Cell:
    """Return the cell with the fields of a CellData that a mask names; a named field that is absent is cleared."""
    for path in paths:
        for name in path[:1] or FIELDS:
            cell = _with(cell, name, data, path[1:])
    return cell


def _with(cell: Cell, name: str, data: Json, below: Path) -> Cell:
    match name:
        case "userEnteredValue":
            value, formula = _entered(data.get(name, {}))
            return replace(cell, value=value, formula=formula)
        case "userEnteredFormat":
            return replace(cell, format=_grafted(cell.format, data.get(name, {}), below))
        case "note":
            return replace(cell, note=data.get(name, ""))
        case "dataValidation":
            return replace(cell, validation=data.get(name))
    raise invalid(f"Field {name} is not spoken by this simulator.")


def _entered(value: Json) -> tuple[Scalar, str | None]:
    match value:
        case {"stringValue": str(text)}:
            return fitting(text) or None, None
        case {"boolValue": bool(truth)}:
            return truth, None
        case {"numberValue": int() | float() as number} if math.isfinite(number):
            return float(number), None
        case {"formulaValue": str(formula)}:
            return computed(formula), formula
    if value:
        raise invalid(f"Invalid value: {value}")
    return None, None


def fitting(text: str) -> str:
    """Return the text as it is. ApiError 400 when it is longer than a cell."""
    if len(text) > LONGEST_TEXT:
        raise invalid(f"Your input contains more than the maximum of {LONGEST_TEXT} characters in a single cell.")
    return text


def computed(formula: str) -> Scalar:
    """Return what a formula shows. Nothing is computed here: a literal shows itself, all else `#N/A`."""
    literal = formula.removeprefix("=").strip()
    if len(literal) > 1 and literal.startswith('"') and literal.endswith('"'):
        return literal[1:-1]
    try:
        return float(literal)
    except ValueError:
        return "#N/A"


def _grafted(old: Json, new: Json, path: Path) -> Json:
    if not path:
        return new
    head, rest = path[0], path[1:]
    kept = {name: value for name, value in old.items() if name != head}
    if head not in new:
        return kept
    return kept | {head: _grafted(old.get(head, {}), new[head], rest) if rest else new[head]}


def cell_data(cell: Cell, locale: str) -> Json:
    """Return the cell as CellData, without what is empty."""
    data: Json = {}
    if cell.kind != "empty":
        data["userEnteredValue"] = {"formulaValue": cell.formula} if cell.formula else _extended(cell.value)
        data["effectiveValue"] = _extended(cell.value)
        data["formattedValue"] = cell.shown(locale)
    if cell.format:
        data["userEnteredFormat"] = data["effectiveFormat"] = cell.format
    if cell.note:
        data["note"] = cell.note
    if cell.validation:
        data["dataValidation"] = cell.validation
    return data


def _extended(value: Scalar) -> Json:
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"stringValue": value} if isinstance(value, str) else {"numberValue": plain(value)}
