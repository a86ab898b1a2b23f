"""Whose request it is: what the chat that took the code says, and what a phone number finds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from office.cases import Concern, Decision, Dossier, Scan, Status
from office.casework import CarryOut, OpenCase, Revise
from office.ledger import cases, handover, outbox, ownership, register, tickets
from office.ledger.connection import Ledger
from office.ledger.record import Clerk, record
from office.ledger.schema import outbox as table
from tests.unit.builders import (
    CHAT,
    DEAL,
    NIK,
    NOON,
    NOON_SERIAL,
    PHONE,
    SERVICES,
    STAFF,
    arrival,
    clerk,
    kinds,
    service,
)
from tests.unit.office.ledger.papers import OFFICER, enrolled, entry, opened

NEIGHBOUR = CHAT + 1
SIGNED = service(surat={"templat": "sku.docx", "kode": "517", "serah": "pindai"})
FETCHED = service(surat={"templat": "sku.docx", "kode": "517", "serah": "cetak"})
LATER = NOON + timedelta(minutes=5)
BLOCKED = "bot was blocked by the user"


def desk_of(way: Any = SERVICES["sku"]) -> Clerk:
    return replace(clerk(STAFF), services={**SERVICES, "sku": way})


def told(tx: Connection, chat: int = CHAT) -> list[tuple[str, str]]:
    """The notices to a chat with their states; of alerts what they say."""
    rows = tx.execute(select(table).where(table.c.chat_id == chat).order_by(table.c.id))
    return [(row.params.get("alert", row.kind), row.state) for row in rows]


def alerts(tx: Connection) -> list[str]:
    return [alert for alert, _ in told(tx, STAFF)]


def now_of(tx: Connection, case: Dossier) -> Dossier:
    return cases.by_id(tx, case.attempt_id)


def approved(
    tx: Connection, way: Any = SERVICES["sku"], *, chat: int | None = CHAT, confirmed: bool = False
) -> Dossier:
    """An approved request whose letter has left the press."""
    case = opened(tx, chat_id=chat, confirmed=confirmed)
    cases.set_status(tx, case.attempt_id, Status.APPROVED, NOON)
    letter = register.enter(tx, entry(case), NOON)
    handover.give_out(tx, desk_of(way), cases.by_id(tx, case.attempt_id), letter, NOON)
    return cases.by_id(tx, case.attempt_id)


def scanned(tx: Connection, unique_id: str = "u1", message_id: int = 80) -> None:
    """One of the staff sends a scan of the only letter that is to be signed."""
    enrolled(tx)
    row = tx.execute(select(table).where(table.c.kind == "staff_to_sign")).one()
    outbox.delivered(tx, row.id, 77, NOON)
    handover.take_scan(
        tx, Scan(STAFF, message_id, 77, f"F-{unique_id}", unique_id, is_photo=False, sender=OFFICER), NOON
    )


def sent(tx: Connection) -> str:
    """The next notice reaches its chat; its kind."""
    notice = outbox.claim(tx, LATER)
    assert notice
    outbox.delivered(tx, notice.id, 1, LATER)
    handover.arrived(tx, notice, LATER)
    return notice.kind


# --- a letter waits ---------------------------------------------------------------------------------------------


def test_an_unconfirmed_letter_waits_and_its_citizen_is_reminded(ledger: Ledger) -> None:
    """The status stays, the desk can tell that it waits, and the courier finds the reminder alone."""
    with ledger.write() as tx:
        case = approved(tx)
        assert told(tx) == [("confirm_reminder", "created"), ("letter", "held")]
        assert case.status is Status.APPROVED
        assert case.news
        assert (case.news.kind, case.news.state) == ("letter", "held")
        assert sent(tx) == "confirm_reminder"
        assert outbox.claim(tx, LATER) is None
        assert outbox.next_due(tx) is None


def test_yes_lets_the_letter_go_once(ledger: Ledger) -> None:
    """However often it is pressed; once it has arrived the case is done."""
    with ledger.write() as tx:
        case = approved(tx)
        for _ in range(3):
            mine = ownership.confirm(tx, CHAT, case.reference, LATER)
            assert mine
            assert mine.confirmed
        assert [sent(tx), sent(tx)] == ["confirm_reminder", "letter"]
        ownership.confirm(tx, CHAT, case.reference, LATER)
        assert outbox.claim(tx, LATER) is None
        assert now_of(tx, case).status is Status.DONE


def test_a_letter_of_a_confirmed_request_goes_at_once(ledger: Ledger) -> None:
    """Nobody is reminded."""
    with ledger.write() as tx:
        approved(tx, confirmed=True)
        assert told(tx) == [("letter", "created")]


def test_a_letter_that_is_fetched_needs_no_confirmation(ledger: Ledger) -> None:
    """No file leaves the office; whoever comes shows a KTP."""
    with ledger.write() as tx:
        approved(tx, FETCHED)
        assert told(tx) == [("ready", "created")]


def test_an_unconfirmed_scan_waits_too(ledger: Ledger) -> None:
    """Every file that the staff sent goes after the answer; the citizen is reminded once."""
    with ledger.write() as tx:
        case = approved(tx, SIGNED)
        scanned(tx)
        scanned(tx, "u1", 81)
        scanned(tx, "u2", 82)
        assert told(tx)[1:] == [("confirm_reminder", "created"), ("letter_scan", "held"), ("letter_scan", "held")]
        rows = tx.execute(select(table.c.params).where(table.c.kind == "staff_answer").order_by(table.c.id))
        assert [row.params["answer"] for row in rows] == ["held", "same", "held"]
        assert now_of(tx, case).status is Status.AWAITING_SIGNATURE
        ownership.confirm(tx, CHAT, case.reference, LATER)
        assert {state for _, state in told(tx)} == {"created"}


def test_another_chat_cannot_confirm(ledger: Ledger) -> None:
    """A request's number is known to many and opens nothing."""
    with ledger.write() as tx:
        case = approved(tx)
        assert ownership.confirm(tx, NEIGHBOUR, case.reference, LATER) is None
        assert not now_of(tx, case).confirmed
        assert ("letter", "held") in told(tx)


