"""What the office talks about: arrivals, cases, attempts, picks on the desk, decisions, statuses."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from office.notices import HELD


class Status(StrEnum):
    """How far an attempt has come; the words stand on the desk."""

    NEW = "Baru"
    INCOMPLETE = "Belum Lengkap"
    APPROVED = "Disetujui"
    AWAITING_SIGNATURE = "Menunggu Tanda Tangan"
    READY = "Siap Diambil"
    DONE = "Selesai"
    REJECTED = "Ditolak"
    CANCELLED = "Dibatalkan"
    SUPERSEDED = "Digantikan"
    WITHDRAWN = "Dicabut"
    EXPIRED = "Kedaluwarsa"


CLOSED = frozenset(
    {Status.DONE, Status.REJECTED, Status.CANCELLED, Status.SUPERSEDED, Status.WITHDRAWN, Status.EXPIRED}
)
BEFORE_APPROVAL = frozenset({Status.NEW, Status.INCOMPLETE, Status.REJECTED})
"""Here the letter can still change or never come: corrections are welcome, every decision is possible."""


GIVEN_UP = frozenset({Status.CANCELLED, Status.EXPIRED})
"""Ended without a letter and without a decision: who still needs one asks anew."""

FINISHED = frozenset({Status.READY, Status.DONE, Status.REJECTED})
"""Here the citizen has what was promised: the letter, a letter that lies ready, or a refusal with its reason."""

MAY_BE_CANCELLED = frozenset({Status.NEW, Status.INCOMPLETE, Status.APPROVED})
"""Here the citizen may take the request back, as long as it has no number."""

MAY_BE_FETCHED = frozenset({Status.READY, Status.AWAITING_SIGNATURE})
"""Here a letter lies in the office, or will in a moment: it may be handed over the counter."""

MAY_BE_WITHDRAWN = MAY_BE_FETCHED | {Status.DONE}
"""Here the letter exists and is not on its way to anybody."""


class Decision(StrEnum):
    """What the village head may pick on the desk."""

    APPROVE = "Setujui"
    INCOMPLETE = "Belum Lengkap"
    REJECT = "Tolak"
    COLLECTED = "Sudah Diambil"
    WITHDRAW = "Cabut"


class Redaction(StrEnum):
    """What of a closed request's answers the ledger holds no longer."""

    NIK = "nik"
    """NIKs and family card numbers are masked."""
    ALL = "all"
    """The answers are erased."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Something a person should look at; the words for it live in the room that shows it."""

    kind: str
    about: str = ""


CODE_LIFE = timedelta(days=90)
"""A code that was handed out longer ago and never used is good no more."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A code that the bot handed out in one chat for one service; `case_id` makes it a correction."""

    code: str
    chat_id: int
    service: str
    case_id: int | None = None
    used: bool = False
    taken_at: datetime | None = field(default=None, compare=False)

    def expired(self, at: datetime) -> bool:
        """Whether it was too old at this moment to tell who sent it."""
        return self.taken_at is not None and at - self.taken_at > CODE_LIFE


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row of a form tab, read. `tab` is the sheet id; `serial` the days since 1899-12-30 of its time stamp.

    `answers` maps question titles to text (dates ISO); `damaged` names those that came as a number and may
    have lost digits.
    """

    service: str
    tab: int
    code: str
    serial: float
    sent_at: datetime
    answers: Mapping[str, str]
    damaged: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[int, float]:
        """Where and when: with the fingerprint, the identity of a row whose code is no good."""
        return self.tab, self.serial

    @property
    def fingerprint(self) -> str:
        """Tells two sets of answers apart."""
        text = "\x1e".join(f"{title}\x1f{answer}" for title, answer in sorted(self.answers.items()))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class TabRead:
    """What one read saw of one form tab; `complete` when it was the whole tab and not only its end."""

    arrivals: tuple[Arrival, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Pick:
    """What stands on one row of the desk: the decision asked for, and the message for the citizen.

    `steady` when the row's script cells were what the ledger projects, so that the row was not in motion; `mixed` when
    some of them said what belongs to another row: then the pick may be meant for that one. `originals_seen`: ticked.
    """

    key: str
    decision: str
    message: str
    steady: bool
    originals_seen: bool = False
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """A signed letter as the staff sent it: a reply (`message_id`) to the message that brought them the file.

    `file_id` is Telegram's handle for sending it on; `unique_id` says whether two are the same file; `sender` is the
    numeric id of whoever sent it, None when Telegram names nobody.
    """

    chat_id: int
    message_id: int
    reply_to: int
    file_id: str
    unique_id: str
    is_photo: bool
    sender: int | None = None


@dataclass(frozen=True, slots=True)
class News:
    """The last notice to the citizen: its kind, its state in the outbox, and when that was reached."""

    kind: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that the office knows about one attempt: one row of the desk.

    `key` is its number on the desk (`SKU-7K3Q`, a correction `SKU-7K3Q-2`); `reference` the citizen's.
    `asked` is the last decision that was carried out, with its message. `latest` is false once another
    attempt has replaced it. `incomplete_since` is when the citizen was asked to complete it, or last changed it.
    `originals_seen` is whether it was approved with that tick. `redacted` is what its answers no longer say.
    `confirmed` once the person in the chat has said that the request is their own.
    """

    attempt_id: int
    case_id: int
    key: str
    reference: str
    service: str
    chat_id: int | None
    code: str | None
    tab: int
    serial: float
    fingerprint: str
    status: Status
    answers: Mapping[str, str]
    damaged: tuple[str, ...]
    concerns: tuple[Concern, ...]
    arrived_at: datetime
    due_at: datetime
    latest: bool
    asked: Decision | None = None
    message: str = ""
    number: str | None = None
    news: News | None = None
    closed_at: datetime | None = None
    pick_concern: Concern | None = None
    incomplete_since: datetime | None = None
    originals_seen: bool = False
    redacted: Redaction | None = None
    name: str = field(default="")
    confirmed: bool = False

    @property
    def place(self) -> tuple[int, float]:
        """See `Arrival.place`."""
        return self.tab, self.serial


def to_be_confirmed(dossier: Dossier) -> bool:
    """Whether a chat has taken the code and has not said yet that the request is its own: it gets no letter."""
    return dossier.chat_id is not None and not dossier.confirmed


def letter_waits(dossier: Dossier) -> bool:
    """Whether the letter is finished and held back until its citizen confirms the request."""
    return dossier.news is not None and dossier.news.state == HELD


def may_cancel(dossier: Dossier) -> bool:
    """Whether the citizen can still take this request back: until it has a number."""
    return dossier.status in MAY_BE_CANCELLED and dossier.number is None
