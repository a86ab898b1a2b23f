"""The told story: a citizen with a phone and a village head with a spreadsheet, played over the control endpoint.

It plays people, never the service: it taps, fills, picks and waits for what the service does by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import requests

from simulator.form_reader import Field, fields
from simulator.persons import Person

PATIENCE = 60.0
"""Seconds that people wait for the service before they call the story off."""
_GLANCE = 0.1
_TIMEOUT = 30
_PAPER = ("contoh.pdf", b"%PDF-1.4\n% Berkas contoh, bukan dokumen sungguhan.\n%%EOF\n", "application/pdf")
_DESK = "Meja"
_MINE = "Ya, ini permohonan saya"

Found = TypeVar("Found")
Json = Mapping[str, Any]


class Ending(Enum):
    """What the village head makes of a request."""

    APPROVED = "approved"
    COMPLETED = "first incomplete, then approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Plot:
    """One request: who asks, on which of the menu's buttons they tap, how it ends."""

    person: Person
    button: str
    ending: Ending


class StoryError(Exception):
    """The service did not do in time what people waited for."""


class Story:
    """Plays plots one after the other. `tell` hears each step as it happens; letters are saved in `folder`."""

    def __init__(self, url: str, spreadsheet: str, folder: Path, tell: Callable[[str], None]) -> None:
        self._url, self._spreadsheet, self._folder, self._tell = url, spreadsheet, folder, tell
        self._http = requests.Session()
        self._http.trust_env = False

    def wait_for_office(self) -> None:
        """Let the office open: its desk stands in the spreadsheet."""
        self.wait(lambda: self._desk_rows() or None, f"tab {_DESK} muncul di spreadsheet")

    def play(self, plot: Plot) -> Path | None:
        """One request from the first tap to its end; the letter as the citizen's chat received it, or None."""
        citizen = self.citizen(plot.person)
        citizen.ask_for(plot.button)
        citizen.send_form(self._tell)
        citizen.confirm(self._tell)
        match plot.ending:
            case Ending.APPROVED:
                self.decide(plot.person, "Setujui")
            case Ending.COMPLETED:
                self.decide(plot.person, "Belum Lengkap", "Foto KTP buram. Mohon kirim ulang.")
                citizen.complete(self._tell)
                self.decide(plot.person, "Setujui")
            case Ending.REJECTED:
                self.decide(plot.person, "Tolak", "Alamat di luar wilayah desa kami.")
                self._tell(f"Bot kepada {plot.person.first_name}: {citizen.waits_for('belum bisa kami setujui')}")
                return None
        return self._keep(citizen.waits_for_document(), plot)

    def citizen(self, person: Person) -> Citizen:
        """Somebody new with a phone, who has not opened the bot yet."""
        chat = self._post("telegram/people", {"first_name": person.first_name, "last_name": person.last_name})
        return Citizen(self, chat["id"], person)

    def _keep(self, document: Json, plot: Plot) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / str(document["file_name"])
        path.write_bytes(self._get_bytes(document["url"]))
        self._tell(f"Bot kepada {plot.person.first_name}: mengirim surat {document['file_name']}")
        return path

    # --- the village head ---------------------------------------------------------------------------------------

    def decide(self, person: Person, decision: str, message: str = "") -> None:
        """Pick a decision for the person's waiting request, with a message to them if there is one."""
        row = self.wait(lambda: self._open_row(person), f"permohonan {person.first_name} muncul di tab {_DESK}")
        self._tell(f"Kades melihat baris baru di tab {_DESK}: {person.name}")
        if message:
            self._type(f"B{row}", message)
        self._type(f"A{row}", decision)
        self._tell(f"Kades memilih “{decision}”" + (f" dan menulis: {message}" if message else ""))

    def _open_row(self, person: Person) -> int | None:
        """The row of the person's request that waits for a decision, as the spreadsheet counts."""
        rows = self._desk_rows()
        name, status = rows[0].index("Nama"), rows[0].index("Status")
        return next(
            (n for n, row in enumerate(rows, 1) if row[name : name + 1] == [person.name] and row[status] == "Baru"),
            None,
        )

    def _desk_rows(self) -> list[list[str]]:
        book = self.get(f"google/spreadsheets/{self._spreadsheet}")
        desk = next((sheet for sheet in book["sheets"] if sheet["title"] == _DESK), None)
        return [[cell["value"] for cell in row] for row in desk["rows"]] if desk else []

    def _type(self, cell: str, value: str) -> None:
        self._post(f"google/spreadsheets/{self._spreadsheet}/cells", {"title": _DESK, "cell": cell, "value": value})

    # --- what everybody needs -----------------------------------------------------------------------------------

    def wait(self, look: Callable[[], Found | None], what: str) -> Found:
        """Look again and again until something is there. Raises StoryError when patience ends."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if found := look():
                return found
            time.sleep(_GLANCE)
        raise StoryError(f"Sudah {PATIENCE:.0f} detik menunggu, tetapi belum terjadi: {what}")

    def get(self, path: str) -> Json:
        """Ask the control endpoint."""
        answer = self._http.get(f"{self._url}/_sim/{path}", timeout=_TIMEOUT)
        answer.raise_for_status()
        found: Json = answer.json()
        return found

    def act(self, chat: int, deed: str, body: Json) -> None:
        """Do something in a chat."""
        self._post(f"telegram/chats/{chat}/{deed}", body)

    def open_page(self, url: str) -> str:
        """Open a form's page."""
        answer = self._http.get(url, timeout=_TIMEOUT)
        answer.raise_for_status()
        return answer.text

    def send_page(self, url: str, answers: Json, papers: list[str]) -> str:
        """Send a form's page with a sample file under each of the names in `papers`; the page that comes back."""
        files = [(name, _PAPER) for name in papers]
        answer = self._http.post(url, data=answers, files=files or None, timeout=_TIMEOUT)
        answer.raise_for_status()
        return answer.text

    def tell(self, line: str) -> None:
        """Tell a step of the story."""
        self._tell(line)

    def _post(self, path: str, body: Json) -> Json:
        answer = self._http.post(f"{self._url}/_sim/{path}", json=body, timeout=_TIMEOUT)
        answer.raise_for_status()
        found: Json = answer.json()
        return found

    def _get_bytes(self, path: str) -> bytes:
        answer = self._http.get(f"{self._url}{path}", timeout=_TIMEOUT)
        answer.raise_for_status()
        return answer.content


