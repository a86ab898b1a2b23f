"""The set-up's own looks at Telegram and Google, against the simulated ones: what is wrong is told with its mend."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commands.init import bot, forms, google, handwork
from commands.init.wizard import CHAPTERS
from office.config import load
from office.ledger import staff
from office.ledger.connection import LEDGER_FILE, Ledger
from office.services import Form
from office.settings_edit import write_forms, write_values
from simulator.server import Simulator
from simulator.telegram.acts import People
from simulator.telegram.models import ANY_TOKEN
from tests.contract.apps_script import MAKE, NO_NODE, NODE, SLOW_TAB, log, run
from tests.unit.commands.init.person import NOW, Person, desk

ROOT = Path(__file__).resolve().parents[2]
WANTED, PUT_UP = (
    "Pasang halaman pemeriksaan surat? ya atau tidak",
    "Alamat halaman itu, yang berakhiran /exec (Enter saja bila nanti)",
)
OTHER_TOKEN = "110201543:another-token-that-nobody-has-given"


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(token=ANY_TOKEN) as simulator:
        yield simulator


@pytest.fixture
def home(tmp_path: Path, simulator: Simulator) -> Path:
    """A folder with the settings and a key; nothing is made at Google yet."""
    config = tmp_path / "config.yaml"
    config.write_text((ROOT / "config.yaml").read_text())
    write_values(config, {("telegram", "api_url"): simulator.url, ("google", "api_url"): simulator.url})
    (tmp_path / "kunci-google.json").write_text(json.dumps(simulator.google.account.key_file(f"{simulator.url}/token")))
    (tmp_path / ".env").write_text(f"TELEGRAM_TOKEN={ANY_TOKEN}\nGOOGLE_KEY_FILE=kunci-google.json\n")
    return tmp_path


def test_a_token_that_telegram_does_not_know(home: Path, simulator: Simulator) -> None:
    """Told and asked again; only the good one is kept, and the bot says who it is from then on."""
    (home / ".env").unlink()
    person = Person(("Token bot", ""), ("Token bot", OTHER_TOKEN), ("Token bot", ANY_TOKEN))
    bot.ask_token(desk(home, person))
    assert "Telegram tidak mengenal token ini. Salin lagi dari BotFather." in person.told
    assert desk(home, person).folder.secret("TELEGRAM_TOKEN") == ANY_TOKEN
    assert not [line for line in person.told if ANY_TOKEN in line or OTHER_TOKEN in line]
    asked = [entry["path"].rpartition("/")[2] for entry in simulator.journal.entries()]
    assert {"setMyCommands", "setMyDescription", "setChatMenuButton"} <= set(asked)


def test_a_token_that_is_there_is_kept_by_enter(home: Path) -> None:
    """It is tried all the same, and never shown."""
    person = Person(("Enter: pakai yang sudah ada", ""))
    bot.ask_token(desk(home, person))
    assert person.asked == [("Token bot; tidak terlihat saat diketik; Enter: pakai yang sudah ada", "")]
    assert "https://t.me/" in person.told[-1]


def test_a_token_typed_before_the_internet_went_is_kept(home: Path, simulator: Simulator) -> None:
    """Enter tries that one."""
    (home / ".env").unlink()
    simulator.faults.arm("/bot/setMyCommands", "500")
    person = Person(("Token bot", ANY_TOKEN), ("Token bot", ""))
    bot.ask_token(desk(home, person))
    assert len(person.asked) == 2
    assert desk(home, Person()).folder.secret("TELEGRAM_TOKEN") == ANY_TOKEN


def test_the_bot_is_called_after_its_village_once(home: Path, simulator: Simulator) -> None:
    """A name of at most 64 characters; Telegram is asked to change only another one."""
    village = "Karangsatria Makmur Sejahtera Sentosa Abadi Bersama Selamanya"
    write_values(home / "config.yaml", {("desa", "nama"): village})
    for _ in range(2):
        bot.ask_token(desk(home, Person(("Token bot", ""))))
    assert simulator.telegram.profile["name "] == f"Layanan Surat Desa {village}"[:64]
    asked = [entry["path"].rpartition("/")[2] for entry in simulator.journal.entries()]
    assert asked.count("setMyName") == 1


def test_a_name_that_telegram_refuses_stops_nothing(home: Path, simulator: Simulator) -> None:
    """It is said, and the bot is ready."""
    simulator.faults.arm("/bot/setMyName", "429")
    person = Person(("Token bot", ""))
    bot.ask_token(desk(home, person))
    assert any("Nama bot belum bisa diganti" in line for line in person.told)
    assert "https://t.me/" in person.told[-1]


def test_what_citizens_wrote_waits_for_the_service(home: Path, simulator: Simulator) -> None:
    """The search for the group takes nothing away."""
    people = People(simulator.telegram)
    citizen, officer = (people.add_person({"first_name": name})["id"] for name in ("Siti", "Staf"))
    people.write(simulator.telegram.chats[citizen], {"text": "/start"})
    group = people.add_group({"title": "Staf Desa", "members": [officer]})["id"]
    waiting = simulator.telegram.updates.pending
    person = Person(("Ketik cari", "cari"), ("Bot ada di grup: Staf Desa. Benar", ""), ("Nama orang pertama", "-"))
    bot.find_staff_chat(desk(home, person))
    assert desk(home, person).folder.config().telegram.staff_chat == group
    assert simulator.telegram.updates.pending == waiting
    said = [message.text.plain for message in simulator.telegram.chats[group].messages.values()]
    assert said[-1] == "Grup ini sekarang grup staf meja surat Desa Karangsatria."


def test_a_stranger_takes_the_bot_into_a_group(home: Path, simulator: Simulator) -> None:
    """The person says that it is not theirs; nothing is said there."""
    people = People(simulator.telegram)
    officer, stranger = (people.add_person({"first_name": name})["id"] for name in ("Staf", "Orang"))
    ours = people.add_group({"title": "Staf Desa", "members": [officer]})["id"]
    theirs = people.add_group({"title": "Arisan", "members": [stranger]})["id"]
    said = len(simulator.telegram.chats[theirs].messages)
    answers = [("grup: Arisan", "mungkin"), ("grup: Arisan", "bukan"), ("grup: Staf Desa", "ya")]
    person = Person(("Ketik cari", "cari"), *answers, ("Nama orang pertama", "-"))
    bot.find_staff_chat(desk(home, person))
    assert "Ketik ya atau bukan." in person.told
    assert desk(home, person).folder.config().telegram.staff_chat == ours
    assert len(simulator.telegram.chats[theirs].messages) == said


def test_a_number_that_was_typed_is_tried(home: Path, simulator: Simulator) -> None:
    """Where the bot cannot write, nobody would ever hear of anything; a known one is not greeted again."""
    people = People(simulator.telegram)
    officer = people.add_person({"first_name": "Staf"})["id"]
    group = people.add_group({"title": "Staf & Desa", "members": [officer]})["id"]
    person = Person(("Ketik cari", "-4"), ("Ketik cari", str(group)), ("Nama orang pertama", "-"))
    bot.find_staff_chat(desk(home, person))
    assert "Telegram menolak (chat not found). Tambahkan bot ke grup itu, lalu ketik: cari" in person.told
    assert desk(home, person).folder.config().telegram.staff_chat == group
    messages = simulator.telegram.chats[group].messages
    assert [one.text.plain for one in messages.values()][-1].startswith("Grup ini sekarang grup staf")
    said = len(messages)
    bot.find_staff_chat(desk(home, Person(("Ketik cari", ""), ("Nama orang pertama", "-"))))
    assert len(messages) == said


def test_the_first_of_the_staff_is_invited_until_somebody_is_enrolled(home: Path, simulator: Simulator) -> None:
    """By a link for one person; done again it ends the link before, and with somebody enrolled nothing is asked."""
    people = People(simulator.telegram)
    officer = people.add_person({"first_name": "Staf"})["id"]
    group = people.add_group({"title": "Staf Desa", "members": [officer]})["id"]
    write_values(home / "config.yaml", {("telegram", "chat_staf"): group})
    names = [("Nama orang pertama yang didaftarkan; - bila nanti", name) for name in ("x" * 81, "Rina Kasi")]
    person, again = Person(("Ketik cari", ""), *names), Person(("Ketik cari", ""), names[1])
    links = []
    for one in (person, again):
        bot.find_staff_chat(desk(home, one))
        links += [line.rpartition("?start=s_")[2] for line in one.told if line.startswith("https://t.me/")]
    assert [line for line in person.told if line.startswith("Nama harus diisi")]
    assert person.asked[1][1] == "Operator"
    assert person.told[-1] == handwork.TELEGRAM["staff"]
    with Ledger(home / "data" / LEDGER_FILE) as ledger, ledger.write() as tx:
        assert [staff.enrol(tx, code, officer, None, NOW) for code in links] == [None, "Rina Kasi"]
    enrolled = Person(("Ketik cari", ""))
    bot.find_staff_chat(desk(home, enrolled))
    assert enrolled.told[-1].startswith("Staf yang terdaftar: 1 orang.")


def test_without_telegram_the_first_of_the_staff_is_invited_later(home: Path, simulator: Simulator) -> None:
    """Said with the command; the set-up goes on."""
    people = People(simulator.telegram)
    officer = people.add_person({"first_name": "Staf"})["id"]
    group = people.add_group({"title": "Staf Desa", "members": [officer]})["id"]
    write_values(home / "config.yaml", {("telegram", "chat_staf"): group})
    simulator.faults.arm("/bot/getMe", "500")
    person = Person(("Ketik cari", ""), ("Nama orang pertama", ""))
    bot.find_staff_chat(desk(home, person))
    assert person.told[-2].startswith("Tautannya belum bisa dibuat")
    assert person.told[-1] == "Mengundang staf bisa kapan saja: scheduler.py staf undang NAMA"


def test_a_spreadsheet_that_is_not_shared(home: Path, simulator: Simulator) -> None:
    """The address to share it with is told until it opens; then the tabs are made."""
    book = simulator.google.create_spreadsheet("Meja Surat")
    book.shared = False
    write_values(home / "config.yaml", {("google", "spreadsheet"): book.id})

    class Sharing(Person):
        def ask(self, words: str, default: str = "", *, hidden: bool = False) -> str:
            simulator.google.book(book.id).shared = True
            return super().ask(words, default, hidden=hidden)

    person = Sharing(("Tekan Enter bila sudah", ""))
    google.open_spreadsheet(desk(home, person))
    assert [line for line in person.told if "tambahkan meja-surat@desa-contoh.iam" in line and "sebagai Editor" in line]
    assert "Tab Meja dibuat." in person.told


def test_a_code_that_was_damaged_is_pasted_again(home: Path) -> None:
    """Nothing is written; and whoever pastes half of it need not know how to end."""
    half = ["KODE MEJA SURAT 1\n", "[sku:00000000:\n", "AAAA\n", "\n", "\n"]
    person = Person(pasted=half)
    with pytest.raises(EOFError):
        forms.make(desk(home, person))
    assert [line for line in person.told if "AKHIR KODE tidak ada" in line]
    assert person.told[-1] == "Tempel lagi:"
    assert not (home / "formulir.yaml").exists()
    assert "buatFormulir" in (home / "formulir-skrip.txt").read_text()


def test_a_first_line_longer_than_any_file_name_is_a_line(home: Path) -> None:
    """It is pasted text like any other, and is judged as that."""
    person = Person(pasted=["A" * 5000 + "\n", "\n", "\n"])
    with pytest.raises(EOFError):
        forms.make(desk(home, person))
    assert person.told[-1] == "Tempel lagi:"


def test_uploads_that_are_lacking_can_wait(home: Path, simulator: Simulator) -> None:
    """They are named with the form's address; where nobody can look, that is told instead."""
    form = simulator.google.create_form("SKU")
    write_forms(home / "formulir.yaml", {"sku": Form(url="http://x", tab=1, form_id=form.id, entri={})})
    simulator.google.disabled.add("forms")

    class Enabling(Person):
        def ask(self, words: str, default: str = "", *, hidden: bool = False) -> str:
            simulator.google.disabled.clear()
            return super().ask(words, default, hidden=hidden)

    person = Enabling(("Tekan Enter bila sudah", ""), ("ketik lewati", "lewati"))
    forms.add_uploads(desk(home, person))
    assert [line for line in person.told if "Google Forms API belum aktif" in line]
    assert f"  https://docs.google.com/forms/d/{form.id}/edit" in person.told
    assert "    3. Foto Tempat Usaha (wajib; paling banyak 1 berkas)" in person.told


