"""Running numbers and the register of letters."""

import pytest
from sqlalchemy.exc import IntegrityError

from office.ledger import letter_jobs, register
from office.ledger.connection import Ledger
from tests.unit.builders import NOON, arrival
from tests.unit.office.ledger.papers import entry, opened


def test_each_series_and_each_year_begins_with_one(ledger: Ledger) -> None:
    """Numbers run on in their own series and year only."""
    with ledger.write() as tx:
        taken = [register.allocate(tx, *of) for of in (("surat", 2026), ("surat", 2026), ("surat", 2027), ("n", 2026))]
    assert taken == [1, 2, 1, 1]


def test_a_letter_is_found_as_it_was_entered(ledger: Ledger) -> None:
    """Everything that is printed in it, frozen."""
    content = register.Content({"NIK": "1"}, {"saksi": [{"Nama": "Budi"}]}, "https://x.y/z")
    with ledger.write() as tx:
        line = entry(opened(tx), content=content)
        made = register.enter(tx, line, NOON)
    with ledger.read() as tx:
        assert register.letter(tx, made.id) == made
        assert register.all_letters(tx) == [made]
    assert (made.entry, made.issued_at) == (line, NOON)


def test_a_case_has_one_letter(ledger: Ledger) -> None:
    """Approving a second time makes no second one."""
    with ledger.write() as tx:
        case = opened(tx)
        register.enter(tx, entry(case, 1), NOON)
        with pytest.raises(IntegrityError):
            register.enter(tx, entry(case, 2), NOON)


@pytest.mark.parametrize(("sequence", "number"), [(2, "517/001/DS-KRS/XI/2026"), (1, "517/001/LAIN/XI/2026")])
def test_a_number_belongs_to_one_letter(ledger: Ledger, sequence: int, number: str) -> None:
    """Neither the printed number nor its place in the series is given twice."""
    with ledger.write() as tx:
        register.enter(tx, entry(opened(tx), 1), NOON)
        other = opened(tx, arrival("CDEF", serial=2.0))
        with pytest.raises(IntegrityError):
            register.enter(tx, entry(other, sequence, number=number), NOON)


def test_a_letter_is_ordered_once(ledger: Ledger) -> None:
    """A second order for the same attempt changes nothing, also when the first is done."""
    with ledger.write() as tx:
        attempt = opened(tx).attempt_id
        letter_jobs.order(tx, attempt, NOON)
        letter_jobs.order(tx, attempt, NOON)
        job = letter_jobs.next_ordered(tx, NOON)
        assert job
        assert (job.attempt_id, job.tries) == (attempt, 0)
        letter_jobs.done(tx, attempt)
        letter_jobs.order(tx, attempt, NOON)
        assert letter_jobs.next_ordered(tx, NOON) is None


def test_a_series_waits_for_the_word_that_says_where_it_is(ledger: Ledger) -> None:
    """Others do not; said once, it goes on from there."""
    with ledger.write() as tx:
        register.have_confirmed(tx, ["n", "surat", "n"])
        assert register.unconfirmed(tx) == ["n", "surat"]
        with pytest.raises(register.Unconfirmed):
            register.allocate(tx, "surat", 2026)
        assert register.allocate(tx, "other", 2026) == 1
        register.start_after(tx, "surat", 2026, 41)
        assert register.allocate(tx, "surat", 2026) == 42
        assert register.unconfirmed(tx) == ["n"]


def test_a_series_never_goes_back(ledger: Ledger) -> None:
    """However the letters are entered that it has given already."""
    with ledger.write() as tx:
        for sequence in (3, 9, 4):
            register.reached(tx, "surat", 2026, sequence)
        assert register.allocate(tx, "surat", 2026) == 10
