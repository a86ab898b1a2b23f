"""Small things a loop must find again after a restart, by name."""

from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from office.ledger.schema import bookmarks

SET_UP = "set-up"
"""From when on rows of the form tabs count (ISO)."""


def get(tx: Connection, name: str) -> Any:  # noqa: ANN401 - JSON of the caller's own making
    """The value last put under this name, or None."""
    return tx.scalar(select(bookmarks.c.value).where(bookmarks.c.name == name))


def put(tx: Connection, name: str, value: Any) -> None:  # noqa: ANN401 - as above
    """Keep a JSON value under a name."""
    new = insert(bookmarks).values(name=name, value=value)
    tx.execute(new.on_conflict_do_update(index_elements=[bookmarks.c.name], set_={"value": value}))
