"""What is asked next, given what is known. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commands.init.checks import Check
from office.settings_edit import Place, Value

Raw = Mapping[str, Any]
"""The settings as they stand in `config.yaml`."""
Writes = Callable[[Value, Raw], Mapping[Place, Value]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: where its answer stands, how it is asked, what an answer must be, what it changes.

    `now` is what stands there, as a person would type it; an empty one is no default. `writes` says which settings an
    answer changes; without it the one at `place`.
    """

    place: Place
    words: str
    check: Check
    now: str = ""
    hint: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    """What may be chosen, by value: shown with numbers."""
    writes: Writes | None = None

    def changes(self, answer: Value, raw: Raw) -> Mapping[Place, Value]:
        """The settings after this answer."""
        return self.writes(answer, raw) if self.writes else {self.place: answer}


@dataclass(frozen=True, slots=True)
class Known:
    """The settings, and what was answered since this set-up began, by place."""

    raw: Raw
    said: Mapping[Place, Value] = field(default_factory=dict)


Questions = Callable[[Known], Sequence[Question]]
"""The questions of a chapter; which there are may depend on what is known."""


def next_question(questions: Questions, known: Known) -> Question | None:
    """The first of them that was not answered yet; None when all were."""
    return next((question for question in questions(known) if question.place not in known.said), None)


def at(raw: Raw, place: Place) -> Any:  # noqa: ANN401 - whatever stands there
    """What stands at a place; None where nothing does."""
    found: Any = raw
    for key in place:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def numbered(options: Mapping[str, str]) -> Iterator[str]:
    """The options as lines."""
    yield from (f"{number}. {words}" for number, words in enumerate(options.values(), start=1))
