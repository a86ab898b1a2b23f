"""Saying once that something broke, and once that it works again."""

import logging


def unusable_ledger(error: Exception) -> str:
    """What the operator is told when the ledger could not be read or written; its own text may be personal."""
    return f"Buku data belum bisa dibaca atau ditulis ({type(error).__name__}); dicoba terus. Periksa sisa ruang disk."


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

    def mended(self) -> bool:
        """Say so, if something was broken; whether it was."""
        was_broken = bool(self._told)
        if was_broken:
            self._log.warning(self._mended)
        self._told = ""
        return was_broken
