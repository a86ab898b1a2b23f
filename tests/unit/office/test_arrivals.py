"""What casework makes of the rows of a form tab."""

from dataclasses import replace
from datetime import timedelta

import pytest

from office.cases import CODE_LIFE, Concern, Status
from office.casework import AddAttempt, OpenCase, Revise
from tests.unit.builders import NIK, NOON, NOON_SERIAL, SKTM_TAB, arrival, dossier, kinds, ticket
from tests.unit.office.village_hall import SINCE, arrive

LATE_SERIAL = NOON_SERIAL + 0.01


# --- new rows ---------------------------------------------------------------------------------------------------


def test_a_row_with_its_code_opens_a_case() -> None:
    """The ticket says whose chat it is; nothing needs a look."""
    row, mine = arrival("ACDE"), ticket("ACDE")
    assert arrive(row, tickets=[mine]).actions == (OpenCase(row, mine, ()),)


def test_a_code_may_come_back_untidy() -> None:
    """Spaces and small letters do not lose a chat."""
    row, mine = arrival(" ac de "), ticket("ACDE")
    assert arrive(row, tickets=[mine]).actions == (OpenCase(row, mine, ()),)


@pytest.mark.parametrize(
    ("code", "handed_out", "concern"),
    [
        ("", (), "no_code"),
        ("XXXX", (), "unknown_code"),
        ("ACDE", (ticket("ACDE", service="sktm"),), "code_of_other_service"),
        ("ACDE", (ticket("ACDE", used=True),), "code_used_again"),
        ("ACDE", (ticket("ACDE", taken_at=NOON - CODE_LIFE - timedelta(seconds=1)),), "code_expired"),
        ("ACDE", (ticket("ACDE", used=True, taken_at=NOON - 2 * CODE_LIFE),), "code_used_again"),
    ],
)
def test_a_row_without_a_good_code_opens_a_case_without_a_chat(
    code: str, handed_out: tuple[object, ...], concern: str
) -> None:
    """It goes its way, the reason is shown, and nobody is told."""
    (action,) = arrive(arrival(code), tickets=handed_out).actions  # type: ignore[arg-type] # tickets
    assert isinstance(action, OpenCase)
    assert action.ticket is None
    assert kinds(action.concerns) == [concern]


def test_a_code_is_good_for_ninety_days_until_it_is_sent() -> None:
    """However late its row is read."""
    mine = ticket("ACDE", taken_at=NOON - CODE_LIFE)
    assert arrive(arrival("ACDE"), tickets=[mine]).actions == (OpenCase(arrival("ACDE"), mine, ()),)


def test_a_code_belongs_to_the_first_row_that_brings_it() -> None:
    """Sent twice between two reads, the second row is flagged and has no chat."""
    mine = ticket("ACDE")
    rows = arrival("ACDE"), arrival("ACDE", {"Keperluan": "Lain"}, serial=LATE_SERIAL)
    first, second = arrive(*rows, tickets=[mine]).actions
    assert first == OpenCase(rows[0], mine, ())
    assert second == OpenCase(rows[1], None, (Concern("code_used_again"), Concern("open_beside")))


def test_what_needs_a_look_comes_after_what_is_wrong_with_the_code() -> None:
    """Both stand on the desk."""
    (action,) = arrive(arrival("", {"NIK": "123"})).actions
    assert isinstance(action, OpenCase)
    assert kinds(action.concerns) == ["no_code", "not_16_digits"]


def test_old_rows_without_a_code_are_history() -> None:
    """What was in the tab before the set-up is left alone; a code that we handed out is never history."""
    old = SINCE - timedelta(seconds=1)
    mine = ticket("ACDE")
    rows = arrival(sent_at=old), arrival("ACDE", {"Keperluan": "x"}, sent_at=old)
    assert arrive(*rows, tickets=[mine]).actions == (OpenCase(rows[1], mine, ()),)


