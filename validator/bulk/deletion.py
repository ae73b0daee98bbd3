"""What the server says it deleted: the `deleted` lists of a manifest, Bundles of DELETE requests.

Source: HL7 FHIR Bulk Data Access 2.0, output manifest, `deleted`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from validator.bulk.belonging import SHARED_TYPES
from validator.bulk.block import Portion, blocks, portions_of
from validator.bulk.export import ExportFile
from validator.bulk.line import Item, Place
from validator.bulk.packed import PackedError
from validator.fhir.copies import updated
from validator.fhir.json_text import LIMIT_EXCEEDED, UNREADABLE_JSON, UnreadableError, read_json
from validator.fhir.kept import ENTRY_UNREADABLE
from validator.finding import Issue
from validator.instant import seconds_of
from validator.rules.submission import UNREADABLE_FILE
from validator.verdict import Severity, Truth

_A_DIGEST = 8
_NOT_KNOWN = float("inf")


class Deletions:
    """Names (`Condition/x`) of what was deleted, sixteen bytes each with the time, so that long lists fit into memory.

    The time is when it was deleted last, as an instant of FHIR; None: not known.
    """

    def __init__(self, times: Mapping[str, str | None] | Iterable[tuple[str, str | None]] = ()) -> None:
        last: dict[int, float] = {}
        for name, time in times.items() if isinstance(times, Mapping) else times:
            digest, seconds = _digest(name), seconds_of(time)
            # One time that nobody knows may be the last of them.
            last[digest] = max(last.get(digest, 0.0), _NOT_KNOWN if seconds is None else seconds)
        self._digests = array("Q", sorted(last))
        self._times = array("d", (last[one] for one in self._digests))

    def encoded(self) -> bytes:
        """All of it, to be kept in a file."""
        return msgspec.msgpack.encode((self._digests.tobytes(), self._times.tobytes()))

    @staticmethod
    def decoded(data: bytes) -> Deletions:
        """What such a file holds."""
        found = Deletions()
        digests, times = msgspec.msgpack.decode(data, type=tuple[bytes, bytes])
        found._digests.frombytes(digests)
        found._times.frombytes(times)
        return found

    def is_deleted(self, item: Item) -> Truth:
        """Whether this state of a resource was deleted: by the name, and not written after that.

        UNKNOWN where one of the two times is not known, or both are the same. What no patient is named in is never
        taken for deleted: an order keeps its Medication.
        """
        if item.id is None or item.kind in SHARED_TYPES:
            return Truth.FALSE
        digest = _digest(f"{item.kind}/{item.id}")
        at = bisect_left(self._digests, digest)
        if at == len(self._digests) or self._digests[at] != digest:
            return Truth.FALSE
        time, written = self._times[at], updated(item.raw)
        if time == _NOT_KNOWN or written is None or written == time:
            return Truth.UNKNOWN
        return Truth.TRUE if written < time else Truth.FALSE

    def __len__(self) -> int:
        return len(self._digests)


NOTHING_DELETED = Deletions()


class DeletionLists:
    """What the lists name, and what could not be read of them: each fault with its place."""

    def __init__(self, files: tuple[ExportFile, ...]) -> None:
        self.faults: list[tuple[Issue, Place]] = []
        self.deletions = Deletions(one for portion in portions_of(files) for one in self._in(portion))

    @property
    def unread(self) -> int:
        """How many of the lists did not come whole."""
        return len({place.file for _, place in self.faults})

    def _in(self, portion: Portion) -> Iterator[tuple[str, str | None]]:
        name, end = portion.file.name, portion.start
        try:
            for block in blocks(portion):
                at = block.offset
                if block.is_too_long:
                    self._fault(LIMIT_EXCEEDED, "a line is longer than what is read; it was passed over.", name, at)
                for line in block.data[: block.length].splitlines(keepends=True):
                    yield from self._on(line, name, at)
                    at += len(line)
                end = at
        except (OSError, PackedError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            self._fault(UNREADABLE_FILE, (why or "it could not be read").rstrip(".") + ".", name, end)

    def _on(self, line: bytes, file: str, at: int) -> Iterator[tuple[str, str | None]]:
        if not line.strip():
            return
        try:
            value = read_json(line).value
        except UnreadableError as error:
            self._fault(UNREADABLE_JSON, str(error), file, at)
            return
        entries = value.get("entry", []) if isinstance(value, dict) and value.get("resourceType") == "Bundle" else None
        if not isinstance(entries, list):
            self._fault(ENTRY_UNREADABLE, "expected a Bundle of requests on the line, found none.", file, at)
            return
        for entry in entries:
            request = _object(_object(entry).get("request"))
            name = _name(request.get("url"))
            if request.get("method") != "DELETE" or name is None:
                self._fault(ENTRY_UNREADABLE, "an entry is no request to delete a resource by its id.", file, at)
            else:
                yield name, _time(_object(entry), _object(value))

    def _fault(self, code: str, message: str, file: str, at: int) -> None:
        self.faults.append((Issue(code, Severity.ERROR, f"A list of what was deleted: {message}"), Place(file, at)))


def _time(entry: dict[str, Any], bundle: dict[str, Any]) -> str | None:
    """When an entry's resource was deleted: as the server answered the request, else the time of the list."""
    told = (
        _object(entry.get("response")).get("lastModified"),
        _object(bundle.get("meta")).get("lastUpdated"),
        bundle.get("timestamp"),
    )
    return next((one for one in told if isinstance(one, str)), None)


def _name(url: object) -> str | None:
    """`Condition/x`; a server may write its own address before it. None for what names no one resource."""
    if not isinstance(url, str) or "?" in url:
        return None
    parts = url.partition("/_history")[0].split("/")[-2:]
    return "/".join(parts) if len(parts) == 2 and all(parts) else None


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _digest(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=_A_DIGEST).digest())
