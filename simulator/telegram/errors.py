"""What the Bot API refuses, in its own words: clients decide by these sentences what is permanent and what passes."""

from __future__ import annotations

from collections.abc import Mapping


class BotError(Exception):
    """A refused call; `description` reads as the official server writes it, with the prefix of its code.

    `parameters` are the envelope's: https://core.telegram.org/bots/api#responseparameters.
    """

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(sentence: str) -> BotError:
    """Return a 400: `bad_request("chat not found")`."""
    return BotError(400, f"Bad Request: {sentence}")


def upgraded(new_id: int) -> BotError:
    """Return the 400 of a group that goes on as a supergroup under another id."""
    sentence = "Bad Request: group chat was upgraded to a supergroup chat"
    return BotError(400, sentence, {"migrate_to_chat_id": new_id})


def forbidden(sentence: str) -> BotError:
    """Return a 403: `forbidden("bot was blocked by the user")`."""
    return BotError(403, f"Forbidden: {sentence}")
