"""The tab `Ringkasan`: how the office does, in figures. Pure: what stands in which cell, and what is to be written.

Left, in six narrow columns that a phone shows, the tables one below the other; beside them the charts in a column of
their own, so that they never cover a number; behind these the table that only a chart needs.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from office.hours import MONTHS as MONTH_NAMES
from office.ledger.statistics import Figures, Standing, Tally
from sheets_sync.rows import Cell
from sheets_sync.tables import Head, Line, Place, Table

OTHERS = "Lainnya"
_TOTAL = "Jumlah"
_AGES = (
    ("Hari ini", 0, 0),
    ("1 hari", 1, 1),
    ("2-3 hari", 2, 3),
    ("4-7 hari", 4, 7),
    ("Lebih dari 7 hari", 8, inf),
)
"""With the least and the most days of each."""
TITLE_ROWS = 2
"""The heartbeat and its title, which always stay to be seen."""
FIRST_ROW = TITLE_ROWS + 1
LEFT_COLUMNS = 6
GAP_COLUMN = LEFT_COLUMNS
CHART_COLUMN = GAP_COLUMN + 1
BESIDE_COLUMN = CHART_COLUMN + 1
REMARKS = ("Merah: program mati. Periksa komputer.", "Angka diperbarui tiap 5 menit.")
"""Beside the heartbeat, in the second column; short, so that a phone shows them whole."""
HEARTBEAT_NOTE = (
    "Kapan program terakhir bekerja dengan spreadsheet ini. Menjadi merah setelah 15 menit tanpa kabar: periksa apakah "
    "komputernya menyala, programnya berjalan, dan internetnya ada. Seluruh tab ini diisi program."
)

Names = Mapping[str | None, str]
"""What the rows are for: the village's services by key, and None for all else."""


@dataclass(frozen=True, slots=True)
class Page:
    """All tables of the tab."""

    standing: Table
    ages: Table
    months: Table
    services: Table
    details: Table
    requests: Table

    @property
    def tables(self) -> tuple[Table, ...]:
        """Those on the left from top to bottom, then the one that only a chart needs."""
        return self.standing, self.ages, self.months, self.services, self.details, self.requests

    @property
    def layout(self) -> tuple[object, ...]:
        """What formats and charts go by: where the tables stand and what heads them, but not what they say."""
        return tuple((table.top, table.left, table.heads, table.end) for table in self.tables)

    def cells(self) -> dict[Place, Cell]:
        """What every cell ought to say, but for the heartbeat's."""
        remarks: dict[Place, Cell] = {(row, 1): remark for row, remark in enumerate(REMARKS)}
        return remarks | {place: cell for table in self.tables for place, cell in table.cells()}

    def notes(self) -> dict[Place, str]:
        """What explains the headers."""
        heads = {
            (table.top, table.left + at): head.note for table in self.tables for at, head in enumerate(table.heads)
        }
        return {(0, 0): HEARTBEAT_NOTE} | {place: note for place, note in heads.items() if note}


_COUNTS = (
    Head("Masuk", "Permohonan yang masuk pada bulan itu, termasuk yang kemudian dibatalkan. Perbaikan tidak dihitung."),
    Head(
        "Selesai",
        "Dari yang masuk itu: suratnya sudah dikirim atau siap diambil, atau sudah dijawab dengan penolakan.",
    ),
    Head(
        "Tepat Waktu",
        "Dari yang sudah selesai dan yang masih di kantor padahal tenggatnya lewat: berapa bagian yang selesai sebelum "
        "tenggat. Yang menunggu warga, yang dibatalkan, dan yang kedaluwarsa tidak dihitung.",
        share=True,
    ),
    Head("Surat Terbit", "Surat yang bertanggal bulan itu, seperti di Buku Surat. Yang dicabut tidak dihitung."),
)
_STANDING = (
    Head("Terbuka Sekarang", "Permohonan yang belum ditutup, per layanan."),
    Head("Menunggu Kantor", "Belum diputuskan, atau suratnya belum jadi atau belum ditandatangani."),
    Head("Tertua (hari)", "Umur yang paling lama menunggu kantor, sejak formulir atau perbaikannya masuk."),
    Head("Lewat Tenggat", "Dari yang menunggu kantor: yang waktu janjinya sudah lewat."),
    Head("Menunggu Warga", "Belum Lengkap: menunggu perbaikan dari warga."),
    Head("Siap Diambil", "Surat sudah jadi dan belum diambil warga."),
)
_AGE_HEADS = (
    Head("Lama Menunggu", "Sudah berapa hari permohonan menunggu kantor."),
    Head("Permohonan", "Berapa yang menunggu kantor selama itu."),
)

