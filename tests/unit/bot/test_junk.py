"""Whatever is forged, oversized or tricky in what Telegram brings: an ordinary screen, never an error, never markup."""

from html.parser import HTMLParser
from typing import Any

import pytest

from bot.replies import Replies
from tests.unit.bot.village import STAFF, FakeDoor, message, press

JUNK = (
    "svc:", "svc:../../etc/passwd", "svc:{village}", "cancel:", "cancel!:SKU-XXXX", "cancel!:" + "A" * 5000,
    "cancel:'; DROP TABLE cases; --", "<b>", "\u202emenu", "\x00", "{0.__class__}", "menu\n", "x" * 100_000, "",
)  # fmt: skip
TAGS = {"b"}


class Tags(HTMLParser):
    """Collects the tags of a message."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        self.seen.add(tag)


def tags(text: str) -> set[str]:
    parser = Tags()
    parser.feed(text)
    return parser.seen


def answered(door: FakeDoor) -> list[str]:
    return [call[2] for call in door.calls if call[0] in {"send", "edit"}]


@pytest.mark.parametrize("data", JUNK)
def test_forged_callback_data(replies: Replies, door: FakeDoor, data: str) -> None:
    """Data that no button of ours has opens nothing and leads to a screen."""
    replies.handle(press(data))
    (text,) = answered(door)
    assert tags(text) <= TAGS
    assert len(text) <= 4096


@pytest.mark.parametrize("prefix", ["/start ", "/start s_", "/start v_", "/cek ", ""])
@pytest.mark.parametrize("payload", JUNK)
def test_junk_behind_a_link_or_a_command(replies: Replies, door: FakeDoor, prefix: str, payload: str) -> None:
    """A deep link's payload is anybody's to write."""
    replies.handle(message(prefix + payload))
    (text,) = answered(door)
    assert tags(text) <= TAGS
    assert len(text) <= 4096


@pytest.mark.parametrize("name", ["<b>Siti</b>", "\u202eitiS", "{village}", "=1+1", "a" * 5000, "\x00"])
def test_a_person_with_a_tricky_name(replies: Replies, door: FakeDoor, name: str) -> None:
    """What people call themselves in Telegram stands in no message of ours."""
    person: dict[str, Any] = {"id": 5, "type": "private", "first_name": name, "last_name": name, "username": name}
    for text in ("/start", "/status", "/bantuan", "halo"):
        replies.handle(message(text, chat=person, **{"from": person}))
    assert all(name not in text and tags(text) <= TAGS for text in answered(door))


def test_a_press_in_a_group_does_nothing(replies: Replies, door: FakeDoor) -> None:
    """Neither in the staff chat: who a button's data speaks for cannot be known there."""
    update = press("cancel!:SKU-7K3Q")
    update["callback_query"]["message"]["chat"] = {"id": STAFF, "type": "supergroup"}
    replies.handle(update)
    assert answered(door) == []
