"""Refusals in the words of Google's APIs (https://cloud.google.com/apis/design/errors)."""

from __future__ import annotations

from typing import Any

Detail = dict[str, Any]
PROJECT = "100000000001"
"""The number of the service account's project."""


class ApiError(Exception):
    """A refused call: HTTP code, canonical status, the sentence for the developer.

    `reason` is Drive's own word for it, `details` are what every API may add.
    """

    def __init__(
        self, code: int, status: str, message: str, reason: str | None = None, details: tuple[Detail, ...] = ()
    ) -> None:
        super().__init__(message)
        self.details = details
        self.code = code
        self.status = status
        self.message = message
        self.reason = reason


def invalid(message: str) -> ApiError:
    """400: what was asked makes no sense."""
    return ApiError(400, "INVALID_ARGUMENT", message)


def not_found(message: str = "Requested entity was not found.") -> ApiError:
    """404: it does not exist, or it is not shared with the caller - Google does not say which."""
    return ApiError(404, "NOT_FOUND", message)


def unauthenticated() -> ApiError:
    """401: no bearer token, or one that was never issued or has run out."""
    return ApiError(
        401,
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    )


def caller_may_not() -> ApiError:
    """403: the caller sees it, but may not do this with it."""
    return ApiError(403, "PERMISSION_DENIED", "The caller does not have permission")


def disabled(api: str) -> ApiError:
    """403: nobody has enabled this API (`drive`) for the project that the service account belongs to."""
    page = f"https://console.developers.google.com/apis/api/{api}.googleapis.com/overview?project={PROJECT}"
    message = (
        f"Google {api.capitalize()} API has not been used in project {PROJECT} before or it is disabled. Enable it by "
        f"visiting {page} then retry. If you enabled this API recently, wait a few minutes for the action to propagate "
        "to our systems and retry."
    )
    about = {"service": f"{api}.googleapis.com", "consumer": f"projects/{PROJECT}"}
    detail: Detail = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}
    detail |= {"domain": "googleapis.com", "metadata": about}
    return ApiError(403, "PERMISSION_DENIED", message, reason="accessNotConfigured", details=(detail,))


def out_of_scope() -> ApiError:
    """403: the token is good, but was asked for other scopes."""
    return ApiError(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.")
