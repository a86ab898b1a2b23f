"""The staff's group as Telegram shows it: under every number that it has had, and apart from groups that are not it.

Telegram makes a supergroup of a group when it becomes public, or new members may read back. Then it has a new number,
of which the bot hears in no certain order: as a member there, by a service message in the old group and one in the new
(after a day by neither), or because a message to the old number is refused.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.conversation import chat_of
from bot.door import Door
from office.doors import NotYet, Permanent, Refused
from office.ledger import addresses, moving
from office.ledger.connection import Ledger

log = logging.getLogger(__name__)

GRACE = 5.0
"""Seconds that a strange supergroup has to turn out to be the staff's."""
_SUPERGROUPS = -1_000_000_000_000
"""Their numbers lie below; they never move again."""


class StaffGroup:
    """What reception must know of it. `configured` is the number in the settings, None where a village has no group."""

    def __init__(self, door: Door, ledger: Ledger, configured: int | None, now: Callable[[], datetime]) -> None:
        self._door, self._ledger, self._configured, self._now = door, ledger, configured, now
        self._strange: set[int] = set()

    def number_in(self, update: Mapping[str, Any]) -> int | None:
        """The group's number as this update knows it: one that waited may still name the old one."""
        chat_id = chat_of(update)
        if self._configured is None or chat_id >= 0:
            return self._configured
        with self._ledger.read() as tx:
            return chat_id if addresses.same(tx, chat_id, self._configured) else self._configured

    def learn(self, tx: Connection, updates: Iterable[Mapping[str, Any]], now: datetime) -> None:
        """Follow the group when one of these updates says that it has moved."""
        for old, new in filter(None, map(move_in, updates)):
            # The settings may have its new number already, before what waits for the old one has followed.
            if self._configured is not None and any(addresses.same(tx, one, self._configured) for one in (old, new)):
                follow(tx, old, new, now)

    def leave(self, chat_id: int) -> None:
        """Leave a group in which the bot has no business, unless it turns out to be the staff's.

        Raises the errors of `office.doors`; NotYet while it may still turn out so.
        """
        if self._configured is not None and self._may_have_become(self._configured, chat_id):
            if chat_id not in self._strange:
                self._strange.add(chat_id)
                raise NotYet("it may be the staff's group under a new number", GRACE)
            if self._has_become(self._configured, chat_id):
                return
        self._strange.discard(chat_id)
        log.warning("Bot dimasukkan ke grup %s yang bukan `telegram.chat_staf`; bot keluar lagi.", chat_id)
        try:
            self._door.leave(chat_id)
        except Refused:
            raise
        except Permanent:
            log.debug("Not in group %s any more", chat_id)

    def _may_have_become(self, configured: int, chat_id: int) -> bool:
        with self._ledger.read() as tx:
            return chat_id < _SUPERGROUPS < addresses.now_at(tx, configured)

    def _has_become(self, configured: int, chat_id: int) -> bool:
        """Ask Telegram: of a move more than a day ago there is no message any more."""
        try:
            new = self._door.moved_to(configured)
        except Refused:
            raise
        except Permanent:
            return False  # the bot is not even in the staff's
        if new is not None:
            with self._ledger.write() as tx:
                follow(tx, configured, new, self._now())
        return new == chat_id


def move_in(update: Mapping[str, Any]) -> tuple[int, int] | None:
    """The old and the new number of a group, when this update is a service message about its move."""
    message = update.get("message") or {}
    if to := message.get("migrate_to_chat_id"):
        return message["chat"]["id"], to
    if come_from := message.get("migrate_from_chat_id"):
        return come_from, message["chat"]["id"]
    return None


def follow(tx: Connection, old: int, new: int, now: datetime) -> None:
    """Keep where a group has moved, and tell the operator, once."""
    if moving.moved(tx, old, new, now):
        log.warning(
            "Grup staf dijadikan supergrup oleh Telegram; program memakai nomor barunya, %s. Tidak ada kabar yang "
            "hilang dan tidak ada yang perlu dilakukan.",
            new,
        )
