"""A village with many past answers, for `bench/poll.py`: the simulator's grid and the ledger are filled directly."""

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from json import dumps
from pathlib import Path
from random import Random
from secrets import choice

from sqlalchemy import Connection, insert, update

from office import config as settings
from office.cases import Arrival, Status
from office.codes import ticket_code
from office.config import Config
from office.ledger import tickets
from office.ledger.connection import Ledger
from office.ledger.record import Clerk
from office.ledger.schema import attempts, cases, letters
from office.services import CODE_QUESTION, Form, Question, QuestionKind, Service
from sheets_sync.batch import DESK_TAB
from sheets_sync.google import GoogleDoor
from sheets_sync.rows import EPOCH, read_headers, read_rows
from sheets_sync.sync import Sync
from simulator.google.book import Spreadsheet
from simulator.google.cells import Cell
from simulator.google.forms import Form as SheetForm
from simulator.google.forms import Question as SheetQuestion
from simulator.google.grid import Row
from simulator.server import Simulator

ROOT = Path(__file__).resolve().parents[1]
SEED = 4
A_WEEK = timedelta(days=7)


@dataclass
class Village:
    """The simulated worlds, the service's loop over them (not yet polled), and what a bench needs of both."""

    simulator: Simulator
    sync: Sync
    ledger: Ledger
    config: Config
    book: str
    key: Path
    forms: dict[str, SheetForm]
    now: datetime
    random: Random
    past: int

    def poll(self, seconds: float) -> tuple[int, int, float]:
        """One round after this time: calls and bytes (in and out) at Google, CPU seconds of our own thread."""
        self.now += timedelta(seconds=seconds)
        self.simulator.journal.clear()
        began = time.thread_time()
        self.sync.poll()
        cpu = time.thread_time() - began
        return *self.traffic(), cpu

    def settle_new(self) -> None:
        """What came as new is done long since, and its rows are taken off the desk."""
        with self.ledger.write() as tx:
            done = update(attempts).where(attempts.c.case_id > self.past)
            tx.execute(done.values(status=Status.DONE, closed_at=self.now - A_WEEK))
        self.simulator.google.change(self.book, _clear_desk)

    def traffic(self) -> tuple[int, int]:
        """Calls and bytes at Google's Sheets and Forms since the journal was cleared; tokens are not counted."""
        entries = [one for one in self.simulator.journal.entries() if one["path"].startswith("/v")]
        return len(entries), sum(one["bytes_in"] + one["bytes_out"] for one in entries)

    def open(self, count: int) -> None:
        """Have the newest of the past answers wait for a decision."""
        newest = attempts.c.case_id > self.past - count
        with self.ledger.write() as tx:
            tx.execute(update(attempts).where(newest).values(status=Status.NEW, closed_at=None))

    def send(self, count: int) -> None:
        """So many citizens take a code and send their forms."""
        keys = list(self.forms)
        for number in range(count):
            key = keys[number % len(keys)]
            with self.ledger.write() as tx:
                code = tickets.take(tx, 1_000_000 + self.random.randrange(10**9), key, self.now, choice).code
            submit(self.simulator, self.config.services[key], self.forms[key], code, self.random)


def submit(simulator: Simulator, service: Service, form: SheetForm, code: str, random: Random) -> None:
    """Send a form as Google records it."""
    cells = {question.title: answer(question, random) for question in service.form_questions}
    cells[CODE_QUESTION.title] = code
    simulator.google.submit(form, {question.id: [str(cells[question.title])] for question in form.questions})


@contextmanager
def opened(services: int, past: int) -> Iterator[Village]:
    """A village whose `past` answers stand in the form tabs and, long done, in the ledger."""
    random = Random(SEED)  # noqa: S311 - invented answers
    with tempfile.TemporaryDirectory() as name, Simulator() as simulator:
        home = Path(name)
        google = simulator.google
        google.clock = lambda: datetime.now(UTC)
        book = google.create_spreadsheet("Layanan Desa")
        plan = settings.load(ROOT / "config.yaml")
        blocks, catalogue, forms = list(plan.services.values())[:6], {}, {}
        for number in range(services):
            block = blocks[number % len(blocks)]
            key, title = f"{block.key}{number}", f"{block.title} {number}"
            forms[key] = form = google.create_form(title)
            for question in block.form_questions:
                google.add_question(form, SheetQuestion(question.title, type=_control(question)))
            google.link_form(form, book.id)
            entries = {question.title: question.entry for question in form.questions}
            place = Form(url=google.responder_uri(form), tab=form.sheet_id, form_id=form.id, entri=entries)
            changes = {"key": key, "title": title, "short": f"S{number}", "form": place}
            catalogue[key] = block.model_copy(update=changes)
        config = plan.model_copy(update={"services": catalogue})
        key_file = home / "kunci.json"
        key_file.write_text(dumps(google.account.key_file(google.token_uri)))
        with Ledger(home / "buku.db") as ledger:
            clerk = Clerk(config.services, config.village.hours, None, choice)
            sync = Sync(
                GoogleDoor(key_file, book.id, simulator.url), ledger, config, clerk,
                required=lambda: {}, now=lambda: village.now, changed=lambda: None,
            )  # fmt: skip
            village = Village(
                simulator, sync, ledger, config, book.id, key_file, forms, datetime.now(UTC), random, past
            )
            _fill(village, past)
            yield village


