"""The rules of the office: from what the ledger knows and what was read, what is to be done.

Pure: `decide` returns actions; `office.ledger.record` records them in one transaction. This is the way in; each step
has a module of its own: `arrivals`, `standing`, `decisions`, `limits`, `expiry`, between `inputs` and `actions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from office.actions import (
    AFTER_CLOSING,
    RESTORED,
    ROW_MIXED,
    TOO_MANY,
    Action,
    AddAttempt,
    CarryOut,
    Expire,
    NotePick,
    OpenCase,
    Revise,
)
from office.arrivals import arrivals
from office.cases import Concern
from office.decisions import decisions, hold
from office.expiry import expired
from office.inputs import Known, Rules, Seen, Sighting
from office.mixups import said, shuffled
from office.standing import sight, steady_ones, stood

__all__ = [
    "AFTER_CLOSING", "RESTORED", "ROW_MIXED", "TOO_MANY", "Action", "AddAttempt", "CarryOut", "Expire", "Known",
    "NotePick", "OpenCase", "Revise", "Rules", "Ruling", "Seen", "Sighting", "decide",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is to be done now, and what must be remembered until the next poll."""

    actions: tuple[Action, ...]
    sightings: Mapping[str, Sighting]


def decide(known: Known, seen: Seen, rules: Rules, now: datetime) -> Ruling:
    """Arrivals first, then decisions, then time; a case that an arrival has touched waits for the next poll."""
    arrived = tuple(action for tab in seen.tabs for action in arrivals(tab, known, rules))
    touched = {_touches(action) for action in arrived}
    picks = [pick for pick in seen.picks if pick.key in known.by_key]
    quiet = [pick for pick in picks if known.by_key[pick.key].case_id not in touched]
    steady = steady_ones(quiet)
    sightings = dict(sight(steady, quiet, seen.sightings, now))
    if seen.restored:
        return Ruling((*arrived, *hold(picks, Concern(RESTORED), known, rules, now)), sightings)
    done = {pick.key: said(known.by_key[pick.key]) for pick in picks}
    moved = shuffled(picks, seen.sightings, done) | {pick.key for pick in picks if pick.mixed}
    held = tuple(hold([pick for pick in picks if pick.key in moved], Concern(ROW_MIXED), known, rules, now))
    still = [pick for pick in steady if pick.key not in moved]
    settled = [pick for pick in still if stood(sightings[pick.key], seen.sightings.get(pick.key), rules, now)]
    decided = tuple(decisions(settled, known, rules, now))
    return Ruling((*arrived, *held, *decided, *expired(known, seen, still, rules, now)), sightings)


def _touches(action: Action) -> int | None:
    if isinstance(action, AddAttempt):
        return action.ticket.case_id
    return action.dossier.case_id if isinstance(action, Revise) else None
