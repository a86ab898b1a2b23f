"""The ledger is lost on any day: made anew from the spreadsheet, it knows the same and does the same."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from office.cases import Decision, Dossier, Status
from office.ledger.connection import Ledger
from office.notices import HELD
from sheets_sync.batch import DESK_TAB
from sheets_sync.columns import Column
from sheets_sync.google import Grid
from tests.unit.sheets_sync.hall import SETTLE, Hall
from tests.unit.sheets_sync.recovery.loss import Loss, known, minute, ordered, reopened, waiting
from tests.unit.sheets_sync.test_any_day import PLACES, AnyDay

NEW_REASON = "alasan yang belum pernah ditulis"


class LostOnAnyDay(AnyDay):
    """Any day; and at any time the ledger is lost, while in a copy of the world it is not."""

    @rule(picks=st.lists(st.tuples(PLACES, st.sampled_from([*Decision])), max_size=3))
    def lose_the_ledger(self, picks: list[tuple[int, Decision]]) -> None:
        """What is known afterwards, and what these new picks bring in a few rounds, is as without the loss."""
        self.quiet_rounds()
        self.hall.deliver_all()
        self.quiet_rounds()
        if self.hall.sync._keeper.left_alone:
            return  # cells that would not stick: there the sheet does not tell what was
        with self.both_ways() as (kept, lost):
            gone = self.compare_memories(kept, lost)
            for which, decision in picks:
                self.pick_in_both(kept, lost.hall, which, decision)
            told = [_go_on(hall) for hall in (kept, lost.hall)]
            assert told[0] == told[1]
            assert {key: status for key, status in _statuses(lost.hall).items() if key not in gone} == {
                key: status for key, status in _statuses(kept).items() if key not in gone
            }

    @rule()
    def a_day_passes(self) -> None:
        """What was closed leaves for the archive."""
        self.wait(86_400)
        self.wait(601)

    def look_at_new_orders(self, desk: Grid, orders: set[int]) -> None:
        """Any day itself looks at that."""

    @contextmanager
    def both_ways(self) -> Iterator[tuple[Hall, Loss]]:
        """The hall as it goes on, and as it goes on after a loss; each with a world of its own."""
        with TemporaryDirectory() as folder:
            copy = Path(folder) / "sama.db"
            with closing(sqlite3.connect(Path(self.folder_handle.name) / "buku.db")) as opened:
                opened.execute("VACUUM INTO ?", (str(copy),))
            with Ledger(copy) as same:
                lost = Loss(self.hall, Path(folder) / "buku.db")
                yield reopened(self.hall, same), lost
                lost.close()

    def compare_memories(self, kept: Hall, lost: Loss) -> set[str]:
        """Compare what is known; the closed requests of which no row is left anywhere."""
        before, after, on_desk = known(kept), known(lost.hall), self.picks_by_key()
        gone = before.keys() - after.keys()
        assert all(before[key].closed_at for key in gone)
        for key in after:
            was, now = _expected(before[key]), _remembered(after[key])
            if key not in on_desk:  # an archive only tells what was told until then
                was["news"] = now["news"] = None
            assert was == now, {part: (was[part], now[part]) for part in was if was[part] != now[part]}
        assert waiting(lost.ledger) == []
        assert [number for _, number, _ in lost.hall.printed()] == [number for _, number, _ in kept.printed()]
        assert {mine.key for mine in after.values() if mine.attempt_id in ordered(lost.ledger)} == {
            mine.key for mine in before.values() if mine.status is Status.APPROVED and mine.number is None
        }
        assert not [mine.key for mine in after.values() if mine.confirmed and not before[mine.key].confirmed]
        return gone

    def pick_in_both(self, kept: Hall, lost: Hall, which: int, decision: Decision) -> None:
        index = self.row_of(DESK_TAB, which)
        mine = known(kept).get(str(self.read(index, Column.KEY))) if index else None
        if index and mine and mine.latest and decision not in {mine.asked, self.read(index, Column.DECISION)}:
            for hall in (kept, lost):
                hall.door.type(DESK_TAB, index, self.place(Column.DECISION), decision)
                hall.door.type(DESK_TAB, index, self.place(Column.MESSAGE), NEW_REASON)


def _remembered(mine: Dossier) -> dict[str, Any]:
    """What must be the same again: all but ids, seconds, and what only a closed request's past would tell."""
    return {
        "case": (mine.reference, mine.service, mine.chat_id, minute(mine.due_at)),
        "row": (mine.tab, mine.serial, mine.code, mine.fingerprint, dict(mine.answers), {*mine.damaged}),
        "state": (mine.status, mine.latest, mine.number, mine.closed_at is None),
        "remarks": (mine.concerns, mine.pick_concern),
        "arrived": minute(mine.arrived_at),
        "news": mine.news and (mine.news.kind.replace("closed", "late"), mine.news.state),  # they read alike
    }


def _expected(mine: Dossier) -> dict[str, Any]:
    """What is remembered of an attempt; a letter that waited for its citizen now waits for the office."""
    if mine.status is Status.APPROVED and mine.number:
        mine = replace(mine, status=Status.READY)
    if mine.news and mine.news.state == HELD:
        mine = replace(mine, news=replace(mine.news, state="permanent-failure"))
    return _remembered(mine)


def _go_on(hall: Hall) -> Counter[tuple[str, str]]:
    """A few rounds; what was told in them, and to which request."""
    before = len(hall.told())
    for _ in range(3):
        hall.poll(SETTLE + 1)
    return Counter((kind, params["reference"]) for kind, params in hall.told()[before:])


def _statuses(hall: Hall) -> dict[str, Status]:
    return {key: _expected(mine)["state"][0] for key, mine in known(hall).items()}


TestLostOnAnyDay = LostOnAnyDay.TestCase
TestLostOnAnyDay.settings = settings(
    max_examples=10,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
