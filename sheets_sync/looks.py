"""How a column that the script makes looks to people, and what fits into its cells. Pure."""

from dataclasses import dataclass

LONGEST_CELL = 49_000
"""Google keeps at most 50,000 characters in a cell."""


@dataclass(frozen=True, slots=True)
class Look:
    """A column's header, the note that explains it, its width in pixels."""

    title: str
    note: str
    width: int


def fitting(text: str) -> str:
    """The text as it will be read again: cut to what a cell keeps, without the spaces at its ends."""
    return text.encode("utf-16-le")[: 2 * LONGEST_CELL].decode("utf-16-le", "ignore").strip()  # Google counts so
