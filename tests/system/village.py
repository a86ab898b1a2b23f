"""A whole village for a test: the simulated worlds, the settings, the real service, and everybody's hands."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import demo
from office import config as settings
from simulator.persons import PEOPLE, Person
from simulator.server import Simulator, unwatched
from simulator.telegram.models import ANY_TOKEN
from simulator.village import found
from tests.contract.google_oracle import Oracle
from tests.contract.google_world import Watched
from tests.system.citizen import Citizen
from tests.system.desk import Book, Desk
from tests.system.form import Form
from tests.system.patience import until
from tests.system.process import ROOT, Service

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Raw = dict[str, Any]
FORMS_FILE, SECRETS_FILE = "formulir.yaml", ".env"
_SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d{16}(?!\d)|(?<!\d)\d{4}([ .-])\d{4}\1\d{4}\1\d{4}(?!\d)")
_PIECE = 24
"""So many characters of a key are enough to know it by."""


def with_two_services(raw: Raw) -> None:
    """Offer SKU and SKTM only: a spreadsheet of few tabs is read and founded faster."""
    raw["layanan"] = {key: raw["layanan"][key] for key in ("sku", "sktm")}


class Village:
    """A village in `home`, founded from the project's own config.yaml after `change`; its service does not run yet.

    Without an oracle nobody judges the calls to Google, which is faster. `line` may stand before the simulated worlds.
    """

    def __init__(
        self,
        home: Path,
        bytecode: Path,
        oracle: Oracle | None,
        change: Callable[[Raw], None] = with_two_services,
        line: Callable[[WSGIApplication], WSGIApplication] = unwatched,
    ) -> None:
        self.home = home
        self._watched: list[Watched] = []
        self.simulator = Simulator(
            token=ANY_TOKEN, watch=lambda app: line(self._watch(Watched(app, oracle)) if oracle else app)
        )
        self.simulator.start()
        self.url, self.faults = self.simulator.url, self.simulator.faults
        source = self._source(change)
        self.founded = found(self.url, "Desa Contoh", demo.form_sketches(settings.load(source)))
        demo.write_settings(home, source, self.url, self.founded)
        self.adjust(_simple_and_quick)
        self.book = Book(self.url, self.founded.spreadsheet)
        self.desk = Desk(self.book)
        self.service = Service(home, bytecode)

    def _watch(self, watched: Watched) -> Watched:
        self._watched.append(watched)
        return watched

    def _source(self, change: Callable[[Raw], None]) -> Path:
        raw = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
        raw["folder_templat"] = str(ROOT / "letters" / "templates")
        change(raw)
        source = self.home / "asal.yaml"
        source.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return source

    # --- the operator -------------------------------------------------------------------------------------------

    @property
    def config_file(self) -> Path:
        """The settings that the service reads."""
        return self.home / "config.yaml"

    def adjust(self, change: Callable[[Raw], None], file: str = "config.yaml") -> None:
        """Edit a YAML file of the settings."""
        path = self.home / file
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(raw)
        path.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def open(self) -> Village:
        """Start the service and wait until the spreadsheet is set up."""
        self.service.start()
        until(self.desk.stands, "the desk")
        return self

    def wait_for_polls(self, count: int) -> None:
        """Let the service read the spreadsheet so many times more."""
        path = f"/v4/spreadsheets/{self.founded.spreadsheet}/values:batchGetByDataFilter"
        before = self.calls(path)
        until(lambda: self.calls(path) >= before + count, f"{count} polls")

    def wait_until_quiet(self) -> None:
        """Let the service write what it still has to: after a start, and after whatever happened before."""
        path = f"/v4/spreadsheets/{self.founded.spreadsheet}:batchUpdate"

        def quiet() -> bool:
            before = self.calls(path)
            self.wait_for_polls(8)  # the first round after a start reads several times
            return self.calls(path) == before

        until(quiet, "a quiet moment")

    def close(self) -> None:
        """End the service and the simulated worlds."""
        if self.service.running:
            self.service.kill()
        self.book.close()
        self.simulator.stop()

    # --- people -------------------------------------------------------------------------------------------------

    def citizen(self, person: Person = PEOPLE[0], number: str = "") -> Citizen:
        """A person who has not met the bot yet; `number` is the phone's own."""
        return Citizen(self.url, person, number)

    def form(self, service: str) -> Form:
        """A service's form in its maker's hands."""
        return Form(self.url, self.founded.forms[service]["formId"])

    def staff_chat(self) -> str:
        """All that was said in the staff chat."""
        chat = self.simulator.telegram.chats[self.founded.staff_chat]
        return "\n".join(message.text.plain for message in chat.messages.values())

    # --- the judge ----------------------------------------------------------------------------------------------

    def ledger(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the ledger, read-only."""
        with closing(sqlite3.connect(f"file:{self.home / 'data' / 'buku.db'}?mode=ro", uri=True)) as opened:
            return opened.execute(query).fetchall()

    def letter_files(self) -> list[Path]:
        """The letters that lie in the office."""
        return sorted((self.home / "data" / "surat").rglob("*.docx"))

    def calls(self, path: str) -> int:
        """How often something was asked of the simulated services."""
        return sum(total["count"] for name, total in self.simulator.journal.totals().items() if name.startswith(path))

    def misdeeds(self) -> list[str]:
        """What no story may do: unknown calls, calls that Google's documents forbid, secrets and NIKs in writing."""
        entries = self.simulator.journal.entries()
        unknown = [f"unknown call: {entry['method']} {entry['path']}" for entry in entries if entry.get("unknown")]
        crashed = [f"the simulator failed at {entry['path']}" for entry in entries if entry.get("crashed")]
        forbidden = [problem for watched in self._watched for problem in watched.problems]
        return [*unknown, *crashed, *forbidden, *self.leaks()]

    def leaks(self) -> list[str]:
        """The bot's token, the service account's key or a 16-digit number, where others may read it.

        That is: what was logged and kept of it, files' names and, while the service runs, the list of processes.
        """
        names = "\n".join(str(path.relative_to(self.home)) for path in self.home.rglob("*"))
        processes = "\n".join(self.service.family() if self.service.running else ())
        kept = [file.read_text(encoding="utf-8") for file in (self.home / "data").glob("catatan/*")]
        return [leak for text in (self.service.log, names, processes, *kept) for leak in leaks(text, self.founded.key)]


def leaks(text: str, key: Mapping[str, Any] | None = None) -> list[str]:
    """The lines that hold the bot's token, a piece of the service account's key, or what may be a NIK."""
    body = "".join(line for line in (key or {}).get("private_key", "").splitlines() if "-----" not in line)
    pieces = [body[start : start + _PIECE] for start in range(0, len(body) - _PIECE, _PIECE // 2)]
    secrets = [ANY_TOKEN.partition(":")[2], *pieces]
    return [line for line in text.splitlines() if any(map(line.__contains__, secrets)) or _SIXTEEN_DIGITS.search(line)]


def _simple_and_quick(raw: Raw) -> None:
    raw["google"]["baca_tiap_detik"] = 0.25
    raw["desk"]["settle"] = 0.5
    raw["cetak"] = {"kirim_docx": True}  # LibreOffice is not everywhere, and has tests of its own
