"""The doors to Google against the simulator, with the oracle on the wire between: what goes out, what comes back."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from commands.preparing import prepare
from office.config import Config
from office.doors import Ambiguous, DoorError, Permanent, Refused, Retryable
from office.ledger import register
from office.ledger.connection import Ledger
from office.ledger.register import Entry
from office.problems import Link
from sheets_sync import archive, batch, columns, heartbeat, verification
from sheets_sync.checkup import google_links
from sheets_sync.columns import Column
from sheets_sync.desk import Write
from sheets_sync.discovery import ApiIsOff
from sheets_sync.forms import PAGES, RESPONSES, FormsDoor, Shape
from sheets_sync.google import BUSY_SECONDS, GoogleDoor, Range, Tab
from sheets_sync.heartbeat import Heartbeat
from sheets_sync.setup import lacking, texts_of
from sheets_sync.sharing import SharingDoor
from sheets_sync.summary import CHART_COLUMN
from sheets_sync.summary_charts import CHARTS
from sheets_sync.summary_tab import SummaryTab
from simulator.google.habits import OWNER
from simulator.server import Simulator
from tests.contract.google_oracle import Oracle
from tests.contract.google_world import Watched
from tests.unit.builders import JAKARTA, NAME, NIK, NOON, NOON_SERIAL, PHONE, block, settings
from tests.unit.sheets_sync.paper import PaperDoor

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

FORMULA = '=IMPORTDATA("http://127.0.0.1:9/")'
QUESTIONS = [
    {"title": "Kode Permohonan", "type": "text"},
    {"title": "Nama Lengkap", "type": "text", "required": True},
    {"title": "NIK", "type": "text", "required": True},
    {"title": "Tanggal Lahir", "type": "date"},
    {"title": "Keperluan", "type": "paragraph"},
    {"title": "Nomor/Username Telegram", "type": "text"},
]
SHORT = (0.3, 0.3)
PAGE = "https://script.google.com/macros/s/AKfycbContoh/exec"
SHOWN = dict.fromkeys(Column, "") | {Column.KEY: "SKU-ACDE"}
FIRST_ROW = Range(0, 0, 1)
BATCH_UPDATE, VALUES, FORMS, TOKEN = "/v4/*:batchUpdate", "/v4/*/values:batchGetByDataFilter", "/v1/forms", "/token"


class Wire:
    """The simulator with the oracle before it; `watched.problems` holds what the oracle minds."""

    def __init__(self) -> None:
        self.simulator = Simulator(watch=self._watch)
        self.google, self.faults, self.journal = self.simulator.google, self.simulator.faults, self.simulator.journal
        self.url = self.simulator.url

    def _watch(self, app: WSGIApplication) -> WSGIApplication:
        self.watched = Watched(app, Oracle())
        return self.watched

    def human(self, path: str, **body: Any) -> dict[str, Any]:
        """What a person does at Google by hand."""
        answer = requests.post(f"{self.url}/_sim/google/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def count(self, ending: str) -> int:
        """How many calls there were whose path ends so."""
        return sum(path.endswith(ending) for _, path, _ in self.watched.calls)


class Village:
    """A spreadsheet with one form's tab, shared with the service account whose key is in the file."""

    def __init__(self, wire: Wire, folder: Path) -> None:
        self.wire, self.key = wire, folder / "kunci.json"
        self.key.write_text(requests.get(f"{wire.url}/_sim/google/key", timeout=10).text)
        self.book = wire.human("spreadsheets", title="Layanan Desa")["spreadsheetId"]
        self.form = wire.human("forms", title="SKU", spreadsheetId=self.book, questions=QUESTIONS)
        self.tab: int = self.form["sheetId"]

    def door(self, **more: Any) -> GoogleDoor:
        return GoogleDoor(self.key, self.book, self.wire.url, **more)

    def forms(self, **more: Any) -> FormsDoor:
        return FormsDoor(self.key, self.wire.url, **more)

    def sharing(self, **more: Any) -> SharingDoor:
        return SharingDoor(self.key, self.wire.url, **more)

    def send(self, **changes: str) -> None:
        """Send the form as a citizen does."""
        answers = {"Nama Lengkap": NAME, "NIK": NIK, "Tanggal Lahir": "1990-01-01"} | changes
        fields = {f"entry.{self.form['entries'][title]}": answer for title, answer in answers.items()}
        address = self.form["responderUri"].replace("viewform", "formResponse")
        assert "telah direkam" in requests.post(address, data=fields, timeout=10).text

    def sheet(self, title: str) -> dict[str, Any]:
        """A tab as people see it."""
        view = requests.get(f"{self.wire.url}/_sim/google/spreadsheets/{self.book}", timeout=10).json()
        return next(sheet for sheet in view["sheets"] if sheet["title"] == title)  # type: ignore[no-any-return]

    def seen(self, title: str) -> list[list[dict[str, Any]]]:
        """A tab's cells as people see them."""
        rows: list[list[dict[str, Any]]] = self.sheet(title)["rows"]
        return rows

    def desk_rows(self) -> list[list[Any]]:
        return self.door().read([Range(batch.DESK_TAB)])[0]


@pytest.fixture(scope="module")
def served() -> Iterator[Wire]:
    wire = Wire()
    with wire.simulator:
        yield wire


@pytest.fixture
def wire(served: Wire) -> Iterator[Wire]:
    """Google without anything in it; at the end, nothing was asked or answered that its documents do not know."""
    served.google.reset()
    yield served
    served.faults.clear()
    problems, unknown = list(served.watched.problems), [one for one in served.journal.entries() if one.get("unknown")]
    served.watched.problems.clear()
    served.watched.calls.clear()
    served.journal.clear()
    assert problems == []
    assert unknown == []


@pytest.fixture
def village(wire: Wire, tmp_path: Path) -> Village:
    return Village(wire, tmp_path)


def row(key: str, **changes: str) -> dict[Column, str]:
    """What the desk is to say of a request."""
    script = [column for column in Column if column not in columns.BY_PEOPLE]
    return dict.fromkeys(script, "") | {Column.KEY: key} | {Column[name]: text for name, text in changes.items()}


