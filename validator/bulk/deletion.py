"""What the server says it deleted: the `deleted` lists of a manifest, Bundles of DELETE requests.

Source: HL7 FHIR Bulk Data Access 2.0, output manifest, `deleted`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

from validator.bulk.block import blocks, portions_of
from validator.bulk.export import ExportFile
from validator.fhir.json_text import UnreadableError, read_json

_A_DIGEST = 8


class Deletions:
    """Names (`Condition/x`) of what was deleted, eight bytes each, so that long lists fit into memory."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._digests = array("Q", sorted({_digest(name) for name in names}))

    def encoded(self) -> bytes:
        """The digests, to be kept in a file."""
        return self._digests.tobytes()

    @staticmethod
    def decoded(data: bytes) -> Deletions:
        """What such a file holds."""
        found = Deletions()
        found._digests.frombytes(data)
        return found

    def __contains__(self, name: str) -> bool:
        digest = _digest(name)
        at = bisect_left(self._digests, digest)
        return at < len(self._digests) and self._digests[at] == digest

    def __len__(self) -> int:
        return len(self._digests)


def deletions_in(files: tuple[ExportFile, ...], bad: list[tuple[str, int, str]]) -> Deletions:
    """What the lists name; `bad` collects file, offset and sentence of what could not be read of them."""
    return Deletions(_names(files, bad))


def _names(files: tuple[ExportFile, ...], bad: list[tuple[str, int, str]]) -> Iterator[str]:
    for portion in portions_of(files):
        for block in blocks(portion):
            at = 0
            for line in block.data[: block.length].splitlines(keepends=True):
                if line.strip():
                    try:
                        yield from _deleted(read_json(line).value)
                    except UnreadableError as error:
                        bad.append((portion.file.name, block.offset + at, str(error)))
                at += len(line)


def _deleted(value: object) -> Iterator[str]:
    entries = value.get("entry") if isinstance(value, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        request: Any = entry.get("request") if isinstance(entry, dict) else None
        if isinstance(request, dict) and request.get("method") == "DELETE":
            url = request.get("url")
            if isinstance(url, str):
                # A server may write its own address before the name.
                yield "/".join(url.partition("?")[0].partition("/_history")[0].split("/")[-2:])


def _digest(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=_A_DIGEST).digest())
