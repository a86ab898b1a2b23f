"""The promise under kills, faults and load: `python bench/faults.py [--quick] [--json] [--kills N] [--requests N]`.

The real process over the simulator, with `baca_tiap_detik: 0.2` and `settle: 0`, everything by chance of a seed:
kills at random moments of a busy day, a usual bot (telebot's infinity_polling) killed likewise, 0.1 s from Telegram.
The exit status is 1 when anything was lost, misdelivered, numbered twice or not at all, or repeated more than once for
each kill.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)

from bench.faults_kills import Day, our_day, usual_day  # noqa: E402 - found through the line above

KILLS, QUICK_KILLS = 200, 15


def main() -> int:
    asked = argparse.ArgumentParser(description="The promise under kills, faults and load.")
    asked.add_argument("--json", action="store_true", help="print one JSON object instead of the report")
    asked.add_argument("--quick", action="store_true", help="a few minutes instead of an hour")
    asked.add_argument("--kills", type=int, help=f"kills of the busy day; else {KILLS}, quick {QUICK_KILLS}")
    options = asked.parse_args()
    kills = options.kills or (QUICK_KILLS if options.quick else KILLS)
    with tempfile.TemporaryDirectory() as name:
        ours, usual = our_day(Path(name) / "kills", kills), usual_day(Path(name), kills)
    found = summary(kills, ours, usual)
    print(json.dumps(found) if options.json else report(found, ours, usual))
    return 1 if ours.books.wrongs() or found["repeats"] > kills else 0


def summary(kills: int, ours: Day, usual: Day) -> dict[str, int]:
    """What `--json` prints."""
    books = ours.books
    return {
        "kills": kills,
        "lost": len(books.lost) + ours.lost,
        "misdelivered": len(books.misdelivered),
        "double_numbers": len(books.double_numbers),
        "skipped_numbers": len(books.skipped_numbers),
        "repeats": books.repeats,
        "telebot_lost": usual.lost,
    }


def report(found: dict[str, int], ours: Day, usual: Day) -> str:
    rows = [("texts", "texts"), ("lost", "of these lost"), ("repeated", "answered once more")]
    lines = [
        f"{found['kills']} kills on a busy day, 0.1 s from Telegram; beside it {ours.books.letters} letters:",
        f"{'':<20}{'ours':>8}{'telebot':>9}",
        *(f"{words:<20}{getattr(ours, name):>8}{getattr(usual, name):>9}" for name, words in rows),
        *(f"{name.replace('_', ' '):<20}{found[name]:>8}" for name in list(found)[1:-1]),
        *ours.books.wrongs(),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
