"""The desk tab `Meja`: one row per attempt, newest on top. Pure: what stands there, what ought to, the difference.

Two hands never write one cell: people own Keputusan, Pesan and Catatan; the script owns the rest.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from zoneinfo import ZoneInfo

from office.cases import Concern, Dossier, Pick
from office.hours import spoken
from office.services import Question, QuestionKind, Service
from sheets_sync import texts
from sheets_sync.looks import Look, fitting


class Column(IntEnum):
    """The desk's columns, in order: what a phone must show stands first."""

    DECISION = 0
    MESSAGE = 1
    NAME = 2
    SERVICE = 3
    STATUS = 4
    ANSWERS = 5
    FILES = 6
    CHECK = 7
    ARRIVED = 8
    DUE = 9
    KEY = 10
    NUMBER = 11
    NEWS = 12
    REMARKS = 13


LOOKS: dict[Column, Look] = {
    Column.DECISION: Look("Keputusan", "Pilih di sini: Setujui, Belum Lengkap, Tolak, Sudah Diambil, atau Cabut.", 120),
    Column.MESSAGE: Look(
        "Pesan untuk Warga", "Alasan yang akan dibaca warga. Wajib untuk Belum Lengkap, Tolak dan Cabut.", 200
    ),
    Column.NAME: Look("Nama", "Diisi program.", 140),
    Column.SERVICE: Look("Layanan", "Diisi program.", 90),
    Column.STATUS: Look("Status", "Sampai di mana permohonan ini. Diisi program.", 110),
    Column.ANSWERS: Look("Isian", "Jawaban warga di formulir. Diisi program.", 300),
    Column.FILES: Look("Berkas", "Berkas yang diunggah warga. Diisi program.", 160),
    Column.CHECK: Look("Perlu Dicek", "Hal yang perlu dilihat sebelum memutuskan. Diisi program.", 220),
    Column.ARRIVED: Look("Masuk", "Kapan permohonan masuk. Diisi program.", 110),
    Column.DUE: Look("Tenggat", "Waktu selesai yang dijanjikan kepada warga. Diisi program.", 110),
    Column.KEY: Look("No. Permohonan", "Nomor permohonan. Jangan diubah: program mengenali baris dari sini.", 120),
    Column.NUMBER: Look("Nomor Surat", "Nomor surat yang sudah terbit. Diisi program.", 170),
    Column.NEWS: Look(
        "Kabar ke Warga", "Apa yang sudah dikabarkan kepada warga, atau siapa yang perlu ditelepon.", 180
    ),
    Column.REMARKS: Look("Catatan Kantor", "Catatan sendiri. Tidak dibaca program dan tidak dikirim.", 180),
}
HEADERS = tuple(LOOKS[column].title for column in Column)
BY_PEOPLE = frozenset({Column.DECISION, Column.MESSAGE, Column.REMARKS})
WIDE = frozenset({Column.ANSWERS, Column.FILES})
"""Long cells, which are read only in a sweep."""
SPANS = ((Column.DECISION, Column.STATUS), (Column.CHECK, Column.NEWS))
"""The columns of an ordinary read: first and last of each block."""

Cells = Mapping[Column, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: its index in the tab, good only within this read, and the columns that were read."""

    index: int
    cells: Cells

    @property
    def key(self) -> str:
        """The request that this row belongs to."""
        return self.cells.get(Column.KEY, "")


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
        Column.ANSWERS: _lines(dossier, service, files=False),
        Column.FILES: _lines(dossier, service, files=True),
        Column.CHECK: "\n".join(texts.concern(concern) for concern in (*concerns, *dossier.concerns)),
        Column.ARRIVED: texts.when(dossier.arrived_at, zone),
        Column.DUE: texts.when(dossier.due_at, zone),
        Column.KEY: dossier.key,
        Column.NUMBER: dossier.number or "",
        Column.NEWS: texts.news(dossier, service, zone),
    }
    return {column: fitting(text) for column, text in cells.items()}


def picks(
    rows: Iterable[Row], wanted: Mapping[str, Cells], settled_cells: Mapping[tuple[str, Column], str]
) -> list[Pick]:
    """What people picked on the rows that belong to an attempt.

    A row is steady when each script cell that was read says what is wanted; `settled_cells` are those that would
    not stick and are left as they are.
    """
    return [
        Pick(
            row.key, row.cells[Column.DECISION], row.cells[Column.MESSAGE], _steady(row, wanted[row.key], settled_cells)
        )
        for row in rows
        if row.key in wanted
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


def _lines(dossier: Dossier, service: Service, *, files: bool) -> str:
    lines = []
    for title, answer in dossier.answers.items():
        question = service.question(title)
        if (question is not None and question.kind is QuestionKind.FILE) is files:
            lines.append(f"{title}: {_shown(question, answer)}")
    return "\n".join(lines)


def _shown(question: Question | None, answer: str) -> str:
    return spoken(answer) if question and question.kind is QuestionKind.DATE else answer
