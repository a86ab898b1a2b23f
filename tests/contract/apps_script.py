"""Running the generated Apps Script under Node against the fake of Google's services beside it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

NODE = shutil.which("node")
NO_NODE = "needs Node (node) to run the script"
FAKE = Path(__file__).with_name("apps_script_fake.js")
ACCOUNT = "meja@contoh.iam.gserviceaccount.com"
MAKE, SHOW = {"call": "buatFormulir"}, {"call": "tampilkanKode"}
CUT = "Exceeded maximum execution time"
SLOW_TAB = {"delay": 3_000}
Json = dict[str, Any]


def run(scripts: list[str], *scenarios: Json) -> list[list[Json]]:
    """What each step of each scenario gave, logged and left behind."""
    asked = json.dumps({"scripts": scripts, "scenarios": scenarios})
    done = subprocess.run([str(NODE), FAKE], input=asked, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    told: list[list[Json]] = json.loads(done.stdout)
    return told


def log(step: Json) -> str:
    """All that a run has logged."""
    return "\n".join(step["log"])
