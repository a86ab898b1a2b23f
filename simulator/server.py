"""The village in a box: both worlds, the control endpoint and the page as one server on 127.0.0.1.

`python -m simulator.server --port 8080` prints its URL and serves until Ctrl-C or SIGTERM.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from werkzeug import Request, Response
from werkzeug.routing import Rule
from werkzeug.utils import send_from_directory

from simulator import control
from simulator.dispatch import Application
from simulator.faults import Faults
from simulator.google import people as google_people
from simulator.google import routes as google_routes
from simulator.google.models import Google
from simulator.journal import Journal
from simulator.telegram import people as telegram_people
from simulator.telegram import routes as telegram_routes
from simulator.telegram.models import Telegram
from simulator.wire import Server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_WEB = Path(__file__).parent / "web"


def unwatched(app: WSGIApplication) -> WSGIApplication:
    """Return the application as it is."""
    return app


class Simulator:
    """Both worlds over real HTTP. `token`: the only bot token accepted; None accepts any of a token's shape.

    `watch` may put a middleware before the application, so that a test can judge what goes over the wire.
    """

    def __init__(
        self,
        port: int = 0,
        token: str | None = None,
        watch: Callable[[WSGIApplication], WSGIApplication] = unwatched,
    ) -> None:
        self.telegram = Telegram(token)
        self.google = Google()
        self.journal = Journal()
        self.faults = Faults()
        self._server = Server(watch(Application(self._rules(), self.journal, self.faults)), port)
        self.url = self._server.url
        self.google.base_url = self.url

    def start(self) -> None:
        """Begin to serve."""
        self._server.start()

    def stop(self) -> None:
        """Serve no more; requests that wait are cut off."""
        self._server.stop()

    def __enter__(self) -> Simulator:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def _rules(self) -> list[Rule]:
        return [
            *control.rules(self.journal, self.faults, {"telegram": self.telegram, "google": self.google}),
            *telegram_routes.rules(self.telegram),
            *telegram_people.rules(self.telegram),
            *google_routes.rules(self.google),
            *google_people.rules(self.google),
            *page_rules(_WEB),
        ]


def page_rules(web: Path) -> list[Rule]:
    """Return the rules of the page: `/` is `index.html` of the folder, `/static/NAME` any file in it."""

    def static(request: Request, name: str = "index.html") -> Response:
        response = send_from_directory(web, name, request.environ, max_age=0)
        response.direct_passthrough = False
        return response

    def favicon(_request: Request) -> Response:
        return Response(status=204)

    return [
        Rule("/", endpoint=static, methods=["GET"]),
        Rule("/static/<path:name>", endpoint=static, methods=["GET"]),
        Rule("/favicon.ico", endpoint=favicon, methods=["GET"]),
    ]


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="simulator.server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    asked = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: asked.set())
    with Simulator(parser.parse_args().port) as simulator:
        sys.stdout.write(f"{simulator.url}\n")
        sys.stdout.flush()
        while not asked.wait(0.5):  # with a time-out, so that Ctrl-C works on Windows
            pass


if __name__ == "__main__":
    main()
