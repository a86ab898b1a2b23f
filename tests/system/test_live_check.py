"""`check --live`: the operator walks a request on trial through the village, and nothing of it stays."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from simulator.persons import Person
from tests.system.patience import until
from tests.system.process import SCRIPT, command, environment
from tests.system.village import Village

SECONDS = 90


class Watching:
    """The command as a process that waits for what the operator does; what it prints goes to a file."""

    def __init__(self, village: Village, bytecode: Path) -> None:
        self._file = village.home / "live.txt"
        with self._file.open("wb") as out:
            words = [sys.executable, str(SCRIPT), "check", "--live", "--config", str(village.config_file)]
            self._process = subprocess.Popen(words, stdout=out, stderr=out, env=environment(bytecode))

    @property
    def said(self) -> str:
        """All that it has printed."""
        return self._file.read_text(encoding="utf-8")

    def word(self) -> str:
        """The word by which it will know the request."""
        return re.findall(r"Uji ([A-Z]+)\.", until_said(self, lambda said: "Menunggu formulirnya" in said))[0]

    def ended(self) -> int:
        """Its exit status."""
        try:
            return self._process.wait(SECONDS)
        finally:
            self._process.kill()
            self._process.wait()


def until_said(watching: Watching, what: Callable[[str], bool]) -> str:
    until(lambda: what(watching.said), "the command's words", SECONDS)
    return watching.said


def test_a_request_on_trial(village: Village, bytecode: Path) -> None:
    """Bot, form, spreadsheet, receipt and desk are seen one after the other; then it is cancelled and erased."""
    office = village.open()
    assert command(bytecode, "setup", "--config", office.config_file).returncode == 0
    watching = Watching(office, bytecode)
    rina = office.citizen(Person("Rina", "Contoh"))
    reference = rina.request("SKU", {"Nama Lengkap": f"Uji {watching.word()}"})
    assert watching.ended() == 0, watching.said
    said = watching.said.splitlines()
    assert [line for line in said if line.startswith("beres ")][-4:] == [
        "beres Formulir sampai ke spreadsheet dan terbaca",
        "beres Kode dari bot ikut terkirim",
        "beres Tanda terima sampai di obrolan",
        f"beres Baris {reference} ada di tab Meja",
    ]
    assert "saran Percobaan dibersihkan" in said
    office.desk.wait(reference, Status="Dibatalkan")
    assert office.ledger("SELECT status, answers FROM attempts") == [("Dibatalkan", "{}")]
    assert office.ledger("SELECT count(*) FROM letters") == [(0,)]
    listed = command(bytecode, "privasi", "daftar", "--config", office.config_file)
    assert listed.stdout.startswith(f"{reference}  ")


def test_it_wants_the_service_to_run(village: Village, bytecode: Path) -> None:
    """Without it nobody would answer: it says what to start, and ends."""
    assert command(bytecode, "setup", "--config", village.config_file).returncode == 0
    checked = command(bytecode, "check", "--live", "--config", village.config_file)
    assert checked.returncode == 2
    assert "PERLU Program berjalan\n- jalankan dulu di jendela lain: scheduler.py, lalu ulangi" in checked.stdout
