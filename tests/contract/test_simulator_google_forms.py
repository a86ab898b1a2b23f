"""The simulated Forms, Drive and form page: what Google's own client reads, and what a person's browser does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
import requests
from googleapiclient.errors import HttpError

from tests.contract.google_oracle import Json
from tests.contract.google_world import TIMEOUT, World
from tests.system.desk import Book
from tests.system.form import Form

NIK = "3299014107850001"
QUESTIONS: list[Json] = [
    {"title": "Kode Permohonan", "help": "Sudah terisi, jangan diubah."},
    {"title": "NIK", "required": True, "pattern": r"\d{16}"},
    {"title": "Alamat", "type": "paragraph"},
    {"title": "Jenis Kelamin", "type": "choice", "options": ["Laki-laki", "Perempuan"]},
    {"title": "Tanggal Lahir", "type": "date"},
    {"title": "Foto KTP", "type": "file", "max_files": 2},
]


@dataclass
class Filler:
    """A linked form and a person who fills it."""

    world: World
    book: str
    made: Json

    @property
    def sheet_id(self) -> int:
        return int(self.made["sheetId"])

    @property
    def page(self) -> str:
        return str(self.made["responderUri"])

    def name(self, title: str) -> str:
        return f"entry.{self.made['entries'][title]}"

    def send(self, answers: dict[str, str], files: Any = ()) -> str:
        """Post the form; the page that comes back."""
        fields = {self.name(title): value for title, value in answers.items()}
        uploads = [(self.name(title), upload) for title, upload in files]
        target = self.page.replace("viewform", "formResponse")
        return requests.post(target, data=fields, files=uploads or None, timeout=TIMEOUT).text

    def sent(self, answers: dict[str, str], files: Any = ()) -> None:
        """Post the form, which must take it."""
        assert "Jawaban Anda telah direkam." in self.send({"NIK": NIK, **answers}, files)

    def rows(self) -> list[list[Any]]:
        """The tab without its header and its first column."""
        return [row[1:] for row in self.world.rows(self.book, self.sheet_id)[1:]]


class Fields(HTMLParser):
    """What a browser would send back from a page, and which label belongs to which field."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.ids: set[str] = set()
        self.labels: set[str] = set()
        self._textarea = ""
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in {"input", "textarea", "select"}:
            self.values[found["name"]] = found.get("value", "")
            self.ids.add(found.get("id", ""))
        if tag == "label":
            self.labels.add(found["for"])
        self._textarea = found["name"] if tag == "textarea" else ""
        self._select = found["name"] if tag == "select" else self._select
        if tag == "option" and "selected" in found:
            self.values[self._select] = found["value"]

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data.removeprefix("\n")

    def handle_endtag(self, _tag: str) -> None:
        self._textarea = ""


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with World() as world:
        yield world


@pytest.fixture
def world(served: World) -> Iterator[World]:
    yield served
    problems = list(served.watched.problems)
    served.watched.problems.clear()
    assert problems == []


@pytest.fixture
def form(world: World) -> Filler:
    book = world.book()
    made = world.human("forms", title="Surat Keterangan Usaha", spreadsheetId=book, questions=QUESTIONS)
    return Filler(world, book, made)


@pytest.fixture(scope="module")
def forms_api(served: World) -> Iterator[Any]:
    service = served.service("forms", "v1")
    yield service.forms()
    service.close()


@pytest.fixture(scope="module")
def drive_files(served: World) -> Iterator[Any]:
    service = served.service("drive", "v3")
    yield service.files()
    service.close()


# The tab that Forms writes


def test_linking_makes_a_tab_with_headers(form: Filler) -> None:
    """A linked form has its own tab: time of sending, then the questions' titles; a second form gets the next name."""
    titles = [question["title"] for question in QUESTIONS]
    assert form.made["tabTitle"] == "Form Responses 1"
    assert form.world.rows(form.book, form.sheet_id) == [["Timestamp", *titles]]
    second = form.world.human("forms", title="SKTM", spreadsheetId=form.book, questions=[])
    assert second["tabTitle"] == "Form Responses 2"


