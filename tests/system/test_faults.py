"""What goes wrong around the service: what citizens, staff and operator see of it, and that work resumes by itself.

Single calls that fail are met in `test_afternoon`; a second copy and wrong settings in `test_commands`.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from simulator.persons import Person
from simulator.telegram.models import ANY_TOKEN
from tests.contract.google_oracle import Oracle
from tests.system.citizen import Citizen
from tests.system.conftest import well_kept
from tests.system.line import GooglesClock, Line
from tests.system.patience import until
from tests.system.process import command
from tests.system.village import SECRETS_FILE, Raw, Village, with_two_services

READ, WRITE = "/v4/spreadsheets/*/values:batchGetByDataFilter", "/v4/spreadsheets/*:batchUpdate"
PATIENCE = 60.0
A_DAY = 86_400.0


@pytest.fixture(scope="module")
def clock() -> GooglesClock:
    return GooglesClock()


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, bytecode: Path, oracle: Oracle, clock: GooglesClock
) -> Iterator[Village]:
    """An open village that is left after each test as it was found; its service has a line of its own."""
    home = tmp_path_factory.mktemp("office")
    with well_kept(Village(home, bytecode, oracle, with_two_services, clock)) as village:
        yield village


@pytest.fixture(scope="module")
def line(office: Village) -> Line:
    laid = Line(urlsplit(office.url).port or 0)

    def through_the_line(raw: Raw) -> None:
        raw["telegram"]["api_url"] = raw["google"]["api_url"] = laid.url

    office.adjust(through_the_line)
    office.open()
    return laid


@pytest.fixture(autouse=True)
def _opened(line: Line) -> None:
    """The service runs, over the line."""


def waiting(office: Village, name: str) -> tuple[Citizen, str]:
    """A citizen whose request stands on the desk and was received; its number."""
    citizen = office.citizen(Person("Dewi", f"Contoh {name}"))
    reference = citizen.request("SKU")
    office.desk.wait(reference, PATIENCE, Status="Baru", Kabar_ke_Warga="Diterima ")
    return citizen, reference


def served(office: Village, citizen: Citizen, reference: str) -> None:
    """The letter came, once, and the desk says so."""
    office.desk.wait(reference, PATIENCE, Status="Selesai", Kabar_ke_Warga="Surat dikirim ")
    assert citizen.person.name.upper() in citizen.letter(PATIENCE).text.upper()
    assert len(citizen.letters()) == 1


def test_without_network(office: Village, line: Line) -> None:
    """Nobody listens for a while: one line in the log for each side, and what was asked and decided then is done."""
    dewi, reference = waiting(office, "Kabel")
    before = len(office.service.log)
    line.cut()
    until(lambda: "Telegram tidak terjangkau" in office.service.log[before:], "a word in the log")
    dewi.type("/bantuan")
    office.desk.decide(reference, "Setujui")
    until(lambda: "Spreadsheet belum bisa dibaca" in office.service.log[before:], "another word in the log")
    line.mend()
    dewi.wait_for("Cara mengajukan surat", PATIENCE)
    served(office, dewi, reference)
    said = office.service.log[before:]
    assert said.count("Telegram tidak terjangkau") == said.count("Sambungan ke Telegram pulih") == 1
    assert said.count("Spreadsheet belum bisa dibaca") == said.count("Hubungan dengan Google pulih") == 1


def test_a_revoked_token(office: Village) -> None:
    """The spreadsheet goes on, the desk says that the news is on its way; started with a new token, all goes out."""
    siti = office.citizen(Person("Siti", "Contoh Token"))
    link = siti.ask_for("SKU")
    before = len(office.service.log)
    office.simulator.telegram.only_token = ANY_TOKEN.swapcase()
    siti.type("/bantuan")  # ends the question that is open: the next one is refused
    siti.send(link)
    row = office.desk.wait("Siti Contoh Token", PATIENCE, Status="Baru", Kabar_ke_Warga="sedang dikirim")
    office.desk.decide(row["No. Permohonan"], "Setujui")
    row = office.desk.wait("Siti Contoh Token", PATIENCE, Status="Disetujui", Nomor_Surat="/")
    until(lambda: "Telegram menolak token bot" in office.service.log[before:], "a word in the log", PATIENCE)
    assert office.service.running
    assert not siti.references()
    assert office.service.stop()[0] == 0
    secrets = office.home / SECRETS_FILE
    secrets.write_text(secrets.read_text().replace(ANY_TOKEN, office.simulator.telegram.only_token))
    office.service.start()
    siti.wait_for("sudah kami terima", PATIENCE)
    siti.confirm()
    served(office, siti, row["No. Permohonan"])
    siti.wait_for("Cara mengajukan surat", PATIENCE)
    assert siti.references() == [row["No. Permohonan"]]
    assert "salin token" in office.service.log[before:].lower()


def test_a_spreadsheet_that_is_no_longer_shared(office: Village) -> None:
    """The staff hear once what to do; shared again, the decision that was picked meanwhile is carried out."""
    dewi, reference = waiting(office, "Berbagi")
    office.book.act("share", shared=False)
    until(lambda: "tidak boleh lagi membuka spreadsheet" in office.staff_chat(), "a word to the staff", PATIENCE)
    dewi.type("/bantuan")
    dewi.wait_for("Cara mengajukan surat", PATIENCE)
    office.desk.decide(reference, "Setujui")
    office.book.act("share", shared=True)
    served(office, dewi, reference)
    assert office.staff_chat().count("tidak boleh lagi membuka spreadsheet") == 1


def test_the_quota_is_used_up(office: Village) -> None:
    """Google answers 429 for a while, to reads and writes: it is asked again until it does not."""
    dewi, reference = waiting(office, "Kuota")
    before = len(office.service.log)
    office.desk.decide(reference, "Setujui")
    office.faults.arm(READ, "429", times=8)
    office.faults.arm(WRITE, "429", times=3)
    served(office, dewi, reference)
    assert 1 <= office.service.log[before:].count("Google answered 429") <= 4


def test_a_full_disk(office: Village) -> None:
    """Nothing can be kept: the log says what to look at, nobody is answered wrongly, and with room again all goes on.

    No file may grow over a few kilobytes: a disk that is really full would need rights that a test has not.
    """
    dewi, reference = waiting(office, "Penuh")
    before, pid = len(office.service.log), office.service.pid
    no_room = Path(office.home / "layanan.log").stat().st_size + 8_192
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (no_room, resource.RLIM_INFINITY))
    dewi.type("/bantuan")
    office.desk.decide(reference, "Setujui")
    until(lambda: "ruang disk" in office.service.log[before:], "a word in the log", PATIENCE)
    time.sleep(1.0)
    assert not dewi.letters()
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    dewi.wait_for("Cara mengajukan surat", PATIENCE)
    served(office, dewi, reference)


def test_another_program_holds_the_ledger(office: Village) -> None:
    """A backup program that locks the file for some seconds delays, and spoils nothing."""
    dewi, reference = waiting(office, "Terkunci")
    with closing(sqlite3.connect(office.home / "data" / "buku.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        dewi.type("/bantuan")
        office.desk.decide(reference, "Setujui")
        time.sleep(2.0)
        assert not dewi.letters()
        other.execute("ROLLBACK")
    dewi.wait_for("Cara mengajukan surat", PATIENCE)
    served(office, dewi, reference)


def test_the_clock_has_jumped_a_day(office: Village, clock: GooglesClock) -> None:
    """No letter gets a wrong date: it waits, the staff hear why, and it is made when the clock is right."""
    dewi, reference = waiting(office, "Jam")
    clock.behind = A_DAY
    until(lambda: "Jam komputer kantor tidak cocok" in office.staff_chat(), "a word to the staff", PATIENCE)
    office.desk.decide(reference, "Setujui")
    row = office.desk.wait(reference, PATIENCE, Status="Disetujui")
    assert not row["Nomor Surat"]
    clock.behind = 0.0
    served(office, dewi, reference)


def test_off_from_friday_to_monday(office: Village) -> None:
    """Each chat gets one answer, a form is received, and the staff hear from when to when the service was off."""
    people = [office.citizen(Person("Warga", name)) for name in ("Anggrek", "Bakung", "Cempaka")]
    for citizen in people:
        citizen.type("/start")
        citizen.wait_for("Selamat datang", PATIENCE)
    link = people[2].ask_for("SKU")
    heard = [len(citizen.heard()) for citizen in people]
    assert office.service.stop()[0] == 0
    friday = datetime.now(UTC) - timedelta(days=3)
    seen_last(office, friday)
    for citizen in people:
        for text in ("/start", "halo", "kok tidak dijawab?"):
            citizen.type(text)
    people[1].tap("Bantuan")
    people[2].send(link)
    office.service.start()
    people[2].wait_for("sudah kami terima", PATIENCE)
    until(lambda: not office.ledger("SELECT id FROM inbox WHERE state = 'waiting'"), "everybody's answer", PATIENCE)
    news = [citizen.heard()[count:] for citizen, count in zip(people, heard, strict=True)]
    assert [text.partition("\n")[0] for text in news[0]] == ["Bapak/Ibu perlu surat apa? Silakan pilih."]
    assert news[1] == []
    assert any(text.startswith("Cara mengajukan surat") for text in people[1].heard())
    assert sorted(text[:9] for text in news[2]) == ["Bapak/Ibu", "Permohona"]
    until(lambda: "Layanan mati dari " in office.staff_chat(), "a word to the staff", PATIENCE)


def seen_last(office: Village, moment: datetime) -> None:
    """Have the service, which does not run, believe that it ran until then."""
    with closing(sqlite3.connect(office.home / "data" / "buku.db")) as raw:
        kept = raw.execute("UPDATE bookmarks SET value = ? WHERE name = 'last_seen'", [json.dumps(moment.isoformat())])
        assert kept.rowcount == 1
        raw.commit()


def test_what_failed_is_told_to_operator_and_staff(office: Village, bytecode: Path) -> None:
    """`check` counts what could not be answered, with the mend; the staff hear of it once, after the next start."""
    assert office.service.stop()[0] == 0
    with closing(sqlite3.connect(office.home / "data" / "buku.db")) as raw:
        raw.execute("UPDATE inbox SET state = 'failed', reason = 'KeyError' WHERE id = (SELECT max(id) FROM inbox)")
        raw.commit()
    checked = command(bytecode, "check", "--config", office.config_file)
    assert checked.returncode == 2
    assert "pesan warga: 1 pesan dalam tujuh hari ini tidak bisa dijawab" in checked.stdout
    office.service.start()
    until(lambda: "1 pesan warga tidak bisa dijawab" in office.staff_chat(), "a word to the staff", PATIENCE)


def test_the_bot_says_where_the_office_is(office: Village) -> None:
    """Whoever opens the bot while the computer is off reads when the office is open and where to phone."""
    until(lambda: office.simulator.telegram.profile.get("short_description "), "the bot's description")
    description = office.simulator.telegram.profile["description "]
    assert "Kantor buka Senin" in description
    assert "Telepon 0" in description
