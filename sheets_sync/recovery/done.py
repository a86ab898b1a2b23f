"""What was carried out: Status says what is done, Keputusan what is asked; only their difference acts. Pure."""

from office.cases import Concern, Decision, Dossier, Status
from sheets_sync.columns import Column
from sheets_sync.recovery.remains import Shown

_LEFT_BY = {
    Status.INCOMPLETE: Decision.INCOMPLETE,
    Status.REJECTED: Decision.REJECT,
    Status.APPROVED: Decision.APPROVE,
    Status.AWAITING_SIGNATURE: Decision.APPROVE,
    Status.READY: Decision.APPROVE,
    Status.DONE: Decision.APPROVE,
    Status.WITHDRAWN: Decision.WITHDRAW,
}
"""The decision that leads to a status, as far as the status alone can tell."""


def carried_out(status: Status, shown: Shown, remark: Concern | None) -> tuple[Decision | None, str]:
    """The decision that was carried out last, and its message, so that only another pick acts.

    A pick with a remark was not carried out. Where another decision waits, the message beside it is its own.
    """
    pick, message = shown.cell(Column.DECISION), shown.cell(Column.MESSAGE)
    stands = Decision(pick) if pick in [*Decision] and remark is None else None
    left_by = _LEFT_BY.get(status)
    if status is Status.NEW:
        return None, ""
    if left_by is None or (status is Status.DONE and stands is Decision.COLLECTED):
        return stands, message  # ended by somebody else; what stood there before stays done
    waits = stands is not None and stands is not left_by
    return left_by, "" if waits and status not in {Status.INCOMPLETE, Status.REJECTED} else message


def waits(mine: Dossier, shown: Shown) -> bool:
    """Whether a pick stands on the desk that was neither carried out nor refused."""
    pick = shown.cell(Column.DECISION)
    return shown.on_desk and mine.latest and mine.pick_concern is None and pick not in {"", mine.asked}
