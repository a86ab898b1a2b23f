"""Reading from a tab that somebody may have deleted."""

from office.doors import Permanent, Refused
from sheets_sync.google import GoogleDoor, Grid, Range


def read_if_there(door: GoogleDoor, block: Range) -> Grid | None:
    """The cells of one block; None when Google will not have it: its tab is gone. Raises the other errors of `read`."""
    try:
        return door.read([block])[0]
    except Refused:
        raise
    except Permanent:
        return None
