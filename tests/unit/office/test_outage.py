"""When something counts as broken and as mended, and what the staff hear of it."""

import logging
from datetime import datetime, timedelta

import pytest

from office.outage import Noted, Outage, Patience, Report, Word, follow
from tests.unit.bot.village import Clock
from tests.unit.builders import NOON

PATIENCE = Patience.of(10)
TEN, MINUTE = timedelta(minutes=10), timedelta(minutes=1)


class Diary:
    """A part that is looked at whenever the test says how it is."""

    def __init__(self) -> None:
        self.noted: Noted | None = None
        self.said: list[tuple[Word, datetime, datetime | None]] = []

    def look(self, report: Report, at: datetime, *, heard: bool = True) -> None:
        before = self.noted
        self.noted, word = follow(before, report, PATIENCE, at, heard=heard)
        if word:
            told = self.noted or before
            assert told
            self.said.append((word, told.since, told.until))


def broken(since: datetime, *, urgent: bool = False) -> Report:
    return Report(broken=True, since=since, urgent=urgent)


def well(since: datetime) -> Report:
    return Report(broken=False, since=since, well_at=since)


def test_what_lasts_is_told_once_and_its_end_once() -> None:
    """From the first moment it was broken to the first that it worked; not before ten minutes, and it must stay so."""
    diary, mended = Diary(), NOON + 3 * TEN
    for minute in range(30):
        diary.look(broken(NOON), NOON + minute * MINUTE)
        assert bool(diary.said) == (minute >= 10)
    for minute in range(60):
        diary.look(well(mended), mended + minute * MINUTE)
    assert diary.said == [(Word.BROKEN, NOON, None), (Word.MENDED, NOON, mended)]
    assert diary.noted is None


def test_what_is_over_sooner_is_no_news() -> None:
    """Even again and again."""
    diary = Diary()
    for hour in range(5):
        began = NOON + timedelta(hours=hour)
        diary.look(broken(began), began)
        diary.look(broken(began), began + TEN - MINUTE)
        diary.look(well(began + TEN - MINUTE), began + TEN)
    assert (diary.said, diary.noted) == ([], None)


def test_what_worked_between_two_looks_begins_anew() -> None:
    """Nine minutes twice are not eighteen."""
    diary = Diary()
    diary.look(broken(NOON), NOON + 9 * MINUTE)
    diary.look(broken(NOON + 9 * MINUTE), NOON + 18 * MINUTE)
    assert diary.said == []
    diary.look(broken(NOON + 9 * MINUTE), NOON + 19 * MINUTE)
    assert diary.said == [(Word.BROKEN, NOON + 9 * MINUTE, None)]


def test_a_moment_of_health_is_no_mending() -> None:
    """Something that works now and then is told of once."""
    diary = Diary()
    diary.look(broken(NOON), NOON + TEN)
    for again in range(1, 20):
        at = NOON + TEN + again * MINUTE
        diary.look(well(at), at)
        diary.look(broken(at + MINUTE / 2), at + MINUTE / 2)
    assert diary.said == [(Word.BROKEN, NOON, None)]


def test_what_nobody_could_be_told_is_told_when_it_is_over() -> None:
    """Telegram itself: one notice, of an outage that has ended; what ends sooner is left out."""
    diary, back = Diary(), NOON + 2 * TEN
    for minute in range(20):
        diary.look(broken(NOON), NOON + minute * MINUTE, heard=False)
    for minute in range(5):
        diary.look(well(back), back + minute * MINUTE)
    assert diary.said == [(Word.MENDED, NOON, back)]


def test_what_is_urgent_is_told_at_once() -> None:
    diary = Diary()
    diary.look(broken(NOON), NOON)
    diary.look(broken(NOON, urgent=True), NOON + MINUTE)
    diary.look(broken(NOON, urgent=True), NOON + TEN)
    diary.look(well(NOON + TEN), NOON + 2 * TEN)
    diary.look(well(NOON + TEN), NOON + 3 * TEN)
    assert [word for word, _, _ in diary.said] == [Word.BROKEN, Word.MENDED]


def test_an_outage_knows_since_when(caplog: pytest.LogCaptureFixture) -> None:
    """Since the first failure or success of a row, and when it last worked; each turn is one line in the log."""
    clock = Clock()
    began = clock.now()
    outage = Outage(logging.getLogger("tried"), "pulih", clock.now)
    assert outage.report is None
    for _ in range(2):
        outage.broke("rusak")
        clock.advance(60)
    assert outage.report == Report(broken=True, since=began)
    for _ in range(2):
        outage.mended()
        clock.advance(60)
    assert outage.report == Report(broken=False, since=began + 2 * MINUTE, well_at=began + 3 * MINUTE)
    outage.broke("rusak lagi", alert="words", urgent=True)
    again = began + 4 * MINUTE
    assert outage.report == Report(broken=True, since=again, well_at=began + 3 * MINUTE, alert="words", urgent=True)
    assert [record.message for record in caplog.records] == ["rusak", "pulih", "rusak lagi"]
