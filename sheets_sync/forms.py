"""The door to Google Forms. It is heavy: `check` imports it, and the service only when a cell has lost digits.

Not tried against live Google, only against the simulator.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

import httplib2
from google.auth.exceptions import GoogleAuthError, RefreshError
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError

from office.doors import Permanent, Refused, Retryable
from sheets_sync.google import service_account

SCOPES = ("https://www.googleapis.com/auth/forms.body.readonly",)
RESPONSES = ("https://www.googleapis.com/auth/forms.responses.readonly",)
PAGE = 5000
"""The most responses that one call gives."""
TIMEOUT_SECONDS = 60


class FormsDoor:
    """The forms that are shared with the service account. A context manager. Raises Refused for a key that is none."""

    def __init__(
        self,
        key_file: Path,
        api_url: str | None = None,
        *,
        scopes: Sequence[str] = SCOPES,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        document = json.loads(files("googleapiclient.discovery_cache.documents").joinpath("forms.v1.json").read_text())
        if api_url:
            # The document's own root is the only address that every call follows.
            document["rootUrl"] = api_url.rstrip("/") + "/"
            document.pop("mtlsRootUrl", None)
        http = _OneHost(api_url, timeout) if api_url else httplib2.Http(timeout=timeout)
        authorized = AuthorizedHttp(service_account(key_file, scopes), http=http)
        self._resource = build_from_document(document, http=authorized)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._resource.close()

    def entries(self, form_id: str) -> dict[str, int]:
        """The entry number of each question by title, as a pre-filled link needs it: the question id read as hex.

        Raises Permanent when the form is not there or not shared, Retryable when Google cannot be reached.
        """
        form = _answer(self._resource.forms().get(formId=form_id))
        return dict(_entry(item) for item in form.get("items", ()) if "questionItem" in item)

    def responses(self, form_id: str, since: datetime) -> list[dict[int, str]]:
        """What was sent since then, as it was typed, each response by entry number; needs the scope RESPONSES.

        One call, so at most PAGE of them. Raises as `entries` does.
        """
        moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        listing = self._resource.forms().responses()
        found = _answer(listing.list(formId=form_id, filter=f"timestamp >= {moment}", pageSize=PAGE))
        return [_texts(response.get("answers", {})) for response in found.get("responses", ())]


def _answer(call: Any) -> dict[str, Any]:  # noqa: ANN401 - no type information published
    try:
        answer: dict[str, Any] = call.execute(num_retries=0)
    except HttpError as error:
        reason = f"Google answered {error.status_code}"
        passing = (
            error.status_code == HTTPStatus.TOO_MANY_REQUESTS or error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
        )
        raise (Retryable(reason) if passing else Permanent(reason)) from None
    except RefreshError as error:
        raise (Retryable if error.retryable else Refused)("Google gives no token for this key") from None
    except (OSError, ValueError, httplib2.HttpLib2Error, GoogleAuthError) as error:
        raise Retryable(type(error).__name__) from None
    return answer


def _texts(answers: Mapping[str, Any]) -> dict[int, str]:
    given = ((key, answer.get("textAnswers", {}).get("answers", ())) for key, answer in answers.items())
    return {int(key, 16): texts[0].get("value", "") for key, texts in given if texts}


class _OneHost(httplib2.Http):  # type: ignore[misc] # no type information published
    """With an endpoint of our own, google-auth's side calls to Google itself stay unmade."""

    def __init__(self, api_url: str, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._root = api_url.rstrip("/") + "/"

    def request(self, uri: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - httplib2's own
        """See `httplib2.Http.request`."""
        if not uri.startswith(self._root):
            raise httplib2.ServerNotFoundError("only the configured endpoint is spoken to")
        return super().request(uri, *args, **kwargs)


def _entry(item: dict[str, Any]) -> tuple[str, int]:
    return item.get("title", ""), int(item["questionItem"]["question"]["questionId"], 16)
