"""The staff's group under its old and its new number, and groups that are not it."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.courier import Courier, Document
from bot.reception import Reception
from bot.replies import Replies
from bot.staff_group import StaffGroup, move_in
from office.codes import Choose
from office.doors import Moved, NotYet, Permanent
from office.ledger import addresses, inbox, moving, outbox
from office.ledger.connection import Ledger
from office.notices import NoticeKind
from tests.unit.bot.test_courier import states
from tests.unit.bot.village import NOON, STAFF, Clock, FakeDoor, eventually, member, message, upgrade, village_config

NEW, STRANGE = -1_001_002_003_004, -1_005_005_005_005
THERE = {"id": NEW, "type": "supergroup"}
TO, FROM = upgrade(STAFF, NEW)
JOINED = member("member", THERE, update_id=90)


@pytest.fixture
def group(door: FakeDoor, ledger: Ledger, clock: Clock) -> StaffGroup:
    return StaffGroup(door, ledger, STAFF, clock.now)


@pytest.fixture
def reception(door: FakeDoor, ledger: Ledger, clock: Clock, choose: Choose) -> Iterator[Reception]:
    opened = Reception(door, ledger, village_config(STAFF), clock.now, choose)
    yield opened
    opened.stop(1)


@pytest.fixture
def courier(door: FakeDoor, ledger: Ledger, clock: Clock) -> Iterator[Courier]:
    def no_document(_letter_id: int) -> Document:
        raise FileNotFoundError

    opened = Courier(door, ledger, village_config(STAFF), no_document, clock.now)
    yield opened
    opened.stop(1)


def staff_chat(ledger: Ledger) -> int:
    with ledger.read() as tx:
        return addresses.now_at(tx, STAFF)


def left(door: FakeDoor) -> list[int]:
    return [call[1] for call in door.calls if call[0] == "leave"]


def test_both_service_messages_say_the_same() -> None:
    assert move_in(TO) == move_in(FROM) == (STAFF, NEW)


@pytest.mark.parametrize("update", [JOINED, message("halo"), {"update_id": 1}, {"update_id": 1, "poll": {}}])
def test_other_updates_say_nothing_of_a_move(update: dict[str, Any]) -> None:
    assert move_in(update) is None


@pytest.mark.parametrize("updates", [[TO], [FROM], [TO, FROM], [FROM, TO]])
def test_a_move_is_learnt_from_either(
    group: StaffGroup, ledger: Ledger, updates: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    """The operator reads of it once."""
    with caplog.at_level(logging.WARNING), ledger.write() as tx:
        group.learn(tx, updates, NOON)
    assert staff_chat(ledger) == NEW
    assert caplog.text.count(f"program memakai nomor barunya, {NEW}.") == 1


@pytest.mark.parametrize("update", [TO, FROM])
def test_what_waits_follows_though_the_settings_were_quicker(door: FakeDoor, ledger: Ledger, update: Any) -> None:
    """The operator has written the new number before the service heard of the move."""
    group = StaffGroup(door, ledger, NEW, lambda: NOON)
    with ledger.write() as tx:
        group.learn(tx, [update], NOON)
    assert staff_chat(ledger) == NEW
    assert group.number_in(TO) == STAFF


def test_other_groups_may_move_as_they_like(group: StaffGroup, ledger: Ledger) -> None:
    with ledger.write() as tx:
        group.learn(tx, upgrade(-7, NEW), NOON)
        assert addresses.now_at(tx, -7) == -7


def test_an_update_knows_the_group_by_the_number_of_its_time(group: StaffGroup, ledger: Ledger) -> None:
    """A scan that waited names the old one; people's own chats and strange groups are none of it."""
    with ledger.write() as tx:
        group.learn(tx, [TO], NOON)
    assert group.number_in(TO) == STAFF
    assert group.number_in(FROM) == NEW
    assert group.number_in(message("halo")) == STAFF
    assert group.number_in(message("halo", chat={"id": STRANGE, "type": "supergroup"})) == STAFF


def test_a_supergroup_that_may_be_the_staffs_is_not_left_at_once(
    replies: Replies, door: FakeDoor, ledger: Ledger
) -> None:
    """Being a member there may be the first that is heard of the move."""
    with pytest.raises(NotYet):
        replies.handle(JOINED)
    assert door.calls == []
    with ledger.write() as tx:
        moving.moved(tx, STAFF, NEW, NOON)
    replies.handle(JOINED)
    assert door.calls == []


