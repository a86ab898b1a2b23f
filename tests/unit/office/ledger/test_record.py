"""Recording what casework decided: what it does to the ledger, and who is told what."""

from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Connection, select

from office.cases import Concern, Decision, Dossier, Status, Ticket
from office.casework import Action, AddAttempt, CarryOut, Expire, NotePick, OpenCase, Revise
from office.ledger import cases, earlier, letter_jobs, ownership, tickets
from office.ledger.connection import Ledger
from office.ledger.record import Clerk, record
from office.ledger.schema import outbox
from tests.unit.builders import (
    ANSWERS,
    CHAT,
    DEAL,
    NAME,
    NIK,
    NOON,
    NOON_SERIAL,
    PHONE,
    STAFF,
    arrival,
    clerk,
    service,
    village,
)

DUE = "Selasa, 24 November pukul 15.00"
CORRECTED = arrival("WXYZ", {"Keperluan": "Kredit"}, serial=NOON_SERIAL + 1)


class Told(NamedTuple):
    chat: int
    kind: str
    params: dict[str, Any]


def told(tx: Connection, chat: int | None = None) -> list[Told]:
    rows = tx.execute(select(outbox).order_by(outbox.c.id))
    return [Told(row.chat_id, row.kind, row.params) for row in rows if chat in {None, row.chat_id}]


def note(tx: Connection, *actions: Action, by: Clerk | None = None) -> list[Told]:
    """What these actions have told to whom."""
    before = len(told(tx))
    record(tx, actions, by or clerk(STAFF), NOON)
    return told(tx)[before:]


def request(tx: Connection, *, chat: int | None = CHAT, confirmed: bool = True) -> Dossier:
    """A request that has arrived, with or without a chat, which has said that it is its own."""
    mine = tickets.take(tx, chat, "sku", NOON, DEAL) if chat else None
    row = arrival(mine.code if mine else "")
    record(tx, [OpenCase(row, mine, ())], clerk(), NOON)
    (found,) = cases.by_place(tx, [row.place])[row.place]
    return ownership.confirm(tx, chat, found.reference, NOON) or found if chat and confirmed else found


def decided(tx: Connection, before: Dossier, decision: Decision, message: str = "") -> tuple[Dossier, list[Told]]:
    heard = note(tx, CarryOut(before, decision, message))
    return cases.by_id(tx, before.attempt_id), heard


def correction(tx: Connection, of: Dossier) -> Ticket:
    return tickets.take_correction(tx, CHAT, "sku", of.case_id, NOON, DEAL)


# --- arrivals ---------------------------------------------------------------------------------------------------


def test_a_new_request_is_acknowledged_in_its_chat_and_to_the_staff(ledger: Ledger) -> None:
    """The citizen learns number and promised time, the staff that there is something to look at."""
    with ledger.write() as tx:
        mine = tickets.take(tx, CHAT, "sku", NOON, DEAL)
        citizen, staff = note(tx, OpenCase(arrival(mine.code), mine, ()))
        found = cases.by_code(tx, [mine.code])[mine.code]
        assert tickets.find(tx, [mine.code])[mine.code].used
    about = {"reference": found.reference, "service": "sku", "due": DUE}
    assert citizen == (CHAT, "receipt", about | {"name": "Siti C.", "confirm": True})
    assert staff == (STAFF, "staff_arrival", about | {"has_chat": True, "link": ""})
    assert (found.status, found.chat_id) == (Status.NEW, CHAT)


def test_a_village_that_asks_nobody(ledger: Ledger) -> None:
    """`konfirmasi: false`: the receipt asks nothing, and the request counts as confirmed."""
    with ledger.write() as tx:
        mine = tickets.take(tx, CHAT, "sku", NOON, DEAL)
        (citizen,) = note(tx, OpenCase(arrival(mine.code), mine, ()), by=replace(clerk(), confirm=False))
        assert "confirm" not in citizen.params
        assert cases.by_code(tx, [mine.code])[mine.code].confirmed


