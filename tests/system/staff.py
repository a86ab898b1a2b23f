"""The staff's chat: what stands there, and scans sent as replies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests

import demo
from simulator.telegram.models import ANY_TOKEN
from tests.system.patience import until

if TYPE_CHECKING:
    from tests.system.village import Village

TIMEOUT = 20
SCAN = ("pindaian.pdf", b"%PDF-1.4\n% Ditandatangani.\n%%EOF\n", "application/pdf")
# The smallest JPEG that has a size: 3 x 2 pixels.
PHOTO = ("foto.jpg", bytes.fromhex("ffd8ffc0000b080002000301011100ffd9"), "image/jpeg")


def enrolled(village: Village) -> Staff:
    """The staff chat of a village whose service runs, once its officer is enrolled by a link."""
    demo.enrol_officer(village.home, village.url, village.founded)
    staff = Staff(village.url, village.founded.staff_chat)
    staff.wait_for("Ada staf baru yang terdaftar; sekarang 1 orang.")
    return staff


class Staff:
    """The members of the configured staff chat; the first is the officer."""

    def __init__(self, url: str, chat_id: int) -> None:
        self._url, self._id = url, chat_id
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

    def types(self, text: str) -> None:
        """The officer writes into the chat."""
        answer = self._web.post(f"{self._chat}/text", json={"text": text}, timeout=TIMEOUT)
        assert answer.ok, answer.text

    def presses(self, data: str) -> str:
        """The officer presses a button with this data, which the bot has sent; what is then shown over the chat."""
        button = {"inline_keyboard": [[{"text": "Tombol", "callback_data": data}]]}
        message = {"chat_id": self._id, "text": "Tekan", "reply_markup": button}
        sent = self._web.post(f"{self._url}/bot{ANY_TOKEN}/sendMessage", json=message, timeout=TIMEOUT).json()
        wanted = {"message_id": sent["result"]["message_id"], "data": data}
        answer = self._web.post(f"{self._chat}/press", json=wanted, timeout=TIMEOUT)
        assert answer.ok, answer.text
        return until(self._window, "an answer to the press", 20)

    def _window(self) -> str:
        return str(self._web.get(f"{self._chat}/messages", timeout=TIMEOUT).json()["alert"] or "")

    def _said(self, words: str) -> dict[str, Any] | None:
        said = (message for message in reversed(self.messages()) if message["from_bot"] and words in message["plain"])
        return next(said, None)
