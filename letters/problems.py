"""What may be wrong with a template, said to the operator with the place and the mend."""

from collections.abc import Iterable
from dataclasses import dataclass

_QUOTED = 110  # characters of a paragraph that help to find it in Word


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a template; `message` is a full Indonesian sentence or two."""

    message: str


class TemplateError(Exception):
    """The file cannot serve as a template; its text is Indonesian and says what to do, one problem a line."""


class MissingValues(Exception):  # noqa: N818 - names what happened, as its readers say it
    """A letter was asked for without all its values; `names` are the placeholders, as written."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__("Isian ini belum ada: " + ", ".join(self.names) + ".")


def quoted(paragraph: str, about: str = "") -> str:
    """Return the paragraph in quotes, shortened to the neighbourhood of `about`."""
    text = " ".join(paragraph.split())
    start = max(0, text.find(" ".join(about.split())) - _QUOTED // 3)
    if start:
        start = text.find(" ", start) + 1
    piece = text[start : start + _QUOTED]
    return f"\u201c{'... ' * bool(start)}{piece}{' ...' * (start + _QUOTED < len(text))}\u201d"


def one_line_each(problems: Iterable[Problem]) -> str:
    """Return the messages without repetition: a text box says everything twice."""
    return "\n".join(dict.fromkeys(problem.message for problem in problems))
