"""The desk: what stands there, what ought to, the difference."""

from dataclasses import replace

import pytest

from office.cases import Concern, Decision, Dossier, Pick, Status
from sheets_sync.columns import BY_PEOPLE, BY_SCRIPT, HEADERS, HOME, NARROW, SWEPT, WIDE, Column
from sheets_sync.desk import (
    Cells,
    Row,
    Write,
    corrections,
    lacking,
    nobodys,
    picks,
    projection,
    recognised,
    unknown_rows,
)
from sheets_sync.looks import LONGEST_CELL
from tests.unit.builders import CHAT, JAKARTA, NAME, NIK, NOON, PHONE, SKU, SKU_TAB, arrival, dossier

KEY = "SKU-7K3Q"
ALL = tuple(sorted(SWEPT))
FEW = tuple(sorted(NARROW))


def shown(mine: Dossier | None = None) -> dict[Column, str]:
    return projection(mine or dossier(), SKU, JAKARTA)


def row(
    mine: Cells, decision: str = "", message: str = "", *, index: int = 1, columns: tuple[Column, ...] = ALL
) -> Row:
    """A row that says what it ought to say, and what people have written."""
    cells = {Column.DECISION: decision, Column.MESSAGE: message, Column.ORIGINALS: ""} | mine
    return Row(index, {column: cells[column] for column in columns})


# --- what ought to stand there ----------------------------------------------------------------------------------


def test_what_the_desk_says_of_a_request() -> None:
    """Every script cell has its text; dates are spoken, papers stand apart."""
    mine = dossier(
        arrival("ACDE", {"KTP": "https://drive.google.com/open?id=x"}),
        concerns=(Concern("not_16_digits", "NIK"),),
        pick_concern=Concern("message_needed"),
        number="517/001/DS-KRS/XI/2026",
    )
    assert shown(mine) == {
        Column.NAME: NAME,
        Column.SERVICE: "SKU",
        Column.STATUS: "Baru",
        Column.ANSWERS: (
            f"Nama Lengkap: {NAME}\nNIK: {NIK}\nTanggal Lahir: 1 Januari 1990\nKeperluan: Modal usaha\n"
            f"Nomor/Username Telegram: {PHONE}"
        ),
        Column.FILES: "KTP: https://drive.google.com/open?id=x",
        Column.CHECK: "Tulis alasannya di kolom Pesan untuk Warga.\nNIK: bukan 16 angka.",
        Column.ARRIVED: "23/11/2026 12.00",
        Column.DUE: "24/11/2026 15.00",
        Column.KEY: KEY,
        Column.NUMBER: "517/001/DS-KRS/XI/2026",
        Column.NEWS: "",
        Column.CHAT: str(CHAT),
        Column.ORIGIN: f"{SKU_TAB}/46349.5/ACDE",
    }


def test_people_and_script_never_share_a_cell() -> None:
    """The script says nothing in a column that people write."""
    assert not set(shown()) & BY_PEOPLE
    assert set(shown()) | BY_PEOPLE == set(Column)
    assert set(shown()) == set(BY_SCRIPT)


def test_what_a_phone_shows_first() -> None:
    """Decision, message, who, what, how far."""
    assert HEADERS[:5] == ("Keputusan", "Pesan untuk Warga", "Nama", "Layanan", "Status")


def test_an_ordinary_read_leaves_out_the_long_cells_and_peoples_own_notes() -> None:
    """Two blocks hold all the rest."""
    assert set(NARROW) == set(Column) - WIDE - {Column.REMARKS}
    assert len(list(HOME.runs(NARROW))) == 2


@pytest.mark.parametrize("letter", ["x", "😀"])
def test_a_cell_never_holds_more_than_google_keeps(letter: str) -> None:
    """Counted as Google does, where an emoji is two; else nobody's row could be written any more."""
    long = letter * 40_000
    mine = dossier(
        arrival("", dict.fromkeys(("Nama Lengkap", "Keperluan", "Nomor/Username Telegram"), long)), chat_id=None
    )
    assert {len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL for text in shown(mine).values()} == {True}


