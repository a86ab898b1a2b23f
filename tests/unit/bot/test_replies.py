"""Answering one update, with a real ledger and a door that remembers."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from bot.keyboards import Keyboard
from bot.replies import Replies
from office.cases import Arrival, Status
from office.codes import Choose
from office.doors import Permanent, Refused
from office.ledger import cases, chats, outbox, register, schema, staff, tickets
from office.ledger.connection import Ledger
from tests.unit.bot.village import NOON, STAFF, Clock, FakeDoor, member, message, passing, press, private
from tests.unit.office.ledger.papers import enrolled

BLOCKED = Permanent("bot was blocked by the user")
CODE = "ACDE34679FGH"


def url(keyboard: Keyboard) -> str:
    return keyboard[0][0].url


def code(link: str) -> str:
    found = re.search(r"entry\.11=(\w+)", link)
    assert found
    return found[1]


def test_start_is_answered_with_the_menu(replies: Replies, door: FakeDoor) -> None:
    """Start brings a new message with the greeting."""
    replies.handle(message("/start"))
    assert [call[:2] for call in door.calls] == [("send", 5)]
    assert door.sent()[0].startswith("Selamat datang")


def test_a_press_replaces_the_screen(replies: Replies, door: FakeDoor) -> None:
    """A press is confirmed and its message becomes the new screen."""
    replies.handle(press("help"))
    assert [call[0] for call in door.calls] == ["answer", "edit"]
    assert door.calls[1][4] == 40


def test_a_press_below_a_notice_leaves_it_alone(replies: Replies, door: FakeDoor) -> None:
    """What the office has told stays readable; the menu comes as a new message."""
    replies.handle(press("menu:new"))
    assert [call[0] for call in door.calls] == ["answer", "send"]


def test_a_screen_that_cannot_be_replaced_is_sent(replies: Replies, door: FakeDoor) -> None:
    """A message that is gone is no reason for silence."""
    door.troubles["edit"] = [Permanent("message to edit not found")]
    replies.handle(press("help"))
    assert [call[0] for call in door.calls] == ["answer", "send"]


def test_the_ticket_is_kept_before_the_reply(replies: Replies, door: FakeDoor, ledger: Ledger) -> None:
    """When the reply cannot go out, the code that it would have held is in the ledger and is used the next time."""
    door.troubles["edit"] = [passing()]
    with pytest.raises(type(passing())):
        replies.handle(press("svc:sku"))
    replies.handle(press("svc:sku"))
    link = url(door.calls[-1][3])
    with ledger.read() as tx:
        assert tickets.find(tx, [code(link)])[code(link)].chat_id == 5


def test_tapping_again_reuses_the_ticket(replies: Replies, door: FakeDoor) -> None:
    """The same chat and service have one unused code; another chat has its own."""
    for chat_id in (5, 5, 6):
        replies.handle(press("svc:sku", chat_id))
    links = [url(call[3]) for call in door.calls if call[0] == "edit"]
    assert links[0] == links[1]
    assert code(links[0]) != code(links[2])


def test_the_link_holds_code_and_username(replies: Replies, door: FakeDoor) -> None:
    """The form opens with the code and the username already in it."""
    replies.handle(press("svc:sku"))
    assert re.fullmatch(
        r"https://docs\.google\.com/forms/d/e/x/viewform\?usp=pp_url&entry\.11=\w{12}&entry\.13=%40siti",
        url(door.calls[-1][3]),
    )


def test_somebody_without_username(replies: Replies, door: FakeDoor) -> None:
    """Without a username only the code is filled in."""
    update = press("svc:sku")
    update["callback_query"]["from"] = private(5, None)
    replies.handle(update)
    assert url(door.calls[-1][3]).endswith("entry.11=" + code(url(door.calls[-1][3])))


def test_a_service_without_form_takes_no_ticket(replies: Replies, door: FakeDoor) -> None:
    """Nothing is promised that cannot be filled in."""
    replies.handle(press("svc:nikah"))
    assert [[button.data for button in row] for row in door.calls[-1][3]] == [["menu"]]


def put_case(ledger: Ledger, choose: Choose, status: Status, *, confirmed: bool = True) -> str:
    arrival = Arrival("sku", 7, "", 1.0, NOON, {"Nama Lengkap": "Siti Aminah"})
    told = {"chat_id": 5, "code": None, "confirmed": confirmed}
    with ledger.write() as tx:
        opened = cases.open_case(tx, arrival, "SKU", concerns=(), due_at=NOON, now=NOON, choose=choose, **told)
        cases.set_status(tx, opened.attempt_id, status, NOON)
    return opened.reference


def test_status_shows_only_ones_own(replies: Replies, door: FakeDoor, ledger: Ledger, choose: Choose) -> None:
    """A chat sees its own cases and nobody else's."""
    reference = put_case(ledger, choose, Status.READY)
    replies.handle(message("/status", 5))
    replies.handle(message("/status", 6))
    assert reference in door.sent(5)[0]
    assert door.sent(6)[0].startswith("Belum ada permohonan")


