"""What casework decides from: what the ledger knows, what a poll has read, the village's settings."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from office.cases import Dossier, Pick, TabRead, Ticket
from office.services import Service


@dataclass(frozen=True, slots=True)
class Sighting:
    """A pick as it was first seen in this form."""

    decision: str
    message: str
    since: datetime
    originals_seen: bool = False


Whose = tuple[str, str]
"""A service's key and a NIK of 16 digits."""


@dataclass(frozen=True, slots=True)
class Given:
    """A letter that is good: its number and when it was issued. While it is being made: its request, and None."""

    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What one NIK has had of one service, oldest first: the open requests' numbers by case, and the letters."""

    open: Mapping[int, str] = field(default_factory=dict)
    letters: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of the rows that were read: tickets and attempts by code, attempts by place and key.

    `of_nik` is what the persons whom the rows are for have had before.
    """

    tickets: Mapping[str, Ticket]
    by_code: Mapping[str, Dossier]
    by_place: Mapping[tuple[int, float], Sequence[Dossier]]
    by_key: Mapping[str, Dossier]
    of_nik: Mapping[Whose, Earlier] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one poll read, and the sightings that the polls before left.

    `unread` are the services whose form tab could not be read: what came there is not known. `restored` when the whole
    spreadsheet was set back to an older version, so that nobody has just picked what stands there.
    """

    tabs: tuple[TabRead, ...]
    picks: tuple[Pick, ...]
    sightings: Mapping[str, Sighting]
    unread: Set[str] = frozenset()
    restored: bool = False


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
