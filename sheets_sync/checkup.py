"""What `check` has to say about the spreadsheet and the forms, in the operator's words with the mend."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from office.config import Config, Problem
from office.doors import Permanent, Retryable
from office.names import fold
from office.services import Form, Service
from sheets_sync.forms import FormsDoor
from sheets_sync.google import GoogleDoor
from sheets_sync.setup import lacking


def without_form(config: Config) -> Iterator[Problem]:
    """The services that have no form, or whose form lacks an entry number; nothing is asked of Google for this."""
    for service in config.services.values():
        where = f"layanan.{service.key}"
        if service.form is None:
            yield Problem(where, f"formulirnya belum ada di {config.forms.name}")
        elif lacking := _lacking(service, service.form.entries):
            yield Problem(where, f"nomor isian formulir belum ada untuk: {', '.join(lacking)}")


def google_problems(config: Config, key_file: Path, year: int) -> Iterator[Problem]:
    """What is wrong with the key, the spreadsheet and the forms as Google shows them now, in this year."""
    try:
        door = GoogleDoor(key_file, config.google.spreadsheet, config.google.api_url)
    except Permanent:
        yield Problem(
            "GOOGLE_KEY_FILE", "bukan berkas kunci akun layanan Google yang utuh; unduh lagi dari Google Cloud"
        )
        return
    if not config.google.spreadsheet:
        yield Problem("google.spreadsheet", "belum diisi; salin kode panjang di alamat spreadsheet")
        return
    try:
        yield from _tabs(config, door, year)
        yield from _forms(config, key_file, door.account)
    except Retryable as error:
        # What was not to be seen may be in order: nothing else is said of it.
        yield Problem("google", f"belum terjangkau ({error}). Periksa internet, lalu coba lagi")


def _tabs(config: Config, door: GoogleDoor, year: int) -> Iterator[Problem]:
    try:
        book = door.workbook()
    except Permanent as error:
        mend = f"tidak bisa dibuka ({error}). Bagikan spreadsheet kepada {door.account} sebagai Editor"
        yield Problem("google.spreadsheet", mend)
        return
    for lack in lacking(door, book, year):
        yield Problem("google.spreadsheet", f"{lack}. Jalankan: scheduler.py setup")
    tabs = {tab.id for tab in book.tabs}
    for service in config.services.values():
        if service.form and service.form.tab not in tabs:
            yield Problem(f"layanan.{service.key}", "tab formulirnya tidak ada lagi di spreadsheet; hubungkan lagi")


def _forms(config: Config, key_file: Path, account: str) -> Iterator[Problem]:
    with FormsDoor(key_file, config.google.api_url) as forms:
        for service in config.services.values():
            if service.form:
                yield from _form(forms, service, service.form, account)


def _form(forms: FormsDoor, service: Service, form: Form, account: str) -> Iterator[Problem]:
    where = f"layanan.{service.key}"
    try:
        entries = forms.shape(form.form_id).entries
    except Permanent as error:
        yield Problem(where, f"formulirnya tidak bisa dibuka ({error}). Bagikan formulir kepada {account}")
        return
    if gone := _lacking(service, entries):
        yield Problem(where, f"pertanyaan ini tidak ada di formulir: {', '.join(gone)}")
    moved = [title for title, entry in form.entries.items() if entries.get(title, entry) != entry]
    if moved:
        yield Problem(where, f"nomor isian berubah, perbarui berkas formulir: {', '.join(moved)}")


def _lacking(service: Service, entries: Mapping[str, int]) -> list[str]:
    present = {fold(title) for title in entries}
    return [question.title for question in service.form_questions if fold(question.title) not in present]
