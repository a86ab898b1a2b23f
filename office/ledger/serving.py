"""Which service works on this ledger, or did so last."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from office.ledger import bookmarks

_BOOKMARK = "serving"


@dataclass(frozen=True, slots=True)
class Serving:
    """A start of the service. `guarded` when somebody starts it again after it has ended (`mulai.bat`, systemd)."""

    since: datetime
    version: str
    guarded: bool

    @property
    def name(self) -> str:
        """By which it is known from all others."""
        return self.since.isoformat()


def begin(tx: Connection, serving: Serving) -> None:
    """From now on this one works."""
    kept = {"since": serving.since.isoformat(), "version": serving.version, "guarded": serving.guarded}
    bookmarks.put(tx, _BOOKMARK, kept)


def last(tx: Connection) -> Serving | None:
    """The last one that began; whether it still works the ledger does not know."""
    kept = bookmarks.get(tx, _BOOKMARK)
    return Serving(datetime.fromisoformat(kept["since"]), kept["version"], kept["guarded"]) if kept else None
