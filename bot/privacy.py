"""What the bot says about a person's data: what is kept, and having it erased. Pure."""

from collections.abc import Sequence

from bot import keyboards
from bot.keyboards import Message
from bot.texts import say
from office.config import Config, Village


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


def erase_screen(still_open: Sequence[str], village: Village, *, erased: bool) -> Message:
    """Whether to erase what is kept of the chat; that it is erased; or which requests have to be closed first."""
    if still_open:
        return Message(say("erase_open", references=", ".join(still_open)), keyboards.to_status())
    if erased:
        return Message(say("erase_done", village=village.name, phone=village.phone), keyboards.back_to_menu())
    return Message(say("erase_sure"), keyboards.sure_to_erase())


def _for(unit: str, count: int, endless: str = "privacy_for_good") -> str:
    return say(unit, count=count) if count else say(endless)
