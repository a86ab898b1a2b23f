"""The archive tabs say no more than the ledger, and old rows of the form tabs stay old."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from office.cases import Decision, Redaction
from office.doors import Ambiguous, Retryable
from office.forgetting import purge
from office.ledger import privacy
from office.ledger.connection import Ledger
from sheets_sync.batch import DESK_TAB, archive_tab
from sheets_sync.censor import Censor, Places, places
from sheets_sync.columns import HEADERS, LOOKS, Column
from tests.unit.builders import CHAT, NIK, SKU_TAB
from tests.unit.sheets_sync.hall import Hall

ARCHIVE = archive_tab(2026)
A_DAY = 86_400
HIDDEN = "321601******0001"
OTHER_NIK, OTHER_HIDDEN = "3216010101900077", "321601******0077"


@pytest.fixture
def censor(hall: Hall) -> Censor:
    return Censor(hall.door, hall.ledger, hall.config, lambda: hall.now)  # type: ignore[arg-type] # the paper door


def archived(hall: Hall, name: str = "Siti", nik: str = NIK, chat: int = CHAT) -> str:
    """A request that was turned down and has left the desk."""
    key = hall.arrive({"Nama Lengkap": name, "NIK": nik}, chat)
    hall.pick(key, Decision.REJECT, "di luar desa")
    hall.settle()
    hall.poll(A_DAY + 601)
    hall.poll()
    assert key in hall.door.column(ARCHIVE, Column.KEY)
    return key


def time_passes(hall: Hall, days: int) -> None:
    """The office is closed so long; then it opens again, and what is old goes."""
    hall.now += timedelta(days=days)
    purge(hall.ledger, hall.config, hall.now, lambda _: None)
    hall.start()
    hall.poll()


def cell(hall: Hall, key: str, column: Column) -> str:
    rows = hall.door.tabs[ARCHIVE]
    (row,) = [row for row in rows[1:] if row[Column.KEY] == key]
    return str(row[column]) if column < len(row) else ""


def whole_archive(hall: Hall) -> str:
    return str(hall.door.tabs[ARCHIVE])


def test_a_nik_is_masked_in_the_archive_and_nothing_else_changes(hall: Hall, censor: Censor) -> None:
    """Ninety days after closing; what people wrote and the form's own tab stay as they are."""
    key = archived(hall)
    before = [list(row) for row in hall.door.tabs[ARCHIVE]]
    form_tab = [list(row) for row in hall.door.tabs[SKU_TAB]]
    time_passes(hall, 91)
    assert NIK in cell(hall, key, Column.ANSWERS)
    assert censor.cover() == 1
    assert f"NIK: {HIDDEN}" in cell(hall, key, Column.ANSWERS)
    assert NIK not in whole_archive(hall)
    for old, new in zip(before, hall.door.tabs[ARCHIVE], strict=True):
        old[Column.ANSWERS] = new[Column.ANSWERS]
        assert old == new
    assert hall.door.tabs[SKU_TAB] == form_tab


def test_once_covered_the_archive_is_not_looked_at_again(hall: Hall, censor: Censor) -> None:
    """No call at all, until something else is due."""
    archived(hall)
    time_passes(hall, 91)
    censor.cover()
    asked, changed = len(hall.door.asked), len(hall.door.changes)
    assert censor.cover() == 0
    assert (len(hall.door.asked), len(hall.door.changes)) == (asked, changed)


@pytest.mark.parametrize("days", [91, 366])
def test_old_rows_are_neither_new_nor_changed_nor_told_of(hall: Hall, censor: Censor, days: int) -> None:
    """After masking and after erasing: in sweeps, in a sorted tab, with a copy, and beside new requests."""
    key = archived(hall)
    time_passes(hall, days)
    censor.cover()
    before, told = hall.dossier(key), hall.told()
    assert before.redacted is (Redaction.NIK if days < 365 else Redaction.ALL)
    for _ in range(2):
        hall.poll(601)
    hall.door.tabs[SKU_TAB].append(list(hall.door.tabs[SKU_TAB][1]))
    hall.poll()
    hall.poll(601)
    hall.door.sort(SKU_TAB, 0, descending=True)
    hall.poll()
    hall.poll(601)
    hall.start()
    hall.poll()
    assert [one.key for one in hall.dossiers()] == [key]
    assert hall.dossier(key) == before
    assert hall.told() == told
    new = hall.arrive({"Nama Lengkap": "Budi"}, 2)
    assert {one.key for one in hall.dossiers()} == {key, new}
    assert hall.dossier(new).concerns == ()
    assert hall.dossier(key) == before