@pytest.mark.parametrize(("confirmed", "asked"), [(False, True), (True, False)])
def test_a_corrections_receipt_asks_again_until_there_is_an_answer(
    ledger: Ledger, confirmed: bool, asked: bool
) -> None:
    """Whose request it is was perhaps overlooked the first time."""
    with ledger.write() as tx:
        before = request(tx, confirmed=confirmed)
        citizen, _ = note(tx, AddAttempt(CORRECTED, correction(tx, before), (), late=False))
    assert ("confirm" in citizen.params) is asked


@pytest.mark.parametrize(
    ("name", "late", "confirm", "asked"),
    [
        ("Tuti Contoh", False, True, True),
        ("SITI  contoh aminah", False, True, False),
        ("Tuti Contoh", True, True, False),
        ("Tuti Contoh", False, False, False),
    ],
)
def test_a_correction_for_somebody_else_is_asked_about_anew(
    ledger: Ledger, name: str, late: bool, confirm: bool, asked: bool
) -> None:
    """A correction's link can be sent on, too; one that comes too late changes nothing."""
    with ledger.write() as tx:
        before = request(tx)
        row = arrival("WXYZ", {"Nama Lengkap": name}, serial=NOON_SERIAL + 1)
        action = AddAttempt(row, correction(tx, before), (), late=late)
        citizen, _ = note(tx, action, by=replace(clerk(STAFF), confirm=confirm))
        assert ("confirm" in citizen.params) is asked
        assert cases.by_id(tx, before.attempt_id).confirmed is not asked


def test_the_old_answers_are_not_given_to_just_any_chat(ledger: Ledger) -> None:
    """Before it is known whose the request is the reason is told, and the link is not."""
    with ledger.write() as tx:
        _, (heard,) = decided(tx, request(tx, confirmed=False), Decision.INCOMPLETE, "foto KTP buram")
    assert (heard.chat, heard.kind, heard.params["message"]) == (CHAT, "incomplete", "foto KTP buram")
    assert (heard.params["link"], heard.params["confirm"]) == ("", True)
    assert not [answer for answer in (NIK, PHONE, NAME) if answer in str(heard.params)]


def test_a_bare_form_is_told_to_the_staff_only(ledger: Ledger) -> None:
    """Nobody's chat is known."""
    with ledger.write() as tx:
        heard = note(tx, OpenCase(arrival(), None, (Concern("no_code"),)))
    assert [(one.chat, one.kind, one.params["has_chat"]) for one in heard] == [(STAFF, "staff_arrival", False)]


def test_a_village_without_a_staff_chat(ledger: Ledger) -> None:
    """Only citizens are told."""
    with ledger.write() as tx:
        request(tx)
        assert [one.chat for one in told(tx)] == [CHAT]


@pytest.mark.parametrize(("late", "kind"), [(False, "correction_receipt"), (True, "late_correction")])
def test_a_correction_is_acknowledged(ledger: Ledger, late: bool, kind: str) -> None:
    """With the case's own number for the citizen, with the desk's number for the staff; its code is used up."""
    with ledger.write() as tx:
        before = request(tx)
        mine = correction(tx, before)
        citizen, staff = note(tx, AddAttempt(CORRECTED, mine, (), late=late))
        assert tickets.find(tx, [mine.code])[mine.code].used
    assert (citizen.chat, citizen.kind, citizen.params["reference"]) == (CHAT, kind, before.reference)
    assert (staff.chat, staff.params["reference"]) == (STAFF, f"{before.reference}-2")


def test_a_correction_of_a_closed_request_is_answered(ledger: Ledger) -> None:
    """In words of its own: there is no letter that it came too late for."""
    with ledger.write() as tx:
        mine = correction(tx, request(tx))
        citizen, _ = note(tx, AddAttempt(CORRECTED, mine, (Concern("closed_correction"),), late=True))
    assert citizen.kind == "closed_correction"


