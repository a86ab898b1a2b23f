"""What a data validation rule (DataValidationRule) asks of a cell: dropdowns and checkboxes."""

from __future__ import annotations

from typing import Any

Rule = dict[str, Any]
Value = str | bool | None


def options(rule: Rule | None) -> list[str] | None:
    """Return what a dropdown offers, None where there is none."""
    condition = (rule or {}).get("condition", {})
    return _values(condition) if condition.get("type") == "ONE_OF_LIST" else None


def ticks(rule: Rule | None) -> tuple[Value, Value] | None:
    """Return what a checkbox holds when it is ticked and when it is not, None where there is none."""
    condition = (rule or {}).get("condition", {})
    if condition.get("type") != "BOOLEAN":
        return None
    match _values(condition):
        case []:
            return True, False
        case [ticked]:
            return ticked, None
        case [ticked, unticked, *_]:
            return ticked, unticked
    return None


def _values(condition: dict[str, Any]) -> list[str]:
    return [value["userEnteredValue"] for value in condition.get("values", [])]