def test_a_request_is_cancelled_after_a_question(
    replies: Replies, door: FakeDoor, ledger: Ledger, choose: Choose
) -> None:
    """The first tap only asks; the second closes it, tells the staff, and says so however often it is tapped."""
    reference = put_case(ledger, choose, Status.NEW)
    stati = []
    for data in (f"cancel:{reference}", f"cancel!:{reference}", f"cancel!:{reference}"):
        replies.handle(press(data))
        with ledger.read() as tx:
            stati.append(cases.by_id(tx, 1).status)
    assert stati == [Status.NEW, Status.CANCELLED, Status.CANCELLED]
    screens = [call[2] for call in door.calls if call[0] == "edit"]
    assert ["akan dibatalkan" in text for text in screens] == [True, False, False]
    assert screens[1] == screens[2]
    with ledger.read() as tx:
        assert [tuple(row) for row in tx.execute(select(schema.outbox.c.chat_id, schema.outbox.c.kind))] == [
            (STAFF, "staff_alert")
        ]


@pytest.mark.parametrize("data", ["cancel:{}", "cancel!:{}"])
def test_nobody_cancels_for_another_chat(
    replies: Replies, door: FakeDoor, ledger: Ledger, choose: Choose, data: str
) -> None:
    """Whoever guesses a number sees only their own requests."""
    reference = put_case(ledger, choose, Status.NEW)
    replies.handle(press(data.format(reference), 6))
    with ledger.read() as tx:
        assert cases.by_id(tx, 1).status is Status.NEW
    assert door.calls[-1][2].startswith("Belum ada permohonan")


def test_status_leads_to_the_correction(replies: Replies, door: FakeDoor, ledger: Ledger, choose: Choose) -> None:
    """An incomplete case can be corrected from its status: a correction's code, the old answers filled in."""
    put_case(ledger, choose, Status.INCOMPLETE)
    replies.handle(message("/status"))
    link = url(door.calls[-1][3])
    assert link.endswith("entry.12=Siti%20Aminah")
    with ledger.read() as tx:
        assert tickets.find(tx, [code(link)])[code(link)].case_id == 1


def test_blocked_and_unblocked(replies: Replies, ledger: Ledger, door: FakeDoor) -> None:
    """A block is remembered until the person comes back; nothing is sent about it."""

    def blocked() -> bool:
        with ledger.read() as tx:
            return chats.is_blocked(tx, 5)

    replies.handle(message("/start"))
    replies.handle(member("kicked", private()))
    assert blocked()
    replies.handle(member("member", private()))
    assert not blocked()
    assert len(door.calls) == 1


def test_a_reply_to_somebody_who_blocked(replies: Replies, ledger: Ledger, door: FakeDoor) -> None:
    """A reply that can never arrive is no error; the block is remembered."""
    door.troubles["send"] = [BLOCKED]
    replies.handle(message("/start"))
    with ledger.read() as tx:
        assert chats.is_blocked(tx, 5)


@pytest.mark.parametrize("trouble", [Permanent("can't parse entities"), Refused("the token is not accepted")])
def test_other_refusals_go_up(replies: Replies, door: FakeDoor, trouble: Exception) -> None:
    """What is our own mistake or the whole door's trouble is not taken for a block."""
    door.troubles["send"] = [trouble]
    with pytest.raises(type(trouble)):
        replies.handle(message("/start"))


@pytest.mark.parametrize("trouble", [[], [Permanent("bot is not a member of the group chat")]])
def test_foreign_groups_are_left(replies: Replies, door: FakeDoor, trouble: list[Any]) -> None:
    """The bot leaves a group that is not the staff's, and says nothing there; being out already is fine."""
    door.troubles["leave"] = trouble
    replies.handle(member("member", {"id": -7, "type": "group"}))
    assert [call for call in door.calls if call[0] != "leave"] == []


def test_the_staff_chat_is_not_answered(replies: Replies, door: FakeDoor) -> None:
    """What the staff say among themselves is theirs."""
    replies.handle(message("siapa jaga?", chat={"id": -100200300, "type": "supergroup"}))
    assert door.calls == []


# --- checking letters, taking scans -----------------------------------------------------------------------------