def test_a_row_that_somebody_copied_is_one_arrival() -> None:
    """A row copied by hand between two reads opens one case, with or without a code."""
    mine, coded, bare = ticket("ACDE"), arrival("ACDE"), arrival("", {"Keperluan": "x"}, serial=LATE_SERIAL)
    assert len(arrive(coded, coded, bare, bare, tickets=[mine]).actions) == 2


# --- rows that are known ----------------------------------------------------------------------------------------


def test_a_row_read_again_is_no_news() -> None:
    """Its code, or without one its place and answers, tell that it is recorded."""
    coded, bare = arrival("ACDE"), arrival("", serial=LATE_SERIAL)
    recorded = [dossier(coded), dossier(bare, attempt_id=2, case_id=2, key="SKU-9")]
    assert arrive(coded, bare, dossiers=recorded, tickets=[ticket(used=True)], complete=True).actions == ()


def test_the_same_code_in_another_tab_is_another_row() -> None:
    """A code of the SKU typed into the SKTM's form is flagged there."""
    row = arrival("ACDE", service="sktm", tab=SKTM_TAB)
    (action,) = arrive(row, dossiers=[dossier()], tickets=[ticket(used=True)]).actions
    assert isinstance(action, OpenCase)
    assert kinds(action.concerns) == ["code_of_other_service"]


@pytest.mark.parametrize("code", ["", "WXYZ", "GARBAGE"])
def test_a_code_changed_by_hand_changes_nothing(code: str) -> None:
    """Once recorded, a row keeps its case whatever people write into its code."""
    other = ticket("WXYZ")
    assert arrive(arrival(code), dossiers=[dossier()], tickets=[other]).actions == ()


@pytest.mark.parametrize("status", [Status.NEW, Status.INCOMPLETE])
@pytest.mark.parametrize("code", ["ACDE", ""])
def test_answers_changed_before_the_decision_are_taken_over(status: Status, code: str) -> None:
    """The case takes them over, and the desk says which they were."""
    before = dossier(arrival(code), status=status)
    row = arrival(code, {"Keperluan": "Kredit", "NIK": NIK.replace("3", "4")})
    (action,) = arrive(row, dossiers=[before]).actions
    assert action == Revise(before, row, (Concern("answers_changed", "Keperluan, NIK"),), used=True)


def test_two_changes_one_after_the_other_are_both_shown() -> None:
    """The second remark does not push the first one out; what was wrong with the code stays too."""
    concerns = (Concern("no_code"), Concern("not_16_digits", "NIK"), Concern("answers_changed", "NIK"))
    before = dossier(arrival(""), concerns=concerns)
    (action,) = arrive(arrival("", {"Keperluan": "Kredit"}), dossiers=[before]).actions
    assert isinstance(action, Revise)
    assert action.concerns == (
        Concern("no_code"),
        Concern("answers_changed", "NIK"),
        Concern("answers_changed", "Keperluan"),
    )


@pytest.mark.parametrize("status", [Status.APPROVED, Status.READY, Status.DONE, Status.REJECTED])
def test_answers_changed_after_the_decision_are_only_shown(status: Status) -> None:
    """What was decided on stays as it was; the remark is made once."""
    before = dossier(status=status)
    row = arrival("ACDE", {"Keperluan": "Kredit"})
    flag = Concern("answers_changed_after", "Keperluan")
    assert arrive(row, dossiers=[before]).actions == (Revise(before, row, (flag,), used=False),)
    assert arrive(row, dossiers=[replace(before, concerns=(flag,))]).actions == ()


def test_answers_of_a_replaced_attempt_are_only_shown() -> None:
    """A correction has taken its place."""
    (action,) = arrive(
        arrival("ACDE", {"Keperluan": "x"}), dossiers=[dossier(status=Status.SUPERSEDED, latest=False)]
    ).actions
    assert isinstance(action, Revise)
    assert not action.used


def test_digits_typed_anew_as_text_are_a_change() -> None:
    """The operator's mend of a NIK that came as a number is taken over although it reads the same."""
    before = dossier(arrival("ACDE", damaged=("NIK",)), concerns=(Concern("came_as_number", "NIK"),))
    row = arrival("ACDE")
    (action,) = arrive(row, dossiers=[before]).actions
    assert action == Revise(before, row, (Concern("answers_changed", "NIK"),), used=True)


