"""What one NIK may have of a service."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from office import limits
from office.cases import Arrival, Concern, Decision, Dossier, Status, TabRead, Ticket
from office.casework import AddAttempt, CarryOut, NotePick, OpenCase, Revise, Ruling, Seen, decide
from office.inputs import Earlier, Given, Whose
from tests.unit.builders import NIK, NOON, NOON_SERIAL, SERVICES, arrival, block, dossier, form, kinds, ticket, village
from tests.unit.office.village_hall import LATER, known, pick, rules, settled

MINE: Whose = ("sku", NIK)
OTHER_NIK = "3216010101900002"
LATE_SERIAL = NOON_SERIAL + 0.01


def arrive(
    *rows: Arrival, open_ones: Mapping[int, str], dossiers: tuple[Dossier, ...] = (), tickets: tuple[Ticket, ...] = ()
) -> Ruling:
    """What follows from these rows when Siti's NIK has these open requests."""
    what = known(dossiers, tickets, {MINE: Earlier(open_ones)})
    return decide(what, Seen((TabRead(rows, complete=False),), (), {}), rules(), NOON)


# --- a request that is still open -------------------------------------------------------------------------------


def test_a_new_request_points_to_those_of_the_same_nik_that_are_still_open() -> None:
    """After what is wrong with its code, before what is wrong with its answers."""
    row = arrival("", {"NIK": " 3216 0101 0190 0001", "Tanggal Lahir": ""})
    (action,) = arrive(row, open_ones={3: "SKU-AAAA", 4: "SKU-CCCC-2"}).actions
    assert isinstance(action, OpenCase)
    assert action.concerns == (
        Concern("no_code"), Concern("still_open", "SKU-AAAA, SKU-CCCC-2"), Concern("empty", "Tanggal Lahir")
    )  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        arrival("ACDE", {"NIK": OTHER_NIK}),
        arrival("ACDE", {"NIK": "123"}),
        arrival("ACDE", {"NIK": ""}),
        arrival("ACDE", damaged=("NIK",)),
    ],
    ids=["another", "too short", "none", "damaged"],
)
def test_without_the_same_whole_nik_nothing_is_said(row: Arrival) -> None:
    """A number that may be wrong says nothing about anybody."""
    (action,) = arrive(row, open_ones={3: "SKU-AAAA"}, tickets=(ticket(),)).actions
    assert isinstance(action, OpenCase)
    assert "still_open" not in kinds(action.concerns)


def test_two_requests_that_come_together_are_told_apart() -> None:
    """The first has no number yet that the second could name; only the second is marked."""
    rows = arrival("ACDE"), arrival("CDEF", {"Keperluan": "x"}, serial=LATE_SERIAL)
    first, second = arrive(*rows, open_ones={}, tickets=(ticket("ACDE"), ticket("CDEF"))).actions
    assert isinstance(first, OpenCase)
    assert isinstance(second, OpenCase)
    assert (first.concerns, second.concerns) == ((), (Concern("open_beside"),))


def test_strangers_that_come_together_are_not_marked() -> None:
    """Nor are those whose NIK nobody knows."""
    rows = [arrival(code, {"NIK": nik}, serial=LATE_SERIAL + n) for n, (code, nik) in
            enumerate((("A", NIK), ("C", OTHER_NIK), ("D", ""), ("E", "")))]  # fmt: skip
    ruling = arrive(*rows, open_ones={}, tickets=tuple(ticket(row.code) for row in rows))
    assert not [action for action in ruling.actions if isinstance(action, OpenCase) if action.concerns[1:]]
    assert len(ruling.actions) == 4


def test_a_correction_points_only_to_what_is_older_than_its_case() -> None:
    """Not to its own case, nor to a newer one, which already points here."""
    row = arrival("WXYZ", {"Keperluan": "x"}, serial=LATE_SERIAL)
    for open_ones, concerns in (({1: "SKU-7K3Q", 2: "SKU-CCCC"}, []), ({0: "SKU-AAAA", 1: "SKU-7K3Q"}, ["still_open"])):
        ruling = arrive(row, open_ones=open_ones, dossiers=(dossier(),), tickets=(ticket("WXYZ", case_id=1),))
        (action,) = ruling.actions
        assert isinstance(action, AddAttempt)
        assert kinds(action.concerns) == ["corrected", *concerns]