def put_letter(ledger: Ledger, choose: Choose) -> int:
    """The letter of Siti's case, with its code; its id."""
    put_case(ledger, choose, Status.DONE)
    entry = register.Entry(
        number="517/001",
        series="surat",
        year=2026,
        sequence=1,
        addressee="Siti Aminah",
        summary="Surat Keterangan Usaha",
        approved_by="spreadsheet",
        service="sku",
        attempt_id=1,
        case_id=1,
        verification=CODE,
    )
    with ledger.write() as tx:
        return register.enter(tx, entry, NOON).id


def test_a_stranger_checks_a_letter(replies: Replies, door: FakeDoor, ledger: Ledger, choose: Choose) -> None:
    """Somebody who was never heard of gets an answer in a new message, and is known from then on."""
    put_letter(ledger, choose)
    replies.handle(message(f"/start v_{CODE}", 88))
    assert "Nomor: 517/001" in door.sent(88)[0]
    with ledger.read() as tx:
        assert tx.scalar(select(schema.chats.c.id)) == 88


def test_five_wrong_codes(replies: Replies, door: FakeDoor, ledger: Ledger, choose: Choose, clock: Clock) -> None:
    """Then the chat waits, even with a good code; when it has cooled the good code is answered."""
    put_letter(ledger, choose)
    for n in range(5):
        replies.handle(message(f"/cek AAAAAAAAAAA{n}", message_id=n))
    replies.handle(message(CODE, message_id=10))
    clock.advance(600)
    replies.handle(message(CODE, message_id=11))
    first_words = [text[:24] for text in door.sent()]
    assert first_words == ["<b>Surat dengan kode ini"] * 5 + ["Mohon maaf, sudah terlal", "<b>Surat ini tercatat di"]


def test_a_good_code_is_no_guess(replies: Replies, door: FakeDoor, ledger: Ledger, choose: Choose) -> None:
    """A clerk who checks letters all day is never kept waiting, nor is somebody who asks how."""
    put_letter(ledger, choose)
    for n in range(9):
        replies.handle(message(CODE, message_id=n))
        replies.handle(message("/cek", message_id=100 + n))
    assert all("517/001" in text or "ketik /cek lalu kode" in text for text in door.sent())


def test_an_answer_that_had_to_wait_is_one_guess(replies: Replies, door: FakeDoor) -> None:
    """A message whose answer could not go out at once is answered as if it were the first time."""
    for n in range(4):
        replies.handle(message(f"/cek AAAAAAAAAAA{n}", message_id=n))
    door.troubles["send"] = [passing(), passing()]
    for _ in range(2):
        with pytest.raises(type(passing())):
            replies.handle(message("/cek AAAAAAAAAAAA", message_id=4))
    replies.handle(message("/cek AAAAAAAAAAAA", message_id=4))
    assert door.sent()[-1].startswith("<b>Surat dengan kode ini tidak ditemukan.")


def test_a_scan_from_the_staff(replies: Replies, door: FakeDoor, ledger: Ledger, choose: Choose) -> None:
    """A reply with a file to the letter's message in the staff chat puts the scan and an answer into the outbox."""
    letter_id = put_letter(ledger, choose)
    with ledger.write() as tx:
        enrolled(tx, 5)
        key = {"key": "sign:1", "chat_id": STAFF, "kind": "staff_to_sign", "params": {"reference": "x"}}
        outbox.put(tx, **key, letter_id=letter_id, now=NOON)
        outbox.delivered(tx, 1, 77, NOON)
    chat = {"id": STAFF, "type": "supergroup"}
    replied = {"message_id": 77, "chat": chat, "from": {"id": 9, "is_bot": True}}
    file = {"file_id": "F1", "file_unique_id": "u1"}
    replies.handle(message("", chat=chat, reply_to_message=replied, document=file))
    with ledger.read() as tx:
        waiting = tx.execute(select(schema.outbox.c.chat_id, schema.outbox.c.kind).where(schema.outbox.c.id > 1)).all()
    assert [tuple(row) for row in waiting] == [(5, "letter_scan"), (STAFF, "staff_answer")]
    assert door.calls == []


REFUSED = "Mohon maaf, Bapak/Ibu belum terdaftar sebagai staf, jadi tombol ini belum bisa dipakai. Mohon minta tautan"
GROUP = {"id": STAFF, "type": "supergroup", "title": "Staf"}


def pressed(data: str, callback_id: str = "q1", update_id: int = 1) -> dict[str, Any]:
    """A press on a button in the staff chat."""
    update = press(data, update_id=update_id)
    update["callback_query"] |= {"id": callback_id}
    update["callback_query"]["message"]["chat"] = GROUP
    return update


def contents(ledger: Ledger) -> dict[str, list[Any]]:
    """All that the ledger holds, but for who tried what."""
    with ledger.read() as tx:
        tables = (table for table in schema.metadata.sorted_tables if table.name != "staff_acts")
        return {table.name: [tuple(row) for row in tx.execute(select(table))] for table in tables}


