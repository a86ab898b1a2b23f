"""Bringing a copy back: all of it or nothing, what was there is kept, and the operator knows what comes next."""

import shutil
import stat
import sys
from datetime import timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from sqlalchemy import insert

from office.backup import opening, restoring
from office.backup.package import CopyError
from office.ledger import bookmarks, copies, schema
from office.ledger.connection import InstanceLock
from tests.unit.builders import NOON
from tests.unit.office.backup.home import LETTER, LOCAL_NOON, PASSPHRASE, RECORD, TEMPLATE, VERSION, Home, altered, mode

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
TAKEN_ALONG = {f"data/{name}" for name in (LETTER, RECORD, VERSION)} | {
    "config.yaml", "formulir.yaml", f"templat-word/{TEMPLATE}", "bahasa/jv.yaml",
}  # fmt: skip


@pytest.fixture
def copy(home: Home, tmp_path: Path) -> Path:
    """A copy of the village, on a stick."""
    return Path(shutil.copy(home.copy(), tmp_path / "cadangan.zip"))


def refused(home: Home, file: Path) -> str:
    """Why a copy was refused; nothing was changed by it."""
    before, number = home.files(), home.last_number()
    with pytest.raises(CopyError) as error:
        home.restore(file)
    assert home.files() == before
    assert home.last_number() == number + 1  # which asking has taken
    assert not home.leftovers()
    return str(error.value)


# --- the way back -----------------------------------------------------------------------------------------------


def test_everything_comes_back_on_another_computer(home: Home, copy: Path, tmp_path: Path) -> None:
    """A fresh program folder with its own example settings becomes the village's."""
    new = Home(tmp_path / "laptop-baru")
    shutil.rmtree(new.data)
    new.put("formulir.yaml", "{}")
    new.put("bahasa/jv.yaml", "menu: contoh")
    new.put("config.yaml", new.config_file.read_text().replace("Karangsatria", "Contoh"))
    new.restore(copy)
    assert {name: data for name, data in new.files().items() if name in TAKEN_ALONG} == {
        name: data for name, data in home.files().items() if name in TAKEN_ALONG
    }
    assert new.config.village.name == "Karangsatria"
    assert new.last_number() == 7


def test_a_sealed_copy_comes_back_with_its_word_only(home: Home) -> None:
    """The word stands in `.env`; a wrong one, or none, is told as such."""
    sealed = home.copy(PASSPHRASE)
    assert "BACKUP_PASSPHRASE" in refused(home, sealed)
    home.put(".env", "BACKUP_PASSPHRASE=lain\n")
    assert refused(home, sealed).startswith("Kata sandi cadangan salah.")
    home.put(".env", f"BACKUP_PASSPHRASE={PASSPHRASE.get_secret_value()}\n")
    home.number(12)
    home.restore(sealed)
    assert home.last_number() == 7


def test_what_was_there_is_set_aside(home: Home, copy: Path) -> None:
    """Ledger with its log, archive, changed settings and templates; what is the same stays where it is."""
    home.number(12)
    home.put("data/buku.db-wal", "")
    home.put("data/surat/2026/517-012.docx", "surat sesudahnya")
    home.put(f"templat-word/{TEMPLATE}", "templat baru")
    home.put("config.yaml", home.config_file.read_text() + "# berubah\n")
    said = home.restore(copy)
    aside = home.folder / f"data-lama-{NOON.astimezone():%Y%m%d-%H%M%S}"
    assert sorted(path.relative_to(aside).as_posix() for path in aside.rglob("*") if path.is_file()) == [
        "buku.db", "buku.db-wal", "config.yaml", "surat/2026/.cetak-x/setengah.pdf",
        "surat/2026/517-001.docx", "surat/2026/517-001.json", "surat/2026/517-012.docx",
        "templat/ab12.docx", "templat_desa/sku.docx",
    ]  # fmt: skip
    assert any(str(aside) in line for line in said)
    assert not (home.data / "surat/2026/517-012.docx").exists()
    assert (home.folder / "templat-word" / TEMPLATE).read_text() == "templat desa"
    assert home.last_number() == 7
    shutil.copy(aside / "buku.db", home.data / "buku.db")
    assert home.last_number() == 12


