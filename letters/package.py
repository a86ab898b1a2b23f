"""The DOCX file as a package: parts that stay deflated as they are, and a writer that gives the same bytes every time.

Layout of a ZIP file: PKWARE APPNOTE 6.3.9, sections 4.3.7 (local header), 4.3.12 (directory), 4.3.16 (end).
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from letters.problems import TemplateError

_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_LOCAL = struct.Struct("<4s5H3I2H")
_DIRECTORY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20  # deflate
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_TIME, _DATE = 0, 0x21  # 1 January 1980, the first day a ZIP knows: one letter, one sequence of bytes
_LARGEST = 64 * 2**20  # unpacked; a village's letter with logo and photograph is far below

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_SAVE_AS = "Buka di Word, pilih Simpan Sebagai (Save As), lalu jenis \u201cWord Document (*.docx)\u201d."


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the package: its name, and its content as it lies in the ZIP."""

    name: str
    method: int
    crc: int
    size: int
    packed: bytes

    @classmethod
    def of(cls, name: str, content: bytes) -> "Part":
        """Return the part that holds this content, deflated."""
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = deflate.compress(content) + deflate.flush()
        return cls.deflated(name, content, packed)

    @classmethod
    def stored(cls, name: str, content: bytes) -> "Part":
        """Return the part that holds this content as it is, for what is deflated in itself."""
        return cls(name, _STORED, zlib.crc32(content), len(content), content)

    @classmethod
    def deflated(cls, name: str, content: bytes, packed: bytes) -> "Part":
        """Return the part whose content was deflated already."""
        return cls(name, _DEFLATED, zlib.crc32(content), len(content), packed)

    @property
    def content(self) -> bytes:
        """The unpacked bytes."""
        return self.packed if self.method == _STORED else zlib.decompress(self.packed, -15)

    def sound(self) -> bool:
        """Whether the bytes are what size and sum say; never unpacks more than that size."""
        content, ended = self.packed, True
        if self.method == _DEFLATED:
            unpacking = zlib.decompressobj(-15)
            content = unpacking.decompress(self.packed, self.size + 1)
            ended = unpacking.eof
        return ended and len(content) == self.size and zlib.crc32(content) == self.crc


def read(data: bytes) -> tuple[Part, ...]:
    """Return the parts of a DOCX file in their order; raise TemplateError when it is none, locked or damaged."""
    if data.startswith(_OLD_WORD):
        raise TemplateError(_old_or_locked(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # A name may stand twice in a ZIP: readers agree on the last one.
            entries = [info for info in archive.NameToInfo.values() if not info.is_dir()]
            _refuse(archive, entries)
            return tuple(_part(info, data) for info in entries)
    except (zipfile.BadZipFile, zlib.error, struct.error) as error:
        raise TemplateError(f"Berkas ini bukan dokumen Word (.docx) atau sudah rusak. {_SAVE_AS}") from error


def write(parts: Sequence[Part]) -> bytes:
    """Return the ZIP file of these parts: no clock, no machine in it."""
    return Frame.of(parts, ()).filled(())


@dataclass(frozen=True, slots=True)
class Frame:
    """A package of which most parts never change: these lie written at its front, the others follow each time."""

    front: bytes
    listing: tuple[bytes, ...]
    """The directory's records in the order of the template, with b"" for each part that changes."""
    places: tuple[int, ...]
    """Where in `listing` the parts that change have their place."""

    @classmethod
    def of(cls, parts: Sequence[Part], changing: Collection[str]) -> "Frame":
        """Return the frame around the parts of these names."""
        front, listing = bytearray(), [b""] * len(parts)
        for place, part in enumerate(parts):
            if part.name not in changing:
                header, listing[place] = _headers(part, len(front))
                front += header + part.packed
        places = tuple(place for place, part in enumerate(parts) if part.name in changing)
        return cls(bytes(front), tuple(listing), places)

    def filled(self, changed: Sequence[Part]) -> bytes:
        """Return the ZIP file with these parts, given in the order of the template."""
        out, listing, offset = [self.front], list(self.listing), len(self.front)
        for place, part in zip(self.places, changed, strict=True):
            header, listing[place] = _headers(part, offset)
            out += (header, part.packed)
            offset += len(header) + len(part.packed)
        directory = b"".join(listing)
        end = _END.pack(b"PK\5\6", 0, 0, len(listing), len(listing), len(directory), offset, 0)
        return b"".join((*out, directory, end))


def _headers(part: Part, offset: int) -> tuple[bytes, bytes]:
    """Return what stands before the part, which begins at this offset, and its record in the directory."""
    name = part.name.encode()
    flags = 0 if part.name.isascii() else _UTF8_NAME
    facts = (flags, part.method, _TIME, _DATE, part.crc, len(part.packed), part.size, len(name), 0)
    record = _DIRECTORY.pack(b"PK\1\2", _VERSION, _VERSION, *facts, 0, 0, 0, 0, offset)
    return _LOCAL.pack(b"PK\3\4", _VERSION, *facts) + name, record + name


def _old_or_locked(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return (
            "Berkas ini dikunci dengan kata sandi. Buka di Word, hapus kata sandinya lewat File > Info > "
            "Protect Document, lalu simpan lagi."
        )
    return f"Berkas ini dokumen Word lama (.doc), bukan .docx. {_SAVE_AS}"


def _refuse(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & _ENCRYPTED for info in entries):
        raise TemplateError("Berkas ini dikunci dengan kata sandi. Simpan lagi tanpa kata sandi.")
    if sum(info.file_size for info in entries) > _LARGEST:
        raise TemplateError("Berkas ini terlalu besar untuk sebuah surat. Perkecil gambar di dalamnya.")
    if any(info.compress_type not in (_STORED, _DEFLATED) for info in entries):
        raise TemplateError(f"Berkas ini dikemas dengan cara yang tidak dikenal Word. {_SAVE_AS}")
    if "mimetype" in archive.namelist():
        raise TemplateError(f"Berkas ini dokumen LibreOffice (.odt), bukan .docx. {_SAVE_AS}")


def _part(info: zipfile.ZipInfo, data: bytes) -> Part:
    # By the bytes themselves: a header may lie about the size, and what lies would unpack without end.
    name_size, extra_size = struct.unpack_from("<2H", data, info.header_offset + 26)
    start = info.header_offset + _LOCAL.size + name_size + extra_size
    part = Part(info.filename, info.compress_type, info.CRC, info.file_size, data[start : start + info.compress_size])
    if not part.sound():  # so that a damaged picture is found now and not at a citizen's
        raise zipfile.BadZipFile
    return part
