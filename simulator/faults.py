"""Fail-next switches: what goes wrong with the next matching requests.

A fault is armed for a path and used up by the requests that match it. A held request waits just before or just after
its effect and can be seen meanwhile, so that a test can kill the client at that very moment.

A client library may repeat a dropped request by itself (httplib2 does, once, whatever the method): to be felt by the
program above it, such a fault needs `times=2`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from fnmatch import fnmatchcase
from threading import Event, Lock
from typing import Any, TypedDict, Unpack

KINDS = frozenset({"429", "500", "502", "401", "drop_before", "drop_after", "delay", "hold_before", "hold_after"})
HOLD_LIMIT = 60.0
_LOOK_EVERY = 0.02  # seconds between two looks whether a held request's client is still there


class Settings(TypedDict, total=False):
    """The optional fields of `Fault`."""

    times: int
    skip: int
    retry_after: int
    seconds: float
    status: int


@dataclass
class Fault:
    """One armed switch; `path` matches a journal path by prefix or as an fnmatch pattern."""

    path: str
    kind: str
    times: int = 1
    skip: int = 0  # matching requests that pass unharmed first
    retry_after: int = 3  # seconds told with 429
    seconds: float = 2.0  # length of a delay
    status: int = 500  # for kind `500`: another 5xx

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind {self.kind!r}: use one of {', '.join(sorted(KINDS))}")
        for name in ("times", "skip", "retry_after", "seconds", "status"):
            if not isinstance(getattr(self, name), int | float):
                raise TypeError(f"{name} is a number")  # JSON brings anything

    def matches(self, path: str) -> bool:
        """Tell whether this fault concerns the path."""
        return path.startswith(self.path) or fnmatchcase(path, self.path)


@dataclass
class _Held:
    path: str
    kind: str
    since: float = field(default_factory=time.monotonic)
    released: Event = field(default_factory=Event)


class Faults:
    """The armed switches and the requests that are being held."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._armed: list[Fault] = []
        self._held: list[_Held] = []

    def arm(self, path: str, kind: str, **settings: Unpack[Settings]) -> Fault:
        """Arm a fault; `settings` are the other fields of `Fault`. ValueError or TypeError tells what is wrong."""
        fault = Fault(path, kind, **settings)
        with self._lock:
            self._armed.append(fault)
        return fault

    def arm_from(self, wish: Mapping[str, Any]) -> Fault:
        """Arm what a JSON body asks for; `after` is another word for `skip`."""
        wish = dict(wish)
        wish["skip"] = wish.get("skip", 0) + wish.pop("after", 0)
        unknown = set(wish) - {known.name for known in fields(Fault)}
        if unknown or not {"path", "kind"} <= set(wish):
            raise ValueError(f"needs path and kind; unknown: {', '.join(sorted(unknown)) or '-'}")
        return self.arm(**wish)

    def take(self, path: str) -> Fault | None:
        """Return the first fault that strikes this request, and count it as used."""
        with self._lock:
            for fault in self._armed:
                if not fault.matches(path):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                if fault.times <= 0:
                    self._armed.remove(fault)
                return fault
        return None

    def hold(self, path: str, kind: str, gone: Callable[[], bool], limit: float = HOLD_LIMIT) -> bool:
        """Wait for the release or for `limit` seconds; False when the client went away meanwhile."""
        held = _Held(path, kind)
        with self._lock:
            self._held.append(held)
        try:
            while not held.released.wait(_LOOK_EVERY):
                if gone():
                    return False
                if time.monotonic() - held.since > limit:
                    break
            return True
        finally:
            with self._lock:
                self._held.remove(held)

    def release(self) -> None:
        """Let every held request go on."""
        with self._lock:
            for held in self._held:
                held.released.set()

    def clear(self) -> None:
        """Disarm everything and release what is held."""
        with self._lock:
            self._armed.clear()
        self.release()

    def state(self) -> dict[str, Any]:
        """Return {"armed": [Fault fields], "held": [{"path", "kind", "seconds"}]}."""
        now = time.monotonic()
        with self._lock:
            return {
                "armed": [asdict(fault) for fault in self._armed],
                "held": [
                    {"path": held.path, "kind": held.kind, "seconds": round(now - held.since, 3)} for held in self._held
                ],
            }
