"""How often somebody may try a code."""

from bot.guesses import MOST, WITHIN, Guesses
from tests.unit.bot.village import Clock

THIEF, BANK = 5, 6


def tried(guesses: Guesses, *messages: int, chat_id: int = THIEF) -> None:
    for message in messages:
        guesses.missed(chat_id, message)


def test_five_misses_are_ones_share() -> None:
    """The sixth try must wait until the first miss is ten minutes old; other chats do not."""
    clock = Clock()
    guesses = Guesses(clock.monotonic)
    for message in range(MOST):
        assert guesses.wait(THIEF, message) == 0
        tried(guesses, message)
        clock.advance(1)
    assert guesses.wait(THIEF, MOST) == WITHIN - MOST
    assert guesses.wait(BANK, MOST) == 0
    clock.advance(WITHIN - MOST)
    assert guesses.wait(THIEF, MOST) == 0


def test_asking_while_waiting_makes_it_no_longer() -> None:
    """Who must wait and asks again waits as long as before."""
    clock = Clock()
    guesses = Guesses(clock.monotonic)
    tried(guesses, *range(MOST))
    clock.advance(60)
    assert [guesses.wait(THIEF, message) for message in (10, 11, 12)] == [WITHIN - 60] * 3


def test_a_message_that_is_answered_again_is_one_guess() -> None:
    """When an answer could not go out and is tried again, nothing is counted twice and nothing changes."""
    guesses = Guesses(Clock().monotonic)
    tried(guesses, *range(MOST - 1), *[MOST - 1] * 9)
    assert guesses.wait(THIEF, MOST - 1) == 0
    assert guesses.wait(THIEF, MOST) > 0


def test_many_strangers_take_no_room() -> None:
    """Chats whose misses are long ago are forgotten, the others are not."""
    clock = Clock()
    guesses = Guesses(clock.monotonic)
    for chat_id in range(1, 1002):
        tried(guesses, 1, chat_id=chat_id)
    clock.advance(WITHIN)
    tried(guesses, *range(MOST))
    assert guesses.wait(THIEF, MOST) > 0
    assert len(guesses._misses) == 1
