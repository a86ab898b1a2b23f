"""Founding a village: what a person does once by hand at Google and at BotFather, done over the control endpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests

from simulator.telegram.models import ANY_TOKEN

TIMEOUT = 30


@dataclass(frozen=True, slots=True)
class Village:
    """What the person noted down: the spreadsheet, the forms' addresses by service, the staff chat, the key.

    `officer` is the one member of the staff chat.
    """

    spreadsheet: str
    forms: Mapping[str, Mapping[str, Any]]
    staff_chat: int
    officer: int
    key: Mapping[str, Any]
    token: str


def found(url: str, title: str, forms: Mapping[str, tuple[str, Sequence[Mapping[str, Any]]]]) -> Village:
    """Make the spreadsheet, a form for each service (its title and questions) and a staff chat; fetch the key."""
    book = _post(url, "google/spreadsheets", {"title": title, "locale": "in_ID", "timeZone": "Asia/Jakarta"})
    spreadsheet = book["spreadsheetId"]
    made = {key: _form(url, spreadsheet, name, questions) for key, (name, questions) in forms.items()}
    officer = _post(url, "telegram/people", {"first_name": "Staf", "last_name": "Pelayanan"})
    staff = _post(url, "telegram/groups", {"title": f"Staf {title}", "members": [officer["id"]]})
    key = requests.get(f"{url}/_sim/google/key", timeout=TIMEOUT)
    key.raise_for_status()
    return Village(spreadsheet, made, staff["id"], officer["id"], key.json(), ANY_TOKEN)


def open_link(url: str, person: int, payload: str) -> None:
    """Have a person open a link to the bot, `t.me/<bot>?start=<payload>`, and press Start."""
    _post(url, f"telegram/chats/{person}/text", {"text": f"/start {payload}"})


def _form(url: str, spreadsheet: str, title: str, questions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    wanted = {"title": title, "spreadsheetId": spreadsheet, "questions": list(questions)}
    form = _post(url, "google/forms", wanted)
    # `Form Responses 7` tells people nothing; the service knows the tab by its id.
    _post(url, f"google/spreadsheets/{spreadsheet}/sheets/rename", {"sheetId": form["sheetId"], "title": title})
    return form


def _post(url: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    answer = requests.post(f"{url}/_sim/{path}", json=body, timeout=TIMEOUT)
    answer.raise_for_status()
    result: dict[str, Any] = answer.json()
    return result
