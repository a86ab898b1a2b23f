"""The letters that help to have something recorded elsewhere: birth, death, family card, marriage, moving, heirs."""

from docx.shared import Mm

from letters.drafting.rows import ADDRESS, BIODATA, BIRTH, NAME, REGISTRY, WITNESSES, family, only_help, own
from letters.drafting.sheet import Sheet


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
            own("Penolong Kelahiran"),
            own("Berat Bayi (kg)"),
            own("Panjang Bayi (cm)"),
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
    sheet.rows([("Nama Lengkap", "{{Nama Lengkap}}"), *map(own, ("NIK", "Nomor KK", "Hubungan dengan Anak"))])
    sheet.heading("Saksi")
    sheet.rows(WITNESSES)
    sheet.prose(
        "Surat keterangan ini diberikan untuk membantu pelaporan kelahiran dengan Formulir F-2.01 kepada "
        f"{REGISTRY}, yang menerbitkan kutipan akta kelahiran."
    )
    sheet.note(only_help("pencatatan kelahiran"))
    sheet.closing("surat keterangan")
    sheet.signature()
    return sheet


def family_card() -> Sheet:
    """Return the Surat Pengantar Kartu Keluarga, which helps to apply with form F-1.02."""
    sheet = Sheet("Surat Pengantar Kartu Keluarga", size=11.5, gap=5)
    sheet.kop()
    sheet.title("SURAT PENGANTAR KARTU KELUARGA")
    sheet.opening("menerangkan bahwa:")
    sheet.rows(BIODATA, named=True)
    sheet.prose(f"Orang tersebut bermaksud mengurus Kartu Keluarga pada {REGISTRY}, dengan keterangan sebagai berikut:")
    sheet.rows(
        [
            ("Alasan Permohonan", "{{Alasan Permohonan KK}}"),
            ("Nomor KK Lama", "{{Nomor KK Lama|boleh kosong: -}}"),
            own("Jumlah Anggota Keluarga"),
        ]
    )
    sheet.list_of(family("Anggota"))
    sheet.prose(
        "Surat pengantar ini diberikan untuk membantu pengisian Formulir F-1.02. Kartu Keluarga diterbitkan oleh "
        "dinas tersebut."
    )
    sheet.note(only_help("pengurusan Kartu Keluarga"))
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
            NAME,
            ("Bin/Binti", "{{Bin/Binti}}"),
            *map(own, ("NIK", "Nomor KK", "Jenis Kelamin")),
            BIRTH,
            *map(own, ("Kewarganegaraan", "Agama", "Pekerjaan")),
            ADDRESS,
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
            own("Nomor KK"),
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
            *WITNESSES,
        ]
    )
    sheet.prose(
        "Surat keterangan ini dapat digunakan sebagai bukti kematian dalam pelaporan dengan Formulir F-2.01 kepada "
        f"{REGISTRY}, yang menerbitkan kutipan akta kematian."
    )
    sheet.closing("surat keterangan")
    sheet.signature()
    return sheet


def moving() -> Sheet:
    """Return the Surat Pengantar Pindah, which helps to register the moving with form F-1.03."""
    sheet = Sheet("Surat Pengantar Pindah", size=11.5, gap=5)
    sheet.kop()
    sheet.title("SURAT PENGANTAR PINDAH")
    sheet.opening("menerangkan bahwa:")
    sheet.rows(BIODATA, named=True)
    sheet.prose("Orang tersebut bermaksud pindah tempat tinggal dengan keterangan sebagai berikut:")
    sheet.rows([*map(own, ("Alamat Tujuan", "Alasan Pindah", "Jenis Kepindahan", "Rencana Tanggal Pindah"))])
    sheet.lead("Anggota keluarga yang pindah:")
    sheet.list_of(family("Anggota"))
    sheet.prose(
        f"Surat pengantar ini diberikan untuk membantu pengisian Formulir F-1.03 pada {REGISTRY}, yang menerbitkan "
        "surat keterangan pindah."
    )
    sheet.note(only_help("pendaftaran perpindahan penduduk"))
    sheet.closing("surat pengantar")
    sheet.signature()
    return sheet


def heirs() -> Sheet:
    """Return the Surat Keterangan Ahli Waris: the heirs state, two witnesses are there, the village takes note.

    So Permen ATR/BPN 16/2021 article 111 wants it; the village neither finds heirs nor divides.
    """
    sheet = Sheet("Surat Keterangan Ahli Waris", size=11, gap=4)
    sheet.kop()
    sheet.title("SURAT KETERANGAN AHLI WARIS")
    sheet.opening("menerangkan bahwa warga desa kami:")
    sheet.rows(
        [
            ("Nama Lengkap", "{{Nama Almarhum|kapital}}"),
            ("NIK", "{{NIK Almarhum}}"),
            ("Alamat Terakhir", "{{Alamat Almarhum}}"),
        ],
        named=True,
    )
    sheet.prose(
        "telah meninggal dunia pada tanggal {{Tanggal Meninggal}} di {{Tempat Meninggal}}. Menurut surat pernyataan "
        "tertanggal {{Tanggal Surat Pernyataan}}, yang dibuat dan ditandatangani oleh para ahli waris, ahli waris "
        "almarhum/almarhumah berjumlah {{Jumlah Ahli Waris}}, yaitu:",
        goes_on=True,
    )
    sheet.list_of(family("Waris"))
    sheet.lead("Pernyataan tersebut disampaikan oleh:")
    sheet.rows(
        [("Nama Pelapor", "{{Nama Lengkap}}, NIK\u00a0{{NIK}}"), own("Hubungan dengan Almarhum")],
    )
    sheet.lead("dan dibuat dengan disaksikan oleh:")
    sheet.list_of(
        [
            ("No.", "{{Saksi.No}}", Mm(12)),
            ("NIK", "{{Saksi.NIK}}", Mm(44)),
            ("Nama Saksi", "{{Saksi.Nama}}", Mm(104)),
        ]
    )
    sheet.prose(
        "Surat pernyataan tersebut telah kami terima dan kami ketahui. Kebenaran isinya menjadi tanggung "
        "jawab para ahli waris; surat keterangan ini tidak menetapkan siapa ahli waris dan berapa bagiannya, yang "
        "merupakan wewenang pengadilan."
    )
    sheet.closing("surat keterangan")
    sheet.signature()
    sheet.acknowledged("Camat {{Kecamatan}}")
    return sheet


def _parent(who: str) -> list[tuple[str, str]]:
    return [
        ("Nama Lengkap", f"{{{{Nama {who}}}}}"),
        ("NIK", f"{{{{NIK {who}}}}}"),
        ("Tempat, Tanggal Lahir", f"{{{{Tempat dan Tanggal Lahir {who}}}}}"),
        ("Agama, Pekerjaan", f"{{{{Agama {who}}}}}, {{{{Pekerjaan {who}}}}}"),
        ("Alamat", f"{{{{Alamat {who}}}}}"),
    ]
