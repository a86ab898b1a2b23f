"""How a refusal of Google's is sorted by what is to be done, whichever of its ways of saying it is used."""

import json
from typing import Any

import httplib2
import pytest
from googleapiclient.errors import HttpError

from office.doors import DoorError, Permanent, Retryable
from sheets_sync.discovery import ApiIsOff, answer


class Call:
    """A call that Google answers with this status and error body."""

    def __init__(self, status: int, content: bytes) -> None:
        self._error = HttpError(httplib2.Response({"status": status}), content)

    def execute(self, num_retries: int) -> dict[str, Any]:
        assert num_retries == 0
        raise self._error


def body(**error: Any) -> bytes:
    return json.dumps({"error": {"message": "No.", **error}}).encode()


@pytest.mark.parametrize(
    ("status", "content", "expected"),
    [
        (403, body(errors=[{"reason": "accessNotConfigured"}]), ApiIsOff),
        (403, body(details=[{"links": []}, {"reason": "SERVICE_DISABLED"}]), ApiIsOff),
        (403, body(errors=[{"reason": "userRateLimitExceeded"}]), Retryable),
        (403, body(details=[{"reason": "RATE_LIMIT_EXCEEDED"}]), Retryable),
        (403, body(errors=[{"reason": "insufficientFilePermissions"}]), Permanent),
        (404, body(errors=[{"reason": "notFound"}]), Permanent),
        (403, b"<html>No.</html>", Permanent),
        (403, b"[]", Permanent),
        (429, b"", Retryable),
        (502, b"<html>Bad Gateway</html>", Retryable),
    ],
)
def test_a_refusal_is_sorted(status: int, content: bytes, expected: type[DoorError]) -> None:
    """Enable the API, try again, or somebody must share the file."""
    with pytest.raises(DoorError) as refused:
        answer(Call(status, content))
    assert type(refused.value) is expected
    assert str(refused.value) == f"Google answered {status}"
