"""What invented people answer to each service's questions: longer than most, with signs that XML and Word mind."""

from collections.abc import Mapping

BIODATA = {
    "Nama Lengkap": "Siti Aminah binti Ahmad Sanusi",
    "NIK": "3299014107850001",
    "Nomor KK": "3299010101120002",
    "Tempat Lahir": "Wanasari",
    "Tanggal Lahir": "1985-07-01",
    "Jenis Kelamin": "Perempuan",
    "Agama": "Islam",
    "Status Perkawinan": "Cerai Mati",
    "Pekerjaan": "Wiraswasta",
    "Kewarganegaraan": "Indonesia",
    "Alamat Lengkap (RT/RW, Dusun)": "Kampung Pasir Angin RT 003 RW 007, Dusun Mekarsari, dekat Masjid Al-Ikhlas",
}
REPORTER = {title: BIODATA[title] for title in ("Nama Lengkap", "NIK")}
WITNESSES = {
    "Nama Saksi 1": "Ujang Komarudin",
    "NIK Saksi 1": "3299010202700003",
    "Nama Saksi 2": "Yayah Rokayah",
    "NIK Saksi 2": "3299014303750004",
}
PARENTS = {
    "Nama Ayah": "Ahmad Sanusi bin Karta",
    "NIK Ayah": "3299010505550005",
    "Tempat dan Tanggal Lahir Ayah": "Wanasari, 5 Mei 1955",
    "Agama Ayah": "Islam",
    "Pekerjaan Ayah": "Petani",
    "Alamat Ayah": "Kampung Pasir Angin RT 001 RW 007, Dusun Mekarsari",
    "Nama Ibu": "Entin Suhartini",
    "NIK Ibu": "3299014606600006",
    "Tempat dan Tanggal Lahir Ibu": "Cibungah, 6 Juni 1960",
    "Agama Ibu": "Islam",
    "Pekerjaan Ibu": "Mengurus Rumah Tangga",
    "Alamat Ibu": "Kampung Pasir Angin RT 001 RW 007, Dusun Mekarsari",
}
DECEASED = {
    "Nama Almarhum": "Asep Maulana",
    "NIK Almarhum": "3299010303800007",
    "Alamat Almarhum": BIODATA["Alamat Lengkap (RT/RW, Dusun)"],
    "Tanggal Meninggal": "2026-11-20",
    "Tempat Meninggal": "rumah kediaman, Dusun Mekarsari",
}

