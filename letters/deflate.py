"""Deflating a part in pieces (RFC 1951): a stream is a sequence of blocks, so what never changes is deflated once.

Each piece is packed into whole blocks that end on a byte and look back at nothing before them. Such pieces may be put
behind one another in any order; a letter's part is then a join, with its values as stored blocks between.
"""

import struct
import zlib

END = b"\x03\x00"
"""An empty last block."""

_WORTH_DEFLATING = 1024  # bytes; below, the time costs more than the space
_STORED = struct.Struct("<BHH")


def blocks(content: bytes) -> bytes:
    """Return the content in blocks that others may follow, as small as they get."""
    if not content:
        return b""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(content) + deflate.flush(zlib.Z_SYNC_FLUSH)


def quick_blocks(text: bytes) -> bytes:
    """Return a value in blocks that others may follow: stored as it is unless it is long."""
    size = len(text)
    return _STORED.pack(0, size, size ^ 0xFFFF) + text if size < _WORTH_DEFLATING else blocks(text)
