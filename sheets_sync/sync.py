"""The loop between spreadsheet and ledger: read, decide, record, put the desk right. One thread runs it."""

import logging
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from office.cases import BEFORE_APPROVAL, Dossier
from office.casework import Action, AddAttempt, OpenCase, Revise, Rules, Seen, Sighting, decide
from office.codes import tidy
from office.config import Config
from office.doors import Permanent, Refused
from office.ledger import bookmarks, cases, findings, privacy
from office.ledger.connection import Ledger
from office.ledger.record import Clerk, record, tell_staff
from office.notices import NoticeKind
from sheets_sync import desk
from sheets_sync.batch import keep_as_text
from sheets_sync.desk import Row
from sheets_sync.exact import Exact, Responses
from sheets_sync.google import GoogleDoor
from sheets_sync.heartbeat import Heartbeat
from sheets_sync.keeper import Keeper
from sheets_sync.mirror import RegisterMirror, VerificationMirror
from sheets_sync.reader import Reader, View
from sheets_sync.recall import Recall
from sheets_sync.rows import zone_named
from sheets_sync.setup import set_up
from sheets_sync.summary_tab import SummaryTab
from sheets_sync.texts import DESK_TITLE, SUMMARY_TITLE

log = logging.getLogger(__name__)

SWEEP_EVERY = timedelta(minutes=10)
CLOCK_TOLERANCE = timedelta(minutes=5)