def test_of_a_move_that_no_message_tells_telegram_is_asked(replies: Replies, door: FakeDoor, ledger: Ledger) -> None:
    """After a day Telegram forgets the service messages; somebody writes in the new group."""
    door.moves[STAFF] = NEW
    said = message("/status@surat", chat=THERE)
    with pytest.raises(NotYet):
        replies.handle(said)
    replies.handle(said)
    assert left(door) == []
    assert staff_chat(ledger) == NEW


@pytest.mark.parametrize("trouble", [[], [Permanent("bot is not a member of the group chat")]])
def test_a_strange_supergroup_is_left_after_a_moment(replies: Replies, door: FakeDoor, trouble: list[Any]) -> None:
    door.troubles["moved_to"] = trouble
    update = member("member", {"id": STRANGE, "type": "supergroup"})
    with pytest.raises(NotYet):
        replies.handle(update)
    replies.handle(update)
    assert left(door) == [STRANGE]


def test_once_the_staffs_is_a_supergroup_strange_ones_are_left_at_once(
    replies: Replies, door: FakeDoor, ledger: Ledger
) -> None:
    """It cannot move again."""
    with ledger.write() as tx:
        moving.moved(tx, STAFF, NEW, NOON)
    replies.handle(member("member", {"id": STRANGE, "type": "supergroup"}))
    assert door.calls == [("leave", STRANGE)]


def test_a_batch_in_any_order_leaves_nothing(reception: Reception, door: FakeDoor, ledger: Ledger) -> None:
    """Chats are served side by side; the move is known before any of them has its turn."""
    door.bring(JOINED, FROM, TO, message("/start", 5, 93))
    reception.start()
    eventually(lambda: len(door.sent(5)) == 1)
    eventually(lambda: not waiting(ledger))
    assert [call[0] for call in door.calls] == ["send"]
    assert staff_chat(ledger) == NEW


def waiting(ledger: Ledger) -> list[int]:
    with ledger.read() as tx:
        return inbox.waiting_chats(tx)


def test_a_refused_notice_goes_to_the_new_number(courier: Courier, door: FakeDoor, ledger: Ledger) -> None:
    """The refusal itself tells where the group is; what comes later goes there at once."""
    door.troubles[f"send:{STAFF}"] = [Moved("the group was made a supergroup", NEW)]
    with ledger.write() as tx:
        for key in ("one", "two"):
            about = {"alert": "tab_gone", "about": key}
            outbox.put(tx, key=key, chat_id=STAFF, kind=NoticeKind.STAFF_ALERT, params=about, now=NOON)
    courier.start()
    eventually(lambda: states(ledger, NEW) == ["delivered", "delivered"])
    assert [call[1] for call in door.calls] == [NEW, NEW]
    assert "one" in door.sent(NEW)[0]
    assert staff_chat(ledger) == NEW


def test_a_refusal_that_leads_nowhere_ends(courier: Courier, door: FakeDoor, ledger: Ledger) -> None:
    """Telegram never says so, but nothing is tried without end."""
    door.troubles[f"send:{STAFF}"] = [Moved("the group was made a supergroup", STAFF)]
    with ledger.write() as tx:
        about = {"alert": "tab_gone", "about": "sku"}
        outbox.put(tx, key="one", chat_id=STAFF, kind=NoticeKind.STAFF_ALERT, params=about, now=NOON)
    courier.start()
    eventually(lambda: states(ledger, None) == ["permanent-failure"])


def test_the_moved_staff_chats_own_failure_is_not_told_there(courier: Courier, door: FakeDoor, ledger: Ledger) -> None:
    door.troubles[f"send:{NEW}"] = [Permanent("chat not found")]
    with ledger.write() as tx:
        moving.moved(tx, STAFF, NEW, NOON)
        about = {"alert": "tab_gone", "about": "sku"}
        outbox.put(tx, key="one", chat_id=STAFF, kind=NoticeKind.STAFF_ALERT, params=about, now=NOON)
    courier.start()
    eventually(lambda: states(ledger, None) == ["permanent-failure"])
