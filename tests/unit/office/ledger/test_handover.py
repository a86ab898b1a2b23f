"""Handing letters over: at once, signed on paper and scanned, or laid ready at the office."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, select

from office.cases import Decision, Dossier, Scan, Status
from office.casework import CarryOut
from office.ledger import cases, handover, outbox, register, staff
from office.ledger.connection import Ledger
from office.ledger.outbox import Notice
from office.ledger.record import Clerk, record, tell_citizen
from office.ledger.register import Content, Letter
from office.ledger.schema import outbox as table
from office.ledger.schema import staff as staff_table
from office.notices import NoticeKind
from tests.unit.builders import CHAT, NOON, SERVICES, STAFF, clerk, service
from tests.unit.office.ledger.papers import OFFICER, enrolled, entry, opened

SIGNED = service(surat={"templat": "sku.docx", "kode": "517", "serah": "pindai"})
FETCHED = service(surat={"templat": "sku.docx", "kode": "517", "serah": "cetak"})
TO_SIGN = 77
"""The message in the staff chat that brought the letter."""


def desk_of(way: Any = SIGNED, staff_chat: int | None = STAFF) -> Clerk:
    return replace(clerk(staff_chat), services={**SERVICES, "sku": way})


def approved(tx: Connection, chat_id: int | None = CHAT) -> tuple[Letter, int]:
    """An approved case with its letter in the register; the letter and the attempt."""
    case = opened(tx, chat_id=chat_id)
    cases.set_status(tx, case.attempt_id, Status.APPROVED, NOON)
    return register.enter(tx, entry(case, content=Content(valid_until="2026-12-23")), NOON), case.attempt_id


def given_out(tx: Connection, office: Clerk, chat_id: int | None = CHAT) -> tuple[Letter, int]:
    letter, attempt = approved(tx, chat_id)
    handover.give_out(tx, office, cases.by_id(tx, attempt), letter, NOON)
    return letter, attempt


def awaiting(tx: Connection, chat_id: int | None = CHAT, *, delivered: bool = True) -> tuple[Letter, int]:
    """A letter that the staff, one of whom is enrolled, have got as message `TO_SIGN`."""
    enrolled(tx)
    letter, attempt = given_out(tx, desk_of(), chat_id)
    (row,) = [row for row in put(tx) if row.kind == NoticeKind.STAFF_TO_SIGN]
    if delivered:
        outbox.delivered(tx, row.id, TO_SIGN, NOON)
    return letter, attempt


def put(tx: Connection) -> list[Any]:
    return list(tx.execute(select(table).order_by(table.c.id)))


def told(tx: Connection) -> list[tuple[int, str]]:
    """Who was told what, in order."""
    return [(row.chat_id, row.kind) for row in put(tx)]


def answers(tx: Connection) -> list[tuple[str, str]]:
    """What the staff were answered: the answer, and the request it is about."""
    rows = [row.params for row in put(tx) if row.kind == NoticeKind.STAFF_ANSWER]
    return [(params["answer"], params["reference"]) for params in rows]


def scans(tx: Connection) -> list[str]:
    return [row.params["file_id"] for row in put(tx) if row.kind == NoticeKind.LETTER_SCAN]


def scan(message_id: int = 80, **fields: Any) -> Scan:
    values = {"chat_id": STAFF, "message_id": message_id, "reply_to": TO_SIGN, "file_id": "F1", "unique_id": "u1"}
    return Scan(**(values | {"is_photo": False, "sender": OFFICER} | fields))


def notice(tx: Connection, kind: NoticeKind) -> Notice:
    """The last notice of this kind, as the courier has it in hand."""
    row = [row for row in put(tx) if row.kind == kind][-1]
    return Notice(row.id, row.chat_id, row.kind, row.params, row.attempt_id, row.letter_id, 1, 0)


def now_of(tx: Connection, attempt: int) -> Dossier:
    return cases.by_id(tx, attempt)


# --- giving out -------------------------------------------------------------------------------------------------


def test_at_once(ledger: Ledger) -> None:
    """The file goes to the citizen with its number and its last day in words; the case is done when it has arrived."""
    with ledger.write() as tx:
        letter, attempt = given_out(tx, desk_of(SERVICES["sku"]))
        sent = notice(tx, NoticeKind.LETTER)
        assert (sent.chat_id, sent.letter_id, sent.attempt_id) == (CHAT, letter.id, attempt)
        assert sent.params["number"] == "517/001/DS-KRS/XI/2026"
        assert sent.params["valid_until"] == "23 Desember 2026"
        assert now_of(tx, attempt).status is Status.APPROVED
        handover.arrived(tx, sent, NOON)
        assert now_of(tx, attempt).status is Status.DONE


@pytest.mark.parametrize(
    ("office", "chat_id"),
    [(desk_of(FETCHED), CHAT), (desk_of(SERVICES["sku"]), None), (desk_of(FETCHED), None)],
    ids=["to be fetched", "at once without a chat", "fetched without a chat"],
)
def test_to_be_fetched(ledger: Ledger, office: Clerk, chat_id: int | None) -> None:
    """The letter lies ready, who has a chat is told, and the staff are asked to print it."""
    with ledger.write() as tx:
        _, attempt = given_out(tx, office, chat_id)
        assert now_of(tx, attempt).status is Status.READY
        assert told(tx) == ([(CHAT, "ready")] if chat_id else []) + [(STAFF, "staff_alert")]
        assert put(tx)[-1].params["alert"] == "letter_to_print"


def test_to_be_signed(ledger: Ledger) -> None:
    """The citizen is asked to wait, the staff get the file and read no more than the request's number."""
    with ledger.write() as tx:
        letter, attempt = given_out(tx, desk_of())
        case = now_of(tx, attempt)
        assert case.status is Status.AWAITING_SIGNATURE
        assert told(tx) == [(CHAT, "approved"), (STAFF, "staff_to_sign")]
        sent = notice(tx, NoticeKind.STAFF_TO_SIGN)
        assert (sent.letter_id, sent.params) == (letter.id, {"reference": case.key})
        assert case.news
        assert case.news.kind == "approved"