def test_answers_become_a_row_and_lose_what_looks_like_a_number(form: Filler) -> None:
    """Number-like answers become numbers: a leading zero is lost, digits beyond 2**53 change; other text stays."""
    form.sent({"Kode Permohonan": "081287028556", "Alamat": "=IMPORTDATA(A1)", "Tanggal Lahir": "1985-07-01"})
    form.sent({"NIK": "9171012345678901", "Kode Permohonan": "+62812", "Alamat": "1,5", "Jenis Kelamin": "Perempuan"})
    assert form.rows() == [
        [81287028556, int(NIK), "=IMPORTDATA(A1)", "", 31229],
        [62812, 9171012345678900, 1.5, "Perempuan"],
    ]
    kinds = [cell["type"] for cell in form.world.seen(form.book, "Form Responses 1")["rows"][1]]
    assert kinds == ["number", "number", "number", "text", "empty", "number", "empty"]


def test_text_columns_keep_every_digit(form: Filler) -> None:
    """In columns formatted as plain text every answer stays as typed, in the rows to come as well."""
    span = {"sheetId": form.sheet_id, "startRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 4}
    look = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    fields = "userEnteredFormat.numberFormat"
    form.world.batch(form.book, {"repeatCell": {"range": span, "cell": look, "fields": fields}})
    for _ in range(3):
        form.sent({"NIK": "9171012345678901", "Kode Permohonan": "0812", "Alamat": "1,5"})
    assert form.rows() == [["0812", "9171012345678901", "1,5"]] * 3


def test_time_of_sending_is_a_serial_in_the_spreadsheets_zone(form: Filler) -> None:
    """Column A is a date-time in the spreadsheet's zone; its text follows the Indonesian locale."""
    before = datetime.now(UTC)
    form.sent({})
    after = datetime.now(UTC)
    serial = form.world.rows(form.book, form.sheet_id)[1][0]
    there = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=serial) - timedelta(hours=7)
    assert before - timedelta(seconds=1) <= there <= after + timedelta(seconds=1)
    shown = form.world.seen(form.book, "Form Responses 1")["rows"][1][0]["value"]
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d{1,2}:\d\d:\d\d", shown)


def test_each_answer_inserts_a_row_after_the_last_one(form: Filler) -> None:
    """A row is inserted after the last response: what a person wrote further down moves, the grid grows."""
    form.sent({"Alamat": "a"})
    form.world.human(f"spreadsheets/{form.book}/cells", sheetId=form.sheet_id, cell="D4", value="catatan")
    form.sent({"Alamat": "b"})
    assert [row[2:3] for row in form.rows()] == [["a"], ["b"], [], ["catatan"]]
    assert len(form.world.google.book(form.book).sheet(form.sheet_id).rows) == 1002


def test_many_people_at_once_lose_nothing(form: Filler) -> None:
    """While eight people send and the script writes, every answer gets its own row and every write arrives."""
    note = {"rows": [{"values": [{"note": "dibaca"}]}], "fields": "note"}

    def person(name: int) -> None:
        for turn in range(3):
            form.sent({"Alamat": f"{name}/{turn}"})
            start = {"sheetId": 0, "rowIndex": name, "columnIndex": turn}
            assert form.world.batch(form.book, {"updateCells": {**note, "start": start}}).ok

    with ThreadPoolExecutor(8) as people:
        list(people.map(person, range(8)))
    assert sorted(row[2] for row in form.rows()) == sorted(f"{name}/{turn}" for name in range(8) for turn in range(3))
    sheet = form.world.google.book(form.book).sheet(0)
    assert all(sheet.cell(name, turn).note == "dibaca" for name in range(8) for turn in range(3))


def test_sorted_and_deleted_rows_do_not_stop_the_form(form: Filler) -> None:
    """After people sort and delete rows the next response follows the last one that is left."""
    for street in "abc":
        form.sent({"Alamat": street})
    form.world.human(f"spreadsheets/{form.book}/sort", sheetId=form.sheet_id, column=3, ascending=False)
    form.world.human(f"spreadsheets/{form.book}/rows/delete", sheetId=form.sheet_id, start=1, end=2)
    form.sent({"Alamat": "d"})
    assert [row[2] for row in form.rows()] == ["b", "a", "d"]
    form.world.human(f"spreadsheets/{form.book}/rows/delete", sheetId=form.sheet_id, start=1, end=4)
    form.sent({"Alamat": "e"})
    assert [row[2] for row in form.rows()] == ["e"]


