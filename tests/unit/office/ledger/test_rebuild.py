"""A new ledger from what was found elsewhere: what was there before, and what is entered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from office.cases import Dossier, News, Status
from office.ledger import bookmarks, cases, chats, letter_jobs, outbox, rebuild, register, schema, tickets
from office.ledger.connection import Ledger
from office.ledger.rebuild import OldLetter, Past
from office.ledger.register import Entry, Letter
from office.notices import NoticeKind
from tests.unit.builders import CHAT, DEAL, NIK, NOON, SERVICES, arrival, dossier
from tests.unit.office.ledger.papers import opened

CODE, SECOND_CODE = "ACDE34679FGH", "ACDE34679FGJ"
NUMBER = "517/007/DS-KRS/XI/2026"
FIRST = dossier(
    arrival(CODE), status=Status.SUPERSEDED, latest=False, closed_at=NOON, news=News("incomplete", "delivered", NOON)
)
CORRECTION = dossier(
    arrival(SECOND_CODE, {"Keperluan": "lain"}, serial=46350.0),
    key="SKU-7K3Q-2", status=Status.DONE, arrived_at=NOON + timedelta(hours=12), closed_at=NOON, number=NUMBER,
)  # fmt: skip
LETTER = OldLetter(
    Letter(0, Entry(NUMBER, "surat", 2026, 7, "Siti", "Surat SKU", "spreadsheet", service="sku"), NOON), "SKU-7K3Q-2"
)


def past(*dossiers: Dossier, letters: tuple[OldLetter, ...] = ()) -> Past:
    return Past(dossiers, letters, NOON, ("surat",))


def written(ledger: Ledger, what: Past) -> None:
    with ledger.write() as tx:
        rebuild.write(tx, what, SERVICES, NOON)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a ledger may be."""
    return tmp_path / "buku.db"


@pytest.fixture
def full(ledger: Ledger) -> Iterator[Ledger]:
    """A ledger made of a request, its correction, and that one's letter; the newer was found first."""
    written(ledger, past(CORRECTION, FIRST, letters=(LETTER,)))
    return ledger


# --- what was there before --------------------------------------------------------------------------------------


def test_nothing_and_a_ledger_without_requests_are_free(place: Path) -> None:
    """A code that was taken is no request."""
    assert not rebuild.in_use(place)
    with Ledger(place) as ledger, ledger.write() as tx:
        tickets.take(tx, CHAT, "sku", NOON, DEAL)
    assert not rebuild.in_use(place)


def test_a_ledger_with_a_request_is_in_use(place: Path) -> None:
    with Ledger(place) as ledger, ledger.write() as tx:
        opened(tx)
    assert rebuild.in_use(place)


def test_a_ledger_with_a_number_is_in_use(place: Path) -> None:
    """Also without any request: a letter made by hand."""
    with Ledger(place) as ledger, ledger.write() as tx:
        register.enter(tx, LETTER.letter.entry, NOON)
    assert rebuild.in_use(place)


def test_a_file_that_is_no_ledger_is_in_use(place: Path) -> None:
    """It may be a ledger that was damaged, and somebody may still read something out of it."""
    place.write_text("bukan buku, hanya tulisan yang cukup panjang\n" * 9)
    assert rebuild.in_use(place)
    assert place.read_text().startswith("bukan buku")


def test_a_ledger_is_set_aside_with_all_that_belongs_to_it(place: Path) -> None:
    """What was not yet written into the file itself stands beside it."""
    ledger = Ledger(place)
    with ledger.write() as tx:
        opened(tx)
    aside = rebuild.set_aside(place, NOON)
    assert aside.name == "buku-lama-20261123-050000.db"
    assert not list(place.parent.glob("buku.db*"))
    with Ledger(aside) as kept, kept.read() as tx:
        assert tx.scalar(select(func.count()).select_from(schema.cases)) == 1
    ledger.close()


def test_what_was_set_aside_is_never_written_over(place: Path) -> None:
    """Not even by a second one of the same second."""
    names = set()
    for text in ("satu", "dua"):
        place.write_text(text)
        names.add(rebuild.set_aside(place, NOON))
    assert {name.read_text() for name in names} == {"satu", "dua"}


# --- what is entered --------------------------------------------------------------------------------------------


def test_attempts_are_known_as_they_were(full: Ledger) -> None:
    """Both belong to one case; the news are the attempt's own."""
    with full.read() as tx:
        first, second = cases.of_cases(tx, [1])
    same = {"attempt_id": 1, "case_id": 1}
    assert replace(first, **same) == FIRST
    assert replace(second, **same) == CORRECTION


