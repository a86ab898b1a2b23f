"""What a NIK has had before."""

from sqlalchemy import Connection

from office.cases import Status
from office.inputs import Earlier, Given
from office.ledger import cases, earlier, register
from office.ledger.cases import Opened
from office.ledger.connection import Ledger
from tests.unit.builders import CHAT, DEAL, NIK, NOON, NOON_SERIAL, arrival
from tests.unit.office.ledger.papers import entry

OTHER = "3216010101900002"


def request(
    tx: Connection, number: int, status: Status = Status.NEW, *, nik: str | None = NIK, service: str = "sku"
) -> Opened:
    """A request for this NIK that has come this far."""
    row = arrival(f"C{number}", service=service, serial=float(number))
    new = cases.open_case(
        tx, row, service.upper(), chat_id=CHAT, code=row.code, concerns=(), due_at=NOON, now=NOON, choose=DEAL, nik=nik
    )
    if status is not Status.NEW:
        cases.set_status(tx, new.attempt_id, status, NOON)
    return new


def test_open_requests_and_good_letters_are_found_by_service_and_nik(ledger: Ledger) -> None:
    """Oldest first: those that are open, those whose letter was given, those whose letter is being made."""
    with ledger.write() as tx:
        new, waits, making, done = (
            request(tx, n, status)
            for n, status in enumerate((Status.NEW, Status.INCOMPLETE, Status.APPROVED, Status.DONE))
        )
        register.enter(tx, entry(done), NOON)
        elsewhere, other = request(tx, 8, service="sktm"), request(tx, 9, nik=OTHER)
        request(tx, 10, nik=None)
        found = earlier.of_niks(tx, {NIK, OTHER, "3216010101900003"})
    still_open = {case.case_id: case.key for case in (new, waits, making)}
    assert found == {
        ("sku", NIK): Earlier(still_open, (Given(making.key, None), Given("517/001/DS-KRS/XI/2026", NOON))),
        ("sktm", NIK): Earlier({elsewhere.case_id: elsewhere.key}),
        ("sku", OTHER): Earlier({other.case_id: other.key}),
    }


def test_what_came_to_nothing_is_not_counted(ledger: Ledger) -> None:
    """Refused, given up, replaced by a correction, or withdrawn."""
    with ledger.write() as tx:
        for number, status in enumerate((Status.REJECTED, Status.CANCELLED, Status.EXPIRED, Status.WITHDRAWN)):
            request(tx, number, status)
        first = request(tx, 8)
        corrected = cases.add_attempt(
            tx, first.case_id, arrival("WXYZ", serial=NOON_SERIAL + 1), "WXYZ", (), due_at=NOON, now=NOON, late=False,
            nik=NIK,
        )  # fmt: skip
        found = earlier.of_niks(tx, {NIK})[("sku", NIK)]
    assert found == Earlier({first.case_id: corrected.key})


def test_a_nik_follows_the_answers(ledger: Ledger) -> None:
    """One that was mended before the decision is counted as it is now; one that was only noted is not."""
    row = arrival("C1", {"NIK": OTHER}, serial=1.0)
    with ledger.write() as tx:
        new = request(tx, 1)
        for used, niks in ((False, {("sku", NIK)}), (True, {("sku", OTHER)})):
            cases.revise(tx, cases.by_id(tx, new.attempt_id), row, (), used=used, now=NOON, nik=OTHER)
            assert earlier.of_niks(tx, {NIK, OTHER}).keys() == niks


def test_nobody_is_asked_about(ledger: Ledger) -> None:
    """Most polls bring nobody."""
    with ledger.read() as tx:
        assert earlier.of_niks(tx, ()) == {}
