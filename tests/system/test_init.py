"""Guided set-up, typed at a terminal, up to the first letter: nobody edits a file by hand."""

from __future__ import annotations

import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from commands.init.handwork import HANDWORK, PAGE
from office.config import load
from office.settings_edit import write_values
from simulator.persons import PEOPLE
from simulator.server import Simulator
from simulator.telegram.models import ANY_TOKEN
from tests.contract.apps_script import NO_NODE, NODE
from tests.system.citizen import Citizen
from tests.system.desk import Book, Desk
from tests.system.fresh_person import FreshPerson
from tests.system.patience import until
from tests.system.process import ROOT, Service, command

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.system.keyboard import Keyboard

GUIDE = ROOT / "docs" / "operator.md"
Started = Callable[..., Keyboard]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """The worlds as a fresh account finds them: nothing made, no API enabled."""
    with Simulator(token=ANY_TOKEN) as simulator:
        simulator.google.disabled |= {"sheets", "forms", "drive"}
        yield simulator


@pytest.fixture
def home(tmp_path: Path, simulator: Simulator) -> Path:
    """A folder with nothing but the project's settings, which speak to the simulated worlds."""
    home = tmp_path / "desa"
    home.mkdir()
    shutil.copy(ROOT / "config.yaml", home)
    urls = {(section, "api_url"): simulator.url for section in ("telegram", "google")}
    write_values(home / "config.yaml", urls)
    return home


@pytest.fixture
def start(home: Path, bytecode: Path) -> Iterator[Started]:
    """Type the command."""
    with ExitStack() as stack:

        def started() -> Keyboard:
            keyboard = Keyboard(
                bytecode, home, "--config", home / "config.yaml", "init", more={"HOME": str(home.parent)}
            )
            stack.callback(keyboard.close)
            return keyboard

        yield started


def tells_the_village(keyboard: Keyboard) -> None:
    keyboard.answer("Nama desa", "Desa Sukamaju")
    keyboard.answer("Kode desa", "DS-SKM")
    keyboard.answer("Kecamatan", "Kecamatan Mekar")
    keyboard.answer("Kabupaten", "Kabupaten Mekar Raya")
    keyboard.answer("Provinsi", "Jawa Barat")
    keyboard.answer("Alamat kantor", "Jalan Melati Nomor 2")
    keyboard.answer("Kode pos", "17511")
    keyboard.answer("Telepon kantor", "021 5550 0177")
    keyboard.answer("Zona waktu", "1")
    keyboard.answer("Jam buka", "Senin-Minggu 00.00-23.59")
    keyboard.answer("Nama kepala desa", "Budi Contoh, S.E.")
    keyboard.answer("Jabatannya di surat (Kepala Desa Sukamaju)")
    keyboard.answer("NIP")


def chooses_the_services(keyboard: Keyboard) -> None:
    keyboard.answer("Layanan yang dibuka", "4, 5")
    keyboard.answer("Bagaimana berkas warga")
    keyboard.answer("Bagaimana surat yang sudah disetujui")
    keyboard.answer("Surat dibuat sebagai", "1" if shutil.which("soffice") else "2")
    keyboard.answer("Nomor urut surat terakhir", "47")


def connects_telegram(keyboard: Keyboard, person: FreshPerson) -> None:
    keyboard.answer("Token bot", person.does("bot"))
    keyboard.answer("Ketik cari untuk mencari grup")
    keyboard.wait_for("Menunggu bot dimasukkan")
    person.does("group")
    keyboard.answer("Bot ada di grup: Staf Desa Sukamaju. Benar ini grup stafnya?")
    keyboard.answer("Nama orang pertama yang didaftarkan", "Rina")
    keyboard.wait_for("Berlaku begitu layanan berjalan.")
    person.invitation = next(line for line in keyboard.shown.splitlines() if "?start=s_" in line)
    person.does("staff")


def connects_google(keyboard: Keyboard, person: FreshPerson) -> None:
    for act in ("project", "apis", "key"):
        person.does(act)
    keyboard.answer("Letak berkas kunci JSON", str(person.key))
    keyboard.answer("Pasang halaman pemeriksaan surat? ya atau tidak (tidak)")
    keyboard.wait_for("Tempel barisnya di sini")
    for act in ("script", "run"):
        person.does(act)
    keyboard.paste("Tempel barisnya di sini", person.does("code"))