def test_without_a_staff_chat_nobody_can_send_a_scan(ledger: Ledger) -> None:
    """`pindai` in a village without a staff chat is `cetak`."""
    with ledger.write() as tx:
        _, attempt = given_out(tx, desk_of(staff_chat=None))
        assert now_of(tx, attempt).status is Status.READY
        assert told(tx) == [(CHAT, "ready")]


# --- scans ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_photo", [False, True])
def test_a_scan_goes_to_the_citizen(ledger: Ledger, is_photo: bool) -> None:
    """It is sent on as what it is, with the letter's number; the staff hear so; once arrived the case is done."""
    with ledger.write() as tx:
        _, attempt = awaiting(tx)
        handover.take_scan(tx, scan(is_photo=is_photo), NOON)
        case = now_of(tx, attempt)
        assert answers(tx) == [("forwarded", case.key)]
        sent = notice(tx, NoticeKind.LETTER_SCAN)
        assert (sent.chat_id, sent.params["file_id"], sent.params["is_photo"]) == (CHAT, "F1", is_photo)
        assert (sent.params["number"], sent.params["valid_until"]) == ("517/001/DS-KRS/XI/2026", "23 Desember 2026")
        assert case.status is Status.AWAITING_SIGNATURE
        handover.arrived(tx, sent, NOON)
        assert now_of(tx, attempt).status is Status.DONE


def test_the_same_message_twice(ledger: Ledger) -> None:
    """A reply that is handled again after a crash sends nothing more and answers nothing more."""
    with ledger.write() as tx:
        _, attempt = awaiting(tx)
        handover.take_scan(tx, scan(), NOON)
        handover.take_scan(tx, scan(), NOON)
        assert scans(tx) == ["F1"]
        assert answers(tx) == [("forwarded", now_of(tx, attempt).key)]


def test_the_same_file_again(ledger: Ledger) -> None:
    """A second reply with the same file is not sent again, one with another file is; the staff hear which."""
    with ledger.write() as tx:
        awaiting(tx)
        handover.take_scan(tx, scan(80), NOON)
        handover.take_scan(tx, scan(81, file_id="F1 under another name"), NOON)
        handover.take_scan(tx, scan(82, file_id="F2", unique_id="u2"), NOON)
        assert scans(tx) == ["F1", "F2"]
        assert [answer for answer, _ in answers(tx)] == ["forwarded", "same", "again"]


def test_a_file_that_did_not_arrive_may_come_again(ledger: Ledger) -> None:
    """Somebody who had blocked the bot gets the same scan when the staff send it once more."""
    with ledger.write() as tx:
        _, attempt = awaiting(tx)
        handover.take_scan(tx, scan(80), NOON)
        lost = notice(tx, NoticeKind.LETTER_SCAN)
        outbox.failed(tx, lost.id, "bot was blocked by the user", NOON)
        handover.got_lost(tx, lost, NOON)
        assert now_of(tx, attempt).status is Status.READY
        handover.take_scan(tx, scan(81), NOON)
        assert scans(tx) == ["F1", "F1"]
        handover.arrived(tx, notice(tx, NoticeKind.LETTER_SCAN), NOON)
        assert now_of(tx, attempt).status is Status.DONE


