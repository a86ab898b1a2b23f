"""Who counts as staff: by numeric id, by an invitation used once, and what they did stays on record."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from office.ledger import outbox, staff
from office.ledger.connection import Ledger
from office.ledger.schema import MIGRATIONS, _staff, staff_acts, staff_invitations
from tests.unit.builders import NOON, STAFF

CHOOSE = random.Random(5).choice  # noqa: S311 - a test
KASI, SEKDES = 9_876_543_210, 77


def enrolled(ledger: Ledger, user_id: int = KASI, name: str = "Kasi Contoh") -> str:
    """Invite and enrol somebody; the code."""
    with ledger.write() as tx:
        code = staff.invite(tx, name, NOON, CHOOSE)
        assert staff.enrol(tx, code, user_id, STAFF, NOON) == name
    return code


def may(ledger: Ledger, user_id: int | None) -> bool:
    with ledger.read() as tx:
        return staff.may_act(tx, user_id)


def test_before_anybody_is_enrolled_nobody_counts(ledger: Ledger) -> None:
    """Also when somebody was invited and has not come yet."""
    assert [may(ledger, who) for who in (KASI, SEKDES, None)] == [False, False, False]
    with ledger.write() as tx:
        staff.invite(tx, "Kasi", NOON, CHOOSE)
    assert [may(ledger, who) for who in (KASI, SEKDES, None)] == [False, False, False]


def test_an_invitation_is_open_until_it_is_used_or_too_old(ledger: Ledger) -> None:
    """So that the operator hears which of the two is lacking: the link, or its opening."""
    with ledger.write() as tx:
        assert not staff.invitation_open(tx, NOON)
        staff.invite(tx, "Kasi", NOON, CHOOSE)
        code = staff.invite(tx, "Sekdes", NOON, CHOOSE)
        assert staff.invitation_open(tx, NOON + timedelta(hours=23))
        assert not staff.invitation_open(tx, NOON + timedelta(hours=25))
        assert staff.enrol(tx, code, SEKDES, STAFF, NOON)
        staff.invite(tx, "Kasi", NOON - timedelta(days=2), CHOOSE)
        assert not staff.invitation_open(tx, NOON)


def test_only_who_is_enrolled_counts(ledger: Ledger) -> None:
    """A sender whom Telegram does not name counts as nobody."""
    enrolled(ledger)
    assert [may(ledger, who) for who in (KASI, SEKDES, None)] == [True, False, False]


def test_when_the_last_one_is_removed_nobody_counts(ledger: Ledger) -> None:
    """Taking somebody's right away must not give it to everybody."""
    enrolled(ledger)
    with ledger.write() as tx:
        assert staff.remove(tx, KASI, NOON)
        assert not staff.remove(tx, KASI, NOON)
    assert [may(ledger, who) for who in (KASI, SEKDES, None)] == [False, False, False]


def test_an_invitation_is_good_for_one_person_only(ledger: Ledger) -> None:
    """Opened again by the same person it says the same; by another it is no good."""
    code = enrolled(ledger)
    with ledger.write() as tx:
        assert staff.enrol(tx, code, KASI, STAFF, NOON) == "Kasi Contoh"
        assert staff.enrol(tx, code, SEKDES, STAFF, NOON) is None
        assert [one.user_id for one in staff.members(tx)] == [KASI]
        assert staff.remove(tx, KASI, NOON)
        assert staff.enrol(tx, code, KASI, STAFF, NOON) is None
    assert not may(ledger, KASI)


@pytest.mark.parametrize(("hours", "name"), [(24, "Kasi"), (24.01, None), (-1, None)])
def test_an_invitation_lasts_a_day(ledger: Ledger, hours: float, name: str | None) -> None:
    """By a clock that was set back it is no good either."""
    with ledger.write() as tx:
        code = staff.invite(tx, "Kasi", NOON, CHOOSE)
        assert staff.enrol(tx, code, KASI, STAFF, NOON + timedelta(hours=hours)) == name


def test_a_new_invitation_ends_the_one_before(ledger: Ledger) -> None:
    """The operator who sent a link to the wrong person makes another."""
    with ledger.write() as tx:
        lost = staff.invite(tx, "Kasi", NOON, CHOOSE)
        code = staff.invite(tx, "Kasi", NOON, CHOOSE)
        assert staff.enrol(tx, lost, SEKDES, STAFF, NOON) is None
        assert staff.enrol(tx, code, KASI, STAFF, NOON) == "Kasi"


@pytest.mark.parametrize("junk", ["", "A", "a" * 4096, "\udc00", "'; DROP TABLE staff; --", "s_"])
def test_junk_enrols_nobody(ledger: Ledger, junk: str) -> None:
    enrolled(ledger)
    with ledger.write() as tx:
        assert staff.enrol(tx, junk, SEKDES, STAFF, NOON) is None
    assert not may(ledger, SEKDES)


def test_the_code_itself_is_kept_nowhere(ledger: Ledger) -> None:
    """Who reads the ledger, or a copy of it, cannot become staff."""
    with ledger.write() as tx:
        code = staff.invite(tx, "Kasi", NOON, CHOOSE)
        assert len(code) == 24
        everything = [list(row) for row in tx.execute(select(staff_invitations))]
    assert code not in str(everything)


def test_the_staff_chat_hears_of_it_without_a_name(ledger: Ledger) -> None:
    """How many there are now; a group never reads whose name or number it is."""
    enrolled(ledger)
    with ledger.write() as tx:
        notice = outbox.claim(tx, NOON)
    assert notice is not None
    assert (notice.chat_id, notice.params) == (STAFF, {"alert": "staff_enrolled", "about": "1"})


def test_every_act_is_on_record_once(ledger: Ledger) -> None:
    """Who, when, what, about what; the same act told twice is one."""
    enrolled(ledger)
    with ledger.write() as tx:
        for _ in range(2):
            staff.acted(tx, "scan:1:2", KASI, "scan forwarded", "SKU-7K3Q", NOON)
        staff.remove(tx, KASI, NOON)
        assert [(act.user_id, act.at, act.what, act.about) for act in staff.acts(tx, 9)] == [
            (KASI, NOON, "removed", ""),
            (KASI, NOON, "scan forwarded", "SKU-7K3Q"),
            (KASI, NOON, "enrolled", ""),
        ]


def test_an_older_ledger_gets_the_tables(ledger: Ledger) -> None:
    """One that was made before there was staff."""
    with ledger.write() as tx:
        path = tx.engine.url.database
        for table in ("staff_acts", "staff_invitations", "staff"):
            tx.execute(text(f"DROP TABLE {table}"))
        tx.execute(text("DELETE FROM version WHERE number > :before"), {"before": MIGRATIONS.index(_staff)})
    with Ledger(Path(str(path))) as again, again.read() as tx:
        assert not staff.may_act(tx, KASI)
        assert tx.execute(select(staff_acts)).all() == []
