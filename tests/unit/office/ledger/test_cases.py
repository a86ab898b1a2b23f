"""Cases and their attempts."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from office.cases import FINISHED, Concern, Decision, News, Status
from office.ledger import cases, outbox
from office.ledger.connection import Ledger
from office.ledger.schema import attempts
from tests.unit.builders import ANSWERS, CHAT, NAME, NOON, NOON_SERIAL, SKU_TAB, arrival
from tests.unit.office.ledger.papers import opened

LATER = NOON + timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)
CORRECTED = arrival("WXYZ", {"Keperluan": "Kredit"}, serial=NOON_SERIAL + 1)


def correct(tx: Connection, case_id: int, *, late: bool = False) -> cases.Opened:
    concerns = [Concern("corrected", "Keperluan")]
    return cases.add_attempt(tx, case_id, CORRECTED, "WXYZ", concerns, due_at=TOMORROW, now=LATER, late=late)


def test_what_was_opened_is_found_as_it_came(ledger: Ledger) -> None:
    """Every answer, every remark, the chat and the times."""
    row = arrival("ACDE", damaged=("NIK",))
    with ledger.write() as tx:
        new = cases.open_case(
            tx, row, "SKU", chat_id=CHAT, code="ACDE", concerns=[Concern("came_as_number", "NIK")],
            due_at=LATER, now=NOON, choose=lambda letters: letters[0],
        )  # fmt: skip
        found = cases.by_id(tx, new.attempt_id)
    assert (found.key, found.reference, found.status, found.latest) == ("SKU-3333", "SKU-3333", Status.NEW, True)
    assert (found.chat_id, found.code, found.place) == (CHAT, "ACDE", (SKU_TAB, NOON_SERIAL))
    assert (found.answers, found.damaged, found.name) == (ANSWERS, ("NIK",), NAME)
    assert found.concerns == (Concern("came_as_number", "NIK"),)
    assert (found.arrived_at, found.due_at, found.closed_at) == (NOON, LATER, None)
    assert found.fingerprint == row.fingerprint


def test_a_reference_is_never_given_twice(ledger: Ledger) -> None:
    """When the dice fall the same way again they are thrown once more."""
    dice = iter("AAAA" + "AAAA" + "CCCC")
    with ledger.write() as tx:
        references = [
            cases.open_case(
                tx, arrival(f"C{n}", serial=float(n)), "SKU", chat_id=None, code=None, concerns=(), due_at=NOON,
                now=NOON, choose=lambda _: next(dice),
            ).reference
            for n in range(2)
        ]  # fmt: skip
    assert references == ["SKU-AAAA", "SKU-CCCC"]


def test_a_code_opens_one_attempt(ledger: Ledger) -> None:
    """The ledger itself refuses a second."""
    with ledger.write() as tx:
        opened(tx)
        with pytest.raises(IntegrityError):
            opened(tx, arrival("ACDE", serial=1.0))


def test_attempts_are_found_by_code_place_key_and_case(ledger: Ledger) -> None:
    """Whatever a read brings."""
    with ledger.write() as tx:
        coded, bare = opened(tx), opened(tx, arrival("", serial=1.5), chat_id=None)
        assert [d.key for d in cases.by_code(tx, ["ACDE", "XXXX"]).values()] == [coded.key]
        assert {place: [d.key for d in found] for place, found in cases.by_place(tx, [(SKU_TAB, 1.5)]).items()} == {
            (SKU_TAB, 1.5): [bare.key]
        }
        assert list(cases.by_key(tx, [bare.key, "CATATAN"])) == [bare.key]
        assert [d.key for d in cases.of_cases(tx, [coded.case_id, 99])] == [coded.key]
        assert cases.by_code(tx, []) == {}
        assert cases.by_place(tx, []) == {}


def test_a_correction_takes_the_place_of_the_attempt_before(ledger: Ledger) -> None:
    """The old row closes as replaced and loses its remark; the new one carries the case's number with a 2."""
    with ledger.write() as tx:
        first = opened(tx)
        cases.note_pick(tx, first.attempt_id, Concern("message_needed"))
        second = correct(tx, first.case_id)
        old, new = cases.of_cases(tx, [first.case_id])
    assert second.key == new.key == f"{first.reference}-2"
    assert (old.status, old.latest, old.closed_at, old.pick_concern) == (Status.SUPERSEDED, False, LATER, None)
    assert (new.status, new.latest, new.closed_at, new.due_at) == (Status.NEW, True, None, TOMORROW)
    assert new.concerns == (Concern("corrected", "Keperluan"),)


