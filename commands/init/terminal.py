"""The door to the person at the terminal; the only file here that knows Rich.

Not tried on Windows: there the hidden typing is done by Python's own getpass.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.prompt import Prompt
from rich.rule import Rule
from rich.text import Text

_PASTE_SETTLES = 0.5
"""Seconds after which all of a long paste has arrived."""


class Terminal:
    """Says sentences and asks questions, one at a time; `answered` counts what the person had to answer."""

    def __init__(self) -> None:
        # Without Rich's own colouring of numbers and addresses, and never wrapped: addresses are copied from here.
        self._console = Console(highlight=False, soft_wrap=True)
        self.answered = 0

    def chapter(self, title: str) -> None:
        """Begin a new part."""
        self._console.print()
        self._console.print(Rule(Text(title, "bold"), align="left"))

    def say(self, *lines: str) -> None:
        """Say something, line by line."""
        for line in lines:
            self._console.print(Text(line))

    def trouble(self, line: str) -> None:
        """Say what is wrong and how to mend it."""
        self._console.print(Text(line, "bold red"))

    def done(self, line: str) -> None:
        """Say that something is in order."""
        self._console.print(Text(line, "green"))

    def steps(self, steps: Iterable[str]) -> None:
        """Say what is to be done elsewhere, numbered."""
        for number, step in enumerate(steps, start=1):
            self._console.print(Text(f"  {number}) {step}"))

    def ask(self, words: str, default: str = "", *, hidden: bool = False) -> str:
        """Ask once; what was typed, or the default. What is typed hidden is not shown. Raises EOFError."""
        answer = Prompt.ask(
            Text(words), console=self._console, default=default, show_default=bool(default), password=hidden
        )
        self.answered += 1
        return answer

    def lines(self) -> Iterator[str]:
        """What is typed or pasted, line by line with its end. Raises EOFError."""
        self.answered += 1
        while True:
            yield self._console.input() + "\n"

    def drop_typed_ahead(self) -> None:
        """Forget what was pasted beyond the lines that were wanted: it answers no question."""
        if sys.stdin.isatty():
            time.sleep(_PASTE_SETTLES)
            _forget_input()


if os.name == "nt":  # pragma: no cover - not tried here: no Windows at hand
    import msvcrt

    def _forget_input() -> None:
        while msvcrt.kbhit():  # type: ignore[attr-defined] # Windows only
            msvcrt.getwch()  # type: ignore[attr-defined] # as above
else:
    import termios

    def _forget_input() -> None:
        termios.tcflush(sys.stdin, termios.TCIFLUSH)
