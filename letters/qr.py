"""The QR code of a letter as a picture: ISO/IEC 18004 drawn into a PNG of one bit a pixel."""

import struct
import zlib

_DARK, _LIGHT = b"\x00", b"\xff"
_PIXELS = 8  # a module's width: one byte of a picture with one bit a pixel
_QUIET = 4  # modules of white around the code
_MASK = 0  # choosing the best of the eight takes six times as long as all the rest, and every one scans


def png(text: str) -> bytes:
    """Return the code of this text as PNG."""
    import segno  # noqa: PLC0415 - a village whose letters have no code need not load it

    code = segno.make_qr(text, error="M", boost_error=False, mask=_MASK)
    return _png([bytes(row).translate(_MODULES) for row in code.matrix])


_MODULES = _LIGHT + _DARK + bytes(254)


def _png(rows: list[bytes]) -> bytes:
    side = len(rows) + 2 * _QUIET
    quiet = _LIGHT * _QUIET
    blank = b"\0" + _LIGHT * side
    same = (b"\2" + bytes(side)) * (_PIXELS - 1)  # as the line above: the "Up" filter with no difference
    lines = [blank + same] * _QUIET
    lines += [b"\0" + quiet + row + quiet + same for row in rows]
    lines += [blank + same] * _QUIET
    header = struct.pack(">2I5B", side * _PIXELS, side * _PIXELS, 1, 0, 0, 0, 0)
    image = zlib.compress(b"".join(lines))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", image) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
