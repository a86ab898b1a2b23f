"""The archive: every issued letter under `data_dir/surat/<year>/`, with what was frozen for it and its hash."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from letters.shelf import Shelf, write_whole
from office.ledger.rebuild import OnFile
from office.ledger.register import Content, Letter


class Archive:
    """Finished letters as files, readable by their owner only. The DOCX can always be made again, byte for byte."""

    def __init__(self, folder: Path, shelf: Shelf) -> None:
        self._folder, self._shelf = folder, shelf

    def docx(self, letter: Letter) -> Path:
        """The letter as Word file, made from what was frozen where it is missing or was changed. Raises TemplateError.

        Beside it stands a record of what was frozen, with the template's fingerprint and the file's SHA-256.
        """
        path = self._place(letter, ".docx")
        if not self.intact(letter):
            if self._is_of_another(letter):
                self.pdf(letter).unlink(missing_ok=True)
            data = self.made_again(letter)
            write_whole(self._place(letter, ".json"), _record(letter, data))
            write_whole(path, data)
        return path

    def intact(self, letter: Letter) -> bool:
        """Whether the Word file and its record lie there, and the file is as it was written."""
        try:
            record = json.loads(self._place(letter, ".json").read_bytes())
            data = self._place(letter, ".docx").read_bytes()
        except (OSError, ValueError):
            return False
        return bool(record.get("sha256") == _hash(data)) and not self._is_of_another(letter)

    def made_again(self, letter: Letter) -> bytes:
        """The letter from its frozen content and its own version of the template. Raises TemplateError."""
        content = letter.entry.content
        template = self._shelf.kept(letter.entry.fingerprint or "")
        return template.fill(content.values, content.lists, qr=content.qr)

    def shown(self, letter: Letter) -> list[str]:
        """What the printed letter must show. Raises TemplateError."""
        content = letter.entry.content
        return self._shelf.kept(letter.entry.fingerprint or "").shown(content.values, content.lists)

    def pdf(self, letter: Letter) -> Path:
        """Where the letter's PDF lies, or is to lie."""
        return self._place(letter, ".pdf")

    def _is_of_another(self, letter: Letter) -> bool:
        """Whether what lies there was issued to somebody else: a ledger that was brought back gives numbers again."""
        try:
            record = json.loads(self._place(letter, ".json").read_bytes())
        except (OSError, ValueError):
            return False
        return bool(record.get("terbit") != letter.issued_at.isoformat())

    def _place(self, letter: Letter, ending: str) -> Path:
        return self._folder / str(letter.entry.year) / (file_name(letter.entry.number) + ending)


def on_file(folder: Path) -> Iterator[OnFile]:
    """What the records of an archive tell, for a register that was lost; what cannot be read is passed."""
    for path in sorted(folder.glob("*/*.json")):
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            yield _on_file(json.loads(path.read_bytes()))


def _on_file(record: Mapping[str, Any]) -> OnFile:
    content = Content(**record["isi"])
    return OnFile(
        number=record["nomor"],
        issued_at=datetime.fromisoformat(record["terbit"]),
        template=record["templat"],
        fingerprint=record["sidik_templat"],
        content=content,
        reference=content.values["Nomor Permohonan"],
        verification=content.values["Kode Verifikasi"],
    )


def file_name(number: str) -> str:
    """A letter's number as a file may be called: `517-007-DS-KRS-XI-2026`."""
    return "".join(character if character.isalnum() or character in ".-" else "-" for character in number)


def _record(letter: Letter, data: bytes) -> bytes:
    record = {
        "nomor": letter.entry.number,
        "terbit": letter.issued_at.isoformat(),
        "templat": letter.entry.template,
        "sidik_templat": letter.entry.fingerprint,
        "sha256": _hash(data),
        "isi": asdict(letter.entry.content),
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
