"""`scheduler.py` for a village whose weeks take a minute: what its sweeps do comes every half minute, not every ten.

So closed rows leave the desk after as much work as in a real week; all else is the real service.
"""

import sys
from datetime import timedelta
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

import scheduler  # noqa: E402 - found through the line above
from sheets_sync import sync  # noqa: E402 - as above

sync.SWEEP_EVERY = timedelta(seconds=30)
sys.exit(scheduler.main())