def _clear_desk(book: Spreadsheet) -> None:
    desk = book.sheet(DESK_TAB)
    desk.rows[1:] = [Row({column: cell.emptied() for column, cell in row.cells.items()}) for row in desk.rows[1:]]


def _control(question: Question) -> str:
    return "date" if question.kind is QuestionKind.DATE else "text"


def answer(question: Question, random: Random) -> str:
    """An invented answer of the usual length."""
    match question.kind:
        case QuestionKind.NIK | QuestionKind.FAMILY_CARD:
            text = f"321601{random.randrange(10**10):010}"
        case QuestionKind.PHONE:
            text = f"0812{random.randrange(10**8):08}"
        case QuestionKind.DATE:
            text = (date(1960, 1, 1) + timedelta(days=random.randrange(18_000))).isoformat()
        case QuestionKind.CHOICE:
            text = random.choice(question.options)
        case QuestionKind.FILE:
            text = f"https://drive.google.com/open?id={random.getrandbits(160):033x}"
        case QuestionKind.PARAGRAPH:
            text = "Jalan Contoh Nomor 12, RT 003 RW 004, Dusun Melati"
        case _:
            text = random.choice(("Siti Contoh Aminah", "Budi Contoh Santoso", "Tuti Contoh", "Petani", "Bekasi"))
    return text


def _fill(village: Village, past: int) -> None:
    """Spread the past answers evenly over the tabs, a few minutes apart, the newest last."""
    zone, count = village.config.village.hours.zone, len(village.forms)
    first = (village.now - timedelta(minutes=5 * past + 60)).astimezone(zone).replace(tzinfo=None)
    sheets = {sheet.id: sheet for sheet in village.simulator.google.book(village.book).sheets}
    for number, (key, form) in enumerate(village.forms.items()):
        service, sheet = village.config.services[key], sheets[form.sheet_id or 0]
        head = [cell.value for _, cell in sorted(sheet.rows[0].cells.items())]
        lines = []
        for place in range(number, past, count):
            serial = (first + timedelta(minutes=5 * place) - EPOCH) / timedelta(days=1)
            answers = [answer(question, village.random) for question in service.questions]
            lines.append([round(serial, 9), ticket_code(choice), *answers, "081200001111"])
        sheet.rows[1 : 1 + len(lines)] = [Row({i: Cell(text) for i, text in enumerate(line)}) for line in lines]
        arrivals, _ = read_rows(service, read_headers(service, head), lines, 1, zone)
        with village.ledger.write() as tx:
            _book(tx, dict(zip(range(number + 1, past + 1, count), arrivals, strict=True)), village.now)


def _book(tx: Connection, arrivals: Mapping[int, Arrival], now: datetime) -> None:
    dossiers = [
        {"id": number, "reference": f"S-{number}", "service": arrival.service, "chat_id": number, "version": 1}
        | {"attempts": 1, "notices": 0, "due_at": now, "opened_at": now}
        for number, arrival in arrivals.items()
    ]
    rows = [
        {"case_id": number, "key": f"S-{number}", "code": arrival.code, "tab": arrival.tab, "serial": arrival.serial}
        | {"fingerprint": arrival.fingerprint, "latest": True, "status": Status.DONE, "answers": dict(arrival.answers)}
        | {"damaged": [], "concerns": [], "message": "", "arrived_at": now, "closed_at": now - A_WEEK}
        for number, arrival in arrivals.items()
    ]
    tx.execute(insert(cases), dossiers)
    tx.execute(insert(attempts), rows)
    tx.execute(insert(letters), [_letter(number, now) for number in arrivals])


def _letter(number: int, now: datetime) -> dict[str, object]:
    """Each past answer became one, which the register's tab shows."""
    return {
        "issue": 1, "number": f"470/{number:05}/DS-CTH/XI/2026", "series": "surat", "year": 2026, "sequence": number,
        "addressee": "Siti Contoh Aminah", "summary": "Surat Keterangan Usaha", "approved_by": "spreadsheet",
        "content": {"values": {}, "lists": {}, "qr": "", "valid_until": ""}, "issued_at": now - A_WEEK,
    }  # fmt: skip