def test_new_and_deleted_questions_change_the_columns(form: Filler) -> None:
    """A new question pushes hand-made columns to the right; a deleted one leaves its column dead."""
    form.world.human(f"spreadsheets/{form.book}/cells", sheetId=form.sheet_id, cell="H1", value="Catatan Kantor")
    path = f"forms/{form.made['formId']}/questions"
    form.world.human(f"{path}/delete", title="Alamat")
    form.made = form.world.human(path, title="Alamat", type="text")
    form.sent({"Alamat": "Jalan Baru"})
    header, row = form.world.rows(form.book, form.sheet_id)
    assert header[3:] == ["Alamat", "Jenis Kelamin", "Tanggal Lahir", "Foto KTP", "Alamat", "Catatan Kantor"]
    assert row[3:] == ["", "", "", "", "Jalan Baru"]


def test_tab_of_a_form_is_deleted_once_the_form_is_unlinked(form: Filler) -> None:
    """Neither the API nor a person deletes a linked tab; after unlinking, responses reach the form alone."""
    refused = form.world.batch(form.book, {"deleteSheet": {"sheetId": form.sheet_id}})
    assert "unlink the form first" in refused.json()["error"]["message"]
    delete = f"spreadsheets/{form.book}/sheets/delete"
    assert form.world.try_human(delete, sheetId=form.sheet_id).status_code == 409
    assert "sheetId" not in form.world.human(f"forms/{form.made['formId']}/unlink")
    form.world.human(delete, sheetId=form.sheet_id)
    form.sent({})
    assert form.world.read(form.book, form.sheet_id).status_code == 400
    assert len(form.world.google.form(form.made["formId"]).responses) == 1


# What its maker and the citizens do afterwards


def test_an_answer_that_was_edited_stays_in_its_row(form: Filler, forms_api: Any) -> None:
    """Only what changed is written, with a note, and the time; the response is the same one, submitted anew."""
    form.sent({"Kode Permohonan": "A", "Alamat": "Kp. Melati", "Jenis Kelamin": "Perempuan"})
    form.sent({"Kode Permohonan": "B"})
    path = f"spreadsheets/{form.book}"
    form.world.human(f"{path}/sort", sheetId=form.sheet_id, column=1, ascending=False)
    form.world.human(f"{path}/cells", sheetId=form.sheet_id, cell="C3", value="dibetulkan kantor")
    before = form.world.rows(form.book, form.sheet_id)[2]
    editor = Form(form.world.url, form.made["formId"])
    editor.edit_answer({"Alamat": "Kp. Mawar", "Jenis Kelamin": ""}, where={"Kode Permohonan": "A"})
    _, other, after = form.world.rows(form.book, form.sheet_id)
    assert (other[1], after[1:]) == ("B", ["A", "dibetulkan kantor", "Kp. Mawar"])
    assert after[0] > before[0]
    cells = form.world.seen(form.book, form.made["tabTitle"])["rows"][2]
    assert [cell.get("note") for cell in cells[:5]] == [None, None, None, *["Responder updated this value."] * 2]
    first, second = forms_api.responses().list(formId=form.made["formId"]).execute()["responses"]
    assert first["createTime"] < second["createTime"] < first["lastSubmittedTime"]
    asked = f"timestamp > {second['lastSubmittedTime'].replace('Z', '999Z')}"
    (late,) = forms_api.responses().list(formId=form.made["formId"], filter=asked).execute()["responses"]
    assert late == first
    assert f"{form.made['entries']['Jenis Kelamin']:08x}" not in late["answers"]


def test_an_edited_answer_whose_row_is_gone_comes_anew(form: Filler) -> None:
    """Deleted, or lost when an earlier version of the spreadsheet was restored: the form lost nothing."""
    book = Book(form.world.url, form.book)
    number = book.name_version("kosong")
    form.sent({"Kode Permohonan": "A", "Alamat": "Kp. Melati"})
    book.restore(number)
    assert form.rows() == []
    editor = Form(form.world.url, form.made["formId"])
    editor.edit_answer({"Alamat": "Kp. Mawar"})
    form.sent({"Kode Permohonan": "B"})
    assert [(row[0], row[2:3]) for row in form.rows()] == [("A", ["Kp. Mawar"]), ("B", [])]
    assert len(form.world.google.form(form.made["formId"]).responses) == 2
    book.close()


def test_a_refused_edit_changes_nothing(form: Filler) -> None:
    """The page would not take such an answer either; nor is there a response that nobody sent."""
    form.sent({"Alamat": "Kp. Melati"})
    path = f"forms/{form.made['formId']}/responses/edit"
    for status, body in (
        (400, {"answers": {"NIK": "1"}}),
        (404, {"answers": {"Alamat": "x"}, "where": {"NIK": "5"}}),
        (404, {"answers": {"Agama": "x"}}),
    ):
        assert form.world.try_human(path, **body).status_code == status
    assert form.rows()[0][2] == "Kp. Melati"


