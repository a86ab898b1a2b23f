"""Whatever ends on stderr has gone through the mask: each way out is tried in a process of its own."""

import subprocess
import sys

import pytest

from tests.unit.builders import NIK
from tests.unit.office.test_masking import PEM, PIECE, TOKEN

SECRETS = f"{NIK} {TOKEN} {PEM}"
BEGIN = "import logging, sys, threading, warnings\nfrom office import logs\nlogs.set_up(logging.DEBUG)\n"
WAYS = {
    "top level": "raise ValueError(secrets)",
    "cause and note": "error = KeyError(secrets); error.add_note(secrets)\nraise ValueError(secrets) from error",
    "group": "raise ExceptionGroup(secrets, [ValueError(secrets)])",
    "thread": "t = threading.Thread(target=lambda: int(secrets)); t.start(); t.join()",
    "where nobody can catch": "class A:\n    def __del__(self): raise ValueError(secrets)\nA()",
    "line that cannot be filled in": (
        "class A:\n    def __str__(self): raise ValueError(secrets)\nlogging.warning('%s %s', A(), secrets)"
    ),
    "warning": "warnings.simplefilter('always'); warnings.warn(secrets)",
    "library's own handler": "import scheduler\nlogs.set_up()\nlogging.getLogger('TeleBot').error(secrets)",
    "library at debug": "logging.getLogger('urllib3').debug('POST %s', secrets)",
    "timed job": (
        "from apscheduler.schedulers.background import BackgroundScheduler\n"
        "from datetime import UTC\nimport time\n"
        "s = BackgroundScheduler(timezone=UTC); s.add_job(int, args=[secrets])\n"
        "s.start(); time.sleep(0.5); s.shutdown()"
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_way_to_stderr_goes_round_the_mask(way: str) -> None:
    """Something is said, with its traceback, and no secret is in it."""
    program = f"{BEGIN}secrets = sys.stdin.read()\n{way}"
    done = subprocess.run([sys.executable, "-c", program], input=SECRETS, capture_output=True, text=True, check=False)
    assert "<16 angka> <token> <kunci>" in done.stderr.replace(r"\n", "\n")
    for secret in (NIK, TOKEN, PIECE):
        assert secret not in done.stdout + done.stderr


def test_an_unhandled_error_ends_with_a_status() -> None:
    """The hook says it and the process still ends as failed."""
    done = subprocess.run(
        [sys.executable, "-c", f"{BEGIN}raise ValueError('x')"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Kesalahan yang tidak terduga" in done.stderr
    assert "ValueError: x" in done.stderr