# --- rows that have become alike --------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [True, False])
def test_a_copy_with_another_code_is_no_request_of_its_own_when_both_are_edited(first: bool) -> None:
    """A question was typed anew, which changes all rows alike: the known one is edited, its copy is still a copy."""
    before, changes = dossier(), {"Keperluan": "Kredit"}
    rows = [arrival("ACDE", changes), arrival("WXYZ", changes)]
    (action,) = arrive(*(rows if first else reversed(rows)), dossiers=[before], tickets=[ticket("WXYZ")]).actions
    assert action == Revise(before, rows[0], (Concern("answers_changed", "Keperluan"),), used=True)


def test_two_requests_of_one_moment_that_become_alike_stay_two() -> None:
    """The column that told them apart was emptied: one takes it over, the other stays as it was."""
    siti, budi = dossier(), dossier(arrival("WXYZ", {"Keperluan": "Kredit"}), attempt_id=2, case_id=2, key="SKU-9")
    rows = [arrival(code, {"Keperluan": ""}) for code in ("ACDE", "WXYZ")]
    assert [action.dossier for action in arrive(*rows, dossiers=[siti, budi]).actions] == [siti]  # type: ignore[union-attr] # revisions


# --- edited with a new time stamp -------------------------------------------------------------------------------


def test_an_edited_row_with_a_new_time_stamp_is_still_its_case() -> None:
    """When the whole tab was read and the code stands in it once, it is the same request sent anew."""
    before, row = dossier(), arrival("ACDE", {"Keperluan": "Kredit"}, serial=LATE_SERIAL)
    (action,) = arrive(row, dossiers=[before], tickets=[ticket(used=True)], complete=True).actions
    assert action == Revise(before, row, (Concern("answers_changed", "Keperluan"),), used=True)


def test_only_a_new_time_stamp_is_remembered_without_a_remark() -> None:
    """Else the row would look like a second sending of the code at the next read."""
    before, row = dossier(), arrival("ACDE", serial=LATE_SERIAL)
    assert arrive(row, dossiers=[before], complete=True).actions == (Revise(before, row, (), used=False),)


def test_a_new_time_stamp_after_the_decision_is_remembered_too() -> None:
    """The remark that is there already stays one."""
    flag = Concern("answers_changed_after", "Keperluan")
    before = dossier(status=Status.APPROVED, concerns=(flag,))
    row = arrival("ACDE", {"Keperluan": "Kredit"}, serial=LATE_SERIAL)
    assert arrive(row, dossiers=[before], complete=True).actions == (Revise(before, row, (flag,), used=False),)


def test_a_second_sending_is_no_edit() -> None:
    """Where the first row is still there, or was not read, the second is a row of its own."""
    first, second = arrival("ACDE"), arrival("ACDE", {"Keperluan": "x"}, serial=LATE_SERIAL)
    for rows, complete in (((first, second), True), ((second,), False)):
        (action,) = arrive(*rows, dossiers=[dossier(first)], tickets=[ticket(used=True)], complete=complete).actions
        assert action == OpenCase(second, None, (Concern("code_used_again"),))


def test_an_edited_row_of_a_closed_request_stays_its_own() -> None:
    """Google gives an answer that a citizen edits a new time."""
    closed = dossier(status=Status.DONE, closed_at=NOON + timedelta(days=1))
    late = NOON + timedelta(days=1, seconds=1)
    row = arrival("ACDE", {"Keperluan": "x"}, serial=NOON_SERIAL + 1.001, sent_at=late)
    (action,) = arrive(row, dossiers=[closed], tickets=[ticket(used=True)], complete=True).actions
    assert isinstance(action, Revise)
    assert not action.used


def test_a_second_sending_keeps_its_own_case_when_the_first_row_is_deleted() -> None:
    """It does not slip into the case of the row that is gone."""
    first, second = arrival("ACDE"), arrival("ACDE", {"Keperluan": "x"}, serial=LATE_SERIAL)
    recorded = [dossier(first), dossier(second, code=None, attempt_id=2, case_id=2, key="SKU-9")]
    assert arrive(second, dossiers=recorded, tickets=[ticket(used=True)], complete=True).actions == ()


