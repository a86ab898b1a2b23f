"""Saying once that something broke, and once that it works again."""

import logging


class Outage:
    """Remembers what is broken at present, so that a night without network is two lines in the log."""

    def __init__(self, log: logging.Logger, mended: str) -> None:
        self._log = log
        self._mended = mended
        self._told = ""

    def broke(self, sentence: str) -> None:
        """Say it, unless this was the last thing said."""
        if sentence != self._told:
            self._log.warning(sentence)
        self._told = sentence

    def mended(self) -> None:
        """Say so, if something was broken."""
        if self._told:
            self._log.warning(self._mended)
        self._told = ""