def test_copies_and_other_programs_files_stay(home: Home) -> None:
    """They are in the data folder, too."""
    copy = home.copy()
    home.restore(copy)
    assert home.backups == [copy]
    assert (home.data / "libreoffice/profil-1/registry.xml").exists()


@posix
def test_what_comes_back_is_for_its_owner_only(home: Home, copy: Path) -> None:
    """Files 0600, folders 0700, also those set aside."""
    shutil.rmtree(home.data)
    shutil.rmtree(home.folder / "templat-word")
    home.put("data/surat/x.docx", "x")
    home.restore(copy)
    for top in ("surat", "templat", "buku.db"):
        for path in (home.data / top, *(home.data / top).rglob("*")):
            assert mode(path) == (0o700 if path.is_dir() else 0o600), path
    assert mode(home.folder / "templat-word" / TEMPLATE) == 0o600
    (aside,) = home.folder.glob("data-lama-*")
    assert mode(aside) == 0o700


def test_a_copy_can_be_laid_out_in_another_folder(home: Home, copy: Path, tmp_path: Path) -> None:
    """To look at it; the village is not touched, even while it serves."""
    before, into = home.files(), tmp_path / "lihat" / "dulu"
    lock = InstanceLock(home.data / "kunci")
    home.restore(copy, into)
    lock.release()
    assert home.files() == before
    names = sorted(path.relative_to(into).as_posix() for path in into.rglob("*") if path.is_file())
    assert names == [
        "bahasa/jv.yaml",
        "config.yaml", "data/buku.db", "data/kunci", f"data/{LETTER}", f"data/{RECORD}", f"data/{VERSION}",
        "formulir.yaml", f"letters/templates/{TEMPLATE}",
    ]  # fmt: skip


def test_another_folder_must_be_empty(home: Home, copy: Path, tmp_path: Path) -> None:
    """Nothing of anybody's is mixed."""
    for taken in (home.folder, copy):
        with pytest.raises(CopyError, match="Pilih folder lain yang kosong"):
            home.restore(copy, taken)
    (tmp_path / "kosong").mkdir()
    home.restore(copy, tmp_path / "kosong")


def test_settings_that_name_other_places_are_told(home: Home, tmp_path: Path) -> None:
    """Where things are put follows the settings that are here, never those in the file."""
    (home.folder / "lain").mkdir()
    plain = home.config_file.read_text()
    home.data.rename(home.folder / "lain" / "data")
    home.put("config.yaml", plain + "data_dir: lain/data\n")
    copy = Path(shutil.copy(home.copy(), tmp_path / "x.zip"))
    home.put("config.yaml", plain)
    said = "\n".join(home.restore(copy))
    assert "menyebut letak lain, yaitu data_dir" in said
    assert str(home.folder / "lain" / "data") in said
    assert (home.data / "buku.db").exists()


@pytest.mark.parametrize("here", ["", "desa: [", None])
def test_settings_that_are_broken_or_missing_are_no_hindrance(home: Home, copy: Path, here: str | None) -> None:
    """The copy brings its own; what it brings may be broken too, and is told."""
    if here is None:
        home.config_file.unlink()
    else:
        home.put("config.yaml", here)
    assert "belum bisa dipakai" not in "\n".join(home.restore(copy))
    assert home.config.village.name == "Karangsatria"
    broken = altered(copy, {"config.yaml": b"desa: ["})
    said = home.restore(broken, now=NOON + timedelta(days=1))
    assert any("belum bisa dipakai; periksa dengan: scheduler.py check" in line for line in said)


