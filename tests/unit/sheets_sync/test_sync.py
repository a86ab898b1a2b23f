"""The loop between spreadsheet and ledger, over a spreadsheet on paper."""

from copy import deepcopy
from datetime import timedelta

import pytest
from sqlalchemy import text

from office.cases import Decision, Status
from office.doors import Ambiguous, Permanent, Refused, Retryable
from office.ledger import findings
from office.ledger.connection import Ledger
from office.services import Limit
from sheets_sync import columns
from sheets_sync.batch import BOOK_TAB, DESK_TAB, SUMMARY_TAB, archive_tab
from sheets_sync.columns import Column
from sheets_sync.google import Cell
from tests.unit.builders import CHAT, NAME, NIK, NOON, PHONE, SKTM_TAB, SKU, SKU_TAB, STAFF
from tests.unit.sheets_sync.hall import SETTLE, Hall

ARCHIVE = archive_tab(2026)
APPROVE, INCOMPLETE, REJECT = Decision.APPROVE, Decision.INCOMPLETE, Decision.REJECT


def alerts(hall: Hall) -> list[tuple[str, str]]:
    return [(params["alert"], params["about"]) for kind, params in hall.told(STAFF) if kind == "staff_alert"]


def desk_writes(hall: Hall) -> int:
    return sum(str(DESK_TAB) in str(changes) for changes in hall.door.changes)


# --- set-up -----------------------------------------------------------------------------------------------------


def test_the_first_poll_makes_the_desk_and_keeps_digits(hall: Hall) -> None:
    """In one call: before anybody can send a form the digit columns are text."""
    hall.poll()
    assert hall.door.tabs[DESK_TAB][0] == list(columns.HEADERS)
    changes, *_summary = hall.door.changes
    kept = [(c["repeatCell"]["range"]["sheetId"], c["repeatCell"]["range"]["startColumnIndex"]) for c in changes[:4]]
    assert kept == [(tab, column) for tab in (SKU_TAB, SKTM_TAB) for column in (3, 7)]


def test_a_desk_that_is_there_is_left_as_it_is(hall: Hall) -> None:
    """A restart makes nothing anew."""
    hall.poll()
    hall.start()
    hall.poll()
    made = [change for changes in hall.door.changes for change in changes if "addSheet" in change]
    ids = [change["addSheet"]["properties"]["sheetId"] for change in made]
    assert ids == [DESK_TAB, BOOK_TAB, ARCHIVE, SUMMARY_TAB]


def test_a_lost_answer_to_making_the_desk_makes_no_second(hall: Hall) -> None:
    """The next round looks first."""
    hall.door.troubles["change after"] = [Ambiguous("lost")]
    with pytest.raises(Ambiguous):
        hall.poll()
    hall.poll()
    assert sum("addSheet" in change and change["addSheet"]["properties"]["sheetId"] == DESK_TAB
               for changes in hall.door.changes for change in changes) == 1  # fmt: skip


def test_rows_from_before_the_set_up_are_history(hall: Hall) -> None:
    """By Google's clock, which wrote them: a laptop that is ahead loses nobody's request."""
    hall.now = NOON - timedelta(minutes=2)
    hall.send(changes={"Nama Lengkap": "Lama"})
    hall.door.clock_ahead = timedelta(minutes=30)
    hall.now = NOON + timedelta(minutes=30)
    hall.poll(0)
    hall.now = NOON + timedelta(minutes=1)
    hall.send(changes={"Nama Lengkap": "Baru"})
    hall.now = NOON + timedelta(minutes=32)
    hall.poll()
    assert [mine.name for mine in hall.dossiers()] == ["Baru"]


@pytest.mark.parametrize("zone", ["GMT+07:00", "", "Asia"])
def test_a_time_zone_of_googles_own_is_the_villages(hall: Hall, zone: str) -> None:
    """A spreadsheet may have one that has no name."""
    hall.door.zone = zone
    hall.arrive()
    assert hall.dossiers()[0].serial > 0


def test_a_question_that_was_added_is_kept_as_text_too(hall: Hall) -> None:
    """From the moment that its column is seen; nothing is formatted twice."""
    hall.arrive()
    hall.door.tabs[SKU_TAB][0] = [*hall.door.tabs[SKU_TAB][0][:3], "Dukuh", *hall.door.tabs[SKU_TAB][0][3:]]
    for row in hall.door.tabs[SKU_TAB][1:]:
        row.insert(3, "")
    before = len(hall.door.changes)
    hall.send()
    hall.poll()
    kept = [c["repeatCell"]["range"]["startColumnIndex"] for c in hall.door.changes[before] if "repeatCell" in c]
    assert kept == [4, 8]
    hall.poll(601)
    assert not any("repeatCell" in change for changes in hall.door.changes[before + 1 :] for change in changes)


# --- a request's way --------------------------------------------------------------------------------------------