class Citizen:
    """Somebody with a phone."""

    def __init__(self, story: Story, chat: int, person: Person) -> None:
        self._story, self._chat, self._person = story, chat, person

    def ask_for(self, button: str) -> None:
        """Open the bot and tap on a service."""
        self._story.act(self._chat, "text", {"text": "/start"})
        self._story.tell(f"{self._person.first_name} membuka bot dan menekan Mulai")
        menu = self._story.wait(lambda: self._message_with(button, "callback_data"), "menu layanan datang")
        self._press(menu, button)
        self._story.tell(f"{self._person.first_name} mengetuk “{button}”")

    def send_form(self, tell: Callable[[str], None]) -> None:
        """Read the requirements, open the form from its button, fill it in and send it."""
        screen = self._story.wait(
            lambda: self._message_with("Isi Formulir", "url"), "syarat dan tombol formulir datang"
        )
        tell(f"Bot kepada {self._person.first_name}: syarat, biaya, waktu, dan tombol Isi Formulir")
        self._fill(_url(screen, "Isi Formulir"))
        tell(f"{self._person.first_name} mengisi formulir, mengunggah berkas, dan mengirim")
        tell(f"Bot kepada {self._person.first_name}: {self.waits_for('sudah kami terima')}")

    def confirm(self, tell: Callable[[str], None]) -> None:
        """Say on the receipt that the request is one's own, without which no letter comes."""
        receipt = self._story.wait(lambda: self._message_with(_MINE, "callback_data"), f"tombol “{_MINE}” datang")
        self._press(receipt, _MINE)
        tell(f"{self._person.first_name} menekan “{_MINE}”")

    def complete(self, tell: Callable[[str], None]) -> None:
        """Be asked for more, open the form with the old answers in it, and send it again."""
        asked = self._story.wait(lambda: self._message_with("Lengkapi", "url"), "permintaan melengkapi datang")
        tell(f"Bot kepada {self._person.first_name}: {asked['plain'].splitlines()[0]}")
        self._fill(_url(asked, "Lengkapi"))
        tell(f"{self._person.first_name} membuka formulir yang sudah terisi, mengunggah ulang, dan mengirim")

    def waits_for(self, words: str) -> str:
        """The first line of the message that says these words, once it is there."""
        found = self._story.wait(
            lambda: next((m for m in self._messages() if words in " ".join(m.get("plain", "").split())), None),
            f"pesan dengan kata “{words}” datang",
        )
        return str(found["plain"]).splitlines()[0]

    def waits_for_document(self) -> Json:
        """The letter in the chat, once it is there."""
        message = self._story.wait(
            lambda: next((m for m in self._messages() if m["from_bot"] and m.get("document")), None), "surat datang"
        )
        document: Json = message["document"]
        return document

    def _press(self, message: Json, text: str) -> None:
        pressed = next(button for button in _buttons(message) if button["text"] == text)
        self._story.act(self._chat, "press", {"message_id": message["message_id"], "data": pressed["callback_data"]})

    def _fill(self, link: str) -> None:
        questions = fields(self._story.open_page(link))
        answers = {question.name: self._answer(question) for question in questions if question.kind != "file"}
        papers = [question.name for question in questions if question.kind == "file" and question.required]
        page = self._story.send_page(link.partition("?")[0].replace("viewform", "formResponse"), answers, papers)
        if "Jawaban Anda telah direkam" not in page:
            raise StoryError("Formulir tidak mau diterima: ada isian yang salah atau kurang")

    def _answer(self, question: Field) -> str:
        if question.value:
            return question.value
        answer = self._person.answer(question.title)
        return answer if not question.options or answer in question.options else question.options[0]

    def _messages(self) -> list[Json]:
        """What stands in the chat, newest first."""
        messages: list[Json] = list(self._story.get(f"telegram/chats/{self._chat}/messages")["messages"])
        return messages[::-1]

    def _message_with(self, text: str, kind: str) -> Json | None:
        return next((m for m in self._messages() if any(b["text"] == text and kind in b for b in _buttons(m))), None)


def _buttons(message: Json) -> Iterator[Json]:
    for row in message.get("buttons") or ():
        yield from row


def _url(message: Json, text: str) -> str:
    return next(str(button["url"]) for button in _buttons(message) if button["text"] == text)