def test_the_operator_hears_what_to_do_next(home: Home, copy: Path) -> None:
    """When it is from, what is in it, secrets, numbers, codes; in this order."""
    text = "\n".join(home.restore(copy))
    parts = [
        "Dipulihkan: cadangan.zip, Desa Karangsatria, dibuat 23 November 2026 pukul 12.00.",
        "0 permohonan, 0 surat, 8 berkas",
        ".env dan kunci Google",
        "7 (seri surat, tahun 2026)",
        "scheduler.py surat mulai",
        "Keputusan yang dipilih sesudah cadangan dibuat akan dijalankan lagi",
        "scheduler.py check",
        "akan masuk lagi dengan nomor permohonan baru",
        "Kode formulir yang dibagikan sesudahnya tidak dikenal lagi",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


# --- refused ----------------------------------------------------------------------------------------------------


def test_not_while_the_service_runs(home: Home, copy: Path) -> None:
    """The ledger is never taken away from under it."""
    lock = InstanceLock(home.data / "kunci")
    assert "sedang berjalan" in refused(home, copy)
    lock.release()


def test_a_file_that_is_not_there(home: Home, tmp_path: Path) -> None:
    """Is told by its name."""
    assert refused(home, tmp_path / "tidak-ada.zip").endswith("tidak-ada.zip tidak ada.")


@pytest.mark.parametrize("content", [b"", b"bukan zip", b"PK\3\4" + bytes(100)])
def test_a_file_that_is_none(home: Home, tmp_path: Path, content: bytes) -> None:
    """Of any kind."""
    other = tmp_path / "lain.zip"
    other.write_bytes(content)
    assert "rusak atau tidak utuh" in refused(home, other)


@pytest.mark.parametrize(
    "name",
    [
        "../jahat.docx", "/etc/jahat.docx", "data/surat/../../jahat.docx", "data/surat/..", "data/surat//x",
        "data/surat/./x", "data/surat/a\\..\\..\\jahat", "data/surat/C:jahat", "data/surat/", "templat_desa/x\n.docx",
        "data/kunci", ".env", "data/lain/x", "scheduler.py", "datasurat/x", "data/surat",
    ],
)  # fmt: skip
def test_names_that_do_not_belong_in_a_copy(home: Home, copy: Path, name: str) -> None:
    """No file that somebody gave us writes anywhere but where a copy's things belong."""
    assert "bukan cadangan dari program ini: di dalamnya ada" in refused(home, altered(copy, {name: b"x"}))


def test_links_do_not_belong_in_a_copy(home: Home, copy: Path) -> None:
    """One could lead anywhere."""
    link = ZipInfo("data/surat/2026/tautan")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(copy, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "di dalamnya ada `data/surat/2026/tautan`" in refused(home, copy)


@pytest.mark.parametrize("name", ["data/surat/2026/besar.docx", "config.yaml"])
def test_bombs_are_refused(home: Home, copy: Path, name: str) -> None:
    """A few kilobytes that would fill the disk or the memory."""
    bomb = altered(copy, {name: None})
    with ZipFile(bomb, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(20_000_000))
    assert "tidak wajar besarnya" in refused(home, bomb)


def test_a_disk_that_is_too_small_is_told_before_it_is_full(
    home: Home, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is unpacked."""
    monkeypatch.setattr(restoring, "_SPARE", shutil.disk_usage(home.folder).total)
    assert refused(home, copy) == "Tidak cukup ruang di disk untuk isi cadangan ini."


@pytest.mark.parametrize("name", ["cadangan.json", "config.yaml", "data/buku.db"])
def test_what_must_be_there_must_be_there(home: Home, copy: Path, name: str) -> None:
    """A copy without its heart is none."""
    assert "tidak utuh" in refused(home, altered(copy, {name: None}))


def test_a_file_that_got_lost_is_missed(home: Home, copy: Path) -> None:
    """The manifest says how many there are."""
    assert "tidak utuh" in refused(home, altered(copy, {f"data/{LETTER}": None}))


@pytest.mark.parametrize(
    "manifest", [b"", b"[]", b"{}", b'{"bentuk": 1, "dibuat": "kemarin", "desa": "x", "isi": {}, "berkas": 7}', b"\xff"]
)
def test_a_manifest_that_is_none(home: Home, copy: Path, manifest: bytes) -> None:
    """Whatever it says instead."""
    assert "bukan cadangan" in refused(home, altered(copy, {"cadangan.json": manifest}))


def test_a_copy_of_a_later_program(home: Home, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its form, or by its ledger."""
    later = altered(copy, {"cadangan.json": b'{"bentuk": 2}'})
    assert "versi program yang lebih baru" in refused(home, later)
    with home.ledger() as ledger, ledger.write() as tx:
        tx.execute(insert(schema.version).values(number=len(schema.MIGRATIONS) + 1, at=NOON))
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, lambda _: None))
    later = Path(shutil.copy(home.copy(), copy))
    monkeypatch.undo()
    shutil.rmtree(home.data)
    with pytest.raises(CopyError, match="versi program yang lebih baru"):
        home.restore(later)
    assert not (home.data / "buku.db").exists()


def test_a_ledger_that_is_damaged_inside_the_copy(home: Home, copy: Path) -> None:
    """Its bytes, or its rows against what the manifest says."""
    assert "Buku data di dalam cadangan ini rusak" in refused(home, altered(copy, {"data/buku.db": b"x" * 5000}))
    other = Home(home.folder / "lain")
    with other.ledger() as ledger, ledger.write() as tx:
        bookmarks.put(tx, "x", 1)
    with ZipFile(other.copy()) as archive:
        foreign = archive.read("data/buku.db")
    shutil.rmtree(other.folder)
    assert "tidak sama dengan catatannya" in refused(home, altered(copy, {"data/buku.db": foreign}))


def test_damage_is_found_wherever_it_is(copy: Path) -> None:
    """A flipped bit every few bytes along the file: refused, or nothing is read otherwise than before."""
    data, before = copy.read_bytes(), contents(copy)
    refusals = 0
    for place in range(0, len(data), 97):
        copy.write_bytes(data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :])
        try:
            assert contents(copy) == before
        except CopyError:
            refusals += 1
    assert refusals > len(data) / 97 / 2


