"""Who has access to a document, as Drive tells the service account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from google.auth.transport.requests import AuthorizedSession
from googleapiclient.errors import HttpError

from tests.contract.google_oracle import Json
from tests.contract.google_world import TIMEOUT, World
from tests.system.desk import Book

ACCOUNT = "meja-surat@desa-contoh.iam.gserviceaccount.com"
OWNER = "pemilik@desa-contoh.example"
ALL = "permissions(id,type,role,emailAddress,allowFileDiscovery)"
ANYONE = {"id": "anyoneWithLink", "type": "anyone", "allowFileDiscovery": False}


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with World() as world:
        yield world


@pytest.fixture
def world(served: World) -> Iterator[World]:
    served.google.reset()
    yield served
    problems = list(served.watched.problems)
    served.watched.problems.clear()
    assert problems == []


@pytest.fixture
def book(world: World) -> Iterator[Book]:
    opened = Book(world.url, world.book())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def drive(served: World) -> Iterator[Any]:
    service = served.service("drive", "v3")
    yield service
    service.close()


def test_a_private_spreadsheet_is_its_owners_and_its_editors(world: World, book: Book, drive: Any) -> None:
    """The list and the file's own field say the same; without `fields`, only the narrow ones come."""
    listed = drive.permissions().list(fileId=book.id, fields=ALL).execute()["permissions"]
    assert [(each["type"], each["role"], each["emailAddress"]) for each in listed] == [
        ("user", "owner", OWNER),
        ("user", "writer", ACCOUNT),
    ]
    assert drive.files().get(fileId=book.id, fields=ALL).execute()["permissions"] == listed
    short = drive.permissions().list(fileId=book.id).execute()
    assert short["kind"] == "drive#permissionList"
    assert [set(each) for each in short["permissions"]] == [{"kind", "id", "type", "role"}] * 2
    assert world.google.state()["spreadsheets"][0]["link"] == "private"


@pytest.mark.parametrize("role", ["reader", "writer"])
def test_a_link_that_anyone_may_use_is_told(book: Book, drive: Any, role: str) -> None:
    """Until the owner restricts it again."""
    book.share(link=role)
    assert drive.permissions().list(fileId=book.id, fields=ALL).execute()["permissions"][2] == ANYONE | {"role": role}
    book.share(link="private")
    assert len(drive.permissions().list(fileId=book.id).execute()["permissions"]) == 2
    assert book.refused("share", link="semua")


def test_a_form_is_shared_the_same_way(world: World, drive: Any) -> None:
    """It has its own list."""
    made = world.human("forms", title="SKU", questions=[])
    world.human(f"forms/{made['formId']}/share", link="writer")
    roles = drive.permissions().list(fileId=made["formId"]).execute()["permissions"]
    assert [each["role"] for each in roles] == ["owner", "writer", "writer"]


def test_an_editor_who_may_not_share_is_not_told(book: Book, drive: Any) -> None:
    """The list refuses, the file's own field is simply not there: only the list is to be relied on."""
    book.share(editorsShare=False)
    with pytest.raises(HttpError) as refused:
        drive.permissions().list(fileId=book.id).execute()
    assert (refused.value.resp.status, refused.value.error_details[0]["reason"]) == (403, "insufficientFilePermissions")
    assert drive.files().get(fileId=book.id, fields=f"name,{ALL}").execute() == {"name": "Layanan Desa"}


def test_who_has_only_the_link_may_do_what_it_allows(world: World, book: Book) -> None:
    """So may the service account: an open spreadsheet needs no sharing with it, and that goes unnoticed."""
    path, put = f"/v4/spreadsheets/{book.id}", {"addSheet": {"properties": {"title": "Meja"}}}
    book.share(shared=False, link="reader")
    assert world.call("GET", path).ok
    assert world.batch(book.id, put).json()["error"]["status"] == "PERMISSION_DENIED"
    assert world.call("GET", f"/drive/v3/files/{book.id}/permissions").status_code == 403
    book.share(link="writer")
    assert world.batch(book.id, put).ok
    book.share(link="private")
    assert world.call("GET", path).status_code == 404
    assert world.call("GET", f"/drive/v3/files/{book.id}/permissions").status_code == 404


@pytest.mark.parametrize(
    ("scope", "status"), [("drive.metadata.readonly", 200), ("drive.readonly", 200), ("spreadsheets", 403)]
)
def test_only_a_token_for_drive_may_ask(world: World, book: Book, scope: str, status: int) -> None:
    """The least is metadata, to be read."""
    with AuthorizedSession(world.credentials(scope)) as session:
        answer = session.get(f"{world.url}/drive/v3/files/{book.id}/permissions", timeout=TIMEOUT)
    assert answer.status_code == status


def test_an_api_that_nobody_enabled_says_so(world: World, book: Book, drive: Any) -> None:
    """Until it is enabled; the others go on."""
    world.human("apis", drive=False)
    with pytest.raises(HttpError) as refused:
        drive.permissions().list(fileId=book.id).execute()
    (detail,) = refused.value.error_details
    assert (refused.value.resp.status, detail["reason"]) == (403, "SERVICE_DISABLED")
    assert "Google Drive API has not been used in project" in str(refused.value)
    answer = world.call("GET", f"/drive/v3/files/{book.id}/permissions").json()
    assert answer["error"]["errors"][0]["reason"] == "accessNotConfigured"
    assert world.call("GET", f"/v4/spreadsheets/{book.id}").ok
    world.human("apis", drive=True)
    assert drive.permissions().list(fileId=book.id).execute()
    wrong: Json = {"maps": False}
    assert requests.post(f"{world.url}/_sim/google/apis", json=wrong, timeout=TIMEOUT).status_code == 400
