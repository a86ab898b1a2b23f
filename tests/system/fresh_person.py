"""Somebody who brings a village online for the first time: all that is done outside the terminal, act by act."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests

from simulator.telegram.models import ANY_TOKEN
from simulator.village import open_link
from tests.contract.apps_script import MAKE, SLOW_TAB, log, run
from tests.system.form import Form

TIMEOUT = 20
Json = dict[str, Any]


class FreshPerson:
    """The acts by their names in the set-up's own list; `done` are those that were done, in order."""

    def __init__(self, url: str, home: Path, downloads: Path) -> None:
        self._url, self._home, self._downloads = url, home, downloads
        self.done: list[str] = []
        self.uploads = 0
        self.invitation = ""
        """The link for the staff, as the set-up shows it."""
        self._made: Json = {}
        self._officer = 0
        self.key = downloads / "desa-sukamaju-1a2b3c.json"

    def does(self, act: str) -> str:
        """Do one of the acts; what is then on the clipboard."""
        acts: Mapping[str, Callable[[], str]] = {
            # What stands before any terminal: this computer has it.
            **dict.fromkeys(("python", "program", "libreoffice", "init"), lambda: ""),
            "bot": lambda: ANY_TOKEN,
            "group": self._make_group,
            "staff": self._open_invitation,
            "project": lambda: "",
            "apis": self._enable_apis,
            "key": self._download_key,
            "script": self._paste_script,
            "run": self._run_script,
            "code": lambda: log(self._made),
        }
        self.done.append(act)
        return acts[act]()

    def adds_upload(self, form_id: str, title: str, *, required: bool, most: int) -> None:
        """Add one upload question in a form's editor."""
        self.uploads += 1
        Form(self._url, form_id).add_question(title, type="file", required=required, max_files=most)

    def _make_group(self) -> str:
        self._officer = self._post("telegram/people", {"first_name": "Staf"})["id"]
        self._post("telegram/groups", {"title": "Staf Desa Sukamaju", "members": [self._officer]})
        return ""

    def _open_invitation(self) -> str:
        open_link(self._url, self._officer, self.invitation.rpartition("?start=")[2])
        return ""

    def _enable_apis(self) -> str:
        self._post("google/apis", {"sheets": True, "forms": True, "drive": True})
        return ""

    def _download_key(self) -> str:
        key = requests.get(f"{self._url}/_sim/google/key", timeout=TIMEOUT).json()
        self._downloads.mkdir()
        self.key.write_text(json.dumps(key))
        return ""

    def _paste_script(self) -> str:
        return (self._home / "formulir-skrip.txt").read_text()

    def _run_script(self) -> str:
        ((self._made,),) = run([self._paste_script()], {"world": SLOW_TAB, "steps": [MAKE]})
        assert self._made["error"] is None
        self._post("google/made", {name: self._made[name] for name in ("forms", "books")})
        return ""

    def _post(self, path: str, body: Json) -> Json:
        answer = requests.post(f"{self._url}/_sim/{path}", json=body, timeout=TIMEOUT)
        assert answer.ok, answer.text
        found: Json = answer.json()
        return found
