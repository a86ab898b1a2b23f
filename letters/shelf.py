"""The shelf: the operator's templates as they are now, and a copy of each version that a letter was made from."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from letters.template import Template, TemplateError
from office.private import make_private

_MEND = "Kembalikan dari cadangan."


class Shelf:
    """Templates by file name; each is compiled once and again when its file has changed."""

    def __init__(self, folder: Path, copies: Path) -> None:
        self._folder, self._copies = folder, copies
        self._read: dict[Path, tuple[tuple[int, int], Template]] = {}

    def current(self, name: str) -> Template:
        """The template as it stands in the folder; compiled again when the file has changed. Raises TemplateError."""
        try:
            return self._compiled(self._folder / name)
        except OSError:
            raise TemplateError(f"{name}: berkas templat ini tidak ada di {self._folder.name}.") from None

    def keep(self, name: str) -> Template:
        """The current template, with a copy put by, so that its letters can be made again when it has changed."""
        template = self.current(name)
        with suppress(TemplateError):
            return self.kept(template.fingerprint)
        data = (self._folder / name).read_bytes()
        template = Template.read(data)
        write_whole(self._copy(template.fingerprint), data)
        return template

    def kept(self, fingerprint: str) -> Template:
        """The version of a template that a letter was made from. Raises TemplateError when it is not there any more."""
        copy = self._copy(fingerprint)
        try:
            template = self._compiled(copy)
        except OSError:
            raise TemplateError(f"Salinan templat {copy} tidak ada. {_MEND}") from None
        if template.fingerprint != fingerprint:
            raise TemplateError(f"Salinan templat {copy} sudah berubah. {_MEND}")
        return template

    def _compiled(self, path: Path) -> Template:
        stat = path.stat()
        state = (stat.st_mtime_ns, stat.st_size)
        if path not in self._read or self._read[path][0] != state:
            self._read[path] = (state, Template.read(path))
        return self._read[path][1]

    def _copy(self, fingerprint: str) -> Path:
        return self._copies / f"{fingerprint}.docx"


def write_whole(path: Path, data: bytes) -> None:
    """Write whole or not at all, readable by the owner only, as are the folders that had to be made for it."""
    make_private(path.parent)
    # A name of its own: press, courier and a command may be making the same file.
    number, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
