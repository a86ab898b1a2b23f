"""The tables. Times are UTC, stored as ISO 8601 text; unique keys carry the promises."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    inspect,
    text,
    update,
)
from sqlalchemy.schema import CreateColumn

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """An aware moment. Kept as text of fixed width in UTC, so that it sorts as it passes."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        """Aware datetime -> text; a naive one is a bug and raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the ledger")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002, ANN401 - SQLAlchemy's
        """Text -> aware datetime."""
        return None if value is None else datetime.fromisoformat(value)


version = Table("version", metadata, Column("number", Integer, primary_key=True), Column("at", Instant, nullable=False))

bookmarks = Table(
    "bookmarks",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", JSON, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("payload", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text),
    Column("late", Boolean, nullable=False, server_default=text("0")),
    Index("inbox_waiting", "state", "chat_id", "id"),
)

chats = Table(
    "chats",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("username", String(64)),
    Column("blocked_at", Instant),
    Column("heard_at", Instant, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(24), nullable=False, unique=True),
    Column("service", String(40), nullable=False),
    Column("chat_id", BigInteger, index=True),
    Column("attempts", Integer, nullable=False),
    Column("notices", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
)

# Requests that a chat may claim: the phone number that it shared stands in their answers.
offers = Table(
    "offers",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("offered_at", Instant, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("code", String(24), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("service", String(40), nullable=False),
    Column("case_id", ForeignKey("cases.id")),
    Column("taken_at", Instant, nullable=False),
    Column("used_at", Instant),
    # At most one unused code per chat and service, and per case to be corrected.
    Index(
        "tickets_unused_request",
        "chat_id",
        "service",
        unique=True,
        sqlite_where=text("used_at IS NULL AND case_id IS NULL"),
    ),
    Index(
        "tickets_unused_correction",
        "case_id",
        unique=True,
        sqlite_where=text("used_at IS NULL AND case_id IS NOT NULL"),
    ),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("key", String(28), nullable=False, unique=True),
    Column("code", String(24), unique=True),
    Column("tab", BigInteger, nullable=False),
    Column("serial", Float, nullable=False),
    Column("fingerprint", String(16), nullable=False),
    Column("latest", Boolean, nullable=False),
    Column("status", String(30), nullable=False),
    Column("answers", JSON, nullable=False),
    Column("damaged", JSON, nullable=False),
    Column("concerns", JSON, nullable=False),
    Column("asked", String(30)),
    Column("message", Text, nullable=False),
    Column("pick_concern", JSON),
    Column("arrived_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("incomplete_since", Instant),
    Column("nik", String(16), index=True),
    Column("originals_seen", Boolean, nullable=False, server_default=false()),
    Column("finished_at", Instant),
    Column("redacted", String(10)),
    # When its row in the archive tab said no more than the answers here.
    Column("covered_at", Instant),
    UniqueConstraint("tab", "serial", "fingerprint"),
    Index("attempts_open", "closed_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("params", JSON, nullable=False),
    Column("attempt_id", ForeignKey("attempts.id")),
    Column("letter_id", ForeignKey("letters.id")),
    Column("state", String(20), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("ambiguous", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("reason", Text),
    Column("message_id", BigInteger),
    Column("failing_since", Instant),
    Index("outbox_head", "state", "chat_id", "id"),
    Index("outbox_attempt", "attempt_id", "id"),
)

series = Table(
    "series",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

letter_jobs = Table(
    "letter_jobs",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True, autoincrement=False),
    Column("letter_id", ForeignKey("letters.id")),
    Column("state", String(10), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("reason", Text),
)

letters = Table(
    "letters",
    metadata,
    Column("id", Integer, primary_key=True),
    # Letters made by hand have neither attempt nor case: only their number is booked.
    Column("attempt_id", ForeignKey("attempts.id"), index=True),
    Column("case_id", ForeignKey("cases.id")),
    Column("issue", Integer, nullable=False),
    Column("number", String(80), nullable=False, unique=True),
    Column("series", String(40), nullable=False),
    Column("year", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("service", String(40)),
    Column("addressee", String(200), nullable=False),
    Column("summary", Text, nullable=False),
    Column("approved_by", String(80), nullable=False),
    Column("verification", String(24), unique=True),
    Column("template", String(120)),
    Column("fingerprint", String(64)),
    Column("content", JSON, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("withdrawn_at", Instant, index=True),
    Column("withdrawn_why", Text),
    UniqueConstraint("case_id", "issue"),
    UniqueConstraint("series", "year", "sequence"),
)


staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("name", String(80), nullable=False),
    Column("enrolled_at", Instant, nullable=False),
    Column("removed_at", Instant),
    Index("staff_enrolled", "user_id", unique=True, sqlite_where=text("removed_at IS NULL")),
)

staff_invitations = Table(
    "staff_invitations",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("used_by", BigInteger),
)

staff_acts = Table(
    "staff_acts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("user_id", BigInteger),
    Column("at", Instant, nullable=False),
    Column("what", String(40), nullable=False),
    Column("about", String(80), nullable=False),
)

erasures = Table(
    "erasures",
    metadata,
    # A citizen wants it erased: form response, files and row are people's to erase.
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True, autoincrement=False),
    Column("asked_at", Instant, nullable=False),
    Column("done_at", Instant),
)


def _first(connection: Connection) -> None:
    metadata.create_all(connection)


def _cases_without_a_version(connection: Connection) -> None:
    # It was counted and never compared: a case is read and changed in one transaction that owns the write lock.
    if "version" in _columns(connection, cases):
        connection.execute(text("ALTER TABLE cases DROP COLUMN version"))


def _since_when_incomplete(connection: Connection) -> None:
    # Since when is not known of those that are there: they have all their days, from now.
    if _add(connection, attempts.c.incomplete_since):
        waiting = update(attempts).where(attempts.c.status == "Belum Lengkap", attempts.c.closed_at.is_(None))
        connection.execute(waiting.values(incomplete_since=datetime.now(UTC)))


def _whose_nik(connection: Connection) -> None:
    # Which question asks for it is not known here: what is there already is not counted.
    _add(connection, attempts.c.nik)


def _originals_seen(connection: Connection) -> None:
    _add(connection, attempts.c.originals_seen)


def _since_when_finished(connection: Connection) -> None:
    # Of older ones only the end is known, or when the letter that lies ready got its number.
    if _add(connection, attempts.c.finished_at):
        connection.execute(text(_FINISHED_BEFORE))


def _troubles(connection: Connection) -> None:
    _add(connection, inbox.c.late)
    _add(connection, outbox.c.failing_since)


def _letters_found_sooner(connection: Connection) -> None:
    for index in letters.indexes:
        index.create(connection, checkfirst=True)


_FINISHED_BEFORE = """
    UPDATE attempts SET finished_at = CASE status
        WHEN 'Siap Diambil' THEN (SELECT issued_at FROM letters WHERE letters.attempt_id = attempts.id)
        ELSE closed_at END
    WHERE status IN ('Siap Diambil', 'Selesai', 'Ditolak')
"""


def _kept_no_longer(connection: Connection) -> None:
    for column in (attempts.c.redacted, attempts.c.covered_at):
        _add(connection, column)
    erasures.create(connection, checkfirst=True)


def _add(connection: Connection, column: Column[Any]) -> bool:
    """Add a column that an older ledger lacks, with its index; whether it did."""
    if column.name in _columns(connection, column.table):
        return False
    what = CreateColumn(column).compile(dialect=connection.dialect)
    connection.execute(text(f"ALTER TABLE {column.table.name} ADD COLUMN {what}"))
    for index in column.table.indexes:
        if column.name in index.columns:
            index.create(connection)
    return True


def _columns(connection: Connection, table: Table) -> set[str]:
    return {column["name"] for column in inspect(connection).get_columns(table.name)}


def _confirmations(connection: Connection) -> None:
    # Whose request it is: said so by its chat, or on offer to a chat that shared its number.
    _add(connection, cases.c.confirmed_at)
    offers.create(connection, checkfirst=True)


def _staff(connection: Connection) -> None:
    for table in (staff, staff_invitations, staff_acts):
        table.create(connection, checkfirst=True)


MIGRATIONS = (
    _first,
    _cases_without_a_version,
    _since_when_incomplete,
    _whose_nik,
    _originals_seen,
    _since_when_finished,
    _confirmations,
    _staff,
    _kept_no_longer,
    _troubles,
    _letters_found_sooner,
)
"""Migration n (from 1) brings a ledger of version n-1 to n. Once released, one is never changed."""
