"""Where a group is now: Telegram gives it another number when it makes a supergroup of it, and shuts the old one.

The settings keep the number that people wrote there. Whoever writes to a chat goes through here.
"""

from sqlalchemy import Connection

from office.ledger import bookmarks

_BOOKMARK = "moved-chats"


def now_at(tx: Connection, chat_id: int) -> int:
    """The number under which a chat can be written to; of a person's chat its own, for ever."""
    return _followed(_moves(tx), chat_id) if chat_id < 0 else chat_id


def same(tx: Connection, one: int, other: int) -> bool:
    """Whether these are numbers of one chat, which may have moved since."""
    return now_at(tx, one) == now_at(tx, other)


def note(tx: Connection, old: int, new: int) -> bool:
    """From now on a chat is found under a new number; False when that is known, or cannot be."""
    moves = _moves(tx)
    if old in moves or _followed(moves, new) == old:
        return False
    bookmarks.put(tx, _BOOKMARK, [*moves.items(), (old, new)])
    return True


def _moves(tx: Connection) -> dict[int, int]:
    return dict(bookmarks.get(tx, _BOOKMARK) or ())


def _followed(moves: dict[int, int], chat_id: int) -> int:
    while chat_id in moves:
        chat_id = moves[chat_id]
    return chat_id
