"""One WSGI application over all rules: finds the endpoint, applies faults, keeps the journal.

Every endpoint is a callable `(request, **path_args) -> Response`. It may raise a werkzeug HTTPException, which becomes
the error envelope of the API it belongs to, under `/_sim/` {"error": "..."}. A path that no rule knows is refused with
404 in that same envelope and marked `unknown` in the journal.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from simulator.envelopes import bad_gateway, refusal
from simulator.faults import Fault, Faults
from simulator.journal import Entry, Journal, masked
from simulator.wire import Dropped, client_gone

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)
Call = Callable[[], Response]
_CRASHED = "simulator.crashed"


class SimulatorRequest(Request):
    """A request whose form fields may be as long as they like: the APIs' own limits apply, not werkzeug's."""

    max_form_memory_size = None
    max_form_parts = 10_000


class Application:
    """The rules of both worlds, of the control endpoint and of the page, behind faults and journal."""

    def __init__(self, rules: Iterable[Rule], journal: Journal, faults: Faults) -> None:
        self._map = Map(list(rules), strict_slashes=False, merge_slashes=False)
        self._journal = journal
        self._faults = faults

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, or raise `Dropped`."""
        with SimulatorRequest(environ) as request:
            path = masked(request.path)
            call, known = self._find(request, path)
            response = call() if _is_ours(path) else self._watched(request, path, call, known)
            return response(environ, start_response)

    def _find(self, request: Request, path: str) -> tuple[Call, bool]:
        try:
            endpoint, arguments = self._map.bind_to_environ(request.environ).match()
        except (NotFound, MethodNotAllowed):
            return (lambda: refusal(path, 404, "Not Found")), False
        return (lambda: _answer(endpoint, request, arguments, path)), True

    def _watched(self, request: Request, path: str, call: Call, known: bool) -> Response:
        size = len(request.query_string) + len(request.get_data())
        entry = Entry(at=time.time(), method=request.method, path=path, bytes_in=size, bytes_out=0, status=0, ms=0)
        if not known:
            entry["unknown"] = True
        began = time.monotonic()
        try:
            response = self._under_fault(request, path, call, entry)
            entry["status"] = response.status_code
            entry["bytes_out"] = len(response.get_data())
            return response
        finally:
            if _CRASHED in request.environ:
                entry["crashed"] = True
            entry["ms"] = int((time.monotonic() - began) * 1000)
            self._journal.add(entry)

    def _under_fault(self, request: Request, path: str, call: Call, entry: Entry) -> Response:
        fault = self._faults.take(path)
        if fault is None:
            return call()
        entry["fault"] = fault.kind
        canned = _canned(path, fault)
        if canned is not None:
            return canned
        self._before(request, path, fault)
        response = call()
        self._after(request, path, fault)
        return response

    def _before(self, request: Request, path: str, fault: Fault) -> None:
        if fault.kind == "drop_before":
            raise Dropped
        if fault.kind == "delay":
            time.sleep(fault.seconds)
        if fault.kind == "hold_before":
            self._hold(request, path, fault)

    def _after(self, request: Request, path: str, fault: Fault) -> None:
        if fault.kind == "drop_after":
            raise Dropped
        if fault.kind == "hold_after":
            self._hold(request, path, fault)

    def _hold(self, request: Request, path: str, fault: Fault) -> None:
        if not self._faults.hold(path, fault.kind, lambda: client_gone(request.environ)):
            raise Dropped


def _is_ours(path: str) -> bool:
    return path in {"/", "/favicon.ico"} or path.startswith(("/_sim/", "/static/"))


def _canned(path: str, fault: Fault) -> Response | None:
    match fault.kind:
        case "429":
            return refusal(path, 429, "Too Many Requests", retry_after=fault.retry_after)
        case "500":
            return refusal(path, fault.status, "Internal Server Error")
        case "401":
            return refusal(path, 401, "Unauthorized")
        case "502":
            return bad_gateway()
    return None


def _answer(endpoint: Callable[..., Response], request: Request, arguments: Mapping[str, Any], path: str) -> Response:
    try:
        return endpoint(request, **arguments)
    except HTTPException as error:
        return refusal(path, error.code or 500, error.description or error.name)
    except Dropped:
        raise
    except Exception:
        log.exception("The simulator failed at %s %s", request.method, path)
        request.environ[_CRASHED] = True
        return refusal(path, 500, InternalServerError.description)
