"""What the bot says of a letter to whoever has its code: nothing personal beyond name and facts."""

VERIFICATION: dict[str, str] = {
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
}
