"""How the service is, as far as its ledger knows; read without changing anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, func, select

from office.ledger import inbox, outages, serving, statistics, upkeep
from office.ledger.outbox import CREATED, SENDING
from office.ledger.schema import inbox as inbox_table
from office.ledger.schema import outbox as outbox_table
from office.ledger.serving import Serving
from office.ledger.statistics import Standing
from office.ledger.upkeep import A_WEEK, Stuck
from office.outage import Noted


@dataclass(frozen=True, slots=True)
class Queue:
    """How much waits, and since when the oldest does."""

    waiting: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Condition:
    """`seen` is when the service last noted the time, `contact` when spreadsheet and Telegram last worked."""

    serving: Serving | None
    seen: datetime | None
    contact: Mapping[str, datetime]
    outages: Mapping[str, Noted]
    unanswered: Queue
    untold: Queue
    failed: Stuck
    requests: Standing


def condition(tx: Connection, zone: ZoneInfo, now: datetime) -> Condition:
    """How it is now; what failed counts for a week."""
    return Condition(
        serving=serving.last(tx),
        seen=upkeep.last_seen(tx),
        contact=outages.last_contact(tx),
        outages=outages.noted(tx),
        unanswered=_queue(tx, inbox_table, (inbox.WAITING,)),
        untold=_queue(tx, outbox_table, (CREATED, SENDING)),
        failed=upkeep.stuck(tx, now - A_WEEK),
        requests=statistics.standing(tx, zone, now),
    )


def _queue(tx: Connection, table: Table, states: tuple[str, ...]) -> Queue:
    since = table.c.received_at if table is inbox_table else func.coalesce(table.c.failing_since, table.c.changed_at)
    waiting = table.c.state.in_(states)
    count, oldest = tx.execute(select(func.count(), func.min(since)).where(waiting)).one()
    return Queue(count, oldest)
