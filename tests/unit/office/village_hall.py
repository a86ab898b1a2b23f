"""A village hall for casework's tests: what the ledger knows, what was read, and what follows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from office.cases import Arrival, Dossier, Pick, TabRead, Ticket
from office.casework import Known, Rules, Ruling, Seen, Sighting, decide
from office.inputs import Earlier, Whose
from office.services import Service
from tests.unit.builders import NOON, SERVICES

SETTLE = timedelta(seconds=30)
LATER = NOON + SETTLE
SINCE = NOON - timedelta(days=7)
FORTNIGHT = timedelta(days=14)


def rules(
    required: Mapping[str, tuple[str, ...]] | None = None,
    burst: int = 5,
    services: Mapping[str, Service] = SERVICES,
) -> Rules:
    wanted = {"sku": ("Nama Lengkap", "NIK"), "sktm": ()} if required is None else required
    return Rules(services=services, required=wanted, since=SINCE, settle=SETTLE, burst=burst, expire_after=FORTNIGHT)


def known(
    dossiers: Iterable[Dossier] = (), tickets: Iterable[Ticket] = (), of_nik: Mapping[Whose, Earlier] | None = None
) -> Known:
    found = list(dossiers)
    by_place: dict[tuple[int, float], list[Dossier]] = {}
    for one in found:
        by_place.setdefault(one.place, []).append(one)
    return Known(
        tickets={ticket.code: ticket for ticket in tickets},
        by_code={one.code: one for one in found if one.code},
        by_place=by_place,
        by_key={one.key: one for one in found},
        of_nik=of_nik or {},
    )


def arrive(
    *arrivals: Arrival, dossiers: Sequence[Dossier] = (), tickets: Sequence[Ticket] = (), complete: bool = False
) -> Ruling:
    """What follows from these rows of one tab."""
    seen = Seen((TabRead(arrivals, complete),), (), {})
    return decide(known(dossiers, tickets), seen, rules(), NOON)


def pick(
    decision: str, message: str = "", key: str = "SKU-7K3Q", *, steady: bool = True, originals_seen: bool = False
) -> Pick:
    return Pick(key, decision, message, steady, originals_seen)


def stood(*picks: Pick) -> dict[str, Sighting]:
    """These picks were seen before, at noon."""
    return {one.key: Sighting(one.decision, one.message, NOON, one.originals_seen) for one in picks}


def settled(
    *picks: Pick,
    dossiers: Sequence[Dossier],
    using: Rules | None = None,
    now: datetime = LATER,
    of_nik: Mapping[Whose, Earlier] | None = None,
) -> Ruling:
    """What follows from picks that have stood long enough."""
    return decide(known(dossiers, of_nik=of_nik), Seen((), picks, stood(*picks)), using or rules(), now)
