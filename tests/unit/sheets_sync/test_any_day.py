"""Any day at the village hall: people, clocks and faults in any order, and what must hold whatever they do."""

from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import func, select

from office.cases import Decision, Dossier
from office.doors import Ambiguous, DoorError, Permanent, Retryable
from office.ledger import cases
from office.ledger.connection import Ledger
from office.ledger.schema import cases as case_table
from office.ledger.schema import letter_jobs, outbox
from office.notices import NoticeKind
from sheets_sync.batch import BOOK_TAB, DESK_TAB, SUMMARY_TAB, archive_tab
from sheets_sync.columns import HEADERS as DESK_HEADERS
from sheets_sync.columns import LOOKS, NARROW, SWEPT, Column, find
from sheets_sync.desk import corrections, projection
from sheets_sync.google import Cell, Grid, Range
from sheets_sync.mending import mend
from sheets_sync.reader import desk_rows
from sheets_sync.rows import read_headers, read_rows
from tests.unit.builders import HEADERS, JAKARTA, NIK, SERVICES, SKTM_TAB, SKU, SKU_TAB, Dealer
from tests.unit.sheets_sync.hall import SETTLE, Hall

RECEIPTS = (
    NoticeKind.RECEIPT, NoticeKind.CORRECTION_RECEIPT, NoticeKind.LATE_CORRECTION, NoticeKind.CLOSED_CORRECTION,
)  # fmt: skip
CHATS = st.integers(1, 3)
NAMES = st.sampled_from(["Ana", "Budi", "Cici", "=A1"])
DECISIONS = st.sampled_from(["", *Decision, *[Decision.APPROVE] * 3, "entah"])
MESSAGES = st.sampled_from(["", "foto buram", "foto KTP buram"])
SECONDS = st.sampled_from([1, 10, SETTLE, SETTLE + 1, 601])
PLACES = st.integers(0, 30)
TROUBLES = st.sampled_from([Retryable("busy"), Permanent("400"), Ambiguous("lost")])


