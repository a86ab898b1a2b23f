"""What answers are worth: what is missing, what should be looked at, how a phone number is written."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from office.cases import Arrival, Concern
from office.names import fold
from office.services import NAME_TITLE, ListSource, QuestionKind, Service

NIK_DIGITS = 16
_NIK = re.compile(rf"[0-9]{{{NIK_DIGITS}}}")
NUMBER_KINDS = frozenset({QuestionKind.NIK, QuestionKind.FAMILY_CARD})
MOST_NUMBERED = 50
"""Entries of a list that is asked for in numbered questions."""


def missing(
    required: Iterable[str], service: Service, answers: Mapping[str, str], damaged: Collection[str]
) -> tuple[str, ...]:
    """What a letter cannot be made with: answers that it needs and that are blank, and numbers that came damaged.

    `required` are a template's names; of a list's column (`Anggota.Nama`) every entry is looked at.
    """
    sound = {title: answer for title, answer in answers.items() if fold(answer) and title not in damaged}
    usable = {fold(title) for title in sound}
    lists = {fold(prefix): source for prefix, source in service.letter.lists.items()}
    found: list[str] = []
    for name in required:
        prefix, _, column = name.partition(".")
        if column and fold(prefix) in lists:
            found += _lacking(lists[fold(prefix)], column, sound)
        elif fold(name) not in usable:
            found.append(name)
    # Also those that may stay blank: "-" would be true, a number that lost its last digit is not.
    numbers = [one.title for one in service.questions if one.kind in NUMBER_KINDS and one.title in damaged]
    named = {fold(name) for name in found}
    return (*dict.fromkeys(found), *(title for title in numbers if fold(title) not in named))


def entries(source: ListSource, answers: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The entries of a list, each its columns' texts by their names; a blank one is none."""
    yield from (entry for _, entry in _counted(source, answers))


def _counted(source: ListSource, answers: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each entry with its number: which one it is of the lines, or the number in its questions."""
    by_name = {fold(title): answer for title, answer in answers.items()}
    if source.question is not None:
        lines = [line for line in by_name.get(fold(source.question), "").splitlines() if any(_cells(line))]
        yield from ((n, _row(source.columns, _cells(line))) for n, line in enumerate(lines, 1))
        return
    for n in range(1, MOST_NUMBERED + 1):
        entry = {
            column: by_name.get(fold(title.replace("{n}", str(n))), "") for column, title in source.numbered.items()
        }
        if any(map(fold, entry.values())):
            yield n, entry


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(";")]


def _row(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    # What stands behind the last column belongs to it: nothing is dropped in silence.
    last = len(columns) - 1
    return dict(zip(columns, [*cells[:last], "; ".join(cells[last:])], strict=False))


def _lacking(source: ListSource, column: str, answers: Mapping[str, str]) -> list[str]:
    found = {n: {fold(name): text for name, text in entry.items()} for n, entry in _counted(source, answers)}
    gaps = [n for n, entry in found.items() if not fold(entry.get(fold(column), ""))]
    if source.question is not None:
        return [f"{source.question} (baris {n}: {column})" for n in gaps] if found else [source.question]
    title = {fold(name): title for name, title in source.numbered.items()}.get(fold(column), column)
    return [title.replace("{n}", str(n)) for n in (gaps if found else [1])]


def concerns(service: Service, arrival: Arrival) -> Iterator[Concern]:
    """What the village head should look at in these answers; none of it forbids anything."""
    for question in service.asked:
        answer = arrival.answers.get(question.title, "")
        if question.title in arrival.damaged:
            yield Concern("came_as_number", question.title)
        elif question.kind in NUMBER_KINDS and answer:
            if not _NIK.fullmatch(_without_spaces(answer)):
                yield Concern("not_16_digits", question.title)
        elif question.required and not fold(answer):
            yield Concern("empty", question.title)


def nik(service: Service, answers: Mapping[str, str], damaged: Collection[str]) -> str | None:
    """The 16 digits of whom the request is for: the service's first question of the kind `nik`.

    None where it is missing, is none, or may have lost digits.
    """
    question = service.nik_question
    if question is None or question.title in damaged:
        return None
    digits = _without_spaces(answers.get(question.title, ""))
    return digits if _NIK.fullmatch(digits) else None


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