def test_nobody_to_send_it_to(ledger: Ledger) -> None:
    """Of a case without a chat the letter lies ready, and the staff hear whom to phone."""
    with ledger.write() as tx:
        _, attempt = awaiting(tx, chat_id=None)
        handover.take_scan(tx, scan(), NOON)
        case = now_of(tx, attempt)
        assert case.status is Status.READY
        assert answers(tx) == [("no_chat", case.key)]
        assert scans(tx) == []


def test_a_withdrawn_letter_is_not_sent(ledger: Ledger) -> None:
    """The scan of a letter that was withdrawn meanwhile stays with the staff."""
    with ledger.write() as tx:
        letter, attempt = awaiting(tx)
        register.withdraw(tx, letter.id, "salah nama", NOON)
        handover.take_scan(tx, scan(), NOON)
        assert answers(tx) == [("withdrawn", now_of(tx, attempt).key)]
        assert scans(tx) == []


def withdrawn(tx: Connection, attempt: int, why: str = "salah nama") -> None:
    record(tx, [CarryOut(now_of(tx, attempt), Decision.WITHDRAW, why)], desk_of(), NOON)


def test_withdrawing(ledger: Ledger) -> None:
    """The letter keeps its number and is marked with the reason, the case is closed, the citizen hears why."""
    with ledger.write() as tx:
        letter, attempt = awaiting(tx)
        withdrawn(tx, attempt)
        after, entered = now_of(tx, attempt), register.letter(tx, letter.id)
        assert (after.status, after.closed_at, after.number) == (Status.WITHDRAWN, NOON, letter.entry.number)
        assert (entered.withdrawn_at, entered.withdrawn_why) == (NOON, "salah nama")
        last = notice(tx, NoticeKind.WITHDRAWN)
        assert last.chat_id == CHAT
        assert (last.params["number"], last.params["message"]) == (letter.entry.number, "salah nama")


def test_withdrawing_calls_back_what_is_not_out_yet(ledger: Ledger) -> None:
    """A scan that waits is never sent, nor the file to sign; what the citizen hears of the case else is."""
    with ledger.write() as tx:
        _, attempt = awaiting(tx)
        handover.take_scan(tx, scan(), NOON)
        withdrawn(tx, attempt)
        kinds = {row.kind: row.state for row in put(tx) if row.chat_id == CHAT}
    assert kinds == {"approved": "created", "letter_scan": "permanent-failure", "withdrawn": "created"}


def test_a_call_to_fetch_it_is_called_back_too(ledger: Ledger) -> None:
    """Nobody is asked to come for a letter that is good no more; another case's letter goes on."""
    with ledger.write() as tx:
        _, attempt = given_out(tx, desk_of(FETCHED))
        tell_citizen(tx, replace(now_of(tx, attempt), attempt_id=None), NoticeKind.READY, {}, NOON)
        withdrawn(tx, attempt)
        assert [row.state for row in put(tx) if row.kind == "ready"] == ["permanent-failure", "created"]


def test_a_scan_that_was_on_its_way_reopens_nothing(ledger: Ledger) -> None:
    """What arrives in the same moment leaves the case withdrawn."""
    with ledger.write() as tx:
        _, attempt = awaiting(tx)
        handover.take_scan(tx, scan(), NOON)
        withdrawn(tx, attempt)
        handover.arrived(tx, notice(tx, NoticeKind.LETTER_SCAN), NOON)
        assert now_of(tx, attempt).status is Status.WITHDRAWN


def test_a_letter_withdrawn_twice_keeps_its_first_reason(ledger: Ledger) -> None:
    """The operator was faster than the village head: the case is closed all the same."""
    with ledger.write() as tx:
        letter, attempt = awaiting(tx)
        register.withdraw(tx, letter.id, "kata operator", NOON)
        withdrawn(tx, attempt)
        assert register.letter(tx, letter.id).withdrawn_why == "kata operator"
        assert now_of(tx, attempt).status is Status.WITHDRAWN


@pytest.mark.parametrize("wrong", [{"reply_to": 78}, {"chat_id": -1}, {"chat_id": CHAT, "reply_to": 5}])
def test_a_reply_to_something_else(ledger: Ledger, wrong: dict[str, int]) -> None:
    """Another message, another chat, or another notice of ours: it belongs to no letter and moves nothing."""
    with ledger.write() as tx:
        _, attempt = awaiting(tx)
        outbox.delivered(tx, notice(tx, NoticeKind.APPROVED).id, 5, NOON)
        handover.take_scan(tx, scan(**wrong), NOON)
        assert answers(tx) == [("unknown", "")]
        assert scans(tx) == []
        assert now_of(tx, attempt).status is Status.AWAITING_SIGNATURE


