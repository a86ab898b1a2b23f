"""Who may open a document: its owner, the service account as an editor, and perhaps anyone with the link."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from simulator.google.cells import Json
from simulator.google.errors import caller_may_not, invalid, not_found
from simulator.google.habits import OWNER

Link = Literal["private", "reader", "writer"]
LINKS: tuple[Link, ...] = ("private", "reader", "writer")


@dataclass(kw_only=True)
class Document:
    """What Drive keeps of a spreadsheet or a form beside its content.

    `shared` is with the service account, as an editor; `editors` are the people it was shared with; `link` is what
    anyone with the link may; `editors_share` is the owner's switch by which editors may see and change who has access.
    """

    shared: bool = True
    link: Link = "private"
    editors_share: bool = True
    editors: list[str] = field(default_factory=list)

    def check_open(self, *, to_write: bool = False) -> None:
        """ApiError 404 when the service account may not see it, 403 when it may only look."""
        if not self.shared and self.link == "private":
            raise not_found()
        if to_write and not self.shared and self.link == "reader":
            raise caller_may_not()

    @property
    def may_share(self) -> bool:
        """Whether the service account is told who has access."""
        return self.shared and self.editors_share

    def permissions(self, account: str) -> list[Json]:
        """Return the Permissions of Drive v3, the owner's first."""
        found = [_user("1001", OWNER, "owner")]
        if self.shared:
            found.append(_user("1002", account, "writer"))
        found += [_user(f"{1003 + place}", address, "writer") for place, address in enumerate(self.editors)]
        if self.link != "private":
            anyone = {"id": "anyoneWithLink", "type": "anyone", "role": self.link, "allowFileDiscovery": False}
            found.append({"kind": "drive#permission"} | anyone)
        return found


def share(document: Document, wanted: Json) -> None:
    """Do what the share dialogue offers: `shared` with the service account, `link`, `editorsShare`; what is named."""
    if not wanted.keys() & {"shared", "link", "editorsShare"}:
        raise invalid("Say shared, link or editorsShare.")
    link = wanted.get("link", document.link)
    if link not in LINKS:
        raise invalid(f"link must be one of {LINKS}")
    document.link = link
    document.shared = wanted.get("shared", document.shared)
    document.editors_share = wanted.get("editorsShare", document.editors_share)


def _user(number: str, address: str, role: str) -> Json:
    who = {
        "id": number,
        "type": "user",
        "role": role,
        "emailAddress": address,
        "displayName": address.partition("@")[0],
    }
    return {"kind": "drive#permission", "deleted": False, "pendingOwner": False} | who
