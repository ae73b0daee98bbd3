"""The files that `labelcheck check` is given: opened, folders unfolded, and a reason for each that cannot be read."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from validator.frozen import Frozen
from validator.screen import say

STDIN = "-"


class ChartFile(Frozen):
    """One file: its name as people know it, and its bytes; `data` is None where it could not be opened, for `why`, or
    is not read here at all, since `only_with` another command reads it. Of a folder without anything to read it is
    said what `the_folder` holds.
    """

    name: str
    data: bytes | None = None
    why: str = ""
    only_with: str = ""
    the_folder: str = ""

    @property
    def reason(self) -> str:
        """Why it has no bytes, with the command that reads it."""
        if self.the_folder:
            return f"The folder {self.the_folder}: {self.why}"
        return f"{self.why}; {self.only_with} reads it" if self.only_with else self.why


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
            if inside and path.is_dir():
                _tell_folders_below(path)
            if not inside:
                yield _nothing_read_in(path, shown(name))
        except (OSError, ValueError) as error:
            yield ChartFile(shown(name), why=_reason(error))
            continue
        for one in inside:
            # Even one line of an export is a part of it, and no chart that a folder of charts was meant to hold; one
            # that is named by itself is what it was meant as, where it is not packed.
            if of_export := _OF_EXPORT.search(one.name):
                if path.is_dir():
                    yield ChartFile(shown(str(one)), why="The NDJSON of a folder is not read here", only_with=_BULK)
                    continue
                if of_export[1] and one.is_file():
                    yield ChartFile(shown(str(one)), why="Packed NDJSON is not read here", only_with=_BULK)
                    continue
            try:
                with one.open("rb") as file:
                    data = file.read(most + 1)
            except (OSError, ValueError) as error:
                if _ADDRESS.match(name):
                    yield ChartFile(
                        shown(name), why="An address is no file; save it first, or name a server by --server"
                    )
                else:
                    yield ChartFile(shown(str(one)), why=_reason(error))
            else:
                yield ChartFile(shown(str(one)), data)


_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_BULK = "labelcheck bulk"
_OF_EXPORT = re.compile(r"\.(?:ndjson|jsonl)(\.gz|\.zst)?$", re.IGNORECASE)
_OF_CHARTS = re.compile(r"\.(?:json(?:\.gz)?|xml|(?:ndjson|jsonl)(?:\.gz|\.zst)?)$", re.IGNORECASE)
"""How the names of files end that may hold a chart, or a part of one."""
_PACKED = re.compile(r"\.(?:gz|zst|bz2|xz|zip|7z|rar|tar|tgz)$", re.IGNORECASE)
_OTHERS = (
    (_OF_EXPORT, f"{_BULK} reads its NDJSON"),
    (re.compile(r"\.xml$", re.IGNORECASE), "its XML is not read, ask the server for application/fhir+json"),
    (_PACKED, "unpack first what is packed"),
)
"""What to do about files of other forms in a folder without JSON; a file is of the first form that it has."""
_MOST_NAMED = 3


def _charts_in(folder: Path) -> list[Path]:
    """The files that may hold a chart; none where none of them is JSON, since the folder is then meant for others."""
    found = sorted(one for one in folder.iterdir() if _OF_CHARTS.search(one.name) and one.is_file())
    return found if any(one.suffix.lower() == ".json" for one in found) else []


def _tell_folders_below(folder: Path) -> None:
    """Says which folders in it hold files that may be charts: they are not looked at, and that is said of each."""
    for below in sorted(one for one in folder.iterdir() if one.is_dir()):
        found = [one for one in below.rglob("*") if _OF_CHARTS.search(one.name) and one.is_file()]
        if found:
            form = ".json " if all(one.suffix.lower() == ".json" for one in found) else ""
            count = f"1 {form}file" if len(found) == 1 else f"{len(found)} {form}files"
            say(f"not looked at: the folder {shown(str(below))} ({count}).")


def _nothing_read_in(path: Path, name: str) -> ChartFile:
    """What a folder without JSON of its own holds, by what can be done about it. Raises OSError."""
    names = sorted(one.name for one in path.iterdir() if one.is_file())
    told = []
    rest = names
    for form, says in _OTHERS:
        if found := [one for one in rest if form.search(one)]:
            told.append(f"{says} ({_first(found)})")
            rest = [one for one in rest if one not in found]
    if below := sorted({one.parent.name for one in path.glob("*/*.json")}):
        told.append(f"name the folder in it that has them ({_first(below)})")
    if told:
        return ChartFile(name, why="; ".join(told), the_folder="holds no .json files")
    why = "Nothing in it ends in .json" if names else "There is no file in it"
    return ChartFile(name, why=why, the_folder="holds no charts")


def _first(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(map(shown, names[:_MOST_NAMED])) + more


def shown(name: str) -> str:
    """A file's name as it can be printed."""
    return click.format_filename(name)


def _reason(error: OSError | ValueError) -> str:
    # ValueError: a name with a null byte.
    return error.strerror if isinstance(error, OSError) and error.strerror else "Not a file name"
