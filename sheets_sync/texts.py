"""What the spreadsheet says to the village head: headers, notes, remarks. Plain Indonesian."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from office import answers
from office.cases import Concern, Dossier, News, Status
from office.hours import clock
from office.notices import HELD, NoticeKind
from office.services import Service

DESK_TITLE = "Meja"
BOOK_TITLE = "Buku Surat"
SUMMARY_TITLE = "Ringkasan"
ARCHIVE_TITLE = "Arsip {year}"
ARCHIVE_NOTE = (
    "Keputusan di tab ini tidak dibaca lagi. Bila perlu diubah: potong seluruh barisnya, tempel di baris kosong tab "
    "Meja, lalu dalam satu jam pilih atau ketik Keputusan yang baru di sana."
)

_CONCERNS: dict[str, str] = {
    "no_code": (
        "Formulir diisi tanpa kode dari Telegram: warga tidak bisa dikabari otomatis, hubungi sendiri. "
        "Atau minta ia mengetik /hubungkan di bot."
    ),
    "unknown_code": (
        "Kode permohonan tidak dikenal: warga tidak bisa dikabari otomatis, hubungi sendiri. "
        "Atau minta ia mengetik /hubungkan di bot."
    ),
    "code_expired": (
        "Kode permohonan sudah lebih dari 90 hari: warga tidak dikabari otomatis, hubungi sendiri. "
        "Atau minta ia mengetik /hubungkan di bot."
    ),
    "not_mine": (
        "Penerima kabarnya di Telegram berkata ini bukan permohonannya, jadi tidak dikabari lagi: "
        "hubungi pemohonnya sendiri."
    ),
    "bound": "Pemohon menghubungkan chat-nya sendiri: nomor teleponnya sama dengan di formulir.",
    "code_of_other_service": "Kode ini untuk layanan lain: warga tidak dikabari otomatis. Pastikan layanannya benar.",
    "code_used_again": "Kode ini sudah dipakai: warga tidak dikabari otomatis. Mungkin formulir terkirim dua kali.",
    "came_as_number": "{about}: tersimpan sebagai angka, jadi bisa berubah dan tidak dipakai. Minta warga melengkapi.",
    "not_16_digits": "{about}: bukan 16 angka.",
    "empty": "{about}: kosong.",
    "still_open": "NIK ini masih punya permohonan {about} yang belum selesai.",
    "open_beside": "NIK ini juga ada di permohonan lain yang masuk bersamaan dan belum selesai.",
    "corrected": "Perbaikan. Yang berubah: {about}.",
    "corrected_nothing": "Perbaikan, tetapi tidak ada isian yang berubah.",
    "late_correction": "Perbaikan ini datang setelah surat disetujui, jadi tidak dipakai. Warga sudah diberi tahu.",
    "closed_correction": (
        "Perbaikan ini datang setelah permohonannya dibatalkan atau kedaluwarsa, jadi tidak dipakai. "
        "Warga sudah diberi tahu."
    ),
    "answers_changed": "Isian diubah di lembar formulir: {about}.",
    "answers_changed_after": "Isian diubah di lembar formulir setelah diputuskan, tidak dipakai: {about}.",
    "answers_mixed": (
        "Isian di lembar formulir tertukar dengan baris lain (mungkin diurutkan sebagian): {about}. Tidak dipakai; "
        "yang berlaku isian di sini. Mohon batalkan pengurutan itu (Urungkan)."
    ),
    "unknown_decision": "Keputusan “{about}” tidak dikenal. Pilih dari daftar.",
    "replaced": "Permohonan ini sudah diganti perbaikannya. Putuskan pada baris yang terbaru.",
    "not_ready": (
        "“Sudah Diambil” hanya untuk surat yang Siap Diambil, Menunggu Tanda Tangan, atau menunggu konfirmasi warga."
    ),
    "no_letter_yet": (
        "“Cabut” hanya untuk surat yang sudah Selesai, Siap Diambil, atau Menunggu Tanda Tangan; "
        "permohonan ini masih atau sudah {about}."
    ),
    "withdraw_why": (
        "Tulis mengapa surat ini dicabut di kolom Pesan untuk Warga. Pesan dari keputusan sebelumnya tidak dipakai."
    ),
    "too_late": "Keputusan tidak bisa diubah lagi: permohonan ini sudah {about}.",
    "no_template": "Templat surat layanan ini belum ada atau rusak. Hubungi operator.",
    "missing_values": "Belum bisa disetujui, isian ini kosong: {about}. Pilih Belum Lengkap dan tulis pesannya.",
    "limit_reached": (
        "Belum bisa disetujui: NIK ini sudah mendapat surat sebanyak batas layanan ini, yaitu {about}. "
        "Batasnya diatur operator di config.yaml."
    ),
    "originals_needed": "Lihat dulu berkas aslinya, lalu centang Asli Dilihat.",
    "message_needed": "Tulis alasannya di kolom Pesan untuk Warga.",
    "too_many_approvals": (
        "{about} Setujui atau Cabut sekaligus, jadi ditahan. Bila memang benar: kosongkan dulu Keputusan, "
        "lalu pilih lagi sedikit demi sedikit."
    ),
    "row_mixed": (
        "Isi baris ini sempat tercampur dengan baris lain (mungkin diurutkan atau ditempel sebagian), jadi keputusan "
        "ini ditahan. Bila memang benar: kosongkan Keputusan, lalu pilih lagi."
    ),
    "unknown_row": (
        "Nomor permohonan di baris ini tidak dikenal, jadi keputusannya tidak dipakai. Putuskan di baris yang benar, "
        "lalu hapus baris ini."
    ),
    "restored": (
        "Spreadsheet dikembalikan ke versi lama, jadi keputusan ini ditahan. Bila memang benar: kosongkan Keputusan, "
        "lalu pilih lagi."
    ),
    "twice_on_desk": "Nomor permohonan ini ada di dua baris. Hapus salah satu; sebelum itu keputusan tidak dipakai.",
}
CONCERN_KINDS = frozenset(_CONCERNS)

_UNREADABLE: dict[str, str] = {
    "desk_gone": "Tab {about} tidak ada lagi, jadi dibuat lagi.",
    "desk_header_gone": (
        "Judul kolom {about} di tab Meja tidak ada, jadi keputusan belum bisa dibaca. Kembalikan judulnya; bila "
        "kolomnya terhapus, jalankan: scheduler.py setup."
    ),
    "desk_header_twice": (
        "Ada dua kolom {about} di tab Meja, jadi keputusan belum bisa dibaca. Hapus atau ganti judul yang salah."
    ),
    "tab_gone": (
        "Tab jawaban formulir {about} tidak ada, jadi permohonan barunya belum bisa dibaca. Hubungkan lagi "
        "formulirnya, lalu jalankan: scheduler.py check."
    ),
    "no_headers": (
        "Baris judul di tab jawaban formulir {about} hilang, jadi permohonan barunya belum bisa dibaca. Kembalikan "
        "seperti semula."
    ),
    "header_twice": (
        "Di tab jawaban formulir {about} ada dua kolom berjudul sama, jadi permohonan barunya belum bisa dibaca. "
        "Bedakan judulnya."
    ),
    "row_without_time": (
        "Di tab jawaban formulir {about} ada baris jawaban yang waktunya (kolom Stempel waktu) kosong atau bukan "
        "tanggal dan jam, jadi baris itu belum dibaca; baris lain jalan terus. Kembalikan waktunya, atau tulis seperti "
        "di baris lain."
    ),
}
READABLE_AGAIN = "Semua tab bisa dibaca lagi."

_NEWS: dict[str, str] = {
    NoticeKind.RECEIPT: "Diterima",
    NoticeKind.CORRECTION_RECEIPT: "Perbaikan diterima",
    NoticeKind.LATE_CORRECTION: "Perbaikan tidak dipakai",
    NoticeKind.CLOSED_CORRECTION: "Perbaikan tidak dipakai",
    NoticeKind.INCOMPLETE: "Diminta melengkapi",
    NoticeKind.REJECTED: "Ditolak",
    NoticeKind.APPROVED: "Disetujui",
    NoticeKind.LETTER: "Surat dikirim",
    NoticeKind.LETTER_SCAN: "Pindaian surat dikirim",
    NoticeKind.READY: "Siap diambil",
    NoticeKind.CONFIRM_REMINDER: "Diminta konfirmasi",
    NoticeKind.WITHDRAWN: "Surat dicabut",
    NoticeKind.EXPIRED: "Ditutup karena belum dilengkapi",
}
NEWS_KINDS = tuple(_NEWS)


def concern(what: Concern) -> str:
    """One remark for the column Perlu Dicek."""
    return _CONCERNS[what.kind].format(about=what.about)


def read_concern(text: str) -> Concern | None:
    """The remark that this text is, or None."""
    for kind, words in _CONCERNS.items():
        before, gap, after = words.partition("{about}")
        if not gap and text == words:
            return Concern(kind=kind)
        about = text.removeprefix(before).removesuffix(after) if gap else ""
        if gap and text == f"{before}{about}{after}":
            return Concern(kind=kind, about=about)
    return None


def unreadable(troubles: Mapping[str, str]) -> str:
    """What the log says of tabs that cannot be read, each with the mend: where it is -> what it is."""
    return " ".join(_UNREADABLE[kind].format(about=where) for where, kind in sorted(troubles.items()))


def when(moment: datetime, zone: ZoneInfo) -> str:
    """`22/11/2026 14.03`: text, so that no locale can turn it around."""
    local = moment.astimezone(zone)
    return f"{local:%d/%m/%Y} {clock(local)}"


def news(dossier: Dossier, service: Service, zone: ZoneInfo) -> str:
    """What the citizen was told and when, or why not and whom to phone."""
    by_phone = f"hubungi {answers.contact(service, dossier.answers) or 'warga lewat berkasnya'}"
    if dossier.chat_id is None:
        # Nothing is to be done any more for one that is closed.
        return "" if dossier.status in {Status.DONE, Status.SUPERSEDED} else f"Belum dikabari - {by_phone}"
    if dossier.news is None:
        return ""
    return _STATES.get(dossier.news.state, _waiting)(dossier.news, when(dossier.news.at, zone), by_phone)


def _waiting(last: News, _at: str, _by_phone: str) -> str:
    return f"{_NEWS[last.kind]}: sedang dikirim"


_STATES: dict[str, Callable[[News, str, str], str]] = {
    HELD: lambda _last, _at, by_phone: f"Menunggu konfirmasi warga - bila lama, {by_phone}",
    "delivered": lambda last, at, _: f"{_NEWS[last.kind]} {at}",
    "permanent-failure": lambda last, _, by_phone: f"{_NEWS[last.kind]}: tidak sampai - {by_phone}",
    "uncertain": lambda last, _, by_phone: f"{_NEWS[last.kind]}: tidak pasti sampai - {by_phone}",
}
