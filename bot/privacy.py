"""What the bot says about a person's data: what is kept, and having it erased. Pure."""

from collections.abc import Sequence

from bot import keyboards
from bot.keyboards import Message
from bot.texts import Texts
from office.config import Config, Village


def privacy_screen(texts: Texts, config: Config) -> Message:
    """What is kept, why, how long, where, and whom to ask."""
    village, kept = config.village, config.privacy
    text = texts.say(
        "privacy",
        village=village.name,
        address=village.address,
        phone=village.phone,
        chat=_for(texts, "privacy_days", kept.chat_days),
        notices=_for(texts, "privacy_days", kept.notice_days),
        answers=_for(texts, "privacy_days_after", kept.answer_days),
        nik=_for(texts, "privacy_days_after", kept.nik_days, "privacy_never_masked"),
        letters=_for(texts, "privacy_years", kept.letter_years),
    )
    return Message(text, keyboards.back_to_menu(texts))


def erase_screen(texts: Texts, still_open: Sequence[str], village: Village, *, erased: bool) -> Message:
    """Whether to erase what is kept of the chat; that it is erased; or which requests have to be closed first."""
    if still_open:
        return Message(texts.say("erase_open", references=", ".join(still_open)), keyboards.to_status(texts))
    if erased:
        return Message(
            texts.say("erase_done", village=village.name, phone=village.phone), keyboards.back_to_menu(texts)
        )
    return Message(texts.say("erase_sure"), keyboards.sure_to_erase(texts))


def _for(texts: Texts, unit: str, count: int, endless: str = "privacy_for_good") -> str:
    return texts.say(unit, count=count) if count else texts.say(endless)
