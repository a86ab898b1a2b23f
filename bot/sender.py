"""How telebot's requests go out: as a POST body, with clean errors.

telebot itself puts all parameters into the address, and the address into every exception and debug line.
"""

import threading
from collections.abc import Callable, Mapping
from ssl import SSLCertVerificationError
from typing import Any

import requests
from requests import exceptions as failures
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from office.doors import Ambiguous, DoorError, Refused, Retryable

PASSING = 2.0
"""Seconds after which to try again when the network or Telegram is in trouble."""
CONNECT_SECONDS, READ_SECONDS, UPLOAD_SECONDS = 5.0, 20.0, 60.0
_IDLE_SECONDS = 30.0
_NOT_IDEMPOTENT = {"sendMessage", "sendDocument", "sendPhoto"}
_LOST = (
    failures.ConnectionError,
    failures.ReadTimeout,
    failures.ChunkedEncodingError,
    failures.ContentDecodingError,
)


class Sender:
    """What `telebot.apihelper.CUSTOM_REQUEST_SENDER` wants: one request, answered by Telegram's envelope.

    Raises the errors of `office.doors` when there is no such answer.
    """

    def __init__(self, monotonic: Callable[[], float], read_seconds: float = READ_SECONDS) -> None:
        self._monotonic = monotonic
        self._read_seconds = read_seconds
        self._own = threading.local()

    def __call__(
        self,
        _method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        **_telebots_wishes: object,
    ) -> requests.Response:
        """Post `params` and `files` to a method's address."""
        read = (UPLOAD_SECONDS if files else self._read_seconds) + float((params or {}).get("timeout", 0))
        try:
            response = self._session().post(url, params, files=_quoted(files), timeout=(CONNECT_SECONDS, read))
        except requests.RequestException as error:
            problem = _sorted(error, url.rpartition("/")[2] in _NOT_IDEMPOTENT)
        else:
            if _is_telegrams(response):
                return response
            problem = Retryable(f"not Telegram's answer ({response.status_code})", PASSING)
        # Raised here and not above, so that it does not carry the library's error, which holds the address.
        raise problem

    def _session(self) -> requests.Session:
        # Routers at home forget a connection that is idle, and what is then sent over it is lost without a word.
        now = self._monotonic()
        if now - getattr(self._own, "used", now) > _IDLE_SECONDS:
            self._own.session.close()
            del self._own.session
        if not hasattr(self._own, "session"):
            self._own.session = requests.Session()
            self._own.session.trust_env = False
        self._own.used = now
        session: requests.Session = self._own.session
        return session


def _sorted(error: requests.RequestException, sending: bool) -> DoorError:
    if _never_sent(error):
        return Retryable("Telegram cannot be reached", PASSING)
    if not isinstance(error, _LOST):
        return Refused(f"the address cannot be used ({type(error).__name__})")
    return Ambiguous("the answer was lost") if sending else Retryable("the answer was lost", PASSING)


def _never_sent(error: requests.RequestException) -> bool:
    """Whether there was no connection yet: requests wraps what urllib3 knows about it."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    untrusted = bool(reason and reason.args and isinstance(reason.args[0], SSLCertVerificationError))
    return (
        isinstance(error, failures.ConnectTimeout)
        or isinstance(reason, NewConnectionError | ConnectTimeoutError)
        or untrusted
    )


def _is_telegrams(response: requests.Response) -> bool:
    try:
        body = response.json()
    except ValueError:
        return False
    return isinstance(body, dict) and (body.get("ok") is True or {"error_code", "description"} <= body.keys())


def _quoted(files: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Files with quoted names: telebot makes urllib3 write them bare, and servers stop reading at the first space."""
    return {field: (f'"{name}"', content) for field, (name, content) in files.items()} if files else None