def test_the_desk_does_not_bring_back_what_was_covered(hall: Hall, censor: Censor) -> None:
    """No row on the desk, no write but the archive's."""
    archived(hall)
    time_passes(hall, 91)
    censor.cover()
    changed = len(hall.door.changes)
    for _ in range(3):
        hall.poll(601)
    assert hall.door.column(DESK_TAB, Column.KEY) == []
    assert not [change for change in hall.door.changes[changed:] if str(DESK_TAB) in str(change)]


def test_erased_answers_leave_no_name_and_no_link(hall: Hall, censor: Censor) -> None:
    """The number, the status and the times stay."""
    key = archived(hall)
    time_passes(hall, 366)
    assert censor.cover() == 1
    assert [cell(hall, key, column) for column in (Column.NAME, Column.ANSWERS, Column.FILES)] == ["", "", ""]
    assert cell(hall, key, Column.STATUS) == "Ditolak"
    assert "Siti" not in whole_archive(hall)


def test_masking_first_and_erasing_later_are_both_seen_to(hall: Hall, censor: Censor) -> None:
    """What was covered once is due again."""
    key = archived(hall)
    time_passes(hall, 91)
    censor.cover()
    time_passes(hall, 280)
    assert censor.cover() == 1
    assert cell(hall, key, Column.ANSWERS) == ""


def test_columns_are_found_by_their_titles(hall: Hall, censor: Censor) -> None:
    """People put a column of their own in front of all others."""
    archived(hall)
    hall.door.tabs[ARCHIVE] = [["Paraf" if not at else "ok", *row] for at, row in enumerate(hall.door.tabs[ARCHIVE])]
    time_passes(hall, 91)
    assert censor.cover() == 1
    assert NIK not in whole_archive(hall)
    assert [row[0] for row in hall.door.tabs[ARCHIVE]] == ["Paraf", "ok"]


def test_a_header_that_cannot_be_trusted_stops_that_tab(hall: Hall, censor: Censor) -> None:
    """Nothing is written, and it is done as soon as the title is back."""
    archived(hall)
    time_passes(hall, 91)
    hall.door.type(ARCHIVE, 0, Column.KEY, "Nomor")
    assert censor.cover() == 0
    hall.door.type(ARCHIVE, 0, Column.KEY, LOOKS[Column.KEY].title)
    assert censor.cover() == 1


def test_equal_titles_are_no_place() -> None:
    """Which of the two is meant is not known; a column that is gone is not needed."""
    assert places(1, [*HEADERS, LOOKS[Column.ANSWERS].title]) is None
    assert places(1, [title for title in HEADERS if title != LOOKS[Column.KEY].title]) is None
    assert places(1, ["No. Permohonan", "Isian"]) == Places(1, 0, {Column.ANSWERS: 1})


def two(hall: Hall) -> tuple[str, str]:
    return archived(hall), archived(hall, "Ana", OTHER_NIK, 2)


def sort_once(hall: Hall) -> Callable[[], None]:
    """Somebody sorts the archive by name right before our write."""

    def sort() -> None:
        hall.door.before_change = None
        hall.door.sort(ARCHIVE, Column.NAME, descending=True)

    return sort


def test_a_row_that_moved_under_our_hands_is_not_left_with_anothers_words(hall: Hall, censor: Censor) -> None:
    """Only one of the two is due; the other is written anew from the ledger, in full."""
    first = archived(hall)
    hall.now += timedelta(days=20)
    second = archived(hall, "Ana", OTHER_NIK, 2)
    time_passes(hall, 75)
    assert hall.dossier(second).redacted is None
    in_full = cell(hall, second, Column.ANSWERS)
    hall.door.before_change = sort_once(hall)
    censor.cover()
    censor.cover()
    assert f"NIK: {HIDDEN}" in cell(hall, first, Column.ANSWERS)
    assert cell(hall, second, Column.ANSWERS).split() == in_full.split()
    assert cell(hall, second, Column.NAME) == "Ana"


