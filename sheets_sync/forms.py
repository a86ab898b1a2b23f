"""The door to Google Forms. It is heavy: `check` imports it, and the service only when a cell has lost digits.

Not tried against live Google, only against the simulator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sheets_sync.discovery import ApiDoor, answer, pages

SCOPES = ("https://www.googleapis.com/auth/forms.body.readonly",)
BODY = ("https://www.googleapis.com/auth/forms.body",)
RESPONSES = ("https://www.googleapis.com/auth/forms.responses.readonly",)
PAGE = 5000
"""The most responses that one call gives."""
PAGES = 20
"""Where so many pages are not the end, something else is wrong."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A form as it is now: each question's entry number by title, and the spreadsheet that takes its answers."""

    entries: Mapping[str, int]
    spreadsheet: str | None


class FormsDoor(ApiDoor):
    """The forms that are shared with the service account."""

    document = "forms.v1"
    scopes = SCOPES

    def shape(self, form_id: str) -> Shape:
        """What the form asks, by the numbers that a pre-filled link needs: a question's id read as hex.

        Raises Permanent when the form is not there or not shared, Retryable when Google cannot be reached.
        """
        form = answer(self._resource.forms().get(formId=form_id))
        entries = dict(_entry(item) for item in form.get("items", ()) if "questionItem" in item)
        return Shape(entries, form.get("linkedSheetId"))

    def responses(self, form_id: str, since: datetime, page: int = PAGE) -> list[dict[int, str]]:
        """What was sent since then, as it was typed, each response by entry number; needs the scope RESPONSES.

        One call for each page. Raises Permanent when there is no end to them, else as `shape` does.
        """
        moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        wanted = {"formId": form_id, "filter": f"timestamp >= {moment}", "pageSize": page}
        listing = self._resource.forms().responses()
        found = pages(lambda token: listing.list(**wanted, pageToken=token), PAGES)
        return [_texts(each.get("answers", {})) for part in found for each in part.get("responses", ())]

    def create(self, title: str) -> tuple[str, str]:
        """Make an empty form that belongs to the service account; its id and its page's address. Needs the scope BODY.

        Raises NoStorage, else as `shape` does. A lost answer may leave a form behind that nobody knows.
        """
        made = answer(self._resource.forms().create(body={"info": {"title": title, "documentTitle": title}}))
        return made["formId"], made["responderUri"]

    def fill(self, form_id: str, requests: Sequence[Mapping[str, Any]]) -> None:
        """Apply batchUpdate requests, all or none. Needs the scope BODY. Raises as `shape` does."""
        answer(self._resource.forms().batchUpdate(formId=form_id, body={"requests": list(requests)}))

    def publish(self, form_id: str) -> None:
        """Let everybody with the link fill it in. Needs the scope BODY. Raises as `shape` does."""
        state = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
        answer(self._resource.forms().setPublishSettings(formId=form_id, body={"publishSettings": state}))


def _texts(answers: Mapping[str, Any]) -> dict[int, str]:
    given = ((key, answer.get("textAnswers", {}).get("answers", ())) for key, answer in answers.items())
    return {int(key, 16): texts[0].get("value", "") for key, texts in given if texts}


def _entry(item: dict[str, Any]) -> tuple[str, int]:
    return item.get("title", ""), int(item["questionItem"]["question"]["questionId"], 16)
