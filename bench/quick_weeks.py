"""`scheduler.py` for a village whose weeks take a minute.

It sweeps every half minute, not every ten, and a row that comes to the desk may leave it after seconds, not an hour: so
closed rows leave the desk as they do in a real week. All else is the real service.
"""

import sys
from datetime import timedelta
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

import scheduler  # noqa: E402 - found through the line above
from sheets_sync import keeper, sync  # noqa: E402 - as above

sync.SWEEP_EVERY, keeper.TIME_TO_PICK = timedelta(seconds=30), timedelta(seconds=5)
sys.exit(scheduler.main())