def adds_the_uploads(keyboard: Keyboard, person: FreshPerson, home: Path) -> None:
    keyboard.wait_for("Tekan Enter bila sudah, atau ketik lewati")
    for service in load(home / "config.yaml").offered.values():
        assert service.form
        for question in (one for one in service.form_questions if one.kind == "berkas"):
            assert question.title in keyboard.shown
            person.adds_upload(
                service.form.form_id, question.title, required=question.required, most=question.most_files
            )
    keyboard.answer("Tekan Enter bila sudah, atau ketik lewati")


@pytest.mark.skipif(NODE is None, reason=NO_NODE)
def test_a_fresh_persons_path_is_replayed(simulator: Simulator, home: Path, start: Started, bytecode: Path) -> None:
    """From an empty folder to the first letter by typing; the work is counted, here and in the guide."""
    person = FreshPerson(simulator.url, home, home.parent / "Downloads")
    for act in ("python", "program", "libreoffice", "init"):
        person.does(act)
    keyboard = start()
    tells_the_village(keyboard)
    chooses_the_services(keyboard)
    connects_telegram(keyboard, person)
    connects_google(keyboard, person)
    adds_the_uploads(keyboard, person, home)
    keyboard.answer("Folder cadangan")
    keyboard.answer("Kata sandi cadangan")
    assert keyboard.end() == 0, keyboard.shown

    counted = (
        f"Selesai: {len(keyboard.answered)} jawaban di sini, {len(person.done)} langkah di luar program "
        f"dan {person.uploads} pertanyaan unggah."
    )
    assert counted in keyboard.shown, keyboard.shown
    assert person.done == list(HANDWORK)
    assert ANY_TOKEN not in keyboard.shown
    assert stat.S_IMODE((home / ".env").stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "kunci-google.json").stat().st_mode) == 0o600
    assert counted in GUIDE.read_text()

    checked = command(bytecode, "check", "--config", home / "config.yaml")
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.endswith("\nSemua beres.\n")
    first_letter(simulator, home, bytecode)


def test_who_stops_half_way_goes_on_later(home: Path, start: Started) -> None:
    """Ctrl-C says how; what was answered is the default the next time, and nothing else has changed."""
    keyboard = start()
    keyboard.answer("Nama desa", "Sukamaju")
    keyboard.wait_for("Kode desa")
    keyboard.interrupt()
    assert keyboard.end() == 0
    assert keyboard.shown.endswith("\nLanjutkan nanti dengan: scheduler.py init. Yang sudah dijawab tersimpan.\n"), (
        keyboard.shown
    )
    again = start()
    again.answer("Nama desa, tanpa kata Desa (Sukamaju)")
    again.answer("Kode desa di nomor surat, contoh: DS-KRS:", "DS/SKM")
    again.answer("Kode desa di nomor surat", "DS-KRS")
    again.wait_for("Kecamatan")
    again.interrupt()
    assert again.end() == 0
    assert "Contoh: DS-KRS\n" in again.shown
    before, after = ((place / "config.yaml").read_text().splitlines() for place in (ROOT, home))
    assert [line for line in after if line not in before and "api_url" not in line] == ["  nama: Sukamaju"]


def test_the_guide_names_every_step() -> None:
    """In the set-up's own words and order; those of the page after what every village does."""
    guide, steps = GUIDE.read_text(), [*HANDWORK.values(), *PAGE.values()]
    places = [guide.find(f"{number}. {step}\n") for number, step in enumerate(steps, start=1)]
    assert -1 not in places
    assert places == sorted(places)


def first_letter(simulator: Simulator, home: Path, bytecode: Path) -> None:
    """The service as it was set up serves somebody: a tap, a form, a decision, a letter with the next number."""
    service = Service(home, bytecode)
    service.start()
    book = Book(simulator.url, load(home / "config.yaml").google.spreadsheet)
    try:
        citizen = Citizen(simulator.url, PEOPLE[0])
        link = citizen.ask_for("SKU").replace("https://docs.google.com", simulator.url)
        citizen.send(link)
        until(citizen.references, "a receipt", 40)
        citizen.confirm()
        Desk(book).decide(citizen.references()[-1], "Setujui")
        until(citizen.papers, "a letter", 90)
        assert "517/048/DS-SKM/" in citizen.papers()[-1][1]
        assert "  Rina, terdaftar " in command(bytecode, "staf", "daftar", "--config", home / "config.yaml").stdout
        assert service.stop()[0] == 0
    finally:
        book.close()
        if service.running:
            service.kill()
