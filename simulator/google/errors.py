"""Refusals in the words of Google's APIs (https://cloud.google.com/apis/design/errors)."""

from __future__ import annotations


class ApiError(Exception):
    """A refused call: HTTP code, canonical status, and the sentence for the developer."""

    def __init__(self, code: int, status: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message


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


def out_of_scope() -> ApiError:
    """403: the token is good, but was asked for other scopes."""
    return ApiError(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.")
