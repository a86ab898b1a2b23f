"""Introducing the bot to Telegram: its commands, its menu button, what it says of itself before anybody has written."""

from bot.telegram import TelegramDoor
from bot.texts import Texts


def introduce(door: TelegramDoor, texts: Texts) -> None:
    """Set all of it; done again it changes nothing. Raises DoorError."""
    door.introduce(texts.commands())
    door.describe(*texts.description())