# --- reading ----------------------------------------------------------------------------------------------------


def test_the_workbook(village: Village) -> None:
    """Its name, zone, locale and tabs by their ids."""
    book = village.door().workbook()
    assert (book.title, book.zone, book.locale) == ("Layanan Desa", "Asia/Jakarta", "in_ID")
    (tab,) = (tab for tab in book.tabs if tab.id == village.tab)
    assert tab == Tab(village.tab, village.form["tabTitle"], tab.rows, tab.columns)
    assert min(tab.rows, tab.columns) > len(QUESTIONS)


def test_what_a_citizen_sent_is_read_as_it_was_sent(village: Village) -> None:
    """Digits that are kept as text stay whole, the date is a serial, the time stamp a fraction of days."""
    door = village.door()
    (head,) = door.read([Range(village.tab, 0, 1)])[0]
    digits = [head.index(title) for title in ("NIK", "Nomor/Username Telegram")]
    door.change(batch.keep_as_text(village.tab, digits))
    village.send(**{"Kode Permohonan": "ACDE", "Nomor/Username Telegram": PHONE, "Keperluan": FORMULA})
    (read,) = door.read([Range(village.tab, 1)])[0]
    assert head == ["Timestamp", *(question["title"] for question in QUESTIONS)]
    assert read[1:] == ["ACDE", NAME, NIK, 32874, FORMULA, PHONE]
    assert isinstance(read[0], float)


def test_digits_that_nobody_kept_come_as_numbers(village: Village) -> None:
    """So the reading side can tell that they may be damaged."""
    village.send(**{"Nomor/Username Telegram": PHONE})
    (read,) = village.door().read([Range(village.tab, 1)])[0]
    assert isinstance(read[3], int | float)
    assert read[6] == 81200001111


def test_many_ranges_are_one_call_and_come_in_order(village: Village, wire: Wire) -> None:
    """Rows and columns are counted from 0, ends excluded; blank ends are left out."""
    door = village.door()
    door.change(batch.new_desk())
    door.change(batch.new_rows([row("SKU-2", NAME="Budi"), row("SKU-1", NAME="Ana")]))
    before = wire.count("values:batchGetByDataFilter")
    grids = door.read(
        [
            Range(batch.DESK_TAB, 1, 3, Column.NAME, Column.SERVICE),
            Range(village.tab),
            Range(batch.DESK_TAB, 2, None, Column.KEY),
            Range(batch.DESK_TAB, 3),
        ]
    )
    assert wire.count("values:batchGetByDataFilter") == before + 1
    assert grids[0] == [["Budi"], ["Ana"]]
    assert grids[1] == [["Timestamp", *(question["title"] for question in QUESTIONS)]]
    assert grids[2] == [["SKU-1"]]
    assert grids[3] == []


def test_grids_that_are_known_by_what_they_hold_cost_half(village: Village, wire: Wire) -> None:
    """Without the ranges in the answer; the same cells, an empty grid among them."""
    village.send()
    door = village.door()
    asked = [Range(village.tab, 1, None, 0, 2), Range(village.tab, 2), Range(village.tab, 0, 1)]
    sizes = []
    for in_order in (False, True):
        before = wire.journal.entries()[-1]["n"]
        assert [len(grid) for grid in door.read(asked, in_order=in_order)] == [1, 0, 1]
        (entry,) = (one for one in wire.journal.entries(before) if one["path"].endswith("batchGetByDataFilter"))
        sizes.append(entry["bytes_out"])
    assert door.read(asked, in_order=True) == door.read(asked)
    assert sizes[1] < sizes[0] - 200


@pytest.mark.parametrize("asked", [Range(999), Range(0, first_row=100_000), Range(0, first_column=500)])
def test_a_range_that_is_not_there_is_for_good(village: Village, asked: Range) -> None:
    """Asking again would not help; somebody must look."""
    with pytest.raises(Permanent) as failed:
        village.door().read([FIRST_ROW, asked])
    assert type(failed.value) is Permanent


def test_what_was_typed_is_in_the_forms_responses(village: Village) -> None:
    """Every digit, whatever became of it in its cell; from a moment on, and by the entries' numbers."""
    village.send(**{"Kode Permohonan": "ACDE", "NIK": "0091160101900017"})
    now = datetime.now(UTC)
    with village.forms(scopes=RESPONSES) as forms:
        (sent,) = forms.responses(village.form["formId"], now - timedelta(minutes=5))
        assert forms.responses(village.form["formId"], now + timedelta(minutes=5)) == []
    entries = village.form["entries"]
    assert (sent[entries["Kode Permohonan"]], sent[entries["NIK"]]) == ("ACDE", "0091160101900017")


@pytest.mark.parametrize("sent", [4, 5])
def test_responses_are_read_page_by_page(village: Village, wire: Wire, sent: int) -> None:
    """All that were sent, each once, whether the last page is full or not."""
    for number in range(sent):
        village.send(**{"Kode Permohonan": f"K{number}"})
    since = datetime.now(UTC) - timedelta(minutes=5)
    with village.forms(scopes=RESPONSES) as forms:
        found = forms.responses(village.form["formId"], since, page=2)
    code = village.form["entries"]["Kode Permohonan"]
    assert [answers[code] for answers in found] == [f"K{number}" for number in range(sent)]
    assert wire.count("/responses") == (sent + 1) // 2


def test_a_page_that_is_lost_loses_the_whole_answer(village: Village, wire: Wire) -> None:
    """Half of the responses would look like all of them."""
    for number in range(3):
        village.send(**{"Kode Permohonan": f"K{number}"})
    wire.faults.arm(FORMS, "500", times=9, skip=1)
    with village.forms(scopes=RESPONSES) as forms:
        since = datetime.now(UTC) - timedelta(minutes=5)
        assert isinstance(trouble(lambda: forms.responses(village.form["formId"], since, page=2)), Retryable)


def test_responses_without_end_are_given_up(village: Village, wire: Wire) -> None:
    """Rather than asked for ever; what was read of them is not used."""
    village.send()
    (one,) = wire.google.form(village.form["formId"]).responses
    wire.google.form(village.form["formId"]).responses = [one] * (PAGES + 1)
    with village.forms(scopes=RESPONSES) as forms:
        since = datetime.now(UTC) - timedelta(minutes=5)
        error = trouble(lambda: forms.responses(village.form["formId"], since, page=1))
    assert sort(error) is Permanent
    assert wire.count("/responses") == PAGES


