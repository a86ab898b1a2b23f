"""Acting on whose request it is: what the ledger makes of a press or a shared number, and what is shown then."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from bot import notices, ownership
from bot.guesses import Guesses
from bot.keyboards import Message, Prompt
from bot.ownership import AskForContact, Claim, SayWhose, ShareContact
from bot.texts import Texts
from office.cases import Dossier, Status
from office.config import Config
from office.ledger import cases, outbox
from office.ledger import ownership as owners
from office.ledger.record import Clerk, correction_link
from office.notices import NoticeKind


class Claims:
    """`now` gives aware moments; `tries` counts the numbers that fitted nothing."""

    def __init__(self, config: Config, clerk: Clerk, now: Callable[[], datetime], tries: Guesses) -> None:
        self._config, self._clerk, self._now, self._tries = config, clerk, now, tries
        self._texts = Texts.of(config)

    def screen(self, tx: Connection, asked: ownership.Intent) -> Message | Prompt:
        """Do what is asked, and what is shown then."""
        match asked:
            case AskForContact():
                return ownership.contact_screen(self._texts)
            case ShareContact():
                return self._searched(tx, asked)
            case Claim():
                return self._claimed(tx, asked)
            case SayWhose():
                return self._said(tx, asked)

    def _said(self, tx: Connection, asked: SayWhose) -> Message:
        village, chat_id = self._config.village, asked.origin.chat_id
        if asked.mine is False:
            gone = owners.disown(tx, self._clerk, chat_id, asked.reference, self._now())
            return ownership.not_mine_screen(self._texts, village, too_late=not gone)
        if asked.mine:
            mine = owners.confirm(tx, chat_id, asked.reference, self._now())
        else:
            mine = cases.of_reference(tx, chat_id, asked.reference)
        if mine is None:
            return ownership.foreign_screen(self._texts, village)
        return (
            self._thanks(tx, asked, mine)
            if mine.confirmed
            else ownership.whose_screen(self._texts, mine, self._config.services)
        )

    def _thanks(self, tx: Connection, asked: SayWhose, mine: Dossier) -> Message:
        incomplete = mine.status is Status.INCOMPLETE
        link = correction_link(tx, mine, self._clerk, self._now()) if incomplete else ""
        return ownership.confirmed_screen(self._texts, self._told(tx, asked), mine, self._config.services, link)

    def _told(self, tx: Connection, asked: SayWhose) -> str | None:
        """What the message says below which the button stands, without its question; None when it is no notice."""
        chat_id, message_id = asked.origin.chat_id, asked.origin.edit
        # A quick finger presses before it is noted under which number the message came.
        told = outbox.by_message(tx, chat_id, message_id or 0) or outbox.going_out(tx, chat_id)
        if told is None or not told.params.get("confirm") or told.params["reference"] != asked.reference:
            return None
        plain = {name: value for name, value in told.params.items() if name != "confirm"}
        return notices.notice(
            self._texts, NoticeKind(told.kind), plain, self._config.services, self._config.village
        ).text

    def _searched(self, tx: Connection, asked: ShareContact) -> Message | Prompt:
        chat_id, services = asked.origin.chat_id, self._config.services
        if wait := self._tries.wait(chat_id, asked.message_id):
            return ownership.wait_screen(self._texts, self._config.village, wait)
        found = owners.offer(tx, chat_id, asked.number, services, self._now()) if asked.number else []
        if found:
            return ownership.claims_screen(self._texts, found, services)
        self._tries.missed(chat_id, asked.message_id)
        return (
            ownership.no_claim_screen(self._texts, self._config.village)
            if asked.number
            else ownership.contact_screen(self._texts, foreign=True)
        )

    def _claimed(self, tx: Connection, asked: Claim) -> Message:
        chat_id, now = asked.origin.chat_id, self._now()
        if asked.mine:
            mine = owners.bind(tx, self._clerk, chat_id, asked.reference, now)
            gone = self._texts.say("claim_gone", phone=self._config.village.phone)
            said = ownership.bound_words(self._texts, mine, self._config.services) if mine else gone
        else:
            owners.decline(tx, chat_id, asked.reference)
            said = self._texts.say("claim_declined")
        return ownership.claims_screen(self._texts, owners.offered(tx, chat_id, now), self._config.services, said)
