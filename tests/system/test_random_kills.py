"""Kills at random moments of a busy day. In full (200 kills, beside a usual bot): `python bench/faults.py`."""

from __future__ import annotations

from itertools import islice
from random import Random

from tests.system.busy_day import BusyDay, for_a_busy_day
from tests.system.conftest import Found
from tests.system.killer import Killer, blows
from tests.system.residents import names
from tests.system.village import with_two_services

KILLS, SEED, RESIDENTS = 10, 7, 5


def test_a_busy_day_with_random_kills(found: Found) -> None:
    """Nothing is lost, nobody gets another's letter, numbers run on, and a kill repeats one notice at most."""
    village = found(with_two_services)
    village.adjust(for_a_busy_day)
    village.open()
    day = BusyDay(village, SEED, islice(names(), RESIDENTS), ("SKU", "SKTM"))
    moments = blows(Random(SEED), KILLS)  # noqa: S311 - moments that can be had again
    kept = day.during(lambda: Killer(village.service, village.faults).strike_all(moments))
    assert kept.wrongs() == []
    assert kept.repeats <= KILLS
    assert kept.letters
