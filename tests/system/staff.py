"""The staff's chat: what stands there, and scans sent as replies."""

from __future__ import annotations

from typing import Any

import requests

from tests.system.patience import until

TIMEOUT = 20
SCAN = ("pindaian.pdf", b"%PDF-1.4\n% Ditandatangani.\n%%EOF\n", "application/pdf")
# The smallest JPEG that has a size: 3 x 2 pixels.
PHOTO = ("foto.jpg", bytes.fromhex("ffd8ffc0000b080002000301011100ffd9"), "image/jpeg")


class Staff:
    """The members of the configured staff chat."""

    def __init__(self, url: str, chat_id: int) -> None:
        self._chat = f"{url}/_sim/telegram/chats/{chat_id}"
        self._web = requests.Session()
        self._web.trust_env = False

    def messages(self) -> list[dict[str, Any]]:
        seen = self._web.get(f"{self._chat}/messages", timeout=TIMEOUT)
        seen.raise_for_status()
        messages: list[dict[str, Any]] = seen.json()["messages"]
        return messages

    def wait_for(self, words: str) -> dict[str, Any]:
        """The newest message of the bot that holds these words, once there is one."""
        return until(lambda: self._said(words), f"in the staff chat: {words!r}", 40)

    def to_sign(self, reference: str) -> dict[str, Any]:
        """The message that brings the letter of this request to be signed."""
        message = self.wait_for(f"Permohonan {reference}\nCetak")
        assert message["document"]
        return message

    def reply(self, message: dict[str, Any], paper: tuple[str, bytes, str] = SCAN, sender: int | None = None) -> None:
        """Answer a message with a document or, when it is a picture, a photo; `sender`: another than the first."""
        part = "photo" if paper[2].startswith("image/") else "document"
        words = {"reply_to": message["message_id"]} | ({"from": sender} if sender else {})
        answer = self._web.post(f"{self._chat}/document", data=words, files={part: paper}, timeout=TIMEOUT)
        assert answer.ok, answer.text

    def _said(self, words: str) -> dict[str, Any] | None:
        said = (message for message in reversed(self.messages()) if message["from_bot"] and words in message["plain"])
        return next(said, None)
