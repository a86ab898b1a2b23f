"""The letters by which the village says itself what it knows of somebody."""

from letters.drafting.rows import BIODATA, PURPOSE, own
from letters.drafting.sheet import Sheet


def business() -> Sheet:
    """Return the Surat Keterangan Usaha (SKU)."""
    sheet = Sheet("Surat Keterangan Usaha")
    sheet.kop()
    sheet.title("SURAT KETERANGAN USAHA")
    sheet.opening("menerangkan dengan sebenarnya bahwa:")
    sheet.rows(BIODATA, named=True)
    sheet.prose(
        "Menurut keterangan yang bersangkutan dan sepanjang pengetahuan kami, orang tersebut benar memiliki dan "
        "menjalankan usaha sebagai berikut:"
    )
    sheet.rows(
        [
            *map(own, ("Nama Usaha", "Jenis Usaha", "Alamat Usaha")),
            ("Berusaha Sejak", "Tahun {{Usaha Sejak Tahun}}"),
        ]
    )
    sheet.prose(PURPOSE)
    sheet.prose("Surat keterangan ini berlaku sampai {{Berlaku Sampai}} dan bukan merupakan izin usaha.")
    sheet.closing("surat keterangan")
    sheet.signature()
    return sheet


def poverty() -> Sheet:
    """Return the Surat Keterangan Tidak Mampu (SKTM)."""
    sheet = Sheet("Surat Keterangan Tidak Mampu", size=11.5, gap=5)
    sheet.kop()
    sheet.title("SURAT KETERANGAN TIDAK MAMPU")
    sheet.opening("menerangkan dengan sebenarnya bahwa:")
    sheet.rows(BIODATA, named=True)
    sheet.prose(
        "Berdasarkan keterangan yang bersangkutan serta data yang ada pada kami, orang tersebut berasal dari keluarga "
        "yang tergolong tidak mampu, dengan keterangan sebagai berikut:"
    )
    sheet.rows(
        [
            ("Kepala Keluarga", "{{Nama Kepala Keluarga}}"),
            ("Penghasilan per Bulan", "{{Penghasilan per Bulan|rupiah}}"),
            ("Alasan", "{{Alasan Permohonan}}"),
            *map(own, ("Diperuntukkan Bagi", "Jumlah Tanggungan")),
        ],
        each=(
            "Tanggungan {{Tanggungan.No}}",
            "{{Tanggungan.Nama|boleh kosong: -}} ({{Tanggungan.Hubungan|boleh kosong: -}}, "
            "{{Tanggungan.Umur|boleh kosong: -}})",
        ),
    )
    sheet.prose(PURPOSE)
    sheet.prose("Surat keterangan ini berlaku sampai {{Berlaku Sampai}}.")
    sheet.closing("surat keterangan")
    sheet.signature()
    return sheet


def domicile() -> Sheet:
    """Return the Surat Keterangan Domisili (SKD)."""
    sheet = Sheet("Surat Keterangan Domisili")
    sheet.kop()
    sheet.title("SURAT KETERANGAN DOMISILI")
    sheet.opening("menerangkan dengan sebenarnya bahwa:")
    sheet.rows(BIODATA, named=True)
    sheet.prose(
        "Menurut keterangan yang bersangkutan dan sepanjang pengetahuan kami, orang tersebut benar bertempat tinggal "
        "di wilayah Desa {{Nama Desa}}, dengan keterangan sebagai berikut:"
    )
    sheet.rows(
        [
            *map(own, ("Alamat Domisili", "Tinggal Sejak", "Status Tempat Tinggal")),
            ("Kepala Keluarga", "{{Nama Kepala Keluarga}}"),
        ]
    )
    sheet.prose(PURPOSE)
    sheet.prose(
        "Surat keterangan ini berlaku sampai {{Berlaku Sampai}} dan tidak menggantikan KTP elektronik ataupun Kartu "
        "Keluarga."
    )
    sheet.closing("surat keterangan")
    sheet.signature()
    return sheet


def unmarried() -> Sheet:
    """Return the Surat Keterangan Belum Pernah Menikah (SKBPN)."""
    sheet = Sheet("Surat Keterangan Belum Pernah Menikah")
    sheet.kop()
    sheet.title("SURAT KETERANGAN BELUM PERNAH MENIKAH")
    sheet.opening("menerangkan dengan sebenarnya bahwa:")
    sheet.rows(BIODATA, named=True)
    sheet.lead("adalah anak dari:")
    sheet.rows([*map(own, ("Nama Ayah", "Nama Ibu"))])
    sheet.prose(
        "Berdasarkan surat pernyataan yang dibuat oleh yang bersangkutan dan sepanjang pengetahuan kami, sampai dengan "
        "tanggal surat ini orang tersebut belum pernah menikah."
    )
    sheet.prose(PURPOSE)
    sheet.prose(
        "Surat keterangan ini berlaku sampai {{Berlaku Sampai}} dan tidak menggantikan surat pengantar nikah (Model "
        "N1)."
    )
    sheet.closing("surat keterangan")
    sheet.signature()
    return sheet


def conduct() -> Sheet:
    """Return the Surat Pengantar SKCK: the police alone speaks of a police record, the village of conduct."""
    sheet = Sheet("Surat Pengantar SKCK")
    sheet.kop()
    sheet.title("SURAT PENGANTAR SKCK")
    sheet.opening("menerangkan bahwa:")
    sheet.rows(BIODATA, named=True)
    sheet.prose(
        "Orang tersebut bertempat tinggal di Desa {{Nama Desa}} dan sepanjang pengetahuan kami berkelakuan baik dalam "
        "kehidupan bermasyarakat di desa kami."
    )
    sheet.prose(
        "Surat pengantar ini diberikan atas permintaan yang bersangkutan untuk membantu pengurusan Surat Keterangan "
        "Catatan Kepolisian (SKCK) pada {{Kantor Polisi Tujuan}}, yang akan dipergunakan untuk: {{Keperluan SKCK}}."
    )
    sheet.prose("Surat pengantar ini berlaku sampai {{Berlaku Sampai}}.")
    sheet.note(
        "Surat pengantar ini bersifat membantu dan bukan SKCK. Persyaratan SKCK serta keterangan mengenai ada atau "
        "tidaknya catatan kepolisian merupakan wewenang Kepolisian Negara Republik Indonesia."
    )
    sheet.closing("surat pengantar")
    sheet.signature()
    return sheet


def general() -> Sheet:
    """Return the Surat Keterangan Umum (SKUM), whose statement is the citizen's own sentence."""
    sheet = Sheet("Surat Keterangan")
    sheet.kop()
    sheet.title("SURAT KETERANGAN")
    sheet.opening("menerangkan bahwa:")
    sheet.rows(BIODATA, named=True)
    sheet.prose("Menurut keterangan yang bersangkutan dan sepanjang pengetahuan kami, diterangkan hal berikut:")
    sheet.quoted("{{Isi Keterangan}}")
    sheet.prose(
        "Surat keterangan ini diberikan atas permintaan yang bersangkutan untuk disampaikan kepada "
        "{{Ditujukan Kepada}}, dengan keperluan: {{Keperluan}}."
    )
    sheet.prose("Surat keterangan ini berlaku sampai {{Berlaku Sampai}}.")
    sheet.closing("surat keterangan")
    sheet.signature()
    return sheet
