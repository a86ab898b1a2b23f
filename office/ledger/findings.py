"""What was amiss in the spreadsheet when it was last read, for those who ask without reading it themselves."""

from collections.abc import Mapping

from sqlalchemy import Connection

from office.ledger import bookmarks

_BOOKMARK = "findings"


def note(tx: Connection, found: Mapping[str, str]) -> None:
    """By what each is about, the staff alert that tells it; whatever was noted before is over."""
    bookmarks.put(tx, _BOOKMARK, dict(found))


def noted(tx: Connection) -> Mapping[str, str]:
    """What was noted last."""
    return bookmarks.get(tx, _BOOKMARK) or {}