@pytest.mark.parametrize("decision", [Decision.COLLECTED, Decision.WITHDRAW])
def test_a_letter_that_was_handed_over_or_withdrawn_never_goes(ledger: Ledger, decision: Decision) -> None:
    """A late yes finds nothing."""
    with ledger.write() as tx:
        case = approved(tx)
        record(tx, [CarryOut(case, decision, "salah")], desk_of(), NOON)
        ownership.confirm(tx, CHAT, case.reference, LATER)
        assert told(tx)[:2] == [("confirm_reminder", "permanent-failure"), ("letter", "permanent-failure")]
        assert now_of(tx, case).status is (Status.DONE if decision is Decision.COLLECTED else Status.WITHDRAWN)


def test_a_withdrawn_letter_asks_nobody_to_confirm(ledger: Ledger) -> None:
    """A reminder that is not out yet never goes."""
    with ledger.write() as tx:
        record(tx, [CarryOut(approved(tx), Decision.WITHDRAW, "salah")], desk_of(), NOON)
        assert told(tx) == [
            ("confirm_reminder", "permanent-failure"),
            ("letter", "permanent-failure"),
            ("withdrawn", "created"),
        ]


def test_a_reminder_that_cannot_arrive(ledger: Ledger) -> None:
    """The letter lies ready; when the chat is heard from it is reminded again, once, until it has answered."""
    with ledger.write() as tx:
        case = approved(tx)
        reminder = outbox.claim(tx, NOON)
        assert reminder
        outbox.failed(tx, reminder.id, BLOCKED, NOON)
        handover.got_lost(tx, reminder, NOON)
        assert now_of(tx, case).status is Status.READY
        for _ in range(2):
            handover.back_again(tx, CHAT, {BLOCKED}, LATER)
        assert [kind for kind, _ in told(tx)] == ["confirm_reminder", "letter", "confirm_reminder"]
        ownership.confirm(tx, CHAT, case.reference, LATER)
        assert {sent(tx), sent(tx)} == {"letter", "confirm_reminder"}
        assert now_of(tx, case).status is Status.DONE


