"""When a pick has stood long enough to count."""

from dataclasses import replace
from datetime import timedelta

import pytest

from office.cases import Decision, Pick
from office.casework import CarryOut, Seen, Sighting, decide
from tests.unit.builders import NOON, dossier
from tests.unit.office.village_hall import LATER, SETTLE, known, pick, rules, settled, stood

APPROVE, INCOMPLETE, REJECT = Decision.APPROVE, Decision.INCOMPLETE, Decision.REJECT


def test_a_pick_seen_for_the_first_time_does_not_count() -> None:
    """It is remembered since when it stands."""
    ruling = decide(known([dossier()]), Seen((), (pick(APPROVE),), {}), rules(), NOON)
    assert ruling.actions == ()
    assert ruling.sightings == {"SKU-7K3Q": Sighting(APPROVE, "", NOON)}


@pytest.mark.parametrize(("waited", "counts"), [(SETTLE, True), (SETTLE - timedelta(seconds=1), False)])
def test_a_pick_counts_when_it_has_stood_long_enough(waited: timedelta, counts: bool) -> None:
    """Equal in two reads, at least `desk.settle` apart."""
    mine = dossier()
    ruling = settled(pick(APPROVE), dossiers=[mine], now=NOON + waited)
    assert ruling.actions == ((CarryOut(mine, APPROVE, ""),) if counts else ())


def test_even_without_a_wait_two_reads_are_needed() -> None:
    """One look could be a slip of the finger."""
    hasty = replace(rules(), settle=timedelta(0))
    first = decide(known([dossier()]), Seen((), (pick(APPROVE),), {}), hasty, NOON)
    second = decide(known([dossier()]), Seen((), (pick(APPROVE),), first.sightings), hasty, NOON)
    assert first.actions == ()
    assert len(second.actions) == 1


@pytest.mark.parametrize("now_there", [pick(REJECT, "alasan"), pick(INCOMPLETE, "lain")])
def test_a_changed_pick_begins_anew(now_there: Pick) -> None:
    """Neither another decision nor another message has stood long enough."""
    before = stood(pick(INCOMPLETE, "foto buram"))
    ruling = decide(known([dossier()]), Seen((), (now_there,), before), rules(), LATER)
    assert ruling.actions == ()
    assert ruling.sightings == {"SKU-7K3Q": Sighting(now_there.decision, now_there.message, LATER)}


def test_a_row_in_motion_never_counts_and_keeps_its_sighting() -> None:
    """Whatever stands in a row that is being sorted, it is not this request's; what stood before is not forgotten."""
    moving = pick(REJECT, "milik baris lain", steady=False)
    before = stood(pick(APPROVE))
    ruling = decide(known([dossier()]), Seen((), (moving,), before), rules(), LATER)
    assert ruling.actions == ()
    assert ruling.sightings == before


def test_a_row_first_seen_in_motion_has_no_sighting() -> None:
    """Nothing is known of it yet."""
    ruling = decide(known([dossier()]), Seen((), (pick(APPROVE, steady=False),), {}), rules(), NOON)
    assert ruling.sightings == {}


def test_a_number_that_stands_twice_on_the_desk_never_counts() -> None:
    """Nobody can tell which of both rows is meant."""
    ruling = settled(pick(APPROVE), pick(APPROVE), dossiers=[dossier()])
    assert ruling.actions == ()


def test_a_row_that_is_gone_is_forgotten() -> None:
    """When it comes back it begins to stand anew."""
    assert decide(known([dossier()]), Seen((), (), stood(pick(APPROVE))), rules(), LATER).sightings == {}


def test_a_number_that_nobody_knows_is_passed() -> None:
    """People may write on the desk what they like."""
    assert settled(pick(APPROVE, key="CATATAN"), dossiers=[dossier()]).actions == ()


def test_a_tick_begins_to_stand_anew() -> None:
    """It is part of what must stand still."""
    ticked = pick(APPROVE, originals_seen=True)
    ruling = decide(known([dossier()]), Seen((), (ticked,), stood(pick(APPROVE))), rules(), LATER)
    assert ruling.actions == ()
    assert ruling.sightings == {"SKU-7K3Q": Sighting(APPROVE, "", LATER, originals_seen=True)}


def test_a_pick_seen_by_a_clock_that_was_set_back_begins_to_stand_now() -> None:
    """It waits its half minute anew, not the hours that the clock was ahead."""
    mine, before = dossier(), stood(pick(APPROVE))
    earlier = NOON - timedelta(hours=7)
    first = decide(known([mine]), Seen((), (pick(APPROVE),), before), rules(), earlier)
    assert first.actions == ()
    assert first.sightings == {"SKU-7K3Q": Sighting(APPROVE, "", earlier)}
    then = decide(known([mine]), Seen((), (pick(APPROVE),), first.sightings), rules(), earlier + SETTLE)
    assert then.actions == (CarryOut(mine, APPROVE, ""),)
