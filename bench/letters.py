"""How fast letters are filled, beside the known engines on the same letter: `python bench/letters.py [--json]`.

One page, 21 placeholders, 15 of them split over runs; every letter becomes a file of its own and is read again to see
that it holds all values. The engines take turns in rounds, so that what else the machine does meets all of them; a
ratio is the median of the rounds' ratios. Needs `uv sync --group bench`; docxtemplater joins in where Node has it.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from re import sub

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # run as a script, this file would stand for the room `letters`

from bench.letter_engines import ENGINES, VALUES, Maker, docxtemplater, has_docxtemplater, qr_picture  # noqa: E402 - see above

OURS, OURS_QR, LIMIT, NODE = "ours", "ours, QR", "ready bytes", "docxtemplater"
ROUNDS = 7
LETTERS = {OURS: 400, LIMIT: 400, OURS_QR: 200}
OTHERS_LETTERS = 25
MEMORY_LETTERS = 10_000

_MANY = """
import json, pathlib, sys
from letters.template import Template
template, letter, values = Template.read(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]), json.loads(sys.argv[3])
for number in range(int(sys.argv[4])):
    letter.write_bytes(template.fill(values | {"nik": f"{number:016}"}))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""

Times = Mapping[str, list[float]]
"""Seconds for a letter, by engine, one for each round."""


def main() -> None:
    asked = argparse.ArgumentParser(description="How fast letters are filled, beside the known engines.")
    asked.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
    as_json = asked.parse_args().json
    with tempfile.TemporaryDirectory() as name:
        times = measured(Path(name))
        found = summary(times, peak_mb(Path(name)))
    print(json.dumps(found) if as_json else table(times, found))


def measured(folder: Path) -> Times:
    makers = {name: engine(folder) for name, engine in ENGINES.items()}
    with_node = has_docxtemplater()
    rounds = [one_round(makers, folder, with_node=with_node) for _ in range(ROUNDS)]
    return {name: [one[name] for one in rounds] for name in rounds[0]}


def one_round(makers: Mapping[str, Maker], folder: Path, *, with_node: bool) -> dict[str, float]:
    taken = {name: seconds(name, maker, folder / "letters") for name, maker in makers.items()}
    if with_node:
        taken[NODE] = docxtemplater(folder, OTHERS_LETTERS) / OTHERS_LETTERS
        check(NODE, folder / "0.docx", VALUES)
    return taken


def seconds(name: str, maker: Maker, folder: Path) -> float:
    """Let an engine make letters of different people in a new folder; return its seconds for one."""
    count = LETTERS.get(name, OTHERS_LETTERS)
    people = [{**VALUES, "nik": f"3299014107{number:06}"} for number in range(count)]
    folder.mkdir()
    start = time.perf_counter()
    for number, values in enumerate(people):
        maker(values, folder / f"{number}.docx")
    taken = time.perf_counter() - start
    for number in (0, count - 1):
        check(name, folder / f"{number}.docx", VALUES if name == LIMIT else people[number])
    shutil.rmtree(folder)
    return taken / count


def check(name: str, path: Path, values: Mapping[str, str]) -> None:
    """Raise ValueError when a letter does not hold all its values, and its own QR where it has one."""
    with zipfile.ZipFile(path) as letter:
        files = {one: letter.read(one) for one in letter.namelist()}
    xml = "".join(
        content.decode() for one, content in files.items() if one.startswith(("word/document", "word/footer"))
    )
    text = unescape(sub("<[^>]+>", "", xml))
    lacking = [title for title, value in values.items() if value not in text]
    if lacking or "{{" in text or (name.endswith("QR") and qr_picture(values) not in files.values()):
        raise ValueError(f"the letter of {name} is wrong: {lacking or text}")


def peak_mb(folder: Path) -> float:
    """Return the most memory that a process of ours held while it made 10,000 letters, in MB (Linux only)."""
    command = [sys.executable, "-c", _MANY, "ours.docx", "many.docx", json.dumps(dict(VALUES)), str(MEMORY_LETTERS)]
    room = os.environ | {"PYTHONPATH": str(ROOT)}
    return int(subprocess.check_output(command, cwd=folder, env=room)) / 1024  # noqa: S603 - our own process


def summary(times: Times, peak: float) -> dict[str, object]:
    slower = {name: ratio(times[name], times[OURS]) for name in times if name not in (OURS, LIMIT) and ", " not in name}
    return {
        "letters_per_s": round(1 / statistics.median(times[OURS])),
        "peak_mb": round(peak, 1),
        "slower": slower,
        "slower_qr": {"docxtpl": ratio(times["docxtpl, QR"], times[OURS_QR])},
        "over_limit": ratio(times[OURS], times[LIMIT]),
    }


def ratio(theirs: list[float], other: list[float]) -> float:
    return round(statistics.median(one / two for one, two in zip(theirs, other, strict=True)), 2)


def table(times: Times, found: Mapping[str, object]) -> str:
    lines = [f"{'engine':<18}{'ms/letter':>10}{'letters/s':>11}{'x of ours':>11}"]
    for name, taken in sorted(times.items(), key=lambda one: statistics.median(one[1])):
        median, times_ours = statistics.median(taken), ratio(taken, times[OURS_QR if name.endswith("QR") else OURS])
        lines.append(f"{name:<18}{median * 1000:>10.3f}{1 / median:>11.0f}{times_ours:>11.2f}")
    lines.append(
        f"ours is {found['over_limit']} x writing the ready bytes; {MEMORY_LETTERS} letters: {found['peak_mb']} MB"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
