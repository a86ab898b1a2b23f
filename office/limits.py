"""What one NIK may have of a service: a hint about a request that is still open, a limit on letters. Pure.

Never per chat: families share a phone. Where the NIK is missing or damaged, nothing is counted.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from office import answers
from office.cases import BEFORE_APPROVAL, Arrival, Concern, Dossier
from office.inputs import Earlier, Known, Whose
from office.services import Service


def whose(service: Service, row: Arrival | Dossier) -> Whose | None:
    """Under what a row is counted."""
    nik = answers.nik(service, row.answers, row.damaged)
    return (service.key, nik) if nik else None


def niks(arrivals: Iterable[Arrival], dossiers: Iterable[Dossier], services: Mapping[str, Service]) -> set[str]:
    """The NIKs that the ledger has to be asked about: of what arrives, and of what may be approved within a limit."""
    limited = (d for d in dossiers if services[d.service].letter.limit and d.status in BEFORE_APPROVAL)
    rows: list[Arrival | Dossier] = [*arrivals, *limited]
    return {nik for row in rows if (nik := answers.nik(services[row.service], row.answers, row.damaged))}


def still_open(service: Service, arrival: Arrival, known: Known, case_id: int | None) -> Iterator[Concern]:
    """The requests of the same NIK that came before this one, which is new or belongs to a case, and are not done."""
    earlier = _earlier(known, whose(service, arrival))
    keys = [key for case, key in earlier.open.items() if case_id is None or case < case_id]
    if keys:
        yield Concern("still_open", ", ".join(keys))


def reached(service: Service, dossier: Dossier, known: Known, now: datetime) -> Concern | None:
    """Whether the NIK has had all the letters that the village gives in so many days; then which these are."""
    limit = service.letter.limit
    if limit is None:
        return None
    since = now - timedelta(days=limit.days)
    given = [one.name for one in _earlier(known, whose(service, dossier)).letters if one.at is None or one.at > since]
    return Concern("limit_reached", ", ".join(given)) if len(given) >= limit.letters else None


def _earlier(known: Known, mine: Whose | None) -> Earlier:
    return known.of_nik.get(mine, Earlier()) if mine else Earlier()
