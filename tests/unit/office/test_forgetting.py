"""The daily purge, over a real ledger."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from office.cases import Redaction, Status
from office.forgetting import BOOKMARK, due, purge
from office.ledger import bookmarks, cases, chats, inbox, outbox, register, schema
from office.ledger.cases import Opened
from office.ledger.connection import Ledger
from office.ledger.register import Content, Letter
from tests.unit.builders import ANSWERS, CHAT, NIK, NOON, STAFF, arrival, block, form, village
from tests.unit.office.ledger.papers import entry, opened

DAY = timedelta(days=1)
HIDDEN = "321601******0001"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "buku.db") as opened:
        yield opened


class Shelf:
    """Remembers which letters' files were to go."""

    def __init__(self, *troubles: Exception) -> None:
        self.forgotten: list[str] = []
        self._troubles = list(troubles)

    def forget(self, letter: Letter) -> None:
        if self._troubles:
            raise self._troubles.pop()
        self.forgotten.append(letter.entry.number)


def purged(ledger: Ledger, after: timedelta, shelf: Shelf | None = None, **settings: Any) -> dict[str, int]:
    """What goes so long after noon."""
    return dict(purge(ledger, village(**settings), NOON + after, (shelf or Shelf()).forget))


def case(ledger: Ledger, status: Status = Status.DONE, row: Any = None, nik: str | None = NIK) -> Opened:
    """Siti's request, which came to this at noon."""
    with ledger.write() as tx:
        made = opened(tx, row)
        tx.execute(schema.attempts.update().values(nik=nik).where(schema.attempts.c.id == made.attempt_id))
        cases.set_status(tx, made.attempt_id, status, NOON)
    return made


def nik(ledger: Ledger) -> str | None:
    with ledger.read() as tx:
        return tx.scalar(select(schema.attempts.c.nik))


def test_nothing_goes_before_its_time(ledger: Ledger) -> None:
    """Ninety days to the second."""
    made = case(ledger)
    assert not any(purged(ledger, 90 * DAY).values())
    with ledger.read() as tx:
        assert cases.by_id(tx, made.attempt_id).answers == ANSWERS


def test_a_nik_is_masked_ninety_days_after_closing(ledger: Ledger) -> None:
    """In the answers and where letters are counted by it; all else stays, and it is masked once."""
    made = case(ledger)
    assert purged(ledger, 91 * DAY)["nik"] == 2
    with ledger.read() as tx:
        left = cases.by_id(tx, made.attempt_id)
    assert left.answers == ANSWERS | {"NIK": HIDDEN}
    assert (left.redacted, left.damaged) == (Redaction.NIK, ("NIK",))
    assert left.fingerprint == arrival("ACDE").fingerprint
    assert nik(ledger) == HIDDEN
    assert purged(ledger, 92 * DAY)["nik"] == 0


@pytest.mark.parametrize("status", [Status.NEW, Status.INCOMPLETE, Status.READY, Status.AWAITING_SIGNATURE])
def test_what_is_open_keeps_everything(ledger: Ledger, status: Status) -> None:
    """However long it lies."""
    made = case(ledger, status)
    assert not any(purged(ledger, 4000 * DAY).values())
    with ledger.read() as tx:
        assert cases.by_id(tx, made.attempt_id).redacted is None


def test_what_was_replaced_waits_for_its_request(ledger: Ledger) -> None:
    """The first attempt closed long ago; the request is still open."""
    made = case(ledger, Status.INCOMPLETE)
    with ledger.write() as tx:
        cases.add_attempt(tx, made.case_id, arrival("CDEF", serial=2.0), "CDEF", (), due_at=NOON, now=NOON, late=False)
    assert not any(purged(ledger, 400 * DAY).values())


def test_answers_are_erased_after_a_year(ledger: Ledger) -> None:
    """What the statistics and the form's row need stays."""
    made = case(ledger)
    purged(ledger, 91 * DAY)
    assert purged(ledger, 366 * DAY)["jawaban"] == 1
    with ledger.read() as tx:
        left = cases.by_id(tx, made.attempt_id)
    assert (left.answers, left.damaged, left.name, left.redacted) == ({}, (), "", Redaction.ALL)
    assert (left.status, left.fingerprint) == (Status.DONE, arrival("ACDE").fingerprint)
    assert purged(ledger, 367 * DAY)["jawaban"] == 0


def test_a_limit_counts_on_after_the_masking(ledger: Ledger) -> None:
    """The NIK by which letters are counted stays as long as the limit looks back."""
    case(ledger)
    letter = {"templat": "sku.docx", "kode": "517", "batas": {"surat": 1, "hari": 400}}
    services = {"sku": block("SKU", surat=letter) | {"key": "sku", "form": form(101)}}
    purged(ledger, 390 * DAY, layanan=services)
    assert nik(ledger) == NIK
    purged(ledger, 401 * DAY, layanan=services)
    assert nik(ledger) == HIDDEN


def test_a_service_that_is_offered_no_more_is_not_forgotten(ledger: Ledger) -> None:
    """Its citizens' data goes like that of others."""
    case(ledger)
    services = {"sktm": block("SKTM") | {"key": "sktm", "form": form(102)}}
    assert purged(ledger, 91 * DAY, layanan=services)["nik"] == 2


