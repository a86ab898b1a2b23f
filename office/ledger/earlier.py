"""What a NIK has had before: its requests that are still open, and its letters."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from office.cases import MAY_BE_WITHDRAWN, Status
from office.inputs import Earlier, Given, Whose
from office.ledger.chunks import chunks
from office.ledger.schema import attempts, cases, letters

_APPROVED = MAY_BE_WITHDRAWN | {Status.APPROVED}
"""Here a letter is good, or is being made."""


def of_niks(tx: Connection, niks: Collection[str]) -> dict[Whose, Earlier]:
    """By service and NIK; none for a NIK that is new to the service."""
    query = (
        select(cases.c.service, attempts, letters.c.number, letters.c.issued_at)
        .join(cases, cases.c.id == attempts.c.case_id)
        .outerjoin(letters, letters.c.attempt_id == attempts.c.id)
    )
    found: dict[Whose, Earlier] = {}
    for some in chunks(niks):
        mine = tx.execute(query.where(attempts.c.nik.in_(some), attempts.c.latest)).all()
        # Not ordered there: for that SQLite would rather read all that ever came.
        for row in sorted(mine, key=lambda one: one.id):
            had = found.get((row.service, row.nik), Earlier())
            still_open = {} if row.closed_at else {row.case_id: row.key}
            letter = (Given(row.number or row.key, row.issued_at),) if row.status in _APPROVED else ()
            found[row.service, row.nik] = Earlier({**had.open, **still_open}, (*had.letters, *letter))
    return found
