"""A person at a terminal: a command in a pseudo-terminal, what it shows, and what is typed."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from tests.system.patience import until
from tests.system.process import SCRIPT, environment

ENTER = ""
_PATIENCE = 60.0
_PAINT = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Keyboard:
    """`scheduler.py <arguments>`; `answered` are the questions that were answered."""

    def __init__(self, bytecode: Path, home: Path, *arguments: str | Path, more: Mapping[str, str]) -> None:
        ours, theirs = pty.openpty()
        self._terminal, self._shown, self._read = ours, "", 0
        self.answered: list[str] = []
        words = [sys.executable, str(SCRIPT), *map(str, arguments)]
        surroundings = environment(bytecode) | {"TERM": "dumb", "COLUMNS": "300"} | dict(more)
        self._process = subprocess.Popen(
            words,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=home,
            env=surroundings,
            start_new_session=True,
            # Where the tests run in the background, Ctrl-C is ignored by whatever they start.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - it touches no lock
        )
        os.close(theirs)
        self._reader = threading.Thread(target=self._look, daemon=True)
        self._reader.start()

    @property
    def shown(self) -> str:
        """All that stood on the screen, without colours."""
        return _PAINT.sub("", self._shown).replace("\r\n", "\n")

    def answer(self, words: str, typed: str = ENTER) -> None:
        """Wait for the question with these words, and only then type."""
        until(lambda: self._asked(words), f"the question {words!r}, but:\n{self.shown[-2000:]}", _PATIENCE)
        self._type(words, typed)

    def paste(self, words: str, text: str) -> None:
        """Wait for these words, then paste many lines."""
        self.wait_for(words)
        self._type(words, text)

    def wait_for(self, words: str) -> None:
        """Wait until these words are shown."""
        until(lambda: words in self.shown[self._read :], f"{words!r}, but:\n{self.shown[-2000:]}", _PATIENCE)

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self._process.send_signal(signal.SIGINT)

    def end(self) -> int:
        """Wait for its end; the exit status."""
        status = self._process.wait(_PATIENCE)
        self._reader.join(_PATIENCE)
        return status

    def close(self) -> None:
        """End it if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(_PATIENCE)
        self._reader.join(_PATIENCE)
        os.close(self._terminal)

    def _asked(self, words: str) -> bool:
        assert self._process.poll() is None, self.shown
        new = self.shown[self._read :]
        return words in new.rpartition("\n")[2] and new.endswith(": ")

    def _type(self, words: str, typed: str) -> None:
        self.answered.append(words)
        self._read = len(self.shown)
        for line in typed.split("\n"):
            os.write(self._terminal, f"{line}\n".encode())

    def _look(self) -> None:
        while True:
            try:
                piece = os.read(self._terminal, 65_536)
            except OSError:  # the other end is closed
                return
            if not piece:
                return
            self._shown += piece.decode("utf-8", "replace")
