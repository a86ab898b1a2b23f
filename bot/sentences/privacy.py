"""What the bot says of people's data (UU 27/2022), and of erasing it."""

PRIVACY: dict[str, str] = {
    "privacy": (
        "<b>Data Bapak/Ibu di Desa {village}</b>\n\n"
        "<b>Yang kami simpan dan berapa lama</b>\n"
        "- Pesan ke bot ini: {chat}.\n"
        "- Nomor chat dan nama pengguna Telegram: supaya kabar sampai ke Bapak/Ibu; dihapus bila diminta.\n"
        "- Isi kabar dari kami: {notices}.\n"
        "- Jawaban formulir, termasuk NIK: {answers}. NIK dan nomor KK ditutup sebagian: {nik}.\n"
        "- Surat yang sudah terbit: {letters}. Nomor, nama, dan isi ringkasnya tetap tercatat di buku surat keluar, "
        "karena buku itu wajib kami simpan.\n"
        "- Jawaban dan foto berkas di Google: sampai dihapus petugas.\n\n"
        "<b>Untuk apa</b>\n"
        "Hanya untuk memeriksa permohonan, membuat surat, dan mengabari Bapak/Ibu. Tidak untuk keperluan lain.\n\n"
        "<b>Di mana</b>\n"
        "Di server Telegram dan Google, yang ada di luar negeri, dan di laptop kantor desa beserta cadangannya. "
        "Yang sudah dihapus masih bisa ada di cadangan lama, paling lama setahun.\n\n"
        "<b>Hak Bapak/Ibu (UU 27/2022)</b>\n"
        "Melihat, membetulkan, dan menghapus data. Untuk menghapus, ketik /hapus. "
        "Untuk melihat, membetulkan, atau bertanya: Kantor Desa {village}, "
        "{address}, telepon {phone}."
    ),
    "erase_open": (
        "Masih ada permohonan yang berjalan: <b>{references}</b>. Datanya masih kami perlukan.\n"
        "Batalkan dulu lewat /status, atau tunggu sampai selesai, lalu ketik /hapus lagi."
    ),
    "erase_sure": (
        "<b>Hapus data Bapak/Ibu?</b>\n\n"
        "Yang dihapus: jawaban semua permohonan dari chat ini, isi pesan dan kabar, nama pengguna Telegram, dan kode "
        "formulir yang belum dipakai. /status tidak lagi menampilkan permohonan itu, dan kami tidak bisa lagi "
        "mengabari bila suratnya dicabut.\n\n"
        "Yang tetap disimpan: surat yang sudah terbit dan catatannya di buku surat keluar, karena wajib kami "
        "simpan.\n\n"
        "Jawaban formulir dan foto berkas di Google dihapus oleh petugas. Penghapusan tidak bisa dibatalkan."
    ),
    "erase_done": (
        "Data Bapak/Ibu sudah kami hapus. Petugas menghapus jawaban formulir dan foto berkas di Google.\n"
        "Surat yang sudah terbit tetap tercatat di buku surat keluar Desa {village}. Pesan yang baru saja dikirim "
        "terhapus dalam beberapa hari. Ada pertanyaan? Telepon {phone}."
    ),
    "privacy_days": "{count} hari",
    "privacy_days_after": "{count} hari setelah permohonan selesai",
    "privacy_years": "{count} tahun",
    "privacy_for_good": "disimpan seterusnya",
    "privacy_never_masked": "belum",
}
