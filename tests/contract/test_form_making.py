"""Making the forms through the Forms API, against the simulator with the oracle on the wire between.

Whether Google lets a service account make forms at all could not be tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
import yaml

from office.config import Config, ConfigError
from office.doors import Retryable
from office.services import QuestionKind
from sheets_sync.form_making import make_forms
from sheets_sync.google import GoogleDoor
from simulator.google.forms import Form
from simulator.server import Simulator
from tests.contract.google_oracle import Oracle
from tests.contract.google_world import Watched
from tests.unit.builders import block, settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

OPERATOR = "operator@contoh.id"
QUESTIONS = [
    {"judul": "Nama Lengkap", "bagian": "Data diri", "bantuan": "Sesuai KTP"},
    {"judul": "NIK", "jenis": "nik"},
    {"judul": "Agama", "jenis": "pilihan", "pilihan": ["Islam", "Hindu"]},
    {"judul": "Tanggal Lahir", "jenis": "tanggal", "wajib": False},
    {"judul": "Keperluan", "jenis": "paragraf"},
    {"judul": "KTP", "jenis": "berkas", "maksimal_berkas": 2},
]
SERVICES = {"sku": QUESTIONS, "sktm": [*QUESTIONS, {"judul": "Penghasilan"}]}


class Office:
    """A village with a spreadsheet and no forms; `make` is the command's deed."""

    def __init__(self, simulator: Simulator, folder: Path) -> None:
        self.simulator, self.google, self.folder = simulator, simulator.google, folder
        self.key = folder / "kunci.json"
        self.key.write_text(requests.get(f"{simulator.url}/_sim/google/key", timeout=10).text)
        self.book = self.human("spreadsheets", title="Layanan Desa")["spreadsheetId"]
        self.forms_file, self.waiting = folder / "formulir.yaml", folder / "formulir-belum-tertaut.yaml"

    def human(self, path: str, **body: Any) -> dict[str, Any]:
        """What a person does at Google by hand."""
        answer = requests.post(f"{self.simulator.url}/_sim/google/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def config(self, services: dict[str, Any] = SERVICES, **google: Any) -> Config:
        made = yaml.safe_load(self.forms_file.read_text()) if self.forms_file.exists() else {}
        layanan = {
            key: block(key.upper(), key=key, pertanyaan=asked, form=made.get(key)) for key, asked in services.items()
        }
        place = {"api_url": self.simulator.url, "spreadsheet": self.book} | google
        return Config.model_validate(settings(layanan=layanan, google=place))

    def make(self, config: Config | None = None, people: tuple[str, ...] = (OPERATOR,)) -> list[str]:
        return list(make_forms(config or self.config(), self.key, self.folder, people))

    def waits(self) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load(self.waiting.read_text()) if self.waiting.exists() else {}
        return found

    def form(self, key: str) -> Form:
        return self.google.form(self.waits()[key]["form_id"])

    def count(self) -> int:
        return len(self.google.state()["forms"])


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Simulator, Watched]]:
    watched: list[Watched] = []

    def watch(app: WSGIApplication) -> Watched:
        watched.append(Watched(app, Oracle()))
        return watched[0]

    with Simulator(watch=watch) as simulator:
        yield simulator, watched[0]


@pytest.fixture
def office(served: tuple[Simulator, Watched], tmp_path: Path) -> Iterator[Office]:
    """Google without anything in it; at the end, nothing was asked or answered that its documents do not know."""
    simulator, watched = served
    simulator.google.reset()
    yield Office(simulator, tmp_path)
    simulator.faults.clear()
    unknown = [one for one in simulator.journal.entries() if one.get("unknown")]
    problems, watched.problems = watched.problems, []
    simulator.journal.clear()
    assert problems == []
    assert unknown == []


def test_forms_are_made_published_and_shared(office: Office) -> None:
    """Whoever has the link can fill them in, the operator can open them; their questions are the catalogue's."""
    told = office.make()
    assert told[0] == f"Surat SKU: formulir dibuat dan dibagikan kepada {OPERATOR}."
    form = office.form("sku")
    assert (form.title, form.published, form.accepting) == ("Surat SKU - Desa Karangsatria", True, True)
    assert form.editors == [OPERATOR]
    assert [(item.type, item.title) for item in form.questions] == [
        ("text", "Kode Permohonan"),
        ("heading", "Data diri"),
        ("text", "Nama Lengkap"),
        ("text", "NIK"),
        ("choice", "Agama"),
        ("date", "Tanggal Lahir"),
        ("paragraph", "Keperluan"),
        ("heading", "Berkas"),
        ("heading", "Kontak"),
        ("text", "Nomor/Username Telegram"),
    ]
    by_title = {item.title: item for item in form.questions}
    assert (by_title["Nama Lengkap"].help, by_title["Nama Lengkap"].required) == ("Sesuai KTP", True)
    assert (by_title["Tanggal Lahir"].required, by_title["Kode Permohonan"].required) == (False, False)
    assert (by_title["Agama"].options, by_title["Agama"].choice_type) == (["Islam", "Hindu"], "RADIO")
    assert form.description.startswith("Desa membuat SKU.\nSiapkan: Foto KTP.")


def test_the_page_of_such_a_form_can_be_read(office: Office) -> None:
    """Headings stand between the questions and ask nothing."""
    office.make()
    page = requests.get(office.google.responder_uri(office.form("sku")), timeout=10).text
    assert "Data diri" in page
    assert page.count("<label") == len(office.form("sku").asked)


