"""Uploaded files as Drive keeps them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from simulator.google.cells import Json

SHEET_TYPE = "application/vnd.google-apps.spreadsheet"
FORM_TYPE = "application/vnd.google-apps.form"


@dataclass(frozen=True)
class File:
    """A file; Google's own documents (sheets, forms) have no `data`."""

    id: str
    name: str
    mime: str
    created: datetime
    data: bytes | None = None
    shared: bool = True

    def describe(self, base_url: str) -> Json:
        """Return the File resource of Drive v3 as far as we know it."""
        when = rfc3339(self.created)
        answer: Json = {"kind": "drive#file", "id": self.id, "name": self.name, "mimeType": self.mime}
        answer |= {"createdTime": when, "modifiedTime": when, "trashed": False}
        answer |= {"webViewLink": f"{base_url}/open?id={self.id}"}
        if self.data is not None:
            answer |= {"size": str(len(self.data)), "originalFilename": self.name}
            answer |= {"md5Checksum": hashlib.md5(self.data, usedforsecurity=False).hexdigest()}
        return answer


def rfc3339(moment: datetime) -> str:
    """Write an aware time as Google's JSON does: UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
