"""The service over the years: how it is asked how it is, what it keeps of its log, how it takes new settings."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from office.logfile import MOST_BYTES
from office.relief import AGAIN
from tests.contract.google_oracle import Oracle
from tests.system.conftest import well_kept
from tests.system.patience import until
from tests.system.process import OPEN, ROOT, SCRIPT, command, environment
from tests.system.village import Raw, Village, with_two_services

PATIENCE = 60.0


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, bytecode: Path, oracle: Oracle) -> Iterator[Village]:
    """A village; each test finds its service closed."""
    with well_kept(Village(tmp_path_factory.mktemp("office"), bytecode, oracle, with_two_services)) as village:
        yield village


@pytest.fixture(autouse=True)
def _closed(office: Village) -> Iterator[None]:
    yield
    if office.service.running:
        office.service.stop()


def log_file(office: Village) -> Path:
    return office.home / "data" / "catatan" / "meja.log"


def asked(office: Village, bytecode: Path, word: str) -> subprocess.CompletedProcess[str]:
    done = command(bytecode, word, "--config", office.config_file)
    assert "Traceback" not in done.stderr
    return done


def test_status_before_the_first_start(office: Village, bytecode: Path) -> None:
    """It makes nothing."""
    told = asked(office, bytecode, "status")
    assert (told.returncode, len(told.stdout.splitlines())) == (2, 1)
    assert "belum pernah dijalankan" in told.stdout
    assert not (office.home / "data").exists()


def test_status_beside_the_service_and_without_it(office: Village, bytecode: Path) -> None:
    """Ten lines: all is well, then nobody serves. Neither changes anything."""
    office.open()
    until(lambda: contact(office) == 2, "both sides answered", PATIENCE)
    told = asked(office, bytecode, "status")
    assert told.returncode == 0
    well = told.stdout.splitlines()
    assert len(well) == 10
    assert well[0].startswith("  Layanan: berjalan sejak ")
    assert well[1].startswith("  Spreadsheet terakhir dibaca: ")
    assert "belum pernah" not in told.stdout
    assert well[2].startswith("  Telegram terakhir menjawab: ")
    assert well[-1] == "Semua baik."
    assert office.service.running
    office.service.stop()
    before = {path: path.stat().st_mtime_ns for path in office.home.rglob("*") if path.is_file()}
    down = asked(office, bytecode, "status")
    assert down.returncode == 2
    lines = down.stdout.splitlines()
    assert len(lines) == 10
    assert lines[0].startswith("! Layanan: tidak berjalan, terakhir terlihat ")
    assert lines[1].startswith("  Spreadsheet terakhir dibaca: ")
    after = {path: path.stat().st_mtime_ns for path in office.home.rglob("*") if path.is_file()}
    assert {path: when for path, when in after.items() if not path.name.endswith(("-wal", "-shm"))} == before


def has_opened(log: Path) -> bool:
    return log.exists() and OPEN in log.read_text(encoding="utf-8")


def contact(office: Village) -> int:
    """With how many sides of the world the service was in contact."""
    found = str(office.ledger("SELECT value FROM bookmarks WHERE name = 'contact'"))
    return sum(side in found for side in ("spreadsheet", "telegram"))


def test_the_log_is_kept_and_put_aside_when_it_is_full(office: Village, bytecode: Path) -> None:
    """What stderr says, in a file of the owner's; commands write none of it."""
    office.open()
    kept = log_file(office)
    until(lambda: has_opened(kept), "the line that stderr had first", PATIENCE)
    if sys.platform != "win32":
        assert kept.stat().st_mode & 0o777 == 0o600
    office.service.stop()
    kept.write_text("x" * MOST_BYTES)
    for word in ("status", "check", "backup"):
        asked(office, bytecode, word)
    assert kept.read_text() == "x" * MOST_BYTES
    office.service.start()
    until(kept.with_name("meja.log.1").exists, "the full one put aside", PATIENCE)
    until(lambda: has_opened(kept), "the line that stderr had first", PATIENCE)
    assert kept.with_name("meja.log.1").read_text() == "x" * MOST_BYTES


def test_the_demo_keeps_no_log_of_its_own(tmp_path: Path, bytecode: Path) -> None:
    played = command(
        bytecode, "demo", "--config", ROOT / "config.yaml", "--once", "--service", "skck", "--data", tmp_path / "p"
    )
    assert played.returncode == 0, played.stderr
    assert (tmp_path / "p" / "layanan.log").is_file()
    assert not (tmp_path / "p" / "data" / "catatan").exists()


def test_a_restart_with_bad_settings_leaves_the_old_one_serving(office: Village, bytecode: Path) -> None:
    """Every problem is told, also a template's; nothing of the old one changes."""
    office.open()
    pid = office.service.pid
    good = office.config_file.read_text(encoding="utf-8")

    def spoil(raw: Raw) -> None:
        del raw["desa"]["telepon"]

    def lose_a_template(raw: Raw) -> None:
        raw["layanan"]["sku"]["surat"]["templat"] = "hilang.docx"

    for change, problem in ((spoil, "desa.telepon: belum diisi"), (lose_a_template, "berkas hilang.docx tidak ada")):
        office.adjust(change)
        refused = asked(office, bytecode, "restart")
        assert refused.returncode == 2
        assert problem in refused.stderr
        assert "Tidak dimulai ulang" in refused.stderr
        office.config_file.write_text(good, encoding="utf-8")
    office.wait_for_polls(2)
    assert (office.service.running, office.service.pid) == (True, pid)


def test_a_restart_with_good_settings_takes_the_place(office: Village, bytecode: Path) -> None:
    """The old one ends well, the new one serves with what was changed; there is never more than one."""
    office.open()
    old = office.service
    office.adjust(lambda raw: raw["desa"].update(telepon="021 5550 9999"))
    office.service = type(old)(office.home, bytecode)
    try:
        office.service.start("restart")
        assert old.ended() == 0
        assert "Yang lama sudah berhenti" in office.service.log
        dewi = office.citizen()
        dewi.type("/start")
        dewi.wait_for("Selamat datang", PATIENCE)
        dewi.type("/bantuan")
        dewi.wait_for("021 5550 9999", PATIENCE)
        assert not (office.home / "data" / "ganti").exists()
    finally:
        if old.running:
            old.kill()


def test_a_guarded_service_is_started_again_by_its_guard(office: Village, bytecode: Path) -> None:
    """It ends with the status that says so, and `restart` waits until it is there again."""
    office.service.start(guarded=True)
    words = [sys.executable, str(SCRIPT), "restart", "--config", str(office.config_file)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment(bytecode)) as asking:
        assert office.service.ended() == AGAIN
        assert asking.poll() is None
        office.service.start(guarded=True)
        said, _ = asking.communicate(timeout=PATIENCE)
    assert (asking.returncode, said) == (0, "Sudah dimulai lagi dengan pengaturan baru.\n")


def test_a_request_to_an_earlier_service_ends_no_later_one(office: Village) -> None:
    """What was left lying about is for nobody any more."""
    (office.home / "data").mkdir(exist_ok=True)
    (office.home / "data" / "ganti").write_text("2026-11-23T05:00:00+00:00")
    office.open()
    office.wait_for_polls(8)
    assert office.service.running
