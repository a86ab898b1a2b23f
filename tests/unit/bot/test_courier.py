"""The courier's thread, with a real ledger and a door that remembers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.courier import Courier, Document
from office.cases import Arrival, Status
from office.codes import Choose
from office.doors import Ambiguous, Permanent, Refused, Retryable
from office.ledger import cases, chats, outbox, register
from office.ledger.connection import Ledger
from office.ledger.schema import outbox as table
from office.notices import NoticeKind
from tests.unit.bot.village import NOON, STAFF, Clock, FakeDoor, eventually, village_config

PARAMS = {"reference": "SKU-7K3Q", "service": "sku", "name": "Siti A.", "due": "Selasa", "number": "517/001"}
LETTER = PARAMS | {"valid_until": "24 Desember 2026"}
BLOCKED = Permanent("bot was blocked by the user")


@pytest.fixture
def courier(door: FakeDoor, ledger: Ledger, clock: Clock, tmp_path: Path) -> Iterator[Courier]:
    def document(letter_id: int) -> Document:
        return Document(tmp_path / f"{letter_id}.docx", f"surat-{letter_id}.docx")

    opened = Courier(door, ledger, village_config(STAFF), document, clock.now)
    yield opened
    opened.stop(1)


def put(ledger: Ledger, chat_id: int = 5, kind: NoticeKind = NoticeKind.RECEIPT, **more: Any) -> None:
    with ledger.write() as tx:
        key = f"{more.pop('key', '')}{chat_id}:{kind}"
        outbox.put(tx, key=key, chat_id=chat_id, kind=kind, params=more.pop("params", PARAMS), now=NOON, **more)


def states(ledger: Ledger, chat_id: int | None = 5) -> list[str]:
    with ledger.read() as tx:
        rows = tx.execute(select(table.c.chat_id, table.c.state).order_by(table.c.id)).all()
    return [row.state for row in rows if chat_id in {None, row.chat_id}]


@pytest.fixture
def attempt(ledger: Ledger, choose: Choose) -> int:
    """A case of chat 5, approved, with its letter in the register under id 1."""
    arrival = Arrival("sku", 7, "", 1.0, NOON, {"Nama Lengkap": "Siti Aminah"})
    with ledger.write() as tx:
        opened = cases.open_case(
            tx, arrival, "SKU", chat_id=5, code=None, concerns=(), due_at=NOON, now=NOON, choose=choose
        )
        cases.set_status(tx, opened.attempt_id, Status.APPROVED, NOON)
        chats.heard(tx, 5, "siti", NOON)
        entry = register.Entry(
            number="517/001",
            series="surat",
            year=2026,
            sequence=1,
            addressee="Siti Aminah",
            summary="Surat Keterangan Usaha",
            approved_by="Kepala Desa",
            attempt_id=opened.attempt_id,
            case_id=opened.case_id,
        )
        assert register.enter(tx, entry, NOON).id == 1
    return opened.attempt_id


def status(ledger: Ledger, attempt: int) -> Status:
    with ledger.read() as tx:
        return cases.by_id(tx, attempt).status


def test_a_notice_is_rendered_and_delivered(courier: Courier, door: FakeDoor, ledger: Ledger) -> None:
    """What the outbox holds reaches its chat in words and is marked with the message's id."""
    put(ledger)
    courier.start()
    eventually(lambda: states(ledger) == ["delivered"])
    assert door.sent(5)[0].startswith("Permohonan Surat Keterangan Usaha atas nama Siti A. sudah kami terima.")
    with ledger.read() as tx:
        assert tx.scalar(select(table.c.message_id)) == 1


def test_wake_is_heard(courier: Courier, ledger: Ledger) -> None:
    """Something put while the courier rests goes out at once when it is woken."""
    courier.start()
    put(ledger)
    courier.wake()
    eventually(lambda: states(ledger) == ["delivered"], 1.0)


def test_a_delivered_letter_closes_the_case(
    courier: Courier, door: FakeDoor, ledger: Ledger, attempt: int, tmp_path: Path
) -> None:
    """The document goes with its caption under its own name, and the case is done."""
    put(ledger, kind=NoticeKind.LETTER, params=LETTER, attempt_id=attempt, letter_id=1)
    courier.start()
    eventually(lambda: states(ledger) == ["delivered"])
    name, chat_id, caption, _, path, filename = door.calls[0]
    assert (name, chat_id, path, filename) == ("send_document", 5, tmp_path / "1.docx", "surat-1.docx")
    assert caption.endswith("Ini suratnya.")
    assert status(ledger, attempt) is Status.DONE


