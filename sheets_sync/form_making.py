"""Making the forms through the Forms API, where that is preferred to the Apps Script. Only `setup --forms` imports it.

A service account mostly owns no storage, so Google may refuse the very first form; uploads to a form of its own would
have nowhere to go either. The Apps Script, which works in the village's own account, has neither trouble.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from office.config import Config
from office.doors import Permanent
from office.problems import ConfigError, Problem
from office.services import Form, Line, Service, Settings
from office.settings_edit import write_forms, write_plain
from office.settings_file import read_yaml
from sheets_sync import batch, form_requests
from sheets_sync.appsscript import generate
from sheets_sync.discovery import NoStorage
from sheets_sync.forms import BODY, FormsDoor
from sheets_sync.google import GoogleDoor, Range
from sheets_sync.setup import texts_of
from sheets_sync.sharing import OWN_FILES, SharingDoor

_WHICH_TAB = (
    "sudah tertaut, tetapi tabnya tidak bisa dikenali dari judul kolomnya. Bila ada layanan lain dengan pertanyaan "
    "yang sama, lepaskan tautan salah satunya dan hapus tabnya, jalankan setup --forms, lalu tautkan lagi"
)
_SCRIPT_INSTEAD = "Pakai skrip di akun Google desa: scheduler.py formulir skrip"


class Unlinked(Settings):
    """A form that writes into no spreadsheet yet; without entry numbers it is not even filled."""

    url: Line
    form_id: Line
    entries: dict[str, int] = Field(default={}, alias="entri")


@dataclass(frozen=True, slots=True)
class Doors:
    """The three doors that this needs, opened."""

    sheets: GoogleDoor
    forms: FormsDoor
    sharing: SharingDoor


class FormMaker:
    """Makes what is lacking, and goes on where it was left: forms wait in a file of their own until they are linked."""

    def __init__(self, doors: Doors, config: Config, folder: Path, people: tuple[str, ...]) -> None:
        self._doors, self._config, self._people = doors, config, people
        self._forms_file = folder / config.forms
        self._waiting = self._forms_file.with_stem(f"{self._forms_file.stem}-belum-tertaut")

    def run(self) -> Iterator[str]:
        """Make the forms, take in those that people have linked since, and say what is left. Raises DoorError."""
        lacking = {service.key: service for service in generate.lacking(self._config)}
        half = {key: form for key, form in self._read().items() if key in lacking}
        for key, service in lacking.items():
            if key not in half or not half[key].entries:
                yield self._made(service, half)
        linked, unknown = self._linked(half)
        if linked:
            write_forms(self._forms_file, linked)
            half = {key: form for key, form in half.items() if key not in linked}
            self._write(half)
            yield f"{len(linked)} formulir sudah tertaut, ditulis di {self._forms_file.name}: {', '.join(linked)}."
        yield from (f"{lacking[key].title}: {_WHICH_TAB}" for key in unknown)
        yield from self._left(half)

    def _made(self, service: Service, half: dict[str, Unlinked]) -> str:
        """One form, noted as soon as it is there; what is cut off in between is gone on with."""
        forms = self._doors.forms
        if service.key not in half:
            form_id, url = self._created(service)
            half[service.key] = Unlinked(url=url, form_id=form_id)
            self._write(half)
        form = half[service.key]
        if not forms.shape(form.form_id).entries:
            forms.fill(form.form_id, form_requests.fill(service, self._config))
        forms.publish(form.form_id)
        for person in self._people:
            self._doors.sharing.share(form.form_id, person)
        entries = dict(forms.shape(form.form_id).entries)
        half[service.key] = form.model_copy(update={"entries": entries})
        self._write(half)
        return f"{service.title}: formulir dibuat dan dibagikan kepada {', '.join(self._people)}."

    def _created(self, service: Service) -> tuple[str, str]:
        try:
            return self._doors.forms.create(generate.form_name(service, self._config))
        except NoStorage:
            what = f"akun layanan tidak punya tempat penyimpanan, jadi tidak bisa membuat formulir. {_SCRIPT_INSTEAD}"
        except Permanent as error:
            what = f"Google tidak mengizinkan akun layanan membuat formulir ({error}). {_SCRIPT_INSTEAD}"
        raise ConfigError([Problem(f"layanan.{service.key}", what)])

    def _read(self) -> dict[str, Unlinked]:
        written = read_yaml(self._waiting) if self._waiting.exists() else {}
        try:
            return {key: Unlinked.model_validate(form) for key, form in written.items()}
        except ValidationError:
            what = "isinya rusak; kembalikan dari cadangan, atau hapus berkas ini agar formulirnya dibuat dari awal"
            raise ConfigError([Problem(self._waiting.name, what)]) from None

    def _write(self, half: Mapping[str, Unlinked]) -> None:
        write_plain(self._waiting, {key: form.model_dump(by_alias=True) for key, form in half.items()})

    def _linked(self, half: Mapping[str, Unlinked]) -> tuple[dict[str, Form], list[str]]:
        """The forms that write into the village's spreadsheet by now; and the services whose tab is not to be told."""
        here = self._config.google.spreadsheet
        ready = [key for key, form in half.items() if self._doors.forms.shape(form.form_id).spreadsheet == here]
        heads = self._heads() if ready else {}
        tabs = {key: form_requests.own_tab(self._config.services[key], heads) for key in ready}
        found = {key: Form(tab=tab, **half[key].model_dump()) for key, tab in tabs.items() if tab is not None}
        return found, [key for key in ready if key not in found]

    def _heads(self) -> Mapping[int, list[str]]:
        """The first rows of the tabs that are nobody's yet."""
        taken = {*self._config.by_tab, batch.DESK_TAB, batch.BOOK_TAB}
        tabs = [tab.id for tab in self._doors.sheets.workbook().tabs if tab.id not in taken]
        grids = self._doors.sheets.read([Range(tab, 0, 1) for tab in tabs]) if tabs else []
        return {tab: texts_of(grid) for tab, grid in zip(tabs, grids, strict=True)}

    def _left(self, half: Mapping[str, Unlinked]) -> Iterator[str]:
        for key, form in half.items():
            service = self._config.services[key]
            yield f"{service.title}, yang masih harus dikerjakan dengan tangan:"
            yield f"  https://docs.google.com/forms/d/{form.form_id}/edit"
            steps = form_requests.by_hand(service)
            yield from (f"  {number}. {step}" for number, step in enumerate(steps, start=1))
        yield (
            "Setelah semuanya tertaut, jalankan lagi: scheduler.py setup --forms"
            if half
            else "Semua layanan sudah punya formulir. Periksa dengan: scheduler.py check"
        )


def make_forms(config: Config, key_file: Path, folder: Path, people: tuple[str, ...]) -> Iterator[str]:
    """See `FormMaker.run`; `people` are those who have to open the forms. Raises ConfigError, DoorError."""
    if not config.google.spreadsheet:
        raise ConfigError([Problem("google.spreadsheet", "belum diisi; salin kode panjang di alamat spreadsheet")])
    if not people:
        what = "tulis akun Google yang akan membuka formulirnya; formulir yang dibuat program milik akun layanan"
        raise ConfigError([Problem("--bagikan", what)])
    url = config.google.api_url
    with FormsDoor(key_file, url, scopes=BODY) as forms, SharingDoor(key_file, url, scopes=OWN_FILES) as sharing:
        doors = Doors(GoogleDoor(key_file, config.google.spreadsheet, url), forms, sharing)
        yield from FormMaker(doors, config, folder, people).run()
