"""Codes that people read, type and point at: ticket codes and references."""

from collections.abc import Callable

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B: people read these aloud and copy them from paper.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
TICKET_LENGTH = 12
REFERENCE_LENGTH = 4

Choose = Callable[[str], str]
"""Picks one character of a string; `secrets.choice` in production, so that nobody can guess a code."""


def ticket_code(choose: Choose) -> str:
    """A code for a form link: 12 characters of 25, about 55 bits, hopeless to guess."""
    return "".join(choose(ALPHABET) for _ in range(TICKET_LENGTH))


def reference(prefix: str, choose: Choose) -> str:
    """A request's number for people, such as `SKU-7K3Q`; it opens nothing, so it may be short."""
    return f"{prefix}-" + "".join(choose(ALPHABET) for _ in range(REFERENCE_LENGTH))


def tidy(code: str) -> str:
    """A code as it may come back from a form: spaces and case forgiven."""
    return "".join(code.split()).upper()
