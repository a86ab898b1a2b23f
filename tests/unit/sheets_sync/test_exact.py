"""Digits that a cell lost are found in the form's own responses."""

from datetime import timedelta

import pytest

from office.cases import Decision, Status
from sheets_sync.columns import Column
from sheets_sync.google import Range
from tests.unit.builders import ENTRIES, NIK, NOON_SERIAL, PHONE, SKU_TAB
from tests.unit.sheets_sync.hall import Hall
from tests.unit.sheets_sync.paper import sheet_row

LONG = "9116010101900017"
"""Beyond 2**53: as a number it becomes another."""


def typed(code: str, **answers: str) -> dict[int, str]:
    """A response as the form keeps it."""
    named = {"Kode Permohonan": code, "NIK": NIK, "Nomor/Username Telegram": PHONE} | answers
    return {ENTRIES[title]: text for title, text in named.items()}


def arrive(hall: Hall, number: float, text: str, *, times: int = 1) -> str:
    """A request whose NIK came as a number, though it was typed so; its key."""
    code = hall.code()
    if hall.forms.sent is not None:
        hall.forms.sent += [typed(code, NIK=text)] * times
    hall.send(code, {"NIK": number})
    hall.poll()
    return next(dossier.key for dossier in hall.dossiers() if dossier.code == code)


@pytest.fixture
def shared(hall: Hall) -> Hall:
    """A hall whose forms are shared with the service account, before its first request."""
    hall.poll()
    hall.forms.sent = []
    return hall


@pytest.mark.parametrize("text", [LONG, "0016010101900017"])
def test_the_exact_digits_are_used(shared: Hall, text: str) -> None:
    """The last place and a zero in front come back, nothing is to be checked, and the letter is made with them."""
    key = arrive(shared, float(text), text)
    assert shared.dossier(key).answers["NIK"] == text
    assert (shared.dossier(key).damaged, shared.shown(key, Column.CHECK)) == ((), "")
    shared.pick(key, Decision.APPROVE)
    shared.settle()
    shared.print_next()
    assert shared.printed()[0][2]["NIK"] == text


def test_what_was_found_is_not_asked_again_nor_taken_for_an_edit(shared: Hall) -> None:
    """Not by a sweep, not after a restart, not while the forms are away."""
    key = arrive(shared, float(LONG), LONG)
    shared.forms.sent = None
    shared.start()
    for _ in range(3):
        shared.poll(601)
    assert (shared.dossier(key).answers["NIK"], shared.dossier(key).concerns) == (LONG, ())
    assert len(shared.forms.asked) == 1


def test_one_call_for_all_rows_of_a_tab(shared: Hall) -> None:
    """From a little before the first of them on."""
    codes = [shared.code(chat) for chat in (7, 8, 9)]
    shared.forms.sent = [typed(code) for code in codes]
    for code in codes:
        shared.send(code, {"NIK": float(NIK)})
    shared.poll()
    ((form, since),) = shared.forms.asked
    assert form == f"form-{SKU_TAB}"
    assert timedelta(0) < shared.now - since < timedelta(minutes=10)
    assert [dossier.damaged for dossier in shared.dossiers()] == [()] * 3
    assert shared.forms.opened == 1


def test_a_form_that_is_not_shared_leaves_the_flag(hall: Hall) -> None:
    """It is tried once, and again in each sweep; the answer is not used."""
    hall.poll()
    key = arrive(hall, float(LONG), LONG)
    for _ in range(5):
        hall.poll()
    assert len(hall.forms.asked) == 1
    assert hall.dossier(key).damaged == ("NIK",)
    hall.pick(key, Decision.APPROVE)
    hall.settle()
    assert hall.dossier(key).status is Status.NEW


def test_a_form_that_is_shared_later_mends_what_is_open(hall: Hall) -> None:
    """In the next sweep the concern goes."""
    hall.poll()
    key = arrive(hall, float(LONG), LONG)
    hall.forms.sent = [typed(hall.dossier(key).code or "", NIK=LONG)]
    hall.poll(601)
    assert (hall.dossier(key).answers["NIK"], hall.dossier(key).damaged) == (LONG, ())
    assert "came_as_number" not in [concern.kind for concern in hall.dossier(key).concerns]


def test_a_cell_that_was_typed_over_is_not_mended(shared: Hall) -> None:
    """The response is about another number."""
    key = arrive(shared, 3216010101900099, NIK)
    assert shared.dossier(key).damaged == ("NIK",)


def test_a_code_that_was_sent_twice_mends_nothing(shared: Hall) -> None:
    """Whose digits they are is not certain."""
    key = arrive(shared, float(NIK), NIK, times=2)
    assert shared.dossier(key).damaged == ("NIK",)


def test_whole_rows_ask_for_nothing(shared: Hall) -> None:
    """Where the columns are text, the forms are never opened."""
    shared.arrive()
    assert shared.forms.opened == 0


def test_digits_are_never_taken_from_another_row_with_the_same_code(shared: Hall) -> None:
    """A sister's NIK differs by one: her row, sent with a used code, does not become her sister's."""
    first = arrive(shared, float(NIK), NIK)
    code = next(dossier.code for dossier in shared.dossiers() if dossier.key == first)
    shared.forms.sent = None
    shared.now += timedelta(minutes=1)
    shared.send(code or "", {"NIK": float(int(NIK) + 1)})
    shared.poll()
    second = next(dossier for dossier in shared.dossiers() if dossier.key != first)
    assert (second.answers["NIK"], second.damaged) == (str(int(NIK) + 1), ("NIK",))


def test_digits_of_a_row_without_a_good_code_stay_found(shared: Hall) -> None:
    """Its case has no code: what was found is known by the row's place, and a decision on it settles."""
    shared.forms.sent = [typed("XXXX", NIK=LONG)]
    shared.send("XXXX", {"NIK": float(LONG)})
    shared.poll()
    (mine,) = shared.dossiers()
    shared.forms.sent = None
    shared.start()
    shared.poll()
    shared.pick(mine.key, Decision.APPROVE)
    for _ in range(5):
        shared.poll(31)
    after = shared.dossier(mine.key)
    assert (after.status, after.answers["NIK"], after.damaged) == (Status.APPROVED, LONG, ())
    assert [concern.kind for concern in after.concerns] == ["unknown_code"]
    assert len(shared.forms.asked) == 1


def test_two_rows_of_one_moment_do_not_lend_each_other_digits(shared: Hall) -> None:
    """Neither has a good code, and their NIK are as good as one as numbers."""
    shared.send("XXXX", {"NIK": float(LONG)})
    shared.forms.sent = [typed("XXXX", NIK=LONG)]
    shared.send("YYYY", {"NIK": float(LONG), "Nama Lengkap": "Budi Contoh"})
    shared.door.type(SKU_TAB, 2, 0, shared.door.tabs[SKU_TAB][1][0])
    for _ in range(3):
        shared.poll(601)
    found = {mine.name: mine.damaged for mine in shared.dossiers()}
    assert found.pop("Budi Contoh") == ("NIK",)
    assert list(found.values()) == [()]


def test_digits_that_were_found_are_no_edit_for_which_the_whole_tab_is_read(shared: Hall) -> None:
    """The cell says what it said."""
    shared.door.tabs[SKU_TAB].append(sheet_row("X", NOON_SERIAL - 30, "Lama"))
    arrive(shared, float(LONG), LONG)
    shared.poll(601)
    before = len(shared.door.asked)
    shared.poll(601)
    assert Range(SKU_TAB) not in [one for call in shared.door.asked[before:] for one in call]
