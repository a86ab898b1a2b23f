"""Whether this computer falls asleep by itself, as far as its settings tell.

Windows was not tried, only the words of its tool as documented; a desktop without GNOME's settings tells nothing.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence

from office.problems import Problem

Ask = Callable[[Sequence[str]], str]
"""Runs a command of the system; what it wrote, nothing when there is none or it failed."""

_GNOME = ("gsettings", "get", "org.gnome.settings-daemon.plugins.power")
_WINDOWS = ("powercfg", "/query", "SCHEME_CURRENT", "SUB_SLEEP", "STANDBYIDLE")
_PATIENCE = 10
_ADVICE = Problem(
    "laptop",
    "akan tidur sendiri bila lama tidak dipakai, dan selama itu bot tidak menjawab. Ubah di pengaturan daya: saat "
    "tersambung listrik, tidur (sleep): tidak pernah",
    advice=True,
)


def sleep_problems(ask: Ask, platform: str = sys.platform) -> Iterator[Problem]:
    """Advice for a computer that sleeps while it is on mains power."""
    if windows_sleeps(ask(_WINDOWS)) if platform == "win32" else gnome_sleeps(ask):
        yield _ADVICE


def gnome_sleeps(ask: Ask) -> bool:
    """What GNOME does on mains power: `sleep-inactive-ac-type` other than 'nothing', and a time that is not 0."""
    kind = ask((*_GNOME, "sleep-inactive-ac-type")).strip().strip("'")
    return kind not in {"", "nothing"} and ask((*_GNOME, "sleep-inactive-ac-timeout")).strip() != "0"


def windows_sleeps(said: str) -> bool:
    """The query's last two hexadecimal numbers are the seconds on mains and on battery; the words are translated."""
    seconds = [int(number, 16) for number in re.findall(r"0x([0-9a-fA-F]{8})\b", said)]
    return len(seconds) >= 2 and seconds[-2] != 0  # noqa: PLR2004 - see above


def ask_system(words: Sequence[str]) -> str:
    """See `Ask`."""
    program = shutil.which(words[0])
    if program is None:
        return ""
    try:
        done = subprocess.run([program, *words[1:]], capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603 - the system's own tool
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return done.stdout if done.returncode == 0 else ""
