"""SIGKILL at every step of a request: nothing is lost, no number is given twice or skipped, at most one repeat.

The faults of the simulator hold the service's call at exactly the moment; there the process is killed, and started
again. `test_random_kills` adds the moments that nobody thought of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.persons import Person
from tests.contract.google_oracle import Oracle
from tests.system.citizen import MINE, Citizen
from tests.system.conftest import well_kept
from tests.system.patience import until
from tests.system.village import Raw, Village

READ, WRITE = "/v4/spreadsheets/*/values:batchGetByDataFilter", "/v4/spreadsheets/*:batchUpdate"
MESSAGE, DOCUMENT, EDIT, UPDATES = "/bot/sendMessage", "/bot/sendDocument", "/bot/editMessageText", "/bot/getUpdates"
BEFORE, AFTER = "hold_before", "hold_after"


@dataclass(frozen=True)
class Moment:
    """Where the service stands when it is killed: when each hold among `faults` (path, kind, times) keeps a call.

    `nudge` runs when they are armed, `mend` when it is dead; `stands` tells what else must be so. `repeats` was in
    flight, so that it may come once more: `welcome`, `receipt` or `letter`.
    """

    name: str
    faults: tuple[tuple[str, str, int], ...] = ()
    nudge: Callable[[Village], None] = lambda _: None
    stands: Callable[[Village], object] = lambda _: True
    mend: Callable[[Village], None] = lambda _: None
    repeats: str = ""

    def reached(self, village: Village) -> bool:
        """Whether the service stands there."""
        holds = sum(kind in {BEFORE, AFTER} for _, kind, _ in self.faults)
        return len(village.faults.state()["held"]) == holds and bool(self.stands(village))


def end_the_open_question(village: Village) -> None:
    """Have the long poll that is open return, so that the next one is the one that is held."""
    somebody = village.citizen(Person("Agus", "Contoh"))
    somebody.type("/start")
    somebody.wait_for("Selamat datang")


def bar_the_shelf(village: Village) -> None:
    """Put a file where the letters' folder ought to be."""
    shelf = village.home / "data" / "surat"
    if shelf.exists():
        shelf.rename(shelf.with_name("surat.lama"))
    shelf.write_text("bukan folder")


def clear_the_shelf(village: Village) -> None:
    """Put the folder back."""
    shelf = village.home / "data" / "surat"
    shelf.unlink()
    if shelf.with_name("surat.lama").exists():
        shelf.with_name("surat.lama").rename(shelf)


def waits_with_its_number(village: Village) -> bool:
    """A letter has its number and no file."""
    return bool(village.ledger("SELECT 1 FROM letter_jobs WHERE state = 'numbered'"))


HANDED_OUT = Moment("update fetched, not kept", ((UPDATES, AFTER, 1),), end_the_open_question)
KEPT = Moment("update kept, not acknowledged, not answered", ((UPDATES, BEFORE, 1), (MESSAGE, BEFORE, 1)))
WELCOMED = Moment("reply sent, not noted", ((MESSAGE, AFTER, 1),), repeats="welcome")
TICKET = Moment("ticket committed, not shown", ((EDIT, BEFORE, 1),))
SHOWN = Moment("ticket shown, not noted", ((EDIT, AFTER, 1),))
# The form is sent while the spreadsheet cannot be read, so that the read that is held is the row's first.
ROW_READ = Moment("row read, not recorded", ((READ, "500", 3), (READ, AFTER, 1)))
ROW_SHOWN = Moment("row written on the desk, not told", ((WRITE, AFTER, 1), (MESSAGE, BEFORE, 1)))
RECEIPT_SENT = Moment("receipt sent, not noted", ((MESSAGE, AFTER, 1),), repeats="receipt")
CONFIRMED = Moment("confirmation committed, not shown", ((EDIT, BEFORE, 1),))
DECIDED = Moment("decision recorded, neither shown nor told", ((WRITE, BEFORE, 1), (DOCUMENT, BEFORE, 1)))
NUMBERED = Moment(
    "number allocated, letter not written", nudge=bar_the_shelf, stands=waits_with_its_number, mend=clear_the_shelf
)
WRITTEN = Moment("letter written, not sent", ((DOCUMENT, BEFORE, 1),))
STATUS_SHOWN = Moment("decision shown on the desk, not told", ((WRITE, AFTER, 1), (DOCUMENT, BEFORE, 1)))
LETTER_SENT = Moment("document sent, not noted", ((DOCUMENT, AFTER, 1),), repeats="letter")
REFUSED = Moment("refusal recorded, not told", ((MESSAGE, BEFORE, 1),))


def without_staff_chat(raw: Raw) -> None:
    """Leave the citizens' chats as the only ones that are written to, so that a held call is theirs."""
    raw["telegram"]["chat_staf"] = None


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, bytecode: Path, oracle: Oracle) -> Iterator[Village]:
    """An open village; after all the kills its books are looked at as a whole."""
    with well_kept(Village(tmp_path_factory.mktemp("office"), bytecode, oracle)) as village:
        village.adjust(without_staff_chat)
        yield village.open()
        letters = village.ledger("SELECT sequence, case_id FROM letters ORDER BY sequence")
        assert [sequence for sequence, _ in letters] == list(range(1, len(letters) + 1))
        assert village.ledger("SELECT last FROM series WHERE name = 'surat'") == [(len(letters),)]
        assert len({case for _, case in letters}) == len(letters)
        assert not village.ledger("SELECT kind FROM outbox WHERE state != 'delivered'")
        assert not village.ledger("SELECT reason FROM inbox WHERE state != 'done'")


