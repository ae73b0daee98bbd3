"""Files that are there whole or not at all, whatever ends the program between."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file under another name beside it, and gives it its own when all of it is on the disk."""
    begun = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with begun.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        begun.replace(path)
    finally:
        # What was not finished no run after this one would know of, and it may hold what charts hold.
        begun.unlink(missing_ok=True)


def finish(begun: Path, path: Path) -> None:
    """Gives a file that was written under another name its own."""
    with begun.open("rb") as file:
        os.fsync(file.fileno())
    begun.replace(path)
