"""What every chapter uses: the person at the terminal, the village's folder, the time; and how questions are put."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from commands.init.checks import Mend, unquoted
from commands.init.folder import Folder
from commands.init.plan import Known, Question, Questions, next_question, numbered
from commands.init.terminal import Terminal
from office.config import ConfigError
from office.settings_edit import Value

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the set-up is done."""

    terminal: Terminal
    folder: Folder
    now: datetime

    def ask_all(self, questions: Questions) -> None:
        """Put a chapter's questions; each answer is written before the next question."""
        known = Known(self.folder.raw())
        while question := next_question(questions, known):
            answer = self._settle(question, known)
            known = Known(self.folder.raw(), {**known.said, question.place: answer})

    def until(self, words: str, check: Callable[[str], Answer], default: str = "", *, hidden: bool = False) -> Answer:
        """Ask until the answer can be used; `check` raises Mend with what to do else."""
        while True:
            try:
                return check(self.terminal.ask(words, default, hidden=hidden))
            except Mend as mend:
                self.terminal.trouble(str(mend))

    def place(self, typed: str) -> Path:
        """Where a path leads that a person typed; a relative one is meant from the village's folder. Raises Mend."""
        try:
            return self.folder.path / Path(unquoted(typed)).expanduser()
        except RuntimeError:  # `~budi`, and there is no such person
            raise Mend("Letak itu tidak dikenal. Tulis letaknya lengkap, dari awal.") from None

    def _settle(self, question: Question, known: Known) -> Value:
        self.terminal.say(*numbered(question.options))

        def taken(text: str) -> Value:
            answer = question.check(text)
            try:
                self.folder.write(question.changes(answer, known.raw))
            except ConfigError as error:
                raise Mend("; ".join(problem.what for problem in error.problems)) from None
            return answer

        return self.until(_words(question), taken, question.now)


def _words(question: Question) -> str:
    return f"{question.words}, {question.hint}" if question.hint else question.words
