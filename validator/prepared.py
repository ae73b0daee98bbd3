"""What is worked out of the shipped content beforehand, in one file of the package, so that a start is short.

The file is made when the package is built, or by `make prepared`; without it everything is read from its sources. It
holds data and numbers, no code of Python. It counts only where it belongs to what lies beside it: `trusted` compares
the length and the CRC-32 of every source, and no change of up to four bytes in a row escapes a CRC-32.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from validator.version import VERSION

PACKAGE = Path(__file__).parent
FILE = PACKAGE / "prepared.msgpack"

OneSource = tuple[str, int, int]
"""A file by its name below its root, with its length in bytes and its CRC-32."""

_DATA = ("valuesets", "labels", "codesystems", "titles")
_READ = (".json", ".toml", ".tsv", ".py")
"""How the names of files end that are read: a page or what an editor leaves beside them changes nothing."""
_READERS = ("terminology", "label")
"""The modules that make something of the data: what they make of them is no longer so when they are changed."""


class Prepared(msgspec.Struct, frozen=True, array_like=True):
    """The content of the file; each part is read by those who know what it is.

    `version` is that of this package, `python` what the patterns were compiled for (see `python_tag`), `sources` what
    the other parts were made of.
    """

    version: str
    python: str
    sources: tuple[OneSource, ...]
    patterns: dict[str, msgspec.Raw]
    value_sets: msgspec.Raw
    labels: msgspec.Raw


@cache
def prepared() -> Prepared | None:
    """What the file holds, read once; None where there is none, or one of another version or that cannot be read."""
    try:
        found = msgspec.msgpack.decode(FILE.read_bytes(), type=Prepared)
    except (OSError, ValueError, OverflowError, RecursionError, msgspec.MsgspecError):
        # What damage makes of the bytes may be no UTF-8 either, or deeper than anything that is written.
        return None
    return found if found.version == VERSION else None


def trusted(root: Path) -> Prepared | None:
    """What the file holds, if it was made of what lies in this folder now, by the modules that lie here now.

    None otherwise: then the sources are to be read, and who reads them says what is wrong with them.
    """
    found = prepared()
    try:
        return found if found is not None and found.sources == sources_of(root) else None
    except OSError:
        return None


def sources_of(root: Path) -> tuple[OneSource, ...]:
    """Every source of the prepared content, in one order on every machine. Raises OSError where a part is lacking."""
    places = [(root, folder) for folder in _DATA] + [(PACKAGE, folder) for folder in _READERS]
    return tuple(source for place, folder in places for source in sorted(_sources(str(place), folder)))


def _sources(place: str, folder: str) -> Iterator[OneSource]:
    """Read by the plainest means: there are hundreds of them, at each start."""
    with os.scandir(f"{place}/{folder}") as found:
        inside = list(found)
    for one in inside:
        name = f"{folder}/{one.name}"
        if one.is_dir():
            if one.name != "__pycache__":
                yield from _sources(place, name)
        elif one.name.endswith(_READ):
            with open(one.path, "rb", buffering=0) as file:  # noqa: PTH123 - as above
                content = file.read()
            yield name, len(content), zlib.crc32(content)


@cache
def python_tag() -> str:
    """What compiled patterns depend on: the Python, its engine of patterns, and the order of bytes of the machine."""
    import _sre  # type: ignore[import-not-found] # the engine of `re`, which has no stubs

    return f"{sys.implementation.cache_tag}-{_sre.MAGIC}-{_sre.CODESIZE}-{sys.byteorder}"
