"""Reading the rows of a form tab."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from office.cases import Arrival
from office.services import Service
from sheets_sync.rows import Cell, UnusableTab, moment, read_headers, read_rows
from tests.unit.builders import ANSWERS, HEADERS, JAKARTA, NIK, NOON, NOON_SERIAL, QUESTIONS, SKU, SKU_TAB, service

ROW: list[Cell] = [
    NOON_SERIAL, "ACDE", ANSWERS["Nama Lengkap"], NIK, 32874, "Modal usaha", "", ANSWERS["Nomor/Username Telegram"],
]  # fmt: skip


def read(*rows: list[Cell], headers: list[Cell] | None = None, of: Service = SKU) -> list[Arrival]:
    arrivals, _ = read_rows(of, read_headers(of, headers or HEADERS), rows, 1, JAKARTA)
    return arrivals


def answer(title: str, cell: Cell) -> str:
    """What is read from one cell below this header."""
    (arrival,) = read([NOON_SERIAL, cell, "Siti"], headers=["Timestamp", title, "Nama Lengkap"])
    return arrival.answers.get(title, "")


# --- headers ----------------------------------------------------------------------------------------------------


def test_a_row_is_read_by_its_headers() -> None:
    """Each answer stands under its question's title; the code and the time are no answers."""
    (arrival,) = read(ROW)
    assert arrival == Arrival("sku", SKU_TAB, "ACDE", NOON_SERIAL, NOON.astimezone(JAKARTA), ANSWERS, ())


def test_columns_may_stand_in_any_order() -> None:
    """People move columns."""
    turned = [ROW[0], *reversed(ROW[1:])]
    assert read(turned, headers=["Timestamp", *reversed(HEADERS[1:])])[0].answers == ANSWERS


@pytest.mark.parametrize("header", ["Timestamp", "Stempel waktu", "Cap waktu", "STEMPEL  WAKTU"])
def test_the_time_stamp_may_stand_anywhere(header: str) -> None:
    """It is found by its header in Indonesian or English."""
    assert read([*ROW[1:], ROW[0]], headers=[*HEADERS[1:], header]) == read(ROW)


def test_a_time_stamp_in_another_language_is_the_first_column() -> None:
    """Forms writes it there."""
    assert read(ROW, headers=["Horodateur", *HEADERS[1:]]) == read(ROW)


def test_headers_may_be_written_a_little_differently() -> None:
    """The answer stands under the question's own title."""
    assert read(ROW, headers=["Timestamp", *(f" {title.upper()}" for title in HEADERS[1:])])[0].answers == ANSWERS


def test_a_column_that_nobody_knows_is_an_answer_too() -> None:
    """A question that was added by hand is shown on the desk."""
    (arrival,) = read([*ROW, 5], headers=[*HEADERS, "Jumlah Anak"])
    assert arrival.answers == ANSWERS | {"Jumlah Anak": "5"}


def test_a_column_without_a_header_is_no_answer() -> None:
    """Notes beside the table are nobody's answers."""
    (arrival,) = read([*ROW, "", "catatan"], headers=[*HEADERS, ""])
    assert arrival.answers == ANSWERS


@pytest.mark.parametrize(
    ("headers", "kind", "about"),
    [
        ([], "no_headers", ""),
        (["", "", ""], "no_headers", ""),
        (ROW, "no_headers", ""),
        (["Timestamp"], "no_headers", ""),
        (HEADERS[1:], "no_headers", "Kode Permohonan"),
        ([*HEADERS, "nik "], "header_twice", "NIK"),
        (["Timestamp", "Timestamp", "NIK"], "header_twice", "Timestamp"),
    ],
    ids=["nothing", "blank", "an answer in their place", "only the time", "no time", "twice", "two times"],
)
def test_headers_that_are_not_to_be_relied_on(headers: list[Cell], kind: str, about: str) -> None:
    """The tab is left alone until somebody has looked."""
    with pytest.raises(UnusableTab) as refused:
        read_headers(SKU, headers)
    assert (refused.value.kind, refused.value.about) == (kind, about)


# --- rows -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stamp", ["", None, "23/11/2026 12:00:00", True, 3216010101900001, 1e300, -1, -800_000, 2_958_466]
)
def test_a_row_without_a_time_is_passed(stamp: Cell) -> None:
    """Somebody wrote below the table; its neighbours are read."""
    assert len(read([stamp, *ROW[1:]], ROW)) == 1


@pytest.mark.parametrize("row", [[], [NOON_SERIAL], [NOON_SERIAL, "ACDE"], ["", "", ""]])
def test_a_row_without_answers_is_passed(row: list[Cell]) -> None:
    """People empty rows instead of deleting them."""
    assert read(row) == []


