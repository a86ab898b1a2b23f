"""Looking after the office: since when it was away, what failed or is stuck, what may be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select

from office.hours import day_and_time
from office.ledger import bookmarks, inbox, letter_jobs, outbox
from office.ledger.record import Clerk, tell_staff
from office.ledger.schema import attempts as attempt_table
from office.ledger.schema import inbox as inbox_table
from office.ledger.schema import letter_jobs as job_table
from office.ledger.schema import outbox as outbox_table
from office.notices import NoticeKind
from office.problems import Problem

ABSENCE = timedelta(minutes=15)
"""Shorter than this the office was not away: a restart is no news."""
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
_SEEN = "last_seen"
_MOST_NAMED = 30


@dataclass(frozen=True, slots=True)
class Stuck:
    """How many updates could not be answered, notices cannot or perhaps did not arrive, letters cannot be made."""

    unanswered: int
    undelivered: int
    letters: int

    def __bool__(self) -> bool:
        return bool(self.unanswered or self.undelivered or self.letters)


def seen(tx: Connection, now: datetime) -> None:
    """The office is open at this moment."""
    bookmarks.put(tx, _SEEN, now.isoformat())


def last_seen(tx: Connection) -> datetime | None:
    """When the office was last known to be open."""
    last = bookmarks.get(tx, _SEEN)
    return datetime.fromisoformat(last) if last else None


def away_since(tx: Connection, now: datetime) -> datetime | None:
    """At start: when the office was last open, if that is long ago."""
    since = last_seen(tx) or now
    return since if now - since >= ABSENCE else None


def tell_absence(tx: Connection, clerk: Clerk, since: datetime, now: datetime) -> None:
    """Let the staff know from when to when nobody was served."""
    ends = {name: day_and_time(at.astimezone(clerk.hours.zone)) for name, at in (("since", since), ("until", now))}
    params = {"alert": "away", "about": "-"} | ends
    tell_staff(tx, clerk, f"away:{since.isoformat()}", NoticeKind.STAFF_ALERT, params, now)


def stuck(tx: Connection, since: datetime) -> Stuck:
    """What failed since then, and the letters that cannot be made now."""
    unanswered = (inbox_table.c.state == inbox.FAILED) & (inbox_table.c.received_at > since)
    undelivered = _undelivered(since)
    waiting = (job_table.c.state != letter_jobs.DONE) & (job_table.c.tries >= letter_jobs.STUCK_TRIES)
    counted = (
        tx.scalar(select(func.count()).select_from(table).where(which)) or 0
        for table, which in ((inbox_table, unanswered), (outbox_table, undelivered), (job_table, waiting))
    )
    return Stuck(*counted)


def _undelivered(since: datetime) -> ColumnElement[bool]:
    gone_wrong = outbox_table.c.state.in_((outbox.PERMANENT_FAILURE, outbox.UNCERTAIN))
    return gone_wrong & (outbox_table.c.changed_at > since) & outbox_table.c.reason.not_in(outbox.TAKEN_BACK)


def unreached(tx: Connection, since: datetime) -> list[str]:
    """The numbers of the requests of which somebody did not hear, or perhaps not, since then; oldest first."""
    mine = outbox_table.join(attempt_table, attempt_table.c.id == outbox_table.c.attempt_id)
    query = select(attempt_table.c.key).select_from(mine).where(_undelivered(since)).order_by(outbox_table.c.id)
    return list(dict.fromkeys(tx.scalars(query)))


def tell_stuck(tx: Connection, clerk: Clerk, now: datetime) -> None:
    """Let the staff know, once a day, of what failed within a day; stuck letters alone are an outage, told as such."""
    found = stuck(tx, now - A_DAY)
    if found.unanswered or found.undelivered:
        counts = {"unanswered": found.unanswered, "undelivered": found.undelivered, "letters": found.letters}
        today = now.astimezone(clerk.hours.zone).date()
        params = {"alert": "stuck", "about": "-"} | counts
        tell_staff(tx, clerk, f"stuck:{today}", NoticeKind.STAFF_ALERT, params, now)


def problems(tx: Connection, now: datetime) -> Iterator[Problem]:
    """What failed within a week or is stuck, with the mend, for the operator."""
    found = stuck(tx, now - A_WEEK)
    if found.unanswered:
        yield Problem(
            "pesan warga",
            f"{found.unanswered} pesan dalam tujuh hari ini tidak bisa dijawab; penyebabnya ada di log. Warga bisa "
            "mengirim lagi; bila sering terjadi, kirim log itu kepada pembuat program",
        )
    if found.undelivered:
        yield Problem(
            "kabar untuk warga",
            f"{found.undelivered} kabar dalam tujuh hari ini tidak atau tidak pasti sampai"
            f"{_about(unreached(tx, now - A_WEEK))}. Di Meja atau Arsip, kolom Kabar ke Warga menyebut siapa yang "
            "perlu dihubungi",
        )
    if found.letters:
        yield Problem(
            "surat",
            f"{found.letters} surat yang sudah disetujui belum bisa dibuat; penyebabnya ada di log dan di obrolan "
            "staf. Bereskan templat, penanda tangan, nomor, atau LibreOffice; setelah itu dicoba lagi sendiri, atau "
            "segera dengan scheduler.py restart. Yang sudah dua hari gagal dicoba lagi hanya saat layanan dimulai",
        )


def _about(keys: list[str]) -> str:
    more = f", dan {len(keys) - _MOST_NAMED} lagi" if len(keys) > _MOST_NAMED else ""
    return f": {', '.join(keys[:_MOST_NAMED])}{more}" if keys else ""
