"""Office hours, the promised time, and dates in words."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from office.hours import Hours, clock, day_and_time, long_date, spoken
from tests.unit.builders import JAKARTA

WEEK = {day: (time(8), time(15)) for day in range(5)} | {4: (time(8), time(11, 30))}
HOURS = Hours(JAKARTA, WEEK, {date(2026, 12, 24), date(2026, 12, 25)})


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("arrived", "days", "due"),
    [
        (local(23, 9), 1, local(24, 15)),  # Monday -> Tuesday
        (local(23, 6), 1, local(24, 15)),  # before opening it is the same day
        (local(23, 14, 59), 1, local(24, 15)),
        (local(23, 15), 1, local(25, 15)),  # at closing time it counts from the next day
        (local(23, 20), 1, local(25, 15)),
        (local(26, 9), 1, local(27, 11, 30)),  # Friday closes earlier
        (local(27, 9), 1, local(30, 15)),  # Friday -> Monday
        (local(27, 12), 1, local(1, 15, month=12)),  # Friday after closing counts as Monday
        (local(28, 9), 1, local(1, 15, month=12)),  # Saturday counts as Monday
        (local(23, 9, month=12), 1, local(28, 15, month=12)),  # over Christmas and the weekend
        (local(24, 9, month=12), 0, local(28, 15, month=12)),  # on a holiday
        (local(23, 9), 0, local(23, 15)),  # on the same day
        (local(23, 16), 0, local(24, 15)),
        (local(23, 9), 14, local(11, 11, 30, month=12)),
    ],
)
def test_when_it_is_due(arrived: datetime, days: int, due: datetime) -> None:
    """Closing time of the last of the promised working days; the day of arrival is not counted."""
    assert HOURS.due(arrived, days) == due


def test_the_moment_is_the_villages_own() -> None:
    """20.00 in UTC is the next morning in Jayapura."""
    hours = Hours(ZoneInfo("Asia/Jayapura"), WEEK)
    assert hours.due(datetime(2026, 11, 22, 20, tzinfo=UTC), 0).isoformat() == "2026-11-23T15:00:00+09:00"


def test_an_office_that_never_opens_has_no_due_time() -> None:
    """A search without an end is none."""
    with pytest.raises(ValueError, match="no working day"):
        Hours(JAKARTA, {}).due(local(23, 9), 1)


def test_times_and_dates_in_words() -> None:
    """As Indonesians write them."""
    moment = local(24, 8, 5)
    assert clock(moment) == "08.05"
    assert long_date(moment.date()) == "24 November 2026"
    assert day_and_time(moment) == "Selasa, 24 November pukul 08.05"


@pytest.mark.parametrize(
    ("answer", "words"),
    [("1990-01-07", "7 Januari 1990"), ("kemarin", "kemarin"), ("1990-13-01", "1990-13-01"), ("", "")],
)
def test_an_answered_date_in_words(answer: str, words: str) -> None:
    """What is no date stays as it was written."""
    assert spoken(answer) == words