def test_the_anchor_is_the_last_row_that_was_read() -> None:
    """With its index in the tab; blank rows behind it do not count."""
    later = [NOON_SERIAL + 1, "WXYZ", *ROW[2:]]
    _, anchor = read_rows(SKU, read_headers(SKU, HEADERS), [ROW, [], later, []], 7, JAKARTA)
    assert anchor
    assert (anchor.row, anchor.serial, anchor.code) == (9, NOON_SERIAL + 1, "WXYZ")


def test_no_rows_no_anchor() -> None:
    """The next read begins at the top again."""
    assert read_rows(SKU, read_headers(SKU, HEADERS), [[]], 1, JAKARTA) == ([], None)


# --- cells ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Modal usaha \n", "Modal usaha"),
        ("satu\r\ndua\rtiga", "satu\ndua\ntiga"),
        ("", ""),
        (None, ""),
        (True, "Ya"),
        (False, "Tidak"),
        (12, "12"),
        (12.0, "12"),
        (3.1, "3,1"),
        ("=IMPORTDATA(1)", "=IMPORTDATA(1)"),
        ("😀 <b>&", "😀 <b>&"),
        ("x\ud83d", "x\ufffd"),
    ],
)
def test_an_answer_as_text(cell: Cell, text: str) -> None:
    """Numbers as Indonesians write them; half a character is no character."""
    assert answer("Keperluan", cell) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (32874, "1990-01-01"),
        (32874.75, "1990-01-01"),
        ("7/8/1990", "1990-08-07"),
        ("07-08-1990", "1990-08-07"),
        ("1990-08-07", "1990-08-07"),
        ("31/2/1990", "31/2/1990"),
        ("7/8/90", "7/8/90"),
        ("kemarin", "kemarin"),
        (3216010101900001, "3216010101900001"),
        (True, "Ya"),
        ("", ""),
    ],
)
def test_a_date_as_text(cell: Cell, text: str) -> None:
    """ISO, or what was written when it is no certain date: a year of two digits is none."""
    assert answer("Tanggal Lahir", cell) == text


def test_digits_that_came_as_a_number_are_marked() -> None:
    """They may have lost a zero or their last places; ordinary numbers are not marked."""
    row: list[Cell] = [NOON_SERIAL, "ACDE", "Siti", 3216010101900001, 32874, 5, "", 81200001111]
    (arrival,) = read(row)
    assert arrival.damaged == ("NIK", "Nomor/Username Telegram")
    assert arrival.answers["NIK"] == NIK
    assert arrival.answers["Nomor/Username Telegram"] == "081200001111"


def test_the_zero_of_a_phone_number_comes_back() -> None:
    """`081287028556` that Sheets made a number of is still the number to dial."""
    of = service(pertanyaan=[*QUESTIONS, {"judul": "HP", "jenis": "telepon"}])
    (arrival,) = read([NOON_SERIAL, "Puja", 81287028556], headers=["Timestamp", "Nama Lengkap", "HP"], of=of)
    assert arrival.answers["HP"] == "081287028556"


def test_the_row_that_the_brief_shows() -> None:
    """A bare form in an Indonesian spreadsheet: time, name, phone and two uploads, and no code."""
    of = service(
        pertanyaan=[
            {"judul": "Nama Lengkap"},
            {"judul": "Nomor Telepon", "jenis": "telepon"},
            {"judul": "KTP", "jenis": "berkas"},
            {"judul": "KK", "jenis": "berkas"},
        ]
    )
    files = [f"https://drive.google.com/open?id={name}" for name in ("abc", "def")]
    row: list[Cell] = [45068.24107638889, "Puja", "081287028556", *files]
    (arrival,) = read(row, headers=["Timestamp", "Nama Lengkap", "Nomor Telepon", "KTP", "KK"], of=of)
    assert arrival.sent_at == datetime(2023, 5, 22, 5, 47, 9, tzinfo=JAKARTA)
    assert arrival.answers == {
        "Nama Lengkap": "Puja", "Nomor Telepon": "081287028556", "KTP": files[0], "KK": files[1],
    }  # fmt: skip
    assert (arrival.code, arrival.damaged) == ("", ())


# --- time -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 5), ("Asia/Makassar", 4), ("Asia/Jayapura", 3)])
def test_a_serial_is_a_moment_in_the_spreadsheets_zone(zone: str, hour: int) -> None:
    """Noon there is another moment in each of Indonesia's three zones."""
    assert moment(NOON_SERIAL, ZoneInfo(zone)) == datetime(2026, 11, 23, hour, tzinfo=UTC)


def test_a_serial_is_good_to_the_millisecond() -> None:
    """Days as a fraction lose nothing that a time stamp has."""
    assert moment(45068.24107638889, JAKARTA).isoformat() == "2023-05-22T05:47:09+07:00"