def test_a_question_made_again_leaves_a_dead_column(form: Filler) -> None:
    """Two columns bear its title then; a title or type that is changed keeps column and entry number."""
    editor = Form(form.world.url, form.made["formId"])
    form.sent({"Alamat": "lama"})
    form.made = editor.make_again("Alamat", type="text")
    form.sent({"Alamat": "baru"})
    header, first, second = form.world.rows(form.book, form.sheet_id)
    assert [place for place, title in enumerate(header) if title == "Alamat"] == [3, 7]
    assert (first[3], second[3:]) == ("lama", ["", "", "", "", "baru"])
    before = form.made["entries"]["Kode Permohonan"]
    form.made = editor.edit_question("Kode Permohonan", newTitle="Kode", type="choice", options=["A", "B"])
    assert form.made["entries"]["Kode"] == before
    assert form.world.rows(form.book, form.sheet_id)[0][1] == "Kode"
    assert "Pilih salah satu opsi" in form.send({"NIK": NIK, "Kode": "C"})
    form.sent({"Kode": "B"})
    assert form.rows()[2][0] == "B"


def test_a_live_questions_deleted_column_comes_back(form: Filler) -> None:
    """With the next response, behind the others; a renamed header stays as people named it."""
    book = Book(form.world.url, form.book)
    book.type("D1", "Alamat Rumah", sheetId=form.sheet_id)
    book.delete_column(1, sheetId=form.sheet_id)
    form.sent({"Kode Permohonan": "A", "Alamat": "Kp. Melati"})
    header, row = form.world.rows(form.book, form.sheet_id)
    assert header[1:] == ["NIK", "Alamat Rumah", "Jenis Kelamin", "Tanggal Lahir", "Foto KTP", "Kode Permohonan"]
    assert (row[2], row[6]) == ("Kp. Melati", "A")
    book.close()


def test_a_form_parted_from_its_tab_writes_there_no_more(form: Filler) -> None:
    """The tab stays, and restoring a version from before does not link it again; it can be linked anew."""
    book = Book(form.world.url, form.book)
    number = book.name_version("terhubung")
    editor = Form(form.world.url, form.made["formId"])
    assert "sheetId" not in editor.unlink()
    book.restore(number)
    form.sent({"Kode Permohonan": "A"})
    assert form.rows() == []
    book.delete_tab(sheetId=form.sheet_id)
    form.made = editor.link(form.book)
    form.sent({"Kode Permohonan": "B"})
    assert [row[0] for row in form.rows()] == ["B"]
    book.close()


def test_a_forms_tab_that_is_a_table_takes_its_responses_in(form: Filler) -> None:
    """The table grows with each answer; a copy of the tab gets none."""
    book = Book(form.world.url, form.book)
    book.to_table(sheetId=form.sheet_id)
    book.duplicate_tab(sheetId=form.sheet_id, copyTitle="Salinan")
    form.sent({"Kode Permohonan": "A"})
    form.sent({"Kode Permohonan": "B"})
    assert [row[0] for row in form.rows()] == ["A", "B"]
    assert len(book.texts("Salinan")) == 1
    table = form.world.google.book(form.book).sheet(form.sheet_id).table
    assert table is not None
    assert table["range"]["endRowIndex"] == 3
    book.close()


# The page


def test_prefilled_link_fills_the_page(form: Filler) -> None:
    """A pre-filled link fills text, paragraph, choice and date; every label belongs to its field."""
    wanted = {
        "Kode Permohonan": 'SKU-7K3Q"><script>alert(1)</script>',
        "Alamat": "\nKp. Melati\nRT 1 & 2",
        "Jenis Kelamin": "Perempuan",
        "Tanggal Lahir": "1985-07-01",
    }
    params = {"usp": "pp_url"} | {form.name(title): value for title, value in wanted.items()}
    answer = requests.get(form.page, params=params, timeout=TIMEOUT)
    fields = Fields(answer.text)
    assert {title: fields.values[form.name(title)] for title in wanted} == wanted
    assert fields.ids == fields.labels == {form.name(question["title"]) for question in QUESTIONS}
    assert "<script" not in answer.text
    assert "X-Frame-Options" not in answer.headers
    assert "* Menunjukkan pertanyaan yang wajib diisi" in answer.text


