"""The starter letters as LibreOffice prints them: every value there, each on one page."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from letters.template import Template

TEMPLATES = Path(__file__).parents[2] / "letters" / "templates"
TOOLS = ("soffice", "pdftotext")

OFFICE = {
    "Nama Desa": "Sukamulya",
    "Kecamatan": "Cibungah",
    "Kabupaten": "Wanasari",
    "Provinsi": "Jawa Barat",
    "Alamat Kantor": "Jalan Raya Sukamulya Nomor 12",
    "Kode Pos": "17999",
    "Telepon Kantor": "(021) 5550 1234",
    "Nomor Surat": "400.12/007/2001/XI/2026",
    "Tanggal Surat": "22 November 2026",
    "Berlaku Sampai": "22 Desember 2026",
    "Nama Penanda Tangan": "H. Dadang Sutisna, S.IP",
    "Jabatan Penanda Tangan": "Kepala Desa Sukamulya",
    "NIP Penanda Tangan": "NIPD 3299 0105 2024 1001",
    "Nomor Permohonan": "SKU-7K3Q",
    "Kode Verifikasi": "7Q4M-K9TX-2HRD",
    "Nama Bot": "SuratDesaSukamulyaBot",
    "Keterangan Tanda Tangan": "Belum ditandatangani",
}
BIODATA = {
    "Nama Lengkap": "Siti Aminah binti Ahmad Sanusi",
    "NIK": "3299014107850001",
    "Nomor KK": "3299010101120002",
    "Tempat Lahir": "Wanasari",
    "Tanggal Lahir": "1 Juli 1985",
    "Jenis Kelamin": "Perempuan",
    "Agama": "Islam",
    "Status Perkawinan": "Cerai Mati",
    "Pekerjaan": "Wiraswasta",
    "Kewarganegaraan": "Indonesia",
    "Alamat Lengkap (RT/RW, Dusun)": "Kampung Pasir Angin RT 003 RW 007, Dusun Mekarsari, dekat Masjid Al-Ikhlas",
}
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
PURPOSE = "pengajuan pinjaman modal usaha pada bank penyalur Kredit Usaha Rakyat"
ANSWERS: dict[str, dict[str, str]] = {
    "sku.docx": BIODATA
    | {
        "Nama Usaha": "Warung Nasi & Kue <Barokah>",
        "Jenis Usaha": "Makanan dan minuman olahan",
        "Alamat Usaha": "Pasar Sukamulya Blok C Nomor 14, Dusun Mekarsari, Desa Sukamulya",
        "Usaha Sejak Tahun": "2017",
        "Keperluan": PURPOSE,
    },
    "sktm.docx": BIODATA
    | {
        "Nama Kepala Keluarga": "Siti Aminah",
        "Jumlah Tanggungan": "4 orang",
        "Penghasilan per Bulan": "Rp1.200.000",
        "Alasan Permohonan": "Penghasilan tidak tetap sejak suami meninggal dan masih membiayai tiga anak sekolah",
        "Diperuntukkan Bagi": "Rizki Maulana (anak kandung)",
        "Keperluan": "keringanan biaya pendidikan di SMK Negeri 1 Cibungah",
    },
    "akta-kelahiran.docx": WITNESSES
    | {title: PARENTS[title] for title in ("Nama Ayah", "NIK Ayah", "Nama Ibu", "NIK Ibu")}
    | {title: BIODATA[title] for title in ("Nama Lengkap", "NIK", "Nomor KK")}
    | {
        "Hubungan dengan Anak": "Nenek",
        "Nama Anak": "Muhammad Rafka Alfarizqi Nugraha",
        "Jenis Kelamin Anak": "Laki-laki",
        "Hari Lahir Anak": "Kamis",
        "Tanggal Lahir Anak": "12 November 2026",
        "Pukul Lahir Anak": "04.35 WIB",
        "Tempat Lahir Anak": "Puskesmas Cibungah",
        "Anak Ke": "2 (dua)",
        "Penolong Kelahiran": "Bidan",
        "Berat Bayi (kg)": "3,15",
        "Panjang Bayi (cm)": "49",
        "Alamat Orang Tua": BIODATA["Alamat Lengkap (RT/RW, Dusun)"],
    },
    "kartu-keluarga.docx": BIODATA
    | {
        "Alasan Permohonan KK": "Penambahan anggota keluarga (kelahiran anak)",
        "Nomor KK Lama": "3299010101120099",
        "Jumlah Anggota Keluarga": "6",
        "Daftar Anggota Keluarga": "\n".join(
            f"32990101010{number:05}; {name}; {relation}"
            for number, (name, relation) in enumerate(
                [
                    ("Siti Aminah", "Kepala Keluarga"),
                    ("Rizki Maulana", "Anak"),
                    ("Nabila Putri Maulana", "Anak"),
                    ("Fahri Maulana", "Anak"),
                    ("Entin Suhartini", "Ibu"),
                    ("Ahmad Sanusi", "Ayah"),
                ]
            )
        ),
    },
    "surat-nikah.docx": BIODATA
    | PARENTS
    | {
        "Bin/Binti": "Ahmad Sanusi",
        "Status Pernikahan (Jejaka/Duda/Perawan/Janda)": "Janda",
        "Nama Pasangan Terdahulu": "Almarhum Asep Maulana",
        "Nama Calon Pasangan": "Deden Hidayat",
        "Tempat Akad/Nikah": "Masjid Al-Ikhlas, Dusun Mekarsari",
        "Tanggal Nikah": "20 Desember 2026",
    },
    "surat-kematian.docx": WITNESSES
    | {title: BIODATA[title] for title in ("Nama Lengkap", "NIK", "Nomor KK")}
    | {
        "Hubungan dengan Almarhum": "Istri",
        "Nama Almarhum": "Asep Maulana",
        "NIK Almarhum": "3299010303800007",
        "Jenis Kelamin Almarhum": "Laki-laki",
        "Tempat Lahir Almarhum": "Cibungah",
        "Tanggal Lahir Almarhum": "3 Maret 1980",
        "Agama Almarhum": "Islam",
        "Alamat Almarhum": BIODATA["Alamat Lengkap (RT/RW, Dusun)"],
        "Hari Meninggal": "Jumat",
        "Tanggal Meninggal": "20 November 2026",
        "Pukul Meninggal": "21.10 WIB",
        "Tempat Meninggal": "Rumah kediaman, Dusun Mekarsari",
        "Sebab Meninggal": "Sakit",
    },
    "domisili.docx": BIODATA
    | {
        "Alamat Domisili": "Perumahan Griya Mekar Blok D2 Nomor 9 RT 005 RW 011, Dusun Mekarsari",
        "Tinggal Sejak": "Maret 2021",
        "Status Tempat Tinggal": "Kontrak atau sewa",
        "Nama Kepala Keluarga": "Siti Aminah",
        "Keperluan": "pembukaan rekening tabungan",
    },
    "skck.docx": BIODATA
    | {
        "Kantor Polisi Tujuan": "Polsek Cibungah",
        "Keperluan SKCK": "melamar pekerjaan di perusahaan swasta",
    },
    "belum-menikah.docx": BIODATA
    | {
        "Status Perkawinan": "Belum Kawin",
        "Nama Ayah": "Ahmad Sanusi bin Karta",
        "Nama Ibu": "Entin Suhartini",
        "Keperluan": "melengkapi syarat pendaftaran calon pegawai",
    },
    "umum.docx": BIODATA
    | {
        "Isi Keterangan": "Nama pada KTP tertulis Siti Aminah binti Ahmad Sanusi dan nama pada ijazah tertulis Siti "
        "Aminah; keduanya adalah orang yang sama, yaitu yang namanya tersebut di atas.",
        "Ditujukan Kepada": "Bank Contoh Cabang Wanasari",
        "Keperluan": "penyesuaian nama pada buku tabungan",
    },
}
PAGES = dict.fromkeys(ANSWERS, 1)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """Return the text of each letter's pages, all letters converted in one call."""
    if absent := [tool for tool in TOOLS if shutil.which(tool) is None]:
        pytest.skip(f"needs {' and '.join(absent)}")
    folder = tmp_path_factory.mktemp("letters")
    for name, answers in ANSWERS.items():
        (folder / name).write_bytes(
            Template.read(TEMPLATES / name).fill(OFFICE | answers, qr="https://t.me/SukamulyaBot?start=v_CONTOH")
        )
    convert(folder)
    return {name: text_of((folder / name).with_suffix(".pdf")) for name in ANSWERS}


