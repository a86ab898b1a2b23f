"""What lies between the service and the simulated worlds: a network cable to be pulled, and Google's clock."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterable
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PIECE = 65_536


class Line:
    """Passes connections on to a port of this computer. Cut, it refuses them as a computer without network does."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._port: int = self._listening.getsockname()[1]
        self._listen()

    @property
    def url(self) -> str:
        """The address of this end."""
        return f"http://127.0.0.1:{self._port}"

    def cut(self) -> None:
        """No connection any more, and no new one."""
        # A thread that waits in `accept` would keep the port open.
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with self._lock:
            for end in self._ends:
                _hang_up(end)

    def mend(self) -> None:
        """All is as it was."""
        self._listening = socket.create_server(("127.0.0.1", self._port))
        self._listen()

    def _listen(self) -> None:
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                return
            with self._lock:
                self._ends |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(_PIECE):
                other.sendall(piece)
        for end in (one, other):
            _hang_up(end)
        with self._lock:
            self._ends.discard(one)
        one.close()


class GooglesClock:
    """A middleware that tells every answer's date so many seconds late."""

    def __init__(self) -> None:
        self.behind = 0.0

    def __call__(self, app: WSGIApplication) -> WSGIApplication:
        """Put it before an application."""

        def dated(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            def respond(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
                date = ("Date", formatdate(time.time() - self.behind, usegmt=True))
                return start_response(status, [*headers, date], *rest)

            return app(environ, respond)

        return dated


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