def test_link_without_the_mark_fills_nothing(form: Filler) -> None:
    """Without `usp=pp_url` the page is empty; a link that is too long does not open."""
    params = {form.name("Alamat"): "Kp. Melati"}
    assert "Melati" not in requests.get(form.page, params=params, timeout=TIMEOUT).text
    long = {"usp": "pp_url", form.name("Alamat"): "x" * 8192}
    assert requests.get(form.page, params=long, timeout=TIMEOUT).status_code == 400


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"NIK": ""}, "Pertanyaan ini wajib diisi"),
        ({"NIK": "123"}, "Isian tidak sesuai dengan pola yang diminta"),
        ({"NIK": NIK, "Jenis Kelamin": "Lain"}, "Pilih salah satu opsi"),
        ({"NIK": NIK, "Tanggal Lahir": "kemarin"}, "Tanggal tidak valid"),
    ],
)
def test_wrong_answer_is_said_and_the_others_stay(form: Filler, answers: dict[str, str], said: str) -> None:
    """A missing or wrong answer is said at its question, nothing is recorded, what was typed stays."""
    page = form.send({"Alamat": "<b>& \"Kp\"\n'Melati'", **answers})
    assert said in page
    fields = Fields(page)
    assert fields.values[form.name("Alamat")] == "<b>& \"Kp\"\n'Melati'"
    assert fields.values[form.name("NIK")] == answers["NIK"]
    assert form.rows() == []


def test_success_offers_another_answer(form: Filler) -> None:
    """After sending the page says so and links to the empty form; going back to it by reload opens the form."""
    page = form.send({"NIK": NIK})
    assert "Jawaban Anda telah direkam." in page
    assert "Kirim jawaban lain" in page
    again = requests.get(form.page.replace("viewform", "formResponse"), timeout=TIMEOUT)
    assert again.url == form.page


def test_date_may_come_in_three_parts(form: Filler) -> None:
    """A date is taken as year, month and day too, as Google's own page sends it."""
    name = form.name("Tanggal Lahir")
    parts = {f"{name}_year": "2023", f"{name}_month": "5", f"{name}_day": "22"}
    target = form.page.replace("viewform", "formResponse")
    requests.post(target, data={form.name("NIK"): NIK, **parts}, timeout=TIMEOUT)
    assert form.rows()[0][4] == 45068


def test_closed_form_takes_nothing(form: Filler, forms_api: Any) -> None:
    """A form that was unpublished says that it takes no answers, and records none."""
    state = {"publishState": {"isPublished": False, "isAcceptingResponses": False}}
    body = {"publishSettings": state, "updateMask": "publishState"}
    forms_api.setPublishSettings(formId=form.made["formId"], body=body).execute()
    assert "tidak lagi menerima respons" in form.send({"NIK": NIK})
    assert "tidak lagi menerima respons" in requests.get(form.page, timeout=TIMEOUT).text
    assert form.rows() == []


# Uploads


def test_upload_is_linked_in_the_sheet_and_kept_in_drive(form: Filler, drive_files: Any) -> None:
    """Uploads stand in the sheet as links joined by a comma; Drive and the link give the very bytes."""
    upload = ("Foto KTP", ("ktp saya.png", b"\x89PNG<1>", "image/png"))
    second = ("Foto KTP", ("kk.pdf", b"%PDF-2", "application/pdf"))
    form.sent({}, [upload, second])
    first, other = form.rows()[0][5].split(", ")
    assert requests.get(other, timeout=TIMEOUT).content == b"%PDF-2"
    file_id = first.partition("?id=")[2]
    assert first == f"{form.world.url}/open?id={file_id}"
    assert drive_files.get_media(fileId=file_id).execute() == b"\x89PNG<1>"
    assert drive_files.get(fileId=file_id).execute() == {
        "kind": "drive#file",
        "id": file_id,
        "name": "ktp saya.png",
        "mimeType": "image/png",
    }
    assert drive_files.get(fileId=file_id, fields="size,mimeType").execute() == {"size": "7", "mimeType": "image/png"}