def test_a_cell_has_no_spaces_at_its_ends() -> None:
    """It is read without them, and would never be right."""
    mine = dossier(arrival("ACDE", {"Nomor/Username Telegram": "x" + " " * LONGEST_CELL + "y"}))
    assert {text == text.strip() for text in shown(mine).values()} == {True}


# --- what people picked -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [ALL, FEW], ids=["sweep", "ordinary read"])
def test_a_row_that_says_what_it_ought_to_is_steady(columns: tuple[Column, ...]) -> None:
    """Its pick may count."""
    rows = [row(shown(), "Belum Lengkap", "foto buram", columns=columns)]
    assert picks(rows, {KEY: shown()}, {}) == [Pick(KEY, Decision.INCOMPLETE, "foto buram", steady=True)]


@pytest.mark.parametrize("column", [column for column in shown() if column is not Column.KEY])
def test_a_row_with_one_other_cell_is_in_motion(column: Column) -> None:
    """Perhaps it is being sorted, perhaps somebody wrote over it; perhaps it shows another person's answers."""
    rows = [row(shown() | {column: "lain"}, "Setujui")]
    assert [pick.steady for pick in picks(rows, {KEY: shown()}, {})] == [False]


def test_a_cell_that_would_not_stick_does_not_hold_up_the_decision() -> None:
    """It is left as it is, as long as that is what it ought to say."""
    rows = [row(shown() | {Column.NEWS: "#REF!"}, "Setujui")]
    wanted = shown() | {Column.NEWS: "Diterima"}
    assert [pick.steady for pick in picks(rows, {KEY: wanted}, {(KEY, Column.NEWS): "Diterima"})] == [True]
    assert [pick.steady for pick in picks(rows, {KEY: wanted}, {(KEY, Column.NEWS): "Ditolak"})] == [False]


def test_rows_of_nobody_are_passed() -> None:
    """People may keep rows of their own."""
    assert picks([row(shown() | {Column.KEY: "CATATAN"}), row(shown() | {Column.KEY: ""})], {KEY: shown()}, {}) == []


# --- the difference ---------------------------------------------------------------------------------------------


def test_a_row_that_is_right_needs_nothing() -> None:
    """Nothing is written for the sake of writing."""
    assert corrections([row(shown(), "Setujui", "apa saja")], {KEY: shown()}) == []


def test_what_differs_is_put_right_where_the_row_stands_now() -> None:
    """Only the script's cells, only those that were read, at the index of this read."""
    wrong = row(shown() | {Column.STATUS: "Selesai", Column.ANSWERS: "?", Column.NAME: ""}, index=7, columns=FEW)
    assert corrections([wrong], {KEY: shown()}) == [
        Write(7, Column.NAME, KEY, NAME),
        Write(7, Column.STATUS, KEY, "Baru"),
    ]
    assert Write(7, Column.ANSWERS, KEY, shown()[Column.ANSWERS]) in corrections(
        [row(shown() | {Column.ANSWERS: "?"}, index=7)], {KEY: shown()}
    )


def test_a_number_that_stands_twice_is_remarked_on_both_rows() -> None:
    """And the remark goes when one of them is gone."""
    twice = "Nomor permohonan ini ada di dua baris. Hapus salah satu; sebelum itu keputusan tidak dipakai."
    wanted = {KEY: shown(dossier(concerns=(Concern("no_code"),)))}
    rows = [row(wanted[KEY], index=1), row(wanted[KEY], index=2)]
    both = corrections(rows, wanted)
    assert [(write.row, write.column) for write in both] == [(1, Column.CHECK), (2, Column.CHECK)]
    assert {write.text for write in both} == {f"{twice}\n{wanted[KEY][Column.CHECK]}"}
    alone = replace(rows[0], cells={**rows[0].cells, Column.CHECK: both[0].text})
    assert corrections([alone], wanted) == [Write(1, Column.CHECK, KEY, wanted[KEY][Column.CHECK])]


def test_what_has_no_row_yet_is_named_oldest_first() -> None:
    """A row whose number was overwritten is no row of its request any more."""
    wanted = {key: shown(dossier(key=key)) for key in ("SKU-1", "SKU-2", "SKU-3")}
    assert lacking([row(wanted["SKU-2"]), row(shown() | {Column.KEY: "x"})], wanted) == ["SKU-1", "SKU-3"]