def test_without_uploads_there_is_nothing_to_add(home: Path, simulator: Simulator) -> None:
    """Papers are brought to the office."""
    form = simulator.google.create_form("SKU")
    write_forms(home / "formulir.yaml", {"sku": Form(url="http://x", tab=1, form_id=form.id, entri={})})
    write_values(home / "config.yaml", {("berkas",): "kantor"})
    person = Person()
    forms.add_uploads(desk(home, person))
    assert person.told == ["Tidak ada: berkas dibawa warga ke kantor desa."]


@pytest.mark.parametrize("damage", [None, "{"])
def test_a_key_that_was_lost_is_replaced_by_the_one_that_was_downloaded(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str | None
) -> None:
    """Enter takes it; the next chapter can use it."""
    kept, downloads = home / "kunci-google.json", tmp_path / "Downloads"
    downloads.mkdir()
    kept.rename(downloads / "kunci.json")
    if damage:
        kept.write_text(damage)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    google.ask_key(desk(home, Person(("Letak berkas kunci", ""))))
    assert kept.read_bytes() == (downloads / "kunci.json").read_bytes()
    assert desk(home, Person()).folder.secrets().google_key == kept


def forms_chapter(home: Path, person: Person) -> None:
    next(one for one in CHAPTERS if one.title == "Formulir").do(desk(home, person))


