"""Files and folders that nobody else on the computer may read; on Windows the user's own folder sees to that."""

import os
import stat
from pathlib import Path


def make_private(folder: Path) -> None:
    """Make a folder (0700) and the folders above that are missing; one that is there stays as it is."""
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(exist_ok=True, mode=0o700)  # its mode does not reach parents that it makes


def close_to_others(path: Path) -> bool:
    """Take a file's or folder's rights from everybody but its owner; whether anybody had some. Raises OSError."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "nt" or not mode & 0o077:
        return False
    path.chmod(mode & 0o700)
    return True