def test_nobody_is_reminded_again_who_has_answered(ledger: Ledger) -> None:
    """Though the reminder never came, the answer did, through `/status`."""
    with ledger.write() as tx:
        case = approved(tx)
        reminder = outbox.claim(tx, NOON)
        assert reminder
        outbox.failed(tx, reminder.id, BLOCKED, NOON)
        handover.got_lost(tx, reminder, NOON)
        ownership.confirm(tx, CHAT, case.reference, LATER)
        handover.back_again(tx, CHAT, {BLOCKED}, LATER)
        assert [kind for kind, _ in told(tx)] == ["confirm_reminder", "letter"]


def test_the_staff_hear_once_that_nobody_confirms(ledger: Ledger) -> None:
    """Two days after the reminder, however often it is looked; never of one that was confirmed meanwhile."""
    with ledger.write() as tx:
        case = approved(tx)
        heard = []
        for hours in (47, 48, 49, 72):
            ownership.tell_of_the_unconfirmed(tx, clerk(STAFF), NOON + timedelta(hours=hours))
            heard.append(alerts(tx))
        assert heard == [[], *[["unconfirmed"]] * 3]
        about = tx.scalar(select(table.c.params).where(table.c.chat_id == STAFF))
        assert about == {"alert": "unconfirmed", "about": case.key}


def test_a_confirmed_letter_worries_nobody(ledger: Ledger) -> None:
    """The staff hear nothing."""
    with ledger.write() as tx:
        ownership.confirm(tx, CHAT, approved(tx).reference, LATER)
        ownership.tell_of_the_unconfirmed(tx, clerk(STAFF), NOON + timedelta(days=9))
        assert alerts(tx) == []


# --- not mine ---------------------------------------------------------------------------------------------------


def asked_for_more(tx: Connection, confirmed: bool = True) -> tuple[Dossier, str]:
    """A request that lacks something, and the code of the link to mend it."""
    mine = tickets.take(tx, CHAT, "sku", NOON, DEAL)
    record(tx, [OpenCase(arrival(mine.code), mine, ())], desk_of(), NOON)
    case = cases.by_code(tx, [mine.code])[mine.code]
    if confirmed:
        ownership.confirm(tx, CHAT, case.reference, NOON)
    record(tx, [CarryOut(now_of(tx, case), Decision.INCOMPLETE, "foto buram")], desk_of(), NOON)
    return now_of(tx, case), tickets.take_correction(tx, CHAT, "sku", case.case_id, NOON, DEAL).code


def test_not_mine_unbinds(ledger: Ledger) -> None:
    """No chat, nothing that waits, no correction; the staff hear it by its number, the desk says whom to phone."""
    with ledger.write() as tx:
        case, code = asked_for_more(tx)
        assert ownership.disown(tx, desk_of(), CHAT, case.reference, LATER)
        after = now_of(tx, case)
        assert (after.chat_id, after.confirmed, after.status, after.news) == (None, False, Status.INCOMPLETE, None)
        assert kinds(after.concerns) == ["not_mine"]
        assert {state for _, state in told(tx)} == {"permanent-failure"}
        assert tickets.find(tx, [code])[code].used
        assert alerts(tx)[1:] == ["not_mine"]
        assert cases.of_chat(tx, CHAT, 5) == []


def test_not_mine_twice_is_told_once(ledger: Ledger) -> None:
    """A press that is handled again after a crash changes nothing."""
    with ledger.write() as tx:
        case, _ = asked_for_more(tx)
        assert [ownership.disown(tx, desk_of(), CHAT, case.reference, LATER) for _ in range(2)] == [True, True]
        assert alerts(tx).count("not_mine") == 1


def test_another_chat_cannot_disown(ledger: Ledger) -> None:
    """It is answered like one that could, and nothing changes."""
    with ledger.write() as tx:
        case, _ = asked_for_more(tx)
        assert ownership.disown(tx, desk_of(), NEIGHBOUR, case.reference, LATER)
        assert now_of(tx, case).chat_id == CHAT
        assert "not_mine" not in alerts(tx)


