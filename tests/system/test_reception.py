"""Reception and courier in their threads, with the real door, over HTTP against the simulated Telegram."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select

from bot.courier import Courier, Document
from bot.pace import Pace
from bot.reception import Reception
from bot.telegram import TelegramDoor
from office.config import Config
from office.ledger import chats, outbox, tickets
from office.ledger.connection import Ledger
from office.ledger.schema import inbox as inbox_table
from office.ledger.schema import outbox as outbox_table
from office.notices import NoticeKind
from simulator.server import Simulator
from tests.system.phone import Phone
from tests.unit.bot.village import eventually, village_config

TOKEN = "110201543:invented-token-of-no-bot-at-all-0000"
PARAMS = {"reference": "SKU-7K3Q", "service": "sku", "name": "Siti A.", "due": "Selasa", "message": "foto buram"}


def now() -> datetime:
    return datetime.now(UTC)


class Office:
    """Reception and courier of one process; another may follow on the same ledger."""

    def __init__(self, url: str, folder: Path, config: Config, per_second: float = 30.0) -> None:
        self.ledger = Ledger(folder / "buku.db")
        self.folder = folder
        self.refusals: list[str] = []
        door = TelegramDoor(TOKEN, url, pace=Pace(time.monotonic, per_second))
        self.reception = Reception(
            door, self.ledger, config, now, secrets.choice, on_refused=self.refusals.append, patience=0.5
        )
        self.courier = Courier(door, self.ledger, config, self._document, now)

    def start(self) -> None:
        self.reception.start()
        self.courier.start()

    def stop(self) -> None:
        self.reception.stop(2)
        self.courier.stop(2)
        self.ledger.close()

    def tell(self, chat_id: int, kind: NoticeKind, **params: Any) -> None:
        """Put a notice into the outbox, as casework does."""
        with self.ledger.write() as tx:
            key = f"{secrets.token_hex(4)}:{kind}"
            outbox.put(tx, key=key, chat_id=chat_id, kind=kind, params=PARAMS | params, now=now())
        self.courier.wake()

    def blocked(self, chat_id: int) -> bool:
        with self.ledger.read() as tx:
            return chats.is_blocked(tx, chat_id)

    def inbox(self) -> list[str]:
        with self.ledger.read() as tx:
            return list(tx.scalars(select(inbox_table.c.state).order_by(inbox_table.c.id)))

    def outbox(self) -> list[str]:
        with self.ledger.read() as tx:
            return list(tx.scalars(select(outbox_table.c.state).order_by(outbox_table.c.id)))

    def _document(self, letter_id: int) -> Document:
        return Document(self.folder / f"{letter_id}.docx", "surat.docx")


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(token=TOKEN) as running:
        yield running
        assert not [entry for entry in running.journal.entries(0) if entry.get("unknown")]


@pytest.fixture
def office(simulator: Simulator, tmp_path: Path) -> Iterator[Office]:
    opened = Office(simulator.url, tmp_path, village_config())
    yield opened
    opened.stop()


@pytest.fixture
def siti(simulator: Simulator) -> Phone:
    return Phone(simulator.url, "Siti", "siti")


# --- the conversation -------------------------------------------------------------------------------------------


def test_from_start_to_the_form(office: Office, siti: Phone) -> None:
    """Start brings the menu, a tap the requirements in its place, with a form link that holds a fresh code."""
    office.start()
    siti.type("/start")
    siti.wait_for("Selamat datang di Layanan Surat Desa Karangsatria.")
    assert siti.buttons() == [["SKU", "SKTM"], ["N1", "SKM"], ["Status permohonan", "Bantuan"]]
    siti.tap("SKU")
    siti.wait_for("Siapkan:")
    assert len(siti.heard()) == 1
    assert siti.buttons() == [["Isi Formulir"], ["Kembali"]]
    fields = siti.form_fields()
    assert fields["13"] == "@siti"
    with office.ledger.read() as tx:
        ticket = tickets.find(tx, [fields["11"]])[fields["11"]]
    assert (ticket.chat_id, ticket.service, ticket.used) == (siti.id, "sku", False)


def test_tapping_again_reuses_the_ticket(office: Office, siti: Phone) -> None:
    """Going back and tapping the service again shows the same code."""
    office.start()
    siti.type("/start")
    siti.wait_for("Selamat datang")
    codes = []
    for _ in range(2):
        siti.tap("SKU")
        siti.wait_for("Siapkan:")
        codes.append(siti.form_fields()["11"])
        siti.tap("Kembali")
        siti.wait_for("Silakan pilih")
    assert codes[0] == codes[1]


def test_every_way_leads_back_to_the_menu(office: Office, siti: Phone) -> None:
    """Unknown words, unknown commands and /batal are answered with the menu; help and status have a way back."""
    office.start()
    siti.type("/start")
    siti.wait_for("Selamat datang")
    for place, text in enumerate(("halo pak", "/apa", "/batal"), start=2):
        siti.type(text)
        eventually(lambda place=place: len(siti.heard()) == place)  # type: ignore[misc] # a lambda with a default
        assert siti.heard()[-1] == "Bapak/Ibu perlu surat apa? Silakan pilih."
    siti.tap("Bantuan")
    siti.wait_for("Cara mengajukan surat")
    siti.tap("Menu")
    eventually(lambda: siti.heard()[-1].startswith("Bapak/Ibu perlu"))
    siti.tap("Status permohonan")
    siti.wait_for("Belum ada permohonan dari chat ini")


def test_a_notice_stays_when_its_menu_is_asked_for(office: Office, siti: Phone) -> None:
    """What was missing can still be read after the person has opened the menu from that message."""
    siti.type("/start")
    office.start()
    siti.wait_for("Selamat datang")
    office.tell(siti.id, NoticeKind.INCOMPLETE, link="https://example.org/form?usp=pp_url&entry.11=ACDE")
    siti.wait_for("belum lengkap")
    assert siti.form_fields() == {"11": "ACDE"}
    siti.tap("Menu")
    siti.wait_for("Silakan pilih")
    assert any("foto buram" in text for text in siti.heard())


def test_a_press_on_a_message_that_was_replaced_by_time(office: Office, siti: Phone, simulator: Simulator) -> None:
    """A press that is too old to be confirmed is still carried out."""
    siti.type("/start")
    office.start()
    siti.wait_for("Selamat datang")
    office.reception.stop(1)
    siti.tap("Bantuan")
    requests.post(f"{simulator.url}/_sim/telegram/presses/expire", json={}, timeout=5)
    later = Office(simulator.url, office.folder, village_config())
    later.start()
    try:
        siti.wait_for("Cara mengajukan surat")
    finally:
        later.stop()


def test_blocked_and_back(office: Office, siti: Phone) -> None:
    """A block is noticed, and so is the person's return."""
    office.start()
    siti.type("/start")
    siti.wait_for("Selamat datang")
    siti.block()
    eventually(lambda: office.blocked(siti.id))
    siti.unblock()
    eventually(lambda: not office.blocked(siti.id))


