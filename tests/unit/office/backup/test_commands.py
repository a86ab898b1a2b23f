"""`scheduler.py backup`: what it says."""

import re
from pathlib import Path

import pytest

from office.backup import commands
from office.backup.package import CopyError
from tests.unit.builders import NOON
from tests.unit.office.backup.home import Home


def backed_up(home: Home) -> list[str]:
    said: list[str] = []
    commands.back_up(home.config_file, NOON, said.append)
    return said


def test_a_copy_by_hand_says_where_it_is_and_what_to_mind(home: Home) -> None:
    """Its place, that secrets are not in it, that it is neither locked nor elsewhere; and it is noted."""
    place, *rest = backed_up(home)
    copy = home.data / "cadangan" / "cadangan-20261123-1200.zip"
    assert re.fullmatch(rf"Cadangan dibuat dan sudah diperiksa: {re.escape(str(copy))} \(\d,\d MB\)", place)
    assert [line.split(".")[0] for line in rest] == [
        "Berkas ",
        "Cadangan ini memuat data warga dan tidak dikunci",
        "Cadangan ini ada di disk yang sama dengan datanya",
    ]
    assert home.noted()["file"] == copy.name


def test_a_locked_copy_elsewhere_needs_no_advice(home: Home) -> None:
    """Whoever did everything right is not bothered."""
    home.put(".env", "BACKUP_PASSPHRASE=kalimat sandi\n")
    (home.folder / "usb").mkdir()
    home.put("config.yaml", home.config_file.read_text() + "cadangan: {folder: usb}\n")
    place, secrets = backed_up(home)
    assert place.startswith(f"Cadangan dibuat dan sudah diperiksa: {home.folder / 'usb'}")
    assert secrets.startswith("Berkas .env dan kunci Google tidak ikut")


def test_without_a_ledger_there_is_nothing_to_copy(home: Home) -> None:
    """And none is made."""
    for path in home.data.glob("buku.db*"):
        path.unlink()
    with pytest.raises(CopyError, match="Belum ada yang bisa dicadangkan"):
        backed_up(home)
    assert not (home.data / "buku.db").exists()


def test_long_work_says_how_far_it_is(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways."""
    monkeypatch.setattr(commands, "_QUIET_SECONDS", -1)
    (copy,) = [home.data / "cadangan" / "cadangan-20261123-1200.zip"]
    shares = [line for line in backed_up(home) if line.startswith("... ")]
    assert (shares[0], shares[-1]) == ("... 0%", "... 94%")
    assert "... 0%" in home.restore(copy, tmp_path / "lain")