def test_a_request_from_code_to_letter(hall: Hall) -> None:
    """It stands on the desk, is approved, numbered, delivered; each step shows in the next read."""
    key = hall.arrive()
    assert hall.shown(key, Column.NAME) == NAME
    hall.deliver_all()
    hall.poll()
    hall.pick(key, APPROVE)
    hall.settle()
    assert hall.dossier(key).status is Status.APPROVED
    number = hall.print_next()
    hall.deliver_all()
    hall.poll()
    assert [hall.shown(key, column) for column in (Column.STATUS, Column.NUMBER)] == ["Selesai", number]
    assert str(hall.shown(key, Column.NEWS)).startswith("Surat dikirim ")
    assert [kind for kind, _ in hall.told(CHAT)] == ["receipt", "letter"]


def test_a_pick_needs_two_reads_that_are_far_enough_apart(hall: Hall) -> None:
    """One read, and a second one too soon, are not enough."""
    key = hall.arrive()
    hall.pick(key, APPROVE)
    for seconds, status in ((10, Status.NEW), (10, Status.NEW), (21, Status.APPROVED)):
        hall.poll(seconds)
        assert hall.dossier(key).status is status


def test_newest_requests_stand_on_top(hall: Hall) -> None:
    """Also when two arrive in one read."""
    first = hall.arrive()
    for name in ("Budi", "Tuti"):
        hall.send(changes={"Nama Lengkap": name})
    hall.poll()
    assert hall.door.column(DESK_TAB, Column.NAME) == ["Tuti", "Budi", NAME]
    assert hall.row(first) == 3


def test_a_correction_replaces_the_row_before(hall: Hall) -> None:
    """The old row says so, and a decision on it counts no more."""
    key = hall.arrive()
    hall.pick(key, INCOMPLETE, "foto buram")
    hall.settle()
    code = hall.told(CHAT)[-1][1]["link"].partition("entry.1=")[2][:12]
    hall.send(code, {"Keperluan": "Kredit"})
    hall.poll()
    hall.pick(key, APPROVE)
    hall.settle()
    hall.poll()
    assert hall.shown(key, Column.STATUS) == "Digantikan"
    assert "Putuskan pada baris yang terbaru" in str(hall.shown(key, Column.CHECK))
    assert hall.shown(f"{key}-2", Column.CHECK) == "Perbaikan. Yang berubah: Keperluan."
    assert hall.print_next() is None


def test_a_case_without_a_chat_goes_all_the_way(hall: Hall) -> None:
    """Approved, numbered, printed; nobody is told, and the desk says whom to phone."""
    hall.poll()
    hall.send()
    hall.poll()
    (mine,) = hall.dossiers()
    hall.pick(mine.key, APPROVE)
    hall.settle()
    assert hall.print_next()
    hall.poll()
    assert hall.shown(mine.key, Column.STATUS) == "Siap Diambil"
    assert hall.shown(mine.key, Column.NEWS) == f"Belum dikabari - hubungi {PHONE}"
    assert hall.told() == []


def test_other_workers_are_woken_when_there_is_something(hall: Hall) -> None:
    """And left to sleep when not."""
    hall.poll()
    assert hall.woken == 0
    hall.arrive()
    assert hall.woken == 1
    hall.poll()
    assert hall.woken == 1


def test_a_restart_loses_nothing_and_lets_picks_stand_anew(hall: Hall) -> None:
    """What was recorded stays; what stood only in memory begins again."""
    key = hall.arrive()
    hall.pick(key, APPROVE)
    hall.poll()
    hall.start()
    hall.poll(60)
    assert hall.dossier(key).status is Status.NEW
    hall.poll(31)
    assert hall.dossier(key).status is Status.APPROVED
    assert len(hall.dossiers()) == 1


def test_a_second_request_of_the_same_nik_points_to_the_first(hall: Hall) -> None:
    """From whichever chat it comes; only the newer one is marked."""
    first, second = hall.arrive(), hall.arrive({"Keperluan": "Kredit"}, CHAT + 1)
    assert hall.shown(second, Column.CHECK) == f"NIK ini masih punya permohonan {first} yang belum selesai."
    assert hall.shown(first, Column.CHECK) == ""


def test_a_nik_gets_no_more_letters_than_the_village_gives(ledger: Ledger) -> None:
    """The approval waits, and says for which letters; when one is withdrawn, it counts."""
    hall = Hall(ledger)
    sku = hall.config.services["sku"]
    letter = sku.letter.model_copy(update={"limit": Limit(letters=1, days=30)})
    services = hall.config.services | {"sku": sku.model_copy(update={"letter": letter})}
    hall.config = hall.config.model_copy(update={"services": services})
    hall.start()
    first, second = hall.arrive(), hall.arrive({"Keperluan": "Kredit"}, CHAT + 1)
    for key in (first, second):
        hall.pick(key, APPROVE)
    hall.settle()
    hall.poll()
    statuses = {hall.dossier(key).status: key for key in (first, second)}
    assert statuses.keys() == {Status.APPROVED, Status.NEW}
    given, waiting = statuses[Status.APPROVED], statuses[Status.NEW]
    assert f"sebanyak batas layanan ini, yaitu {given}." in str(hall.shown(waiting, Column.CHECK))
    number = hall.print_next()
    hall.deliver_all()
    hall.poll()
    hall.poll()
    assert f"sebanyak batas layanan ini, yaitu {number}." in str(hall.shown(waiting, Column.CHECK))
    hall.pick(given, Decision.WITHDRAW, "salah nama")
    for _ in range(3):
        hall.settle()
    assert [hall.dossier(key).status for key in (given, waiting)] == [Status.WITHDRAWN, Status.APPROVED]