def test_a_status_is_shown_in_its_words() -> None:
    """The village head reads what everybody says."""
    assert shown(dossier(status=Status.READY, arrived_at=NOON))[Column.STATUS] == "Siap Diambil"


# --- rows that were mixed up ------------------------------------------------------------------------------------


def two() -> dict[str, dict[Column, str]]:
    """Ana's and Budi's requests."""
    ana = dossier(arrival("AAAA", {"Nama Lengkap": "Ana"}), key="SKU-1")
    budi = dossier(arrival("BBBB", {"Nama Lengkap": "Budi"}, serial=46350.0), key="SKU-2", attempt_id=2, case_id=2)
    return {mine.key: shown(mine) for mine in (ana, budi)}


@pytest.mark.parametrize("column", [Column.NAME, Column.ANSWERS, Column.ORIGIN])
def test_a_row_that_says_what_belongs_to_another_is_mixed(column: Column) -> None:
    """Somebody sorted a part of the desk: the pick may be meant for the other."""
    wanted = two()
    rows = [row(wanted["SKU-1"] | {column: wanted["SKU-2"][column]}, "Setujui"), row(wanted["SKU-2"])]
    assert [pick.mixed for pick in picks(rows, wanted, {})] == [True, False]


@pytest.mark.parametrize("over", [{Column.NAME: "salah"}, {Column.FILES: ""}])
def test_a_row_that_somebody_wrote_over_is_not_mixed(over: dict[Column, str]) -> None:
    """What is nobody's is put right, and the pick stands; also where a cell was emptied as another's is."""
    wanted = two()
    wanted["SKU-1"][Column.FILES] = "KTP: tautan"
    (pick,) = picks([row(wanted["SKU-1"] | over, "Setujui")], wanted, {})
    assert (pick.mixed, pick.steady) == (False, False)


def test_a_ticked_box_is_seen() -> None:
    """Whether the originals were looked at goes with the pick."""
    ticked = [row(shown() | {Column.ORIGINALS: text}, "Setujui") for text in ("TRUE", "")]
    assert [pick.originals_seen for pick in picks(ticked, {KEY: shown()}, {})] == [True, False]


@pytest.mark.parametrize("number", ["salah", "", "SKU-2"])
def test_a_row_whose_number_was_written_over_is_recognised_by_its_origin(number: str) -> None:
    """Also when the number is that of another row; then the number is put right, and the pick was never lost."""
    wanted = two()
    rows = [row(wanted["SKU-1"] | {Column.KEY: number}, "Setujui"), row(wanted["SKU-2"], index=2)]
    known = recognised(rows, wanted)
    assert [one.key for one in known] == ["SKU-1", "SKU-2"]
    assert corrections(known, wanted) == [Write(1, Column.KEY, "SKU-1", "SKU-1")]
    assert lacking(known, wanted) == []


def test_a_copied_row_is_not_taken_for_another() -> None:
    """Both show the same origin, and their request has a row."""
    wanted = two()
    rows = [row(wanted["SKU-1"]), row(wanted["SKU-1"], index=2), row(wanted["SKU-2"], index=3)]
    assert [one.key for one in recognised(rows, wanted)] == ["SKU-1", "SKU-1", "SKU-2"]


def test_an_ordinary_read_recognises_nobody() -> None:
    """The origin is hidden and never changes, so it is only read in a sweep."""
    wanted = two()
    (known,) = recognised([row(wanted["SKU-1"] | {Column.KEY: "salah"}, columns=FEW)], wanted)
    assert known.key == "salah"
    assert nobodys([known], wanted) == [known]


def test_a_decision_on_a_row_of_nobody_is_explained_once() -> None:
    """A note of the office's own is left alone."""
    mine = dict.fromkeys(BY_SCRIPT, "") | {Column.KEY: "X"}
    asked, note = row(mine, "Setujui", index=4), row(mine | {Column.NAME: "Rapat"}, index=5)
    (remark,) = unknown_rows([asked, note], {KEY: shown()})
    assert (remark.row, remark.column) == (4, Column.CHECK)
    assert "tidak dikenal" in remark.text
    assert unknown_rows([row(mine | {Column.CHECK: remark.text}, "Setujui")], {KEY: shown()}) == []