def say(ledger: Ledger, update_id: int, state: str) -> None:
    with ledger.write() as tx:
        inbox.accept(tx, [(update_id, CHAT, '{"text": "halo"}')], NOON)
        item = inbox.head(tx, CHAT)
        assert item
        inbox.done(tx, item.id) if state == inbox.DONE else inbox.failed(tx, item.id, "KeyError")


def test_messages_go_after_two_days_and_failed_ones_after_a_month(ledger: Ledger) -> None:
    """That one failed, and why, is the operator's to read for so long."""
    say(ledger, 1, inbox.DONE)
    say(ledger, 2, inbox.FAILED)
    assert purged(ledger, 3 * DAY)["percakapan"] == 1
    with ledger.read() as tx:
        (row,) = tx.execute(select(schema.inbox)).all()
    assert (row.update_id, row.reason) == (2, "KeyError")
    assert purged(ledger, 31 * DAY)["percakapan"] == 1


def test_notices_lose_their_words_after_ninety_days(ledger: Ledger) -> None:
    """Not those on their way, nor those of an open request; the desk still says what was told when."""
    done, still_open = case(ledger), case(ledger, Status.READY, arrival("CDEF", serial=2.0))
    with ledger.write() as tx:
        for key, made in (("a", done), ("b", still_open), ("c", None)):
            about = {"attempt_id": made.attempt_id if made else None}
            outbox.put(tx, key=key, chat_id=CHAT, kind="receipt", params={"name": "Siti"}, now=NOON, **about)
        for number in (1, 2):
            outbox.delivered(tx, number, 7, NOON)
    assert purged(ledger, 91 * DAY)["kabar"] == 1
    with ledger.read() as tx:
        rows = tx.execute(select(schema.outbox).order_by(schema.outbox.c.id)).all()
        news = cases.by_id(tx, done.attempt_id).news
    assert [row.params for row in rows] == [{}, {"name": "Siti"}, {"name": "Siti"}]
    assert news
    assert (news.kind, news.at) == ("receipt", NOON)


def letter(ledger: Ledger, made: Opened, sequence: int) -> Letter:
    content = Content({"NIK": NIK}, qr="https://t.me/contoh", valid_until="2027-01-01")
    with ledger.write() as tx:
        return register.enter(tx, entry(made, sequence, template="sku.docx", content=content), NOON)


def test_letters_stay_for_good_unless_the_village_says_otherwise(ledger: Ledger) -> None:
    """Then files and contents go after so many years; number, name and validity stay, and open requests' letters."""
    old = letter(ledger, case(ledger), 1)
    fetched_never = letter(ledger, case(ledger, Status.READY, arrival("CDEF", serial=2.0)), 2)
    shelf = Shelf()
    purged(ledger, 9000 * DAY, shelf)
    assert shelf.forgotten == []
    assert purged(ledger, 1831 * DAY, shelf, privasi={"surat_tahun": 5})["surat"] == 1
    assert shelf.forgotten == [old.entry.number]
    with ledger.read() as tx:
        left, other = register.all_letters(tx)
    assert left.entry.content == Content(valid_until="2027-01-01")
    assert (left.entry.number, left.entry.addressee) == (old.entry.number, old.entry.addressee)
    assert other.entry.content == fetched_never.entry.content
    assert purged(ledger, 1832 * DAY, shelf, privasi={"surat_tahun": 5})["surat"] == 0


def test_a_file_that_cannot_be_removed_keeps_its_letter_until_it_can(ledger: Ledger) -> None:
    """It may be open in Word; the others go."""
    letter(ledger, case(ledger), 1)
    shelf = Shelf(PermissionError("locked"))
    assert [purged(ledger, days * DAY, shelf, privasi={"surat_tahun": 5})["surat"] for days in (1831, 1832)] == [0, 1]


def test_what_went_is_noted_and_the_next_time_is_a_day_later(ledger: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    """The log counts and names nobody; a moment in the future was a clock's mistake."""
    case(ledger)
    at = NOON + 91 * DAY
    assert due(ledger, at)
    with caplog.at_level("INFO"):
        purged(ledger, 91 * DAY)
    assert caplog.messages == ["Masa simpan lewat, jadi dihapus atau ditutup: nik 2."]
    with ledger.read() as tx:
        noted = bookmarks.get(tx, BOOKMARK)
    assert (noted["nik"], datetime.fromisoformat(noted["at"])) == (2, at)
    assert [due(ledger, at + wait) for wait in (timedelta(hours=23), DAY, -DAY)] == [False, True, True]


def test_who_blocked_the_bot_and_staff_alerts_are_not_touched(ledger: Ledger) -> None:
    """A purge forgets words, not that somebody cannot be reached."""
    with ledger.write() as tx:
        chats.heard(tx, CHAT, "siti", NOON)
        chats.blocked(tx, CHAT, NOON)
        outbox.put(tx, key="x", chat_id=STAFF, kind="staff_alert", params={"alert": "x"}, now=NOON)
    purged(ledger, 400 * DAY)
    with ledger.read() as tx:
        assert chats.is_blocked(tx, CHAT)
        assert tx.scalar(select(schema.outbox.c.params)) == {"alert": "x"}
