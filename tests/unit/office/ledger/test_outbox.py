"""The outbox: what is to be told to whom, each once, in each chat in order."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from office.ledger import outbox
from office.ledger.connection import Ledger
from office.ledger.outbox import Notice
from office.ledger.schema import outbox as table
from tests.unit.builders import NOON

SITI, BUDI = 1, 2
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def put(tx: Connection, *keys: str, chat: int = SITI, now: datetime = NOON) -> None:
    for key in keys:
        outbox.put(tx, key=key, chat_id=chat, kind="receipt", params={"key": key}, now=now)


def claim(tx: Connection, now: datetime = NOON) -> Notice:
    notice = outbox.claim(tx, now)
    assert notice
    return notice


def states(tx: Connection) -> dict[str, str]:
    return {row.key: row.state for row in tx.execute(select(table).order_by(table.c.id))}


def test_the_same_notice_is_put_once(ledger: Ledger) -> None:
    """The second with its key changes nothing, also when the first was delivered."""
    with ledger.write() as tx:
        put(tx, "a", "a")
        outbox.delivered(tx, claim(tx).id, 7, NOON)
        put(tx, "a")
        assert states(tx) == {"a": "delivered"}


def test_a_claimed_notice_says_what_to_send(ledger: Ledger) -> None:
    """It is marked as being sent before anything goes out, and nobody else gets it."""
    with ledger.write() as tx:
        put(tx, "a")
        notice = claim(tx)
        assert (notice.chat_id, notice.kind, notice.params, notice.tries, notice.ambiguous) == (
            SITI, "receipt", {"key": "a"}, 1, 0,
        )  # fmt: skip
        assert states(tx) == {"a": "sending"}
        assert outbox.claim(tx, NOON) is None


def test_a_chat_hears_things_in_order(ledger: Ledger) -> None:
    """While one is being sent or waits for another try, the next in its chat waits; other chats do not."""
    with ledger.write() as tx:
        put(tx, "a", "b")
        put(tx, "c", chat=BUDI)
        first = claim(tx)
        assert claim(tx).params == {"key": "c"}
        assert outbox.claim(tx, NOON) is None
        outbox.retry(tx, first, MINUTE, "busy", NOON)
        assert outbox.claim(tx, NOON) is None
        again = claim(tx, NOON + MINUTE)
        assert (again.params, again.tries) == ({"key": "a"}, 2)
        outbox.delivered(tx, again.id, 7, NOON + MINUTE)
        assert claim(tx, NOON + MINUTE).params == {"key": "b"}


def test_a_dead_head_steps_aside(ledger: Ledger) -> None:
    """One that can never go does not hold up the next; it stays to be seen."""
    with ledger.write() as tx:
        put(tx, "a", "b")
        outbox.failed(tx, claim(tx).id, "blocked", NOON)
        assert claim(tx).params == {"key": "b"}
        assert states(tx) == {"a": "permanent-failure", "b": "sending"}


def test_who_has_waited_longest_comes_first(ledger: Ledger) -> None:
    """Among chats it is the time that counts."""
    with ledger.write() as tx:
        put(tx, "late", now=NOON + MINUTE)
        put(tx, "early", chat=BUDI)
        assert claim(tx, NOON + MINUTE).params == {"key": "early"}


def test_a_lost_answer_is_tried_once_more_and_then_uncertain(ledger: Ledger) -> None:
    """It may have arrived: a third time would be a nuisance, silence would be wrong."""
    with ledger.write() as tx:
        put(tx, "a", "b")
        assert outbox.ambiguous(tx, claim(tx), MINUTE, NOON) is True
        assert outbox.claim(tx, NOON) is None
        again = claim(tx, NOON + MINUTE)
        assert again.ambiguous == 1
        assert outbox.ambiguous(tx, again, MINUTE, NOON + MINUTE) is False
        assert states(tx) == {"a": "uncertain", "b": "created"}
        assert claim(tx, NOON + MINUTE).params == {"key": "b"}


def test_a_busy_answer_in_between_does_not_forget_the_doubt(ledger: Ledger) -> None:
    """Two lost answers are two, whatever came between them."""
    with ledger.write() as tx:
        put(tx, "a")
        outbox.ambiguous(tx, claim(tx), timedelta(0), NOON)
        outbox.retry(tx, claim(tx), timedelta(0), "busy", NOON)
        assert outbox.ambiguous(tx, claim(tx), timedelta(0), NOON) is False


def test_what_was_being_sent_when_the_process_died_is_sent_again(ledger: Ledger) -> None:
    """Only that: what was finished stays finished."""
    with ledger.write() as tx:
        put(tx, "done")
        outbox.delivered(tx, claim(tx).id, 7, NOON)
        put(tx, "cut off")
        claim(tx)
    with ledger.write() as tx:
        assert outbox.recover(tx, NOON) == 1
        assert states(tx) == {"done": "delivered", "cut off": "created"}
        assert claim(tx).tries == 2


def test_when_there_will_be_something_to_do(ledger: Ledger) -> None:
    """The time of the next waiting notice, or nothing."""
    with ledger.write() as tx:
        assert outbox.next_due(tx) is None
        put(tx, "a")
        outbox.retry(tx, claim(tx), MINUTE, "busy", NOON)
        assert outbox.next_due(tx) == NOON + MINUTE
        claim(tx, NOON + MINUTE)
        assert outbox.next_due(tx) is None


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=30)])
def test_a_notice_waits_as_long_as_it_must(ledger: Ledger, late: timedelta) -> None:
    """A laptop that was off for a month still tells what it has to tell."""
    with ledger.write() as tx:
        put(tx, "a")
        assert claim(tx, NOON + late).params == {"key": "a"}


def failing(tx: Connection, key: str, *, since: datetime, now: datetime) -> Notice:
    """A notice that has not gone since then, and was just tried again."""
    put(tx, key)
    outbox.retry(tx, claim(tx, since), timedelta(0), "busy", since)
    notice = claim(tx, now)
    outbox.retry(tx, notice, timedelta(0), "busy", now)
    return notice


def got_through(tx: Connection, when: datetime) -> None:
    put(tx, "other", chat=BUDI, now=when)
    outbox.delivered(tx, claim(tx, when).id, 7, when)


def test_a_notice_that_fails_for_days_is_hopeless(ledger: Ledger) -> None:
    """Not before three days, and only when others got through while it had a day left."""
    with ledger.write() as tx:
        notice = failing(tx, "a", since=NOON, now=NOON + DAY)
        got_through(tx, NOON + DAY + MINUTE)
        assert not outbox.hopeless(tx, notice, NOON + 3 * DAY - MINUTE)
        assert outbox.hopeless(tx, notice, NOON + 3 * DAY)


def test_a_week_without_network_is_no_notices_fault(ledger: Ledger) -> None:
    """Nothing got through before it failed and since; when the network is back there is time to try again."""
    with ledger.write() as tx:
        got_through(tx, NOON - MINUTE)
        notice = failing(tx, "a", since=NOON, now=NOON + 7 * DAY)
        assert not outbox.hopeless(tx, notice, NOON + 7 * DAY)
        put(tx, "back", chat=BUDI, now=NOON + 7 * DAY)
        outbox.delivered(tx, 3, 8, NOON + 7 * DAY)
        assert not outbox.hopeless(tx, notice, NOON + 7 * DAY + MINUTE)


def test_what_waits_can_be_hurried(ledger: Ledger) -> None:
    """Telegram is back: nothing waits for its next try, and the order in a chat stays."""
    with ledger.write() as tx:
        put(tx, "a", "b")
        outbox.retry(tx, claim(tx), timedelta(hours=1), "no network", NOON)
        assert outbox.claim(tx, NOON + MINUTE) is None
        outbox.hurry(tx, NOON + MINUTE)
        assert claim(tx, NOON + MINUTE).params == {"key": "a"}
