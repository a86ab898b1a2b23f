"""Covering in the archive tabs what the ledger has masked or erased: there, too, a row then says no more than it does.

Only the script's own tabs are written; what Forms wrote is left to people. Rows are only known by where they stood when
they were read, so each is looked at right before and right after it is written. Should somebody sort the tab in that
very moment, the row that was hit is written anew from the ledger, and the one that was meant has its turn later.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from office.cases import Dossier, Redaction
from office.config import Config
from office.ledger import cases, privacy
from office.ledger.connection import Ledger
from office.services import Service
from sheets_sync import batch, desk
from sheets_sync.archive import AT_ONCE
from sheets_sync.columns import LOOKS, Column
from sheets_sync.gone import read_if_there
from sheets_sync.google import GoogleDoor, Range
from sheets_sync.keeper import ON_DESK_AFTER_CLOSING
from sheets_sync.looks import fitting
from sheets_sync.setup import texts_of

log = logging.getLogger(__name__)

ERASED = (Column.NAME, Column.ANSWERS, Column.FILES, Column.NEWS, Column.CHAT)
"""The script's cells that may say something personal."""
_REPAIRS = 3
"""Sortings in a row that are put right at once; what is wrong after that is found by the next run."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where an archive's columns stand; `columns` are those that it has of the ones that may be covered."""

    tab: int
    key: int
    columns: Mapping[Column, int]

    def row(self, index: int) -> Range:
        """The piece of a row in which all of these stand."""
        ends = [self.key, *self.columns.values()]
        return Range(self.tab, index, index + 1, min(ends), max(ends) + 1)


@dataclass(frozen=True, slots=True)
class Seen:
    """A row as it was read: its number, and the cells that may be covered."""

    key: str
    cells: Mapping[Column, str]


@dataclass(frozen=True, slots=True)
class Write:
    """What a row's cells are to say; the row is only good if it still has this number."""

    index: int
    key: str
    cells: Mapping[Column, str]


def places(tab: int, head: Sequence[str]) -> Places | None:
    """Where the columns stand by this header row; None when the number's is missing or a title stands there twice."""
    titles = {column: LOOKS[column].title for column in (Column.KEY, *ERASED)}
    if head.count(titles[Column.KEY]) != 1 or any(head.count(title) > 1 for title in titles.values()):
        return None
    columns = {column: head.index(titles[column]) for column in ERASED if titles[column] in head}
    return Places(tab, head.index(titles[Column.KEY]), columns)


def wanted(dossier: Dossier, service: Service | None, zone: ZoneInfo) -> dict[Column, str]:
    """What the cells of a redacted attempt are to say; `service` is None where the village no longer offers it."""
    columns = (Column.ANSWERS,) if dossier.redacted is Redaction.NIK else ERASED
    if service:
        cells = desk.projection(dossier, service, zone)
        return {column: cells[column] for column in columns}
    lines = "\n".join(f"{title}: {answer}" for title, answer in dossier.answers.items())
    said = {Column.ANSWERS: fitting(lines), Column.CHAT: "" if dossier.chat_id is None else str(dossier.chat_id)}
    return {column: said.get(column, "") for column in columns}


def differing(write: Write, seen: Seen) -> dict[Column, str]:
    """The cells that have to be written, among the columns that the archive has."""
    return {column: text for column, text in write.cells.items() if seen.cells.get(column, text) != text}


