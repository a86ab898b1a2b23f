"""HTTP as the real services speak it: kept-alive connections, long request lines, and connections cut on purpose.

Werkzeug's own handler closes the connection after every answer; client libraries behave differently on a connection
that is used again (httplib2 repeats a request on a stale one), so ours keeps it open.
"""

from __future__ import annotations

import contextlib
import io
import select
import socket
import time
from collections.abc import Callable, Iterable
from email.utils import formatdate
from http import HTTPStatus
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

LONGEST_REQUEST_LINE = 128 * 1024
_STOP_PATIENCE = 2.0  # seconds for the connections to end after `stop`
_Connection = Any  # what socketserver calls a request: a socket
_WITHOUT_BODY = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


class Dropped(Exception):  # noqa: N818 - an event that is wanted, not an error
    """Raised by an application to have the connection closed without an answer."""


def client_gone(environ: WSGIEnvironment) -> bool:
    """Tell whether the client of this request has closed its connection."""
    connection: socket.socket = environ["werkzeug.socket"]
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        return bool(readable) and connection.recv(1, socket.MSG_PEEK) == b""
    except (OSError, ValueError):  # reset, or already closed on our side
        return True


class _Handler(WSGIRequestHandler):
    _headers_buffer: list[bytes]  # of the standard library
    disable_nagle_algorithm = True
    server: _Listener

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(LONGEST_REQUEST_LINE + 1)
        if len(self.raw_requestline) > LONGEST_REQUEST_LINE:
            self.requestline = self.request_version = self.command = ""
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
            self.close_connection = True
        elif not self.raw_requestline:
            self.close_connection = True
        elif self.parse_request():
            self.run_wsgi()

    def run_wsgi(self) -> None:
        try:
            environ = self._environ_with_body()
            status, headers, body = _ask(self.server.app, environ)
        except Dropped:
            self._hang_up()
        else:
            self._answer(status, headers, body)

    def _environ_with_body(self) -> WSGIEnvironment:
        environ = self.environ = self.make_environ()
        if environ.get("wsgi.input_terminated"):
            body = environ["wsgi.input"].read()
        else:
            promised = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(promised)
            if len(body) < promised:
                raise Dropped  # the client died while sending
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        return environ

    def _answer(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        code = int(status.split(maxsplit=1)[0])
        given = {name.lower() for name, _ in headers}
        self.send_response_only(code)
        if "date" not in given:
            self.send_header("Date", formatdate(time.time(), usegmt=True))
        for name, value in headers:
            if name.lower() != "content-length":
                self.send_header(name, value)
        if code not in _WITHOUT_BODY:
            self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        # `end_headers` would send the head alone; one packet spares the client a wait.
        head = b"".join(self._headers_buffer) + b"\r\n"
        self._headers_buffer.clear()
        silent = self.command == "HEAD" or code in _WITHOUT_BODY
        self.wfile.write(head if silent else head + body)

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing: the journal knows, and a request line may hold a token."""


def _ask(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
    head: list[Any] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], _exc_info: object = None
    ) -> Callable[[bytes], object]:
        head[:] = [status, headers]
        return lambda _data: None

    chunks: Iterable[bytes] = app(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()
    return head[0], head[1], body


class _Listener(ThreadedWSGIServer):
    """A threaded server that can hang up on everybody."""

    def __init__(self, app: WSGIApplication, listening: socket.socket) -> None:
        self._lock = Lock()
        self._connections: set[Any] = set()
        host, port = listening.getsockname()
        super().__init__(host, port, app, _Handler, fd=listening.fileno())

    def process_request(self, request: _Connection, client_address: tuple[str, int] | str) -> None:
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: _Connection) -> None:
        super().shutdown_request(request)
        with self._lock:
            self._connections.discard(request)

    def hang_up(self) -> None:
        """Close every connection, and wait a little for their threads to notice."""
        with self._lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        deadline = time.monotonic() + _STOP_PATIENCE
        while self._connections and time.monotonic() < deadline:
            time.sleep(0.01)


class Server:
    """A WSGI application served on 127.0.0.1 in a thread; port 0 takes a free one. OSError when the port is taken."""

    def __init__(self, app: WSGIApplication, port: int = 0) -> None:
        with socket.create_server(("127.0.0.1", port)) as listening:
            self._listener = _Listener(app, listening)
        self.port = self._listener.port
        self._thread = Thread(target=self._listener.serve_forever, args=(0.05,), name="simulator", daemon=True)

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Serve no more, close every connection."""
        if self._thread.is_alive():
            self._listener.shutdown()
            self._thread.join()
        self._listener.hang_up()
        self._listener.server_close()