def test_refused_sending_keeps_its_uploads(form: Filler) -> None:
    """An upload that came with a wrong answer need not be chosen again."""
    page = form.send({"NIK": ""}, [("Foto KTP", ("ktp.png", b"foto", "image/png"))])
    kept = re.search(rf'type="hidden" name="{form.name("Foto KTP")}" value="([^"]+)"', page)
    assert kept is not None
    form.sent({"Foto KTP": kept[1]})
    assert requests.get(form.rows()[0][5], timeout=TIMEOUT).content == b"foto"


def test_too_many_or_too_large_uploads_are_refused(form: Filler) -> None:
    """More files than allowed, or one of more than 10 MB, are refused and not kept."""
    three = [("Foto KTP", (f"{i}.png", b"x", "image/png")) for i in range(3)]
    page = form.send({"NIK": NIK}, three)
    assert "Upload maksimal 2 file</p>" in page
    assert 'type="hidden"' not in page
    large = [("Foto KTP", ("besar.png", bytes(10 * 1024 * 1024 + 1), "image/png"))]
    assert "Ukuran file melebihi 10 MB" in form.send({"NIK": NIK}, large)
    assert form.rows() == []


def test_file_that_is_not_there_is_refused_as_drive_does(form: Filler, drive_files: Any) -> None:
    """Drive refuses an unknown file with its own list of errors; a spreadsheet has no bytes to download."""
    with pytest.raises(HttpError) as refused:
        drive_files.get(fileId="nowhere").execute()
    assert (refused.value.resp.status, refused.value.error_details[0]["reason"]) == (404, "notFound")
    assert drive_files.get(fileId=form.book, fields="name").execute() == {"name": "Layanan Desa"}
    with pytest.raises(HttpError, match="Only files with binary content"):
        drive_files.get_media(fileId=form.book).execute()
    assert requests.get(f"{form.world.url}/open?id=nowhere", timeout=TIMEOUT).status_code == 404


# The Forms API


def test_form_is_described_with_its_entry_numbers(form: Filler, forms_api: Any) -> None:
    """The entry number of a pre-filled link is the question id read as hexadecimal."""
    found = forms_api.get(formId=form.made["formId"]).execute()
    assert (found["linkedSheetId"], found["responderUri"]) == (form.book, form.page)
    questions = {item["title"]: item["questionItem"]["question"] for item in found["items"]}
    assert {title: int(asked["questionId"], 16) for title, asked in questions.items()} == form.made["entries"]
    assert questions["NIK"]["required"] is True
    assert questions["Foto KTP"]["fileUploadQuestion"]["maxFiles"] == 2


def test_responses_hold_every_answer_as_typed(form: Filler, forms_api: Any) -> None:
    """The Forms API gives answers exactly as typed, also those that the sheet damaged or lost."""
    form.sent(
        {"NIK": "9171012345678901", "Kode Permohonan": "0812 ", "Alamat": "a\r\nb", "Tanggal Lahir": "1985-07-01"}
    )
    form.sent({}, [("Foto KTP", ("ktp.png", b"foto", "image/png"))])
    form.world.human(f"spreadsheets/{form.book}/rows/delete", sheetId=form.sheet_id, start=1, end=3)
    first, second = forms_api.responses().list(formId=form.made["formId"]).execute()["responses"]
    typed = {int(key, 16): answer["textAnswers"]["answers"][0]["value"] for key, answer in first["answers"].items()}
    entries = form.made["entries"]
    assert typed == {
        entries["NIK"]: "9171012345678901",
        entries["Kode Permohonan"]: "0812 ",
        entries["Alamat"]: "a\nb",
        entries["Tanggal Lahir"]: "1985-07-01",
    }
    (upload,) = second["answers"][f"{entries['Foto KTP']:08x}"]["fileUploadAnswers"]["answers"]
    assert (upload["fileName"], upload["mimeType"]) == ("ktp.png", "image/png")
    one = forms_api.responses().get(formId=form.made["formId"], responseId=first["responseId"]).execute()
    assert one == first