class Sync:
    """Keeps ledger and spreadsheet together. `required` gives per service the names its letter needs.

    `changed` is called after something was recorded, to wake those who send and print. `open_forms` opens the forms'
    responses, the first time that digits were lost; without it they stay flagged.
    """

    def __init__(
        self,
        door: GoogleDoor,
        ledger: Ledger,
        config: Config,
        clerk: Clerk,
        *,
        required: Callable[[], Mapping[str, tuple[str, ...]]],
        now: Callable[[], datetime],
        changed: Callable[[], None],
        open_forms: Callable[[], Responses] | None = None,
    ) -> None:
        self._door, self._ledger, self._config, self._clerk = door, ledger, config, clerk
        self._required, self._now, self._changed = required, now, changed
        beat = Heartbeat(ledger)
        self._recall = Recall(ledger, config, now)
        self._reader = Reader(door, config, self._recall.worth_reading, beat, edited=self._recall.edited, now=now)
        self._summary = SummaryTab(door, ledger, beat, config)
        self._exact = Exact(config.services.values(), open_forms) if open_forms else None
        self._zone: ZoneInfo | None = None
        self._as_text: dict[int, Set[int]] = {}
        self._heard = False
        self._refused: dict[str, str] = {}
        self._unmoved: Mapping[str, str] = {}
        self._noted: Mapping[str, str] | None = None
        self._wide = False
        self._sightings: Mapping[str, Sighting] = {}
        self._deciding: Set[int] = frozenset()
        self._keeper = Keeper(door, config, clerk.hours.zone)
        mirrors = (RegisterMirror, VerificationMirror) if config.google.verification_page else (RegisterMirror,)
        self._mirrors = [mirror(door, ledger, clerk.hours.zone) for mirror in mirrors]
        self._sweep_at = datetime.min.replace(tzinfo=UTC)

    @property
    def clock_trusted(self) -> bool:
        """Whether our clock is known to agree with Google's; letters carry a date and wait while it is not."""
        return self._heard and abs(self._door.clock_ahead) <= CLOCK_TOLERANCE

    def poll(self) -> None:
        """One round. Raises DoorError when Google could not be reached or refused; the next round begins anew."""
        zone = self._zone or self._prepare()
        now = self._now()
        if self._sweep_at > now + SWEEP_EVERY:  # the clock was set back
            self._sweep_at = now
        sweep = now >= self._sweep_at
        view = self._reader.read(zone, sweep=sweep, whole_rows=self._deciding, wide=self._wide)
        due, self._sweep_at = self._sweep_at, now  # what was read and could not be kept is to be read again
        view = self._with_exact_digits(view, sweep=sweep)
        self._heard = True
        if sweep:
            self._refused = {}  # whatever is refused still is read again
        done = self._record(view, now)
        self._sweep_at = due
        if done:
            self._changed()
        self._keep_digits()  # only now: what was read is safe, whatever becomes of this call
        # The long cells are only read in a sweep: until one has found them all right, the next read is one too.
        # And what was brought back is old everywhere.
        wrong = view.restored or any(isinstance(action, Revise) for action in done)
        if wrong:
            self._sweep_at = now
        if view.desk is not None:
            wrong |= self._put_right(view, now, sweep=sweep)
        if wrong:
            self._sweep_at = now
        elif sweep:
            self._sweep_at = now + SWEEP_EVERY
        amiss = self._amiss(view)
        self._note(amiss)
        self._tell_troubles(amiss | ({"spreadsheet": "restored"} if view.restored else {}), now)
        if view.restored:
            self._forget_mirrors()
        kept = [mirror.follow(now, sweep=sweep) for mirror in self._mirrors]
        if DESK_TITLE in view.troubles or not all(kept):
            self._zone = None  # look again from the start: a tab that is gone is made anew
        self._keep_summary(view, zone, now, sweep=sweep)

    # --- set-up ------------------------------------------------------------------------------------------------

    def _prepare(self) -> ZoneInfo:
        """Make what is missing in the spreadsheet, and learn its zone."""
        began = self._now()
        ready = set_up(self._door, self._config, began.astimezone(self._clerk.hours.zone).year)
        self._begin(began)
        self._sweep_at = datetime.min.replace(tzinfo=UTC)
        self._summary.found(ready.book)
        self._forget_mirrors()
        self._zone = self._recall.zone = zone_named(ready.book.zone) or self._clerk.hours.zone
        self._as_text = dict(ready.digits)
        return self._zone

    def _forget_mirrors(self) -> None:
        for mirror in self._mirrors:
            mirror.forget()

    def _keep_digits(self) -> None:
        """A question that was added or named anew has its column kept as text, too."""
        found = self._reader.digits()
        new = {tab: places - self._as_text.get(tab, set()) for tab, places in found.items()}
        if changes := [change for tab, places in new.items() for change in keep_as_text(tab, sorted(places))]:
            self._door.change(changes)
        self._as_text |= found

    def _begin(self, began: datetime) -> None:
        """Note once from when on rows count. Time stamps are Google's, so the beginning is by Google's clock too."""
        google_time = began - self._door.clock_ahead
        with self._ledger.write() as tx:
            if bookmarks.get(tx, bookmarks.SET_UP) is None:
                bookmarks.put(tx, bookmarks.SET_UP, google_time.isoformat())

    def _with_exact_digits(self, view: View, *, sweep: bool) -> View:
        """The same with NIK, KK and phone as they were typed, where a cell made a number of them."""
        flagged = [row for tab in view.tabs for row in tab.arrivals if row.damaged]
        if self._exact is None or not flagged:
            return view
        if sweep:
            self._exact.forget()
        with self._ledger.read() as tx:
            known = cases.by_code(tx, {tidy(row.code) for row in flagged})
            here = cases.by_place(tx, {row.place for row in flagged})
        return replace(view, tabs=tuple(self._exact.mended(tab, known, here) for tab in view.tabs))

    # --- deciding ----------------------------------------------------------------------------------------------

    def _record(self, view: View, now: datetime) -> list[Action]:
        """Decide about what was read; the actions that were written down."""
        required = self._required()  # reads files: not while the ledger is locked
        with self._ledger.write() as tx:
            dossiers = self._keeper.dossiers(tx, view.desk or (), now)
            wanted = self._keeper.wanted(dossiers)
            picks = desk.picks(desk.recognised(view.desk or (), wanted), wanted, self._keeper.left_alone)
            seen = Seen(view.tabs, tuple(picks), self._sightings, unread=view.troubles.keys(), restored=view.restored)
            ruling = decide(self._recall.known(tx, view.tabs, dossiers), seen, self._rules(tx, required), now)
            refused = record(tx, ruling.actions, self._clerk, now)
            if view.restored:
                privacy.uncover(tx)
        self._sightings = ruling.sightings
        if not refused:
            self._recall.judged(view.tabs)
        self._refused |= {self._about(action): "row_refused" for action in refused}
        pending = [one for one in dossiers if _pending(one, ruling.sightings.get(one.key))]
        self._deciding = {one.tab for one in pending}
        # What is held back counts only after somebody has changed something: it needs no long cells for ever.
        settled = now - 2 * timedelta(seconds=self._config.desk.settle)
        self._wide = any(one.pick_concern is None or ruling.sightings[one.key].since >= settled for one in pending)
        return [action for action in ruling.actions if action not in refused]

    def _about(self, action: Action) -> str:
        """What an action is about, without a name: the request, or the service whose tab the row stands in."""
        if isinstance(action, OpenCase | AddAttempt):
            return self._config.services[action.arrival.service].title
        return action.dossier.key

    def _rules(self, tx: Connection, required: Mapping[str, tuple[str, ...]]) -> Rules:
        return Rules(
            services=self._config.services,
            required=required,
            since=self._recall.since(tx),
            settle=timedelta(seconds=self._config.desk.settle),
            burst=self._config.desk.burst,
            # A clock that is ahead must not close requests before their time.
            expire_after=timedelta(days=self._config.desk.expiry_days if self.clock_trusted else 0),
        )

    # --- putting right -----------------------------------------------------------------------------------------

    def _put_right(self, view: View, now: datetime, *, sweep: bool) -> bool:
        """Bring the desk to what the ledger says; whether the next read has to be a sweep."""
        rows = view.desk or ()
        self._keeper.watch(rows, now)
        with self._ledger.read() as tx:
            dossiers = self._keeper.dossiers(tx, rows, now)
        wrong = self._keeper.put_right(dossiers, rows, view.layout)
        if sweep and not wrong:
            wrong = self._clear_away(dossiers, rows, now)  # there may be more
        return wrong

    def _clear_away(self, dossiers: Sequence[Dossier], rows: Sequence[Row], now: datetime) -> bool:
        """Whether anything moved. Where the archive is shut, the rows stay on the desk, and all else goes on."""
        self._unmoved = {}
        try:
            return self._keeper.clear_away(dossiers, rows, self._sightings, now)
        except Refused:
            raise
        except Permanent as error:
            log.warning("Baris yang selesai belum bisa dipindah ke tab Arsip: %s", error)
            self._unmoved = {"Arsip": "archive_unwritable"}
            return False

    def _amiss(self, view: View) -> dict[str, str]:
        """What is wrong with the spreadsheet now, or keeps us from doing right by it: by what, the alert about it."""
        found = {**view.passed, **view.troubles, **self._keeper.unwritable(), **self._unmoved, **self._refused}
        if self._summary.unwritable:
            found[SUMMARY_TITLE] = "summary_unwritable"
        return found if self.clock_trusted else {**found, "jam": "clock_wrong"}

    def _keep_summary(self, view: View, zone: ZoneInfo, now: datetime, *, sweep: bool) -> None:
        try:
            self._summary.keep(zone, now, sweep=sweep, restored=view.restored)
        except Refused:
            raise
        except Permanent as error:  # it stops alone: requests and decisions do not need it
            log.warning("%s tidak bisa ditulis: %s", SUMMARY_TITLE, error)
            self._tell_troubles({SUMMARY_TITLE: "summary_unwritable"}, now)

    def _note(self, amiss: Mapping[str, str]) -> None:
        if amiss != self._noted:
            with self._ledger.write() as tx:
                findings.note(tx, amiss)
            self._noted = amiss

    def _tell_troubles(self, troubles: Mapping[str, str], now: datetime) -> None:
        if not troubles or self._clerk.staff_chat is None:
            return
        with self._ledger.write() as tx:
            for where, kind in troubles.items():
                key = f"trouble:{kind}:{where}:{now:%Y-%m-%d}"
                params = {"alert": kind, "about": where}
                tell_staff(tx, self._clerk, key, NoticeKind.STAFF_ALERT, params, now)


def _pending(dossier: Dossier, sighting: Sighting | None) -> bool:
    """Whether a pick stands that may still count: the answers that it is about are watched."""
    if sighting is None or not sighting.decision or dossier.status not in BEFORE_APPROVAL:
        return False
    return (sighting.decision, sighting.message) != (dossier.asked, dossier.message)
