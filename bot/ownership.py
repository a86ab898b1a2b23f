"""Whose request it is: what people press and share to say so, and what they are asked and told. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from bot import keyboards
from bot.keyboards import BIND, CLAIM, DECLINE, MINE, NOT_MINE, WHOSE, Message, Prompt
from bot.origin import Origin
from bot.texts import TEXT_LIMIT, Texts
from office.answers import phone, short_name
from office.cases import Dossier
from office.config import Village
from office.services import Service

MOST_CLAIMS = 5
"""Requests that are asked about at once."""


@dataclass(frozen=True, slots=True)
class SayWhose:
    """The person says whether the request with this number is their own; None when they want to be asked."""

    origin: Origin
    reference: str
    mine: bool | None


@dataclass(frozen=True, slots=True)
class AskForContact:
    """The person has sent a form without the bot's code, and wants to hear of it in this chat."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class ShareContact:
    """The person has shared a phone number; empty when it is not their own. `message_id` tells tries apart."""

    origin: Origin
    number: str
    message_id: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Of a request that was found by their number the person says whether it is their own."""

    origin: Origin
    reference: str
    mine: bool


Intent = SayWhose | AskForContact | ShareContact | Claim
_ANSWERS: Mapping[str, bool | None] = {WHOSE: None, MINE: True, NOT_MINE: False}
_CLAIMS: Mapping[str, bool] = {BIND: True, DECLINE: False}


def pressed(data: str, origin: Origin) -> Intent | None:
    """What a button with this data asks for, if it is one of these."""
    name, colon, reference = data.partition(":")
    if data == CLAIM:
        return AskForContact(origin)
    if name + colon in _ANSWERS:
        return SayWhose(origin, reference, _ANSWERS[name + colon])
    return Claim(origin, reference, _CLAIMS[name + colon]) if name + colon in _CLAIMS else None


def shared(message: Mapping[str, Any], origin: Origin) -> ShareContact | None:
    """A contact in a message as Telegram sent it: Telegram fills in whose it is, and only the sender's own counts."""
    contact = message.get("contact")
    if contact is None:
        return None
    own = contact.get("user_id") is not None and contact["user_id"] == message.get("from", {}).get("id")
    return ShareContact(origin, phone(str(contact.get("phone_number", ""))) if own else "", message["message_id"])


# --- whether a request of this chat is the reader's own ---------------------------------------------------------


def whose_screen(texts: Texts, dossier: Dossier, services: Mapping[str, Service]) -> Message:
    """Whether this request is the reader's own."""
    return Message(texts.say("whose", **_about(texts, dossier, services)), keyboards.whose(texts, dossier.reference))


def confirmed_screen(
    texts: Texts, told: str | None, dossier: Dossier, services: Mapping[str, Service], link: str
) -> Message:
    """Thanks below what was told (`told`, HTML), with the way to the form where something is lacking."""
    text = (
        f"{told}\n\n{texts.say('confirmed')}"
        if told
        else texts.say("confirmed_request", **_about(texts, dossier, services))
    )
    return Message(text, keyboards.notice(texts, link))


def not_mine_screen(texts: Texts, village: Village, *, too_late: bool) -> Message:
    """What becomes of a request that is not the reader's; nothing of what it was about stays in the chat."""
    return Message(texts.say("not_mine_late" if too_late else "not_mine", phone=village.phone), keyboards.notice(texts))


def foreign_screen(texts: Texts, village: Village) -> Message:
    """The request is not, or no longer, this chat's."""
    return Message(texts.say("foreign", phone=village.phone), keyboards.notice(texts))


# --- requests that are found by a phone number ------------------------------------------------------------------


def contact_screen(texts: Texts, *, foreign: bool = False) -> Prompt:
    """How to share one's own number; `foreign` after somebody else's came."""
    return Prompt(texts.say("contact_foreign" if foreign else "contact_ask"), keyboards.share_contact(texts))


def claims_screen(
    texts: Texts, dossiers: Sequence[Dossier], services: Mapping[str, Service], said: str = ""
) -> Message:
    """Whether these requests are the reader's own, below what was `said` (HTML) of one before."""
    asked = dossiers[:MOST_CLAIMS]
    room = (TEXT_LIMIT - len(said)) // (MOST_CLAIMS + 1)
    questions = [texts.say("whose", limit=room, **_about(texts, dossier, services)) for dossier in asked]
    return Message(
        "\n\n".join(filter(None, [said, *questions])), keyboards.claims(texts, (one.reference for one in asked))
    )


def no_claim_screen(texts: Texts, village: Village) -> Message:
    """There is no request with this number."""
    return Message(texts.say("claim_none", phone=village.phone), keyboards.status(texts))


def wait_screen(texts: Texts, village: Village, seconds: float) -> Message:
    """Too many numbers were tried."""
    return Message(
        texts.say("claim_wait", minutes=ceil(seconds / 60), phone=village.phone), keyboards.back_to_menu(texts)
    )


def bound_words(texts: Texts, dossier: Dossier, services: Mapping[str, Service]) -> str:
    """A request that was claimed."""
    return texts.say("bound", **_about(texts, dossier, services))


def _about(texts: Texts, dossier: Dossier, services: Mapping[str, Service]) -> dict[str, Any]:
    service = services.get(dossier.service)
    name = short_name(dossier.name) or texts.say("nameless")
    return {"reference": dossier.reference, "service": service.title if service else dossier.service, "name": name}
