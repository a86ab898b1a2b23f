"""Scans among what the staff say."""

from string import Formatter
from typing import Any

import pytest

from bot import conversation
from bot.conversation import Ignore, LeaveGroup, ShowMenu, ShowStatus
from bot.origin import Origin
from bot.staff import Enrol, StaffAct, scan_in
from bot.texts import TEXTS
from office.cases import Scan
from tests.unit.bot.village import STAFF, message, press, village_config

GROUP = {"id": STAFF, "type": "supergroup", "title": "Staf"}
OF_THE_BOT = {"message_id": 77, "from": {"id": 9, "is_bot": True}, "chat": GROUP}
DOCUMENT = {"file_id": "F1", "file_unique_id": "u1", "file_name": "x.pdf"}
SMALL = {"file_id": "P1", "file_unique_id": "p1", "width": 90, "height": 60}
LARGE = {"file_id": "P2", "file_unique_id": "p2", "width": 900, "height": 600}


def reply(chat: dict[str, Any] = GROUP, **content: Any) -> dict[str, Any]:
    update = message("", message_id=80, chat=chat, reply_to_message=OF_THE_BOT)
    del update["message"]["text"]
    update["message"] |= content
    return update


def understood(update: dict[str, Any], staff_chat: int | None = STAFF) -> conversation.Intent:
    return conversation.understand(update, village_config().services, staff_chat)


def test_a_document() -> None:
    """A document that answers the bot is a scan, and says which message it answers."""
    assert understood(reply(document=DOCUMENT)) == Scan(STAFF, 80, 77, "F1", "u1", is_photo=False, sender=5)


@pytest.mark.parametrize("sizes", [[SMALL, LARGE], [LARGE, SMALL]])
def test_a_photo_in_its_largest_size(sizes: list[dict[str, Any]]) -> None:
    """Of a photo's sizes the one that can be read is sent on."""
    assert understood(reply(photo=sizes)) == Scan(STAFF, 80, 77, "P2", "p2", is_photo=True, sender=5)


def test_a_village_with_one_officer() -> None:
    """The staff chat may be one person's private chat."""
    chat = {"id": STAFF, "type": "private", "first_name": "Kasi"}
    assert understood(reply(chat, document=DOCUMENT)) == Scan(STAFF, 80, 77, "F1", "u1", is_photo=False, sender=5)


@pytest.mark.parametrize("content", [{"text": "siap"}, {"sticker": {"file_id": "S"}}])
def test_words_are_no_scan(content: dict[str, Any]) -> None:
    """What the staff answer in words stays among them."""
    assert understood(reply(**content)) == Ignore("talk among the staff")


def test_a_photo_among_the_staff() -> None:
    """A photo that answers a person, or nobody, is none of the bot's business."""
    for replied in (None, OF_THE_BOT | {"from": {"id": 5, "is_bot": False}}, {"message_id": 77, "chat": GROUP}):
        assert scan_in({"message_id": 80, "chat": GROUP, "photo": [LARGE], "reply_to_message": replied}) is None


@pytest.mark.parametrize("staff_chat", [None, STAFF - 1])
def test_only_the_configured_chat_counts(staff_chat: int | None) -> None:
    """The same reply in another group is left with the group; without a staff chat in any."""
    assert understood(reply(document=DOCUMENT), staff_chat) == LeaveGroup(STAFF)


def test_a_citizens_file_is_no_scan() -> None:
    """A citizen who answers the bot with a photo gets the menu."""
    assert isinstance(understood(reply({"id": 5, "type": "private"}, photo=[LARGE])), ShowMenu)


@pytest.mark.parametrize("text", ["/status", "/STATUS@desa_bot SKU-1", " /apa-saja "])
def test_a_command_in_the_staff_chat(text: str) -> None:
    """Whatever it is, whoever sent it is known by the number; unnamed ones are nobody."""
    assert understood(message(text, chat=GROUP)) == StaffAct(STAFF, 5, f"command:{STAFF}:3")
    assert understood(message(text, chat=GROUP, **{"from": {}})) == StaffAct(STAFF, None, f"command:{STAFF}:3")


@pytest.mark.parametrize("text", ["siapa jaga?", "lihat /status", "/poll@lain_bot", ""])
def test_no_command_to_this_bot(text: str) -> None:
    """Talk, and what another bot is asked."""
    assert understood(message(text, chat=GROUP)) == Ignore("talk among the staff")


@pytest.mark.parametrize("data", ["svc:sku", "mine:SKU-7K3Q", "bind:SKU-7K3Q", "cancel!:SKU-7K3Q", "erase!", "x"])
def test_a_press_in_the_staff_chat_is_nobodys_own_business(data: str) -> None:
    """It is an act of the staff, whatever the button; in another group it is nothing."""
    update = press(data)
    update["callback_query"]["message"]["chat"] = GROUP
    assert understood(update) == StaffAct(STAFF, 5, "press:q1", "q1")
    assert understood(update, STAFF - 1) == Ignore("a press outside a private chat")


def test_the_one_officers_own_business_in_the_own_chat() -> None:
    """Where the staff chat is a private one, its person taps and types as a citizen."""
    own = {"id": 5, "type": "private", "first_name": "Kasi"}
    assert isinstance(understood(message("/status", chat=own), 5), ShowStatus)
    assert isinstance(understood(press("status"), 5), ShowStatus)


CODE = "ACDE34679FGHACDE34679FGH"


def test_an_invitation_is_opened_by_its_own_person() -> None:
    """In a private chat, which is the person's own."""
    assert understood(message(f"/start s_{CODE}", 5)) == Enrol(Origin(5, "siti"), CODE)


def test_an_invitation_in_a_group_enrols_nobody() -> None:
    """Neither in the staff chat nor elsewhere, whoever posts the link there."""
    other = {"id": -7, "type": "group", "title": "RT"}
    assert isinstance(understood(message(f"/start s_{CODE}", chat=GROUP)), StaffAct)
    assert understood(message(f"/start s_{CODE}", chat=other)) == LeaveGroup(-7)


def test_a_message_without_its_person_enrols_nobody() -> None:
    """Nor one whose sender is not the chat's person."""
    for sender in ({}, {"id": 6}):
        assert not isinstance(understood(message(f"/start s_{CODE}", **{"from": sender})), Enrol)


@pytest.mark.parametrize(
    "text", ["/start", "/start s", "/start S_A", f"s_{CODE}", f"/start s_{CODE} x", "/start v_ACDE"]
)
def test_what_is_no_invitation(text: str) -> None:
    assert not isinstance(understood(message(text, 5)), Enrol)


def test_what_the_staff_chat_may_read() -> None:
    """No sentence that goes to a group has a place for a name, a NIK, an answer, a letter's number or a phone."""
    allowed = {
        "reference",
        "service",
        "due",
        "about",
        "alert",
        "since",
        "until",
        "unanswered",
        "undelivered",
        "letters",
    }
    groups = {name: text for name, text in TEXTS.items() if name.startswith(("alert_", "scan_", "staff_"))}
    private = {"staff_welcome", "staff_no_invitation"}  # only to the one who opened the link, in their own chat
    for name in groups.keys() - private:
        assert {field for _, field, _, _ in Formatter().parse(groups[name]) if field} <= allowed, name