# --- what is never completed ------------------------------------------------------------------------------------


def incomplete(hall: Hall) -> str:
    """A request that waits for its citizen, told so; its key."""
    key = hall.arrive()
    hall.pick(key, INCOMPLETE, "foto buram")
    hall.settle()
    hall.deliver_all()
    hall.poll()
    return key


FORTNIGHT = 14 * 86_400.0


def test_what_is_never_completed_expires(hall: Hall) -> None:
    """After the village's days it is closed, the citizen is told, and the desk says so; no read is made for it."""
    key = incomplete(hall)
    hall.poll(FORTNIGHT - 100)
    assert hall.dossier(key).status is Status.INCOMPLETE
    asked = len(hall.door.asked)
    hall.poll(100)
    expired, asked = len(hall.door.asked) - asked, len(hall.door.asked)
    hall.deliver_all()
    hall.poll()
    assert hall.shown(key, Column.STATUS) == "Kedaluwarsa"
    assert str(hall.shown(key, Column.NEWS)).startswith("Ditutup karena belum dilengkapi 07/12/2026")
    assert hall.shown(key, Column.CHECK) == ""
    assert [kind for kind, _ in hall.told(CHAT)] == ["receipt", "incomplete", "expired"]
    assert expired == len(hall.door.asked) - asked


def test_a_correction_after_the_expiry_is_answered(hall: Hall) -> None:
    """It is not used and not swallowed: it stands on the desk, and the citizen is told to ask anew."""
    key = incomplete(hall)
    code = hall.told(CHAT)[-1][1]["link"].partition("entry.1=")[2][:12]
    hall.poll(FORTNIGHT)
    hall.send(code, {"Keperluan": "Kredit"})
    hall.settle()
    assert [hall.dossier(one).status for one in (key, f"{key}-2")] == [Status.EXPIRED, Status.CANCELLED]
    assert "dibatalkan atau kedaluwarsa, jadi tidak dipakai" in str(hall.shown(f"{key}-2", Column.CHECK))
    assert [kind for kind, _ in hall.told(CHAT)][-2:] == ["expired", "closed_correction"]


def test_a_decision_at_the_last_moment_goes_before_the_expiry(hall: Hall) -> None:
    """Also when the laptop was off until the time had passed."""
    key = incomplete(hall)
    hall.pick(key, APPROVE)
    hall.start()
    hall.poll(FORTNIGHT)
    hall.poll(SETTLE + 1)
    assert hall.dossier(key).status is Status.APPROVED


def test_nothing_expires_by_a_clock_that_is_wrong(hall: Hall) -> None:
    """A laptop that wakes up in another year closes nobody's request."""
    key = incomplete(hall)
    hall.door.clock_ahead = timedelta(days=300)
    hall.poll(FORTNIGHT)
    assert hall.dossier(key).status is Status.INCOMPLETE


# --- sorted, copied, overwritten --------------------------------------------------------------------------------


def test_a_sorted_desk_changes_nothing(hall: Hall) -> None:
    """A decision belongs to its row wherever that stands."""
    keys = [hall.arrive({"Nama Lengkap": name}, chat) for name, chat in (("Ana", 1), ("Budi", 2), ("Cici", 3))]
    hall.pick(keys[1], REJECT, "di luar desa")
    hall.poll()
    hall.door.sort(DESK_TAB, Column.NAME)
    hall.poll(31)
    assert [hall.dossier(key).status for key in keys] == [Status.NEW, Status.REJECTED, Status.NEW]


def three(hall: Hall) -> list[str]:
    """Requests of Ana, Budi and Cici, each in a chat of their own."""
    return [
        hall.arrive({"Nama Lengkap": n, "NIK": f"321601010190000{c}"}, c)
        for c, n in enumerate(("Ana", "Budi", "Cici"), 1)
    ]


def sort_columns(hall: Hall, tab: int, first: int, last: int) -> None:
    """Sort some columns of a tab by the first of them, falling, and leave the others as they are."""
    rows = hall.door.tabs[tab][1:]
    for row in rows:
        row.extend([""] * (last - len(row)))
    for row, cells in zip(rows, sorted((row[first:last] for row in rows), key=str, reverse=True), strict=True):
        row[first:last] = cells


@pytest.mark.parametrize("columns", [(Column.DECISION, Column.STATUS), (Column.DECISION, Column.NAME)])
def test_a_partly_sorted_desk_decides_about_nobody_else(hall: Hall, columns: tuple[int, int]) -> None:
    """Decisions that went to other rows are held and explained, until somebody picks anew."""
    ana, budi, cici = three(hall)
    hall.pick(ana, REJECT, "di luar desa")
    hall.pick(budi, INCOMPLETE, "foto buram")
    hall.pick(cici, "Setujui")
    hall.poll()
    sort_columns(hall, DESK_TAB, *columns)
    for seconds in (10, 31, 31):
        hall.poll(seconds)
    # Budi's row stood in the middle and kept what was his.
    assert [hall.dossier(key).status for key in (ana, budi, cici)] == [Status.NEW, Status.INCOMPLETE, Status.NEW]
    held = [key for key in (ana, budi, cici) if "tercampur" in str(hall.shown(key, Column.CHECK))]
    assert held == [ana, cici]
    assert [hall.shown(key, Column.NAME) for key in (ana, budi, cici)] == ["Ana", "Budi", "Cici"]
    hall.pick(ana, "")
    hall.poll()
    hall.pick(ana, REJECT, "di luar desa")
    hall.settle()
    assert hall.dossier(ana).status is Status.REJECTED


