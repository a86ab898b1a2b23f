"""A person with a phone in the simulated world: starts, types, taps and reads, over the simulator's HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from tests.unit.bot.village import eventually

TIMEOUT = 20


class Phone:
    """One person's private chat with the bot."""

    def __init__(self, url: str, first_name: str = "Siti", username: str | None = None, number: str = "") -> None:
        self.url = url
        self._web = requests.Session()
        self._web.trust_env = False
        person = {"first_name": first_name, "username": username or "", "phone": number}
        self.id = int(self._post("people", person)["id"])

    def type(self, text: str) -> None:
        self._post(f"chats/{self.id}/text", {"text": text})

    def tap(self, label: str) -> None:
        """Press the button with this label on the newest message that has it."""
        for message in reversed(self.messages()):
            for button in (button for row in message["buttons"] for button in row if button["text"] == label):
                wanted = {"message_id": message["message_id"], "data": button["callback_data"]}
                self._post(f"chats/{self.id}/press", wanted)
                return
        raise AssertionError(f"no button {label!r}")

    def share_contact(self, number: str = "") -> None:
        """Share the phone's own number, or a card with somebody else's."""
        card = {"phone_number": number, "first_name": "Tetangga"} if number else {}
        self._post(f"chats/{self.id}/contact", card)

    def keys(self) -> list[list[dict[str, Any]]]:
        """What stands in place of the phone's own keyboard."""
        seen = self._web.get(f"{self.url}/_sim/telegram/chats/{self.id}/messages", timeout=TIMEOUT)
        rows: list[list[dict[str, Any]]] = seen.json()["keyboard"] or []
        return rows

    def block(self) -> None:
        self._post(f"chats/{self.id}/block", {})

    def unblock(self) -> None:
        self._post(f"chats/{self.id}/unblock", {})

    def messages(self) -> list[dict[str, Any]]:
        seen = self._web.get(f"{self.url}/_sim/telegram/chats/{self.id}/messages", timeout=TIMEOUT)
        seen.raise_for_status()
        messages: list[dict[str, Any]] = seen.json()["messages"]
        return messages

    def heard(self) -> list[str]:
        """What the bot has said, oldest first, as the person reads it."""
        return [message["plain"] for message in self.messages() if message["from_bot"]]

    def wait_for(self, words: str, seconds: float = 10.0) -> None:
        """Read until some message of the bot holds these words."""
        eventually(lambda: any(words in text for text in self.heard()), seconds)

    def wait_for_count(self, words: str, count: int, seconds: float = 20.0) -> None:
        """Read until so many messages of the bot hold these words."""
        eventually(lambda: sum(words in text for text in self.heard()) >= count, seconds)

    def buttons(self) -> list[list[str]]:
        """The labels below the newest message."""
        return [[button["text"] for button in row] for row in self.messages()[-1]["buttons"]]

    def form_fields(self) -> dict[str, str]:
        """What the newest message's link fills into the form, by entry number."""
        links = [b["url"] for row in self.messages()[-1]["buttons"] for b in row if "url" in b]
        query = parse_qs(urlsplit(links[0]).query)
        return {name.removeprefix("entry."): values[0] for name, values in query.items() if name.startswith("entry.")}

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._web.post(f"{self.url}/_sim/telegram/{path}", json=body, timeout=TIMEOUT)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told
