"""Chats that write faster than anybody reads."""

from bot.tempo import MOST, WITHIN, Answer, Tempo
from tests.unit.bot.village import Clock


def written(tempo: Tempo, count: int, first: int = 1, chat_id: int = 5) -> list[Answer]:
    return [tempo.of(chat_id, number) for number in range(first, first + count)]


def test_a_flood_is_asked_once_to_slow_down() -> None:
    """Then nothing is said any more, while others are answered as ever."""
    tempo = Tempo(Clock().monotonic)
    assert written(tempo, MOST) == [Answer.SCREEN] * MOST
    assert written(tempo, 100, MOST + 1) == [Answer.SLOW_DOWN, *[Answer.NOTHING] * 99]
    assert written(tempo, 1, 1, chat_id=6) == [Answer.SCREEN]


def test_whoever_calms_down_is_answered_again() -> None:
    """A minute's silence is enough, and the next flood is asked again; what goes on flooding gets no second word."""
    clock = Clock()
    tempo = Tempo(clock.monotonic)
    written(tempo, MOST + 1)
    for number in range(200, 400):
        clock.advance(1.0)
        assert tempo.of(5, number) is Answer.NOTHING
    clock.advance(WITHIN)
    assert written(tempo, MOST + 1, 500) == [Answer.SCREEN] * MOST + [Answer.SLOW_DOWN]


def test_an_update_that_is_tried_again_counts_once() -> None:
    """The answer to it stays what it was."""
    tempo = Tempo(Clock().monotonic)
    assert {tempo.of(5, 1) for _ in range(2 * MOST)} == {Answer.SCREEN}
    written(tempo, MOST - 1, 2)
    assert [tempo.of(5, 99) for _ in range(3)] == [Answer.SLOW_DOWN] * 3


def test_an_eager_reader_is_never_stopped() -> None:
    """A press every two seconds, for an hour."""
    clock = Clock()
    tempo = Tempo(clock.monotonic)
    for number in range(1800):
        assert tempo.of(5, number) is Answer.SCREEN
        clock.advance(2.01)


def test_quiet_chats_are_forgotten() -> None:
    """Memory does not grow with the village."""
    clock = Clock()
    tempo = Tempo(clock.monotonic)
    for chat in range(3000):
        tempo.of(chat, 1)
        clock.advance(1.0)
    assert len(tempo._chats) <= 1001
