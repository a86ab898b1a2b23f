"""A group that goes on under another number: what waits for it, what is shown there again, what stays behind."""

from typing import Any

from sqlalchemy import select

from office.cases import Status
from office.ledger import addresses, cases, handover, outbox
from office.ledger.connection import Ledger
from office.ledger.moving import moved
from office.ledger.outbox import Notice
from office.ledger.schema import outbox as table
from office.notices import NoticeKind
from tests.unit.builders import CHAT, NOON, STAFF
from tests.unit.office.ledger.papers import enrolled
from tests.unit.office.ledger.test_handover import awaiting, put, scan, scans

NEW = -1_001_002_003_004
NEWER = -1_009_009_009_009
KASI = 4711


def test_a_chat_is_where_it_was_until_it_moves(ledger: Ledger) -> None:
    with ledger.write() as tx:
        assert (addresses.now_at(tx, STAFF), addresses.now_at(tx, CHAT)) == (STAFF, CHAT)
        assert moved(tx, STAFF, NEW, NOON)
        assert (addresses.now_at(tx, STAFF), addresses.now_at(tx, NEW)) == (NEW, NEW)
        assert addresses.same(tx, STAFF, NEW)
        assert not addresses.same(tx, STAFF - 1, NEW)


def test_a_chain_is_followed_and_a_circle_is_not_made(ledger: Ledger) -> None:
    with ledger.write() as tx:
        assert moved(tx, STAFF, NEW, NOON)
        assert not moved(tx, STAFF, NEW, NOON)
        assert moved(tx, NEW, NEWER, NOON)
        assert not moved(tx, NEWER, STAFF, NOON)
        assert not moved(tx, NEWER, NEWER, NOON)
        assert addresses.now_at(tx, STAFF) == NEWER


def say(tx: Any, key: str, chat_id: int = STAFF) -> None:
    params = {"alert": "tab_gone", "about": key}
    outbox.put(tx, key=key, chat_id=chat_id, kind=NoticeKind.STAFF_ALERT, params=params, now=NOON)


def places(tx: Any) -> dict[str, tuple[int, str]]:
    rows = tx.execute(select(table.c.key, table.c.chat_id, table.c.state))
    return {row.key: (row.chat_id, row.state) for row in rows}


def test_what_waits_goes_to_the_new_one_and_what_was_said_stays(ledger: Ledger) -> None:
    """A message's number in the old group may be another message's in the new one."""
    with ledger.write() as tx:
        say(tx, "said")
        notice = outbox.claim(tx, NOON)
        assert notice is not None
        outbox.delivered(tx, notice.id, 7, NOON)
        say(tx, "waits")
        say(tx, "citizen's", CHAT)
        moved(tx, STAFF, NEW, NOON)
        say(tx, "later")
        assert places(tx) == {
            "said": (STAFF, "delivered"),
            "waits": (NEW, "created"),
            "later": (NEW, "created"),
            "citizen's": (CHAT, "created"),
        }
        assert outbox.by_message(tx, NEW, 7) is None


def test_what_was_being_sent_is_redirected_when_it_comes_back(ledger: Ledger) -> None:
    """It may have reached the old group just before: only the refusal tells."""
    with ledger.write() as tx:
        say(tx, "under way")
        notice = outbox.claim(tx, NOON)
        assert notice is not None
        assert not outbox.redirect(tx, notice, NOON)
        moved(tx, STAFF, NEW, NOON)
        assert places(tx) == {"under way": (STAFF, "sending")}
        assert outbox.redirect(tx, notice, NOON)
        assert places(tx) == {"under way": (NEW, "created")}


def test_a_letter_that_waits_for_its_signature_is_shown_again(ledger: Ledger) -> None:
    """What was said in the old group cannot be answered any more; in the new one it can, once more."""
    with ledger.write() as tx:
        enrolled(tx, KASI)
        _, attempt = awaiting(tx)
        moved(tx, STAFF, NEW, NOON)
        again = [row for row in put(tx) if row.kind == NoticeKind.STAFF_TO_SIGN and row.chat_id == NEW]
        assert [row.letter_id for row in again] == [1]
        outbox.delivered(tx, again[0].id, 2, NOON)
        handover.take_scan(tx, scan(chat_id=NEW, reply_to=2, sender=KASI), NOON)
        assert len(scans(tx)) == 1
        assert cases.by_id(tx, attempt).status is Status.AWAITING_SIGNATURE


def to_sign(tx: Any) -> list[tuple[int, str]]:
    return [(row.chat_id, row.state) for row in put(tx) if row.kind == NoticeKind.STAFF_TO_SIGN]


def test_a_letter_that_is_refused_by_the_old_group_is_shown_once(ledger: Ledger) -> None:
    """Whichever is known first, that the group has moved or that its message was refused."""
    with ledger.write() as tx:
        under_way = claimed(tx)
        moved(tx, STAFF, NEW, NOON)
        assert outbox.redirect(tx, under_way, NOON)
        assert to_sign(tx) == [(NEW, "created")]


def test_a_letter_that_came_into_the_old_group_while_it_moved_is_shown_again(ledger: Ledger) -> None:
    with ledger.write() as tx:
        under_way = claimed(tx)
        moved(tx, STAFF, NEW, NOON)
        outbox.delivered(tx, under_way.id, 7, NOON)
        handover.arrived(tx, under_way, NOON)
        assert to_sign(tx) == [(STAFF, "delivered"), (NEW, "created")]


def claimed(tx: Any) -> Notice:
    """A letter to sign that is being sent just now."""
    awaiting(tx, delivered=False)
    while (notice := outbox.claim(tx, NOON)) and notice.kind != NoticeKind.STAFF_TO_SIGN:
        outbox.delivered(tx, notice.id, notice.id, NOON)
    assert notice
    return notice


def test_a_letter_that_is_signed_is_not_shown_again(ledger: Ledger) -> None:
    with ledger.write() as tx:
        _, attempt = awaiting(tx)
        cases.set_status(tx, attempt, Status.DONE, NOON)
        moved(tx, STAFF, NEW, NOON)
        assert [row.chat_id for row in put(tx) if row.kind == NoticeKind.STAFF_TO_SIGN] == [STAFF]


def test_a_scan_from_before_the_move_is_taken(ledger: Ledger) -> None:
    """It waited while nobody served; the answer goes where the staff are now."""
    with ledger.write() as tx:
        enrolled(tx, KASI)
        awaiting(tx)
        moved(tx, STAFF, NEW, NOON)
        handover.take_scan(tx, scan(sender=KASI), NOON)
        assert len(scans(tx)) == 1
        assert [row.chat_id for row in put(tx) if row.kind == NoticeKind.STAFF_ANSWER] == [NEW]
