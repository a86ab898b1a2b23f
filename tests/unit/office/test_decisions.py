"""What casework makes of the picks on the desk."""

from dataclasses import replace

import pytest

from office.cases import Concern, Decision, Dossier, News, Pick, Status
from office.casework import CarryOut, NotePick, Ruling, Seen, decide
from office.notices import HELD
from tests.unit.builders import NOON, arrival, dossier, service
from tests.unit.office.village_hall import LATER, known, pick, rules, settled, stood

APPROVE, INCOMPLETE, REJECT, COLLECTED, WITHDRAW = Decision


def noted(ruling_actions: tuple[object, ...]) -> list[Concern | None]:
    return [action.concern for action in ruling_actions if isinstance(action, NotePick)]


# --- what follows -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "status"),
    [
        (pick(APPROVE), Status.NEW),
        (pick(APPROVE), Status.INCOMPLETE),
        (pick(APPROVE), Status.REJECTED),
        (pick(INCOMPLETE, "foto buram"), Status.NEW),
        (pick(INCOMPLETE, "foto buram"), Status.REJECTED),
        (pick(REJECT, "di luar desa"), Status.NEW),
        (pick(REJECT, "di luar desa"), Status.INCOMPLETE),
        (pick(COLLECTED), Status.READY),
        (pick(COLLECTED), Status.AWAITING_SIGNATURE),
        (pick(WITHDRAW, "salah nama"), Status.DONE),
        (pick(WITHDRAW, "salah nama"), Status.READY),
        (pick(WITHDRAW, "salah nama"), Status.AWAITING_SIGNATURE),
    ],
)
def test_possible_decisions_are_carried_out(chosen: Pick, status: Status) -> None:
    """With the message that stands beside them."""
    mine = dossier(status=status, number="517/001", message="selamat")
    assert settled(chosen, dossiers=[mine]).actions == (CarryOut(mine, Decision(chosen.decision), chosen.message),)


@pytest.mark.parametrize(
    ("chosen", "mine", "concern"),
    [
        (pick(INCOMPLETE), dossier(), Concern("message_needed")),
        (pick(REJECT), dossier(), Concern("message_needed")),
        (pick("setuju deh"), dossier(), Concern("unknown_decision", "setuju deh")),
        (pick("x" * 99), dossier(), Concern("unknown_decision", "x" * 40)),
        (pick(COLLECTED), dossier(), Concern("not_ready")),
        (pick(COLLECTED), dossier(status=Status.APPROVED), Concern("not_ready")),
        (pick(REJECT, "x"), dossier(status=Status.APPROVED, asked=APPROVE), Concern("too_late", "Disetujui")),
        (pick(APPROVE), dossier(status=Status.DONE, asked=COLLECTED), Concern("too_late", "Selesai")),
        (pick(APPROVE), dossier(status=Status.CANCELLED, latest=False), Concern("too_late", "Dibatalkan")),
        (pick(APPROVE), dossier(status=Status.EXPIRED, asked=INCOMPLETE), Concern("too_late", "Kedaluwarsa")),
        (pick(WITHDRAW, "x"), dossier(), Concern("no_letter_yet", "Baru")),
        (pick(WITHDRAW, "x"), dossier(status=Status.REJECTED), Concern("no_letter_yet", "Ditolak")),
        (pick(WITHDRAW, "x"), dossier(status=Status.APPROVED, number="1"), Concern("no_letter_yet", "Disetujui")),
        (pick(WITHDRAW), dossier(status=Status.DONE, number="1"), Concern("withdraw_why")),
        (pick(WITHDRAW, "dulu"), dossier(status=Status.DONE, number="1", message="dulu"), Concern("withdraw_why")),
        (pick(APPROVE), dossier(status=Status.WITHDRAWN, asked=WITHDRAW), Concern("too_late", "Dicabut")),
        (pick(APPROVE), dossier(status=Status.SUPERSEDED, latest=False), Concern("replaced")),
        (
            pick(INCOMPLETE, "lagi"),
            dossier(status=Status.SUPERSEDED, latest=False, asked=INCOMPLETE, message="dulu"),
            Concern("replaced"),
        ),
        (pick(APPROVE), dossier(arrival("ACDE", {"NIK": ""})), Concern("missing_values", "NIK")),
        (pick(APPROVE), dossier(arrival("ACDE", damaged=("NIK",))), Concern("missing_values", "NIK")),
        (
            pick(APPROVE),
            dossier(arrival("ACDE", {"NIK": "\u200b", "Nama Lengkap": " "})),
            Concern("missing_values", "Nama Lengkap, NIK"),
        ),
    ],
)
def test_what_cannot_be_done_is_explained(chosen: Pick, mine: Dossier, concern: Concern) -> None:
    """Nothing a person wrote is put back: the pick stays, and the reason stands beside it."""
    assert settled(chosen, dossiers=[mine]).actions == (NotePick(mine, concern),)


