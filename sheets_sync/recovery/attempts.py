"""From the rows of the desk and its archives to the attempts as they stood. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from office.answers import person
from office.cases import CLOSED, Arrival, Concern, Decision, Dossier, News, Status
from office.codes import tidy
from office.config import Config
from office.ledger import outbox
from office.ledger.rebuild import which_attempt
from office.names import fold
from office.notices import HELD, NoticeKind
from office.services import Service
from sheets_sync.columns import Column
from sheets_sync.desk import TICKED
from sheets_sync.keeper import ON_DESK_AFTER_CLOSING
from sheets_sync.recovery import readback
from sheets_sync.recovery.done import carried_out
from sheets_sync.recovery.form_rows import FormRows
from sheets_sync.recovery.readback import Origin
from sheets_sync.recovery.redacted import as_redacted
from sheets_sync.recovery.remains import Remains, Shown
from sheets_sync.rows import moment

ABOUT_PICKS = frozenset({
    "unknown_decision", "replaced", "not_ready", "no_letter_yet", "withdraw_why", "too_late", "no_template",
    "missing_values", "message_needed", "too_many_approvals", "limit_reached", "originals_needed", "row_mixed",
    "restored",
})  # fmt: skip
"""The remarks that say why a pick was not carried out."""
ABOUT_THE_DESK = frozenset({"unknown_row", "twice_on_desk"})
"""The remarks that say something of the row and not of its request."""
_TOO_LATE = frozenset({"late_correction", "closed_correction"})
_WITHOUT_LETTER = frozenset({None, Decision.INCOMPLETE, Decision.REJECT})


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that cannot be understood, where it stands, and why (in Indonesian).

    `over` when that is as it should be: an archived request of a service that is offered no more.
    """

    shown: Shown
    why: str
    over: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """The attempts, each with the row it was read from, and the rows that cannot be understood.

    `older` counts rows that a newer one with the same number makes void.
    """

    attempts: tuple[tuple[Dossier, Shown], ...]
    unread: tuple[Unread, ...]
    older: int = 0


class _NotUnderstood(Exception):  # noqa: N818 - says what is the case
    """Why a row cannot be entered, in Indonesian."""


class _NotOffered(_NotUnderstood):
    """Its service is not in the settings."""


def read_attempts(remains: Remains, config: Config, now: datetime) -> Read:
    """Every attempt that has a row."""
    reader = _Reader(remains, config, now)
    newest: dict[str, Shown] = {}
    for shown in (rows := [*remains.rows()]):
        newest.setdefault(shown.cell(Column.KEY) or shown.where, shown)
    found: list[tuple[Dossier, Shown]] = []
    unread: list[Unread] = []
    for shown in newest.values():
        try:
            found.append((reader.dossier(shown), shown))
        except _NotUnderstood as why:
            over = isinstance(why, _NotOffered) and not shown.on_desk
            unread.append(Unread(shown, str(why), over))
    return Read(tuple(_as_cases(_each_origin_once(found))), tuple(unread), len(rows) - len(newest))


