"""Presses and shared numbers that say whose a request is, with a real ledger and a door that remembers."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.guesses import MOST, WITHIN
from bot.keyboards import Keyboard, PhoneKeys
from bot.replies import Replies
from office.cases import Arrival, Status
from office.codes import Choose
from office.ledger import cases, outbox, schema
from office.ledger.connection import Ledger
from office.notices import NoticeKind
from tests.unit.bot.village import NOON, STAFF, Clock, FakeDoor, message, passing, press

PHONE = "081200001111"
DUE = "Selasa, 24 November pukul 15.00"
RECEIPT_ID = 40
"""The message that `press` presses a button of."""
THANKS = "Terima kasih, sudah dikonfirmasi. Kabar dan suratnya kami kirim ke chat ini."


class Case:
    """A request of Siti's in the ledger."""

    def __init__(self, ledger: Ledger, choose: Choose, *, chat_id: int | None = 5, serial: float = 1.0) -> None:
        self.ledger = ledger
        answers = {"Nama Lengkap": "Siti Aminah", "Nomor/Username Telegram": PHONE}
        row = Arrival("sku", 7, "", serial, NOON, answers)
        with ledger.write() as tx:
            opened = cases.open_case(
                tx, row, "SKU", chat_id=chat_id, code=None, concerns=(), due_at=NOON, now=NOON, choose=choose
            )
        self.reference, self.id = opened.reference, opened.attempt_id

    def told(self, kind: NoticeKind = NoticeKind.RECEIPT, *, noted: bool = True, **more: Any) -> None:
        """A notice that asks whose it is has come as message `RECEIPT_ID`, which is `noted`."""
        params = {"reference": self.reference, "service": "sku", "name": "Siti A.", "due": DUE, "confirm": True} | more
        with self.ledger.write() as tx:
            outbox.put(tx, key=kind, chat_id=5, kind=kind, params=params, now=NOON, attempt_id=self.id)
            notice = outbox.claim(tx, NOON)
            assert notice
            if noted:
                outbox.delivered(tx, notice.id, RECEIPT_ID, NOON)

    @property
    def chat(self) -> int | None:
        with self.ledger.read() as tx:
            return cases.by_id(tx, self.id).chat_id

    @property
    def confirmed(self) -> bool:
        with self.ledger.read() as tx:
            return cases.by_id(tx, self.id).confirmed

    def now(self, status: Status) -> None:
        with self.ledger.write() as tx:
            cases.set_status(tx, self.id, status, NOON)


@pytest.fixture
def case(ledger: Ledger, choose: Choose) -> Case:
    return Case(ledger, choose)


@pytest.fixture
def bare(ledger: Ledger, choose: Choose) -> Case:
    """A request from a bare form."""
    return Case(ledger, choose, chat_id=None)


def alerts(ledger: Ledger) -> list[str]:
    with ledger.read() as tx:
        rows = tx.scalars(select(schema.outbox.c.params).where(schema.outbox.c.chat_id == STAFF)).all()
    return [row["alert"] for row in rows]


def labels(keyboard: Keyboard) -> list[str]:
    return [button.text for row in keyboard for button in row]


def shared(chat_id: int = 5, owner: int | None = None, number: str = "6281200001111", message_id: int = 3) -> Any:
    card = {"phone_number": number, "first_name": "Siti", "user_id": chat_id if owner is None else owner}
    return message("", chat_id, contact=card, message_id=message_id)


# --- the receipt's two buttons ----------------------------------------------------------------------------------


@pytest.mark.parametrize("noted", [True, False])
def test_yes(replies: Replies, door: FakeDoor, case: Case, noted: bool) -> None:
    """The receipt stays, thanks take the place of the question, and a second press changes nothing.

    Also when it is pressed before the courier has noted that the receipt came.
    """
    case.told(noted=noted)
    for _ in range(2):
        replies.handle(press(f"mine:{case.reference}"))
    assert case.confirmed
    assert [call[0] for call in door.calls] == ["answer", "edit"] * 2
    first, second = (call for call in door.calls if call[0] == "edit")
    assert first == second
    assert first[2] == (
        "Permohonan Surat Keterangan Usaha atas nama Siti A. sudah kami terima.\n"
        f"Nomor: <b>{case.reference}</b>\nKami kabari paling lambat {DUE}.\n\n{THANKS}"
    )
    assert labels(first[3]) == ["Menu"]