def contents(copy: Path) -> dict[str, bytes]:
    with opening.opened(copy, None) as archive:
        opening.manifest(archive)
        return {info.filename: b"".join(opening.pieces(archive, info)) for info in archive.infolist()}


def test_a_move_that_fails_halfway_is_undone(home: Home, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows while a letter is open in Word: then everything is where it was."""
    home.put("config.yaml", home.config_file.read_text() + "# berubah\n")
    home.put(f"templat-word/{TEMPLATE}", "templat baru")
    before, move = home.files(), shutil.move

    def held(origin: Path, place: Path) -> None:
        if origin.name == "buku.db" and "lama" in str(place):
            raise PermissionError(13, "used by another program", str(origin))
        move(origin, place)

    monkeypatch.setattr(shutil, "move", held)
    with pytest.raises(PermissionError):
        home.restore(copy)
    after = {name: data for name, data in home.files().items() if not name.startswith("data-lama")}
    assert after == before
    assert not [path for path in home.folder.glob("data-lama-*/**/*") if path.is_file()]
    assert home.last_number() == 7


def test_what_a_killed_restore_left_is_removed(home: Home, copy: Path) -> None:
    """It is a copy of citizens' data that nobody looks after."""
    home.put("data/.pulih-mati/data/buku.db", "x")
    home.restore(copy)
    assert not home.leftovers()
    assert copies.examine(home.data / "buku.db").numbers == (("surat", 2026, 7),)


def test_the_service_may_start_after_a_restore(home: Home, copy: Path) -> None:
    """The lock is free again."""
    home.restore(copy, now=LOCAL_NOON)
    InstanceLock(home.data / "kunci").release()