@pytest.mark.parametrize("asleep", [False, True])
def test_decisions_sorted_from_finished_rows_to_new_ones_decide_nothing(hall: Hall, asleep: bool) -> None:
    """Also when the program was off meanwhile; the messages stayed where they were."""
    ana, budi, cici = three(hall)
    hall.pick(ana, APPROVE)
    hall.pick(budi, REJECT, "di luar desa")
    hall.settle()
    dodi = hall.arrive({"Nama Lengkap": "Dodi", "NIK": "3216010101900004"}, 4)
    sort_columns(hall, DESK_TAB, Column.DECISION, Column.MESSAGE)
    if asleep:
        hall.start()
    for seconds in (10, 31, 31):
        hall.poll(seconds)
    assert [hall.dossier(key).status for key in (cici, dodi)] == [Status.NEW, Status.NEW]
    assert all("tercampur" in str(hall.shown(key, Column.CHECK)) for key in (cici, dodi))


def test_a_file_set_back_to_yesterdays_version_decides_about_nobody(ledger: Ledger) -> None:
    """Requests come back to the desk, and the picks of yesterday are held, as nobody has made them today."""
    hall = Hall(ledger, staff_chat=STAFF)
    ana = hall.arrive({"Nama Lengkap": "Ana"}, 1)
    hall.pick(ana, APPROVE)
    hall.poll()
    yesterday = deepcopy(hall.door.tabs)
    hall.pick(ana, REJECT, "di luar desa")
    hall.settle()
    hall.poll(86_000)
    budi = hall.arrive({"Nama Lengkap": "Budi"}, 2)
    hall.poll(400)
    hall.door.tabs = yesterday
    for seconds in (10, 31, 31, 601):
        hall.poll(seconds)
    assert [hall.dossier(key).status for key in (ana, budi)] == [Status.REJECTED, Status.NEW]
    assert hall.shown(budi, Column.STATUS) == "Baru"
    assert "versi lama" in str(hall.shown(ana, Column.CHECK))
    assert ("restored", "spreadsheet") in alerts(hall)
    hall.pick(ana, "")
    hall.poll()
    hall.pick(ana, APPROVE)
    hall.settle()
    assert hall.dossier(ana).status is Status.APPROVED


def test_a_desk_that_takes_no_tick_boxes_still_gets_its_rows(hall: Hall) -> None:
    """Somebody made a table of it."""
    hall.config.services["sku"] = hall.config.services["sku"].model_copy(update={"originals": True})
    hall.poll()
    hall.send(hall.code())
    hall.door.troubles["change"] = [Permanent("Google answered 400")]
    hall.poll()
    assert hall.door.column(DESK_TAB, Column.NAME) == [NAME]
    kinds = [kind for change in hall.door.changes[-1] for kind in change]
    assert kinds == ["insertDimension", "updateCells", "updateCells", "updateCells"]


def test_a_row_pasted_over_another_decides_about_its_own_request_alone(hall: Hall) -> None:
    """Both rows bear its number then; only the hidden origin tells the other, which is put right and not decided."""
    ana, budi, _ = three(hall)
    hall.pick(ana, APPROVE)
    hall.poll()
    rows, (one, other) = hall.door.tabs[DESK_TAB], (hall.row(ana), hall.row(budi))
    rows[other] = [*rows[one][: Column.ORIGIN], rows[other][Column.ORIGIN]]
    for seconds in (10, 31, 31):
        hall.poll(seconds)
    assert [hall.dossier(key).status for key in (ana, budi)] == [Status.APPROVED, Status.NEW]
    assert [hall.shown(key, Column.NAME) for key in (ana, budi)] == ["Ana", "Budi"]
    assert "tercampur" in str(hall.shown(budi, Column.CHECK))


@pytest.mark.parametrize("seconds", [0, 10], ids=["before the pick", "while it stands"])
def test_answers_sorted_to_another_row_are_not_approved(hall: Hall, seconds: float) -> None:
    """Who picked beside them may have meant the other: the long cells are read while a decision waits."""
    ana, _, cici = three(hall)
    hall.pick(ana, APPROVE)
    if seconds:
        hall.poll(seconds)
    said = [hall.shown(key, Column.ANSWERS) for key in (ana, cici)]
    for key, answers in zip((cici, ana), said, strict=True):
        hall.write(key, Column.ANSWERS, str(answers))
    for wait in (10, 31, 31):
        hall.poll(wait)
    assert (hall.dossier(ana).status, hall.dossier(cici).status) == (Status.NEW, Status.NEW)
    assert "tercampur" in str(hall.shown(ana, Column.CHECK))
    assert [hall.shown(key, Column.ANSWERS) for key in (ana, cici)] == said


