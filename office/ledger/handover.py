"""Handing a letter over: sent at once, signed on paper and scanned, or laid ready; and what follows when a send ends.

`serah: pindai`: the file goes to the staff chat, somebody replies to that message with a scan, the citizen gets the
scan. Who may reply is checked here, at every message: see `staff.may_act`.

A letter goes only to somebody who has confirmed that the request is their own. Until then it is held, the citizen is
reminded once, and the office may hand it over by hand.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection

from office.cases import CLOSED, Dossier, Scan, Status, to_be_confirmed
from office.hours import spoken
from office.ledger import addresses, cases, outbox, register, staff
from office.ledger.outbox import Notice
from office.ledger.record import Clerk, ask_for_more, tell_citizen
from office.ledger.register import Letter
from office.notices import NoticeKind
from office.services import HandOver

_TO_THE_CITIZEN = frozenset(outbox.WITH_LETTER)
_WAY_TO_THE_LETTER = _TO_THE_CITIZEN | {NoticeKind.CONFIRM_REMINDER}
"""Without these the citizen gets no letter in the chat."""


def give_out(tx: Connection, clerk: Clerk, dossier: Dossier, letter: Letter, now: datetime) -> None:
    """Let a printed letter go its service's way; where that way is closed it is to be fetched at the office."""
    way = clerk.services[dossier.service].letter.hand_over
    if way is HandOver.AT_ONCE and dossier.chat_id is not None:
        _give(tx, dossier, NoticeKind.LETTER, _about(letter), now, letter.id)
    elif way is HandOver.SCANNED and clerk.staff_chat is not None:
        _have_signed(tx, clerk.staff_chat, dossier, letter, now)
    else:
        lay_ready(tx, clerk.staff_chat, dossier, letter, now)


def catch_up(tx: Connection, clerk: Clerk, dossier: Dossier, now: datetime) -> None:
    """A case has found its chat: tell it what it would have been told of what came last, or send the letter."""
    letter = register.of_attempt(tx, dossier.attempt_id)
    if dossier.status is Status.INCOMPLETE:
        ask_for_more(tx, dossier, dossier.message, clerk, now)
    elif dossier.status is Status.AWAITING_SIGNATURE:
        tell_citizen(tx, dossier, NoticeKind.APPROVED, {}, now)
    elif dossier.status is Status.READY and letter is not None:
        at_once = clerk.services[dossier.service].letter.hand_over is HandOver.AT_ONCE
        if at_once:
            _give(tx, dossier, NoticeKind.LETTER, _about(letter), now, letter.id)
        else:
            tell_citizen(tx, dossier, NoticeKind.READY, _about(letter), now)


def take_scan(tx: Connection, scan: Scan, now: datetime) -> None:
    """Send the signed letter on to its citizen, and tell the staff what became of it; once per message of theirs."""
    asked = outbox.by_message(tx, scan.chat_id, scan.reply_to)
    answer, reference = "unknown", ""
    key = f"scan:{scan.chat_id}:{scan.message_id}"
    if not staff.may_act(tx, scan.sender):
        answer = staff.refusal(scan.sender)
    elif asked and asked.kind == NoticeKind.STAFF_TO_SIGN and asked.letter_id is not None:
        letter, dossier = _of_letter(tx, asked.letter_id)
        answer, reference = _pass_on(tx, scan, letter, dossier, now), dossier.key
    staff.acted(tx, key, scan.sender, f"scan {answer}", reference, now)
    staff.answer(tx, key, scan.chat_id, answer, reference, now)


def arrived(tx: Connection, notice: Notice, now: datetime) -> None:
    """A notice has reached its chat: with the letter, or its scan, the case is done, unless it was withdrawn since."""
    if notice.kind == NoticeKind.STAFF_TO_SIGN and addresses.now_at(tx, notice.chat_id) != notice.chat_id:
        _sign_there(tx, notice, now)  # the group moved while it was on its way
    if notice.kind not in _TO_THE_CITIZEN or notice.attempt_id is None:
        return
    if cases.by_id(tx, notice.attempt_id).status is not Status.WITHDRAWN:
        cases.set_status(tx, notice.attempt_id, Status.DONE, now)


def got_lost(tx: Connection, notice: Notice, now: datetime) -> None:
    """A notice cannot arrive, or nobody knows whether it did: its letter is to be fetched at the office."""
    if notice.kind in _WAY_TO_THE_LETTER and notice.attempt_id is not None:
        if cases.by_id(tx, notice.attempt_id).status not in CLOSED:
            cases.set_status(tx, notice.attempt_id, Status.READY, now)
    elif notice.kind == NoticeKind.STAFF_TO_SIGN and notice.letter_id is not None:
        letter, dossier = _of_letter(tx, notice.letter_id)
        if dossier.status is Status.AWAITING_SIGNATURE:
            lay_ready(tx, notice.chat_id, dossier, letter, now)


def sign_there(tx: Connection, old_chat: int, now: datetime) -> None:
    """The staff's group has moved: letters that wait for their signature are shown there, so that they can be answered.

    A reply to what was said in the old one does not reach us.
    """
    for notice in outbox.to_sign(tx, old_chat):
        _sign_there(tx, notice, now)