_MONTHS = Head("Per Bulan", "Semua layanan, 12 bulan terakhir.")
_SERVICES = Head("Per Layanan", "12 bulan terakhir dijumlahkan.")
_DETAILS = Head("Rincian", "Tiap bulan dan layanan, yang terbaru di atas. Yang tidak ada isinya dilewati.")
_REQUESTS = Head("Masuk", "Permohonan yang masuk per bulan dan layanan: angka untuk grafik.")


def page(figures: Figures, services: Mapping[str, str]) -> Page:
    """What the tab ought to say; `services` are the names of the village's services by key, in their order."""
    figures = _gathered(figures, services)
    names: dict[str | None, str] = dict(services.items())
    if None in figures.standings or any(key is None for _, key in figures.tallies):
        names[None] = OTHERS
    standing = Table(FIRST_ROW, 0, _STANDING, _standings(figures, names), summed=True)
    ages = Table(standing.end + 1, 0, _AGE_HEADS, _by_age(figures))
    months = Table(ages.end + 1, 0, (_MONTHS, *_COUNTS), _by_month(figures), summed=True)
    by_service = Table(months.end + 1, 0, (_SERVICES, *_COUNTS), _by_service(figures, names), summed=True)
    details = Table(by_service.end + 1, 0, (_DETAILS, Head("Layanan"), *_COUNTS), _details(figures, names))
    requests = Table(FIRST_ROW, BESIDE_COLUMN, (_REQUESTS, *map(Head, names.values())), _requests(figures, names))
    return Page(standing, ages, months, by_service, details, requests)


# --- what the tables say ----------------------------------------------------------------------------------------


def _gathered(figures: Figures, services: Mapping[str, str]) -> Figures:
    """With what belongs to no service that the village has now under None."""
    standings: defaultdict[str | None, Standing] = defaultdict(Standing)
    for key, standing in figures.standings.items():
        standings[key if key in services else None] += standing
    tallies: defaultdict[tuple[date, str | None], Tally] = defaultdict(Tally)
    for (month, key), tally in figures.tallies.items():
        tallies[month, key if key in services else None] += tally
    return Figures(figures.months, dict(standings), dict(tallies))


def _standings(figures: Figures, names: Names) -> tuple[Line, ...]:
    standings = [(name, figures.standings.get(key, Standing())) for key, name in names.items()]
    total = sum((standing for _, standing in standings), Standing())
    return tuple(
        (name, len(one.ages), max(one.ages, default=None), one.late, one.with_citizen, one.ready)
        for name, one in (*standings, (_TOTAL, total))
    )


def _by_age(figures: Figures) -> tuple[Line, ...]:
    ages = [age for standing in figures.standings.values() for age in standing.ages]
    return tuple((name, sum(least <= age <= most for age in ages)) for name, least, most in _AGES)


def _by_month(figures: Figures) -> tuple[Line, ...]:
    return _summed([
        (_month(month), [tally for (of, _), tally in figures.tallies.items() if of == month])
        for month in figures.months
    ])  # fmt: skip


def _by_service(figures: Figures, names: Names) -> tuple[Line, ...]:
    return _summed([
        (name, [tally for (_, of), tally in figures.tallies.items() if of == key]) for key, name in names.items()
    ])  # fmt: skip


def _summed(parts: Sequence[tuple[str, Sequence[Tally]]]) -> tuple[Line, ...]:
    total = [tally for _, tallies in parts for tally in tallies]
    return tuple((name, *_counts(sum(tallies, Tally()))) for name, tallies in (*parts, (_TOTAL, total)))


def _counts(tally: Tally) -> Line:
    share = tally.share_in_time
    # Rounded, so that it is the same number when it is read again.
    return tally.requests, tally.finished, None if share is None else round(share, 4), tally.letters


def _details(figures: Figures, names: Names) -> tuple[Line, ...]:
    """As many lines as there can be at most, so that the layout stays when one more is told."""
    told: list[Line] = [
        (_month(month), name, *_counts(figures.tallies[month, key]))
        for month in reversed(figures.months)
        for key, name in names.items()
        if (month, key) in figures.tallies
    ]
    blank: Line = (None,) * LEFT_COLUMNS
    return (*told, *[blank] * (len(figures.months) * len(names) - len(told)))


def _requests(figures: Figures, names: Names) -> tuple[Line, ...]:
    return tuple(
        (_month(month), *(figures.tallies.get((month, key), Tally()).requests for key in names))
        for month in figures.months
    )


def _month(first: date) -> str:
    return f"{MONTH_NAMES[first.month - 1][:3]} {first.year}"