def test_a_letter_that_is_held_stays_and_holds_up_nothing(
    courier: Courier, door: FakeDoor, ledger: Ledger, attempt: int
) -> None:
    """What is told later goes before it; released, it goes in its turn."""
    put(ledger, kind=NoticeKind.LETTER, params=LETTER, attempt_id=attempt, letter_id=1, held=True)
    put(ledger, kind=NoticeKind.READY)
    courier.start()
    eventually(lambda: states(ledger) == ["held", "delivered"])
    with ledger.write() as tx:
        outbox.release(tx, 1, NOON)
    courier.wake()
    eventually(lambda: states(ledger) == ["delivered", "delivered"])
    assert [call[0] for call in door.calls] == ["send", "send_document"]


SCAN = LETTER | {"file_id": "F1", "unique_id": "u1", "is_photo": True}


def test_a_scan_is_sent_on_and_closes_the_case(courier: Courier, door: FakeDoor, ledger: Ledger, attempt: int) -> None:
    """The staff's own file goes to the citizen as what it is, and the case is done."""
    put(ledger, kind=NoticeKind.LETTER_SCAN, params=SCAN, attempt_id=attempt)
    courier.start()
    eventually(lambda: states(ledger) == ["delivered"])
    name, chat_id, caption, _, file_id, is_photo = door.calls[0]
    assert (name, chat_id, file_id, is_photo) == ("send_file", 5, "F1", True)
    assert "Ini hasil pindainya." in caption
    assert status(ledger, attempt) is Status.DONE


def test_a_scan_that_cannot_arrive(courier: Courier, door: FakeDoor, ledger: Ledger, attempt: int) -> None:
    """The paper is to be fetched, and the staff hear whom to phone."""
    door.troubles["send_file"] = [BLOCKED]
    put(ledger, kind=NoticeKind.LETTER_SCAN, params=SCAN, attempt_id=attempt)
    courier.start()
    eventually(lambda: states(ledger, STAFF) == ["delivered"])
    assert status(ledger, attempt) is Status.READY
    assert "Kabar untuk permohonan <b>SKU-7K3Q</b> tidak bisa dikirim" in door.sent(STAFF)[0]


def test_the_staff_get_the_file_to_sign(
    courier: Courier, door: FakeDoor, ledger: Ledger, attempt: int, tmp_path: Path
) -> None:
    """The letter goes to the staff chat as a document, which ends nothing yet."""
    put(ledger, STAFF, NoticeKind.STAFF_TO_SIGN, params={"reference": "SKU-7K3Q"}, letter_id=1)
    courier.start()
    eventually(lambda: states(ledger, STAFF) == ["delivered"])
    assert door.calls[0][:2] == ("send_document", STAFF)
    assert door.calls[0][4] == tmp_path / "1.docx"
    assert status(ledger, attempt) is Status.APPROVED


def test_a_letter_that_cannot_arrive_is_to_be_fetched(
    courier: Courier, door: FakeDoor, ledger: Ledger, attempt: int
) -> None:
    """A letter to somebody who blocked the bot lies ready; the block is noted, the staff hear it once."""
    door.troubles["send_document"] = [BLOCKED]
    put(ledger, kind=NoticeKind.LETTER, params=LETTER, attempt_id=attempt, letter_id=1)
    courier.start()
    eventually(lambda: states(ledger, STAFF) == ["delivered"])
    assert states(ledger) == ["permanent-failure"]
    assert status(ledger, attempt) is Status.READY
    assert door.sent() == [
        "Kabar untuk permohonan <b>SKU-7K3Q</b> tidak bisa dikirim ke warga. "
        "Mohon hubungi lewat nomor yang tertulis di Meja."
    ]
    with ledger.read() as tx:
        assert chats.is_blocked(tx, 5)