def test_a_code_moved_to_another_row_does_not_move_the_case() -> None:
    """As long as the case's own row is there, another one with its code is a stranger."""
    own, other = arrival(""), arrival("ACDE", {"Keperluan": "x"}, serial=LATE_SERIAL)
    (action,) = arrive(
        own, other, dossiers=[dossier(arrival("ACDE"))], tickets=[ticket(used=True)], complete=True
    ).actions
    assert action == OpenCase(other, None, (Concern("code_used_again"),))


def test_two_bare_rows_of_the_same_moment_are_two_cases() -> None:
    """A neighbour's row is not an edit of one's own while that is there."""
    siti, budi = arrival(), arrival(changes={"Nama Lengkap": "Budi Contoh"})
    (action,) = arrive(siti, budi, dossiers=[dossier(siti)]).actions
    assert action == OpenCase(budi, None, (Concern("no_code"),))


# --- corrections ------------------------------------------------------------------------------------------------

CORRECTION = ticket("WXYZ", case_id=1)


@pytest.mark.parametrize("status", [Status.NEW, Status.INCOMPLETE, Status.REJECTED])
def test_a_correction_points_out_what_changed(status: Status) -> None:
    """Every title that differs from the attempt before is named."""
    row = arrival("WXYZ", {"NIK": "3216010101900002", "Keperluan": "Kredit"}, serial=LATE_SERIAL)
    (action,) = arrive(row, dossiers=[dossier(status=status)], tickets=[CORRECTION]).actions
    assert action == AddAttempt(row, CORRECTION, (Concern("corrected", "Keperluan, NIK"),), late=False)


def test_a_correction_that_changes_nothing_says_so() -> None:
    """The village head need not search for the difference."""
    (action,) = arrive(arrival("WXYZ", serial=LATE_SERIAL), dossiers=[dossier()], tickets=[CORRECTION]).actions
    assert isinstance(action, AddAttempt)
    assert kinds(action.concerns) == ["corrected_nothing"]


@pytest.mark.parametrize("status", [Status.APPROVED, Status.AWAITING_SIGNATURE, Status.READY, Status.DONE])
def test_a_correction_after_the_approval_comes_too_late(status: Status) -> None:
    """It is kept and shown, and changes nothing."""
    row = arrival("WXYZ", {"Keperluan": "Kredit"}, serial=LATE_SERIAL)
    (action,) = arrive(row, dossiers=[dossier(status=status)], tickets=[CORRECTION]).actions
    assert action == AddAttempt(row, CORRECTION, (Concern("late_correction"),), late=True)


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.EXPIRED])
def test_a_correction_of_a_request_that_was_given_up_comes_too_late(status: Status) -> None:
    """Its code opens nothing any more, and the citizen is told to ask anew."""
    row = arrival("WXYZ", serial=LATE_SERIAL)
    (action,) = arrive(row, dossiers=[dossier(status=status)], tickets=[CORRECTION]).actions
    assert action == AddAttempt(row, CORRECTION, (Concern("closed_correction"),), late=True)


def test_a_correction_is_compared_with_the_newest_attempt() -> None:
    """Not with the one that was replaced before."""
    old = dossier(arrival("ACDE"), status=Status.SUPERSEDED, latest=False)
    new = dossier(
        arrival("CDEF", {"Keperluan": "Kredit"}, serial=NOON_SERIAL + 1),
        attempt_id=2, key="SKU-7K3Q-2", status=Status.INCOMPLETE,
    )  # fmt: skip
    row = arrival("WXYZ", {"Keperluan": "Kredit", "NIK": "1"}, serial=NOON_SERIAL + 2)
    (action,) = arrive(row, dossiers=[old, new], tickets=[CORRECTION]).actions
    assert isinstance(action, AddAttempt)
    assert action.concerns[0] == Concern("corrected", "NIK")
