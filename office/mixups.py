"""Rows that were torn apart: somebody sorted some columns of a tab and not the others. Pure.

Google moves the cells of a sorted block and leaves the rest where it is; then one person's answers, or the decision
about them, stand in another person's row. What stays recognisable is that the same values stand there as before, each
in another row.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from office.cases import Arrival, Dossier, Pick
from office.inputs import Sighting

_A_FEW = 2
"""As many rows at least must have changed before anything has changed places."""


def shuffled(picks: Sequence[Pick], before: Mapping[str, Sighting]) -> set[str]:
    """The rows whose picks changed places since the last read, by number.

    Moving a single pick to an empty row is how people mend a slip; it counts as their own doing.
    """
    moved = {pick.key: pick for pick in picks if pick.key in before and _now(pick) != _then(before[pick.key])}
    then = Counter(_then(before[key]) for key in moved)
    if len(moved) < _A_FEW or then != Counter(map(_now, moved.values())):
        return set()
    emptied = [key for key, pick in moved.items() if not pick.decision]
    return set() if len(moved) == _A_FEW and len(emptied) == 1 else set(moved)


def scrambled(rows: Iterable[tuple[Dossier, Arrival]]) -> set[int]:
    """The attempts whose answers changed places with those of another, by id; `rows` are of one read of one tab.

    The sign is an answer that left one row and stands in another: then no change in this read is to be relied on.
    """
    moved = [(mine, row) for mine, row in rows if mine.answers != row.answers]
    gone = {answer for mine, row in moved for answer in mine.answers.items() - row.answers.items()}
    come = {answer for mine, row in moved for answer in row.answers.items() - mine.answers.items()}
    return {mine.attempt_id for mine, _ in moved} if gone & come else set()


def _now(pick: Pick) -> tuple[str, str]:
    return pick.decision, pick.message


def _then(sighting: Sighting) -> tuple[str, str]:
    return sighting.decision, sighting.message
