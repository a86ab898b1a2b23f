"""What casework decides from: what the ledger knows, what a poll has read, the village's settings."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from office.cases import Dossier, Pick, TabRead, Ticket
from office.services import Service


@dataclass(frozen=True, slots=True)
class Sighting:
    """A pick as it was first seen in this form."""

    decision: str
    message: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of the rows that were read: tickets and attempts by code, attempts by place and key."""

    tickets: Mapping[str, Ticket]
    by_code: Mapping[str, Dossier]
    by_place: Mapping[tuple[int, float], Sequence[Dossier]]
    by_key: Mapping[str, Dossier]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one poll read, and the sightings that the polls before left.

    `unread` are the services whose form tab could not be read: what came there is not known.
    """

    tabs: tuple[TabRead, ...]
    picks: tuple[Pick, ...]
    sightings: Mapping[str, Sighting]
    unread: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """The village's settings that casework needs.

    `required` holds per service the names its template needs from the answers; a service whose template is
    missing or broken is not in it. Rows without a known code that were sent before `since` are history. What is not
    completed within `expire_after` is closed; zero means never.
    """

    services: Mapping[str, Service]
    required: Mapping[str, tuple[str, ...]]
    since: datetime
    settle: timedelta
    burst: int
    expire_after: timedelta = timedelta(0)
