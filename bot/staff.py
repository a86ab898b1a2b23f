"""What the staff say to the bot in their chat: scans of signed letters. Pure."""

from collections.abc import Mapping
from typing import Any

from office.cases import Scan


def scan_in(message: Mapping[str, Any]) -> Scan | None:
    """The scan in a message as Telegram sent it: a document or photo that replies to a message of a bot."""
    replied = message.get("reply_to_message") or {}
    photo = max(message.get("photo") or (), key=lambda size: size["width"] * size["height"], default=None)
    file = message.get("document") or photo
    if file is None or not replied.get("from", {}).get("is_bot"):
        return None
    return Scan(
        chat_id=message["chat"]["id"],
        message_id=message["message_id"],
        reply_to=replied["message_id"],
        file_id=file["file_id"],
        unique_id=file["file_unique_id"],
        is_photo=file is photo,
    )
