"""The words of the six starter letters: `python -m letters.drafting` writes them into `letters/templates/`."""

from collections.abc import Callable, Mapping
from pathlib import Path

from docx.shared import Mm

from letters.drafting.sheet import Sheet

_TEMPLATES = Path(__file__).parent.parent / "templates"

_BIRTH = ("Tempat, Tanggal Lahir", "{{Tempat Lahir}}, {{Tanggal Lahir}}")
_ADDRESS = ("Alamat", "{{Alamat Lengkap (RT/RW, Dusun)}}")
_NAME = ("Nama Lengkap", "{{Nama Lengkap|kapital}}")
_WITNESSES = [
    ("Saksi Pertama", "{{Nama Saksi 1}}, NIK\u00a0{{NIK Saksi 1}}"),
    ("Saksi Kedua", "{{Nama Saksi 2}}, NIK\u00a0{{NIK Saksi 2}}"),
]
_REGISTRY = "Dinas Kependudukan dan Pencatatan Sipil Kabupaten {{Kabupaten}}"


def _own(title: str) -> tuple[str, str]:
    """Return the row whose label is the question's title."""
    return title, f"{{{{{title}}}}}"


_BIODATA = [
    _NAME,
    *map(_own, ("NIK", "Nomor KK")),
    _BIRTH,
    *map(_own, ("Jenis Kelamin", "Agama", "Status Perkawinan", "Pekerjaan", "Kewarganegaraan")),
    _ADDRESS,
]


def business() -> Sheet:
    """Return the Surat Keterangan Usaha (SKU)."""
    sheet = Sheet("Surat Keterangan Usaha")
    sheet.kop()
    sheet.title("SURAT KETERANGAN USAHA")
    sheet.opening("menerangkan dengan sebenarnya bahwa:")
    sheet.rows(_BIODATA, named=True)
    sheet.prose(
        "Menurut keterangan yang bersangkutan dan sepanjang pengetahuan kami, orang tersebut benar memiliki dan "
        "menjalankan usaha sebagai berikut:"
    )
    sheet.rows(
        [
            *map(_own, ("Nama Usaha", "Jenis Usaha", "Alamat Usaha")),
            ("Berusaha Sejak", "Tahun {{Usaha Sejak Tahun}}"),
        ]
    )
    sheet.prose("Surat keterangan ini diberikan atas permintaan yang bersangkutan untuk keperluan: {{Keperluan}}.")
    sheet.prose("Surat keterangan ini berlaku sampai {{Berlaku Sampai}} dan bukan merupakan izin usaha.")
    sheet.closing("surat keterangan")
    sheet.signature()
    return sheet


def poverty() -> Sheet:
    """Return the Surat Keterangan Tidak Mampu (SKTM)."""
    sheet = Sheet("Surat Keterangan Tidak Mampu")
    sheet.kop()
    sheet.title("SURAT KETERANGAN TIDAK MAMPU")
    sheet.opening("menerangkan dengan sebenarnya bahwa:")
    sheet.rows(_BIODATA, named=True)
    sheet.prose(
        "Berdasarkan keterangan yang bersangkutan serta data yang ada pada kami, orang tersebut berasal dari keluarga "
        "yang tergolong tidak mampu, dengan keterangan sebagai berikut:"
    )
    sheet.rows(
        [
            ("Kepala Keluarga", "{{Nama Kepala Keluarga}}"),
            _own("Jumlah Tanggungan"),
            ("Penghasilan per Bulan", "{{Penghasilan per Bulan|rupiah}}"),
            ("Alasan", "{{Alasan Permohonan}}"),
            _own("Diperuntukkan Bagi"),
        ]
    )
    sheet.prose("Surat keterangan ini diberikan atas permintaan yang bersangkutan untuk keperluan: {{Keperluan}}.")
    sheet.prose("Surat keterangan ini berlaku sampai {{Berlaku Sampai}}.")
    sheet.closing("surat keterangan")
    sheet.signature()
    return sheet