class _Reader:
    """Reads one row after the other."""

    def __init__(self, remains: Remains, config: Config, now: datetime) -> None:
        self._config, self._now, self._zone = config, now, config.village.hours.zone
        self._stamps: ZoneInfo = remains.zone
        self._rows = FormRows(remains.arrivals)

    def dossier(self, shown: Shown) -> Dossier:
        """The attempt of a row, as if it were the only one of its case. Raises _NotUnderstood."""
        reference, status = _reference(shown), _status(shown)
        concerns, remark = _remarks(shown)
        service, origin = self._service_and_origin(shown)
        cells = shown.row.cells
        sent = self._rows.of(origin, cells, service) if origin else self._rows.shown_by(cells, service)
        row = self._row(shown, service, origin or _origin(shown, service, sent), sent, concerns)
        asked, message = carried_out(status, shown, remark)
        due_at = readback.moment_of(shown.cell(Column.DUE), self._zone)
        mine = Dossier(
            attempt_id=0,
            case_id=0,
            key=shown.cell(Column.KEY),
            reference=reference,
            service=service.key,
            chat_id=readback.number_of(shown.cell(Column.CHAT)),
            code=row.code or None,
            tab=row.tab,
            serial=row.serial,
            fingerprint=row.fingerprint,
            status=status,
            answers=row.answers,
            damaged=row.damaged,
            concerns=concerns,
            arrived_at=row.sent_at,
            due_at=due_at or self._config.village.hours.due(row.sent_at, service.working_days),
            latest=status is not Status.SUPERSEDED and not _late(concerns),
            asked=asked,
            message=message,
            number=shown.cell(Column.NUMBER) or None,
            pick_concern=remark,
            # The link that it was asked with is gone: there are all the days again.
            incomplete_since=self._now if status is Status.INCOMPLETE else None,
            originals_seen=asked not in _WITHOUT_LETTER and shown.cell(Column.ORIGINALS) == TICKED,
            name=person(row.answers),
        )
        news = readback.news_of(shown.cell(Column.NEWS), mine, service, self._zone)
        confirmed = not self._config.telegram.confirm or _confirmed(news, concerns)
        mine = replace(mine, closed_at=self._closed_at(mine, news, shown), confirmed=confirmed)
        return as_redacted(replace(mine, news=self._settled(mine, news)), sent, service)

    def _service_and_origin(self, shown: Shown) -> tuple[Service, Origin | None]:
        origin = readback.origin_of(shown.cell(Column.ORIGIN))
        by_name = (one for one in self._config.services.values() if one.short == shown.cell(Column.SERVICE))
        found = (self._config.by_tab.get(origin.tab) if origin else None) or next(by_name, None)
        if found is None:
            raise _NotOffered("layanannya tidak ada di config.yaml")
        return found, origin

    def _row(
        self, shown: Shown, service: Service, origin: Origin, sent: Arrival | None, concerns: Iterable[Concern]
    ) -> Arrival:
        """The row that the attempt came from as the office had it: when it saw it, and with the desk's answers."""
        at = readback.moment_of(shown.cell(Column.ARRIVED), self._zone) or moment(origin.serial, self._stamps)
        answers = readback.answers_of(shown.row.cells, service, sent)
        damaged = _damaged(concerns, service, sent, coded=bool(origin.code))
        return Arrival(service.key, origin.tab, origin.code, origin.serial, at, answers, damaged)

    def _settled(self, mine: Dossier, news: News | None) -> News | None:
        """What was just being sent may have arrived or not; what was held has not; neither goes by itself any more."""
        if news and news.state == outbox.CREATED:
            return News(news.kind, outbox.UNCERTAIN, self._now)
        if news and news.state == HELD:
            scanned = mine.status is Status.AWAITING_SIGNATURE
            kind = NoticeKind.LETTER_SCAN if scanned else NoticeKind.LETTER
            return News(kind, outbox.PERMANENT_FAILURE, self._now)
        return news

    def _closed_at(self, mine: Dossier, news: News | None, shown: Shown) -> datetime | None:
        """When it was closed, as far as the sheet tells; what is archived must not come back to the desk."""
        if mine.status not in CLOSED:
            return None
        guess = min(news.at, self._now) if news else self._now
        if shown.year is None:
            return guess
        year_ends = datetime(shown.year, 12, 31, tzinfo=self._zone)
        return min(guess, self._now - ON_DESK_AFTER_CLOSING, year_ends)


def _confirmed(news: News | None, concerns: Iterable[Concern]) -> bool:
    """Whether the chat has certainly said that the request is its own; whom nobody is sure of is asked once more."""
    had_letter = news is not None and news.kind in outbox.WITH_LETTER and news.state != HELD
    return had_letter or Concern("bound") in concerns