# --- what gets lost ---------------------------------------------------------------------------------------------


def test_the_staff_did_not_get_the_file(ledger: Ledger) -> None:
    """A file that cannot reach the staff is to be printed at the office; the citizen is told to fetch the letter."""
    with ledger.write() as tx:
        _, attempt = given_out(tx, desk_of())
        handover.got_lost(tx, notice(tx, NoticeKind.STAFF_TO_SIGN), NOON)
        assert now_of(tx, attempt).status is Status.READY
        assert told(tx)[2:] == [(CHAT, "ready"), (STAFF, "staff_alert")]


BLOCKED = "bot was blocked by the user"


def blocked_out(tx: Connection, reason: str = BLOCKED) -> int:
    """A letter that could not reach its chat and lies ready; its attempt."""
    _, attempt = given_out(tx, desk_of(SERVICES["sku"]))
    lost = notice(tx, NoticeKind.LETTER)
    outbox.failed(tx, lost.id, reason, NOON)
    handover.got_lost(tx, lost, NOON)
    return attempt


def test_a_letter_goes_again_once_its_chat_is_heard_from(ledger: Ledger) -> None:
    """The same letter with the same words, once however often the chat says something; then the case is done."""
    with ledger.write() as tx:
        attempt = blocked_out(tx)
        first = notice(tx, NoticeKind.LETTER)
        for _ in range(3):
            handover.back_again(tx, CHAT, {BLOCKED}, NOON)
        again = notice(tx, NoticeKind.LETTER)
        assert told(tx) == [(CHAT, "letter")] * 2
        assert (again.params, again.letter_id, again.attempt_id) == (first.params, first.letter_id, attempt)
        handover.arrived(tx, again, NOON)
        assert now_of(tx, attempt).status is Status.DONE


def lose(tx: Connection, kind: NoticeKind) -> None:
    """The last notice of this kind does not arrive, for the bot is blocked."""
    lost = notice(tx, kind)
    outbox.failed(tx, lost.id, BLOCKED, NOON)
    handover.got_lost(tx, lost, NOON)


def test_a_scan_goes_again_once_its_chat_is_heard_from(ledger: Ledger) -> None:
    """The same file with the same words, once however often the chat says something; then the case is done."""
    with ledger.write() as tx:
        _, attempt = awaiting(tx)
        handover.take_scan(tx, scan(), NOON)
        first = notice(tx, NoticeKind.LETTER_SCAN)
        lose(tx, NoticeKind.LETTER_SCAN)
        for _ in range(3):
            handover.back_again(tx, CHAT, {BLOCKED}, NOON)
        again = notice(tx, NoticeKind.LETTER_SCAN)
        assert scans(tx) == ["F1", "F1"]
        assert (again.chat_id, again.params, again.attempt_id) == (CHAT, first.params, attempt)
        handover.arrived(tx, again, NOON)
        assert now_of(tx, attempt).status is Status.DONE


def test_of_several_scans_the_last_goes_again(ledger: Ledger) -> None:
    """The staff sent a better one while the bot was blocked."""
    with ledger.write() as tx:
        awaiting(tx)
        for message_id, file in ((80, "F1"), (81, "F2")):
            handover.take_scan(tx, scan(message_id, file_id=file, unique_id=file), NOON)
            lose(tx, NoticeKind.LETTER_SCAN)
        handover.back_again(tx, CHAT, {BLOCKED}, NOON)
        assert scans(tx) == ["F1", "F2", "F2"]


def test_a_scan_that_is_under_way_needs_no_other(ledger: Ledger) -> None:
    """The staff have just sent a better one, which has not failed."""
    with ledger.write() as tx:
        awaiting(tx)
        handover.take_scan(tx, scan(), NOON)
        lose(tx, NoticeKind.LETTER_SCAN)
        handover.take_scan(tx, scan(81, file_id="F2", unique_id="u2"), NOON)
        handover.back_again(tx, CHAT, {BLOCKED}, NOON)
        assert scans(tx) == ["F1", "F2"]


def test_whoever_blocks_the_bot_twice_gets_it_when_they_are_back(ledger: Ledger) -> None:
    """What went again and failed as well goes once more."""
    with ledger.write() as tx:
        blocked_out(tx)
        for times in (2, 3):
            handover.back_again(tx, CHAT, {BLOCKED}, NOON)
            assert told(tx) == [(CHAT, "letter")] * times
            lose(tx, NoticeKind.LETTER)


