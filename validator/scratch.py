"""A folder for what a run needs only while it lasts, on a machine where a run may be killed.

A killed process cannot clear up, and what lies in its folder are patients' charts: the next run does it. Whose owner
lives is told by a lock in the folder, which the system takes from a process however it ends, and no other process has.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # not a POSIX system: nothing there tells whose owner lives, and nothing is cleared
    fcntl = None  # type: ignore[assignment]

_PREFIX = "labelcheck-"
_LOCK = "owner"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder that only this user can read. It goes with the block; those of killed processes go now."""
    clear_abandoned(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name:
        folder = Path(name)
        with closing(_locked(folder)):
            yield folder


def clear_abandoned(among: Path) -> None:
    """Removes the folders of this user's runs whose process is gone. What is in doubt stays."""
    if fcntl is None:
        return
    for folder in among.glob(f"{_PREFIX}*"):
        # Gone meanwhile, another user's, or in the hands of a living process.
        with suppress(OSError):
            _clear_if_abandoned(folder)


def _locked(folder: Path) -> IO[bytes]:
    # Under another name until it is locked: nobody may find the lock of a living process free.
    begun = folder / f"{_LOCK}.begun"
    lock = begun.open("wb")
    if fcntl is not None:
        # Where a file system knows no locks nobody else gets one either, and the folder stays.
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)
    begun.rename(folder / _LOCK)
    return lock


def _clear_if_abandoned(folder: Path) -> None:
    """Raises OSError where it may not be, or is not, cleared."""
    # A link could lead to what is not ours.
    is_ours = (stat.S_ISDIR, stat.S_ISREG)
    for path, is_kind in zip((folder, folder / _LOCK), is_ours, strict=True):
        found = path.lstat()
        if found.st_uid != os.getuid() or not is_kind(found.st_mode):
            return
    with (folder / _LOCK).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
