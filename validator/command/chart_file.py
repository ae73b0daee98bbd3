"""The files that `labelcheck check` is given: opened, folders unfolded, and a reason for each that cannot be read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from validator.frozen import Frozen

STDIN = "-"


class ChartFile(Frozen):
    """One file: its name as people know it, and its bytes; `data` is None where it could not be opened, for `why`, or
    is not read here at all, since `only_with` another command reads it.
    """

    name: str
    data: bytes | None = None
    why: str = ""
    only_with: str = ""


def opened(names: Iterable[str], *, most: int) -> Iterator[ChartFile]:
    """The files one by one, those of a folder by name; a folder means the .json files in it, and what else in it may
    hold a chart: that cannot be read here, which is told of each and not passed over.

    One byte more than `most` is read: enough for the reader to refuse the file, and a pipe without end still ends.
    """
    for name in names:
        if name == STDIN:
            if sys.stdin is None:
                yield ChartFile("stdin", why="It is closed")
            else:
                yield ChartFile("stdin", sys.stdin.buffer.read(most + 1))
            continue
        try:
            path = Path(name)
            inside = _charts_in(path) if path.is_dir() else [path]
            if not inside:
                with_bulk = _BULK if any(_LINES in one.name for one in path.iterdir()) else ""
                yield ChartFile(shown(name), why=_empty_folder(path), only_with=with_bulk)
        except (OSError, ValueError) as error:
            yield ChartFile(shown(name), why=_reason(error))
            continue
        for one in inside:
            if path.is_dir() and one.suffix.lower() == _LINES:
                # Even one line of it is a part of an export, and no chart that a folder of charts was meant to hold.
                yield ChartFile(
                    shown(str(one)),
                    why=f"The NDJSON of a folder is not read here; {_BULK} reads it",
                    only_with=_BULK,
                )
                continue
            try:
                with one.open("rb") as file:
                    data = file.read(most + 1)
            except (OSError, ValueError) as error:
                yield ChartFile(shown(str(one)), why=_reason(error))
            else:
                yield ChartFile(shown(str(one)), data)


_LINES = ".ndjson"
_BULK = "labelcheck bulk"
_OF_CHARTS = (".json", ".xml", _LINES, ".json.gz", ".ndjson.gz")
"""How the names of files end that may hold a chart, or a part of one."""


def _charts_in(folder: Path) -> list[Path]:
    """The files that may hold a chart; none where none of them is JSON, since the folder is then meant for others."""
    found = sorted(one for one in folder.iterdir() if one.name.lower().endswith(_OF_CHARTS) and one.is_file())
    return found if any(one.suffix.lower() == ".json" for one in found) else []


def _empty_folder(path: Path) -> str:
    endings = {one.suffix.lower() for one in path.iterdir() if one.is_file()}
    if any(_LINES in one.name for one in path.iterdir()):
        return f"A folder without .json files; {_BULK} reads its NDJSON"
    if ".xml" in endings:
        return "A folder without .json files; its XML is not read, ask the server for application/fhir+json"
    if any(path.glob("*/*.json")):
        return "A folder without .json files of its own; name the folder in it that has them"
    return "A folder without .json files"


def shown(name: str) -> str:
    """A file's name as it can be printed."""
    return click.format_filename(name)


def _reason(error: OSError | ValueError) -> str:
    # ValueError: a name with a null byte.
    return error.strerror if isinstance(error, OSError) and error.strerror else "Not a file name"
