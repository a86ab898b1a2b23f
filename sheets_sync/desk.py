"""The desk tab `Meja`: one row per attempt, newest on top. Pure: what stands there, what ought to, the difference.

Two hands never write one cell: people own Keputusan, Pesan, Asli Dilihat and Catatan; the script owns the rest.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from office.cases import Concern, Dossier, Pick
from office.hours import spoken
from office.services import Question, QuestionKind, Service
from sheets_sync import texts
from sheets_sync.columns import IDENTITY, Column
from sheets_sync.looks import fitting

Cells = Mapping[Column, str]
TICKED = "TRUE"
"""How a ticked box reads."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: its index in the tab, good only within this read, and the columns that were read.

    `owner` is the request that it belongs to where its own number was written over.
    """

    index: int
    cells: Cells
    owner: str = ""

    @property
    def key(self) -> str:
        """The request that this row belongs to."""
        return self.owner or self.cells.get(Column.KEY, "")


@dataclass(frozen=True, slots=True)
class Write:
    """One script cell to be put right."""

    row: int
    column: Column
    key: str
    text: str


def projection(dossier: Dossier, service: Service, zone: ZoneInfo) -> dict[Column, str]:
    """What the script's cells of this attempt ought to say."""
    concerns = [dossier.pick_concern] if dossier.pick_concern else []
    cells = {
        Column.NAME: dossier.name,
        Column.SERVICE: service.short,
        Column.STATUS: str(dossier.status),
        Column.ANSWERS: answer_lines(dossier.answers, service, files=False),
        Column.FILES: answer_lines(dossier.answers, service, files=True),
        Column.CHECK: "\n".join(texts.concern(concern) for concern in (*concerns, *dossier.concerns)),
        Column.ARRIVED: texts.when(dossier.arrived_at, zone),
        Column.DUE: texts.when(dossier.due_at, zone),
        Column.KEY: dossier.key,
        Column.NUMBER: dossier.number or "",
        Column.NEWS: texts.news(dossier, service, zone),
        Column.CHAT: "" if dossier.chat_id is None else str(dossier.chat_id),
        Column.ORIGIN: origin(dossier),
    }
    return {column: fitting(text) for column, text in cells.items()}


def picks(
    rows: Iterable[Row], wanted: Mapping[str, Cells], settled_cells: Mapping[tuple[str, Column], str]
) -> list[Pick]:
    """What people picked on the rows that belong to an attempt.

    A row is steady when each script cell that was read says what is wanted; `settled_cells` are those that would
    not stick and are left as they are.
    """
    others = {column: Counter(cells.get(column, "") for cells in wanted.values()) for column in IDENTITY}
    return [
        Pick(
            row.key,
            row.cells[Column.DECISION],
            row.cells[Column.MESSAGE],
            _steady(row, wanted[row.key], settled_cells),
            originals_seen=row.cells.get(Column.ORIGINALS) == TICKED,
            mixed=_mixed(row, wanted[row.key], others),
        )
        for row in rows
        if row.key in wanted
    ]


def recognised(rows: Sequence[Row], wanted: Mapping[str, Cells]) -> tuple[Row, ...]:
    """The rows, each with its owner where its number was written over and its hidden origin still tells whose it is."""
    often = Counter(row.key for row in rows)
    origins = Counter(cells[Column.ORIGIN] for cells in wanted.values())
    missing = {cells[Column.ORIGIN]: key for key, cells in wanted.items() if not often[key]}
    return tuple(
        replace(row, owner=missing[came_from])
        if (often[row.key] > 1 or row.key not in wanted)
        and (came_from := row.cells.get(Column.ORIGIN, "")) in missing
        and origins[came_from] == 1
        else row
        for row in rows
    )


def nobodys(rows: Iterable[Row], wanted: Mapping[str, Cells]) -> list[Row]:
    """The rows that look like a request's, or ask for a decision, and belong to none."""
    return [
        row
        for row in rows
        if row.key not in wanted and any(row.cells.get(column) for column in (Column.DECISION, *IDENTITY, Column.KEY))
    ]


def corrections(rows: Sequence[Row], wanted: Mapping[str, Cells]) -> list[Write]:
    """The script cells that differ from what is wanted, among the columns that were read."""
    often = Counter(row.key for row in rows)
    return [
        Write(row.index, column, row.key, text)
        for row in rows
        if row.key in wanted
        for column, text in _due(wanted[row.key], twice=often[row.key] > 1)
        if column in row.cells and row.cells[column] != text
    ]


def unknown_rows(rows: Iterable[Row], wanted: Mapping[str, Cells]) -> list[Write]:
    """The remark on rows that belong to no request and still ask for a decision, where it is not there yet."""
    remark = texts.concern(Concern("unknown_row"))
    asking = (row for row in nobodys(rows, wanted) if row.cells.get(Column.DECISION))
    return [Write(row.index, Column.CHECK, "", remark) for row in asking if row.cells.get(Column.CHECK) != remark]


def lacking(rows: Iterable[Row], wanted: Mapping[str, Cells]) -> list[str]:
    """The attempts that have no row yet, oldest first."""
    present = {row.key for row in rows}
    return [key for key in wanted if key not in present]


def _due(cells: Cells, *, twice: bool) -> Iterator[tuple[Column, str]]:
    for column, text in cells.items():
        if twice and column is Column.CHECK:
            yield column, "\n".join(filter(None, (texts.concern(Concern("twice_on_desk")), text)))
        else:
            yield column, text


def _steady(row: Row, wanted: Cells, settled_cells: Mapping[tuple[str, Column], str]) -> bool:
    return all(
        row.cells[column] == text or settled_cells.get((row.key, column)) == text
        for column, text in wanted.items()
        if column in row.cells
    )


def _mixed(row: Row, wanted: Cells, others: Mapping[Column, Counter[str]]) -> bool:
    """Whether some cell says what belongs to another request: a part of the desk was sorted or pasted."""
    return any(
        row.cells[column] != wanted[column] and others[column][row.cells[column]] > 0
        for column in IDENTITY
        if row.cells.get(column)  # an emptied cell says nothing of anybody, also where others have no papers
    )


def origin(dossier: Dossier) -> str:
    """Which row of which form tab an attempt came from: the tab's id, the time stamp's serial, the code."""
    return f"{dossier.tab}/{dossier.serial!r}/{dossier.code or ''}"


def answer_lines(answers: Mapping[str, str], service: Service, *, files: bool) -> str:
    """The papers among the answers, or all the others, each with its title."""
    lines = []
    for title, answer in answers.items():
        question = service.question(title)
        if (question is not None and question.kind is QuestionKind.FILE) is files:
            lines.append(f"{title}: {answer_text(question, answer)}")
    return "\n".join(lines)


def answer_text(question: Question | None, answer: str) -> str:
    """An answer as the desk says it."""
    return spoken(answer) if question and question.kind is QuestionKind.DATE else answer
