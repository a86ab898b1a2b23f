"""A village that speaks in its own words, and its poster, with the real process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from letters.pdf import pages_of
from simulator.persons import Person
from tests.system.conftest import Found
from tests.system.patience import until
from tests.system.process import ROOT, command
from tests.system.village import Raw, Village, leaks, with_two_services

DEWI = Person("Dewi", "Lestari Contoh")


def in_javanese(raw: Raw) -> None:
    """With a greeting and a signature of the village's own besides."""
    with_two_services(raw)
    raw["bahasa"] = str(ROOT / "bahasa" / "jv.yaml")
    raw["teks"] = {"greeting_free": "Halo dari {village}, {phone}!", "signature": "Salam, <b>Desa {village}</b>"}


def test_the_bot_speaks_javanese_and_the_villages_own_words_before_it(found: Found) -> None:
    """From the greeting to the receipt; the staff still hear Indonesian."""
    village = found(in_javanese).open()
    dewi = village.citizen(DEWI)
    dewi.type("/start")
    dewi.wait_for("Halo dari Karangsatria, 021 5550 0123!")
    menu = dewi.messages()[-1]["message_id"]
    dewi.tap("SKU")
    dewi.send(dewi.link("Ngisi Formulir", since=menu))
    receipt = "Panyuwun Surat Keterangan Usaha (SKU) atas nama Dewi L. sampun kula tampi."
    told = until(lambda: next((said for said in dewi.heard() if said.startswith(receipt)), ""), "the receipt")
    assert "\n\nSalam, Desa Karangsatria\n\nMangga mencet Inggih, punika panyuwun kula." in told
    dewi.tap("Inggih, punika panyuwun kula")
    dewi.wait_for("Matur nuwun, sampun dipunkonfirmasi.")
    until(lambda: "Permohonan baru:" in village.staff_chat(), "the staff's notice")
    assert "Salam" not in village.staff_chat()


@pytest.mark.parametrize("words", [["check"], []])
def test_wrong_sentences_are_told_all_at_once(village: Village, bytecode: Path, words: list[str]) -> None:
    """By `check` as by the start, from the file as from the settings; status 2."""
    (village.home / "jv.yaml").write_text('menu: "<b>Mangga"\nbutton_menu: ""\n', encoding="utf-8")

    def spoil(raw: Raw) -> None:
        raw["bahasa"] = "jv.yaml"
        raw["teks"] = {"greting": "Halo", "receipt": "Sudah, {refrence}. Sampai {due}."}

    village.adjust(spoil)
    told = command(bytecode, *words, "--config", village.config_file)
    assert told.returncode == 2
    text = told.stdout + told.stderr
    for part in (
        "jv.yaml: menu: tag `<b>` belum ditutup; tambahkan `</b>`",
        "jv.yaml: button_menu: tidak boleh kosong",
        "teks.greting: kalimat dengan nama ini tidak ada; mungkin maksudnya `greeting`",
        "teks.receipt: isian `{refrence}` tidak dikenal di kalimat ini; mungkin maksudnya `reference`",
        "teks.receipt: isian `{reference}` harus ada",
    ):
        assert part in text
    assert "Traceback" not in text


def test_all_sentences_are_shown_and_what_is_written_can_be_used(village: Village, bytecode: Path) -> None:
    """`teks` finds by name and by what is said; its file is a language that passes, and is never written over."""
    shown = command(bytecode, "teks", "receipt", "perbaikan", "--config", village.config_file)
    assert shown.stdout.startswith(
        "correction_receipt: |-\n  Perbaikan {service} atas nama {name} sudah kami terima.\n"
    )
    language = village.home / "su.yaml"
    written = command(bytecode, "teks", "--ke", language, "--config", village.config_file)
    assert written.returncode == 0, written.stderr
    village.adjust(lambda raw: raw.update(bahasa="su.yaml"))
    before = language.read_text(encoding="utf-8")
    again = command(bytecode, "teks", "--ke", language, "--config", village.config_file)
    assert (again.returncode, language.read_text(encoding="utf-8")) == (2, before)
    assert "sudah ada dan tidak diubah" in again.stderr


def test_the_poster_is_drawn_for_the_bot_that_telegram_names(village: Village, bytecode: Path) -> None:
    """Into a folder as Word file and PDF; one that is there is left as it is."""
    place = village.home / "cetak"
    place.mkdir()
    drawn = command(bytecode, "poster", "--ke", place, "--config", village.config_file)
    assert drawn.returncode == 0, drawn.stderr
    assert f"Poster: {place / 'poster.docx'}\n" in drawn.stdout
    assert (place / "poster.docx").exists()
    if shutil.which("soffice"):
        assert pages_of(place / "poster.pdf") == 1
    else:
        assert "LibreOffice tidak ada" in drawn.stdout
    again = command(bytecode, "poster", "--ke", place, "--config", village.config_file)
    assert again.returncode == 2
    assert "sudah ada dan tidak diubah" in again.stderr
    assert not leaks(drawn.stdout + again.stderr)
