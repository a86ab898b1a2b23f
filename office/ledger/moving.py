"""A group has moved: what still waits to be said in the old one is said in the new one."""

from datetime import datetime

from sqlalchemy import Connection

from office.ledger import addresses, handover, outbox


def moved(tx: Connection, old: int, new: int, now: datetime) -> bool:
    """Follow a group to its new number; False when nothing is new about it.

    What was said in the old one stays its own: the new one counts its messages from the start. Nobody can answer there
    any more, so letters that wait for their signature are sent once more.
    """
    if not addresses.note(tx, old, new):
        return False
    outbox.move(tx, old, now)
    handover.sign_there(tx, old, now)
    return True
