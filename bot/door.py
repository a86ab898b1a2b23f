"""What the loops need from Telegram, and the words in which its refusals reach them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from bot.keyboards import Keyboard, PhoneKeys

CONFLICT = "another copy of the bot is polling"
WEBHOOK = "a webhook is set"
REVOKED = "the token is not accepted"

UNREACHABLE = frozenset(
    {
        "bot was blocked by the user",
        "user is deactivated",
        "bot can't initiate conversation",
        "chat not found",
    }
)
"""Reasons of `Permanent` that mean: this chat cannot be written to, until the person speaks again."""


class Door(Protocol):
    """The calls, all with the errors of `office.doors`: a door never sleeps and never retries.

    Sends are `Ambiguous` when their answer is lost. A call that must wait for its turn is `Retryable`.
    """

    def get_updates(self, offset: int | None, timeout: int) -> Sequence[dict[str, Any]]:
        """Updates from `offset` on, as Telegram sent them; waits up to `timeout` seconds (at least 1) for one."""

    def send(self, chat_id: int, text: str, keyboard: Keyboard | PhoneKeys = ()) -> int:
        """Send HTML; the message id."""

    def edit(self, chat_id: int, message_id: int, text: str, keyboard: Keyboard = ()) -> None:
        """Replace text and buttons of a message of ours; the same again is no error."""

    def answer(self, callback_id: str, text: str = "") -> None:
        """Confirm a button press, with plain text in a window that is to be closed; one too old is no error."""

    def send_document(self, chat_id: int, path: Path, filename: str, caption: str, keyboard: Keyboard = ()) -> int:
        """Send a file with an HTML caption; the message id. Raises OSError when the file cannot be read."""

    def send_file(self, chat_id: int, file_id: str, caption: str, keyboard: Keyboard = (), *, is_photo: bool) -> int:
        """Send on a file that somebody sent to the bot, with an HTML caption; the message id."""

    def moved_to(self, chat_id: int) -> int | None:
        """The number under which a group goes on since Telegram made a supergroup of it, or None.

        Nobody in the group sees the question. Raises Permanent when the bot is not in it.
        """

    def leave(self, chat_id: int) -> None:
        """Leave a group."""
