"""What several letters say in the same words: biodata, witnesses, who registers, that a letter is only help."""

from docx.shared import Length, Mm

REGISTRY = "Dinas Kependudukan dan Pencatatan Sipil Kabupaten {{Kabupaten}}"


def own(title: str) -> tuple[str, str]:
    """Return the row whose label is the question's title."""
    return title, f"{{{{{title}}}}}"


NAME = ("Nama Lengkap", "{{Nama Lengkap|kapital}}")
BIRTH = ("Tempat, Tanggal Lahir", "{{Tempat Lahir}}, {{Tanggal Lahir}}")
ADDRESS = ("Alamat", "{{Alamat Lengkap (RT/RW, Dusun)}}")
BIODATA = [
    NAME,
    *map(own, ("NIK", "Nomor KK")),
    BIRTH,
    *map(own, ("Jenis Kelamin", "Agama", "Status Perkawinan", "Pekerjaan", "Kewarganegaraan")),
    ADDRESS,
]
WITNESSES = [
    ("Saksi Pertama", "{{Nama Saksi 1}}, NIK\u00a0{{NIK Saksi 1}}"),
    ("Saksi Kedua", "{{Nama Saksi 2}}, NIK\u00a0{{NIK Saksi 2}}"),
]
PURPOSE = "Surat keterangan ini diberikan atas permintaan yang bersangkutan untuk keperluan: {{Keperluan}}."


def family(prefix: str) -> list[tuple[str, str, Length]]:
    """Return the columns of a list of a family's people: number, NIK, name, relation."""
    return [
        ("No.", f"{{{{{prefix}.No}}}}", Mm(12)),
        ("NIK", f"{{{{{prefix}.NIK}}}}", Mm(44)),
        ("Nama", f"{{{{{prefix}.Nama}}}}", Mm(62)),
        ("Hubungan", f"{{{{{prefix}.Hubungan}}}}", Mm(42)),
    ]


def only_help(matter: str) -> str:
    """Return the remark that the village's letter is no duty in a matter, such as "pencatatan kelahiran"."""
    return (
        "Menurut Peraturan Presiden Nomor 96 Tahun 2018, surat pengantar desa bersifat membantu dan bukan kewajiban "
        f"dalam {matter}."
    )