def test_what_remains_for_people_is_told(office: Office) -> None:
    """In order, per form, with its address: linking, settings, patterns, uploads; then the command once more."""
    told = "\n".join(office.make())
    assert f"https://docs.google.com/forms/d/{office.form('sku').id}/edit" in told
    assert "  1. Jawaban > Tautkan ke Spreadsheet" in told
    assert "^[0-9]{16}$ pada NIK." in told
    assert "Upload file di bawah judul Berkas: KTP (wajib; paling banyak 2 berkas, pilih 5)." in told
    assert told.endswith("Setelah semuanya tertaut, jalankan lagi: scheduler.py setup --forms")
    assert not office.forms_file.exists()


def test_once_people_have_linked_a_form_it_is_filled_in(office: Office) -> None:
    """Its tab is found by its first row; the other waits on."""
    office.make()
    form = office.form("sku")
    office.human(f"forms/{form.id}/questions", title="KTP", type="file")
    tab = office.human(f"forms/{form.id}/link", spreadsheetId=office.book)["sheetId"]
    told = office.make()
    assert told[0] == "1 formulir sudah tertaut, ditulis di formulir.yaml: sku."
    made = office.config().services["sku"].form
    assert made
    assert (made.tab, made.form_id, made.url) == (tab, form.id, office.google.responder_uri(form))
    entries = {question.title: question.entry for question in form.asked if question.title != "KTP"}
    assert {title: number for title, number in made.entries.items() if title != "KTP"} == entries
    assert list(office.waits()) == ["sktm"]
    assert office.count() == 2


def test_when_all_are_linked_nothing_waits(office: Office) -> None:
    """The file of those that wait is gone, and a further run makes nothing."""
    office.make()
    for key in ("sku", "sktm"):
        office.human(f"forms/{office.form(key).id}/link", spreadsheetId=office.book)
    assert office.make()[-1] == "Semua layanan sudah punya formulir. Periksa dengan: scheduler.py check"
    assert not office.waiting.exists()
    assert office.make() == ["Semua layanan sudah punya formulir. Periksa dengan: scheduler.py check"]
    assert office.count() == 2


@pytest.mark.parametrize(
    "call", ["/v1/forms/*:batchUpdate", "/v1/forms/*:setPublishSettings", "/drive/v3/files/*/permissions"]
)
def test_what_was_cut_off_is_gone_on_with(office: Office, call: str) -> None:
    """No second form, no question twice."""
    office.simulator.faults.arm(call, "500")
    with pytest.raises(Retryable):
        office.make()
    office.make()
    assert office.count() == 2
    form = office.form("sku")
    assert (len(form.questions), form.published, form.editors) == (10, True, [OPERATOR])
    wanted = [one for one in office.config().services["sku"].form_questions if one.kind is not QuestionKind.FILE]
    assert list(office.waits()["sku"]["entri"]) == [question.title for question in wanted]


def test_an_account_without_storage_is_told_what_to_do(office: Office) -> None:
    """The script, which works in the village's own account. Nothing is noted."""
    office.google.storage = False
    with pytest.raises(ConfigError, match=r"akun layanan tidak punya tempat penyimpanan.*formulir skrip"):
        office.make()
    assert not office.waiting.exists()


def test_any_other_refusal_is_told_likewise(office: Office) -> None:
    """With Google's answer."""
    office.human("apis", forms=False)
    with pytest.raises(ConfigError, match=r"Google tidak mengizinkan akun layanan membuat formulir .*403"):
        office.make()


def test_two_services_with_the_same_questions_are_not_mixed_up(office: Office) -> None:
    """Which tab is whose cannot be told; linked one after the other it can."""
    alike = {"sku": QUESTIONS, "sktm": QUESTIONS}
    office.make(office.config(alike))
    sku, sktm = office.form("sku").id, office.form("sktm").id
    for form_id in (sku, sktm):
        office.human(f"forms/{form_id}/link", spreadsheetId=office.book)
    told = office.make(office.config(alike))
    assert "tabnya tidak bisa dikenali" in told[0]
    assert not office.forms_file.exists()
    office.human(f"forms/{sktm}/unlink")
    first, *_ = GoogleDoor(office.key, office.book, office.simulator.url).workbook().tabs  # a new tab comes first
    office.human(f"spreadsheets/{office.book}/sheets/delete", sheetId=first.id)
    assert office.make(office.config(alike))[0] == "1 formulir sudah tertaut, ditulis di formulir.yaml: sku."
    tab = office.human(f"forms/{sktm}/link", spreadsheetId=office.book)["sheetId"]
    office.make(office.config(alike))
    assert [tab for tab, service in office.config(alike).by_tab.items() if service.key == "sktm"] == [tab]


@pytest.mark.parametrize(
    ("google", "people", "words"),
    [({"spreadsheet": ""}, (OPERATOR,), "google.spreadsheet: belum diisi"), ({}, (), "--bagikan: tulis akun Google")],
)
def test_what_it_cannot_do_without(office: Office, google: dict[str, Any], people: tuple[str, ...], words: str) -> None:
    """Nothing is made before."""
    with pytest.raises(ConfigError, match=words):
        office.make(office.config(**google), people)
    assert office.count() == 0


def test_a_damaged_file_of_waiting_forms_is_told(office: Office) -> None:
    """Nothing is made twice because of it."""
    office.waiting.write_text("sku: {url: 5}\n")
    with pytest.raises(ConfigError, match=r"formulir-belum-tertaut.yaml: isinya rusak"):
        office.make()
    assert office.count() == 0