@pytest.mark.parametrize("way", [SERVICES["sku"], SIGNED])
def test_a_letter_that_waited_lies_ready_then(ledger: Ledger, way: Any) -> None:
    """It is handed over at the office, and never goes to the chat that had the code."""
    with ledger.write() as tx:
        case = approved(tx, way)
        if way is SIGNED:
            scanned(tx)
        ownership.disown(tx, desk_of(way), CHAT, case.reference, LATER)
        assert now_of(tx, case).status is Status.READY
        assert set(alerts(tx)) >= {"not_mine", "letter_to_print"}
        assert outbox.claim(tx, LATER) is None or not [one for one in told(tx) if one[1] in {"created", "held"}]
        assert ownership.confirm(tx, CHAT, case.reference, LATER) is None


def test_not_mine_after_yes(ledger: Ledger) -> None:
    """A slip of the finger can be mended as long as the letter is not out."""
    with ledger.write() as tx:
        case = approved(tx)
        ownership.confirm(tx, CHAT, case.reference, LATER)
        assert ownership.disown(tx, desk_of(), CHAT, case.reference, LATER)
        assert {state for _, state in told(tx)} == {"permanent-failure"}
        assert now_of(tx, case).status is Status.READY


@pytest.mark.parametrize("state", ["sending", "delivered", "uncertain"])
def test_too_late_for_not_mine(ledger: Ledger, state: str) -> None:
    """A letter is with the chat, or may be: nothing changes, and the staff hear it once."""
    with ledger.write() as tx:
        case = approved(tx, confirmed=True)
        tx.execute(table.update().where(table.c.kind == "letter").values(state=state))
        assert [ownership.disown(tx, desk_of(), CHAT, case.reference, LATER) for _ in range(2)] == [False, False]
        assert now_of(tx, case).chat_id == CHAT
        assert alerts(tx) == ["not_mine_late"]


def test_a_letter_that_did_not_arrive_never_goes_to_a_chat_that_is_not_its_own(ledger: Ledger) -> None:
    """Somebody who blocked the bot, came back and said that it is not theirs gets nothing later."""
    with ledger.write() as tx:
        case = approved(tx, confirmed=True)
        letter = outbox.claim(tx, NOON)
        assert letter
        outbox.failed(tx, letter.id, BLOCKED, NOON)
        handover.got_lost(tx, letter, NOON)
        ownership.disown(tx, desk_of(), CHAT, case.reference, LATER)
        handover.back_again(tx, CHAT, {BLOCKED}, LATER)
        assert told(tx) == [("letter", "permanent-failure")]


def test_the_case_goes_on_without_a_chat(ledger: Ledger) -> None:
    """Approved and printed as one from a bare form: nobody is told."""
    with ledger.write() as tx:
        case, _ = asked_for_more(tx, confirmed=False)
        ownership.disown(tx, desk_of(), CHAT, case.reference, LATER)
        before = len(told(tx))
        record(tx, [CarryOut(now_of(tx, case), Decision.APPROVE, "")], desk_of(), LATER)
        letter = register.enter(tx, entry(case), LATER)  # type: ignore[arg-type] # has what is asked for
        handover.give_out(tx, desk_of(), now_of(tx, case), letter, LATER)
        assert now_of(tx, case).status is Status.READY
        assert len(told(tx)) == before


# --- claimed by a phone number ----------------------------------------------------------------------------------


def bare(tx: Connection, number: int = 1, changes: Mapping[str, str] | None = None, **fields: Any) -> Dossier:
    """A request from a bare form; each `number` is another row."""
    row = arrival("", changes, serial=NOON_SERIAL + number, **fields)
    record(tx, [OpenCase(row, None, (Concern("no_code"), Concern("not_16_digits", "NIK")))], desk_of(), NOON)
    (found,) = cases.by_place(tx, [row.place])[row.place]
    return found


def offers(tx: Connection, chat: int = CHAT, number: str = PHONE, now: Any = LATER) -> list[str]:
    return [one.reference for one in ownership.offer(tx, chat, number, SERVICES, now)]


