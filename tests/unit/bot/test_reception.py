"""The reception's threads, with a real ledger and a door that remembers."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.door import CONFLICT, REVOKED
from bot.reception import Reception
from office.codes import Choose
from office.doors import Ambiguous, Permanent, Refused, Retryable
from office.ledger import inbox
from office.ledger.connection import Ledger
from office.ledger.schema import inbox as table
from tests.unit.bot.village import Clock, FakeDoor, eventually, message, passing, press, village_config


@pytest.fixture
def refusals() -> list[str]:
    return []


@pytest.fixture
def reception(door: FakeDoor, ledger: Ledger, clock: Clock, choose: Choose, refusals: list[str]) -> Iterator[Reception]:
    opened = Reception(door, ledger, village_config(), clock.now, choose, on_refused=refusals.append, patience=0.5)
    yield opened
    opened.stop(1)


def states(ledger: Ledger) -> list[tuple[int, str, str | None]]:
    with ledger.read() as tx:
        return [tuple(row) for row in tx.execute(select(table.c.update_id, table.c.state, table.c.reason))]


def test_updates_are_kept_and_then_acknowledged(reception: Reception, door: FakeDoor, ledger: Ledger) -> None:
    """Each question continues after the last update of the batch before, which is in the inbox by then."""
    door.bring(message("/start", 5, 10), message("/start", 6, 11))
    reception.start()
    eventually(lambda: len(door.sent()) == 2)
    eventually(lambda: door.offsets == [None, 12])
    eventually(lambda: states(ledger) == [(10, "done", None), (11, "done", None)])


def test_an_update_is_answered_once(reception: Reception, door: FakeDoor, ledger: Ledger) -> None:
    """The same update again is not a second one."""
    with ledger.write() as tx:
        inbox.accept(tx, [(10, 5, "{}")], Clock().now())
    door.bring(message("/start", 5, 10), message("/start", 5, 11))
    reception.start()
    eventually(lambda: len(states(ledger)) == 2 and all(state == "done" for _, state, _ in states(ledger)))
    assert len(door.sent()) == 1


def test_what_waited_is_answered_at_start(reception: Reception, door: FakeDoor, ledger: Ledger, clock: Clock) -> None:
    """What an earlier process had accepted and not answered is answered, in its order."""
    waiting = [(n, 5, json.dumps(message(text, 5, n))) for n, text in enumerate(["/start", "/bantuan"], start=1)]
    with ledger.write() as tx:
        inbox.accept(tx, waiting, clock.now())
    reception.start()
    eventually(lambda: len(door.sent(5)) == 2)
    assert door.sent(5)[0].startswith("Selamat datang")
    assert door.sent(5)[1].startswith("<b>Cara mengajukan surat")


def test_a_handler_that_raises_loses_nothing_else(reception: Reception, door: FakeDoor, ledger: Ledger) -> None:
    """A broken update is marked with the error's name, without its text; the same chat's next one is answered."""
    door.troubles["send:5"] = [ValueError("Siti Aminah 3216010101900001")]
    door.bring(message("/start", 5, 1), message("/start", 5, 2), message("/start", 6, 3))
    reception.start()
    eventually(lambda: len(door.sent()) == 2)
    eventually(lambda: states(ledger) == [(1, "failed", "ValueError"), (2, "done", None), (3, "done", None)])


def test_an_update_that_is_no_update(reception: Reception, door: FakeDoor, ledger: Ledger) -> None:
    """Something that nobody foresaw is put aside, and the others go on."""
    broken: dict[str, Any] = {"update_id": 1, "message": {"chat": {"type": "private"}}}
    door.bring(broken, message("/start", 6, 2))
    reception.start()
    eventually(lambda: states(ledger) == [(1, "failed", "KeyError"), (2, "done", None)])


def test_a_chat_that_must_wait_blocks_no_other(reception: Reception, door: FakeDoor) -> None:
    """Telegram's `retry after` for one chat delays that chat alone, and its order is kept."""
    door.troubles["send:5"] = [Retryable("too many requests", 1.5)]
    began = time.monotonic()
    door.bring(message("/start", 5, 1), message("/bantuan", 5, 2), message("/start", 6, 3))
    reception.start()
    eventually(lambda: door.sent(6))
    assert door.sent(5) == []
    eventually(lambda: len(door.sent(5)) == 2)
    assert time.monotonic() - began >= 1.5
    assert door.sent(5)[0].startswith("Selamat datang")


def test_a_lost_answer_is_tried_once_more(reception: Reception, door: FakeDoor, ledger: Ledger) -> None:
    """A reply whose fate is unknown is sent again once, and then left at that."""
    door.troubles["send"] = [Ambiguous("lost"), Ambiguous("lost")]
    door.bring(message("/start", 5, 1))
    reception.start()
    eventually(lambda: states(ledger) == [(1, "done", None)])
    assert door.troubles["send"] == []
    assert door.sent() == []


