"""A ledger of an earlier version of the program becomes one of this version, and loses nothing."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect

from office.cases import Status
from office.ledger import cases, inbox
from office.ledger.connection import Ledger
from tests.unit.builders import ANSWERS, CHAT, NOON, NOON_SERIAL, SKU_TAB, arrival
from tests.unit.office.ledger.papers import opened

FIRST = """
DROP TABLE attempts;
DROP TABLE cases;
DROP TABLE inbox;
DROP TABLE outbox;
DELETE FROM version WHERE number > 1;
CREATE TABLE cases (
    id INTEGER NOT NULL, reference VARCHAR(24) NOT NULL, service VARCHAR(40) NOT NULL, chat_id BIGINT,
    version INTEGER NOT NULL, attempts INTEGER NOT NULL, notices INTEGER NOT NULL, due_at VARCHAR(32) NOT NULL,
    opened_at VARCHAR(32) NOT NULL, PRIMARY KEY (id), UNIQUE (reference)
);
CREATE INDEX ix_cases_chat_id ON cases (chat_id);
CREATE TABLE attempts (
    id INTEGER NOT NULL, case_id INTEGER NOT NULL, "key" VARCHAR(28) NOT NULL, code VARCHAR(24), tab BIGINT NOT NULL,
    serial FLOAT NOT NULL, fingerprint VARCHAR(16) NOT NULL, latest BOOLEAN NOT NULL, status VARCHAR(30) NOT NULL,
    answers JSON NOT NULL, damaged JSON NOT NULL, concerns JSON NOT NULL, asked VARCHAR(30), message TEXT NOT NULL,
    pick_concern JSON, arrived_at VARCHAR(32) NOT NULL, closed_at VARCHAR(32), PRIMARY KEY (id),
    UNIQUE (tab, serial, fingerprint), FOREIGN KEY(case_id) REFERENCES cases (id), UNIQUE ("key"), UNIQUE (code)
);
CREATE INDEX ix_attempts_case_id ON attempts (case_id);
CREATE INDEX attempts_open ON attempts (closed_at);
CREATE TABLE inbox (
    id INTEGER NOT NULL, update_id BIGINT NOT NULL, chat_id BIGINT NOT NULL, payload TEXT NOT NULL,
    received_at VARCHAR(32) NOT NULL, state VARCHAR(10) NOT NULL, reason TEXT, PRIMARY KEY (id), UNIQUE (update_id)
);
CREATE INDEX inbox_waiting ON inbox (state, chat_id, id);
CREATE TABLE outbox (
    id INTEGER NOT NULL, "key" VARCHAR(120) NOT NULL, chat_id BIGINT NOT NULL, kind VARCHAR(40) NOT NULL,
    params JSON NOT NULL, attempt_id INTEGER, letter_id INTEGER, state VARCHAR(20) NOT NULL, tries INTEGER NOT NULL,
    ambiguous INTEGER NOT NULL, next_at VARCHAR(32) NOT NULL, changed_at VARCHAR(32) NOT NULL, reason TEXT,
    message_id BIGINT, PRIMARY KEY (id), UNIQUE ("key"), FOREIGN KEY(attempt_id) REFERENCES attempts (id),
    FOREIGN KEY(letter_id) REFERENCES letters (id)
);
CREATE INDEX outbox_head ON outbox (state, chat_id, id);
CREATE INDEX outbox_attempt ON outbox (attempt_id, id);
"""
"""Back to version 1, for the tables that have changed since."""
MOMENT = NOON.isoformat(timespec="microseconds")


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of version 1 with one request that waits for its citizen, opened by this program."""
    path = tmp_path / "buku.db"
    Ledger(path).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(FIRST)
        raw.execute("INSERT INTO cases VALUES (1, 'SKU-7K3Q', 'sku', ?, 1, 1, 1, ?, ?)", (CHAT, MOMENT, MOMENT))
        raw.execute(
            "INSERT INTO attempts VALUES (1, 1, 'SKU-7K3Q', 'ACDE', ?, ?, 'x', 1, 'Belum Lengkap', ?, '[]', '[]',"
            " 'Belum Lengkap', 'foto buram', NULL, ?, NULL)",
            (SKU_TAB, NOON_SERIAL, json.dumps(ANSWERS), MOMENT),
        )
        raw.execute("INSERT INTO inbox VALUES (1, 10, ?, '{}', ?, 'waiting', NULL)", (CHAT, MOMENT))
        raw.commit()
    with Ledger(path) as ledger:
        yield ledger


def shape(ledger: Ledger) -> dict[str, set[str]]:
    """Each table's columns, with what they take, and its indexes."""
    with ledger.read() as tx:
        seen = inspect(tx)
        return {
            name: {f"{column['name']} {column['type']} {column['nullable']}" for column in seen.get_columns(name)}
            | {str(index["name"]) for index in seen.get_indexes(name)}
            for name in seen.get_table_names()
        }


def test_an_old_ledger_has_the_tables_of_a_new_one(old: Ledger, ledger: Ledger) -> None:
    """Every column and every index, whichever way it came there."""
    assert shape(old) == shape(ledger)


def test_what_an_old_ledger_knew_is_still_there(old: Ledger) -> None:
    """And new requests are taken beside it."""
    with old.write() as tx:
        new = opened(tx, arrival("CDEF", serial=1.0))
        found = cases.by_key(tx, ["SKU-7K3Q"])["SKU-7K3Q"]
        waiting = inbox.head(tx, CHAT)
        assert cases.by_id(tx, new.attempt_id).status is Status.NEW
    assert (found.status, found.message, found.answers) == (Status.INCOMPLETE, "foto buram", ANSWERS)
    assert found.originals_seen is False
    assert waiting
    assert (waiting.update_id, waiting.late) == (10, False)


def test_what_waits_for_its_citizen_has_all_its_days(old: Ledger) -> None:
    """Since when it waits was not kept: nothing expires at the first start of this version."""
    with old.read() as tx:
        since = cases.by_key(tx, ["SKU-7K3Q"])["SKU-7K3Q"].incomplete_since
    assert since
    assert timedelta(0) <= datetime.now(UTC) - since < timedelta(minutes=5)