def test_a_partly_sorted_form_tab_letters_nobody_elses_answers(hall: Hall) -> None:
    """What the ledger has counts, also of the row that is read alone while a decision waits; the desk says so."""
    keys = ana, _, cici = three(hall)
    before = [hall.dossier(key).answers for key in keys]
    sort_columns(hall, SKU_TAB, 3, 6)
    hall.poll()
    hall.poll(601)
    assert [hall.dossier(key).answers for key in keys] == before
    for key in (ana, cici):
        assert "tertukar dengan baris lain" in str(hall.shown(key, Column.CHECK))
        hall.pick(key, APPROVE)
    for seconds in (10, 10, 31):
        hall.poll(seconds)
    assert [hall.dossier(key).answers for key in keys] == before
    hall.print_next()
    hall.print_next()
    assert {(values["Nama Lengkap"], values["NIK"]) for _, _, values in hall.printed()} == {
        ("Ana", "3216010101900001"),
        ("Cici", "3216010101900003"),
    }


def test_a_partial_sort_that_was_undone_leaves_no_remark(hall: Hall) -> None:
    """And from then on an edit counts again."""
    ana, _, cici = three(hall)
    before = deepcopy(hall.door.tabs[SKU_TAB])
    sort_columns(hall, SKU_TAB, 3, 6)
    hall.poll()
    hall.poll(601)
    hall.door.tabs[SKU_TAB] = before
    hall.poll(601)
    hall.poll(601)
    assert [hall.shown(key, Column.CHECK) for key in (ana, cici)] == ["", ""]
    hall.door.type(SKU_TAB, 1, 2, "Anna")
    hall.poll(601)
    assert hall.dossier(ana).answers["Nama Lengkap"] == "Anna"


def test_a_sorted_form_tab_changes_nothing(hall: Hall) -> None:
    """Nobody arrives twice."""
    for name, chat in (("Budi", 1), ("Ana", 2)):
        hall.arrive({"Nama Lengkap": name}, chat)
    hall.door.sort(SKU_TAB, 2)
    hall.poll()
    hall.poll(700)
    assert len(hall.dossiers()) == 2


def test_the_number_of_another_is_pasted_over(hall: Hall) -> None:
    """The row gets its own back: it is known by where it came from, before anybody takes it for lost."""
    ana, budi, _ = three(hall)
    hall.write(ana, Column.KEY, budi)
    for _ in range(3):
        hall.poll()
    assert sorted(map(str, hall.door.column(DESK_TAB, Column.NAME))) == ["Ana", "Budi", "Cici"]
    assert hall.shown(ana, Column.NAME) == "Ana"
    hall.pick(ana, APPROVE)
    hall.settle()
    assert [hall.dossier(key).status for key in (ana, budi)] == [Status.APPROVED, Status.NEW]


def test_the_scripts_cells_come_right_again(hall: Hall) -> None:
    """Whatever people write over them; long cells in the next sweep."""
    key = hall.arrive()
    right = hall.shown(key, Column.ANSWERS)
    for column in (Column.STATUS, Column.CHECK, Column.ANSWERS):
        hall.write(key, column, "salah")
    hall.poll()
    assert (hall.shown(key, Column.STATUS), hall.shown(key, Column.CHECK)) == ("Baru", "")
    assert hall.shown(key, Column.ANSWERS) == "salah"
    hall.poll(600)
    assert hall.shown(key, Column.ANSWERS) == right


def test_peoples_cells_are_never_written(hall: Hall) -> None:
    """An impossible pick stays as it is; the reason stands beside it."""
    key = hall.arrive()
    hall.pick(key, REJECT)
    hall.write(key, Column.REMARKS, "sudah telepon")
    hall.settle()
    hall.poll()
    shown = [hall.shown(key, column) for column in (Column.DECISION, Column.MESSAGE, Column.REMARKS, Column.CHECK)]
    assert shown == ["Tolak", "", "sudah telepon", "Tulis alasannya di kolom Pesan untuk Warga."]


def test_a_copied_row_is_remarked_and_decides_nothing(hall: Hall) -> None:
    """Until one of both is deleted."""
    key = hall.arrive()
    hall.pick(key, APPROVE)
    hall.door.tabs[DESK_TAB].append(list(hall.door.tabs[DESK_TAB][hall.row(key)]))
    hall.settle()
    assert hall.dossier(key).status is Status.NEW
    assert "ada di dua baris" in str(hall.shown(key, Column.CHECK))
    hall.door.tabs[DESK_TAB].pop()
    hall.settle()
    hall.settle()
    assert hall.dossier(key).status is Status.APPROVED


def test_a_deleted_row_comes_back(hall: Hall) -> None:
    """The request is still there."""
    key = hall.arrive()
    del hall.door.tabs[DESK_TAB][hall.row(key)]
    hall.poll()
    assert hall.shown(key, Column.STATUS) == "Baru"


def test_a_deleted_desk_comes_back(hall: Hall) -> None:
    """With every open request."""
    key = hall.arrive()
    del hall.door.tabs[DESK_TAB]
    hall.poll()
    hall.poll()
    assert hall.shown(key, Column.STATUS) == "Baru"


