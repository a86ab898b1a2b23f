"""From the operator's catalogue to forms, as commands: by the script, and through the Forms API."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from office.config import load
from tests.contract.apps_script import ACCOUNT, MAKE, NO_NODE, NODE, SLOW_TAB, log, run
from tests.system.process import ROOT, command
from tests.system.village import FORMS_FILE, Village


@pytest.mark.skipif(NODE is None, reason=NO_NODE)
def test_the_project_gets_its_forms_by_two_commands(tmp_path: Path, bytecode: Path) -> None:
    """Afterwards the settings name the spreadsheet and all forms, and differ in nothing else."""
    config, code = tmp_path / "config.yaml", tmp_path / "kode.txt"
    shutil.copy(ROOT / "config.yaml", config)
    before = yaml.safe_load(config.read_text())
    written = tmp_path / "skrip.txt"
    told = command(bytecode, "formulir", "skrip", "--config", config, "--ke", written, "--akun", ACCOUNT)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(f"Skrip untuk 12 formulir: {written}\n1. Buka https://script.google.com")
    ((made,),) = run([written.read_text()], {"world": SLOW_TAB, "steps": [MAKE]})
    code.write_text(log(made))
    taken = command(bytecode, "formulir", "terima", code, "--config", config)
    assert taken.returncode == 0, taken.stderr
    assert "12 formulir ditulis di formulir.yaml" in taken.stdout
    assert "4. Surat Pengantar RT/RW (wajib; paling banyak 1 berkas)" in taken.stdout
    before["google"]["spreadsheet"] = made["books"][0]["id"]
    assert yaml.safe_load(config.read_text()) == before
    assert all(service.form for service in load(config).services.values())


def test_forms_can_be_made_without_the_script(village: Village, bytecode: Path) -> None:
    """`setup --forms` makes what is lacking through the Forms API, and says what is left to people."""
    village.adjust(lambda raw: raw.pop("sktm"), FORMS_FILE)
    words = ["setup", "--forms", "--bagikan", "operator@contoh.id", "--config", village.config_file]
    told = command(bytecode, *words)
    assert told.returncode == 0, told.stderr
    assert (
        "Surat Keterangan Tidak Mampu (SKTM): formulir dibuat dan dibagikan kepada operator@contoh.id." in told.stdout
    )
    waiting = yaml.safe_load((village.home / "formulir-belum-tertaut.yaml").read_text())
    assert list(waiting) == ["sktm"]


def test_a_damaged_code_is_told_and_changes_nothing(tmp_path: Path, bytecode: Path) -> None:
    """Status 2 and the mend."""
    config, code = tmp_path / "config.yaml", tmp_path / "kode.txt"
    shutil.copy(ROOT / "config.yaml", config)
    code.write_text("KODE MEJA SURAT 1\n[sku:00000000:\nAAAA\n]\nAKHIR KODE 1\n")
    told = command(bytecode, "formulir", "terima", code, "--config", config)
    assert told.returncode == 2
    assert told.stderr == "- kode sku: rusak saat disalin. Salin lagi SEMUA barisnya, dari KODE sampai AKHIR KODE\n"
    assert config.read_text() == (ROOT / "config.yaml").read_text()


def test_a_code_file_that_is_not_there_is_told(tmp_path: Path, bytecode: Path) -> None:
    """By its name, in a sentence."""
    told = command(bytecode, "formulir", "terima", tmp_path / "lupa.txt", "--config", ROOT / "config.yaml")
    assert told.returncode == 2
    assert "lupa.txt" in told.stderr
    assert "Traceback" not in told.stderr
