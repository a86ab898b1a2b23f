"""The hands that a browser test needs beside the page: people, a bot, the Sheets API."""

from __future__ import annotations

from typing import Any

import requests
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials

Json = dict[str, Any]
PATIENCE = 10  # seconds for one request


class Village:
    """What people do by hand, over the control endpoint."""

    def __init__(self, url: str, session: requests.Session) -> None:
        self._url = url
        self._session = session

    def act(self, path: str, body: Json) -> Json:
        """POST to `/_sim/<path>`; a refusal fails the test."""
        response = self._session.post(f"{self._url}/_sim/{path}", json=body, timeout=PATIENCE)
        assert response.ok, response.text
        return dict(response.json())

    def see(self, path: str) -> Json:
        """GET `/_sim/<path>`."""
        response = self._session.get(f"{self._url}/_sim/{path}", timeout=PATIENCE)
        assert response.ok, response.text
        return dict(response.json())

    def person(self, first_name: str, last_name: str = "") -> int:
        """Make a citizen; the id is also the private chat's."""
        return int(self.act("telegram/people", {"first_name": first_name, "last_name": last_name})["id"])

    def rows(self, spreadsheet: str, title: str) -> list[list[str]]:
        """Return the texts of a tab."""
        book = self.see(f"google/spreadsheets/{spreadsheet}")
        sheet = next(sheet for sheet in book["sheets"] if sheet["title"] == title)
        return [[cell["value"] for cell in row] for row in sheet["rows"]]

    def send_form(self, form: Json, answers: Json, papers: dict[str, tuple[str, bytes, str]]) -> None:
        """Send a form as a browser does; answers and papers (name, bytes, type) by question title."""
        entries = form["entries"]
        response = self._session.post(
            form["responderUri"].replace("viewform", "formResponse"),
            data={f"entry.{entries[title]}": answer for title, answer in answers.items()},
            files={f"entry.{entries[title]}": paper for title, paper in papers.items()},
            timeout=PATIENCE,
        )
        assert "Jawaban Anda telah direkam." in response.text, response.text


class Bot:
    """A bot that speaks the plain Bot API and does only what the test tells it."""

    def __init__(self, url: str, session: requests.Session) -> None:
        self._url = f"{url}/bot110201543:invented-token"
        self._session = session
        self._offset = 0

    def call(self, method: str, files: Json | None = None, **arguments: Any) -> Any:
        """Call a method; a refusal fails the test."""
        sent: Json = {"data": arguments, "files": files} if files else {"json": arguments}
        answer = self._session.post(f"{self._url}/{method}", timeout=PATIENCE, **sent).json()
        assert answer["ok"], answer
        return answer["result"]

    def next_update(self) -> Json:
        """Wait for one update; the next call acknowledges it."""
        updates = self.call("getUpdates", offset=self._offset, limit=1, timeout=5)
        assert updates, "no update came"
        self._offset = updates[0]["update_id"] + 1
        return dict(updates[0])


class Sheets:
    """The Sheets API as a service account uses it."""

    def __init__(self, url: str, key: Json) -> None:
        scopes = ["https://www.googleapis.com/auth/spreadsheets"]
        self._token_session = requests.Session()
        # google-auth types only part of itself.
        credentials = Credentials.from_service_account_info(key, scopes=scopes)  # type: ignore[no-untyped-call]
        self._session = AuthorizedSession(credentials, auth_request=Request(self._token_session))  # type: ignore[no-untyped-call]
        self._url = f"{url}/v4/spreadsheets"

    def change(self, spreadsheet: str, *changes: Json) -> None:
        """Do a batchUpdate."""
        address = f"{self._url}/{spreadsheet}:batchUpdate"
        response = self._session.post(address, json={"requests": changes}, timeout=PATIENCE)
        assert response.ok, response.text

    def close(self) -> None:
        """Close the connections."""
        self._session.close()  # type: ignore[no-untyped-call] # as above
        self._token_session.close()
