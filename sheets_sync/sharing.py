"""The door to what Drive tells of a file's sharing, and to sharing one. Only `check` and `setup --forms` import it.

Not tried against live Google, only against the simulator.
"""

from dataclasses import dataclass

from sheets_sync.discovery import ApiDoor, answer, pages

SCOPES = ("https://www.googleapis.com/auth/drive.metadata.readonly",)
OWN_FILES = ("https://www.googleapis.com/auth/drive.file",)
"""What the program itself has made."""
_FIELDS = "nextPageToken,permissions(type,role,emailAddress)"
_STRONGEST_FIRST = ("writer", "commenter", "reader")
_PAGES = 20


@dataclass(frozen=True, slots=True)
class Access:
    """The owner's e-mail (a shared drive's files have none); `reader`, `commenter`, `writer`, or None for nothing."""

    owner: str | None
    anyone: str | None


class SharingDoor(ApiDoor):
    """Who may open a file."""

    document = "drive.v3"
    scopes = SCOPES

    def access(self, file_id: str) -> Access:
        """Who owns it, and what anyone with the link may do with it.

        Asks for the list: the file's own field is simply left out for those who may not see it, which would look like
        nobody. Raises ApiIsOff, Permanent when the account may not see it, Retryable when Google cannot be reached.
        """
        wanted = {"fileId": file_id, "fields": _FIELDS, "supportsAllDrives": True}
        listing = self._resource.permissions()
        found = pages(lambda token: listing.list(**wanted, pageToken=token), _PAGES)
        granted = [each for part in found for each in part.get("permissions", ())]
        owner = next((each.get("emailAddress") for each in granted if each.get("role") == "owner"), None)
        roles = {each.get("role") for each in granted if each.get("type") == "anyone"}
        anyone = next((role for role in _STRONGEST_FIRST if role in roles), "reader") if roles else None
        return Access(owner, anyone)

    def share(self, file_id: str, person: str) -> None:
        """Let this e-mail address change a file of ours, without a mail; needs the scope OWN_FILES. Raises as above."""
        wanted = {"type": "user", "role": "writer", "emailAddress": person}
        answer(self._resource.permissions().create(fileId=file_id, body=wanted, sendNotificationEmail=False))