def test_a_deleted_book_comes_back(hall: Hall) -> None:
    """And its absence does not stop the desk."""
    hall.poll()
    del hall.door.tabs[BOOK_TAB]
    key = hall.arrive()
    hall.poll(700)
    hall.poll()
    assert hall.shown(key, Column.STATUS) == "Baru"
    assert BOOK_TAB in hall.door.tabs


def test_a_write_that_landed_on_a_moved_row_is_put_right(hall: Hall) -> None:
    """Answers shown beside another name stand for one read, and nothing counts meanwhile."""
    first, second = hall.arrive({"Nama Lengkap": "Ana"}, 1), hall.arrive({"Nama Lengkap": "Budi"}, 2)
    right = [hall.shown(key, Column.ANSWERS) for key in (first, second)]
    hall.pick(second, APPROVE)
    hall.poll(601)
    hall.write(first, Column.ANSWERS, "salah")
    hall.door.before_change = lambda: hall.door.sort(DESK_TAB, Column.NAME)
    hall.poll(601)
    hall.door.before_change = None
    assert [hall.shown(key, Column.ANSWERS) for key in (first, second)] != right
    hall.poll()
    assert [hall.shown(key, Column.ANSWERS) for key in (first, second)] == right


def test_a_cell_that_will_not_stick_is_told_once_a_day_and_holds_up_nothing(ledger: Ledger) -> None:
    """After three tries it is left alone."""
    hall = Hall(ledger, staff_chat=STAFF)
    key = hall.arrive()
    hall.pick(key, APPROVE)
    for _ in range(6):
        hall.write(key, Column.DUE, "#REF!")
        hall.poll()
    assert hall.shown(key, Column.DUE) == "#REF!"
    hall.settle()
    assert hall.dossier(key).status is Status.APPROVED
    assert alerts(hall) == [("cell_will_not_stick", f"{key} Tenggat")]
    hall.write(key, Column.DUE, "24/11/2026 15.00")
    hall.poll()
    hall.poll(86_400)
    assert len(alerts(hall)) == 1


# --- what was decided on is what is lettered ----------------------------------------------------------------------


def test_answers_changed_after_the_pick_are_shown_before_it_counts(hall: Hall) -> None:
    """The desk has shown the new answers for as long as a pick must stand."""
    key = hall.arrive()
    hall.pick(key, APPROVE)
    hall.poll()
    hall.door.type(SKU_TAB, 1, 2, "Siti Lain")
    hall.poll(10)
    hall.poll(10)
    assert hall.dossier(key).status is Status.NEW
    assert "Siti Lain" in str(hall.shown(key, Column.ANSWERS))
    hall.settle()
    hall.print_next()
    assert hall.printed()[0][2]["Nama Lengkap"] == "Siti Lain"


def test_answers_that_could_not_be_shown_are_not_approved(hall: Hall) -> None:
    """While Google takes no writes, the desk shows the old answers, and a pick on them does not count."""
    key = hall.arrive()
    hall.pick(key, APPROVE)
    hall.poll()
    hall.door.type(SKU_TAB, 1, 2, "Siti Lain")
    hall.door.troubles["change"] = [Retryable("busy") for _ in range(3)]
    for _ in range(3):
        with pytest.raises(Retryable):
            hall.poll(31)
    while hall.dossier(key).status is Status.NEW:
        shown = str(hall.shown(key, Column.ANSWERS))
        hall.poll(31)
    assert "Siti Lain" in shown


def test_a_letter_with_a_missing_value_is_never_made(hall: Hall) -> None:
    """The names stand on the desk; once the operator has mended the row, the same pick counts."""
    key = hall.arrive({"NIK": ""})
    hall.pick(key, APPROVE)
    hall.settle()
    hall.poll()
    assert str(hall.shown(key, Column.CHECK)).startswith("Belum bisa disetujui, isian ini kosong: NIK.")
    assert hall.print_next() is None
    hall.door.type(SKU_TAB, 1, 3, NIK)
    for _ in range(3):
        hall.settle()
    assert hall.print_next()


def test_what_could_not_be_kept_is_read_again(hall: Hall) -> None:
    """A disk that fails at the moment of recording: the next round comes back to the row, not the next sweep."""
    hall.arrive()
    hall.send(hall.code(CHAT + 1), {"Nama Lengkap": "Budi Contoh"})
    whole, hall.sync._required = hall.sync._required, _unreadable
    with pytest.raises(OSError, match="disk"):
        hall.poll()
    hall.sync._required = whole
    hall.poll()
    assert [mine.name for mine in hall.dossiers()] == [NAME, "Budi Contoh"]


def _unreadable() -> dict[str, tuple[str, ...]]:
    raise OSError("disk")