class AnyDay(RuleBasedStateMachine):
    """Citizens, a village head, an operator with a heavy hand, a press, a courier, and a Google that fails at times."""

    def __init__(self) -> None:
        super().__init__()
        self.folder_handle = TemporaryDirectory()
        self.ledger = Ledger(Path(self.folder_handle.name) / "buku.db")
        self.hall = Hall(self.ledger, deal=Dealer())  # a day that failed has to fail again
        self.codes: list[str] = []
        self.reads: list[tuple[datetime, list[dict[Column, Any]]]] = []
        self.arrived = 0
        self.disowned: list[int] = []
        self.asked = 0
        self.retimed: set[Cell] = set()
        self.recoded: set[Cell] = set()
        self.meant: dict[str, set[str]] = {}
        """What the village head has picked for each request, on its own row."""
        self.versions: list[dict[int, Grid]] = []

    @initialize()
    def open(self) -> None:
        """A morning with three requests and a bare form."""
        self.hall.poll()
        for chat, name in enumerate(("Ana", "Budi", "Cici"), start=1):
            self.ask(chat, name)
        self.fill_the_bare_form("Dodi", SKTM_TAB, "")
        self.wait(1)

    def teardown(self) -> None:
        self.ledger.close()
        self.folder_handle.cleanup()

    # --- citizens ----------------------------------------------------------------------------------------------

    @rule(chat=CHATS, name=NAMES)
    def ask(self, chat: int, name: str) -> None:
        """Take a code and send the form with it."""
        code = self.hall.code(chat)
        self.codes.append(code)
        self.hall.send(code, {"Nama Lengkap": self.another(name)})

    @rule(name=NAMES, tab=st.sampled_from([SKU_TAB, SKTM_TAB]), code=st.sampled_from(["", "ENTAH"]))
    def fill_the_bare_form(self, name: str, tab: int, code: str) -> None:
        self.hall.send(code, {"Nama Lengkap": self.another(name)}, tab)

    def another(self, name: str) -> str:
        """Of two people with one name nobody could say whose row was torn apart."""
        self.asked += 1
        return f"{name} {self.asked}"

    @precondition(lambda self: self.codes)
    @rule(which=PLACES, name=NAMES, tab=st.sampled_from([SKU_TAB, SKU_TAB, SKTM_TAB]))
    def send_again(self, which: int, name: str, tab: int) -> None:
        """Send a form with a code that was used already, or that belongs to another form."""
        self.hall.send(self.codes[which % len(self.codes)], {"Nama Lengkap": self.another(name)}, tab)

    @rule(which=PLACES, name=NAMES)
    def correct(self, which: int, name: str) -> None:
        """Follow one of the links in the chat."""
        asked = [params["link"] for kind, params in self.hall.told() if kind == NoticeKind.INCOMPLETE]
        links = [link for link in asked if link]
        if links:
            code = links[which % len(links)].partition("entry.1=")[2][:12]
            self.codes.append(code)
            self.hall.send(code, {"Nama Lengkap": self.another(name)})

    @rule(which=PLACES, mine=st.sampled_from([True, True, False]))
    def answer(self, which: int, mine: bool) -> None:
        """Say whether a request is one's own, early or late."""
        told = [one for one in self.hall.dossiers() if one.chat_id is not None and one.latest]
        if told:
            case = told[which % len(told)]
            self.hall.answer(case, mine=mine)
            (after,) = (one for one in self.hall.dossiers() if one.attempt_id == case.attempt_id)
            if after.chat_id is None:
                self.disowned.append(case.case_id)

    # --- the form tab, under heavy hands -----------------------------------------------------------------------

    def row_of(self, tab: int, which: int) -> int | None:
        rows = len(self.hall.door.tabs[tab]) - 1
        return which % rows + 1 if rows > 0 else None

    @rule(which=PLACES, name=NAMES | st.just(""), nik=st.sampled_from([NIK, int(NIK), ""]), later=st.booleans())
    def edit(self, which: int, name: str, nik: Cell, later: bool) -> None:
        """Edit a row, in the tab or by sending the form anew, which gives it a new time."""
        index = self.row_of(SKU_TAB, which)
        if index and (row := self.hall.door.tabs[SKU_TAB][index]):
            row[2:4] = self.another(name) if name else "", nik
            if later and row[1] and row[0] not in self.recoded:
                row[0] = float(row[0]) + 1e-5  # type: ignore[arg-type] # a serial
                self.retimed.add(row[0])

    @rule(which=PLACES, code=PLACES | st.sampled_from(["", "ENTAH"]))
    def edit_a_code(self, which: int, code: int | str) -> None:
        """Write another's code over a row's, or nobody's. With another time as well nothing would tell whose it was."""
        index = self.row_of(SKU_TAB, which)
        if index and (row := self.hall.door.tabs[SKU_TAB][index]) and row[0] not in self.retimed:
            self.recoded.add(row[0])
            row[1] = code if isinstance(code, str) else self.codes[code % len(self.codes)]

    @rule(title=st.sampled_from(["Keperluan", "Nama Lengkap"]), seconds=SECONDS)
    def retype_a_question_for_a_while(self, title: str, seconds: float) -> None:
        """Its answers stand under a title that the program does not know."""
        place = HEADERS.index(title)
        self.hall.door.type(SKU_TAB, 0, place, "Lain")
        self.wait(seconds)
        self.hall.door.type(SKU_TAB, 0, place, title)

    @rule(tab=st.sampled_from([SKU_TAB, SKTM_TAB]))
    def add_a_question(self, tab: int) -> None:
        """A column behind the last one, which some of the rows have an answer in."""
        head, *rows = self.hall.door.tabs[tab]
        head.append(f"Tambahan {len(head)}")
        for row in rows[::2]:
            row.extend([*[""] * (len(head) - 1 - len(row)), "Ya"])

    @rule(tab=st.sampled_from([SKU_TAB, SKTM_TAB]), seconds=SECONDS)
    def delete_a_form_tab_for_a_while(self, tab: int, seconds: float) -> None:
        kept = self.hall.door.tabs.pop(tab)
        self.wait(seconds)
        self.hall.door.tabs[tab] = kept

    @rule(which=PLACES)
    def copy(self, which: int) -> None:
        index = self.row_of(SKU_TAB, which)
        if index:
            self.hall.door.tabs[SKU_TAB].insert(index, list(self.hall.door.tabs[SKU_TAB][index]))

    @rule(which=PLACES)
    def delete(self, which: int) -> None:
        index = self.row_of(SKU_TAB, which)
        if index:
            del self.hall.door.tabs[SKU_TAB][index]

    @rule(tab=st.sampled_from([SKU_TAB, DESK_TAB]), column=st.integers(0, 4), descending=st.booleans())
    def sort(self, tab: int, column: int, descending: bool) -> None:
        self.hall.door.sort(tab, column, descending=descending)

    # --- the desk ----------------------------------------------------------------------------------------------

    @rule(which=PLACES, decision=DECISIONS, message=MESSAGES)
    def pick(self, which: int, decision: str, message: str) -> None:
        index = self.row_of(DESK_TAB, which)
        if index:
            self.write(index, Column.DECISION, decision)
            self.write(index, Column.MESSAGE, message)
            self.mean(index, decision)

    @rule(which=PLACES, decision=DECISIONS, message=MESSAGES)
    def decide(self, which: int, decision: str, message: str) -> None:
        """Pick, and let it stand in peace."""
        self.pick(which, decision, message)
        self.wait(1)
        self.wait(SETTLE)

    @rule(which=PLACES, name=NAMES)
    def ask_for_more(self, which: int, name: str) -> None:
        """Say that something is lacking, and get it."""
        self.decide(which, Decision.INCOMPLETE, "foto buram")
        self.correct(which, name)
        self.wait(1)

    @rule(which=PLACES, name=NAMES)
    def ask_in_vain(self, which: int, name: str) -> None:
        """Say that something is lacking, and get it when it has expired."""
        self.decide(which, Decision.INCOMPLETE, "foto buram")
        self.wait(14 * 86_400)
        self.correct(which, name)
        self.wait(1)

    @rule()
    def fill_down(self) -> None:
        """Drag Setujui over everything."""
        for index in range(1, len(self.desk())):
            self.write(index, Column.DECISION, Decision.APPROVE)
            self.mean(index, Decision.APPROVE)

    @rule(which=PLACES, column=st.sampled_from([Column.NAME, Column.STATUS, Column.CHECK, Column.NEWS, Column.KEY]))
    def overwrite(self, which: int, column: Column) -> None:
        index = self.row_of(DESK_TAB, which)
        if index:
            self.write(index, column, "salah")

    @rule(which=PLACES, copied=st.booleans())
    def copy_or_delete_on_the_desk(self, which: int, copied: bool) -> None:
        index = self.row_of(DESK_TAB, which)
        if index and copied:
            self.desk().append(list(self.desk()[index]))
        elif index:
            del self.desk()[index]

    @rule(tab=st.sampled_from([SKU_TAB, DESK_TAB]), which=PLACES, to=PLACES)
    def cut_and_insert(self, tab: int, which: int, to: int) -> None:
        """Move a whole row to another place."""
        index, goal = self.row_of(tab, which), self.row_of(tab, to)
        if index and goal:
            rows = self.hall.door.tabs[tab]
            rows.insert(goal, rows.pop(index))

    @rule(tab=st.sampled_from([SKU_TAB, DESK_TAB]), which=PLACES, to=PLACES)
    def cut_and_paste(self, tab: int, which: int, to: int) -> None:
        """Move a whole row over another, which is gone then, and leave a blank one."""
        self.wait(1)  # a row that nobody has read yet would only be found by the next sweep, up there
        index, goal = self.row_of(tab, which), self.row_of(tab, to)
        if index and goal and index != goal:
            rows = self.hall.door.tabs[tab]
            rows[goal], rows[index] = rows[index], []

    @rule(tab=st.sampled_from([SKU_TAB, DESK_TAB]), which=PLACES)
    def insert_blank(self, tab: int, which: int) -> None:
        index = self.row_of(tab, which)
        if index:
            self.hall.door.tabs[tab].insert(index, [])

    @rule(tab=st.sampled_from([SKU_TAB, DESK_TAB]), first=st.integers(0, 9), width=st.integers(1, 8))
    def sort_a_part(self, tab: int, first: int, width: int) -> None:
        """Sort some columns and leave the others as they are, after everything was seen in its place."""
        self.wait(1)
        before = self.picks_by_key()
        rows = self.hall.door.tabs[tab][1:]
        last = min(first + width, len(self.hall.door.tabs[tab][0]))
        for row in rows:
            row.extend([""] * (last - len(row)))
        for row, cells in zip(rows, sorted((row[first:last] for row in rows), key=str), strict=True):
            row[first:last] = cells
        self.mended_by_hand(before)

    def mended_by_hand(self, before: Mapping[str, tuple[Cell, Cell]]) -> None:
        """A single pick that went to an empty row cannot be told from one that somebody moved there."""
        after = self.picks_by_key()
        changed = [key for key in before.keys() & after.keys() if before[key] != after[key]]
        filled = [key for key in changed if after[key][0]]
        if len(changed) == len(filled) + 1 == 2 and not before[filled[0]][0]:
            self.meant.setdefault(filled[0], set()).add(str(after[filled[0]][0]))

    @rule(source=PLACES, goal=PLACES, width=st.integers(1, 16))
    def paste_over(self, source: int, goal: int, width: int) -> None:
        """Copy the left part of one row over another, the script's cells with it."""
        self.wait(1)
        one, other = self.row_of(DESK_TAB, source), self.row_of(DESK_TAB, goal)
        if one and other and one != other:
            if width <= 2:
                self.mean(other, str(self.read(one, Column.DECISION)))
            cells = [*self.desk()[one], *[""] * width][:width]
            self.desk()[other] = [*cells, *self.desk()[other][width:]]

    @rule(start=st.integers(0, 16), to=st.integers(0, 16))
    def move_a_column(self, start: int, to: int) -> None:
        for row in self.desk():
            row.extend([""] * (len(DESK_HEADERS) - len(row)))
            row.insert(to, row.pop(start))

    @rule(column=st.sampled_from(Column), seconds=SECONDS)
    def rename_a_column_for_a_while(self, column: Column, seconds: float) -> None:
        """Nothing is decided meanwhile, unless it is the office's own remarks; then somebody puts it right."""
        self.write(0, column, "Lain")
        place = self.desk()[0].index("Lain")
        self.wait(seconds)
        self.hall.door.type(DESK_TAB, 0, place, LOOKS[column].title)

    @rule(column=st.sampled_from(Column), seconds=SECONDS)
    def delete_a_column_and_set_up(self, column: Column, seconds: float) -> None:
        """With all that stood in it, until the operator has it made again."""
        place = self.place(column)
        for row in self.desk():
            del row[place : place + 1]
        self.wait(seconds)
        mend(self.hall.door, self.hall.config)  # type: ignore[arg-type] # the paper door

    @rule(column=st.sampled_from(Column), seconds=SECONDS)
    def duplicate_a_column_for_a_while(self, column: Column, seconds: float) -> None:
        """Which of both people mean nobody can know, until the copy is deleted."""
        place = self.place(column)
        for row in self.desk():
            row[place:place] = row[place : place + 1]
        self.wait(seconds)
        for row in self.desk():
            del row[place + 1 : place + 2]

    @rule()
    def delete_the_desk(self) -> None:
        del self.hall.door.tabs[DESK_TAB]
        self.wait(1)
        self.wait(1)

    @rule(tab=st.sampled_from([BOOK_TAB, SUMMARY_TAB, archive_tab(2026)]))
    def delete_another_tab(self, tab: int) -> None:
        """They are made again, whenever they are needed next."""
        self.hall.door.tabs.pop(tab, None)

    @rule()
    def note_a_version(self) -> None:
        """Google keeps versions; one of them may be brought back after a later heartbeat."""
        self.versions = [*self.versions[-3:], deepcopy(self.hall.door.tabs)]

    @precondition(lambda self: any(self.older_versions()))
    @rule(which=PLACES)
    def bring_a_version_back(self, which: int) -> None:
        """Of the whole file. Nobody means now what was picked then."""
        versions = self.older_versions()
        self.hall.door.tabs = deepcopy(versions[which % len(versions)])
        self.meant.clear()
        self.wait(1)

    def older_versions(self) -> list[dict[int, Grid]]:
        beat = self.hall.door.tabs.get(SUMMARY_TAB)
        return [one for one in self.versions if beat and SUMMARY_TAB in one and one[SUMMARY_TAB][1] != beat[1]]

    # --- the desk in the model's own eyes ------------------------------------------------------------------------

    def desk(self) -> Grid:
        return self.hall.door.tabs[DESK_TAB]

    def place(self, column: Column) -> int:
        return self.desk()[0].index(LOOKS[column].title)

    def read(self, index: int, column: Column) -> Cell:
        row = self.desk()[index]
        return row[self.place(column)] if self.place(column) < len(row) else ""

    def write(self, index: int, column: Column, text: str) -> None:
        self.hall.door.type(DESK_TAB, index, self.place(column), text)

    def mean(self, index: int, decision: str) -> None:
        """Somebody picks this on the row of the request whose name stands there."""
        key, origin = str(self.read(index, Column.KEY)), self.read(index, Column.ORIGIN)
        owners = [mine.key for mine in self.hall.dossiers() if origin == self.origin(mine)]
        if owners and key not in owners:  # two of one moment without a good code share their origin
            key = owners[0]
        self.meant.setdefault(key, set()).add(decision)

    def origin(self, mine: Dossier) -> str:
        return projection(mine, SERVICES[mine.service], JAKARTA)[Column.ORIGIN]

    def picks_by_key(self) -> dict[str, tuple[Cell, Cell]]:
        rows = range(1, len(self.desk()))
        return {
            str(self.read(i, Column.KEY)): (self.read(i, Column.DECISION), self.read(i, Column.MESSAGE)) for i in rows
        }

    # --- time --------------------------------------------------------------------------------------------------

    @rule(
        seconds=SECONDS,
        trouble=st.none() | st.tuples(st.sampled_from(["read", "change", "change after"]), TROUBLES),
        moved=st.booleans(),
        crash=st.booleans(),
    )
    def poll(self, seconds: float, trouble: tuple[str, Exception] | None, moved: bool, crash: bool = False) -> None:
        """A round, perhaps with a fault, perhaps with somebody who sorts the desk between our read and our write.

        A crash: what failed was the end of the process, which then begins anew.
        """
        door = self.hall.door
        door.troubles = {trouble[0]: [trouble[1]]} if trouble else {}
        door.before_change = (lambda: door.sort(DESK_TAB, self.place(Column.NAME))) if moved else None
        desk, jobs, read = deepcopy(door.tabs.get(DESK_TAB, [])), self.jobs(), len(door.asked)
        with suppress(DoorError):
            self.hall.poll(seconds)
        door.troubles, door.before_change = {}, None
        if crash:
            self.hall.start()
        if any(asked.tab == DESK_TAB for asked in chain.from_iterable(door.asked[read:])):
            self.look_at_new_orders(desk, self.jobs() - jobs)
            self.reads.append((self.hall.now, _cells(desk) if _whole(desk) else []))
            self.look_for_arrivals()
        self.look_at_the_books()

    @rule(seconds=SECONDS)
    def wait(self, seconds: float) -> None:
        """A round in which nothing goes wrong."""
        self.poll(seconds, None, moved=False)

    @rule()
    def restart(self) -> None:
        self.hall.start()

    @rule()
    def print_a_letter(self) -> None:
        self.hall.print_next()

    @rule(fails=st.booleans())
    def carry_a_notice(self, fails: bool) -> None:
        self.hall.deliver_next(fails=fails)

    @rule()
    def quiet_rounds(self) -> None:
        """After two rounds without anybody, every cell of the script says what it ought to."""
        for _ in range(2):
            self.poll(601, None, moved=False)
        with self.ledger.read() as tx:
            layout = find([str(cell) for cell in self.desk()[0]])
            rows = desk_rows([(Range(DESK_TAB), self.desk())], layout) or ()
            known = cases.by_key(tx, {row.key for row in rows})
        wanted = {key: projection(mine, SERVICES[mine.service], JAKARTA) for key, mine in known.items()}
        left_alone = self.hall.sync._keeper.left_alone
        wrong = [write for write in corrections(rows, wanted) if (write.key, write.column) not in left_alone]
        assert wrong == []
        open_ones = {mine.key for mine in self.hall.dossiers() if mine.closed_at is None}
        assert open_ones <= known.keys()

    # --- what must hold ----------------------------------------------------------------------------------------

    def jobs(self) -> set[int]:
        with self.ledger.read() as tx:
            return set(tx.scalars(select(letter_jobs.c.attempt_id)))

    def look_at_new_orders(self, desk: Grid, orders: set[int]) -> None:
        """A letter is only ordered after `Setujui` stood long enough beside the very answers that are lettered."""
        for attempt_id in orders:
            with self.ledger.read() as tx:
                mine = cases.by_id(tx, attempt_id)
            row = self.own_row(desk, mine)
            assert row[Column.DECISION] == Decision.APPROVE
            assert row[Column.ANSWERS] == projection(mine, SERVICES[mine.service], JAKARTA)[Column.ANSWERS]
            assert Decision.APPROVE in self.meant.get(mine.key, ())
            long_enough = self.hall.now - timedelta(seconds=SETTLE)
            before = chain.from_iterable(rows for at, rows in self.reads if at <= long_enough)
            names, pick = (Column.KEY, Column.ORIGIN), (Column.DECISION, Column.MESSAGE)
            assert any(
                any(one.get(column) == row[column] for column in names)
                and all(one[column] == row[column] for column in pick)
                for one in before
            )

    def own_row(self, desk: Grid, mine: Dossier) -> dict[Column, Any]:
        """The one row that bears both the number and the origin of a request; or one of them, where no row has both.

        Where a row was pasted over another, both bear its number, and only their hidden origins tell them apart.
        """
        names = {Column.KEY: mine.key, Column.ORIGIN: self.origin(mine)}
        said = [(sum(row[column] == name for column, name in names.items()), row) for row in _cells(desk)]
        (row,) = (row for count, row in said if count == max(count for count, _ in said))
        return row

    def look_for_arrivals(self) -> None:
        """Whoever arrived is there and stays there."""
        attempts = self.hall.dossiers()
        assert len(attempts) >= self.arrived
        self.arrived = len(attempts)
        places, codes = {mine.place for mine in attempts}, {(mine.tab, mine.code) for mine in attempts}
        for service in SERVICES.values():
            assert service.form
            rows = self.hall.door.tabs.get(service.form.tab, [])
            found, _ = read_rows(service, read_headers(service, HEADERS), rows[1:], 1, JAKARTA)
            assert all(row.place in places or (row.tab, row.code) in codes for row in found)

    def look_at_the_books(self) -> None:
        """Each is told once what concerns him and nobody else; each letter has the next number and what was decided.

        Whoever has not said that a request is theirs, or has said that it is not, has no letter and gets none.
        """
        attempts = {mine.attempt_id: mine for mine in self.hall.dossiers()}
        with self.ledger.read() as tx:
            notices = tx.execute(select(outbox)).all()
            counted = tx.scalar(select(func.sum(case_table.c.notices))) or 0
        to_come = [notice for notice in notices if notice.state in {"created", "sending", "held"}]
        assert all(attempts[notice.attempt_id].chat_id == notice.chat_id for notice in to_come)
        for notice in notices:
            if notice.kind == NoticeKind.LETTER and notice.state in {"created", "sending", "delivered", "uncertain"}:
                owner = attempts[notice.attempt_id]
                assert (owner.chat_id, owner.confirmed) == (notice.chat_id, True)
        assert len(notices) + len(self.disowned) == counted
        receipts = sorted(notice.attempt_id for notice in notices if notice.kind in RECEIPTS)
        had_a_chat = {
            key for key, mine in attempts.items() if mine.chat_id is not None or mine.case_id in self.disowned
        }
        assert receipts == sorted(had_a_chat)
        letters = self.hall.printed()
        assert [number for _, number, _ in letters] == [
            f"517/{n:03}/DS-KRS/XI/2026" for n in range(1, len(letters) + 1)
        ]
        assert all(values == attempts[attempt].answers for attempt, _, values in letters)
        assert all(_has_all(attempts[attempt]) for attempt, _, _ in letters)


def _has_all(mine: Dossier) -> bool:
    return mine.service != SKU.key or bool(mine.answers.get("Nama Lengkap") and mine.answers.get("NIK"))


def _whole(desk: Grid) -> bool:
    """Whether an ordinary read can rely on this desk."""
    return bool(desk) and {column for column in NARROW if desk[0].count(LOOKS[column].title) == 1} == NARROW


def _cells(desk: Grid) -> list[dict[Column, Any]]:
    """The rows below the header, by column wherever that stands; without those whose header is gone or there twice."""
    head = [str(cell) for cell in desk[0]]
    places = {c: head.index(LOOKS[c].title) for c in SWEPT if head.count(LOOKS[c].title) == 1}
    filled = [[*row, *[""] * (len(head) - len(row))] for row in desk[1:]]
    return [{column: row[place] for column, place in places.items()} for row in filled]


TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