ANSWERS: Mapping[str, Mapping[str, str]] = {
    "akta_kelahiran": REPORTER
    | WITNESSES
    | {title: PARENTS[title] for title in ("Nama Ayah", "NIK Ayah", "Nama Ibu", "NIK Ibu")}
    | {
        "Nomor KK": BIODATA["Nomor KK"],
        "Hubungan dengan Anak": "Kakek/Nenek",
        "Nama Anak": "Muhammad Rafka Alfarizqi Nugraha",
        "Jenis Kelamin Anak": "Laki-laki",
        "Hari Lahir Anak": "Kamis",
        "Tanggal Lahir Anak": "2026-11-12",
        "Pukul Lahir Anak": "04.35 WIB",
        "Tempat Lahir Anak": "Puskesmas Cibungah",
        "Anak Ke": "2 (dua)",
        "Penolong Kelahiran": "Bidan",
        "Berat Bayi (kg)": "3,15",
        "Panjang Bayi (cm)": "49",
        "Alamat Orang Tua": BIODATA["Alamat Lengkap (RT/RW, Dusun)"],
    },
    "kartu_keluarga": BIODATA
    | {
        "Alasan Permohonan KK": "Tambah anggota",
        "Nomor KK Lama": "3299010101120099",
        "Jumlah Anggota Keluarga": "6",
        "Daftar Anggota Keluarga": "3299014107850001; Siti Aminah binti Ahmad Sanusi; Kepala Keluarga\n"
        "3299010407090008; Rizki Maulana; Anak\n"
        "3299014508120009; Nabila Putri Maulana; Anak\n"
        "3299011112150010; Fahri Maulana; Anak\n"
        "3299014606600006; Entin Suhartini; Ibu\n"
        "3299010505550005; Ahmad Sanusi bin Karta; Ayah",
    },
    "surat_nikah": BIODATA
    | PARENTS
    | {
        "Bin/Binti": "Ahmad Sanusi",
        "Status Pernikahan (Jejaka/Duda/Perawan/Janda)": "Janda",
        "Nama Pasangan Terdahulu": "Almarhum Asep Maulana",
        "Nama Calon Pasangan": "Deden Hidayat",
        "Tempat Akad/Nikah": "Masjid Al-Ikhlas, Dusun Mekarsari",
        "Tanggal Nikah": "2026-12-20",
    },
    "sktm": BIODATA
    | {
        "Nama Kepala Keluarga": "Siti Aminah",
        "Jumlah Tanggungan": "4 orang",
        "Daftar Tanggungan": "Rizki Maulana; Anak; 17 tahun\nNabila Putri Maulana; Anak; 14 tahun\n"
        "Fahri Maulana; Anak; 10 tahun\nEntin Suhartini; Ibu; 66 tahun",
        "Penghasilan per Bulan": "1.200.000",
        "Alasan Permohonan": "Penghasilan tidak tetap sejak suami meninggal dan masih membiayai tiga anak sekolah",
        "Diperuntukkan Bagi": "Rizki Maulana (anak kandung)",
        "Keperluan": "keringanan biaya pendidikan di SMK Negeri 1 Cibungah",
    },
    "sku": BIODATA
    | {
        "Nama Usaha": "Warung Nasi & Kue <Barokah>",
        "Jenis Usaha": "Makanan dan minuman olahan",
        "Alamat Usaha": "Pasar Karangsatria Blok C Nomor 14, Dusun Mekarsari, Desa Karangsatria",
        "Usaha Sejak Tahun": "2017",
        "Keperluan": "pengajuan pinjaman modal usaha pada bank penyalur Kredit Usaha Rakyat",
    },
    "surat_kematian": REPORTER
    | WITNESSES
    | DECEASED
    | {
        "Nomor KK": BIODATA["Nomor KK"],
        "Hubungan dengan Almarhum": "Suami/Istri",
        "Jenis Kelamin Almarhum": "Laki-laki",
        "Tempat Lahir Almarhum": "Cibungah",
        "Tanggal Lahir Almarhum": "1980-03-03",
        "Agama Almarhum": "Islam",
        "Hari Meninggal": "Jumat",
        "Pukul Meninggal": "21.10 WIB",
        "Sebab Meninggal": "Sakit",
    },
    "domisili": BIODATA
    | {
        "Alamat Domisili": "Perumahan Griya Mekar Blok D2 Nomor 9 RT 005 RW 011, Dusun Mekarsari",
        "Tinggal Sejak": "Maret 2021",
        "Status Tempat Tinggal": "Kontrak atau sewa",
        "Nama Kepala Keluarga": "Siti Aminah",
        "Keperluan": "pembukaan rekening tabungan",
    },
    "skck": BIODATA
    | {
        "Kantor Polisi Tujuan": "Polsek Cibungah",
        "Keperluan SKCK": "melamar pekerjaan di perusahaan swasta",
    },
    "belum_menikah": BIODATA
    | {
        "Status Perkawinan": "Belum Kawin",
        "Nama Ayah": PARENTS["Nama Ayah"],
        "Nama Ibu": PARENTS["Nama Ibu"],
        "Keperluan": "melengkapi syarat pendaftaran calon pegawai",
    },
    "umum": BIODATA
    | {
        "Isi Keterangan": "Nama pada KTP tertulis Siti Aminah binti Ahmad Sanusi dan nama pada ijazah tertulis Siti "
        "Aminah; keduanya adalah orang yang sama, yaitu yang namanya tersebut di atas.",
        "Ditujukan Kepada": "Bank Contoh Cabang Wanasari",
        "Keperluan": "penyesuaian nama pada buku tabungan",
    },
    "pindah": BIODATA
    | {
        "Alamat Tujuan": "Jalan Melati Nomor 4 RT 002 RW 001, Desa Sukacontoh, Kecamatan Sukasari, Kabupaten Cimekar, "
        "Provinsi Jawa Barat 17998",
        "Alasan Pindah": "Pekerjaan",
        "Jenis Kepindahan": "Kepala keluarga dan sebagian anggota keluarga",
        "Rencana Tanggal Pindah": "2026-12-01",
        "Daftar Anggota yang Pindah": "3299014107850001; Siti Aminah binti Ahmad Sanusi; Kepala Keluarga\n"
        "3299010407090008; Rizki Maulana; Anak\n"
        "3299014508120009; Nabila Putri Maulana; Anak\n3299011112150010; Fahri Maulana; Anak",
    },
    "ahli_waris": REPORTER
    | WITNESSES
    | DECEASED
    | {
        "Hubungan dengan Almarhum": "Suami/Istri",
        "Tanggal Surat Pernyataan": "2026-11-21",
        "Jumlah Ahli Waris": "4 (empat)",
        "Daftar Ahli Waris": "3299014107850001; Siti Aminah binti Ahmad Sanusi; Istri\n"
        "3299010407090008; Rizki Maulana; Anak\n3299014508120009; Nabila Putri Maulana; Anak\n"
        "3299011112150010; Fahri Maulana; Anak",
    },
}
"""By service and by question's title, as the spreadsheet gives them: dates are ISO."""