def test_a_late_correction_stands_beside(ledger: Ledger) -> None:
    """It is kept as cancelled, and the attempt that counts stays."""
    with ledger.write() as tx:
        first = opened(tx)
        correct(tx, first.case_id, late=True)
        old, late = cases.of_cases(tx, [first.case_id])
    assert (old.status, old.latest, old.due_at) == (Status.NEW, True, NOON)
    assert (late.status, late.latest, late.closed_at) == (Status.CANCELLED, False, LATER)


@pytest.mark.parametrize("used", [True, False])
def test_an_edited_row_is_taken_over_or_only_noted(ledger: Ledger, used: bool) -> None:
    """In both cases the row is known again by its new time stamp."""
    row = arrival("ACDE", {"Keperluan": "Kredit"}, serial=NOON_SERIAL + 1, damaged=("NIK",))
    with ledger.write() as tx:
        before = cases.by_id(tx, opened(tx).attempt_id)
        cases.revise(tx, before, row, [Concern("answers_changed")], used=used, now=LATER)
        after = cases.by_id(tx, before.attempt_id)
    taken = row if used else arrival("ACDE")
    assert (after.answers, after.damaged, after.fingerprint) == (taken.answers, taken.damaged, taken.fingerprint)
    assert (after.serial, after.concerns) == (row.serial, (Concern("answers_changed"),))
    assert after.incomplete_since is None


def test_the_time_to_complete_a_request_is_counted_from_the_last_word(ledger: Ledger) -> None:
    """From when it was asked for, again when it is asked for again or somebody works on it; then it is over."""
    row = arrival("ACDE", {"Keperluan": "Kredit"})
    with ledger.write() as tx:
        new = opened(tx)

        def ask(decision: Decision, status: Status, message: str, now: datetime) -> datetime | None:
            cases.carry_out(tx, cases.by_id(tx, new.attempt_id), decision, message, status, now)
            return cases.by_id(tx, new.attempt_id).incomplete_since

        assert ask(Decision.INCOMPLETE, Status.INCOMPLETE, "a", NOON) == NOON
        assert ask(Decision.INCOMPLETE, Status.INCOMPLETE, "b", LATER) == LATER
        cases.revise(tx, cases.by_id(tx, new.attempt_id), row, (), used=False, now=TOMORROW)
        assert cases.by_id(tx, new.attempt_id).incomplete_since == LATER
        cases.revise(tx, cases.by_id(tx, new.attempt_id), row, (), used=True, now=TOMORROW)
        assert cases.by_id(tx, new.attempt_id).incomplete_since == TOMORROW
        assert ask(Decision.APPROVE, Status.APPROVED, "", TOMORROW) is None


def test_a_decision_is_recorded_with_its_message(ledger: Ledger) -> None:
    """What was asked, what it led to, and when the case closed; a remark is over."""
    with ledger.write() as tx:
        new = opened(tx)
        cases.note_pick(tx, new.attempt_id, Concern("message_needed"))
        cases.carry_out(tx, cases.by_id(tx, new.attempt_id), Decision.REJECT, "di luar desa", Status.REJECTED, LATER)
        found = cases.by_id(tx, new.attempt_id)
    assert (found.asked, found.message, found.status) == (Decision.REJECT, "di luar desa", Status.REJECTED)
    assert (found.closed_at, found.pick_concern) == (LATER, None)


def test_a_decision_on_what_has_moved_on_is_refused(ledger: Ledger) -> None:
    """It was taken on something else than what is there now."""
    with ledger.write() as tx:
        seen = cases.by_id(tx, opened(tx).attempt_id)
        cases.set_status(tx, seen.attempt_id, Status.APPROVED, NOON)
        with pytest.raises(cases.Outdated):
            cases.carry_out(tx, seen, Decision.REJECT, "x", Status.REJECTED, LATER)
        assert cases.by_id(tx, seen.attempt_id).status is Status.APPROVED


def test_a_refused_case_opens_again(ledger: Ledger) -> None:
    """Whatever follows, it is no longer closed."""
    with ledger.write() as tx:
        new = opened(tx)
        for decision, status in ((Decision.REJECT, Status.REJECTED), (Decision.APPROVE, Status.APPROVED)):
            cases.carry_out(tx, cases.by_id(tx, new.attempt_id), decision, "x", status, LATER)
        assert cases.by_id(tx, new.attempt_id).closed_at is None