def _sign_there(tx: Connection, notice: Notice, now: datetime) -> None:
    if notice.letter_id is None or _of_letter(tx, notice.letter_id)[1].status is not Status.AWAITING_SIGNATURE:
        return
    outbox.put(
        tx,
        key=f"moved:notice:{notice.id}",
        chat_id=notice.chat_id,
        kind=notice.kind,
        params=notice.params,
        letter_id=notice.letter_id,
        now=now,
    )


def back_again(tx: Connection, chat_id: int, reasons: Collection[str], now: datetime) -> None:
    """A chat is heard from: letters that it could not get for one of these reasons and that still lie ready go again.

    So does the reminder to confirm one. However often this is called, each failure has it go again only once; of
    several scans of one letter the last goes.
    """
    failed = outbox.failed_ones(tx, chat_id, _WAY_TO_THE_LETTER, reasons)
    for notice in {(notice.attempt_id, notice.kind): notice for notice in failed}.values():
        if notice.attempt_id is None or not _still_wanted(notice, cases.by_id(tx, notice.attempt_id)):
            continue
        if outbox.under_way(tx, notice.attempt_id, notice.kind):
            continue
        outbox.put(
            tx,
            key=f"again:notice:{notice.id}",
            chat_id=chat_id,
            kind=notice.kind,
            params=notice.params,
            attempt_id=notice.attempt_id,
            letter_id=notice.letter_id,
            now=now,
        )


def _still_wanted(notice: Notice, dossier: Dossier) -> bool:
    if dossier.status is not Status.READY or dossier.chat_id != notice.chat_id:
        return False
    return notice.kind in _TO_THE_CITIZEN or to_be_confirmed(dossier)


def _give(
    tx: Connection,
    dossier: Dossier,
    kind: NoticeKind,
    params: Mapping[str, object],
    now: datetime,
    letter_id: int | None = None,
) -> None:
    """Send what holds the letter; until its citizen has confirmed the request it waits, and they are reminded once."""
    waits = to_be_confirmed(dossier)
    if waits and not outbox.ever_told(tx, dossier.attempt_id, NoticeKind.CONFIRM_REMINDER):
        tell_citizen(tx, dossier, NoticeKind.CONFIRM_REMINDER, {"confirm": True}, now)
        cases.finish(tx, dossier.attempt_id, now)
    tell_citizen(tx, dossier, kind, params, now, letter_id, held=waits)


def _have_signed(tx: Connection, staff_chat: int, dossier: Dossier, letter: Letter, now: datetime) -> None:
    cases.set_status(tx, dossier.attempt_id, Status.AWAITING_SIGNATURE, now)
    tell_citizen(tx, dossier, NoticeKind.APPROVED, {}, now)
    outbox.put(
        tx,
        key=f"sign:{letter.id}",
        chat_id=staff_chat,
        kind=NoticeKind.STAFF_TO_SIGN,
        params={"reference": dossier.key},
        letter_id=letter.id,
        now=now,
    )


def lay_ready(tx: Connection, staff_chat: int | None, dossier: Dossier, letter: Letter, now: datetime) -> None:
    """Have a letter fetched at the office: its citizen is told, if there is a chat, and the staff print it."""
    cases.set_status(tx, dossier.attempt_id, Status.READY, now)
    tell_citizen(tx, dossier, NoticeKind.READY, _about(letter), now)
    if staff_chat is not None:
        to_print = {"alert": "letter_to_print", "about": dossier.key}
        key = f"print:{letter.id}"
        outbox.put(tx, key=key, chat_id=staff_chat, kind=NoticeKind.STAFF_ALERT, params=to_print, now=now)


def _pass_on(tx: Connection, scan: Scan, letter: Letter, dossier: Dossier, now: datetime) -> str:
    if letter.withdrawn_at is not None:
        return "withdrawn"
    if dossier.chat_id is None:
        if dossier.status not in CLOSED:
            cases.set_status(tx, dossier.attempt_id, Status.READY, now)
        return "no_chat"
    before = outbox.under_way(tx, dossier.attempt_id, NoticeKind.LETTER_SCAN)
    if any(notice.params.get("unique_id") == scan.unique_id for notice in before):
        return "same"
    file = {"file_id": scan.file_id, "unique_id": scan.unique_id, "is_photo": scan.is_photo}
    _give(tx, dossier, NoticeKind.LETTER_SCAN, {**_about(letter), **file}, now)
    if to_be_confirmed(dossier):
        return "held"
    return "again" if before else "forwarded"


def _of_letter(tx: Connection, letter_id: int) -> tuple[Letter, Dossier]:
    letter = register.letter(tx, letter_id)
    if letter.entry.attempt_id is None:
        raise ValueError("a letter made by hand is never handed over by the program")
    return letter, cases.by_id(tx, letter.entry.attempt_id)


def _about(letter: Letter) -> Mapping[str, str]:
    return {"number": letter.entry.number, "valid_until": spoken(letter.entry.content.valid_until)}