def _corrected(attempts: Iterable[Dossier]) -> bool:
    """Whether the same person has sent a correction: its link is only given to whoever has confirmed the request."""
    ordered = sorted(attempts, key=which_attempt)
    in_time = [mine for mine in ordered if not _late(mine.concerns)]
    again = [fold(mine.name) for mine in in_time[-2:]]  # one that names somebody else was asked about anew
    return any(mine.code for mine in ordered if _late(mine.concerns)) or (
        len(again) > 1 and in_time[-1].code is not None and again[0] == again[1]
    )


def _late(concerns: Iterable[Concern]) -> bool:
    return any(concern.kind in _TOO_LATE for concern in concerns)


def _reference(shown: Shown) -> str:
    reference = readback.reference_of(shown.cell(Column.KEY))
    if reference is None:
        raise _NotUnderstood("No. Permohonan kosong atau tidak dikenal")
    return reference


def _remarks(shown: Shown) -> tuple[tuple[Concern, ...], Concern | None]:
    """What is noted of the request, and what of the present pick."""
    concerns = [one for one in readback.concerns_of(shown.cell(Column.CHECK)) if one.kind not in ABOUT_THE_DESK]
    remark = concerns.pop(0) if concerns and concerns[0].kind in ABOUT_PICKS else None
    return tuple(concerns), remark


def _origin(shown: Shown, service: Service, row: Arrival | None) -> Origin:
    """Where a row came from that does not say it any more: from the form's row that shows the same, if there is one."""
    if row is None:
        return Origin(service.form.tab if service.form else 0, 0.0, "")
    return Origin(row.tab, row.serial, tidy(row.code) if shown.cell(Column.CHAT) else "")


def _status(shown: Shown) -> Status:
    try:
        return Status(shown.cell(Column.STATUS))
    except ValueError:
        raise _NotUnderstood(f"Status tidak dikenal; isinya harus salah satu dari: {', '.join(Status)}") from None


def _damaged(concerns: Iterable[Concern], service: Service, row: Arrival | None, *, coded: bool) -> tuple[str, ...]:
    """The answers that came as a number. For a row with a code the digits may have been had from the form since."""
    told = {concern.about for concern in concerns if concern.kind == "came_as_number"}
    silent = {title for title in (row.damaged if row else ()) if title not in {one.title for one in service.questions}}
    return tuple(sorted(told if coded else told | silent))


def _each_origin_once(found: Sequence[tuple[Dossier, Shown]]) -> Iterator[tuple[Dossier, Shown]]:
    """Where rows were copied, a code or a place belongs to the first; the proof says of the others that they differ."""
    codes = Counter[str]()
    rows = Counter[tuple[int, float, str]]()
    for mine, shown in found:
        row = (*mine.place, mine.fingerprint)
        codes[mine.code or ""] += 1
        rows[row] += 1
        code = mine.code if codes[mine.code or ""] == 1 else None
        yield replace(mine, code=code, fingerprint=mine.fingerprint if rows[row] == 1 else mine.key[-16:]), shown


def _as_cases(found: Iterable[tuple[Dossier, Shown]]) -> Iterator[tuple[Dossier, Shown]]:
    """The attempts with what is their case's: the chat, the promised time, and which of them counts."""
    cases: dict[str, list[tuple[Dossier, Shown]]] = {}
    for mine, shown in found:
        cases.setdefault(mine.reference, []).append((mine, shown))
    for attempts in cases.values():
        # The desk knows best, an archive only how it was when the row left; then the newest attempt.
        best, _ = max(attempts, key=lambda one: (one[1].on_desk, which_attempt(one[0])))
        last = max((which_attempt(mine) for mine, _ in attempts if mine.latest), default=0)
        confirmed = any(mine.confirmed for mine, _ in attempts) or _corrected([mine for mine, _ in attempts])
        for mine, shown in attempts:
            of_case = replace(mine, service=best.service, chat_id=best.chat_id, due_at=best.due_at, confirmed=confirmed)
            yield replace(of_case, latest=which_attempt(mine) == last), shown
