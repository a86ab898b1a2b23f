"""The script's commands and its manners as a process: demo, check, one instance, a quick end."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest
from pypdf import PdfReader

from simulator.telegram.models import ANY_TOKEN
from tests.system.citizen import text_of
from tests.system.conftest import Found
from tests.system.process import ROOT, command
from tests.system.village import FORMS_FILE, SECRETS_FILE, Raw, Village, leaks
from tests.system.word import write_template

STOP_SECONDS = 2.0


def test_the_demo_ends_with_a_letter(tmp_path: Path, bytecode: Path) -> None:
    """`demo --once` plays a request and ends with status 0; its last line leads to the letter that the chat got."""
    played = command(bytecode, "demo", "--config", ROOT / "config.yaml", "--once", "--data", tmp_path / "peragaan")
    assert played.returncode == 0, played.stderr
    word, _, path = played.stdout.splitlines()[-1].partition(": ")
    assert word == "Surat"
    assert "Warung Melati" in read_letter(Path(path))
    assert not leaks(played.stdout + played.stderr)
    assert not leaks("\n".join(map(str, (tmp_path / "peragaan").rglob("*"))))


def test_check_finds_a_sound_village_sound(village: Village, bytecode: Path) -> None:
    """`check` of a village that is set up says so and ends with status 0."""
    checked = command(bytecode, "check", "--config", village.config_file)
    assert (checked.returncode, checked.stdout) == (0, "Semua beres.\n"), checked.stderr


def test_check_tells_everything_at_once(found: Found, tmp_path: Path, bytecode: Path) -> None:
    """`check` lists templates, placeholders, forms, the sheet and the token in one go, each with its mend; status 2."""
    templates = tmp_path / "templat"
    shutil.copytree(ROOT / "letters" / "templates", templates)
    (templates / "sktm.docx").unlink()
    write_template(templates / "sku.docx", "Nama: {{Nama Lengkp}}, nomor {{Nomor Surat}}")
    village = found(lambda raw: raw.update(folder_templat=str(templates)))
    village.adjust(_forget_an_entry, FORMS_FILE)
    village.book.act("share", shared=False)
    secrets = village.home / SECRETS_FILE
    secrets.write_text(secrets.read_text().replace(ANY_TOKEN, ANY_TOKEN[:-4] + "abcd"))

    checked = command(bytecode, "check", "--config", village.config_file)
    assert checked.returncode == 2, checked.stderr
    for part in (
        "layanan.sktm.surat.templat: berkas sktm.docx tidak ada",
        "layanan.sku.surat.templat: Isian {{Nama Lengkp}} tidak dikenal",
        "Mungkin maksudnya {{Nama Lengkap}}.",
        "layanan.sku: nomor isian formulir belum ada untuk: Nama Usaha",
        "google.spreadsheet: tidak bisa dibuka",
        "Bagikan spreadsheet kepada meja-surat@",
        "TELEGRAM_TOKEN: bot tidak bisa dihubungi",
    ):
        assert part in checked.stdout
    assert "5 hal perlu dibereskan." in checked.stdout
    assert not leaks(checked.stdout + checked.stderr)


def test_a_form_is_judged_even_when_the_sheet_is_not_shared(village: Village, bytecode: Path) -> None:
    """A form and the spreadsheet that are both not shared are told together."""
    village.book.act("share", shared=False)
    village.simulator.google.form(village.founded.forms["sku"]["formId"]).shared = False
    checked = command(bytecode, "check", "--config", village.config_file)
    assert checked.returncode == 2
    assert "google.spreadsheet: tidak bisa dibuka" in checked.stdout
    assert "layanan.sku: formulirnya tidak bisa dibuka" in checked.stdout
    assert "2 hal perlu dibereskan." in checked.stdout


@pytest.mark.parametrize("words", [["check"], []])
def test_a_broken_config_is_told_whole(village: Village, bytecode: Path, words: list[str]) -> None:
    """Every mistake in config.yaml is told at once with its path and the mend, by `check` as by the start; status 2."""

    def spoil(raw: Raw) -> None:
        raw["desa"]["zona_waktu"] = "Asia/Jakarata"
        raw["desa"]["kode_pos"] = 17510
        raw["desk"]["setle"] = raw["desk"].pop("settle")
        raw["layanan"]["sku"]["surat"]["nomor"] = "{kode}/{desa}/{tahun}"
        raw["layanan"]["sktm"]["singkatan"] = "SKU"
        raw["layanan"]["sktm"]["pertanyaan"][0] = "biodta"
        del raw["desa"]["telepon"]

    village.adjust(spoil)
    told = command(bytecode, *words, "--config", village.config_file)
    assert told.returncode == 2
    text = told.stdout + told.stderr
    for part in (
        "desa.zona_waktu: zona waktu tidak dikenal; pakai Asia/Jakarta",
        "desa.kode_pos: harus berupa tulisan; bila angka, apit dengan tanda kutip",
        "desk.setle: kunci ini tidak dikenal; mungkin maksudnya `settle`",
        "layanan.sku.surat: `nomor` harus memuat {urut}",
        "layanan.sktm.pertanyaan.1: kelompok `biodta` tidak dikenal; mungkin maksudnya `biodata`",
        "desa.telepon: belum diisi",
        "layanan: `singkatan` harus berbeda-beda; kembar: SKU",
    ):
        assert part in text
    assert "Traceback" not in text
    assert not (village.home / "data").exists()


def test_a_second_copy_refuses(village: Village, bytecode: Path) -> None:
    """A second start on the same data folder says plainly that one is running, and leaves it alone."""
    village.open()
    second = command(bytecode, "--config", village.config_file)
    assert second.returncode == 2
    assert second.stderr.splitlines() == [
        "Program ini sudah berjalan dengan folder data yang sama. Tutup dulu yang lama."
    ]
    assert village.service.running


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_when_asked(village: Village, sign: signal.Signals) -> None:
    """SIGTERM and Ctrl-C end the service within two seconds with status 0, although a long poll is open."""
    village.open()
    status, seconds = village.service.stop(sign)
    assert status == 0
    assert seconds < STOP_SECONDS
    assert "Meja surat sudah tutup." in village.service.log
    assert "Traceback" not in village.service.log


def read_letter(path: Path) -> str:
    """The text of a letter: a PDF, or a Word file where there is no LibreOffice."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return text_of(path.read_bytes())


def _forget_an_entry(forms: Raw) -> None:
    del forms["sku"]["entri"]["Nama Usaha"]