def test_order_in_a_chat_and_a_dead_head(courier: Courier, door: FakeDoor, ledger: Ledger) -> None:
    """In a chat the older notice goes first; one that can never go steps aside for the next."""
    door.troubles["send"] = [Permanent("can't parse entities")]
    put(ledger)
    put(ledger, kind=NoticeKind.READY)
    put(ledger, kind=NoticeKind.REJECTED, params=PARAMS | {"message": "x"})
    courier.start()
    eventually(lambda: states(ledger) == ["permanent-failure", "delivered", "delivered"])
    assert [text[:20] for text in door.sent(5)] == ["Surat Keterangan Usa", "Mohon maaf, permohon"]


def test_too_many_requests_are_waited_for(courier: Courier, door: FakeDoor, ledger: Ledger, clock: Clock) -> None:
    """Not before Telegram's `retry after` is a notice tried again, nor a later one of the chat; others go on."""
    door.troubles["send"] = [Retryable("too many requests", 30.0)]
    put(ledger)
    put(ledger, kind=NoticeKind.READY)
    put(ledger, chat_id=6)
    courier.start()
    eventually(lambda: states(ledger, 6) == ["delivered"])
    clock.advance(29)
    courier.wake()
    eventually(lambda: states(ledger) == ["created", "created"])
    assert door.sent(5) == []
    clock.advance(1)
    courier.wake()
    eventually(lambda: states(ledger) == ["delivered", "delivered"])