def test_a_correction_has_a_new_promised_time(ledger: Ledger) -> None:
    """Nobody is promised a time that has passed."""
    with ledger.write() as tx:
        before = request(tx)
        later = before.due_at.replace(day=26, hour=3)
        action = AddAttempt(CORRECTED, correction(tx, before), (), late=False)
        record(tx, [action], clerk(), later)
        assert told(tx)[-1].params["due"] == "Jumat, 27 November pukul 15.00"


def test_a_request_is_counted_under_the_nik_of_whom_it_is_for(ledger: Ledger) -> None:
    """From its arrival on, in its corrections and when its row is edited; a damaged one is not counted."""
    other = NIK.replace("3", "4")
    with ledger.write() as tx:
        before = request(tx)
        assert earlier.of_niks(tx, {NIK}).keys() == {("sku", NIK)}
        row = arrival("WXYZ", {"NIK": other}, serial=NOON_SERIAL + 1)
        note(tx, AddAttempt(row, correction(tx, before), (), late=False))
        assert earlier.of_niks(tx, {NIK, other}).keys() == {("sku", other)}
        (_, after) = cases.of_cases(tx, [before.case_id])
        note(tx, Revise(after, arrival("WXYZ", {"NIK": other}, damaged=("NIK",)), (), used=True))
        assert earlier.of_niks(tx, {NIK, other}) == {}


def test_a_changed_row_is_told_to_nobody(ledger: Ledger) -> None:
    """It stands on the desk."""
    with ledger.write() as tx:
        before = request(tx)
        row = arrival(before.code or "", {"Keperluan": "Kredit"})
        assert note(tx, Revise(before, row, (Concern("answers_changed", "Keperluan"),), used=True)) == []
        assert cases.by_id(tx, before.attempt_id).answers["Keperluan"] == "Kredit"


# --- decisions --------------------------------------------------------------------------------------------------


def test_an_approval_orders_a_letter(ledger: Ledger) -> None:
    """The citizen hears of it with the letter."""
    with ledger.write() as tx:
        after, heard = decided(tx, request(tx), Decision.APPROVE)
        job = letter_jobs.next_ordered(tx, NOON)
    assert (after.status, after.asked, heard) == (Status.APPROVED, Decision.APPROVE, [])
    assert job
    assert job.attempt_id == after.attempt_id


@pytest.mark.parametrize("seen", [True, False])
def test_it_is_kept_whether_the_originals_were_seen(ledger: Ledger, seen: bool) -> None:
    """As it was ticked at the approval; what is ticked later changes nothing."""
    with ledger.write() as tx:
        before = request(tx)
        note(tx, CarryOut(before, Decision.APPROVE, "", originals_seen=seen))
        cases.set_status(tx, before.attempt_id, Status.READY, NOON)
        ready = cases.by_id(tx, before.attempt_id)
        note(tx, CarryOut(ready, Decision.COLLECTED, "", originals_seen=not seen))
        assert (before.originals_seen, cases.by_id(tx, before.attempt_id).originals_seen) == (False, seen)


def test_what_is_lacking_is_told_with_a_way_to_mend_it(ledger: Ledger) -> None:
    """The link opens the form with the old answers and a code of the case's own."""
    with ledger.write() as tx:
        after, (heard,) = decided(tx, request(tx), Decision.INCOMPLETE, "foto KTP buram")
        mine = correction(tx, after)
    assert after.status is Status.INCOMPLETE
    assert (heard.chat, heard.kind, heard.params["message"]) == (CHAT, "incomplete", "foto KTP buram")
    assert f"entry.1={mine.code}&entry.2=Siti%20Contoh" in heard.params["link"]
    assert (after.incomplete_since, heard.params["days"]) == (NOON, 14)


