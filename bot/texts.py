"""Every sentence that people read in Telegram, in one flat table; a village may replace one by its name.

HTML as Telegram knows it. `{names}` are filled in by `say`, always escaped.
"""

from bisect import bisect_right
from html import escape

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024
"""Longest message and longest caption (Bot API), counted here in UTF-16 units with the tags: the safe side."""

TEXTS: dict[str, str] = {
    # Buttons: one to four words.
    "button_form": "Isi Formulir",
    "button_complete": "Lengkapi",
    "button_complete_one": "Lengkapi {reference}",
    "button_cancel_one": "Batalkan {reference}",
    "button_confirm_one": "Konfirmasi {reference}",
    "button_mine": "Ya, ini permohonan saya",
    "button_not_mine": "Bukan saya",
    "button_claim": "Saya sudah isi formulir",
    "button_bind_one": "Ya, {reference}",
    "button_decline_one": "Bukan {reference}",
    "button_share": "Bagikan nomor saya",
    "button_stop": "Batal",
    "button_cancel_surely": "Ya, batalkan",
    "button_keep": "Tidak jadi",
    "button_back": "Kembali",
    "button_menu": "Menu",
    "button_desk": "Buka Meja",
    "button_status": "Status permohonan",
    "button_help": "Bantuan",
    # The command list behind the chat's menu button.
    "command_start": "Menu layanan",
    "command_status": "Status permohonan saya",
    "command_cek": "Periksa keaslian surat",
    "command_bantuan": "Cara mengajukan surat",
    "command_batal": "Batal, kembali ke menu",
    # Screens.
    "greeting": "Selamat datang di Layanan Surat Desa {village}.\nBapak/Ibu perlu surat apa?",
    "greeting_free": "Selamat datang di Layanan Surat Desa {village}.\nBapak/Ibu perlu surat apa? Semua gratis.",
    "menu": "Bapak/Ibu perlu surat apa? Silakan pilih.",
    "service": (
        "<b>{title}</b>\n{outcome}\n\n"
        "<b>Siapkan:</b>\n{requirements}\n\n"
        "Biaya: {cost}\nSelesai: {promise}\nPetugas: {official}"
    ),
    "promise_same_day": "di hari kerja yang sama",
    "promise_days": "{days} hari kerja",
    "service_form": (
        "Ketuk <b>Isi Formulir</b>, isi, lalu kirim. Kode permohonan sudah terisi, mohon jangan diubah.\n"
        "Perlu akun Google. Bila diminta masuk dan gagal, ketuk titik tiga lalu Buka di Chrome."
    ),
    "service_no_form": (
        "Mohon maaf, formulir layanan ini belum tersedia. Silakan datang ke kantor desa atau telepon {phone}."
    ),
    "status_title": "<b>Status permohonan Bapak/Ibu</b>",
    "status_none": "Belum ada permohonan dari chat ini. Bapak/Ibu perlu surat? Silakan pilih layanan di menu.",
    "status_case": "<b>{reference}</b> - {service}",
    "status_new": "Sedang kami periksa. Kami kabari paling lambat {due}.",
    "status_overdue": "Sedang kami periksa. Mohon maaf, sudah lewat dari janji kami. Bapak/Ibu boleh telepon {phone}.",
    "status_incomplete": "Belum lengkap. Yang kurang: “{message}”. Mohon dilengkapi lewat tombol di bawah.",
    "status_incomplete_no_form": "Belum lengkap. Yang kurang: “{message}”. Mohon telepon {phone}.",
    "status_incomplete_confirm": (
        "Belum lengkap. Yang kurang: “{message}”. Mohon tekan tombol Konfirmasi di bawah, lalu bisa dilengkapi."
    ),
    "status_waits": "Surat sudah jadi. Mohon tekan tombol Konfirmasi di bawah, lalu suratnya kami kirim ke chat ini.",
    "status_approved": "Disetujui. Surat sedang dibuat. Mohon jangan datang dulu; nanti kami kabari.",
    "status_awaiting_signature": (
        "Disetujui. Surat sedang ditandatangani. Mohon jangan datang dulu; nanti kami kabari."
    ),
    "status_ready": "Surat sudah jadi dan bisa diambil di kantor desa. Mohon bawa KTP.",
    "status_done": "Selesai.",
    "status_done_number": "Selesai. Nomor surat: {number}.",
    "status_rejected": "Mohon maaf, belum bisa kami setujui. Alasannya: “{message}”. Ada pertanyaan? Telepon {phone}.",
    "status_cancelled": "Dibatalkan.",
    "status_expired": (
        "Ditutup karena belum dilengkapi sampai batas waktunya. Masih perlu suratnya? Silakan ajukan lagi lewat menu."
    ),
    "status_withdrawn": (
        "Surat nomor {number} sudah dicabut dan tidak berlaku lagi. Alasannya: “{message}”. "
        "Ada pertanyaan? Telepon {phone}."
    ),
    "status_superseded": "Sudah diganti dengan permohonan yang lebih baru.",
    "cancel_sure": (
        "Permohonan <b>{reference}</b> ({service}) akan dibatalkan dan suratnya tidak dibuat. Benar dibatalkan?"
    ),
    "cancel_done": "Permohonan <b>{reference}</b> ({service}) sudah dibatalkan. Perlu lagi? Silakan ajukan lewat menu.",
    "cancel_too_late": (
        "Mohon maaf, permohonan <b>{reference}</b> ({service}) tidak bisa dibatalkan lagi lewat sini. "
        "Ada pertanyaan? Telepon {phone}."
    ),
    "help": (
        "<b>Cara mengajukan surat</b>\n"
        "1. Pilih layanan di menu, lalu siapkan syaratnya.\n"
        "2. Ketuk Isi Formulir, isi, unggah foto berkas, lalu kirim.\n"
        "3. Kami kabari lewat chat ini sampai suratnya jadi.\n\n"
        "Ketik /status untuk melihat sampai di mana permohonan Bapak/Ibu, /cek untuk memeriksa keaslian surat, "
        "atau /batal untuk kembali ke menu. Sudah mengisi formulir tetapi tidak ada kabar di sini? "
        "Ketik /hubungkan.\n\n"
        "Kantor Desa {village}, {address}\nBuka {opening}\nTelepon {phone}"
    ),
    # Checking a letter: whoever has the code may read it, so nothing personal beyond name and facts.
    "verify_found": (
        "<b>Surat ini tercatat di Desa {village}.</b>\n\n"
        "Jenis: {kind}\nNomor: {number}\nTanggal: {day}\nAtas nama: {name}"
    ),
    "verify_until": "Berlaku sampai: {until}",
    "verify_expired": "Masa berlakunya <b>sudah habis</b>: hanya sampai {until}",
    "verify_endless": "Berlaku sampai: ada perubahan keterangan",
    "verify_fact": "{title}: {answer}",
    "verify_compare": (
        "<b>Cocokkan dengan surat.</b> Ada yang berbeda? Telepon {phone}.\n"
        "Hasil pindai (scan) tanda tangan dan QR bukan tanda tangan elektronik."
    ),
    "verify_withdrawn": (
        "<b>Surat ini sudah dicabut dan tidak berlaku lagi.</b>\n\n"
        "Nomor: {number}\nTanggal: {day}\n\nAda pertanyaan? Telepon Kantor Desa {village}: {phone}."
    ),
    "verify_unknown": (
        "<b>Surat dengan kode ini tidak ditemukan.</b>\n"
        "Mohon cek lagi kodenya. Bila sudah benar, surat itu tidak tercatat di kantor kami. "
        "Ada pertanyaan? Telepon Kantor Desa {village}: {phone}."
    ),
    "verify_wait": (
        "Mohon maaf, sudah terlalu banyak kode yang tidak ditemukan. "
        "Silakan coba lagi nanti, kira-kira {minutes} menit lagi, atau telepon {phone}."
    ),
    "verify_how": (
        "Untuk memeriksa keaslian surat, pindai QR di surat itu, atau ketik /cek lalu kode di bawah QR.\n"
        "Contoh: /cek ACDE34679FGH"
    ),
    # Whose request it is.
    "whose": "Apakah permohonan <b>{reference}</b> ({service}) atas nama {name} ini milik Bapak/Ibu?",
    "confirm": (
        "Mohon tekan <b>Ya, ini permohonan saya</b>. Suratnya baru kami kirim ke chat ini setelah itu. "
        "Bila bukan, tekan <b>Bukan saya</b>."
    ),
    "confirm_incomplete": (
        "Mohon tekan dulu <b>Ya, ini permohonan saya</b>, lalu tombol Lengkapi muncul. "
        "Bila bukan, tekan <b>Bukan saya</b>."
    ),
    "confirmed": "Terima kasih, sudah dikonfirmasi. Kabar dan suratnya kami kirim ke chat ini.",
    "confirmed_request": (
        "Terima kasih, permohonan <b>{reference}</b> ({service}) atas nama {name} sudah dikonfirmasi. "
        "Kabar dan suratnya kami kirim ke chat ini."
    ),
    "not_mine": (
        "Terima kasih sudah memberi tahu. Permohonan itu tidak lagi terhubung dengan chat ini; "
        "kantor desa yang akan menghubungi pemohonnya."
    ),
    "not_mine_late": (
        "Mohon maaf, suratnya sudah dikirim ke chat ini. Mohon suratnya dihapus dan tidak dipakai. "
        "Kantor desa kami beri tahu; ada pertanyaan? Telepon {phone}."
    ),
    "foreign": (
        "Mohon maaf, permohonan itu tidak terhubung dengan chat ini. "
        "Permohonan Bapak/Ibu sendiri? Ketik /hubungkan, atau telepon {phone}."
    ),
    "contact_ask": (
        "Agar permohonan Bapak/Ibu bisa kami cari, mohon tekan <b>Bagikan nomor saya</b> di bawah. "
        "Nomor itu hanya dicocokkan dengan nomor yang ditulis di formulir."
    ),
    "contact_foreign": (
        "Mohon maaf, itu bukan nomor Bapak/Ibu sendiri. Mohon tekan tombol <b>Bagikan nomor saya</b> di bawah."
    ),
    "claim_none": (
        "Mohon maaf, tidak ada permohonan dengan nomor telepon itu. Baru saja mengirim formulir? "
        "Coba lagi beberapa menit lagi, atau telepon {phone}."
    ),
    "claim_wait": (
        "Mohon maaf, sudah beberapa kali dicoba. Silakan coba lagi kira-kira {minutes} menit lagi, "
        "atau telepon {phone}."
    ),
    "claim_gone": "Mohon maaf, permohonan itu sudah terhubung dengan chat lain atau sudah selesai. Telepon {phone}.",
    "claim_declined": "Baik, permohonan itu tidak dihubungkan dengan chat ini.",
    "bound": (
        "Terima kasih, permohonan <b>{reference}</b> ({service}) atas nama {name} sudah terhubung dengan chat ini. "
        "Kabar dan suratnya kami kirim ke sini."
    ),
    # Notices to the citizen.
    "approved": (
        "Permohonan <b>{reference}</b> ({service}): Disetujui. Surat sedang ditandatangani. "
        "Mohon jangan datang dulu; nanti kami kabari."
    ),
    "receipt": (
        "Permohonan {service} atas nama {name} sudah kami terima.\n"
        "Nomor: <b>{reference}</b>\nKami kabari paling lambat {due}."
    ),
    "correction_receipt": (
        "Perbaikan {service} atas nama {name} sudah kami terima.\n"
        "Nomor: <b>{reference}</b>\nKami kabari paling lambat {due}."
    ),
    "late_correction": (
        "Perbaikan untuk permohonan <b>{reference}</b> ({service}) kami terima, tetapi tidak dipakai karena suratnya "
        "sudah diproses. Ada yang keliru di surat? Silakan datang ke kantor desa atau telepon {phone}."
    ),
    "closed_correction": (
        "Perbaikan untuk permohonan <b>{reference}</b> ({service}) kami terima, tetapi tidak dipakai karena permohonan "
        "itu sudah ditutup. Masih perlu suratnya? Silakan ajukan lagi lewat menu."
    ),
    "incomplete": (
        "Permohonan <b>{reference}</b> ({service}) belum lengkap. Yang kurang: “{message}”.\n"
        "Isian lama masih ada; cukup perbaiki yang kurang. Foto berkas mohon diunggah lagi."
    ),
    "incomplete_within": (
        "Permohonan <b>{reference}</b> ({service}) belum lengkap. Yang kurang: “{message}”.\n"
        "Isian lama masih ada; cukup perbaiki yang kurang. Foto berkas mohon diunggah lagi.\n"
        "Mohon dilengkapi dalam {days} hari."
    ),
    "expired": (
        "Mohon maaf, permohonan <b>{reference}</b> ({service}) kami tutup karena belum dilengkapi dalam {days} hari.\n"
        "Masih perlu suratnya? Silakan ajukan lagi lewat menu."
    ),
    "rejected": (
        "Mohon maaf, permohonan <b>{reference}</b> ({service}) belum bisa kami setujui. Alasannya: “{message}”.\n"
        "Ada pertanyaan? Silakan datang ke kantor desa atau telepon {phone}."
    ),
    "letter": "{service} atas nama {name} sudah jadi, nomor {number}. Ini suratnya.",
    "letter_until": (
        "{service} atas nama {name} sudah jadi, nomor {number}, berlaku sampai {valid_until}. Ini suratnya."
    ),
    "letter_scan": (
        "{service} atas nama {name} sudah ditandatangani, nomor {number}. Ini hasil pindainya. "
        "Aslinya bisa diambil di kantor desa; mohon bawa KTP."
    ),
    "letter_scan_until": (
        "{service} atas nama {name} sudah ditandatangani, nomor {number}, berlaku sampai {valid_until}. "
        "Ini hasil pindainya. Aslinya bisa diambil di kantor desa; mohon bawa KTP."
    ),
    "ready": (
        "{service} atas nama {name} (permohonan <b>{reference}</b>) sudah jadi dan bisa diambil di kantor desa. "
        "Mohon bawa KTP.\nKantor buka {opening}."
    ),
    "confirm_reminder": "{service} atas nama {name} (permohonan <b>{reference}</b>) sudah jadi.",
    "withdrawn": (
        "Mohon maaf, {service} atas nama {name}, nomor {number} (permohonan <b>{reference}</b>), kami cabut dan tidak "
        "berlaku lagi. Alasannya: “{message}”. Mohon surat itu tidak dipakai.\n"
        "Ada pertanyaan? Silakan datang ke kantor desa atau telepon {phone}."
    ),
    "nameless": "Bapak/Ibu",
    # Notices to the staff chat: references, never personal data.
    "staff_arrival": "Permohonan baru: <b>{reference}</b> ({service}).\nTenggat: {due}.",
    "staff_arrival_no_chat": (
        "Permohonan baru: <b>{reference}</b> ({service}).\nTenggat: {due}.\n"
        "Pemohon tidak terhubung lewat Telegram; bila ada kabar, mohon hubungi nomor yang tertulis di Meja. "
        "Ia bisa menghubungkan diri: ketik /hubungkan di bot."
    ),
    "staff_to_sign": (
        "Permohonan <b>{reference}</b>\n"
        "Cetak, tanda tangani, stempel, lalu balas pesan ini dengan foto atau pindaiannya."
    ),
    "scan_forwarded": "Diteruskan ke warga untuk permohonan <b>{reference}</b>.",
    "scan_held": (
        "Disimpan untuk permohonan <b>{reference}</b>. Warganya belum menekan Ya, ini permohonan saya; "
        "begitu ditekan, diteruskan."
    ),
    "scan_again": "Berkas yang baru untuk permohonan <b>{reference}</b> diteruskan juga ke warga.",
    "scan_same": (
        "Berkas ini sudah diteruskan untuk permohonan <b>{reference}</b>, jadi tidak dikirim lagi. "
        "Bila ada yang lebih baik, balas dengan berkas yang baru."
    ),
    "scan_no_chat": (
        "Pemohon <b>{reference}</b> tidak terhubung lewat Telegram. Mohon hubungi lewat nomor yang tertulis di Meja: "
        "suratnya siap diambil."
    ),
    "scan_withdrawn": "Surat untuk permohonan <b>{reference}</b> sudah dicabut, jadi tidak diteruskan.",
    "scan_unknown": (
        "Pesan yang dibalas bukan surat yang perlu ditandatangani. "
        "Mohon balas pesan terbaru yang memuat berkas suratnya."
    ),
    "alert_undelivered": (
        "Kabar untuk permohonan <b>{about}</b> tidak bisa dikirim ke warga. "
        "Mohon hubungi lewat nomor yang tertulis di Meja."
    ),
    "alert_uncertain": (
        "Kabar untuk permohonan <b>{about}</b> tidak pasti sampai ke warga. "
        "Mohon pastikan lewat nomor yang tertulis di Meja."
    ),
    "alert_not_mine": (
        "Penerima kabar permohonan <b>{about}</b> berkata itu bukan permohonannya, jadi tidak dikabari lagi. "
        "Mohon hubungi pemohonnya lewat nomor yang tertulis di Meja."
    ),
    "alert_not_mine_late": (
        "Penerima surat permohonan <b>{about}</b> berkata itu bukan permohonannya, padahal suratnya sudah terkirim. "
        "Mohon hubungi pemohonnya lewat nomor yang tertulis di Meja."
    ),
    "alert_unconfirmed": (
        "Surat untuk permohonan <b>{about}</b> sudah jadi, tetapi warganya belum menekan Ya, ini permohonan saya. "
        "Mohon hubungi lewat nomor yang tertulis di Meja; suratnya bisa juga dicetak dan diserahkan di kantor."
    ),
    "alert_bound": (
        "Permohonan <b>{about}</b> sekarang terhubung dengan chat pemohonnya: nomor teleponnya sama dengan di formulir."
    ),
    "alert_cancelled": "Permohonan <b>{about}</b> dibatalkan oleh pemohonnya.",
    "alert_too_many_approvals": (
        "Terlalu banyak Setujui atau Cabut sekaligus di Meja (<b>{about}</b>), jadi ditahan. "
        "Mohon lihat kolom Perlu Dicek."
    ),
    "alert_letter_to_print": "Surat untuk permohonan <b>{about}</b> siap dicetak dan ditandatangani.",
    "alert_letter_stuck": (
        "Surat untuk permohonan <b>{about}</b> belum bisa dibuat; dicoba terus. Mohon minta operator memeriksa."
    ),
    "alert_letter_template": (
        "Surat untuk permohonan <b>{about}</b> belum bisa dibuat: templatnya bermasalah. "
        "Mohon minta operator menjalankan scheduler.py check. Nomor belum dipakai."
    ),
    "alert_letter_no_signer": (
        "Surat untuk permohonan <b>{about}</b> belum bisa dibuat: tidak ada penanda tangan untuk hari ini. "
        "Mohon minta operator mengisinya di config.yaml. Nomor belum dipakai."
    ),
    "alert_letter_number_taken": (
        "Surat untuk permohonan <b>{about}</b> belum bisa dibuat: nomor berikutnya sudah dipakai surat lain. "
        "Mohon minta operator menjalankan scheduler.py surat mulai."
    ),
    "alert_numbers_unconfirmed": (
        "Buku data baru dibuat ulang, jadi surat yang disetujui belum diberi nomor (seri <b>{about}</b>). Mohon minta "
        "operator memastikan nomor urut terakhir di buku surat desa, lalu menjalankan scheduler.py surat mulai."
    ),
    "alert_letter_unprinted": (
        "Surat untuk permohonan <b>{about}</b> sudah bernomor tetapi belum bisa dijadikan PDF, jadi ditahan. "
        "Dicoba terus dengan nomor yang sama. Mohon minta operator menjalankan scheduler.py check."
    ),
    "alert_desk_gone": (
        "Tab <b>{about}</b> tidak ada lagi di spreadsheet, jadi dibuat lagi. Keputusan yang belum sempat dipakai perlu "
        "dipilih lagi."
    ),
    "alert_restored": (
        "Spreadsheet dikembalikan ke versi lama. Permohonan tidak ada yang hilang: barisnya ditulis lagi. Keputusan "
        "yang ikut kembali ditahan; mohon lihat kolom Perlu Dicek."
    ),
    "alert_desk_header_gone": (
        "Judul kolom <b>{about}</b> di tab Meja tidak ada, jadi keputusan belum bisa dibaca. Mohon kembalikan "
        "judulnya. Bila kolomnya terhapus: minta operator menjalankan scheduler.py setup."
    ),
    "alert_desk_header_twice": (
        "Ada dua kolom <b>{about}</b> di tab Meja, jadi keputusan belum bisa dibaca. Mohon hapus atau ganti judul yang "
        "salah."
    ),
    "alert_tab_gone": "Lembar jawaban <b>{about}</b> tidak ada di spreadsheet. Permohonan baru belum bisa dibaca.",
    "alert_no_headers": (
        "Baris judul lembar jawaban <b>{about}</b> hilang. Permohonan baru belum bisa dibaca. "
        "Mohon kembalikan seperti semula."
    ),
    "alert_header_twice": (
        "Lembar jawaban <b>{about}</b> punya dua kolom dengan judul sama. Permohonan baru belum bisa dibaca. "
        "Mohon bedakan judulnya."
    ),
    "alert_cell_will_not_stick": (
        "Isi <b>{about}</b> di Meja selalu berubah lagi sesudah ditulis. "
        "Mohon hapus rumus atau aturan di sel itu; keputusan tetap diproses."
    ),
    "alert_summary_unwritable": (
        "Tab <b>{about}</b> tidak bisa ditulis, jadi angka dan jam aktifnya tidak diperbarui. "
        "Mohon hapus tab itu, nanti dibuat lagi; permohonan tetap diproses."
    ),
    "alert_backup_failed": (
        "Cadangan data kantor belum bisa dibuat; dicoba terus, dan pekerjaan lain tetap jalan. "
        "Mohon minta operator menjalankan scheduler.py backup; di sana tertulis sebabnya."
    ),
    "alert_clock_wrong": (
        "Jam komputer kantor tidak cocok dengan jam Google, jadi surat belum dibuat. "
        "Mohon minta operator membetulkan tanggal, jam, dan zona waktunya."
    ),
    "alert_other": "Perlu dicek: <b>{about}</b> ({alert}).",
}


def say(name: str, /, *, limit: int = TEXT_LIMIT, **params: object) -> str:
    """The sentence of this name as HTML, every parameter escaped.

    What is longer than `limit` loses the end of its longest parameter, so that tags stay whole.
    """
    plain = {key: str(value) for key, value in params.items()}
    for _ in plain:
        over = _length(_filled(name, plain)) - limit
        if over <= 0:
            break
        longest = max(plain, key=lambda key: _escaped_length(plain[key]))
        plain[longest] = _cut(plain[longest], _escaped_length(plain[longest]) - over)
    return _filled(name, plain)


def commands() -> dict[str, str]:
    """The bot's commands and what each does, as Telegram lists them."""
    return {name: TEXTS[f"command_{name}"] for name in ("start", "status", "cek", "bantuan", "batal")}


def _filled(name: str, plain: dict[str, str]) -> str:
    return TEXTS[name].format_map({key: escape(text, quote=False) for key, text in plain.items()})


def _cut(text: str, room: int) -> str:
    kept = bisect_right(range(1, len(text) + 1), room - 1, key=lambda end: _escaped_length(text[:end]))
    return text[:kept].rstrip() + "…"


def _escaped_length(text: str) -> int:
    return _length(escape(text, quote=False))


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