class Unlucky:
    """The service, killed where a step of the story meets a moment."""

    def __init__(self, village: Village, kills: Mapping[str, Moment]) -> None:
        self._village, self._kills = village, kills

    def __call__(self, step: str, act: Callable[[], object]) -> None:
        moment = self._kills.get(step)
        if moment is None:
            act()
            return
        try:
            self._reach(moment, act)
            self._village.service.kill()
            # Released before it is seen that nobody listens, a held call would have its effect after all.
            until(lambda: not self._village.faults.state()["held"], "the held calls to be given up")
        finally:
            self._village.faults.clear()
        moment.mend(self._village)
        self._village.service.start()

    def _reach(self, moment: Moment, act: Callable[[], object]) -> None:
        if any(path == WRITE for path, _, _ in moment.faults):
            self._village.wait_until_quiet()  # a start writes, too
        for path, kind, times in moment.faults:
            self._village.faults.arm(path, kind, times=times)
        moment.nudge(self._village)
        act()
        until(lambda: moment.reached(self._village), moment.name)


@pytest.mark.parametrize(
    ("name", "kills"),
    [
        ("Satu", {"start": HANDED_OUT, "tap": TICKET, "form": ROW_READ, "approve": WRITTEN}),
        ("Dua", {"start": KEPT, "tap": SHOWN, "form": RECEIPT_SENT, "approve": LETTER_SENT}),
        ("Tiga", {"start": WELCOMED, "form": ROW_SHOWN, "approve": DECIDED}),
        ("Empat", {"confirm": CONFIRMED, "approve": NUMBERED}),
        ("Lima", {"approve": STATUS_SHOWN}),
    ],
    ids=[
        "fetched, ticket, row, letter",
        "kept, shown, receipt, sent",
        "reply, cell, decision",
        "confirmation, number",
        "status",
    ],
)
def test_killed_on_the_way_to_the_letter(office: Village, name: str, kills: Mapping[str, Moment]) -> None:
    """Wherever the service is killed, the request goes on: one ticket, one case, one number, one letter."""
    dewi = office.citizen(Person("Dewi", f"Contoh {name}"))
    step = Unlucky(office, kills)
    step("start", lambda: dewi.type("/start"))
    dewi.wait_for("Selamat datang")
    step("tap", lambda: dewi.tap("SKU"))
    link = dewi.link("Isi Formulir")
    step("form", lambda: dewi.send(link))
    dewi.wait_for("sudah kami terima")
    reference = dewi.references()[0]
    step("confirm", lambda: dewi.tap(MINE))
    dewi.wait_for("sudah dikonfirmasi")
    office.desk.wait(reference, Status="Baru", Kabar_ke_Warga="Diterima ")
    step("approve", lambda: office.desk.decide(reference, "Setujui"))
    row = office.desk.wait(reference, Status="Selesai", Kabar_ke_Warga="Surat dikirim ")

    assert_told_once(dewi, [moment.repeats for moment in kills.values()])
    assert office.ledger(f"SELECT used_at IS NOT NULL FROM tickets WHERE chat_id = {dewi.id}") == [(1,)]  # noqa: S608
    numbers = office.ledger(
        "SELECT number FROM letters JOIN cases ON cases.id = letters.case_id "  # noqa: S608 - our own chat id
        f"WHERE cases.chat_id = {dewi.id}"
    )
    assert numbers == [(row["Nomor Surat"],)]
    assert all(dewi.person.name.upper() in letter.text.upper() for letter in dewi.letters())
    assert [one["No. Permohonan"] for one in office.desk.rows()].count(reference) == 1


def assert_told_once(citizen: Citizen, in_flight: list[str]) -> None:
    """Every message came once; what was in flight at a kill may have come once more."""
    said = Counter(text.splitlines()[0] for text in citizen.heard())
    receipts = sum(count for line, count in said.items() if "sudah kami terima" in line)
    letters = [letter.file_name for letter in citizen.letters()]
    assert said["Selamat datang di Layanan Surat Desa Karangsatria."] <= 1 + in_flight.count("welcome")
    assert 1 <= receipts <= 1 + in_flight.count("receipt")
    assert 1 <= len(letters) <= 1 + in_flight.count("letter")
    assert len(set(letters)) == 1


def test_killed_after_a_refusal(office: Village) -> None:
    """Killed with the refusal recorded and not told: the citizen is told once, and the desk says so."""
    siti = office.citizen(Person("Siti", "Contoh Ditolak"))
    reference = siti.request("SKU")
    office.desk.wait(reference, Kabar_ke_Warga="Diterima ")
    Unlucky(office, {"refuse": REFUSED})("refuse", lambda: office.desk.decide(reference, "Tolak", "Di luar desa."))
    siti.wait_for("Alasannya: “Di luar desa.”")
    office.desk.wait(reference, Status="Ditolak", Kabar_ke_Warga="Ditolak ")
    assert sum("Di luar desa." in text for text in siti.heard()) == 1
    assert not siti.letters()
