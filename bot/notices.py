"""The outbox's notices in words: each kind with its parameters becomes a message."""

from collections.abc import Mapping
from typing import Any

from bot import keyboards
from bot.keyboards import Message
from bot.opening import opening_words
from bot.texts import CAPTION_LIMIT, TEXT_LIMIT, TEXTS, Texts, length
from office.config import Village
from office.notices import NoticeKind
from office.services import Papers, Service

_TO_STAFF = {NoticeKind.STAFF_ARRIVAL, NoticeKind.STAFF_ALERT, NoticeKind.STAFF_TO_SIGN, NoticeKind.STAFF_ANSWER}
_WITH_FILE = {NoticeKind.LETTER, NoticeKind.LETTER_SCAN, NoticeKind.STAFF_TO_SIGN}
ROOM_BELOW = 400
"""Of a message, for the question whose request it is, or the thanks that take its place."""


def notice(
    texts: Texts, kind: NoticeKind, params: Mapping[str, Any], services: Mapping[str, Service], village: Village
) -> Message:
    """What is sent for an outbox entry; a letter's text is the caption of its document.

    `params` as the office puts them: reference, service (key), name, due, message, link, days (to complete it; 0: no
    end), number, valid_until (words, empty without an end); a staff alert has `alert` (what is wrong) and `about` (a
    number of the desk, a service's key, a place), an answer to the staff has `answer`. With `confirm` the reader is
    asked whether the request is their own.
    Raises KeyError when one that the kind needs is not there.
    """
    words: dict[str, Any] = dict(params) | {"phone": village.phone, "opening": opening_words(village.opening)}
    words["name"] = params.get("name") or texts.say("nameless")
    sentence = _sentence(kind, params)
    asked = services.get(str(params.get("service")))
    if asked and asked.papers is Papers.BROUGHT and f"{sentence}_brought" in TEXTS:
        sentence = f"{sentence}_brought"
    for param in ("service", "about"):
        if service := services.get(str(params.get(param))):
            words[param] = service.title
    signature = "" if kind in _TO_STAFF else _below(texts.say("signature"))
    limit = CAPTION_LIMIT if kind in _WITH_FILE else TEXT_LIMIT - ROOM_BELOW
    text = texts.say(sentence, limit=limit - length(signature), **words) + signature
    if params.get("confirm"):
        asking = "confirm_incomplete" if kind is NoticeKind.INCOMPLETE else "confirm"
        return Message(f"{text}\n\n{texts.say(asking)}", keyboards.whose(texts, params["reference"]))
    buttons = keyboards.to_desk if kind in _TO_STAFF else keyboards.notice
    return Message(text, buttons(texts, params.get("link")))


def _below(line: str) -> str:
    return f"\n\n{line}" if line.strip() else ""


def _sentence(kind: NoticeKind, params: Mapping[str, Any]) -> str:
    match kind:
        case NoticeKind.STAFF_ALERT:
            name = f"alert_{params['alert']}"
            return name if name in TEXTS else "alert_other"
        case NoticeKind.STAFF_ARRIVAL:
            return "staff_arrival" if params["has_chat"] else "staff_arrival_no_chat"
        case NoticeKind.STAFF_ANSWER:
            return f"scan_{params['answer']}"
        case NoticeKind.INCOMPLETE:
            return "incomplete_within" if params.get("days") else "incomplete"
        case NoticeKind.LETTER | NoticeKind.LETTER_SCAN:
            return f"{kind}_until" if params["valid_until"] else str(kind)
    return kind.value