def test_a_number_finds_its_requests(ledger: Ledger) -> None:
    """Those whose own number it is, however it was written; not the neighbour's, nor one that has a chat."""
    with ledger.write() as tx:
        mine = [bare(tx, n, {"Nomor/Username Telegram": f}) for n, f in enumerate(("+62 812-0000-1111", PHONE))]
        bare(tx, 5, {"Nomor/Username Telegram": "081200002222"})
        bare(tx, 6, {"Nomor/Username Telegram": ""})
        opened(tx, arrival("ACDE"))
        assert offers(tx) == [one.reference for one in mine]
        assert [one.reference for one in ownership.offered(tx, CHAT, LATER)] == [one.reference for one in mine]
        assert ownership.offered(tx, NEIGHBOUR, LATER) == []


@pytest.mark.parametrize("status", [Status.DONE, Status.REJECTED, Status.CANCELLED, Status.WITHDRAWN])
def test_a_closed_request_is_not_found(ledger: Ledger, status: Status) -> None:
    """Nothing will be told of it any more."""
    with ledger.write() as tx:
        cases.set_status(tx, bare(tx).attempt_id, status, NOON)
        assert offers(tx) == []


def test_an_old_request_is_not_found(ledger: Ledger) -> None:
    """A number may have passed to somebody else."""
    with ledger.write() as tx:
        case = bare(tx)
        assert offers(tx, now=NOON + ownership.CLAIMED_WITHIN - timedelta(seconds=1)) == [case.reference]
        assert offers(tx, now=NOON + ownership.CLAIMED_WITHIN) == []


def test_claiming_binds_and_confirms(ledger: Ledger) -> None:
    """The chat is told from now on, the staff hear it by its number, the desk says so instead of what was wrong."""
    with ledger.write() as tx:
        case = bare(tx)
        offers(tx)
        mine = ownership.bind(tx, desk_of(), CHAT, case.reference, LATER)
        assert mine
        assert (mine.chat_id, mine.confirmed) == (CHAT, True)
        assert kinds(mine.concerns) == ["bound", "not_16_digits"]
        assert alerts(tx)[-1] == "bound"
        record(tx, [CarryOut(mine, Decision.REJECT, "di luar desa")], desk_of(), LATER)
        assert told(tx) == [("rejected", "created")]


def test_claiming_twice_is_claiming_once(ledger: Ledger) -> None:
    """A press that is handled again after a crash says the same and changes nothing."""
    with ledger.write() as tx:
        case = bare(tx)
        offers(tx)
        first, second = (ownership.bind(tx, desk_of(), CHAT, case.reference, LATER) for _ in range(2))
        assert first == second
        assert alerts(tx).count("bound") == 1


def test_the_first_who_claims_keeps_it(ledger: Ledger) -> None:
    """Two chats with one number, such as an old and a new account."""
    with ledger.write() as tx:
        case = bare(tx)
        for chat in (CHAT, NEIGHBOUR):
            offers(tx, chat)
        assert ownership.bind(tx, desk_of(), NEIGHBOUR, case.reference, LATER)
        assert ownership.bind(tx, desk_of(), CHAT, case.reference, LATER) is None
        assert now_of(tx, case).chat_id == NEIGHBOUR
        assert ownership.offered(tx, CHAT, LATER) == []


def test_what_was_not_offered_cannot_be_claimed(ledger: Ledger) -> None:
    """A guessed number, an offer to another chat, one that was declined or is a day old: nothing changes."""
    with ledger.write() as tx:
        case = bare(tx)
        offers(tx, NEIGHBOUR)
        ownership.decline(tx, NEIGHBOUR, case.reference)
        tries = [(CHAT, LATER), (NEIGHBOUR, LATER)]
        offers(tx, CHAT + 2)
        tries.append((CHAT + 2, LATER + ownership.OFFERED_FOR))
        for chat, moment in tries:
            assert ownership.bind(tx, desk_of(), chat, case.reference, moment) is None
        assert now_of(tx, case).chat_id is None
        assert "bound" not in alerts(tx)


