"""`status` in words: what it says of a service, and what it takes for a person's business."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from commands.status import Line, ago, told
from office.ledger import inbox, outages, outbox, serving, upkeep
from office.ledger.condition import Condition, Queue, condition
from office.ledger.connection import InstanceLock, Ledger, is_locked
from office.ledger.serving import Serving
from office.ledger.statistics import Standing
from office.ledger.upkeep import Stuck
from office.outage import Noted, Part, Patience, Report
from office.version import version
from tests.unit.builders import CHAT, JAKARTA, NOON, STAFF, clerk, village
from tests.unit.office.ledger.papers import opened

MINUTE = timedelta(minutes=1)
LATER = NOON + 60 * MINUTE
WELL = Condition(
    serving=Serving(NOON, version(), guarded=False),
    seen=LATER,
    contact={Part.SPREADSHEET: LATER, Part.TELEGRAM: LATER - MINUTE},
    outages={},
    unanswered=Queue(0, None),
    untold=Queue(0, None),
    failed=Stuck(0, 0, 0),
    requests=Standing(ages=(0, 1), with_citizen=3, ready=4),
)


def lines(running: bool = True, **changes: Any) -> list[Line]:
    values = {name: getattr(WELL, name) for name in Condition.__slots__}
    return list(told(Condition(**(values | changes)), village(), LATER, running=running))


def test_a_service_that_is_well() -> None:
    """Nothing is anybody's business."""
    assert [str(line) for line in lines()] == [
        f"  Layanan: berjalan sejak Senin, 23 November pukul 12.00, versi {version()}.",
        "  Spreadsheet terakhir dibaca: baru saja.",
        "  Telegram terakhir menjawab: 1 menit yang lalu.",
        "  Antrean: 0 pesan warga, 0 kabar.",
        "  Gagal dalam tujuh hari: 0 pesan, 0 kabar; surat yang macet: 0.",
        "  Permohonan: 2 di kantor (0 lewat tenggat), 3 menunggu warga, 4 siap diambil.",
        "  Gangguan: tidak ada.",
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"running": False}, f"Layanan: tidak berjalan, terakhir terlihat baru saja; versi {version()}. Mulai dengan"),
        ({"running": False, "seen": None}, "Layanan: tidak berjalan; versi"),
        ({"serving": Serving(NOON, "0.0.1", guarded=True)}, f"versi 0.0.1; yang terpasang {version()}, jalankan"),
        ({"serving": None}, "Layanan: folder data sedang dipakai"),
        ({"contact": {Part.SPREADSHEET: LATER}}, "Telegram terakhir menjawab: belum pernah."),
        ({"contact": WELL.contact | {Part.SPREADSHEET: NOON}}, "Spreadsheet terakhir dibaca: 60 menit yang lalu."),
        ({"unanswered": Queue(2, NOON)}, "Antrean: 2 pesan warga, 0 kabar, paling lama 60 menit yang lalu."),
        ({"untold": Queue(1, LATER - 11 * MINUTE)}, "Antrean: 0 pesan warga, 1 kabar, paling lama 11 menit yang lalu."),
        ({"failed": Stuck(1, 2, 0)}, "Gagal dalam tujuh hari: 1 pesan, 2 kabar; surat yang macet: 0."),
        ({"failed": Stuck(0, 0, 3)}, "surat yang macet: 3."),
        ({"requests": Standing(ages=(9,), late=1)}, "Permohonan: 1 di kantor (1 lewat tenggat)"),
        ({"outages": {"printing": Noted(NOON, told=True)}}, "Gangguan: surat belum bisa dicetak sejak 60 menit yang"),
    ],
)
def test_what_is_a_persons_business_is_marked(changes: dict[str, Any], words: str) -> None:
    """That line alone."""
    (marked,) = (str(line) for line in lines(**changes) if line.wrong)
    assert marked.startswith("! ")
    assert words in marked


@pytest.mark.parametrize(
    "changes",
    [
        {"contact": {}, "serving": Serving(LATER - 9 * MINUTE, version(), guarded=False)},
        {"contact": WELL.contact | {Part.SPREADSHEET: LATER - 10 * MINUTE}},
        {"untold": Queue(5, LATER - 9 * MINUTE)},
        {"outages": {"telegram": Noted(LATER - 9 * MINUTE)}},
    ],
)
def test_what_passes_by_itself_is_nobodys_business(changes: dict[str, Any]) -> None:
    """Ten minutes, and one more since contact is known to the minute only."""
    assert not any(line.wrong for line in lines(**changes))


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=59), "baru saja"),
        (-MINUTE, "baru saja"),
        (MINUTE, "1 menit yang lalu"),
        (timedelta(minutes=119), "119 menit yang lalu"),
        (timedelta(hours=47), "47 jam yang lalu"),
        (timedelta(days=3, hours=5), "3 hari yang lalu"),
    ],
)
def test_how_long_ago(passed: timedelta, words: str) -> None:
    assert ago(NOON, NOON + passed) == words


def test_the_condition_is_read_from_the_ledger(tmp_path: Path) -> None:
    """Everything that the words need, with the oldest of what waits."""
    service = Serving(NOON, "1.2.3", guarded=True)
    report = Report(broken=True, since=NOON, well_at=NOON)
    with Ledger(tmp_path / "buku.db") as ledger, ledger.write() as tx:
        serving.begin(tx, service)
        upkeep.seen(tx, NOON)
        opened(tx)
        for number in (1, 2):
            inbox.accept(tx, [(number, CHAT, "{}")], NOON + number * MINUTE)
            outbox.put(tx, key=str(number), chat_id=CHAT, kind="receipt", params={}, now=NOON + number * MINUTE)
        inbox.done(tx, 1)
        first = outbox.claim(tx, NOON + 3 * MINUTE)
        assert first
        outbox.retry(tx, first, MINUTE, "busy", NOON + 4 * MINUTE)
        outages.contact(tx, {Part.SPREADSHEET: report})
        outages.look(tx, {Part.SPREADSHEET: report}, clerk(STAFF), Patience.of(0), NOON)
        found = condition(tx, JAKARTA, NOON + 5 * MINUTE)
    assert (found.serving, found.seen, found.contact) == (service, NOON, {"spreadsheet": NOON})
    assert found.outages == {"spreadsheet": Noted(NOON, told=True)}
    assert found.unanswered == Queue(1, NOON + 2 * MINUTE)
    assert (found.untold.waiting, found.untold.oldest) == (3, NOON)
    assert (len(found.requests.ages), found.requests.late) == (1, 1)


def test_looking_at_a_lock_neither_takes_nor_makes_it(tmp_path: Path) -> None:
    """Free before, held while it is held, free again afterwards."""
    path = tmp_path / "kunci"
    assert not is_locked(path)
    assert not path.exists()
    lock = InstanceLock(path)
    assert is_locked(path)
    lock.release()
    assert not is_locked(path)
    InstanceLock(path).release()