def test_the_responses_of_a_form_that_is_not_shared(village: Village, wire: Wire) -> None:
    """It is for good: somebody must share it."""
    wire.human(f"forms/{village.form['formId']}/share", shared=False)
    with village.forms(scopes=RESPONSES) as forms, pytest.raises(Permanent):
        forms.responses(village.form["formId"], datetime.now(UTC))


# --- changing ---------------------------------------------------------------------------------------------------


def test_the_desk_as_people_see_it(village: Village) -> None:
    """Headers with notes, and in each new row the dropdown of decisions."""
    door = village.door()
    door.change([*batch.new_desk(), *batch.new_book()])
    door.change(batch.new_rows([row("SKU-1", NAME=NAME, STATUS="Baru")]))
    head, first, *_ = village.seen("Meja")
    assert [cell["value"] for cell in head] == list(columns.HEADERS)
    assert all(cell["note"] for cell in head)
    assert first[Column.DECISION]["options"] == ["Setujui", "Belum Lengkap", "Tolak", "Sudah Diambil", "Cabut"]
    assert [first[column]["value"] for column in (Column.NAME, Column.STATUS, Column.KEY)] == [NAME, "Baru", "SKU-1"]
    assert village.seen("Buku Surat")[0][1]["value"] == "Nomor Surat"


def test_what_citizens_wrote_stays_text(village: Village) -> None:
    """On the desk no answer becomes a formula, a number, a truth or a date; it reads back as it was written."""
    texts = [FORMULA, "=1+1", "+62812", "-", "@x", "'0812", "0812", "1E3", "TRUE", "22/05/2023", "😀", "<b>&"]
    door = village.door()
    door.change([*batch.new_desk(), *batch.new_book()])
    door.change(batch.new_rows([row(f"SKU-{n}", NAME=text, ANSWERS=text) for n, text in enumerate(texts)]))
    door.change(batch.put_right([Write(n, Column.CHECK, "", text) for n, text in enumerate(texts, start=1)]))
    door.change(batch.put_right_in_book({}, [(text,) * 7 for text in texts]))
    read = village.desk_rows()[1:]
    for column in (Column.NAME, Column.ANSWERS, Column.CHECK):
        shown = [cells[column] for cells in village.seen("Meja")[1 : len(texts) + 1]]
        assert [(cell["value"], cell["type"]) for cell in shown] == [(text, "text") for text in texts]
        assert [cells[column] for cells in read] == texts
    assert [cells[0]["value"] for cells in village.seen("Buku Surat")[1 : len(texts) + 1]] == texts


def test_corrections_and_new_rows_in_one_call(village: Village) -> None:
    """Cells are put right where they stood, then the new row pushes them down; people's cells stay theirs."""
    door = village.door()
    door.change([*batch.new_desk(), *batch.new_rows([row("SKU-1", STATUS="Baru", NUMBER="1")])])
    village.wire.human(f"spreadsheets/{village.book}/cells", title="Meja", cell="A2", value="Setujui")
    corrections = [Write(1, Column.STATUS, "SKU-1", "Disetujui"), Write(1, Column.NUMBER, "SKU-1", "")]
    door.change([*batch.put_right(corrections), *batch.new_rows([row("SKU-2", STATUS="Baru")])])
    columns = (Column.DECISION, Column.STATUS, Column.KEY, Column.NUMBER)
    shown = [[cells[column]["value"] for column in columns] for cells in village.seen("Meja")[1:3]]
    assert shown == [["", "Baru", "SKU-2", ""], ["Setujui", "Disetujui", "SKU-1", ""]]


def test_a_change_is_made_whole_or_not_at_all(village: Village) -> None:
    """One bad request in a call leaves nothing of the others."""
    door = village.door()
    door.change(batch.new_desk())
    with pytest.raises(Permanent):
        door.change([*batch.new_rows([row("SKU-1")]), *batch.keep_as_text(999, [1])])
    assert len(village.desk_rows()) == 1


# --- the summary ------------------------------------------------------------------------------------------------


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "buku.db") as opened:
        yield opened


def letter_by_hand(ledger: Ledger, number: int) -> None:
    with ledger.write() as tx:
        register.enter(tx, Entry(f"{number}/2026", "surat", 2026, number, "Camat", "Undangan", "Sekdes"), NOON)


def kept(village: Village, ledger: Ledger, *moments: datetime) -> GoogleDoor:
    """A door through which the summary was kept at these moments, as the loop does it; each is after a sweep."""
    door = village.door()
    door.workbook()
    tab = SummaryTab(door, ledger, Heartbeat(ledger), config(village))
    for moment in moments:
        tab.keep(JAKARTA, moment + door.clock_ahead, sweep=True, restored=False)
    return door


def test_the_summary_as_people_see_it(village: Village, ledger: Ledger) -> None:
    """The heartbeat as a date, figures as numbers, headers with notes, and charts beside them."""
    letter_by_hand(ledger, 1)
    kept(village, ledger, NOON)
    sheet = village.sheet("Ringkasan")
    rows = sheet["rows"]
    assert [(row[0]["value"], row[0]["type"]) for row in rows[:2]] == [
        ("Bot terakhir aktif", "text"),
        ("23/11/2026 12:00", "number"),
    ]
    (november,) = (row for row in rows if row[0]["value"] == "Nov 2026" and row[1]["type"] == "number")
    assert [(cell["value"], cell["type"]) for cell in november[1:5]] == [
        ("0", "number"), ("0", "number"), ("", "empty"), ("1", "number"),
    ]  # fmt: skip
    assert all(cell["note"] for cell in rows[3][:6])
    assert [chart["title"] for chart in sheet["charts"]] == [
        "Permohonan masuk per bulan", "Selesai tepat waktu, per bulan", "Lama menunggu kantor",
    ]  # fmt: skip
    assert {chart["column"] for chart in sheet["charts"]} == {CHART_COLUMN}
    assert (village.wire.google.book(village.book).recalc, sheet["index"]) == ("MINUTE", 1)