@pytest.mark.parametrize("stamp", ["", "23/11/2026 12.00.00", -1])
@pytest.mark.parametrize("coded", [True, False])
def test_a_row_without_a_time_is_told_and_stops_no_other(ledger: Ledger, stamp: Cell, *, coded: bool) -> None:
    """The staff hear of it once a day until it has its time again; then it is a request like any other."""
    hall = Hall(ledger, staff_chat=STAFF)
    hall.poll()
    hall.send(hall.code() if coded else "", {"Nama Lengkap": "Budi Contoh"})
    time = hall.door.tabs[SKU_TAB][1][0]
    hall.door.type(SKU_TAB, 1, 0, stamp)
    hall.send(hall.code(8), {"Nama Lengkap": "Cici Contoh"})
    for seconds in (10, 601, 10):
        hall.poll(seconds)
    assert [mine.name for mine in hall.dossiers()] == ["Cici Contoh"]
    assert alerts(hall) == [("row_without_time", "sku")]
    hall.door.type(SKU_TAB, 1, 0, time)
    hall.poll(601)
    assert sorted(mine.name for mine in hall.dossiers()) == ["Budi Contoh", "Cici Contoh"]
    hall.poll(86_400)
    assert alerts(hall) == [("row_without_time", "sku")]


def test_a_row_without_a_time_below_all_others_is_told(ledger: Ledger) -> None:
    """By the next read, without a sweep; while the tab has no row with a time, too."""
    hall = Hall(ledger, staff_chat=STAFF)
    hall.arrive()
    hall.send(hall.code(8))
    hall.door.type(SKU_TAB, 2, 0, "kemarin")
    hall.send("XXXX", tab=SKTM_TAB)
    hall.door.type(SKTM_TAB, 1, 0, "")
    hall.poll()
    assert sorted(alerts(hall)) == [("row_without_time", "sktm"), ("row_without_time", "sku")]


def test_a_note_below_the_table_is_no_row_without_a_time(ledger: Ledger) -> None:
    """Where no code and no answer stands, nobody sent anything."""
    hall = Hall(ledger, staff_chat=STAFF)
    hall.arrive()
    hall.door.tabs[SKU_TAB] += [[], ["Jumlah: 1"], ["", "", "", "", "", "", "", "", "catatan"]]
    hall.send(hall.code(8))
    hall.poll(601)
    assert alerts(hall) == []


def test_a_row_that_cannot_be_recorded_stops_no_other(ledger: Ledger) -> None:
    """The others are recorded, staff hear of it once, `check` tells it, and the next sweep tries again."""
    hall = Hall(ledger, staff_chat=STAFF)
    hall.poll()
    refuse = (
        "CREATE TRIGGER no BEFORE INSERT ON attempts WHEN NEW.answers LIKE '%Budi%' BEGIN SELECT RAISE(ABORT, ''); END"
    )
    with hall.ledger.write() as tx:
        tx.execute(text(refuse))
    for chat, name in enumerate(("Budi Contoh", "Cici Contoh"), start=CHAT):
        hall.send(hall.code(chat), {"Nama Lengkap": name})
    for _ in range(3):
        hall.poll()
    assert [mine.name for mine in hall.dossiers()] == ["Cici Contoh"]
    assert alerts(hall) == [("row_refused", SKU.title)]
    with hall.ledger.write() as tx:
        assert findings.noted(tx) == {SKU.title: "row_refused"}
        tx.execute(text("DROP TRIGGER no"))
    hall.poll(601)
    assert [mine.name for mine in hall.dossiers()] == ["Cici Contoh", "Budi Contoh"]
    with hall.ledger.read() as tx:
        assert findings.noted(tx) == {}


def test_a_change_that_cannot_be_recorded_is_not_read_again_at_every_poll(hall: Hall) -> None:
    """It waits for the next sweep, while a change of another row in the same read is shown at once."""
    keys = [hall.arrive({"Nama Lengkap": name}, chat) for chat, name in enumerate(("Ana", "Budi"), start=CHAT)]
    refuse = (
        "CREATE TRIGGER no BEFORE UPDATE OF answers ON attempts WHEN NEW.answers LIKE '%Ani%' "
        "BEGIN SELECT RAISE(ABORT, ''); END"
    )
    with hall.ledger.write() as tx:
        tx.execute(text(refuse))
    for row, name in ((1, "Ani"), (2, "Badu")):
        hall.door.type(SKU_TAB, row, 2, name)
    hall.poll(601)
    for _ in range(3):
        hall.poll()
    before = len(hall.door.asked)
    hall.poll()
    assert len(hall.door.asked) == before + 1
    assert ["Nama Lengkap: Badu" in str(hall.shown(key, Column.ANSWERS)) for key in keys] == [False, True]


def test_files_are_not_read_while_the_ledger_is_locked(hall: Hall) -> None:
    """Asking for the templates' names must not hold up the others' writing."""
    hall.poll()
    locked = []

    def required() -> dict[str, tuple[str, ...]]:
        with hall.ledger.write():
            locked.append(False)
        return {}

    hall.sync._required = required
    hall.poll()
    assert locked == [False]


# --- old rows -----------------------------------------------------------------------------------------------------


def test_a_closed_row_that_still_stands_on_the_desk_is_looked_after(hall: Hall) -> None:
    """Brought back from the archive, a refusal may be taken back, and its cells are still the script's."""
    key = hall.arrive()
    hall.pick(key, REJECT, "di luar desa")
    hall.settle()
    hall.poll(3 * 86_400)
    hall.door.tabs[DESK_TAB].append(hall.door.tabs[ARCHIVE].pop(1))
    hall.write(key, Column.STATUS, "salah")
    hall.pick(key, APPROVE)
    hall.poll()
    hall.settle()
    assert hall.dossier(key).status is Status.APPROVED
    hall.poll()
    assert hall.shown(key, Column.STATUS) == "Disetujui"


