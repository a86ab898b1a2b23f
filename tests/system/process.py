"""The real service as a process, started and ended by its own handle; and commands that end by themselves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from office.config import SECRET_NAMES
from office.relief import GUARDED
from tests.system.patience import until

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scheduler.py"
OPEN = "sudah buka"
_COMMAND_SECONDS = 180.0
_STOP_SECONDS, _START_SECONDS = 10.0, 60.0


def environment(bytecode: Path) -> dict[str, str]:
    """The environment of a process whose secrets come from `.env`.

    Where Python may not keep compiled modules beside the sources they are kept in `bytecode`: a start takes a third.
    """
    kept = {name: value for name, value in os.environ.items() if name not in SECRET_NAMES}
    return kept | {"PYTHONPYCACHEPREFIX": str(bytecode)} if kept.pop("PYTHONDONTWRITEBYTECODE", None) else kept


def command(bytecode: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `scheduler.py` with these arguments to its end."""
    words = [sys.executable, str(SCRIPT), *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    with subprocess.Popen(words, env=environment(bytecode), **pipes) as process:  # type: ignore[call-overload] # pipes
        try:
            out, err = process.communicate(timeout=_COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # what it has started, too
            raise
    return subprocess.CompletedProcess(words, process.returncode, out, err)


class Service:
    """`<script> --config <home>/config.yaml <options>`; what it prints stands in `<home>/layanan.log`."""

    def __init__(self, home: Path, bytecode: Path, *options: str, script: Path = SCRIPT) -> None:
        self._config, self._bytecode = home / "config.yaml", bytecode
        self._script, self._options = script, options
        self._log_file = home / "layanan.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0

    @property
    def log(self) -> str:
        """All that every start of it has printed."""
        return self._log_file.read_text(encoding="utf-8") if self._log_file.exists() else ""

    @property
    def running(self) -> bool:
        """Whether it lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its number at the operating system."""
        assert self._process is not None
        return self._process.pid

    def start(self, *words: str, guarded: bool = False) -> None:
        """Start it, with these words behind its options, and wait until it says that it is open."""
        assert not self.running
        line = [sys.executable, str(self._script), "--config", str(self._config), *self._options, *words]
        surroundings = environment(self._bytecode) | ({GUARDED: "1"} if guarded else {})
        self._starts = self.log.count(OPEN) + 1
        with self._log_file.open("ab") as output:
            self._process = subprocess.Popen(line, stdout=output, stderr=output, env=surroundings)
        until(self._opened, "the service is open", _START_SECONDS)

    def family(self) -> list[str]:
        """The command lines of it and of all that it has started, as anybody on the computer can read them."""
        assert self._process is not None
        return _command_lines(self._process.pid)

    def ended(self) -> int:
        """The exit status once it has ended by itself."""
        assert self._process is not None
        return self._process.wait(_START_SECONDS)

    def kill(self) -> None:
        """SIGKILL: it gets no chance to finish anything."""
        assert self._process is not None
        assert self.running, self.log
        self._process.kill()
        self._process.wait(_STOP_SECONDS)

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Ask it to end; its exit status, and the seconds that it took."""
        assert self._process is not None
        assert self.running, self.log
        began = time.monotonic()
        self._process.send_signal(sign)
        try:
            status = self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_STOP_SECONDS)
            raise
        return status, time.monotonic() - began

    def _opened(self) -> bool:
        assert self.running, f"it ended at once:\n{self.log}"
        return self.log.count(OPEN) >= self._starts


def _command_lines(pid: int) -> list[str]:
    process = Path("/proc", str(pid))
    try:
        children = [child for task in process.glob("task/*/children") for child in task.read_text().split()]
        line = process.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:  # it has ended meanwhile
        return []
    return [line, *(word for child in children for word in _command_lines(int(child)))]