@pytest.mark.parametrize(("minutes", "red"), [(0, False), (14, False), (16, True), (60 * 24, True)])
def test_the_heartbeat_turns_red_when_the_program_stands_still(
    village: Village, ledger: Ledger, minutes: int, red: bool
) -> None:
    """After a quarter of an hour."""
    kept(village, ledger, NOON)
    clock, village.wire.google.clock = village.wire.google.clock, lambda: NOON + timedelta(minutes=minutes)
    shown = village.sheet("Ringkasan")["rows"][1][0].get("bg")
    village.wire.google.clock = clock
    assert shown == ("#d9332e" if red else None)


def test_the_summary_is_kept_and_drawn_anew(village: Village, ledger: Ledger) -> None:
    """Cells that people changed, and charts whose numbers have moved since there is a line more."""
    kept(village, ledger, NOON)
    village.wire.human(f"spreadsheets/{village.book}/cells", title="Ringkasan", cell="A4", value="salah")
    letter_by_hand(ledger, 1)
    door = kept(village, ledger, NOON + timedelta(minutes=6))
    rows = door.read([Range(batch.SUMMARY_TAB)])[0]
    assert (rows[1][0], rows[3][0]) == (pytest.approx(NOON_SERIAL + 6 / 1440), "Terbuka Sekarang")
    assert [row[0] for row in rows[4:7]] == ["SKU", "Lainnya", "Jumlah"]
    (tab,) = (tab for tab in door.workbook().tabs if tab.id == batch.SUMMARY_TAB)
    assert tab.charts == CHARTS


def test_what_the_summary_writes_is_what_it_finds(village: Village, ledger: Ledger) -> None:
    """After a sweep nothing is written again but the heartbeat."""
    letter_by_hand(ledger, 1)
    kept(village, ledger, *(NOON + timedelta(minutes=6 * number) for number in range(4)))
    calls = [one for one in village.wire.journal.entries() if one["path"].endswith(":batchUpdate")]
    assert [one["bytes_in"] < 400 for one in calls] == [False, False, True, True, True]


def test_an_older_version_shows_in_the_heartbeat(village: Village, ledger: Ledger) -> None:
    """As Google's version history brings it back; what is there now never does."""
    kept(village, ledger, NOON)
    version = village.wire.human(f"spreadsheets/{village.book}/versions/name", name="pagi")["version"]
    door = kept(village, ledger, NOON + timedelta(minutes=6))
    beat = Heartbeat(ledger)
    assert not beat.was_restored(door.read([heartbeat.CELL])[0])
    village.wire.human(f"spreadsheets/{village.book}/versions/restore", version=version)
    assert beat.was_restored(door.read([heartbeat.CELL])[0])
    kept(village, ledger, NOON + timedelta(minutes=12))
    assert not Heartbeat(ledger).was_restored(door.read([heartbeat.CELL])[0])


def test_the_heartbeat_costs_a_poll_less_than_100_bytes(village: Village, ledger: Ledger) -> None:
    """Of the answer, though its title is read with it; and it is told from a form's row that has only a time."""
    door = kept(village, ledger, NOON)
    village.send()
    asked = [Range(village.tab, 1, None, 0, 2)]
    sizes = []
    for more in ([], [heartbeat.CELL]):
        before = village.wire.journal.entries()[-1]["n"]
        *_, last = door.read([*asked, *more], in_order=True)
        sizes.append(village.wire.journal.entries(before)[-1]["bytes_out"])
        assert (heartbeat.told(last) is None) is not bool(more)
    assert sizes[1] - sizes[0] < 100


# --- what goes wrong --------------------------------------------------------------------------------------------


def trouble(call: Callable[[], object]) -> DoorError:
    with pytest.raises(DoorError) as failed:
        call()
    return failed.value


@pytest.mark.parametrize(
    ("kind", "reading", "changing"),
    [
        ("429", Retryable, Retryable),
        ("500", Retryable, Ambiguous),
        ("503", Retryable, Ambiguous),
        ("502", Retryable, Ambiguous),
        ("401", Refused, Refused),
        ("drop_before", Retryable, Ambiguous),
        ("drop_after", Retryable, Ambiguous),
        ("delay", Retryable, Ambiguous),
    ],
)
def test_each_fault_is_sorted_by_what_is_to_be_done(
    village: Village, kind: str, reading: type[DoorError], changing: type[DoorError]
) -> None:
    """A read is simply tried again; a change whose answer is lost may have happened."""
    door = village.door(timeout=SHORT)
    door.workbook()
    fault, more = ("500", {"status": 503}) if kind == "503" else (kind, {"seconds": 1} if kind == "delay" else {})
    for path, call, expected in (
        (VALUES, lambda: door.read([FIRST_ROW]), reading),
        (BATCH_UPDATE, lambda: door.change(batch.new_desk()), changing),
    ):
        village.wire.faults.arm(path, fault, times=9, **more)  # type: ignore[arg-type] # its settings
        error = trouble(call)
        village.wire.faults.clear()
        assert sort(error) is expected
        if expected is Retryable:
            assert error.after == BUSY_SECONDS  # type: ignore[attr-defined] # a Retryable


def sort(error: DoorError) -> type[DoorError]:
    """What the caller does next."""
    return next(one for one in (Ambiguous, Refused, Retryable, Permanent) if isinstance(error, one))


def test_a_lost_answer_is_no_lost_change(village: Village) -> None:
    """It has happened, and the next look shows it."""
    door = village.door()
    village.wire.faults.arm(BATCH_UPDATE, "drop_after")
    assert isinstance(trouble(lambda: door.change(batch.new_desk())), Ambiguous)
    assert batch.DESK_TAB in {tab.id for tab in door.workbook().tabs}


@pytest.mark.parametrize("kind", ["429", "drop_before", "500"])
def test_a_change_that_did_not_happen_left_nothing(village: Village, kind: str) -> None:
    """It can be made again."""
    door = village.door()
    village.wire.faults.arm(BATCH_UPDATE, kind)
    trouble(lambda: door.change(batch.new_desk()))
    assert batch.DESK_TAB not in {tab.id for tab in door.workbook().tabs}
    door.change(batch.new_desk())


