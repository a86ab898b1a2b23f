"""The control endpoint `/_sim/...`: reset, state, journal and faults. The worlds' human acts bring their own rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from werkzeug import Request, Response
from werkzeug.exceptions import BadRequest
from werkzeug.routing import Rule

from simulator.envelopes import as_json
from simulator.faults import Faults
from simulator.journal import Journal


class World(Protocol):
    """What both simulated services can do for the control endpoint."""

    def reset(self) -> None:
        """Forget everything."""

    def state(self) -> object:
        """Return what there is, ready for JSON."""


class _Control:
    def __init__(self, journal: Journal, faults: Faults, worlds: Mapping[str, World]) -> None:
        self._journal = journal
        self._faults = faults
        self._worlds = worlds

    def reset(self, _request: Request) -> Response:
        self._faults.clear()
        for world in self._worlds.values():
            world.reset()
        self._journal.clear()
        return as_json({})

    def state(self, _request: Request) -> Response:
        return as_json({name: world.state() for name, world in self._worlds.items()})

    def read_journal(self, request: Request) -> Response:
        since = request.args.get("since", 0, int)
        return as_json({"entries": self._journal.entries(since), "totals": self._journal.totals()})

    def clear_journal(self, _request: Request) -> Response:
        self._journal.clear()
        return as_json({})

    def arm(self, request: Request) -> Response:
        try:
            self._faults.arm_from(request.get_json())
        except (TypeError, ValueError) as error:
            raise BadRequest(str(error)) from error
        return self.read_faults(request)

    def read_faults(self, _request: Request) -> Response:
        return as_json(self._faults.state())

    def clear_faults(self, request: Request) -> Response:
        self._faults.clear()
        return self.read_faults(request)

    def release(self, request: Request) -> Response:
        self._faults.release()
        return self.read_faults(request)


def rules(journal: Journal, faults: Faults, worlds: Mapping[str, World]) -> list[Rule]:
    """Return the rules under `/_sim/` that belong to no single world."""
    control = _Control(journal, faults, worlds)
    return [
        Rule("/_sim/reset", endpoint=control.reset, methods=["POST"]),
        Rule("/_sim/state", endpoint=control.state, methods=["GET"]),
        Rule("/_sim/journal", endpoint=control.read_journal, methods=["GET"]),
        Rule("/_sim/journal", endpoint=control.clear_journal, methods=["DELETE"]),
        Rule("/_sim/faults", endpoint=control.arm, methods=["POST"]),
        Rule("/_sim/faults", endpoint=control.read_faults, methods=["GET"]),
        Rule("/_sim/faults", endpoint=control.clear_faults, methods=["DELETE"]),
        Rule("/_sim/faults/release", endpoint=control.release, methods=["POST"]),
    ]