def test_responses_are_filtered_by_time_and_paged(form: Filler, forms_api: Any) -> None:
    """`timestamp >=` takes the moment itself, `>` does not; pages follow by token, for this filter only."""
    for _ in range(3):
        form.sent({})
    ask = forms_api.responses().list
    form_id = form.made["formId"]
    times = [found["lastSubmittedTime"] for found in ask(formId=form_id).execute()["responses"]]
    later = [time for time in times if time > times[0]]
    found = ask(formId=form_id, filter=f"timestamp > {times[0].replace('Z', '999Z')}").execute()
    assert [answer["lastSubmittedTime"] for answer in found.get("responses", [])] == later
    assert len(ask(formId=form_id, filter="timestamp >= 2020-01-01T00:00:00Z").execute()["responses"]) == 3
    page = ask(formId=form_id, pageSize=2).execute()
    rest = ask(formId=form_id, pageSize=2, pageToken=page["nextPageToken"]).execute()
    assert (len(page["responses"]), len(rest["responses"]), "nextPageToken" in rest) == (2, 1, False)
    with pytest.raises(HttpError, match="Invalid filter"):
        ask(formId=form_id, filter="timestamp < 2020-01-01T00:00:00Z").execute()
    for wrong in (
        {"pageToken": "2"},
        {"filter": "timestamp > 2020-01-01T00:00:00Z", "pageToken": page["nextPageToken"]},
    ):
        with pytest.raises(HttpError, match="Invalid page token"):
            ask(formId=form_id, pageSize=2, **wrong).execute()


def test_form_is_made_by_the_api_and_linked_by_hand(world: World, forms_api: Any) -> None:
    """A form made by the API starts unpublished and unlinked; file questions cannot be made this way."""
    made = forms_api.create(body={"info": {"title": "SKTM"}}).execute()
    assert made["publishSettings"]["publishState"] == {"isPublished": False, "isAcceptingResponses": False}
    choice = {"choiceQuestion": {"type": "RADIO", "options": [{"value": "Ya"}, {"value": "Tidak"}]}}
    kinds: tuple[Json, ...] = (
        {"textQuestion": {}},
        {"textQuestion": {"paragraph": True}},
        choice,
        {"dateQuestion": {}},
    )
    edits: list[Json] = [
        {"createItem": {"item": {"title": f"T{i}", "questionItem": {"question": kind}}, "location": {"index": i}}}
        for i, kind in enumerate(kinds)
    ]
    edits.append({"updateFormInfo": {"info": {"description": "Gratis"}, "updateMask": "description"}})
    edits.append({"deleteItem": {"location": {"index": 0}}})
    body = {"requests": edits, "includeFormInResponse": True}
    answer = forms_api.batchUpdate(formId=made["formId"], body=body).execute()
    assert [item["title"] for item in answer["form"]["items"]] == ["T1", "T2", "T3"]
    assert answer["form"]["info"]["description"] == "Gratis"
    uploads = {"item": {"title": "Foto", "questionItem": {"question": {"fileUploadQuestion": {}}}}}
    refused = {"requests": [edits[0], {"createItem": {**uploads, "location": {"index": 0}}}]}
    with pytest.raises(HttpError, match="file upload questions"):
        forms_api.batchUpdate(formId=made["formId"], body=refused).execute()
    assert len(forms_api.get(formId=made["formId"]).execute()["items"]) == 3
    linked = world.human(f"forms/{made['formId']}/link", spreadsheetId=world.book())
    assert set(linked["entries"]) == {"T1", "T2", "T3"}
    published = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
    forms_api.setPublishSettings(formId=made["formId"], body={"publishSettings": published}).execute()
    name = f"entry.{linked['entries']['T2']}"
    target = linked["responderUri"].replace("viewform", "formResponse")
    requests.post(target, data={name: "Tidak"}, timeout=TIMEOUT)
    assert world.rows(linked["spreadsheetId"], linked["sheetId"])[1][1:] == ["", "Tidak"]


def test_form_that_is_not_shared_is_not_found(form: Filler, forms_api: Any) -> None:
    """A form whose sharing was taken away looks as if it did not exist, while people can still fill it."""
    form.world.human(f"forms/{form.made['formId']}/share", shared=False)
    with pytest.raises(HttpError) as refused:
        forms_api.get(formId=form.made["formId"]).execute()
    assert refused.value.resp.status == 404
    form.sent({})


def test_reset_forgets_all_but_the_key() -> None:
    """A reset forgets spreadsheets, forms, files and tokens; the key stays good."""
    with World() as world:
        book = world.book()
        world.human("forms", title="SKU", spreadsheetId=book, questions=QUESTIONS)
        assert world.call("GET", f"/v4/spreadsheets/{book}").ok
        state = world.google.state()
        assert [len(state[name]) for name in ("spreadsheets", "forms", "files")] == [1, 1, 0]
        world.google.reset()
        assert world.google.state() == {"spreadsheets": [], "forms": [], "files": []}
        assert world.call("GET", f"/v4/spreadsheets/{book}").status_code == 404