def test_the_desk_shows_what_is_open_or_closed_lately(ledger: Ledger) -> None:
    """Oldest first; a day after it closed it is gone."""
    with ledger.write() as tx:
        keys = [opened(tx, arrival(f"C{n}", serial=float(n))).key for n in range(3)]
        for key, closed in ((keys[0], NOON), (keys[2], LATER)):
            cases.set_status(tx, cases.by_key(tx, [key])[key].attempt_id, Status.DONE, closed)
        assert [d.key for d in cases.on_desk(tx, NOON)] == keys[1:]


def test_a_chat_sees_its_own_cases(ledger: Ledger) -> None:
    """Newest first, of each case the attempt that counts, and nobody else's."""
    with ledger.write() as tx:
        first = opened(tx)
        second = opened(tx, arrival("CDEF", serial=2.0))
        opened(tx, arrival("DEFG", serial=3.0), chat_id=CHAT + 1)
        opened(tx, arrival("", serial=4.0), chat_id=None)
        corrected = correct(tx, first.case_id)
        assert [d.key for d in cases.of_chat(tx, CHAT, 9)] == [corrected.key, second.key]
        assert [d.key for d in cases.of_chat(tx, CHAT, 1)] == [corrected.key]


def test_the_news_is_the_last_notice(ledger: Ledger) -> None:
    """Its kind, its state and since when; an attempt that nobody was told of has none."""
    with ledger.write() as tx:
        new, silent = opened(tx), opened(tx, arrival("", serial=1.0), chat_id=None)
        for kind in ("receipt", "rejected"):
            outbox.put(
                tx, key=kind, chat_id=CHAT, kind=kind, params={}, now=LATER, attempt_id=new.attempt_id
            )  # fmt: skip
        assert cases.by_id(tx, new.attempt_id).news == News("rejected", outbox.CREATED, LATER)
        assert cases.by_id(tx, silent.attempt_id).news is None


def test_notices_of_a_case_are_counted(ledger: Ledger) -> None:
    """So that each has a key of its own."""
    with ledger.write() as tx:
        one, other = opened(tx), opened(tx, arrival("CDEF", serial=2.0))
        assert [cases.next_notice(tx, case.case_id) for case in (one, one, other)] == [1, 2, 1]


# --- since when a citizen has what was promised ----------------------------------------------------------------


def finished_at(tx: Connection, attempt_id: int) -> datetime | None:
    return tx.scalar(select(attempts.c.finished_at).where(attempts.c.id == attempt_id))


@pytest.mark.parametrize("status", [Status.READY, Status.DONE, Status.REJECTED])
def test_a_request_is_finished_when_its_citizen_has_the_answer(ledger: Ledger, status: Status) -> None:
    """The letter, a letter that lies ready, or a refusal; fetching or withdrawing it later changes nothing."""
    with ledger.write() as tx:
        mine = opened(tx).attempt_id
        cases.set_status(tx, mine, status, NOON)
        cases.set_status(tx, mine, Status.DONE, LATER)
        cases.set_status(tx, mine, Status.WITHDRAWN, TOMORROW)
        assert finished_at(tx, mine) == NOON


@pytest.mark.parametrize("status", sorted(set(Status) - FINISHED))
def test_nothing_else_finishes_a_request(ledger: Ledger, status: Status) -> None:
    """Neither an approval nor a letter that is still to be signed, nor what was taken back."""
    with ledger.write() as tx:
        mine = opened(tx).attempt_id
        cases.set_status(tx, mine, status, NOON)
        assert finished_at(tx, mine) is None


def test_a_refusal_that_is_taken_back_is_open_again(ledger: Ledger) -> None:
    """What counts is the answer that stands in the end."""
    with ledger.write() as tx:
        mine = opened(tx).attempt_id
        for decision, status in ((Decision.REJECT, Status.REJECTED), (Decision.APPROVE, Status.APPROVED)):
            cases.carry_out(tx, cases.by_id(tx, mine), decision, "x", status, NOON)
        assert finished_at(tx, mine) is None
        cases.set_status(tx, mine, Status.DONE, LATER)
        assert finished_at(tx, mine) == LATER
