"""A laptop dies: what was copied while the service ran is brought back, and the village goes on where it was."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from office import config as settings
from simulator.persons import Person
from tests.system.conftest import Found
from tests.system.patience import until
from tests.system.process import command
from tests.system.village import FORMS_FILE, SECRETS_FILE, Raw, Village, leaks, with_two_services

DEWI = Person("Dewi", "Lestari Contoh", {"NIK": "3216060107880041"})
AGUS = Person("Agus", "Santoso Contoh", {"NIK": "3216060107880042"})
RINA = Person("Rina", "Wulandari Contoh", {"NIK": "3216066308950043"})
PUTRI = Person("Putri", "Handayani Contoh", {"NIK": "3216066308950044"})
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(village: Village, bytecode: Path) -> Run:
    """Return what runs `scheduler.py` with these words for the village."""

    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        done = command(bytecode, *words, "--config", village.config_file)
        assert "Traceback" not in done.stderr
        assert not leaks(done.stdout + done.stderr)
        return done

    return run


def onto_a_stick(raw: Raw) -> None:
    """Have copies put beside the data folder."""
    raw["cadangan"] = {"folder": "usb"}


def with_passphrase(village: Village) -> None:
    """Have copies encrypted."""
    secrets = village.home / SECRETS_FILE
    secrets.write_text(secrets.read_text() + "BACKUP_PASSPHRASE=kalimat sandi contoh\n")


def copied(done: subprocess.CompletedProcess[str]) -> Path:
    """Where the copy lies that a command made."""
    assert done.returncode == 0, done.stderr
    found = re.match(r"Cadangan dibuat dan sudah diperiksa: (.+) \(", done.stdout)
    assert found, done.stdout
    return Path(found[1])


def test_the_village_goes_on_after_its_laptop_died(village: Village, run: Run) -> None:
    """Numbers go on, codes that are in the copy count, nobody is told anything twice, no letter goes astray."""
    village.adjust(onto_a_stick)
    with_passphrase(village)
    village.open()
    dewi, agus, rina, putri = map(village.citizen, (DEWI, AGUS, RINA, PUTRI))
    first = dewi.request("SKU")
    village.desk.decide(first, "Setujui")
    dewi.letter()
    number = village.desk.wait(first, Status="Selesai", Kabar_ke_Warga="Surat dikirim ")["Nomor Surat"]
    pending, link = agus.request("SKU"), rina.ask_for("SKU")
    village.desk.wait(pending, Kabar_ke_Warga="Diterima ")
    before = [citizen.heard() for citizen in (dewi, agus)], village.staff_chat(), village.letter_files()

    copy = copied(run("backup"))
    assert copy.suffixes == [".zip", ".enc"]
    late = putri.ask_for("SKU")
    refused = run("restore", copy)
    assert (refused.returncode, refused.stderr) == (2, "Program sedang berjalan. Tutup dulu, lalu ulangi.\n")
    village.service.kill()
    shutil.rmtree(village.home / "data")
    (village.home / FORMS_FILE).unlink()

    restored = run("restore", copy)
    assert restored.returncode == 0, restored.stderr
    assert "Isinya 2 permohonan, 1 surat, " in restored.stdout
    assert re.search(r"^ +1 \(seri surat, tahun \d{4}\)$", restored.stdout, re.MULTILINE)
    assert village.letter_files() == before[2]

    village.open()
    village.wait_for_polls(3)
    assert [citizen.heard() for citizen in (dewi, agus)] == before[0]
    assert village.staff_chat() == before[1]
    village.desk.decide(pending, "Setujui")
    letter = agus.letter()
    second = village.desk.wait(pending, Status="Selesai", Kabar_ke_Warga="Surat dikirim ")["Nomor Surat"]
    assert (number.split("/")[1], second.split("/")[1]) == ("001", "002")
    assert "AGUS SANTOSO CONTOH" in letter.text.upper()
    rina.send(link)
    rina.wait_for("sudah kami terima")
    putri.send(late)
    village.desk.wait(PUTRI.name, Perlu_Dicek="Kode permohonan tidak dikenal")
    assert len(agus.letters()) == len(dewi.letters()) == 1
    assert not [text for text in putri.heard() if "sudah kami terima" in text]
    assert len(dewi.references()) == len(agus.references()) == 1


def test_what_happened_after_the_copy(village: Village, run: Run) -> None:
    """As the operator is told: numbers go on after the book's last; decisions and requests are taken once more."""
    village.adjust(onto_a_stick)
    village.open()
    agus, rina = map(village.citizen, (AGUS, RINA))
    reference, link = agus.request("SKU"), rina.ask_for("SKU")
    village.desk.wait(reference, Kabar_ke_Warga="Diterima ")
    copy = copied(run("backup"))
    village.desk.decide(reference, "Setujui")
    first = village.desk.wait(reference, Status="Selesai", Kabar_ke_Warga="Surat dikirim ")["Nomor Surat"]
    rina.send(link)
    until(rina.references, "a receipt")
    (lost,) = rina.references()
    village.desk.wait(lost)
    village.service.stop()

    restored = run("restore", copy)
    assert "     belum ada\n" in restored.stdout
    (aside,) = village.home.glob("data-lama-*")
    assert str(aside) in restored.stdout
    assert [path.name for path in aside.rglob("*.docx")] != []
    assert village.letter_files() == []
    assert run("surat", "mulai", "1").returncode == 0
    village.open()
    second = village.desk.wait(reference, Status="Selesai", Kabar_ke_Warga="Surat dikirim ", Nomor_Surat="/002/")
    assert first.split("/")[1] == "001"
    until(lambda: len(agus.letters()) > 1, "the letter once more")
    assert agus.letters()[-1].file_name == second["Nomor Surat"].replace("/", "-") + ".docx"
    until(lambda: len(rina.references()) > 1, "another receipt")
    assert village.desk.wait(rina.references()[-1], Status="Baru")["Nama"] == RINA.name
    assert [row["No. Permohonan"] for row in village.desk.rows() if row["Nama"] == RINA.name] == rina.references()[-1:]


