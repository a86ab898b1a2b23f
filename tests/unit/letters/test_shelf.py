"""Templates as they are now, copies of those that were used, and files that are written whole."""

import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from letters.shelf import Shelf, write_whole
from letters.template import TemplateError
from tests.unit.letters.workshop import template

OLD, NEW = template("Surat lama {{Nama}}"), template("Surat yang baru {{Nama}}")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The operator's templates."""
    folder = tmp_path / "templat"
    folder.mkdir()
    (folder / "sku.docx").write_bytes(OLD)
    return folder


@pytest.fixture
def shelf(folder: Path, tmp_path: Path) -> Shelf:
    return Shelf(folder, tmp_path / "data" / "templat")


def test_a_template_is_compiled_once(shelf: Shelf) -> None:
    """Until its file changes."""
    assert shelf.current("sku.docx") is shelf.current("sku.docx")


def test_a_changed_template_is_seen_at_once(shelf: Shelf, folder: Path) -> None:
    """The operator saves in Word and needs no restart."""
    before = shelf.current("sku.docx")
    (folder / "sku.docx").write_bytes(NEW)
    assert shelf.current("sku.docx").fingerprint != before.fingerprint


def test_a_template_that_is_not_there(shelf: Shelf) -> None:
    """The error names the file and its folder, in Indonesian."""
    with pytest.raises(TemplateError, match=r"skd\.docx: berkas templat ini tidak ada di templat\."):
        shelf.current("skd.docx")


def test_a_version_that_was_used_is_kept(shelf: Shelf, folder: Path) -> None:
    """Byte for byte, when the operator's file has changed or is gone."""
    used = shelf.keep("sku.docx")
    letter = used.fill({"Nama": "Siti"})
    (folder / "sku.docx").write_bytes(NEW)
    shelf.keep("sku.docx")
    (folder / "sku.docx").unlink()
    assert shelf.kept(used.fingerprint).fill({"Nama": "Siti"}) == letter


def test_a_copy_is_compiled_once(shelf: Shelf) -> None:
    """A year of letters made again would wait for nothing else."""
    used = shelf.keep("sku.docx")
    assert shelf.kept(used.fingerprint) is shelf.kept(used.fingerprint)


def test_a_copy_that_is_gone_is_told(shelf: Shelf) -> None:
    """A letter cannot be made again from another template."""
    with pytest.raises(TemplateError, match="tidak ada"):
        shelf.kept("0" * 64)


def test_a_copy_that_was_changed_is_not_used(shelf: Shelf, tmp_path: Path) -> None:
    """What it would make is not what was issued."""
    used = shelf.keep("sku.docx")
    (tmp_path / "data" / "templat" / f"{used.fingerprint}.docx").write_bytes(NEW)
    with pytest.raises(TemplateError, match="sudah berubah"):
        shelf.kept(used.fingerprint)


def test_a_copy_that_was_changed_is_put_right(shelf: Shelf, tmp_path: Path) -> None:
    """The next letter of the same template brings it back."""
    used = shelf.keep("sku.docx")
    (tmp_path / "data" / "templat" / f"{used.fingerprint}.docx").write_bytes(b"")
    shelf.keep("sku.docx")
    assert shelf.kept(used.fingerprint).fingerprint == used.fingerprint


# --- files ------------------------------------------------------------------------------------------------------


@posix
def test_files_and_folders_are_the_owners_only(tmp_path: Path) -> None:
    """Also the folders that had to be made above."""
    path = tmp_path / "data" / "surat" / "2026" / "517-001.docx"
    umask = os.umask(0o022)
    try:
        write_whole(path, b"x")
    finally:
        os.umask(umask)
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (path, *list(path.parents)[:3])]
    assert modes == [0o600, 0o700, 0o700, 0o700]


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    """Whoever reads meanwhile reads the old one or the new one; a neighbour with a like name is not touched."""
    path, neighbour = tmp_path / "surat.docx", tmp_path / "surat.tmp"
    neighbour.write_text("milik orang")
    write_whole(path, b"old")
    with path.open("rb") as reader:
        write_whole(path, b"new, and longer")
        assert reader.read() == b"old"
    assert path.read_bytes() == b"new, and longer"
    assert sorted(tmp_path.iterdir()) == [path, neighbour]
    assert neighbour.read_text() == "milik orang"


def test_a_file_that_cannot_be_put_in_its_place_leaves_nothing(tmp_path: Path) -> None:
    """Half a letter is none."""
    path = tmp_path / "surat.docx"
    path.mkdir()
    with pytest.raises(OSError):  # noqa: PT011 - which one depends on the system
        write_whole(path, b"x")
    assert list(tmp_path.iterdir()) == [path]


def test_many_may_write_the_same_file(tmp_path: Path) -> None:
    """Press, courier and a command make the same letter at once: each time the file is whole."""
    path, texts = tmp_path / "surat.docx", [bytes([65 + n]) * 50_000 for n in range(4)]
    threads = [
        threading.Thread(target=lambda text=text: [write_whole(path, text) for _ in range(10)]) for text in texts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in texts
    assert list(tmp_path.iterdir()) == [path]
