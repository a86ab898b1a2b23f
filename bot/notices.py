"""The outbox's notices in words: each kind with its parameters becomes a message."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot import keyboards
from bot.keyboards import Message
from bot.opening import opening_words
from bot.texts import CAPTION_LIMIT, TEXT_LIMIT, say
from office.config import Village
from office.hours import long_date
from office.notices import NoticeKind
from office.services import Service

_TO_STAFF = {NoticeKind.STAFF_ARRIVAL, NoticeKind.STAFF_ALERT}


def notice(kind: NoticeKind, params: Mapping[str, Any], services: Mapping[str, Service], village: Village) -> Message:
    """What is sent for an outbox entry; a letter's text is the caption of its document.

    `params` as put by `office.ledger`: reference, service (key), name, due, message, link, number, valid_until (ISO
    date or words). A staff alert has either `message`, or `reference` and, when delivery is in doubt, `uncertain`.
    Raises KeyError when one that the kind needs is not there.
    """
    words = dict(params) | {"phone": village.phone, "opening": opening_words(village.opening)}
    words["name"] = params.get("name") or say("nameless")
    words["valid_until"] = _day(str(params.get("valid_until") or ""))
    if service := services.get(str(params.get("service"))):
        words["service"] = service.title
    limit = CAPTION_LIMIT if kind is NoticeKind.LETTER else TEXT_LIMIT
    text = say(_sentence(kind, words), limit=limit, **words)
    return Message(text, () if kind in _TO_STAFF else keyboards.notice(params.get("link")))


def _sentence(kind: NoticeKind, words: Mapping[str, Any]) -> str:
    if kind is NoticeKind.STAFF_ALERT:
        if "message" in words:
            return "staff_alert"
        return "staff_uncertain" if words.get("uncertain") else "staff_undelivered"
    if kind is NoticeKind.STAFF_ARRIVAL:
        return "staff_arrival" if words["has_chat"] else "staff_arrival_no_chat"
    if kind is NoticeKind.LETTER and words["valid_until"]:
        return "letter_until"
    return kind.value


def _day(text: str) -> str:
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text