def test_the_same_link_is_given_again_while_it_is_unused(ledger: Ledger) -> None:
    """Both buttons in the chat lead to the same place."""
    with ledger.write() as tx:
        after, (first,) = decided(tx, request(tx), Decision.INCOMPLETE, "foto KTP buram")
        _, (second,) = decided(tx, after, Decision.INCOMPLETE, "foto KK buram")
    assert first.params["link"] == second.params["link"]
    assert second.params["message"] == "foto KK buram"


def test_a_service_whose_form_is_gone_can_still_decide(ledger: Ledger) -> None:
    """There is no link then, and the citizen hears the reason."""
    formless = Clerk({"sku": service(form=None)}, village().village.hours, None, DEAL)
    with ledger.write() as tx:
        (heard,) = note(tx, CarryOut(request(tx), Decision.INCOMPLETE, "foto buram"), by=formless)
    assert heard.params["link"] == ""


def test_a_refusal_is_told_with_its_reason(ledger: Ledger) -> None:
    """The case is closed, and may be opened again."""
    with ledger.write() as tx:
        after, (heard,) = decided(tx, request(tx), Decision.REJECT, "di luar desa")
    assert (after.status, after.closed_at) == (Status.REJECTED, NOON)
    assert (heard.kind, heard.params["message"]) == ("rejected", "di luar desa")


def test_a_fetched_letter_closes_the_case(ledger: Ledger) -> None:
    """Whoever fetched it knows."""
    with ledger.write() as tx:
        ready, _ = decided(tx, request(tx), Decision.APPROVE)
        cases.set_status(tx, ready.attempt_id, Status.READY, NOON)
        after, heard = decided(tx, cases.by_id(tx, ready.attempt_id), Decision.COLLECTED)
    assert (after.status, after.closed_at, heard) == (Status.DONE, NOON, [])


def test_what_was_not_completed_is_closed_and_told(ledger: Ledger) -> None:
    """The citizen learns how long the office has waited; the code of the link in the chat can still be found."""
    with ledger.write() as tx:
        waiting, (asked,) = decided(tx, request(tx), Decision.INCOMPLETE, "foto buram")
        cases.note_pick(tx, waiting.attempt_id, Concern("message_needed"))
        (heard,) = note(tx, Expire(waiting))
        after, mine = cases.by_id(tx, waiting.attempt_id), correction(tx, waiting)
        assert not tickets.find(tx, [mine.code])[mine.code].used
    assert (after.status, after.closed_at, after.pick_concern) == (Status.EXPIRED, NOON, None)
    assert (heard.chat, heard.kind, heard.params["days"]) == (CHAT, "expired", 14)
    assert f"entry.1={mine.code}&" in asked.params["link"]


def test_a_request_that_has_moved_on_does_not_expire(ledger: Ledger) -> None:
    """It was read before."""
    with ledger.write() as tx:
        waiting, _ = decided(tx, request(tx), Decision.INCOMPLETE, "foto buram")
        cases.set_status(tx, waiting.attempt_id, Status.CANCELLED, NOON)
        with pytest.raises(cases.Outdated):
            record(tx, [Expire(waiting)], clerk(), NOON)


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        (Decision.APPROVE, Status.APPROVED),
        (Decision.INCOMPLETE, Status.INCOMPLETE),
        (Decision.REJECT, Status.REJECTED),
    ],
)
def test_a_case_without_a_chat_goes_its_way_and_nobody_is_told(
    ledger: Ledger, decision: Decision, status: Status
) -> None:
    """No notice, no link, no code: there is no chat that took one."""
    with ledger.write() as tx:
        after, heard = decided(tx, request(tx, chat=None), decision, "x")
        record(tx, [AddAttempt(CORRECTED, Ticket("WXYZ", CHAT, "sku", after.case_id), (), late=True)], clerk(), NOON)
        assert told(tx) == heard == []
        assert after.status is status