@pytest.mark.parametrize("chosen", [pick(COLLECTED), pick(WITHDRAW, "salah nama")])
def test_a_letter_that_waits_for_its_citizen_may_be_handed_over_or_withdrawn(chosen: Pick) -> None:
    """It is finished, and on its way to nobody."""
    waits = News("letter", HELD, NOON)
    mine = dossier(status=Status.APPROVED, asked=APPROVE, number="517/001", news=waits, confirmed=False)
    assert settled(chosen, dossiers=[mine]).actions == (CarryOut(mine, Decision(chosen.decision), chosen.message),)


def test_without_a_template_there_is_no_approval() -> None:
    """A letter that cannot be made is not promised; other decisions go on."""
    mine = dossier()
    assert noted(settled(pick(APPROVE), dossiers=[mine], using=rules({})).actions) == [Concern("no_template")]
    assert settled(pick(REJECT, "x"), dossiers=[mine], using=rules({})).actions == (CarryOut(mine, REJECT, "x"),)


CAREFUL = {"sku": service(asli_dilihat=True)}


def test_where_originals_must_be_seen_an_approval_waits_for_the_tick() -> None:
    """Until then it does not count, and the desk says what to do; with the tick it counts, and carries it along."""
    mine, using = dossier(), rules(services=CAREFUL)
    assert noted(settled(pick(APPROVE), dossiers=[mine], using=using).actions) == [Concern("originals_needed")]
    ticked = settled(pick(APPROVE, originals_seen=True), dossiers=[mine], using=using)
    assert ticked.actions == (CarryOut(mine, APPROVE, "", originals_seen=True),)


def test_papers_that_are_brought_to_the_office_must_be_seen() -> None:
    """Nothing else says that they came."""
    using = rules(services={"sku": service(berkas="kantor")})
    assert noted(settled(pick(APPROVE), dossiers=[dossier()], using=using).actions) == [Concern("originals_needed")]


def test_only_an_approval_needs_the_originals() -> None:
    """Whoever is refused need not come with papers; and what is lacking anyway is said first."""
    mine, blank = dossier(), dossier(arrival("ACDE", {"NIK": ""}))
    refused = settled(pick(REJECT, "x"), dossiers=[mine], using=rules(services=CAREFUL))
    assert refused.actions == (CarryOut(mine, REJECT, "x"),)
    lacking = settled(pick(APPROVE), dossiers=[blank], using=rules(services=CAREFUL))
    assert noted(lacking.actions) == [Concern("missing_values", "NIK")]


def test_a_remark_is_made_once() -> None:
    """The same reason is not noted again at every read."""
    mine = dossier(pick_concern=Concern("message_needed"))
    assert settled(pick(REJECT), dossiers=[mine]).actions == ()


def test_a_remark_goes_when_the_pick_is_taken_back() -> None:
    """At once: an empty cell asks for nothing and need not settle."""
    mine = dossier(pick_concern=Concern("message_needed"))
    ruling = decide(known([mine]), Seen((), (pick(""),), stood(pick(REJECT))), rules(), LATER)
    assert ruling.actions == (NotePick(mine, None),)


def test_a_decision_that_was_carried_out_is_not_carried_out_again() -> None:
    """What is asked is what is done: nothing to do, and a remark from in between goes."""
    done = dossier(status=Status.INCOMPLETE, asked=INCOMPLETE, message="foto buram")
    assert settled(pick(INCOMPLETE, "foto buram"), dossiers=[done]).actions == ()
    noted_before = dossier(status=Status.APPROVED, asked=APPROVE, pick_concern=Concern("too_late", "Disetujui"))
    assert noted(settled(pick(APPROVE), dossiers=[noted_before]).actions) == [None]


@pytest.mark.parametrize(("decision", "status"), [(INCOMPLETE, Status.INCOMPLETE), (REJECT, Status.REJECTED)])
def test_a_changed_message_is_told_again(decision: Decision, status: Status) -> None:
    """The citizen hears the new reason."""
    mine = dossier(status=status, asked=decision, message="foto buram")
    assert settled(pick(decision, "foto KTP buram"), dossiers=[mine]).actions == (
        CarryOut(mine, decision, "foto KTP buram"),
    )


@pytest.mark.parametrize(
    ("decision", "status"), [(APPROVE, Status.APPROVED), (APPROVE, Status.DONE), (COLLECTED, Status.DONE)]
)
def test_a_message_beside_a_finished_decision_changes_nothing(decision: Decision, status: Status) -> None:
    """It needs no remark either."""
    assert settled(pick(decision, "terima kasih"), dossiers=[dossier(status=status, asked=decision)]).actions == ()


