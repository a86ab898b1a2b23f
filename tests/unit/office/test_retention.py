"""How long what is kept, and what is left of it afterwards."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from office.cases import Concern, Dossier, Redaction, Status
from office.casework import AddAttempt, NotePick, Revise
from office.config import Privacy
from office.retention import ends, masked, masked_nik, nik_counts_until
from tests.unit.builders import ANSWERS, NIK, NOON, NOON_SERIAL, SKU, arrival, dossier, kinds, service, ticket
from tests.unit.office.village_hall import arrive, pick, settled

HIDDEN = "321601******0001"
MASKED = ANSWERS | {"NIK": HIDDEN}


def closed(
    redacted: Redaction, answers: Mapping[str, str], damaged: tuple[str, ...] = ("NIK",), **fields: object
) -> Dossier:
    """Siti's request long after it was closed; the fingerprint is still that of her row."""
    row = arrival("ACDE")
    known = {"status": Status.DONE, "closed_at": NOON} | fields
    return dossier(row, redacted=redacted, answers=answers, damaged=damaged, **known)


MASKED_ONE = closed(Redaction.NIK, MASKED)
ERASED_ONE = closed(Redaction.ALL, {}, ())


# --- masking ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "answer", "left"),
    [
        ("NIK", NIK, HIDDEN),
        ("NIK", "3216 0101 0190 0001", HIDDEN),
        ("NIK", "32160101019000", "321601****9000"),
        ("NIK", "123", "***"),
        ("NIK", HIDDEN, HIDDEN),
        ("NIK", "", ""),
        ("Keperluan", f"Untuk anak saya {NIK}, terima kasih", f"Untuk anak saya {HIDDEN}, terima kasih"),
        ("Keperluan", f"Budi; {NIK}\nAni; 3216.0101.0190.0002", f"Budi; {HIDDEN}\nAni; 321601******0002"),
        ("Keperluan", "Telepon 081200001111 saja", "Telepon 081200001111 saja"),
        ("Nomor/Username Telegram", "081200001111", "081200001111"),
        ("Pertanyaan Lama", NIK, HIDDEN),
        ("KTP", "https://drive.contoh/?id=1234567890123456", "https://drive.contoh/?id=1234567890123456"),
    ],
)  # fmt: skip
def test_a_nik_is_masked_wherever_it_stands(title: str, answer: str, left: str) -> None:
    """In its own question and among other words; the region and the last digits stay, links and phones whole."""
    assert masked({title: answer}, SKU) == {title: left}
    assert masked({title: left}, SKU) == {title: left}


def test_a_service_that_is_offered_no_more_is_masked_too() -> None:
    """By what its answers look like."""
    assert masked({"NIK": NIK, "Nama": "Siti"}, None) == {"NIK": HIDDEN, "Nama": "Siti"}
    assert masked_nik(NIK) == HIDDEN


def test_zero_keeps_for_good() -> None:
    """And the defaults end each kind at its own day."""
    kept = ends(Privacy(), NOON)
    assert (kept.chats, kept.notices) == (NOON - timedelta(days=2), NOON - timedelta(days=90))
    assert (kept.answers, kept.letters) == (NOON - timedelta(days=365), None)
    other = {"kabar_hari": 0, "jawaban_hari": 0, "surat_tahun": 1, "sensor_nik_hari": 0}
    off = ends(Privacy.model_validate(other), NOON)
    assert (off.notices, off.answers, off.niks) == (None, None, None)
    assert off.letters == NOON - timedelta(days=366)


def test_a_limit_that_looks_further_back_keeps_whom_it_counts() -> None:
    """Otherwise the limit would end with the masking."""
    wide = service(surat={"templat": "sku.docx", "kode": "517", "batas": {"surat": 1, "hari": 200}})
    short = NOON - timedelta(days=90)
    assert nik_counts_until(wide, short, NOON) == NOON - timedelta(days=200)
    assert nik_counts_until(SKU, short, NOON) == short
    assert nik_counts_until(None, short, NOON) == short
    assert nik_counts_until(wide, None, NOON) is None


# --- old rows are still recognised ------------------------------------------------------------------------------


@pytest.mark.parametrize("known", [MASKED_ONE, ERASED_ONE])
@pytest.mark.parametrize("complete", [True, False])
def test_an_old_row_is_neither_new_nor_changed(known: Dossier, complete: bool) -> None:
    """The row holds the answers in full; only the ledger does not any more."""
    used = ticket("ACDE", used=True)
    assert arrive(arrival("ACDE"), dossiers=[known], tickets=[used], complete=complete).actions == ()


@pytest.mark.parametrize("known", [MASKED_ONE, ERASED_ONE])
def test_a_row_without_a_code_is_recognised_too(known: Dossier) -> None:
    """By its place and its fingerprint."""
    bare = arrival("")
    left = {"redacted": known.redacted, "answers": known.answers, "damaged": known.damaged}
    mine = dossier(bare, status=Status.DONE, closed_at=NOON, **left)
    assert arrive(bare, dossiers=[mine]).actions == ()


