"""The desk's columns: what each holds, who writes it, and where it stands. Pure.

A column's number is its place on a new desk. People may move columns: on the village's own desk each is found by its
header (`Layout`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from sheets_sync.looks import Look


class Column(IntEnum):
    """The desk's columns, in order: what a phone must show stands first."""

    DECISION = 0
    MESSAGE = 1
    NAME = 2
    SERVICE = 3
    STATUS = 4
    ORIGINALS = 5
    ANSWERS = 6
    FILES = 7
    CHECK = 8
    ARRIVED = 9
    DUE = 10
    KEY = 11
    NUMBER = 12
    NEWS = 13
    REMARKS = 14
    CHAT = 15
    ORIGIN = 16


LOOKS: dict[Column, Look] = {
    Column.DECISION: Look("Keputusan", "Pilih di sini: Setujui, Belum Lengkap, Tolak, Sudah Diambil, atau Cabut.", 114),
    Column.MESSAGE: Look(
        "Pesan untuk Warga", "Alasan yang akan dibaca warga. Wajib untuk Belum Lengkap, Tolak dan Cabut.", 124
    ),
    Column.NAME: Look("Nama", "Diisi program.", 112),
    Column.SERVICE: Look("Layanan", "Diisi program.", 90),
    Column.STATUS: Look("Status", "Sampai di mana permohonan ini. Diisi program.", 110),
    Column.ORIGINALS: Look(
        "Asli Dilihat", "Centang setelah berkas aslinya dilihat. Hanya ada untuk layanan yang memerlukannya.", 70
    ),
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
    Column.CHAT: Look("Obrolan", "Untuk program: obrolan Telegram pemohon.", 90),
    Column.ORIGIN: Look("Asal", "Untuk program: baris formulir asal permohonan ini.", 120),
}
HEADERS = tuple(LOOKS[column].title for column in Column)
BY_PEOPLE = frozenset({Column.DECISION, Column.MESSAGE, Column.ORIGINALS, Column.REMARKS})
BY_SCRIPT = tuple(column for column in Column if column not in BY_PEOPLE)
HIDDEN = (Column.CHAT, Column.ORIGIN)
"""For the program alone: with them a lost ledger can be made anew from the spreadsheet."""
WIDE = frozenset({Column.ANSWERS, Column.FILES, *HIDDEN})
"""What an ordinary read leaves out: long, or never changing."""
SWEPT = frozenset(Column) - {Column.REMARKS}
NARROW = SWEPT - WIDE
IDENTITY = (Column.NAME, Column.SERVICE, Column.ANSWERS, Column.FILES, Column.ARRIVED, Column.ORIGIN)
"""What tells one request's row from another's, beside its number."""


class UnusableDesk(Exception):  # noqa: N818 - says what is the case
    """The header row is not what it must be; `kind` says why, `about` names the header."""

    def __init__(self, kind: str, about: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.about = about


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each column that is read or written stands on the desk, counted from 0."""

    places: Mapping[Column, int]

    def place(self, column: Column) -> int:
        """Where this column stands."""
        return self.places[column]

    def runs(self, columns: Collection[Column]) -> Iterator[tuple[Column, ...]]:
        """These columns from left to right, those that are neighbours together."""
        ordered = sorted(columns, key=self.place)
        breaks = [i for i, (left, right) in enumerate(pairwise(ordered), 1) if self.place(right) > self.place(left) + 1]
        for start, end in zip([0, *breaks], [*breaks, len(ordered)], strict=True):
            yield tuple(ordered[start:end])


HOME = Layout({column: int(column) for column in Column})
"""A desk as it was made."""


def find(headers: Sequence[str]) -> Layout:
    """Where the columns stand by this header row. Raises UnusableDesk when one is missing or there are two of it.

    The office's own remarks may be called anything, or be gone: nobody reads them.
    """
    wanted = {column: LOOKS[column].title for column in Column if column in SWEPT}
    for title in wanted.values():
        if headers.count(title) != 1:
            raise UnusableDesk("desk_header_twice" if title in headers else "desk_header_gone", title)
    return Layout({column: headers.index(title) for column, title in wanted.items()})
