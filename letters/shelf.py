"""The shelf: the operator's templates as they are now, and a copy of each version that a letter was made from."""

import os
from pathlib import Path

from letters.template import Template, TemplateError


class Shelf:
    """Templates by file name; each is compiled once and again when its file has changed."""

    def __init__(self, folder: Path, copies: Path) -> None:
        self._folder, self._copies = folder, copies
        self._read: dict[Path, tuple[tuple[int, int], Template]] = {}

    def current(self, name: str) -> Template:
        """The template as it stands in the folder; compiled again when the file has changed. Raises TemplateError."""
        path = self._folder / name
        try:
            stat = path.stat()
        except OSError:
            raise TemplateError(f"{name}: berkas templat ini tidak ada di {self._folder.name}.") from None
        state = (stat.st_mtime_ns, stat.st_size)
        if path not in self._read or self._read[path][0] != state:
            self._read[path] = (state, Template.read(path))
        return self._read[path][1]

    def keep(self, name: str) -> Template:
        """The current template, with a copy put by, so that its letters can be made again when it has changed."""
        template = self.current(name)
        if self._copy(template.fingerprint).exists():
            return template
        data = (self._folder / name).read_bytes()
        template = Template.read(data)
        write_whole(self._copy(template.fingerprint), data)
        return template

    def kept(self, fingerprint: str) -> Template:
        """The version of a template that a letter was made from. Raises TemplateError when its copy is gone."""
        return Template.read(self._copy(fingerprint))

    def _copy(self, fingerprint: str) -> Path:
        return self._copies / f"{fingerprint}.docx"


def write_whole(path: Path, data: bytes) -> None:
    """Write whole or not at all, readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".tmp")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