def test_a_token_that_has_run_out_is_renewed(village: Village, wire: Wire) -> None:
    """Nobody notices."""
    door = village.door()
    door.workbook()
    wire.faults.arm("/v4", "401")
    assert door.read([FIRST_ROW]) == [[]]
    assert sum(entry["path"] == TOKEN for entry in wire.journal.entries()) == 2


def calls(door: GoogleDoor) -> Mapping[str, Callable[[], object]]:
    return {
        "workbook": door.workbook,
        "read": lambda: door.read([FIRST_ROW]),
        "change": lambda: door.change(batch.new_desk()),
    }


@pytest.mark.parametrize("name", ["workbook", "read", "change"])
def test_a_spreadsheet_that_is_not_shared_is_refused(village: Village, name: str) -> None:
    """Google says 404 as if it were not there; the words say what to look for."""
    village.wire.human(f"spreadsheets/{village.book}/share", shared=False)
    error = trouble(calls(village.door())[name])
    assert isinstance(error, Refused)
    assert "not shared with the service account" in str(error)


@pytest.mark.parametrize("name", ["workbook", "read", "change"])
def test_without_a_token_nothing_was_sent(village: Village, name: str) -> None:
    """So even a change is simply tried again later."""
    village.wire.faults.arm(TOKEN, "drop_before")
    assert sort(trouble(calls(village.door())[name])) is Retryable
    calls(village.door())[name]()


def test_a_key_that_google_does_not_know_is_refused(village: Village) -> None:
    """Revoked, or of another project."""
    key = json.loads(village.key.read_text())
    village.key.write_text(json.dumps(key | {"client_email": "orang@lain.example"}))
    assert isinstance(trouble(village.door().workbook), Refused)


def test_nobody_at_home(village: Village) -> None:
    """The internet is away: try again, whatever was asked."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    key = json.loads(village.key.read_text()) | {"token_uri": f"http://127.0.0.1:{port}/token"}
    village.key.write_text(json.dumps(key))
    door = GoogleDoor(village.key, village.book, f"http://127.0.0.1:{port}")
    for call in calls(door).values():
        assert isinstance(trouble(call), Retryable)


KEYS = [None, "", "{", "[]", '"RAHASIA"', "{}", '{"type": "service_account", "private_key": "RAHASIA"}', "\xff"]


@pytest.mark.parametrize("content", KEYS)
@pytest.mark.parametrize(
    "opened", [lambda key: GoogleDoor(key, "book"), FormsDoor, SharingDoor], ids=["sheets", "forms", "sharing"]
)
def test_an_unreadable_key_is_refused(tmp_path: Path, content: str | None, opened: Callable[[Path], object]) -> None:
    """At once, before anything is asked, and without a word of the key."""
    path = tmp_path / "kunci.json"
    if content is not None:
        path.write_bytes(content.encode("latin-1"))
    error = trouble(lambda: opened(path))
    assert isinstance(error, Refused)
    assert "RAHASIA" not in str(error)
    assert error.__cause__ is None
    assert error.__suppress_context__


@pytest.mark.parametrize("minutes", [-10, 0, 10])
def test_our_clock_is_compared_with_googles(village: Village, minutes: int) -> None:
    """By the Date of each answer, an error's answer too."""
    door = village.door(now=lambda: datetime.now(UTC) + timedelta(minutes=minutes))
    door.read([FIRST_ROW])
    assert abs(door.clock_ahead - timedelta(minutes=minutes)) < timedelta(seconds=5)


# --- where it goes ----------------------------------------------------------------------------------------------


class Watch:
    """Hears of every name that this process looks up and every address that it connects to, whatever library asks."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.listening = False
        sys.addaudithook(self._hear)  # cannot be taken off again, only be told not to listen

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.listening and event == "socket.getaddrinfo":
            self.hosts.append(str(arguments[0]))
        if self.listening and event == "socket.connect":
            self.hosts.append(str(arguments[1][0]))


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    watch.listening = True
    yield watch
    watch.listening = False


def test_no_other_host_is_spoken_to(village: Village, watch: Watch) -> None:
    """Neither by us nor by what the libraries ask beside it in threads of their own."""
    socket.getaddrinfo("localhost", 80)  # so that we know that the watch hears
    door = village.door()
    for call in calls(door).values():
        call()
    with village.forms() as forms:
        forms.shape(village.form["formId"])
    with village.sharing() as sharing:
        sharing.access(village.book)
    for thread in threading.enumerate():
        if "RegionalAccessBoundary" in type(thread).__name__:
            thread.join(10)
    assert set(watch.hosts) == {"localhost", "127.0.0.1"}


# --- forms ------------------------------------------------------------------------------------------------------


def test_the_shape_of_a_form(village: Village) -> None:
    """Each question's number as a pre-filled link needs it, and where the answers go."""
    with village.forms() as forms:
        assert forms.shape(village.form["formId"]) == Shape(village.form["entries"], village.book)
        village.wire.human(f"forms/{village.form['formId']}/unlink")
        assert forms.shape(village.form["formId"]).spreadsheet is None


def test_a_form_that_is_not_shared_is_for_good(village: Village) -> None:
    """Somebody must share it."""
    village.wire.human(f"forms/{village.form['formId']}/share", shared=False)
    with village.forms() as forms:
        assert isinstance(trouble(lambda: forms.shape(village.form["formId"])), Permanent)


@pytest.mark.parametrize("kind", ["429", "500", "502", "504", "drop_before", "drop_after", "delay"])
def test_a_busy_google_is_asked_again(village: Village, kind: str) -> None:
    """Nothing is changed by asking, so every lost answer is only lost."""
    fault, more = ("500", {"status": 504}) if kind == "504" else (kind, {"seconds": 1} if kind == "delay" else {})
    with village.forms(timeout=0.3) as forms:
        forms.shape(village.form["formId"])
        village.wire.faults.arm(FORMS, fault, times=9, **more)  # type: ignore[arg-type] # its settings
        assert isinstance(trouble(lambda: forms.shape(village.form["formId"])), Retryable)


