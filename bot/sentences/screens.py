"""What the bot answers: menu, services, status, cancelling, help."""

SCREENS: dict[str, str] = {
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
    "service_form_brought": (
        "Ketuk <b>Isi Formulir</b>, isi, lalu kirim. Kode permohonan sudah terisi, mohon jangan diubah.\n"
        "Syarat di atas mohon dibawa ke kantor desa, asli atau fotokopinya; tidak perlu diunggah.\n"
        "Kantor buka {opening}."
    ),
    "service_no_form": (
        "Mohon maaf, formulir layanan ini belum tersedia. Silakan datang ke kantor desa atau telepon {phone}."
    ),
    "slow_down": (
        "Mohon pelan-pelan ya, Bapak/Ibu. Pesannya terlalu banyak sekaligus, jadi yang berikutnya belum kami jawab. "
        "Silakan coba lagi satu menit lagi."
    ),
    "too_many_open": (
        "Masih ada {count} permohonan dari chat ini yang sedang kami kerjakan. Mohon tunggu sampai sebagian selesai, "
        "lalu ajukan lagi. Ada yang mendesak? Telepon {phone}."
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
        "2. Ketuk Isi Formulir, isi, unggah foto berkas bila diminta, lalu kirim.\n"
        "3. Kami kabari lewat chat ini sampai suratnya jadi.\n\n"
        "Ketik /status untuk melihat sampai di mana permohonan Bapak/Ibu, /cek untuk memeriksa keaslian surat, "
        "/privasi untuk tahu data apa yang kami simpan, atau /batal untuk kembali ke menu. "
        "Sudah mengisi formulir tetapi tidak ada kabar di sini? Ketik /hubungkan.\n\n"
        "Kantor Desa {village}, {address}\nBuka {opening}\nTelepon {phone}"
    ),
}
