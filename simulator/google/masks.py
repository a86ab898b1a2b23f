"""Field masks: `sheets(properties(title)),spreadsheetId`, `userEnteredFormat.backgroundColor`, `*`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from simulator.google.errors import invalid

Tree = dict[str, "Tree"]  # a name without branches takes all that is below it
Path = tuple[str, ...]
_TOKEN = re.compile(r"[A-Za-z0-9_]+|[*(),./]")


def parse(mask: str) -> Tree:
    """Read a mask into a tree. ApiError 400 when it cannot be read."""
    compact = re.sub(r"\s+", "", mask)
    tokens = _TOKEN.findall(compact)
    if "".join(tokens) != compact:
        raise invalid(f"Invalid field mask: {mask}")
    tree, rest = _branches(tokens, mask)
    if rest:
        raise invalid(f"Invalid field mask: {mask}")
    return tree


def _branches(tokens: list[str], mask: str) -> tuple[Tree, list[str]]:
    tree: Tree = {}
    while True:
        if not tokens or tokens[0] in "(),./":
            raise invalid(f"Invalid field mask: {mask}")
        tokens = _grow(tree, tokens, mask)
        if not tokens or tokens[0] != ",":
            return tree, tokens
        tokens = tokens[1:]


def _grow(tree: Tree, tokens: list[str], mask: str) -> list[str]:
    """Add one path, with what it has in brackets, to the tree; return the tokens after it."""
    branch = tree.setdefault(tokens[0], {})
    tokens = tokens[1:]
    while tokens and tokens[0] in "./" and len(tokens) > 1:
        branch = branch.setdefault(tokens[1], {})
        tokens = tokens[2:]
    if tokens and tokens[0] == "(":
        below, tokens = _branches(tokens[1:], mask)
        branch.update(below)
        if not tokens or tokens[0] != ")":
            raise invalid(f"Invalid field mask: {mask}")
        tokens = tokens[1:]
    return tokens


def select(value: Any, tree: Tree) -> Any:  # noqa: ANN401 - any JSON
    """Keep of a JSON value what the tree names; names that are not there are passed over."""
    if not tree or "*" in tree:
        return value
    if isinstance(value, list):
        return [select(item, tree) for item in value]
    if isinstance(value, dict):
        return {name: select(value[name], below) for name, below in tree.items() if name in value}
    return value


def paths(mask: str) -> list[Path]:
    """List the full paths of an update mask. ApiError 400 when it is empty, as every update needs one."""
    if not mask:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return list(_walk(parse(mask), ()))


def _walk(tree: Tree, above: Path) -> Iterator[Path]:
    for name, below in tree.items():
        here = above if name == "*" else (*above, name)
        if below:
            yield from _walk(below, here)
        else:
            yield here