def test_a_nik_that_was_mended_is_looked_at_anew() -> None:
    """The hint that stood there goes with the wrong number."""
    before = dossier(arrival("ACDE", {"NIK": OTHER_NIK}), concerns=(Concern("still_open", "SKU-X"), Concern("no_code")))
    (action,) = arrive(arrival("ACDE"), open_ones={0: "SKU-AAAA"}, dossiers=(before,)).actions
    assert isinstance(action, Revise)
    assert action.concerns == (
        Concern("no_code"), Concern("answers_changed", "NIK"), Concern("still_open", "SKU-AAAA")
    )  # fmt: skip


# --- letters ----------------------------------------------------------------------------------------------------

LIMIT = {"templat": "sku.docx", "kode": "517", "batas": {"surat": 2, "hari": 30}}
LIMITED = village(layanan={"sku": block("SKU", key="sku", form=form(101), surat=LIMIT)}).services
APPROVE = pick(Decision.APPROVE)
MONTH = timedelta(days=30)


def approved(*letters: Given, mine: Dossier | None = None) -> Ruling:
    """What follows from `Setujui` when Siti's NIK has had these letters."""
    had = {MINE: Earlier({}, letters)}
    return settled(APPROVE, dossiers=[mine or dossier()], using=rules(services=LIMITED), of_nik=had)


def test_a_nik_that_has_had_its_letters_gets_no_other() -> None:
    """The approval does not count, and the desk says which letters these are; one that is being made is one of them."""
    ruling = approved(Given("517/001", LATER - MONTH + timedelta(seconds=1)), Given("SKU-CCCC", None))
    assert ruling.actions == (NotePick(dossier(), Concern("limit_reached", "517/001, SKU-CCCC")),)


@pytest.mark.parametrize(
    "letters", [(Given("517/002", NOON),), (Given("517/001", LATER - MONTH), Given("517/002", NOON))]
)
def test_fewer_letters_or_older_ones_leave_room(letters: tuple[Given, ...]) -> None:
    """Days are counted back from now."""
    assert approved(*letters).actions == (CarryOut(dossier(), Decision.APPROVE, ""),)


@pytest.mark.parametrize(
    "row", [arrival("ACDE", {"NIK": OTHER_NIK}), arrival("ACDE", {"NIK": "321601"})], ids=["another", "too short"]
)
def test_only_the_same_whole_nik_is_counted(row: Arrival) -> None:
    """Whoever has none is not held up."""
    mine = dossier(row)
    assert approved(Given("1", NOON), Given("2", NOON), mine=mine).actions == (CarryOut(mine, Decision.APPROVE, ""),)


def test_without_a_limit_nothing_is_counted() -> None:
    """As long as the village has written none."""
    had = {MINE: Earlier({}, tuple(Given(f"517/{n}", NOON) for n in range(9)))}
    assert settled(APPROVE, dossiers=[dossier()], of_nik=had).actions == (CarryOut(dossier(), Decision.APPROVE, ""),)


def test_a_refusal_is_not_held_up() -> None:
    """The limit is on letters."""
    had = {MINE: Earlier({}, (Given("1", NOON), Given("2", NOON)))}
    chosen = pick(Decision.REJECT, "sudah ada dua")
    (action,) = settled(chosen, dossiers=[dossier()], using=rules(services=LIMITED), of_nik=had).actions
    assert isinstance(action, CarryOut)


def two(**fields: object) -> list[Dossier]:
    return [dossier(attempt_id=n, case_id=n, key=f"SKU-{n}", **fields) for n in (1, 2)]


@pytest.mark.parametrize(("services", "carried"), [(LIMITED, 1), (SERVICES, 2)], ids=["with a limit", "without"])
def test_of_two_approvals_for_one_nik_the_second_waits_for_the_next_read(services: object, carried: int) -> None:
    """Then the first is counted; without a limit nobody waits."""
    picks = [pick(Decision.APPROVE, key=f"SKU-{n}") for n in (1, 2)]
    ruling = settled(*picks, dossiers=two(), using=rules(services=services))  # type: ignore[arg-type] # services
    assert [action.dossier.key for action in ruling.actions if isinstance(action, CarryOut)] == ["SKU-1", "SKU-2"][
        :carried
    ]
    assert len(ruling.actions) == carried


def test_the_ledger_is_asked_about_arrivals_and_about_what_may_be_approved_within_a_limit() -> None:
    """And about nobody else."""
    new = arrival("", {"NIK": "3216010101900003"})
    rows = [
        dossier(arrival("A", {"NIK": OTHER_NIK})),
        dossier(status=Status.APPROVED),
        dossier(arrival("", {"NIK": ""})),
    ]
    assert limits.niks([new], rows, LIMITED) == {"3216010101900003", OTHER_NIK}
    assert limits.niks([new], rows, SERVICES) == {"3216010101900003"}
