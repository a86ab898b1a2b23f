"""Long lists of values, asked for some at a time: SQLite takes only so many variables in one statement."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import TypeVar

SIZE = 5_000
"""Pairs are two variables each; SQLite takes 32,766 (SQLITE_MAX_VARIABLE_NUMBER)."""

Value = TypeVar("Value")


def chunks(values: Collection[Value]) -> Iterator[list[Value]]:
    """The values in lists of at most SIZE; none for none."""
    rest = iter(values)
    while some := list(islice(rest, SIZE)):
        yield some
