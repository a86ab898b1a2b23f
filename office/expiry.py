"""When a request that its citizen never completed is closed. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from office.actions import Expire
from office.cases import Dossier, Pick, Status
from office.decisions import asks_anew
from office.inputs import Known, Rules, Seen


def expired(known: Known, seen: Seen, steady: Iterable[Pick], rules: Rules, now: datetime) -> Iterator[Expire]:
    """The requests that have been incomplete for too long.

    A decision that is pending on the row goes first, and so does a correction that may lie in a tab that could not be
    read: a row that was not seen in peace, or a service that was not read, waits for the next poll.
    """
    for pick in steady:
        dossier = known.by_key[pick.key]
        if _overdue(dossier, rules, now) and not asks_anew(dossier, pick) and dossier.service not in seen.unread:
            yield Expire(dossier)


def _overdue(dossier: Dossier, rules: Rules, now: datetime) -> bool:
    since = dossier.incomplete_since
    if dossier.status is not Status.INCOMPLETE or since is None or not rules.expire_after:
        return False
    return now - since >= rules.expire_after
