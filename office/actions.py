"""What casework answers: the actions that `office.ledger.record` writes down."""

from dataclasses import dataclass

from office.cases import Arrival, Concern, Decision, Dossier, Ticket


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A new request. Without a ticket it has no chat: nobody is told, the rest goes its way."""

    arrival: Arrival
    ticket: Ticket | None
    concerns: tuple[Concern, ...]


@dataclass(frozen=True, slots=True)
class AddAttempt:
    """A correction: it replaces the case's earlier attempt. `late`: it came too late and is only shown."""

    arrival: Arrival
    ticket: Ticket
    concerns: tuple[Concern, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class Revise:
    """A row of the form tab was edited. `used` when no decision stood yet and the case takes the answers over."""

    dossier: Dossier
    arrival: Arrival
    concerns: tuple[Concern, ...]
    used: bool


@dataclass(frozen=True, slots=True)
class CarryOut:
    """A decision counts."""

    dossier: Dossier
    decision: Decision
    message: str
    originals_seen: bool = False


@dataclass(frozen=True, slots=True)
class NotePick:
    """What stands in Keputusan cannot be done, and why (None: it is in order again)."""

    dossier: Dossier
    concern: Concern | None


@dataclass(frozen=True, slots=True)
class Expire:
    """A request was not completed in time."""

    dossier: Dossier


TOO_MANY = "too_many_approvals"
"""The concern of picks that wait because more than `Rules.burst` came at once: approvals and withdrawals."""

RESTORED = "restored"
"""The concern of picks that wait because they were brought back with an older version of the spreadsheet."""

ROW_MIXED = "row_mixed"
"""The concern of picks that may have been meant for another row: a part of the desk was sorted or pasted."""

AFTER_CLOSING = "closed_correction"
"""The concern of a correction whose request was given up before it came."""

Action = OpenCase | AddAttempt | Revise | CarryOut | NotePick | Expire
