"""Reading QR codes as a phone does: by the library that many of them use."""

import struct
import zlib

import zxingcpp


def scan(width: int, height: int, grey: bytes) -> list[str]:
    """Return the texts of all QR codes on a picture of one byte a pixel, 0 being black."""
    found = zxingcpp.read_barcodes(memoryview(grey).cast("B", (height, width)), zxingcpp.BarcodeFormat.QRCode)
    return [one.text for one in found]


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Return width, height and one byte a pixel of a grey PNG with one bit a pixel (ISO/IEC 15948)."""
    chunks, at = {}, 8
    while at < len(png):
        size, kind = struct.unpack_from(">I4s", png, at)
        content = png[at + 8 : at + 8 + size]
        assert struct.unpack_from(">I", png, at + 8 + size) == (zlib.crc32(kind + content),)
        chunks[kind], at = content, at + 12 + size
    width, height, *kind_of_picture = struct.unpack(">2I5B", chunks[b"IHDR"])
    assert kind_of_picture == [1, 0, 0, 0, 0]
    packed = b"".join(_lines(zlib.decompress(chunks[b"IDAT"]), (width + 7) // 8))
    return width, height, b"".join(map(_EIGHT.__getitem__, packed))


_EIGHT = [bytes(255 * (byte >> bit & 1) for bit in range(7, -1, -1)) for byte in range(256)]


def _lines(data: bytes, size: int) -> list[bytes]:
    lines = [bytes(size)]
    for at in range(0, len(data), size + 1):
        how, line = data[at], data[at + 1 : at + 1 + size]
        assert how in (0, 2), "only the filters None and Up are known here"
        lines.append(bytes((a + b) % 256 for a, b in zip(line, lines[-1], strict=True)) if how else line)
    return lines[1:]