# --- a burst ----------------------------------------------------------------------------------------------------


def desk(count: int, **fields: object) -> list[Dossier]:
    return [dossier(attempt_id=n, case_id=n, key=f"SKU-{n}", code=f"C{n}", **fields) for n in range(count)]


def approvals(count: int) -> list[Pick]:
    return [pick(APPROVE, key=f"SKU-{n}") for n in range(count)]


def test_as_many_approvals_as_are_usual_count() -> None:
    """Five at once are a morning's work."""
    assert [type(action) for action in settled(*approvals(5), dossiers=desk(5)).actions] == [CarryOut] * 5


def test_more_approvals_than_usual_wait() -> None:
    """A cell dragged down by mistake approves nobody; what else was decided counts."""
    others = dossier(attempt_id=9, case_id=9, key="SKU-X", code="CX")
    ruling = settled(*approvals(6), pick(REJECT, "x", "SKU-X"), dossiers=[*desk(6), others])
    assert noted(ruling.actions) == [Concern("too_many_approvals", "6/5")] * 6
    assert [action for action in ruling.actions if isinstance(action, CarryOut)] == [CarryOut(others, REJECT, "x")]


def test_withdrawals_are_held_likewise() -> None:
    """A whole column dragged down withdraws nothing, and approvals beside it wait with it."""
    issued = [dossier(status=Status.DONE, number=f"517/{n}", attempt_id=n, key=f"SKU-{n}") for n in range(5)]
    fresh = dossier(attempt_id=9, case_id=9, key="SKU-9")
    withdrawn = [pick(WITHDRAW, "salah", key=f"SKU-{n}") for n in range(5)]
    ruling = settled(*withdrawn, pick(APPROVE, key="SKU-9"), dossiers=[*issued, fresh])
    assert noted(ruling.actions) == [Concern("too_many_approvals", "6/5")] * 6
    assert len(settled(*withdrawn, dossiers=issued).actions) == 5


def test_held_approvals_stay_held_while_some_are_taken_back() -> None:
    """Clearing the first of six does not let the other five go."""
    held = desk(6, pick_concern=Concern("too_many_approvals", "6/5"))
    ruling = settled(pick("", key="SKU-0"), *approvals(6)[1:], dossiers=held)
    assert ruling.actions == (NotePick(held[0], None),)


def test_a_new_approval_beside_held_ones_counts() -> None:
    """Only what came at once is held."""
    held, fresh = desk(6, pick_concern=Concern("too_many_approvals", "6/5")), dossier(key="SKU-9", attempt_id=9)
    ruling = settled(*approvals(6), pick(APPROVE, key="SKU-9"), dossiers=[*held, fresh])
    assert ruling.actions == (CarryOut(fresh, APPROVE, ""),)


def test_approvals_that_were_carried_out_make_no_burst() -> None:
    """They are not new."""
    done = desk(6, status=Status.APPROVED, asked=APPROVE)
    fresh = dossier(key="SKU-9", attempt_id=9)
    assert settled(*approvals(6), pick(APPROVE, key="SKU-9"), dossiers=[*done, fresh]).actions == (
        CarryOut(fresh, APPROVE, ""),
    )


NO_NIK = {"NIK": ""}
NIK_MISSING = Concern("missing_values", "NIK")


def lacking(count: int, **fields: object) -> list[Dossier]:
    """Requests that cannot be approved as they are."""
    return [
        dossier(arrival(f"L{n}", NO_NIK), attempt_id=50 + n, case_id=50 + n, key=f"SKU-L{n}", code=f"L{n}", **fields)
        for n in range(count)
    ]


def test_impossible_ones_among_many_approvals_count_too() -> None:
    """A cell dragged down over nine rows numbers no letter, though only five of them could have one."""
    fit, unfit = desk(5), lacking(4)
    ruling = settled(*approvals(5), *(pick(APPROVE, key=one.key) for one in unfit), dossiers=[*fit, *unfit])
    assert noted(ruling.actions) == [Concern("too_many_approvals", "9/5")] * 5 + [NIK_MISSING] * 4
    assert len(ruling.actions) == 9


def test_impossible_withdrawals_among_many_count_too() -> None:
    """Likewise where a letter would be good no more."""
    issued = [dossier(status=Status.DONE, number=f"517/{n}", attempt_id=n, key=f"SKU-{n}") for n in range(5)]
    fresh = dossier(attempt_id=9, case_id=9, key="SKU-9")
    withdrawn = [pick(WITHDRAW, "salah", key=one.key) for one in (*issued, fresh)]
    ruling = settled(*withdrawn, dossiers=[*issued, fresh])
    assert noted(ruling.actions) == [Concern("too_many_approvals", "6/5")] * 5 + [Concern("no_letter_yet", "Baru")]


