"""A form in the hands of its maker, and what a citizen does with an answer that was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

TIMEOUT = 20
Json = dict[str, Any]


class Form:
    """One form, over the control endpoint."""

    def __init__(self, url: str, form_id: str) -> None:
        self._url = f"{url}/_sim/google/forms/{form_id}"

    def act(self, deed: str, **body: Any) -> Json:
        """Do something by hand; the form as it is then: entries, and its tab while it has one. A refusal fails."""
        answer = requests.post(f"{self._url}/{deed}", json=body, timeout=TIMEOUT)
        assert answer.ok, answer.text
        found: Json = answer.json()
        return found

    def add_question(self, title: str, **more: Any) -> Json:
        """Add a question at the end."""
        return self.act("questions", title=title, **more)

    def delete_question(self, title: str) -> Json:
        """Delete a question; its column stays, dead."""
        return self.act("questions/delete", title=title)

    def make_again(self, title: str, **more: Any) -> Json:
        """Delete a question and make it anew: two columns bear its title then."""
        self.delete_question(title)
        return self.add_question(title, **more)

    def edit_question(self, title: str, **changes: Any) -> Json:
        """Change a question's `newTitle`, `type`, `options`, `pattern`, `help` or `required`."""
        return self.act("questions/edit", title=title, **changes)

    def unlink(self) -> Json:
        """Part the form from its spreadsheet."""
        return self.act("unlink")

    def link(self, spreadsheet: str) -> Json:
        """Send the answers to a new tab of a spreadsheet."""
        return self.act("link", spreadsheetId=spreadsheet)

    def share(self, **access: Any) -> Json:
        """Choose in the share dialogue: `shared` with the service account, `link`, `editorsShare`."""
        return self.act("share", **access)

    def edit_answer(self, answers: Mapping[str, str], where: Mapping[str, str] | None = None) -> None:
        """Change a sent answer, as a citizen does with "edit your response": the newest, or the newest with `where`."""
        self.act("responses/edit", answers=dict(answers), where=dict(where or {}))
