"""Somebody at a terminal who answers from a list; what was said to them is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from commands.init.desk import Desk
from commands.init.folder import Folder
from commands.init.terminal import Terminal

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


class Person(Terminal):
    """Answers in order: each is (words in the question, what is typed); an unexpected question fails."""

    def __init__(self, *answers: tuple[str, str], pasted: Iterable[str] = ()) -> None:
        super().__init__()
        self.told: list[str] = []
        self.asked: list[tuple[str, str]] = []
        self._answers, self._pasted = iter(answers), iter(pasted)

    def chapter(self, title: str) -> None:
        self.told.append(title)

    def say(self, *lines: str) -> None:
        self.told += lines

    def trouble(self, line: str) -> None:
        self.told.append(line)

    def done(self, line: str) -> None:
        self.told.append(line)

    def steps(self, steps: Iterable[str]) -> None:
        self.told += steps

    def ask(self, words: str, default: str = "", *, hidden: bool = False) -> str:  # noqa: ARG002 - as its parent
        expected, typed = next(self._answers, ("", ""))
        assert expected, f"nobody expected to be asked {words!r}; told: {self.told[-3:]}"
        assert expected in words
        self.asked.append((words, default))
        self.answered += 1
        return typed or default

    def lines(self) -> Iterator[str]:
        yield from self._pasted
        raise EOFError

    def drop_typed_ahead(self) -> None:
        """Nothing is."""


def desk(home: Path, person: Person) -> Desk:
    """The set-up of the settings in `home`, done by this person."""
    return Desk(person, Folder(home / "config.yaml"), NOW)