def convert(folder: Path) -> None:
    """Let LibreOffice print every DOCX of a folder to PDF, with a profile of its own."""
    letters = [str(path) for path in sorted(folder.glob("*.docx"))]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *letters]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def text_of(pdf: Path) -> list[str]:
    """Return the text of each page with single spaces; "raw" keeps a table's cell in one piece."""
    told = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True, timeout=60)
    return [" ".join(page.split()) for page in told.stdout.decode().split("\f")[:-1]]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_starter_template_asks_only_for_what_form_and_office_have(name: str) -> None:
    """Every placeholder is a question of the service's form or a fact of the office, and every question is used."""
    template = Template.read(TEMPLATES / name)
    assert template.problems([*OFFICE, *ANSWERS[name]]) == []
    assert set(ANSWERS[name]) <= set(template.names)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_value_is_on_the_printed_page(name: str, pages: Mapping[str, list[str]]) -> None:
    """What the citizen answered and what the office adds can be read on the page."""
    text = " ".join(pages[name]).casefold()
    values = {
        title: value
        for title, value in (OFFICE | ANSWERS[name]).items()
        if title in Template.read(TEMPLATES / name).names
    }
    lines = [line for value in values.values() for line in value.splitlines()]
    assert [line for line in lines if " ".join(line.split()).casefold() not in text] == []


@pytest.mark.parametrize("name", ANSWERS)
def test_the_letter_keeps_its_page(name: str, pages: Mapping[str, list[str]]) -> None:
    """A letter with ordinary answers is one clean page, and nothing of the template's language shows."""
    assert len(pages[name]) == PAGES[name]
    assert not re.search(r"[{}|]", " ".join(pages[name]))
