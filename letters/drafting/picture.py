"""The light square that holds the QR's place in a template: drawn here, so that no picture file is kept."""

import struct
import zlib

_SIDE, _EDGE = 96, 2
_FRAME, _PAPER = 0xC8, 0xF2  # greys


def square() -> bytes:
    """Return a PNG (ISO/IEC 15948): a square in pale grey with a thin frame."""
    header = struct.pack(">2I5B", _SIDE, _SIDE, 8, 0, 0, 0, 0)
    edge = bytes([_FRAME]) * _SIDE
    inner = edge[:_EDGE] + bytes([_PAPER]) * (_SIDE - 2 * _EDGE) + edge[:_EDGE]
    lines = [edge] * _EDGE + [inner] * (_SIDE - 2 * _EDGE) + [edge] * _EDGE
    pixels = b"".join(b"\0" + line for line in lines)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
