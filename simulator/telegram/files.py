"""Files: kept by a file id, handed out by a file path, measured when they are pictures."""

from __future__ import annotations

import mimetypes
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

from simulator.telegram.errors import BotError, bad_request

LARGEST_UPLOAD = 50 * 1024 * 1024  # bytes
LARGEST_DOWNLOAD = 20 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
_PNG_HEADER = 24  # bytes up to and with the height
_JPEG_MARKER = 0xFF
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class File:
    """The bytes of one file; `size` of a photo is (width, height) in pixels, None for a document."""

    name: str
    mime: str
    content: bytes
    size: tuple[int, int] | None = None
    file_id: str = ""
    path: str = ""
    unique_id: str = field(default_factory=lambda: secrets.token_urlsafe(9))

    def as_document(self) -> dict[str, Any]:
        """Return a `Document` object."""
        return {"file_name": self.name, "mime_type": self.mime, **self._reference()}

    def as_photo(self) -> list[dict[str, Any]]:
        """Return the `PhotoSize` objects: one, the picture itself."""
        width, height = self.size or (0, 0)
        return [{**self._reference(), "width": width, "height": height}]

    def as_file(self) -> dict[str, Any]:
        """Return a `File` object; BotError when it is too big to be downloaded."""
        if len(self.content) > LARGEST_DOWNLOAD:
            raise bad_request("file is too big")
        return {**self._reference(), "file_path": self.path}

    def _reference(self) -> dict[str, Any]:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class Files:
    """All files of the world."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}

    def add_document(self, name: str, content: bytes, mime: str = "") -> File:
        """Keep any file. BotError when it is empty or larger than 50 MB."""
        _check_size(content, LARGEST_UPLOAD)
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return self._keep("documents", "BQAC", File(name, mime, content))

    def add_photo(self, content: bytes) -> File:
        """Keep a PNG or JPEG picture of at most 10 MB. BotError when it is none."""
        _check_size(content, LARGEST_PHOTO)
        size = png_size(content) or jpeg_size(content)
        if not size:
            raise bad_request("IMAGE_PROCESS_FAILED")
        return self._keep("photos", "AgAC", File("photo.jpg", "image/jpeg", content, size))

    def by_id(self, file_id: str) -> File | None:
        """Return the file with this id."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> File | None:
        """Return the file with this `file_path`."""
        return next((file for file in self._by_id.values() if file.path == path), None)

    def clear(self) -> None:
        """Forget all files."""
        self._by_id.clear()

    def _keep(self, folder: str, prefix: str, file: File) -> File:
        suffix = mimetypes.guess_extension(file.mime) or ""
        path = f"{folder}/file_{len(self._by_id)}{suffix}"
        kept = File(file.name, file.mime, file.content, file.size, prefix + secrets.token_urlsafe(40), path)
        self._by_id[kept.file_id] = kept
        return kept


def _check_size(content: bytes, largest: int) -> None:
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > largest:
        raise BotError(413, "Request Entity Too Large")


def png_size(content: bytes) -> tuple[int, int] | None:
    """Return (width, height) of a PNG, None when it is none."""
    if content[:8] != b"\x89PNG\r\n\x1a\n" or len(content) < _PNG_HEADER:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Return (width, height) from the frame header of a JPEG, None when it is none."""
    if content[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 <= len(content) and content[at] == _JPEG_MARKER:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
