"""The loop `Sync` over a spreadsheet on paper, with citizens, a village head, a press and a courier at hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from office.cases import Dossier
from office.ledger import cases, handover, letter_jobs, outbox, ownership, register, tickets
from office.ledger.connection import Ledger
from office.ledger.register import Entry
from office.ledger.schema import attempts
from office.ledger.schema import outbox as notices
from sheets_sync.batch import DESK_TAB
from sheets_sync.columns import Column
from sheets_sync.google import Cell
from sheets_sync.sync import Sync
from tests.unit.builders import (
    ANSWERS,
    CHAT,
    DEAL,
    HEADERS,
    NOON,
    NOON_SERIAL,
    SKTM_TAB,
    SKU_TAB,
    Dealer,
    clerk,
    village,
)
from tests.unit.sheets_sync.paper import PaperDoor, PaperForms, sheet_row

SETTLE = 30.0
QUESTIONS = HEADERS[2:]


class Hall:
    """A village hall at Monday noon. `poll` is the loop's round; between two rounds `settle` lets picks stand."""

    def __init__(self, ledger: Ledger, *, staff_chat: int | None = None, deal: Dealer = DEAL, **settings: Any) -> None:
        self.ledger, self.now, self.deal = ledger, NOON, deal
        self.door = PaperDoor({SKU_TAB: [HEADERS], SKTM_TAB: [HEADERS]})
        self.required: Mapping[str, tuple[str, ...]] = {"sku": ("Nama Lengkap", "NIK"), "sktm": ()}
        self.config = village(desk={"settle": SETTLE}, telegram={"chat_staf": staff_chat}, **settings)
        self.clerk = replace(clerk(staff_chat), choose=deal)
        self.woken = 0
        self.forms = PaperForms()
        self.start()

    def start(self) -> None:
        """Begin with nothing in memory, as after a restart."""
        self.sync = Sync(
            self.door,  # type: ignore[arg-type] # the paper door
            self.ledger,
            self.config,
            self.clerk,
            required=lambda: self.required,
            now=lambda: self.now,
            changed=self._wake,
            open_forms=self._open_forms,
        )

    def poll(self, seconds: float = 10) -> None:
        """A round, after this time has passed."""
        self.now += timedelta(seconds=seconds)
        self.sync.poll()

    def settle(self) -> None:
        """What stands on the desk now is seen, stands, and is seen again."""
        for seconds in (10, SETTLE + 1):
            self.poll(seconds)

    def _open_forms(self) -> PaperForms:
        self.forms.opened += 1
        return self.forms

    def _wake(self) -> None:
        self.woken += 1

    # --- citizens ----------------------------------------------------------------------------------------------

    def code(self, chat: int = CHAT) -> str:
        """Take a code in a chat."""
        with self.ledger.write() as tx:
            return tickets.take(tx, chat, "sku", self.now, self.deal).code

    def send(self, code: str = "", changes: Mapping[str, Cell] | None = None, tab: int = SKU_TAB) -> None:
        """Send the form: a row is added below the others."""
        answers: Mapping[str, Cell] = ANSWERS | {"KTP": "", "Tanggal Lahir": 32874} | dict(changes or {})
        serial = NOON_SERIAL + (self.now - NOON) / timedelta(days=1) + len(self.door.tabs[tab]) / 1e6
        self.door.tabs[tab].append(sheet_row(code, serial, *(answers[title] for title in QUESTIONS)))

    def arrive(self, changes: Mapping[str, Cell] | None = None, chat: int = CHAT) -> str:
        """A request stands on the desk whose chat has said that it is its own; its key."""
        code = self.code(chat)
        self.send(code, changes)
        self.poll()
        with self.ledger.write() as tx:
            mine = cases.by_code(tx, [code])[code]
            ownership.confirm(tx, chat, mine.reference, self.now)
            return mine.key

    def answer(self, case: Dossier, *, mine: bool) -> None:
        """The chat of a request says whether it is its own."""
        with self.ledger.write() as tx:
            if mine:
                ownership.confirm(tx, case.chat_id or 0, case.reference, self.now)
            else:
                ownership.disown(tx, self.clerk, case.chat_id or 0, case.reference, self.now)

    # --- the village head --------------------------------------------------------------------------------------

    def row(self, key: str) -> int:
        """Where a request stands on the desk now."""
        return self.door.column(DESK_TAB, Column.KEY).index(key) + 1

    def write(self, key: str, column: Column, text: str) -> None:
        """Type into a cell of a request's row."""
        self.door.type(DESK_TAB, self.row(key), column, text)

    def pick(self, key: str, decision: str, message: str = "") -> None:
        """Choose a decision, and write the message beside it."""
        self.write(key, Column.DECISION, decision)
        self.write(key, Column.MESSAGE, message)

    def shown(self, key: str, column: Column) -> Cell:
        """What a cell of a request's row says."""
        return self.door.column(DESK_TAB, column)[self.row(key) - 1]

    # --- what came of it ---------------------------------------------------------------------------------------

    def dossier(self, key: str) -> Dossier:
        with self.ledger.read() as tx:
            return cases.by_key(tx, [key])[key]

    def dossiers(self) -> list[Dossier]:
        with self.ledger.read() as tx:
            return cases.of_cases(tx, list(tx.scalars(select(attempts.c.case_id))))

    def told(self, chat: int | None = None) -> list[tuple[str, Mapping[str, Any]]]:
        """The notices that were put, to one chat or to all."""
        with self.ledger.read() as tx:
            rows = tx.execute(select(notices).order_by(notices.c.id)).all()
        return [(row.kind, row.params) for row in rows if chat in {None, row.chat_id}]

    # --- press and courier, as the ledger sees them -------------------------------------------------------------

    def print_next(self) -> str | None:
        """Make the letter that has waited longest; its number."""
        with self.ledger.write() as tx:
            job = letter_jobs.next_ordered(tx, self.now)
            if job is None:
                return None
            mine = cases.by_id(tx, job.attempt_id)
            sequence = register.allocate(tx, "surat", 2026)
            entry = Entry(
                f"517/{sequence:03}/DS-KRS/XI/2026", "surat", 2026, sequence, mine.name, "SKU", "spreadsheet",
                service="sku", attempt_id=mine.attempt_id, case_id=mine.case_id,
                content=register.Content(mine.answers),
            )  # fmt: skip
            made = register.enter(tx, entry, self.now)
            letter_jobs.done(tx, mine.attempt_id)
            handover.give_out(tx, self.clerk, mine, made, self.now)
            return entry.number

    def deliver_next(self, *, fails: bool = False) -> str | None:
        """Carry the next notice to its chat; its kind."""
        with self.ledger.write() as tx:
            notice = outbox.claim(tx, self.now)
            if notice is None:
                return None
            if fails:
                outbox.failed(tx, notice.id, "blocked", self.now)
                handover.got_lost(tx, notice, self.now)
            else:
                outbox.delivered(tx, notice.id, 1, self.now)
                handover.arrived(tx, notice, self.now)
            return notice.kind

    def deliver_all(self) -> None:
        while self.deliver_next():
            pass

    def printed(self) -> list[tuple[int, str, Mapping[str, str]]]:
        """The register: attempt, number, what was printed."""
        with self.ledger.read() as tx:
            made = register.all_letters(tx)
        return [(one.entry.attempt_id or 0, one.entry.number, one.entry.content.values) for one in made]