def test_yes_to_what_is_incomplete_opens_the_form(replies: Replies, door: FakeDoor, case: Case) -> None:
    """Only now the chat gets the link with the old answers."""
    case.told(NoticeKind.INCOMPLETE, message="foto buram", link="")
    case.now(Status.INCOMPLETE)
    replies.handle(press(f"mine:{case.reference}"))
    _, _, text, keyboard, _ = door.calls[-1]
    assert "Yang kurang: “foto buram”." in text
    assert text.endswith(THANKS)
    assert keyboard[0][0].url.endswith(f"entry.12=Siti%20Aminah&entry.13={PHONE}")


def test_yes_from_the_status(replies: Replies, door: FakeDoor, case: Case) -> None:
    """Who overlooked the receipt is asked there, and thanked in place of the question."""
    replies.handle(message("/status"))
    assert f"Konfirmasi {case.reference}" in labels(door.calls[-1][3])
    replies.handle(press(f"whose:{case.reference}"))
    assert "atas nama Siti A. ini milik Bapak/Ibu?" in door.calls[-1][2]
    assert not case.confirmed
    replies.handle(press(f"mine:{case.reference}"))
    assert door.calls[-1][2].startswith(f"Terima kasih, permohonan <b>{case.reference}</b>")
    assert case.confirmed
    replies.handle(press(f"whose:{case.reference}"))
    assert door.calls[-1][2].startswith("Terima kasih, permohonan")


def test_the_old_answers_are_not_in_the_status_of_just_any_chat(replies: Replies, door: FakeDoor, case: Case) -> None:
    """Before the answer there is no link, and nobody else's request is cancelled."""
    case.now(Status.INCOMPLETE)
    replies.handle(message("/status"))
    assert labels(door.calls[-1][3]) == [f"Konfirmasi {case.reference}", "Saya sudah isi formulir", "Menu"]
    assert not [button.url for row in door.calls[-1][3] for button in row if button.url]


def test_not_mine(replies: Replies, door: FakeDoor, case: Case, ledger: Ledger) -> None:
    """One friendly sentence in place of the receipt, however often it is pressed; the staff hear it once."""
    case.told()
    for _ in range(2):
        replies.handle(press(f"not-mine:{case.reference}"))
    assert case.chat is None
    texts = [call[2] for call in door.calls if call[0] == "edit"]
    assert texts[0] == texts[1]
    assert texts[0].startswith("Terima kasih sudah memberi tahu.")
    assert alerts(ledger) == ["not_mine"]


def test_not_mine_when_the_letter_is_there(replies: Replies, door: FakeDoor, case: Case, ledger: Ledger) -> None:
    """Then it is only asked to throw it away."""
    case.told(NoticeKind.LETTER, confirm=False)
    replies.handle(press(f"not-mine:{case.reference}"))
    assert door.calls[-1][2].startswith("Mohon maaf, suratnya sudah dikirim ke chat ini.")
    assert case.chat == 5
    assert alerts(ledger) == ["not_mine_late"]


@pytest.mark.parametrize(
    ("data", "words"),
    [("mine", "tidak terhubung"), ("whose", "tidak terhubung"), ("not-mine", "Terima kasih sudah memberi tahu.")],
)
def test_nobody_answers_for_another_chat(
    replies: Replies, door: FakeDoor, case: Case, ledger: Ledger, data: str, words: str
) -> None:
    """Whoever guesses a number changes nothing and learns nothing."""
    replies.handle(press(f"{data}:{case.reference}", 6))
    assert words in door.calls[-1][2]
    assert "Siti" not in door.calls[-1][2]
    assert (case.chat, case.confirmed, alerts(ledger)) == (5, False, [])


def test_a_button_below_another_message_tells_nothing_of_it(replies: Replies, door: FakeDoor, case: Case) -> None:
    """Only the message that asked about this request is thanked below."""
    case.told(reference="SKU-LAIN")
    replies.handle(press(f"mine:{case.reference}"))
    assert door.calls[-1][2].startswith("Terima kasih, permohonan")


# --- a shared number --------------------------------------------------------------------------------------------


