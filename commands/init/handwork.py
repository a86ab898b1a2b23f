"""What the person does outside this program, in order. Plain data: said by the set-up, counted, and in the guide.

The guide (docs/operator.md) has the same sentences; a test plays every one of them, save those of the page.
"""

from collections.abc import Mapping

BEFORE: Mapping[str, str] = {
    "python": "Pasang Python dari https://www.python.org/downloads (di Windows: centang Add python.exe to PATH).",
    "program": "Unduh program ini sebagai ZIP, lalu ekstrak ke sebuah folder, misalnya Dokumen.",
    "libreoffice": "Pasang LibreOffice dari https://www.libreoffice.org/download, untuk membuat PDF.",
    "init": "Buka terminal di folder itu dan jalankan perintah init.",
}
TELEGRAM: Mapping[str, str] = {
    "bot": "Di Telegram, cari @BotFather, kirim /newbot, beri nama bot dan nama penggunanya, lalu salin tokennya.",
    "group": "Di Telegram, buat grup untuk staf desa, lalu tambahkan bot tadi sebagai anggota.",
    "staff": "Buka tautan pendaftaran staf dari init di HP orangnya, tekan Mulai. Berlaku begitu layanan berjalan.",
}
GOOGLE: Mapping[str, str] = {
    "project": "Buka https://console.cloud.google.com dengan akun Google desa, lalu buat project baru.",
    "apis": (
        "Di sana, lewat APIs & Services > Library, aktifkan: Google Sheets API, Google Forms API, dan Google Drive API."
    ),
    "key": (
        "Lewat IAM & Admin > Service Accounts, buat akun layanan; lalu di akun itu Keys > Add key > Create new key > "
        "JSON. Sebuah berkas terunduh."
    ),
}
FORMS: Mapping[str, str] = {
    "script": (
        "Buka https://script.google.com dengan akun Google desa, pilih New project, hapus isi Kode.gs, tempel isi "
        "formulir-skrip.txt, lalu simpan."
    ),
    "run": (
        "Pilih fungsi buatFormulir, klik Run, setujui izinnya (Advanced, lalu Go to project), tunggu sampai Log "
        "menulis Selesai. Bila berhenti sebelum itu, klik Run lagi."
    ),
    "code": "Di Log, salin semua baris dari KODE sampai AKHIR KODE.",
}
PAGE: Mapping[str, str] = {
    "deploy": (
        "Di project itu klik Deploy > New deployment, lalu pada roda gigi pilih Web app. Isi Execute as: Me, dan Who "
        "has access: Anyone (bukan Anyone with Google account). Klik Deploy, setujui izinnya bila diminta."
    ),
    "address": (
        "Salin alamat Web app yang berakhiran /exec, lalu tempel di init. QR surat yang terbit sesudahnya membuka "
        "halaman itu, tanpa Telegram."
    ),
}
"""Only where the village wants the page that checks letters. Not tried at Google."""
PASTE_AGAIN = (
    "Buka https://script.google.com dengan akun Google desa, buka project yang dulu membuat formulir, hapus isi "
    "Kode.gs, tempel isi formulir-skrip.txt, lalu simpan."
)
"""Before those, where no form was lacking and so nothing was pasted just now."""
HANDWORK: Mapping[str, str] = {**BEFORE, **TELEGRAM, **GOOGLE, **FORMS}
"""What every village does, without the upload questions: of those each form has its own number."""
