"""Answering one update: what it asks for is looked up, recorded and shown."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot import ownership, privacy, screens, verification
from bot.claims import Claims
from bot.conversation import (
    Blocked,
    Cancel,
    CheckLetter,
    EraseMine,
    Ignore,
    LeaveGroup,
    Question,
    Request,
    ShowHelp,
    ShowMenu,
    ShowPrivacy,
    ShowService,
    ShowStatus,
    Unblocked,
    is_wish,
    understand,
)
from bot.door import UNREACHABLE, Door
from bot.guesses import Guesses
from bot.keyboards import Message, Prompt
from bot.origin import Origin
from bot.staff import Enrol, StaffAct, enrolled_screen
from bot.staff_group import StaffGroup
from bot.tempo import Answer, Tempo
from bot.texts import Texts
from office.cases import Dossier, Scan, Status, to_be_confirmed
from office.codes import Choose
from office.config import Config
from office.doors import Permanent, Refused
from office.ledger import cases, chats, closing, erasing, handover, register, staff, tickets
from office.ledger.connection import Ledger
from office.ledger.record import Clerk
from office.services import CONTACT_QUESTION, Service, form_link


class Replies:
    """What the office answers in the chat. `now` gives aware moments, `choose` picks the letters of codes.

    `guesses` counts letters' codes that were not found, `tries` phone numbers that no request has.
    """

    def __init__(
        self,
        door: Door,
        ledger: Ledger,
        config: Config,
        now: Callable[[], datetime],
        choose: Choose,
        *,
        staff: StaffGroup,
        guesses: Guesses,
        tries: Guesses,
        tempo: Tempo,
    ) -> None:
        self._door = door
        self._ledger = ledger
        self._config = config
        self._texts = Texts.of(config)
        self._now = now
        self._choose = choose
        self._guesses = guesses
        self._claims = Claims(config, Clerk.of(config, choose), now, tries)
        self._tempo = tempo
        self._staff = staff

    def handle(self, update: Mapping[str, Any]) -> None:
        """Answer an update. Doing it again after an error is safe: the only call that repeats is the last.

        Raises the errors of `office.doors`, but not for a chat that can no longer be written to.
        """
        match understand(update, self._config.services, self._staff.number_in(update)):
            case Ignore():
                pass
            case LeaveGroup(chat_id):
                self._staff.leave(chat_id)
            case Blocked(chat_id):
                self._cannot_reach(chat_id)
            case Unblocked(origin):
                with self._ledger.write() as tx:
                    self._hear(tx, origin)
            case Scan() as scan:
                with self._ledger.write() as tx:
                    handover.take_scan(tx, scan, self._now())
            case StaffAct() as act:
                self._staff_act(act, update["update_id"])
            case request if (answer := self._worth(request, update["update_id"])) is not Answer.NOTHING:
                self._reply(request, too_fast=answer is Answer.SLOW_DOWN)

    def _staff_act(self, act: StaffAct, update_id: int) -> None:
        """Whoever is not enrolled hears so. As yet nothing is done by a button or a command in the staff chat."""
        with self._ledger.write() as tx:
            enrolled, refusal = staff.may_act(tx, act.sender), staff.refusal(act.sender)
            if not enrolled:
                if self._tempo.of(act.chat_id, update_id) is Answer.NOTHING:
                    return
                what = "press" if act.callback_id else "command"
                staff.acted(tx, act.key, act.sender, f"{what} {refusal}", "", self._now())
            if not act.callback_id:
                answer = "no_command" if enrolled else refusal
                staff.answer(tx, act.key, act.chat_id, answer, "", self._now())
        if act.callback_id:
            self._door.answer(act.callback_id, "" if enrolled else self._texts.say("staff_press_refused"))

    def _worth(self, request: Request, update_id: int) -> Answer:
        if is_wish(request) or isinstance(request, CheckLetter):
            return self._tempo.of(request.origin.chat_id, update_id)
        return Answer.SCREEN

    def _reply(self, request: Request, *, too_fast: bool) -> None:
        origin = request.origin
        with self._ledger.write() as tx:
            self._hear(tx, origin)
            screen = screens.slow_down_screen(self._texts) if too_fast else self._screen(tx, request)
        try:
            self._show(origin, screen)
        except Refused:
            raise
        except Permanent as error:
            if error.reason not in UNREACHABLE:
                raise
            self._cannot_reach(origin.chat_id)

    def _hear(self, tx: Connection, origin: Origin) -> None:
        chats.heard(tx, origin.chat_id, origin.username, self._now())
        handover.back_again(tx, origin.chat_id, UNREACHABLE, self._now())

    def _screen(self, tx: Connection, request: Request) -> Message | Prompt:
        if isinstance(request, ownership.Intent):
            return self._claims.screen(tx, request)
        if isinstance(request, Enrol):
            staff_chat = self._config.telegram.staff_chat
            name = staff.enrol(tx, request.code, request.origin.chat_id, staff_chat, self._now())
            return enrolled_screen(self._texts, name, self._config.village.phone)
        return self._answer(tx, request)

    def _answer(self, tx: Connection, request: Question) -> Message:  # noqa: PLR0911 - one for each kind
        village, services = self._config.village, self._config.services
        match request:
            case ShowMenu():
                return screens.menu_screen(self._texts, village, services, first=request.first)
            case ShowHelp():
                return screens.help_screen(self._texts, village)
            case ShowPrivacy():
                return privacy.privacy_screen(self._texts, self._config)
            case EraseMine():
                return self._erase(tx, request)
            case ShowStatus():
                return self._status(tx, request.origin)
            case Cancel():
                return self._cancel(tx, request)
            case CheckLetter():
                return self._checked(tx, request)
            case ShowService():
                return self._service(tx, services[request.key], request.origin)

    def _service(self, tx: Connection, service: Service, origin: Origin) -> Message:
        village = self._config.village
        if (count := cases.open_ones(tx, origin.chat_id)) >= screens.OPEN_MOST:
            return screens.too_many_screen(self._texts, village, count)
        return screens.service_screen(self._texts, service, self._link(tx, service, origin), village.phone)

    def _cancel(self, tx: Connection, request: Cancel) -> Message:
        chat_id, staff_chat = request.origin.chat_id, self._config.telegram.staff_chat
        if request.sure:
            mine = closing.cancel(tx, chat_id, request.reference, staff_chat, self._now())
        else:
            mine = cases.of_reference(tx, chat_id, request.reference)
        if mine is None:
            return self._status(tx, request.origin)
        return screens.cancel_screen(self._texts, mine, self._config.services, self._config.village)

    def _erase(self, tx: Connection, request: EraseMine) -> Message:
        chat_id, services = request.origin.chat_id, self._config.services
        still_open = erasing.still_open(tx, chat_id)
        if request.sure and not still_open:
            counted = {key for key, service in services.items() if service.letter.limit}
            erasing.erase(tx, chat_id, counted, self._config.telegram.staff_chat, self._now())
        return privacy.erase_screen(self._texts, still_open, self._config.village, erased=request.sure)

    def _checked(self, tx: Connection, request: CheckLetter) -> Message:
        village, chat_id = self._config.village, request.origin.chat_id
        if not request.code:
            return verification.how_screen(self._texts)
        if wait := self._guesses.wait(chat_id, request.message_id):
            return verification.wait_screen(self._texts, village, wait)
        letter = register.by_verification(tx, request.code)
        if letter is None:
            self._guesses.missed(chat_id, request.message_id)
            return verification.unknown_screen(self._texts, village)
        today = self._now().astimezone(village.hours.zone).date()
        return verification.letter_screen(
            self._texts, letter, self._config.services.get(letter.entry.service or ""), village, today
        )

    def _link(self, tx: Connection, service: Service, origin: Origin) -> str | None:
        if service.form is None:
            return None
        ticket = tickets.take(tx, origin.chat_id, service.key, self._now(), self._choose)
        contact = {CONTACT_QUESTION.title: f"@{origin.username}"} if origin.username else {}
        return form_link(service, ticket.code, contact)

    def _status(self, tx: Connection, origin: Origin) -> Message:
        services = self._config.services
        mine = cases.of_chat(tx, origin.chat_id, screens.STATUS_MOST)
        links = {
            dossier.reference: self._correction(tx, dossier, services[dossier.service])
            for dossier in mine
            if dossier.status is Status.INCOMPLETE
            and not to_be_confirmed(dossier)
            and dossier.service in services
            and services[dossier.service].form
        }
        return screens.status_screen(self._texts, mine, links, services, self._config.village, self._now())

    def _correction(self, tx: Connection, dossier: Dossier, service: Service) -> str:
        chat_id = dossier.chat_id or 0  # a case found by its chat has one
        ticket = tickets.take_correction(tx, chat_id, dossier.service, dossier.case_id, self._now(), self._choose)
        return form_link(service, ticket.code, dossier.answers)

    def _show(self, origin: Origin, screen: Message | Prompt) -> None:
        if origin.callback_id:
            self._door.answer(origin.callback_id)
        if isinstance(screen, Prompt):
            self._door.send(origin.chat_id, screen.text, screen.keys)
            return
        if origin.edit and self._edited(origin.chat_id, origin.edit, screen):
            return
        self._door.send(origin.chat_id, screen.text, screen.keyboard)

    def _edited(self, chat_id: int, message_id: int, screen: Message) -> bool:
        """Whether the message could be replaced; one that is gone or holds a document cannot."""
        try:
            self._door.edit(chat_id, message_id, screen.text, screen.keyboard)
        except Refused:
            raise
        except Permanent as error:
            if error.reason in UNREACHABLE:
                raise
            return False
        return True

    def _cannot_reach(self, chat_id: int) -> None:
        with self._ledger.write() as tx:
            chats.blocked(tx, chat_id, self._now())