@pytest.mark.parametrize("status", [Status.DONE, Status.WITHDRAWN])
def test_a_letter_that_was_fetched_or_withdrawn_does_not_go_again(ledger: Ledger, status: Status) -> None:
    """Only what still lies ready."""
    with ledger.write() as tx:
        cases.set_status(tx, blocked_out(tx), status, NOON)
        handover.back_again(tx, CHAT, {BLOCKED}, NOON)
        assert told(tx) == [(CHAT, "letter")]


def test_only_what_its_own_chat_was_closed_to_goes_again(ledger: Ledger) -> None:
    """Neither another chat's letter nor one that failed for another reason."""
    with ledger.write() as tx:
        blocked_out(tx, "file is too big")
        handover.back_again(tx, CHAT, {BLOCKED}, NOON)
        handover.back_again(tx, CHAT + 1, {"file is too big"}, NOON)
        assert told(tx) == [(CHAT, "letter")]


@pytest.mark.parametrize("kind", [NoticeKind.STAFF_TO_SIGN, NoticeKind.LETTER_SCAN])
def test_what_gets_lost_later_reopens_nothing(ledger: Ledger, kind: NoticeKind) -> None:
    """Once the paper was fetched, neither the staff's file nor a scan that fails changes the case."""
    with ledger.write() as tx:
        _, attempt = awaiting(tx)
        handover.take_scan(tx, scan(), NOON)
        cases.set_status(tx, attempt, Status.DONE, NOON)
        before = told(tx)
        handover.got_lost(tx, notice(tx, kind), NOON)
        assert now_of(tx, attempt).status is Status.DONE
        assert told(tx) == before


@pytest.mark.parametrize("kind", [NoticeKind.APPROVED, NoticeKind.STAFF_TO_SIGN])
def test_other_notices_settle_nothing(ledger: Ledger, kind: NoticeKind) -> None:
    """That the citizen was asked to wait, or the staff have the file, ends no case."""
    with ledger.write() as tx:
        _, attempt = given_out(tx, desk_of())
        handover.arrived(tx, notice(tx, kind), NOON)
        assert now_of(tx, attempt).status is Status.AWAITING_SIGNATURE


def test_an_anonymous_admin_is_told_how_to_be_known(ledger: Ledger) -> None:
    """Telegram gives them all one id: nobody may enrol that, and another link would not help."""
    with ledger.write() as tx:
        awaiting(tx)
        handover.take_scan(tx, scan(sender=staff.ANONYMOUS), NOON)
        assert scans(tx) == []
        assert answers(tx) == [("anonymous", "")]
        assert [act.what for act in staff.acts(tx, 1)] == ["scan anonymous"]


def test_only_scans_of_enrolled_staff_count(ledger: Ledger) -> None:
    """By numeric id at every message; who is refused is told so, and both stand on record."""
    with ledger.write() as tx:
        awaiting(tx)
        for message_id, sender in ((80, 42), (81, None), (82, OFFICER)):
            handover.take_scan(tx, scan(message_id, sender=sender, file_id=f"F{sender}"), NOON)
        assert scans(tx) == ["F41"]
        assert [answer for answer, _ in answers(tx)] == ["not_enrolled", "not_enrolled", "forwarded"]
        assert [(act.user_id, act.what) for act in staff.acts(tx, 3)] == [
            (OFFICER, "scan forwarded"),
            (None, "scan not_enrolled"),
            (42, "scan not_enrolled"),
        ]


@pytest.mark.parametrize("left", [False, True], ids=["nobody yet", "nobody any more"])
def test_while_nobody_is_enrolled_no_scan_counts(ledger: Ledger, left: bool) -> None:
    """Nothing changes but that the try is on record and answered; the paper still waits, for whoever may send it."""
    with ledger.write() as tx:
        _, attempt = awaiting(tx)
        if left:
            staff.remove(tx, OFFICER, NOON)
        else:
            tx.execute(staff_table.delete())
        before = now_of(tx, attempt)
        for message_id, sender in ((80, OFFICER), (81, 42), (82, None)):
            handover.take_scan(tx, scan(message_id, sender=sender), NOON)
        assert answers(tx) == [("not_enrolled", "")] * 3
        assert scans(tx) == []
        assert now_of(tx, attempt) == before
        enrolled(tx, 42)
        handover.take_scan(tx, scan(83, sender=42), NOON)
        assert scans(tx) == ["F1"]
