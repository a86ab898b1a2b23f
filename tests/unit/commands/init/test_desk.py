"""Questions put to a person, each answer written at once."""

import errno
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import pytest
import yaml

from commands.init import bot, copies, google, numbers, questions
from commands.init.bot import Group, groups
from commands.init.checks import unquoted
from commands.init.ending import closing_words
from commands.init.plan import Question
from office.config import ConfigError, load
from office.ledger import register
from office.ledger.connection import LEDGER_FILE, Ledger
from office.settings_edit import write_values
from tests.unit.commands.init.person import Person, desk

ROOT = Path(__file__).resolve().parents[4]
FOUNDER = {"id": 1, "first_name": "Ani"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text((ROOT / "config.yaml").read_text())
    return tmp_path


def written(home: Path) -> dict[str, dict[str, str]]:
    settings: dict[str, dict[str, str]] = yaml.safe_load((home / "config.yaml").read_text())
    return settings


def test_a_wrong_answer_is_mended_and_the_right_one_written_at_once(home: Path) -> None:
    """What was answered before the person left is kept."""
    person = Person(("Nama desa", "Sukamaju"), ("Kode desa", "DS/1"), ("Kode desa", "DS-1"))
    with pytest.raises(AssertionError, match="Kecamatan"):  # the person has no answer to that any more
        desk(home, person).ask_all(questions.village)
    assert "Hanya huruf, angka, titik, dan tanda hubung, tanpa spasi. Contoh: DS-KRS" in person.told
    assert (written(home)["desa"]["nama"], written(home)["desa"]["kode"]) == ("Sukamaju", "DS-1")


def test_an_answer_that_the_settings_cannot_bear_is_taken_back(home: Path) -> None:
    """Whatever the check let pass: the settings stay such that they can be read."""
    before = (home / "config.yaml").read_text()
    loose = Question(("desa", "zona_waktu"), "Zona waktu", str)
    person = Person(("Zona waktu", "Asia/Bandung"), ("Zona waktu", "Asia/Jakarta"))
    desk(home, person).ask_all(lambda _: [loose])
    assert any("zona waktu tidak dikenal" in line for line in person.told)
    assert (home / "config.yaml").read_text() == before


def test_an_answer_is_written_only_after_it_is_proved(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever presses Ctrl-C in between finds the settings as they were, and nothing beside them."""
    before = (home / "config.yaml").read_text()

    def interrupted(path: Path) -> None:
        assert "Asia/Makassar" in path.read_text()
        raise KeyboardInterrupt

    monkeypatch.setattr("office.config.load", interrupted)
    with pytest.raises(KeyboardInterrupt):
        desk(home, Person()).folder.write({("desa", "zona_waktu"): "Asia/Makassar"})
    assert (home / "config.yaml").read_text() == before
    assert [file.name for file in home.iterdir()] == ["config.yaml"]


def test_settings_that_the_program_cannot_change_are_named_as_they_are(home: Path) -> None:
    """Not by the copy on which the change was tried."""
    (home / "config.yaml").write_text((home / "config.yaml").read_text().replace("google:", "google: !punyaku"))
    with pytest.raises(ConfigError, match=r"^config\.yaml: tidak terbaca"):
        desk(home, Person()).folder.write({("google", "spreadsheet"): "1abc"})


def test_numbers_go_on_from_the_villages_own_book(home: Path) -> None:
    """Asked again it is the default; a lower one is refused once letters have gone out."""
    numbers.ask(desk(home, Person(("Nomor urut surat terakhir", "empat"), ("Nomor urut", "47"))))
    person = Person(("tahun 2026", ""))
    numbers.ask(desk(home, person))
    assert person.asked[0][1] == "47"
    assert person.told == []
    with Ledger(home / "data" / LEDGER_FILE) as ledger, ledger.read() as tx:
        assert register.last_number(tx, "surat", 2026) == 47


def test_copies_go_where_the_person_says_and_are_locked(home: Path) -> None:
    """The passphrase is typed twice, kept in `.env` alone, and never shown."""
    person = Person(
        ("Folder cadangan", str(home / "config.yaml" / "x")),
        ("Folder cadangan", str(home / "usb")),
        ("Kata sandi cadangan", "pendek"),
        ("Kata sandi cadangan", "empat kata yang panjnag"),
        ("sekali lagi", "empat kata yang panjang"),
        ("Kata sandi cadangan", "empat kata yang panjang"),
        ("sekali lagi", "empat kata yang panjang"),
    )
    copies.ask(desk(home, person))
    assert written(home)["cadangan"]["folder"] == str(home / "usb")
    assert (home / "usb").is_dir()
    assert desk(home, person).folder.secret("BACKUP_PASSPHRASE") == "empat kata yang panjang"
    assert "empat kata yang" not in (home / "config.yaml").read_text() + "".join(person.told)


@pytest.mark.parametrize(
    ("typed", "stands", "made"),
    [
        ("'salinan desa'", "salinan desa", "salinan desa"),
        ("~/salinan", "{home}/salinan", "salinan"),
        ('"~/salinan"', "{home}/salinan", "salinan"),
    ],
)
def test_a_folder_for_copies_is_understood_however_it_was_copied(
    home: Path, monkeypatch: pytest.MonkeyPatch, typed: str, stands: str, made: str
) -> None:
    """None is made that is called `~` or has quotes in its name."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    before = {file.name for file in home.iterdir()}
    copies.ask(desk(home, Person(("Folder cadangan", typed), ("Kata sandi cadangan", ""))))
    assert Path(written(home)["cadangan"]["folder"]) == Path(stands.format(home=home))
    assert {file.name for file in home.iterdir()} - before == {made}


def test_a_folder_that_takes_nothing_is_no_place_for_copies(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried; a locked stick looks like any other until then."""

    def trial(dir: Path) -> IO[bytes]:  # noqa: A002 - the library's own name
        if dir.name == "terkunci":
            raise OSError(errno.EROFS, "Read-only file system")
        return TemporaryFile(dir=dir)

    monkeypatch.setattr(copies, "TemporaryFile", trial)
    person = Person(("Folder cadangan", "terkunci"), ("Folder cadangan", "usb"), ("Kata sandi cadangan", ""))
    copies.ask(desk(home, person))
    assert any("tidak bisa ditulisi" in line for line in person.told)
    assert list((home / "usb").iterdir()) == []


def test_secrets_join_what_stands_in_the_file(home: Path) -> None:
    """Comments and other values stay; nobody else may read it."""
    env = home / ".env"
    env.write_text("# catatan saya\nLAIN=1\nTELEGRAM_TOKEN=lama\n")
    env.chmod(0o644)
    desk(home, Person()).folder.keep_secret("TELEGRAM_TOKEN", "123:baru")
    assert env.read_text() == "# catatan saya\nLAIN=1\nTELEGRAM_TOKEN='123:baru'\n"
    assert env.stat().st_mode & 0o777 == 0o600


def test_a_missing_folder_begins_with_the_programs_own_settings(tmp_path: Path) -> None:
    """And with its templates, which the village may change."""
    told = desk(tmp_path, Person()).folder.found()
    assert len(told) == 2
    assert (tmp_path / "config.yaml").read_text() == (ROOT / "config.yaml").read_text()
    assert (tmp_path / "letters" / "templates" / "sku.docx").exists()
    assert desk(tmp_path, Person()).folder.found() == []


def change(chat: int, status: str) -> dict[str, object]:
    about = {"chat": {"id": chat, "type": "supergroup", "title": f"Grup {-chat}"}, "from": FOUNDER}
    return {"update_id": 1, "my_chat_member": about | {"new_chat_member": {"status": status}}}


def test_the_group_is_the_one_that_the_bot_was_taken_into_last() -> None:
    """A group that threw it out is none, nor is a private chat."""
    private = {"update_id": 2, "message": {"chat": {"id": 5, "type": "private"}, "text": "halo"}}
    spoke = {"update_id": 3, "message": {"chat": {"id": -1, "type": "group", "title": "Grup 1"}, "text": "/start"}}
    assert groups([change(-1, "member"), private, change(-2, "administrator")]) == [
        Group(-1, "Grup 1"),
        Group(-2, "Grup 2"),
    ]
    assert groups([change(-1, "member"), change(-2, "member"), spoke])[-1] == Group(-1, "Grup 1")
    assert groups([change(-1, "member"), change(-1, "kicked"), private]) == []


def test_a_group_that_became_a_supergroup_goes_on_under_its_new_number() -> None:
    """Nobody reads the old one any more."""
    chat = {"id": -1, "type": "group", "title": "Staf"}
    left = {"update_id": 2, "message": {"chat": chat, "migrate_to_chat_id": -1002}}
    new = {"chat": {"id": -1002, "type": "supergroup", "title": "Staf"}, "migrate_from_chat_id": -1}
    assert groups([change(-1, "member"), {"update_id": 3, "message": new}, left]) == [Group(-1002, "Staf")]


def test_who_scans_signed_letters_needs_a_group(home: Path) -> None:
    """Otherwise one may do without."""
    without = Person(("atau - bila tanpa grup", "-"))
    bot.find_staff_chat(desk(home, without))
    settings = (home / "config.yaml").read_text()
    (home / "config.yaml").write_text(settings.replace("serah: langsung", "serah: pindai"))
    person = Person(("Ketik cari untuk mencari grup yang memuat bot", "-"))
    with pytest.raises(AssertionError, match="Ketik cari"):
        bot.find_staff_chat(desk(home, person))
    assert person.told[-1] == "Ketik cari."


@pytest.mark.parametrize("typed", ['"C:\\kunci desa.json"', "'C:\\kunci desa.json'", " C:\\kunci\\ desa.json "])
def test_a_path_is_understood_however_it_was_copied(typed: str) -> None:
    """Windows puts quotes around it, a dragged file has its spaces marked."""
    assert unquoted(typed) == "C:\\kunci desa.json"


def test_a_key_is_found_among_other_downloads(tmp_path: Path) -> None:
    """Only a service account's is one."""
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.json").write_text("[1]")
    (tmp_path / "c.json").write_text('{"type": "authorized_user"}')
    (tmp_path / "d.json").write_text('{"type": "service_account"}')
    assert list(google.found_keys(tmp_path / "nirgends", tmp_path)) == [tmp_path / "d.json"]


def test_what_is_no_key_is_told_and_kept_nowhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The question comes again."""
    monkeypatch.setenv("HOME", str(home))
    (home / "bukan.json").write_text('{"type": "service_account"}')
    with pytest.raises(AssertionError, match="Letak berkas kunci"):
        google.ask_key(desk(home, Person(("Letak berkas kunci", "bukan.json"))))
    assert not (home / "kunci-google.json").exists()


def test_a_person_that_this_computer_does_not_know_leads_nowhere(home: Path) -> None:
    """`~` with a name is another person's folder; the question comes again."""
    person = Person(("Letak berkas kunci", "~tidak-ada-orang-ini/kunci.json"))
    with pytest.raises(AssertionError, match="Letak berkas kunci"):
        google.ask_key(desk(home, person))
    assert "Letak itu tidak dikenal. Tulis letaknya lengkap, dari awal." in person.told


def test_the_pages_own_steps_are_counted_where_it_is_wanted(home: Path) -> None:
    """Papers are brought here, so there is nothing else that may be there or not."""
    file = home / "config.yaml"
    write_values(file, {("berkas",): "kantor"})
    assert closing_words(27, load(file)) == "Selesai: 27 jawaban di sini, 13 langkah di luar program."
    write_values(file, {("google", "halaman_verifikasi"): True})
    assert closing_words(28, load(file)) == "Selesai: 28 jawaban di sini, 15 langkah di luar program."
