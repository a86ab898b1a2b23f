"""Introducing the bot to Telegram: its commands, its menu button, what it says of itself before anybody has written."""

from bot.telegram import TelegramDoor
from bot.texts import Texts

_LONGEST_NAME = 64


def introduce(door: TelegramDoor, texts: Texts) -> None:
    """Set all of it; done again it changes nothing. Raises DoorError."""
    door.introduce(texts.commands())
    door.describe(*texts.description())


def name_after(door: TelegramDoor, village: str) -> None:
    """Call the bot after its village, unless it is: Telegram allows few changes a day. Raises DoorError."""
    name = f"Layanan Surat Desa {village}"[:_LONGEST_NAME].rstrip()
    if door.name() != name:
        door.rename(name)