def test_a_closed_row_that_was_deleted_does_not_come_back(hall: Hall) -> None:
    """A day after it closed its place is free."""
    key = hall.arrive()
    hall.pick(key, REJECT, "x")
    hall.settle()
    del hall.door.tabs[DESK_TAB][hall.row(key)]
    hall.poll(86_400)
    hall.poll()
    assert hall.door.column(DESK_TAB, Column.KEY) == []


# --- trouble ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [Retryable("busy"), Permanent("400"), Refused("404"), Ambiguous("lost")])
@pytest.mark.parametrize("call", ["read", "change", "change after"])
def test_no_trouble_loses_or_doubles_anything(hall: Hall, call: str, trouble: Exception) -> None:
    """The next round begins anew from what is there."""
    hall.poll()
    hall.send(hall.code())
    hall.door.troubles[call] = [trouble]
    try:
        hall.poll()
    except type(trouble):
        hall.poll()
    hall.poll()
    assert len(hall.dossiers()) == 1
    assert hall.door.column(DESK_TAB, Column.NAME) == [NAME]
    assert [kind for kind, _ in hall.told()] == ["receipt"]


def test_a_bad_tab_is_told_to_the_staff_once_a_day(ledger: Ledger) -> None:
    """And read on when it is whole again."""
    hall = Hall(ledger, staff_chat=STAFF)
    hall.poll()
    kept = hall.door.tabs.pop(SKU_TAB)
    for _ in range(3):
        hall.poll()
    assert alerts(hall) == [("tab_gone", "sku")]
    hall.poll(86_400)
    assert len(alerts(hall)) == 2
    hall.door.tabs[SKU_TAB] = kept
    hall.arrive()
    assert len(hall.dossiers()) == 1


@pytest.mark.parametrize(("minutes", "trusted"), [(4, True), (-4, True), (6, False), (-6, False)])
def test_letters_wait_while_the_clock_is_wrong(hall: Hall, minutes: int, trusted: bool) -> None:
    """More than five minutes from Google's is wrong."""
    hall.poll()
    hall.door.clock_ahead = timedelta(minutes=minutes)
    assert hall.sync.clock_trusted is trusted


def test_a_clock_that_nobody_compared_yet_is_not_trusted(hall: Hall) -> None:
    """A laptop that wakes up in another year makes no letter before Google was heard."""
    assert not hall.sync.clock_trusted
    hall.poll()
    assert hall.sync.clock_trusted


def test_the_staff_hear_of_a_wrong_clock(ledger: Ledger) -> None:
    """Once a day, for letters wait."""
    hall = Hall(ledger, staff_chat=STAFF)
    hall.door.clock_ahead = timedelta(hours=3)
    for _ in range(3):
        hall.poll()
    assert alerts(hall) == [("clock_wrong", "jam")]


@pytest.mark.parametrize("answer", ['=IMPORTDATA("https://x.y")', "😀" * 2500, "<b>&", "x" * 5000, "\ud83d", "\x0b"])
def test_strange_answers_disturb_nobody(hall: Hall, answer: str) -> None:
    """They stand on the desk, are right there at every sweep, and the next request is read."""
    hall.poll()
    hall.send(changes={"Keperluan": answer, "Nama Lengkap": answer})
    key = hall.arrive()
    assert len(hall.dossiers()) == 2
    written = desk_writes(hall)
    for _ in range(3):
        hall.poll(601)
    assert hall.shown(key, Column.STATUS) == "Baru"
    assert desk_writes(hall) == written > 0


def test_numbers_where_none_belong_disturb_nobody(hall: Hall) -> None:
    """A NIK pasted into the date's column, and one into the time's."""
    hall.poll()
    hall.send(changes={"Tanggal Lahir": int(NIK)})
    hall.send()
    hall.door.type(SKU_TAB, 2, 0, int(NIK))
    hall.arrive()
    assert len(hall.dossiers()) == 2


DAY = timedelta(days=1)


@pytest.fixture
def ahead(hall: Hall) -> Hall:
    """A hall whose computer began with its clock a day ahead."""
    hall.now, hall.door.clock_ahead = NOON + DAY, DAY
    return hall


def set_right(hall: Hall) -> None:
    hall.now, hall.door.clock_ahead = hall.now - DAY, timedelta(0)


def test_a_decision_that_stands_while_the_clock_is_set_back_counts(ahead: Hall) -> None:
    """After its half minute, not after a day; and the letter is due at once."""
    key = ahead.arrive()
    ahead.pick(key, APPROVE)
    ahead.poll()
    set_right(ahead)
    ahead.settle()
    assert ahead.dossier(key).status is Status.APPROVED
    assert ahead.print_next()


def test_sweeps_go_on_when_the_clock_is_set_back(ahead: Hall) -> None:
    """A long cell that was overwritten is put right within ten minutes."""
    key = ahead.arrive()
    ahead.poll(601)
    right = ahead.shown(key, Column.ANSWERS)
    set_right(ahead)
    ahead.write(key, Column.ANSWERS, "tertimpa")
    ahead.poll()
    ahead.poll(601)
    assert ahead.shown(key, Column.ANSWERS) == right