def test_approvals_that_were_found_impossible_before_make_no_burst() -> None:
    """They may stand for days until an answer comes, and the day's work beside them goes on."""
    fresh, waiting = dossier(key="SKU-9", attempt_id=9), lacking(6, pick_concern=NIK_MISSING)
    picks = [pick(APPROVE, key=one.key) for one in (*waiting, fresh)]
    assert settled(*picks, dossiers=[*waiting, fresh]).actions == (CarryOut(fresh, APPROVE, ""),)


# --- after the spreadsheet was set back -------------------------------------------------------------------------

RESTORED = Concern("restored")


def restored(*picks: Pick, dossiers: list[Dossier], before: tuple[Pick, ...] = ()) -> Ruling:
    """What follows in the read that finds an older version of the spreadsheet."""
    return decide(known(dossiers), Seen((), picks, stood(*before), restored=True), rules(), LATER)


@pytest.mark.parametrize(
    ("chosen", "mine"),
    [
        (pick(APPROVE), dossier()),
        (pick(APPROVE, steady=False), dossier()),
        (pick(REJECT, "di luar desa", steady=False), dossier()),
        (pick(INCOMPLETE, "lama"), dossier(status=Status.INCOMPLETE, asked=INCOMPLETE, message="baru")),
        (pick(COLLECTED), dossier(status=Status.READY, asked=APPROVE, number="517/001")),
        (pick(WITHDRAW, "salah"), dossier(status=Status.DONE, asked=APPROVE, number="517/001")),
    ],
)
def test_what_was_brought_back_is_held_whether_it_stood_or_not(chosen: Pick, mine: Dossier) -> None:
    """Nobody has just picked it: it is carried out neither now nor later."""
    for before in ((), (chosen,)):
        assert restored(chosen, dossiers=[mine], before=before).actions == (NotePick(mine, RESTORED),)
    held = replace(mine, pick_concern=RESTORED)
    steady = replace(chosen, steady=True)
    assert settled(steady, dossiers=[held]).actions == ()
    assert restored(chosen, dossiers=[held]).actions == ()


@pytest.mark.parametrize(
    ("chosen", "mine"),
    [
        (pick(""), dossier()),
        (pick(INCOMPLETE, "lama"), dossier(status=Status.INCOMPLETE, asked=INCOMPLETE, message="lama")),
        (pick(APPROVE), dossier(status=Status.APPROVED, asked=APPROVE)),
        (pick(REJECT, "x"), dossier(status=Status.DONE, asked=COLLECTED, number="517/001")),
        (pick(APPROVE), dossier(status=Status.SUPERSEDED, latest=False)),
    ],
)
def test_what_asks_for_nothing_needs_no_question(chosen: Pick, mine: Dossier) -> None:
    """It was carried out already, or never can be."""
    assert restored(chosen, dossiers=[mine], before=(chosen,)).actions == ()


def test_what_would_act_once_something_is_mended_is_held_too() -> None:
    """An approval that lacks an answer today would count by itself when the answer comes."""
    mine = dossier(arrival("ACDE", {"NIK": ""}))
    assert restored(pick(APPROVE), dossiers=[mine]).actions == (NotePick(mine, RESTORED),)
    mended = dossier(pick_concern=RESTORED)
    assert settled(pick(APPROVE), dossiers=[mended]).actions == ()


def test_what_was_brought_back_counts_once_it_is_picked_again() -> None:
    """An empty cell takes the question away; another decision without that does not."""
    held = dossier(pick_concern=RESTORED)
    assert settled(pick(REJECT, "x"), dossiers=[held]).actions == ()
    assert settled(pick(REJECT), dossiers=[held]).actions == ()
    assert settled(pick(""), dossiers=[held]).actions == (NotePick(held, None),)
    assert settled(pick(APPROVE), dossiers=[dossier()]).actions == (CarryOut(dossier(), APPROVE, ""),)


def test_what_waited_as_a_burst_is_not_asked_about_twice() -> None:
    """It is held already; where it now says something that would act, it is asked about."""
    held = dossier(pick_concern=Concern("too_many_approvals", "6/5"))
    assert restored(pick(APPROVE), dossiers=[held]).actions == ()
    assert restored(pick(REJECT, "x"), dossiers=[held]).actions == (NotePick(held, RESTORED),)


def test_a_row_that_stands_twice_is_asked_about_once() -> None:
    """Whichever of both would act."""
    mine = dossier()
    assert restored(pick(""), pick(APPROVE), pick(REJECT, "x"), dossiers=[mine]).actions == (NotePick(mine, RESTORED),)
