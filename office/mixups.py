"""Rows that were torn apart: somebody sorted some columns of a tab and not the others. Pure.

Google moves the cells of a sorted block and leaves the rest where it is; then one person's answers, or the decision
about them, stand in another person's row. What stays recognisable is that the same values stand there as before, each
in another row.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from office.cases import Arrival, Dossier, Pick
from office.inputs import Sighting

_A_FEW = 2
"""As many rows at least must have changed before anything has changed places."""

MIXED = "answers_mixed"
"""The kind of concern that a row has whose answers changed places with another's."""

Said = tuple[str, str, bool]
"""What people say on a row: the decision, the message, the tick."""


def shuffled(picks: Sequence[Pick], before: Mapping[str, Sighting], done: Mapping[str, Said]) -> set[str]:
    """The rows in which a decision, a message or a tick changed places since the last read, by number.

    Moving one to an empty row is how people mend a slip; it counts as their own doing, unless it was carried out
    before: a finished row needs no mending. `done` says for each row what was carried out, which is also what a row is
    compared with that was not read before: one that is new, or any after a start.
    """
    then = {**done, **{key: _then(sighting) for key, sighting in before.items()}}
    known = [(pick.key, then[pick.key], _now(pick)) for pick in picks if pick.key in then]
    return {
        key
        for part in range(3)
        for key in _changed_places(
            [(key, was[part], now[part]) for key, was, now in known],
            {key for key, was, _ in known if key in done and was[part] == done[key][part]},
        )
    }


def said(dossier: Dossier) -> Said:
    """What was carried out last."""
    return str(dossier.asked or ""), dossier.message, dossier.originals_seen


def _changed_places(column: Iterable[tuple[str, str | bool, str | bool]], finished: Set[str]) -> Set[str]:
    """The rows of one column, each with what stood and what stands in it, among which the same values moved about."""
    moved = {key: (was, now) for key, was, now in column if was != now}
    if Counter(was for was, _ in moved.values()) != Counter(now for _, now in moved.values()):
        return frozenset()
    gave = {key for key, (was, _) in moved.items() if was}
    return moved.keys() if len(gave) >= _A_FEW or gave & finished else frozenset()


def scrambled(rows: Sequence[tuple[Dossier, Arrival]]) -> set[int]:
    """The attempts whose answers changed places with those of another, by id; `rows` are of one read of one tab.

    The sign is an answer that left one row and stands in another: then no change in this read is to be relied on. What
    was found before (`MIXED`) stays so until its row is what it was, even where it is read alone, and spoils no other.
    """
    moved = {mine.attempt_id: _differences(mine, row) for mine, row in rows if mine.answers != row.answers}
    before = {mine.attempt_id for mine, _ in rows if any(concern.kind == MIXED for concern in mine.concerns)}
    gone = {answer for lost, _ in moved.values() for answer in lost}
    exchanged = gone & {answer for _, got in moved.values() for answer in got}
    fresh = [lost | got for attempt_id, (lost, got) in moved.items() if attempt_id not in before]
    return set(moved) if any(changes & exchanged for changes in fresh) else before & moved.keys()


def _differences(mine: Dossier, row: Arrival) -> tuple[Set[tuple[str, str]], Set[tuple[str, str]]]:
    return mine.answers.items() - row.answers.items(), row.answers.items() - mine.answers.items()


def _now(pick: Pick) -> Said:
    return pick.decision, pick.message, pick.originals_seen


def _then(sighting: Sighting) -> Said:
    return sighting.decision, sighting.message, sighting.originals_seen