def birth() -> Sheet:
    """Return the Surat Keterangan Kelahiran, which helps to report a birth with form F-2.01."""
    sheet = Sheet("Surat Keterangan Kelahiran", size=11.5, gap=5)
    sheet.kop()
    sheet.title("SURAT KETERANGAN KELAHIRAN")
    sheet.opening("menerangkan bahwa berdasarkan laporan yang kami terima telah lahir seorang anak:")
    sheet.rows(
        [
            ("Nama Anak", "{{Nama Anak|kapital}}"),
            ("Jenis Kelamin", "{{Jenis Kelamin Anak}}"),
            ("Hari, Tanggal Lahir", "{{Hari Lahir Anak}}, {{Tanggal Lahir Anak}}"),
            ("Pukul", "{{Pukul Lahir Anak}}"),
            ("Tempat Lahir", "{{Tempat Lahir Anak}}"),
            ("Anak Ke", "{{Anak Ke}}"),
            _own("Penolong Kelahiran"),
            _own("Berat Bayi (kg)"),
            _own("Panjang Bayi (cm)"),
        ],
        named=True,
    )
    sheet.heading("Orang Tua")
    sheet.rows(
        [
            ("Ayah", "{{Nama Ayah}}, NIK\u00a0{{NIK Ayah}}"),
            ("Ibu", "{{Nama Ibu}}, NIK\u00a0{{NIK Ibu}}"),
            ("Alamat", "{{Alamat Orang Tua}}"),
        ]
    )
    sheet.heading("Pelapor")
    sheet.rows([("Nama Lengkap", "{{Nama Lengkap}}"), *map(_own, ("NIK", "Nomor KK", "Hubungan dengan Anak"))])
    sheet.heading("Saksi")
    sheet.rows(_WITNESSES)
    sheet.prose(
        "Surat keterangan ini diberikan untuk membantu pelaporan kelahiran dengan Formulir F-2.01 kepada "
        f"{_REGISTRY}, yang menerbitkan kutipan akta kelahiran."
    )
    sheet.note(
        "Menurut Peraturan Presiden Nomor 96 Tahun 2018, surat pengantar desa bersifat membantu dan bukan kewajiban "
        "dalam pencatatan kelahiran."
    )
    sheet.closing("surat keterangan")
    sheet.signature()
    return sheet


def family_card() -> Sheet:
    """Return the Surat Pengantar Kartu Keluarga, which helps to apply with form F-1.02."""
    sheet = Sheet("Surat Pengantar Kartu Keluarga", size=11.5, gap=5)
    sheet.kop()
    sheet.title("SURAT PENGANTAR KARTU KELUARGA")
    sheet.opening("menerangkan bahwa:")
    sheet.rows(_BIODATA, named=True)
    sheet.prose(
        f"Orang tersebut bermaksud mengurus Kartu Keluarga pada {_REGISTRY}, dengan keterangan sebagai berikut:"
    )
    sheet.rows(
        [
            ("Alasan Permohonan", "{{Alasan Permohonan KK}}"),
            ("Nomor KK Lama", "{{Nomor KK Lama|boleh kosong: -}}"),
            _own("Jumlah Anggota Keluarga"),
            ("Anggota Keluarga", "{{Daftar Anggota Keluarga}}"),
        ]
    )
    sheet.prose(
        "Surat pengantar ini diberikan untuk membantu pengisian Formulir F-1.02. Kartu Keluarga diterbitkan oleh "
        "dinas tersebut."
    )
    sheet.note(
        "Menurut Peraturan Presiden Nomor 96 Tahun 2018, surat pengantar desa bersifat membantu dan bukan kewajiban "
        "dalam pengurusan Kartu Keluarga."
    )
    sheet.closing("surat pengantar")
    sheet.signature()
    return sheet


