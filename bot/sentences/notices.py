"""What the citizen is told of a request on its way."""

NOTICES: dict[str, str] = {
    # A line below each of these; the only sentence that may be empty.
    "signature": "",
    "approved": (
        "Permohonan <b>{reference}</b> ({service}): Disetujui. Surat sedang ditandatangani. "
        "Mohon jangan datang dulu; nanti kami kabari."
    ),
    "receipt": (
        "Permohonan {service} atas nama {name} sudah kami terima.\n"
        "Nomor: <b>{reference}</b>\nKami kabari paling lambat {due}."
    ),
    "receipt_brought": (
        "Permohonan {service} atas nama {name} sudah kami terima.\n"
        "Nomor: <b>{reference}</b>\nKami kabari paling lambat {due}.\n"
        "Mohon bawa syaratnya ke kantor desa, asli atau fotokopinya. Kantor buka {opening}."
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
    "incomplete_brought": (
        "Permohonan <b>{reference}</b> ({service}) belum lengkap. Yang kurang: “{message}”.\n"
        "Isian lama masih ada; cukup perbaiki yang kurang. Bila itu berkas, mohon dibawa ke kantor desa."
    ),
    "incomplete_within_brought": (
        "Permohonan <b>{reference}</b> ({service}) belum lengkap. Yang kurang: “{message}”.\n"
        "Isian lama masih ada; cukup perbaiki yang kurang. Bila itu berkas, mohon dibawa ke kantor desa.\n"
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
}