def test_a_refused_key_at_the_forms(village: Village) -> None:
    """As at the spreadsheet."""
    key = json.loads(village.key.read_text())
    village.key.write_text(json.dumps(key | {"client_email": "orang@lain.example"}))
    with village.forms() as forms:
        assert isinstance(trouble(lambda: forms.shape(village.form["formId"])), Refused)


# --- who has access ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("link", ["private", "reader", "writer"])
def test_what_anyone_with_the_link_may_do(village: Village, link: str) -> None:
    """Nothing, look, or change."""
    village.wire.human(f"spreadsheets/{village.book}/share", link=link)
    with village.sharing() as sharing:
        assert sharing.access(village.book).anyone == (None if link == "private" else link)


@pytest.mark.parametrize(("kind", "expected"), [("429", Retryable), ("502", Retryable), ("drop_before", Retryable)])
def test_a_busy_drive_is_asked_again(village: Village, kind: str, expected: type[DoorError]) -> None:
    """As the forms are."""
    village.wire.faults.arm("/drive", kind, times=9)
    with village.sharing() as sharing:
        assert sort(trouble(lambda: sharing.access(village.book))) is expected


def test_what_drive_does_not_tell_is_for_good(village: Village) -> None:
    """Somebody must enable the API, or let editors see who has access; each is told from the other."""
    with village.sharing() as sharing:
        village.wire.human(f"spreadsheets/{village.book}/share", editorsShare=False)
        assert type(trouble(lambda: sharing.access(village.book))) is Permanent
        assert type(trouble(lambda: sharing.access("nowhere"))) is Permanent
        village.wire.human("apis", drive=False)
        assert type(trouble(lambda: sharing.access(village.book))) is ApiIsOff


# --- what `check` says ------------------------------------------------------------------------------------------


def config(village: Village, *, page: bool = False, editors: Sequence[str] = (), **changes: Any) -> Config:
    form = {"url": village.form["responderUri"], "tab": village.tab, "form_id": village.form["formId"]}
    questions = [{"judul": "Nama Lengkap"}, {"judul": "NIK", "jenis": "nik"}, {"judul": "Tanggal Lahir"}]
    sku = block("SKU", key="sku", pertanyaan=[*questions, {"judul": "Keperluan"}])
    sku["form"] = form | {"entri": village.form["entries"]} | changes
    google = {"api_url": village.wire.url, "spreadsheet": village.book, "halaman_verifikasi": page}
    google |= {"penyunting": [*editors], "alamat_halaman": PAGE if page else None}
    return Config.model_validate(settings(layanan={"sku": sku}, google=google))


def said(village: Village, **changes: Any) -> list[str]:
    return [str(problem) for link in links(village, **changes) for problem in link.problems]


def links(village: Village, **changes: Any) -> list[Link]:
    return list(google_links(config(village, **changes), village.key, 2026))


def test_nothing_to_mend(village: Village) -> None:
    """Spreadsheet, tab and form are as they were noted down."""
    assert said(village) == [
        f"google.spreadsheet: tab {title} belum ada. Jalankan: scheduler.py setup"
        for title in ("Meja", "Buku Surat", "Arsip 2026", "Ringkasan")
    ]
    prepare(village.door(), config(village), NOON)
    assert said(village) == []
    assert prepare(village.door(), config(village), NOON) == []


def test_a_column_that_is_gone_is_named(village: Village) -> None:
    """The village head cannot decide before it is back; `setup` brings it."""
    prepare(village.door(), config(village), NOON)
    village.door().change([batch.cells(batch.DESK_TAB, 0, Column.DECISION, [["Putusan"]])])
    assert said(village) == [
        "google.spreadsheet: kolom `Keputusan` tidak ada di tab Meja. Jalankan: scheduler.py setup"
    ]
    assert prepare(village.door(), config(village), NOON) == ["Kolom `Keputusan` dibuat lagi di ujung kanan tab Meja"]
    assert said(village) == []


def test_a_column_that_came_back_is_as_it_was(village: Village) -> None:
    """Hidden where people have nothing to see in it, protected where they have nothing to write."""
    prepare(village.door(), config(village), NOON)
    village.wire.human(f"spreadsheets/{village.book}/columns/delete", title="Meja", column=Column.CHAT)
    assert prepare(village.door(), config(village), NOON) == [
        "Kolom `Obrolan` dibuat lagi di ujung kanan tab Meja",
        "Kolom `Obrolan` di tab Meja dilindungi lagi",
    ]
    assert [column["hidden"] for column in village.sheet("Meja")["columns"]][-2:] == [True, True]
    assert said(village) == []


def test_what_was_taken_off_the_desk_is_told_and_brought_back(village: Village) -> None:
    """The dropdown has to be mended; protection is advice, unless the village names who may edit."""
    prepare(village.door(), config(village), NOON)
    village.door().change(batch.new_rows([SHOWN]))
    prepare(village.door(), config(village), NOON)
    (desk,) = (tab for tab in village.door().workbook().tabs if tab.id == batch.DESK_TAB)
    bare = [{"deleteProtectedRange": {"protectedRangeId": one.id}} for one in desk.protections]
    plain = {"sheetId": batch.DESK_TAB, "startColumnIndex": 0, "endColumnIndex": 1}
    village.door().change([*bare, {"setDataValidation": {"range": plain}}])
    lost = "google.spreadsheet: 1 baris tab Meja tidak punya pilihan di kolom `Keputusan`. Jalankan: scheduler.py setup"
    assert said(village)[0] == lost
    assert [what.partition(" tidak dilindungi lagi")[0] for what in said(village)[1:]] == [
        "google.spreadsheet: baris judul tab Meja",
        "google.spreadsheet: kolom "
        + ", ".join(f"`{columns.LOOKS[column].title}`" for column in columns.BY_SCRIPT)
        + " di tab Meja",
    ]
    assert [problem.advice for link in links(village) for problem in link.problems] == [False, True, True]
    assert len(prepare(village.door(), config(village), NOON)) == 3
    assert said(village) == []
    assert prepare(village.door(), config(village), NOON) == []


