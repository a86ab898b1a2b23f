"""What the bot says about a person's data: what is kept, and having it erased. Pure."""

from bot import keyboards
from bot.keyboards import Message
from bot.texts import say
from office.config import Config


def privacy_screen(config: Config) -> Message:
    """What is kept, why, how long, where, and whom to ask."""
    village, kept = config.village, config.privacy
    text = say(
        "privacy",
        village=village.name,
        address=village.address,
        phone=village.phone,
        chat=_for("privacy_days", kept.chat_days),
        notices=_for("privacy_days", kept.notice_days),
        answers=_for("privacy_days_after", kept.answer_days),
        nik=_for("privacy_days_after", kept.nik_days, "privacy_never_masked"),
        letters=_for("privacy_years", kept.letter_years),
    )
    return Message(text, keyboards.back_to_menu())


def _for(unit: str, count: int, endless: str = "privacy_for_good") -> str:
    return say(unit, count=count) if count else say(endless)