def test_a_decision_on_what_has_moved_on_stops_everything(ledger: Ledger) -> None:
    """Nothing of the same read is written then."""
    with ledger.write() as tx:
        seen = request(tx)
        cases.set_status(tx, seen.attempt_id, Status.APPROVED, NOON)
        with pytest.raises(cases.Outdated):
            record(tx, [CarryOut(seen, Decision.REJECT, "x")], clerk(), NOON)
        assert [one.kind for one in told(tx)] == ["receipt"]


def test_a_remark_is_kept_and_taken_away(ledger: Ledger) -> None:
    """Nobody hears of it: it stands on the desk."""
    with ledger.write() as tx:
        before = request(tx)
        heard = note(tx, NotePick(before, Concern("message_needed")))
        noted = cases.by_id(tx, before.attempt_id)
        record(tx, [NotePick(noted, None)], clerk(), NOON)
        cleared = cases.by_id(tx, before.attempt_id)
    assert (noted.pick_concern, cleared.pick_concern, heard) == (Concern("message_needed"), None, [])


def test_a_burst_is_asked_about_once(ledger: Ledger) -> None:
    """However many approvals are held, the staff get one question."""
    with ledger.write() as tx:
        held = Concern("too_many_approvals", "6/5")
        (heard,) = note(
            tx, *(NotePick(request(tx, chat=CHAT + n), held) for n in range(1)), NotePick(other_request(tx), held)
        )
    assert heard == (STAFF, "staff_alert", {"alert": "too_many_approvals", "about": "6/5"})


def other_request(tx: Connection) -> Dossier:
    row = arrival("", serial=NOON_SERIAL + 2)
    record(tx, [OpenCase(row, None, ())], clerk(), NOON)
    (found,) = cases.by_place(tx, [row.place])[row.place]
    return found


# --- what may be said -------------------------------------------------------------------------------------------


def test_every_notice_has_a_key_of_its_own(ledger: Ledger) -> None:
    """The same decision with another reason is another notice."""
    with ledger.write() as tx:
        after, _ = decided(tx, request(tx), Decision.INCOMPLETE, "a")
        for message in "bc":
            after, _ = decided(tx, after, Decision.INCOMPLETE, message)
        keys = tx.scalars(select(outbox.c.key)).all()
        assert [one.params.get("message") for one in told(tx)] == [None, "a", "b", "c"]
    assert len(set(keys)) == len(keys)


def test_the_staff_chat_learns_nothing_personal(ledger: Ledger) -> None:
    """Numbers, service and times only, whatever happens to a case; not even who it is for."""
    with ledger.write() as tx:
        mine = tickets.take(tx, CHAT, "sku", NOON, DEAL)
        note(tx, OpenCase(arrival(mine.code), mine, (Concern("not_16_digits", "NIK"),)))
        first = cases.by_code(tx, [mine.code])[mine.code]
        after, _ = decided(tx, first, Decision.INCOMPLETE, f"Bu {NAME}, NIK {NIK} salah")
        note(tx, AddAttempt(CORRECTED, correction(tx, after), (), late=False))
        note(tx, NotePick(after, Concern("too_many_approvals", "6/5")))
        said = " ".join(str(one.params) for one in told(tx, STAFF))
    assert len(said) > 100
    assert not [answer for answer in (*ANSWERS.values(), NAME.split()[0], NIK, PHONE, "Kredit") if answer in said]


def test_a_name_of_one_word_and_no_name_are_acknowledged_too(ledger: Ledger) -> None:
    """People leave things empty."""
    with ledger.write() as tx:
        for number, name in enumerate(("Siti", "")):
            mine = tickets.take(tx, CHAT + number, "sku", NOON, DEAL)
            row = arrival(mine.code, {"Nama Lengkap": name}, serial=float(number))
            record(tx, [OpenCase(row, mine, ())], clerk(), NOON)
        assert [one.params["name"] for one in told(tx)] == ["Siti", ""]