def test_what_was_protected_with_a_warning_is_locked_for_the_named(village: Village) -> None:
    """`check` is red until `setup` has done so."""
    prepare(village.door(), config(village), NOON)
    named = config(village, editors=["kades@contoh.id"])
    wrong = [str(problem) for link in google_links(named, village.key, 2026) for problem in link.problems]
    assert wrong[0] == (
        "google.spreadsheet: yang boleh mengubah bagian program di tab Meja belum sama dengan google.penyunting. "
        "Jalankan: scheduler.py setup"
    )
    assert len(prepare(village.door(), named, NOON)) == len(wrong) == 4
    assert all(link.problems == () for link in google_links(named, village.key, 2026))
    more = config(village, editors=["Kades@Contoh.id", "sekdes@contoh.id"])
    assert len(prepare(village.door(), more, NOON)) == 4
    assert prepare(village.door(), more, NOON) == []
    assert len(prepare(village.door(), named, NOON)) == 4
    assert {who for tab in village.door().workbook().tabs for one in tab.protections for who in one.editors} == {
        OWNER,
        village.door().account,
        "kades@contoh.id",
    }


def test_a_page_whose_address_is_not_known_is_advice(village: Village) -> None:
    """Letters are checked by the bot meanwhile."""
    named = config(village, page=True)
    prepare(village.door(), named, NOON)
    nameless = named.model_copy(update={"google": named.google.model_copy(update={"page_address": None})})
    (problem,) = (problem for link in google_links(nameless, village.key, 2026) for problem in link.problems)
    assert (problem.where, problem.advice) == ("google.alamat_halaman", True)


def test_the_tab_that_the_page_reads_grows_with_the_register(village: Village) -> None:
    """It takes more lines than it was made with, is asked for only where the village wants it, and not forgotten."""
    prepare(village.door(), config(village), NOON)
    on = config(village, page=True)
    assert list(lacking(village.door().workbook(), on, 2026)) == ["Verifikasi"]
    prepare(village.door(), on, NOON)
    assert all(link.problems == () for link in google_links(on, village.key, 2026))
    lines = [verification.HEADERS, *(("ACDE", str(number), "", "2026-11-23", NAME, "", "") for number in range(300))]
    held = [Range(verification.VERIFICATION_TAB)]
    for wanted in (lines[:250], lines, lines[:2]):
        village.door().change(verification.corrections(village.door().read(held)[0], wanted))
        assert verification.corrections(village.door().read(held)[0], wanted) == []
    assert said(village) == [
        "google.halaman_verifikasi: dimatikan, tetapi tab Verifikasi masih ada dan tidak diperbarui lagi. Hapus tab itu"
    ]


def test_what_is_to_be_mended_at_google(village: Village) -> None:
    """Each with its place and the mend, all at once."""
    prepare(village.door(), config(village), NOON)
    wrong = village.form["entries"] | {"NIK": 5}
    village.wire.human(f"forms/{village.form['formId']}/questions/delete", title="Keperluan")
    assert said(village, tab=999, entri=wrong) == [
        "layanan.sku: tab formulirnya tidak ada lagi di spreadsheet; hubungkan lagi",
        "layanan.sku: pertanyaan ini tidak ada di formulir: Keperluan",
        "layanan.sku: nomor isian berubah, perbarui berkas formulir: NIK",
    ]


def test_what_is_not_shared_is_named_with_the_account(village: Village) -> None:
    """The operator knows whom to share it with."""
    account = village.door().account
    village.wire.human(f"spreadsheets/{village.book}/share", shared=False)
    village.wire.human(f"forms/{village.form['formId']}/share", shared=False)
    spreadsheet, form = said(village)
    assert spreadsheet.startswith("google.spreadsheet: tidak bisa dibuka")
    assert spreadsheet.endswith(f"Bagikan spreadsheet kepada {account} sebagai Editor")
    assert form.endswith(f"Bagikan formulir kepada {account}")


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("reader", "siapa pun yang punya tautannya bisa membuka spreadsheet ini dan membaca data warga."),
        ("writer", "siapa pun yang punya tautannya bisa membuka dan mengubah spreadsheet ini."),
    ],
)
def test_a_spreadsheet_that_is_open_to_anyone_is_told(village: Village, link: str, told: str) -> None:
    """With the mend; once it is restricted, nothing is said."""
    prepare(village.door(), config(village), NOON)
    village.wire.human(f"spreadsheets/{village.book}/share", link=link)
    assert said(village) == [f"google.spreadsheet: {told} Ubah: Bagikan > Akses umum > Dibatasi"]
    village.wire.human(f"spreadsheets/{village.book}/share", link="private")
    assert said(village) == []


def test_a_form_may_be_filled_by_anyone_but_not_changed(village: Village) -> None:
    """Who may change it may read what all citizens answered."""
    prepare(village.door(), config(village), NOON)
    village.wire.human(f"forms/{village.form['formId']}/share", link="reader")
    assert said(village) == []
    village.wire.human(f"forms/{village.form['formId']}/share", link="writer")
    (told,) = said(village)
    assert told.startswith("layanan.sku: siapa pun yang punya tautan editornya bisa mengubah formulir ini")


def test_answers_that_go_elsewhere_are_told_with_who_may_read_them(village: Village) -> None:
    """A form that was linked to another spreadsheet, which lies open, or to none."""
    prepare(village.door(), config(village), NOON)
    other = village.wire.human("spreadsheets", title="Lama")["spreadsheetId"]
    form = f"forms/{village.form['formId']}"
    village.wire.human(f"{form}/unlink")
    (told,) = said(village)
    assert told.startswith("layanan.sku: jawaban formulirnya tidak masuk ke spreadsheet mana pun.")
    village.wire.human(f"{form}/link", spreadsheetId=other)
    village.wire.human(f"spreadsheets/{other}/share", link="reader")
    astray, opened = said(village)
    assert astray.startswith("layanan.sku: jawaban formulirnya masuk ke spreadsheet lain.")
    assert opened.startswith("layanan.sku: siapa pun yang punya tautannya bisa membuka spreadsheet ini")
    village.wire.human(f"spreadsheets/{other}/share", shared=False, link="private")
    _, unseen = said(village)
    assert unseen.startswith("google: siapa yang bisa membuka spreadsheet jawaban sku belum bisa diperiksa.")


