"""How a column that the script makes looks to people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """A column's header, the note that explains it, its width in pixels."""

    title: str
    note: str
    width: int
