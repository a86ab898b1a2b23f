"""What of a closed request's answers was masked or erased before the ledger was lost, by what its row still says. Pure.

A NIK that was masked stays masked, also where the form's row still has it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from office.cases import Arrival, Dossier, Redaction
from office.retention import masked
from office.services import Service

_MASKED = re.compile(r"\d{6}\*+\d{4}|\*+")


def as_redacted(mine: Dossier, sent: Arrival | None, service: Service) -> Dossier:
    """The attempt as it was kept; `sent` is the form's row that it came from, if it is still there.

    It keeps that row's fingerprint, so that the row is not taken for an edited one.
    """
    if mine.closed_at is None:
        return mine
    if not mine.answers:
        return replace(mine, redacted=Redaction.ALL, fingerprint=sent.fingerprint if sent else mine.fingerprint)
    hidden = [title for title in mine.answers if _hides(title, mine.answers, sent, service)]
    if not hidden:
        return mine
    whole = sent if sent and masked(sent.answers, service) == mine.answers else None
    return replace(
        mine,
        redacted=Redaction.NIK,
        damaged=tuple(dict.fromkeys([*mine.damaged, *hidden])),
        fingerprint=whole.fingerprint if whole else mine.fingerprint,
    )


def _hides(title: str, answers: Mapping[str, str], sent: Arrival | None, service: Service) -> bool:
    before = sent.answers.get(title, "") if sent else ""
    if before:
        return before != answers[title] == masked({title: before}, service)[title]
    return _MASKED.search(answers[title]) is not None