@pytest.mark.parametrize(
    ("way", "kind"), [(SERVICES["sku"], "letter"), (FETCHED, "ready")], ids=["at once", "to be fetched"]
)
def test_a_letter_that_is_there_already(ledger: Ledger, way: Any, kind: str) -> None:
    """It comes, or the call to fetch it does."""
    with ledger.write() as tx:
        case = approved(tx, way, chat=None)
        assert case.status is Status.READY
        offers(tx)
        ownership.bind(tx, desk_of(way), CHAT, case.reference, LATER)
        assert told(tx) == [(kind, "created")]


def test_a_letter_that_is_being_signed(ledger: Ledger) -> None:
    """Its citizen is asked to wait, and gets the scan."""
    with ledger.write() as tx:
        case = approved(tx, SIGNED, chat=None)
        offers(tx)
        ownership.bind(tx, desk_of(SIGNED), CHAT, case.reference, LATER)
        scanned(tx)
        assert told(tx) == [("approved", "created"), ("letter_scan", "created")]


def test_what_was_lacking_is_told_now(ledger: Ledger) -> None:
    """With the link that nobody could be given before."""
    with ledger.write() as tx:
        case = bare(tx)
        record(tx, [CarryOut(case, Decision.INCOMPLETE, "foto buram")], desk_of(), NOON)
        offers(tx)
        ownership.bind(tx, desk_of(), CHAT, case.reference, LATER)
        (params,) = tx.scalars(select(table.c.params).where(table.c.chat_id == CHAT))
    assert params["message"] == "foto buram"
    assert f"={NIK}" in params["link"]


def test_claimed_after_somebody_else_disowned_it(ledger: Ledger) -> None:
    """The neighbour, whose form came with a forwarded code, gets the letter that the other never got."""
    with ledger.write() as tx:
        case = approved(tx)
        ownership.disown(tx, desk_of(), CHAT, case.reference, LATER)
        assert offers(tx, NEIGHBOUR) == [case.reference]
        mine = ownership.bind(tx, desk_of(), NEIGHBOUR, case.reference, LATER)
        assert mine
        assert mine.news
        assert (mine.news.kind, kinds(mine.concerns)) == ("letter", ["bound"])
        assert told(tx, NEIGHBOUR) == [("letter", "created")]
        assert {state for _, state in told(tx)} == {"permanent-failure"}


def test_the_staff_learn_nothing_personal(ledger: Ledger) -> None:
    """Numbers of requests only, whatever happens."""
    with ledger.write() as tx:
        case = approved(tx)
        ownership.tell_of_the_unconfirmed(tx, clerk(STAFF), NOON + timedelta(days=9))
        ownership.disown(tx, desk_of(), CHAT, case.reference, LATER)
        offers(tx)
        ownership.bind(tx, desk_of(), CHAT, case.reference, LATER)
        rows = tx.scalars(select(table.c.params).where(table.c.chat_id == STAFF)).all()
        assert {row["about"] for row in rows} == {case.key}
        assert all(row.keys() == {"alert", "about"} for row in rows)


@pytest.mark.parametrize(
    ("changed", "asked_again"),
    [({"Nama Lengkap": "Orang Lain"}, True), ({"NIK": NIK[:-1] + "9"}, True), ({"Keperluan": "Modal"}, False)],
)
def test_a_row_that_becomes_somebody_elses_is_confirmed_anew(
    ledger: Ledger, changed: dict[str, str], asked_again: bool
) -> None:
    """Somebody drags a name or a NIK down over the row below: its chat gets nothing of that person's unasked."""
    with ledger.write() as tx:
        mine = opened(tx, chat_id=CHAT, confirmed=True)
        before = cases.by_id(tx, mine.attempt_id)
        row = replace(arrival(before.code or ""), answers={**before.answers, **changed})
        record(tx, [Revise(before, row, (), used=True)], clerk(), NOON)
        after = cases.by_id(tx, mine.attempt_id)
    assert (before.confirmed, after.confirmed) == (True, not asked_again)
