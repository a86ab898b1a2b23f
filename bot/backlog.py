"""What has waited while the office was away: of several old wishes for a screen only the newest is answered. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.conversation import Intent, is_wish

LATE = timedelta(minutes=10)
"""After so long nobody sits in front of the phone and waits any more."""


def is_late(update: Mapping[str, Any], now: datetime) -> bool:
    """Whether a text was written long ago. When a button was pressed, Telegram does not say."""
    written = (update.get("message") or {}).get("date")
    return written is not None and now.timestamp() - written > LATE.total_seconds()


def superseded(waiting: Iterable[tuple[int, bool, Intent]]) -> list[int]:
    """Of one chat's updates (id, whether late, what is asked for), oldest first, those that need no answer any more.

    Only what changes nothing is left unanswered: whoever took a request back has taken it back.
    """
    wishes = [(number, late) for number, late, intent in waiting if is_wish(intent)]
    return [number for number, late in wishes[:-1] if late]