def marriage() -> Sheet:
    """Return the Surat Pengantar Nikah, model N1."""
    sheet = Sheet("Surat Pengantar Nikah (N1)", size=11, gap=4, labels=Mm(48))
    sheet.kop()
    sheet.corner("Model N1")
    sheet.title("SURAT PENGANTAR NIKAH")
    sheet.opening("menerangkan dengan sesungguhnya bahwa:")
    sheet.rows(
        [
            _NAME,
            ("Bin/Binti", "{{Bin/Binti}}"),
            *map(_own, ("NIK", "Nomor KK", "Jenis Kelamin")),
            _BIRTH,
            *map(_own, ("Kewarganegaraan", "Agama", "Pekerjaan")),
            _ADDRESS,
            ("Status Perkawinan", "{{Status Perkawinan}} ({{Status Pernikahan (Jejaka/Duda/Perawan/Janda)}})"),
            ("Pasangan Terdahulu", "{{Nama Pasangan Terdahulu|boleh kosong: -}}"),
        ],
        named=True,
    )
    sheet.lead("adalah benar anak dari perkawinan seorang pria:")
    sheet.rows(_parent("Ayah"))
    sheet.lead("dengan seorang wanita:")
    sheet.rows(_parent("Ibu"))
    sheet.lead("dan bermaksud menikah dengan keterangan sebagai berikut:")
    sheet.rows(
        [
            ("Nama Calon Pasangan", "{{Nama Calon Pasangan}}"),
            ("Tempat Akad/Nikah", "{{Tempat Akad/Nikah}}"),
            ("Tanggal Nikah", "{{Tanggal Nikah}}"),
        ]
    )
    sheet.prose(
        "Surat pengantar ini diberikan sebagai kelengkapan pendaftaran kehendak nikah, yang disampaikan paling lambat "
        "sepuluh hari kerja sebelum hari pernikahan."
    )
    sheet.closing("surat pengantar")
    sheet.signature()
    return sheet


def death() -> Sheet:
    """Return the Surat Keterangan Kematian, one of the accepted proofs when a death is reported with form F-2.01."""
    sheet = Sheet("Surat Keterangan Kematian")
    sheet.kop()
    sheet.title("SURAT KETERANGAN KEMATIAN")
    sheet.opening("menerangkan dengan sebenarnya bahwa:")
    sheet.rows(
        [
            ("Nama Lengkap", "{{Nama Almarhum|kapital}}"),
            ("NIK", "{{NIK Almarhum}}"),
            _own("Nomor KK"),
            ("Jenis Kelamin", "{{Jenis Kelamin Almarhum}}"),
            ("Tempat, Tanggal Lahir", "{{Tempat Lahir Almarhum}}, {{Tanggal Lahir Almarhum}}"),
            ("Agama", "{{Agama Almarhum}}"),
            ("Alamat", "{{Alamat Almarhum}}"),
        ],
        named=True,
    )
    sheet.lead("telah meninggal dunia pada:")
    sheet.rows(
        [
            ("Hari, Tanggal", "{{Hari Meninggal}}, {{Tanggal Meninggal}}"),
            ("Pukul", "{{Pukul Meninggal}}"),
            ("Tempat", "{{Tempat Meninggal}}"),
            ("Sebab", "{{Sebab Meninggal}}"),
        ]
    )
    sheet.lead("Peristiwa tersebut dilaporkan dan disaksikan oleh:")
    sheet.rows(
        [
            ("Pelapor", "{{Nama Lengkap}}, NIK\u00a0{{NIK}}"),
            ("Hubungan Pelapor", "{{Hubungan dengan Almarhum}}"),
            *_WITNESSES,
        ]
    )
    sheet.prose(
        "Surat keterangan ini dapat digunakan sebagai bukti kematian dalam pelaporan dengan Formulir F-2.01 kepada "
        f"{_REGISTRY}, yang menerbitkan kutipan akta kematian."
    )
    sheet.closing("surat keterangan")
    sheet.signature()
    return sheet


def _parent(who: str) -> list[tuple[str, str]]:
    return [
        ("Nama Lengkap", f"{{{{Nama {who}}}}}"),
        ("NIK", f"{{{{NIK {who}}}}}"),
        ("Tempat, Tanggal Lahir", f"{{{{Tempat dan Tanggal Lahir {who}}}}}"),
        ("Agama, Pekerjaan", f"{{{{Agama {who}}}}}, {{{{Pekerjaan {who}}}}}"),
        ("Alamat", f"{{{{Alamat {who}}}}}"),
    ]


LETTERS: Mapping[str, Callable[[], Sheet]] = {
    "sku.docx": business,
    "sktm.docx": poverty,
    "akta-kelahiran.docx": birth,
    "kartu-keluarga.docx": family_card,
    "surat-nikah.docx": marriage,
    "surat-kematian.docx": death,
}


def main() -> None:
    """Write the starter templates; what stands there is overwritten."""
    for name, drawn in LETTERS.items():
        (_TEMPLATES / name).write_bytes(drawn().file())


if __name__ == "__main__":
    main()
