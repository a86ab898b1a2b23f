"""Invented people and what they would write in a form. No name, NIK or number belongs to anyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_COMMON: Mapping[str, str] = {
    "NIK": "3216064107900001",
    "Nomor KK": "3216061203150002",
    "Tempat Lahir": "Bekasi",
    "Tanggal Lahir": "1990-07-01",
    "Jenis Kelamin": "Perempuan",
    "Agama": "Islam",
    "Status Perkawinan": "Belum Kawin",
    "Pekerjaan": "Wiraswasta",
    "Kewarganegaraan": "Indonesia",
    "Alamat Lengkap (RT/RW, Dusun)": "Kampung Gabus RT 002/RW 005, Dusun II",
    "Nomor/Username Telegram": "081200000001",
    "Nama Usaha": "Warung Melati",
    "Jenis Usaha": "Warung sembako",
    "Alamat Usaha": "Kampung Gabus RT 002/RW 005",
    "Usaha Sejak Tahun": "2019",
    "Keperluan": "Pengajuan pinjaman modal usaha",
    "Nama Kepala Keluarga": "Slamet Contoh",
    "Jumlah Tanggungan": "3",
    "Penghasilan per Bulan": "900.000",
    "Alasan Permohonan": "Penghasilan keluarga tidak tetap dan ada anak yang bersekolah.",
    "Diperuntukkan Bagi": "Adik saya, Rara Contoh",
    "Hubungan dengan Anak": "Saudara",
    "Nama Anak": "Kirana Contoh",
    "Jenis Kelamin Anak": "Perempuan",
    "Hari Lahir Anak": "Senin",
    "Tanggal Lahir Anak": "2026-11-09",
    "Pukul Lahir Anak": "05.30",
    "Tempat Lahir Anak": "Puskesmas Karangsatria",
    "Anak Ke": "2",
    "Penolong Kelahiran": "Bidan",
    "Berat Bayi (kg)": "3,1",
    "Panjang Bayi (cm)": "49",
    "Alamat Orang Tua": "Kampung Gabus RT 002/RW 005, Dusun II",
    "Nama Saksi 1": "Wati Contoh",
    "NIK Saksi 1": "3216065203850003",
    "Nama Saksi 2": "Joko Contoh",
    "NIK Saksi 2": "3216061404800004",
    "Alasan Permohonan KK": "Tambah anggota",
    "Nomor KK Lama": "3216061203150002",
    "Jumlah Anggota Keluarga": "4",
    "Daftar Anggota Keluarga": (
        "3216060505600007; Slamet Contoh; Kepala Keluarga\n3216065505630008; Sri Contoh; Istri\n"
        "3216064107900001; Dewi Lestari Contoh; Anak\n3216064911260006; Kirana Contoh; Cucu"
    ),
    "Bin/Binti": "Slamet Contoh",
    "Status Pernikahan (Jejaka/Duda/Perawan/Janda)": "Perawan",
    "Nama Pasangan Terdahulu": "-",
    "Nama Ayah": "Slamet Contoh",
    "NIK Ayah": "3216060505600007",
    "Tempat dan Tanggal Lahir Ayah": "Bekasi, 5 Mei 1960",
    "Agama Ayah": "Islam",
    "Pekerjaan Ayah": "Petani",
    "Alamat Ayah": "Kampung Gabus RT 002/RW 005",
    "Nama Ibu": "Sri Contoh",
    "NIK Ibu": "3216065505630008",
    "Tempat dan Tanggal Lahir Ibu": "Bekasi, 15 Mei 1963",
    "Agama Ibu": "Islam",
    "Pekerjaan Ibu": "Mengurus rumah tangga",
    "Alamat Ibu": "Kampung Gabus RT 002/RW 005",
    "Nama Calon Pasangan": "Deni Contoh",
    "Tempat Akad/Nikah": "KUA Tambun Utara",
    "Tanggal Nikah": "2027-01-16",
    "Hubungan dengan Almarhum": "Anak",
    "Nama Almarhum": "Karta Contoh",
    "NIK Almarhum": "3216060202500009",
    "Jenis Kelamin Almarhum": "Laki-laki",
    "Tempat Lahir Almarhum": "Bekasi",
    "Tanggal Lahir Almarhum": "1950-02-02",
    "Agama Almarhum": "Islam",
    "Alamat Almarhum": "Kampung Gabus RT 002/RW 005",
    "Hari Meninggal": "Jumat",
    "Tanggal Meninggal": "2026-11-20",
    "Pukul Meninggal": "04.15",
    "Tempat Meninggal": "rumah, Kampung Gabus RT 002/RW 005",
    "Sebab Meninggal": "Sakit",
    "Alamat Domisili": "Perumahan Gabus Indah Blok B2 Nomor 7 RT 004/RW 009, Dusun III",
    "Tinggal Sejak": "Maret 2021",
    "Status Tempat Tinggal": "Kontrak atau sewa",
    "Keperluan SKCK": "Melamar pekerjaan",
    "Kantor Polisi Tujuan": "Polsek Tambun Utara",
    "Isi Keterangan": (
        "Nama pada KTP dan nama pada buku tabungan ditulis berbeda satu huruf, tetapi keduanya adalah orang yang sama."
    ),
    "Ditujukan Kepada": "Bank Contoh Cabang Bekasi",
    "Daftar Tanggungan": "Sri Contoh; Istri; 63 tahun\nRara Contoh; Anak; 15 tahun\nKirana Contoh; Cucu; 9 tahun",
    "Alamat Tujuan": "Jalan Mawar Nomor 4 RT 001/RW 002, Desa Sukacontoh, Kecamatan Cibitung, Kabupaten Bekasi 17520",
    "Alasan Pindah": "Pekerjaan",
    "Jenis Kepindahan": "Anggota keluarga",
    "Rencana Tanggal Pindah": "2027-01-04",
    "Daftar Anggota yang Pindah": (
        "3216064107900001; Dewi Lestari Contoh; Anak\n3216064911180006; Kirana Contoh; Cucu"
    ),
    "Tanggal Surat Pernyataan": "2026-11-22",
    "Jumlah Ahli Waris": "3",
    "Daftar Ahli Waris": (
        "3216064505530015; Ijah Contoh; Istri\n3216064107900001; Dewi Lestari Contoh; Anak\n"
        "3216060107880011; Agus Santoso Contoh; Anak"
    ),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wants a letter."""

    first_name: str
    last_name: str
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As on the identity card."""
        return f"{self.first_name} {self.last_name}"

    def answer(self, title: str) -> str:
        """What they write under a question; a plain sentence where nothing better is known."""
        if title == "Nama Lengkap":
            return self.name
        return self.own.get(title) or _COMMON.get(title) or "Contoh"


_MAN: Mapping[str, str] = {
    "Jenis Kelamin": "Laki-laki",
    "Status Pernikahan (Jejaka/Duda/Perawan/Janda)": "Jejaka",
    "Nama Calon Pasangan": "Ayu Contoh",
}

PEOPLE = (
    Person("Dewi", "Lestari Contoh"),
    Person("Agus", "Santoso Contoh", {**_MAN, "NIK": "3216060107880011"}),
    Person("Siti", "Aminah Contoh", {"NIK": "3216064203920012"}),
    Person("Bayu", "Pratama Contoh", {**_MAN, "NIK": "3216061508990013"}),
    Person("Rina", "Wulandari Contoh", {"NIK": "3216066308950014"}),
    Person("Hendra", "Gunawan Contoh", {**_MAN, "NIK": "3216062109830015"}),
    Person("Yuni", "Astuti Contoh", {"NIK": "3216065006910016"}),
    Person("Eko", "Nugroho Contoh", {**_MAN, "NIK": "3216061104860017"}),
    Person("Ratna", "Permata Contoh", {"NIK": "3216066707940018"}),
    Person("Dimas", "Saputra Contoh", {**_MAN, "NIK": "3216062508970019"}),
    Person("Lina", "Kartika Contoh", {"NIK": "3216064412930020"}),
    Person("Wawan", "Setiawan Contoh", {**_MAN, "NIK": "3216060903820021"}),
)