def test_foreign_groups_are_left(office: Office, siti: Phone, simulator: Simulator) -> None:
    """The bot leaves a group that is not the staff's without a word."""
    office.start()
    wanted = {"title": "Arisan", "members": [siti.id]}
    requests.post(f"{simulator.url}/_sim/telegram/groups", json=wanted, timeout=5)
    # The bot hears that it was taken in, that it has joined, and that it has left.
    eventually(lambda: office.inbox() == ["done"] * 3)
    assert "/bot/leaveChat" in simulator.journal.totals()
    assert "/bot/sendMessage" not in simulator.journal.totals()


# --- nothing lost, nothing twice --------------------------------------------------------------------------------


def test_three_hundred_waiting_updates(simulator: Simulator, tmp_path: Path) -> None:
    """After a night off everybody is answered, each message once, in the order of each chat."""
    people = [Phone(simulator.url, f"Warga {n}") for n in range(60)]
    for person in people:
        for text in ("/start", "/bantuan", "/status", "/batal", "halo"):
            person.type(text)
    office = Office(simulator.url, tmp_path, village_config(), per_second=500)
    office.start()
    try:
        eventually(lambda: office.inbox() == ["done"] * 300, 60)
    finally:
        office.stop()
    first_words = ["Selamat datang", "Cara mengajukan", "Belum ada permohonan", "Bapak/Ibu perlu", "Bapak/Ibu perlu"]
    for person in people:
        heard = person.heard()
        assert len(heard) == 5
        assert all(text.startswith(words) for text, words in zip(heard, first_words, strict=True))


