"""What the staff are told: references, never personal data; in their chat, but for the answer to an invitation."""

STAFF: dict[str, str] = {
    # To one who opened an invitation to the staff, in their own chat.
    "staff_welcome": (
        "{name} sekarang terdaftar sebagai staf. Balasan Bapak/Ibu di obrolan staf akan diteruskan ke warga."
    ),
    "staff_no_invitation": (
        "Mohon maaf, tautan ini sudah dipakai atau sudah lewat 24 jam. "
        "Mohon minta tautan baru kepada operator. Ada pertanyaan? Telepon {phone}."
    ),
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
    "scan_not_enrolled": (
        "Mohon maaf, Bapak/Ibu belum terdaftar sebagai staf, jadi ini tidak dikerjakan. Mohon minta tautan kepada "
        "operator, yang dibuat dengan scheduler.py staf undang NAMA. Setelah terdaftar, mohon ulangi."
    ),
    "scan_anonymous": (
        "Mohon maaf, Bapak/Ibu menulis sebagai admin anonim, jadi tidak diketahui siapa, dan ini tidak dikerjakan. "
        "Mohon matikan Tetap Anonim di pengaturan admin grup ini, lalu ulangi."
    ),
    "scan_no_command": (
        "Di obrolan staf tidak ada perintah. Untuk surat yang ditandatangani: balas pesan yang memuat berkasnya. "
        "Keputusan dipilih di Meja."
    ),
    # In a window over the chat, which holds 200 letters.
    "staff_press_refused": (
        "Mohon maaf, Bapak/Ibu belum terdaftar sebagai staf, jadi tombol ini belum bisa dipakai. "
        "Mohon minta tautan kepada operator: scheduler.py staf undang NAMA"
    ),
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
    "alert_staff_enrolled": (
        "Ada staf baru yang terdaftar; sekarang {about} orang. Bila tidak ada yang merasa mengundang, "
        "mohon minta operator menjalankan scheduler.py staf daftar."
    ),
    "alert_cancelled": "Permohonan <b>{about}</b> dibatalkan oleh pemohonnya.",
    "alert_erasure": (
        "Warga meminta datanya dihapus: <b>{about}</b>. Jawaban formulir, berkas, dan barisnya di Google perlu dihapus "
        "dengan tangan. Mohon minta operator menjalankan scheduler.py privasi daftar."
    ),
    "alert_too_many_approvals": (
        "Terlalu banyak Setujui atau Cabut sekaligus di Meja (<b>{about}</b>), jadi ditahan. "
        "Mohon lihat kolom Perlu Dicek."
    ),
    "alert_letter_to_print": "Surat untuk permohonan <b>{about}</b> siap dicetak dan ditandatangani.",
    "alert_letter_stuck": (
        "Surat untuk permohonan <b>{about}</b> belum bisa dibuat; dua hari ini dicoba lagi sendiri. "
        "Mohon minta operator menjalankan scheduler.py check."
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
        "Dua hari ini dicoba lagi sendiri, dengan nomor yang sama. Mohon minta operator menjalankan scheduler.py check."
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
    "alert_archive_unwritable": (
        "Baris yang sudah selesai tidak bisa dipindahkan ke tab <b>{about}</b>. Mohon periksa apakah tab itu dikunci. "
        "Permohonan tetap diproses."
    ),
    "alert_row_without_time": (
        "Lembar jawaban <b>{about}</b> punya baris yang waktunya (kolom Stempel waktu) kosong atau bukan tanggal dan "
        "jam, jadi baris itu belum diproses. Permohonan lain jalan terus. Mohon kembalikan waktunya, atau tulis "
        "seperti di baris lain."
    ),
    "alert_row_refused": (
        "Satu baris <b>{about}</b> tidak bisa dicatat program, dan belum diproses. Permohonan lain jalan terus. "
        "Mohon kirim catatan program kepada pembuatnya."
    ),
    "alert_cell_will_not_stick": (
        "Isi <b>{about}</b> di Meja selalu berubah lagi sesudah ditulis. "
        "Mohon hapus rumus atau aturan di sel itu; keputusan tetap diproses."
    ),
    "alert_summary_unwritable": (
        "Tab <b>{about}</b> tidak bisa ditulis, jadi angka dan jam aktifnya tidak diperbarui. "
        "Mohon hapus tab itu, nanti dibuat lagi; permohonan tetap diproses."
    ),
    "alert_outage_backup": (
        "Cadangan data kantor belum bisa dibuat sejak {since}; dicoba terus, dan pekerjaan lain tetap jalan. "
        "Mohon minta operator menjalankan scheduler.py backup; di sana tertulis sebabnya."
    ),
    "alert_clock_wrong": (
        "Jam komputer kantor tidak cocok dengan jam Google, jadi surat belum dibuat. "
        "Mohon minta operator membetulkan tanggal, jam, dan zona waktunya."
    ),
    "alert_away": (
        "Layanan mati dari {since} sampai {until}. Yang masuk selama itu sekarang dikerjakan; tidak ada yang hilang."
    ),
    "alert_stuck": (
        "Perlu dilihat operator: {unanswered} pesan warga tidak bisa dijawab, {undelivered} kabar tidak sampai, "
        "{letters} surat belum bisa dibuat. Mohon minta operator menjalankan scheduler.py check."
    ),
    "alert_spreadsheet_refused": (
        "Program tidak boleh lagi membuka spreadsheet, jadi permohonan dan keputusan belum bisa dibaca. Mohon bagikan "
        "lagi spreadsheetnya kepada akun layanan, atau minta operator menjalankan scheduler.py check. Dicoba terus."
    ),
    "alert_outage_spreadsheet": (
        "Spreadsheet tidak bisa dibaca sejak {since}: Google terganggu atau batas pemakaiannya habis. "
        "Tidak ada yang hilang; dicoba terus."
    ),
    "alert_spreadsheet_unprocessed": (
        "Isi spreadsheet belum bisa diproses sejak {since}. Tidak ada yang hilang; dicoba terus. "
        "Mohon minta operator menjalankan scheduler.py check dan melihat catatan program."
    ),
    "alert_mended_spreadsheet": "Spreadsheet bisa dibaca lagi. Tadi terputus dari {since} sampai {until}.",
    "alert_outage_telegram": "Telegram tidak bisa dihubungi sejak {since}; dicoba terus.",
    "alert_mended_telegram": (
        "Telegram tersambung lagi. Tadi terputus dari {since} sampai {until}. "
        "Yang masuk selama itu sekarang dikerjakan; tidak ada yang hilang."
    ),
    "alert_outage_letters": (
        "Ada surat yang sudah disetujui tetapi belum bisa dibuat sejak {since}; dicoba lagi sendiri. "
        "Mohon minta operator menjalankan scheduler.py check."
    ),
    "alert_mended_letters": "Semua surat bisa dibuat lagi. Tadi ada yang tertahan dari {since} sampai {until}.",
    "alert_outage_printing": (
        "Ada surat yang sudah bernomor tetapi belum bisa dicetak sejak {since}, jadi ditahan; dicoba lagi sendiri. "
        "Mohon minta operator memeriksa LibreOffice dengan scheduler.py check."
    ),
    "alert_mended_printing": "Semua surat bisa dicetak lagi. Tadi ada yang tertahan dari {since} sampai {until}.",
    "alert_outage_disk": (
        "Disk komputer kantor hampir penuh sejak {since}. Bila penuh, permohonan tidak bisa dicatat lagi. "
        "Mohon minta operator menghapus berkas yang tidak perlu."
    ),
    "alert_mended_disk": "Sisa ruang disk komputer kantor cukup lagi. Tadi hampir penuh dari {since} sampai {until}.",
    "alert_mended_backup": "Cadangan data kantor bisa dibuat lagi. Tadi gagal dari {since} sampai {until}.",
    "alert_other": "Perlu dicek: <b>{about}</b> ({alert}).",
}