def test_the_service_makes_copies_by_itself(village: Village, run: Run) -> None:
    """With its first start, of its own accord; a folder that is gone stops nothing, and the staff hear of it once."""
    village.open()
    folder = village.home / "data" / "cadangan"
    until(lambda: folder.is_dir() and list(folder.glob("cadangan-*.zip")), "a copy")
    assert village.ledger("SELECT json_extract(value, '$.why') FROM bookmarks WHERE name = 'backup'") == [(None,)]
    village.service.stop()

    shutil.rmtree(village.home / "data")
    village.adjust(lambda raw: raw.update(cadangan={"folder": "usb/cadangan"}, gangguan={"kabari_menit": 0.01}))
    village.open()
    until(lambda: "Cadangan data kantor belum bisa dibuat" in village.staff_chat(), "the staff hear")
    assert village.service.log.count("Folder cadangan ") == 1
    dewi = village.citizen(DEWI)
    village.desk.decide(dewi.request("SKU"), "Setujui")
    assert dewi.letter()
    told = run("backup")
    assert told.returncode == 2
    assert "tidak ada. Pasang flashdisknya, atau betulkan `cadangan.folder`." in told.stderr
    checked = run("check")
    assert "cadangan.folder: " in checked.stdout


def test_a_demo_keeps_its_copies_to_itself(found: Found, tmp_path: Path) -> None:
    """Played with a village's own settings, it would push out that village's copies on the stick."""

    def with_a_stick(raw: Raw) -> None:
        with_two_services(raw)
        raw["cadangan"] = {"folder": str(tmp_path / "usb"), "simpan": 1}

    assert settings.load(found(with_a_stick).config_file).backup_folder == tmp_path / "data" / "cadangan"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_a_start_closes_what_others_could_read(village: Village) -> None:
    """Secrets and the data folder, each with a line in the log; the next start has nothing to say."""
    data = village.home / "data"
    data.mkdir(mode=0o755)
    loose = [village.home / SECRETS_FILE, village.home / "kunci-google.json", data]
    for path in loose:
        path.chmod(0o755 if path.is_dir() else 0o644)
    village.open()
    assert [path.stat().st_mode & 0o777 for path in loose] == [0o600, 0o600, 0o700]
    assert village.service.log.count("tadinya bisa dibaca pengguna lain") == len(loose)
    village.service.stop()
    village.open()
    assert village.service.log.count("tadinya bisa dibaca pengguna lain") == len(loose)


def test_an_older_copy_is_looked_at_beside_the_running_service(village: Village, run: Run, tmp_path: Path) -> None:
    """`--ke` lays a copy out in another folder; the service works on."""
    village.open()
    copy = copied(run("backup"))
    done = run("restore", copy, "--ke", tmp_path / "lihat")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "lihat" / "data" / "buku.db").is_file()
    assert village.service.running
    again = run("restore", copy, "--ke", tmp_path / "lihat")
    assert (again.returncode, again.stdout) == (2, "")
    assert "Pilih folder lain yang kosong" in again.stderr
