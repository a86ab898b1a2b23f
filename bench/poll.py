"""What reading the spreadsheet costs, beside the usual ways: `python bench/poll.py [--json]`.

Calls and bytes (queries and bodies, in and out, uncompressed) come from the simulator's request log; CPU is that of the
service's own thread. Two usual ways stand beside ours: gspread's `get_all_records` per tab, and downloading all tabs in
one call to compare them, as n8n's trigger does. An hour counts our sweeps in, of which one reads the register's tab
whole. `past` answers are spread over all tabs; each has become a letter.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from secrets import choice

import gspread
from google.auth.transport.requests import AuthorizedSession
from gspread.http_client import HTTPClient

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)

import demo  # noqa: E402 - found through the line above
from bench.poll_village import Village, opened, submit  # noqa: E402 - as above
from office import config as settings  # noqa: E402 - as above
from office.ledger import tickets  # noqa: E402 - as above
from office.ledger.connection import Ledger  # noqa: E402 - as above
from sheets_sync.google import SCOPES, service_account  # noqa: E402 - as above
from sheets_sync.mirror import RegisterMirror  # noqa: E402 - as above
from sheets_sync.sync import SWEEP_EVERY  # noqa: E402 - as above
from simulator.server import Simulator  # noqa: E402 - as above
from simulator.village import found  # noqa: E402 - as above

SIZES = ((6, 1_000), (6, 10_000), (6, 50_000), (20, 1_000), (20, 10_000), (20, 50_000))
OPEN = (0, 20, 100)
RATIO_AT = 10_000
NEW_ROWS = 10
SECONDS_BETWEEN = 10
POLLS_AN_HOUR = 3600 // SECONDS_BETWEEN
SWEEPS_AN_HOUR = 3600 // int(SWEEP_EVERY.total_seconds())
SENDINGS = 15
LATENCY_POLL = 4.0
QUIET_POLLS = 5
SETTLING_POLLS = 3
_HOST = "https://sheets.googleapis.com"


@dataclass
class Line:
    """One measured village; bytes in and out, CPU in milliseconds."""

    services: int
    past: int
    open: int
    calls: float
    idle_bytes: int
    new_calls: int
    new_bytes: int
    sweep_calls: int
    sweep_bytes: int
    idle_ms: float
    new_ms: float
    sweep_ms: float
    hour_bytes: int
    records_bytes: int = 0
    records_ms: float = 0
    download_bytes: int = 0
    download_ms: float = 0

    @property
    def name(self) -> str:
        """Services by past answers, as `20x50k`."""
        return f"{self.services}x{self.past // 1000}k"


def main() -> None:
    asked = argparse.ArgumentParser(description="What reading the spreadsheet costs, beside the usual ways.")
    asked.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
    as_json = asked.parse_args().json
    lines = [line for services, past in SIZES for line in measured(services, past)]
    result = summary(lines, latency())
    print(json.dumps(result) if as_json else table(lines, result))


def measured(services: int, past: int) -> Iterator[Line]:
    """One village, first with nothing open, then with more and more."""
    with opened(services, past) as village:
        yield usual_ways(village, with_open(village, 0))
        for still_open in OPEN[1:]:
            village.open(still_open)
            yield with_open(village, still_open)


def with_open(village: Village, still_open: int) -> Line:
    for _ in range(SETTLING_POLLS):  # the desk is made, its rows are written, all of it is found right
        village.poll(SECONDS_BETWEEN)
    quiet = [village.poll(SECONDS_BETWEEN) for _ in range(QUIET_POLLS)]
    sweep = village.poll(SWEEP_EVERY.total_seconds())
    whole = village.poll(RegisterMirror.whole_every.total_seconds())
    village.send(NEW_ROWS)
    new = village.poll(SECONDS_BETWEEN)
    village.settle_new()
    calls, idle, idle_ms = (statistics.mean(one[i] for one in quiet) for i in range(3))
    hour = round((POLLS_AN_HOUR - SWEEPS_AN_HOUR) * idle + (SWEEPS_AN_HOUR - 1) * sweep[1] + whole[1])
    return Line(
        len(village.forms), village.past, still_open, calls, round(idle), *new[:2], *sweep[:2],
        1e3 * idle_ms, 1e3 * new[2], 1e3 * sweep[2], hour,
    )  # fmt: skip


def usual_ways(village: Village, line: Line) -> Line:
    """Measure one round of each usual way; an hour has as many as ours has polls."""
    credentials = service_account(village.key, SCOPES)
    client = _client(village.simulator.url, credentials)
    book = client.open_by_key(village.book)
    tabs = [book.get_worksheet_by_id(form.sheet_id) for form in village.forms.values()]
    village.simulator.journal.clear()
    began = time.thread_time()
    for tab in tabs:
        tab.get_all_records()
    line.records_ms = 1e3 * (time.thread_time() - began)
    line.records_bytes = village.traffic()[1]
    village.simulator.journal.clear()
    began = time.thread_time()
    seen = book.values_batch_get([f"'{tab.title}'" for tab in tabs])
    _compared = {json.dumps(row) for part in seen["valueRanges"] for row in part["values"]}
    line.download_ms = 1e3 * (time.thread_time() - began)
    line.download_bytes = village.traffic()[1]
    return line


def _client(url: str, credentials: object) -> gspread.Client:
    class Here(HTTPClient):
        def request(self, method, endpoint, *args, **kwargs):  # noqa: ANN001, ANN002, ANN003, ANN202 - gspread's own
            return super().request(method, endpoint.replace(_HOST, url), *args, **kwargs)

    return gspread.Client(auth=credentials, session=AuthorizedSession(credentials), http_client=Here)


# --- how long a citizen waits -----------------------------------------------------------------------------------


def latency() -> dict[str, float]:
    """Seconds from sending a form to the receipt in the chat, with the real process; sent at random moments."""
    random = Random(SENDINGS)  # noqa: S311 - moments
    with tempfile.TemporaryDirectory() as name, Simulator() as simulator:
        home = Path(name)
        config = settings.load(ROOT / "config.yaml")
        village = found(simulator.url, "Desa Contoh", demo.form_sketches(config))
        demo.write_settings(home, ROOT / "config.yaml", simulator.url, village)
        slow = (home / "config.yaml").read_text().replace("baca_tiap_detik: 0.3", f"baca_tiap_detik: {LATENCY_POLL}")
        (home / "config.yaml").write_text(slow)
        config = settings.load(home / "config.yaml")
        with demo._service(home), Ledger(home / "data" / "buku.db") as ledger:
            time.sleep(3 * LATENCY_POLL)
            waits = []
            for chat in range(1, SENDINGS + 1):
                time.sleep(random.uniform(0, LATENCY_POLL))
                waits.append(_wait(simulator, ledger, config, 5_000_000 + chat, random))
    return {"median": round(statistics.median(waits), 3), "poll": LATENCY_POLL}


def _wait(simulator: Simulator, ledger: Ledger, config: settings.Config, chat: int, random: Random) -> float:
    service = config.services["sku"]
    with ledger.write() as tx:
        code = tickets.take(tx, chat, service.key, datetime.now(UTC), choice).code
    form = simulator.google.form(service.form.form_id)
    simulator.journal.clear()
    began = time.monotonic()
    submit(simulator, service, form, code, random)
    while time.monotonic() < began + 10 * LATENCY_POLL:
        if any(one["path"].endswith("/sendMessage") for one in simulator.journal.entries()):
            return time.monotonic() - began
        time.sleep(0.01)
    raise TimeoutError("no receipt came")


# --- telling ----------------------------------------------------------------------------------------------------


def summary(lines: list[Line], waits: dict[str, float]) -> dict[str, object]:
    """What `--json` prints. A ratio is that of an hour's bytes at 10k answers, the worse of both; nothing is open."""
    quiet = [line for line in lines if not line.open]
    at_10k = [line for line in quiet if line.past == RATIO_AT]
    return {
        "calls_per_poll": {line.name: line.calls for line in quiet},
        "idle_bytes": {line.name: line.idle_bytes for line in quiet},
        "bytes_ratio": {
            "get_all_records": round(min(POLLS_AN_HOUR * line.records_bytes / line.hour_bytes for line in at_10k), 1),
            "download_all": round(min(POLLS_AN_HOUR * line.download_bytes / line.hour_bytes for line in at_10k), 1),
        },
        "latency_s": waits,
    }


def table(lines: list[Line], result: dict[str, object]) -> str:
    names = list(asdict(lines[0]))
    rows = [
        names,
        *(
            [f"{value:.1f}" if isinstance(value, float) else str(value) for value in asdict(line).values()]
            for line in lines
        ),
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(names))]
    text = "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return f"{text}\n\n{json.dumps(result, indent=2)}"


if __name__ == "__main__":
    main()
