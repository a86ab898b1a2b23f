"""Inline keyboards as plain data. Callback data is short and a reference, never a permission."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.texts import say
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


def menu(services: Iterable[Service]) -> Keyboard:
    """The services in two columns, row by row in the catalogue's order; below them status and help."""
    buttons = [Button(service.button, SERVICE + service.key) for service in services]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    return (*rows, (Button(say("button_status"), STATUS), Button(say("button_help"), HELP)))


def service_screen(link: str | None) -> Keyboard:
    """The way to the form, if there is one, and back."""
    back = (Button(say("button_back"), MENU),)
    return ((Button(say("button_form"), url=link),), back) if link else (back,)


def back_to_menu() -> Keyboard:
    """Below a screen that is replaced by the menu."""
    return ((Button(say("button_menu"), MENU),),)


def notice(link: str | None = None) -> Keyboard:
    """Below a notice: the way to a correction, if one is asked for, and to a new menu."""
    menu_row = (Button(say("button_menu"), NEW_MENU),)
    return ((Button(say("button_complete"), url=link),), menu_row) if link else (menu_row,)


def to_desk(link: str | None) -> Keyboard:
    """Below what the staff are told: the way to the desk, where there is something to decide."""
    return ((Button(say("button_desk"), url=link),),) if link else ()


def status(
    links: Iterable[tuple[str, str]] = (), cancellable: Iterable[str] = (), unconfirmed: Iterable[str] = ()
) -> Keyboard:
    """Below the status: a button per (reference, link) to be corrected, per request to be confirmed or cancelled."""
    rows = [(Button(say("button_complete_one", reference=name), url=link),) for name, link in links]
    rows += [(Button(say("button_confirm_one", reference=name), WHOSE + name),) for name in unconfirmed]
    rows += [(Button(say("button_cancel_one", reference=name), CANCEL + name),) for name in cancellable]
    return (*rows, (Button(say("button_claim"), CLAIM),), *back_to_menu())


def whose(reference: str) -> Keyboard:
    """Below what asks whether a request is the reader's own."""
    mine, not_mine = Button(say("button_mine"), MINE + reference), Button(say("button_not_mine"), NOT_MINE + reference)
    return ((mine,), (not_mine,), *notice())


def claims(references: Iterable[str]) -> Keyboard:
    """Below the requests that were found by a phone number: for each whether it is the reader's; status and menu."""
    rows = [
        (
            Button(say("button_bind_one", reference=name), BIND + name),
            Button(say("button_decline_one", reference=name), DECLINE + name),
        )
        for name in references
    ]
    return (*rows, (Button(say("button_status"), STATUS),), *back_to_menu())


def share_contact() -> PhoneKeys:
    """In place of the phone's keyboard: the person's own number, or not."""
    return PhoneKeys(say("button_share"), say("button_stop"))


def sure_to_cancel(reference: str) -> Keyboard:
    """Below the question whether a request is really to be cancelled."""
    return ((Button(say("button_cancel_surely"), CANCEL_SURELY + reference),), (Button(say("button_keep"), STATUS),))


def sure_to_erase() -> Keyboard:
    """Below the question whether what is kept is really to be erased."""
    return ((Button(say("button_erase_surely"), ERASE_SURELY),), (Button(say("button_keep"), MENU),))


def to_status() -> Keyboard:
    """Below a screen that asks to look at the requests first."""
    return ((Button(say("button_status"), STATUS),), *back_to_menu())