@pytest.mark.parametrize("known", [MASKED_ONE, ERASED_ONE])
def test_a_row_with_a_new_time_stamp_is_still_that_row(known: Dossier) -> None:
    """Only when it was sent is noted."""
    moved = arrival("ACDE", serial=NOON_SERIAL + 1)
    (action,) = arrive(moved, dossiers=[known], tickets=[ticket("ACDE", used=True)], complete=True).actions
    assert isinstance(action, Revise)
    assert (action.used, action.concerns) == (False, ())


def test_an_edit_of_a_masked_row_names_what_was_edited_and_not_the_nik() -> None:
    """As it would have without the mask."""
    edited = arrival("ACDE", {"Keperluan": "Lain"})
    (action,) = arrive(edited, dossiers=[MASKED_ONE], tickets=[ticket("ACDE", used=True)]).actions
    assert isinstance(action, Revise)
    assert action.concerns == (Concern("answers_changed_after", "Keperluan"),)
    again = closed(Redaction.NIK, MASKED, concerns=action.concerns)
    assert arrive(edited, dossiers=[again], tickets=[ticket("ACDE", used=True)]).actions == ()


def test_digits_that_came_as_a_number_are_no_edit_of_a_masked_row() -> None:
    """Their exact form was in the ledger alone."""
    lossy = arrival("ACDE", {"NIK": "3216010101900000"}, damaged=("NIK",))
    assert arrive(lossy, dossiers=[MASKED_ONE], tickets=[ticket("ACDE", used=True)]).actions == ()


def test_an_edit_of_an_erased_row_is_nobodys_business() -> None:
    """There is nothing to compare it with, and nothing that it could change."""
    edited = arrival("ACDE", {"Keperluan": "Lain"})
    assert arrive(edited, dossiers=[ERASED_ONE], tickets=[ticket("ACDE", used=True)]).actions == ()


@pytest.mark.parametrize("known", [MASKED_ONE, ERASED_ONE])
def test_an_old_row_does_not_make_its_neighbours_look_torn_apart(known: Dossier) -> None:
    """A citizen's open request loses an answer that stands in full in an old row of theirs."""
    open_one = dossier(arrival("CDEF", serial=1.0), attempt_id=2, case_id=2, key="SKU-2222", reference="SKU-2222")
    edited = arrival("CDEF", {"NIK": "3216010101900002"}, serial=1.0)
    actions = arrive(
        arrival("ACDE"), edited, dossiers=[known, open_one],
        tickets=[ticket("ACDE", used=True), ticket("CDEF", used=True)],
    ).actions  # fmt: skip
    (action,) = actions
    assert isinstance(action, Revise)
    assert action.used
    assert kinds(action.concerns)[0] == "answers_changed"


def test_a_swap_with_a_masked_row_is_still_seen() -> None:
    """Somebody sorted a part of the tab: an open request's answers stand in an old row."""
    open_row = arrival("CDEF", {"Keperluan": "Sewa kios"}, serial=1.0)
    open_one = dossier(open_row, attempt_id=2, case_id=2, key="SKU-2222", reference="SKU-2222")
    rows = arrival("ACDE", {"Keperluan": "Sewa kios"}), arrival("CDEF", serial=1.0)
    used = [ticket("ACDE", used=True), ticket("CDEF", used=True)]
    actions = arrive(*rows, dossiers=[MASKED_ONE, open_one], tickets=used).actions
    assert [kinds(action.concerns) for action in actions if isinstance(action, Revise)] == [["answers_mixed"]] * 2


# --- what is masked makes no letter -----------------------------------------------------------------------------


@pytest.mark.parametrize(("redacted", "answers"), [(Redaction.NIK, MASKED), (Redaction.ALL, {})])
def test_what_was_refused_long_ago_cannot_be_approved_with_stars(redacted: Redaction, answers: dict[str, str]) -> None:
    """A letter never says `321601******0001`."""
    old = closed(redacted, answers, status=Status.REJECTED)
    (action,) = settled(pick("Setujui"), dossiers=[old]).actions
    assert isinstance(action, NotePick)
    assert action.concern
    assert action.concern.kind == "missing_values"


def test_an_open_request_that_was_masked_before_takes_the_citizens_edit() -> None:
    """A refusal that was turned into Belum Lengkap after a long time."""
    again = closed(Redaction.ALL, {}, (), status=Status.INCOMPLETE, closed_at=None, incomplete_since=NOON)
    edited = arrival("ACDE", {"Keperluan": "Lain"})
    (action,) = arrive(edited, dossiers=[again], tickets=[ticket("ACDE", used=True)]).actions
    assert isinstance(action, Revise)
    assert action.used


@pytest.mark.parametrize(
    ("redacted", "answers", "said"),
    [(Redaction.NIK, MASKED, (Concern("corrected", "Keperluan"),)), (Redaction.ALL, {}, ())],
)
def test_a_correction_of_what_was_masked_says_only_what_is_known(
    redacted: Redaction, answers: dict[str, str], said: tuple[Concern, ...]
) -> None:
    """The NIK was not corrected."""
    old = closed(redacted, answers, status=Status.REJECTED)
    mine = ticket("CDEF", case_id=1)
    row = arrival("CDEF", {"Keperluan": "Lain"}, serial=NOON_SERIAL + 100)
    (action,) = arrive(row, dossiers=[old], tickets=[mine]).actions
    assert isinstance(action, AddAttempt)
    assert action.concerns == said
