"""Inline keyboards as plain data. Callback data is short and a reference, never a permission."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.texts import Texts
from office.services import Service

MENU, NEW_MENU, STATUS, HELP, SERVICE = "menu", "menu:new", "status", "help", "svc:"
"""Callback data. `NEW_MENU` stands under notices: these must not be replaced by the menu."""
CANCEL, CANCEL_SURELY = "cancel:", "cancel!:"
"""Callback data, before the number of the request to be taken back: the question, and its answer."""
WHOSE, MINE, NOT_MINE = "whose:", "mine:", "not-mine:"
"""Callback data, before the number of a request of this chat: the question whose it is, and the answers."""
CLAIM, BIND, DECLINE = "claim", "bind:", "decline:"
"""Callback data: to look for a request by phone number; before the number of one that was found, the answers."""

ERASE_SURELY = "erase!"
"""Callback data: the answer to the question whether to erase what is kept of the chat."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button with either callback data (at most 64 bytes) or a link."""

    text: str
    data: str = ""
    url: str = ""


Keyboard = tuple[tuple[Button, ...], ...]
"""Rows of buttons."""


@dataclass(frozen=True, slots=True)
class PhoneKeys:
    """What stands in place of the phone's own keyboard, until it is used.

    `share` shares the person's own number, `stop` is typed as it stands.
    """

    share: str
    stop: str


@dataclass(frozen=True, slots=True)
class Message:
    """A text in HTML and the buttons below it."""

    text: str
    keyboard: Keyboard = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text in HTML that is answered with what stands in place of the phone's keyboard."""

    text: str
    keys: PhoneKeys


def menu(texts: Texts, services: Iterable[Service]) -> Keyboard:
    """The services in two columns, row by row in the catalogue's order; below them status and help."""
    buttons = [Button(service.button, SERVICE + service.key) for service in services]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    return (*rows, (Button(texts.say("button_status"), STATUS), Button(texts.say("button_help"), HELP)))


def service_screen(texts: Texts, link: str | None) -> Keyboard:
    """The way to the form, if there is one, and back."""
    back = (Button(texts.say("button_back"), MENU),)
    return ((Button(texts.say("button_form"), url=link),), back) if link else (back,)


def back_to_menu(texts: Texts) -> Keyboard:
    """Below a screen that is replaced by the menu."""
    return ((Button(texts.say("button_menu"), MENU),),)


def notice(texts: Texts, link: str | None = None) -> Keyboard:
    """Below a notice: the way to a correction, if one is asked for, and to a new menu."""
    menu_row = (Button(texts.say("button_menu"), NEW_MENU),)
    return ((Button(texts.say("button_complete"), url=link),), menu_row) if link else (menu_row,)


def to_desk(texts: Texts, link: str | None) -> Keyboard:
    """Below what the staff are told: the way to the desk, where there is something to decide."""
    return ((Button(texts.say("button_desk"), url=link),),) if link else ()


def status(
    texts: Texts,
    links: Iterable[tuple[str, str]] = (),
    cancellable: Iterable[str] = (),
    unconfirmed: Iterable[str] = (),
) -> Keyboard:
    """Below the status: a button per (reference, link) to be corrected, per request to be confirmed or cancelled."""
    rows = [(Button(texts.say("button_complete_one", reference=name), url=link),) for name, link in links]
    rows += [(Button(texts.say("button_confirm_one", reference=name), WHOSE + name),) for name in unconfirmed]
    rows += [(Button(texts.say("button_cancel_one", reference=name), CANCEL + name),) for name in cancellable]
    return (*rows, (Button(texts.say("button_claim"), CLAIM),), *back_to_menu(texts))


def whose(texts: Texts, reference: str) -> Keyboard:
    """Below what asks whether a request is the reader's own."""
    mine, not_mine = (
        Button(texts.say("button_mine"), MINE + reference),
        Button(texts.say("button_not_mine"), NOT_MINE + reference),
    )
    return ((mine,), (not_mine,), *notice(texts))


def claims(texts: Texts, references: Iterable[str]) -> Keyboard:
    """Below the requests that were found by a phone number: for each whether it is the reader's; status and menu."""
    rows = [
        (
            Button(texts.say("button_bind_one", reference=name), BIND + name),
            Button(texts.say("button_decline_one", reference=name), DECLINE + name),
        )
        for name in references
    ]
    return (*rows, (Button(texts.say("button_status"), STATUS),), *back_to_menu(texts))


def share_contact(texts: Texts) -> PhoneKeys:
    """In place of the phone's keyboard: the person's own number, or not."""
    return PhoneKeys(texts.say("button_share"), texts.say("button_stop"))


def sure_to_cancel(texts: Texts, reference: str) -> Keyboard:
    """Below the question whether a request is really to be cancelled."""
    return (
        (Button(texts.say("button_cancel_surely"), CANCEL_SURELY + reference),),
        (Button(texts.say("button_keep"), STATUS),),
    )


def sure_to_erase(texts: Texts) -> Keyboard:
    """Below the question whether what is kept is really to be erased."""
    return ((Button(texts.say("button_erase_surely"), ERASE_SURELY),), (Button(texts.say("button_keep"), MENU),))


def to_status(texts: Texts) -> Keyboard:
    """Below a screen that asks to look at the requests first."""
    return ((Button(texts.say("button_status"), STATUS),), *back_to_menu(texts))
