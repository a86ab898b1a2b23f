"""What the Bot API refuses, in its own words: clients decide by these sentences what is permanent and what passes."""

from __future__ import annotations


class BotError(Exception):
    """A refused call; `description` reads as the official server writes it, with the prefix of its code."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


def bad_request(sentence: str) -> BotError:
    """Return a 400: `bad_request("chat not found")`."""
    return BotError(400, f"Bad Request: {sentence}")


def forbidden(sentence: str) -> BotError:
    """Return a 403: `forbidden("bot was blocked by the user")`."""
    return BotError(403, f"Forbidden: {sentence}")
