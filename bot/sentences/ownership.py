"""Whose request it is: what people are asked, and what they are told then."""

OWNERSHIP: dict[str, str] = {
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
}
