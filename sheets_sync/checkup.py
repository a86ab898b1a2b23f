"""What `check` has to say about the spreadsheet and the forms, in the operator's words with the mend."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from office.config import Config
from office.doors import Permanent, Retryable
from office.names import fold
from office.problems import Link, Problem
from office.services import Form, QuestionKind, Service
from sheets_sync.access import ENABLE, access_problems
from sheets_sync.discovery import ApiIsOff
from sheets_sync.forms import FormsDoor, Shape
from sheets_sync.google import GoogleDoor, Workbook
from sheets_sync.mending import undone
from sheets_sync.setup import lacking
from sheets_sync.verification import VERIFICATION_TAB

_SETUP = "Jalankan: scheduler.py setup"


def without_form(config: Config) -> Iterator[Problem]:
    """The services that have no form, or whose form lacks an entry number; nothing is asked of Google for this."""
    for service in config.offered.values():
        where = f"layanan.{service.key}"
        if service.form is None:
            yield Problem(where, f"formulirnya belum ada di {config.forms.name}")
        elif unknown := _without_entry(service, service.form.entries):
            yield Problem(where, f"nomor isian formulir belum ada untuk: {', '.join(unknown)}")


def google_links(config: Config, key_file: Path, year: int) -> Iterator[Link]:
    """Key, spreadsheet, tabs, forms, and who may open them, as Google shows them now, in this year.

    What could not be looked at, since a link before it is broken, is left out.
    """
    try:
        door = GoogleDoor(key_file, config.google.spreadsheet, config.google.api_url)
    except Permanent:
        what = "bukan berkas kunci akun layanan Google yang utuh; unduh lagi dari Google Cloud"
        yield Link("Kunci Google", (Problem("GOOGLE_KEY_FILE", what),))
        return
    yield Link("Kunci Google")
    if not config.google.spreadsheet:
        what = "belum diisi; salin kode panjang di alamat spreadsheet"
        yield Link("Spreadsheet", (Problem("google.spreadsheet", what),))
        return
    try:
        yield from _links(config, key_file, door, year)
    except Retryable as error:
        # What was not to be seen may be in order: nothing else is said of it.
        what = f"belum terjangkau ({error}). Periksa internet, lalu coba lagi"
        yield Link("Hubungan dengan Google", (Problem("google", what),))


def _links(config: Config, key_file: Path, door: GoogleDoor, year: int) -> Iterator[Link]:
    book: Workbook | None = None
    try:
        book = door.workbook()
    except Permanent as error:
        mend = f"tidak bisa dibuka ({error}). Bagikan spreadsheet kepada {door.account} sebagai Editor"
        yield Link("Spreadsheet", (Problem("google.spreadsheet", mend),))
    else:
        yield Link("Spreadsheet")
        yield Link("Tab di spreadsheet", tuple(_tabs(config, door, book, year)))
    shapes: dict[str, Shape] = {}
    yield Link("Formulir", tuple(_forms(config, key_file, door.account, shapes)))
    access = access_problems(config, key_file, door.account, shapes, with_book=book is not None)
    yield Link("Siapa yang bisa membuka data warga", tuple(access))


def _tabs(config: Config, door: GoogleDoor, book: Workbook, year: int) -> Iterator[Problem]:
    for title in lacking(book, config, year):
        yield Problem("google.spreadsheet", f"tab {title} belum ada. {_SETUP}")
    for one in undone(door, book, config):
        yield Problem("google.spreadsheet", f"{one.wrong}. {_SETUP}" if one.changes else one.wrong, one.advice)
    tabs = {tab.id for tab in book.tabs}
    if VERIFICATION_TAB in tabs and not config.google.verification_page:
        # A page that was opened to the public goes on reading it, and would vouch for letters withdrawn since.
        what = "dimatikan, tetapi tab Verifikasi masih ada dan tidak diperbarui lagi. Hapus tab itu"
        yield Problem("google.halaman_verifikasi", what)
    if config.google.verification_page and not config.google.page_address:
        what = "belum diisi, jadi QR surat membuka bot. Pasang halamannya, lalu tempel alamatnya di scheduler.py init"
        yield Problem("google.alamat_halaman", what, advice=True)
    for service in config.services.values():
        if service.form and service.form.tab not in tabs:
            yield Problem(f"layanan.{service.key}", "tab formulirnya tidak ada lagi di spreadsheet; hubungkan lagi")


def _forms(config: Config, key_file: Path, account: str, shapes: dict[str, Shape]) -> Iterator[Problem]:
    """What is wrong with the forms; those that can be opened are put into `shapes` by service key."""
    with FormsDoor(key_file, config.google.api_url) as forms:
        for key, service in config.services.items():
            if service.form is None:
                continue
            try:
                shapes[key] = forms.shape(service.form.form_id)
            except ApiIsOff:
                yield Problem("google", f"formulir belum bisa diperiksa: {ENABLE.format(api='Forms')}")
                return
            except Permanent as error:
                mend = f"formulirnya tidak bisa dibuka ({error}). Bagikan formulir kepada {account}"
                yield Problem(f"layanan.{key}", mend)
            else:
                yield from _form(service, service.form, shapes[key], config.google.spreadsheet)


def _form(service: Service, form: Form, shape: Shape, spreadsheet: str) -> Iterator[Problem]:
    where, entries = f"layanan.{service.key}", shape.entries
    if shape.spreadsheet != spreadsheet:
        astray = "masuk ke spreadsheet lain" if shape.spreadsheet else "tidak masuk ke spreadsheet mana pun"
        mend = "Di formulir: Jawaban > Tautkan ke Spreadsheet, pilih yang di google.spreadsheet"
        yield Problem(where, f"jawaban formulirnya {astray}. {mend}")
    if gone := _lacking(service, entries):
        yield Problem(where, f"pertanyaan ini tidak ada di formulir: {', '.join(gone)}")
    moved = [title for title, entry in form.entries.items() if entries.get(title, entry) != entry]
    if moved:
        yield Problem(where, f"nomor isian berubah, perbarui berkas formulir: {', '.join(moved)}")


def _lacking(service: Service, entries: Mapping[str, int]) -> list[str]:
    present = {fold(title) for title in entries}
    return [question.title for question in service.form_questions if fold(question.title) not in present]


def _without_entry(service: Service, entries: Mapping[str, int]) -> list[str]:
    # An upload cannot be pre-filled, so its number is not needed.
    files = {question.title for question in service.form_questions if question.kind is QuestionKind.FILE}
    return [title for title in _lacking(service, entries) if title not in files]
