"""What stands outside messages: buttons, the list of commands, the bot's profile."""

BUTTONS: dict[str, str] = {
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
    "button_erase_surely": "Ya, hapus",
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
    "command_privasi": "Data apa yang kami simpan",
    "command_hapus": "Hapus data saya",
    "command_batal": "Batal, kembali ke menu",
    # What Telegram shows of the bot before anybody has pressed Start, and in its profile: plain text.
    "bot_description": (
        "Layanan surat Desa {village}. Tekan Mulai, pilih surat, lalu isi formulirnya; kabar dan suratnya dikirim ke "
        "chat ini.\n\nKantor buka {opening}.\nTelepon {phone}."
    ),
    "bot_about": "Layanan surat Desa {village}. Telepon {phone}. Buka {opening}.",
}
