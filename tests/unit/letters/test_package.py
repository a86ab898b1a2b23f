"""Writing a package: pieces deflated on their own, parts that stay and parts that change."""

import io
import zipfile
import zlib

from hypothesis import given
from hypothesis import strategies as st

from letters import deflate
from letters.package import Frame, Part, read, write

PIECES = st.lists(st.binary(max_size=3000) | st.binary(max_size=30).map(lambda one: one * 200))


@given(PIECES, PIECES)
def test_pieces_deflated_apart_are_one_stream(literals: list[bytes], values: list[bytes]) -> None:
    """Whatever stands behind one another, in whichever way it was packed, unpacks to the whole."""
    packed = [*map(deflate.blocks, literals), *map(deflate.quick_blocks, values), deflate.END]
    unpacking = zlib.decompressobj(-15)
    assert unpacking.decompress(b"".join(packed)) == b"".join(literals + values)
    assert unpacking.eof
    assert unpacking.unused_data == b""


def test_a_long_value_is_made_smaller() -> None:
    """A short value is kept as it is, a long one is deflated."""
    assert len(deflate.quick_blocks(b"Siti Aminah")) == len(b"Siti Aminah") + 5
    assert len(deflate.quick_blocks(b"Siti Aminah " * 10_000)) < 1000


def test_parts_that_change_lie_behind_those_that_stay() -> None:
    """The directory keeps the order, whatever changes, and every reader finds every part."""
    names = ["[Content_Types].xml", "word/document.xml", "word/logo.png", "word/footer1.xml", "gambár.png"]
    parts = [Part.of(name, name.encode() * 50) for name in names]
    frame = Frame.of(parts, ["word/document.xml", "word/footer1.xml"])
    letter = frame.filled([Part.stored("word/document.xml", b"Siti"), Part.of("word/footer1.xml", b"Aminah")])
    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == names
        assert (archive.read("word/document.xml"), archive.read("word/footer1.xml")) == (b"Siti", b"Aminah")
        assert archive.read("gambár.png") == parts[-1].content
    assert letter.index("gambár.png".encode()) < letter.index(b"Siti")
    assert [part.name for part in read(letter)] == names


def test_what_was_read_is_written_the_same() -> None:
    """Reading and writing again changes nothing."""
    data = write([Part.of("a.xml", b"a" * 100), Part.stored("b.png", b"b")])
    assert write(read(data)) == data
