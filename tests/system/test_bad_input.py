"""What people and operators get wrong: each mistake has its clear words, nothing is lost, no other row is disturbed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.persons import Person
from tests.contract.google_oracle import Oracle
from tests.system.conftest import well_kept
from tests.system.desk import DESK
from tests.system.patience import until
from tests.system.process import ROOT
from tests.system.village import Raw, Village, with_two_services
from tests.system.word import write_template

BOT_LIMIT = 4096
TEMPLATES = "templat"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, bytecode: Path, oracle: Oracle) -> Iterator[Village]:
    """An open village whose templates the tests may spoil; nobody listens in a staff chat."""
    home = tmp_path_factory.mktemp("office")
    shutil.copytree(ROOT / "letters" / "templates", home / TEMPLATES)

    def own_templates(raw: Raw) -> None:
        with_two_services(raw)
        raw["folder_templat"] = str(home / TEMPLATES)

    with well_kept(Village(home, bytecode, oracle, own_templates)) as village:
        yield village.open()


@pytest.fixture
def neighbour(office: Village, request: pytest.FixtureRequest) -> Iterator[None]:
    """Somebody whose sound request stands on the desk meanwhile: in the end it is as it was, and goes its way."""
    budi = office.citizen(Person("Budi", f"Contoh {request.node.name}"))
    reference = budi.request("SKU")
    before = office.desk.wait(reference, Kabar_ke_Warga="Diterima ")
    yield
    after = office.desk.wait(reference)
    assert before | {"#": ""} == after | {"#": ""}
    office.desk.decide(reference, "Setujui")
    assert budi.person.name.upper() in budi.letter().text.upper()
    assert len(budi.references()) == 1


def test_a_template_that_is_not_there(office: Village) -> None:
    """The approval waits and the desk says why: first no template, then one with an unknown name; mended it goes on."""
    template = office.home / TEMPLATES / "sku.docx"
    sound = template.read_bytes()
    template.unlink()
    dewi = office.citizen(Person("Dewi", "Contoh Templat"))
    reference = dewi.request("SKU")
    office.desk.decide(reference, "Setujui")
    office.desk.wait(reference, Status="Baru", Perlu_Dicek="Templat surat layanan ini belum ada atau rusak")
    write_template(template, "{{Nomor Surat}} {{Nama Lengkp}}")
    office.desk.wait(reference, Status="Baru", Perlu_Dicek="isian ini kosong: Nama Lengkp.")
    assert not dewi.letters()
    template.write_bytes(sound)
    office.desk.wait(reference, Status="Selesai", Perlu_Dicek="")
    assert "CONTOH TEMPLAT" in dewi.letter().text.upper()


@pytest.mark.usefixtures("neighbour")
def test_a_code_that_nobody_handed_out(office: Village) -> None:
    """An unknown code: the desk says so and whom to phone; nobody is told."""
    dewi = office.citizen(Person("Dewi", "Contoh Kode"))
    dewi.send(dewi.ask_for("SKU"), {"Kode Permohonan": "AAAACCCCDDDD"})
    row = office.desk.wait("Dewi Contoh Kode", Status="Baru")
    assert "Kode permohonan tidak dikenal" in row["Perlu Dicek"]
    assert row["Kabar ke Warga"] == "Belum dikabari - hubungi 081200000001"
    assert not dewi.references()


def test_a_code_of_another_service(office: Village) -> None:
    """A code in another service's form is flagged and tells nobody; its own form still takes it."""
    siti = office.citizen(Person("Siti", "Contoh Kode"))
    sku = siti.ask_for("SKU")
    code = siti.prefilled(sku)["Kode Permohonan"]
    siti.send(siti.ask_for("SKTM"), {"Kode Permohonan": code})
    row = office.desk.wait("Siti Contoh Kode", Layanan="SKTM", Status="Baru")
    assert "Kode ini untuk layanan lain" in row["Perlu Dicek"]
    assert not siti.references()
    siti.send(sku)
    siti.wait_for("sudah kami terima")
    assert office.desk.wait(siti.references()[0])["Layanan"] == "SKU"