def all_forms_are_there(home: Path, simulator: Simulator) -> str:
    """Made in an earlier set-up; the spreadsheet's id."""
    config = home / "config.yaml"
    book = simulator.google.create_spreadsheet("Meja Surat")
    write_values(config, {("google", "spreadsheet"): book.id})
    made = [simulator.google.create_form(key) for key in load(config).offered]
    forms = [Form(url="http://x", tab=tab, form_id=form.id, entri={}) for tab, form in enumerate(made, start=1)]
    write_forms(home / "formulir.yaml", dict(zip(load(config).offered, forms, strict=True)))
    return book.id


class AtGoogle(Person):
    """Pastes what the script prints that was written for them, and looks at its page in the same project."""

    def __init__(self, home: Path, *answers: tuple[str, str]) -> None:
        super().__init__(*answers)
        self._script = home / "formulir-skrip.txt"
        self.page: dict[str, Any] = {}

    def lines(self) -> Iterator[str]:
        look = {"call": "doGet", "args": [{"parameter": {"kode": "ACDE34679FGH"}}]}
        ((made, self.page),) = run([self._script.read_text()], {"world": SLOW_TAB, "steps": [MAKE, look]})
        yield from log(made).splitlines(keepends=True)


@pytest.mark.skipif(NODE is None, reason=NO_NODE)
def test_a_village_that_wants_the_page_has_it_in_the_script_of_its_forms(home: Path) -> None:
    """Asked before the script is written; how it is put up is told once the forms are there."""
    page = "https://script.google.com/macros/s/AKfycbContoh_1-2/exec"
    person = AtGoogle(home, (WANTED, "ya"), (PUT_UP, page.replace("exec", "dev")), (PUT_UP, page))
    forms_chapter(home, person)
    assert load(home / "config.yaml").google.letters_page == page
    assert "Program lalu mengisi tab Verifikasi (tanpa NIK)" in (home / "config.yaml").read_text()
    assert "hanya isi tab Verifikasi, tanpa NIK." in person.told[0]
    assert person.told[-3:-1] == list(handwork.PAGE.values())
    assert person.told[-1].endswith("berakhiran /exec. Salin dari Deploy > Web app.")
    assert any(line.startswith("Spreadsheet ditulis di") for line in person.told[:-3])
    assert handwork.PASTE_AGAIN not in person.told
    assert person.page["error"] is None
    assert "tidak ditemukan" in person.page["value"]


