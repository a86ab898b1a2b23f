"""What would make a wrong letter of a sound template: names that nobody fills, lists put wrongly, comments left in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from letters.cuts import ORDINAL
from letters.names import distinct, key, nearest
from letters.problems import Problem, quoted
from letters.slots import Row, Slot

KnownLists = Mapping[str, Iterable[str]]
"""Each list's columns by its name."""


class Review:
    """Looks at a template with the names and lists that the form and the office give."""

    def __init__(self, known_names: Iterable[str], known_lists: KnownLists) -> None:
        self._names = tuple(known_names)
        self._titles = {key(name): name for name in self._names}
        self._lists = {key(name): (name, tuple(columns)) for name, columns in known_lists.items()}
        self._all = (*self._names, *(f"{name}.{one}" for name, columns in self._lists.values() for one in columns))

    def slots(self, slots: Iterable[Slot]) -> Iterator[Problem]:
        """Yield a problem for each placeholder that nothing fills."""
        for slot in slots:
            if slot.list_key in self._lists:
                yield from self._unknown_column(slot)
            elif key(slot.placeholder.name) not in self._titles:
                yield self._unknown(slot)

    def rows(self, rows: Iterable[Row]) -> Iterator[Problem]:
        """Yield a problem for each row that cannot repeat."""
        yield from (Problem(trouble) for row in rows if (trouble := row.trouble(self._lists)))

    def single_braces(self, lone: Iterable[tuple[str, str]]) -> Iterator[Problem]:
        """Yield a problem for each known name in single braces, given with its paragraph."""
        for inside, paragraph in lone:
            title = self._titles.get(key(inside.partition("|")[0]))
            if title:
                yield Problem(
                    f"Isian {{{title}}} hanya berkurung satu, di {quoted(paragraph, inside)}. "
                    f"Tulis {{{{{title}}}}} dengan dua kurung kurawal."
                )

    def _unknown(self, slot: Slot) -> Problem:
        name = slot.placeholder.name
        if key(slot.placeholder.list_and_column[0]) in self._lists:
            return Problem(
                f"Isian daftar {{{{{name}}}}} berada di luar tabel, di {quoted(slot.paragraph, name)}. "
                "Tulis di dalam satu baris tabel; baris itu diulang untuk setiap entri."
            )
        return Problem(
            f"Isian {{{{{name}}}}} tidak dikenal, di {quoted(slot.paragraph, name)}. {self._perhaps(name, self._all)}"
            "Samakan dengan judul pertanyaan di formulir, atau tambahkan pertanyaannya di config.yaml."
        )

    def _unknown_column(self, slot: Slot) -> Iterator[Problem]:
        name, columns = self._lists[slot.list_key]
        if key(slot.column.name) in {ORDINAL, *map(key, columns)}:
            return
        written = slot.placeholder.name
        known = distinct((*columns, "No"))
        yield Problem(
            f"Kolom {{{{{written}}}}} tidak dikenal, di {quoted(slot.paragraph, written)}. "
            f"{self._perhaps(written, [f'{name}.{column}' for column in known])}"
            f"Kolom daftar {name}: {', '.join(known)}."
        )

    def _perhaps(self, name: str, known: Sequence[str]) -> str:
        near = nearest(name, known)
        return f"Mungkin maksudnya {{{{{near}}}}}. " if near else ""
