"""Reading what the Apps Script printed: where each form is, with its entry numbers. Pure.

The text was copied from a web page and perhaps went through a chat or Word: what stands around the blocks is ignored,
and inside them spaces, line breaks, quotes and marks of quoting. Each block carries a checksum.
"""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from pydantic import BaseModel, ConfigDict, ValidationError

from office.config import Config
from office.problems import ConfigError, Problem
from office.services import CODE_QUESTION, Form, Line, Service

WHERE = "kode"
COPY_AGAIN = "Salin lagi SEMUA barisnya, dari KODE sampai AKHIR KODE"
_BLOCK = re.compile(r"\[\s*([a-z0-9_]{1,40})\s*:\s*([0-9a-f]{8})\s*:([^\[\]]*)\]?")
_END = re.compile(r"AKHIR\s+KODE\s+(\d+)")
_NOT_PACKED = re.compile(r"[^A-Za-z0-9+/]")


class _Said(BaseModel):
    """A block's payload, with short names since it is copied by hand; `payload_` in `template.js` writes it."""

    model_config = ConfigDict(extra="forbid", strict=True)
    v: Literal[1]
    s: Line
    i: Line
    u: Line
    t: int
    e: dict[str, int]


@dataclass(frozen=True, slots=True)
class Made:
    """What the script has made: the spreadsheet, and the form of each service."""

    spreadsheet: str
    forms: Mapping[str, Form]


def is_end(line: str) -> bool:
    """Whether nothing of the text comes after this line."""
    return _END.search(line) is not None


def accept(text: str, config: Config) -> Made:
    """What the text says, as far as it fits these settings. Raises ConfigError with all that is wrong."""
    blocks = {found[1]: found for found in _BLOCK.finditer(text)}
    problems = list(_incomplete(text, len(blocks)))
    books: dict[str, str] = {}
    forms: dict[str, Form] = {}
    for key, block in blocks.items():
        try:
            books[key], forms[key] = _unpacked(key, block[2], block[3])
        except ConfigError as error:
            problems += error.problems
    problems += _unfitting(config, books, forms)
    if problems:
        raise ConfigError(problems)
    return Made(next(iter(books.values())), forms)


def _incomplete(text: str, found: int) -> Iterator[Problem]:
    end = _END.search(text)
    if not found:
        yield Problem(WHERE, f"tidak ditemukan. {COPY_AGAIN} di Log eksekusi skrip")
    elif end is None:
        yield Problem(WHERE, f"baris AKHIR KODE tidak ada, mungkin belum semua tersalin. {COPY_AGAIN}")
    elif int(end[1]) != found:
        yield Problem(WHERE, f"hanya {found} dari {end[1]} layanan yang tersalin. {COPY_AGAIN}")


def _unpacked(key: str, checksum: str, body: str) -> tuple[str, Form]:
    packed = _NOT_PACKED.sub("", body)
    if f"{crc32(packed.encode()):08x}" != checksum:
        raise ConfigError([Problem(f"{WHERE} {key}", f"rusak saat disalin. {COPY_AGAIN}")])
    try:
        said = _Said.model_validate_json(b64decode(packed + "=" * (-len(packed) % 4)))
    except (ValueError, ValidationError):
        what = "dari versi program yang lain. Tulis skripnya lagi dengan: scheduler.py formulir skrip"
        raise ConfigError([Problem(f"{WHERE} {key}", what)]) from None
    return said.s, Form(url=said.u, tab=said.t, form_id=said.i, entries=said.e)


def _unfitting(config: Config, books: Mapping[str, str], forms: Mapping[str, Form]) -> Iterator[Problem]:
    """What cannot be filled in because the settings say something else."""
    if len(set(books.values())) > 1:
        yield Problem(WHERE, "berisi lebih dari satu spreadsheet; terima satu per satu")
    known = config.google.spreadsheet
    if known and any(book != known for book in books.values()):
        yield Problem(
            "google.spreadsheet",
            "sudah berisi spreadsheet lain. Bila memang pindah, kosongkan dulu isinya di config.yaml",
        )
    for key, form in forms.items():
        yield from _of_service(config.services.get(key), key, form, config.forms.name)
    yield from _twice(config, forms)


def _of_service(service: Service | None, key: str, form: Form, forms_file: str) -> Iterator[Problem]:
    where = f"layanan.{key}"
    if service is None:
        yield Problem(where, "tidak ada di config.yaml")
        return
    if service.form and service.form.form_id != form.form_id:
        yield Problem(where, f"sudah punya formulir lain. Bila memang diganti, hapus dulu bagian {key} di {forms_file}")
    if CODE_QUESTION.title not in form.entries:
        yield Problem(where, f"formulirnya tidak punya pertanyaan `{CODE_QUESTION.title}`")


def _twice(config: Config, forms: Mapping[str, Form]) -> Iterator[Problem]:
    others = {one.form.tab: key for key, one in config.services.items() if one.form and key not in forms}
    for key, form in forms.items():
        if form.tab in others:
            yield Problem(f"layanan.{key}", f"tabnya sudah dipakai layanan {others[form.tab]}")