def test_the_page_can_be_wanted_after_all_forms_are_there(home: Path, simulator: Simulator) -> None:
    """A script with it alone is written; then its tab is made, and the answer is the default from then on."""
    book = all_forms_are_there(home, simulator)
    person = Person((WANTED, "ya"), (PUT_UP, ""))
    forms_chapter(home, person)
    google.open_spreadsheet(desk(home, person))
    script = (home / "formulir-skrip.txt").read_text()
    assert "function doGet" in script
    assert f'"spreadsheet": "{book}"' in script
    at = person.told.index(handwork.PASTE_AGAIN)
    assert person.told[at + 1 : at + 3] == list(handwork.PAGE.values())
    assert "Tab Verifikasi dibuat." in person.told
    assert load(home / "config.yaml").google.letters_page == ""
    again = Person((WANTED, ""), (PUT_UP, ""))
    forms_chapter(home, again)
    assert again.asked[0] == (WANTED, "ya")
    assert [line for line in again.told if line.startswith("Bila sudah terpasang, lewati saja.")]
    assert not [line for line in person.told if line.startswith("Bila sudah terpasang")]


def test_a_village_that_does_not_want_the_page_hears_no_more_of_it(home: Path, simulator: Simulator) -> None:
    """Enter is no; nothing is changed, written or to be done. So is the word, for one that had it."""
    all_forms_are_there(home, simulator)
    before = (home / "config.yaml").read_text()
    person = Person((WANTED, ""))
    forms_chapter(home, person)
    assert person.asked == [(WANTED, "tidak")]
    assert (home / "config.yaml").read_text() == before
    assert person.told[1:] == ["Semua layanan sudah punya formulir."]
    write_values(home / "config.yaml", {("google", "halaman_verifikasi"): True})
    person = Person((WANTED, "no"), (WANTED, "tidak"))
    forms_chapter(home, person)
    assert (home / "config.yaml").read_text() == before
    assert person.told[1:] == ["Ketik ya atau tidak.", "Semua layanan sudah punya formulir."]
    assert not (home / "formulir-skrip.txt").exists()


def test_the_script_of_a_village_without_the_page_has_none(home: Path) -> None:
    """Only the forms."""
    with pytest.raises(EOFError):
        forms_chapter(home, Person((WANTED, "")))
    script = (home / "formulir-skrip.txt").read_text()
    assert "buatFormulir" in script
    assert "doGet" not in script
