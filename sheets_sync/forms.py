"""The door to Google Forms, which only `check` opens: the running service never imports this module.

Not tried against live Google, only against the simulator.
"""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import httplib2
from google.auth.exceptions import GoogleAuthError
from google.oauth2.service_account import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError

from office.doors import Permanent, Retryable

SCOPES = ("https://www.googleapis.com/auth/forms.body.readonly",)
TIMEOUT_SECONDS = 60


class FormsDoor:
    """The forms that are shared with the service account."""

    def __init__(self, key_file: Path, api_url: str | None = None) -> None:
        document = json.loads(files("googleapiclient.discovery_cache.documents").joinpath("forms.v1.json").read_text())
        if api_url:
            # The document's own root is the only address that every call follows.
            document["rootUrl"] = api_url.rstrip("/") + "/"
            document.pop("mtlsRootUrl", None)
        credentials = Credentials.from_service_account_file(  # type: ignore[no-untyped-call] # google-auth is untyped
            str(key_file), scopes=SCOPES
        )
        http = AuthorizedHttp(credentials, http=httplib2.Http(timeout=TIMEOUT_SECONDS))
        self._forms = build_from_document(document, http=http).forms()

    def entries(self, form_id: str) -> dict[str, int]:
        """The entry number of each question by title, as a pre-filled link needs it: the question id read as hex.

        Raises Permanent when the form is not there or not shared, Retryable when Google cannot be reached.
        """
        try:
            form = self._forms.get(formId=form_id).execute(num_retries=0)
        except HttpError as error:
            reason = f"Google answered {error.status_code}"
            raise (Retryable(reason) if error.status_code in {429, 500, 502, 503} else Permanent(reason)) from None
        except (OSError, httplib2.HttpLib2Error, GoogleAuthError) as error:
            raise Retryable(type(error).__name__) from None
        return dict(_entry(item) for item in form.get("items", ()) if "questionItem" in item)


def _entry(item: dict[str, Any]) -> tuple[str, int]:
    return item.get("title", ""), int(item["questionItem"]["question"]["questionId"], 16)
