"""Whose turn it is."""

import time
from concurrent.futures import ThreadPoolExecutor

from bot.turns import Turns
from tests.unit.bot.village import Clock


def test_a_chat_is_served_by_one_at_a_time() -> None:
    """A chat called again while it is served is not given to a second worker, but gets another turn after."""
    turns = Turns(Clock().monotonic)
    turns.call(5)
    assert turns.take() == 5
    turns.call(5)
    turns.call(6)
    assert turns.take() == 6
    turns.give_back(5, None)
    assert turns.take() == 5


def test_a_chat_that_must_wait_holds_nobody_up() -> None:
    """Its turn comes at its own time, the others' before."""
    clock = Clock()
    turns = Turns(clock.monotonic)
    turns.call(5)
    turns.give_back(turns.take() or 0, 10.0)
    turns.call(6)
    turns.call(5)
    assert turns.take() == 6
    turns.call(7)
    clock.advance(9.0)
    assert turns.take() == 7
    clock.advance(1.0)
    assert turns.take() == 5


def test_a_worker_sleeps_until_the_next_turn() -> None:
    """Waiting for a due moment ends by itself."""
    turns = Turns(time.monotonic)
    turns.call(5)
    turns.give_back(turns.take() or 0, 0.05)
    began = time.monotonic()
    assert turns.take() == 5
    assert 0.04 < time.monotonic() - began < 2


def test_closing_sends_everybody_home() -> None:
    """Workers that wait get nothing when it closes."""
    turns = Turns(time.monotonic)
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(turns.take) for _ in range(2)]
        turns.close()
        assert [worker.result(2) for worker in waiting] == [None, None]


def test_those_who_wait_can_be_hurried() -> None:
    """What they waited for works again: all may come now."""
    turns = Turns(Clock().monotonic)
    for chat_id in (5, 6):
        turns.call(chat_id)
        turns.give_back(turns.take() or 0, 60.0)
    turns.hurry()
    assert {turns.take(), turns.take()} == {5, 6}
