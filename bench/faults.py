"""The promise under kills, faults and load: `python bench/faults.py [--quick] [--json]`, some hours.

The real process over the simulator, with `baca_tiap_detik: 0.2`, `settle: 0` and no staff chat (Telegram takes only 20
messages a minute for a group), everything by chance of a seed:

- kills at random moments of a busy day, 0.1 s from Telegram, and a usual bot (telebot's infinity_polling) killed
  likewise: nothing is lost, and a kill repeats one notice at most. Replies repeat more often: four go out side by side;
- a weekend's backlog, and a chat that floods the others;
- a village year over all services with a fault every other second.

`--kills`, `--updates` and `--requests` set the sizes. The exit status is 1 when anything was lost, misdelivered,
numbered twice or not at all, or repeated too often.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)

from bench.faults_backlog import Backlog, backlog  # noqa: E402 - found through the line above
from bench.faults_kills import Day, our_day, usual_day  # noqa: E402 - as above
from bench.faults_year import Year, year  # noqa: E402 - as above
from tests.system.books import Books  # noqa: E402 - as above

SIZES = {"kills": (200, 12), "updates": (10_000, 1_000), "requests": (10_000, 60)}
"""In full, and quick."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that was measured."""

    kills: int
    ours: Day
    usual: Day
    backlog: Backlog
    year: Year

    @property
    def books(self) -> tuple[Books, Books]:
        """Those of the busy day and of the year."""
        return self.ours.books, self.year.books

    def summary(self) -> dict[str, int]:
        """What `--json` prints."""
        return {
            "kills": self.kills,
            "lost": sum(len(one.lost) for one in self.books) + self.ours.lost + self.backlog.lost,
            "misdelivered": sum(len(one.misdelivered) for one in self.books),
            "double_numbers": sum(len(one.double_numbers) for one in self.books),
            "skipped_numbers": sum(len(one.skipped_numbers) for one in self.books),
            "repeats": sum(one.repeats for one in self.books),
            "telebot_lost": self.usual.lost,
        }

    def kept(self) -> bool:
        """Whether the promise was kept."""
        wrongs = [wrong for one in self.books for wrong in one.wrongs()]
        repeats = self.ours.books.repeats <= self.kills and self.year.books.repeats <= self.year.faults
        return not wrongs and repeats and not self.ours.lost and not self.backlog.lost


def main() -> int:
    asked = argparse.ArgumentParser(description="The promise under kills, faults and load.")
    asked.add_argument("--json", action="store_true", help="print one JSON object instead of the report")
    asked.add_argument("--quick", action="store_true", help="a few minutes")
    for name, (full, quick) in SIZES.items():
        asked.add_argument(f"--{name}", type=int, help=f"{full}, quick {quick}")
    options = asked.parse_args()
    kills, updates, requests = (getattr(options, name) or SIZES[name][options.quick] for name in SIZES)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        found = Found(
            kills,
            our_day(home / "kills", kills),
            usual_day(home, kills),
            backlog(home / "backlog", updates),
            year(home / "year", requests),
        )
    print(json.dumps(found.summary()) if options.json else report(found))
    return 0 if found.kept() else 1


def report(found: Found) -> str:
    texts = [("texts", "texts"), ("lost", "of these lost"), ("repeated", "answered once more")]
    weekend, year = found.backlog, found.year
    rows = [
        (f"{found.kills} kills on a busy day", "ours", "telebot"),
        *((words, getattr(found.ours, name), getattr(found.usual, name)) for name, words in texts),
        ("letters beside it", found.ours.books.letters),
        ("notices repeated", found.ours.books.repeats),
        (f"{weekend.updates} updates since Friday",),
        ("kept a second", f"{weekend.kept:.0f}"),
        ("dealt with a second", f"{weekend.handled:.0f}"),
        ("chats", weekend.chats),
        ("answers", weekend.answers),
        ("peak MB", f"{weekend.peak_mb:.0f}"),
        ("longest wait beside a flood, s", f"{weekend.longest_wait:.1f}"),
        (f"a year of {year.requests} forms", f"{year.seconds:.0f} s"),
        ("letters", year.books.letters),
        ("faults", year.faults),
        ("notices repeated", year.books.repeats),
        ("MB after a week", f"{year.mb_before:.0f}"),
        ("MB at the end", f"{year.mb_after:.0f}"),
        ("all together",),
        *((name.replace("_", " "), count) for name, count in found.summary().items()),
    ]
    lines = ["".join([f"{row[0]:<32}", *(f"{cell:>10}" for cell in row[1:])]) for row in rows]
    return "\n".join([*lines, *(wrong for one in found.books for wrong in one.wrongs())])


if __name__ == "__main__":
    sys.exit(main())