@pytest.mark.usefixtures("neighbour")
def test_a_form_that_is_sent_twice(office: Village) -> None:
    """The first row of a code wins; the second is flagged, and the citizen has one receipt."""
    dewi = office.citizen(Person("Dewi", "Contoh Dua"))
    link = dewi.ask_for("SKU")
    dewi.send(link, {"Nama Usaha": "Warung Satu"})
    first = until(dewi.references, "a receipt")[0]
    dewi.send(link, {"Nama Usaha": "Warung Dua"})
    second = until(lambda: office.desk.find("Dewi Contoh Dua", Perlu_Dicek="Kode ini sudah dipakai"), "the second row")
    assert second["No. Permohonan"] != first
    assert "Warung Dua" in second["Isian"]
    assert second["Kabar ke Warga"].startswith("Belum dikabari")
    assert "Warung Satu" in office.desk.wait(first, Perlu_Dicek="")["Isian"]
    assert dewi.references() == [first]


@pytest.mark.usefixtures("neighbour")
def test_a_blank_row_in_between(office: Village) -> None:
    """Blank rows in a form's tab are passed over: those before stay what they are, those after are read."""
    tab = office.founded.forms["sku"]["sheetId"]
    before = len(office.desk.rows())
    office.book.act("rows/insert", sheetId=tab, start=1, end=3)
    dewi = office.citizen(Person("Dewi", "Contoh Baris", {"NIK": "3216064107900031"}))
    reference = dewi.request("SKU")
    assert office.desk.wait(reference)["Perlu Dicek"] == ""
    assert len(office.desk.rows()) == before + 1


LONG = "Beras, gula & kopi; " * 250


@pytest.mark.parametrize(
    ("name", "shown", "business"),
    [
        ("=1+1 Contoh", "=1+1 C.", '=IMPORTDATA("http://contoh.example/")'),
        ("<b>&Rina</b> Contoh", "<b>&Rina</b> C.", "Toko <i>Maju & Jaya</i> {{NIK}}"),
        ("Rini😀 Contoh 🌸", "Rini😀 C.", "Warung 🍜🇮🇩"),
        ("Panjang Contoh", "Panjang C.", LONG.strip()),
    ],
    ids=["formula", "markup", "emoji", "5,000 characters"],
)
def test_what_a_citizen_may_write(office: Village, name: str, shown: str, business: str) -> None:
    """It stands in chat, desk and letter exactly as it was written: never a formula, never markup, never cut."""
    rina = office.citizen(Person("Rina", "Contoh"))
    reference = rina.request("SKU", {"Nama Lengkap": name, "Nama Usaha": business})
    rina.wait_for(f"atas nama {shown} sudah kami terima")
    row = office.desk.wait(reference, Status="Baru")
    assert row["Nama"] == name
    assert f"Nama Usaha: {business}\n" in row["Isian"]
    assert {cell["type"] for line in office.book.cells(DESK) for cell in line} <= {"text", "empty"}
    office.desk.decide(reference, "Setujui")
    letter = rina.letter()
    assert name.upper() in letter.text.upper()
    assert business in letter.text


def test_what_a_village_head_may_write(office: Village) -> None:
    """5,000 characters with markup and emoji arrive as text, cut to what Telegram takes; the link works."""
    dewi = office.citizen(Person("Dewi", "Contoh Pesan"))
    reference = dewi.request("SKU", {"Keperluan": LONG})
    office.desk.decide(reference, "Belum Lengkap", "<b>Foto</b> KTP & KK 😀 " + LONG)
    dewi.wait_for("Yang kurang: “<b>Foto</b> KTP & KK 😀 Beras, gula & kopi;")
    asked = next(text for text in dewi.heard() if "Yang kurang" in text)
    assert len(asked.encode("utf-16-le")) // 2 <= BOT_LIMIT
    assert "Foto berkas mohon diunggah lagi." in asked
    dewi.send(dewi.link("Lengkapi"), {"Keperluan": "Pinjaman modal"})
    dewi.wait_for("Perbaikan Surat Keterangan Usaha (SKU) atas nama Dewi C. sudah kami terima")
    office.desk.wait(f"{reference}-2", Status="Baru")