class Censor:
    """One thread uses it, the one that owns all of Google's. What a lost answer leaves open the next call looks at."""

    def __init__(self, door: GoogleDoor, ledger: Ledger, config: Config, now: Callable[[], datetime]) -> None:
        self._door, self._ledger, self._config, self._now = door, ledger, config, now
        self._zone = config.village.hours.zone
        self._open: tuple[Places, list[Write]] | None = None

    def cover(self) -> int:
        """Cover all that is due; of how many attempts. Raises DoorError."""
        self._prove()
        done = 0
        while some := self._cover_some():
            done += some
        if done:
            log.info("%d baris Arsip disesuaikan dengan masa simpan data.", done)
        return done

    def _cover_some(self) -> int:
        now = self._now()
        with self._ledger.read() as tx:
            due = privacy.to_cover(tx, now - ON_DESK_AFTER_CLOSING)
        if not due:
            return 0
        on_desk = self._keys_of_desk()
        if on_desk is None:
            return 0
        years = {d.closed_at.astimezone(self._zone).year for d in due if d.closed_at}
        covered = [d for year in sorted(years) for d in self._year(year, self._of_year(due, year), on_desk)]
        with self._ledger.write() as tx:
            privacy.covered(tx, covered, now)
        return len(covered)

    def _of_year(self, due: Iterable[Dossier], year: int) -> list[Dossier]:
        return [d for d in due if d.closed_at and d.closed_at.astimezone(self._zone).year == year]

    def _year(self, year: int, due: Sequence[Dossier], on_desk: Collection[str]) -> list[Dossier]:
        """Cover some of a year's; those of which no row says more than the ledger any longer."""
        tab = batch.archive_tab(year)
        found = self._places(tab)
        if found is None:
            return []
        keys = self._keys(tab, found.key) if found.columns else []
        rows: dict[str, list[int]] = {}
        for index, key in enumerate(keys, start=1):
            rows.setdefault(key, []).append(index)
        gone = [d for d in due if d.key not in rows and d.key not in on_desk]
        present = [d for d in due if d.key in rows][:AT_ONCE]
        writes = [Write(index, d.key, self._wanted(d)) for d in present for index in rows[d.key]]
        confirmed = self._write(found, writes) if writes else set()
        return [*gone, *(d for d in present if d.key in confirmed)]

    def _write(self, where: Places, writes: Sequence[Write], repairs: int = _REPAIRS) -> set[str]:
        """Write what differs on the rows that are still what they were; the numbers of those that are right then."""
        seen = self._look(where, writes)
        still = [write for write in writes if seen[write.index].key == write.key]
        changes = [(write, cells) for write in still if (cells := differing(write, seen[write.index]))]
        if not changes:
            return _all_right(still, {write.key for write in writes if write not in still})
        self._open = where, [write for write, _ in changes]
        self._door.change(
            [
                batch.cells(where.tab, write.index, where.columns[column], [[text]])
                for write, cells in changes
                for column, text in cells.items()
            ]
        )
        wrong = self._prove(repairs)
        return _all_right(still, wrong | {write.key for write in writes if write not in still})

    def _prove(self, repairs: int = _REPAIRS) -> set[str]:
        """Look at what was written last, and put right whoever was hit; the numbers of those that were missed."""
        if self._open is None:
            return set()
        where, writes = self._open
        seen = self._look(where, writes)
        self._open = None
        hit = [seen[write.index].key for write in writes if seen[write.index].key != write.key]
        if hit and repairs:
            log.warning("Arsip diurutkan saat ditulis; %d baris ditulis ulang.", len(hit))
            with self._ledger.read() as tx:
                known = cases.by_key(tx, hit)
            again = [
                Write(write.index, key, self._whole(known[key]))
                for write in writes
                if (key := seen[write.index].key) != write.key and key in known
            ]
            self._write(where, again, repairs - 1)
        return {
            write.key for write in writes if seen[write.index].key != write.key or differing(write, seen[write.index])
        }

    def _wanted(self, dossier: Dossier) -> dict[Column, str]:
        return wanted(dossier, self._config.services.get(dossier.service), self._zone)

    def _whole(self, dossier: Dossier) -> dict[Column, str]:
        """All that this row's cells said, or are to say."""
        service = self._config.services.get(dossier.service)
        cells = desk.projection(dossier, service, self._zone) if service else self._wanted(dossier)
        return {column: text for column, text in cells.items() if column in ERASED}

    # --- reading ------------------------------------------------------------------------------------------------

    def _look(self, where: Places, writes: Iterable[Write]) -> dict[int, Seen]:
        indexes = sorted({write.index for write in writes})
        if not indexes:
            return {}
        asks = [where.row(index) for index in indexes]
        grids = self._door.read(asks)
        return {index: _seen(where, ask, texts_of(grid)) for index, ask, grid in zip(indexes, asks, grids, strict=True)}

    def _places(self, tab: int) -> Places | None:
        """An archive that was deleted has no columns; None for one that cannot be read safely."""
        head = read_if_there(self._door, Range(tab, 0, 1))
        if head is None:
            return Places(tab, 0, {})
        found = places(tab, texts_of(head))
        if found is None:
            log.warning("Judul kolom tab Arsip tidak seperti semula, jadi NIK di sana belum bisa ditutup.")
        return found

    def _keys_of_desk(self) -> set[str] | None:
        grid = read_if_there(self._door, Range(batch.DESK_TAB, 0, 1))
        if grid is None:
            return None  # the next poll makes it anew
        head, title = texts_of(grid), LOOKS[Column.KEY].title
        return set(self._keys(batch.DESK_TAB, head.index(title))) if head.count(title) == 1 else None

    def _keys(self, tab: int, place: int) -> list[str]:
        grid = self._door.read([Range(tab, 1, None, place, place + 1)])[0]
        return [next(iter(texts_of([line])), "") for line in grid]


def _all_right(still: Iterable[Write], wrong: Collection[str]) -> set[str]:
    return {write.key for write in still} - set(wrong)


def _seen(where: Places, ask: Range, texts: Sequence[str]) -> Seen:
    def at(place: int) -> str:
        index = place - ask.first_column
        return texts[index] if index < len(texts) else ""

    return Seen(at(where.key), {column: at(place) for column, place in where.columns.items()})