def test_access_that_cannot_be_seen_is_never_silently_fine(village: Village) -> None:
    """One line for all files, with the account and the switch."""
    prepare(village.door(), config(village), NOON)
    village.wire.human(f"spreadsheets/{village.book}/share", link="reader", editorsShare=False)
    village.wire.human(f"forms/{village.form['formId']}/share", editorsShare=False)
    (told,) = said(village)
    assert told.startswith("google: siapa yang bisa membuka spreadsheet, formulir sku belum bisa diperiksa. ")
    assert f"Jadikan {village.door().account} Editor" in told
    assert told.endswith("Editor dapat mengubah izin dan membagikan")


@pytest.mark.parametrize(("api", "name"), [("drive", "Drive"), ("forms", "Forms")])
def test_an_api_that_nobody_enabled_is_told_once(village: Village, api: str, name: str) -> None:
    """With where to enable it; nobody is asked to share what is shared already."""
    prepare(village.door(), config(village), NOON)
    village.wire.human("apis", **{api: False})
    (told,) = said(village)
    assert told.startswith("google: ")
    assert f"Google {name} API belum aktif untuk proyek kunci ini. Buka console.cloud.google.com" in told
    assert "Bagikan" not in told


@pytest.mark.parametrize("path", ["/v4", FORMS, "/drive"])
def test_google_out_of_reach_is_told_once(village: Village, path: str) -> None:
    """And nobody is asked to share what may be shared already."""
    prepare(village.door(), config(village), NOON)
    village.wire.faults.arm(path, "500", times=9)
    (told,) = said(village)
    assert told.startswith("google: belum terjangkau")
    assert "Bagikan" not in told


# --- the door on paper ------------------------------------------------------------------------------------------


@pytest.fixture(params=["google", "paper"])
def either(request: pytest.FixtureRequest, village: Village) -> GoogleDoor | PaperDoor:
    """The real door, and the one on paper that unit tests use in its place."""
    return PaperDoor({0: []}) if request.param == "paper" else village.door()


def test_both_doors_make_the_same_desk(either: GoogleDoor) -> None:
    """Read back after every kind of change that we make, cell by cell."""
    either.change([*batch.keep_as_text(0, [3]), *batch.new_desk(), *batch.new_book()])
    either.change(batch.new_rows([row("SKU-2", NAME="Budi"), row("SKU-1", NAME="Ana", STATUS="Baru")]))
    moved = batch.put_right([Write(2, Column.STATUS, "SKU-1", ""), Write(1, Column.NEWS, "SKU-2", "Diterima")])
    either.change([*moved, *batch.new_rows([row("SKU-3")])])
    either.change(batch.put_right_in_book({}, [("1", "517/001"), ("2", "517/002")]))
    either.change(batch.put_right_in_book({1: ("1", "517/001", "x")}, [("3", "517/003")]))
    grids = either.read(
        [
            Range(batch.DESK_TAB),
            Range(batch.DESK_TAB, 1, None, Column.KEY, Column.NUMBER),
            Range(batch.DESK_TAB, 1, 3, 0, 3),
            Range(batch.BOOK_TAB, 1),
            Range(0),
        ]
    )
    blank = [""] * Column.KEY
    second = ["", "", "Budi", *[""] * 8, "SKU-2", "", "Diterima"]
    first = ["", "", "Ana", *[""] * 8, "SKU-1"]
    assert grids[0] == [list(columns.HEADERS), [*blank, "SKU-3"], second, first]
    assert grids[1] == [["SKU-3"], ["SKU-2"], ["SKU-1"]]
    assert grids[2] == [[], ["", "", "Budi"]]
    assert grids[3] == [["1", "517/001", "x"], ["2", "517/002"], ["3", "517/003"]]
    assert grids[4] == []
    assert {tab.id for tab in either.workbook().tabs} >= {0, batch.DESK_TAB, batch.BOOK_TAB}


def test_both_doors_refuse_a_tab_that_is_not_there(either: GoogleDoor) -> None:
    """For good, and with nothing else that was asked."""
    with pytest.raises(Permanent):
        either.read([Range(0), Range(999)])


def test_both_doors_move_a_row_into_the_archive(either: GoogleDoor) -> None:
    """With what people wrote beside it and in a column of their own; the row is gone from the desk."""
    tab = batch.archive_tab(2026)
    either.change([*batch.new_desk(), *batch.new_archive(tab, "Arsip 2026")])
    either.change([{"appendDimension": {"sheetId": batch.DESK_TAB, "dimension": "COLUMNS", "length": 1}}])
    either.change(batch.new_rows([row("SKU-2", NAME="Budi"), row("SKU-1", NAME="Ana")]))
    width = len(columns.HEADERS)
    either.change([
        batch.cells(batch.DESK_TAB, 0, width, [["Paraf"]]),
        batch.cells(batch.DESK_TAB, 2, width, [["AC"]]),
        batch.cells(batch.DESK_TAB, 2, Column.REMARKS, [["ditelepon"]]),
    ])  # fmt: skip
    heads = [texts_of(grid) for grid in either.read([Range(batch.DESK_TAB, 0, 1), Range(tab, 0, 1)])]
    either.change(archive.moves([2], tab, archive.match(*heads), width))
    desk, kept = either.read([Range(batch.DESK_TAB), Range(tab)])
    assert [line[Column.KEY] for line in desk[1:]] == ["SKU-2"]
    assert kept[0] == [*columns.HEADERS, "Paraf"]
    (line,) = kept[1:]
    assert (line[Column.NAME], line[Column.KEY], line[Column.REMARKS], line[width]) == (
        "Ana", "SKU-1", "ditelepon", "AC",
    )  # fmt: skip
    either.change(archive.brings_back([1], tab, archive.match(heads[0], kept[0])))  # type: ignore[arg-type] # texts
    desk, kept = either.read([Range(batch.DESK_TAB), Range(tab)])
    assert [line[Column.KEY] for line in desk[1:]] == ["SKU-1", "SKU-2"]
    assert (desk[1][width], len(kept)) == ("AC", 1)