@pytest.mark.parametrize("left", [False, True], ids=["nobody yet", "nobody any more"])
@pytest.mark.parametrize("data", ["svc:sku", "mine:SKU-7K3Q", "bind:SKU-7K3Q", "cancel!:SKU-7K3Q", "erase!"])
def test_a_press_by_somebody_who_is_not_enrolled(
    replies: Replies, door: FakeDoor, ledger: Ledger, choose: Choose, data: str, left: bool
) -> None:
    """They are told how to become staff; the message with its button stays, and only the try is on record."""
    put_case(ledger, choose, Status.NEW)
    with ledger.write() as tx:
        if left:
            enrolled(tx, 5)
            staff.remove(tx, 5, NOON)
    before = contents(ledger)
    for _ in range(2):  # as when the answer was lost
        replies.handle(pressed(data))
    assert [(name, which) for name, which, _ in door.calls] == [("answer", "q1")] * 2
    assert door.calls[0][2].startswith(REFUSED)
    assert "scheduler.py staf undang" in door.calls[0][2]
    assert contents(ledger) == before
    with ledger.read() as tx:
        assert [act.what for act in staff.acts(tx, 9) if act.what not in {"enrolled", "removed"}] == [
            "press not_enrolled"
        ]


def test_a_press_by_one_of_the_staff_is_not_refused(replies: Replies, door: FakeDoor, ledger: Ledger) -> None:
    """No button there does anything yet."""
    with ledger.write() as tx:
        enrolled(tx, 5)
    replies.handle(pressed("svc:sku"))
    assert door.calls == [("answer", "q1", "")]


def test_a_command_in_the_staff_chat_is_answered_there(replies: Replies, door: FakeDoor, ledger: Ledger) -> None:
    """How to become staff; to one of them, that none is needed. Nothing else is done, and nobody's chat is noted."""
    for text in ("/hapus", "/hubungkan", "/start s_ACDE34679FGHACDE34679FGH"):
        replies.handle(message(text, chat=GROUP, message_id=len(text)))
    with ledger.write() as tx:
        enrolled(tx, 5)
    replies.handle(message("/hapus", chat=GROUP, message_id=99))
    with ledger.read() as tx:
        told = list(tx.execute(select(schema.outbox.c.chat_id, schema.outbox.c.params)))
        assert [(row.chat_id, row.params["answer"]) for row in told] == [
            *[(STAFF, "not_enrolled")] * 3,
            (STAFF, "no_command"),
        ]
        assert tx.execute(select(schema.chats)).all() == []
        assert [act.what for act in staff.acts(tx, 9)] == ["enrolled", *["command not_enrolled"] * 3]
    assert door.calls == []


def test_a_flood_of_refused_acts_is_left_without_an_answer(replies: Replies, door: FakeDoor, ledger: Ledger) -> None:
    """It must not hold up what the staff are told; one who is enrolled is served all the same."""
    for number in range(100):
        replies.handle(pressed("svc:sku", f"q{number}", number))
    assert len(door.calls) == 31
    with ledger.write() as tx:
        enrolled(tx, 5)
    replies.handle(pressed("svc:sku", "q100", 100))
    assert door.calls[-1] == ("answer", "q100", "")


def test_a_flood_is_asked_to_slow_down_and_then_left(replies: Replies, door: FakeDoor) -> None:
    """A request that is taken back is taken back all the same."""
    for number in range(40):
        replies.handle(message("/start", update_id=number))
    assert len(door.sent()) == 31
    assert door.sent()[-1].startswith("Mohon pelan-pelan ya, Bapak/Ibu.")
    replies.handle(press("cancel!:SKU-7K3Q", update_id=41))
    assert door.calls[-1][0] == "edit"


def test_too_many_open_requests(replies: Replies, door: FakeDoor, ledger: Ledger, choose: Choose) -> None:
    """With twenty of them no further form is given out, but to other chats; when one is done there is one again."""
    arrivals = [Arrival("sku", 7, "", float(n), NOON, {"Nama Lengkap": "Siti Aminah"}) for n in range(20)]
    with ledger.write() as tx:
        for row in arrivals:
            cases.open_case(tx, row, "SKU", chat_id=5, code=None, concerns=(), due_at=NOON, now=NOON, choose=choose)
    replies.handle(press("svc:sku"))
    assert door.calls[-1][2].startswith("Masih ada 20 permohonan dari chat ini yang sedang kami kerjakan.")
    replies.handle(press("svc:sku", 6))
    assert "Siapkan" in door.calls[-1][2]
    with ledger.write() as tx:
        cases.set_status(tx, 1, Status.DONE, NOON)
    replies.handle(press("svc:sku"))
    assert "Siapkan" in door.calls[-1][2]
