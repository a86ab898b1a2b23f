"""What answers are worth: what is missing, what should be looked at, how a phone number is written."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from office.cases import Arrival, Concern
from office.names import fold
from office.services import NAME_TITLE, QuestionKind, Service

NIK_DIGITS = 16


def missing(required: Iterable[str], answers: Mapping[str, str], damaged: Collection[str]) -> tuple[str, ...]:
    """The names that a letter needs and that have no usable answer, as the template writes them."""
    unusable = {fold(title) for title in damaged}
    usable = {fold(title) for title, answer in answers.items() if fold(answer)} - unusable
    return tuple(name for name in required if fold(name) not in usable)


def concerns(service: Service, arrival: Arrival) -> Iterator[Concern]:
    """What the village head should look at in these answers; none of it forbids anything."""
    for question in service.questions:
        answer = arrival.answers.get(question.title, "")
        if question.title in arrival.damaged:
            yield Concern("came_as_number", question.title)
        elif question.kind in {QuestionKind.NIK, QuestionKind.FAMILY_CARD} and answer:
            if not re.fullmatch(rf"[0-9]{{{NIK_DIGITS}}}", _without_spaces(answer)):
                yield Concern("not_16_digits", question.title)
        elif question.required and not fold(answer):
            yield Concern("empty", question.title)


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """The titles whose answers differ, in alphabetical order."""
    return tuple(sorted(title for title in {*before, *after} if before.get(title, "") != after.get(title, "")))


def person(answers: Mapping[str, str]) -> str:
    """Whom the request is for, as the desk shows it."""
    return " ".join(answers.get(NAME_TITLE, "").split())


def short_name(name: str) -> str:
    """`Siti A.`: enough to be recognised by oneself, too little to be of use to others."""
    words = name.split()
    return " ".join([*words[:1], *(f"{word[0]}." for word in words[1:2])])


def contact(service: Service, answers: Mapping[str, str]) -> str:
    """How the person can be reached by hand: the first answer to a question of the kind `telepon`, or nothing."""
    titles = (question.title for question in service.form_questions if question.kind is QuestionKind.PHONE)
    return next((phone(answers[title]) for title in titles if answers.get(title)), "")


def phone(text: str) -> str:
    """`+62 812-1111-2222`, `62812...` or `812...` -> `0812...`; anything else stays as it was."""
    digits = re.sub(r"[\s().+-]", "", text)
    if not digits.isdecimal():
        return text.strip()
    local = re.sub(r"^(?:62|0)?(?=8)", "0", digits)
    return local if local.startswith("08") else text.strip()


def _without_spaces(text: str) -> str:
    return re.sub(r"[\s.-]", "", text)
