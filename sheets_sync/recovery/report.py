"""What the operator is told of a rebuilt ledger: the proof, what is to be done, what is gone. Pure.

Numbers of requests and letters, and titles of columns: no personal data.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from office.cases import MAY_BE_FETCHED, Arrival, Dossier, Status, to_be_confirmed
from office.config import Config
from office.ledger.rebuild import OldLetter
from office.ledger.register import Letter
from sheets_sync.recovery.done import waits
from sheets_sync.recovery.past import Recovered
from sheets_sync.recovery.proof import Difference, Proof
from sheets_sync.texts import BOOK_TITLE, when

_SOME = 30
"""Numbers that are named in one line."""


def outcome(recovered: Recovered, proof: Proof) -> Iterator[str]:
    """What was entered, and how it compares."""
    past = recovered.past
    cases = {mine.reference for mine in past.dossiers}
    chats = {mine.chat_id for mine in past.dossiers} - {None}
    yield (
        f"Buku data baru: {len(cases)} permohonan dalam {len(past.dossiers)} baris, {len(chats)} obrolan warga, "
        f"{len(past.letters)} surat."
    )
    if recovered.read.older:
        yield f"{recovered.read.older} baris memuat nomor yang sama dengan baris lain yang lebih baru; tidak dipakai."
    yield f"Dibandingkan dengan spreadsheet: {proof.rows} baris permohonan dan {proof.letters} surat."
    reasons = {unread.shown.where: unread.why for unread in recovered.read.unread}
    meant = {key for key, _ in recovered.meant}
    for difference in sorted(proof.differences, key=lambda one: not one.matters):
        yield f"- {_said(difference, reasons, meant)}"
    if not proof.differences:
        yield "Tidak ada yang berbeda."
    elif not proof.holds:
        yield "Ada perbedaan yang perlu diperiksa. Betulkan di spreadsheet, lalu ulangi: scheduler.py rebuild --ganti"
        yield "Bila program langsung dijalankan, sel yang berbeda ditulis ulang menurut buku baru."


def last_numbers(letters: Iterable[OldLetter]) -> dict[tuple[str, int], int]:
    """The highest number of each series and year."""
    found: dict[tuple[str, int], int] = {}
    for entry in (old.letter.entry for old in letters):
        found[entry.series, entry.year] = max(entry.sequence, found.get((entry.series, entry.year), 0))
    return found


def to_do(recovered: Recovered, unconfirmed: Iterable[str], config: Config, year: int) -> Iterator[str]:
    """What waits for the operator, and what will happen by itself."""
    for series in unconfirmed:
        number = last_numbers(recovered.past.letters).get((series, year), 0)
        yield (
            f"Nomor urut terakhir seri {series} tahun {year} menurut catatan ini: {number}. Cocokkan dengan buku surat "
            f"desa, lalu jalankan: scheduler.py surat mulai {number}{_series(series, config)}. "
            "Sebelum itu tidak ada surat yang diberi nomor."
        )
    letters = {old.key: old.letter for old in recovered.past.letters}
    for mine in recovered.past.dossiers:
        if mine.number and mine.status in MAY_BE_FETCHED:
            yield _waiting(mine, letters.get(mine.key))
    if ordered := [mine.key for mine in recovered.past.dossiers if mine.status is Status.APPROVED]:
        yield f"Disetujui dan belum bernomor; suratnya dibuat setelah nomor terakhir dipastikan: {_some(ordered)}."
    if standing := [mine.key for mine, shown in recovered.read.attempts if waits(mine, shown)]:
        yield f"Keputusan yang belum sempat dijalankan, akan dijalankan begitu program jalan: {_some(standing)}."
    new = [row for row in recovered.strangers if row.sent_at >= recovered.takes_since]
    if new:
        yield (
            f"Isian formulir yang belum ada di Meja akan masuk tanpa obrolan, dengan tanda kode tidak dikenal: "
            f"{_by_service(new)}. Hubungi warganya sendiri."
        )
    if old := [row for row in recovered.strangers if row.sent_at < recovered.takes_since]:
        yield (
            f"Isian formulir sebelum {when(recovered.takes_since, config.village.hours.zone)} yang tidak ada di Meja "
            f"maupun Arsip tidak diambil: {_by_service(old)}. Bila perlu, isi google.sejak di config.yaml."
        )


def gone(recovered: Recovered, tabs: Iterable[str]) -> Iterator[str]:
    """What only a backup could have brought back."""
    yield (
        "Kode yang sudah diambil warga tetapi formulirnya belum dikirim. Bila nanti dikirim, permohonannya masuk tanpa "
        "obrolan, dengan tanda kode tidak dikenal."
    )
    if links := [mine.key for mine in recovered.past.dossiers if mine.latest and mine.status is Status.INCOMPLETE]:
        yield (
            f"Tautan perbaikan yang sudah dikirim: {_some(links)}. Mintalah warganya mengetik /status di bot dan "
            "memakai tombol yang baru."
        )
    if unsure := recovered.unsure:
        yield (
            f"Kabar yang sedang dikirim: {_some(unsure)}. Tidak dikirim lagi; di Meja tertulis tidak pasti sampai. "
            "Hubungi warganya."
        )
    asked = [
        mine.key for mine in recovered.past.dossiers if mine.latest and not mine.closed_at and to_be_confirmed(mine)
    ]
    if asked:
        yield (
            f"Jawaban warga bahwa permohonan itu miliknya: {_some(asked)}. Bila suratnya jadi atau perlu dilengkapi, "
            "warganya ditanya sekali lagi."
        )
    letters = [old.letter.entry for old in recovered.past.letters if old.key]
    if lost := [entry.number for entry in letters if entry.template is None]:
        yield f"Isi surat yang tidak ada catatannya di folder data/surat: {_some(lost)}."
    if unknown := [entry.number for entry in letters if entry.verification is None]:
        yield f"Kode QR surat; siapa pun yang memeriksanya dijawab tidak ditemukan: {_some(unknown)}."
    if recovered.undated:
        yield f"Tanggal surat, yang kini menurut kabar terakhirnya: {_some(list(recovered.undated))}."
    yield "Daftar staf yang boleh menjawab untuk kantor, dan catatannya; undang lagi: scheduler.py staf undang NAMA."
    yield "Daftar yang masih harus dihapus tangan atas permintaan warga (scheduler.py privasi daftar)."
    yield "Nama pengguna Telegram; tercatat lagi begitu warganya menulis ke bot."
    for service in tabs:
        yield f"Isian di lembar jawaban layanan {service}, yang tidak ada lagi; dipakai yang tertulis di Meja."


def _said(difference: Difference, reasons: Mapping[str, str], meant: Iterable[str]) -> str:
    where, titles = difference.where, ", ".join(difference.titles)
    if why := reasons.get(where):
        return f"{where}: tidak masuk buku baru, karena {why}."
    if not difference.titles:
        new = f"{difference.about}: belum ada di {where}; akan ditulis program."
        return new if where == BOOK_TITLE else f"{where}: tidak ada di buku baru."
    if difference.matters:
        return f"{difference.about} ({where}): {titles}."
    note = "disengaja" if difference.about in meant else "tidak berpengaruh"
    return f"{difference.about} ({where}): {titles} ({note})."


def _series(series: str, config: Config) -> str:
    several = len({service.letter.series for service in config.services.values()}) > 1
    return f" --seri {series}" if several else ""


def _waiting(mine: Dossier, letter: Letter | None) -> str:
    start = f"{mine.key} bernomor {mine.number} dan belum Selesai ({mine.status}); program tidak mengirim apa pun: "
    if letter is None or letter.entry.template is None:
        return start + "berkas suratnya tidak tercatat. Buat sendiri dengan nomor itu dan serahkan, atau pilih Cabut."
    signed = "tanda tangani, " if mine.status is Status.AWAITING_SIGNATURE else ""
    return start + f"cetak dari folder data/surat, {signed}serahkan, lalu pilih Sudah Diambil; atau pilih Cabut."


def _by_service(rows: Iterable[Arrival]) -> str:
    return ", ".join(f"{service} {count}" for service, count in sorted(Counter(row.service for row in rows).items()))


def _some(names: list[str]) -> str:
    rest = len(names) - _SOME
    return ", ".join(names[:_SOME]) + (f", dan {rest} lainnya" if rest > 0 else "")
