"""What stays broken is told in the staff chat, and so is its end; `status` says it, too."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.contract.google_oracle import Oracle
from tests.system.conftest import well_kept
from tests.system.line import Line
from tests.system.patience import until
from tests.system.process import command
from tests.system.village import Raw, Village, with_two_services

PATIENCE = 60.0
SECONDS = 3.0
"""After so long the staff hear of an outage here, instead of ten minutes."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, bytecode: Path, oracle: Oracle) -> Iterator[Village]:
    """A village without patience."""
    with well_kept(Village(tmp_path_factory.mktemp("office"), bytecode, oracle, with_two_services)) as village:
        village.adjust(lambda raw: raw.update(gangguan={"kabari_menit": SECONDS / 60}))
        yield village


@pytest.fixture(scope="module")
def lines(office: Village) -> dict[str, Line]:
    """The cables to Google and to Telegram; the service runs."""
    laid = {side: Line(urlsplit(office.url).port or 0) for side in ("google", "telegram")}

    def through_the_lines(raw: Raw) -> None:
        for side, line in laid.items():
            raw[side]["api_url"] = line.url

    office.adjust(through_the_lines)
    office.open()
    return laid


def hears(office: Village, words: str) -> None:
    until(lambda: words in office.staff_chat(), words, PATIENCE)


def test_a_spreadsheet_out_of_reach(office: Village, lines: dict[str, Line], bytecode: Path) -> None:
    """Once while it lasts, once when it is over."""
    office.wait_for_polls(2)
    lines["google"].cut()
    hears(office, "Spreadsheet tidak bisa dibaca sejak ")
    told = command(bytecode, "status", "--config", office.config_file)
    assert told.returncode == 2
    assert "! Gangguan: spreadsheet tidak terbaca sejak " in told.stdout
    lines["google"].mend()
    hears(office, "Spreadsheet bisa dibaca lagi. Tadi terputus dari ")
    assert office.staff_chat().lower().count("spreadsheet") == 2


def test_telegram_out_of_reach(office: Village, lines: dict[str, Line]) -> None:
    """Once, when it is back."""
    before = len(office.service.log)
    lines["telegram"].cut()
    until(lambda: "Telegram tidak terjangkau" in office.service.log[before:], "a word in the log", PATIENCE)
    time.sleep(2 * SECONDS)
    lines["telegram"].mend()
    hears(office, "Telegram tersambung lagi. Tadi terputus dari ")
    assert "Telegram tidak bisa dihubungi" not in office.staff_chat()


@pytest.mark.usefixtures("lines")
def test_copies_that_fail_and_a_disk_that_is_nearly_full(office: Village) -> None:
    """Each by itself; what was told before a restart is not told again, but its end is."""
    assert office.service.stop()[0] == 0

    def no_stick_and_no_room(raw: Raw) -> None:
        raw["cadangan"] = {"folder": "usb/cadangan"}
        raw["gangguan"]["sisa_disk_mb"] = 10**9

    with closing(sqlite3.connect(office.home / "data" / "buku.db")) as raw:
        raw.execute("DELETE FROM bookmarks WHERE name = 'backup'")  # as if a copy were due
        raw.commit()
    office.adjust(no_stick_and_no_room)
    office.service.start()
    hears(office, "Cadangan data kantor belum bisa dibuat sejak ")
    hears(office, "Disk komputer kantor hampir penuh sejak ")
    assert office.service.stop()[0] == 0

    def a_stick_and_room(raw: Raw) -> None:
        (office.home / "usb").mkdir()
        raw["gangguan"]["sisa_disk_mb"] = 0

    office.adjust(a_stick_and_room)
    office.service.start()
    hears(office, "Cadangan data kantor bisa dibuat lagi.")
    hears(office, "Sisa ruang disk komputer kantor cukup lagi.")
    assert office.staff_chat().count("Cadangan data kantor") == 2
    assert office.staff_chat().count("disk komputer kantor") + office.staff_chat().count("Disk komputer kantor") == 2