def test_two_that_change_places_both_come_right(hall: Hall, censor: Censor) -> None:
    """However the tab was sorted meanwhile."""
    first, second = two(hall)
    time_passes(hall, 91)
    hall.door.before_change = sort_once(hall)
    censor.cover()
    censor.cover()
    assert HIDDEN in cell(hall, first, Column.ANSWERS)
    assert OTHER_HIDDEN in cell(hall, second, Column.ANSWERS)
    assert NIK not in whole_archive(hall)
    assert OTHER_NIK not in whole_archive(hall)


@pytest.mark.parametrize("when", ["change", "change after"])
def test_a_lost_answer_loses_nothing(hall: Hall, censor: Censor, when: str) -> None:
    """The next run looks at what stands there."""
    first, _ = two(hall)
    time_passes(hall, 91)
    hall.door.troubles[when] = [Ambiguous("lost") if when == "change after" else Retryable("busy")]
    with pytest.raises((Ambiguous, Retryable)):
        censor.cover()
    assert censor.cover() == 2
    assert HIDDEN in cell(hall, first, Column.ANSWERS)
    assert NIK not in whole_archive(hall)


def test_a_sorting_whose_answer_was_lost_is_put_right_by_the_next_run(hall: Hall, censor: Censor) -> None:
    """It remembers where it wrote."""
    first = archived(hall)
    hall.now += timedelta(days=20)
    second = archived(hall, "Ana", OTHER_NIK, 2)
    time_passes(hall, 75)
    hall.door.before_change = sort_once(hall)
    hall.door.troubles["change after"] = [Ambiguous("lost")]
    with pytest.raises(Ambiguous):
        censor.cover()
    censor.cover()
    assert HIDDEN in cell(hall, first, Column.ANSWERS)
    assert OTHER_NIK in cell(hall, second, Column.ANSWERS)


def test_a_row_that_somebody_deleted_is_not_looked_for_for_ever(hall: Hall, censor: Censor) -> None:
    """Nor one whose whole archive is gone."""
    archived(hall)
    del hall.door.tabs[ARCHIVE][1]
    time_passes(hall, 91)
    assert censor.cover() == 1
    assert censor.cover() == 0


def test_a_row_that_still_stands_on_the_desk_waits(hall: Hall, ledger: Ledger, censor: Censor) -> None:
    """Somebody asks for something on it; the desk itself is kept like the ledger by each poll."""
    key = hall.arrive()
    hall.pick(key, Decision.REJECT, "di luar desa")
    hall.settle()
    hall.pick(key, "entah")
    hall.now += timedelta(days=91)
    purge(ledger, hall.config, hall.now, lambda _: None)
    hall.poll()
    assert censor.cover() == 0
    hall.poll()
    assert HIDDEN in str(hall.shown(key, Column.ANSWERS))
    assert hall.dossier(key).concerns == ()


def test_many_are_covered_a_few_at_a_time(hall: Hall, censor: Censor, monkeypatch: pytest.MonkeyPatch) -> None:
    """One run does them all."""
    monkeypatch.setattr("sheets_sync.censor.AT_ONCE", 1)
    two(hall)
    time_passes(hall, 91)
    assert censor.cover() == 2


def test_what_was_brought_back_with_an_older_spreadsheet_is_covered_again(hall: Hall, censor: Censor) -> None:
    """Google's version history holds the NIK; the archive must not for long."""
    archived(hall)
    old = [list(row) for row in hall.door.tabs[ARCHIVE]]
    time_passes(hall, 91)
    censor.cover()
    hall.door.tabs[ARCHIVE] = old
    with hall.ledger.write() as tx:
        privacy.uncover(tx)
    assert censor.cover() == 1
    assert NIK not in whole_archive(hall)


def test_a_service_that_is_offered_no_more_is_covered_too(hall: Hall) -> None:
    """By what the ledger says."""
    key = archived(hall)
    time_passes(hall, 91)
    fewer = hall.config.model_copy(update={"services": {"sktm": hall.config.services["sktm"]}})
    assert Censor(hall.door, hall.ledger, fewer, lambda: hall.now).cover() == 1  # type: ignore[arg-type] # paper
    assert f"NIK: {HIDDEN}" in cell(hall, key, Column.ANSWERS)
