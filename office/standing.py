"""Since when a pick stands on the desk: only what stood in peace long enough counts. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from office.cases import Pick
from office.inputs import Rules, Sighting


def steady_ones(picks: Sequence[Pick]) -> list[Pick]:
    """The picks whose row was not in motion and stands on the desk once."""
    once = Counter(pick.key for pick in picks)
    return [pick for pick in picks if pick.steady and once[pick.key] == 1]


def sight(
    steady: Sequence[Pick], picks: Sequence[Pick], before: Mapping[str, Sighting], now: datetime
) -> Iterator[tuple[str, Sighting]]:
    """Since when each pick stands. A row caught in motion keeps its sighting but cannot count now."""
    steady_keys = {pick.key for pick in steady}
    for pick in picks:
        old, fresh = before.get(pick.key), Sighting(pick.decision, pick.message, now, pick.originals_seen)
        if pick.key in steady_keys:
            # One that is later than now was seen before the clock was set back, and would not be old enough for long.
            same = old is not None and old.since <= now and replace(old, since=now) == fresh
            yield pick.key, old if old and same else fresh
        elif old:
            yield pick.key, old


def stood(sighting: Sighting, before: Sighting | None, rules: Rules, now: datetime) -> bool:
    """Whether a pick was the same in two reads, long enough apart. An empty one asks for nothing and need not wait."""
    return not sighting.decision or (sighting is before and now - sighting.since >= rules.settle)
