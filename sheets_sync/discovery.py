"""How the doors to Forms and Drive are opened and answered. Heavy: only what asks one of them imports it.

The services come from the documents that ship with Google's client, so that nothing is fetched to build them.
"""

import json
from collections.abc import Callable, Iterator, Sequence, Set
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar, Self

import httplib2
from google.auth.exceptions import GoogleAuthError, RefreshError
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError

from office.doors import DoorError, Permanent, Refused, Retryable
from sheets_sync.google import service_account

TIMEOUT_SECONDS = 60
_OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
_FULL = frozenset({"storageQuotaExceeded"})
_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})


class ApiIsOff(Permanent):
    """Nobody has enabled this API for the project that the key belongs to."""


class NoStorage(Permanent):
    """The account may keep no files of its own, as Google grants to few service accounts."""


def service(document_name: str, key_file: Path, api_url: str | None, scopes: Sequence[str], timeout: float) -> Any:  # noqa: ANN401 - no type information published
    """The service of a shipped document such as `forms.v1`. Raises Refused for a key that is none."""
    shipped = files("googleapiclient.discovery_cache.documents").joinpath(f"{document_name}.json")
    document = json.loads(shipped.read_text(encoding="utf-8"))
    if api_url:
        # The document's own root is the only address that every call follows.
        document["rootUrl"] = api_url.rstrip("/") + "/"
        document.pop("mtlsRootUrl", None)
    http = _OneHost(api_url, timeout) if api_url else httplib2.Http(timeout=timeout)
    authorized = AuthorizedHttp(service_account(key_file, scopes), http=http)
    return build_from_document(document, http=authorized)


class ApiDoor:
    """A door to one of these services. A context manager. Raises Refused for a key that is none."""

    document: ClassVar[str]
    scopes: ClassVar[Sequence[str]]

    def __init__(
        self,
        key_file: Path,
        api_url: str | None = None,
        *,
        scopes: Sequence[str] | None = None,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._resource = service(self.document, key_file, api_url, scopes or self.scopes, timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._resource.close()


def answer(call: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """What a call gives.

    Raises Retryable when Google cannot be reached; ApiIsOff, NoStorage or another Permanent when it refuses.
    """
    try:
        found: dict[str, Any] = call.execute(num_retries=0)
    except HttpError as error:
        raise _sorted(error.status_code, _words(error.content)) from None
    except RefreshError as error:
        raise (Retryable if error.retryable else Refused)("Google gives no token for this key") from None
    except (OSError, ValueError, httplib2.HttpLib2Error, GoogleAuthError) as error:
        raise Retryable(type(error).__name__) from None
    return found


def pages(ask: Callable[[str | None], Any], most: int) -> Iterator[dict[str, Any]]:
    """What a listing gives, page by page; `ask` makes the call for a page's token, None for the first.

    All pages or none: raises Permanent when `most` are not the end of it, else as `answer` does.
    """
    token = None
    for _ in range(most):
        found = answer(ask(token))
        yield found
        token = found.get("nextPageToken")
        if not token:
            return
    raise Permanent(f"more than {most} pages in Google's answer")


def _sorted(status: int, words: Set[str]) -> DoorError:
    reason = f"Google answered {status}"
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR or words & _TOO_FAST:
        return Retryable(reason)
    if words & _FULL:
        return NoStorage(reason)
    return ApiIsOff(reason) if words & _OFF else Permanent(reason)


def _words(content: bytes) -> Set[str]:
    """Google's own words for a refusal: Drive lists them under `errors`, all newer APIs under `details`."""
    try:
        error = json.loads(content)["error"]
        parts = [*error.get("errors", ()), *error.get("details", ())]
        return {part["reason"] for part in parts if "reason" in part}
    except (ValueError, KeyError, TypeError, AttributeError):  # a proxy's page, or a shape that nobody announced
        return frozenset()


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
