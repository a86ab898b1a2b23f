r"""An encrypted file, written and read piece by piece, so that it may be larger than the memory.

    16 bytes   `MEJA-CADANGAN-1\n`: the format, with all the parameters below
    16 bytes   salt
    16 bytes   check: tells a wrong passphrase from a damaged file
    pieces     64 KiB of text each, then the piece's tag of 16 bytes; only the last is shorter

The passphrase (NFC, UTF-8) and the salt give 48 bytes by scrypt (N = 2^15, r = 8, p = 1): a key for AES-256-GCM, which
by the salt is never used for another file, and the check. A piece's nonce is its position (11 bytes, big-endian, from
0) and 1 for the last, 0 for the others; the first 48 bytes of the file are authenticated with every piece. So a piece
that was changed, moved or cut off is noticed when it is read, and a missing end when the file is opened.
"""

from __future__ import annotations

import errno
import hmac
import io
import os
import unicodedata
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAGIC = b"MEJA-CADANGAN-1\n"
PIECE = 64 * 1024
_SALT, _CHECK, _KEY, _TAG = 16, 16, 32, 16
_HEAD = len(MAGIC) + _SALT + _CHECK


class WrongPassphrase(Exception):  # noqa: N818 - says what is the case
    """The file was sealed with another passphrase."""


class Damaged(Exception):  # noqa: N818 - says what is the case
    """The file is not as it was sealed."""


class Sealer:
    """Encrypts what is written to it into `file`; it is only whole after `close`."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(_SALT)
        key, check = _derived(passphrase, salt)
        self._file, self._cipher, self._head = file, AESGCM(key), MAGIC + salt + check
        self._rest, self._position = bytearray(), 0
        file.write(self._head)

    def write(self, data: bytes) -> int:
        """Take more text; the number of bytes taken, which is all of them."""
        self._rest += data
        while len(self._rest) > PIECE:  # a full piece waits until it is known whether it is the last
            self._put(last=False)
        return len(data)

    def flush(self) -> None:
        """Nothing: a piece is written when it is full."""

    def close(self) -> None:
        """Write the last piece; `file` stays open."""
        self._put(last=True)

    def _put(self, *, last: bool) -> None:
        piece = bytes(self._rest[:PIECE])
        del self._rest[:PIECE]
        self._file.write(self._cipher.encrypt(_nonce(self._position, last=last), piece, self._head))
        self._position += 1


class Unsealed(io.RawIOBase):
    """The text of a sealed file, seekable, decrypted as it is read. Raises WrongPassphrase, Damaged."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        self._file, self._at = file, 0
        self._head = file.read(_HEAD)
        sealed = file.seek(0, io.SEEK_END) - _HEAD
        if sealed < _TAG or not self._head.startswith(MAGIC):
            raise Damaged
        salt, check = self._head[len(MAGIC) : -_CHECK], self._head[-_CHECK:]
        key, right = _derived(passphrase, salt)
        if not hmac.compare_digest(check, right):
            raise WrongPassphrase
        self._cipher = AESGCM(key)
        self._pieces = -(-sealed // (PIECE + _TAG))
        self._size = sealed - self._pieces * _TAG
        self._position, self._piece = -1, b""
        self._open(self._pieces - 1)  # so that a missing end is noticed at once

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """See `io.IOBase`."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """See `io.IOBase`."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))  # as of a file: `zipfile` counts on it
        self._at = start + offset
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        """See `io.RawIOBase`: at most to the end of a piece."""
        if self._at >= self._size:
            return 0
        position, start = divmod(self._at, PIECE)
        self._open(position)
        room = memoryview(buffer).cast("B")
        part = self._piece[start : start + len(room)]
        room[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _open(self, position: int) -> None:
        if position == self._position:
            return
        self._file.seek(_HEAD + position * (PIECE + _TAG))
        sealed, last = self._file.read(PIECE + _TAG), position == self._pieces - 1
        try:
            self._piece = self._cipher.decrypt(_nonce(position, last=last), sealed, self._head)
        except (InvalidTag, ValueError):  # ValueError: shorter than a tag
            raise Damaged from None
        self._position = position


def is_sealed(file: BinaryIO) -> bool:
    """Whether the file begins like a sealed one; it stands at its beginning before and after."""
    begins = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    return begins


def _derived(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    # The same word may be typed in two ways, such as on a Mac and on Windows.
    word = unicodedata.normalize("NFC", passphrase).encode()
    both = Scrypt(salt=salt, length=_KEY + _CHECK, n=2**15, r=8, p=1).derive(word)
    return both[:_KEY], both[_KEY:]


def _nonce(position: int, *, last: bool) -> bytes:
    return position.to_bytes(11, "big") + bytes([last])
