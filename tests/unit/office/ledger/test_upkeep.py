"""What the office notices about itself: that it was away, what failed, what is stuck."""

from datetime import timedelta

from sqlalchemy import Connection, select

from office.ledger import cases, inbox, letter_jobs, outbox, upkeep
from office.ledger.connection import Ledger
from office.ledger.letter_jobs import Job
from office.ledger.schema import outbox as table
from office.ledger.upkeep import Stuck
from tests.unit.builders import CHAT, NOON, NOON_SERIAL, STAFF, arrival, clerk
from tests.unit.office.ledger.papers import opened

HOUR = timedelta(hours=1)


def fail_everything(tx: Connection) -> None:
    """An update, a notice and a letter that did not work, and one of each that did."""
    inbox.accept(tx, [(10, CHAT, "{}"), (11, CHAT, "{}")], NOON)
    for number, act in ((1, lambda item: inbox.failed(tx, item, "KeyError")), (2, lambda item: inbox.done(tx, item))):
        act(number)
    for key in ("blocked", "in doubt", "recalled", "fine"):
        outbox.put(tx, key=key, chat_id=CHAT, kind="receipt", params={}, now=NOON)
    outbox.failed(tx, 1, "bot was blocked by the user", NOON)
    for _ in range(2):
        notice = outbox.claim(tx, NOON)
        assert notice
        outbox.ambiguous(tx, notice, timedelta(0), NOON)
    outbox.failed(tx, 3, outbox.WITHDRAWN, NOON)
    outbox.delivered(tx, 4, 7, NOON)
    attempt = opened(tx).attempt_id
    letter_jobs.order(tx, attempt, NOON)
    for tries in range(3):
        letter_jobs.postpone(tx, Job(attempt, tries), HOUR, "TemplateError", NOON)


def alerts(tx: Connection) -> list[dict[str, str]]:
    return list(tx.scalars(select(table.c.params).where(table.c.chat_id == STAFF).order_by(table.c.id)))


def test_a_short_pause_is_no_absence(ledger: Ledger) -> None:
    """Nor is the very first start."""
    with ledger.write() as tx:
        assert upkeep.away_since(tx, NOON) is None
        upkeep.seen(tx, NOON)
        assert upkeep.away_since(tx, NOON + timedelta(minutes=14)) is None


def test_the_staff_hear_from_when_to_when_nobody_was_served(ledger: Ledger) -> None:
    """Once for each absence, in their own time."""
    with ledger.write() as tx:
        upkeep.seen(tx, NOON)
        back = NOON + timedelta(days=3)
        assert upkeep.away_since(tx, back) == NOON
        for now in (back, back + HOUR):
            upkeep.tell_absence(tx, clerk(STAFF), NOON, now)
        (told,) = alerts(tx)
    assert told == {
        "alert": "away",
        "about": "-",
        "since": "Senin, 23 November pukul 12.00",
        "until": "Kamis, 26 November pukul 12.00",
    }


def test_what_failed_or_is_stuck_is_counted(ledger: Ledger) -> None:
    """What was taken back, and what was failed long ago, is not; a letter counts as long as it is stuck."""
    with ledger.write() as tx:
        fail_everything(tx)
        assert upkeep.stuck(tx, NOON - HOUR) == Stuck(unanswered=1, undelivered=2, letters=1)
        assert upkeep.stuck(tx, NOON) == Stuck(unanswered=0, undelivered=0, letters=1)


def test_the_staff_hear_once_a_day_what_failed(ledger: Ledger) -> None:
    with ledger.write() as tx:
        upkeep.tell_stuck(tx, clerk(STAFF), NOON)
        assert alerts(tx) == []
        fail_everything(tx)
        for hours in range(3):
            upkeep.tell_stuck(tx, clerk(STAFF), NOON + hours * HOUR)
        assert alerts(tx) == [{"alert": "stuck", "about": "-", "unanswered": 1, "undelivered": 2, "letters": 1}]
        upkeep.tell_stuck(tx, clerk(STAFF), NOON + timedelta(days=2))  # a letter that is still stuck is no news
        assert len(alerts(tx)) == 1


def test_the_operator_is_told_the_mend(ledger: Ledger) -> None:
    """Each kind with its count; nothing when nothing is wrong."""
    with ledger.write() as tx:
        assert list(upkeep.problems(tx, NOON)) == []
        fail_everything(tx)
        told = [str(problem) for problem in upkeep.problems(tx, NOON + HOUR)]
    assert [words.partition(" dalam")[0].partition(" yang")[0] for words in told] == [
        "pesan warga: 1 pesan",
        "kabar untuk warga: 2 kabar",
        "surat: 1 surat",
    ]


def test_whom_nobody_has_told_stands_in_one_list(ledger: Ledger) -> None:
    """By the number of the request, each once; without those whose news came."""
    with ledger.write() as tx:
        keys = []
        for serial, code in enumerate(("ACDE", "CDEF", "DEFG")):
            one = opened(tx, arrival(code, serial=NOON_SERIAL + serial))
            keys.append(cases.by_id(tx, one.attempt_id).key)
            outbox.put(tx, key=f"n{serial}", chat_id=CHAT, kind="ready", params={}, attempt_id=one.attempt_id, now=NOON)
        outbox.failed(tx, 1, "bot was blocked by the user", NOON)
        outbox.failed(tx, 2, "user is deactivated", NOON)
        outbox.delivered(tx, 3, 7, NOON)
        (told,) = (str(problem) for problem in upkeep.problems(tx, NOON + HOUR))
    assert f"sampai: {keys[0]}, {keys[1]}. Di Meja" in told
