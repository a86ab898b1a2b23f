"""How fast the door lets messages out."""

import pytest

from bot.pace import BURST, Pace
from tests.unit.bot.village import Clock


def test_a_chat_gets_a_burst_and_then_one_a_second() -> None:
    """Three at once are let through, the fourth is told how long to wait, and comes through then."""
    clock = Clock()
    pace = Pace(clock.monotonic)
    assert [pace.ask(5) for _ in range(BURST)] == [0.0] * BURST
    assert pace.ask(5) == pytest.approx(1.0)
    clock.advance(1.0)
    assert pace.ask(5) == 0.0
    assert pace.ask(5) == pytest.approx(1.0)


def test_one_chat_does_not_slow_another() -> None:
    """A chat that must wait leaves the others alone."""
    pace = Pace(Clock().monotonic)
    while not pace.ask(5):
        pass
    assert pace.ask(6) == 0.0


def test_a_group_is_slower() -> None:
    """A group gets twenty a minute and no more."""
    clock = Clock()
    pace = Pace(clock.monotonic)
    through = 0
    for _ in range(600):
        through += pace.ask(-5) == 0.0
        clock.advance(0.1)
    assert 20 <= through <= 20 + BURST


def test_overall_it_is_thirty_a_second() -> None:
    """However many chats there are, about thirty messages leave in a second."""
    clock = Clock()
    pace = Pace(clock.monotonic)
    through = 0
    for step in range(1000):
        through += pace.ask(step + 1) == 0.0
        clock.advance(0.001)
    assert 30 <= through <= 40


def test_those_who_wait_overall_are_told_different_moments() -> None:
    """Chats that come too many at once are spread out and each gets through at its own moment."""
    clock = Clock()
    pace = Pace(clock.monotonic)
    waits = {chat: wait for chat in range(1, 100) if (wait := pace.ask(chat))}
    assert len(set(waits.values())) == len(waits)
    for chat, wait in sorted(waits.items(), key=lambda item: item[1]):
        clock.advance(wait - clock.monotonic() + 0.0001)
        assert pace.ask(chat) == 0.0


def test_telegrams_own_wish_is_kept() -> None:
    """After `retry after 7` nothing goes to that chat for seven seconds."""
    clock = Clock()
    pace = Pace(clock.monotonic)
    pace.hold(5, 7.0)
    assert pace.ask(5) == pytest.approx(7.0)
    clock.advance(7.0)
    assert pace.ask(5) == 0.0


def test_chats_of_long_ago_are_forgotten() -> None:
    """Thousands of chats do not stay in memory."""
    clock = Clock()
    pace = Pace(clock.monotonic)
    for chat in range(1, 5000):
        pace.ask(chat)
        clock.advance(1.0)
    assert len(pace._chats) < 1100