def test_a_refused_reply_waits(reception: Reception, door: FakeDoor, ledger: Ledger) -> None:
    """While the token is not accepted no update is given up."""
    door.troubles["send"] = [Refused("the token is not accepted")]
    door.bring(message("/start", 5, 1))
    reception.start()
    eventually(lambda: door.troubles["send"] == [])
    time.sleep(0.1)
    assert states(ledger) == [(1, "waiting", None)]


def test_a_mistake_of_ours_is_visible(reception: Reception, door: FakeDoor, ledger: Ledger) -> None:
    """A reply that Telegram will never take is kept with its reason."""
    door.troubles["send"] = [Permanent("Bad Request: can't parse entities")]
    door.bring(message("/start", 5, 1))
    reception.start()
    eventually(lambda: states(ledger) == [(1, "failed", "Bad Request: can't parse entities")])


def test_the_network_breaks_and_mends(reception: Reception, door: FakeDoor, caplog: pytest.LogCaptureFixture) -> None:
    """A break is told once, its end once, and nothing is lost."""
    door.troubles["get_updates"] = [passing(), passing()]
    door.bring(message("/start"))
    reception.start()
    eventually(door.sent)
    told = [record.getMessage() for record in caplog.records]
    assert told == ["Telegram tidak terjangkau; dicoba terus.", "Sambungan ke Telegram pulih."]