def test_back_off_grows_to_five_minutes(courier: Courier, door: FakeDoor, ledger: Ledger, clock: Clock) -> None:
    """A notice that keeps failing is tried less and less often, but at least every five minutes."""
    waits: list[float] = []
    door.troubles["send"] = [Retryable("no network", 2.0) for _ in range(12)]
    put(ledger)
    courier.start()
    for left in range(11, -1, -1):
        eventually(lambda left=left: len(door.troubles["send"]) == left and states(ledger) == ["created"])
        with ledger.read() as tx:
            waits.append(((outbox.next_due(tx) or NOON) - clock.now()).total_seconds())
        clock.advance(waits[-1])
        courier.wake()
    eventually(lambda: states(ledger) == ["delivered"])
    assert waits == [2, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_a_lost_answer_is_tried_once_more_then_uncertain(
    courier: Courier, door: FakeDoor, ledger: Ledger, clock: Clock, attempt: int
) -> None:
    """A letter whose fate is unknown twice is left, lies ready in the office, and the staff are asked to make sure."""
    door.troubles["send_document"] = [Ambiguous("lost"), Ambiguous("lost")]
    put(ledger, kind=NoticeKind.LETTER, params=LETTER, attempt_id=attempt, letter_id=1)
    courier.start()
    eventually(lambda: len(door.troubles["send_document"]) == 1 and states(ledger) == ["created"])
    assert status(ledger, attempt) is Status.APPROVED
    clock.advance(5)
    courier.wake()
    eventually(lambda: states(ledger) == ["uncertain"])
    eventually(lambda: states(ledger, STAFF) == ["delivered"])
    assert "tidak pasti sampai" in door.sent(STAFF)[0]
    assert status(ledger, attempt) is Status.READY


def test_a_lost_answer_that_then_goes_through(courier: Courier, door: FakeDoor, ledger: Ledger, clock: Clock) -> None:
    """The second try of a lost send is an ordinary delivery, and the staff hear nothing."""
    door.troubles["send"] = [Ambiguous("lost")]
    put(ledger)
    courier.start()
    eventually(lambda: door.troubles["send"] == [] and states(ledger) == ["created"])
    clock.advance(5)
    courier.wake()
    eventually(lambda: states(ledger, None) == ["delivered"])


def test_a_shut_door_loses_nothing(courier: Courier, door: FakeDoor, ledger: Ledger, clock: Clock) -> None:
    """While the token is not accepted a notice waits and is not given up."""
    door.troubles["send"] = [Refused("the token is not accepted")]
    put(ledger)
    courier.start()
    eventually(lambda: door.troubles["send"] == [] and states(ledger) == ["created"])
    clock.advance(60)
    courier.wake()
    eventually(lambda: states(ledger, None) == ["delivered"])


@pytest.mark.parametrize(
    "broken", [{"kind": "nobody knows this"}, {"kind": NoticeKind.REJECTED, "params": {"reference": "SKU-7K3Q"}}]
)
def test_a_notice_without_words_steps_aside(
    courier: Courier, ledger: Ledger, door: FakeDoor, broken: dict[str, Any]
) -> None:
    """A notice that cannot be put into words fails alone, and the staff hear of it."""
    put(ledger, **broken)
    put(ledger, key="next")
    courier.start()
    eventually(lambda: states(ledger) == ["permanent-failure", "delivered"])
    eventually(lambda: states(ledger, STAFF) == ["delivered"])
    assert "SKU-7K3Q" in door.sent(STAFF)[0]


def test_an_unreadable_answer_is_a_doubt(courier: Courier, door: FakeDoor, ledger: Ledger) -> None:
    """When the library stumbles over Telegram's answer, the message may have gone: it is not repeated for ever."""
    door.troubles["send"] = [KeyError("chat")]
    put(ledger)
    courier.start()
    eventually(lambda: door.troubles["send"] == [] and states(ledger) == ["created"])
    with ledger.read() as tx:
        assert tx.scalar(select(table.c.ambiguous)) == 1


def test_a_file_that_cannot_be_read_is_tried_again(
    courier: Courier, door: FakeDoor, ledger: Ledger, attempt: int
) -> None:
    """A document that is not there yet delays its notice and marks nothing as sent."""
    door.troubles["send_document"] = [FileNotFoundError("1.docx")]
    put(ledger, kind=NoticeKind.LETTER, params=LETTER, attempt_id=attempt, letter_id=1)
    courier.start()
    eventually(lambda: door.troubles["send_document"] == [] and states(ledger) == ["created"])
    assert status(ledger, attempt) is Status.APPROVED


def test_the_staff_chats_own_failure_is_not_told_there(courier: Courier, door: FakeDoor, ledger: Ledger) -> None:
    """An alert that cannot reach the staff chat makes no further alert."""
    door.troubles["send"] = [Permanent("chat not found")]
    put(ledger, chat_id=STAFF, kind=NoticeKind.STAFF_ALERT, params={"alert": "tab_gone", "about": "sku"})
    courier.start()
    eventually(lambda: states(ledger, None) == ["permanent-failure"])


def test_what_was_being_sent_is_sent_again(courier: Courier, ledger: Ledger) -> None:
    """A process that died while sending leaves its notice to the next one."""
    put(ledger)
    with ledger.write() as tx:
        outbox.claim(tx, NOON)
    assert states(ledger) == ["sending"]
    courier.start()
    eventually(lambda: states(ledger) == ["delivered"])


def test_the_claim_is_kept_before_the_call(courier: Courier, door: FakeDoor, ledger: Ledger) -> None:
    """While a message goes out, the ledger already knows it, and nobody else is kept from writing."""
    seen: list[str] = []

    def look() -> None:
        seen.extend(states(ledger))
        put(ledger, chat_id=6)

    door.troubles["send"] = [look]
    put(ledger)
    courier.start()
    eventually(lambda: states(ledger, None) == ["delivered", "delivered"])
    assert seen == ["sending"]


def test_a_notice_that_fails_for_days_becomes_a_failure(
    courier: Courier, door: FakeDoor, ledger: Ledger, clock: Clock
) -> None:
    """It stops holding up its chat, and the staff hear whom to phone."""
    door.troubles["send:5"] = [Retryable("Telegram is in trouble (500)", 2.0) for _ in range(9)]
    put(ledger)
    courier.start()
    for days in range(5):
        put(ledger, 6, key=str(days))
        courier.wake()
        eventually(lambda days=days: states(ledger, 6) == ["delivered"] * (days + 1))  # type: ignore[misc] # a lambda with a default
        eventually(lambda: states(ledger)[0] in {"created", "permanent-failure"})
        clock.advance(24 * 3600)
    eventually(lambda: states(ledger) == ["permanent-failure"])
    eventually(lambda: "SKU-7K3Q" in "".join(door.sent(STAFF)))


def test_what_waits_is_tried_at_once_when_telegram_is_back(courier: Courier, door: FakeDoor, ledger: Ledger) -> None:
    """A notice need not wait for its next try then."""
    door.troubles["send"] = [Retryable("no network", 3600.0)]
    put(ledger)
    courier.start()
    eventually(lambda: door.troubles["send"] == [] and states(ledger) == ["created"])
    courier.hurry()
    eventually(lambda: states(ledger) == ["delivered"])
