"""Sealed files: what comes out is what went in, or nothing does."""

import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from office.backup.sealing import MAGIC, PIECE, Damaged, Sealer, Unsealed, WrongPassphrase, is_sealed

WORD = "kalimat sandi contoh"
HEAD, TAG = 48, 16


def sealed(*parts: bytes, word: str = WORD) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, word)
    for part in parts:
        assert sealer.write(part) == len(part)
    sealer.close()
    return file.getvalue()


def unsealed(data: bytes, word: str = WORD) -> bytes:
    return Unsealed(io.BytesIO(data), word).readall()


def text(length: int) -> bytes:
    return bytes(index % 251 for index in range(length))


WHOLE = text(2 * PIECE + 100)
SEALED = sealed(WHOLE)


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_what_was_sealed_comes_out(length: int) -> None:
    """Of any length, and the file is by the head and a tag per piece longer."""
    data = sealed(text(length))
    assert unsealed(data) == text(length)
    pieces = max(1, -(-length // PIECE))
    assert len(data) == HEAD + length + pieces * TAG


def test_it_does_not_matter_in_which_parts_it_was_written() -> None:
    """A stream has no borders."""
    whole = text(2 * PIECE + 5)
    assert unsealed(sealed(whole[:1], whole[1 : PIECE + 9], b"", whole[PIECE + 9 :])) == whole


@hypothesis_settings(max_examples=30, deadline=None)
@given(st.data())
def test_it_can_be_read_from_anywhere(data: st.DataObject) -> None:
    """As a file in memory can."""
    file, plain = io.BufferedReader(Unsealed(io.BytesIO(SEALED), WORD), 4096), io.BytesIO(whole := WHOLE)
    for _ in range(5):
        offset = data.draw(st.integers(0, len(whole) + 10))
        whence, start = data.draw(st.sampled_from([(0, offset), (2, -min(offset, len(whole)))]))
        assert file.seek(start, whence) == plain.seek(start, whence)
        length = data.draw(st.integers(0, PIECE + 50))
        assert file.read(length) == plain.read(length)
        assert file.tell() == plain.tell()


def test_before_the_beginning_is_nothing() -> None:
    """As of a file: `zipfile` counts on an OSError."""
    with pytest.raises(OSError, match="Invalid argument"):
        Unsealed(io.BytesIO(sealed(b"x")), WORD).seek(-2, io.SEEK_END)


def test_another_passphrase_is_told_from_damage() -> None:
    """The operator must know whether to look for the word or for another file."""
    with pytest.raises(WrongPassphrase):
        unsealed(sealed(b"x"), "Kalimat sandi contoh")


def test_the_same_word_may_be_typed_in_two_ways() -> None:
    """An accent is one sign on Windows and two on a Mac."""
    word = "café"
    assert unsealed(sealed(b"x", word=word), unicodedata.normalize("NFD", word)) == b"x"


@pytest.mark.parametrize("place", [len(MAGIC) - 3, 20, HEAD, HEAD + 5, HEAD + PIECE + 3, -TAG - 1, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    """Wherever it stands; in the salt it looks like another passphrase."""
    data = bytearray(sealed(text(2 * PIECE)))
    data[place] ^= 1
    with pytest.raises((Damaged, WrongPassphrase)):
        unsealed(bytes(data))


@pytest.mark.parametrize("end", [0, 10, HEAD, HEAD + TAG - 1, HEAD + PIECE + TAG, HEAD + PIECE + TAG + 5, -1])
def test_a_missing_end_is_noticed_at_once(end: int) -> None:
    """Also one that was cut between two pieces."""
    data = sealed(text(2 * PIECE))[:end]
    with pytest.raises(Damaged):
        Unsealed(io.BytesIO(data), WORD)


def test_pieces_cannot_change_places() -> None:
    """Each is bound to its position."""
    data, size = sealed(bytes(3 * PIECE)), PIECE + TAG
    first, second, rest = data[HEAD : HEAD + size], data[HEAD + size : HEAD + 2 * size], data[HEAD + 2 * size :]
    with pytest.raises(Damaged):
        unsealed(data[:HEAD] + second + first + rest)


def test_nothing_of_the_text_is_to_be_seen() -> None:
    """And no two sealed files are the same."""
    name = b"Siti Contoh Aminah " * 100
    assert b"Contoh" not in sealed(name)
    assert sealed(name) != sealed(name)


def test_sealed_files_are_known_by_their_beginning(tmp_path: Path) -> None:
    """Whatever they are called; the file stands at its beginning again."""
    path = tmp_path / "x.zip"
    for data, known in ((sealed(b"x"), True), (b"PK\3\4", False), (b"", False)):
        path.write_bytes(data)
        with path.open("rb") as file:
            assert is_sealed(file) is known
            assert file.tell() == 0