def test_the_way_to_the_phones_button(replies: Replies, door: FakeDoor) -> None:
    """From the status that has nothing to show, or typed."""
    replies.handle(press("claim"))
    replies.handle(message("/hubungkan"))
    keys = PhoneKeys("Bagikan nomor saya", "Batal")
    assert [(call[0], call[3]) for call in door.calls if call[0] != "answer"] == [("send", keys)] * 2


def test_a_request_is_claimed(replies: Replies, door: FakeDoor, bare: Case, ledger: Ledger) -> None:
    """The request is asked about, yes binds it, the staff hear it, the status shows it."""
    replies.handle(shared())
    (asked,) = door.calls
    assert asked[2].startswith(f"Apakah permohonan <b>{bare.reference}</b> (Surat Keterangan Usaha) atas nama Siti A.")
    replies.handle(press(f"bind:{bare.reference}"))
    assert (bare.chat, bare.confirmed) == (5, True)
    assert "sudah terhubung dengan chat ini" in door.calls[-1][2]
    assert labels(door.calls[-1][3]) == ["Status permohonan", "Menu"]
    assert alerts(ledger) == ["bound"]
    replies.handle(message("/status"))
    assert bare.reference in door.calls[-1][2]


def test_one_after_the_other(replies: Replies, door: FakeDoor, bare: Case, ledger: Ledger, choose: Choose) -> None:
    """What is not theirs is left, what is theirs is bound, and what is still open is asked again."""
    other = Case(ledger, choose, chat_id=None, serial=2.0)
    replies.handle(shared())
    replies.handle(press(f"decline:{bare.reference}"))
    assert door.calls[-1][2].startswith("Baik, permohonan itu tidak dihubungkan")
    assert labels(door.calls[-1][3])[:2] == [f"Ya, {other.reference}", f"Bukan {other.reference}"]
    replies.handle(press(f"bind:{other.reference}"))
    assert (bare.chat, other.chat) == (None, 5)
    replies.handle(press(f"bind:{bare.reference}"))
    assert bare.chat is None
    assert door.calls[-1][2].startswith("Mohon maaf, permohonan itu sudah terhubung dengan chat lain")


def test_a_number_that_no_request_has(replies: Replies, door: FakeDoor, bare: Case) -> None:
    """It is said politely, with the office's phone."""
    replies.handle(shared(number="6281299999999"))
    assert "tidak ada permohonan dengan nomor telepon itu" in door.sent()[-1]
    assert bare.reference not in " ".join(door.sent())


@pytest.mark.parametrize("owner", [6, 0])
def test_somebody_elses_number_is_refused(replies: Replies, door: FakeDoor, bare: Case, owner: int) -> None:
    """Though a request has it: nothing is told of that, and the phone's button stays."""
    update = shared(owner=owner)
    if not owner:
        del update["message"]["contact"]["user_id"]
    replies.handle(update)
    (call,) = door.calls
    assert call[2].startswith("Mohon maaf, itu bukan nomor Bapak/Ibu sendiri.")
    assert isinstance(call[3], PhoneKeys)
    replies.handle(press(f"bind:{bare.reference}"))
    assert bare.chat is None


def test_tries_are_limited(replies: Replies, door: FakeDoor, bare: Case, clock: Clock) -> None:
    """After five that found nothing even the right number must wait; guessed letters' codes are counted apart."""
    for n in range(MOST):
        replies.handle(shared(number=f"62812999999{n}", message_id=n))
    replies.handle(shared(message_id=10))
    assert door.sent()[-1].startswith("Mohon maaf, sudah beberapa kali dicoba.")
    replies.handle(message("/cek ACDE34679FGH", message_id=11))
    assert "tidak ditemukan" in door.sent()[-1]
    clock.advance(WITHIN)
    replies.handle(shared(message_id=12))
    assert bare.reference in door.sent()[-1]


def test_an_answer_that_had_to_wait_is_one_try(replies: Replies, door: FakeDoor, bare: Case) -> None:
    """A number whose answer could not go out is answered as if it came the first time."""
    door.troubles["send"] = [passing()] * MOST
    for _ in range(MOST):
        with pytest.raises(type(passing())):
            replies.handle(shared(number="6281299999999"))
    replies.handle(shared(message_id=4))
    assert bare.reference in door.sent()[-1]