def test_codes_are_used_and_chats_known(full: Ledger) -> None:
    """The second code was a correction's."""
    with full.read() as tx:
        found = tickets.find(tx, [CODE, SECOND_CODE])
        assert tx.scalars(select(schema.chats.c.id)).all() == [CHAT]
    assert [(found[code].case_id, found[code].used) for code in (CODE, SECOND_CODE)] == [(None, True), (1, True)]


def test_a_code_stays_used_whose_chat_is_gone(ledger: Ledger) -> None:
    """Whoever took it has said that the request is not theirs, or had it erased."""
    written(ledger, past(replace(FIRST, chat_id=None, news=None)))
    with ledger.read() as tx:
        assert tickets.find(tx, [CODE])[CODE].used
        assert tx.scalars(select(schema.chats.c.id)).all() == []


def test_the_next_attempt_is_the_third(full: Ledger) -> None:
    with full.write() as tx:
        new = cases.add_attempt(tx, 1, arrival("X", serial=1.0), "X", (), due_at=NOON, now=NOON, late=False)
    assert new.key == "SKU-7K3Q-3"


def test_the_letter_belongs_to_its_attempt_and_is_never_made_again(full: Ledger) -> None:
    with full.write() as tx:
        letter = register.of_attempt(tx, 2)
        letter_jobs.order(tx, 2, NOON)
        assert letter_jobs.next_ordered(tx, NOON) is None
        register.start_after(tx, "surat", 2026, 7)
        assert register.allocate(tx, "surat", 2026) == 8
    assert letter
    assert (letter.entry.number, letter.entry.case_id) == (NUMBER, 1)


def test_nothing_is_waiting_to_be_told(full: Ledger) -> None:
    """Not even what could not be told: it is not sent when the chat is heard from again."""
    written_news = replace(FIRST, key="SKU-AAAA", reference="SKU-AAAA", code=None, serial=2.0, status=Status.READY)
    lost = replace(written_news, latest=True, closed_at=None, news=News("letter", "permanent-failure", NOON))
    written(full, past(lost))
    with full.write() as tx:
        assert outbox.claim(tx, NOON + timedelta(days=9)) is None
        assert outbox.failed_ones(tx, CHAT, (NoticeKind.LETTER,), ["blocked", "not_started", ""]) == []


def test_what_is_approved_without_a_number_is_ordered(ledger: Ledger) -> None:
    """It gets its number once the last one is confirmed."""
    written(ledger, past(replace(FIRST, status=Status.APPROVED, latest=True, closed_at=None)))
    with ledger.read() as tx:
        job = letter_jobs.next_ordered(tx, NOON)
        assert register.unconfirmed(tx) == ["surat"]
    assert job is not None


def test_when_rows_count_is_noted(full: Ledger) -> None:
    with full.read() as tx:
        assert bookmarks.get(tx, bookmarks.SET_UP) == NOON.isoformat()


def test_a_chat_that_was_heard_meanwhile_stays_as_it_is(ledger: Ledger) -> None:
    """Somebody wrote to the bot before the ledger was made anew."""
    with ledger.write() as tx:
        chats.heard(tx, CHAT, "siti", NOON)
    written(ledger, past(FIRST))
    with ledger.read() as tx:
        assert tx.scalar(select(schema.chats.c.username)) == "siti"


def test_a_withdrawn_letter(ledger: Ledger) -> None:
    """Made by hand or not, with its reason."""
    withdrawn = replace(LETTER.letter, withdrawn_at=NOON, withdrawn_why="Nama salah.")
    written(ledger, past(letters=(OldLetter(withdrawn),)))
    with ledger.read() as tx:
        (found,) = register.all_letters(tx)
    assert (found.withdrawn_at, found.withdrawn_why, found.entry.attempt_id) == (NOON, "Nama salah.", None)


def test_of_whom_and_since_when(full: Ledger) -> None:
    """The NIK is counted again, and a finished request has its time: what its citizen was told, else the letter's."""
    told = replace(FIRST, key="SKU-AAAA", reference="SKU-AAAA", code=None, serial=2.0, status=Status.REJECTED)
    written(full, past(replace(told, news=News("rejected", "delivered", NOON + timedelta(hours=1)))))
    columns = (schema.attempts.c.key, schema.attempts.c.nik, schema.attempts.c.finished_at)
    with full.read() as tx:
        found = {key: (nik, finished) for key, nik, finished in tx.execute(select(*columns))}
    assert found == {
        "SKU-7K3Q": (NIK, None),
        "SKU-7K3Q-2": (NIK, NOON),
        "SKU-AAAA": (NIK, NOON + timedelta(hours=1)),
    }
