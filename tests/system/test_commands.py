"""The script's commands and its manners as a process: demo, check, one instance, a quick end."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from office.ledger.connection import InstanceLock
from simulator.telegram.models import ANY_TOKEN
from tests.system.citizen import text_of
from tests.system.conftest import Found
from tests.system.desk import DESK
from tests.system.patience import until
from tests.system.process import OPEN, ROOT, command, environment
from tests.system.village import FORMS_FILE, SECRETS_FILE, Raw, Village, leaks, with_two_services
from tests.system.word import write_template

STOP_SECONDS = 5.0
"""It takes a third of a second on a machine with nothing else to do."""


def test_the_demo_ends_with_a_letter(tmp_path: Path, bytecode: Path) -> None:
    """`demo --once` plays a request and ends with status 0; its last line leads to the letter that the chat got."""
    played = command(bytecode, "demo", "--config", ROOT / "config.yaml", "--once", "--data", tmp_path / "peragaan")
    assert played.returncode == 0, played.stderr
    word, _, path = played.stdout.splitlines()[-1].partition(": ")
    assert word == "Surat"
    assert "Warung Melati" in read_letter(Path(path))
    assert not leaks(played.stdout + played.stderr)
    assert not leaks("\n".join(map(str, (tmp_path / "peragaan").rglob("*"))))
    listed = command(bytecode, "staf", "daftar", "--config", tmp_path / "peragaan" / "config.yaml")
    assert " Staf Pelayanan, terdaftar " in listed.stdout


def test_check_finds_a_sound_village_sound(village: Village, bytecode: Path) -> None:
    """`setup` makes the tabs and says which, once more it changes nothing; then `check` ends with status 0."""
    early = command(bytecode, "check", "--config", village.config_file)
    assert early.returncode == 2
    assert "google.spreadsheet: tab Meja belum ada. Jalankan: scheduler.py setup" in early.stdout
    first = command(bytecode, "setup", "--config", village.config_file)
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[:2] == ["- Tab Meja dibuat.", "- Tab Buku Surat dibuat."]
    again = command(bytecode, "setup", "--config", village.config_file)
    assert (again.returncode, again.stdout) == (0, "Semua sudah ada; tidak ada yang diubah.\n")
    checked = command(bytecode, "check", "--config", village.config_file)
    *links, last = checked.stdout.splitlines()
    assert (checked.returncode, last) == (0, "Semua beres."), checked.stderr
    assert {"beres Spreadsheet", "beres Formulir", "beres Bot Telegram"} <= {*links}
    advice = [link for link in links if not link.startswith("beres ")]
    assert [link.partition(",")[0] for link in advice] == ["saran Staf terdaftar", "- staf: belum ada yang terdaftar"]


def test_setup_locks_the_scripts_columns_for_named_accounts(village: Village, bytecode: Path) -> None:
    """Where the village names its editors, a desk that was made with a warning is locked for all others."""
    command(bytecode, "setup", "--config", village.config_file)
    village.adjust(lambda raw: raw["google"].update(penyunting=["kades@contoh.id"]))
    locked = command(bytecode, "setup", "--config", village.config_file)
    assert "Bagian program di tab Meja sekarang hanya bisa diubah oleh penyunting di config.yaml" in locked.stdout, (
        locked.stderr
    )
    again = command(bytecode, "setup", "--config", village.config_file)
    assert again.stdout == "Semua sudah ada; tidak ada yang diubah.\n"


def test_check_tells_everything_at_once(found: Found, tmp_path: Path, bytecode: Path) -> None:
    """`check` lists templates, placeholders, forms, the sheet and the token in one go, each with its mend; status 2."""
    templates = tmp_path / "templat"
    shutil.copytree(ROOT / "letters" / "templates", templates)
    (templates / "sktm.docx").unlink()
    write_template(templates / "sku.docx", "Nama: {{Nama Lengkp}}, nomor {{Nomor Surat}}")

    def own_templates(raw: Raw) -> None:
        with_two_services(raw)
        raw["folder_templat"] = str(templates)

    village = found(own_templates)
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


def test_check_is_red_while_anyone_can_open_the_spreadsheet(village: Village, bytecode: Path) -> None:
    """Because of its link alone, with everything else in order."""
    command(bytecode, "setup", "--config", village.config_file)
    village.book.share(link="reader")
    checked = command(bytecode, "check", "--config", village.config_file)
    assert checked.returncode == 2
    assert "google.spreadsheet: siapa pun yang punya tautannya bisa membuka spreadsheet ini" in checked.stdout
    assert "1 hal perlu dibereskan." in checked.stdout


def test_check_tells_what_the_service_saw(village: Village, bytecode: Path) -> None:
    """A header that is gone keeps it from reading decisions: the operator reads what the staff are told."""
    village.open()
    village.book.paste("A1", ["Putusan"], title=DESK)

    def told() -> bool:
        checked = command(bytecode, "check", "--config", village.config_file)
        return "saat terakhir dibaca: Judul kolom Keputusan di tab Meja tidak ada" in checked.stdout

    until(told, "the finding")


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


def test_a_second_copy_refuses(town: Village, bytecode: Path) -> None:
    """A second start on the same data folder says plainly that one is running, and leaves it alone."""
    second = command(bytecode, "--config", town.config_file)
    assert second.returncode == 2
    assert second.stderr.splitlines() == [
        "Program ini sudah berjalan dengan folder data yang sama. Tutup dulu yang lama."
    ]
    assert town.service.running


@pytest.mark.parametrize("before", [True, False])
def test_the_config_may_be_named_before_or_behind_the_command(tmp_path: Path, bytecode: Path, before: bool) -> None:
    """`--config` counts on either side of the command."""
    place, words = ["--config", tmp_path / "lain.yaml"], ["check"]
    told = command(bytecode, *(place + words if before else words + place))
    assert "lain.yaml: berkas ini tidak ada" in told.stdout


@pytest.mark.parametrize("left", ["folder", "text", "nothing of use"])
def test_an_unusable_data_folder_is_told_plainly(village: Village, bytecode: Path, left: str) -> None:
    """A ledger that is none, and a data folder that cannot be one, are told in a sentence; nothing is overwritten."""
    data = village.home / "data"
    if left == "nothing of use":
        data.write_text("bukan folder")
    else:
        data.mkdir()
        ledger = data / "buku.db"
        ledger.mkdir() if left == "folder" else ledger.write_text("bukan buku, hanya tulisan yang cukup panjang\n" * 9)
    told = command(bytecode, "--config", village.config_file)
    assert told.returncode == 2
    assert len(told.stderr.splitlines()) == 1
    assert str(data) in told.stderr
    assert "izin menulis" in told.stderr or "scheduler.py restore" in told.stderr
    assert left != "text" or ledger.read_text().startswith("bukan buku")


def test_a_demo_leaves_the_folder_of_another_alone(tmp_path: Path, bytecode: Path) -> None:
    """A folder in which a demo is being played is refused; what an earlier one left there is removed."""
    home = tmp_path / "peragaan"
    lock = InstanceLock(home / ".peragaan")
    (home / "data").mkdir()
    words = ["demo", "--config", ROOT / "config.yaml", "--once", "--service", "skck", "--data", home]
    refused = command(bytecode, *words)
    assert refused.returncode == 2
    assert "sedang dipakai peragaan lain" in refused.stderr
    assert (home / "data").is_dir()
    lock.release()
    (home / "data" / "buku.db").write_text("lama")
    assert command(bytecode, *words).returncode == 0


def test_a_demo_that_is_told_to_end_ends_its_service(tmp_path: Path, bytecode: Path) -> None:
    """SIGTERM to the demo ends the service that it started, too."""
    home = tmp_path / "peragaan"
    words = [sys.executable, ROOT / "scheduler.py", "demo", "--config", ROOT / "config.yaml", "--data", home]
    playing = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(bytecode))
    try:
        until(lambda: OPEN in _read(home / "layanan.log"), "the service is open")
    finally:
        playing.terminate()
    assert playing.wait(60) == 0
    InstanceLock(home / "data" / "kunci").release()  # raises while a service lives


def test_a_port_that_is_none_is_told(tmp_path: Path, bytecode: Path) -> None:
    """A port beyond all ports is a mistake with a mend."""
    told = command(
        bytecode, "demo", "--config", ROOT / "config.yaml", "--port", "99999", "--data", tmp_path / "peragaan"
    )
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)
    assert "--port: 99999 tidak bisa dipakai" in told.stderr


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_when_asked(town: Village, sign: signal.Signals) -> None:
    """SIGTERM and Ctrl-C end the service at once with status 0, although a long poll is open."""
    town.wait_for_polls(2)
    status, seconds = town.service.stop(sign)
    assert status == 0
    assert seconds < STOP_SECONDS
    assert town.service.log.splitlines()[-1].endswith("yang belum selesai dilanjutkan nanti.")
    assert "Traceback" not in town.service.log
    town.service.start()


def read_letter(path: Path) -> str:
    """The text of a letter: a PDF, or a Word file where there is no LibreOffice."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return text_of(path.read_bytes())


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _forget_an_entry(forms: Raw) -> None:
    del forms["sku"]["entri"]["Nama Usaha"]