def test_telegram_sends_an_update_again(office: Office, siti: Phone, simulator: Simulator) -> None:
    """An update that comes twice is answered once."""
    office.start()
    siti.type("/start")
    siti.wait_for("Selamat datang")
    requests.post(f"{simulator.url}/_sim/telegram/updates/repeat", json={}, timeout=5)
    siti.type("/bantuan")
    siti.wait_for("Cara mengajukan")
    assert len(siti.heard()) == 2


def test_ids_that_begin_again_lower(office: Office, siti: Phone, simulator: Simulator) -> None:
    """When Telegram numbers updates from lower on, each is answered once and the next question follows the last."""
    office.start()
    siti.type("/start")
    siti.wait_for("Selamat datang")
    acknowledged = simulator.telegram.updates
    eventually(lambda: acknowledged.pending == 0)
    requests.post(f"{simulator.url}/_sim/telegram/updates/jump", json={"next_id": 17}, timeout=5).raise_for_status()
    siti.type("/bantuan")
    siti.wait_for("Cara mengajukan")
    eventually(lambda: acknowledged.pending == 0)
    siti.type("/status")
    siti.wait_for("Belum ada permohonan")
    assert len(siti.heard()) == 3


def test_the_next_process_takes_over(simulator: Simulator, siti: Phone, tmp_path: Path) -> None:
    """What was accepted and not answered by one process is answered by the next, once."""
    simulator.faults.arm("/bot/sendMessage", "429", retry_after=60)
    siti.type("/start")
    first = Office(simulator.url, tmp_path, village_config())
    first.start()
    eventually(lambda: simulator.journal.totals().get("/bot/sendMessage"))
    first.stop()
    assert first.inbox() == ["waiting"]
    second = Office(simulator.url, tmp_path, village_config())
    second.start()
    try:
        siti.wait_for("Selamat datang")
        assert len(siti.heard()) == 1
    finally:
        second.stop()


def test_a_lost_answer_to_a_press_shows_one_screen(office: Office, siti: Phone, simulator: Simulator) -> None:
    """Edits may be repeated: the person sees one screen."""
    office.start()
    siti.type("/start")
    siti.wait_for("Selamat datang")
    simulator.faults.arm("/bot/editMessageText", "drop_after")
    siti.tap("Bantuan")
    siti.wait_for("Cara mengajukan")
    eventually(lambda: office.inbox() == ["done", "done"])
    assert len(siti.heard()) == 1


def test_stop_is_quick(office: Office, siti: Phone, simulator: Simulator) -> None:
    """Stopping takes less than a second though Telegram holds the question open."""
    office.start()
    siti.type("/start")
    siti.wait_for("Selamat datang")
    eventually(lambda: office.inbox() == ["done"])
    began = time.monotonic()
    office.reception.stop()
    office.courier.stop()
    assert time.monotonic() - began < 1
    assert simulator.telegram.updates.pending == 0