def test_another_copy_is_running(
    reception: Reception, door: FakeDoor, refusals: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """A conflict is told plainly in the log at once, and to the caller when it lasts."""
    door.troubles["get_updates"] = [Refused(CONFLICT), Refused(CONFLICT), Refused(CONFLICT)]
    reception.start()
    eventually(lambda: caplog.records)
    assert "sedang dijalankan juga di tempat lain" in caplog.records[0].getMessage()
    assert refusals == []
    eventually(lambda: refusals)
    assert "sedang dijalankan juga di tempat lain" in refusals[0]
    assert len(caplog.records) == 1


def test_a_token_that_is_not_accepted_is_waited_for(
    reception: Reception, door: FakeDoor, refusals: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """However long it lasts the service goes on; the log says once what to do, and once that it works again."""
    door.troubles["get_updates"] = [Refused(REVOKED), Refused(REVOKED), Refused(REVOKED)]
    door.bring(message("/start"))
    reception.start()
    eventually(door.sent, 20)
    assert refusals == []
    told = [record.getMessage() for record in caplog.records]
    assert [words[:32] for words in told] == ["Telegram menolak token bot. Sali", "Sambungan ke Telegram pulih."]
    assert "jalankan ulang" in told[0]


def test_what_waits_is_hurried_when_telegram_is_back(
    door: FakeDoor, ledger: Ledger, clock: Clock, choose: Choose
) -> None:
    """Answers and notices need not wait for their next try."""
    restored: list[bool] = []
    door.troubles["get_updates"] = [passing()]
    door.troubles["send"] = [Retryable("Telegram cannot be reached", 3600.0)]
    with ledger.write() as tx:
        inbox.accept(tx, [(1, 5, json.dumps(message("/start")))], clock.now())
    opened = Reception(door, ledger, village_config(), clock.now, choose, on_restored=lambda: restored.append(True))
    opened.start()
    try:
        eventually(lambda: door.troubles["send"] == [])
        door.bring(message("/bantuan", 6, 2))
        eventually(lambda: door.sent(5))
        assert restored == [True]
    finally:
        opened.stop(1)


def test_a_conflict_that_passes(reception: Reception, door: FakeDoor, refusals: list[str]) -> None:
    """The last question of a process that has just ended stops nobody."""
    door.troubles["get_updates"] = [Refused(CONFLICT)]
    door.bring(message("/start"))
    reception.start()
    eventually(door.sent)
    assert refusals == []


def test_stop_does_not_wait_for_telegram(reception: Reception, door: FakeDoor, ledger: Ledger) -> None:
    """Stopping is quick though a question is open, and what that still brings is left for the next start."""
    reception.start()
    eventually(lambda: door.offsets)
    began = time.monotonic()
    reception.stop(5)
    assert time.monotonic() - began < 1
    door.bring(message("/start"))
    time.sleep(0.1)
    assert states(ledger) == []


def test_stop_finishes_what_is_in_hand(reception: Reception, door: FakeDoor, ledger: Ledger) -> None:
    """A reply that is just going out is recorded as done before the service ends."""
    began: list[float] = []

    def slow() -> None:
        began.append(time.monotonic())
        time.sleep(0.3)

    door.troubles["send"] = [slow]
    door.bring(message("/start"))
    reception.start()
    eventually(lambda: began)
    reception.stop(5)
    assert states(ledger) == [(1, "done", None)]


def test_many_taps_in_one_chat_keep_their_order(reception: Reception, door: FakeDoor) -> None:
    """One chat is answered in its order even with several workers."""
    screens = ["help", "menu", "status"] * 10
    door.bring(*(press(data, 5, n) for n, data in enumerate(screens, start=1)))
    reception.start()
    eventually(lambda: len([call for call in door.calls if call[0] == "edit"]) == 30)
    first_words = [call[2][:8] for call in door.calls if call[0] == "edit"]
    assert first_words == ["<b>Cara ", "Bapak/Ib", "Belum ad"] * 10


def test_after_a_weekend_each_chat_gets_one_answer(reception: Reception, door: FakeDoor, ledger: Ledger) -> None:
    """The newest wish of each chat is answered, a request taken back is taken back, what comes later is as ever."""
    asked = ["/start", "halo", "/bantuan"]
    door.bring(
        *(message(text, chat_id, 10 * chat_id + n) for n, text in enumerate(asked) for chat_id in (5, 6)),
        press("cancel!:SKU-7K3Q", 6, 69),
    )
    reception.start(after_absence=True)
    eventually(lambda: len(states(ledger)) == 7 and all(state == "done" for _, state, _ in states(ledger)))
    assert [text[:12] for text in door.sent(5)] == ["<b>Cara meng"]
    assert [text[:12] for text in door.sent(6)] == ["<b>Cara meng"]
    assert [call[2][:15] for call in door.calls if call[0] == "edit"] == ["Belum ada permo"]
    door.bring(message("/start", 5, 90), message("/start", 5, 91))
    eventually(lambda: len(door.sent(5)) == 3)


def test_a_chat_is_answered_when_all_of_the_weekend_is_there(
    reception: Reception, door: FakeDoor, ledger: Ledger
) -> None:
    """What it said last may come with a later batch."""
    door.most = 100
    door.bring(*(message("/start", 5 + n % 50, n) for n in range(250)))
    reception.start(after_absence=True)
    eventually(lambda: len(states(ledger)) == 250 and all(state == "done" for _, state, _ in states(ledger)))
    assert len(door.sent()) == 50


def test_old_texts_get_one_answer_without_an_absence_too(
    reception: Reception, door: FakeDoor, ledger: Ledger, clock: Clock
) -> None:
    """After a restart in the middle of a backlog nobody knows of the absence, but texts tell their age."""
    old = int(clock.now().timestamp()) - 3600
    door.bring(*(message("/start", 5, n, date=old) for n in range(1, 6)))
    reception.start()
    eventually(lambda: len(states(ledger)) == 5 and all(state == "done" for _, state, _ in states(ledger)))
    assert len(door.sent(5)) == 1


def test_a_flood_delays_nobody_else(reception: Reception, door: FakeDoor, ledger: Ledger) -> None:
    """Hundreds of messages of one chat: it is asked once to slow down, everybody else is answered before it is done."""
    door.bring(
        *(message("halo", 5, n) for n in range(300)), *(message("/start", chat, 300 + chat) for chat in range(6, 26))
    )
    reception.start()
    eventually(lambda: len(states(ledger)) == 320 and all(state == "done" for _, state, _ in states(ledger)), 20)
    order = [call[1] for call in door.calls]
    assert order.count(5) == 31
    assert door.sent(5)[-1].startswith("Mohon pelan-pelan")
    assert [len(door.sent(chat)) for chat in range(6, 26)] == [1] * 20


def test_what_cannot_be_answered_for_days_steps_aside(
    reception: Reception, door: FakeDoor, ledger: Ledger, clock: Clock
) -> None:
    """Others were answered meanwhile, so that it is not the network: it is kept as failed, and its chat goes on."""
    with ledger.write() as tx:
        inbox.accept(tx, [(1, 5, json.dumps(message("/start"))), (2, 5, json.dumps(message("/bantuan")))], clock.now())
        inbox.accept(tx, [(3, 6, "{}")], clock.now() + timedelta(days=2))
        inbox.done(tx, 3)
    clock.advance(timedelta(days=3).total_seconds())
    door.troubles["send:5"] = [Retryable("Telegram is in trouble (500)")]
    reception.start()
    eventually(lambda: states(ledger)[1][1] == "done")
    assert states(ledger)[0] == (1, "failed", "tried for days: Telegram is in trouble (500)")


def test_an_answer_that_fails_is_tried_less_and_less_often(
    reception: Reception, door: FakeDoor, ledger: Ledger
) -> None:
    """After a second, then two more: nobody is asked all the time."""
    door.troubles["send:5"] = [Retryable("Telegram is in trouble (500)", 0.01) for _ in range(2)]
    door.bring(message("/start"))
    began = time.monotonic()
    reception.start()
    eventually(lambda: states(ledger) == [(1, "done", None)])
    assert time.monotonic() - began >= 3.0


def test_old_updates_are_purged(ledger: Ledger, reception: Reception, door: FakeDoor, clock: Clock) -> None:
    """What was answered can be forgotten soon, what failed stays longer for the operator."""
    door.troubles["send"] = [ValueError()]
    door.bring(message("/start", 5, 1), message("/start", 5, 2))
    reception.start()
    eventually(lambda: [state for _, state, _ in states(ledger)] == ["failed", "done"])
    with ledger.write() as tx:
        assert inbox.purge(tx, clock.now() + timedelta(seconds=1), clock.now()) == 1
    assert [state for _, state, _ in states(ledger)] == ["failed"]
