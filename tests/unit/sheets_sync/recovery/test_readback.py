"""The script's cells, read back: what was written is understood again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.cases import Concern, Dossier, News
from sheets_sync import texts
from sheets_sync.columns import Column
from sheets_sync.desk import origin, projection
from sheets_sync.recovery import readback
from sheets_sync.recovery.attempts import ABOUT_PICKS, ABOUT_THE_DESK
from sheets_sync.recovery.readback import Origin
from tests.unit.builders import ANSWERS, JAKARTA, NOON, SKU, arrival, dossier

ABOUT_THE_REQUEST = {
    "no_code", "unknown_code", "code_of_other_service", "code_used_again", "came_as_number", "not_16_digits", "empty",
    "corrected", "corrected_nothing", "late_correction", "closed_correction", "answers_changed",
    "answers_changed_after", "answers_mixed", "code_expired", "bound", "not_mine", "still_open", "open_beside",
}  # fmt: skip
TITLES = st.sampled_from([*ANSWERS, "KTP", "Kolom lama"])
ONE_LINE = st.text("aB1: -=;/é…\u2028", min_size=1).map(str.strip).filter(bool)


def cells(mine: Dossier) -> dict[Column, str]:
    return projection(mine, SKU, JAKARTA)


def test_it_is_known_of_every_remark_what_it_is_about() -> None:
    """A remark on a pick is taken back when the pick is mended; one on the request stays. A new one must be sorted."""
    assert texts.CONCERN_KINDS == ABOUT_PICKS | ABOUT_THE_DESK | ABOUT_THE_REQUEST


@pytest.mark.parametrize("kind", sorted(texts.CONCERN_KINDS))
@pytest.mark.parametrize("about", ["NIK", "NIK, Nama Lengkap", "9/5"])
def test_every_remark_is_read_back(kind: str, about: str) -> None:
    """Alone and between others, whatever it is about."""
    mine = Concern(kind, about) if "{about}" in texts.concern(Concern(kind, "{about}")) else Concern(kind)
    for around in ((), (Concern("empty", "Keperluan"), Concern("no_code"))):
        said = "\n".join(map(texts.concern, (*around, mine, *around)))
        assert readback.concerns_of(said) == (*around, mine, *around)


def test_what_is_no_remark_of_ours_is_passed() -> None:
    """Words of people, or of an older version of the program."""
    said = f"catatan sendiri\n{texts.concern(Concern('empty', 'NIK'))}\nlagi"
    assert readback.concerns_of(said) == (Concern("empty", "NIK"),)
    assert readback.concerns_of("") == ()


@pytest.mark.parametrize("kind", texts.NEWS_KINDS)
@pytest.mark.parametrize("state", ["delivered", "permanent-failure", "uncertain", "created"])
def test_the_last_news_are_read_back(kind: str, state: str) -> None:
    """So that the cell says the same again; two kinds that read alike need not be told apart."""
    mine = dossier(news=News(kind, state, NOON))
    said = cells(mine)[Column.NEWS]
    found = readback.news_of(said, replace(mine, news=None), SKU, JAKARTA)
    assert found is not None
    assert found.state == state
    assert cells(replace(mine, news=found))[Column.NEWS] == said


def test_no_news_and_words_of_people_are_no_news() -> None:
    """A cell that was written over tells nothing."""
    assert [readback.news_of(text, dossier(), SKU, JAKARTA) for text in ("", "sudah saya telepon")] == [None, None]
    assert readback.news_of(cells(dossier(chat_id=None))[Column.NEWS], dossier(chat_id=None), SKU, JAKARTA) is None


def test_a_moment_is_read_to_the_minute() -> None:
    assert readback.moment_of(texts.when(NOON, JAKARTA), JAKARTA) == NOON
    assert readback.moment_of("besok", JAKARTA) is None


@pytest.mark.parametrize(
    ("key", "reference"),
    [("SKU-7K3Q", "SKU-7K3Q"), ("SKU-7K3Q-2", "SKU-7K3Q"), ("SKU-7K3Q-12", "SKU-7K3Q"), ("KET-UM-4679", "KET-UM-4679")],
)
def test_a_number_of_the_desk_names_its_case(key: str, reference: str) -> None:
    assert readback.reference_of(key) == reference


@pytest.mark.parametrize("key", ["", "salah", "SKU-7K3", "SKU-7K3Q-", "SKU-7K3Q-0"])
def test_what_is_no_number_of_the_desk(key: str) -> None:
    assert readback.reference_of(key) is None


@pytest.mark.parametrize("code", ["ACDE34679FGH", ""])
def test_an_origin_is_read_back_exactly(code: str) -> None:
    """The time stamp to its last digit: by it the form's row is known again."""
    mine = dossier(arrival(code, serial=46349.123456789012))
    assert readback.origin_of(origin(mine)) == Origin(mine.tab, mine.serial, code)


@pytest.mark.parametrize("text", ["", "101", "101/x/", "a/1.0/", "1/inf/", "1/nan/", "1/3216010101900001.0/"])
def test_what_is_no_origin(text: str) -> None:
    assert readback.origin_of(text) is None


@given(st.dictionaries(TITLES, ONE_LINE | st.just("1990-01-31"), max_size=6))
def test_answers_are_read_back_from_the_desk_alone(answers: dict[str, str]) -> None:
    """The form's row may be gone: each answer is found by its title, a date as the form gives it."""
    row = arrival(answers=answers)
    known = {title: text for title, text in answers.items() if title != "Kolom lama"}
    found = readback.answers_of(cells(dossier(arrival(answers=known))), SKU, None)
    assert found == known
    assert readback.answers_of(cells(dossier(row)), SKU, row) == answers


def test_answers_that_were_edited_in_the_form_since() -> None:
    """The desk's count; those that are the same are taken exactly, however the desk shows them."""
    shown = arrival("ACDE", {"Keperluan": "Modal\nusaha: warung", "Kolom lama": "x"})
    edited = arrival("ACDE", {"Keperluan": "lain", "Kolom lama": "x", "Tanggal Lahir": "1990-01-01"})
    assert readback.answers_of(cells(dossier(shown)), SKU, edited) == shown.answers


def test_an_answer_that_looks_like_another_title() -> None:
    """A title counts where it stands first."""
    odd = arrival("", {"Keperluan": "Perlu.\nNIK: bukan punya saya"})
    assert readback.answers_of(cells(dossier(odd)), SKU, None) == odd.answers
