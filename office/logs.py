"""The one way on which this program says what it does and what went wrong: a masked log on stderr, kept in a file.

Whatever nobody caught goes there too: Python's own tracebacks quote the values they choked on.
"""

import logging
import sys
import threading
from pathlib import Path
from types import TracebackType

from office.logfile import FILE, LogFile
from office.masking import MaskingHandler

__all__ = ["FILE", "keep", "set_up"]

log = logging.getLogger(__name__)

_UNEXPECTED = "Kesalahan yang tidak terduga; catatan di bawah ini untuk pembuat program."


def set_up(level: int = logging.INFO) -> None:
    """Log to stderr from this level on, and let every other way of writing there end in this log."""
    logging.basicConfig(level=level, handlers=[MaskingHandler()], force=True)
    _without_own_handlers()
    logging.captureWarnings(capture=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a poll that waits for the one before is no news
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


def keep(file: Path) -> None:
    """Write the log to this file, too, from now on."""
    try:
        logging.getLogger().addHandler(LogFile(file))
    except OSError:
        log.warning("Catatan tidak bisa disimpan di %s. Periksa letaknya dan izin menulisnya.", file)


def _without_own_handlers() -> None:
    # Libraries bring some (telebot does), which mask nothing.
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).handlers.clear()


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical(_UNEXPECTED, exc_info=(kind, error, trace))


def _uncaught_in_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and told.exc_type is not SystemExit:
        name = told.thread.name if told.thread else "?"
        log.critical("%s (%s)", _UNEXPECTED, name, exc_info=(told.exc_type, told.exc_value, told.exc_traceback))


def _unraisable(told: "sys.UnraisableHookArgs") -> None:
    if told.exc_value is not None:
        trace = (told.exc_type, told.exc_value, told.exc_traceback)
        log.error("%s (%s)", _UNEXPECTED, told.err_msg or "-", exc_info=trace)
