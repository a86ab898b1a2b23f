"""What is answered of the messages that waited while the office was away."""

from datetime import timedelta
from typing import Any

import pytest

from bot.backlog import LATE, is_late, superseded
from bot.conversation import Ignore, Intent, understand
from tests.unit.bot.village import NOON, member, message, press, private, village_config

SERVICES = village_config().services


def meant(update: dict[str, Any]) -> Intent:
    return understand(update, SERVICES)


def test_a_text_tells_when_it_was_written() -> None:
    """A press does not."""
    long_ago = int((NOON - LATE - timedelta(seconds=1)).timestamp())
    assert is_late(message("/start", date=long_ago), NOON)
    assert not is_late(message("/start", date=int(NOON.timestamp())), NOON)
    assert not is_late(press("help"), NOON)


def test_only_the_newest_wish_for_a_screen_is_answered() -> None:
    """Whatever it is, one that has just come included."""
    weekend = [message("/start"), press("svc:sku"), message("halo?"), press("status"), press("cancel:SKU-7K3Q")]
    waiting = [(number, True, meant(update)) for number, update in enumerate(weekend)]
    assert superseded(waiting) == [0, 1, 2, 3]
    assert superseded([*waiting, (5, False, meant(message("/bantuan")))]) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "update", [press("cancel!:SKU-7K3Q"), member("kicked", private()), message("/cek ACDE34679FGH")]
)
def test_what_is_more_than_a_wish_is_never_left_out(update: dict[str, Any]) -> None:
    """A request taken back, a block, a code that is looked up: each counts, and makes up for nothing else."""
    assert superseded([(1, True, meant(update)), (2, True, meant(message("/start")))]) == []
    assert superseded([(1, True, meant(message("/start"))), (2, True, meant(update))]) == []


def test_what_came_in_time_is_answered_one_by_one() -> None:
    assert superseded([(1, False, meant(message("/start"))), (2, False, meant(message("/start")))]) == []
    assert superseded([(1, True, Ignore("talk"))]) == []
