"""The judge of all stories, `Village.misdeeds`, finds what it looks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from google.auth.transport.requests import AuthorizedSession, Request
from requests import Session

from simulator.telegram.models import ANY_TOKEN
from tests.contract.google_oracle import Oracle
from tests.contract.google_world import Quiet
from tests.system.process import Service
from tests.system.village import Village

SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)


@pytest.fixture
def judged(tmp_path: Path, bytecode: Path, oracle: Oracle) -> Iterator[Village]:
    """A village that may misbehave."""
    village = Village(tmp_path, bytecode, oracle)
    yield village
    village.close()


def test_a_village_at_rest_did_nothing_wrong(judged: Village) -> None:
    assert judged.misdeeds() == []


def test_it_sees_an_unknown_call(judged: Village) -> None:
    """A method that the Bot API does not have."""
    with Session() as web:
        web.post(f"{judged.url}/bot{ANY_TOKEN}/sendTelegram", timeout=5)
    assert judged.misdeeds() == ["unknown call: POST /bot/sendTelegram"]


def test_it_sees_what_google_does_not_allow(judged: Village) -> None:
    """A parameter that Google's documents do not have."""
    keys = Quiet.from_service_account_info(judged.founded.key, scopes=SCOPES)
    with Session() as tokens, AuthorizedSession(keys, auth_request=Request(tokens)) as google:
        google.get(f"{judged.url}/v4/spreadsheets/{judged.founded.spreadsheet}?bagian=semua", timeout=5)
    (misdeed,) = judged.misdeeds()
    assert "unknown query parameter bagian" in misdeed


@pytest.mark.parametrize("secret", [ANY_TOKEN, "3216064107900001"])
def test_it_sees_a_leak(judged: Village, secret: str) -> None:
    """The token or a NIK in the log, or in a file's name."""
    (judged.home / "layanan.log").write_text(f"mulai\nlayanan {secret}\n", encoding="utf-8")
    assert judged.leaks() == [f"layanan {secret}"]
    (judged.home / "layanan.log").unlink()
    (judged.home / f"{secret}.docx").touch()
    assert judged.leaks() == [f"{secret}.docx"]


def test_it_sees_a_piece_of_the_key(judged: Village) -> None:
    """Also in the middle of a line, as a traceback would quote it."""
    line = judged.founded.key["private_key"].splitlines()[3]
    (judged.home / "layanan.log").write_text(f"KeyError: {line[7:55]}\nselesai\n", encoding="utf-8")
    assert judged.leaks() == [f"KeyError: {line[7:55]}"]


def test_it_sees_what_stands_in_the_process_list(tmp_path: Path, bytecode: Path, judged: Village) -> None:
    """A number given on the command line can be read by everybody."""
    number = "3216064107900001"
    judged.service = Service(tmp_path, bytecode, f"--config={number}", "--config", str(judged.config_file))
    judged.open()
    (line,) = judged.leaks()
    assert "scheduler.py" in line
    assert number in line
