"""The row that the village itself shows in its paper (Gambar 5): an old form of other questions, without a code."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import requests

from sheets_sync.rows import moment
from simulator.persons import Person
from tests.system.citizen import text_of
from tests.system.conftest import Found
from tests.system.patience import until
from tests.system.village import FORMS_FILE, Raw, Village
from tests.system.word import write_template

JAKARTA = ZoneInfo("Asia/Jakarta")
KEY = "kk_kematian"
HEADERS = ["Timestamp", "Nama Lengkap", "Telegram", "Akta Kematian", "KK Lama"]
SENT_AT = "22/05/2023 5:47:09"
UPLOADS = ["https://drive.google.com/open?id=1contohKK", "https://drive.google.com/open?id=1contohAkta"]
TEMPLATE = "pengantar-kk.docx"


def service(raw: Raw) -> None:
    """Have exactly the picture's questions asked, for one service; rows since 2023 count."""
    questions: list[Raw] = [
        {"judul": "Nama Lengkap"},
        {"judul": "Telegram", "jenis": "telepon"},
        {"judul": "Akta Kematian", "jenis": "berkas"},
        {"judul": "KK Lama", "jenis": "berkas"},
    ]
    block = raw["layanan"]["kartu_keluarga"] | {"pertanyaan": questions}
    block["surat"] = {"templat": TEMPLATE, "kode": "474.2", "serah": "langsung"}
    raw["layanan"] = {KEY: block}
    raw["google"]["sejak"] = "2023-01-01"


def old_form(village: Village) -> dict[str, Any]:
    """The form as it was made by hand years ago: the picture's questions and no code."""
    kinds = {"Akta Kematian": "file", "KK Lama": "file"}
    questions = [{"title": title, "type": kinds.get(title, "text"), "required": True} for title in HEADERS[1:]]
    wanted = {"title": "Kartu Keluarga", "spreadsheetId": village.founded.spreadsheet, "questions": questions}
    made = requests.post(f"{village.url}/_sim/google/forms", json=wanted, timeout=20)
    made.raise_for_status()
    form: dict[str, Any] = made.json()
    return form


def write_row(village: Village, tab: int, row: int, *cells: str) -> None:
    for column, cell in zip("ABCDE", cells, strict=True):
        village.book.type(f"{column}{row}", cell, sheetId=tab)


def test_the_row_of_the_paper(found: Found, tmp_path: Path) -> None:
    """It is read right, stands on the desk without a chat, is approved, numbered and printed; nobody is told of it."""
    templates = tmp_path / "templat"
    templates.mkdir()
    write_template(templates / TEMPLATE, "Nomor {{Nomor Surat}}", "{{Nama Lengkap}}, {{Telegram}}, {{Tanggal Surat}}")

    def paper(raw: Raw) -> None:
        service(raw)
        raw["folder_templat"] = str(templates)

    village = found(paper)
    form = old_form(village)
    tab = form["sheetId"]
    here = {"url": form["responderUri"], "tab": tab, "form_id": form["formId"], "entri": form["entries"]}
    village.adjust(lambda forms: forms.update({KEY: here}), FORMS_FILE)
    assert [cell["value"] for cell in village.book.cells(form["tabTitle"])[0]] == HEADERS
    write_row(village, tab, 2, SENT_AT, "Puja", "'081287028556", *UPLOADS)
    write_row(village, tab, 3, "23/05/2023 8:00:00", "Puji", "081287028557", *UPLOADS)  # kept as the number 81287028557
    puja = village.citizen(Person("Puja", ""))
    village.open()
    puja.type("/start")
    puja.wait_for("Selamat datang")

    row = village.desk.wait("Puja", Status="Baru")
    assert row["Kabar ke Warga"] == "Belum dikabari - hubungi 081287028556"
    assert row["Isian"].splitlines() == ["Nama Lengkap: Puja", "Telegram: 081287028556"]
    assert row["Berkas"].splitlines() == [f"Akta Kematian: {UPLOADS[0]}", f"KK Lama: {UPLOADS[1]}"]
    assert "tanpa kode dari Telegram" in row["Perlu Dicek"]
    serials = dict(village.ledger("SELECT key, serial FROM attempts"))
    assert moment(serials[row["No. Permohonan"]], JAKARTA) == datetime(2023, 5, 22, 5, 47, 9, tzinfo=JAKARTA)
    assert village.desk.wait("Puji")["Kabar ke Warga"] == "Belum dikabari - hubungi 081287028557"

    village.desk.decide("Puja", "Setujui")
    done = village.desk.wait("Puja", Status="Siap Diambil", Nomor_Surat="474.2/001/")
    assert done["Kabar ke Warga"] == "Belum dikabari - hubungi 081287028556"
    (letter,) = village.letter_files()
    assert done["Nomor Surat"] in text_of(letter.read_bytes())
    assert "Puja, 081287028556, " in text_of(letter.read_bytes())
    until(lambda: f"{row['No. Permohonan']} siap dicetak" in village.staff_chat(), "the staff to be told")
    assert len(puja.heard()) == 1
    village.desk.decide("Puja", "Sudah Diambil")
    village.desk.wait("Puja", Status="Selesai")
    assert len(puja.heard()) == 1
