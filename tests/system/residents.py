"""Citizens of a busy day, who ask for one letter after the other."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import product
from random import Random
from typing import Any, TypeVar

from simulator.persons import Person
from simulator.telegram.models import Telegram
from tests.system.citizen import Citizen

Life = Generator[None, None, None]
"""Does one thing after the other, and yields where somebody else has to act first."""
CONFIRM = "Ya, ini permohonan saya"
_TALK = ("/status", "/bantuan", "terima kasih")

Found = TypeVar("Found")
Waiting = Generator[None, None, Found]


def names() -> Iterator[Person]:
    """People of whom none has another's name in their own, or another's NIK."""
    parts = ["ba", "ce", "di", "fo", "gu", "ha", "ji", "ke", "lo", "mu", "na", "pe", "ri", "su", "ta", "wo"]
    for number, three in enumerate(product(parts, repeat=3), start=1):
        yield Person("Warga", "".join(three).title(), {"NIK": f"321606410790{number:04}"})


class Resident(Citizen):
    """A citizen's day, as `random` has it. What a citizen taps and reads on such a day stands here alone."""

    def __init__(self, url: str, world: Telegram, person: Person, random: Random, buttons: Sequence[str]) -> None:
        super().__init__(url, person)
        self._world, self._random, self._buttons = world, random, buttons
        self._version, self._seen = -1, list[dict[str, Any]]()
        self.typed = self.sent = 0
        self.waits_for = ""

    def messages(self) -> list[dict[str, Any]]:
        """See `Phone`; fetched only when something has changed."""
        if (version := self._world.chats[self.id].version) != self._version:
            self._version, self._seen = version, super().messages()
        return self._seen

    def live(self, goes_on: Callable[[], bool]) -> Life:
        """Ask for letters as long as the day goes on, and see the last one through."""
        while goes_on():
            if self.typed and self._random.random() < 0.4:
                self._say(self._random.choice(_TALK))
            yield from self._request(self._random.choice(self._buttons))

    def _request(self, button: str) -> Life:
        last = self._last()
        self._say("/start")
        yield from self._wait("the menu", lambda: self._offers(button, last))
        self.tap(button)
        link = yield from self._wait("the form", lambda: self._address("Isi Formulir", last))
        reference = yield from self._hand_in(link, "Permohonan")
        end = yield from self._wait("an end", lambda: self._end_of(reference, last))
        if end == "incomplete":
            link = yield from self._wait("the form again", lambda: self._address("Lengkapi", last))
            yield from self._hand_in(link, "Perbaikan")
            yield from self._wait("an end after all", lambda: self._end_of(reference, last) in {"letter", "rejected"})

    def _hand_in(self, link: str, word: str) -> Waiting[str]:
        """Send the form, and say that the request is one's own where the bot asks; its number."""
        known, last = {*self._receipts(word)}, self._last()
        self.send(link)
        self.sent += 1
        new = yield from self._wait("a receipt", lambda: {*self._receipts(word)} - known)
        if self._offers(CONFIRM, last):
            self.tap(CONFIRM)
        return new.pop()

    def _receipts(self, word: str) -> list[str]:
        receipts = (text for text in self.heard() if text.startswith(word) and "sudah kami terima" in text)
        return [text.split("Nomor: ")[1].split()[0] for text in receipts]

    def _end_of(self, reference: str, last: int) -> str:
        """What became of the request that was begun after the message `last`: nothing yet, or one word."""
        old = {name for message in self.messages() if message["message_id"] <= last for name in _files(message)}
        if {name for message in self.messages() for name in _files(message)} - old:
            return "letter"
        about = [text for text in self.heard() if f"ermohonan {reference} " in text]
        if any("belum bisa kami setujui" in text for text in about):
            return "rejected"
        return "incomplete" if any("Yang kurang" in text for text in about) else ""

    def _offers(self, label: str, last: int) -> bool:
        """Whether a message after the message `last` has this button."""
        later = (message for message in self.messages() if message["message_id"] > last)
        return any(button["text"] == label for message in later for row in message["buttons"] for button in row)

    def _last(self) -> int:
        return max((int(message["message_id"]) for message in self.messages()), default=0)

    def _say(self, text: str) -> None:
        self.type(text)
        self.typed += 1

    def _wait(self, what: str, look: Callable[[], Found]) -> Waiting[Found]:
        self.waits_for = what
        while not (found := look()):
            yield
        self.waits_for = ""
        return found


def _files(message: dict[str, Any]) -> list[str]:
    return [message["document"]["file_name"]] if message.get("document") else []
