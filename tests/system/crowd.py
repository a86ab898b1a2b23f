"""Several people who ask for letters at once, the rows of their answers, and acts that the service sees all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from simulator.google.a1 import letters
from simulator.persons import Person
from tests.system.citizen import Citizen
from tests.system.patience import until
from tests.system.village import Village

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody whose request stands on the desk, and all that the bot had said when it did."""

    citizen: Citizen
    reference: str
    told: tuple[str, ...]

    @property
    def name(self) -> str:
        """As it stands on the desk; nobody else has it."""
        return self.citizen.person.name

    @property
    def nik(self) -> str:
        """Nobody else's."""
        return self.citizen.person.own["NIK"]

    def heard_nothing_more(self) -> bool:
        """Whether the chat is as it was."""
        return tuple(self.citizen.heard()) == self.told

    def reads(self, words: str) -> None:
        """Wait until the bot says these words."""
        until(lambda: any(words in said for said in self.citizen.heard()), f"in the chat of {self.name}: {words}")

    def times(self, words: str) -> int:
        """How many messages of the bot hold these words."""
        return sum(words in said for said in self.citizen.heard())


def somebody(first_name: str) -> Person:
    """An invented person with a name and a NIK of their own."""
    number = next(_numbers)
    return Person(first_name, f"Contoh {number}", {"NIK": f"321606010788{number:04}"})


def come(
    village: Village, *first_names: str, service: str = "SKU", answers: Mapping[str, str] | None = None
) -> list[Asker]:
    """Have people ask for a letter, all at once; their rows are the desk's first ones then, in some order."""
    people = [village.citizen(somebody(name)) for name in first_names]
    with ThreadPoolExecutor(len(people)) as street:
        references = list(street.map(lambda citizen: citizen.request(service, answers), people))
    for reference in references:
        village.desk.wait(reference, Status="Baru", Kabar_ke_Warga="Diterima ")
    return [
        Asker(citizen, reference, tuple(citizen.heard())) for citizen, reference in zip(people, references, strict=True)
    ]


@contextmanager
def unread(village: Village) -> Iterator[None]:
    """Let people act while an answer of Google's keeps the service waiting: it sees all that they did at once."""
    village.faults.arm(f"/v4/spreadsheets/{village.founded.spreadsheet}/values:batchGetByDataFilter", "hold_before")
    until(lambda: village.faults.state()["held"], "a read that is held")
    try:
        yield
    finally:
        village.faults.clear()


class Answers:
    """The tab that a form writes, in people's hands; a row is known by its person's name, a column by its header."""

    def __init__(self, village: Village, service: str) -> None:
        self._book, self.tab = village.book, int(village.founded.forms[service]["sheetId"])
        self._form = village.form(service)

    @property
    def title(self) -> str:
        """What the tab is called now."""
        return str(self._form.act("share", shared=True)["tabTitle"])

    def lines(self) -> list[list[str]]:
        """All texts, the header first."""
        return self._book.texts(self.title)

    def column(self, header: str) -> int:
        """The place of a column, counted from 0."""
        return self.lines()[0].index(header)

    def row(self, asker: Asker) -> int:
        """The row's number as the spreadsheet shows it."""
        name = self.column("Nama Lengkap")
        return next(number for number, line in enumerate(self.lines(), 1) if line[name] == asker.name)

    def cell(self, asker: Asker, header: str) -> str:
        """The address of a cell."""
        return f"{letters(self.column(header))}{self.row(asker)}"

    def says(self, asker: Asker, header: str) -> str:
        """What stands in a cell."""
        return self.lines()[self.row(asker) - 1][self.column(header)]

    def type(self, asker: Asker, header: str, value: str) -> None:
        """Type into a cell."""
        self._book.type(self.cell(asker, header), value, sheetId=self.tab)

    def delete(self, asker: Asker) -> None:
        """Delete a row."""
        self._book.delete_rows(self.row(asker) - 1, self.row(asker), sheetId=self.tab)

    def sort(self, header: str, *, ascending: bool = True) -> None:
        """Sort the whole tab."""
        self._book.sort(self.column(header), ascending=ascending, sheetId=self.tab)

    def exchange(self, header: str, *askers: Asker) -> None:
        """Sort one column alone between the rows of two people, in the direction that exchanges their answers."""
        column, rows = self.column(header), sorted(map(self.row, askers))
        first, last = (self.lines()[row - 1][column] for row in rows)
        cells = f"{letters(column)}{rows[0]}:{letters(column)}{rows[1]}"
        self._book.sort(column, cells, ascending=first > last, sheetId=self.tab)
