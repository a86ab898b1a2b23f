"""When two spellings of a placeholder's name mean the same: the office's rule, remembered, and its near misses."""

import difflib
import functools
from collections.abc import Iterable

from office.names import fold

key = functools.lru_cache(maxsize=4096)(fold)
"""`office.names.fold`; a letter has a few dozen names, and each letter asks for all of them."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant, or None when nothing comes near."""
    spelled = {key(one): one for one in known}
    close = difflib.get_close_matches(key(name), spelled, n=1, cutoff=0.6)
    return spelled[close[0]] if close else None


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names in their order, each once however it is spelled."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(key(name), name)
    return tuple(first.values())
