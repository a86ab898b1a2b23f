"""A citizen: a phone, the form's page, and the letters that came."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
import requests
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from simulator.form_reader import Field, fields
from simulator.persons import Person
from tests.system.patience import PATIENCE, until
from tests.system.phone import TIMEOUT, Phone

PAPER = ("contoh.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
SENT = "Jawaban Anda telah direkam"
MINE, NOT_MINE = "Ya, ini permohonan saya", "Bukan saya"
_REFERENCE = re.compile(r"Nomor: (\w+-\w+)")


@dataclass(frozen=True)
class Letter:
    """A document as it came: its file's name, all its text, the words above it."""

    file_name: str
    text: str
    caption: str


def text_of(document: bytes) -> str:
    """All paragraphs of a Word file, also those in tables, one a line."""
    body = docx.Document(BytesIO(document)).element.body
    return "\n".join(Paragraph(paragraph, None).text for paragraph in body.iter(qn("w:p")))  # type: ignore[arg-type]


def _has(message: Mapping[str, Any], label: str) -> bool:
    return any(button["text"] == label for row in message["buttons"] for button in row)


class Citizen(Phone):
    """Somebody with a phone who wants letters."""

    def __init__(self, url: str, person: Person, number: str = "") -> None:
        super().__init__(url, person.first_name, number=number)
        self.person = person

    def ask_for(self, button: str) -> str:
        """Open the bot and tap on a service; the link to its form."""
        self.type("/start")
        until(lambda: any(button in row for row in self.buttons()), "the menu")
        menu = self.messages()[-1]["message_id"]
        self.tap(button)
        return self.link("Isi Formulir", since=menu)

    def link(self, label: str, since: int = 0) -> str:
        """The address behind the newest link button with this label, from a message on, once it is there."""
        return until(lambda: self._address(label, since), f"a button {label!r}")

    def send(self, link: str, answers: Mapping[str, str] | None = None) -> None:
        """Fill in what the form does not know yet, `answers` (by title) in any case, upload papers, and send."""
        own = answers or {}
        questions = fields(self._page(link))
        filled = {q.name: own.get(q.title, q.value or self._answer(q)) for q in questions if q.kind != "file"}
        papers = [(q.name, PAPER) for q in questions if q.kind == "file" and q.required]
        address = link.partition("?")[0].replace("viewform", "formResponse")
        answer = self._web.post(address, data=filled, files=papers, timeout=TIMEOUT)
        assert SENT in answer.text, "the form was not taken"

    def prefilled(self, link: str) -> dict[str, str]:
        """What stands in the form when the link is opened, by title."""
        return {question.title: question.value for question in fields(self._page(link)) if question.value}

    def request(self, button: str, answers: Mapping[str, str] | None = None, *, confirm: bool = True) -> str:
        """Ask for a service, send its form, say that the request is one's own; its number from the receipt."""
        known = self.references()
        self.send(self.ask_for(button), answers)
        until(lambda: len(self.references()) > len(known), "a receipt")
        reference = self.references()[-1]
        if confirm:
            self.confirm()
        return reference

    def confirm(self) -> None:
        """Press `Ya, ini permohonan saya` on the newest message that has it, and see the button go."""
        mine = next(message for message in reversed(self.messages()) if _has(message, MINE))["message_id"]
        self.tap(MINE)
        until(lambda: not [m for m in self.messages() if m["message_id"] == mine and _has(m, MINE)], "thanks")

    def references(self) -> list[str]:
        """The numbers of the receipts that came."""
        receipts = (text for text in self.heard() if "sudah kami terima" in text and text.startswith("Permohonan"))
        return [found[1] for receipt in receipts if (found := _REFERENCE.search(receipt))]

    def status(self) -> str:
        """What the bot answers to `/status`."""
        before = len(self.heard())
        self.type("/status")
        return until(lambda: next(iter(self.heard()[before:]), None), "an answer to /status")

    def letters(self) -> list[Letter]:
        """The documents in the chat, oldest first."""
        return [
            Letter(message["document"]["file_name"], self._letter_text(message["document"]["url"]), message["plain"])
            for message in self.messages()
            if message["from_bot"] and message.get("document")
        ]

    def papers(self) -> list[tuple[bytes, str]]:
        """The files that came, with the words below each, oldest first."""
        files = [message for message in self.messages() if message["from_bot"] and message.get("document")]
        return [(self._file(message["document"]["url"]), message["plain"]) for message in files]

    def paper(self, sent: tuple[str, bytes, str]) -> str:
        """The words below the file that somebody sent on, once it is there, byte for byte."""
        return until(lambda: next((words for content, words in self.papers() if content == sent[1]), None), "a file")

    def letter(self, seconds: float = PATIENCE) -> Letter:
        """The newest letter, once there is one."""
        return until(self.letters, "a letter", seconds)[-1]

    def _letter_text(self, path: str) -> str:
        return text_of(self._file(path))

    def _file(self, path: str) -> bytes:
        answer = self._web.get(f"{self.url}{path}", timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.content

    def _page(self, link: str) -> str:
        answer: requests.Response = self._web.get(link, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.text

    def _answer(self, question: Field) -> str:
        answer = self.person.answer(question.title)
        return answer if not question.options or answer in question.options else question.options[0]

    def _address(self, label: str, since: int) -> str | None:
        for message in reversed([message for message in self.messages() if message["message_id"] >= since]):
            for button in (button for row in message["buttons"] for button in row):
                if button["text"] == label and "url" in button:
                    return str(button["url"])
        return None