def test_a_revoked_token_is_told_plainly(
    office: Office, siti: Phone, simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    """While the token is refused, the log says once what to do; when it works again all is answered."""
    simulator.faults.arm("/bot/getUpdates", "401", times=2)
    siti.type("/start")
    office.start()
    siti.wait_for("Selamat datang", 20)
    assert office.refusals == []
    assert [record.levelname for record in caplog.records if "token" in record.getMessage()] == ["WARNING"]
    assert TOKEN not in caplog.text


# --- notices ----------------------------------------------------------------------------------------------------


def test_notices_come_in_order(office: Office, siti: Phone) -> None:
    """Six notices to one chat arrive in their order, at the pace that Telegram allows."""
    siti.type("/start")
    office.start()
    siti.wait_for("Selamat datang")
    for number in range(6):
        office.tell(siti.id, NoticeKind.REJECTED, message=f"alasan {number}")
    eventually(lambda: office.outbox() == ["delivered"] * 6, 20)
    told = [text for text in siti.heard() if "alasan" in text]
    assert [f"alasan {number}" in text for number, text in enumerate(told)] == [True] * 6


def test_a_dead_head_steps_aside(office: Office, siti: Phone, simulator: Simulator) -> None:
    """A notice to somebody who blocked the bot fails, the other chats' arrive."""
    budi = Phone(simulator.url, "Budi")
    for person in (siti, budi):
        person.type("/start")
    office.start()
    for person in (siti, budi):
        person.wait_for("Selamat datang")
    siti.block()
    eventually(lambda: office.blocked(siti.id))
    office.tell(siti.id, NoticeKind.RECEIPT)
    office.tell(budi.id, NoticeKind.RECEIPT)
    budi.wait_for("sudah kami terima")
    eventually(lambda: office.outbox() == ["permanent-failure", "delivered"])


def test_a_lost_answer_is_tried_once_more_then_uncertain(office: Office, siti: Phone, simulator: Simulator) -> None:
    """A notice whose answer is lost twice has come at most twice, and is marked as uncertain."""
    siti.type("/start")
    office.start()
    siti.wait_for("Selamat datang")
    simulator.faults.arm("/bot/sendMessage", "drop_after", times=2)
    office.tell(siti.id, NoticeKind.RECEIPT)
    eventually(lambda: office.outbox() == ["uncertain"], 15)
    assert len([text for text in siti.heard() if "sudah kami terima" in text]) == 2
    office.tell(siti.id, NoticeKind.READY)
    siti.wait_for("bisa diambil")


def test_too_many_requests_are_respected(office: Office, siti: Phone, simulator: Simulator) -> None:
    """After 429 nothing is tried before its time, and then the notice arrives once."""
    siti.type("/start")
    office.start()
    siti.wait_for("Selamat datang")
    simulator.faults.arm("/bot/sendMessage", "429", retry_after=2)
    began = time.monotonic()
    office.tell(siti.id, NoticeKind.RECEIPT)
    siti.wait_for("sudah kami terima")
    assert time.monotonic() - began >= 2
    assert len(siti.heard()) == 2


def test_the_staff_are_told_whom_to_phone(simulator: Simulator, siti: Phone, tmp_path: Path) -> None:
    """When a citizen cannot be reached the staff chat gets the number, and no name."""
    founder = Phone(simulator.url, "Kasi")
    wanted = {"title": "Staf Desa", "members": [founder.id]}
    staff = requests.post(f"{simulator.url}/_sim/telegram/groups", json=wanted, timeout=5).json()["id"]
    office = Office(simulator.url, tmp_path, village_config(staff))
    office.start()
    try:
        siti.type("/start")
        siti.wait_for("Selamat datang")
        siti.block()
        office.tell(siti.id, NoticeKind.RECEIPT)
        eventually(lambda: office.outbox() == ["permanent-failure", "delivered"])
        seen = requests.get(f"{simulator.url}/_sim/telegram/chats/{staff}/messages", timeout=5).json()["messages"]
        assert "permohonan SKU-7K3Q tidak bisa dikirim" in seen[-1]["plain"]
        assert "Siti" not in seen[-1]["plain"]
        assert "/bot/leaveChat" not in simulator.journal.totals()
    finally:
        office.stop()
