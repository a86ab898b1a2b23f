"""What a citizen wants erased is erased, and what people must erase by hand stands on a list."""

import pytest
from sqlalchemy import Connection, select

from office.cases import Redaction, Status
from office.ledger import cases, chats, erasing, inbox, outbox, register, schema, tickets
from office.ledger.cases import Opened
from office.ledger.connection import Ledger
from office.ledger.register import Content
from tests.unit.builders import CHAT, DEAL, NAME, NIK, NOON, NOON_SERIAL, PHONE, STAFF, arrival
from tests.unit.office.ledger.papers import entry, opened

OTHER = CHAT + 1


def closed(tx: Connection, code: str = "ACDE", chat: int = CHAT, status: Status = Status.DONE) -> Opened:
    """A request that came to an end, with its notice, its code and whom it was for."""
    serial = NOON_SERIAL + len(code) + ord(code[0])
    made = opened(tx, arrival(code, serial=serial), chat_id=chat)
    tx.execute(schema.attempts.update().values(nik=NIK).where(schema.attempts.c.id == made.attempt_id))
    used = {"code": code, "chat_id": chat, "service": "sku", "taken_at": NOON, "used_at": NOON}
    tx.execute(schema.tickets.insert().values(used))
    outbox.put(
        tx, key=code, chat_id=chat, kind="receipt", params={"name": "Siti A."}, now=NOON, attempt_id=made.attempt_id
    )
    claimed = outbox.claim(tx, NOON)
    assert claimed
    outbox.delivered(tx, claimed.id, 9, NOON)
    cases.set_status(tx, made.attempt_id, status, NOON)
    return made


def erase(tx: Connection, counted: tuple[str, ...] = (), staff: int | None = STAFF) -> list[str]:
    return erasing.erase(tx, CHAT, counted, staff, NOON)


def everything(tx: Connection, *leave: str) -> str:
    """All that stands in the ledger, but for these tables."""
    tables = [table for name, table in schema.metadata.tables.items() if name not in leave]
    return "\n".join(str(row) for table in tables for row in tx.execute(select(table)))


def test_nothing_personal_is_left_but_the_register(ledger: Ledger) -> None:
    """Names, NIK, phone, chat and username are in no table any more; the letter and its line are."""
    with ledger.write() as tx:
        chats.heard(tx, CHAT, "siti_contoh", NOON)
        made = closed(tx)
        register.enter(tx, entry(made, template="sku.docx", content=Content({"NIK": NIK})), NOON)
        tickets.take(tx, CHAT, "sktm", NOON, DEAL)
        inbox.accept(tx, [(1, CHAT, f'{{"text": "{NAME}"}}')], NOON)
        item = inbox.head(tx, CHAT)
        assert item
        inbox.done(tx, item.id)
        assert erase(tx) == [made.key]
        left = everything(tx, "letters", "chats", "inbox")
        for personal in (NIK, NAME, "Siti A.", PHONE, "siti_contoh", str(CHAT)):
            assert personal not in left
        assert "siti_contoh" not in everything(tx)
        assert NAME not in everything(tx)
        assert register.all_letters(tx)[0].entry.content.values == {"NIK": NIK}
        mine = cases.by_id(tx, made.attempt_id)
        assert (mine.answers, mine.chat_id, mine.redacted) == ({}, None, Redaction.ALL)
        assert mine.fingerprint == arrival("ACDE").fingerprint
        assert cases.of_chat(tx, CHAT, 5) == []


def test_a_used_code_stays_used(ledger: Ledger) -> None:
    """Otherwise a second row with it would be taken for a new request."""
    with ledger.write() as tx:
        closed(tx)
        erase(tx)
        (found,) = tickets.find(tx, ["ACDE"]).values()
    assert (found.used, found.chat_id) == (True, erasing.NOBODY)


@pytest.mark.parametrize("status", [Status.NEW, Status.INCOMPLETE, Status.APPROVED, Status.READY])
def test_open_requests_are_named_and_nothing_is_erased(ledger: Ledger, status: Status) -> None:
    """The office still needs what they say."""
    with ledger.write() as tx:
        made = closed(tx, status=status)
        before = everything(tx)
        assert erasing.still_open(tx, CHAT) == [made.reference]
        with pytest.raises(ValueError, match="open"):
            erase(tx)
        assert everything(tx) == before


def test_others_keep_theirs(ledger: Ledger) -> None:
    """Another chat, and the staff's own notices."""
    with ledger.write() as tx:
        theirs = closed(tx, "CDEF", OTHER)
        tickets.take(tx, OTHER, "sku", NOON, DEAL)
        outbox.put(tx, key="sign:1", chat_id=CHAT, kind="staff_to_sign", params={"reference": "x"}, now=NOON)
        before = everything(tx)
        assert erase(tx) == []
        assert everything(tx) == before
        assert cases.by_id(tx, theirs.attempt_id).answers


def test_a_notice_on_its_way_still_goes_out(ledger: Ledger) -> None:
    """Its words are needed to say it."""
    with ledger.write() as tx:
        outbox.put(tx, key="x", chat_id=CHAT, kind="rejected", params={"message": "m"}, now=NOON)
        erase(tx)
        claimed = outbox.claim(tx, NOON)
    assert claimed
    assert (claimed.chat_id, claimed.params) == (CHAT, {"message": "m"})


def test_whom_letters_are_counted_by_stays_while_a_limit_looks_back(ledger: Ledger) -> None:
    """Erasing must not be the way around the limit."""
    with ledger.write() as tx:
        closed(tx)
        erase(tx, ("sku",))
        assert tx.scalar(select(schema.attempts.c.nik)) == NIK
        assert tx.scalar(select(schema.attempts.c.answers)) == {}


def test_the_list_for_the_operator(ledger: Ledger) -> None:
    """Each row once, by number, service and time; ticked off once; the staff hear of it without a name."""
    with ledger.write() as tx:
        one, two = closed(tx), closed(tx, "CDEF")
        erase(tx)
        erase(tx)
        assert [(listed.key, listed.service) for listed in erasing.by_hand(tx)] == [(one.key, "sku"), (two.key, "sku")]
        said = tx.execute(select(schema.outbox).where(schema.outbox.c.chat_id == STAFF)).all()
        assert [row.params for row in said] == [{"alert": "erasure", "about": f"{one.key} (+1)"}]
        assert erasing.tick_off(tx, one.key, NOON)
        assert not erasing.tick_off(tx, one.key, NOON)
        assert not erasing.tick_off(tx, "SKU-XXXX", NOON)
        assert [listed.key for listed in erasing.by_hand(tx)] == [two.key]
