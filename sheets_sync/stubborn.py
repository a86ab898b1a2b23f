"""Cells of the desk that come out different however often they are written. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sheets_sync.columns import Column
from sheets_sync.desk import Row, Write

TRIES = 3

Cell = tuple[str, Column]
"""A cell of the desk by its request and column: rows move, these do not."""


@dataclass(frozen=True, slots=True)
class _Try:
    text: str
    times: int


class Stubborn:
    """Counts in a row how often a cell was written and found different again. After three tries it is left alone."""

    def __init__(self) -> None:
        self._tries: dict[Cell, _Try] = {}

    @property
    def left_alone(self) -> Mapping[Cell, str]:
        """The cells that are not written any more, with what they ought to say."""
        return {cell: tried.text for cell, tried in self._tries.items() if tried.times >= TRIES}

    def worth_writing(self, wrong: Sequence[Write], rows: Sequence[Row]) -> list[Write]:
        """Which of the wrong cells are to be written. What was read in these rows and is right begins anew."""
        still = {(write.key, write.column): write.text for write in wrong}
        read = _columns(rows)
        self._tries = {
            cell: tried for cell, tried in self._tries.items() if cell[1] not in read or still.get(cell) == tried.text
        }
        return [write for write in wrong if (write.key, write.column) not in self.left_alone]

    def written(self, writes: Sequence[Write]) -> None:
        """These were written and nobody refused."""
        for cell, text in {(write.key, write.column): write.text for write in writes}.items():
            before = self._tries.get(cell)
            self._tries[cell] = _Try(text, before.times + 1 if before else 1)


def _columns(rows: Sequence[Row]) -> Collection[Column]:
    return rows[0].cells.keys() if rows else ()
