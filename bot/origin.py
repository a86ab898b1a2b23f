"""Where an update came from. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an update came from: `edit` is the message that the answer takes the place of, `username` without @."""

    chat_id: int
    username: str | None = None
    callback_id: str | None = None
    edit: int | None = None
